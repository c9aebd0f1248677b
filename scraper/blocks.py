"""A page cut into blocks of text, without what stands in menus, captions, teasers, forms or asides (pure)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from lxml import etree, html

from scraper.markup import INLINE
from scraper.teasers import beside_article

_GONE: Final = (
    *("script", "style", "noscript", "template", "nav", "aside", "footer", "button", "select", "textarea"),
    *("figure", "figcaption", "iframe", "object", "svg", "audio", "video", "dialog", "menu", "input", "label"),
)
"""Elements whose text is never the article's."""
_OFTEN_UNCLOSED: Final = frozenset({"aside", "button", "figure", "label", "nav"})
_GONE_NAMES: Final = re.compile(
    r"(?:^|[\s_-])(?:related|recirc\w*|recommend\w*|newsletters?|subscribe|subscription|sign-?up|share(?:bar|tools)?|sharing|"
    r"social(?:bar|share)?|comments?|caption\w*|credit|promo\w*|sponsor\w*|advert\w*|ads?|breadcrumbs?|cookie\w*|"
    r"consent|paywall|byline|dateline|author-?(?:bio|box)|bio|toolbar|tags|tag-?list|most-?(?:read|popular)|trending|"
    r"pagination|read-?more|readmore|see-?also|also-?read|teasers?|masthead|skip|print-?only|sr-only|"
    r"instagram-media|embed\w*|outbrain|taboola|zergnet|breaking-news|latest-news|see-?more|"
    r"visually-?hidden|screen-reader-text|image-?source|copyright|disclaimer|popup|modal|rail|(?<!has-)(?<!with-)(?<!no-)(?<!layout-)sidebar)(?=$|[\s_-])",
    re.IGNORECASE,
)
"""Words of class and id, between separators, that name furniture."""
_CAMEL: Final = re.compile(r"([a-z])([A-Z])")
_LEAVES: Final = frozenset({"p", "blockquote", "li", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "dd", "dt", "td"})
_INLINE: Final = INLINE | {"br"}
NAMES: Final = 4_096
"""Classes and ids remembered with what they mean: a page has a few hundred different ones on thousands of elements."""
MOST: Final = 0.5
"""Share of a page's paragraph text that an element may hold and still be dropped for its name: some sites put the whole
page into a form, or call its frame "has-sidebar"."""


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of text that stands alone on the page.

    `path` are the elements around it, outermost first; `link_share` is the share of its characters inside links.
    """

    text: str
    tag: str
    path: tuple[html.HtmlElement, ...]
    link_share: float
    leads_with_link: bool = False


def page_blocks(tree: html.HtmlElement, url: str = "", *, by_name: bool = True) -> list[Block]:
    """All blocks in page order, without those inside elements that are never an article's. Changes `tree`.

    `url` is the page's address: cards that lead to other pages are told by it. `by_name`: classes and ids that name
    furniture count too.
    """
    most = MOST * _signs(tree)
    for element in beside_article(tree, url):
        _drop(element)
    for element in list(tree.iter()):
        named = by_name and isinstance(element.tag, str) and _is_gone(element) and _signs(element) < most
        gone = not isinstance(element.tag, str) or element.tag in _GONE
        if gone and element.tag in _OFTEN_UNCLOSED and _signs(element) >= most:
            continue  # a tag that was never closed, and swallowed the page
        if named or gone:
            _drop(element)
    body = tree.find("body")
    found: list[Block] = []
    _cut(tree if body is None else body, (), found)
    return found


def _cut(
    element: html.HtmlElement, path: tuple[html.HtmlElement, ...], found: list[Block], linked: bool = False
) -> None:
    """Put the text of `element` into `found`, cut at every element that is not inline; loose text between them is a
    block of its own.

    `linked`: all of it lies inside a link.
    """
    path = (*path, element)
    linked = linked or (element.tag == "a" and element.get("href") is not None)
    loose: list[tuple[str, int]] = [_piece(element.text or "", linked)]  # and how many characters of each are linked
    breaks = 0
    for child in element:
        if child.tag == "br":
            breaks += 1
            if breaks >= 2 and any(piece.strip() for piece, _ in loose):
                _flush(loose, element, path, found)
            loose.append((" ", 0))
        elif child.tag in _INLINE and not _holds_block(child):
            text = str(child.text_content())
            if text.strip():
                breaks = 0
            loose.append((text, len(text) if linked else sum(len(str(a.text_content())) for a in child.iter("a"))))
        else:
            _flush(loose, element, path, found)
            _cut(child, path, found, linked)
        if child.tail:
            if child.tail.strip():
                breaks = 0
            loose.append(_piece(child.tail, linked))
    _flush(loose, element, path, found)


def _flush(
    loose: list[tuple[str, int]], element: html.HtmlElement, path: tuple[html.HtmlElement, ...], found: list[Block]
) -> None:
    """Make the loose pieces a block, where they are more than space, and forget them."""
    text = " ".join("".join(piece for piece, _ in loose).split())
    if text:
        first, link = next((piece, link) for piece, link in loose if piece.strip())
        tag = str(element.tag) if element.tag in _LEAVES else "p"
        share = min(1.0, sum(link for _, link in loose) / len(text))
        found.append(Block(text, tag, path, share, leads_with_link=link >= len(first.strip())))
    loose.clear()


def _piece(text: str, linked: bool) -> tuple[str, int]:
    return text, len(text) if linked else 0


def _holds_block(element: html.HtmlElement) -> bool:
    return any(inner.tag not in _INLINE for inner in element.iterdescendants() if isinstance(inner.tag, str))


def _is_gone(element: html.HtmlElement) -> bool:
    if element.tag in ("html", "body", "article", "main", "p"):
        return element.tag == "p" and bool(re.search(r"(?i)caption|byline|dateline|credit", element.get("class") or ""))
    if element.tag == "form" or element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    if "display:none" in (element.get("style") or "").replace(" ", "").lower():
        return True
    return _names_furniture(class_names(element))


@lru_cache(maxsize=NAMES)
def _names_furniture(names: str) -> bool:
    return bool(_GONE_NAMES.search(names))


def class_names(element: html.HtmlElement) -> str:
    """Class and id of an element, words written in camel case set apart by hyphens."""
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    return names if names.islower() or names.isspace() else _CAMEL.sub(r"\1-\2", names)


def _signs(element: html.HtmlElement) -> int:
    """Characters of text, those in paragraphs counting a hundredfold: menus weigh little, but something."""
    paragraphs = sum(len(str(paragraph.text_content())) for paragraph in element.iter("p"))
    return len(str(element.text_content())) + 100 * paragraphs


def _drop(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)
