"""The vocabulary of the pages on outlets: what is counted of one, by month and by event, and what was read of it.

`variorum.outletpages` builds these, templates print them; they keep to the rules of `variorum.views`.
"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from variorum.views import Chip, FailureLine, Frame, MonthLink, MonthNear


@dataclass(frozen=True, slots=True)
class RateView:
    """`counted` is "3 of 41"; `rate` with its `interval`, both "" where there is nothing to count in; `few`: too little
    to conclude anything."""

    counted: str
    rate: str
    interval: str
    few: bool


@dataclass(frozen=True, slots=True)
class NormLine:
    """One kind: what is counted of the outlet, and of the others in its events."""

    chip: Chip
    own: RateView
    others: RateView


@dataclass(frozen=True, slots=True)
class MonthLine:
    month: str
    rate: RateView


@dataclass(frozen=True, slots=True)
class MonthChart:
    """One kind by month: `counted` says what of it is counted, `drawing` the same as the lines."""

    chip: Chip
    counted: str
    drawing: Markup
    lines: tuple[MonthLine, ...]


@dataclass(frozen=True, slots=True)
class OutletEvent:
    """An event the outlet is in. `apart` and `marked` list what was found of it there; `versions` counts its texts
    after the first ones."""

    day: str
    href: str
    title: str
    lang: str
    articles: int
    claims: int
    words: str
    apart: str
    marked: str
    versions: int


@dataclass(frozen=True, slots=True)
class SharedLine:
    """Text that is not, or not only, the outlet's own: whose it is, how many sentences in how many articles."""

    whose: str
    sentences: int
    articles: int


@dataclass(frozen=True, slots=True)
class LentLine:
    """An outlet that printed sentences after this one had them."""

    outlet: str
    sentences: int


@dataclass(frozen=True, slots=True)
class OutletFetchView:
    """The outlet's part in the last fetch: `state` in words."""

    state: str
    failures: tuple[FailureLine, ...]


@dataclass(frozen=True, slots=True)
class OutletPage:
    """One outlet. `apart` are shares of claims, `marked` rates for so many words (`per_words`); `counting` says what is
    counted. `enough` is the least number from which something follows. Where it is in many events (`in_events`),
    `events` is empty and `by_month` leads to them.
    """

    frame: Frame
    name: str
    invented: bool
    events: tuple[OutletEvent, ...]
    in_events: int
    by_month: tuple[MonthLink, ...]
    articles: int
    words: str
    claims: int
    counted_articles: int
    counted_words: str
    apart: tuple[NormLine, ...]
    marked: tuple[NormLine, ...]
    per_words: str
    enough: int
    counting: str
    months: tuple[MonthChart, ...]
    shared: tuple[SharedLine, ...]
    shared_words: str
    lent: tuple[LentLine, ...]
    revised: int
    versions: int
    fetch: OutletFetchView | None


@dataclass(frozen=True, slots=True)
class OutletMonthPage:
    """The events of one month that an outlet is in; `href` leads to its own page."""

    frame: Frame
    name: str
    href: str
    invented: bool
    month: str
    events: tuple[OutletEvent, ...]
    earlier: MonthNear | None
    later: MonthNear | None


@dataclass(frozen=True, slots=True)
class OutletRow:
    """One outlet in the overview. `href` is "" for one that was asked, and of which no article stands in an event."""

    name: str
    href: str
    invented: bool
    events: int
    articles: int
    words: str
    shared: str
    revised: int
    fetch: str


@dataclass(frozen=True, slots=True)
class OutletsPage:
    """All outlets, in the alphabet."""

    frame: Frame
    rows: tuple[OutletRow, ...]
    asked: int
    read: int
    fetched: bool
