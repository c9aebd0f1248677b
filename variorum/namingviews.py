"""The vocabulary of the page on names: the maps of all events, and each marked name over all of them.

`variorum.namingpages` builds these, templates print them; they keep to the rules of `variorum.views`.
"""

from __future__ import annotations

from dataclasses import dataclass

from variorum.naming import NamingView
from variorum.views import Frame, MonthLink


@dataclass(frozen=True, slots=True)
class NameUse:
    """How often an outlet uses a name, by voice, in so many events."""

    outlet: str
    own: int
    paraphrase: int
    quoted: int
    events: int


@dataclass(frozen=True, slots=True)
class NameSummary:
    """A marked name over all events. `beside` are the neutral names that outlets use for the same things in their own
    voice, with how many do."""

    name: str
    uses: tuple[NameUse, ...]
    beside: str


@dataclass(frozen=True, slots=True)
class NamedEvent:
    """An event with its map."""

    day: str
    href: str
    title: str
    lang: str
    naming: NamingView


@dataclass(frozen=True, slots=True)
class NamingPage:
    """Who calls what how. `month` is "" on the first page, which has the names, and in `kept_back` how many names of
    whom it leaves out because the excerpt limit keeps them back everywhere, "" where none is. Where events are many
    they stand on a page for each month, and `months` leads there."""

    frame: Frame
    month: str
    names: tuple[NameSummary, ...]
    events: tuple[NamedEvent, ...]
    months: tuple[MonthLink, ...]
    looked_at: int
    missing: int
    kept_back: str
