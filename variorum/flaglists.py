"""`variorum flags`: the review queue in plain lines or as JSON Lines, and a verdict given by id."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

import click

from compare.difference import Difference
from compare.speakerwords import speaker_words
from compare.verdicts import Judgement, Proposes, ReviewState, judged_anew
from db.store import Store
from variorum.errors import InputError
from variorum.references import find_event, find_id
from variorum.reviewing import Item, all_items, queue
from variorum.rowparts import Row
from variorum.verdictrows import check_reviewer

MOST_LINES = 50  # of the queue that are shown to a person who names no limit


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


def item_lines(items: list[Item], limit: int) -> Iterator[str]:
    """A line for each item, up to `limit`, and how many more there are."""
    shown = items[:limit]
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
    speaker = speaker_words(item.what.source)
    voice = f"{item.what.voice}, {speaker}" if speaker else item.what.voice
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
    proposes: Proposes = "",
    now: Callable[[], datetime],
) -> int:
    """Keep a verdict on one item. Raises InputError for an id that none or several have, for what is no name, and for a
    proposal without a rejected flag."""
    check_reviewer(reviewer)
    items = {one.id: one for one in all_items(store)}
    item = items[find_id(item_id, items, what="flag or difference", remedy="list them with: variorum flags")]
    if proposes and (item.subject, judgement) != ("flag", "rejected"):
        raise InputError(f"--propose {proposes}: only the rejection of a flag proposes anything; leave it out")
    verdict = judged_anew(
        item.review,
        item.subject,
        item.about,
        item.quotes,
        judgement,
        reviewer=reviewer,
        at=now(),
        note=note,
        settles=settles,
        proposes=proposes,
    )
    store.save_verdicts([verdict])
    click.echo(
        f"verdict {verdict.id}: {item.about} {judgement} by {reviewer}; from the next report on: variorum report"
    )
    return 0


def undo_verb(store: Store, verdict: str, *, now: Callable[[], datetime]) -> int:
    """Take a verdict back. Raises InputError for one that is not held or undone already."""
    in_force = [one.id for one in store.verdicts() if one.undone_at is None]
    found = find_id(verdict, in_force, what="verdict in force", remedy="list them with: variorum export verdicts")
    store.undo_verdict(found, now())
    click.echo(f"verdict {found} undone; from the next report on: variorum report")
    return 0
