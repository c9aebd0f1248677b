"""`keep`: what `[keep]` lets go of, in one place at the end of a night: vectors, passages of old texts that nothing
cites, entries of the fetch log, and findings that came and went long ago.

Everything goes batch by batch, so that a run that is stopped is taken up by the next. Nothing that the report or an
export shows changes by it.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

import click

from compare.rules import Rule
from db.errors import StoreError
from db.keeping import NOTHING, Gone
from db.retention import Retention
from db.store import Store
from scraper.outlets import Outlet
from variorum.errors import InputError, SettingsError
from variorum.inputs import METHOD_VERSIONS, Report
from variorum.keepoutlook import whole_for
from variorum.ledger import hold_lock, ledger
from variorum.newsroom import configured_outlets
from variorum.passages import thinned
from variorum.progress import Progress, progress_for
from variorum.reporting import event_inputs, report_of
from variorum.rulepacks import rule_book
from variorum.settings import CONFIG_NAME, Settings, Show

AT_ONCE: Final = 16  # events looked at together, as the report reads them
MOST_FREE: Final = 0.2
"""Of a SQLite file that may lie free before it is written anew: freed pages are used again, so that a file which only
grows at one end and thins at the other stays as it is."""
LEAST_FREE: Final = 10_000_000  # bytes for which writing a file anew is not worth while
UNITS: Final = (("GB", 1e9), ("MB", 1e6), ("kB", 1e3))


@dataclass(frozen=True, slots=True)
class KeepSummary:
    """What went, in rows and bytes of their texts and vectors. `events` were thinned, of `kept_whole` too little could
    go. `passages` are texts of which some went, of `sentences` and readings the second copy did. `given_back` are the
    bytes by which a SQLite file shrank."""

    events: int = 0
    kept_whole: int = 0
    passages: Gone = NOTHING
    sentences: Gone = NOTHING
    vectors: Gone = NOTHING
    fetches: Gone = NOTHING
    findings: Gone = NOTHING
    given_back: int = 0

    def plus(self, other: KeepSummary) -> KeepSummary:
        """With what went of one more event's texts."""
        return replace(
            self,
            events=self.events + other.events,
            kept_whole=self.kept_whole + other.kept_whole,
            passages=self.passages + other.passages,
            sentences=self.sentences + other.sentences,
        )


def keep_stage(
    store: Store,
    settings: Settings,
    outlets: Sequence[Outlet],
    rules: Sequence[Rule],
    versions: Mapping[str, str],
    progress: Progress,
    *,
    now: datetime,
    dry: bool = False,
) -> KeepSummary | None:
    """Let go of what `[keep]` names; None where it names nothing. `rules` and `versions` are those of the last
    comparison. With `dry` everything is counted and nothing changed. Raises NotComparedError where texts are to be
    thinned and a comparison would bring others."""
    keep = settings.keep
    if not keep.anything:
        return None
    going = store.retention(dry=dry)
    done = KeepSummary()
    if keep.bodies_days:
        report = report_of(store, settings, outlets, rules, versions)
        before = now - timedelta(days=keep.bodies_days)
        with progress.stage("thinning old texts", None) as advance:
            for one in _thinning(store, going, settings.report.show, report, before, now):
                done = done.plus(one)
                advance(1)
    if days := keep.days_of_vectors:
        done = replace(done, vectors=going.drop_vectors(now - timedelta(days=days)))
    if keep.fetch_log_days:
        done = replace(done, fetches=going.drop_fetches(now - timedelta(days=keep.fetch_log_days)))
    if keep.history_days:
        done = replace(done, findings=going.drop_past_findings(now - timedelta(days=keep.history_days)))
    return done if dry else replace(done, given_back=_compact(store, going, progress))


def keep_last(
    store: Store,
    settings: Settings,
    outlets: Sequence[Outlet],
    rules: Sequence[Rule],
    versions: Mapping[str, str],
    progress: Progress,
    *,
    now: datetime,
    add: Callable[[str, object], None],
) -> None:
    """The stage at the end of a night. `add` takes its name and summary, for the ledger, where `[keep]` names
    anything."""
    done = keep_stage(store, settings, outlets, rules, versions, progress, now=now)
    if done is not None:
        add("keep", done)
        for line in keep_lines(done, dry=False):
            progress.say(line)


def keep_verb(store: Store, settings: Settings, *, dry: bool, now: Callable[[], datetime]) -> int:
    """Do what `[keep]` says, or say what it would do. Returns the exit status. Raises SettingsError where it names
    nothing, InputError where nothing was compared yet."""
    if not settings.keep.anything:
        raise SettingsError(
            f"{settings.folder / CONFIG_NAME}: nothing is set under [keep], so everything is kept; set there how many"
            " days to keep what, such as vectors_days = 90"
        )
    outlets, rules = configured_outlets(settings), rule_book(settings).rules
    with hold_lock(store, "keep"):
        versions = next((run.versions for run in store.runs() if "compare" in run.summary), None)
        if versions is None:
            raise InputError("nothing was compared yet, so nothing is old; start with: variorum compare")
        if dry:
            done = keep_stage(store, settings, outlets, rules, versions, progress_for(), now=now(), dry=True)
        else:
            with ledger(store, "keep", versions, now) as entry:
                done = keep_stage(store, settings, outlets, rules, versions, progress_for(), now=now())
                entry.add("keep", done)
    assert done is not None, "something is set"
    for line in keep_lines(done, dry=dry):
        click.echo(line)
    return 0


def keep_lines(done: KeepSummary, *, dry: bool) -> list[str]:
    """What went, or would go, a line for each kind; and what it comes to."""
    verb = "would go" if dry else "went"
    told = [
        (done.passages, f"passages of texts, in {done.events} events"),
        (done.sentences, "sentences and readings stored a second time"),
        (done.vectors, "vectors"),
        (done.fetches, "entries of the fetch log"),
        (done.findings, "past states of findings"),
    ]
    lines = [f"keep: {one.rows} {what}: {size_words(one.size)} {verb}" for one, what in told if one.rows]
    if done.kept_whole:
        lines.append(f"keep: {done.kept_whole} events stay whole: almost everything in their texts is cited")
    if done.given_back:
        lines.append(f"keep: the database's file is {size_words(done.given_back)} smaller")
    return lines or ["keep: nothing is old enough"]


def size_words(size: int) -> str:
    """1,234,567 bytes as "1.2 MB"."""
    for unit, least in UNITS:
        if size >= least:
            return f"{size / least:.1f} {unit}"
    return f"{size} bytes"


def _thinning(
    store: Store, going: Retention, show: Show, report: Report, before: datetime, now: datetime
) -> Iterator[KeepSummary]:
    """Event by event, what went of its texts."""
    # The setting in force first: only that one's pages are held against each other.
    shows: tuple[Show, Show] = ("all", "reviewed") if show == "all" else ("reviewed", "all")
    made_by = {name: made for name, made in report.versions.items() if name in METHOD_VERSIONS}
    why = whole_for(show, report.excerpt_words)
    after: str | None = ""
    while after is not None:
        events, after = going.closed_events(before, whole_for=why, after=after, limit=AT_ONCE)
        inputs = [{source.event.id: source for source in event_inputs(store, one, events)} for one in shows]
        results = store.results_of(events)
        for event in sorted(set(events) & inputs[0].keys()):
            shown = [by_event[event] for by_event in inputs]
            verdicts = store.verdicts([item.article.key for item in shown[0].articles])
            found = thinned(shown, results[event], verdicts, report)
            if found is None:
                yield KeepSummary(kept_whole=1, sentences=going.keep_whole(event, why))
                continue
            second = going.thin(event, found.texts, at=now, made_by=made_by)
            if second is not None:
                texts = sum(bool(left.gaps) for left in found.texts.values())
                yield KeepSummary(events=1, passages=Gone(texts, found.size), sentences=second)


def _compact(store: Store, going: Retention, progress: Progress) -> int:
    """Write a SQLite file anew where much of it lies free. Returns by how many bytes it shrank."""
    free, size = going.free_bytes()
    if store.path is None or free < max(LEAST_FREE, MOST_FREE * size):
        return 0
    wanted, there = 2 * (size - free), shutil.disk_usage(store.path.parent).free
    if wanted > there:
        progress.say(
            f"note: {size_words(free)} of {store.path} lie free and are used again; to make the file smaller"
            f" {size_words(wanted)} of free disk are needed, and {size_words(there)} are there"
        )
        return 0
    try:
        going.compact()
    except StoreError as error:
        progress.say(f"note: {size_words(free)} lie free, and the file could not be made smaller: {error}")
        return 0
    return size - going.free_bytes()[1]
