"""Walls and error pages are told from articles about them, beside them and behind them."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from scraper.encoding import decode
from scraper.ensemble import extract_body
from scraper.errors import ExtractError
from scraper.metadata import title_of
from scraper.structured import parse_html, read_structured
from scraper.visible import visible_lines
from scraper.walls import BARE_WORDS, LONGEST_STUB, STUB_WORDS, Wall, find_wall
from scraper.words import count_words
from variorum.adapters import load_extractors

PAGES = Path(__file__).parent / "pages"
FAULTS: dict[str, dict[str, Any]] = tomllib.loads((PAGES / "faults/expected.toml").read_text(encoding="utf-8"))
WALLS = ("paywall stub", "login wall", "consent wall", "bot wall", "error page")
URL = "https://lantern.example/a"
SENTENCE = "The ferry to the outer islands sailed at six with eleven people on board."  # 14 words
EXTRACTORS = load_extractors()


def wall_of(text: str, paragraphs: list[str], *, title: str = "Ferry sails at six") -> Wall | None:
    tree = parse_html(text)
    return find_wall(tree, read_structured(tree, URL), title=title, paragraphs=paragraphs)


def page(count: int, extra: str = "", *, head: str = "", last: str = "") -> tuple[str, list[str]]:
    """A page of that many sentences, and the paragraphs an extractor keeps of it."""
    paragraphs = [SENTENCE] * count + ([last] if last else [])
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    title = "<title>Ferry sails at six</title>"
    return f"<html><head>{title}{head}</head><body><h1>Ferry sails at six</h1>{body}{extra}</body></html>", paragraphs


def described(**values: str) -> str:
    pairs = "".join(f', "{key}": {value}' for key, value in values.items())
    return f'<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "x"{pairs}}}</script>'


LOCKED = {"isAccessibleForFree": "false"}
GATE = "<div class='end'><p>Subscribe to continue reading.</p></div>"


@pytest.mark.parametrize("name", sorted(FAULTS))
def test_stored_pages(name: str) -> None:
    text = decode((PAGES / "faults" / f"{name}.html").read_bytes(), None)
    url = f"https://lantern.example/{name}"
    tree = parse_html(text)
    structured = read_structured(tree, url)
    before = etree.tostring(tree)
    paragraphs = extract_body(text, url, EXTRACTORS)
    wall = find_wall(tree, structured, title=title_of(tree, structured, url=url), paragraphs=paragraphs)
    assert etree.tostring(tree) == before
    reason = FAULTS[name].get("reason")
    if reason in WALLS:
        assert wall is not None
        assert wall.reason == reason
        assert FAULTS[name]["says"] in wall.detail
    else:
        assert wall is None


@pytest.mark.parametrize(
    ("count", "extra", "head", "last", "reason"),
    [
        (4, "", described(**LOCKED), "", "paywall stub"),
        (11, "", described(**LOCKED), "", None),
        (11, GATE, described(**LOCKED), "", None),  # the whole text, and a box for the next one
        (11, GATE, described(**LOCKED), "The first of them sailed and then", "paywall stub"),
        (30, "", described(**LOCKED, wordCount="420"), "", None),
        (30, "", described(**LOCKED, wordCount="1200"), "", "paywall stub"),
        (30, "", described(wordCount="1200"), "", None),
        (4, "", '<meta property="article:content_tier" content="locked">', "", "paywall stub"),
        (4, "", '<meta property="article:content_tier" content="metered">', "", None),
        (4, "", "", "", None),
        (1, GATE, "", "", "paywall stub"),
        (4, GATE, "", "", None),  # one line alone, behind a whole text
        (4, GATE, "", "And then it …", "paywall stub"),
        (4, GATE.replace("end", "paywall"), "", "", "paywall stub"),
        (4, GATE + "<p>Already a subscriber? Sign in</p>", "", "", "paywall stub"),
        (4, f"<template>{GATE}{GATE}</template>", "", "And then it …", None),
        (4, f"<div style='display: none'>{GATE}{GATE}</div>", "", "And then it …", None),
        (4, f"<nav>{GATE}{GATE}</nav>", "", "And then it …", None),
        (1, "<p>You must log in to read this article.</p>", "", "", "login wall"),
        (12, "<p>You must log in to comment.</p>", "", "", None),
    ],
)
def test_what_stands_behind_the_text(count: int, extra: str, head: str, last: str, reason: str | None) -> None:
    wall = wall_of(*page(count, extra, head=head, last=last))
    assert (wall.reason if wall else None) == reason


def test_the_locked_part_that_is_printed_is_an_article() -> None:
    part = '{"@type": "WebPageElement", "isAccessibleForFree": false, "cssSelector": ".body"}'
    text, paragraphs = page(4, head=described(**LOCKED, hasPart=part))
    assert wall_of(text, paragraphs) is not None
    printed = text.replace("<h1>", "<div class='body'><h1>").replace("</body>", "</div></body>")
    assert wall_of(printed, paragraphs) is None
    broken = printed.replace('".body"', '"[[.body"')
    assert wall_of(broken, paragraphs) is not None


@pytest.mark.parametrize(
    "line",
    [
        "Um weiterzulesen, jetzt Abo abschließen und weiterlesen",
        "La suite est réservée aux abonnés",
        "Contenido exclusivo para suscriptores",
        "Contenuto riservato agli abbonati",
        "Conteúdo exclusivo para assinantes",
        "Dit artikel is alleen voor abonnees",
        "Artikeln är endast för prenumeranter",
        "Artykuł dostępny dla prenumeratorów",
        "Материал доступен только подписчикам",
        "此内容为付费阅读",
        "この記事は有料会員限定です",
        "This article is for subscribers only",
        "You have reached your limit of free articles",
        "To continue reading, please subscribe",
    ],
)
def test_paywalls_in_many_languages(line: str) -> None:
    wall = wall_of(*page(1, f"<p>{line}</p>"))
    assert wall is not None
    assert wall.reason == "paywall stub"
    assert line in wall.detail


@pytest.mark.parametrize(
    ("title", "reason"),
    [
        ("Page not found", "error page"),
        ("404 - The Lantern", "error page"),
        ("Oops! That page can’t be found.", "error page"),
        ("Seite nicht gefunden", "error page"),
        ("Page introuvable", "error page"),
        ("Página no encontrada", "error page"),
        ("Страница не найдена", "error page"),
        ("页面不存在", "error page"),
        ("503 Service Unavailable", "error page"),
        ("Scheduled maintenance", "error page"),
        ("Access to this page has been denied", "bot wall"),
        ("Pardon Our Interruption", "bot wall"),
        ("Are you a robot?", "bot wall"),
        ("Doctors say 404 patients waited", None),
        ("Search for missing page boy ends: not found", None),
        ("Access denied: how the council closed its doors", None),
        ("Sorry, we can't find that page", "error page"),
        ("Oops! That story has gone", "error page"),
        ("451: Unavailable due to legal reasons", "error page"),
        ("This content is not available in your region", "error page"),
    ],
)
def test_titles_of_errors_and_challenges(title: str, reason: str | None) -> None:
    text = f"<html><head><title>{title}</title></head><body><h1>{title}</h1><p>{SENTENCE}</p></body></html>"
    wall = wall_of(text, [SENTENCE] * (1 if reason else 3), title=title)
    assert (wall.reason if wall else None) == reason


def test_a_dated_article_may_be_called_what_an_error_is_called() -> None:
    text, paragraphs = page(4, head=described(datePublished='"2025-03-10"'))
    assert wall_of(text.replace("Ferry sails at six", "Not found"), paragraphs, title="Not found") is None


def test_a_banner_beside_a_short_text_is_no_consent_wall() -> None:
    banner = "<div id='onetrust-banner-sdk'><p>We and our partners use cookies. Accept all cookies?</p></div>"
    assert wall_of(*page(3, banner)) is None
    text, _ = page(0, banner)
    wall = wall_of(text, [])
    assert wall is not None
    assert wall.reason == "consent wall"


def test_only_what_a_reader_sees_counts_as_a_line() -> None:
    text = (
        "<body><header>Menu</header><!-- note --><p>One <b>bold</b> word</p>loose <i hidden>unseen</i>text"
        "<script>var a</script><noscript>no</noscript><div class='paywall'>Gate<p>Inner</p></div>tail</body>"
    )
    lines = [(line.text, line.walled) for line in visible_lines(parse_html(text))]
    assert lines == [
        ("One bold word", False),
        ("loose text", False),
        ("Gate", True),
        ("Inner", True),
        ("tail", False),
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [("", 0), ("one two", 2), ("塔恩东码头因支柱移位关闭", 4), ("塔恩 Tarn 码头 7", 3), ("a  b\nc", 3)],
)
def test_words_are_counted_in_writing_without_spaces(text: str, words: int) -> None:
    assert count_words([text]) == words


def test_thresholds_stand_in_order() -> None:
    assert BARE_WORDS < STUB_WORDS < LONGEST_STUB


@settings(max_examples=60)
@given(
    st.text(alphabet=st.sampled_from(list("<>/p divh1\"'=&;!-[]{}: a\n")), max_size=200),
    st.lists(st.text(max_size=40), max_size=3),
)
def test_any_page_is_a_wall_or_none(markup: str, paragraphs: list[str]) -> None:
    try:
        wall = wall_of(f"<html>{markup}", paragraphs)
    except ExtractError:
        return
    assert wall is None or wall.detail


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "markup",
    [
        "<div>" * 30_000,
        f"<div class='{'paywall ' * 120_000}'>x</div>",
        "<p>subscribe to " * 20_000,
        "cookies " * 50_000,
    ],
)
def test_deep_and_wide_pages_end(markup: str) -> None:
    try:
        wall_of(f"<html><body>{markup}", [])
    except ExtractError as error:
        assert error.reason == "not HTML"  # noqa: PT017  refusing is fine, hanging is not
