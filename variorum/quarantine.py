"""Learned site furniture in the compare stage: learned and masked before articles are grouped, counted after it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from compare.events import Event
from compare.masking import masked_paragraphs
from compare.sitefurniture import Body, SiteLine, body_of, furniture_among, line_id, recurring_lines, sighted
from db.records import StoredArticle, StoredLine
from db.store import Store

Masks = Mapping[str, tuple[int, ...]]
"""Article key to the numbers, from 1, of its masked paragraphs; articles without any are absent."""
Group = Callable[[Sequence[StoredArticle], Masks], list[Event]]
"""Groups articles into events without what is masked of them."""


def masks(stored: Iterable[StoredArticle], lines: Iterable[StoredLine]) -> Masks:
    """What the quarantined lines hide of each article."""
    return masks_of(stored, [item.line for item in lines if item.state == "quarantined"])


def masks_of(stored: Iterable[StoredArticle], lines: Sequence[SiteLine]) -> Masks:
    """What these lines hide of each article."""
    own: dict[str, list[SiteLine]] = {}
    for line in lines:
        own.setdefault(line.outlet, []).append(line)
    found = {
        item.article.key: masked_paragraphs(item.article, own[item.article.outlet])
        for item in stored
        if item.article.outlet in own
    }
    return {key: numbers for key, numbers in found.items() if numbers}


def mask_versions(members: Iterable[StoredArticle], hidden: Masks) -> dict[str, str]:
    """What is hidden of these articles, for a fingerprint, under keys that no version has."""
    keys = (item.article.key for item in members)
    return {f"masked in {key}": ",".join(map(str, hidden[key])) for key in keys if key in hidden}


def learn(store: Store, stored: Sequence[StoredArticle], group: Group) -> list[str]:
    """Look for lines in what is stored; keep new ones as quarantined. Returns their ids, sorted.

    A long line in short pages makes them look like one event. So what recurs is left out before the pages that have it
    are grouped, and only then is asked whether their events are unrelated. A line that is held is never learned again,
    released or not.
    """
    held = store.furniture()
    known = [item.line for item in held]
    bodies = {item.article.key: _body(item, item.article.key) for item in stored}
    recurring = recurring_lines(bodies.values(), known)
    if not recurring:
        return []
    without = masks_of(stored, [*recurring, *(item.line for item in held if item.state == "quarantined")])
    carriers = [item for item in stored if item.article.key in without]
    home = {key: event.articles[0] for event in group(carriers, without) for key in event.articles}
    grouped = [replace(body, event=home.get(key, key)) for key, body in bodies.items()]
    learned = furniture_among(recurring, grouped, known)
    return store.save_furniture({line_id(line.outlet, line.text): line for line in learned})


def recount(store: Store, stored: Sequence[StoredArticle], events: Iterable[Event]) -> None:
    """Bring counts and times of the lines that are held up to date with the articles and their events."""
    home = {key: event.articles[0] for event in events for key in event.articles}
    bodies = [_body(item, home[item.article.key]) for item in stored]
    store.save_furniture({item.id: sighted(item.line, bodies) for item in store.furniture()})


def _body(item: StoredArticle, event: str) -> Body:
    return body_of(item.article, event=event, seen=item.first_seen)
