"""The part of the compare stage that groups articles into events, one night after another.

What a night costs depends on the night: new and changed articles meet the articles of events that are still open, and
only the events they touch are decided anew. Where the method changed, everything is grouped at once.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from compare.background import Background
from compare.calibration import Calibration
from compare.constraints import Constraints
from compare.decisions import Decision, constraints_of
from compare.embed import Vectors
from compare.events import Event, group, group_events, keep_ids
from compare.eventwhy import why
from compare.masking import visible_article, visible_sentences
from compare.nights import reach, regroup, still_open
from compare.sentences import Sentence
from compare.survey import Survey, survey
from compare.terms import article_terms
from db.records import GroupedNight, Placed, StoredArticle, StoredEvent
from db.store import Store
from scraper.article import Article
from variorum.progress import Progress
from variorum.quarantine import Group, Masks, learn, masks, recount
from variorum.vectors import VectorSource

METHOD, DECISIONS = "grouping: method", "grouping: decisions"  # what is remembered of the last grouping


@dataclass(frozen=True, slots=True)
class Grouper:
    """What grouping needs besides articles. `versions` name what makes its result, `window` is in days."""

    calibration: Calibration
    window: float
    versions: Mapping[str, str]

    def method(self) -> str:
        """Twelve hexadecimal digits over all that decides a grouping besides articles and decisions."""
        parts = [sorted(self.versions.items()), repr(self.calibration.events), self.window]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Corpus:
    """All stored articles by key, with their sentences, and what is masked of them."""

    stored: Mapping[str, StoredArticle]
    sentences: Mapping[str, Sequence[Sentence]]
    hidden: Masks
    vectors: VectorSource

    def visible(self, key: str) -> tuple[Article, list[Sentence], Vectors]:
        """The article without what is masked, and the sentences and vectors that are left."""
        masked = self.hidden.get(key, ())
        kept = visible_sentences(self.sentences[key], masked)
        return visible_article(self.stored[key].article, masked), kept, self.vectors.of(kept)

    def seen(self, keys: Collection[str]) -> dict[str, datetime]:
        return {key: self.stored[key].first_seen for key in keys}

    def fingerprint(self, key: str) -> str:
        """What of the article is grouped, in twelve hexadecimal digits."""
        article = self.stored[key].article
        parts = [article.digest, str(article.published), article.kind, list(self.hidden.get(key, ()))]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:12]


def grouping_stage(
    store: Store,
    stored: Mapping[str, StoredArticle],
    sentences: Mapping[str, Sequence[Sentence]],
    vectors: VectorSource,
    grouper: Grouper,
    progress: Progress,
) -> list[str]:
    """Bring the events up to date with the stored articles. Returns the ids of newly learned lines of site furniture.

    Nothing is done where neither articles, masks, decisions nor the method changed since the last time.
    """
    corpus = Corpus(stored, sentences, masks(stored.values(), store.furniture()), vectors)
    decisions = store.decisions()
    constraints = constraints_of(decisions)
    held, known = store.grouped(), {event.id: event.event for event in store.events()}
    anew = store.state(METHOD) != grouper.method()
    changed = _changed(corpus, held, constraints, decisions, store.state(DECISIONS)) if not anew else set(stored)
    if not changed:
        return []
    vectors.prepare(visible_sentences(sentences[key], corpus.hidden.get(key, ())) for key in sorted(changed))
    with progress.stage("grouping articles", None) as advance:
        learned = learn(store, list(stored.values()), _for_learning(corpus, grouper, constraints))
        if learned:
            corpus = Corpus(stored, sentences, masks(stored.values(), store.furniture()), vectors)
            if not anew:
                changed |= {key for key in held if held[key] != corpus.fingerprint(key)}
        night = (
            _at_once(corpus, known, grouper, constraints)
            if anew
            else _one_night(store, corpus, known, changed, held, grouper, constraints)
        )
        state = {METHOD: grouper.method(), DECISIONS: _remembered(constraints)}
        recount(store, list(stored.values()), [event.event for event in night.events])
        store.save_grouping(
            GroupedNight(night.events, night.placed, night.background, night.counted, night.anew, state)
        )
        advance(len(changed))
    return learned


def _changed(
    corpus: Corpus,
    held: Mapping[str, str],
    constraints: Constraints,
    decisions: Sequence[Decision],
    before: str | None,
) -> set[str]:
    """Articles that are new, or of which something else is grouped than before, or that a decision names where the
    decisions changed."""
    changed = {key for key in corpus.stored if held.get(key) != corpus.fingerprint(key)}
    if before != _remembered(constraints):
        changed |= {one.key for decision in decisions for one in decision.articles}
    return changed & corpus.stored.keys()


def _remembered(constraints: Constraints) -> str:
    return json.dumps([sorted(constraints.must), sorted(constraints.cannot)])


def _for_learning(corpus: Corpus, grouper: Grouper, constraints: Constraints) -> Group:
    """Groups some articles at once, without what the given masks hide."""

    def grouped(stored: Sequence[StoredArticle], hidden: Masks) -> list[Event]:
        some = Corpus(corpus.stored, corpus.sentences, hidden, corpus.vectors)
        keys = [item.article.key for item in stored]
        seen = [some.visible(key) for key in keys]
        return group_events(
            [article for article, _, _ in seen],
            [rows for _, _, rows in seen],
            grouper.calibration,
            constraints=constraints,
            window=grouper.window,
            seen=some.seen(keys),
        )

    return grouped


def _at_once(corpus: Corpus, known: Mapping[str, Event], grouper: Grouper, constraints: Constraints) -> GroupedNight:
    around, parts = _survey(corpus, sorted(corpus.stored), grouper, None)
    events = keep_ids(group(around, constraints), {key: frozenset(event.articles) for key, event in known.items()})
    placed = _placed(corpus, around, parts, [event for _, event in events], constraints)
    counted = around.background
    return GroupedNight(
        tuple(StoredEvent(id=key, event=event) for key, event in events),
        placed,
        counted,
        list(counted.holding),
        True,
        {},
    )


def _one_night(
    store: Store,
    corpus: Corpus,
    known: Mapping[str, Event],
    changed: Set[str],
    held: Mapping[str, str],
    grouper: Grouper,
    constraints: Constraints,
) -> GroupedNight:
    def reach_of(keys: Collection[str]) -> tuple[datetime, datetime]:
        return reach([corpus.stored[key].article for key in keys], corpus.seen(keys))

    near = still_open(
        {name: reach_of(event.articles) for name, event in known.items()},
        [reach_of([key]) for key in changed],
        grouper.window,
    )
    bound = {constraints.home(key) for key in changed}
    opened = {
        name: event
        for name, event in known.items()
        if name in near
        or not changed.isdisjoint(event.articles)
        or any(constraints.home(key) in bound for key in event.articles)
    }
    keys = sorted({*changed, *chain.from_iterable(event.articles for event in opened.values())})
    new = [key for key in changed if key not in held]
    stems = {key: article_terms(corpus.visible(key)[0]).weights for key in new}
    wanted = {stem for key in keys for stem in article_terms(corpus.visible(key)[0]).weights}
    background = store.background(wanted).adding(stems.values())
    around, parts = _survey(corpus, keys, grouper, background)
    events = regroup(around, opened, changed, constraints, known.keys() - opened.keys())
    decided = [event for name, event in events if opened.get(name) is not event]
    placed = _placed(corpus, around, parts, decided, constraints)
    kept = [(name, event) for name, event in known.items() if name not in opened]
    return GroupedNight(
        tuple(StoredEvent(id=key, event=event) for key, event in sorted([*events, *kept])),
        placed,
        background,
        sorted({stem for weights in stems.values() for stem in weights}),
        False,
        {},
    )


Parts = Mapping[str, tuple[Sequence[Sentence], Vectors]]
"""By article, its visible sentences and their vectors."""


def _survey(
    corpus: Corpus, keys: Sequence[str], grouper: Grouper, background: Background | None
) -> tuple[Survey, Parts]:
    seen = {key: corpus.visible(key) for key in keys}
    around = survey(
        [article for article, _, _ in seen.values()],
        [rows for _, _, rows in seen.values()],
        grouper.calibration,
        window=grouper.window,
        seen=corpus.seen(keys),
        background=background,
    )
    return around, {key: (sentences, rows) for key, (_, sentences, rows) in seen.items()}


def _placed(
    corpus: Corpus, around: Survey, parts: Parts, events: Sequence[Event], constraints: Constraints
) -> dict[str, Placed]:
    """Why each article of these events stands there."""
    out = {}
    for event in events:
        sentences = {key: parts[key][0] for key in event.articles}
        rows = {key: parts[key][1] for key in event.articles}
        for key in event.articles:
            told = why(around, key, event, sentences, rows, constraints)
            out[key] = Placed(corpus.fingerprint(key), told)
    return out
