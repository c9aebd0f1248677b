"""The status as a screen: 80 columns, about 40 lines, the most important first."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Final

from scraper.article import RESPECTED
from variorum.deliveries import OutletState, State
from variorum.keepoutlook import KeepOutlook
from variorum.quantities import bytes_words, moment_words, span_words
from variorum.settings import KeepSettings
from variorum.status import Stage, Status, version_changes
from variorum.statusfindings import ENDED, Finding, reasons_words
from variorum.when import day_words

COLUMNS: Final = 80
LINES: Final = 40  # of a screen; findings beyond are counted
NAME_WIDTH: Final = 9
MOST_OUTLETS: Final = 4  # with failures, in the line of failures
COUNTS: Final = {
    "fetch": ("pages", "new", "changed", "known", "unusable", "refused", "failed"),
    "compare": ("looked_at", "events", "events_computed", "shared_claims", "differences", "flags"),
    "site": ("written", "unchanged", "removed"),
}
"""What of a stage's counts the screen shows, in this order; of a stage it does not know, the first ones."""
MOST_COUNTS: Final = 6
CALLED: Final = {
    "looked_at": "articles looked at", "events_computed": "of them anew", "shared_claims": "shared claims",
    "unusable": "without an article", "written": "files written", "unchanged": "left as they were",
}  # fmt: skip


STATES: Final[Mapping[State, str]] = {
    "finding": "with findings",
    "as usual": "as usual",
    "too little history": "too new to have a norm",
    "not asked": "not asked yet",
}


def status_lines(status: Status, *, everything: bool = False) -> list[str]:
    """The screen; with `everything` all findings and every outlet, however long that gets."""
    facts = [line for part in _facts(status) for line in part]
    number = len(status.findings)
    head = f"{number} findings" if number > 1 else "1 finding" if number else "nothing to look at"
    lines = [f"Variorum on {moment_words(status.at)}: {head}", ""]
    room = len(status.findings) * LINES if everything else LINES - len(lines) - len(facts) - 2
    lines += _findings(status.findings, room)
    if status.findings:
        lines.append("")
    lines += facts
    if everything:
        lines += ["", *(_outlet_line(one) for one in status.outlets)]
    return lines


def _findings(findings: tuple[Finding, ...], room: int) -> list[str]:
    """As many as there is room for, and how many more there are."""
    lines: list[str] = []
    for number, one in enumerate(findings):
        told = _finding(one)
        rest = len(findings) - number
        if lines and len(lines) + len(told) > room - (rest > 1):
            kinds = Counter(other.kind for other in findings[number:])
            names = ", ".join(f"{kind} {count}" for kind, count in kinds.items())
            return [*lines, f"! and {rest} more ({names}); all of them: variorum status --all"]
        lines += told
    return lines


def _finding(one: Finding) -> list[str]:
    problem = f"{one.outlet}: {one.problem}" if one.outlet else one.problem
    return [*_wrapped(problem, "! ", "  "), *_wrapped(one.remedy, "  → ", "    ")]


def _facts(status: Status) -> Iterator[list[str]]:
    if status.disk is None:
        return
    yield _named("last run", _last_run(status))
    if status.last is not None:
        for stage in status.last.stages:
            yield _named("", _stage(stage))
    yield _named("at work", _at_work(status))
    yield _named("nights", _nights(status))
    yield _named("outlets", _outlets(status))
    yield _named("failures", _failures(status))
    if status.review is not None:
        yield _named("review", _review(status))
    if status.stored is not None:
        held = status.stored
        told = f"{held['articles']:,} articles, {held['events']:,} events, {held['claims']:,} claims"
        yield _named("stored", f"{told}, {held['shared_claims']:,} of two or more outlets")
    if status.keep is not None and status.outlook is not None:
        yield _named("keep", _keep(status.keep, status.outlook))
    yield _named("disk", _disk(status))
    yield _named("versions", _versions(status))
    yield _named("more", "variorum status --all; --json for programs; variorum export runs; docs/operations.md")


def _last_run(status: Status) -> str:
    if status.last is None:
        return "none yet; start with: variorum nightly, or variorum add"
    run = status.last.record
    how = ENDED.get(run.status, run.status)
    told = f"{run.verb}, {how}, began {moment_words(run.started_at)}, {span_words(status.at - run.started_at)} ago"
    if run.finished_at is not None:
        told += f"; took {span_words(run.finished_at - run.started_at)}"
    return told


def _stage(stage: Stage) -> str:
    names = COUNTS.get(stage.name, tuple(stage.counts)[:MOST_COUNTS])
    counts = [f"{stage.counts[name]:,} {CALLED.get(name, name)}" for name in names if name in stage.counts]
    took = f" ({span_words(timedelta(seconds=stage.seconds))})" if stage.seconds is not None else ""
    return f"{stage.name}{took}: {', '.join(counts) or 'nothing counted'}"


def _at_work(status: Status) -> str:
    if status.working is None:
        return "nothing"
    run, who = status.working.run, status.working.process
    if run is None:
        return f"{who}, with a verb that keeps no run in the ledger"
    told = f"{run.verb}, for {span_words(status.at - run.started_at)}"
    return f"{told}, {who}" if who else f"{told}, unless it broke off, which can't be seen from here"


def _nights(status: Status) -> str:
    rhythm = status.rhythm
    if rhythm.last is None:
        return "no whole one yet"
    told = f"the last whole one began {span_words(status.at - rhythm.last.started_at)} ago"
    if rhythm.interval is None:
        return f"{told}; too few yet to know their rhythm"
    return f"{told}; one begins every {span_words(rhythm.interval)}"


def _outlets(status: Status) -> str:
    if not status.outlets:
        return "none is configured; write a starter list with: variorum init"
    states = Counter(one.state for one in status.outlets)
    told = ", ".join(f"{states[state]} {words}" for state, words in STATES.items() if states[state])
    new = sum(one.night.new for one in status.outlets if one.night is not None)
    expected = [one.expected for one in status.outlets if one.expected is not None]
    usual = f", where {sum(expected):,.0f} are usual of those with a norm" if expected else ""
    return f"{len(status.outlets)}: {told}; {new:,} new articles{usual}"


def _failures(status: Status) -> str:
    """What failed or held no article, outlet by outlet with the reasons; what an outlet wishes to be left alone is no
    failure."""
    counted = {one.outlet: failures_of(one) for one in status.outlets}
    worst = sorted((one for one in status.outlets if counted[one.outlet]), key=lambda one: -counted[one.outlet])
    if not worst:
        return "none"
    told = [f"{one.outlet} {counted[one.outlet]} ({reasons_words(one)})" for one in worst[:MOST_OUTLETS]]
    more = f"; and {len(worst) - MOST_OUTLETS} more outlets" if len(worst) > MOST_OUTLETS else ""
    return f"{sum(counted.values())}: {'; '.join(told)}{more}"


def failures_of(state: OutletState) -> int:
    """How many requests and pages of the outlet's last night failed, those it wants left alone not counted."""
    if state.night is None:
        return 0
    return sum(number for reason, number in state.night.reasons.items() if reason not in RESPECTED)


def _review(status: Status) -> str:
    held = status.review
    assert held is not None, "asked for where there is one"
    told = f"{held.flags:,} flags and {held.differences:,} differences, about {held.waiting:,} not decided"
    told += f", {held.disputed} of them disputed" if held.disputed else ""
    told += ": variorum flags, variorum review"
    if held.proposals is None:
        return f"{told}; proposed exceptions are not counted here: variorum flags proposals"
    return f"{told}; {held.proposals} proposed exceptions: variorum flags proposals" if held.proposals else told


def _keep(keep: KeepSettings, outlook: KeepOutlook) -> str:
    told = [] if outlook.last is None else [f"texts last thinned {day_words(outlook.last)}"]
    if not keep.bodies_days:
        told.append("texts are kept for good")
    elif outlook.due:
        count = f"{outlook.due:,}" if outlook.counted_whole else f"{outlook.due:,} or more"
        told.append(f"next night: the texts of {count} events older than {keep.bodies_days} days")
    elif outlook.next is not None:
        told.append(f"next: an event's texts, not before {day_words(outlook.next)}")
    else:
        told.append("no others to thin")
    days = {"vectors": keep.vectors_days, "fetch log": keep.fetch_log_days, "past findings": keep.history_days}
    told += [f"{what} go after {number} days" for what, number in days.items() if number]
    return "; ".join(told)


def _disk(status: Status) -> str:
    use = status.disk
    assert use is not None, "asked for where there is a database"
    held = "size not known" if use.database is None else bytes_words(use.database)
    log = f" + {bytes_words(use.log)} log" if use.log else ""
    site = f"{'' if use.site_whole else 'more than '}{bytes_words(use.site)}"
    free = "; ".join(f"{bytes_words(one.free)} free ({bytes_words(one.needed)} needed)" for one in use.disks)
    return f"database {held}{log}, report {site}; {free}"


def _versions(status: Status) -> str:
    made = status.last.record.versions if status.last is not None else {}
    told = ", ".join(f"{name} {made[name]}" for name in ("program", "rules", "model") if name in made)
    changed = ", ".join(version_changes(status.last))
    return f"{told or 'not known'}{f'; since then: {changed}' if changed else ''}"


def _outlet_line(state: OutletState) -> str:
    night = state.night
    if night is None:
        return f"{state.outlet}: not asked yet"
    usual = f"{state.expected:.0f} usual" if state.expected is not None else "no norm yet"
    last = f", last new {moment_words(state.last_new)}" if state.last_new is not None else ""
    what = "; ".join(one.problem for one in state.deviations) or state.state
    return (
        f"{state.outlet}: {what}: {night.new} new ({usual}), {night.pages} pages, {night.without} without an article,"
        f" {night.failed} failed, {night.refused} refused{last}"
    )


def _named(name: str, text: str) -> list[str]:
    return _wrapped(text, f"{name:<{NAME_WIDTH}} ", " " * (NAME_WIDTH + 1))


def _wrapped(text: str, first: str, then: str) -> list[str]:
    return textwrap.wrap(
        text, COLUMNS, initial_indent=first, subsequent_indent=then, break_on_hyphens=False, break_long_words=False
    )
