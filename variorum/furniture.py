"""`variorum furniture`: the lines that were learned to be site furniture, and a person's decisions on them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

import click

from db.records import FurnitureState, StoredLine
from db.store import Store
from variorum.errors import InputError
from variorum.ledger import hold_lock
from variorum.when import day_words

EXCERPT_WORDS: Final = 14  # of a line, where `doctor` shows the latest ones
LATEST: Final = 3  # lines that `doctor` shows; `furniture list` shows all


def decide_verb(store: Store, ids: Sequence[str], state: FurnitureState, *, now: Callable[[], datetime]) -> int:
    """Release lines or quarantine them again, all or none. Raises InputError for an id that is not held."""
    with hold_lock(store, "furniture"):
        held = {item.id: item for item in store.furniture()}
        unknown = sorted(set(ids) - held.keys())
        if unknown:
            raise InputError(f"no line of site furniture has the id {', '.join(unknown)}; see: variorum furniture list")
        for line in dict.fromkeys(ids):
            store.decide_furniture(line, state, now())
            click.echo(f"{state}: {held[line].line.outlet}: {excerpt(held[line].line.text)}")
    click.echo("from the next comparison on: variorum compare && variorum report")
    return 0


def list_lines(lines: Sequence[StoredLine]) -> list[str]:
    """Every line with its place, counts and state, in two printed lines each."""
    if not lines:
        return ["no site furniture was learned yet"]
    return [printed for item in lines for printed in (_facts(item), f"    {' '.join(item.line.text.split())}")]


def quarantine_lines(lines: Sequence[StoredLine]) -> list[str]:
    """How many lines are quarantined, of which outlets, and the latest ones: what `doctor` prints."""
    quarantined = [item for item in lines if item.state == "quarantined"]
    released = len(lines) - len(quarantined)
    if not lines:
        return ["none learned yet"]
    counts = Counter(item.line.outlet for item in quarantined)
    told = ", ".join(f"{outlet} {count}" for outlet, count in sorted(counts.items()))
    head = f"{_number(len(quarantined))} quarantined{f' ({told})' if told else ''}"
    latest = sorted(quarantined, key=lambda item: (item.line.last_seen, item.id), reverse=True)[:LATEST]
    return [
        head + (f", {released} released" if released else "") + "; see: variorum furniture list",
        *(f"{item.id} {item.line.outlet}: {excerpt(item.line.text)}" for item in latest),
    ]


def excerpt(text: str) -> str:
    """The first words of a line."""
    words = text.split()
    return " ".join(words[:EXCERPT_WORDS]) + (" …" if len(words) > EXCERPT_WORDS else "")


def _facts(item: StoredLine) -> str:
    line = item.line
    place = f"paragraph {line.distance} from the {line.side}"
    counts = f"{line.articles} articles, {line.events} events"
    days = f"{day_words(line.first_seen)} to {day_words(line.last_seen)}"
    by = f"{item.state} by a person on {day_words(item.decided_at)}" if item.decided_at else item.state
    return f"{item.id} {line.outlet}: {by}; {place}; {counts}; {days}"


def _number(count: int) -> str:
    return f"{count} line" + ("" if count == 1 else "s")
