"""When a page was published: order of sources, precision, zones, and what is no date."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.dates import PageDates, date_in_url, page_dates, read_date
from scraper.structured import parse_html, read_structured

NOW = datetime(2025, 3, 12, 3, 0, tzinfo=UTC)
URL = "https://news.example/harbour"
FIRST, LAST = datetime(1995, 1, 1), datetime(2024, 12, 31)  # noqa: DTZ001  the zone is drawn


def dates(head: str = "", body: str = "", url: str = URL, zone: str | None = None) -> PageDates:
    tree = parse_html(f"<html><head>{head}</head><body><h1>Harbour</h1>{body}<p>Text of the page.</p></body></html>")
    return page_dates(tree, read_structured(tree, url), url, now=NOW, zone=zone)


def published(head: str = "", body: str = "", url: str = URL, zone: str | None = None) -> tuple[str, str] | None:
    found = dates(head, body, url, zone).published
    return (str(found.moment), found.moment.origin) if found else None


def json_ld(value: str) -> str:
    return f'<script type="application/ld+json">{{"@type": "NewsArticle", "datePublished": "{value}"}}</script>'


META = '<meta property="article:published_time" content="2025-03-10T08:00:00Z">'
MICRODATA = """<div itemscope itemtype="https://schema.org/NewsArticle">
<time itemprop="datePublished" datetime="2025-03-09T08:00Z">9 March</time></div>"""
TIME = '<time datetime="2025-03-08T08:00:00+00:00">Saturday</time>'
DATED_URL = "https://news.example/2025/03/07/harbour"
BYLINE = "<p class='date'>Published on March 6, 2025</p>"


def test_sources_are_asked_in_order() -> None:
    head, body = json_ld("2025-03-11T06:12:30Z") + META, MICRODATA + TIME + BYLINE
    assert published(head, body, DATED_URL) == ("2025-03-11T06:12:30Z", "json-ld")
    assert published(META, body, DATED_URL) == ("2025-03-10T08:00Z", "meta")
    assert published("", body, DATED_URL) == ("2025-03-09T08:00Z", "microdata")
    assert published("", TIME + BYLINE, DATED_URL) == ("2025-03-08T08:00Z", "time")
    assert published("", BYLINE, DATED_URL) == ("2025-03-07", "url")
    assert published("", BYLINE) == ("2025-03-06", "byline")
    assert published() is None


@pytest.mark.parametrize(
    ("text", "moment", "day"),
    [
        ("2025-03-11T06:12:30Z", "2025-03-11T06:12:30Z", "2025-03-11"),
        ("2025-03-11T06:12:00.000+0000", "2025-03-11T06:12Z", "2025-03-11"),
        ("2025-03-11T23:30:00-05:00", "2025-03-12T04:30Z", "2025-03-11"),
        ("2025-03-11 06:12", "2025-03-11", "2025-03-11"),
        ("2025-03-11", "2025-03-11", "2025-03-11"),
        ("2025-03-11T00:00:00+11:00", "2025-03-11", "2025-03-11"),
        ("Tue, 11 Mar 2025 06:12:07 GMT", "2025-03-11T06:12:07Z", "2025-03-11"),
        ("March 11, 2025 6:12 am EST", "2025-03-11T11:12Z", "2025-03-11"),
        ("11 March 2025", "2025-03-11", "2025-03-11"),
        ("Mar. 11, 2025 at 6:12 p.m. EDT", "2025-03-11T22:12Z", "2025-03-11"),
        ("13/03/2024", "2024-03-13", "2024-03-13"),
        ("2025-03-11T06:12:00 GMT", "2025-03-11T06:12Z", "2025-03-11"),
    ],
)
def test_twelve_ways_to_write_a_date(text: str, moment: str, day: str) -> None:
    found = read_date(text, "meta")
    assert found is not None
    assert (str(found.moment), found.day.isoformat()) == (moment, day)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "03/04/2025",
        "March 2025",
        "2025",
        "1741673520",
        "20250311 06 12",
        "2025-02-30",
        "2025-13-01",
        "x" * 200,
    ],
)
def test_what_is_no_date_or_could_be_two(text: str) -> None:
    assert read_date(text, "meta") is None


def test_a_time_without_a_zone_is_read_in_the_outlets_or_stays_a_day() -> None:
    naive = '<meta property="article:published_time" content="2025-03-10T08:00:00">'
    assert published(naive) == ("2025-03-10", "meta")
    assert published(naive, zone="America/New_York") == ("2025-03-10T12:00Z", "meta")
    found = read_date("2025-03-10T22:00", "meta", zone=ZoneInfo("America/New_York"))
    assert found is not None
    assert (str(found.moment), found.day) == ("2025-03-11T02:00Z", date(2025, 3, 10))


@pytest.mark.parametrize(
    "value", ["2025-03-20T06:12:00Z", "1970-01-01T00:00:01Z", "0001-01-01", "9999-12-31T23:59:59Z"]
)
def test_a_date_in_the_future_or_before_the_web_is_passed_over(value: str) -> None:
    assert published(json_ld(value) + META) == ("2025-03-10T08:00Z", "meta")


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://news.example/2025/03/07/harbour", date(2025, 3, 7)),
        ("https://news.example/a-2025-3-7-harbour", date(2025, 3, 7)),
        ("https://news.example/2025_03_07/harbour", date(2025, 3, 7)),
        ("https://news.example/harbour-20250307", None),
        ("https://news.example/article/20190214", None),
        ("https://news.example/2025/02/30/harbour", None),
        ("https://news.example/12025/03/071", None),
        ("https://news.example/2025/03/harbour", None),
        ("https://news.example/harbour?day=2025/03/07", None),
    ],
)
def test_days_in_addresses(url: str, day: date | None) -> None:
    assert date_in_url(url) == day


def test_the_address_names_the_outlets_own_day() -> None:
    found = dates(json_ld("2025-03-11T02:30:00Z"), url="https://news.example/2025/03/10/harbour").published
    assert found is not None
    assert (str(found.moment), found.day) == ("2025-03-11T02:30Z", date(2025, 3, 10))


def test_modified_dates_follow_published_ones() -> None:
    modified = '<meta property="article:modified_time" content="2025-03-11T09:00:00Z">'
    assert str(dates(META + modified).modified.moment) == "2025-03-11T09:00Z"  # type: ignore[union-attr]
    assert dates(json_ld("2025-03-11T10:00:00Z") + modified).modified is None


def test_times_in_teasers_are_not_this_pages() -> None:
    teaser = '<aside><time datetime="2025-03-01T08:00Z"></time></aside>'
    teaser += '<div class="related-items"><time>2025-03-02</time></div>'
    assert published("", teaser + TIME) == ("2025-03-08T08:00Z", "time")


PROSE = "<p>Text of the page that goes on for some words.</p>"


@pytest.mark.parametrize(
    "body",
    [
        f"{PROSE}<p>© 2019</p>",
        f"{PROSE}<footer><div class='footer'>© 2019 News</div></footer>",
        f"{PROSE}<div id='footer'>Copyright 2019-2021 News</div>",
        "<p class='date'>2019</p>",
        "<p>The bridge was built on 4 June 2012 and stands.</p>",
        "<div class='post-body entry'><p>It was built on 4 June 2012.</p></div>",
        "<div>The bridge was built on 4 June 2012 and stands.</div>",
        "<p>It was built on <b>4 June 2012</b>, and stands.</p>",
        "<p>On 2012-06-04 the bridge was opened.</p>",
        "<p>The committee published on 4 June 2012 a report.</p>",
        f"{PROSE * 20}<p>4 June 2012</p>",
    ],
)
def test_a_copyright_year_and_a_date_in_prose_are_not_the_pages_own(body: str) -> None:
    assert published(body=body) is None


@pytest.mark.parametrize(
    "body",
    [
        "<p>4 June 2012</p>",
        "<p>Harbour City, June 4, 2012</p>",
        "<p>Published 4 June 2012</p>",
        "<p class='byline'>By Ada Quill, 4 June 2012</p>",
        "<span>By Ada Quill and Bo Reed, Torvian Wire - Published Monday, 4 June 2012</span>",
        "<p>Published by Ada Quill on Monday, June 4, 2012 at 10:30 a.m.</p>",
        "<p>04.06.2012</p>",
    ],
)
def test_a_line_near_the_headline_names_the_day(body: str) -> None:
    assert published(body=body + PROSE * 20 + "<p>© 2019</p>") == ("2012-06-04", "byline")


def test_january_1st_counts_where_it_is_written_out() -> None:
    assert published(body="<p class='date'>1 January 2012</p>") == ("2012-01-01", "byline")


def test_one_broken_script_leaves_the_others_standing() -> None:
    broken = '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": </script>'
    commented = (
        '<script type="application/ld+json">\n/* build 7 */ {"@graph": [{"@type": ["NewsArticle"], '
        '"datePublished": "2025-03-11T06:12:00Z",}]}</script>'
    )
    assert published(broken + commented) == ("2025-03-11T06:12Z", "json-ld")


@given(st.text(max_size=60))
def test_any_text_is_a_date_or_none(text: str) -> None:
    found = read_date(text, "meta")
    assert found is None or found.moment.at.tzinfo is UTC


@given(st.datetimes(min_value=FIRST, max_value=LAST, timezones=st.timezones()))
def test_iso_times_are_read_exactly(at: datetime) -> None:
    if (at.hour, at.minute, at.second) == (0, 0, 0) or (at.utcoffset() or at - at).microseconds:
        return
    found = read_date(at.isoformat(), "meta")
    assert found is not None
    assert found.moment.at == at.astimezone(UTC)  # a zone's repeated hour compares unequal to anything else
    assert found.day == at.date()
