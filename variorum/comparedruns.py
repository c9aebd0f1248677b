"""Two runs of the ledger as a person names them, and what their findings were made by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from db.records import RunRecord
from db.store import Store
from variorum.errors import InputError

SHOWN: Final = 10  # of the newest runs in an error; the rest is counted
BY_NAME: Final = {"last": 1, "previous": 2}  # which of the runs that compared, from the newest
COMPARING: Final = frozenset({"compare", "nightly", "demo"})
CORRECTING: Final = "events "  # begins the verbs that correct the grouping, and compare
SEE_RUNS: Final = "see: variorum export runs"


@dataclass(frozen=True, slots=True)
class Standing:
    """A run, and whose findings stood when it ended: those of `compared`, the last up to it that compared to the end,
    as far as the `unfinished` behind that one, which began to, saved no others. `compared` is None where there is none.
    """

    run: RunRecord
    compared: RunRecord | None
    unfinished: tuple[RunRecord, ...]

    @property
    def newest(self) -> RunRecord | None:
        """Of the runs that findings may be of; None where nothing had been compared by then."""
        return self.unfinished[-1] if self.unfinished else self.compared

    @property
    def notes(self) -> list[str]:
        """What has to be said of it; nothing where it compared to the end."""
        told = [f"{_named(one)} has not finished comparing: what it saved counts" for one in self.unfinished]
        if self.newest is None:
            told.append(f"{_named(self.run)}: nothing had been compared by then")
        elif self.newest is not self.run:
            told.append(f"{_named(self.run)} compared nothing: as after {_named(self.newest)}")
        return told


@dataclass(frozen=True, slots=True)
class TwoRuns:
    """`first` is the earlier one, or both are one."""

    first: Standing
    second: Standing

    @property
    def heading(self) -> str:
        return f"{_named(self.first.run)} → {_named(self.second.run)}"

    @property
    def notes(self) -> list[str]:
        """What has to be said of either run, and what other versions made the later findings by than the earlier."""
        stands = [note for one in (self.first, self.second) for note in one.notes]
        return [*dict.fromkeys(stands), *(f"{changed}: changes may come of that" for changed in self._versions())]

    @property
    def texts(self) -> tuple[int, int]:
        """The runs, the first not counted, that brought the texts which only the later findings are of."""
        earlier, later = self.first.compared, self.second.newest
        return earlier.id if earlier else 0, later.id if later else 0

    def _versions(self) -> Iterator[str]:
        earlier, later = self.first.compared, self.second.newest
        if earlier is not None and later is not None:
            for name in sorted(earlier.versions.keys() | later.versions.keys()):
                old, new = (one.versions.get(name, "none") for one in (earlier, later))
                if old != new:
                    yield f"{name} {old} → {new}"


def two_runs(store: Store, first: str, second: str) -> TwoRuns:
    """The runs of these names: numbers, or "last" and "previous" of those that compared. Raises InputError for a run
    that is not there, for the later one first, and for one from before there was a history of findings."""
    ledger = store.runs()
    one, other = (_find(ledger, given) for given in (first, second))
    if one.id > other.id:
        raise InputError(f"run {one.id} is later than run {other.id}; write: variorum report diff {other.id} {one.id}")
    began = store.history_began()
    if began is None:
        raise InputError("nothing was compared yet that a history is kept of; run: variorum compare")
    earlier, later = (_standing(ledger, run) for run in (one, other))
    for each in (earlier, later):
        if each.newest is not None and each.run.id < began:
            raise InputError(f"{_named(each.run)}: there is no history of findings before run {began}; {SEE_RUNS}")
    return TwoRuns(earlier, later)


def has_previous(store: Store) -> bool:
    """Are there two runs to set side by side, the last and the previous, both of which the history knows?"""
    began = store.history_began()
    compared = [run for run in store.runs() if _is_compared(run)]
    return began is not None and len(compared) > 1 and compared[1].id >= began


def _find(ledger: Sequence[RunRecord], given: str) -> RunRecord:
    if given in BY_NAME:
        compared = [run for run in ledger if _is_compared(run)]
        if len(compared) < BY_NAME[given]:
            so_far = f"{len(compared)} run has" if len(compared) == 1 else f"{len(compared)} runs have"
            raise InputError(f"run {given!r}: {so_far} compared so far; run: variorum compare")
        return compared[BY_NAME[given] - 1]
    by_number: Mapping[str, RunRecord] = {str(run.id): run for run in ledger}
    if given not in by_number:
        shown = ", ".join(_named(run) for run in ledger[:SHOWN]) or "none yet"
        more = f" and {len(ledger) - SHOWN} earlier ones" if len(ledger) > SHOWN else ""
        raise InputError(f'run {given!r}: there is none; name "last", "previous" or one of: {shown}{more}; {SEE_RUNS}')
    return by_number[given]


def _standing(ledger: Sequence[RunRecord], run: RunRecord) -> Standing:
    """`ledger` has the newest first."""
    unfinished: list[RunRecord] = []
    for one in ledger:
        if one.id <= run.id:
            if _is_compared(one):
                return Standing(run, one, tuple(reversed(unfinished)))
            if one.verb in COMPARING or one.verb.startswith(CORRECTING):
                unfinished.append(one)
    return Standing(run, None, tuple(reversed(unfinished)))


def _is_compared(run: RunRecord) -> bool:
    """One that was stopped before the end has no count of it, and may have saved something."""
    return "compare" in run.summary


def _named(run: RunRecord) -> str:
    return f"run {run.id} ({run.verb}, {run.started_at:%Y-%m-%d %H:%M} UTC)"
