"""Some dozen events to share between workers, and what is known of a database."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from db.store import Store
from scraper.article import Article, Moment
from tests.toys import FLOOD, PACT
from variorum.exporting import export
from variorum.nightly import comparison_for, versions_of
from variorum.reporting import report_stage
from variorum.settings import CompareSettings, Settings

NIGHT = datetime(2031, 4, 1, 3, tzinfo=UTC)
PLAIN = Settings(compare=CompareSettings(embedder="lexical", tagger="none"), executor="none")
COMPARED = ("events", "claims", "differences", "flags", "revisions", "articles")


def many_articles(months: int = 6) -> list[Article]:
    """Two events a month, each far from those of other months."""
    found = []
    for month in range(1, months + 1):
        for one in (*PACT, *FLOOD):
            assert one.published is not None
            url = f"{one.url}-{month}"
            text = f"2032-{month:02d}-{one.published.at.day:02d}T{one.published.at.hour:02d}:00:00Z"
            when = Moment.parse(text, origin="given")
            found.append(replace(one, url=url, canonical_url=url, published=when))
    return found


def edited(one: Article) -> Article:
    return replace(one, text=one.text + "\n\nOfficials claimed that it had been a purported bid.")


def everything(store: Store, site: Path, settings: Settings = PLAIN) -> dict[str, Any]:
    """The site's files and all exports but runs."""
    comparison = comparison_for(settings, ())
    report_stage(store, settings, (), comparison.rules, versions_of(comparison), out=site)
    files = {str(one.relative_to(site)): one.read_bytes() for one in sorted(site.rglob("*")) if one.is_file()}
    return files | {what: json.dumps(list(export(store, what, excerpt_words=None))) for what in COMPARED}
