"""A page's own structure as blocks of text, and which of them are the article's body (pure).

An extractor votes for paragraphs; the page's structure completes and corrects the vote: paragraphs that an extractor
dropped between two that it took come back, and what stands in captions, teasers, forms or asides goes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from lxml import etree, html

from scraper.furniture import ends_like_sentence, is_prose

_GONE: Final = (
    *("script", "style", "noscript", "template", "nav", "aside", "footer", "button", "select", "textarea"),
    *("figure", "figcaption", "iframe", "object", "svg", "audio", "video", "dialog", "menu", "input", "label"),
)
"""Elements whose text is never the article's."""
_GONE_NAMES: Final = re.compile(
    r"(?:^|[\s_-])(?:related|recirc\w*|recommend\w*|newsletters?|subscribe|subscription|sign-?up|share(?:bar|tools)?|sharing|"
    r"social(?:bar|share)?|comments?|caption\w*|credit|promo\w*|sponsor\w*|advert\w*|ads?|breadcrumbs?|cookie\w*|"
    r"consent|paywall|byline|dateline|author-?(?:bio|box)|bio|toolbar|tags|tag-?list|most-?(?:read|popular)|trending|"
    r"pagination|read-?more|readmore|see-?also|also-?read|teasers?|masthead|skip|print-?only|sr-only|"
    r"tweet|twitter-?\w*|instagram-media|embed\w*|outbrain|taboola|zergnet|breaking-news|latest-news|see-?more|"
    r"visually-?hidden|screen-reader-text|image-?source|copyright|disclaimer|popup|modal|rail|sidebar)(?=$|[\s_-])",
    re.IGNORECASE,
)
"""Words of class and id, between separators, that name furniture."""
_CAMEL: Final = re.compile(r"([a-z])([A-Z])")
_LEAVES: Final = frozenset({"p", "blockquote", "li", "h2", "h3", "h4", "h5", "h6", "pre", "dd", "dt", "td"})
_INLINE: Final = frozenset(
    (
        *(
            "a",
            "abbr",
            "acronym",
            "b",
            "bdi",
            "bdo",
            "big",
            "br",
            "cite",
            "code",
            "data",
            "del",
            "dfn",
            "em",
            "font",
            "i",
        ),
        *(
            "ins",
            "kbd",
            "mark",
            "q",
            "rp",
            "rt",
            "ruby",
            "s",
            "samp",
            "small",
            "span",
            "strong",
            "strike",
            "sub",
            "sup",
        ),
        *("time", "tt", "u", "var", "wbr", "nobr"),
    )
)
_SKIPPED_HEADINGS: Final = frozenset({"h1"})
MOST: Final = 0.5
"""Share of a page's paragraph text that an element may hold and still be dropped for its name: some sites put the whole
page into a form, or call its frame "has-sidebar"."""
TEASER_SHARE: Final = 0.3
"""Link share from which a block that begins with its link is a headline with a teaser."""
LINK_SHARE: Final = 0.6
"""Share of a block's characters inside links from which it is a list of links, not a paragraph."""
AGREEMENT: Final = 0.6
"""Share of a block's word triples that an extractor's text must hold for the block to count as taken."""

NEARLY_ALL: Final = 0.85
"""Share of all votes that the body's element must hold: a stray block elsewhere must not widen it."""

TRUSTED: Final = 0.5
"""Share of the prose in the body's element that an extractor must have taken for its ends to count."""


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


def page_blocks(tree: html.HtmlElement) -> list[Block]:
    """All blocks in page order, without those inside elements that are never an article's. Changes `tree`."""
    most = MOST * _signs(tree)
    for element in list(tree.iter()):
        if not isinstance(element.tag, str) or element.tag in _GONE or (_is_gone(element) and _signs(element) < most):
            _drop(element)
    body = tree.find("body")
    return list(_blocks(tree if body is None else body, ()))


def body_blocks(blocks: Sequence[Block], taken: Sequence[str]) -> list[Block]:
    """The blocks of the body, given the paragraphs an extractor took, in page order; [] where nothing speaks for any.

    Prose votes for the element it stands in, and prose that the extractor took votes twice. The body lies in the
    smallest element with nearly all votes, from the first voting block to the last.
    """
    known = _triples(" ".join(taken))
    votes = [_vote(block, known) for block in blocks]
    if not any(votes):
        return []
    home = _home(blocks, votes)
    inside = [(block, vote) for block, vote in zip(blocks, votes, strict=True) if home in block.path]
    first, last = _with_short_neighbours(inside, *_extent(inside, known))
    return [block for block, vote in inside[first : last + 1] if _belongs(block, vote)]


def _belongs(block: Block, vote: int) -> bool:
    """A block between the body's ends stays, unless it is a link: one with a label, or prose that nobody took."""
    if block.link_share < LINK_SHARE:
        return True
    return is_prose(block.text) and vote > len(block.text.split())


def _extent(inside: Sequence[tuple[Block, int]], known: set[tuple[str, ...]]) -> tuple[int, int]:
    """Numbers of the body's first and last block: the voting ones, but no further than a list of links.

    Where the extractor took most of the prose, what lies beyond a link-only block before or behind its part is the
    next page's teaser, not this page's text.
    """
    voting = [number for number, (_, vote) in enumerate(inside) if vote]
    taken = [number for number in voting if _share(inside[number][0].text, known) >= AGREEMENT]
    first, last = voting[0], voting[-1]
    weight = sum(len(inside[number][0].text.split()) for number in taken)
    if weight < TRUSTED * sum(len(inside[number][0].text.split()) for number in voting):
        return first, last
    links = [number for number, (block, _) in enumerate(inside) if block.link_share >= LINK_SHARE]
    return (
        max(first, *(number + 1 for number in links if number < taken[0]), 0),
        min(last, *(number - 1 for number in links if number > taken[-1]), len(inside)),
    )


def _with_short_neighbours(inside: Sequence[tuple[Block, int]], first: int, last: int) -> tuple[int, int]:
    """The ends, moved over short sentences that stand in the same element as the block at the end."""
    while first > 0 and _continues(inside[first - 1][0], inside[first][0]):
        first -= 1
    while last + 1 < len(inside) and _continues(inside[last + 1][0], inside[last][0]):
        last += 1
    return first, last


def _continues(block: Block, beside: Block) -> bool:
    together = block.path == beside.path or block.path[:-1] == beside.path[:-1]
    return together and block.link_share < TEASER_SHARE and ends_like_sentence(block.text)


def _vote(block: Block, known: set[tuple[str, ...]]) -> int:
    """Words the block votes with: its own where it is prose, as many again where the extractor took it."""
    words = len(block.text.split())
    if block.text.endswith(("...", "…")):
        return 0  # cut short: the beginning of another page's text
    taken = _share(block.text, known) >= AGREEMENT
    if _is_teaser(block):
        return words * taken
    return words * ((is_prose(block.text) and block.link_share < LINK_SHARE) + taken)


def _is_teaser(block: Block) -> bool:
    """A linked headline with a sentence below it, in one block."""
    return block.leads_with_link and block.link_share >= TEASER_SHARE


def _home(blocks: Sequence[Block], votes: Sequence[int]) -> html.HtmlElement:
    weights: Counter[html.HtmlElement] = Counter()
    depth: dict[html.HtmlElement, int] = {}
    for block, vote in zip(blocks, votes, strict=True):
        for level, element in enumerate(block.path):
            weights[element] += vote
            depth[element] = level
    fitting = [element for element, weight in weights.items() if weight >= NEARLY_ALL * sum(votes)]
    return max(fitting, key=depth.__getitem__)


def _blocks(element: html.HtmlElement, path: tuple[html.HtmlElement, ...]) -> Iterator[Block]:
    """Text of `element` cut at every element that is not inline; loose text between them is a block of its own."""
    path = (*path, element)
    loose: list[tuple[str, int]] = [(element.text or "", 0)]  # pieces, and how many characters of each are linked

    def flush() -> Iterator[Block]:
        nonlocal loose
        text = " ".join("".join(piece for piece, _ in loose).split())
        if text and element.tag not in _SKIPPED_HEADINGS:
            first, link = next((piece, link) for piece, link in loose if piece.strip())
            tag = str(element.tag) if element.tag in _LEAVES else "p"
            share = min(1.0, sum(link for _, link in loose) / len(text))
            yield Block(text, tag, path, share, leads_with_link=link >= len(first.strip()))
        loose = []

    breaks = 0
    for child in element:
        if child.tag == "br":
            breaks += 1
            if breaks >= 2 and any(piece.strip() for piece, _ in loose):
                yield from flush()
            loose.append((" ", 0))
        elif child.tag in _INLINE and not _holds_block(child):
            text = str(child.text_content())
            if text.strip():
                breaks = 0
            loose.append((text, sum(len(str(a.text_content())) for a in child.iter("a"))))
        else:
            yield from flush()
            yield from _blocks(child, path)
        if child.tail:
            if child.tail.strip():
                breaks = 0
            loose.append((child.tail, 0))
    yield from flush()


def _holds_block(element: html.HtmlElement) -> bool:
    return any(inner.tag not in _INLINE for inner in element.iterdescendants() if isinstance(inner.tag, str))


def _is_gone(element: html.HtmlElement) -> bool:
    if element.tag in ("html", "body", "article", "main", "p"):
        return element.tag == "p" and bool(re.search(r"(?i)caption|byline|dateline|credit", element.get("class") or ""))
    if element.tag == "form" or element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    if "display:none" in (element.get("style") or "").replace(" ", "").lower():
        return True
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    return bool(_GONE_NAMES.search(_CAMEL.sub(r"\1-\2", names)))


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


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _triples(text: str) -> set[tuple[str, ...]]:
    words = _words(text)
    return {tuple(words[n : n + 3]) for n in range(max(1, len(words) - 2))}


def _share(text: str, known: set[tuple[str, ...]]) -> float:
    mine = _triples(text)
    if len(_words(text)) < 3:
        return 0.0
    return len(mine & known) / len(mine)
