"""A fetched page to an article: body, headline, authors, dates, kind and canonical address (pure)."""

from __future__ import annotations

import copy
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Protocol, runtime_checkable

from lxml import html

from scraper.article import Article, Page, join_text, storable, storable_article
from scraper.blocks import body_blocks, page_blocks
from scraper.dates import page_dates
from scraper.encoding import decode
from scraper.errors import ExtractError
from scraper.furniture import split_furniture
from scraper.metadata import authors_of, canonical_of, is_free, kind_of, language_of, section_of, title_of
from scraper.outlets import Outlet
from scraper.structured import Structured, as_texts, parse_html, read_structured

MIN_WORDS: Final = 30
"""Words of a body. Below it, a page is a notice, a caption or an error text."""
STUB_WORDS: Final = 150
"""A body shorter than this, on a page that says it is not free, is what stands before the wall."""
HEAD_BLOCKS: Final = 3
"""Blocks above the body that may repeat headline and authors."""
RECIPE: Final = "1"
"""Changes whenever the same page may give another text; stands behind the extractor's name."""

_HTML_TYPES: Final = ("", "text/html", "application/xhtml+xml", "text/plain", "application/xml", "text/xml")
_WALL: Final = re.compile(
    r"(?:subscribe|sign in|log in|register|join|become a (?:member|subscriber)|already a (?:member|subscriber)).{0,60}"
    r"\bto (?:continue|keep|read|unlock|view|access)|(?:for|to) (?:our )?(?:subscribers|members) only|"
    r"subscriber[- ]only|members[- ]only|this (?:article|story|content) is (?:for|only)",
    re.IGNORECASE,
)
_GATE: Final = re.compile(
    r"just a moment|access denied|attention required|are you a (?:robot|human)|verify (?:that )?you are (?:a )?human|"
    r"enable javascript and cookies|checking your browser|unusual traffic|captcha|pardon our interruption",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Body:
    """What an extractor reads off a page: paragraphs in order, and headline and authors as it sees them."""

    title: str | None
    paragraphs: tuple[str, ...]
    authors: tuple[str, ...] = ()


@runtime_checkable
class BodyExtractor(Protocol):
    """The plug point of extraction: one page's HTML to its body. Deterministic, offline.

    `name` is name and version, as articles store it. `language` is a code such as "en". Raises ExtractError where it
    cannot read the page; paragraphs may be empty where it finds none.
    """

    @property
    def name(self) -> str: ...

    def __call__(self, html: str, url: str, language: str) -> Body: ...


def extract(
    page: Page,
    extractor: BodyExtractor,
    *,
    outlet: Outlet | None = None,
    known_furniture: Collection[str] = (),
    now: datetime,
) -> Article:
    """The article of a page. `now` is aware and bounds its dates; `known_furniture` holds the site's own lines.

    Raises ExtractError with the reason "empty", "not HTML", "bot wall", "no body", "no headline", "too short",
    "paywall stub" or "extractor failed".
    """
    page = replace(page, url=storable(page.url), final_url=storable(page.final_url))
    media_type = (page.content_type or "").partition(";")[0].strip().lower()
    if not page.body.strip():
        raise ExtractError("empty", f"{page.url} answered with an empty body")
    if media_type not in _HTML_TYPES or page.body[:5] == b"%PDF-" or b"\0\0" in page.body[:64]:
        raise ExtractError("not HTML", f"{page.url} is {media_type or 'something else'}")
    text = decode(page.body, page.content_type)
    if "<" not in text:
        raise ExtractError("not HTML", f"{page.url} holds no markup")
    tree = parse_html(text)
    structured = read_structured(tree, page.final_url)
    language = outlet.language if outlet else language_of(tree, structured)
    body = extractor(text, page.final_url, language)
    title = title_of(tree, structured, fallback=body.title)
    authors = authors_of(tree, structured, fallback=body.authors)
    kept, gone = _paragraphs(tree, structured, body, title, authors, known_furniture)
    _refuse(page, tree, structured, title, kept)
    dates = page_dates(tree, structured, page.final_url, now=now, zone=outlet.timezone if outlet else None)
    link = page.link
    return storable_article(
        Article(
            outlet=page.outlet,
            url=page.url,
            canonical_url=canonical_of(tree, structured, page.final_url),
            title=title,
            text=join_text(title, kept),
            extractor=f"{extractor.name}+{RECIPE}",
            authors=authors,
            published=dates.published.moment if dates.published else link.published if link else None,
            modified=dates.modified.moment if dates.modified else None,
            language=language,
            kind=kind_of(structured, page.final_url),
            section=section_of(structured),
            quarantined=tuple(gone),
        )
    )


def extract_body(text: str, url: str, extractor: BodyExtractor, *, language: str | None = None) -> list[str]:
    """The paragraphs of a page's body alone, [] where there is none; never refuses a short one.

    Raises ExtractError where the page is not HTML or the extractor fails.
    """
    tree = parse_html(text)
    structured = read_structured(tree, url)
    body = extractor(text, url, language or language_of(tree, structured))
    title = title_of(tree, structured, fallback=body.title)
    return _paragraphs(tree, structured, body, title, authors_of(tree, structured), ())[0]


def _paragraphs(
    tree: html.HtmlElement,
    structured: Structured,
    body: Body,
    title: str,
    authors: Sequence[str],
    known: Collection[str],
) -> tuple[list[str], list[str]]:
    """Paragraphs of the body and lines taken for furniture."""
    blocks = page_blocks(copy.deepcopy(tree))
    own = as_texts(structured.article.get("articleBody"))
    found = [block.text for block in body_blocks(blocks, [*body.paragraphs, *own])] or list(body.paragraphs)
    lines = [line for line in (" ".join(storable(paragraph).split()) for paragraph in found) if line]
    kept, gone = split_furniture(lines, known)
    return _without_head(kept, title, authors), gone


def _without_head(paragraphs: Sequence[str], title: str, authors: Sequence[str]) -> list[str]:
    """Headline and authors' names above the body go; the same words further down are text."""
    head = {_bare(title), *(_bare(name) for name in authors), _bare(" ".join(authors)), _bare(" and ".join(authors))}
    start = 0
    while start < min(HEAD_BLOCKS, len(paragraphs)) and _bare(paragraphs[start]) in head:
        start += 1
    return list(paragraphs[start:])


def _bare(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _refuse(page: Page, tree: html.HtmlElement, structured: Structured, title: str, paragraphs: list[str]) -> None:
    words = sum(len(paragraph.split()) for paragraph in paragraphs)
    named = f"{title} {tree.findtext('head/title') or ''}"
    if words < STUB_WORDS and _GATE.search(named):
        raise ExtractError("bot wall", f"{page.url} shows {named.strip()!r} instead of an article")
    walled = not is_free(structured) or (words < MIN_WORDS and _WALL.search(str(tree.text_content())))
    if walled and words < STUB_WORDS:
        raise ExtractError("paywall stub", f"{page.url} shows {words} words and keeps the rest for subscribers")
    if not paragraphs:
        raise ExtractError("no body", f"{page.url}: no paragraph of an article was found")
    if words < MIN_WORDS:
        raise ExtractError("too short", f"{page.url}: {words} words, fewer than {MIN_WORDS}")
    if not title:
        raise ExtractError("no headline", f"{page.url}: neither the page nor its description names one")
