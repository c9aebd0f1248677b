"""When an article told something: its publication, as far as that says so."""

from __future__ import annotations

from dataclasses import replace

from scraper.article import Article, Moment


def told_at(article: Article) -> Moment | None:
    """The time of publication. A live blog goes on being written after it: of what it tells, only the day it was opened
    on is known, and even that as the earliest."""
    published = article.published
    if published is None or article.kind != "live":
        return published
    return replace(published, at=published.at.replace(hour=0, minute=0, second=0, microsecond=0), precision="day")
