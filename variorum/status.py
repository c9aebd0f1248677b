"""How last night went, as one value: what `status` tells on its screen and as JSON.

Only what an index gives quickly is asked of the database; the screen comes within a second from an archive of 100,000
articles too, also while a night is at work.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from db.records import ReviewCounts, RunRecord, RunTimes
from db.store import Store
from variorum import __version__
from variorum.deliveries import NORM_NIGHTS, OutletState, Visit, nights_of, outlet_state
from variorum.diskspace import DiskUse, disk_use
from variorum.keepoutlook import KeepOutlook, keep_outlook
from variorum.ledger import PROCESS, SECONDS
from variorum.newsroom import configured_outlets
from variorum.rhythm import AtWork, Rhythm, at_work, rhythm_of, unfinished
from variorum.settings import KeepSettings, Settings
from variorum.statusfindings import Finding, findings_of
from variorum.uncompared import failed_events, unrendered_events

FETCHING_VERBS: Final = frozenset({"fetch", "nightly", "demo"})
RUNS_READ: Final = 200  # of the ledger's newest, among which one that did not end as it should is looked for
FETCHES_READ: Final = 60
"""Fetching runs that are read at least: a norm of NORM_NIGHTS behind nights that deviate from it, and some to spare."""
DAYS_READ: Final = timedelta(days=60)
"""And all runs of this time, where an installation fetches more often than nightly."""
PROPOSALS_UP_TO: Final = 3_000
"""Verdicts in force that are read for proposed exceptions, in about a tenth of a second. With more it is not told here
how many there are: `variorum flags proposals` does."""
STAGES: Final = ("fetch", "compare", "site", "keep")  # as the ledger names them, in the order in which they run


@dataclass(frozen=True, slots=True)
class Stage:
    """What one stage of a run counted, and how long it took; `seconds` is None where the ledger does not know."""

    name: str
    seconds: float | None
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class LastRun:
    """The newest run of those that work on the database; `error` is '' where none was recorded."""

    record: RunRecord
    stages: tuple[Stage, ...]
    error: str


@dataclass(frozen=True, slots=True)
class ReviewQueue:
    """`waiting` is about how many flags and differences nobody has decided: what was found less what was judged, of
    which some may stand no longer. `proposals` is None where there are too many verdicts to tell here."""

    flags: int
    differences: int
    waiting: int
    disputed: int
    proposals: int | None


@dataclass(frozen=True, slots=True)
class Status:
    """Everything that `status` tells. `findings`: the worst first. `outlets`: those with findings first, then by name.
    `stored` has the totals, `keep` what is let go of when. Nothing but `at` and `findings` where there is no
    database."""

    at: datetime
    findings: tuple[Finding, ...]
    last: LastRun | None = None
    working: AtWork | None = None
    rhythm: Rhythm = Rhythm(None, None, None, None)  # noqa: RUF009  frozen
    outlets: tuple[OutletState, ...] = ()
    left_out: Mapping[str, str] | None = None
    review: ReviewQueue | None = None
    stored: Mapping[str, int] | None = None
    disk: DiskUse | None = None
    keep: KeepSettings | None = None
    outlook: KeepOutlook | None = None

    @property
    def exit_status(self) -> int:
        return 1 if self.findings else 0


def no_database(settings: Settings, at: datetime) -> Status:
    """What is told where nothing was ever stored."""
    problem = f"{settings.resolved_database_url}: there is no database yet"
    return Status(
        at, (Finding("no database", problem, "run variorum nightly or variorum add, or correct database_url"),)
    )


def status_of(store: Store, settings: Settings, now: datetime) -> Status:
    """How things stand. Raises StoreError, and SettingsError or OutletsError for an unreadable outlets.toml."""
    runs = store.run_times(RUNS_READ)
    working = at_work(runs, store.holder(), now)
    nights = store.run_times(2 * NORM_NIGHTS, verbs=["nightly"]) or store.run_times(2 * NORM_NIGHTS, verbs=["fetch"])
    rhythm = rhythm_of(nights)
    open_runs = unfinished(runs, working)
    totals = store.totals()
    left_out = failed_events(store)
    outlets = outlet_states(store, settings)
    disk = disk_use(store.path, store.size(), settings.path(settings.site), store.ledger_began(), now)
    records = store.runs_named([one.id for one in open_runs])
    return Status(
        at=now,
        findings=tuple(
            findings_of(
                now,
                unfinished=[(one, error_of(records[one.id])) for one in open_runs],
                working=working,
                rhythm=rhythm,
                disk=disk,
                outlets=outlets,
                left_out=left_out,
                unrendered=unrendered_events(store),
            )
        ),
        last=_last_run(store, runs, working),
        working=working,
        rhythm=rhythm,
        outlets=outlets,
        left_out=left_out,
        review=_review(store, settings, totals),
        stored={name: totals[name] for name in ("articles", "events", "claims", "shared_claims")},
        disk=disk,
        keep=settings.keep,
        outlook=keep_outlook(store, settings, now),
    )


def last_fetch(store: Store) -> RunTimes | None:
    """The newest run that asked outlets for something."""
    return next(iter(store.run_times(1, verbs=FETCHING_VERBS)), None)


def outlet_states(store: Store, settings: Settings) -> tuple[OutletState, ...]:
    """How each configured outlet stands, or, where none is configured, each that was asked last."""
    newest = last_fetch(store)
    if newest is None:
        return tuple(outlet_state(one.slug, (), None) for one in configured_outlets(settings))
    fetches = store.run_times(FETCHES_READ, verbs=FETCHING_VERBS, since=newest.started_at - DAYS_READ)
    broken = store.runs_named([one.id for one in fetches if one.status != "done"])
    whole = {one.id for one in fetches if one.status == "done" or "fetch" in broken[one.id].summary}
    at = {one.id: one.started_at for one in fetches}
    visits: dict[str, list[Visit]] = {}
    for gave in store.deliveries(at):
        visits.setdefault(gave.outlet, []).append(Visit(at[gave.run], gave.run in whole, gave))
    slugs = [one.slug for one in configured_outlets(settings)] or sorted(visits)
    end = max((at[run] for run in whole), default=newest.started_at)
    last_new = store.last_new(slugs)
    states = [outlet_state(slug, nights_of(visits.get(slug, ()), end), last_new.get(slug)) for slug in slugs]
    return tuple(sorted(states, key=lambda one: (not one.deviations, one.outlet)))


def error_of(run: RunRecord) -> str:
    """The error that ended a run, on one line; '' where none was recorded."""
    return " ".join(str(run.summary.get("error") or "").split())


def stages_of(summary: Mapping[str, Any]) -> tuple[Stage, ...]:
    """What a run's summary has of its stages, in their order, those of other verbs behind them. What no stage
    counted is passed over, as is what another version of the program wrote otherwise."""
    durations = summary.get(SECONDS)
    took = durations if isinstance(durations, Mapping) else {}
    counted = {
        name: _counts(value)
        for name, value in summary.items()
        if name not in (PROCESS, SECONDS) and isinstance(value, Mapping)
    }
    named: list[str] = [name for name in STAGES if name in counted]
    named += sorted(name for name in counted.keys() - named if counted[name])
    return tuple(Stage(name, _number(took.get(name)), counted[name]) for name in named)


def _counts(counted: Mapping[str, Any]) -> dict[str, int]:
    return {str(key): value for key, value in counted.items() if isinstance(value, int) and not isinstance(value, bool)}


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def _last_run(store: Store, runs: Sequence[RunTimes], working: AtWork | None) -> LastRun | None:
    """The newest run but the one that is at work: a whole night rather than the verbs a person ran since."""
    ended = [one for one in runs if working is None or working.run is None or one.id != working.run.id]
    telling = [one for one in ended if one.verb in FETCHING_VERBS] or ended
    if not telling:
        return None
    record = store.runs_named([telling[0].id])[telling[0].id]
    return LastRun(record, stages_of(record.summary), error_of(record))


def _review(store: Store, settings: Settings, totals: Mapping[str, int]) -> ReviewQueue:
    held = store.review_counts()
    found = totals["flags"] + totals["differences"]
    waiting = max(0, found - held.judged + held.disputed)
    return ReviewQueue(
        totals["flags"], totals["differences"], waiting, held.disputed, _proposals(store, settings, held)
    )


def _proposals(store: Store, settings: Settings, held: ReviewCounts) -> int | None:
    if held.verdicts > PROPOSALS_UP_TO:
        return None
    if not held.verdicts:
        return 0
    from compare.proposals import proposals

    if not (standing := proposals(store.verdicts(), store.declined_proposals())):
        return 0
    from variorum.ruleexceptions import open_ones  # brings the rules: only where there is something to look up

    return len(open_ones(standing, settings))


def version_changes(last: LastRun | None) -> Iterator[str]:
    """What of the versions is another than in the last run, as far as that can be told without loading a model."""
    made = None if last is None else last.record.versions.get("program")
    if made is not None and made != __version__:
        yield f"program {made} → {__version__}"
