"""`variorum norms`: what is counted of outlets and of pairs of outlets, as columns for people or rows for programs."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Literal, TextIO

from compare.intervals import ENOUGH, PER_WORDS, Estimate
from compare.norms import DIFFERENCES, FLAGS, Measure, Norms, Pair, PairTally, Tally, event_tallies
from db.store import Store
from variorum.errors import InputError
from variorum.eventlists import columns
from variorum.eventreading import Archive, MadeBy, made_by
from variorum.exporting import Row, write_export
from variorum.newsroom import configured_outlets
from variorum.normrows import all_norms, event_rows, flags_of, outlet_rows, pair_rows
from variorum.normwords import rate_words
from variorum.settings import Settings
from variorum.when import earliest

NormsFormat = Literal["text", "jsonl"]

READING = (
    "Counts with 95% intervals; no score, and no order but the alphabet. Nobody has reviewed what is counted.",
    "apart: the claim is told by two or more separate texts of others, and more than half of all put it another way.",
    f"marked: words that a rule marks, for {PER_WORDS:,} words of the house's own text; agency text and reprints are"
    " nobody's here.",
    f"too few: under {ENOUGH} claims or articles; nothing follows from the rate.",
)
APART, MARKED, PARTED, OTHERS = "apart", "marked", "on different sides", "the others in these events"


def norms_verb(
    store: Store,
    settings: Settings,
    *,
    outlet: str | None,
    pair: Pair | None,
    form: NormsFormat,
    out: TextIO,
    err: TextIO,
) -> int:
    """Print norms of all outlets, of one with its events, or of a pair; notes on what they were made by go to `err`.

    Returns the exit status. Raises InputError for an outlet that is not held, or a pair of one.
    """
    if outlet is not None and pair is not None:
        raise InputError("give --outlet or --pair, not both")
    if pair is not None and pair[0] == pair[1]:
        raise InputError(f"--pair {pair[0]} {pair[1]}: name two different outlets")
    _check_held([*([outlet] if outlet else ()), *(pair or ())], store)
    made = made_by(store, settings)
    for note in made.notes:
        err.write(f"note: {note}\n")
    archive = Archive(store)
    norms = all_norms(archive)
    if form == "jsonl":
        write_export(_rows(archive, norms, made, outlet, pair), "jsonl", out)
        return 0
    names = {one.slug: one.name for one in configured_outlets(settings)}
    for line in _lines(archive, norms, made, outlet, pair, names):
        out.write(f"{line}\n")
    return 0


def _check_held(wanted: Sequence[str], store: Store) -> None:
    held = store.outlets()
    if unknown := sorted(set(wanted) - set(held)):
        remedy = f"there are {', '.join(held)}" if held else "add or fetch articles first"
        raise InputError(f"outlet {', '.join(unknown)}: no article of it is stored; {remedy}")


def _rows(archive: Archive, norms: Norms, made: MadeBy, outlet: str | None, pair: Pair | None) -> Iterator[Row]:
    if pair is not None:
        ordered = _ordered(pair)
        yield from pair_rows(ordered, norms.pairs.get(ordered, PairTally()), made)
        return
    for one in sorted(norms.outlets) if outlet is None else norms.outlets.keys() & {outlet}:
        yield from outlet_rows(norms, one, made)
    if outlet in norms.outlets:
        yield from event_rows(archive, norms, made, outlet)


def _lines(
    archive: Archive,
    norms: Norms,
    made: MadeBy,
    outlet: str | None,
    pair: Pair | None,
    names: Mapping[str, str],
) -> Iterator[str]:
    plural = "" if norms.events == 1 else "s"
    yield f"norms over {norms.events} event{plural}, results made by rules {made.rules or 'unknown'}"
    yield from (f"  {line}" for line in READING)
    if pair is not None:
        yield from _pair_lines(_ordered(pair), norms, names)
        return
    shown = sorted(norms.outlets) if outlet is None else [outlet]
    for one in shown:
        yield ""
        if one not in norms.outlets:
            yield f"{_named(one, names)}: no article in an event and in the language of the rules"
            continue
        yield from _outlet_lines(one, norms.outlets[one], norms.around[one], names)
    if outlet in norms.outlets:
        yield ""
        yield from _event_lines(archive, outlet)


def _outlet_lines(outlet: str, own: Tally, around: Tally, names: Mapping[str, str]) -> Iterator[str]:
    texts = f"{own.words:,} words in {own.articles} articles"
    yield f"{_named(outlet, names)}: {own.claims} claims that two or more others tell too; {texts}"
    yield from _table((APART, OTHERS), _present(DIFFERENCES, own, around), own, around)
    yield from _table((MARKED, OTHERS), flags_of(own, around), own, around)


def _pair_lines(pair: Pair, norms: Norms, names: Mapping[str, str]) -> Iterator[str]:
    tallies = norms.pairs.get(pair, PairTally())
    a, b = pair
    yield ""
    yield f"{_named(a, names)} and {_named(b, names)}: {tallies.together.claims} claims with words of both"
    yield from _table((PARTED,), _present(DIFFERENCES, tallies.together), tallies.together)
    first, second = tallies.first, tallies.second
    for outlet, own in ((a, first), (b, second)):
        yield f"{_named(outlet, names)}, where both are: {own.words:,} words in {own.articles} articles"
    yield from _table((f"{MARKED}, {a}", f"{MARKED}, {b}"), flags_of(first, second), first, second)


def _event_lines(archive: Archive, outlet: str) -> Iterator[str]:
    """The outlet's events by day: how much it has in each, and what was found there. There is no sum over kinds."""
    rows = []
    for event, found in archive:
        own = event_tallies(found).outlets.get(outlet)
        if own is not None:
            day = earliest(article.published for article in found.articles.values())
            when = str(day.at.date()) if day else "time not found"
            told = [f"{APART}: {_listed(own, DIFFERENCES)}", f"{MARKED}: {_listed(own, FLAGS)}"]
            rows.append((when, event.id, str(own.claims), f"{own.words:,}", "; ".join(told)))
    yield from columns([("day", "event", "claims", "words", ""), *sorted(rows)])


def _table(head: Sequence[str], measures: Collection[Measure], *tallies: Tally) -> Iterator[str]:
    """A row for each measure: for each tally, under its head, what of how much, the rate with its interval, and whether
    that is too few."""
    rows = [
        ("  " + _measure_words(one), *(cell for tally in tallies for cell in _cells(one, tally.estimate(one))))
        for one in measures
    ]
    if not rows:
        yield f"  {head[0]}: none"
        return
    heads = [cell for one in head for cell in (one, "rate (interval)", "")]
    yield from (line.rstrip() for line in columns([("", *heads), *rows]))


def _cells(measure: Measure, estimate: Estimate) -> tuple[str, str, str]:
    counted, rate, interval = rate_words(measure, estimate)
    return counted, f"{rate} ({interval})" if rate else "", "too few" if rate and estimate.few else ""


def _present(measures: Sequence[Measure], *tallies: Tally) -> list[Measure]:
    """All of them where there is something to count in: nothing found in many claims is a finding."""
    return list(measures) if any(tally.claims for tally in tallies) else []


def _named(outlet: str, names: Mapping[str, str]) -> str:
    name = names.get(outlet)
    return f"{name} ({outlet})" if name and name != outlet else outlet


def _ordered(pair: Pair) -> Pair:
    return (min(pair), max(pair))


def _listed(tally: Tally, measures: Collection[Measure]) -> str:
    """What was found of these, each with whose words they are and its count; "none" for nothing."""
    found = ((_measure_words(one, " "), count) for one, count in tally.found.items() if one in measures)
    return ", ".join(f"{words} {count}" for words, count in found) or "none"


def _measure_words(measure: Measure, between: str = ", ") -> str:
    return f"{measure.kind}{between}{measure.voice}" if measure.voice is not None else measure.kind
