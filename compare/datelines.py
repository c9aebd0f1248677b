"""Where a story begins behind its dateline: "WEXHOLM, March 10 (Meridian Wire) - The council …"."""

from __future__ import annotations

import re
from typing import Final

_IN_CAPITALS: Final = r"[^—–―“\"]{0,30}?\b[A-Z]{4,}\b[^—–―“\"]{0,30}?"
_WITH_AGENCY: Final = r"[A-Z][\w.,’' ]{1,40} \([^()\n]{1,40}\) ?"
_DATELINE: Final = re.compile(rf"(?:{_IN_CAPITALS}|{_WITH_AGENCY})(?:[—–―]|--|\s-\s|(?<=\) )-\s)\s*")


def dateline_length(sentence: str) -> int:
    """Characters of a sentence that are a dateline; 0 where it opens with none. What makes one is a place in capitals,
    or an agency in brackets between a place and a dash."""
    found = _DATELINE.match(sentence)
    return found.end() if found else 0
