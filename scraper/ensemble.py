"""What stands on a page as article: the page's structure and as many extractors as it takes until they agree (pure).

The structure knows every paragraph and its place, an extractor knows what articles look like; each alone leaves stray
text on two pages in five. Where a page gives its article's box a name that means furniture elsewhere, the names are not
believed; where it prints nothing, its own description is read.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Final, Protocol, runtime_checkable

from lxml import html

from scraper.article import storable
from scraper.authors import authors_of
from scraper.blocks import Block, page_blocks
from scraper.body import below_headline, body_blocks
from scraper.errors import ExtractError
from scraper.furniture import split_furniture
from scraper.metadata import is_free, language_of, title_of
from scraper.standfirst import descriptions, standfirst
from scraper.structured import Structured, as_texts, parse_html, read_structured
from scraper.words import count_words, share_of, triples, words_of

HEAD_BLOCKS: Final = 3
"""Blocks above the body that may repeat headline and authors."""
TITLE_WORDS: Final = 3
"""Words from which a part of a <title> may be the headline."""
HELD: Final = 0.5
"""Share of what an extractor took that the page's blocks must hold for the names of its boxes to be believed."""
SURELY_TEXT: Final = 100
"""Words from which what an extractor took is surely more than a notice."""
AGREED: Final = 0.6
"""Agreement of structure and extractor from which nobody else is asked; 4 of the benchmark's pages lie below."""

_BREAKS: Final = re.compile("[\u00ad\u200b]")
_TITLE_PARTS: Final = re.compile(r"\s+[|–—·•»-]\s+")
_BYLINE: Final = re.compile(
    r"(?:By|Von|Par|Por|Di|Door|Av) (?P<names>[A-Z][^!?:|]{2,100}?)"
    r"(?:\s+[-–—|·]\s.*|\s+(?i:published|updated|posted)\b.*)?"
)


@dataclass(frozen=True, slots=True)
class Body:
    """What an extractor reads off a page: paragraphs in order, and headline and authors as it sees them."""

    title: str | None
    paragraphs: tuple[str, ...]
    authors: tuple[str, ...] = ()


@runtime_checkable
class BodyExtractor(Protocol):
    """The plug point of extraction: one page's HTML to its body. Deterministic, offline.

    `name` is name and version, as articles store it. `language` is a code such as "en". Raises ExtractError where it
    cannot read the page; paragraphs may be empty where it finds none.
    """

    @property
    def name(self) -> str: ...

    def __call__(self, html: str, url: str, language: str) -> Body: ...


@dataclass(frozen=True, slots=True)
class PageText:
    """The text of a page's article. `furniture` are the lines amid it that are none of the article's, `asked` the names
    of the extractors that were consulted."""

    title: str
    authors: tuple[str, ...]
    standfirst: tuple[str, ...]
    paragraphs: tuple[str, ...]
    furniture: tuple[str, ...]
    asked: tuple[str, ...]


def extract_body(
    text: str, url: str, extractors: Sequence[BodyExtractor], *, language: str | None = None
) -> tuple[str, ...]:
    """The paragraphs of a page's body alone, without headline and standfirst; () where there is none.

    A short body is not refused. Raises ExtractError where the page is not HTML or every extractor that was asked fails.
    """
    tree = parse_html(text)
    structured = read_structured(tree, url)
    return page_text(tree, structured, text, url, extractors, language or language_of(tree, structured)).paragraphs


def page_text(
    tree: html.HtmlElement,
    structured: Structured,
    text: str,
    url: str,
    extractors: Sequence[BodyExtractor],
    language: str,
) -> PageText:
    """The article's text, from the page as `text` and as `tree`, which stays as it is.

    The first extractor is always asked, each further one only while structure and extractor disagree. Raises
    ExtractError "extractor failed" where every extractor that was asked fails.
    """
    headline = title_of(tree, structured, url=url)
    named = _cut(tree, headline, url, by_name=True)
    said = " ".join(as_texts(structured.article.get("articleBody")))
    bodies: list[Body] = []
    asked: list[str] = []
    failures: list[ExtractError] = []
    cut, chosen = named, list[Block]()
    for extractor in extractors:
        asked.append(extractor.name)
        try:
            body = extractor(text, url, language)
        except ExtractError as error:
            failures.append(error)
            continue
        bodies.append(body)
        voices = [*(other.paragraphs for other in bodies), *([[said]] if said else [])]
        cut, chosen = named, body_blocks(named.below, voices)
        if _is_missing(body, chosen, named):
            unnamed = _cut(tree, headline, url, by_name=False)
            again = body_blocks(unnamed.below, voices)
            if _words(again) > _words(chosen):
                cut, chosen = unnamed, again
        if agreement([block.text for block in chosen], body.paragraphs) >= AGREED:
            break
    if failures and not bodies:
        raise failures[0]
    title = _as_printed(headline or next((body.title for body in bodies if body.title), ""), cut.blocks)
    guessed = next((body.authors for body in bodies if body.authors), ())
    authors = authors_of(tree, structured, fallback=_byline(cut.below, chosen) or guessed)
    printed = (
        [block.text for block in chosen]
        or _described_body(structured)
        or [part for body in bodies[:1] for part in body.paragraphs]
    )
    kept, gone = split_furniture(_lines(printed))
    head, _ = split_furniture(_lines(b.text for b in standfirst(cut.below, chosen, descriptions(structured))))
    return PageText(
        title=title,
        authors=authors,
        standfirst=tuple(_without_head(head, title, authors)),
        paragraphs=tuple(_without_head(kept, title, authors)),
        furniture=tuple(gone),
        asked=tuple(asked),
    )


def agreement(ours: Sequence[str], theirs: Sequence[str]) -> float:
    """How far two readings of a page hold the same text: F1 over their word triples, between 0 and 1."""
    mine, other = triples(" ".join(ours)), triples(" ".join(theirs))
    return 2 * len(mine & other) / max(1, len(mine) + len(other))


@dataclass(frozen=True, slots=True)
class _Cut:
    """A page in blocks, and those of them that stand below its headline."""

    blocks: list[Block]
    below: list[Block]


def _cut(tree: html.HtmlElement, headline: str, url: str, *, by_name: bool) -> _Cut:
    page = copy.deepcopy(tree)
    held = list(page.iter())  # lxml makes each element's object anew whenever nobody holds it
    blocks = page_blocks(page, url, by_name=by_name)
    del held
    return _Cut(blocks, below_headline(blocks, _as_printed(headline, blocks)))


def _is_missing(body: Body, chosen: Sequence[Block], cut: _Cut) -> bool:
    """Did the extractor take a text that the page's blocks do not hold? Where those that were chosen of them hold it,
    which is seldom otherwise, the page need not be looked through."""
    if count_words(body.paragraphs) < SURELY_TEXT:
        return False
    taken = " ".join(body.paragraphs)
    return all(
        share_of(taken, triples(" ".join(block.text for block in blocks))) < HELD for blocks in (chosen, cut.blocks)
    )


def _words(blocks: Iterable[Block]) -> int:
    return count_words(block.text for block in blocks)


def _as_printed(title: str, blocks: Sequence[Block]) -> str:
    """The part of a <title> that the page prints as a block of its own: the rest is the site's name."""
    parts = [part for part in _TITLE_PARTS.split(title) if len(part.split()) >= TITLE_WORDS]
    printed = {block.text for block in blocks}
    return title if title in printed else next((part for part in parts if part in printed), title)


def _byline(blocks: Sequence[Block], body: Sequence[Block]) -> list[str]:
    """Whom a line between headline and body names as authors, as written: "Ada Quill, Meridian Wire"."""
    start = next((number for number, block in enumerate(blocks) if body and block is body[0]), 0)
    lines = (_BYLINE.fullmatch(block.text) for block in blocks[:start])
    return [line["names"] for line in lines if line]


def _described_body(structured: Structured) -> list[str]:
    """The paragraphs of JSON-LD's `articleBody`, for pages that print nothing until a script has run."""
    said = structured.article.get("articleBody")
    return unescape(said).splitlines() if isinstance(said, str) and is_free(structured) else []


def _lines(paragraphs: Iterable[str]) -> list[str]:
    """The paragraphs with plain white space, and without the signs that tell a browser where it may break a word."""
    plain = (" ".join(_BREAKS.sub("", storable(paragraph)).split()) for paragraph in paragraphs)
    return [line for line in plain if line]


def _without_head(paragraphs: Sequence[str], title: str, authors: Sequence[str]) -> list[str]:
    """Authors' names above the body go; so does the headline as a paragraph, which galleries repeat amid it."""
    headline = words_of(title)
    names = [words_of(text) for text in (*authors, " ".join(authors), " and ".join(authors))]
    start = 0
    while start < min(HEAD_BLOCKS, len(paragraphs)) and words_of(paragraphs[start]) in (headline, *names):
        start += 1
    return [paragraph for paragraph in paragraphs[start:] if words_of(paragraph) != headline]
