"""What a page says of itself: JSON-LD, meta tags, microdata and <time>, read once and handed on (pure)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from itertools import chain
from typing import Any, Final

from lxml import etree, html

from scraper.errors import ExtractError
from scraper.markup import PLAIN_ELEMENTS
from scraper.urls import canonical_url, is_web, resolve

ARTICLE_TYPES: Final = (
    *("NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "BackgroundNewsArticle", "OpinionNewsArticle"),
    *("ReviewNewsArticle", "AskPublicNewsArticle", "LiveBlogPosting", "Article", "BlogPosting", "Report"),
    *("TechArticle", "SatiricalArticle", "AdvertiserContentArticle", "ScholarlyArticle", "SocialMediaPosting"),
)
"""Schema.org types of an article; the first one a page gives counts, news before other writing."""
_PAGE_TYPES: Final = ("WebPage", "VideoObject", "ItemPage")
"""Types that may carry a date or a title where a page names no article."""
_MAX_NODES: Final = 2_000
"""JSON-LD objects looked at in one page."""
_UNTREEABLE: Final = re.compile(
    "[\0-\x08\x0b\x0e-\x1f\ufffe\uffff]|&#0*(?:[0-8]|1[124-9]|2[0-9]|3[01]|6553[45])(?![0-9]);?"
    "|&#[xX]0*(?:[0-8bBcCeEfF]|1[0-9a-fA-F]|[fF]{3}[eE]|[fF]{4})(?![0-9a-fA-F]);?"
)
"""Control characters and non-characters, plain or as references: lxml reads them, and then refuses to write them."""
MAX_ELEMENTS: Final = 150_000
"""Elements of a page; the largest of 370 stored pages has 4,219. Nesting is the parser's to bound: it stops at 255."""
_COUNT: Final = etree.XPath("count(//*)")
MAX_NESTED_ITEMS: Final = 8
"""Microdata items in each other; 370 stored pages have 4 at most. Reading takes time by the cube of the nesting."""
_ASIDE: Final = frozenset({"nav", "aside", "footer"})
_ASIDE_NAMES: Final = re.compile(
    r"related|recirc|recommend|comment|sidebar|most-?read|teaser|promo(?!t)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Structured:
    """article: the JSON-LD object of the article, {} where there is none. page: a WebPage object, {} likewise.
    meta: lower-case name or property -> contents, in page order. microdata: itemprop -> values of the article, in page
    order. times: values of <time> outside teasers and comments, in page order.
    """

    article: Mapping[str, Any]
    page: Mapping[str, Any]
    meta: Mapping[str, tuple[str, ...]]
    microdata: Mapping[str, tuple[str, ...]]
    times: tuple[str, ...]

    def first_meta(self, *names: str) -> str | None:
        """The first content that is not empty, in the order of `names`."""
        return next((value for name in names for value in self.meta.get(name, ()) if value), None)


def parse_html(text: str) -> html.HtmlElement:
    """The page as a tree. Raises ExtractError "not HTML" where nothing can be made of it."""
    # Bytes, because lxml refuses text that declares an encoding; entities and the network stay out of it.
    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False)
    parser.set_element_class_lookup(PLAIN_ELEMENTS)
    clean = _UNTREEABLE.sub("", text.replace("\f", " "))
    try:
        tree = html.document_fromstring(clean.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError) as error:
        raise ExtractError("not HTML", f"no page can be made of it: {error}") from error
    if (count := int(_COUNT(tree))) > MAX_ELEMENTS:
        raise ExtractError("not HTML", f"{count} elements, more than {MAX_ELEMENTS}")
    return tree


def read_structured(tree: html.HtmlElement, url: str) -> Structured:
    nodes = list(_json_ld(tree))
    return Structured(
        article=_choose(nodes, ARTICLE_TYPES, url),
        page=_choose(nodes, _PAGE_TYPES, url),
        meta=_meta(tree),
        microdata=_microdata(tree, url),
        times=tuple(_times(tree)),
    )


def as_texts(value: object) -> Iterator[str]:
    """The texts in a JSON-LD or microdata value: a text, a list, or objects with a name. Entities are resolved."""
    if isinstance(value, str):
        text = " ".join(unescape(unescape(value)).split())
        if text:
            yield text
    elif isinstance(value, Mapping):
        properties = value.get("properties")
        inner = properties if isinstance(properties, Mapping) else value
        yield from as_texts(inner.get("name") or inner.get("@value") or inner.get("value"))
    elif isinstance(value, list):
        for item in value:
            yield from as_texts(item)


def types_of(node: Mapping[str, Any]) -> tuple[str, ...]:
    kinds = node.get("@type")
    found = [kinds] if isinstance(kinds, str) else kinds if isinstance(kinds, list) else []
    return tuple(re.split("[/#:]", str(kind).strip())[-1] for kind in found)


def _json_ld(tree: html.HtmlElement) -> Iterator[Mapping[str, Any]]:
    """All objects of the page's JSON-LD, outer ones first. A script that is not JSON leaves the others standing."""
    from scraper.embeddeddata import JsonLdExtractor

    reader = JsonLdExtractor()
    waiting: list[Any] = []
    for script in tree.iterfind(".//script"):
        if (script.get("type") or "").split(";")[0].strip().lower() != "application/ld+json":
            continue
        script.set("type", "application/ld+json")
        try:
            waiting += reader.extract_items(script)
        except (ValueError, RecursionError, IndexError):
            continue  # one broken script is common; what the page says elsewhere still counts
    seen = 0
    while waiting and seen < _MAX_NODES:
        node = waiting.pop(0)
        seen += 1
        if isinstance(node, list):
            waiting[:0] = node
        elif isinstance(node, Mapping):
            yield node
            waiting += [node[key] for key in ("@graph", "mainEntity", "mainEntityOfPage", "hasPart") if key in node]


def _choose(nodes: list[Mapping[str, Any]], kinds: tuple[str, ...], url: str) -> Mapping[str, Any]:
    """The object of one of `kinds` that names this page as its address, else the first one of the first kind."""
    fitting = [node for kind in kinds for node in nodes if kind in types_of(node)]
    if len(fitting) > 1:
        here = [node for node in fitting if _same_address(node, url)]
        fitting = here or fitting
    return fitting[0] if fitting else {}


def _same_address(node: Mapping[str, Any], url: str) -> bool:
    page = node.get("mainEntityOfPage")
    named = [node.get("url"), node.get("@id"), page.get("@id") if isinstance(page, Mapping) else page]
    for value in named:
        target = resolve(url, value) if isinstance(value, str) and value else None
        if target is not None and is_web(url) and canonical_url(target) == canonical_url(url):
            return True
    return False


def _meta(tree: html.HtmlElement) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for element in tree.iter("meta"):
        content = " ".join((element.get("content") or "").split())
        for name in {element.get(key, "").strip().lower() for key in ("property", "name", "http-equiv")}:
            if name and content:
                found[name] = (*found.get(name, ()), content)
    return found


def _microdata(tree: html.HtmlElement, url: str) -> dict[str, tuple[str, ...]]:
    """Properties of the page's article item, or of an untyped or WebPage item where it has none."""
    from scraper.embeddeddata import MicrodataExtractor

    scopes = tree.xpath("//*[@itemscope]")
    if any(
        sum(1 for outer in scope.iterancestors() if "itemscope" in outer.attrib) > MAX_NESTED_ITEMS for scope in scopes
    ):
        return {}
    items = [item for item in MicrodataExtractor(strict=True).extract_items(tree, url) if "properties" in item]
    kinds = [kind for item in items for kind in item.get("type") or [""]]
    for wanted in (*ARTICLE_TYPES, "WebPage", ""):
        if wanted in {kind.rpartition("/")[2] for kind in kinds}:
            item = next(item for item in items if wanted in [k.rpartition("/")[2] for k in item.get("type") or [""]])
            return {name: tuple(as_texts(list(values))) for name, values in item["properties"].items()}
    loose = tree.xpath("//meta[@itemprop and @content and not(ancestor::*[@itemscope])]")  # common, if not correct
    return {str(meta.get("itemprop")): (str(meta.get("content")),) for meta in reversed(loose)}


def _times(tree: html.HtmlElement) -> Iterator[str]:
    """Values of <time>: those said to be of publication first, then the rest, but none said to be of a change."""
    headline = next(tree.iter("h1"), None)
    around = frozenset(headline.iterancestors()) if headline is not None else frozenset()
    said: list[str] = []
    rest: list[str] = []
    for element in tree.iter("time"):
        value = element.get("datetime") or element.get("content") or element.text_content()
        if not value or not value.strip() or is_aside(element, around):
            continue
        names = " ".join((element.get(key) or "") for key in ("class", "itemprop", "title")).casefold()
        if element.get("pubdate") is not None or "publi" in names:
            said.append(" ".join(value.split()))
        elif "updat" not in names and "modif" not in names:
            rest.append(" ".join(value.split()))
    yield from (*said, *rest)


def is_aside(element: html.HtmlElement, around: Collection[html.HtmlElement] = ()) -> bool:
    """Does the element stand in a teaser, a comment, a footer or the like? What also holds the headline is none."""
    for parent in chain((element,), element.iterancestors()):
        if parent in around or parent.tag in ("body", "html"):
            return False
        if names_aside(parent) and not _closes(parent, around):
            return True
    return False


def _closes(element: html.HtmlElement, around: Collection[html.HtmlElement]) -> bool:
    """Is this the footer of the very <article> that holds the headline? It tells of the article, not of the site."""
    return element.tag == "footer" and next(element.iterancestors("article"), None) in around


def names_aside(element: html.HtmlElement) -> bool:
    """Does the page call this element itself a teaser, a comment, a footer or the like?"""
    names = f"{element.get('class', '')} {element.get('id', '')}"
    return element.tag in _ASIDE or bool(_ASIDE_NAMES.search(names))
