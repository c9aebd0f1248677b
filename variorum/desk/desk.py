"""What is decided on the desk: kept once, undone, and told of when the item changed meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final, Literal

from compare.verdicts import Judgement, Proposes, Verdict, judged_anew
from db.store import Store
from variorum.desk.inventory import Inventory, Stock
from variorum.desk.tickets import Ticket

SHOWN_S: Final = 120.0  # seconds for which an item that one browser shows is rather not given to another


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person says of one item or of a batch of them."""

    judgement: Judgement
    note: str = ""
    proposes: Proposes = ""
    settles: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of it: `made` are the verdicts that hold now, `repeated` that the same form had come before. `gone`
    of its items are no longer there as the person saw them; on `late` somebody else decided since the form was given.
    `left_out` is a verdict of each that was not decided here, because it has one."""

    made: tuple[Verdict, ...]
    repeated: bool = False
    gone: int = 0
    late: int = 0
    left_out: tuple[Verdict, ...] = ()


@dataclass(slots=True)
class Sitting:
    """What one browser did so far: which items it went past, in order, and whether it skipped or decided them; how
    much it decided, what it is told next, and what it shows since when."""

    passed: dict[str, Literal["skipped", "decided"]] = field(default_factory=dict)
    decided: int = 0
    message: str = ""
    shows: str = ""
    since: float = 0.0

    @property
    def skipped(self) -> int:
        return sum(how == "skipped" for how in self.passed.values())

    def went_past(self, item: str, how: Literal["skipped", "decided"]) -> None:
        """From now on the item is the last of this sitting."""
        self.passed.pop(item, None)
        self.passed[item] = how


class Desk:
    """Everything that its pages share. Threads may use it: changes happen one after the other."""

    def __init__(self, store: Store, *, now: Callable[[], datetime], clock: Callable[[], float]) -> None:
        self.store = store
        self._now, self._clock = now, clock
        self._inventory = Inventory(store, clock)
        self._lock = threading.RLock()
        self._done: dict[tuple[str, str, Decision], str] = {}
        self._sittings: dict[str, Sitting] = {}
        self._latest: datetime | None = None

    def stock(self, *, anew: bool = False) -> Stock:
        with self._lock:
            return self._inventory.stock(anew=anew)

    def articles_of(self, events: Collection[str] | None, stock: Stock) -> list[tuple[str, str]]:
        """Outlet and address of every article of these events, or of all that were read, each once."""
        with self._lock:
            return self._inventory.articles_of(stock.stamps if events is None else events)

    def sitting(self, visit: str) -> Sitting:
        with self._lock:
            return self._sittings.setdefault(visit, Sitting())

    def begin_anew(self, visit: str) -> None:
        """Another person sits down at this browser."""
        with self._lock:
            self._sittings.pop(visit, None)

    @property
    def held(self) -> Stock:
        """The state that was read last, for pages that are shown when the database does not answer."""
        return self._inventory.held

    def shows(self, visit: str, item: str) -> None:
        """Note what a browser shows now."""
        with self._lock:
            sitting = self.sitting(visit)
            sitting.shows, sitting.since = item, self._clock()

    def shown_elsewhere(self, visit: str) -> frozenset[str]:
        """What other browsers show since a short while ago, so that two people don't do the same one."""
        with self._lock:
            latest = self._clock() - SHOWN_S
            return frozenset(one.shows for id_, one in self._sittings.items() if id_ != visit and one.since > latest)

    def now(self) -> datetime:
        return self._now()

    def decide(
        self, tickets: Sequence[Ticket], decision: Decision, *, reviewer: str, only_unreviewed: bool = False
    ) -> Outcome:
        """Keep a verdict for each ticket, all or none. A form that comes twice makes one verdict; that comes again with
        another answer, a later one. With `only_unreviewed` what has a verdict in force is left out, whoever gave it.

        Raises StoreError where the database can't take them; then nothing was kept, and the same form may come again.
        """
        with self._lock:
            stock = self._inventory.stock(anew=True)
            known = [(one, self._taken(stock, one, reviewer, decision)) for one in tickets]
            repeated = [stock.verdicts[id_] for _, id_ in known if id_ is not None]
            at = self._moment()
            made: dict[str, Verdict] = {}
            gone = late = 0
            left_out: list[Verdict] = []
            for ticket, before in known:
                if before is not None:
                    continue
                quotes = ticket.quotes(self._inventory.addresses)
                review = stock.review(ticket.subject, ticket.about, quotes)
                if review.verdicts and only_unreviewed:
                    left_out.append(review.verdicts[-1])
                    continue
                late += any(one.reviewer != reviewer and one.id not in ticket.known for one in review.verdicts)
                gone += not stock.stands(ticket)
                made[ticket.form] = judged_anew(
                    review,
                    ticket.subject,
                    ticket.about,
                    quotes,
                    decision.judgement,
                    reviewer=reviewer,
                    at=at,
                    note=decision.note,
                    settles=decision.settles,
                    proposes=decision.proposes,
                )
            if made:
                self.store.save_verdicts(made.values())
                self._done |= {(form, reviewer, decision): verdict.id for form, verdict in made.items()}
                self._inventory.note(made.values(), self.store.verdicts_stamp())
            return Outcome((*repeated, *made.values()), bool(repeated), gone, late, tuple(left_out))

    def _taken(self, stock: Stock, ticket: Ticket, reviewer: str, decision: Decision) -> str | None:
        """The verdict that the same form made before, if it is in force still."""
        before = self._done.get((ticket.form, reviewer, decision))
        return None if before is None or stock.verdicts[before].undone_at is not None else before

    def last(self, reviewer: str) -> list[Verdict]:
        """The verdict, or the batch, that this person gave last and did not undo: all of one moment."""
        own = [one for one in self.stock().verdicts.values() if one.reviewer == reviewer and one.undone_at is None]
        latest = max((one.at for one in own), default=None)
        return [one for one in own if one.at == latest]

    def undo(self, reviewer: str, at: datetime) -> list[Verdict]:
        """Undo what this person decided at that moment; nothing where it is undone already. Raises StoreError."""
        with self._lock:
            stock = self._inventory.stock(anew=True)
            own = [
                one
                for one in stock.verdicts.values()
                if one.reviewer == reviewer and one.at == at and one.undone_at is None
            ]
            if own:
                undone_at = self._now()
                self.store.undo_verdicts([one.id for one in own], undone_at)
                ids = {one.id for one in own}
                self._done = {form: id_ for form, id_ in self._done.items() if id_ not in ids}
                self._inventory.note([replace(one, undone_at=undone_at) for one in own], self.store.verdicts_stamp())
            return own

    def _moment(self) -> datetime:
        """Now, and never a moment that was given before: what is decided together is undone by its moment."""
        at = self._now()
        if self._latest is not None and at <= self._latest:
            at = self._latest + timedelta(microseconds=1)
        self._latest = at
        return at
