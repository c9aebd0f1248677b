"""The run ledger as verbs write it, and the lock under which one of them works at a time."""

from __future__ import annotations

import dataclasses
import os
import platform
import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from db.errors import StoreError
from db.processes import lives
from db.store import Store
from variorum.patience import OPENING, PATIENT, Patience
from variorum.progress import progress_for
from variorum.runlog import logged_run

if TYPE_CHECKING:
    from db.nightlock import Confirm

PROCESS: Final = "process"  # in a run's summary: which process works at it
LONGEST_NAME: Final = 63  # of a session, at PostgreSQL
SECONDS: Final = "seconds"  # in a run's summary: how long each stage took


@contextmanager
def hold_lock(store: Store, verb: str, *, patience: Patience | None = None) -> Iterator[Confirm]:
    """Keep other runs off the database while this one works, and close in the ledger what the dead left open.

    `patience` waits for a database that is away just then, by default as long as for one that is opened; nobody waits
    for another run. Raises HeldError naming the holder. Yields what makes sure that the lock is still held.
    """
    waits = patience or Patience(attempts=OPENING, progress=progress_for())
    with ExitStack() as held:
        confirm = waits(lambda: held.enter_context(store.hold(who_for(verb))))
        dataclasses.replace(waits, confirm=confirm)(lambda: _close_dead_runs(store))
        yield confirm


def _close_dead_runs(store: Store) -> None:
    store.break_off_runs([run.id for run in store.runs_under_way() if _is_dead(run.summary.get(PROCESS))])


def who_for(verb: str) -> str:
    """How this process is named to others that want the lock."""
    return f"{verb}, process {os.getpid()} on {platform.node()}"[:LONGEST_NAME]


def _is_dead(process: Any) -> bool:
    """Whoever held the lock is, now that we hold it. A run that needs none is known by its process, on this machine."""
    if not isinstance(process, dict) or process.get("lock"):
        return True
    return process["host"] == platform.node() and not lives(process["pid"])


class Ledger:
    """One run in the ledger: what each stage counted and how long it took, written as soon as it is known."""

    def __init__(self, store: Store, run: int, process: Mapping[str, object], patience: Patience) -> None:
        self._store, self.run, self.patience = store, run, patience
        self._seconds: dict[str, float] = {}
        self._summary: dict[str, object] = {PROCESS: process, SECONDS: self._seconds}

    def add(self, stage: str, summary: object) -> None:
        """Record a stage's frozen summary, or a single value, under its name."""
        self.tell(stage, summary)
        self.patience(lambda: self._store.note_run(self.run, self._summary))

    def tell(self, name: str, summary: object) -> None:
        """As `add`, to be written with what comes next."""
        is_value = dataclasses.is_dataclass(summary) and not isinstance(summary, type)
        self._summary[name] = dataclasses.asdict(summary) if is_value else summary  # type: ignore[call-overload]

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Take the time of what is done within, however it ends."""
        began = time.monotonic()
        try:
            yield
        finally:
            self._seconds[name] = round(self._seconds.get(name, 0.0) + time.monotonic() - began, 3)

    @property
    def summary(self) -> Mapping[str, object]:
        return self._summary


@contextmanager
def ledger(
    store: Store,
    verb: str,
    versions: Mapping[str, str],
    now: Callable[[], datetime],
    *,
    lock: bool = True,
    patience: Patience = PATIENT,
) -> Iterator[Ledger]:
    """Open a run in the ledger and close it as done, or as failed where the work raised. `lock` says whether it works
    under `hold_lock`."""
    process = {"pid": os.getpid(), "host": platform.node(), "lock": lock}
    run = patience(lambda: store.start_run(verb, now(), versions, summary={PROCESS: process}))
    entry = Ledger(store, run, process, patience)
    try:
        with logged_run(run, versions, entry.summary):
            yield entry
    except BaseException as error:
        _let_go(error)
        entry.tell("error", f"{type(error).__name__}: {error}")
        try:
            store.finish_run(run, now(), status="failed", summary=entry.summary)
        except StoreError as second:  # the database itself is what failed; the next run closes this one
            error.add_note(f"the ledger could not be told: {second}")
        raise
    patience(lambda: store.finish_run(run, now(), status="done", summary=entry.summary))


def _let_go(error: BaseException | None) -> None:
    """Free what the frames that an exception came through hold. A signal may strike between a transaction and the end
    of its block: it then stays open, with SQLite's lock, as long as somebody could look into those frames, and nothing
    could be written any more."""
    while error is not None:
        traceback.clear_frames(error.__traceback__)
        error = error.__cause__ or error.__context__
