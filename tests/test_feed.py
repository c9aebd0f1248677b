"""The feed of new and changed events."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import feedparser
import pytest

from scraper.article import Moment
from tests import report_sample as sample
from variorum.excerpts import ExcerptBudget
from variorum.feed import FEED_ENTRIES, FeedEntry, feed_entry, feed_xml
from variorum.inputs import EventInput, Report
from variorum.pages import event_page
from variorum.site import render_site
from variorum.sitepaths import FEED, event_path

MADE = datetime(2025, 3, 11, tzinfo=UTC)
DOCUMENTED = (Path(__file__).parent.parent / "docs" / "data.md").read_text(encoding="utf-8")


def entry_of(source: EventInput, **changes: Any) -> FeedEntry | None:
    report = sample.report(**changes)
    return feed_entry(source, event_page(source, report, ExcerptBudget(report.excerpt_words)))


def parsed(entries: list[FeedEntry], report: Report | None = None) -> Any:
    found = feedparser.parse(feed_xml(entries, report or sample.report()))
    assert not found.bozo, found.get("bozo_exception")
    assert found.version == "atom10"
    return found


def made(number: int, at: datetime = MADE) -> FeedEntry:
    return FeedEntry(f"{number:012x}", f"Event {number}", f"events/{number:012x}.html", at, "Two outlets.")


def test_the_site_has_its_events_of_several_outlets_newest_change_first() -> None:
    files = dict(render_site(sample.everything(), sample.report()))
    found = feedparser.parse(files[FEED])
    newest, *others = (source.event.id for source in (sample.pact(), sample.flood(), sample.thin(), sample.tram()))
    in_order = [newest, *sorted(others)]  # all of these were last seen at one time
    assert [entry.id for entry in found.entries] == [f"urn:variorum:event:{one}" for one in in_order]
    assert [entry.link for entry in found.entries] == [event_path(one) for one in in_order]
    assert found.entries[0].updated == found.feed.updated == "2025-03-12T11:40:00+00:00"
    assert found.entries[1].updated == sample.SEEN.isoformat()


def test_an_event_of_one_outlet_has_no_entry() -> None:
    assert entry_of(sample.ferry()) is None


def test_an_entry_says_what_the_index_says() -> None:
    entry = entry_of(sample.pact())
    assert entry is not None
    assert entry.title == "Aldmoor and Kessaly sign defence research pact"
    assert entry.summary.startswith("6 outlets, 7 articles, 5 claims in two or more. Where they differ most: ")
    assert "Torvia Today wrote “" in entry.summary
    kept_back = entry_of(sample.pact(), excerpt_words=0)
    assert kept_back is not None
    assert kept_back.title == "6 outlets, 11 March 2025"
    assert "beyond the excerpt limit" in kept_back.summary


def test_it_changes_when_an_article_comes_or_its_text_changes() -> None:
    def updated(source: EventInput) -> datetime:
        entry = entry_of(source)
        assert entry is not None
        return entry.updated

    source = sample.flood()
    assert updated(source) == sample.SEEN
    later = sample.SEEN + timedelta(days=1)
    revised = replace(source, articles=(replace(source.articles[0], revised_at=later), *source.articles[1:]))
    assert updated(revised) == later
    told = Moment.parse("2025-03-20T10:00:00Z", origin="meta")
    article = replace(source.articles[0].article, modified=told)
    changed = replace(source, articles=(replace(source.articles[0], article=article), *source.articles[1:]))
    assert updated(changed) == told.at


def test_the_newest_are_kept_and_the_subtitle_and_the_documentation_say_how_many() -> None:
    entries = [made(number, MADE + timedelta(hours=number)) for number in range(FEED_ENTRIES + 5)]
    found = parsed(entries)
    assert [entry.title for entry in found.entries] == [f"Event {n}" for n in range(FEED_ENTRIES + 4, 4, -1)]
    assert f" {FEED_ENTRIES} " in found.feed.subtitle
    assert f"the {FEED_ENTRIES} events that changed last" in " ".join(DOCUMENTED.split())
    assert found.feed.updated == "2025-03-13T06:00:00+00:00"


def test_the_order_of_input_does_not_matter() -> None:
    entries = [made(number) for number in range(60)]
    assert feed_xml(reversed(entries), sample.report()) == feed_xml(entries, sample.report())


def test_ids_stay_where_a_title_changes() -> None:
    before, after = made(1), replace(made(1), title="Another", updated=MADE + timedelta(days=1))
    assert parsed([before]).entries[0].id == parsed([after]).entries[0].id == "urn:variorum:event:000000000001"


def test_links_lead_from_the_site_or_to_its_address() -> None:
    found = parsed([made(1)])
    assert [(link.rel, link.href) for link in found.feed.links] == [("alternate", "index.html")]
    assert found.entries[0].link == "events/000000000001.html"
    there = parsed([made(1)], sample.report(url="https://press.example/v/"))
    assert {(link.rel, link.href) for link in there.feed.links} == {
        ("alternate", "https://press.example/v/index.html"),
        ("self", "https://press.example/v/feed.xml"),
    }
    assert there.feed.id == "https://press.example/v/feed.xml"
    assert there.entries[0].link == "https://press.example/v/events/000000000001.html"


def test_a_feed_without_entries_is_one() -> None:
    found = parsed([])
    assert found.entries == []
    assert found.feed.updated == "1970-01-01T00:00:00+00:00"
    assert found.feed.author == "Variorum"


@pytest.mark.parametrize("nasty", ["<script>x</script>", "a\0b\ud800\ufffe", "]]>", "&lt;", "\u202ex", "", " \n"])
def test_hostile_titles_are_text(nasty: str) -> None:
    entry = replace(made(1), title=nasty, summary=nasty)
    found = parsed([entry], sample.report(title=nasty))
    assert found.entries[0].title_detail.type == "text/plain"
    assert found.entries[0].title.strip()
    assert found.feed.title.strip()


def test_every_page_leads_to_it() -> None:
    for path, content in render_site(sample.everything(), sample.report()):
        if path.endswith(".html"):
            root = "../" if "/" in path else ""
            assert f'type="application/atom+xml" title="Variorum" href="{root}feed.xml"' in content.decode()
