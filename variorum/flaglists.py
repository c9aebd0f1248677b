"""`variorum flags`: the review queue in plain lines or as JSON Lines, and a verdict given by id."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import click

from compare.difference import Difference
from compare.verdicts import Judgement, ReviewState, judged
from db.store import Store
from variorum.errors import InputError
from variorum.references import find_event
from variorum.reviewing import Item, all_items, queue

Row = dict[str, Any]
FEWEST_ID = 6  # characters of an id that are enough to name what it is


def chosen(
    store: Store,
    *,
    event: str | None = None,
    rule: str | None = None,
    outlet: str | None = None,
    state: ReviewState | None = None,
) -> list[Item]:
    """The items in this `state` that fit, or without one the queue's, in its order. Raises InputError for an event that
    is not there."""
    events = None if event is None else [find_event(event, store.events()).id]
    items = list(all_items(store, events))
    found = queue(items) if state is None else [one for one in items if one.review.state == state]
    return [one for one in found if rule in (None, one.about) and (outlet is None or outlet in one.outlets)]


def item_lines(items: list[Item], limit: int | None) -> Iterator[str]:
    """A line for each item, up to `limit`, and how many more there are."""
    shown = items if limit is None else items[:limit]
    for one in shown:
        yield f"{one.id}  {one.review.state}  {one.about}  {told(one)}"
    if len(items) > len(shown):
        yield f"… and {len(items) - len(shown)} more; see them with --limit {len(items)}"
    if not items:
        yield "nothing to review"


def told(item: Item) -> str:
    """Whose words they are and which, or what the difference says."""
    if isinstance(item.what, Difference):
        return item.what.explanation
    (passage,) = item.quotes
    voice = f"{item.what.voice}, {item.what.source}" if item.what.source else item.what.voice
    amid = " ".join(f"{passage.prefix}[{passage.exact}]{passage.suffix}".split())
    return f"{passage.outlet} ({voice}): … {amid} …"


def item_row(item: Item) -> Row:
    return {
        "id": item.id,
        "event": item.event,
        "kind": item.subject,
        "about": item.about,
        "state": item.review.state,
        "quotes": [
            {"outlet": q.outlet, "url": q.url, "exact": q.exact, "prefix": q.prefix, "suffix": q.suffix}
            for q in item.quotes
        ],
        "verdicts": len(item.review.verdicts),
    }


def decide_verb(
    store: Store,
    item_id: str,
    judgement: Judgement,
    *,
    reviewer: str,
    note: str,
    settles: bool,
    now: Callable[[], datetime],
) -> int:
    """Keep a verdict on one item. Raises InputError for an id that none or several have."""
    if len(item_id) < FEWEST_ID:
        raise InputError(f"{item_id!r} is too short an id; give {FEWEST_ID} characters or more")
    found = [one for one in all_items(store) if one.id.startswith(item_id)]
    if len(found) != 1:
        many = f"{len(found)} flags and differences have ids that begin so; give more of it"
        raise InputError(f"{item_id!r}: {many if found else 'no flag or difference has this id; see: variorum flags'}")
    (item,) = found
    verdict = judged(
        item.subject, item.about, item.quotes, judgement, reviewer=reviewer, at=now(), note=note, settles=settles
    )
    store.save_verdicts([verdict])
    click.echo(
        f"verdict {verdict.id}: {item.about} {judgement} by {reviewer}; from the next report on: variorum report"
    )
    return 0


def undo_verb(store: Store, verdict: str, *, now: Callable[[], datetime]) -> int:
    """Take a verdict back. Raises InputError for one that is not held or undone already."""
    found = [one for one in store.verdicts() if one.id.startswith(verdict) and one.undone_at is None]
    if len(found) != 1 or len(verdict) < FEWEST_ID:
        raise InputError(f"{verdict!r} names no one verdict in force; see them with: variorum export verdicts")
    store.undo_verdict(found[0].id, now())
    click.echo(f"verdict {found[0].id} undone")
    return 0
