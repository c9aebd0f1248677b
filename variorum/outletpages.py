"""The pages on outlets: one for each, where it is in many events a list for each month, and the overview. There is no
score and no order among outlets but the alphabet."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from compare.intervals import ENOUGH, PER_WORDS, Estimate
from compare.norms import DIFFERENCES, Measure, Tally
from scraper.article import Failure, is_fault
from variorum.frames import frame
from variorum.inputs import Report
from variorum.kinds import KINDS, chip
from variorum.months import UNDATED, Near, month_name, newest_first
from variorum.normwords import rate_words
from variorum.outletcharts import Point, month_chart
from variorum.outletsums import OWN_MARKS, Origin, OutletsPart, OutletsSum, OutletSum
from variorum.outletviews import (
    LentLine,
    MonthChart,
    MonthLine,
    NormLine,
    OutletEvent,
    OutletFetchView,
    OutletMonthPage,
    OutletPage,
    OutletRow,
    OutletsPage,
    RateView,
    SharedLine,
)
from variorum.sitepaths import outlet_month_path, outlet_path
from variorum.storefacts import StoreFacts
from variorum.views import FailureLine, MonthLink
from variorum.when import month_words, newest, short_month

_COUNTING: Final = {
    "all": "Counted is what rules and comparison found, reviewed or not, without what reviewers rejected.",
    "reviewed": "Counted is only what reviewers accepted; what nobody has reviewed yet is not among it.",
}


DatedLine = tuple[date | None, OutletEvent]
"""An event's line on an outlet's pages, with its day."""


def outlet_page(
    outlet: str, found: OutletSum, events: Iterable[OutletsPart], report: Report, facts: StoreFacts
) -> OutletPage:
    """The page of an outlet; `events` are all that it is in where they are few, and else none: they then stand on pages
    of their months."""
    label = report.label(outlet)
    own, around = found.own().tally(), found.around.tally()
    months = () if found.few is not None else newest_first(found.months)
    return OutletPage(
        frame=frame(report, "../", "outlet", found.newest, [outlet]),
        name=label.name,
        invented=label.invented,
        events=_listed(outlet, events),
        in_events=found.events(),
        by_month=tuple(
            MonthLink(month_name(month), f"../{outlet_month_path(outlet, month)}", found.months[month].events)
            for month in months
        ),
        articles=found.articles,
        words=f"{found.words:,}",
        claims=own.claims,
        counted_articles=own.articles,
        counted_words=f"{own.words:,}",
        apart=tuple(_lines(DIFFERENCES, own, around)) if own.claims or around.claims else (),
        marked=tuple(_lines(OWN_MARKS, own, around)) if own.words else (),
        per_words=f"{PER_WORDS:,}",
        enough=ENOUGH,
        counting=_COUNTING[facts.show],
        months=tuple(_charts({month: one.counted.tally() for month, one in found.months.items()})),
        shared=tuple(_shared(found, report)),
        shared_words=_shared_words(found),
        lent=tuple(_lent(found, report)),
        revised=found.revised,
        versions=found.versions,
        fetch=_fetch(outlet, report, facts),
    )


def outlet_month_page(
    outlet: str, month: str, found: OutletSum, around: Near, lines: Iterable[DatedLine], report: Report
) -> OutletMonthPage:
    """The events of a month that an outlet is in; `found` is of that month alone."""
    label = report.label(outlet)
    return OutletMonthPage(
        frame=frame(report, "../../", "outlet", found.newest, [outlet]),
        name=label.name,
        href=f"../../{outlet_path(outlet)}",
        invented=label.invented,
        month=month_name(month),
        events=tuple(replace(line, href=f"../{line.href}") for _, line in sorted(lines, key=_by_day)),
        earlier=around.earlier,
        later=around.later,
    )


def _listed(outlet: str, events: Iterable[OutletsPart]) -> tuple[OutletEvent, ...]:
    lines = [line for part in events for line in dated_lines(outlet, part)]
    return tuple(line for _, line in sorted(lines, key=_by_day))


def dated_lines(outlet: str, part: OutletsPart) -> list[DatedLine]:
    """An event's line on an outlet's pages, with its day; none where the outlet is not in it."""
    return [(part.day, one.line) for one in part.outlets if one.outlet == outlet]


def outlets_page(found: OutletsSum, report: Report, facts: StoreFacts) -> OutletsPage:
    """The overview: every outlet with articles in the report, or asked by the last fetch."""
    known = sorted(
        {*found.with_articles(), *facts.fetched},
        key=lambda slug: (report.label(slug).name.casefold(), slug),
    )
    return OutletsPage(
        frame=frame(report, "", "outlets", newest(one.newest for one in found.outlets.values()), known),
        rows=tuple(_row(outlet, found.outlets.get(outlet, OutletSum()), report, facts) for outlet in known),
        asked=len(facts.fetched),
        read=sum(_answered(by_status) for by_status in facts.fetched.values()),
        fetched=bool(facts.fetched),
    )


def _row(outlet: str, found: OutletSum, report: Report, facts: StoreFacts) -> OutletRow:
    label = report.label(outlet)
    return OutletRow(
        name=label.name,
        href=outlet_path(outlet) if found.articles else "",
        invented=label.invented,
        events=found.events(),
        articles=found.articles,
        words=f"{found.words:,}",
        shared=_percent(found.words - found.own_words, found.words),
        revised=found.revised,
        fetch=_state(facts.fetched[outlet]) if outlet in facts.fetched else "not asked",
    )


def _by_day(item: DatedLine) -> tuple[int, str]:
    """Newest first; what has no day last."""
    day, event = item
    return (0 if day is None else -day.toordinal(), event.href)


# Rates


def _lines(measures: Sequence[Measure], own: Tally, around: Tally) -> Iterator[NormLine]:
    """All kinds of differences, for nothing found in many claims is a finding; of marks those that either has."""
    for one in measures:
        if one.of == "difference" or one in own.found or one in around.found:
            yield NormLine(chip(one.kind), rate_view(one, own.estimate(one)), rate_view(one, around.estimate(one)))


def rate_view(measure: Measure, estimate: Estimate) -> RateView:
    counted, rate, interval = rate_words(measure, estimate)
    return RateView(counted, rate, interval, estimate.few and bool(rate))


def _charts(months: Mapping[str, Tally]) -> Iterator[MonthChart]:
    """A chart for each kind of which anything was found, where there is more than one month."""
    dated = sorted(month for month in months if month != UNDATED)
    if len(dated) < 2:
        return
    for one in (*DIFFERENCES, *OWN_MARKS):
        if any(one in months[month].found for month in dated):
            estimates = {month: months[month].estimate(one) for month in dated}
            yield MonthChart(
                chip=chip(one.kind),
                counted=_counted(one),
                drawing=month_chart(
                    f"{KINDS[one.kind].label.capitalize()}, {_counted(one)},",
                    [_point(month, one, estimate) for month, estimate in estimates.items()],
                    digits=2 if one.of == "difference" else 0,
                    most=1.0 if one.of == "difference" else math.inf,
                ),
                lines=tuple(
                    MonthLine(month_words(month), rate_view(one, estimate)) for month, estimate in estimates.items()
                ),
            )


def _counted(measure: Measure) -> str:
    """What a chart counts of a kind."""
    if measure.of == "difference":
        return "stands apart, share of claims"
    return f"marked, for {PER_WORDS:,} words"


def _point(month: str, measure: Measure, estimate: Estimate) -> Point:
    counted, rate, interval = rate_words(measure, estimate)
    few = ", too few" if estimate.few else ""
    told = f"{counted}, {rate} ({interval}{few})" if rate else f"{counted}, nothing to count in"
    year, number = month.split("-")
    return Point(int(year) * 12 + int(number), short_month(month), told, estimate)


# Shared text


def _shared(held: OutletSum, report: Report) -> Iterator[SharedLine]:
    """Agencies first, then outlets by name, then what nobody can be told to have had first."""
    lines = [
        (not one.agency, not one.outlet, _whose(one, report), count, held.copies[key])
        for key, count in held.sentences.items()
        for one in [Origin.of(key)]
    ]
    for _, _, whose, count, articles in sorted(lines):
        yield SharedLine(whose, count, articles)


def _whose(origin: Origin, report: Report) -> str:
    if origin.agency:
        return f"agency text: {origin.agency}"
    if origin.outlet:
        return f"same text as {report.label(origin.outlet).name}, which had it first"
    return "same text as another outlet; which had it first is not known"


def _lent(held: OutletSum, report: Report) -> Iterator[LentLine]:
    """Who printed this outlet's text after it, by name."""
    for name, count in sorted((report.label(other).name, count) for other, count in held.lent.items()):
        yield LentLine(name, count)


def _shared_words(held: OutletSum) -> str:
    taken = held.words - held.own_words
    if not taken:
        return ""
    return f"{taken:,} of {held.words:,} words ({_percent(taken, held.words)})"


def _percent(part: int, whole: int) -> str:
    """Shares of words in whole per cent, and "under 1 %" for what is not nothing."""
    if not part:
        return "none"
    share = 100 * part / whole
    return "under 1 %" if share < 1 else f"{share:.0f} %"


# The last fetch


def _fetch(outlet: str, report: Report, facts: StoreFacts) -> OutletFetchView | None:
    if outlet not in facts.fetched:
        return None
    failures = _failures(outlet, facts)
    return OutletFetchView(
        state=_state(facts.fetched[outlet]),
        failures=tuple(_failure(one, report) for one in failures if is_fault(one)),
    )


def _failures(outlet: str, facts: StoreFacts) -> list[Failure]:
    return [one for one in facts.failures if one.outlet == outlet]


def _failure(failure: Failure, report: Report) -> FailureLine:
    return FailureLine(report.label(failure.outlet).name, failure.reason, failure.detail, failure.url)


def _answered(by_status: Mapping[str, int]) -> bool:
    """As the first page counts outlets that were read."""
    return any(status != "failed" for status in by_status)


def _state(by_status: Mapping[str, int]) -> str:
    """How much was new `variorum status` tells: here it would write every outlet's page anew every night."""
    return "delivered" if _answered(by_status) else "failed"
