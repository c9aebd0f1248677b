"""`variorum events`: the events, and the articles of one, in plain columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import click

from db.records import StoredArticle, StoredEvent
from db.store import Store
from scraper.article import Moment
from variorum.references import find_event
from variorum.when import earliest, order_key

UNKNOWN_TIME = "time not found"


def list_verb(store: Store, event: str | None) -> None:
    """Print all events, or one with its articles. Raises InputError for one that is not there."""
    held = store.events()
    articles = {item.article.key: item for item in store.articles()}
    lines = event_lines(held, articles) if event is None else article_lines(find_event(event, held), articles)
    click.echo("\n".join(lines))


def event_lines(events: Iterable[StoredEvent], articles: Mapping[str, StoredArticle]) -> list[str]:
    """A line for each event, the newest first: id, day, outlets, articles, title."""

    def first(event: StoredEvent) -> Moment | None:
        return earliest(articles[key].article.published for key in event.event.articles)

    known = {event.id: first(event) for event in events}
    rows = [
        (
            event.id,
            moment.at.date().isoformat() if (moment := known[event.id]) else UNKNOWN_TIME,
            str(len({articles[key].article.outlet for key in event.event.articles})),
            str(len(event.event.articles)),
            one_line(event.event.title),
        )
        for event in sorted(
            events, key=lambda event: (known[event.id] is not None, order_key(known[event.id]), event.id), reverse=True
        )
    ]
    if not rows:
        return ["no event yet; add or fetch articles, then run: variorum compare"]
    return columns([("event", "day", "outlets", "articles", "title"), *rows])


def article_lines(event: StoredEvent, articles: Mapping[str, StoredArticle]) -> list[str]:
    """An event with its articles in the order of publication: id, outlet, time, headline."""
    members = sorted((articles[key] for key in event.event.articles), key=by_publication)
    rows = [
        (
            item.article.key,
            item.article.outlet,
            str(item.article.published or UNKNOWN_TIME),
            one_line(item.article.title),
        )
        for item in members
    ]
    return [f"event {event.id}: {one_line(event.event.title)}", *(f"  {line}" for line in columns(rows))]


def by_publication(item: StoredArticle) -> tuple[object, ...]:
    """For sorting: the earliest first, of equals the smaller key; what has no time comes last."""
    return (*order_key(item.article.published), item.article.key)


def columns(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows as lines, every column but the last as wide as its widest cell."""
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]) - 1)]
    return [
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[-1]]) for row in rows
    ]


def one_line(text: str) -> str:
    return " ".join(text.split())
