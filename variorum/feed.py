"""`feed.xml`: new and changed events as an Atom feed (RFC 4287). No clock is asked: the moments are the articles' own.

Events of one outlet are not in it: there is nothing to compare.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from feedgen.feed import FeedGenerator

from templates import inert
from variorum.inputs import EventInput, Report
from variorum.sitepaths import FEED, event_path
from variorum.views import Contrast, EventPage, Side

FEED_ENTRIES: Final = 50
"""Events in the feed, those that changed last. Readers of feeds keep what they saw; docs/data.md and the feed's
subtitle say that there are no more."""
NOTHING_YET: Final = datetime(1970, 1, 1, tzinfo=UTC)
"""When a feed without entries last changed: Atom asks for a time, and there is none."""


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One event in the feed. `updated` is the newest moment of its articles: published, modified, or a version first
    read; `href` its page, from the site's folder."""

    event: str
    title: str
    href: str
    updated: datetime
    summary: str


def feed_entry(source: EventInput, page: EventPage) -> FeedEntry | None:
    """The event's entry, from its finished page; None for an event of one outlet."""
    if page.outlets < 2:
        return None
    return FeedEntry(
        event=source.event.id,
        title=page.title,
        href=event_path(source.event.id),
        updated=_updated(source),
        summary=_summary(page),
    )


def newest_entries(entries: Iterable[FeedEntry]) -> list[FeedEntry]:
    """Those that stand in the feed: the event that changed last first; of those that changed at one time the smaller
    id."""
    found = sorted(entries, key=lambda entry: entry.event)
    return sorted(found, key=lambda entry: entry.updated, reverse=True)[:FEED_ENTRIES]


def feed_xml(entries: Iterable[FeedEntry], report: Report) -> bytes:
    """The feed, of all events or of those that changed last."""
    newest = newest_entries(entries)
    feed = FeedGenerator()
    feed.id(f"{report.url}{FEED}" if report.url else "urn:variorum:feed")
    feed.title(_line(report.title) or "Variorum")
    feed.subtitle(
        "News events that two outlets or more reported, side by side; "
        f"the {FEED_ENTRIES} that changed last, newest first."
    )
    feed.author(name=_line(report.title) or "Variorum")
    feed.generator("Variorum", version=_line(report.versions.get("program", "")) or None)
    feed.updated(newest[0].updated if newest else NOTHING_YET)
    feed.link(href=f"{report.url}index.html", rel="alternate", type="text/html")
    if report.url:
        feed.link(href=f"{report.url}{FEED}", rel="self", type="application/atom+xml")
    for entry in newest:
        made = feed.add_entry(order="append")
        made.id(f"urn:variorum:event:{entry.event}")
        made.title(_line(entry.title) or entry.event)
        made.link(href=f"{report.url}{entry.href}", rel="alternate", type="text/html")
        made.updated(entry.updated)
        made.summary(_line(entry.summary))
    return bytes(feed.atom_str(pretty=True))


def _updated(source: EventInput) -> datetime:
    moments = [revision.seen_at for revision in source.revisions]
    for item in source.articles:
        told = (item.article.published, item.article.modified)
        moments += [item.first_seen, item.revised_at, *(moment.at for moment in told if moment is not None)]
    return max(moments)


def _summary(page: EventPage) -> str:
    claims = f"{page.claims} claim{'' if page.claims == 1 else 's'} in two or more"
    counts = f"{page.outlets} outlets, {page.articles} articles, {claims}."
    return f"{counts} Where they differ most: {_told(page.most)}" if page.most else counts


def _told(contrast: Contrast) -> str:
    """A difference as one sentence, as the page tells it: who wrote what."""
    told = "; ".join(_side(side) for side in contrast.sides)
    return " ".join(filter(None, (f"{contrast.chip.label}: {told}.", contrast.remark)))


def _side(side: Side) -> str:
    if not side.shown:
        return f"{side.outlets} wrote words beyond the excerpt limit"
    words = f"{side.before}{side.words}{side.after}"
    said = " ".join(filter(None, (side.outlets, side.verb, f"“{words}”" if words else "")))
    return f"{said}, {side.whose}" if side.whose else said


def _line(text: str) -> str:
    """The text on one line, without controls, of which XML can't hold most."""
    return " ".join(str(inert(text)).split())
