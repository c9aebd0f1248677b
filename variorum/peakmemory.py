"""The most memory that this process has held at one time."""

from __future__ import annotations

import re
import sys
from pathlib import Path


def peak_bytes() -> int:
    """0 where the system does not say."""
    if sys.platform == "win32":
        return 0
    if sys.platform == "linux":
        # Not ru_maxrss: a process begins with that of its parent, which may hold a language model.
        status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
        peak = re.search(r"^VmHWM:\s+(\d+) kB$", status, re.MULTILINE)
        return int(peak[1]) * 1024 if peak else 0
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024
