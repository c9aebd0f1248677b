"""Waiting for a database that is locked or gone for a while, instead of ending a night for it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeVar

from db.errors import GoneError, LockedError
from variorum.progress import Progress, Silent

if TYPE_CHECKING:
    from tenacity import RetryCallState

T = TypeVar("T")

ATTEMPTS: Final = 64
"""How often something is tried: for a quarter of an hour where a server does not answer, in which it is restarted or
upgraded, and for longer where each attempt waits for a lock. A stage that went on for hours has as many left."""
OPENING: Final = 12
"""Attempts to open it, and to take its lock, at the beginning of a night: two minutes, in which a server starts."""
LONGEST_PAUSE: Final = 15.0  # seconds between two attempts


@dataclass(frozen=True, slots=True)
class Patience:
    """Does what it is handed again, while the database is locked by another program or its server is away.

    What is handed in may be done twice: stages go on where they were. `confirm` is called before another attempt.
    """

    attempts: int = ATTEMPTS
    sleep: Callable[[float], None] = time.sleep
    progress: Progress = field(default_factory=Silent)
    confirm: Callable[[], None] = lambda: None

    def __call__(self, work: Callable[[], T]) -> T:
        """The result. Raises GoneError or LockedError where patience has run out."""
        # At first use: whoever only reads the ledger does not wait for it.
        from tenacity import Retrying, retry_if_exception_type, stop_after_attempt, wait_exponential

        attempts = Retrying(
            retry=retry_if_exception_type((GoneError, LockedError)),
            stop=stop_after_attempt(self.attempts),
            wait=wait_exponential(0.5, max=LONGEST_PAUSE),
            sleep=self.sleep,
            before_sleep=self._tell,
            reraise=True,
        )

        first = True

        def once() -> T:
            nonlocal first
            if not first:
                self.confirm()
            first = False
            return work()

        return attempts(once)

    def _tell(self, state: RetryCallState) -> None:
        assert state.outcome is not None
        self.progress.say(f"waiting for the database: {state.outcome.exception()}")


PATIENT: Final = Patience()
