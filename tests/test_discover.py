"""Feeds, sitemaps and front pages to links, and addresses to the form in which they are matched."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.article import Link, Moment
from scraper.discover import MAX_LINKS, Found, ListingKind, discover, feed_moment
from scraper.errors import DiscoverError
from scraper.urls import canonical_url, is_web, resolve, same_site, site_of

HOST = "https://news.example"


def found(kind: ListingKind, body: str | bytes, *, pattern: str | None = None, at: str = "/list") -> Found:
    payload = body.encode() if isinstance(body, str) else body
    return discover(kind, payload, f"{HOST}{at}", owns=lambda url: same_site(url, HOST), pattern=pattern)


def urls(result: Found) -> list[str]:
    return [link.url for link in result.links]


RSS = """<?xml version="1.0" encoding="windows-1252"?><rss version="2.0"><channel><title>News</title>
<item><title>Caf\xe9 &amp; \x93bar\x94</title><link>/a</link><pubDate>Tue, 11 Mar 2025 07:12:00 +0100</pubDate></item>
<item><title>Again</title><link>https://news.example/a?utm_source=rss#top</link></item>
<item><title>Bad</title><link>javascript:alert(1)</link></item>
<item><title>Data</title><link>data:text/html,x</link></item>
<item><title>Elsewhere</title><link>https://ads.example/x</link></item>
<item><title>Guid</title><guid isPermaLink="true">https://www.news.example/b</guid></item>
</channel></rss>""".encode("latin-1")


def test_rss_with_relative_links_and_an_old_charset() -> None:
    result = found("feed", RSS)
    assert result.links[0] == Link(
        f"{HOST}/a", "Café & “bar”", Moment(datetime(2025, 3, 11, 6, 12, tzinfo=UTC), "minute", "feed")
    )
    assert urls(result) == [f"{HOST}/a", "https://www.news.example/b"]
    assert result.skipped == 3


def test_atom_with_a_base_and_alternate_links() -> None:
    result = found(
        "feed",
        """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://news.example/world/"><title>N</title>
        <entry><title type="html">One &lt;b&gt;two&lt;/b&gt;</title><link rel="alternate" href="one.html"/>
        <link rel="enclosure" href="one.mp3"/><published>2025-03-11</published></entry></feed>""",
    )
    assert urls(result) == [f"{HOST}/world/one.html"]
    assert result.links[0].published == Moment(datetime(2025, 3, 11, tzinfo=UTC), "day", "feed")


NEWS_MAP = f"""<?xml version="1.0"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc> {HOST}/a </loc><news:news><news:publication_date>2025-03-11T06:12:30Z</news:publication_date>
<news:title>A title</news:title></news:news></url><url><loc>{HOST}/b</loc></url><url/></urlset>"""


@pytest.mark.parametrize("pack", [str.encode, lambda text: gzip.compress(text.encode())])
def test_a_news_sitemap_plain_and_gzipped(pack: object) -> None:
    result = found("sitemap", pack(NEWS_MAP))  # type: ignore[operator]
    assert result.links == (
        Link(f"{HOST}/a", "A title", Moment(datetime(2025, 3, 11, 6, 12, 30, tzinfo=UTC), "second", "feed")),
        Link(f"{HOST}/b"),
    )
    assert result.skipped == 1


def test_an_index_names_further_sitemaps() -> None:
    result = found("sitemap", "<sitemapindex><sitemap><loc>/m1.xml</loc></sitemap><sitemap/></sitemapindex>")
    assert result.nested == (f"{HOST}/m1.xml",)
    assert result.links == ()


def test_a_front_page_offers_what_fits_the_pattern() -> None:
    result = found(
        "front page",
        """<base href="/uk/"><a href="story/1">One
        line</a> <a href="/uk/story/1#comments">1 comment</a><a href="/about">About</a><a href="mailto:x@y.z">Mail</a>
        <a href="//www.news.example/uk/story/2">Two</a><a href="https://other.example/uk/story/3">Three</a><a>None</a>""",
        pattern=r"^/uk/story/[0-9]+$",
    )
    assert [(link.url, link.title) for link in result.links] == [
        (f"{HOST}/uk/story/1", "One line"),
        ("https://www.news.example/uk/story/2", "Two"),
    ]
    assert result.skipped == 3


def test_links_are_bounded() -> None:
    result = found("front page", "".join(f'<a href="/{n}">x</a>' for n in range(10_000)), pattern="[0-9]")
    assert len(result.links) == MAX_LINKS
    assert result.skipped == 10_000 - MAX_LINKS


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]>"
)


@pytest.mark.parametrize(
    ("kind", "body", "reason"),
    [
        ("feed", "  \n", "empty"),
        ("feed", "<html><body>Not found</body></html>", "not a feed"),
        ("feed", '{"version": "nothing"}', "not a feed"),
        ("feed", b"\x89PNG\r\n\x1a\n\0\0\0", "not a feed"),
        ("sitemap", "plain text", "not XML"),
        ("sitemap", "<urlset><url>", "not XML"),
        ("sitemap", "<html/>", "not a sitemap"),
        ("sitemap", b"\x1f\x8b\x08nonsense", "not a sitemap"),
        ("sitemap", gzip.compress(bytes(30_000_000)), "too large"),
        ("front page", "<!-- nothing -->", "not HTML"),
    ],
)
def test_what_is_no_listing_says_so(kind: ListingKind, body: str | bytes, reason: str) -> None:
    with pytest.raises(DiscoverError) as caught:
        found(kind, body)
    assert caught.value.reason == reason
    assert f"{HOST}/list" in caught.value.detail


def test_an_xml_bomb_does_not_go_off() -> None:
    body = BOMB + "<urlset><url><loc>https://news.example/&j;</loc></url></urlset>"
    try:
        result = found("sitemap", body)
    except DiscoverError as error:
        assert error.reason == "not XML"  # noqa: PT017  refusing it is as good as leaving the entity alone
    else:
        assert all(len(link.url) < 200 for link in result.links)
    feed = BOMB + "<rss version='2.0'><channel><item><title>&j;</title><link>/a</link></item></channel></rss>"
    assert all(len(link.title or "") < 200 for link in found("feed", feed).links)


def test_a_file_on_disk_is_never_opened_by_its_name(tmp_path: object) -> None:
    with pytest.raises(DiscoverError):
        found("feed", str(tmp_path))
    with pytest.raises(DiscoverError):
        found("feed", "https://news.example/feed")


@given(st.sampled_from(["feed", "sitemap", "front page"]), st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(kind: ListingKind, body: bytes) -> None:
    try:
        result = found(kind, body)
    except DiscoverError:
        return
    assert all(is_web(link.url) for link in result.links)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tue, 11 Mar 2025 06:12:07 GMT", "2025-03-11T06:12:07Z"),
        ("Tue, 11 Mar 2025 01:12 EST", "2025-03-11T06:12Z"),
        ("2025-03-11T07:12:00+01:00", "2025-03-11T06:12Z"),
        ("2025-03-11", "2025-03-11"),
        ("2025-03-11T07:12:00", "2025-03-11"),
        ("yesterday", "None"),
        ("", "None"),
        ("Tue, 99 Mar 2025 06:12:07 GMT", "None"),
    ],
)
def test_dates_of_feeds(text: str, expected: str) -> None:
    assert str(feed_moment(text)) == expected


@pytest.mark.parametrize(
    "variant",
    [
        "https://news.example/a",
        "https://news.example/a/",
        "https://NEWS.example:443/a#comments",
        "https://news.example/a?utm_source=x&fbclid=y",
        "https://news.example/b/../a",
    ],
)
def test_addresses_that_mean_the_same_page(variant: str) -> None:
    assert canonical_url(variant) == "https://news.example/a"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://news.example/a?id=1", "https://news.example/a?id=2"),
        ("https://news.example/a", "https://news.example/A"),
    ],
)
def test_addresses_that_do_not(one: str, other: str) -> None:
    assert canonical_url(one) != canonical_url(other)


def test_sites_are_registrable_domains() -> None:
    assert site_of("https://www.daily.co.uk/a") == "daily.co.uk"
    assert site_of("https://www.news.example/a") == "news.example"
    assert site_of("http://127.0.0.1:80/") == "127.0.0.1"
    assert not same_site("https://one.co.uk/", "https://two.co.uk/")


@given(st.text(max_size=60))
def test_any_reference_resolves_to_a_web_address_or_nothing(href: str) -> None:
    target = resolve("https://news.example/list", href)
    if target is not None:
        assert urlsplit(target).scheme in ("http", "https")
        assert "#" not in target
        assert canonical_url(canonical_url(target)) == canonical_url(target)
