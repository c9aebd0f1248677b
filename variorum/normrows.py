"""Norms as rows for other programs: one for each outlet, or outlet in an event, or pair, and each thing counted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from compare.intervals import Estimate
from compare.norms import DIFFERENCES, FLAGS, MEASURES, EventTallies, Measure, Norms, Pair, PairTally, Tally
from compare.norms import event_tallies as tallies_of
from db.records import StoredEvent
from variorum.eventreading import Archive, MadeBy
from variorum.when import earliest

Row = dict[str, Any]


def all_norms(archive: Archive) -> Norms:
    """The sums over every event."""
    norms = Norms()
    for _, found in archive:
        norms.add(tallies_of(found))
    return norms


def norm_rows(archive: Archive, made: MadeBy) -> Iterator[Row]:
    """Every row: outlets, then pairs, then outlets in events; outlets always in the alphabet."""
    norms = all_norms(archive)
    for outlet in sorted(norms.outlets):
        yield from outlet_rows(norms, outlet, made)
    for pair in sorted(norms.pairs):
        yield from pair_rows(pair, norms.pairs[pair], made)
    yield from event_rows(archive, norms, made)


def outlet_rows(norms: Norms, outlet: str, made: MadeBy) -> Iterator[Row]:
    """Everything that is counted, with the other outlets in the same events beside it."""
    own, around = norms.outlets[outlet], norms.around[outlet]
    for one in MEASURES:
        yield _row("outlet", outlet, one, own.estimate(one), made, others=around.estimate(one))


def pair_rows(pair: Pair, tallies: PairTally, made: MadeBy) -> Iterator[Row]:
    """In how many claims the two stand on different sides, and for each the flags where both are beside the other's."""
    a, b = pair
    for one in DIFFERENCES:
        yield _row("pair", a, one, tallies.together.estimate(one), made, with_=b)
    for outlet, other, own, theirs in ((a, b, tallies.first, tallies.second), (b, a, tallies.second, tallies.first)):
        for one in flags_of(own, theirs):
            yield _row("pair", outlet, one, own.estimate(one), made, with_=other, others=theirs.estimate(one))


def event_rows(archive: Archive, norms: Norms, made: MadeBy, only: str | None = None) -> Iterator[Row]:
    """Outlets in events, all or `only` one, with its other events and the event's other outlets beside it."""
    for event, found in archive:
        tallies = tallies_of(found)
        day = earliest(article.published for article in found.articles.values())
        for outlet in tallies.outlets if only is None else tallies.outlets.keys() & {only}:
            yield from _event_rows(event, None if day is None else str(day.at.date()), outlet, tallies, norms, made)


def _event_rows(
    event: StoredEvent, day: str | None, outlet: str, tallies: EventTallies, norms: Norms, made: MadeBy
) -> Iterator[Row]:
    own, others = tallies.outlets[outlet], tallies.others(outlet)
    elsewhere = norms.elsewhere(outlet, own)
    for one in (*(DIFFERENCES if own.claims else ()), *flags_of(own, others)):
        yield _row(
            "event",
            outlet,
            one,
            own.estimate(one),
            made,
            event=event.id,
            day=day,
            elsewhere=elsewhere.estimate(one),
            others=others.estimate(one),
        )


def flags_of(*tallies: Tally) -> list[Measure]:
    """The flags that any of these has: there are so many categories and voices that rows of nothing would hide them."""
    return [one for one in FLAGS if any(one in tally.found for tally in tallies)]


def _row(
    scope: str,
    outlet: str,
    measure: Measure,
    estimate: Estimate,
    made: MadeBy,
    *,
    with_: str | None = None,
    event: str | None = None,
    day: str | None = None,
    elsewhere: Estimate | None = None,
    others: Estimate | None = None,
) -> Row:
    return {
        "scope": scope,
        "outlet": outlet,
        "with": with_,
        "event": event,
        "day": day,
        "of": measure.of,
        "kind": measure.kind,
        "voice": measure.voice,
        **numbers(estimate),
        "elsewhere": None if elsewhere is None else numbers(elsewhere),
        "others": None if others is None else numbers(others),
        "rules": made.rules,
        "code": made.code,
    }


def numbers(estimate: Estimate) -> Row:
    """`count` of `total`, which are claims or words; `n` are claims or articles."""
    return {
        "count": estimate.count,
        "total": estimate.of,
        "n": estimate.n,
        "rate": estimate.rate,
        "low": estimate.low,
        "high": estimate.high,
        "few": estimate.few,
    }
