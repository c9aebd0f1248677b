"""Where the site's files lie, relative to its folder and with forward slashes."""

from __future__ import annotations

import hashlib
import re
from typing import Final, Literal, get_args

Table = Literal["claims", "differences", "flags"]

OUTLETS: Final = "outlets.html"
NAMING: Final = "naming.html"
REVIEW: Final = "review.html"
DATA: Final = "data.html"
FEED: Final = "feed.xml"
EVENT_SCHEMA: Final = "event.schema.json"
FROM_EVENT_FOLDER: Final = "../../"
"""What leads from an event's folder to the site's, before a path of the site."""

_PLAIN: Final = r"[A-Za-z0-9_-]{1,80}"
_MONTH: Final = r"(?:\d{4}-\d{2}|undated)"
_EVENT: Final = re.compile(
    rf"(events/{_PLAIN})(?:\.html|/(?:data\.json|annotations\.jsonld|(?:claims|differences|flags)\.csv))"
)
_STEM: Final = re.compile(rf"events/{_PLAIN}")
_PLAIN_NAME: Final = re.compile(_PLAIN)
OWN: Final = re.compile(
    rf"(?:index|method|outlets|naming(?:-{_MONTH})?|review|data)\.html|outlets/{_PLAIN}\.html"
    rf"|outlets/{_PLAIN}/{_MONTH}\.html|archive/{_MONTH}\.html"
    rf"|events/{_PLAIN}\.html|events/{_PLAIN}/(?:data\.json|annotations\.jsonld|(?:claims|differences|flags)\.csv)"
    r"|feed\.xml|event\.schema\.json"
)
"""Every path that the site has."""
FORMER: Final = re.compile(rf"events/{_PLAIN}\.jsonld")
"""Where earlier versions of this program put what now lies elsewhere."""


def event_path(event: str) -> str:
    """An event's page."""
    return f"events/{event_file(event)}"


def event_file(event: str) -> str:
    """The name of the file of an event's page."""
    return f"{_file_name(event)}.html"


def data_path(event: str) -> str:
    """What an event's page shows, for programs."""
    return f"events/{_file_name(event)}/data.json"


def annotations_path(event: str) -> str:
    """An event's marks as Web Annotations."""
    return f"events/{_file_name(event)}/annotations.jsonld"


def table_path(event: str, table: Table) -> str:
    """One of an event's tables for spreadsheets."""
    return f"events/{_file_name(event)}/{table}.csv"


def outlet_path(slug: str) -> str:
    """An outlet's page."""
    return f"outlets/{_file_name(slug)}.html"


def outlet_month_path(slug: str, month: str) -> str:
    """The events of a month that an outlet is in, where it is in many."""
    return f"outlets/{_file_name(slug)}/{month}.html"


def naming_path(month: str) -> str:
    """The naming maps of a month ("2031-03", or "undated"), where events are many."""
    return f"naming-{month}.html"


def archive_path(month: str) -> str:
    """The list of a month's events, where events are many."""
    return f"archive/{month}.html"


def event_stem(event: str) -> str:
    """What the paths of all of an event's files begin with."""
    return f"events/{_file_name(event)}"


def stem_of(path: str) -> str | None:
    """What the paths of an event's files begin with, of one of them; None of any other path."""
    found = _EVENT.fullmatch(path)
    return found[1] if found else None


def is_stem(text: str) -> bool:
    """Is it what the paths of an event's files begin with?"""
    return bool(_STEM.fullmatch(text))


def files_of_stem(stem: str) -> tuple[str, ...]:
    """All files of an event."""
    beside = ("data.json", "annotations.jsonld", *(f"{table}.csv" for table in get_args(Table)))
    return (f"{stem}.html", *(f"{stem}/{name}" for name in beside))


def _file_name(id_: str) -> str:
    """An id or a slug that is no plain name is taken by its digest."""
    return id_ if _PLAIN_NAME.fullmatch(id_) else hashlib.sha256(id_.encode()).hexdigest()[:12]
