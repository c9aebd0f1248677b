"""OpenVINO, imported so that it reports nothing to anybody and keeps little."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

REMEMBERED_STEPS: Final = 64
"""Steps that oneDNN, which does OpenVINO's work, keeps ready for all models of the process and beyond their end. By
default it keeps 1,024, which take 130 MB more than these once the model is let go, and 25 MB more in each process that
asks for words. Set through the environment, where a user's own setting stands."""


def openvino_module() -> Any:
    """OpenVINO, imported without what reports its use to its makers: nothing here speaks to anybody but the outlets."""
    os.environ.setdefault("ONEDNN_PRIMITIVE_CACHE_CAPACITY", str(REMEMBERED_STEPS))
    with telemetry_unseen():
        import openvino

    return openvino


@contextmanager
def telemetry_unseen() -> Iterator[None]:
    """Let OpenVINO find no package for telemetry; it then has a stand-in that does nothing. It would send word at its
    import and at each conversion. None in `sys.modules` is Python's own way to say that a module is not to be had."""
    before = sys.modules.get("openvino_telemetry")
    sys.modules["openvino_telemetry"] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules["openvino_telemetry"]
        if before is not None:
            sys.modules["openvino_telemetry"] = before
