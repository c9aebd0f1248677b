"""Events that can't be shown, because their results tell of other texts than are held.

A comparison brings every event up to date. Until it has, marks would stand at the wrong words. An event that it could
not compare, for a fault of the program, stays due: it is left out of the report, which goes on without it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final

from db.store import Store
from variorum.errors import NotComparedError

FAILED: Final = "results: could not be had"  # the state: what went wrong, by event, as the last comparison left it

UNRENDERED: Final = "report: could not be rendered"  # the state: the same, as the last report left it


def keep_failures(store: Store, failures: Mapping[str, str]) -> None:
    """Remember which events the comparison that just ended could not compare, and what went wrong."""
    store.set_state(FAILED, json.dumps(dict(sorted(failures.items()))))


def failed_events(store: Store) -> dict[str, str]:
    """What went wrong, by event, where that could not be compared and was not since."""
    known: dict[str, str] = json.loads(store.state(FAILED) or "{}")
    still = {event.id for event in store.due_events()} if known else set()
    return {event: problem for event, problem in known.items() if event in still}


def keep_unrendered(store: Store, failures: Mapping[str, str]) -> None:
    """Remember which events the report that was just written could not render, and what went wrong."""
    if failures or store.state(UNRENDERED):
        store.set_state(UNRENDERED, json.dumps(dict(sorted(failures.items()))))


def unrendered_events(store: Store) -> dict[str, str]:
    """What went wrong, by event, where the last report could not render it."""
    known: dict[str, str] = json.loads(store.state(UNRENDERED) or "{}")
    return known


def waiting_events(store: Store) -> set[str]:
    """The events that a comparison would bring up to date, as far as is known."""
    return store.stale_events() - failed_events(store).keys()


def left_out(store: Store) -> frozenset[str]:
    """The events that a report has to do without. Raises NotComparedError where a comparison would bring more."""
    if waiting := len(waiting_events(store)):
        told = "1 event has" if waiting == 1 else f"{waiting} events have"
        raise NotComparedError(
            f"{told} articles that came or changed since they were compared, and marks would stand at the wrong words;"
            " run: variorum compare, then this again"
        )
    return frozenset(failed_events(store))
