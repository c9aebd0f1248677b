"""What a store lets go of, batch by batch: every method that changes something is one transaction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from db import keeping
from db.database import Database
from db.keeping import Cut, Gone

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BATCH = 10_000  # rows that go in one transaction


class Retention:
    """Made by `Store.retention`. With `dry` everything is counted, and nothing changed."""

    def __init__(self, database: Database, *, dry: bool) -> None:
        self._database, self.dry = database, dry

    def closed_events(
        self, before: datetime, *, whole_for: str, after: str, limit: int
    ) -> tuple[list[str], str | None]:
        """Events, by id, of which texts can be thinned: all is compared, nothing of them is of that moment or later,
        and no shared text holds them together with anything that is. `limit` of those behind `after` are looked at; the
        second value is behind which to go on, None where that was all."""
        with self._database.reading() as connection:
            looked_at = keeping.closed_events(connection, before, whole_for=whole_for, after=after, limit=limit)
            homes = keeping.articles_of(connection, looked_at)
            apart = [one for one in looked_at if not keeping.shares_with_young(connection, homes[one], before)]
        return apart, looked_at[-1] if looked_at else None

    def last_thinned(self) -> datetime | None:
        """When texts of an event were last thinned; None before any were."""
        with self._database.reading() as connection:
            return keeping.last_thinned(connection)

    def outlook(self, before: datetime, *, whole_for: str, at_most: int) -> tuple[int, datetime | None]:
        """How many events are old enough to be thinned, counted up to `at_most`, whether shared text holds them back or
        not; and when the one was last reported on that is next."""
        with self._database.reading() as connection:
            due = keeping.closed_events(connection, before, whole_for=whole_for, after="", limit=at_most)
            return len(due), keeping.next_to_close(connection, before)

    def thin(self, event: str, texts: Mapping[str, Cut], *, at: datetime, made_by: Mapping[str, str]) -> Gone | None:
        """Keep what is left of the event's texts, by the ids of all revisions of its articles; drop their sentences,
        and what is stored twice. None, and nothing done, where the event changed since it was looked at."""
        with self._changing() as connection:
            derived = keeping.derived_size(connection, event)
            done = keeping.thin(connection, event, texts, at=at, made_by=made_by)
            return derived if done else None

    def keep_whole(self, event: str, why: str) -> Gone:
        """Too little of the event's texts can go, as long as it has the results that it has; of `why` and these it is
        remembered. Its sentences, which are cut out of the texts again where they are needed, are dropped."""
        with self._changing() as connection:
            return keeping.keep_whole(connection, event, why)

    def drop_vectors(self, before: datetime) -> Gone:
        """The vectors of sentences that stand in no event which was reported on at that moment or later."""
        in_use = self._in_use(before)
        total, after = Gone(), ("", "", "")
        while True:
            with self._database.reading() as connection:
                keys = keeping.vector_keys(connection, after, BATCH)
            if not keys:
                return total
            after = keys[-1]
            # The last digest may go on behind this batch; it is looked at again with the next one.
            unused = [digest for digest in sorted({key[0] for key in keys}) if not _holds(in_use, digest)]
            with self._changing() as connection:
                total += keeping.vectors_size(connection, unused)
                keeping.drop_vectors(connection, unused)

    def drop_fetches(self, before: datetime) -> Gone:
        """The entries of the fetch log from before that moment, but for those of the newest run that fetched, and those
        by which the next run knows what to ask for first."""
        total, after = Gone(), 0
        while True:
            with self._changing() as connection:
                ids = keeping.old_fetches(connection, before, after, BATCH)
                if not ids:
                    return total
                after = ids[-1]
                total += keeping.fetches_size(connection, ids)
                keeping.drop_fetches(connection, ids)

    def drop_past_findings(self, before: datetime) -> Gone:
        """Findings that no run that began at that moment or later, nor the last before it, had in force. The history
        then begins with that one."""
        with self._changing() as connection:
            run = keeping.last_run(connection, before)
            if run is None:
                return Gone()
            found = keeping.past_findings(connection, run)
            keeping.drop_past_findings(connection, run)
            return found

    def free_bytes(self) -> tuple[int, int]:
        """Bytes within a SQLite file that hold nothing, and its size; of a server both are 0."""
        return self._database.free_bytes()

    def compact(self) -> None:
        """Write a SQLite file anew without its free space. Raises LockedError, or StoreError for a full disk."""
        self._database.compact()

    def _in_use(self, before: datetime) -> NDArray[np.uint64]:
        import numpy as np

        # Sixteen of the digits: where two texts have them in common, one vector too many is kept.
        with self._database.reading() as connection:
            found = (int(digest[:16], 16) for digest in keeping.sentences_in_use(connection, before))
            return np.unique(np.fromiter(found, dtype=np.uint64))

    @contextmanager
    def _changing(self) -> Iterator[Connection]:
        """A transaction; with `dry` it is taken back."""
        if not self.dry:
            with self._database.writing() as connection:
                yield connection
            return
        with self._database.trying() as connection:
            yield connection


def _holds(digests: NDArray[np.uint64], digest: str) -> bool:
    wanted = int(digest[:16], 16)
    at = int(digests.searchsorted(wanted))
    return at < len(digests) and int(digests[at]) == wanted
