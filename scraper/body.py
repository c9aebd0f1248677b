"""Which blocks of a page are the article's body: the page's structure and the extractors vote (pure).

Extractors take paragraphs; the structure completes and corrects them: paragraphs dropped between two that were taken
come back, and lists of links at either end go.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from lxml import html

from scraper.blocks import Block, class_names
from scraper.furniture import ends_like_sentence, is_prose
from scraper.words import Triples, share_of, triples, words_of

_PULLED: Final = re.compile(r"(?i)(?:^|[\s_-])pull-?(?:quote)?s?(?=$|[\s_-])|pull-?quote")
_HEADINGS: Final = frozenset({"h2", "h3", "h4", "h5", "h6"})
_NO_HOME: Final = frozenset({"p", "li", "blockquote", "pre", "dd", "dt", "h2", "h3", "h4", "h5", "h6"})
"""What holds one paragraph. Pages that close no <p> nest them, and the first one then holds the whole text."""
TEASER_SHARE: Final = 0.3
"""Link share from which a block that begins with its link is a headline with a teaser."""

LINK_SHARE: Final = 0.6
"""Share of a block's characters inside links from which it is a list of links, not a paragraph."""

TAKEN: Final = 0.5
"""Share of the extractors that must have taken a block for it to count as taken."""
AGREEMENT: Final = 0.6
"""Share of a block's word triples that an extractor's text must hold for the block to count as taken."""

NEARLY_ALL: Final = 0.85
"""Share of all votes that the body's element must hold: a stray block elsewhere must not widen it."""

REPEATED: Final = 0.7
"""Share of a set-off quotation's word triples that the rest of the text holds: it may be cut or trimmed."""
ABOVE: Final = 0.1
"""Share of a page's prose that may stand above its headline: a notice, a teaser."""
TRUSTED: Final = 0.5
"""Share of the prose in the body's element that an extractor must have taken for its ends to count."""


def below_headline(blocks: Sequence[Block], title: str) -> list[Block]:
    """The blocks below the headline, which is the first block that is the `title` itself, or else an only <h1>.

    They end where another <article> with a headline of its own begins: some pages load the next one by themselves.
    Where more than a little of the page's prose stands above the headline, all blocks stay. No <h1> is among them.
    """
    headings = [number for number, block in enumerate(blocks) if block.tag == "h1"]
    named = words_of(title)
    repeats = [number for number, block in enumerate(blocks) if named and words_of(block.text) == named]
    places = repeats or (headings if len(headings) == 1 else [])
    prose = [len(block.text.split()) * is_prose(block.text) for block in blocks]
    start = next((number + 1 for number in places if sum(prose[:number]) <= ABOVE * sum(prose)), 0)
    ours = _article_around(blocks[start - 1]) if start else None
    others = (_article_around(block) if block.tag == "h1" else None for block in blocks[start:])
    end = next((number for number, other in enumerate(others) if None not in (ours, other) and other is not ours), None)
    return [block for block in blocks[start:][:end] if block.tag != "h1"]


def _article_around(block: Block) -> html.HtmlElement | None:
    return next((element for element in reversed(block.path) if element.tag == "article"), None)


def body_blocks(blocks: Sequence[Block], taken: Sequence[Sequence[str]]) -> list[Block]:
    """The blocks of the body, given the paragraphs that each extractor took, in page order; [] where nothing
    speaks for any.

    Prose votes for the element it stands in with its words, and with as many again for the share of the extractors that
    took it. The body lies in the smallest element with nearly all votes, from the first voting block to the last.
    """
    known = [triples(" ".join(paragraphs)) for paragraphs in taken]
    ballots = [_ballot(block, known) for block in blocks]
    if not any(ballot.votes for ballot in ballots):
        return []
    home = _home(ballots)
    inside = [ballot for ballot in ballots if home in ballot.block.path]
    first, last = _with_short_neighbours(inside, *_extent(inside))
    between = inside[first : last + 1]
    kept = [_belongs(ballot) for ballot in between]
    return _once(
        [b.block for number, b in enumerate(between) if kept[number] and not _is_bare_label(between, kept, number)]
    )


def _once(blocks: Sequence[Block]) -> list[Block]:
    """Without what is printed a second time: pull quotes, and texts that a page holds once for each width of screen."""
    blocks = [block for block in blocks if not _is_pull_quote(block, blocks)]
    texts = [" ".join(words_of(block.text)) for block in blocks]
    whole = "\n".join(f" {text} " for text in texts)
    kept: list[Block] = []
    seen: set[str] = set()
    for block, text in zip(blocks, texts, strict=True):
        if is_prose(block.text) and (text in seen or whole.count(f" {text} ") > texts.count(text)):
            continue
        seen.add(text)
        kept.append(block)
    return kept


@dataclass(frozen=True, slots=True)
class _Ballot:
    """A block with its votes, in words, and the share of the extractors that took it."""

    block: Block
    votes: float
    taken: float


def _is_pull_quote(block: Block, blocks: Sequence[Block]) -> bool:
    """A set-off quotation whose words stand in one paragraph of the text as well. A network's post is none."""
    names = [class_names(element) for element in block.path[-3:]]
    set_off = any(element.tag == "blockquote" for element in block.path[-2:]) or any(map(_PULLED.search, names))
    if not set_off or any("twitter" in name for name in names):
        return False
    return any(share_of(block.text, triples(other.text)) >= REPEATED for other in blocks if other is not block)


def _is_bare_label(between: Sequence[_Ballot], kept: Sequence[bool], number: int) -> bool:
    """A heading or a line ending in a colon below which only links stood, or nothing: what it announced is gone."""
    block = between[number].block
    if not (block.tag in _HEADINGS or block.text.endswith(":")) or ends_like_sentence(block.text.rstrip(":")):
        return False
    return number + 1 == len(kept) or not kept[number + 1]


def _belongs(ballot: _Ballot) -> bool:
    """A block between the body's ends stays, unless it is a link: one with a label, or prose that nobody took."""
    text = ballot.block.text
    if text.startswith("[") and text.endswith("]") and ballot.block.link_share > 0:
        return False  # "[Read our guide to …]"
    if ballot.block.link_share < LINK_SHARE:
        return True
    return is_prose(ballot.block.text) and ballot.taken >= TAKEN


def _extent(inside: Sequence[_Ballot]) -> tuple[int, int]:
    """Numbers of the body's first and last block: the voting ones, but no further than a list of links.

    Where the extractors took most of the prose, what lies beyond a link-only block before or behind their part is the
    next page's teaser, not this page's text.
    """
    voting = [number for number, ballot in enumerate(inside) if ballot.votes]
    taken = [number for number in voting if inside[number].taken >= TAKEN]
    first, last = voting[0], voting[-1]
    weight = sum(len(inside[number].block.text.split()) for number in taken)
    if weight < TRUSTED * sum(len(inside[number].block.text.split()) for number in voting) or not taken:
        return first, last
    links = [
        number for number, ballot in enumerate(inside) if ballot.block.link_share >= LINK_SHARE and not ballot.taken
    ]
    return (
        max(first, *(number + 1 for number in links if number < taken[0]), 0),
        min(last, *(number - 1 for number in links if number > taken[-1]), len(inside)),
    )


def _with_short_neighbours(inside: Sequence[_Ballot], first: int, last: int) -> tuple[int, int]:
    """The ends, moved over short sentences that stand in the same element as the block at the end."""
    while first > 0 and _continues(inside[first - 1].block, inside[first].block):
        first -= 1
    while last + 1 < len(inside) and _continues(inside[last + 1].block, inside[last].block):
        last += 1
    return first, last


def _continues(block: Block, beside: Block) -> bool:
    together = block.path == beside.path or block.path[:-1] == beside.path[:-1]
    return together and block.link_share < TEASER_SHARE and ends_like_sentence(block.text)


def _ballot(block: Block, known: Sequence[Triples]) -> _Ballot:
    """Words the block votes with: its own where it is prose, as many again where the extractors took it."""
    words = len(block.text.split())
    takers = [share_of(block.text, text) >= AGREEMENT for text in known]
    taken = sum(takers) / max(1, len(takers))
    if block.text.endswith(("...", "…")) and not (taken >= TAKEN and block.link_share < TEASER_SHARE):
        return _Ballot(block, 0.0, taken)  # cut short: the beginning of another page's text
    if block.link_share >= LINK_SHARE and not is_prose(block.text):
        return _Ballot(block, 0.0, taken)  # a menu's entry, whoever took it
    if _is_teaser(block):
        return _Ballot(block, words * taken, taken)
    return _Ballot(block, words * ((is_prose(block.text) and block.link_share < LINK_SHARE) + taken), taken)


def _is_teaser(block: Block) -> bool:
    """A linked headline with a sentence below it, in one block."""
    return block.leads_with_link and block.link_share >= TEASER_SHARE


def _home(ballots: Sequence[_Ballot]) -> html.HtmlElement:
    weights: dict[html.HtmlElement, float] = defaultdict(float)
    depth: dict[html.HtmlElement, int] = {}
    for ballot in ballots:
        for level, element in enumerate(ballot.block.path):
            weights[element] += ballot.votes
            depth[element] = level
    total = sum(ballot.votes for ballot in ballots)
    holders = {element: weight for element, weight in weights.items() if element.tag not in _NO_HOME}
    fitting = [element for element, weight in holders.items() if weight >= NEARLY_ALL * total]
    return max(fitting, key=depth.__getitem__)
