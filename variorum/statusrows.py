"""The status as one JSON object; docs/operations.md describes it, and a test holds the two together."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from db.records import RunTimes
from variorum import __version__
from variorum.deliveries import OutletState
from variorum.keepoutlook import KeepOutlook
from variorum.settings import KeepSettings
from variorum.status import LastRun, Status

FORMAT: Final = 1  # grows where a key goes or means something else; new keys may come

Row = Mapping[str, Any]


def status_row(status: Status) -> Row:
    """Every key is always there; what is not known is null. Times are ISO 8601 in UTC, spans seconds."""
    rhythm, review, disk = status.rhythm, status.review, status.disk
    return {
        "format": FORMAT,
        "at": _moment(status.at),
        "ok": not status.findings,
        "findings": [
            {"kind": f.kind, "outlet": f.outlet, "event": f.event, "problem": f.problem, "remedy": f.remedy}
            for f in status.findings
        ],
        "last_run": None if status.last is None else _last_run(status.last),
        "at_work": None
        if status.working is None
        else {
            "run": None if status.working.run is None else _run(status.working.run),
            "process": status.working.process or None,
            "seconds": _span(status.working.since(status.at)),
        },
        "nights": {
            "last_whole": None if rhythm.last is None else _run(rhythm.last),
            "interval_seconds": _span(rhythm.interval),
            "duration_seconds": _span(rhythm.duration),
            "due": _moment(rhythm.due),
        },
        "outlets": [_outlet(one) for one in status.outlets],
        "left_out": [{"event": event, "problem": why} for event, why in (status.left_out or {}).items()],
        "review": None
        if review is None
        else {
            "flags": review.flags,
            "differences": review.differences,
            "waiting": review.waiting,
            "disputed": review.disputed,
            "proposals": review.proposals,
        },
        "stored": None if status.stored is None else dict(status.stored),
        "disk": None
        if disk is None
        else {
            "database_bytes": disk.database,
            "log_bytes": disk.log,
            "report_bytes": disk.site,
            "report_counted_whole": disk.site_whole,
            "disks": [{"path": str(d.path), "free_bytes": d.free, "needed_bytes": d.needed} for d in disk.disks],
        },
        "keep": None if status.keep is None or status.outlook is None else _keep(status.keep, status.outlook),
        "versions": {
            "program": __version__,
            "last_run": {} if status.last is None else dict(status.last.record.versions),
        },
    }


def _keep(keep: KeepSettings, outlook: KeepOutlook) -> Row:
    return {
        **{name: days or None for name, days in keep.model_dump().items()},
        "last_thinned": _moment(outlook.last),
        "due_events": outlook.due,
        "due_counted_whole": outlook.counted_whole,
        "next_due": _moment(outlook.next),
    }


def _last_run(last: LastRun) -> Row:
    run = last.record
    times = RunTimes(run.id, run.verb, run.started_at, run.finished_at, run.status)
    stages = [{"stage": one.name, "seconds": one.seconds, "counts": dict(one.counts)} for one in last.stages]
    return {**_run(times), "error": last.error or None, "stages": stages}


def _run(run: RunTimes) -> Row:
    return {
        "run": run.id,
        "verb": run.verb,
        "status": run.status,
        "started_at": _moment(run.started_at),
        "finished_at": _moment(run.finished_at),
    }


def _outlet(state: OutletState) -> Row:
    night = state.night
    return {
        "outlet": state.outlet,
        "state": state.state,
        "asked_at": None if night is None else _moment(night.at),
        "last_new": _moment(state.last_new),
        "new": None if night is None else night.new,
        "expected": None if state.expected is None else round(state.expected, 1),
        "norm_nights": state.norm_nights,
        "pages": None if night is None else night.pages,
        "without_article": None if night is None else night.without,
        "failed": None if night is None else night.failed,
        "refused": None if night is None else night.refused,
        "reasons": {} if night is None else dict(sorted(night.reasons.items())),
        "deviations": [
            {"problem": one.problem, "came": one.came, "expected": one.expected or None, "nights": one.nights}
            for one in state.deviations
        ],
    }


def _moment(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()


def _span(span: timedelta | None) -> float | None:
    return None if span is None else round(span.total_seconds(), 1)
