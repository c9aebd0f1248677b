"""A fetched page to an article: body, headline, authors, dates, kind and canonical address (pure)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from lxml import html

from scraper.aliases import aliases_of
from scraper.article import Article, Page, join_text, storable, storable_article
from scraper.dates import page_dates
from scraper.encoding import decode
from scraper.ensemble import BodyExtractor, page_text
from scraper.errors import ExtractError
from scraper.kinds import kind_of, section_of
from scraper.language import language_of_text
from scraper.metadata import canonical_of, language_of
from scraper.outlets import Outlet
from scraper.structured import Structured, parse_html, read_structured
from scraper.walls import find_wall, is_notice
from scraper.words import count_words, triples

MIN_WORDS: Final = 30
"""Words of a body. Below it, a page is a notice, a caption or an error text."""
RECIPE: Final = "2"
"""Changes whenever the same page may give another text; stands behind the extractors' names."""

_HTML_TYPES: Final = ("", "text/html", "application/xhtml+xml", "text/plain", "application/xml", "text/xml")


def extract(
    page: Page,
    extractors: Sequence[BodyExtractor],
    *,
    outlet: Outlet | None = None,
    now: datetime,
) -> Article:
    """The article of a page. `now` is aware and bounds its dates.

    The first extractor is always asked; each further one only while the page's structure and those asked before
    disagree. `Article.extractor` names those that were asked.

    Raises ExtractError with the reason "empty", "not HTML", "no body", "no headline", "too short", "extractor failed"
    or that of a `scraper.walls.Wall`.
    """
    triples.cache_clear()  # of the page before: what a huge one left must not stay
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
    held = list(tree.iter())  # until the end: lxml makes each element's object anew whenever nobody holds it
    structured = read_structured(tree, page.final_url)
    declared = outlet.language if outlet else language_of(tree, structured)
    found = page_text(tree, structured, text, page.final_url, extractors, declared)
    kept = [*found.standfirst, *found.paragraphs]
    _refuse(page, tree, structured, found.title, kept)
    notices: list[str] = []
    while is_notice(kept[-1]):  # the wall's own words below a text that is whole
        notices.insert(0, kept.pop())
    dates = page_dates(tree, structured, page.final_url, now=now, zone=outlet.timezone if outlet else None)
    link = page.link
    del held
    return storable_article(
        Article(
            outlet=page.outlet,
            url=page.url,
            canonical_url=canonical_of(tree, structured, page.final_url),
            title=found.title,
            text=join_text(found.title, kept),
            extractor="+".join((*found.asked, f"structure/{RECIPE}")),
            authors=found.authors,
            published=dates.published.moment if dates.published else link.published if link else None,
            modified=dates.modified.moment if dates.modified else None,
            language=language_of_text(found.paragraphs, declared),
            kind=kind_of(structured, page.final_url, tree=tree, title=found.title, paragraphs=found.paragraphs),
            section=section_of(structured),
            quarantined=(*found.furniture, *notices),
            aliases=aliases_of(tree, structured, page.url, page.final_url),
        )
    )


def _refuse(page: Page, tree: html.HtmlElement, structured: Structured, title: str, paragraphs: Sequence[str]) -> None:
    wall = find_wall(tree, structured, title=title, paragraphs=paragraphs)
    if wall is not None:
        raise ExtractError(wall.reason, f"{page.url}: {wall.detail}")
    if not paragraphs:
        raise ExtractError("no body", f"{page.url}: no paragraph of an article was found")
    words = count_words(paragraphs)
    if words < MIN_WORDS:
        raise ExtractError("too short", f"{page.url}: {words} words, fewer than {MIN_WORDS}")
    if not title:
        raise ExtractError("no headline", f"{page.url}: neither the page nor its description names one")
