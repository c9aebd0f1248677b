"""The standfirst: the sentence or two under a headline that say what the article holds (pure).

It is the outlet's own framing, often sharper than the body, and extractors mostly drop it with the page's head.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from scraper.blocks import Block, class_names
from scraper.body import LINK_SHARE
from scraper.structured import Structured, as_texts
from scraper.words import share_of, triples

LOOK_BACK: Final = 15
"""Blocks above the body among which a standfirst is looked for: byline, date and sharing links lie between."""
MIN_WORDS: Final = 5
MAX_WORDS: Final = 80
LEADS: Final = 3
"""Blocks below the headline among which a heading may be the standfirst."""
LEAD_WORDS: Final = 8
"""Words of such a heading at least; shorter ones are labels."""
SAME: Final = 0.8
"""Share of word triples from which a block is the page's own description of the article."""

_NAMES: Final = re.compile(
    r"(?:^|[\s_-])(?:stand-?first|dec?k|sub-?titles?|sub-?head(?:line|ing|er)?s?|sub-?hed|excerpt|summary|synopsis|"
    r"(?:text-)?intro(?:duction)?|leader|lead|lede|unterzeile|summary[_-]\w+|chapo|ingress|vorspann|bajada|entradilla|sommario|perex|abstract|strapline|"
    r"(?:article|entry|post|story)-?(?:description|desc))(?=$|[\s_-])",
    re.IGNORECASE,
)

_SUBHEADS: Final = frozenset({"h2", "h3", "h4", "h5"})
_DATED: Final = re.compile(r"\b[0-9]{1,2}[:.][0-9]{2}\b|^(?:\S+\s+){0,7}\b(?:19|20)[0-9]{2}\b[^.!?]*$")
"""A time of day, or a year at the end of a line that is no sentence: a dateline, whatever its box is called."""


def standfirst(blocks: Sequence[Block], body: Sequence[Block], descriptions: Iterable[str]) -> list[Block]:
    """The blocks of a standfirst above the body, in page order; [] where there is none or the body holds it.

    `blocks` are the page's, `body` those of them that are the article. A block counts where the page names it so, or
    where it says what one of the page's `descriptions` of the article says.
    """
    if not body:
        return []
    start = next(number for number, block in enumerate(blocks) if block is body[0])
    described = [triples(text) for text in descriptions]
    unlinked = [block for block in blocks[:start] if block.link_share < LINK_SHARE]
    nearest = [*unlinked[:LEADS], *unlinked[LEADS:][-LOOK_BACK:]]
    # A long heading straight below the headline stands above no section: it is the standfirst, whatever its name.
    leads = [block for block in blocks[:start][:LEADS] if block.tag in _SUBHEADS and _is_long(block)]
    held = triples(" ".join(block.text for block in body))
    return [
        block
        for block in nearest
        if MIN_WORDS <= len(block.text.split()) <= MAX_WORDS
        and block.link_share < LINK_SHARE
        and not _DATED.search(block.text)
        and share_of(block.text, held) < SAME
        and (block in leads or _is_named(block) or any(share_of(block.text, said) >= SAME for said in described))
    ]


def _is_long(block: Block) -> bool:
    return len(block.text.split()) >= LEAD_WORDS


def descriptions(structured: Structured) -> tuple[str, ...]:
    """What the page says of the article in a sentence or two, each text once."""
    said = [text for key in ("description", "alternativeHeadline") for text in as_texts(structured.article.get(key))]
    said += [
        text
        for key in ("og:description", "description", "twitter:description")
        for text in structured.meta.get(key, ())
    ]
    return tuple(dict.fromkeys(said))


def _is_named(block: Block) -> bool:
    """By its own element, or by one around it that holds little else."""
    if _NAMES.search(class_names(block.path[-1])):
        return block.path[-1].tag not in ("article", "main", "body")
    around = block.path[-4:-1]
    return any(
        _NAMES.search(class_names(element)) and len(str(element.text_content()).split()) <= MAX_WORDS
        for element in around
    )
