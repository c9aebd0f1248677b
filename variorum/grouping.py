"""The part of the compare stage that groups articles into events, one night after another.

What a night costs depends on the night: new and changed articles meet the articles of events that are still open, and
only the events they touch are decided anew. Where the method changed, everything is grouped at once.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain
from typing import TYPE_CHECKING

from compare.background import Background
from compare.calibration import Calibration
from compare.constraints import Constraints
from compare.decisions import Decision, constraints_of
from compare.events import Event, group, group_events, keep_ids
from compare.eventwhy import why
from compare.masking import visible_article
from compare.nights import Reach, open_stretches, reach, regroup, still_open
from compare.sitefurniture import SiteLine
from compare.survey import LEAD_SENTENCES, Survey, survey
from db.records import GroupedNight, Placed, StoredEvent
from variorum.corpus import Corpus, Shelf
from variorum.outlines import Outlines
from variorum.progress import Progress
from variorum.quarantine import Group, learn, quarantined, touch_remasked
from variorum.vectors import VectorSource

if TYPE_CHECKING:  # processes that compare and render need no database
    from db.store import Store

READ_AT_ONCE = 32
"""Events whose vectors are read together."""
KEPT_WINDOWS = 2
"""Windows behind the latest event for which outlines of articles are kept."""
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
class Night:
    """What grouping found to be looked at: the articles that were pending, with the number that `Store.pending` gave
    before each was read; articles without what is masked of them; and how many lines of site furniture were learned."""

    pending: Mapping[str, int]
    corpus: Corpus
    learned: int


def grouping_stage(
    store: Store,
    shelf: Shelf,
    vectors: VectorSource,
    grouper: Grouper,
    progress: Progress,
    run: int | None,
    *,
    arrived: Callable[[int], None] = lambda articles: None,
    embedded: Callable[[Sequence[str], Corpus], None] = lambda keys, corpus: None,
) -> Night:
    """Bring the events up to date with the articles that are pending, or with all where the method is another one.

    `arrived` is told how many they are, before anything is read of them, and `embedded` which, once their vectors are
    there: what follows keeps one core busy.
    """
    touch_remasked(store)
    decisions = store.decisions()
    constraints = constraints_of(decisions)
    anew = store.state(METHOD) != grouper.method()
    pending = store.pending()
    keys = store.whole_keys() if anew else list(pending)
    corpus = Corpus(shelf, vectors, quarantined(store.furniture()))
    learned: list[str] = []
    if keys:
        arrived(len(keys))
        shelf.fetch(keys)
        vectors.prepare(corpus.sentences(key) for key in keys)
        embedded(keys, corpus)
        learned = learn(store, shelf, keys, _for_learning(shelf, vectors, grouper, constraints))
        remasked = touch_remasked(store)
        shelf.forget(remasked.keys() - pending.keys())  # one that was read before its number may have changed since
        pending = {**remasked, **pending}
        corpus = Corpus(shelf, vectors, quarantined(store.furniture()))
    changed = set(keys) if anew else _changed(store, corpus, pending, constraints, decisions)
    if changed:
        with progress.stage("grouping articles", None) as advance:
            night = (
                _at_once(store, corpus, changed, grouper, constraints)
                if anew
                else _one_night(store, corpus, pending.keys(), changed, grouper, constraints)
            )
            store.save_grouping(night, run=run)
            advance(len(changed))
    return Night(pending, corpus, len(learned))


def _changed(
    store: Store,
    corpus: Corpus,
    pending: Collection[str],
    constraints: Constraints,
    decisions: Sequence[Decision],
) -> set[str]:
    """Articles that are new, or of which something else is grouped than before, or that a decision names where the
    decisions changed."""
    corpus.shelf.fetch(pending)
    held = store.grouped(pending)
    changed = {key for key in pending if held.get(key) != corpus.fingerprint(key)}
    if store.state(DECISIONS) != _remembered(constraints):
        named = {one.key for decision in decisions for one in decision.articles}
        settled = store.thinned_events()
        changed |= {key for key, event in store.homes(named).items() if event not in settled}
    return changed


def _remembered(constraints: Constraints) -> str:
    return json.dumps([sorted(constraints.must), sorted(constraints.cannot)])


def _for_learning(shelf: Shelf, vectors: VectorSource, grouper: Grouper, constraints: Constraints) -> Group:
    """Groups some articles at once, without what the given lines mask."""

    def grouped(keys: Sequence[str], lines: Sequence[SiteLine]) -> list[Event]:
        shelf.fetch(keys)
        some = Corpus(shelf, vectors, lines)
        leads = [some.sentences(key)[: LEAD_SENTENCES + 1] for key in keys]
        vectors.hold([*chain.from_iterable(leads)])
        return group_events(
            [visible_article(shelf.article(key).article, some.masked(key)) for key in keys],
            [vectors.of(own) for own in leads],
            grouper.calibration,
            constraints=constraints,
            window=grouper.window,
            seen={key: shelf.article(key).first_seen for key in keys},
        )

    return grouped


def _at_once(
    store: Store, corpus: Corpus, keys: Collection[str], grouper: Grouper, constraints: Constraints
) -> GroupedNight:
    known = {event.id: frozenset(event.event.articles) for event in store.events() if event.thinned is None}
    outlines = Outlines(store, corpus, keys)
    seen = store.first_seen(keys)
    around = _survey(outlines, sorted(keys), seen, grouper, None)
    events = keep_ids(group(around, constraints), known, ClosedIds(store, known))
    reaches = {key: reach(outlines.of(event.articles), seen) for key, event in events}
    return GroupedNight(
        opened=known.keys(),
        events=tuple(StoredEvent(id=key, event=event) for key, event in events),
        reaches=reaches,
        placed=_placed(corpus, around, [event for _, event in events], constraints),
        background=around.background,
        counted=list(around.background.holding),
        anew=True,
        state={METHOD: grouper.method(), DECISIONS: _remembered(constraints)},
        outlines=outlines.made(),
        outlines_since=_kept_since(reaches.values(), grouper),
    )


def _one_night(
    store: Store,
    corpus: Corpus,
    pending: Set[str],
    changed: Set[str],
    grouper: Grouper,
    constraints: Constraints,
) -> GroupedNight:
    outlines = Outlines(store, corpus, pending)
    seen = store.first_seen(changed)
    arrivals = [reach([outline], seen) for outline in outlines.of(sorted(changed))]
    opened = {event.id: event.event for event in store.events(_opened(store, changed, arrivals, grouper, constraints))}
    keys = sorted({*changed, *chain.from_iterable(event.articles for event in opened.values())})
    seen = store.first_seen(keys)
    held = store.grouped(changed)
    new = [key for key in sorted(changed) if key not in held]
    stems = {outline.key: outline.terms.weights for outline in outlines.of(new)}
    wanted = {stem for outline in outlines.of(keys) for stem in outline.terms.weights}
    background = store.background(wanted).adding(stems.values())
    around = _survey(outlines, keys, seen, grouper, background)
    events = regroup(around, opened, changed, constraints, ClosedIds(store, opened))
    decided = [event for name, event in events if opened.get(name) is not event]
    reaches = {key: reach(outlines.of(event.articles), seen) for key, event in events}
    return GroupedNight(
        opened=opened.keys(),
        events=tuple(StoredEvent(id=key, event=event) for key, event in events),
        reaches=reaches,
        placed=_placed(corpus, around, decided, constraints),
        background=background,
        counted=sorted({stem for weights in stems.values() for stem in weights}),
        anew=False,
        state={METHOD: grouper.method(), DECISIONS: _remembered(constraints)},
        outlines=outlines.made(),
        outlines_since=_kept_since(reaches.values(), grouper),
    )


def _kept_since(reaches: Iterable[Reach], grouper: Grouper) -> datetime:
    """The moment from which events have to end for the outlines of their articles to be kept: some news comes late."""
    return max(last for _, last in reaches) - timedelta(days=KEPT_WINDOWS * grouper.window)


def _opened(
    store: Store, changed: Set[str], arrivals: Sequence[Reach], grouper: Grouper, constraints: Constraints
) -> set[str]:
    """Ids of the events that the changed articles can join or leave: those still open for one of them, those that one
    stands in, and those that a decision binds one to. `arrivals` are the moments of the changed ones."""
    near: dict[str, Reach] = {}
    for first, last in open_stretches(arrivals, grouper.window):
        near |= store.reaches(first, last)
    bound = {constraints.home(key) for key in changed}
    together = {key for pair in constraints.must for key in pair if constraints.home(key) in bound}
    bound_events = set(store.homes({*changed, *together}).values())
    return {*still_open(near, arrivals, grouper.window), *(bound_events - store.thinned_events())}


class ClosedIds:
    """The ids of the events that were not opened. An id is looked up when it is asked for: there are as many as events
    since the first night."""

    def __init__(self, store: Store, opened: Collection[str]) -> None:
        self._store, self._opened = store, opened

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and name not in self._opened and bool(self._store.event_ids([name]))


def _survey(
    outlines: Outlines,
    keys: Sequence[str],
    seen: Mapping[str, datetime],
    grouper: Grouper,
    background: Background | None,
) -> Survey:
    return survey(
        outlines.of(keys),
        outlines.leads(keys),
        grouper.calibration,
        window=grouper.window,
        seen=seen,
        background=background,
    )


def _placed(corpus: Corpus, around: Survey, events: Sequence[Event], constraints: Constraints) -> dict[str, Placed]:
    """Why each article of these events stands there."""
    out = {}
    for first in range(0, len(events), READ_AT_ONCE):
        some = events[first : first + READ_AT_ONCE]
        keys = [*chain.from_iterable(event.articles for event in some)]
        with corpus.briefly(keys):
            sentences = {key: corpus.sentences(key) for key in keys}
            corpus.vectors.of([*chain.from_iterable(sentences.values())])
            rows = {key: corpus.vectors.of(own) for key, own in sentences.items()}
            for event in some:
                for key in event.articles:
                    told = why(around, key, event, sentences, rows, constraints)
                    out[key] = Placed(corpus.fingerprint(key), told)
    return out
