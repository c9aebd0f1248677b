"""Words of a text and their triples: how much of one text stands in another (pure)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Set
from functools import lru_cache
from typing import Final

Triples = Set[tuple[str, ...]]

REMEMBERED: Final = 512
"""Texts whose words and triples are kept: each block of a page, and the whole of it, is compared several times over."""
SIGNS_A_WORD: Final = 2.5
"""Chinese, Japanese and Korean signs that count as one word, in keeping with `scraper.furniture`."""

_SIGN: Final = re.compile("[\u2e81-\U0010ffff]")
"""Beyond the scripts that are written with spaces, and what punctuation and pictures lie among them."""


_WORDS: Final = re.compile(r"\w+").findall


@lru_cache(maxsize=REMEMBERED)
def words_of(text: str) -> tuple[str, ...]:
    return tuple(_WORDS(text.casefold()))


@lru_cache(maxsize=REMEMBERED)
def triples(text: str) -> Triples:
    """All runs of three words; of a shorter text, its words as one run."""
    words = words_of(text)
    return {words} if len(words) < 3 else set(zip(words, words[1:], words[2:], strict=False))


def share_of(text: str, known: Triples) -> float:
    """Share of the text's triples that `known` holds; 0 for a text of fewer than three words, which proves nothing."""
    mine = triples(text)
    if len(next(iter(mine))) < 3:
        return 0.0
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
