"""Words of a text and their triples: how much of one text stands in another (pure)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Set
from typing import Final

Triples = Set[tuple[str, ...]]

SIGNS_A_WORD: Final = 2.5
"""Chinese, Japanese and Korean signs that count as one word, in keeping with `scraper.furniture`."""

_SIGN: Final = re.compile("[\u2e81-\U0010ffff]")
"""Beyond the scripts that are written with spaces, and what punctuation and pictures lie among them."""


def words_of(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def triples(text: str) -> Triples:
    """All runs of three words; of a shorter text, its words as one run."""
    words = words_of(text)
    return {tuple(words[n : n + 3]) for n in range(max(1, len(words) - 2))}


def share_of(text: str, known: Triples) -> float:
    """Share of the text's triples that `known` holds; 0 for a text of fewer than three words, which proves nothing."""
    if len(words_of(text)) < 3:
        return 0.0
    mine = triples(text)
    return len(mine & known) / len(mine)


def count_words(paragraphs: Iterable[str]) -> int:
    """Words of the paragraphs; writing without spaces counts `SIGNS_A_WORD` signs as one."""
    text = " ".join(paragraphs)
    if text.isascii():
        return len(text.split())
    signs = sum(character.isalpha() for character in _SIGN.findall(text))
    if not signs:
        return len(text.split())
    return len(words_of(_SIGN.sub(" ", text))) + int(signs / SIGNS_A_WORD)
