"""The report stage: from the store to the site's files."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from compare.calibration import MINILM, Calibration
from compare.events import EVENT_THRESHOLD
from compare.ladder import Ladder
from compare.masking import masked_stretches
from compare.rules import Rule
from compare.sharedtext import LONG_SENTENCE, SEVERAL_WORDS
from compare.wirecopy import Shares
from db.records import StoredArticle, StoredEvent, StoredLine, StoredRevision
from db.store import Store
from scraper.article import is_fault
from scraper.outlets import Outlet
from variorum.calibrations import calibration_of, calibrations_path, read_calibrations
from variorum.corrections import corrections
from variorum.errors import ExecutorError
from variorum.eventrender import render_event, rendered_or_faults
from variorum.executors import HERE, Workers
from variorum.faultwords import EventFault
from variorum.forkserver import worker_context
from variorum.inputs import EventInput, FetchReport, Method, OutletLabel, Report, Threshold, as_published
from variorum.lastingpool import LastingPool
from variorum.overall import overall_files
from variorum.publishing import publish_site
from variorum.quality import built_in_quality
from variorum.quarantine import masks
from variorum.rendered import DamagedPartsError, Rendering
from variorum.reviewing import accepted_by_rule, items_of, published, review_counts
from variorum.rulepacks import house_rules
from variorum.rulerecords import built_in_record
from variorum.settings import Settings, Show
from variorum.sitefolder import RenderedFile, SiteSummary
from variorum.sitepaths import event_stem
from variorum.status import last_fetch
from variorum.storefacts import StoreFacts
from variorum.uncompared import failed_events, keep_unrendered, left_out

SourceUrl = Callable[[str], str | None]
MANY_EVENTS = 60
"""Events from which further processes are worth their start: one takes about as long as rendering twenty."""
SOME_EVENTS = 8
"""Events from which processes that are there already are worth handing them out."""
READ_FIRST, READ_AT_ONCE = 2, 16
"""Events read together: a statement costs about as much as a hundred rows. More of them would only fill memory. Fewer
at first, for those who render wait for them."""
LOOKED_AT = "the invented newsroom, and 483 articles of real outlets in which every link was looked at"


def report_stage(
    store: Store,
    settings: Settings,
    outlets: Sequence[Outlet],
    rules: Sequence[Rule],
    versions: Mapping[str, str],
    *,
    out: Path,
    source_url: SourceUrl = as_published,
    whole: bool = False,
    workers: Workers = HERE,
) -> SiteSummary:
    """Write the site from what is stored, rendering only events that changed and touching only files that did, and
    switch to it at once. `whole`: every event is rendered. `workers` that have begun are put to use. Raises SiteError
    for an unwritable folder, NotComparedError where a comparison would bring other results.

    An event that can't be rendered is left out, and tried again the next time. Where that would be more than half of
    the events, what went wrong with the first is raised, and the site stays as it was; ExecutorError where that goes
    wrong in other processes alone.
    """
    show = settings.report.show
    without = left_out(store)
    stamps = ({event: one for event, one in some.items() if event not in without} for some in store.page_stamps())
    report = report_of(store, settings, outlets, rules, versions, source_url=source_url)
    facts = store_facts(store, show)
    rendering = Rendering(store, out, report, show, stamps, whole=whole)
    fetch = _fetch_report(store)

    failed: dict[str, str] = {}
    first_to_fail: EventInput | None = None

    def rendered(events: Sequence[str], executor: Executor | None) -> Iterator[RenderedFile]:
        nonlocal first_to_fail
        for source, event in rendered_or_faults(event_inputs(store, show, events), report, executor):
            if isinstance(event, EventFault):
                first_to_fail = first_to_fail or source
                failed[source.event.id] = event.words
                rendering.leave_out(source.event.id)
            else:
                yield from event.files
                rendering.done(event)

    def files(executor: Executor | None) -> Iterator[RenderedFile]:
        yield from rendered(rendering.changed, executor)
        while True:
            try:
                if not (again := rendering.damaged()):
                    if first_to_fail is not None and rendering.are_most(failed):
                        render_event(first_to_fail, report)  # here, where its fault has a traceback
                        event = first_to_fail.event.id
                        raise ExecutorError(
                            f"{len(failed)} events, more than half of them, could not be rendered by other processes,"
                            f" as {event}: {failed[event]}; please report this"
                        )
                    told = replace(facts, left_out=facts.left_out + len(failed))
                    yield from overall_files(rendering, report, fetch, told)
                    return
            except DamagedPartsError as error:
                again = rendering.again(error.events)
            yield from rendered(again, executor)

    with _renderers(settings, workers, len(rendering.changed)) as executor:
        summary = publish_site(
            files(executor),
            out,
            stands=rendering.standing(),
            placed=rendering.placed,
            doubtful=map(event_stem, rendering.changed),
        )
    rendering.finish()
    keep_unrendered(store, failed)
    told = tuple(f"{event}: {problem}" for event, problem in sorted(failed.items()))
    return replace(summary, rendered=rendering.rendered, failed=told)


@contextmanager
def _renderers(settings: Settings, workers: Workers, events: int) -> Iterator[Executor | None]:
    """Processes that render events: those that compared them, where they are as many as are wanted; None where there
    are too few events to start any for."""
    processes = settings.report.processes
    if workers.started and processes == settings.workers and events >= SOME_EVENTS:
        yield workers.started
        return
    if processes < 1 or events < MANY_EVENTS:
        yield None
        return
    with LastingPool(settings.report.processes, context=worker_context()) as executor:
        yield executor


def report_of(
    store: Store,
    settings: Settings,
    outlets: Sequence[Outlet],
    rules: Sequence[Rule],
    versions: Mapping[str, str],
    *,
    source_url: SourceUrl = as_published,
) -> Report:
    """What holds for every page that is written from this store."""
    entries = read_calibrations(calibrations_path(settings))
    calibration = calibration_of(versions["model"], versions["engine"], entries)
    return Report(
        title=settings.report.title,
        url=settings.report.url,
        excerpt_words=settings.report.excerpt_words,
        outlets={o.slug: OutletLabel(o.name, invented=o.invented, source_url=source_url) for o in outlets},
        versions=versions,
        method=Method(
            rules=tuple(rules),
            disabled=sorted(set(settings.rules.disable)),
            record=replace(built_in_record(), reviews=accepted_by_rule(store)),
            house=house_rules(settings),
            thresholds=thresholds(calibration),
            claim_threshold=calibration.claim_threshold,
            ladder=Ladder(rules),
            quality=built_in_quality(),
        ),
    )


def event_inputs(store: Store, show: Show = "all", events: Collection[str] | None = None) -> Iterator[EventInput]:
    """All events or these, but for those that could not be compared, in the order of ids; a few at a time, so that
    memory does not grow with their number. Raises NotComparedError where a comparison would bring others."""
    lines = store.furniture()
    without = left_out(store)
    found = [event for event in store.events(events) if event.id not in without]
    first, count = 0, READ_FIRST
    while first < len(found):
        yield from _inputs_of(store, found[first : first + count], lines, show)
        first, count = first + count, min(2 * count, READ_AT_ONCE)


def _inputs_of(
    store: Store, events: Sequence[StoredEvent], lines: Sequence[StoredLine], show: Show
) -> Iterator[EventInput]:
    keys = [key for event in events for key in event.event.articles]
    held = {item.article.key: item for item in store.articles(keys)}
    hidden = masks(held.values(), lines)
    results = store.results_of(event.id for event in events)
    verdicts = store.verdicts(keys)
    shares, changes, whys = store.shares(keys), store.changes(keys), store.whys(keys)
    for event in events:
        by_key = {key: held[key] for key in sorted(event.event.articles) if key in held}
        about = [one for one in verdicts if any(quote.article in by_key for quote in one.quotes)]
        items = list(items_of(event.id, results[event.id], by_key, about))
        shown, accepted = published(items, results[event.id], show=show)
        yield EventInput(
            event=event,
            articles=tuple(by_key.values()),
            masked={key: masked_stretches(item.article, hidden[key]) for key, item in by_key.items() if key in hidden},
            results=shown,
            reviewed=accepted,
            shares=Shares(tuple(shares.of(by_key))),
            revisions=tuple(revision for item in by_key.values() for revision in _revisions(store, item)),
            changes=tuple(one for one in changes if one.key in by_key),
            whys={key: whys[key] for key in by_key if key in whys},
            review=review_counts(items),
        )


def _revisions(store: Store, item: StoredArticle) -> Iterable[StoredRevision]:
    """Every text of an article; most have one, which is held already."""
    if item.revision == 1:
        return [StoredRevision(item.article.key, 1, item.article, item.revised_at)]
    return store.revisions(item.article.key)


def _fetch_report(store: Store) -> FetchReport | None:
    run = last_fetch(store)
    if run is None:
        return None
    counts = store.fetch_counts(run.id)
    read = sum(any(status != "failed" for status in by_status) for by_status in counts.values())
    # Pages that robots.txt or a paywall closes are as they should be; only faults belong on the first page.
    failures = tuple(failure for failure in store.failures(run.id) if is_fault(failure))
    return FetchReport(asked=len(counts), read=read, failures=failures)


def store_facts(store: Store, show: Show = "all") -> StoreFacts:
    """What the report tells of the database as a whole. No reviewer's name or note is among it."""
    run = last_fetch(store)
    return StoreFacts(
        show=show,
        fetched={} if run is None else store.fetch_counts(run.id),
        failures=() if run is None else tuple(store.failures(run.id)),
        waiting=len(store.pending()),
        left_out=len(failed_events(store)),
        corrections=corrections(store.decisions(), store.verdicts(), store.furniture()),
    )


def thresholds(calibration: Calibration) -> tuple[Threshold, ...]:
    """The numbers that decide something, as the method page shows them."""
    fitted = f"for {calibration.model}: {calibration.where_from}"
    return (
        Threshold("Two articles stand in one event", f"{EVENT_THRESHOLD}", "mean probability over their pairs", fitted),
        Threshold(
            "Two sentences make one claim", f"{calibration.claim_threshold}", "probability, for every pair", fitted
        ),
        *_scales(calibration, fitted),
        Threshold("Two articles share text", f"{LONG_SENTENCE}", "words in common in one sentence", LOOKED_AT),
        Threshold("Or, in two sentences or more", f"{SEVERAL_WORDS}", "words in common together", LOOKED_AT),
    )


def _scales(calibration: Calibration, fitted: str) -> Iterator[Threshold]:
    """How a model's cosines are put on the scale of the default one's, where they are not on it already."""
    events, claims = calibration.events, calibration.claims
    unit = f"x: the model's cosine; the result: {MINILM.model}'s"
    for name, slope, shift in (
        ("Likeness of two articles' first sentences", events.lead_slope, events.lead_shift),
        ("Likeness of two sentences", claims.cosine_slope, claims.cosine_shift),
    ):
        if (slope, shift) != (1.0, 0.0):
            yield Threshold(name, f"{slope:.3f} x {'−' if shift < 0 else '+'} {abs(shift):.3f}", unit, fitted)
