"""`variorum events merge`, `split`, `pin` and `undo`: a person corrects the grouping; it is worked out anew at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

import click

from compare.decisions import DecidedArticle, Decision, conflict_of, merge, pin, settled, split
from db.records import StoredArticle, StoredEvent
from db.store import Store
from variorum.comparing import compare_stage
from variorum.decisionwords import conflict_words, headlines_of
from variorum.errors import InputError
from variorum.eventlists import article_lines, by_publication
from variorum.executors import open_workers
from variorum.ledger import hold_lock, ledger
from variorum.newsroom import configured_outlets
from variorum.nightly import compare_line, comparison_for, versions_of
from variorum.progress import progress_for
from variorum.references import find_article, find_event, find_id
from variorum.settings import Settings

Clock = Callable[[], datetime]


class _Desk:
    """What is held, while nobody else may change it, and what it is compared with."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self.store, self.settings = store, settings
        # Before anything is decided: settings that can't be used must not leave a decision that was not applied.
        self.comparison = comparison_for(settings, configured_outlets(settings))
        self.versions = versions_of(self.comparison)
        self.events = store.events()
        self.articles = {item.article.key: item for item in store.articles()}
        self.home = {key: event for event in self.events for key in event.event.articles}

    def event(self, given: str) -> StoredEvent:
        return find_event(given, self.events)

    def article(self, given: str) -> str:
        """An article that is in an event. Raises InputError."""
        key = find_article(given, self.articles, self.store)
        if key not in self.home:
            raise InputError(f"article {given!r}: is in no event yet; run: variorum compare")
        return key

    def members(self, event: StoredEvent) -> list[StoredArticle]:
        return sorted((self.articles[key] for key in event.event.articles), key=by_publication)


def merge_verb(store: Store, settings: Settings, first: str, second: str, *, now: Clock) -> int:
    """Make one event of two. Raises InputError where they are one, or an earlier decision stands against it."""
    with _desk(store, settings) as desk:
        one, other = desk.event(first), desk.event(second)
        if one.id == other.id:
            raise InputError(f"event {one.id}: named twice; merge takes two events, see: variorum events")
        decision = merge(_named(desk.members(one)), _named(desk.members(other)), now())
        return _decide(desk, decision, now)


def split_verb(store: Store, settings: Settings, event: str, articles: Sequence[str], *, now: Clock) -> int:
    """Take articles out of an event, together. Raises InputError where one is not in it, or none would stay."""
    with _desk(store, settings) as desk:
        chosen = desk.event(event)
        leaving = {desk.article(given): given for given in articles}
        for key, given in leaving.items():
            if desk.home[key].id != chosen.id:
                raise InputError(f"article {given!r}: is in event {desk.home[key].id}, not in {chosen.id}")
        members = desk.members(chosen)
        staying = [item for item in members if item.article.key not in leaving]
        if not staying:
            raise InputError(f"event {chosen.id}: no article would stay in it; name only those that are to leave")
        gone = [item for item in members if item.article.key in leaving]
        return _decide(desk, split(_named(gone), _named(staying), now()), now)


def pin_verb(store: Store, settings: Settings, article: str, event: str, *, now: Clock) -> int:
    """Put an article with the earliest of an event's other articles. Raises InputError."""
    with _desk(store, settings) as desk:
        key, chosen = desk.article(article), desk.event(event)
        others = [item for item in desk.members(chosen) if item.article.key != key]
        if not others:
            raise InputError(f"article {article!r}: is alone in event {chosen.id}; name another event")
        moves = desk.home[key].id != chosen.id
        staying = [item for item in desk.members(desk.home[key]) if item.article.key != key] if moves else []
        (pinned, anchor), rest = _named([desk.articles[key], others[0]]), _named(staying)
        return _decide(desk, pin(pinned, anchor, rest, now()), now)


def undo_verb(store: Store, settings: Settings, decision: str, *, now: Clock) -> int:
    """Take a decision back. Raises InputError where there is no such decision, or it is undone already."""
    with _desk(store, settings) as desk:
        held = {one.id: one for one in store.decisions()}
        remedy = "list them with: variorum events decisions"
        chosen = held[find_id(decision, held, what="decision", remedy=remedy)]
        if chosen.undone_at is not None:
            raise InputError(f"decision {chosen.id}: is undone already; {remedy}")
        _check_whole(desk, chosen)
        store.undo_decision(chosen.id, now())
        click.echo(f"undone: decision {chosen.id} ({chosen.verb})")
        return _apply(desk, f"events undo {chosen.id}", chosen, now)


@contextmanager
def _desk(store: Store, settings: Settings) -> Iterator[_Desk]:
    with hold_lock(store, "events"):
        yield _Desk(store, settings)


def _decide(desk: _Desk, decision: Decision, now: Clock) -> int:
    _check_whole(desk, decision)
    conflict = conflict_of(decision, settled(desk.store.decisions())[0])
    if conflict is not None:
        headlines = headlines_of(desk.store, (one.key for one in conflict.articles))
        raise InputError(f"{decision.verb} {conflict_words(conflict, headlines)}")
    desk.store.save_decisions([decision])
    click.echo(f"decided: {decision.verb}, decision {decision.id}")
    return _apply(desk, f"events {decision.verb}", decision, now)


def _check_whole(desk: _Desk, decision: Decision) -> None:
    """Raises InputError where a decision could not be followed: an event whose texts were thinned stays as it is."""
    for one in decision.articles:
        event = desk.home.get(one.key)
        if event is not None and event.thinned is not None:
            raise InputError(
                f"event {event.id}: its texts were thinned on {event.thinned.at:%Y-%m-%d}, so that it can't be compared"
                " anew and stays as it is; what is to be corrected late needs more bodies_days under [keep]"
            )


def _apply(desk: _Desk, verb: str, decision: Decision, now: Clock) -> int:
    """Work out the grouping anew and print where the decision's articles stand."""
    with open_workers(desk.settings) as workers, ledger(desk.store, verb, desk.versions, now) as entry:
        summary = compare_stage(desk.store, desk.comparison, progress_for(), run=entry.run, workers=workers)
        entry.add("decision", decision.id)
        entry.add("compare", summary)
    click.echo(compare_line(summary))
    concerned = {one.key for one in decision.articles}
    for event in desk.store.events():
        if concerned & set(event.event.articles):
            click.echo("\n".join(article_lines(event, desk.articles)))
    click.echo("for the pages: variorum report")
    return 1 if summary.failed else 0


def _named(items: Iterable[StoredArticle]) -> list[DecidedArticle]:
    return [
        DecidedArticle(item.article.key, item.article.outlet, item.article.url, item.article.canonical_url)
        for item in items
    ]
