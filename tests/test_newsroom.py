"""The invented newsroom: its files, its pages, its server over real HTTP, and its pages as files."""

from __future__ import annotations

import json
import re
import socket
import threading
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from importlib.resources import files
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urljoin, urlsplit
from urllib.request import Request, urlopen

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree, html
from protego import Protego

from scraper.outlets import parse_outlets
from variorum.demo.data import NewsroomError
from variorum.demo.houses import House, read_houses
from variorum.demo.newsroom import source_path, write_sources
from variorum.demo.press import press
from variorum.demo.server import Newsroom, serve
from variorum.demo.stories import NIGHTS, Night, Story, expected, newsroom_at, read_stories

HOUSES = read_houses()
STORIES = read_stories()
AGENT = "NewsroomTest/1 (+mailto:nobody@variorum.example)"

GOOD_FILE = """
outlet = "meridian"
slug = "lamp-lit"
section = "local"
kind = "news"
night = 1
published = 2025-03-11T06:12:00Z
title = "Lamp lit at the harbour"
authors = ["Ilse Marrow"]
body = \"\"\"
The lamp was lit
on Monday.

It burns.
\"\"\"
[second_night]
modified = 2025-03-12T11:40:00Z
correction = "Correction: it was Tuesday."
"""


# --- asking the server ---


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


def ask(newsroom: Newsroom, url: str, method: str = "GET", **headers: str) -> Answer:
    """One request for an invented address. Keyword names are header names with underscores."""
    parts = urlsplit(url)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = Request(
        f"http://{newsroom.address}{path}",
        method=method,
        headers={"Host": parts.hostname or "", "User-Agent": AGENT, **named},
    )
    try:
        with urlopen(request, timeout=10) as answer:
            return Answer(answer.status, {k.lower(): v for k, v in answer.headers.items()}, answer.read())
    except HTTPError as error:
        with error:
            return Answer(error.code, {k.lower(): v for k, v in error.headers.items()}, error.read())


def listed_urls(house: House, body: bytes) -> set[str]:
    """The addresses that a listing names, made absolute."""
    base = f"http://{house.host}{house.listing.path if house.listing else '/'}"
    if house.listing is None:
        found = html.fromstring(body).xpath("//a/@href")
    else:
        rss, atom, sitemap = "//item/link/text()", "//*[local-name()='entry']/*/@href", "//*[local-name()='loc']/text()"
        found = etree.fromstring(body).xpath(f"{rss} | {atom} | {sitemap}")
    return {urljoin(base, str(url)) for url in found}


def listing_url(house: House) -> str:
    return f"http://{house.host}{house.listing.path if house.listing else '/'}"


def stories_at(night: Night) -> list[tuple[House, Story]]:
    return [(HOUSES[outlet], story) for outlet, stories in newsroom_at(night, STORIES).items() for story in stories]


def edited_urls() -> set[str]:
    return {HOUSES[story.outlet].url_of(story) for story in STORIES if story.second_night}


@pytest.fixture(scope="module")
def second_night() -> Iterator[Newsroom]:
    with serve(2) as newsroom:
        yield newsroom


# --- the files ---


def write_story(folder: Path, text: str, name: str = "meridian.toml") -> Path:
    file = folder / "lamp" / name
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def test_a_file_becomes_a_story(tmp_path: Path) -> None:
    write_story(tmp_path, GOOD_FILE)
    (story,) = read_stories(tmp_path)
    assert story.name == "meridian/lamp-lit"
    assert story.event == "lamp"
    assert story.published == datetime(2025, 3, 11, 6, 12, tzinfo=UTC)
    assert story.text == "Lamp lit at the harbour\n\nThe lamp was lit on Monday.\n\nIt burns."
    later = story.on(2)
    assert later.text == story.text + "\n\nCorrection: it was Tuesday."
    assert later.touched == datetime(2025, 3, 12, 11, 40, tzinfo=UTC)
    assert later.on(2) == later


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('kind = "news"', 'kind = "novel"', "'kind' is 'novel'"),
        ('kind = "news"', 'kinds = "news"', "unknown key 'kinds'"),
        ('title = "Lamp lit at the harbour"', "", "'title' is missing"),
        ('title = "Lamp lit at the harbour"', "title = 7", "'title' is 7"),
        ("06:12:00Z", "06:12:00", "add its zone"),
        ("2025-03-11T06", "2025-03-12T06", "not before night 1"),
        ("night = 1", "night = 3", "'night' is 3"),
        ("night = 1", "night = 2", "new on night 2"),
        ("2025-03-12T11:40:00Z", "2025-03-10T11:40:00Z", "not between publication and night 2"),
        ("modified =", "modifed =", "unknown key 'second_night.modifed'"),
        ('slug = "lamp-lit"', 'slug = "Lamp lit"', "'slug' is 'Lamp lit'"),
        ('outlet = "meridian"', 'outlet = "ledger"', "name the file ledger.toml"),
        ('authors = ["Ilse Marrow"]', "authors = [7]", "'authors'"),
        ("night = 1", "night =", "not TOML"),
    ],
)
def test_a_mistake_names_file_and_key(tmp_path: Path, old: str, new: str, words: str) -> None:
    assert GOOD_FILE.count(old) == 1
    file = write_story(tmp_path, GOOD_FILE.replace(old, new))
    with pytest.raises(NewsroomError) as caught:
        read_stories(tmp_path)
    assert str(file) in str(caught.value)
    assert words in str(caught.value)


def test_a_slug_stands_once_in_an_outlet(tmp_path: Path) -> None:
    write_story(tmp_path, GOOD_FILE)
    write_story(tmp_path, GOOD_FILE, "meridian-2.toml")
    with pytest.raises(NewsroomError, match="is taken by"):
        read_stories(tmp_path)


def test_files_of_another_encoding_and_missing_folders_are_refused(tmp_path: Path) -> None:
    write_story(tmp_path, GOOD_FILE).write_bytes("title = “x”".encode("windows-1252"))
    with pytest.raises(NewsroomError, match="not UTF-8"):
        read_stories(tmp_path)
    with pytest.raises(NewsroomError, match="no such folder"):
        read_stories(tmp_path / "nowhere")


def test_expected_is_plain_data(tmp_path: Path) -> None:
    file = tmp_path / "expected.toml"
    file.write_text('[[event]]\nname = "lamp"\narticles = ["meridian/lamp-lit"]\n', encoding="utf-8")
    assert expected(file) == {"event": [{"name": "lamp", "articles": ["meridian/lamp-lit"]}]}


def test_the_second_night_keeps_the_first_and_adds_to_it() -> None:
    first, second = newsroom_at(1, STORIES), newsroom_at(2, STORIES)
    assert set(first) == set(HOUSES)
    for outlet, stories in first.items():
        later = {story.slug: story for story in second[outlet]}
        assert {story.slug for story in stories} <= set(later)
        for story in stories:
            assert (later[story.slug] == story) == (story.second_night is None)
    assert sum(map(len, second.values())) == len(STORIES) > sum(map(len, first.values()))


def test_the_scraper_reads_the_list_of_outlets_and_it_fits_the_sites() -> None:
    text = (files("variorum.demo") / "outlets.toml").read_text(encoding="utf-8")
    outlets = {outlet.slug: outlet for outlet in parse_outlets(text, source="outlets.toml")}
    assert set(outlets) == set(HOUSES)
    for slug, outlet in outlets.items():
        house = HOUSES[slug]
        assert outlet.invented
        assert (outlet.name, outlet.home) == (house.name, f"http://{house.host}/")
        assert [listing_url(house)] == [*outlet.feeds, *outlet.sitemaps, *outlet.front_pages]


# --- the pages ---


def test_dates_stand_only_where_each_skin_puts_them() -> None:
    site = press(2, stories=STORIES)
    for house, story in stories_at(2):
        text = site[house.host][house.path_of(story)].body.decode(house.encoding)
        page = html.fromstring(text.encode(), parser=html.HTMLParser(encoding="utf-8"))
        if house.slug == "meridian":
            (found,) = [node["mainEntity"] for node in json_ld(page) if node["@type"] == "WebPage"]
            assert found["headline"] == story.title
            assert datetime.fromisoformat(found["datePublished"]) == story.published
            assert datetime.fromisoformat(found["dateModified"]) == story.touched
        else:
            assert not page.xpath("//script[@type='application/ld+json']")
        if house.slug == "ledger":
            (found,) = page.xpath("//meta[@property='article:published_time']/@content")
            assert datetime.fromisoformat(found) == story.published
        else:
            assert "article:published_time" not in text
        if house.slug == "pba":
            (found,) = page.xpath("//meta[@itemprop='datePublished']/@content")
            assert datetime.fromisoformat(found) == story.published
        else:
            assert "itemprop" not in text
        if house.slug == "torvia-today":
            found = datetime.fromisoformat(page.xpath("//time/@datetime")[0])
            assert (found, found.utcoffset()) == (story.published, timedelta(hours=3))
        else:
            assert "<time" not in text
        if house.slug in ("daily-bell", "harbour-post"):
            day = f"{story.published.day} {story.published:%B %Y}"
            assert re.search(rf"Published (?:\w+, )?{day}<", text)
            assert f"{story.published:%H:%M}" not in page.text_content().replace(" ".join(story.paragraphs), "")
            assert "2025" not in house.path_of(story)


def json_ld(page: html.HtmlElement) -> list[dict[str, object]]:
    (script,) = page.xpath("//script[@type='application/ld+json']/text()")
    graph = json.loads(script)["@graph"]
    assert isinstance(graph, list)
    return graph


def test_every_paragraph_is_on_its_page_and_every_page_says_it_is_invented() -> None:
    for night in NIGHTS:
        site = press(night, stories=STORIES)
        for house, story in stories_at(night):
            body = site[house.host][house.path_of(story)].body.decode(house.encoding)
            page = html.fromstring(body.encode(), parser=html.HTMLParser(encoding="utf-8"))
            assert [heading.text_content() for heading in page.xpath("//h1")] == [story.title]
            blocks = {block.text_content().strip() for block in page.iter("p")}
            assert set(story.text.split("\n\n")[1:]) <= blocks, story.name
        for documents in site.values():
            assert all(b"invented" in document.body for document in documents.values() if document.is_page)


def test_kinds_other_than_news_look_as_such() -> None:
    told = {
        ("meridian", "live"): "LiveBlogPosting",
        ("meridian", "opinion"): "OpinionNewsArticle",
        ("meridian", "stub"): '"isAccessibleForFree": false',
        ("pba", "live"): "LiveBlogPosting",
        ("pba", "stub"): 'itemprop="isAccessibleForFree" content="false"',
        ("ledger", "stub"): 'property="article:content_tier" content="locked"',
        ("ledger", "opinion"): 'kicker">Opinion<',
        ("torvia-today", "opinion"): ">VIEWPOINT<",
        ("daily-bell", "live"): ">Live blog<",
        ("harbour-post", "opinion"): ">OPINION<",
    }
    for (slug, kind), sign in told.items():
        house = HOUSES[slug]
        for other in ("news", kind):
            story = plain_story(slug, kind=other)
            page = press(1, stories=[story])[house.host][house.path_of(story)].body.decode(house.encoding)
            assert (sign in page) == (other == kind), (slug, kind, other)


def test_the_furniture_that_extractors_trip_over_is_there() -> None:
    pages = [document.body for documents in press(1, stories=STORIES).values() for document in documents.values()]
    for words in (
        b"Related Articles",
        b"Back to top button",
        b"Adblock Detected",
        b"Please consider supporting us by disabling your ad blocker",
        b"READ MORE:",
        b"Most read",
        b"newsletter",
        b"cookies",
    ):
        assert any(words in page for page in pages), words


def plain_story(outlet: str, *, title: str = "A lamp", kind: str = "news", **more: object) -> Story:
    story = Story(
        event="lamp",
        outlet=outlet,
        slug="a-lamp",
        section="world",
        kind="news",
        night=1,
        published=datetime(2025, 3, 11, 6, 12, tzinfo=UTC),
        title=title,
        paragraphs=("It burns.",),
        authors=("Ilse Marrow",),
    )
    return replace(story, kind=kind, **more)  # type: ignore[arg-type]


@settings(max_examples=25)
@given(st.text(st.characters(codec="windows-1252", exclude_categories=["C", "Zl", "Zp"]), min_size=1, max_size=60))
def test_any_headline_survives_every_skin(title: str) -> None:
    title = " ".join(title.split()) or "</script><b>&amp;"
    stories = [plain_story(slug, title=title, caption=title, paragraphs=(title,)) for slug in HOUSES]
    site = press(1, stories=stories)
    for story in stories:
        house = HOUSES[story.outlet]
        body = site[house.host][house.path_of(story)].body.decode(house.encoding)
        page = html.fromstring(body.encode(), parser=html.HTMLParser(encoding="utf-8"))
        assert page.xpath("//h1")[0].text_content() == title
        if house.slug == "meridian":
            assert title in [node.get("mainEntity", {}).get("headline") for node in json_ld(page)]  # type: ignore[attr-defined]
        if house.listing is not None:
            listing = etree.fromstring(site[house.host][house.listing.path].body)
            titles = [str(text) for text in listing.xpath("//*[local-name()='title']/text()")]
            if house.slug == "ledger":  # an Atom title of type html is escaped twice
                titles = [html.fromstring(f"<p>{text}</p>").text_content() for text in titles]
            assert title in titles or ("]]>" in title and house.slug == "torvia-today")


def test_a_character_that_the_encoding_lacks_is_named() -> None:
    with pytest.raises(NewsroomError, match="harbour-post does not fit windows-1252: '→'"):
        press(1, stories=[plain_story("harbour-post", title="Up → down")])


# --- over HTTP ---


@pytest.mark.parametrize("night", [1, 2])
def test_every_story_is_reachable_from_its_listing(night: Night) -> None:
    with serve(night) as newsroom:
        for slug, house in HOUSES.items():
            listing = ask(newsroom, listing_url(house))
            links = listed_urls(house, listing.body)
            stories = newsroom_at(night, STORIES)[slug]
            assert {house.url_of(story) for story in stories} <= links
            assert all(ask(newsroom, house.url_of(story)).status == 200 for story in stories)


def test_the_article_pattern_picks_the_articles_of_the_front_page(second_night: Newsroom) -> None:
    table = tomllib.loads((files("variorum.demo") / "outlets.toml").read_text(encoding="utf-8"))
    (pattern,) = [outlet["article_pattern"] for outlet in table["outlet"] if "article_pattern" in outlet]
    house = HOUSES["daily-bell"]
    links = listed_urls(house, ask(second_night, f"http://{house.host}/").body)
    picked = {url for url in links if re.search(pattern, urlsplit(url).path)}
    assert picked == {house.url_of(story) for story in newsroom_at(2, STORIES)["daily-bell"]}
    assert len(links - picked) > 10


def test_links_within_a_site_lead_somewhere(second_night: Newsroom) -> None:
    checked: set[str] = set()
    for house, story in stories_at(2):
        for page_url in (f"http://{house.host}/", house.url_of(story)):
            page = html.fromstring(ask(second_night, page_url).body)
            for link in page.xpath("//@href"):
                url = urljoin(page_url, str(link)).partition("#")[0]
                if urlsplit(url).hostname == house.host and "/bingo/" not in url and url not in checked:
                    checked.add(url)
                    assert ask(second_night, url).status == 200, (page_url, link)


def test_the_relative_feed_is_relative(second_night: Newsroom) -> None:
    feed = etree.fromstring(ask(second_night, listing_url(HOUSES["torvia-today"])).body)
    links = [str(link) for link in feed.xpath("//item/link/text()")]
    assert links
    assert all(link.startswith("/en/") for link in links)


def test_feed_dates_are_those_of_the_stories(second_night: Newsroom) -> None:
    for slug in ("meridian", "torvia-today", "harbour-post"):
        feed = etree.fromstring(ask(second_night, listing_url(HOUSES[slug])).body)
        dates = [parsedate_to_datetime(str(date)) for date in feed.xpath("//item/pubDate/text()")]
        assert dates == [story.published for story in newsroom_at(2, STORIES)[slug]]


def test_the_legacy_site_declares_its_encoding_in_the_document_alone(second_night: Newsroom) -> None:
    house = HOUSES["harbour-post"]
    for url in (f"http://{house.host}/", listing_url(house)):
        answer = ask(second_night, url)
        assert "charset" not in answer.headers["content-type"]
        assert b"windows-1252" in answer.body[:200]
        with pytest.raises(UnicodeDecodeError):
            answer.body.decode("utf-8")
        answer.body.decode("windows-1252")


def test_robots(second_night: Newsroom) -> None:
    for slug, house in HOUSES.items():
        text = ask(second_night, f"http://{house.host}/robots.txt").body.decode()
        rules = Protego.parse(text)
        for story in newsroom_at(2, STORIES)[slug]:
            allowed = rules.can_fetch(house.url_of(story), AGENT)
            assert allowed == (slug != "pba" or story.section != "members")
    house = HOUSES["pba"]
    rules = Protego.parse(ask(second_night, f"http://{house.host}/robots.txt").body.decode())
    assert rules.crawl_delay(AGENT) == 0.2
    assert list(rules.sitemaps) == [listing_url(house)]
    assert any("/members/" in url for url in listed_urls(house, ask(second_night, listing_url(house)).body))


def test_a_conditional_request_is_answered_304(second_night: Newsroom) -> None:
    for house, story in stories_at(2):
        for url in (house.url_of(story), listing_url(house), f"http://{house.host}/robots.txt"):
            first = ask(second_night, url)
            again = ask(second_night, url, If_None_Match=first.headers["etag"])
            assert (again.status, again.body) == (304, b"")
            assert again.headers["etag"] == first.headers["etag"]
            if "last-modified" in first.headers:
                assert ask(second_night, url, If_Modified_Since=first.headers["last-modified"]).status == 304


def test_validators_that_do_not_fit_bring_the_page(second_night: Newsroom) -> None:
    house, story = stories_at(2)[0]
    url = house.url_of(story)
    first = ask(second_night, url)
    assert ask(second_night, url, If_None_Match='"other"').status == 200
    assert ask(second_night, url, If_None_Match=f'"other", W/{first.headers["etag"]}').status == 304
    assert ask(second_night, url, If_Modified_Since="Sat, 01 Mar 2025 00:00:00 GMT").status == 200
    assert ask(second_night, url, If_Modified_Since="the other day").status == 200
    both = {"If_None_Match": '"other"', "If_Modified_Since": first.headers["last-modified"]}
    assert ask(second_night, url, **both).status == 200


def test_head_and_unknown_addresses(second_night: Newsroom) -> None:
    house, story = stories_at(2)[0]
    head = ask(second_night, house.url_of(story), "HEAD")
    assert (head.status, head.body) == (200, b"")
    assert int(head.headers["content-length"]) == len(ask(second_night, house.url_of(story)).body)
    assert ask(second_night, f"http://{house.host}/nothing-here").status == 404
    assert ask(second_night, "http://elsewhere.example/").status == 404


def test_the_switch_of_night_changes_the_edited_articles_alone() -> None:
    with serve(1) as newsroom:
        urls = [house.url_of(story) for house, story in stories_at(1)]
        before = {url: ask(newsroom, url).headers["etag"] for url in urls}
        new = {house.url_of(story) for house, story in stories_at(2)} - set(urls)
        assert new
        assert all(ask(newsroom, url).status == 404 for url in new)
        newsroom.switch_to(2)
        after = {url: ask(newsroom, url).headers["etag"] for url in urls}
        assert {url for url in urls if before[url] != after[url]} == edited_urls()
        assert all(ask(newsroom, url).status == 200 for url in new)


def test_the_log_tells_what_was_asked(capfd: pytest.CaptureFixture[str]) -> None:
    with serve(1) as newsroom:
        house = HOUSES["meridian"]
        etag = ask(newsroom, f"http://{house.host}/").headers["etag"]
        ask(newsroom, f"http://{house.host}/", If_None_Match=etag)
        ask(newsroom, f"http://{house.host}/no?x=1")
        log = newsroom.log
    assert [(entry.host, entry.path, entry.status, entry.conditional) for entry in log] == [
        (house.host, "/", 200, False),
        (house.host, "/", 304, True),
        (house.host, "/no?x=1", 404, False),
    ]
    assert {entry.user_agent for entry in log} == {AGENT}
    assert [entry.at for entry in log] == sorted(entry.at for entry in log)
    assert capfd.readouterr() == ("", "")


def test_it_ends_cleanly_with_a_connection_held_open() -> None:
    before = set(threading.enumerate())
    with serve(1) as newsroom, socket.create_connection(("127.0.0.1", newsroom.port), timeout=5) as kept:
        kept.sendall(b"GET /robots.txt HTTP/1.1\r\nHost: pba.example:80\r\n\r\n")
        assert kept.recv(64).startswith(b"HTTP/1.1 200")
        port = newsroom.port
        assert newsroom.hosts["pba.example"] == f"127.0.0.1:{port}"
    assert set(threading.enumerate()) == before
    with pytest.raises(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        pass


# --- as files ---


def snapshot(folder: Path) -> dict[str, tuple[int, bytes]]:
    return {
        file.relative_to(folder).as_posix(): (file.stat().st_mtime_ns, file.read_bytes())
        for file in folder.rglob("*")
        if file.is_file()
    }


def test_sources_written_twice_rewrite_nothing(tmp_path: Path) -> None:
    first = write_sources(2, tmp_path)
    assert first.written == len(first.paths) > 0
    before = snapshot(tmp_path)
    assert set(before) == set(first.paths)
    second = write_sources(2, tmp_path)
    assert (second.paths, second.written, second.unchanged) == (first.paths, 0, len(first.paths))
    assert snapshot(tmp_path) == before


def test_the_second_night_rewrites_edited_articles_and_lists(tmp_path: Path) -> None:
    write_sources(1, tmp_path)
    before = snapshot(tmp_path)
    write_sources(2, tmp_path)
    after = snapshot(tmp_path)
    articles = {source_path(house.url_of(story)) for house, story in stories_at(1)}
    assert {path for path in articles if before[path] != after[path]} == {source_path(url) for url in edited_urls()}


def test_source_files_stand_on_their_own(tmp_path: Path) -> None:
    paths = write_sources(2, tmp_path).paths
    wanted = {source_path(house.url_of(story)) for house, story in stories_at(2)}
    assert wanted <= set(paths)
    for path in paths:
        body = (tmp_path / path).read_bytes()
        declared = re.search(rb'charset="?([\w-]+)', body)
        assert declared
        page = html.fromstring(body.decode(declared[1].decode()).encode(), parser=html.HTMLParser(encoding="utf-8"))
        assert not page.xpath("//script[@src] | //link[@rel='stylesheet'] | //iframe")
        assert all(str(source).startswith("data:") for source in page.xpath("//@src"))
        for link in page.xpath("//a/@href"):
            target, scheme = str(link).partition("#")[0], urlsplit(str(link)).scheme
            if target and not scheme:
                assert (tmp_path / path).parent.joinpath(target).is_file(), (path, link)


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("http://pba.example/", "pba.example/index.html"),
        ("http://pba.example/world/a", "pba.example/world/a.html"),
        ("http://daily-bell.example/world/4000001/a/", "daily-bell.example/world/4000001/a.html"),
        ("http://harbour-post.example/local/a.htm?x=1#top", "harbour-post.example/local/a.html"),
    ],
)
def test_source_path(url: str, path: str) -> None:
    assert source_path(url) == path


def test_source_path_wants_a_host() -> None:
    with pytest.raises(ValueError, match="names no host"):
        source_path("/world/a")
