"""The memory that this process holds, as the system counts it."""

from __future__ import annotations

import re
import sys
from pathlib import Path


def peak_bytes() -> int:
    """The most that it has held at one time; 0 where the system does not say."""
    if sys.platform == "win32":
        return 0
    if sys.platform == "linux":
        # Not ru_maxrss: a process begins with that of its parent, which may hold a language model.
        return _told("VmHWM")
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def data_bytes() -> int:
    """What Linux counts against RLIMIT_DATA now: its heap and anonymous mappings, those that it was forked with among
    them. 0 elsewhere."""
    return _told("VmData") if sys.platform == "linux" else 0


def _told(name: str) -> int:
    status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    found = re.search(rf"^{name}:\s+(\d+) kB$", status, re.MULTILINE)
    return int(found[1]) * 1024 if found else 0
