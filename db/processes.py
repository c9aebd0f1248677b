"""Is a process of this machine alive?"""

from __future__ import annotations

import os


def lives(process: int) -> bool:
    """Does a process with this number live? Where a system can't be asked without harm, it is taken to."""
    if os.name != "posix":  # elsewhere the question would end it
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True  # another user's
    return True
