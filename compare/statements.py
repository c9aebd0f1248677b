"""Statements: what an outlet wrote of one thing, with the time of its publication."""

from __future__ import annotations

from dataclasses import dataclass

from scraper.article import Moment


@dataclass(frozen=True, slots=True)
class Statement:
    """What one outlet wrote, and when it was published, None where that is not known."""

    text: str
    published: Moment | None = None
