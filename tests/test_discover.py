"""Feeds, sitemaps and front pages to links, and addresses to the form in which they are matched."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.article import Link, Moment
from scraper.discover import MAX_FEED, MAX_LINKS, MAX_TAGS, Found, ListingKind, discover, feed_moment
from scraper.errors import DiscoverError
from scraper.urls import canonical_url, is_web, origin_of, resolve, same_site, site_of

HOST = "https://news.example"
NOW = datetime(2025, 3, 12, 3, 0, tzinfo=UTC)


def found(kind: ListingKind, body: str | bytes, *, pattern: str | None = None, at: str = "/list") -> Found:
    payload = body.encode() if isinstance(body, str) else body
    return discover(kind, payload, f"{HOST}{at}", now=NOW, owns=lambda url: same_site(url, HOST), pattern=pattern)


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


def test_of_an_index_the_newest_sitemaps_come_first_and_only_those_of_the_site() -> None:
    def entry(name: str, date: str) -> str:
        return f"<sitemap><loc>{name}</loc><lastmod>{date}</lastmod></sitemap>"

    result = found(
        "sitemap",
        f"<sitemapindex>{entry('/2023', '2023-01-01')}{entry('/undated', '')}{entry('/2025', '2025-03-11T01:00:00Z')}"
        f"{entry('/2024', '2024-01-01')}{entry('https://elsewhere.example/m', '2025-03-11')}{entry('/2024', '')}"
        "</sitemapindex>",
    )
    assert result.nested == tuple(f"{HOST}/{name}" for name in ("2025", "2024", "2023", "undated"))
    assert result.skipped == 1


ITEM = "<item><title>One</title><link>/a</link></item>"
FEED = f"<rss version='2.0'><channel><title>N</title>{ITEM}</channel></rss>"
ATOM = "<feed xmlns='http://www.w3.org/2005/Atom'><entry>{}</entry></feed>"


@pytest.mark.parametrize(
    "body",
    [
        "\ufeff" + FEED,
        f"\n\n  <?xml version='1.0'?>{FEED}",
        f"<br />\n<b>Warning</b>: include() in /srv/feed.php on line 3<br />\n<?xml version='1.0'?>{FEED}",
        FEED.replace("One", "A & B &nbsp; C"),
        FEED.replace("One", "A\x0bB"),
        FEED.replace("<link>", "<media:thumbnail url='x'/><link>"),
        FEED.replace("/a", "<![CDATA[ https://news.example/a ]]>"),
        FEED.replace("/a", "\n  /a\n"),
        FEED.replace("<link>/a</link>", "<guid>https://news.example/a</guid>"),
        FEED.replace("</channel></rss>", ""),
        FEED.replace(" version='2.0'", ""),
        f"<?xml version='1.0' encoding='utf-16'?>{FEED}",
        f"<?xml version='1.0' encoding='utf-8'?>{FEED.replace('One', 'Café')}".encode("latin-1"),
        f"<?xml version='1.0' encoding='utf-16'?>{FEED}".encode("utf-16"),
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'>"
        f"{ITEM}</rdf:RDF>",
        ATOM.format("<link href='/a'/>"),
        ATOM.format("<link rel='self' href='/self'/><link rel='alternate' href='/a'/><id>tag:1</id>"),
        ATOM.format("<link rel='replies' href='/c'/><link rel='enclosure' href='/x.mp3'/><link href='/a'/>"),
    ],
)
def test_what_feeds_really_contain(body: str | bytes) -> None:
    assert urls(found("feed", body)) == [f"{HOST}/a"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<?xml", "\n <?xml"),
        ("/a <", "/a?x=1&y=2&amp;z=3&#38;w=4 <"),
        ("</url>", "<image:image><image:loc>/x</image:loc></image:image></url>"),
        ("<news:title>", "<news:title>&nbsp;"),
        ("</url><url><loc>https://news.example/b</loc></url><url/></urlset>", ""),
    ],
)
def test_what_sitemaps_really_contain(old: str, new: str) -> None:
    assert old in NEWS_MAP
    first = urls(found("sitemap", NEWS_MAP.replace(old, new, 1)))[0]
    assert first == (f"{HOST}/a?x=1&y=2&z=3&w=4" if "y=2" in new else f"{HOST}/a")


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("feed", "<rss version='2.0'><channel>" + "x" * MAX_FEED),
        *((kind, "<a>" * (MAX_TAGS[kind] + 1)) for kind in MAX_TAGS),
        ("sitemap", gzip.compress(b"<a>" * (MAX_TAGS["sitemap"] + 1))),
    ],
)
def test_what_would_cost_too_much_to_read_is_refused_first(kind: ListingKind, body: str | bytes) -> None:
    with pytest.raises(DiscoverError) as caught:
        found(kind, body)
    assert caught.value.reason == "too large"


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


def test_a_date_that_lies_ahead_is_dropped_and_counted() -> None:
    items = "".join(
        f"<item><link>/{name}</link><pubDate>{date}</pubDate></item>"
        for name, date in (
            ("a", "Tue, 11 Mar 2025 06:12:07 GMT"),
            ("b", "Tue, 11 Mar 2031 06:12:07 GMT"),
            ("c", "Wed, 12 Mar 2025 16:00:00 GMT"),
        )
    )
    result = found("feed", f"<rss version='2.0'><channel>{items}</channel></rss>")
    assert [str(link.published) for link in result.links] == ["2025-03-11T06:12:07Z", "None", "2025-03-12T16:00Z"]
    assert (result.skipped, result.undated) == (0, 1)


@given(st.text(max_size=60) | st.datetimes(timezones=st.timezones()).map(str))
def test_any_text_in_a_feed_is_a_date_or_none(text: str) -> None:
    moment = feed_moment(text)
    assert moment is None or moment.at.tzinfo is UTC


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


addresses = st.builds(
    "{}://{}{}/{}?{}#{}".format,
    st.sampled_from(["http", "https", "HTTP"]),
    st.sampled_from(["news.example", "NEWS.example.", "www.news.example", "[::1]", "127.0.0.1", "bücher.example"]),
    st.sampled_from(["", ":80", ":443", ":8080"]),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    st.text("abc=&%;+é ", max_size=20),
    st.text(max_size=5),
)


@given(addresses)
def test_the_canonical_form_is_its_own_and_means_the_same_origin(url: str) -> None:
    if not is_web(url):
        return
    canonical = canonical_url(url)
    assert is_web(canonical)
    assert canonical_url(canonical) == canonical
    assert same_site(canonical, url)
    assert canonical_url(f"{url.partition('#')[0]}#elsewhere") == canonical
    assert origin_of(canonical).rpartition(":")[2] == origin_of(url).rpartition(":")[2]


@given(addresses, addresses)
def test_one_site_is_an_equivalence(one: str, other: str) -> None:
    if is_web(one) and is_web(other):
        assert same_site(one, one)
        assert same_site(one, other) == same_site(other, one)
