"""Where the report's pages lie, relative to its folder."""

from __future__ import annotations

import hashlib
import re
from typing import Final

PLAIN: Final = r"[A-Za-z0-9_-]{1,80}"
MONTH: Final = r"(?:\d{4}-\d{2}|undated)"
_PLAIN: Final = re.compile(PLAIN)

OUTLETS: Final = "outlets.html"
NAMING: Final = "naming.html"
REVIEW: Final = "review.html"
DATA: Final = "data.html"


def file_name(id_: str) -> str:
    """An id or a slug that is no plain name is taken by its digest."""
    return id_ if _PLAIN.fullmatch(id_) else hashlib.sha256(id_.encode()).hexdigest()[:12]


def outlet_path(slug: str) -> str:
    """Where an outlet's page lies."""
    return f"outlets/{file_name(slug)}.html"


def naming_path(month: str) -> str:
    """Where the naming maps of a month stand, where events are many."""
    return f"naming-{month}.html"


def archive_path(month: str) -> str:
    """Where the events of a month ("2031-03", or "undated") are listed."""
    return f"archive/{month}.html"
