"""What a page shows beside its article: cards that lead to other pages, and captions beside pictures (pure).

Told from structure alone, so that it holds for sites whose class names say nothing: several neighbours of one shape
that each link a headline or a picture to another page, and a few words in one box with a picture.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
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


def teaser_cards(tree: html.HtmlElement, url: str) -> list[html.HtmlElement]:
    """Elements that are cards of other pages, in page order."""
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
            cards = [child for child in children if _is_card(child, url)]
            if len(cards) >= max(CARDS, CARD_SHARE * len(children)):
                found += cards
    return found


def picture_boxes(tree: html.HtmlElement) -> Iterator[html.HtmlElement]:
    """The largest element around each picture that holds nothing but a few words beside it."""
    for picture in tree.iter(*_PICTURES):
        box = None
        for level, parent in enumerate(picture.iterancestors()):
            if level >= CAPTION_LEVELS or parent.tag in _NO_BOX:
                break
            words = count_words([str(parent.text_content())])
            if words > CAPTION_WORDS or any(True for _ in parent.iter("h1")):
                break
            if words:
                box = parent
        if box is not None:
            yield box


def _shape(element: html.HtmlElement) -> str:
    """Its first class, which neighbours of one kind share where the later ones tell first from last."""
    return next(iter((element.get("class") or "").split()), "")


def _is_card(element: html.HtmlElement, url: str) -> bool:
    words = count_words([str(element.text_content())])
    if not 2 <= words <= CARD_WORDS:
        return False
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
