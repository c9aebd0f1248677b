"""Why the readings of one row stand together: the weakest pair, and what its two sentences have in common."""

from __future__ import annotations

from typing import Final

from compare.claimwhy import SharedKind, SharedPart, shared_parts
from compare.standings import SERIOUS, Standing
from db.records import StoredClaim
from variorum.facts import Facts
from variorum.views import RowWhy

NAMES: Final[dict[SharedKind, str]] = {
    "quotation": "quoted",
    "name": "names",
    "number": "numbers",
    "word": "words",
}
"""The kinds of shared parts in the order in which they weigh with a reader, and what a page calls them."""
UNTOLD: Final[frozenset[Standing]] = frozenset({"less detail", "equal"})
"""What a row doesn't say of its readings."""
WEAK: Final = 0.6
"""A row whose weakest pair is below is marked. Of some 200 rows of the invented newsroom that a reader went through, a
quarter lay there, and with them nearly all of those that he would have parted."""
SHOWN: Final = 4
"""Words of one kind that are named."""


def row_why(facts: Facts, item: StoredClaim) -> RowWhy:
    """What is shown of the weakest pair of a claim of several outlets; words only of readings that may be printed."""
    claim = item.claim
    first, second = claim.weakest or (0, min(1, len(claim.readings) - 1))
    a, b = claim.readings[first], claim.readings[second]
    shown = all(facts.holds(r.article, r.start, r.end) for r in (a, b))
    parts = shared_parts(a.text, b.text) if shown else []
    told = []
    for kind, name in NAMES.items():
        found = [_written(a.text, b.text, part) for part in parts if part.kind == kind]
        if found:
            told.append(f"{name} {', '.join(found[:SHOWN])}{' …' if len(found) > SHOWN else ''}")
    nothing = "no word; the sentence model finds them close in meaning" if shown else "words beyond the excerpt limit"
    return RowWhy(
        pair=f"{facts.name(a.outlet)} and {facts.name(b.outlet)}"
        if a.outlet != b.outlet
        else f"two articles of {facts.name(a.outlet)}",
        likeness=f"{claim.similarity:.2f}" + (", weak" if claim.similarity < WEAK else ""),
        common="; ".join(told),
        remark="" if told else nothing,
        standings=_standings(facts, item),
    )


def _written(a: str, b: str, part: SharedPart) -> str:
    """A shared part as the first writes it; a number that the other writes otherwise, as both do."""
    one, other = a[part.a.start : part.a.end], b[part.b.start : part.b.end]
    return f"{one} / {other}" if part.kind == "number" and one.casefold() != other.casefold() else one


def _standings(facts: Facts, item: StoredClaim) -> str:
    """Who wrote first, and how the other outlets stand to that; those that say the same or less are not named, nor
    is what the first outlet wrote later."""
    pairs = list(zip(item.claim.readings, item.standings, strict=False))
    first = next((reading for reading, standing in pairs if standing == "first"), None)
    if first is None:
        return ""
    found: dict[str, dict[str, None]] = {}
    for reading, standing in pairs:
        if reading.paragraph > 0 and reading.outlet != first.outlet:  # a headline is short of detail by its nature
            found.setdefault(standing, {})[facts.name(reading.outlet)] = None
    told = [standing for standing in SERIOUS if standing in found and standing not in UNTOLD]
    others = [f"{standing}: {', '.join(found[standing])}" for standing in told]
    return f"against {facts.name(first.outlet)}: {'; '.join(others)}" if others else ""
