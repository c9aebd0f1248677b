"""Grouping night after night: what is still open, and which events a night's articles touch.

Only the parts of the open set that hold a new or changed article are grouped again, and they are grouped whole, as if
at once. All other events stay as they are, whatever the rest of the night brought.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Container, Iterable, Mapping
from datetime import datetime, timedelta

from compare.constraints import Constraints
from compare.events import NO_CONSTRAINTS, Event, group_part, keep_ids, linked_parts
from compare.outline import Outline
from compare.survey import Survey

Reach = tuple[datetime, datetime]
"""The first and the last moment at which something can have been published, both aware."""


def reach(articles: Iterable[Outline], seen: Mapping[str, datetime]) -> Reach:
    """From the first to the last moment of some articles: when they were published, else when they were first `seen`.

    A bare day lasts until its end. Raises KeyError for an article with neither, ValueError without articles.
    """
    moments = [
        (a.published.at, a.published.at + (timedelta(days=1) if a.published.precision == "day" else timedelta()))
        if a.published
        else (seen[a.key], seen[a.key])
        for a in articles
    ]
    return min(first for first, _ in moments), max(last for _, last in moments)


def open_stretches(arrivals: Iterable[Reach], window: float) -> list[Reach]:
    """The time within `window` days of any of the arrivals, ends included, in stretches that do not touch, in order."""
    days = timedelta(days=window)
    found: list[Reach] = []
    for first, last in sorted(arrivals):
        if found and first - days <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], last + days))
        else:
            found.append((first - days, last + days))
    return found


def still_open(events: Mapping[str, Reach], arrivals: Iterable[Reach], window: float) -> frozenset[str]:
    """The events that any of the arrivals lies within `window` days of, by the reach of both.

    What comes in late, older than the rest of its night, finds the events of its own days open.
    """
    stretches = open_stretches(arrivals, window)
    ends = [end for _, end in stretches]
    found = set()
    for event, (first, last) in events.items():
        at = bisect_left(ends, first)  # the first stretch that does not end before the event begins
        if at < len(stretches) and stretches[at][0] <= last:
            found.add(event)
    return frozenset(found)


def regroup(
    around: Survey,
    known: Mapping[str, Event],
    changed: Collection[str],
    constraints: Constraints = NO_CONSTRAINTS,
    reserved: Container[str] = (),
) -> list[tuple[str, Event]]:
    """The open events after a night, each with its id, sorted by their smallest article key.

    `around` surveys all articles of the open events and the new ones, `known` are the open events by id, `changed` the
    keys of articles that are new or whose text changed; an article of no known event counts as new. No new id is one
    of `reserved`, such as those of closed events. An event none of whose articles stands in one part with a changed one
    is returned as it is, the very same value. Raises ValueError where a known event holds an article that was not
    surveyed, or two hold the same.
    """
    place = around.place
    home: dict[str, str] = {}
    for identifier, event in sorted(known.items()):
        for key in event.articles:
            if key not in place:
                raise ValueError(f"event {identifier} holds article {key}, which was not surveyed")
            if key in home:
                raise ValueError(f"article {key} stands in the events {home[key]} and {identifier}")
            home[key] = identifier
    touched = {key for key in place if key not in home or key in changed}
    touched |= _against(home, constraints)
    together = [[place[key] for key in event.articles] for _, event in sorted(known.items())]
    kept: set[str] = set()
    found: list[Event] = []
    for part in linked_parts(around, constraints, together):
        keys = {around.articles[index].key for index in part}
        if keys & touched:
            found += group_part(around, part, constraints)
        else:
            kept |= {home[key] for key in keys}
    renewed = {name: frozenset(event.articles) for name, event in known.items() if name not in kept}
    named = keep_ids(found, renewed, kept, reserved)
    return sorted([*named, *((name, known[name]) for name in kept)], key=lambda pair: pair[1].articles)


def _against(home: Mapping[str, str], constraints: Constraints) -> set[str]:
    """Articles of known events that a decision of people pulls out or together."""
    events_of: dict[str, set[str]] = {}
    homes_of: dict[str, dict[str, str]] = {}
    for key, event in home.items():
        events_of.setdefault(constraints.home(key), set()).add(event)
        homes_of.setdefault(event, {})[constraints.home(key)] = key
    out = {key for key in home if len(events_of[constraints.home(key)]) > 1}
    for a, b in constraints.apart():
        out |= {inside[a] for inside in homes_of.values() if a in inside and b in inside}
    return out
