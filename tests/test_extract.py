"""Pages to articles: stored pages with their expected result, the invented newsroom, and pages that are none."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scraper.article import PARAGRAPH_BREAK, Article, Link, Moment, Page, host_of, join_text
from scraper.encoding import decode
from scraper.ensemble import Body, BodyExtractor, extract_body
from scraper.errors import ExtractError
from scraper.extract import extract
from scraper.furniture import is_furniture
from scraper.outlets import Outlet, parse_outlets
from variorum.adapters import load_extractors
from variorum.adapters.newspaper_extractor import NewspaperExtractor
from variorum.demo.press import press
from variorum.demo.stories import NIGHTS, Night, expected, newsroom_at

PAGES = Path(__file__).parent / "pages"
EXPECTED: dict[str, dict[str, Any]] = tomllib.loads((PAGES / "expected.toml").read_text(encoding="utf-8"))
NOW = datetime(2025, 3, 12, 3, 0, tzinfo=UTC)
NEWSPAPER = NewspaperExtractor()
EXTRACTORS = load_extractors()


class Paragraphs:
    """A fake that can be checked by eye: it takes every <p> that is written on one line."""

    name = "paragraphs/1"

    def __call__(self, html: str, url: str, language: str) -> Body:
        return Body(None, tuple(part.partition("</p>")[0] for part in html.split("<p>")[1:]))


def page(body: bytes | str, *, url: str = "https://lantern.example/a", content_type: str | None = "text/html") -> Page:
    payload = body.encode() if isinstance(body, str) else body
    return Page("lantern", url, url, payload, content_type, NOW)


def article(body: bytes | str, *, extractor: BodyExtractor = NEWSPAPER, **options: Any) -> Article:
    content_type = options.pop("content_type", "text/html")
    return extract(page(body, content_type=content_type), (extractor,), now=NOW, **options)


def test_every_stored_page_has_an_expectation() -> None:
    assert {path.stem for path in PAGES.glob("*.html")} == set(EXPECTED)


@pytest.mark.parametrize("name", sorted(EXPECTED))
@pytest.mark.parametrize("extractors", [EXTRACTORS, (Paragraphs(),)], ids=["as shipped", "paragraphs"])
def test_stored_pages(name: str, extractors: tuple[BodyExtractor, ...]) -> None:
    expected = EXPECTED[name]
    stored = page((PAGES / f"{name}.html").read_bytes(), url=f"https://lantern.example/{name}")
    if "reason" in expected:
        with pytest.raises(ExtractError) as caught:
            extract(stored, extractors, now=NOW)
        assert caught.value.reason == expected["reason"]
        assert stored.url in caught.value.detail
        return
    found = extract(stored, extractors, now=NOW)
    assert found.text == join_text(expected["title"], expected["body"])
    assert str(found.published) == expected["published"]
    assert found.published is not None
    assert found.published.origin == expected["published_origin"]
    assert str(found.modified) == expected.get("modified", "None")
    for key in ("canonical_url", "title", "section", "kind", "language"):
        assert getattr(found, key) == expected[key], key
    assert list(found.authors) == expected["authors"]
    assert found.extractor.startswith(extractors[0].name)


PROSE = "".join(f"<p>Sentence number {n} of the story is long enough to be taken for prose.</p>" for n in range(6))
WHOLE = f"<html><head><title>Harbour</title></head><body><h1>Harbour to close</h1>{PROSE}</body></html>"


@pytest.mark.parametrize(
    ("body", "content_type", "reason"),
    [
        (b"", "text/html", "empty"),
        (b" \n ", "text/html", "empty"),
        (b"%PDF-1.7 ...", "text/html", "not HTML"),
        (WHOLE.encode(), "application/pdf", "not HTML"),
        (b"just text", "text/html", "not HTML"),
        (b"\x89PNG\0\0\0\0", "text/html", "not HTML"),
        (b"<!-- -->", "text/html", "not HTML"),
        (b"<html><body></body></html>", "text/html", "no body"),
        (b"<html><body><script>var a = '<p>x</p>'</script></body></html>", "text/html", "no body"),
    ],
)
def test_what_is_no_article_says_why(body: bytes, content_type: str, reason: str) -> None:
    with pytest.raises(ExtractError) as caught:
        article(body, content_type=content_type)
    assert caught.value.reason == reason


def test_a_page_without_a_type_or_encoding_is_read() -> None:
    found = article(WHOLE.replace("story", "café’s story").encode("windows-1252"), content_type=None)
    assert "the café’s story" in found.text


@pytest.mark.parametrize(
    ("body", "content_type", "text"),
    [
        ("naïve “café”".encode(), None, "naïve “café”"),
        ("naïve “café”".encode("windows-1252"), "text/html; charset=iso-8859-1", "naïve “café”"),
        ("naïve “café”".encode("utf-16"), None, "naïve “café”"),
        ('<meta charset="windows-1251">Привет'.encode("windows-1251"), None, '<meta charset="windows-1251">Привет'),
        ("<p>naïve café, déjà vu</p>".encode("windows-1252"), "text/html; charset=utf-8", "<p>naïve café, déjà vu</p>"),
        (b"plain", "text/html; charset=no-such", "plain"),
        (b"", None, ""),
    ],
)
def test_bytes_become_characters(body: bytes, content_type: str | None, text: str) -> None:
    assert decode(body, content_type) == text


@given(st.binary(max_size=200), st.sampled_from([None, "text/html", "text/html; charset=utf-8", "x; charset=\x00"]))
def test_any_bytes_become_characters(body: bytes, content_type: str | None) -> None:
    assert isinstance(decode(body, content_type), str)


def test_the_headline_leaves_the_body_but_its_words_in_a_sentence_stay() -> None:
    for number in (0, 3):  # above the body, and in a gallery amid it
        found = article(
            WHOLE.replace(f"<p>Sentence number {number}", f"<p>Harbour to close</p><p>Sentence number {number}")
        )
        assert "Harbour to close" not in found.body
    assert (
        "“Harbour to close” was"
        in article(WHOLE.replace("<p>Sentence number 3", "<p>“Harbour to close” was wrong. 3")).body
    )


def test_hostile_headlines_stay_text() -> None:
    found = article(WHOLE.replace("Harbour to close", "&lt;script&gt;alert(1)&lt;/script&gt; &amp;amp; more"))
    assert found.title == "<script>alert(1)</script> &amp; more"


def test_the_outlet_gives_the_zone_the_text_its_language_and_the_link_a_date_of_last_resort() -> None:
    outlet = Outlet("lantern", "L", "https://lantern.example/", language="de", timezone="America/New_York")
    timed = WHOLE.replace("<title>", '<meta name="date" content="2025-03-10T08:00"><title>')
    found = article(timed, outlet=outlet)
    assert (found.language, str(found.published)) == ("en", "2025-03-10T12:00Z")
    moment = Moment.parse("2025-03-09T05:00Z", origin="feed")
    linked = Page(
        "lantern",
        "https://lantern.example/a",
        "https://lantern.example/a",
        WHOLE.encode(),
        None,
        NOW,
        link=Link("https://lantern.example/a", None, moment),
    )
    assert extract(linked, (NEWSPAPER,), now=NOW).published == moment


@pytest.mark.parametrize(
    ("named", "canonical"),
    [
        ("/news/harbour?utm_source=x", "https://lantern.example/news/harbour"),
        ("https://www.lantern.example/b/", "https://www.lantern.example/b"),
        ("https://elsewhere.example/a", "https://lantern.example/a"),
        ("https://lantern.example/", "https://lantern.example/a"),
        ("javascript:alert(1)", "https://lantern.example/a"),
        ("", "https://lantern.example/a"),
    ],
)
def test_the_canonical_address_stays_on_the_site(named: str, canonical: str) -> None:
    assert article(WHOLE.replace("<title>", f'<link rel="canonical" href="{named}"><title>')).canonical_url == canonical


def test_a_saved_page_is_believed_about_its_address() -> None:
    url = "file:///home/ada/harbour.html"
    saved = Page("lantern", url, url, WHOLE.encode(), None, NOW)
    assert extract(saved, (NEWSPAPER,), now=NOW).canonical_url == url
    linked = WHOLE.replace("<title>", '<link rel="canonical" href="https://lantern.example/b"><title>')
    found = extract(Page("lantern", url, url, linked.encode(), None, NOW), (NEWSPAPER,), now=NOW)
    assert (found.url, found.canonical_url) == (url, "https://lantern.example/b")


@pytest.mark.parametrize(
    ("markup", "kind"),
    [
        ('{"@type": "LiveBlogPosting"}', "live"),
        ('{"@type": ["NewsArticle", "OpinionNewsArticle"]}', "opinion"),
        ('{"@type": "NewsArticle", "articleSection": "Comment"}', "opinion"),
        ('{"@type": "NewsArticle", "articleSection": "Column inches and commentators"}', "news"),
    ],
)
def test_kinds(markup: str, kind: str) -> None:
    script = f'<script type="application/ld+json">{markup}</script>'
    assert article(WHOLE.replace("<title>", f"{script}<title>")).kind == kind


def test_a_page_frame_with_a_furniture_name_is_not_thrown_away() -> None:
    found = article(WHOLE.replace("<h1>", '<div class="sidebar page"><h1>').replace("</body>", "</div></body>"))
    assert found.body.count("Sentence number") == 6


def test_dropped_paragraphs_come_back() -> None:
    class Forgetful:
        name = "forgetful/1"

        def __call__(self, html: str, url: str, language: str) -> Body:
            return Body("Harbour to close", Paragraphs()(html, url, language).paragraphs[::2])

    found = article(WHOLE, extractor=Forgetful())
    assert found.body.count("Sentence number") == 6


@pytest.mark.timeout(60)
def test_deep_and_wide_pages_end() -> None:
    openings = ("<div>" * 30_000, "<b>" * 30_000, "<p>" * 50_000, "<a href='/x'>y</a>" * 50_000)
    for body in (opening + PROSE for opening in openings):
        try:
            extract_body(f"<html><body>{body}</body></html>", "https://lantern.example/a", (Paragraphs(),))
        except ExtractError as error:
            assert error.reason in ("not HTML", "extractor failed")  # noqa: PT017  refusing is fine, hanging is not


@settings(max_examples=60)
@given(st.text(alphabet=st.sampled_from(list("<>/p divh1\"'=&;!-[]{}: a\n")), max_size=200))
def test_any_markup_is_an_article_or_refused(markup: str) -> None:
    try:
        found = article(f"<html>{markup}", extractor=Paragraphs())
    except ExtractError:
        return
    assert found.text.startswith(found.title)


def test_newspaper_stays_offline_and_is_imported_late() -> None:
    pictures = WHOLE.replace("<p>", "<p><img src=http://images.example/a.jpg>")
    code = (
        "import socket, sys, warnings; warnings.simplefilter('error')\n"
        "def refuse(*a, **k): raise SystemExit('a socket was opened')\n"
        "socket.socket.connect = refuse; socket.getaddrinfo = refuse\n"
        "from variorum.adapters.newspaper_extractor import NewspaperExtractor\n"
        "extractor = NewspaperExtractor()\n"
        "assert 'newspaper' not in sys.modules\n"
        f"body = extractor({pictures!r}, 'https://lantern.example/a', 'xx')\n"
        "assert body.paragraphs, body\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("night", [1, 2])
def test_the_invented_newsroom_is_read_letter_by_letter(night: Night) -> None:
    outlets = parse_outlets((files("variorum.demo") / "outlets.toml").read_text(encoding="utf-8"), source="demo")
    site = press(night)
    now = NIGHTS[night]
    planted = [row["line"] for row in expected()["furniture"]]  # no rule knows these; they are learned when comparing
    for outlet in outlets:
        documents = site[host_of(outlet.home)]
        stories = newsroom_at(night)[outlet.slug]
        wanted = {
            join_text(
                story.title,
                [part for part in (*story.paragraphs, story.correction) if part and not is_furniture(part)],
            ): story
            for story in stories
            if story.kind != "stub"
        }
        found = {}
        stubs = 0
        for path, document in documents.items():
            if not document.is_page or not any(
                story.title.encode(errors="ignore")[:12] in document.body for story in stories
            ):
                continue
            url = f"http://{host_of(outlet.home)}{path}"
            try:
                read = extract(
                    Page(outlet.slug, url, url, document.body, document.content_type, now),
                    EXTRACTORS,
                    outlet=outlet,
                    now=now,
                )
            except ExtractError as error:
                stubs += error.reason == "paywall stub"
                continue
            plain = PARAGRAPH_BREAK.join(part for part in read.text.split(PARAGRAPH_BREAK) if part not in planted)
            found[plain] = read
        assert set(wanted) <= set(found), outlet.slug
        for text, story in wanted.items():
            published = found[text].published
            assert published is not None
            if published.precision == "day":
                assert published.at.date() == story.published.date()
            else:
                assert published.at == story.published
            assert set(found[text].authors) <= {*story.authors, story.credit or ""}
        assert stubs == sum(story.kind == "stub" for story in stories)


def test_half_characters_in_what_a_page_says_of_itself_do_not_get_into_the_article() -> None:
    described = (
        '{"@type": "NewsArticle", "headline": "Har\\ud800bour", "author": "Ada\\udc00 Quill",'
        ' "articleSection": "\\ud800", "url": "https://lantern.example/\\ud800", "articleBody": "\\ud800 text"}'
    )
    body = f"<script type='application/ld+json'>{described}</script><h1>x</h1>" + "<p>" + "word " * 40 + "&#0;end.</p>"
    address = "https://lantern.example/\ud800"
    for url in ("https://lantern.example/a", address, "caf\udce9.html"):
        found = extract(page(f"<html><body>{body}</body></html>", url=url), (NEWSPAPER,), now=NOW)
        assert (found.title, found.authors, found.section) == ("Har\ufffdbour", ("Ada\ufffd Quill",), "\ufffd")
        assert len(found.key) == 12
        assert len(found.digest) == 64
        for text in (found.url, found.canonical_url, *found.quarantined):
            text.encode()


def test_an_extractor_may_hand_over_what_it_likes() -> None:
    class Broken:
        name = "broken/1"

        def __call__(self, html: str, url: str, language: str) -> Body:
            return Body("Har\ud800bour", ("word\0 " * 40 + "\udfff end.",), ("Ada\ud800 Quill",))

    found = article("<html><body>nothing to see</body></html>", extractor=Broken())
    assert found.title == "Har\ufffdbour"
    assert "\0" not in found.text
    assert len(found.digest) == 64
