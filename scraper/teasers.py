"""What a page shows beside its article: cards that lead to other pages, and captions beside pictures (pure).

Told from structure alone, so that it holds for sites whose class names say nothing: several neighbours of one shape
that each link a headline or a picture to another page, and a few words in one box with a picture.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from lxml import html

from scraper.urls import canonical_url, is_web, resolve
from scraper.words import count_words

CARDS: Final = 3
"""Neighbours of one shape from which they are a shelf of teasers. Two may be an article's halves."""
CARD_WORDS: Final = 80
"""Words of a card at most: headline, standfirst, author and time. A listicle's entry has more."""
CARD_SHARE: Final = 0.6
"""Share of the neighbours of one shape that must look like cards: a shelf may hold an advertisement."""
CAPTION_WORDS: Final = 45
"""Words in a picture's box at most: a caption with its credit."""
CAPTION_LEVELS: Final = 4
"""Elements around a picture that may be its box."""
LINKS: Final = 4_096
"""Links whose target is remembered: each lies in several nested boxes that are looked at in turn."""

_HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")
_PICTURES: Final = ("img", "picture", "amp-img", "video", "amp-video")
_NO_BOX: Final = frozenset({"body", "html", "article", "main", "p", "blockquote", "li", "ul", "ol"})


def beside_article(tree: html.HtmlElement, url: str) -> list[html.HtmlElement]:
    """Cards of other pages than `url`, and boxes of pictures with their captions."""
    words = words_inside(tree)
    return [*teaser_cards(tree, url, words), *picture_boxes(tree, words)]


def teaser_cards(tree: html.HtmlElement, url: str, words: Mapping[html.HtmlElement, int]) -> list[html.HtmlElement]:
    """Elements that are cards of other pages, in page order. `words` are those of `words_inside`."""
    found: list[html.HtmlElement] = []
    for parent in tree.iter():
        if len(parent) < CARDS or not isinstance(parent.tag, str):
            continue
        shapes: dict[tuple[str, str], list[html.HtmlElement]] = defaultdict(list)
        for child in parent:
            if isinstance(child.tag, str):
                shapes[child.tag, _shape(child)].append(child)
        for (tag, _), children in shapes.items():
            if len(children) < CARDS or tag in ("p", "br", "a", "span", "script", "style"):
                continue
            small = (child for child in children if 2 <= words[child] <= CARD_WORDS)
            cards = [child for child in small if _is_card(child, url)]
            if len(cards) >= max(CARDS, CARD_SHARE * len(children)):
                found += cards
    return found


def picture_boxes(tree: html.HtmlElement, words: Mapping[html.HtmlElement, int]) -> list[html.HtmlElement]:
    """The largest element around each picture that holds nothing but a few words beside it: each once, in page order.

    `words` are those of `words_inside`.
    """
    headed = {parent for heading in tree.iter("h1") for parent in heading.iterancestors()}
    found: dict[html.HtmlElement, None] = {}
    for picture in tree.iter(*_PICTURES):
        box = None
        for level, parent in enumerate(picture.iterancestors()):
            if level >= CAPTION_LEVELS or parent.tag in _NO_BOX:
                break
            if words[parent] > CAPTION_WORDS or parent in headed:
                break
            if words[parent]:
                box = parent
        if box is not None:
            found[box] = None
    return list(found)


def words_inside(tree: html.HtmlElement) -> dict[html.HtmlElement, int]:
    """How many words each element of the tree holds, itself included, counted in one pass from the leaves up."""
    words: dict[html.HtmlElement, int] = {}
    for element in reversed(list(tree.iter())):
        own = _words(element.text) if isinstance(element.tag, str) else 0
        words[element] = own + sum(words[child] + _words(child.tail) for child in element)
    return words


def _words(text: str | None) -> int:
    if text is None:
        return 0
    return len(text.split()) if text.isascii() else count_words([text])


def _shape(element: html.HtmlElement) -> str:
    """Its first class, which neighbours of one kind share where the later ones tell first from last."""
    return next(iter((element.get("class") or "").split()), "")


def _is_card(element: html.HtmlElement, url: str) -> bool:
    links = [element] if element.tag == "a" else list(element.iter("a"))
    return any(_shows_page(link) and _leads_away(link.get("href") or "", url) for link in links)


def _shows_page(link: html.HtmlElement) -> bool:
    """Is the link's text a heading, or does it hold a heading or a picture?"""
    return any(True for _ in link.iter(*_HEADINGS, *_PICTURES)) or any(
        parent.tag in _HEADINGS for parent in link.iterancestors()
    )


@lru_cache(maxsize=LINKS)
def _leads_away(href: str, url: str) -> bool:
    target = resolve(url, href) if href and is_web(url) else None
    return target is not None and canonical_url(target) != canonical_url(url)
