"""Where the site's files lie, relative to its folder and with forward slashes."""

from __future__ import annotations

import hashlib
import re
from typing import Final, Literal

Table = Literal["claims", "differences", "flags"]

FEED: Final = "feed.xml"
EVENT_SCHEMA: Final = "event.schema.json"
FROM_EVENT_FOLDER: Final = "../../"
"""What leads from an event's folder to the site's, before a path of the site."""

_PLAIN_ID: Final = re.compile(r"[A-Za-z0-9_-]{1,80}")


def event_path(event: str) -> str:
    """An event's page."""
    return f"events/{_file_name(event)}.html"


def data_path(event: str) -> str:
    """What an event's page shows, for programs."""
    return f"events/{_file_name(event)}/data.json"


def annotations_path(event: str) -> str:
    """An event's marks as Web Annotations."""
    return f"events/{_file_name(event)}/annotations.jsonld"


def table_path(event: str, table: Table) -> str:
    """One of an event's tables for spreadsheets."""
    return f"events/{_file_name(event)}/{table}.csv"


def _file_name(event: str) -> str:
    """An id that is no plain name is taken by its digest."""
    return event if _PLAIN_ID.fullmatch(event) else hashlib.sha256(event.encode()).hexdigest()[:12]
