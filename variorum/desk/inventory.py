"""Everything that can be reviewed, as it was last read from the database.

Reading all of it takes seconds for a large archive and a decision should take none: so each event is read again only
when its results or its articles changed, and reviews are worked out anew only where a verdict came or went. Others
write to the same database (a nightly run, a second desk, `flags decide`); what they change is seen within RECHECK_S.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from compare.verdicts import Quote, Review, Reviews, Subject, Verdict
from db.errors import UnknownKeyError
from db.records import EventResults, StoredArticle
from db.store import Store
from variorum.desk.tickets import Ticket, words_of
from variorum.reviewing import Item, items_of, standing

RECHECK_S: Final = 2.0  # seconds after which it is asked again whether another program changed anything

Address = tuple[str, str, str]
"""An article's outlet, address and canonical address."""


@dataclass(frozen=True, slots=True)
class HeldEvent:
    """An event's items without their reviews. `unread` counts what stands no longer where it was found, because the
    article changed and was not compared again yet."""

    stamp: str
    title: str
    items: tuple[Item, ...]
    sections: Mapping[str, str]
    addresses: Mapping[str, Address]
    unread: int


@dataclass(frozen=True, slots=True)
class Stock:
    """One state of everything, never changed. Items by id, in the order of events and of their pages; `sections` of
    articles that have one; `verdicts` by id, undone ones too."""

    items: Mapping[str, Item] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    stamps: Mapping[str, str] = field(default_factory=dict)
    sections: Mapping[str, str] = field(default_factory=dict)
    verdicts: Mapping[str, Verdict] = field(default_factory=dict)
    unread: int = 0

    def review(self, subject: Subject, about: str, quotes: tuple[Quote, ...]) -> Review:
        """What holds of these passages, also where no item has them any more."""
        articles = {one.article for one in quotes}
        near = [one for one in self.verdicts.values() if one.about == about and one.quotes[0].article in articles]
        return Reviews(near).of(subject, about, quotes)

    def item_of(self, verdict: Verdict) -> Item | None:
        """The item whose passages a verdict names as they stand now."""
        quotes = set(verdict.quotes)
        same = (one for one in self.items.values() if (one.subject, one.about) == (verdict.subject, verdict.about))
        return next((one for one in same if quotes <= set(one.quotes)), None)

    def stands(self, ticket: Ticket) -> bool:
        """Is the item there still, with the words that the form showed, at whatever place?"""
        wanted = set(ticket.words)
        return any(
            wanted <= {words_of(one) for one in item.quotes}
            for item in self.items.values()
            if (item.subject, item.about) == (ticket.subject, ticket.about)
        )


class Inventory:
    """Keeps the stock. Not safe for threads by itself: its owner has a lock."""

    def __init__(self, store: Store, clock: Callable[[], float]) -> None:
        self._store, self._clock = store, clock
        self._events: dict[str, HeldEvent] = {}
        self._reviewed: dict[str, tuple[Item, ...]] = {}
        self._verdicts: dict[str, Verdict] = {}
        self._stamp: tuple[int, int] | None = None
        self._checked_at: float | None = None
        self._stock = Stock()
        #: Of every article that was ever read: a form may come back after its article left the event.
        self.addresses: dict[str, Address] = {}

    def stock(self, *, anew: bool = False) -> Stock:
        """The state of now, give or take RECHECK_S; `anew` asks the database at once."""
        at = self._clock()
        if anew or self._checked_at is None or at - self._checked_at >= RECHECK_S:
            self._read_events()
            self._read_verdicts()
            self._checked_at = at
        return self._stock

    @property
    def held(self) -> Stock:
        """The state that was read last; nothing is asked."""
        return self._stock

    def articles_of(self, events: Collection[str]) -> list[tuple[str, str]]:
        """Outlet and address of every article of these events, each once."""
        held = (self._events[id_] for id_ in events if id_ in self._events)
        return sorted({(outlet, url) for event in held for outlet, url, _ in event.addresses.values()})

    def note(self, changed: Iterable[Verdict], stamp: tuple[int, int]) -> None:
        """Take over verdicts that were just written. `stamp` is the store's after that: where somebody else wrote too,
        all are read again."""
        held = list(changed)
        new = sum(one.id not in self._verdicts for one in held)
        undone = sum(one.undone_at is not None for one in held)
        if self._stamp is None or stamp != (self._stamp[0] + new, self._stamp[1] + undone):
            self._read_verdicts()
            return
        self._stamp = stamp
        self._verdicts |= {one.id: one for one in held}
        articles = {quote.article for one in held for quote in one.quotes}
        self._review(id_ for id_, event in self._events.items() if not articles.isdisjoint(event.addresses))

    def _read_events(self) -> None:
        stamps = self._store.event_stamps()
        changed = [id_ for id_, stamp in stamps.items() if id_ not in self._events or self._events[id_].stamp != stamp]
        fresh = {}
        for event in self._store.events(changed):
            try:
                found = self._store.results(event.id)
            except UnknownKeyError:
                continue  # it vanished between the two looks: the next one finds its articles elsewhere
            named = {flag.article for flag in found.flags} | {
                variant.article for one in found.differences for variant in one.difference.variants
            }
            articles = {one.article.key: one for one in self._store.articles({*named, *event.event.articles})}
            fresh[event.id] = held_event(event.id, stamps[event.id], event.event.title, found, articles)
        # Only now, so that a database that stops answering halfway leaves the stock as it was.
        gone = self._events.keys() - stamps.keys()
        for id_ in gone:
            del self._events[id_]
            del self._reviewed[id_]
        self._events |= fresh
        for held in fresh.values():
            self.addresses.update(held.addresses)
        if fresh or gone:
            self._review(fresh)

    def _read_verdicts(self) -> None:
        stamp = self._store.verdicts_stamp()
        if stamp != self._stamp:
            self._verdicts = {one.id: one for one in self._store.verdicts()}
            self._stamp = stamp
            self._review(self._events)

    def _review(self, events: Iterable[str]) -> None:
        wanted = [id_ for id_ in events if id_ in self._events]
        by_article: dict[str, list[Verdict]] = {}
        for verdict in self._verdicts.values():
            by_article.setdefault(verdict.quotes[0].article, []).append(verdict)
        for id_ in wanted:
            held = self._events[id_]
            reviews = Reviews(one for article in held.addresses for one in by_article.get(article, ()))
            self._reviewed[id_] = tuple(
                replace(item, review=reviews.of(item.subject, item.about, item.quotes)) for item in held.items
            )
        stamps = {id_: event.stamp for id_, event in self._events.items()}
        self._stock = Stock(
            items={item.id: item for id_ in sorted(self._reviewed) for item in self._reviewed[id_]},
            titles={id_: event.title for id_, event in self._events.items()},
            stamps=stamps if stamps != self._stock.stamps else self._stock.stamps,
            sections={key: name for event in self._events.values() for key, name in event.sections.items()},
            verdicts=dict(self._verdicts),
            unread=sum(event.unread for event in self._events.values()),
        )


def held_event(
    id_: str, stamp: str, title: str, found: EventResults, articles: Mapping[str, StoredArticle]
) -> HeldEvent:
    """What can be reviewed in an event. What does not stand at its place in the newest text is left out and counted."""
    kept = standing(found, articles)
    lost = len(found.flags) - len(kept.flags) + len(found.differences) - len(kept.differences)
    return HeldEvent(
        stamp=stamp,
        title=title,
        items=tuple(items_of(id_, kept, articles, ())),
        # Outlets write their sections in capitals or not; they are put together by their words.
        sections={key: one.article.section.casefold() for key, one in articles.items() if one.article.section},
        addresses={
            key: (one.article.outlet, one.article.url, one.article.canonical_url) for key, one in articles.items()
        },
        unread=lost,
    )
