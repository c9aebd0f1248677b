"""`status`: one screen on how the last run went."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from db.records import RunRecord
from db.store import Store
from scraper.article import Failure, is_fault
from variorum.settings import Settings
from variorum.uncompared import failed_events

FETCHING_VERBS = frozenset({"fetch", "nightly", "demo"})
FAILURES_SHOWN = 10  # the rest is counted in a line of its own


def status_lines(store: Store, settings: Settings) -> tuple[list[str], bool]:
    """The screen's lines, and whether there is something a person should look at."""
    runs = store.runs()
    if not runs:
        return ["no run yet; start with: variorum fetch, or variorum add"], False
    last = runs[0]
    findings = last.status != "done"
    lines = [_run_line(last)]
    if last.status == "running":
        lines.append("  it has not ended: it is still at work, or was stopped; run the same verb again to go on")
    elif "error" in last.summary:
        lines.append(f"  {last.summary['error']}")

    fetched = last_fetch(store)
    if fetched is not None:
        lines.append(_outlets_line(fetched, store.fetch_counts(fetched.id)))
        failures = store.failures(fetched.id)
        findings |= any(is_fault(failure) for failure in failures)
        lines += _failure_lines([failure for failure in failures if is_fault(failure)])
    failed = failed_events(store)
    findings |= bool(failed)
    lines += [
        f"  event {event} could not be compared and is left out of the report: {failed[event]}" for event in failed
    ]
    counts = store.counts()
    lines.append(
        f"stored: {counts['articles']} articles in {counts['revisions']} revisions, {counts['events']} events,"
        f" {counts['shared_claims']} claims of two or more outlets"
    )
    lines.append(f"review: {counts['flags']} flags, {counts['verdicts']} verdicts in force; what waits: variorum flags")
    return lines, findings


def last_fetch(store: Store) -> RunRecord | None:
    """The newest run that asked outlets for something."""
    return next((run for run in store.runs() if run.verb in FETCHING_VERBS), None)


def _run_line(run: RunRecord) -> str:
    ended = f", ended {run.finished_at:%Y-%m-%d %H:%M:%S}Z" if run.finished_at else ""
    return f"last run: {run.verb}, {run.status}, began {run.started_at:%Y-%m-%d %H:%M:%S}Z{ended}"


def _outlets_line(run: RunRecord, counts: Mapping[str, Mapping[str, int]]) -> str:
    total: Counter[str] = Counter()
    for by_status in counts.values():
        total.update(by_status)
    shown = ", ".join(f"{total[name]} {name}" for name in sorted(total))
    return f"last fetch ({run.verb}): {len(counts)} outlets: {shown or 'nothing'}"


def _failure_lines(failures: list[Failure]) -> list[str]:
    lines = [f"  {f.outlet}: {f.reason}: {f.url} ({f.detail})" for f in failures[:FAILURES_SHOWN]]
    if len(failures) > FAILURES_SHOWN:
        lines.append(f"  and {len(failures) - FAILURES_SHOWN} more; all of them: variorum export runs")
    return lines
