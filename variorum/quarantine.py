"""Learned site furniture in the compare stage: learned and masked before articles are grouped."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from compare.events import Event
from compare.masking import masked_paragraphs
from compare.sitefurniture import (
    Body,
    SiteLine,
    body_of,
    furniture_among,
    line_id,
    recurring_lines,
    stands_in,
)
from db.records import StoredArticle, StoredLine
from variorum.corpus import Shelf

if TYPE_CHECKING:  # processes that compare and render need no database
    from db.store import Store

LINES = "site furniture: masked"  # the state: ids of the lines that were in quarantine when articles were last grouped

# A night's pages of an outlet are looked at with so many of those before them: a line's share of the pages (a quarter,
# or half of them) is well told from so many, and more would not make a line of today's pages any plainer.
PAGES_BEFORE = 200
PAGES_AT_ONCE = 200  # of a night's, or of an archive's that is looked at anew
DAYS_APART = 10  # what lies further from the page before it is looked at with the pages of its own days

Masks = Mapping[str, tuple[int, ...]]
"""Article key to the numbers, from 1, of its masked paragraphs; articles without any are absent."""
Group = Callable[[Sequence[str], Sequence[SiteLine]], list[Event]]
"""Groups the articles of these keys into events without what these lines mask of them."""


def masks(stored: Iterable[StoredArticle], lines: Iterable[StoredLine]) -> Masks:
    """What the quarantined lines hide of each article."""
    hiding = quarantined(lines)
    found = {item.article.key: masked_paragraphs(item.article, hiding) for item in stored}
    return {key: numbers for key, numbers in found.items() if numbers}


def quarantined(lines: Iterable[StoredLine]) -> list[SiteLine]:
    return [item.line for item in lines if item.state == "quarantined"]


def touch_remasked(store: Store) -> dict[str, int]:
    """Articles of which other lines are masked than when they were last grouped are pending from now on. Returns their
    numbers, as `Store.pending` does."""
    now = sorted(item.id for item in store.furniture() if item.state == "quarantined")
    before = json.loads(store.state(LINES) or "[]")
    if now == before:
        return {}
    return store.touch(store.carriers(set(now) ^ set(before)), {LINES: json.dumps(now)})


def learn(store: Store, shelf: Shelf, keys: Collection[str], group: Group) -> list[str]:
    """Look for lines that recur on the pages of these articles and those before them; keep new ones as quarantined, and
    where each stands. Returns the ids of the new lines, sorted.

    A long line in short pages makes them look like one event. So what recurs is left out before the pages that have it
    are grouped, and only then is asked whether their events are unrelated. A line that is held is never learned again,
    released or not.
    """
    shelf.fetch(keys)
    by_outlet: dict[str, list[str]] = {}
    for key in sorted(keys):
        by_outlet.setdefault(shelf.article(key).article.outlet, []).append(key)
    held = store.furniture()
    added = []
    for outlet, own in sorted(by_outlet.items()):
        for stretch in stretches(_bodies(shelf, own)):
            pages = store.pages(outlet, stretch[0].at, stretch[-1].at, before=PAGES_BEFORE)
            learned = _learn_from(shelf, pages, held, group)
            if learned:
                by_id = {line_id(line.outlet, line.text): line for line in learned}
                added += store.save_furniture(by_id, _carriers(store, outlet, by_id))
                held = store.furniture()
    lines: dict[str, list[StoredLine]] = {}
    for item in held:
        lines.setdefault(item.line.outlet, []).append(item)
    store.save_sightings(
        {
            body.article: [item.id for item in lines.get(body.outlet, ()) if stands_in(item.line, body)]
            for body in _bodies(shelf, keys)
        }
    )
    return sorted(added)


def stretches(bodies: Sequence[Body]) -> Iterator[Sequence[Body]]:
    """One outlet's bodies by time, in stretches of at most PAGES_AT_ONCE without a gap of more than DAYS_APART days."""
    order = sorted(bodies, key=lambda body: (body.at, body.article))
    start = 0
    for end, (before, after) in enumerate(pairwise(order), 1):
        if end - start == PAGES_AT_ONCE or after.at - before.at > timedelta(days=DAYS_APART):
            yield order[start:end]
            start = end
    if order:
        yield order[start:]


def _learn_from(shelf: Shelf, pages: Sequence[str], held: Sequence[StoredLine], group: Group) -> list[SiteLine]:
    """New lines among these pages of one outlet. `held` are the lines of all outlets that are held."""
    bodies = {body.article: body for body in _bodies(shelf, pages)}
    known = [item.line for item in held]
    recurring = recurring_lines(bodies.values(), known)
    if not recurring:
        return []
    without = [*recurring, *quarantined(held)]
    carriers = [key for key in bodies if masked_paragraphs(shelf.article(key).article, without)]
    home = {key: event.articles[0] for event in group(carriers, without) for key in event.articles}
    grouped = [replace(body, event=home.get(key, key)) for key, body in bodies.items()]
    return furniture_among(recurring, grouped, known)


def _carriers(store: Store, outlet: str, lines: Mapping[str, SiteLine]) -> dict[str, list[str]]:
    """By line, the outlet's articles that have it. Reads all whose texts are whole: what is learned holds for older
    pages too."""
    found: dict[str, list[str]] = {name: [] for name in lines}
    keys = store.whole_keys(outlet)
    for start in range(0, len(keys), PAGES_AT_ONCE):
        for item in store.articles(keys[start : start + PAGES_AT_ONCE]):
            body = body_of(item.article, event=item.article.key, seen=item.first_seen)
            for name, line in lines.items():
                if stands_in(line, body):
                    found[name].append(item.article.key)
    return found


def _bodies(shelf: Shelf, keys: Collection[str]) -> list[Body]:
    """Each as an event of its own."""
    shelf.fetch_articles(keys)
    return [body_of(item.article, event=item.article.key, seen=item.first_seen) for item in map(shelf.article, keys)]
