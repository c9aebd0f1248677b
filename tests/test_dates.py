"""When a page was published: order of sources, precision, zones, and what is no date."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.dates import PageDates, date_in_url, page_dates
from scraper.datetext import plausible, read_date
from scraper.structured import parse_html, read_structured

NOW = datetime(2025, 3, 12, 3, 0, tzinfo=UTC)
URL = "https://news.example/harbour"


def dates(head: str = "", body: str = "", url: str = URL, zone: str | None = None) -> PageDates:
    tree = parse_html(f"<html><head>{head}</head><body><h1>Harbour</h1>{body}<p>Text of the page.</p></body></html>")
    return page_dates(tree, read_structured(tree, url), url, now=NOW, zone=zone)


def published(head: str = "", body: str = "", url: str = URL, zone: str | None = None) -> tuple[str, str] | None:
    found = dates(head, body, url, zone).published
    return (str(found.moment), found.moment.origin) if found else None


def json_ld(value: str) -> str:
    return f'<script type="application/ld+json">{{"@type": "NewsArticle", "datePublished": "{value}"}}</script>'


META = '<meta property="article:published_time" content="2025-03-07T08:00:00Z">'
MICRODATA = """<div itemscope itemtype="https://schema.org/NewsArticle">
<time itemprop="datePublished" datetime="2025-03-07T09:00Z">7 March</time></div>"""
TIME = '<time datetime="2025-03-07T10:00:00+00:00">Friday</time>'
DATED_URL = "https://news.example/2025/03/07/harbour"
BYLINE = "<p class='date'>Published on March 7, 2025</p>"


def test_sources_are_asked_in_order() -> None:
    head, body = json_ld("2025-03-07T06:12:30Z") + META, MICRODATA + TIME + BYLINE
    assert published(head, body, DATED_URL) == ("2025-03-07T06:12:30Z", "json-ld")
    assert published(META, body, DATED_URL) == ("2025-03-07T08:00Z", "meta")
    assert published("", body, DATED_URL) == ("2025-03-07T09:00Z", "microdata")
    assert published("", TIME + BYLINE, DATED_URL) == ("2025-03-07T10:00Z", "time")
    assert published("", BYLINE, DATED_URL) == ("2025-03-07", "url")
    assert published("", BYLINE) == ("2025-03-07", "byline")
    assert published() is None


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
    assert published(json_ld(value) + META) == ("2025-03-07T08:00Z", "meta")


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
    assert published("", teaser + TIME) == ("2025-03-07T10:00Z", "time")


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


# -- places that disagree --

HARBOUR = "<p>The harbour stays open for ferries and small boats until further notice, the port office says.</p>"


def test_two_places_that_agree_outweigh_a_third() -> None:
    head = json_ld("2015-01-16T14:53:35+01:00") + META
    assert published(head, BYLINE) == ("2025-03-07T08:00Z", "meta")
    assert published(head, TIME) == ("2025-03-07T08:00Z", "meta")
    assert published(head) == ("2015-01-16T13:53:35Z", "json-ld")


def test_the_day_beside_the_headline_outweighs_one_that_no_reader_sees() -> None:
    stale = '<meta name="date" content="2024-12-20T11:02:44+01:00">'
    assert published(stale, "<span class='date'>27.01.2025</span>" + HARBOUR) == ("2025-01-27", "byline")
    assert published(stale, HARBOUR * 12 + "<div class='news-date'>27.01.2025</div>" + HARBOUR)[1] == "meta"  # type: ignore[index]


def test_the_day_of_the_last_change_is_not_that_of_publication() -> None:
    head = (
        json_ld("2021-01-01T11:00:00+01:00")[: -len("}</script>")]
        + ', "dateModified": "2023-04-01T12:00:00+02:00"}</script>'
    )
    for shown in ("<div class='date'>1 April 2023</div>", "<p>Updated 1 April 2023</p>"):
        found = dates(head, shown + HARBOUR)
        assert found.published is not None
        assert found.modified is not None
        assert (str(found.published.moment), found.modified.day) == ("2021-01-01T10:00Z", date(2023, 4, 1))


def test_what_is_only_called_updated_is_the_last_word_where_nothing_else_is_said() -> None:
    assert published("", "<p>Stand: 19.10.2024, 11:05 Uhr</p>" + HARBOUR) == ("2024-10-19", "byline")
    both = dates("", "<p>Published 18 October 2024 | Updated 19 October 2024</p>" + HARBOUR)
    assert both.published is not None
    assert both.modified is not None
    assert (both.published.day, both.modified.day) == (date(2024, 10, 18), date(2024, 10, 19))


def test_nothing_is_published_after_its_own_last_change() -> None:
    head = '<meta name="date" content="2024-04-29">'
    assert published(head, "<p>Stand: 28.04.2024 18:00 Uhr</p>" + HARBOUR) == ("2024-04-28", "byline")


@pytest.mark.parametrize(
    ("stated", "body", "day"),
    [
        ("2025-03-07T02:54:29Z", "<p>Published Thursday, March 6, 2025 9:54 p.m.</p>", date(2025, 3, 6)),
        ("2025-03-06T21:30:00Z", "<p class='date'>7 March 2025</p>", date(2025, 3, 7)),
        ("2025-03-07T02:54:29+02:00", "<p>Report of 6 March 2025</p>", date(2025, 3, 6)),
    ],
)
def test_the_day_where_the_outlet_is_comes_from_what_it_shows(stated: str, body: str, day: date) -> None:
    found = dates(json_ld(stated), body + HARBOUR).published
    assert found is not None
    assert found.day == day
    if stated.endswith("Z"):  # the moment itself stays exact
        assert found.moment.origin == "json-ld"
        assert str(found.moment) == stated.replace(":00Z", "Z")


def test_the_outlets_zone_gives_the_day_of_a_time_in_utc() -> None:
    found = dates(json_ld("2025-03-07T02:54:29Z"), zone="America/New_York").published
    assert found is not None
    assert (str(found.moment), found.day) == ("2025-03-07T02:54:29Z", date(2025, 3, 6))


# -- days that can be read two ways --

TWO_WAYS = '<meta name="date" content="11/01/2024 12:43:42">'


@pytest.mark.parametrize(
    ("tag", "url", "day"),
    [
        ("en", "https://news.example/a", None),
        ("", "https://news.example/a", None),
        ("en-US", "https://news.example/a", "2024-11-01"),
        ("en-GB", "https://news.example/a", "2024-01-11"),
        ("en", "https://news.co.uk/a", "2024-01-11"),
        ("en-US", "https://news.com.au/a", "2024-01-11"),
        ("de", "https://news.example/a", "2024-01-11"),
        ("", "https://news.fr/a", "2024-01-11"),
        ("en", "https://news.io/a", None),
    ],
)
def test_language_and_country_say_which_number_is_the_month(tag: str, url: str, day: str | None) -> None:
    tree = parse_html(f"<html lang='{tag}'><head>{TWO_WAYS}</head><body><h1>Harbour</h1>{HARBOUR}</body></html>")
    found = page_dates(tree, read_structured(tree, url), url, now=NOW).published
    assert (found.day.isoformat() if found else None) == day


def test_the_country_may_stand_elsewhere_than_the_language() -> None:
    for head in ('<meta property="og:locale" content="en_GB">', '<meta http-equiv="Content-Language" content="en-GB">'):
        tree = parse_html(f"<html lang='en'><head>{head}{TWO_WAYS}</head><body><h1>Harbour</h1>{HARBOUR}</body></html>")
        found = page_dates(tree, read_structured(tree, URL), URL, now=NOW).published
        assert found is not None
        assert found.day == date(2024, 1, 11)


def test_another_day_on_the_page_says_it_better() -> None:
    url = "https://news.ch/a"
    body = f"<h1>Harbour</h1><p>Erstellt am: 01.11.2024</p>{HARBOUR}"
    tree = parse_html(f"<html lang='de'><head>{TWO_WAYS}</head><body>{body}</body></html>")
    found = page_dates(tree, read_structured(tree, url), url, now=NOW).published
    assert found is not None
    assert found.day == date(2024, 11, 1)


def test_the_reading_that_lies_ahead_is_none() -> None:
    assert published('<meta name="date" content="03/12/2025">') == ("2025-03-12", "meta")


# -- places in the markup --


@pytest.mark.parametrize(
    ("head", "body", "origin"),
    [
        ('<script type="application/ld+json">{"@type": "NewsArticle", "mainEntityOfPage": {"datePublished": '
         '"2025-03-07T18:10:00+01:00", "author": {"name": "Ada"</script>', "", "json-ld"),
        (json_ld("2025-03-07").replace("NewsArticle", "Recipe"), "", "json-ld"),
        ("", '<span property="schema:dateCreated" content="2025-03-07T12:45:46+00:00"></span>', "microdata"),
        ("", '<span property="dc:date dc:created" content="2025-03-07T18:44:31+02:00"></span>', "microdata"),
        ("", '<time class="updated">6 March 2025</time><time class="entry-date published">7 March 2025</time>', "time"),
        ("", '<abbr class="published" title="Friday, March 7th, 2025">07.03.2025</abbr>', "byline"),
        ("", '<div class="teaser-meta">07.03.2025</div>', "byline"),
        ("", "<ul><li>Ada Quill</li><li class='artikeldatum'>7. März 2025 16:11 Uhr</li></ul>", "byline"),
        ("", "<div>Year <b>2025</b><br>Date <span>7 March 2025</span><br></div>", "byline"),
        ("", "<p><span>7</span> <span>March</span> <span>2025</span></p>", "byline"),
    ],
)  # fmt: skip
def test_where_a_day_may_stand(head: str, body: str, origin: str) -> None:
    found = dates(head, body + HARBOUR).published
    assert found is not None
    assert (found.day, found.moment.origin) == (date(2025, 3, 7), origin)


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Publié le 7 mars 2025 à 10 h 12", date(2025, 3, 7)),
        ("Publicado el 7 de marzo de 2025", date(2025, 3, 7)),
        ("Pubblicato il 7 marzo 2025", date(2025, 3, 7)),
        ("Geplaatst op 7 maart 2025", date(2025, 3, 7)),
        ("Von Ada Quill, 7. März 2025, 16:11 Uhr", date(2025, 3, 7)),
        ("Опубликовано 7 марта 2025", date(2025, 3, 7)),
        ("Opublikowano: 7 marca 2025", date(2025, 3, 7)),
        ("2025年3月7日 10:12", date(2025, 3, 7)),
        ("2025년 3월 7일", date(2025, 3, 7)),
        ("7 Mart 2025", date(2025, 3, 7)),
        ("7. maaliskuuta 2025", date(2025, 3, 7)),
        ("2025. március 7.", date(2025, 3, 7)),
        ("28.01.25 / 4 Kommentare", date(2025, 1, 28)),
    ],
)
def test_bylines_in_other_languages(line: str, day: date) -> None:
    found = dates("", f"<p>{line}</p>" + HARBOUR).published
    assert found is not None
    assert found.day == day


@pytest.mark.parametrize(
    "body",
    [
        "<aside><p class='date'>7 March 2025</p><p>Facts about the port</p></aside>",
        "<div class='comments'><p class='author'>Bo, 7 March 2025</p><p>Good.</p></div>",
        "<div class='teaser'><h3>Ferry late</h3><span class='teaser__date'>7 March 2025</span></div>",
        "<p>7 March 2025 – 9 March 2025</p>",
        "<p>Deadline: 7 March 2025</p>",
        "<p>Download Harbour 2.4.10</p>",
        "<footer class='footer'>As of 7 March 2025</footer>",
    ],
)
def test_what_is_not_the_articles_gives_no_date(body: str) -> None:
    assert published("", HARBOUR + body) is None


def test_todays_date_in_the_masthead_is_not_the_articles() -> None:
    top = "<div class='date'>Wednesday, 12 March 2025</div>" + "".join(
        f"<div>Section {name}</div>" for name in "ABCDEFG"
    )
    tree = parse_html(f"<html><body>{top}<h1>Harbour</h1>{HARBOUR}</body></html>")
    assert page_dates(tree, read_structured(tree, URL), URL, now=NOW).published is None


def test_a_teaser_of_the_article_itself_is_not_its_headline() -> None:
    slide = "<div><h2><a href='/a'>Harbour to close in May</a></h2><div class='date'>18 January 2024</div></div>"
    head = "<title>Harbour to close in May - The Lantern</title>" + '<meta name="date" content="2025-03-07">'
    body = slide + HARBOUR * 12 + f"<h1>Harbour to close in May</h1>{HARBOUR}"
    tree = parse_html(f"<html><head>{head}</head><body>{body}</body></html>")
    found = page_dates(tree, read_structured(tree, URL), URL, now=NOW).published
    assert found is not None
    assert found.day == date(2025, 3, 7)


def test_a_page_without_a_headline_shows_its_only_day() -> None:
    tree = parse_html(f"<html><body><div><div>Mar 7, 2025</div><b>Word of the day</b></div>{HARBOUR}</body></html>")
    found = page_dates(tree, read_structured(tree, URL), URL, now=NOW).published
    assert found is not None
    assert found.day == date(2025, 3, 7)


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://office.example/news/29-10-2024", "2024-10-29"),
        ("https://office.example/news/~29-10-2024-boats", "2024-10-29"),
        ("https://office.de/news/09-10-2024", "2024-10-09"),
        ("https://office.example/news/09-10-2024", None),
        ("https://office.example/news/29-10-20241", None),
    ],
)
def test_addresses_may_put_the_day_first(url: str, day: str | None) -> None:
    found = dates(url=url).published
    assert (found.day.isoformat() if found else None) == day


@given(st.text(max_size=80), st.text(max_size=40))
def test_any_text_on_a_page_is_a_date_that_can_be_or_none(line: str, content: str) -> None:
    tree = parse_html("<html><head></head><body><h1>Harbour</h1><p class='date'></p></body></html>")
    next(tree.iter("p")).text = "".join(c for c in line if c.isprintable())
    next(tree.iter("head")).append(parse_html("<meta name='date' content='x'>").find(".//meta"))
    next(tree.iter("meta")).set("content", "".join(c for c in content if c.isprintable()))
    found = page_dates(tree, read_structured(tree, URL), URL, now=NOW)
    for dated in (found.published, found.modified):
        assert dated is None or plausible(dated.moment, NOW)


@given(st.text(max_size=80))
def test_any_address_names_a_day_or_none(path: str) -> None:
    day = date_in_url(f"https://news.example/{path}")
    assert day is None or 1900 <= day.year < 2100
