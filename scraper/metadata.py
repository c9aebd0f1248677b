"""Headline, authors, section, kind, language and canonical address, from what a page says of itself (pure)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final
from urllib.parse import urlsplit

from lxml import html

from scraper.article import Kind
from scraper.structured import Structured, as_texts, types_of
from scraper.urls import canonical_url, is_web, resolve, same_site

MAX_AUTHORS: Final = 10
MAX_NAME: Final = 80
"""Characters of an author's name; longer ones are sentences about an author."""

_OPINION: Final = re.compile(
    r"(?:^|[/\s_-])(?:opinions?|op-?ed|comment(?:isfree|ary)?|editorials?|columns|columnists?|viewpoint|leaders)(?=$|[/\s_-])",
    re.IGNORECASE,
)
_LIVE: Final = re.compile(r"(?:^|[/_-])(?:live|live-?blog|liveblog|live-updates|live-news)(?=$|[/_-])", re.IGNORECASE)
_SEPARATOR: Final = re.compile(r"\s+[|–—·•»-]\s+")


def title_of(tree: html.HtmlElement, structured: Structured, *, fallback: str | None = None) -> str:
    """The headline: JSON-LD, OpenGraph, microdata, the page's one <h1>, <title>; '' where there is none.

    Where the described headline is the printed one cut short, the printed one counts.
    """
    printed = [" ".join(str(h1.text_content()).split()) for h1 in tree.iter("h1")]
    printed = [text for text in printed if text]
    described = [
        *as_texts(structured.article.get("headline")),
        *_without_site([structured.first_meta("og:title", "twitter:title", "parsely-title") or ""], structured),
        *structured.microdata.get("headline", ()),
    ]
    whole = [" ".join(str(title.text_content()).split()) for title in tree.iterfind("head/title")]
    candidates = [*described, *printed[:1], fallback or "", *_without_site(whole, structured)]
    title = next((text for text in candidates if text), "")
    stem = title.rstrip(".… ").casefold()
    longer = [text for text in printed if stem and len(text) > len(title) and text.casefold().startswith(stem)]
    return longer[0] if longer and title.endswith(("…", "...")) else title


def _without_site(titles: Iterable[str], structured: Structured) -> Iterator[str]:
    """Titles without the site's name at their end or beginning."""
    names = {name.casefold() for name in (structured.first_meta("og:site_name", "application-name"),) if name}
    names |= {name.casefold() for name in as_texts(structured.article.get("publisher"))}
    for title in titles:
        parts = _SEPARATOR.split(" ".join(title.split()))
        cut = _SEPARATOR.search(title)
        if cut and len(parts) > 1 and parts[-1].casefold() in names:
            last = list(_SEPARATOR.finditer(title))[-1]
            yield title[: last.start()].strip()
        elif cut and len(parts) > 1 and parts[0].casefold() in names:
            yield title[cut.end() :].strip()
        else:
            yield title


def authors_of(tree: html.HtmlElement, structured: Structured, *, fallback: Iterable[str] = ()) -> tuple[str, ...]:
    """Names in the order given, each once; from the first source that names any."""
    sources: tuple[Iterable[str], ...] = (
        as_texts(structured.article.get("author")),
        as_texts(structured.article.get("creator")),
        (
            name
            for key in ("author", "article:author", "parsely-author", "byl", "dc.creator", "sailthru.author")
            for name in structured.meta.get(key, ())
        ),
        structured.microdata.get("author", ()),
        (str(link.text_content()) for link in tree.iterfind(".//a[@rel='author']")),
        _bylines(tree),
        fallback,
    )
    for source in sources:
        names = tuple(dict.fromkeys(name for text in source for name in _names(text)))
        if names:
            return names[:MAX_AUTHORS]
    return ()


def _bylines(tree: html.HtmlElement) -> Iterator[str]:
    for element in tree.xpath(
        "//*[contains(concat(' ', normalize-space(@class), ' '), ' byline ')"
        " or contains(concat(' ', normalize-space(@class), ' '), ' author ')]"
    ):
        text = " ".join(str(element.text_content()).split())
        if text.casefold().startswith("by "):
            yield text
            return


def _names(text: str) -> Iterator[str]:
    text = re.sub(r"^\s*by:?\s+", "", " ".join(text.split()), flags=re.IGNORECASE)
    for part in re.split(r"\s*(?:,|;|\||&|\band\b)\s*", text):
        name = part.strip(" .-–—")
        if 2 <= len(name) <= MAX_NAME and "://" not in name and "@" not in name and not any(c.isdigit() for c in name):
            yield name


def section_of(structured: Structured) -> str | None:
    described = (
        *as_texts(structured.article.get("articleSection")),
        *(structured.meta.get("article:section", ())),
        *(structured.meta.get("parsely-section", ())),
        *structured.microdata.get("articleSection", ()),
    )
    return next((text for text in described if text), None)


def kind_of(structured: Structured, url: str) -> Kind:
    """Live blog or opinion, by the page's own type, its section or its address; news otherwise."""
    types = types_of(structured.article)
    path = urlsplit(url).path
    section = section_of(structured) or ""
    if "LiveBlogPosting" in types or _LIVE.search(path) or section.casefold() in ("live", "live blog"):
        return "live"
    if "OpinionNewsArticle" in types or _OPINION.search(section) or _OPINION.search(path):
        return "opinion"
    return "news"


def is_free(structured: Structured) -> bool:
    """False only where the page says that reading it takes a subscription."""
    said = [
        structured.article.get("isAccessibleForFree"),
        *structured.microdata.get("isAccessibleForFree", ()),
        {"locked": False, "metered": True}.get((structured.first_meta("article:content_tier") or "").lower()),
    ]
    return not any(value is False or str(value).casefold() == "false" for value in said if value is not None)


def language_of(tree: html.HtmlElement, structured: Structured) -> str:
    """The language code a page gives itself, 'en' where it gives none."""
    said = (tree.get("lang"), *as_texts(structured.article.get("inLanguage")), structured.first_meta("og:locale"))
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
        if target is not None and (not is_web(url) or _names_this_page(target, url)):
            return canonical_url(target)
    return canonical_url(url) if is_web(url) else url


def _names_this_page(target: str, url: str) -> bool:
    """On the same site, and not the front page, which broken templates name for every page."""
    return same_site(target, url) and bool(urlsplit(target).path.strip("/") or not urlsplit(url).path.strip("/"))
