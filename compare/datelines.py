"""Where a story begins behind its dateline: "WEXHOLM, March 10 (Meridian Wire) - The council …"."""

from __future__ import annotations

import re
from typing import Final

_DATELINE: Final = re.compile(r"[^—–―“\"]{0,30}?\b[A-Z]{4,}\b[^—–―“\"]{0,30}?(?:[—–―]|--|\s-\s)\s*")


def dateline_length(sentence: str) -> int:
    """Characters of a sentence that are a dateline; 0 where it opens with none. A place in capitals makes one."""
    found = _DATELINE.match(sentence)
    return found.end() if found else 0
