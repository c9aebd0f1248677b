"""Grouping night after night: what is still open, and which events a night's articles touch.

Only the parts of the open set that hold a new or changed article are grouped again, and they are grouped whole, as if
at once. All other events stay as they are, whatever the rest of the night brought.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from compare.constraints import Constraints
from compare.events import NO_CONSTRAINTS, Event, group_part, keep_ids, linked_parts
from compare.survey import Survey
from scraper.article import Article


def latest_moment(articles: Sequence[Article], seen: Mapping[str, datetime]) -> datetime:
    """The latest moment of an event's articles, aware: when they were published, else when they were first `seen`.

    A bare day lasts until its end. Raises KeyError for an article with neither, ValueError without articles.
    """
    moments = []
    for article in articles:
        if article.published is None:
            moments.append(seen[article.key])
        elif article.published.precision == "day":
            moments.append(article.published.at + timedelta(days=1))
        else:
            moments.append(article.published.at)
    return max(moments)


def still_open(latest: Mapping[str, datetime], newest: datetime, window: float) -> frozenset[str]:
    """The events that a night may still add to: their latest moment lies at most `window` days before `newest`.

    `latest` maps event ids to their latest moments, `newest` is the latest moment of the night's articles. An article
    that comes in late, older than the rest of its night, may find its event closed; give its own moment for `newest`
    to keep what it could join. Events that lie after `newest` are open.
    """
    return frozenset(event for event, moment in latest.items() if newest - moment <= timedelta(days=window))


def regroup(
    around: Survey,
    known: Mapping[str, Event],
    changed: Collection[str],
    constraints: Constraints = NO_CONSTRAINTS,
    reserved: Collection[str] = (),
) -> list[tuple[str, Event]]:
    """The open events after a night, each with its id, sorted by their smallest article key.

    `around` surveys all articles of the open events and the new ones, `known` are the open events by id, `changed` the
    keys of articles that are new or whose text changed; an article of no known event counts as new. No new id is one
    of `reserved`, such as those of closed events. An event none of whose articles stands in one part with a changed one
    is returned as it is, the very same value. Raises ValueError where a known event holds an article that was not
    surveyed, or two hold the same.
    """
    place = {article.key: index for index, article in enumerate(around.articles)}
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
    named = keep_ids(found, renewed, {*kept, *reserved})
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
