"""The part of the compare stage that finds claims, differences and flags: event by event, by as many as share it.

Every event that is due is claimed, computed and saved, a batch at a time. With a server's database other processes
(`variorum work`) claim from the same events; what is found does not depend on who found it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from typing import Final

from compare.embed import Embedder
from compare.wirecopy import Shares
from db.claiming import Claim
from db.records import StoredArticle, StoredEvent
from db.store import Store
from variorum.adapters import LateEmbedder
from variorum.comparison import Comparison
from variorum.corpus import Corpus
from variorum.errors import ExecutorError
from variorum.eventresults import EventWork, results_of_work, results_or_fault
from variorum.executors import HERE, Workers
from variorum.faultwords import ONE_EVENTS_FAULTS, EventFault, event_fault
from variorum.inorder import in_order
from variorum.progress import Progress
from variorum.readingahead import ReadAhead
from variorum.thrift import give_back
from variorum.uncompared import keep_failures

RESULTS: Final = "results: method"  # the state: what claims, differences and flags were made by
SHARED: Final = "results: shared by"  # the state: the run whose due events others may compute too
MOST_AT_ONCE: Final = 64
"""Events that are claimed and saved together. Those who compute them wait at the end of a claim for the last one."""
PART: Final = 8
"""Of what is left, one claim takes an eighth where others share it, so that all end at about the same time."""


@dataclass(frozen=True, slots=True)
class SharedRun:
    """A run whose due events others may compute too: its number, and what its results are made by, so that whoever
    would make others keeps away."""

    run: int | None
    made_by: Mapping[str, str]

    def dumped(self) -> str:
        return json.dumps([self.run, dict(sorted(self.made_by.items()))])


def shared_run(store: Store) -> tuple[SharedRun, str] | None:
    """The run that is open to others, with the state that says so; None where none is."""
    value = store.state(SHARED)
    if not value:
        return None
    run, made_by = json.loads(value)
    return SharedRun(run, made_by), value


def close_sharing(store: Store) -> None:
    """Have others finish what they are at and begin nothing, while it changes what is due. (It stays open between runs:
    what a run that died left due may be computed.)"""
    if store.shares_work:
        store.withdraw_state(SHARED)


def made_by(comparison: Comparison) -> dict[str, str]:
    """Everything besides texts that results depend on."""
    return {**comparison.versions, **{f"name of {outlet}": name for outlet, name in comparison.names.items()}}


def results_stage(
    store: Store,
    corpus: Corpus,
    comparison: Comparison,
    progress: Progress,
    run: int | None,
    workers: Workers = HERE,
    ahead: ReadAhead | None = None,
) -> tuple[int, dict[str, str]]:
    """Compute what is found in the events that are due, or in all where names or versions are others. Returns of how
    many it was computed, and what went wrong with others, by event."""
    parts = made_by(comparison)
    digest = hashlib.sha256("\n".join(f"{name}\t{made}" for name, made in sorted(parts.items())).encode())
    method = digest.hexdigest()[:12]
    if store.state(RESULTS) != method:
        store.make_all_due({RESULTS: method})
    before = store.event_fingerprints(store.due())
    if store.shares_work:
        store.set_state(SHARED, SharedRun(run, parts).dumped())
    finder = Finder(store, corpus, comparison, progress, workers, ahead)
    with progress.stage("comparing events", len(before)) as advance:
        finder.sweep(run, advance)
        for event in sorted(set(store.due()) - finder.failed.keys()):
            with store.claimed_when_free(event) as claim:
                finder.compute(claim, run, advance)
    finder.raise_where_nothing_is_left()
    keep_failures(store, finder.failed)
    after = store.event_fingerprints(before)
    return sum(after.get(event) != made for event, made in before.items()), finder.failed


@dataclass
class Finder:
    """Computes claimed events. `failed` is what went wrong so far, by event."""

    store: Store
    corpus: Corpus
    comparison: Comparison
    progress: Progress
    workers: Workers
    ahead: ReadAhead | None = None
    failed: dict[str, str] = field(default_factory=dict)
    _first_to_fail: EventWork | None = None

    def sweep(self, run: int | None, advance: Callable[[int], None], *, state: tuple[str, str] | None = None) -> int:
        """Compute every due event that is free, once. Returns how many were saved. With `state` (its name and value):
        as long as that is in force."""
        saved, after = 0, ""
        executor = self.workers.for_pieces(self.store.count_due())
        least = 1 if executor is None else self.workers.ahead
        part = PART if self.store.shares_work else 1
        with self._freeing() if executor is not None else nullcontext():
            while True:
                most = min(MOST_AT_ONCE, max(least, self.store.count_due() // part))
                with self.store.claimed(most, after=after, while_state=state) as claim:
                    if not claim.events:
                        return saved
                    after = claim.events[-1].id
                    saved += self.compute(claim, run, advance, executor)

    @contextmanager
    def _freeing(self) -> Iterator[None]:
        """Give back, while others are handed their work, what this process needs no more: the vectors are there, and
        words are asked of the model by workers."""
        with ThreadPoolExecutor(1, "variorum-freeing") as beside:
            freed = beside.submit(_free, self.comparison.embedder)
            yield
            freed.result()

    def compute(
        self, claim: Claim, run: int | None, advance: Callable[[int], None], executor: Executor | None = None
    ) -> int:
        """Compute the events of a claim. Returns how many were saved."""
        claimed = [event for event in claim.events if event.id not in self.failed]
        keys = {key for event in claimed for key in event.event.articles}
        saved = 0
        with self.corpus.briefly(keys):
            shares = self.store.shares(keys)
            stale = [one for one in (self._about(event, shares) for event in claimed) if one is not None]
            # An event of many articles takes longest: with none of these last, all who compute end at about one time.
            stale.sort(key=lambda about: len(about.members), reverse=True)
            claim.not_due({event.id for event in claimed} - {about.event.id for about in stale})
            advance(len(claimed) - len(stale))
            works = self._works(stale)
            for work, found in in_order(executor, results_or_fault, self.comparison, works, ahead=self.workers.ahead):
                if isinstance(found, EventFault):
                    self._first_to_fail = self._first_to_fail or work
                    self._fail(work.event, found.words)
                else:
                    saved += claim.save(work.event, work.fingerprint, found, run=run)
                advance(1)
        return saved

    def raise_where_nothing_is_left(self) -> None:
        """Where no event could be compared there is nothing to report: raises what went wrong with the first."""
        if not self.failed or len(self.failed) < self.store.totals()["events"]:
            return
        work = self._first_to_fail
        if work is not None:
            results_of_work(self.comparison, work)  # here, where it has its traceback
        event, words = next(iter(self.failed.items()))
        raise ExecutorError(f"event {event} could not be compared, and no other: {words}; please report this")

    def _about(self, event: StoredEvent, known: Shares) -> _About | None:
        """What the event's results are to be computed from; None where they are."""
        articles = event.event.articles
        members, shares = self.corpus.members(articles), Shares(known.of(articles))
        around = {
            **shown_names(members, self.comparison.names),
            **self.corpus.mask_versions(articles),
            "shared": repr(shares),
        }
        now = _fingerprint(members, {**self.comparison.versions, **around})
        return None if event.fingerprint == now else _About(event, tuple(members), shares, now)

    def _works(self, stale: Sequence[_About]) -> Iterator[EventWork]:
        """Each with its sentences and vectors, read when its turn comes."""
        for about in stale:
            try:
                sentences = {key: self.corpus.sentences(key) for key in about.event.event.articles}
                flat = [sentence for key in sorted(sentences) for sentence in sentences[key]]
                rows = self.corpus.vectors.of(flat)
            except ONE_EVENTS_FAULTS as error:
                self._fail(about.event, event_fault(error).words)
            else:
                read = self.ahead.taken(sentences) if self.ahead else {}
                yield EventWork(about.event, about.members, sentences, rows, about.shares, about.fingerprint, read)

    def _fail(self, event: StoredEvent, words: str) -> None:
        self.failed[event.id] = words
        self.progress.say(
            f"event {event.id} ({event.event.title}) could not be compared and is left out of the report:"
            f" {words}; please report this, with what variorum events why {event.id} prints"
        )


def _free(embedder: Embedder) -> None:
    if isinstance(embedder, LateEmbedder):
        embedder.rest()
        give_back()


@dataclass(frozen=True, slots=True)
class _About:
    event: StoredEvent
    members: tuple[StoredArticle, ...]
    shares: Shares
    fingerprint: str


def _fingerprint(stored: Iterable[StoredArticle], versions: Mapping[str, str]) -> str:
    parts = sorted([s.article.key, s.article.digest, str(s.article.published), s.article.kind] for s in stored)
    return hashlib.sha256(json.dumps([parts, sorted(versions.items())]).encode()).hexdigest()


def shown_names(members: Iterable[StoredArticle], names: Mapping[str, str]) -> dict[str, str]:
    """The outlets' names as one event's explanations show them, under keys that no version has."""
    return {f"name of {item.article.outlet}": names.get(item.article.outlet, "") for item in members}
