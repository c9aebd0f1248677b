"""The pages over all events, from what their parts add up to by month.

Of a month whose pages stand nothing is read but its sums. So what a report costs does not grow with the months before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Any

from variorum.archive import INDEX, Filed, archive_page, day_of, months_of, newest_days
from variorum.datapages import data_page
from variorum.eventfiles import event_schema
from variorum.eventrender import template_of
from variorum.feed import feed_xml
from variorum.gathering import Column, Parts, Sums
from variorum.inputs import FetchReport, Report
from variorum.months import Near, around, newest_first
from variorum.namingpages import DatedMap, dated_maps, naming_month_page, naming_page
from variorum.outletpages import DatedLine, dated_lines, outlet_month_page, outlet_page, outlets_page
from variorum.pages import index_page, method_page
from variorum.reviewpages import review_page
from variorum.sitefolder import RenderedFile
from variorum.sitepaths import (
    DATA,
    EVENT_SCHEMA,
    FEED,
    NAMING,
    OUTLETS,
    REVIEW,
    archive_path,
    naming_path,
    outlet_month_path,
    outlet_path,
)
from variorum.storefacts import StoreFacts
from variorum.views import IndexPage


@dataclass(frozen=True, slots=True)
class _MonthPage:
    """A page of one month. `told` is what it tells beside the month's events; `take` takes what it needs from what a
    column has of an event, and `make` makes it of that."""

    path: str
    template: str
    told: object
    column: Column
    take: Callable[[Any], Iterable[Any]]
    make: Callable[[Sequence[Any]], object]


def overall_files(parts: Parts, report: Report, fetch: FetchReport | None, facts: StoreFacts) -> Iterator[RenderedFile]:
    """The files over all events, but for the pages of months that stand."""
    sums = parts.sums()
    for path, template, page in overall_pages(parts, report, fetch, facts):
        yield path, template_of(template, page)
    yield FEED, feed_xml((entry for one in sums.values() for entry in one.entries), report)
    yield EVENT_SCHEMA, event_schema()


def overall_pages(
    parts: Parts, report: Report, fetch: FetchReport | None, facts: StoreFacts, *, most: int = INDEX
) -> Iterator[tuple[str, str, object]]:
    """(path, template, page) of each page over all events, but for those of months that stand. The first page lists
    events of at most so many bytes."""
    sums = parts.sums()
    total = Sums()
    for one in sums.values():
        total.join(one)
    index = _index(parts, total, report, fetch, facts, most)
    yield "index.html", "index.html", index
    method = method_page(report, total.filed.newest, total.filed.outlets, facts.corrections)
    yield "method.html", "method.html", method
    yield OUTLETS, "outlets.html", outlets_page(total.outlets, report, facts)
    for outlet in total.outlets.with_articles():
        found = total.outlets.outlets[outlet]
        listed = _these(parts, "outlets", found.few or {})
        yield outlet_path(outlet), "outlet.html", outlet_page(outlet, found, listed, report, facts)
    named = _these(parts, "names", total.names.few or {})
    yield NAMING, "naming.html", naming_page(total.names, named, report)
    yield REVIEW, "review.html", review_page(total.review, report, facts)
    yield DATA, "data.html", data_page(total.data, report, facts)
    yield from _month_pages(parts, sums, total, report, archived=bool(index.months))


def _index(
    parts: Parts, total: Sums, report: Report, fetch: FetchReport | None, facts: StoreFacts, most: int
) -> IndexPage:
    days = newest_days(total.filed.days, most=most)
    filed = (one for month in sorted(months_of(days)) for one in parts.column("filed", month))
    shown = [one for one in filed if day_of(one) in days]
    return index_page(total.filed, shown, report, fetch, left_out=facts.left_out)


def _these(parts: Parts, column: Column, events: Mapping[str, Sequence[str]]) -> Iterator[Any]:
    """What the column has of these events, by month."""
    for month, ids in events.items():
        yield from parts.column(column, month, ids)


def _month_pages(
    parts: Parts, sums: Mapping[str, Sums], total: Sums, report: Report, *, archived: bool
) -> Iterator[tuple[str, str, object]]:
    """Month by month, newest first: of a month's parts is read, one after the other, what pages of it need that do not
    stand. Nothing is held of them but what the pages take: a month may have ten thousand."""
    pages: dict[str, list[_MonthPage]] = {month: [] for month in newest_first(sums)}
    if archived:
        for month, near in around(sums, lambda month: f"{month}.html"):
            pages[month].append(_archive(month, sums[month], near, report))
    if total.names.few is None:
        for month in total.names.told:
            pages[month].append(_naming(month, sums[month], report))
    for outlet in total.outlets.with_articles():
        found = total.outlets.outlets[outlet]
        if found.few is None:
            for month, near in around(found.months, lambda month: f"{month}.html"):
                pages[month].append(_outlet(outlet, month, sums[month], near, report))
    for month, wanted in pages.items():
        missing = [page for page in wanted if not parts.stands(page.path, month, page.told)]
        for column, several in groupby(missing, lambda page: page.column):
            same = list(several)
            taken: dict[str, list[Any]] = {page.path: [] for page in same}
            for part in parts.column(column, month):
                for page in same:
                    taken[page.path] += page.take(part)
            for page in same:
                yield page.path, page.template, page.make(taken.pop(page.path))


def _archive(month: str, found: Sums, near: Near, report: Report) -> _MonthPage:
    def make(events: Sequence[Filed]) -> object:
        return archive_page(month, found.filed, events, near, report)

    return _MonthPage(archive_path(month), "archive.html", make(()), "filed", lambda one: [one], make)


def _naming(month: str, found: Sums, report: Report) -> _MonthPage:
    def make(maps: Sequence[DatedMap]) -> object:
        return naming_month_page(month, found.names, maps, report)

    return _MonthPage(naming_path(month), "naming.html", make(()), "names", dated_maps, make)


def _outlet(outlet: str, month: str, found: Sums, near: Near, report: Report) -> _MonthPage:
    own = found.outlets.outlets[outlet]

    def make(lines: Sequence[DatedLine]) -> object:
        return outlet_month_page(outlet, month, own, near, lines, report)

    path = outlet_month_path(outlet, month)
    return _MonthPage(path, "outletmonth.html", make(()), "outlets", partial(dated_lines, outlet), make)
