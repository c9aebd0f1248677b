"""What a page says of itself, read without its mistakes: kind, section, headline, authors, language, address."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.authors import MAX_AUTHORS, authors_of
from scraper.encoding import unmangled
from scraper.kinds import LIVE_POSTS, PICTURES, kind_of, section_of
from scraper.language import language_of_text
from scraper.metadata import canonical_of, is_free, language_of, title_of
from scraper.structured import parse_html, read_structured

URL = "https://lantern.example/town/quay-closed"
PROSE = "The harbour office closed the quay on Monday after two of its supports had moved by the width of a hand."


def described(**values: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **values})}</script>'


def document(head: str = "", body: str = f"<h1>Quay closed at Tarn for repairs</h1><p>{PROSE}</p>") -> str:
    return f"<html><head>{head}</head><body>{body}</body></html>"


def kind(
    head: str = "",
    *,
    url: str = URL,
    title: str = "Quay closed",
    body: str = "",
    paragraphs: tuple[str, ...] = (PROSE,),
) -> str:
    tree = parse_html(document(head, body or f"<h1>{title}</h1><p>{PROSE}</p>"))
    return kind_of(read_structured(tree, url), url, tree=tree, title=title, paragraphs=paragraphs)


@pytest.mark.parametrize(
    ("types", "expected"),
    [
        ("NewsArticle", "news"),
        (["NewsArticle", "OpinionNewsArticle"], "opinion"),
        (["http://schema.org/OpinionNewsArticle"], "opinion"),
        ("schema:LiveBlogPosting", "live"),
        ("https://schema.org/LiveBlogPosting", "live"),
        ("ReviewNewsArticle", "opinion"),
        (["NewsArticle", "ImageGallery"], "gallery"),
        ("VideoObject", "video"),
        ("ReportageNewsArticle", "news"),
    ],
)
def test_the_type_a_page_gives_itself(types: object, expected: str) -> None:
    assert kind(described(**{"@type": types})) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/opinion/a-town-that-waits", "opinion"),
        ("/opinions/2025/03/a-town", "opinion"),
        ("/meinung/kommentar-zum-kai", "opinion"),
        ("/tribunes/le-quai", "opinion"),
        ("/colunistas/o-cais", "opinion"),
        ("/world/world-leaders-meet-at-tarn", "news"),
        ("/town/comment-sauver-le-quai", "news"),
        ("/town/five-columns-fell", "news"),
        ("/live/quay", "live"),
        ("/town/quay-live-updates", "live"),
        ("/liveticker/kai", "live"),
        ("/town/how-to-live-longer", "news"),
        ("/sport/derby-live-sehen-tipps", "news"),
        ("/town/people-who-live-by-the-quay", "news"),
        ("/in-pictures/quay", "news"),
    ],
)
def test_the_address(path: str, expected: str) -> None:
    assert kind(url=f"https://lantern.example{path}") == expected


def test_the_host_counts_like_a_folder() -> None:
    assert kind(url="https://opinion.lantern.example/quay") == "opinion"


@pytest.mark.parametrize(
    ("section", "expected"),
    [
        ("Opinion", "opinion"),
        ("Comment & Analysis", "opinion"),
        ("Town, Leitartikel", "opinion"),
        ("社説", "opinion"),
        ("Мнения", "opinion"),
        ("Live", "live"),
        ("Column inches and commentators", "news"),
        ("Life and Leisure", "news"),
    ],
)
def test_the_section(section: str, expected: str) -> None:
    assert kind(described(articleSection=section)) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Opinion: a town that waits", "opinion"),
        ("A town that waits | Commentary", "opinion"),
        ("LIVE: the council meets", "live"),
        ("En direct : le conseil se réunit", "live"),
        ("The council meets – live updates", "live"),
        ("They live by the quay", "news"),
        ("Opinion is divided on the quay", "news"),
        ("Live music returns to Tarn", "news"),
    ],
)
def test_the_headline(title: str, expected: str) -> None:
    assert kind(title=title) == expected


@pytest.mark.parametrize(
    ("above", "expected"),
    [
        ("<p class='kicker'>Opinion</p>", "opinion"),
        ("<div><a href='/k'>Gastbeitrag</a></div>", "opinion"),
        ("<nav><a href='/o'>Opinion</a></nav>", "news"),
        ("<ul><li>Opinion</li><li>Sport</li></ul>", "news"),
        ("<a href='#c'>Comment</a>", "news"),
        ("<p>Opinion</p><p>a</p><p>b</p><p>c</p><p>d</p>", "news"),
    ],
)
def test_a_label_above_the_headline(above: str, expected: str) -> None:
    assert kind(body=f"{above}<h1>A town that waits</h1><p>{PROSE}</p>") == expected


def posts(count: int, *, text: str = PROSE) -> tuple[str, tuple[str, ...]]:
    texts = tuple(f"{number} boats. {text}" for number in range(count))
    return "".join(f"<div><time>1{n % 10}:0{n % 6}</time><p>{t}</p></div>" for n, t in enumerate(texts)), texts


def test_many_posts_with_times_make_a_live_blog() -> None:
    body, texts = posts(LIVE_POSTS)
    assert kind(body=f"<h1>Quay</h1>{body}", paragraphs=texts) == "live"
    assert kind(body=f"<h1>Quay</h1>{body}", paragraphs=texts[:-1]) == "news"
    times = "<ul>" + "<li><time>10:00</time> <a href='/b'>Another story</a></li>" * 20 + "</ul>"
    assert kind(body=f"<h1>Quay</h1>{times}<p>{PROSE}</p>", paragraphs=(PROSE,) * LIVE_POSTS) == "news"
    clocked = tuple(f"1{number}.05 {PROSE}" for number in range(LIVE_POSTS))
    assert kind(paragraphs=clocked) == "live"
    assert kind(paragraphs=("10:05",) * LIVE_POSTS) == "news"


@pytest.mark.parametrize(
    ("head", "path", "body", "words", "expected"),
    [
        ('<meta property="og:type" content="video.other">', "/a", "", 20, "video"),
        ('<meta property="og:type" content="video.other">', "/a", "", 400, "news"),
        ("", "/video/a", "<video src='x'></video>", 20, "video"),
        ("", "/video/a", "", 20, "news"),
        ("", "/a", "<video src='x'></video>", 20, "news"),
        ('<meta property="og:video" content="/x.mp4">', "/a", "<video src='x'></video>", 20, "video"),
    ],
)
def test_a_player_with_little_text_is_a_video(head: str, path: str, body: str, words: int, expected: str) -> None:
    paragraphs = (" ".join(["word"] * words),)
    found = kind(head, url=f"https://lantern.example{path}", body=f"<h1>Quay</h1>{body}", paragraphs=paragraphs)
    assert found == expected


def test_captions_that_outweigh_the_text_make_a_gallery() -> None:
    figure = f"<figure><img src='x'><figcaption>{PROSE}</figcaption></figure>"
    assert kind(body=f"<h1>Quay</h1>{figure * PICTURES}") == "gallery"
    assert kind(body=f"<h1>Quay</h1>{figure * (PICTURES - 1)}") == "news"
    assert kind(body=f"<h1>Quay</h1>{figure * PICTURES}", paragraphs=(PROSE,) * 10) == "news"


@pytest.mark.parametrize(
    ("said", "section"),
    [
        ("Town", "Town"),
        (["https://lantern.example/topics/town", "Town"], "Town"),
        ("lantern.com", None),
        ("news,Town,front", "Town"),
        ("Articles", "Articles"),
        ("Life, Arts & Culture", "Life, Arts & Culture"),
        ("boats, islands, quay, town", "boats"),
        ("", None),
    ],
)
def test_sections(said: object, section: str | None) -> None:
    assert section_of(read_structured(parse_html(document(described(articleSection=said))), URL)) == section


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("<title>Quay closed at Tarn | The Lantern</title>", "<p>x</p>", "Quay closed at Tarn"),
        ("<title>The Lantern: Quay closed</title>", "<h1>Quay closed</h1>", "Quay closed"),
        (
            "<meta property='og:title' content='Quay closed at Tarn – Island Weekly'>",
            "<h1>Quay closed at Tarn</h1>",
            "Quay closed at Tarn",
        ),
        (
            "<meta property='og:title' content='Town - Quay closed at Tarn | Weekly'>",
            "<h1>Quay closed at Tarn</h1>",
            "Quay closed at Tarn",
        ),
        (
            "<title>Weekly » Quay closed at Tarn</title>",
            "<h1><a href='/'>Weekly</a></h1>",
            "Weekly » Quay closed at Tarn",
        ),
        (
            "<title>Weekly » Archive » Quay closed at Tarn</title>",
            "<h1><a href='/'>Weekly of the islands</a></h1><h2>Quay closed at Tarn</h2>",
            "Quay closed at Tarn",
        ),
        (
            "<title>Quay closed at Tarn - Weekly</title>",
            "<h1>Menu</h1><h1>Quay closed at Tarn</h1>",
            "Quay closed at Tarn",
        ),
        (
            "<meta property='og:site_name' content='Lantern'><meta property='og:title' content='The Lantern'>",
            "<h1>Quay closed at Tarn</h1>",
            "Quay closed at Tarn",
        ),
        ("<meta property='og:title' content='CafÃ© at Tarn'>", "", "Café at Tarn"),
        (
            "<meta property='og:title' content='Quay closed at …'>",
            "<h1>Quay closed at Tarn</h1>",
            "Quay closed at Tarn",
        ),
        ("<meta property='og:title' content='Tarn - a town waits'>", "<h1>Town</h1>", "Tarn - a town waits"),
    ],
)
def test_headlines(head: str, body: str, title: str) -> None:
    tree = parse_html(document(head, body))
    assert title_of(tree, read_structured(tree, URL), url=URL) == title


@pytest.mark.parametrize(
    ("said", "authors"),
    [
        ("Ada Quill", ["Ada Quill"]),
        ("By Ada Quill and Tom Marsh, Meridian Wire", ["Ada Quill", "Tom Marsh", "Meridian Wire"]),
        ("Von Ada Quill und Tom Marsh", ["Ada Quill", "Tom Marsh"]),
        ("Par Ada Quill", ["Ada Quill"]),
        ("Текст: Ада Квилл", ["Ада Квилл"]),
        ("記者林宸誼／即時報導", ["林宸誼"]),
        ("View all posts by Ada Quill →", ["Ada Quill"]),
        ("Ada Quill, PhD, MD", ["Ada Quill"]),
        ("Ada Quill For The Lantern", ["Ada Quill"]),
        ("https://lantern.example/ada", []),
        ("ada@lantern.example", []),
        ("/adaquill", []),
        ("www.lantern.example", []),
        ("Lantern.info", []),
        ("The Lantern", []),
        ("Staff Reporter", []),
        ("Lantern Sports Desk", []),
        ("Redaktion", []),
        ("wordpressadmin", []),
        ("Ministry of Water and Harbours", ["Ministry of Water and Harbours"]),
        ("Juan de la Cruz", ["Juan de la Cruz"]),
        ("Tove Linde Jr.", ["Tove Linde Jr."]),
        ("ZoÃ« Brand", ["Zoë Brand"]),
    ],
)
def test_authors(said: str, authors: list[str]) -> None:
    for author in (said, [said], {"@type": "Person", "name": said}):
        head = f"<meta property='og:site_name' content='Lantern'>{described(author=author)}"
        tree = parse_html(document(head, ""))
        assert list(authors_of(tree, read_structured(tree, URL))) == authors


def test_bylines_are_read_word_by_word() -> None:
    byline = "<div class='byline'><span>By</span><a>Ada Quill</a><span>Monday, March 10</span></div>"
    tree = parse_html(document("", byline))
    assert authors_of(tree, read_structured(tree, URL)) == ("Ada Quill",)


@pytest.mark.parametrize(
    ("below", "authors"),
    [
        ("<span>By Ada Quill and Tom Marsh, Meridian Wire - Published Monday, 10 March 2025</span>", 3),
        ("<p><i>Von Ada Quill</i></p>", 1),
        ("<p>By the time the boats came the quay was shut.</p>", 0),
        ("<p>By Tuesday the quay was shut.</p>", 0),
        (f"<p>{PROSE}</p>" * 9 + "<p>By Ada Quill</p>", 0),
    ],
)
def test_bylines_without_a_name_of_their_own(below: str, authors: int) -> None:
    tree = parse_html(document("", f"<h1>Quay closed</h1>{below}"))
    assert authors_of(tree, read_structured(tree, URL)) == ("Ada Quill", "Tom Marsh", "Meridian Wire")[:authors]


def test_a_name_that_is_but_marks_is_none() -> None:
    tree = parse_html(document(described(author=[": ."]), ""))
    assert authors_of(tree, read_structured(tree, URL)) == ()


@given(st.lists(st.text(max_size=60), max_size=30))
def test_any_text_gives_clean_names(said: list[str]) -> None:
    tree = parse_html(document(described(author=said), ""))
    names = authors_of(tree, read_structured(tree, URL))
    assert len(names) <= MAX_AUTHORS
    assert all(name == name.strip() and "@" not in name and "://" not in name for name in names)


@pytest.mark.parametrize(
    ("head", "free"),
    [
        ("", True),
        (described(isAccessibleForFree=False), False),
        (described(isAccessibleForFree="http://schema.org/False"), False),
        (described(isAccessibleForFree="True"), True),
        ("<meta property='article:content_tier' content='locked'>", False),
        ("<meta property='article:content_tier' content='metered'>", True),
    ],
)
def test_free_or_not(head: str, free: bool) -> None:
    assert is_free(read_structured(parse_html(document(head)), URL)) is free


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (
            "Le bureau du port a fermé lundi le quai, deux de ses piliers ayant bougé de la largeur d’une main. " * 3,
            "fr",
        ),
        ("Das Hafenamt hat den Kai am Montag gesperrt, weil sich zwei seiner Stützen bewegt haben. " * 3, "de"),
        ("港务局星期一关闭了东码头，因为一名测量员发现码头的两根支柱移动了一掌宽的距离。" * 3, "zh"),
        (PROSE * 3, "en"),
        ("Le bureau du port.", "en"),
        ("7 8 9 " * 200, "en"),
        ("", "en"),
    ],
)
def test_the_text_says_its_language(text: str, language: str) -> None:
    assert language_of_text([text], "en") == language


def test_close_languages_are_left_to_the_page() -> None:
    text = "Havnekontoret stengte kaien på mandag fordi to av støttene hadde flyttet seg med en håndsbredd. " * 3
    assert language_of_text([text], "da") == "da"
    assert language_of_text([text], "en") in ("no", "nb", "nn", "da")


def test_the_language_a_page_names() -> None:
    for markup, code in (("<html lang='de-CH'>", "de"), ("<html xml:lang='fr'>", "fr"), ("<html lang=''>", "en")):
        tree = parse_html(f"{markup}<body><p>x</p></body></html>")
        assert language_of(tree, read_structured(tree, URL)) == code


@pytest.mark.parametrize(
    ("url", "named", "canonical"),
    [
        (URL, "https://lantern.example/town", URL),
        (URL, "https://lantern.example/", URL),
        ("https://lantern.example/town/4711/quay", "/town/4711", "https://lantern.example/town/4711"),
        ("https://m.lantern.example/town/quay-closed", URL, URL),
        (f"{URL}/amp", URL, f"{URL}"),
        (URL, "javascript:alert(1)", URL),
        (URL, "data:text/html,x", URL),
        (URL, "http://[bad/", URL),
        (URL, "https://elsewhere.example/town/quay-closed", URL),
    ],
)
def test_canonical_addresses(url: str, named: str, canonical: str) -> None:
    tree = parse_html(document(f'<link rel="canonical" href="{named}">'))
    assert canonical_of(tree, read_structured(tree, url), url) == canonical


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("CafÃ©", "Café"),
        ("Ada â€œQuillâ€\x9d", "Ada “Quill”"),
        ("Café", "Café"),
        ("Ã", "Ã"),
        ("Café Ã©", "Café Ã©"),
        ("", ""),
    ],
)
def test_mangled_text_is_mended(text: str, whole: str) -> None:
    assert unmangled(text) == whole


@given(st.text(max_size=60))
def test_mending_never_raises_and_keeps_ascii(text: str) -> None:
    assert isinstance(unmangled(text), str)
    assert unmangled(text.encode("ascii", "ignore").decode()) == text.encode("ascii", "ignore").decode()
