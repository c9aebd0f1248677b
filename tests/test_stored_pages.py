"""One stored page and one expected result for each skin of the built-in newsroom, each fault and each kind of page."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from scraper.article import PARAGRAPH_BREAK, Article, Page
from scraper.errors import ExtractError
from scraper.extract import extract
from variorum.adapters import load_extractors

PAGES = Path(__file__).parent / "pages"
FAULTS: dict[str, dict[str, Any]] = tomllib.loads((PAGES / "faults/expected.toml").read_text(encoding="utf-8"))
SKINS: dict[str, dict[str, Any]] = tomllib.loads((PAGES / "skins/expected.toml").read_text(encoding="utf-8"))
NOW = datetime(2025, 3, 14, 3, 0, tzinfo=UTC)
EXTRACTORS = load_extractors()


def read(folder: str, name: str, *, url: str, content_type: str = "text/html") -> Article:
    body = (PAGES / folder / f"{name}.html").read_bytes()
    return extract(Page("lantern", url, url, body, content_type, NOW), EXTRACTORS, now=NOW)


def check(found: Article, expected: dict[str, Any]) -> None:
    paragraphs = found.body.split(PARAGRAPH_BREAK)
    assert found.title == expected["title"]
    assert (paragraphs[0], paragraphs[-1]) == (expected["first"], expected["last"])
    assert len(paragraphs) == expected["paragraphs"]
    assert (found.kind, found.language) == (expected["kind"], expected["language"])


@pytest.mark.parametrize(("folder", "expected"), [("faults", FAULTS), ("skins", SKINS)])
def test_every_stored_page_has_an_expectation(folder: str, expected: dict[str, Any]) -> None:
    assert {path.stem for path in (PAGES / folder).glob("*.html")} == set(expected)


@pytest.mark.parametrize("name", sorted(FAULTS))
def test_faults(name: str) -> None:
    expected = FAULTS[name]
    url = f"https://lantern.example/{name}"
    if "reason" in expected:
        with pytest.raises(ExtractError) as caught:
            read("faults", name, url=url)
        assert caught.value.reason == expected["reason"]
        assert expected["says"] in caught.value.detail
        return
    found = read("faults", name, url=url)
    check(found, expected)
    assert list(found.authors) == expected["authors"]
    assert str(found.published) == expected["published"]
    assert found.canonical_url == expected.get("canonical_url", url)


@pytest.mark.parametrize("name", sorted(SKINS))
def test_skins(name: str) -> None:
    expected = SKINS[name]
    found = read("skins", name, url=expected["url"], content_type=expected["content_type"])
    check(found, expected)
    assert set(found.authors) <= {*expected["authors"], expected["credit"]}
    assert found.published is not None
    assert found.published.at.date().isoformat() == expected["day"]


LD = '<script type="application/ld+json">'
HOSTILE = {
    "100,000 nested elements": "<div>" * 100_000 + "x",
    "100,000 nested inline elements": "<b>" * 100_000 + "x",
    "an attribute of 1 MB": f"<p class='{'x ' * 500_000}'>x</p>",
    "an address of 1 MB": f"<link rel=canonical href='/{'x' * 1_000_000}'><a href='/{'x' * 1_000_000}'>x</a>",
    "NUL bytes": "<h1>x\0y</h1>" + "<p>\0" + "word " * 60 + "end.</p>",
    "a script for an address": "<link rel=canonical href='javascript:alert(1)'><meta name=og:url content='data:,x'>",
    "JSON-LD that nests": LD + "[" * 50_000 + "</script>",
    "JSON-LD of odd types": LD + '{"@type": {"a": 1}, "hasPart": "x", "headline": 7}</script>',
    "JSON-LD articles of odd parts": LD + '{"@type": "NewsArticle", "hasPart": [[], 1, {}],'
    ' "isAccessibleForFree": false, "wordCount": [], "author": [1, null], "articleSection": {"name": []}}</script>',
    "a selector that is none": LD + '{"@type": "NewsArticle", "isAccessibleForFree": false,'
    ' "hasPart": {"isAccessibleForFree": false, "cssSelector": ["]]", 4, ":nth-child("]}}</script>',
    "processing instructions": "<?php echo 1 ?><!DOCTYPE x [<!ENTITY a 'b'>]>&a;<![CDATA[x]]>",
}


@pytest.mark.timeout(60)
@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_hostile_pages_are_articles_or_refused(name: str) -> None:
    prose = "".join(f"<p>Sentence number {n} of the story is long enough to be taken for prose.</p>" for n in range(6))
    url = "https://lantern.example/a"
    for markup in (HOSTILE[name], f"<h1>Harbour to close</h1>{prose}{HOSTILE[name]}{prose}"):
        body = f"<html><body>{markup}</body></html>".encode()
        try:
            found = extract(Page("lantern", url, url, body, "text/html", NOW), EXTRACTORS, now=NOW)
        except ExtractError as error:
            assert error.reason  # noqa: PT017  refusing is fine, anything else is not
            continue
        assert found.canonical_url == url
        assert "\0" not in found.text
