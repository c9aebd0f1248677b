"""Forms of one word: inflected ("mislaid", "mislay") or derived ("stabilise", "stabilisation")."""

from __future__ import annotations

from functools import lru_cache

from compare.families import LEMMA, spaced
from compare.words import stem

# What derives one word from another, as it looks after `stem`.
_ENDINGS = frozenset(
    [
        "",
        *spaced(
            "i e iti er or ist ism ion ation ition isation ization is iz al ment ness ance ence anci enci ant ent ive"
        ),
    ]
) | spaced("ativ iv abl ibl ful ou iou ous ious at r t c ic ship hood less")
_PREFIXES = ("mis", "over", "under", "fore", "with", "out", "re", "un", "up")
SHORTEST_STOCK = 5  # letters that two derived forms must share
LONG_STOCK = 6  # letters enough where both have an ending of their own ("victory", "victorious")

_PRONOUNS = {
    **dict.fromkeys(spaced("i he she it we they you"), "they"),
    **dict.fromkeys(spaced("me him her us them"), "them"),
    **dict.fromkeys(spaced("my his its our their your"), "their"),
    **dict.fromkeys(spaced("this that these those"), "that"),
    **dict.fromkeys(spaced("am is are was were be been being 's 're"), "be"),
}


@lru_cache(maxsize=50_000)
def base(word: str) -> str:
    """A lower-case word as quotations are compared by: its stem, irregular forms and persons brought together.

    Who reports another's words turns "my" into "his" and "is" into "was".
    """
    if word in _PRONOUNS:
        return _PRONOUNS[word]
    own = stem(word)
    if own in LEMMA:
        return LEMMA[own]
    for prefix in _PREFIXES:
        if own.startswith(prefix) and (rest := own[len(prefix) :]) in LEMMA:
            return stem(prefix + LEMMA[rest])
    return own


@lru_cache(maxsize=50_000)
def one_word(a: str, b: str) -> bool:
    """Are two bases forms of one word?"""
    if a == b:
        return True
    shared = next((at for at, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    if shared < SHORTEST_STOCK or (shared < LONG_STOCK and shared < min(len(a), len(b))):
        return False
    return a[shared:] in _ENDINGS and b[shared:] in _ENDINGS


def stock(word: str) -> str:
    """How a base begins: two that are forms of one word begin alike."""
    return word[:SHORTEST_STOCK]
