"""The naming map of each event as rows for other programs: one for each referent, outlet and name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TextIO

from compare.namingmap import Called, NamePlace, Referent, naming_map
from compare.neutralnames import NeutralNames
from variorum.eventreading import Archive, MadeBy
from variorum.excerpts import ExcerptBudget
from variorum.naming import VOICES_MISSING, voices_missing
from variorum.rulepacks import load_rules
from variorum.settings import Settings

Row = dict[str, Any]


def naming_rows(
    archive: Archive, settings: Settings, made: MadeBy, *, excerpt_words: int | None, err: TextIO
) -> Iterator[Row]:
    """Every row, by event, then referent, outlet and name. Events whose results do not tell whose words stand where are
    left out, with a note on `err`. Raises SettingsError or RulesError."""
    neutral = NeutralNames(load_rules(settings))
    budget = None if excerpt_words is None else ExcerptBudget(excerpt_words)
    for event, found, voices in archive.with_voices():
        if voices_missing(found, voices):
            err.write(f"note: event {event.id} is left out: {VOICES_MISSING}\n")
            continue
        for number, referent in enumerate(naming_map(found, neutral, voices.__getitem__), 1):
            for called in referent.called:
                yield _row(event.id, number, referent, called, budget, made)


def _row(
    event: str, number: int, referent: Referent, called: Called, budget: ExcerptBudget | None, made: MadeBy
) -> Row:
    return {
        "event": event,
        "referent": number,
        "name": referent.name,
        "neutral": list(referent.neutral),
        "outlet": called.outlet,
        "called": called.name,
        "marked": called.marked,
        "own": called.uses("own"),
        "paraphrase": called.uses("paraphrase"),
        "quoted": called.uses("quoted"),
        "places": [_place(place, budget) for place in called.places],
        "rules": made.rules,
        "code": made.code,
    }


def _place(place: NamePlace, budget: ExcerptBudget | None) -> Row:
    shown = budget is None or budget.spend(place.article, place.start, place.end, place.text)
    return {
        "article": place.article,
        "start": place.start,
        "end": place.end,
        "text": place.text if shown else None,
        "voice": place.voice,
        "source": place.source,
    }
