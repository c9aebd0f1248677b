"""Headline, authors, section, kind, language and canonical address, from what a page says of itself (pure)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final
from urllib.parse import urlsplit

from lxml import html

from scraper.authors import authors_of, bare, site_names
from scraper.encoding import unmangled
from scraper.kinds import kind_of, section_of
from scraper.structured import Structured, as_texts
from scraper.urls import canonical_url, is_web, resolve, same_site

__all__ = [
    "authors_of",
    "canonical_of",
    "headings_of",
    "is_free",
    "kind_of",
    "language_of",
    "names_this_page",
    "section_of",
    "title_of",
    "without_site",
]

LONG_ENOUGH: Final = 15
"""Characters of a heading from which it may overrule what the page says of itself: shorter are "News" or "Menu"."""

_VERSIONS: Final = frozenset({"amp", "amphtml", "print", "printable", "mobile", "all", "full", "index.html"})
"""Last parts of addresses that name a version of the page above them."""
_SEPARATOR: Final = re.compile(r"\s+(?:[|–—―ǀ·•»«›:-]|--|::)\s+|\s*\|\s*")
_HOME: Final = re.compile(
    r"(?:^|[\s_-])(?:logo|brand\w*|site-?(?:title|name|logo)|masthead)(?=$|[\s_-])", re.IGNORECASE
)


def title_of(tree: html.HtmlElement, structured: Structured, *, fallback: str | None = None, url: str = "") -> str:
    """The headline: JSON-LD, OpenGraph, microdata, the page's printed heading, <title>; '' where there is none.

    The site's name is cut off, told by what the site calls itself, by its domain (`url`, if given, else the address the
    page names), and by the printed heading: where a described headline is that heading with more behind or before a
    separator, the heading counts. Where it is the printed one cut short, the printed one counts.
    """
    publishers = (*as_texts(structured.article.get("publisher")), *as_texts(structured.page.get("isPartOf")))
    names = site_names(tree, structured, url) | {bare(name) for name in publishers}
    printed = [text for text in headings_of(tree) if bare(text) not in names]
    whole = [" ".join(str(title.text_content()).split()) for title in tree.iterfind("head/title")]
    metas = [
        value for name in ("og:title", "twitter:title", "parsely-title") for value in structured.meta.get(name, ())
    ]
    described = [
        *as_texts(structured.article.get("headline")),
        *_without(metas, names),
        *structured.microdata.get("headline", ()),
    ]
    described = [text for text in map(unmangled, described) if bare(text) not in names]
    candidates = [*described[:1], *_best_printed(tree, printed, whole, names), fallback or "", *_without(whole, names)]
    title = next((" ".join(text.split()) for text in candidates if text.strip()), "")
    title = _as_printed(title, printed)
    stem = title.rstrip(".… ").casefold()
    longer = [text for text in printed if stem and len(text) > len(title) and text.casefold().startswith(stem)]
    return longer[0] if longer and title.endswith(("…", "...")) else title


def headings_of(tree: html.HtmlElement) -> list[str]:
    """Texts of the <h1> of a page in page order, without those that are the site's logo."""
    found = (" ".join(str(h1.text_content()).split()) for h1 in tree.iter("h1") if not _is_logo(h1))
    return [text for text in found if text]


def _is_logo(heading: html.HtmlElement) -> bool:
    """Is it named like a logo, or does it lead to the front page?"""
    around = (
        heading,
        *heading.iterdescendants("a", "span", "div"),
        *(p for p in [heading.getparent()] if p is not None),
    )
    if any(_HOME.search(f"{element.get('class') or ''} {element.get('id') or ''}") for element in around[:4]):
        return True
    links = [element for element in around if element.tag == "a" and element.get("href")]
    return any(_is_front(str(link.get("href"))) for link in links)


def _is_front(href: str) -> bool:
    try:
        parts = urlsplit(href.strip())
    except ValueError:
        return False
    return (
        not parts.query
        and not parts.fragment
        and parts.path in ("/", "/index.html", "/index.php", "")
        and bool(parts.netloc or parts.path)
    )


def _best_printed(tree: html.HtmlElement, printed: list[str], whole: list[str], names: frozenset[str]) -> Iterator[str]:
    """The heading that the <title> holds as well, the longest of them; failing that, the first heading."""
    named = bare(" ".join(whole))
    shared = [text for text in printed if len(text) >= LONG_ENOUGH and bare(text) in named]
    lower = (" ".join(str(h.text_content()).split()) for h in tree.iter("h2", "h3"))
    if whole and not shared:
        parts = {bare(part) for text in whole for part in (text, *_SEPARATOR.split(text)) if len(part) >= LONG_ENOUGH}
        shared = [text for text in lower if text and bare(text) in parts - names]
    yield from sorted(shared, key=len, reverse=True)[:1]
    yield from printed[:1]


def _as_printed(title: str, printed: list[str]) -> str:
    """The printed heading, where the title is the same with something behind or before a separator."""
    for text in printed:
        if LONG_ENOUGH <= len(text) < len(title):
            at = title.casefold().find(text.casefold())
            before, behind = title[:at], title[at + len(text) :]
            apart = (not before or _SEPARATOR.search(before[-4:])) and (
                not behind or _SEPARATOR.match(behind) or re.fullmatch(r"\s+\(.*\)", behind)
            )
            if at >= 0 and (before or behind) and apart:
                return text
    return title


def without_site(titles: Iterable[str], structured: Structured) -> Iterator[str]:
    """Titles without what the site calls itself at their end or beginning."""
    said = (*structured.meta.get("og:site_name", ()), *as_texts(structured.article.get("publisher")))
    yield from _without(titles, frozenset(bare(name) for name in said))


def _without(titles: Iterable[str], names: frozenset[str]) -> Iterator[str]:
    for title in titles:
        text = " ".join(title.split())
        cuts = list(_SEPARATOR.finditer(text))
        while cuts and bare(text[cuts[-1].end() :]) in names:
            text = text[: cuts.pop().start()].strip()
        while cuts and bare(text[: cuts[0].start()]) in names:
            text = text[cuts[0].end() :].strip()
            cuts = list(_SEPARATOR.finditer(text))
        yield text


def is_free(structured: Structured) -> bool:
    """False only where the page says that reading it takes a subscription."""
    tier = (structured.first_meta("article:content_tier") or "").lower()
    said = [
        structured.article.get("isAccessibleForFree"),
        None if tier else structured.page.get("isAccessibleForFree"),
        *structured.microdata.get("isAccessibleForFree", ()),
        {"locked": False, "metered": True}.get(tier),
    ]
    return not any(str(value).rpartition("/")[2].casefold() in ("false", "no", "0") for value in said)


def language_of(tree: html.HtmlElement, structured: Structured) -> str:
    """The language code a page gives itself, 'en' where it gives none.

    Templates often name the wrong one: `scraper.language.language_of_text` asks the text.
    """
    said = (
        *(tree.get(name) for name in ("lang", "xml:lang")),
        *as_texts(structured.article.get("inLanguage")),
        structured.first_meta("content-language", "dc.language", "language", "og:locale"),
    )
    for value in said:
        match = re.match(r"[A-Za-z]{2,3}(?=$|[-_])", value or "")
        if match:
            return match[0].lower()
    return "en"


def canonical_of(tree: html.HtmlElement, structured: Structured, url: str) -> str:
    """The page's own canonical address where it stays on the site and names a page; otherwise that of `url`.

    A saved page, whose `url` is no web address, is believed; without a word of its own it keeps `url`.
    """
    links = [link for link in tree.iterfind(".//link[@href]") if "canonical" in (link.get("rel") or "").lower().split()]
    named = [
        resolve(url, href) for href in (*(link.get("href") for link in links), structured.first_meta("og:url")) if href
    ]
    for target in named:
        if target is not None and (not is_web(url) or names_this_page(target, url)):
            return canonical_url(target)
    return canonical_url(url) if is_web(url) else url


def names_this_page(target: str, url: str) -> bool:
    """On the same site, and not the front page or a section above the page, which broken templates name for every page.

    An address above this one counts where what it leaves out names a version ("/amp"), or where its last part looks
    like an article's: with a number, or of several words.
    """
    if not same_site(target, url):
        return False
    there = [part for part in urlsplit(target).path.split("/") if part]
    here = [part for part in urlsplit(url).path.split("/") if part]
    if not there:
        return not here
    if len(there) < len(here) and here[: len(there)] == there:
        last = there[-1]
        if here[len(there) :][0].lower() in _VERSIONS:
            return True
        return any(character.isdigit() for character in last) or last.count("-") >= 2
    return True
