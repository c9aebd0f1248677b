"""What in how things stand a person should look at, the worst first, each with what to do about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, get_args

from db.records import RunTimes
from variorum.deliveries import Deviation, OutletState, Problem
from variorum.diskspace import NIGHTS_AHEAD, DiskUse
from variorum.quantities import bytes_words, moment_words, span_words
from variorum.rhythm import AtWork, Rhythm, is_stuck

FindingKind = Literal[
    "no database", "run", "stuck", "overdue", "disk", "network", "extraction", "delivery", "left out", "not rendered"
]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that a person should look at, and what to do about it. `outlet` or `event` where it is about one."""

    kind: FindingKind
    problem: str
    remedy: str
    outlet: str | None = None
    event: str | None = None


MANY: Final = 0.5  # of the outlets with one and the same trouble: it is rather ours than theirs
LEAST_MANY: Final = 3  # outlets, of which that can be said
ENDED: Final[Mapping[str, str]] = {"failed": "failed", "running": "broke off", "broken off": "broke off"}
WORST: Final[Sequence[Problem]] = get_args(Problem)

REMEDIES: Final[Mapping[Problem, str]] = {
    "unreachable": "see what it answers: variorum outlets check {outlet}; where it moved, mend its addresses in"
    " outlets.toml",
    "unreadable": "see what is read of a page: variorum outlets check {outlet}; after a redesign an update of variorum"
    " may read it, else report the page",
    "stopped": "see whether its listings still lead to articles: variorum outlets check {outlet}",
    "short texts": "hold a new text against its page: variorum outlets check {outlet}; after a redesign or behind a new"
    " paywall only the beginning may come",
    "fewer articles": "see whether each of its listings works: variorum outlets check {outlet}",
    "more failures": "see which addresses fail, and how: variorum outlets check {outlet}",
    "never delivered": "mend its addresses in outlets.toml, or take it out: variorum outlets check {outlet}",
}


def findings_of(
    now: datetime,
    *,
    unfinished: Sequence[tuple[RunTimes, str]],
    working: AtWork | None,
    rhythm: Rhythm,
    disk: DiskUse,
    outlets: Sequence[OutletState],
    left_out: Mapping[str, str],
    unrendered: Mapping[str, str],
) -> Iterator[Finding]:
    """`unfinished` are runs with the errors that ended them."""
    yield from (_run(run, error, working) for run, error in unfinished)
    tried = [run.started_at for run, _ in unfinished if run.verb in ("nightly", "fetch")]
    yield from _late(now, working, rhythm, max(tried, default=None))
    for one in disk.disks:
        if one.is_short:
            yield Finding(
                "disk",
                f"{one.path}: {bytes_words(one.free)} free on its disk; {bytes_words(one.needed)} are needed for the"
                f" next {NIGHTS_AHEAD} days",
                "free some space there, or move what database_url and site in variorum.toml name",
            )
    yield from _common(outlets)
    told = [(one, one.deviations[0]) for one in outlets if one.deviations]
    for state, worst in sorted(told, key=lambda one: (WORST.index(one[1].problem), -one[1].lost, one[0].outlet)):
        remedy = REMEDIES[worst.problem].format(outlet=state.outlet)
        yield Finding("delivery", deviation_words(state, worst), remedy, outlet=state.outlet)
    kept: Sequence[tuple[FindingKind, str, Mapping[str, str], str]] = (
        ("left out", "compared", left_out, "variorum compare && variorum report"),
        ("not rendered", "rendered", unrendered, "variorum report"),
    )
    for kind, could, events, verb in kept:
        for event, problem in events.items():
            yield Finding(
                kind,
                f"event {event} could not be {could} and is left out of the report: {problem}",
                f"the others stand; update variorum or report the fault, then run: {verb}",
                event=event,
            )


def deviation_words(state: OutletState, worst: Deviation) -> str:
    """What came and what was expected, since when, and the reasons that were given most."""
    expected = f"; {worst.expected}" if worst.expected else ""
    lasting = f"; for {worst.nights} nights now" if worst.nights > 1 and worst.problem not in _TELL_NIGHTS else ""
    last = state.last_new
    seen = f"; the last came {moment_words(last)}" if worst.problem == "stopped" and last is not None else ""
    why = reasons_words(state) if worst.problem != "short texts" else ""
    return f"{worst.came}{expected}{lasting}{seen}{f' ({why})' if why else ''}"


_TELL_NIGHTS: Final = frozenset({"stopped", "never delivered"})  # whose words count the nights already
REASONS_SHOWN: Final = 2


def reasons_words(state: OutletState) -> str:
    """Why pages and requests came to nothing in its last night, the commonest first."""
    if state.night is None:
        return ""
    held = sorted(state.night.reasons.items(), key=lambda one: (-one[1], one[0]))
    told = [f"{reason or 'no reason given'} {number}" for reason, number in held[:REASONS_SHOWN]]
    more = sum(number for _, number in held[REASONS_SHOWN:])
    return ", ".join([*told, f"other {more}"] if more else told)


def _run(run: RunTimes, error: str, working: AtWork | None) -> Finding:
    ended = ENDED.get(run.status, f"ended as {run.status!r}")
    why = f": {error}" if error else ""
    again = (
        f"run it again: variorum {run.verb}"
        if run.verb in ("nightly", "fetch", "compare", "report")
        else ("run the same verb again")
    )
    if working is not None:
        again = "another run is at work now: wait for it"
    problem = f"{run.verb} of {moment_words(run.started_at)} {ended}{why}"
    return Finding("run", problem, f"what is stored is safe; mend what it names, if anything, then {again}")


def _late(now: datetime, working: AtWork | None, rhythm: Rhythm, tried: datetime | None) -> Iterator[Finding]:
    """`tried` is when a night began that did not go through: that it did not is said already, and the next one is due
    when it would be after it."""
    if working is not None:
        if is_stuck(working, rhythm, now):
            since, usual = working.since(now), rhythm.duration
            assert since is not None, "what is stuck has begun"
            assert usual is not None, "and is held against a duration"
            who = working.process or "a run, or one that broke off"
            yield Finding(
                "stuck",
                f"{who} has been at work for {span_words(since)}; even long nights take {span_words(usual)}",
                "see whether the process still does something; end it, and run variorum nightly again",
            )
        return
    if rhythm.due is None or rhythm.last is None or rhythm.interval is None:
        return
    late = max(rhythm.last.started_at, tried or rhythm.last.started_at) - rhythm.last.started_at
    if now > rhythm.due + late:
        yield Finding(
            "overdue",
            f"no night went through since {moment_words(rhythm.last.started_at)},"
            f" {span_words(now - rhythm.last.started_at)} ago; one begins every {span_words(rhythm.interval)}",
            "see whether the timer or cron still runs it, and what it said; then run: variorum nightly",
        )


def _common(outlets: Sequence[OutletState]) -> Iterator[Finding]:
    """Where many outlets have one trouble on one night, it is rather on this side."""
    asked = [one for one in outlets if one.night is not None]
    for problem, kind, what, remedy in _COMMON:
        number = sum(any(found.problem == problem for found in one.deviations) for one in asked)
        if number >= LEAST_MANY and number > MANY * len(asked):
            yield Finding(kind, f"{number} of {len(asked)} outlets {what}: the cause is rather here than there", remedy)


_COMMON: Final[Sequence[tuple[Problem, FindingKind, str, str]]] = (
    (
        "unreachable",
        "network",
        "could not be reached",
        "check this machine's network, proxy and name service, then run: variorum nightly",
    ),
    (
        "unreadable",
        "extraction",
        "gave pages but too few articles",
        "run variorum doctor; undo what was updated on this machine in between",
    ),
)
