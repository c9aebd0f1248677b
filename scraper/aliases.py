"""The other addresses of a page: by which of them a text that moved is still known (pure)."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import html

from scraper.metadata import canonical_of, names_this_page
from scraper.structured import Structured, as_texts
from scraper.urls import canonical_url, is_web, resolve


def aliases_of(tree: html.HtmlElement, structured: Structured, asked: str, answered: str) -> tuple[str, ...]:
    """Canonical forms of the address asked for, the one that answered after redirects, and those the page gives itself.

    The page's own are its og:url, the AMP and mobile variants it links to, and the address its JSON-LD names; only
    addresses on the same site that may name this very page count. Sorted, each once, without the canonical address.
    """
    own = [resolve(answered, named) for named in _named(tree, structured)]
    believed = [url for url in own if url is not None and (not is_web(answered) or names_this_page(url, answered))]
    found = {canonical_url(url) for url in (asked, answered, *believed) if is_web(url)}
    return tuple(sorted(found - {canonical_of(tree, structured, answered)}))


def _named(tree: html.HtmlElement, structured: Structured) -> Iterator[str]:
    for link in tree.iterfind(".//link[@href]"):
        rel = (link.get("rel") or "").lower().split()
        mobile = "alternate" in rel and "max-width" in (link.get("media") or "").lower()
        if "canonical" in rel or "amphtml" in rel or mobile:
            yield str(link.get("href"))
    if address := structured.first_meta("og:url"):
        yield address
    for key in ("mainEntityOfPage", "url", "@id"):
        value = structured.article.get(key)
        yield from (text for text in as_texts(value.get("@id") if isinstance(value, dict) else value) if is_web(text))
