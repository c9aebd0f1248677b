"""The naming map of each event as rows for other programs: one for each referent, outlet and name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from compare.eventfindings import EventFindings
from compare.masking import visible_sentences
from compare.namingmap import CATEGORY, Called, NamePlace, Referent, VoicesOf, naming_map
from compare.sentences import split_sentences
from compare.tagger import Tagger
from compare.voice import VoiceSpan, voices
from variorum.adapters.taggers import tagger_named
from variorum.eventreading import Archive, MadeBy
from variorum.excerpts import ExcerptBudget
from variorum.rulepacks import load_rules
from variorum.settings import Settings

Row = dict[str, Any]


def naming_rows(archive: Archive, settings: Settings, made: MadeBy, *, excerpt_words: int | None) -> Iterator[Row]:
    """Every row, by event, then referent, outlet and name. Raises SettingsError, RulesError or ModelError."""
    neutral = neutral_names(settings)
    tagger = tagger_named(settings.compare.tagger)
    budget = None if excerpt_words is None else ExcerptBudget(excerpt_words)
    for event, found in archive:
        for number, referent in enumerate(naming_map(found, neutral, voices_in(found, tagger)), 1):
            for called in referent.called:
                yield _row(event.id, number, referent, called, budget, made)


def neutral_names(settings: Settings) -> Mapping[str, Sequence[str]]:
    """What others write, by the naming rules in force."""
    return {rule.id: rule.neutral for rule in load_rules(settings) if rule.category == CATEGORY}


def voices_in(found: EventFindings, tagger: Tagger | None) -> VoicesOf:
    """Whose words an article's are, worked out when first asked for, as the comparison does."""

    @cache
    def voices_of(key: str) -> tuple[VoiceSpan, ...]:
        article = found.articles[key]
        sentences = visible_sentences(split_sentences(article), found.masked.get(key, ()))
        return voices(article.text, sentences, tagger)

    return voices_of


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
