"""The compare stage: sentences, vectors, events, claims, differences and flags for what changed.

What is stored carries a fingerprint of everything it was computed from, so that a second run computes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from compare.decisions import settled
from db.store import Store
from variorum.comparison import Comparison, compare_code_digest
from variorum.corpus import Corpus, Shelf
from variorum.decisionwords import conflict_words, headlines_of
from variorum.eventresults import load_models
from variorum.executors import HERE, Workers
from variorum.grouping import grouping_stage
from variorum.progress import Progress
from variorum.readingahead import ReadAhead, Text
from variorum.results import close_sharing, results_stage
from variorum.revising import revise_stage
from variorum.sharing import sharing_stage
from variorum.thrift import settle
from variorum.vectors import VectorSource

__all__ = ["CompareSummary", "Comparison", "compare_code_digest", "compare_stage"]


@dataclass(frozen=True, slots=True)
class CompareSummary:
    """Counts of one comparison. `looked_at` counts the articles that were read for it, of all that are stored;
    `embedded` sentences whose vector had to be computed, `quarantined` lines newly learned to be site furniture,
    `findings_touched` flags and differences that came or went in the history; one that changed counts as both. `failed`
    tells of each event that could not be compared what went wrong.
    """

    articles: int
    looked_at: int
    embedded: int
    events: int
    events_computed: int
    claims: int
    shared_claims: int
    differences: int
    flags: int
    quarantined: int = 0
    findings_touched: int = 0
    failed: tuple[str, ...] = ()

    def after(self, first: CompareSummary) -> CompareSummary:
        """This comparison and the one just before it, as one."""
        return replace(
            self,
            looked_at=first.looked_at + self.looked_at,
            embedded=first.embedded + self.embedded,
            events_computed=first.events_computed + self.events_computed,
            quarantined=first.quarantined + self.quarantined,
        )


def compare_stage(
    store: Store,
    comparison: Comparison,
    progress: Progress,
    *,
    run: int | None = None,
    workers: Workers = HERE,
) -> CompareSummary:
    """Bring events, claims, differences and flags up to date with the stored articles.

    `run` is the ledger's number, under which the history of findings keeps what came, went and changed; without one
    nothing is kept of that. `workers` do what needs no database; what is found does not depend on them.
    """
    settle()
    close_sharing(store)
    code = comparison.versions["code"]
    elsewhere = workers.executor if workers.elsewhere else None
    shelf = Shelf(store, code, elsewhere)
    vectors = VectorSource(store, comparison.embedder, progress, elsewhere)
    _say_what_is_left_out(store, comparison, progress)

    with ReadAhead(comparison) as ahead:

        def arrived(articles: int) -> None:
            workers.start(load_models, comparison, articles, ahead.use)

        def embedded(keys: Sequence[str], corpus: Corpus) -> None:
            ahead.begin([Text(shelf.article(key).article, corpus.sentences(key)) for key in keys])

        night = grouping_stage(
            store, shelf, vectors, comparison.grouper, progress, run, arrived=arrived, embedded=embedded
        )
        sharing_stage(store, night.corpus, night.pending, comparison.wires, code, progress)
        # After learning: site furniture is no change of a text.
        revise_stage(
            store,
            comparison.rules,
            comparison.versions,
            shelf,
            night.pending,
            progress,
            comparison.tagger,
            comparison.house,
            workers,
        )
        store.settle(night.pending)
        shelf.clear()  # of these many, the events that are due need few
    computed, failed = results_stage(store, night.corpus, comparison, progress, run, workers, ahead)
    if run is not None:
        store.begin_history(run)
    totals = store.totals()
    return CompareSummary(
        articles=totals["articles"],
        looked_at=len(shelf),
        embedded=vectors.embedded,
        events=totals["events"],
        events_computed=computed,
        claims=totals["claims"],
        shared_claims=totals["shared_claims"],
        differences=totals["differences"],
        flags=totals["flags"],
        quarantined=night.learned,
        findings_touched=0 if run is None else store.findings_touched(run),
        failed=tuple(f"{event}: {problem}" for event, problem in failed.items()),
    )


def _say_what_is_left_out(store: Store, comparison: Comparison, progress: Progress) -> None:
    fitted_for = comparison.calibration.model
    if fitted_for != comparison.embedder.name:
        progress.say(
            f"note: the thresholds in use were fitted for {fitted_for}, none for {comparison.embedder.name};"
            " fit them with: variorum calibrate; until then look at what is grouped before you rely on it"
        )
    for conflict in settled(store.decisions())[1]:
        told = conflict_words(conflict, headlines_of(store, (one.key for one in conflict.articles)))
        progress.say(f"note: decision {conflict.decision.id} ({conflict.decision.verb}) is left out: it {told}")
