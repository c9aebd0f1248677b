"""Which articles report the same event."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Event:
    """A set of articles about one happening.

    `articles` are article keys, sorted. `title` is the headline that stands closest to all the others.
    `cohesion` is the lowest similarity at which a part of the group was joined (1 for a single article), rounded to
    3 decimals.
    """

    articles: tuple[str, ...]
    title: str
    cohesion: float
