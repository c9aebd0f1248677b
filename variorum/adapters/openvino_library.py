"""OpenVINO, imported so that it reports nothing to anybody."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


def openvino_module() -> Any:
    """OpenVINO, imported without what reports its use to its makers: nothing here speaks to anybody but the outlets."""
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
        sys.modules.pop("openvino_telemetry", None)
        if before is not None:
            sys.modules["openvino_telemetry"] = before
