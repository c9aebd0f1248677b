"""The words of a quotation as they were spoken, whatever house style prints: contractions, names, masked swearing."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from compare.printings import Printing
from compare.utterances import spelled

_FULL = {"'re": "are", "'ll": "will", "'ve": "have", "'d": "would", "'m": "am"}
_IRREGULAR = {
    "can't": ("can", "not"), "cannot": ("can", "not"), "won't": ("will", "not"), "shan't": ("shall", "not"),
    "let's": ("let", "us"),
}  # fmt: skip
_IS = frozenset(["he", "she", "it", "that", "what", "who", "there", "here", "where", "how"])
"""Words after which an apostrophe and an s are no possessive."""
_TITLES = {
    "gov": "governor", "gen": "general", "sen": "senator", "rep": "representative", "lt": "lieutenant",
    "sgt": "sergeant", "capt": "captain", "prof": "professor", "dr": "doctor", "col": "colonel",
}  # fmt: skip
_ARTICLES_OF_NAMES = frozenset(["al", "el"])
_VOWELS = re.compile(r"[aeiouy]+")
_SOUNDS = str.maketrans({"q": "k", "g": "k", "c": "k", "d": "t", "z": "s", "v": "f", "b": "p", "h": None, "w": None})
"""Letters by which houses that write a name from another alphabet differ."""
_TWICE = re.compile(r"(.)\1+")
FEWEST_SOUNDS = 2


@lru_cache(maxsize=1_024)
def spoken(printed: Printing) -> tuple[str, ...]:
    """All words in one spelling: "they're" as two, titles in full, without the article of an Arabic name."""
    return tuple(word for _, word in _spoken(printed))


@lru_cache(maxsize=1_024)
def breaks(printed: Printing) -> frozenset[int]:
    """The places among the words of `spoken` before which a sentence or a remark ends, dots stand, or words of the
    outlet's own go between; they may be the number of the words."""
    places = [at for at, _ in _spoken(printed)]
    return frozenset(bisect_left(places, at) for at in printed.stops | printed.joints | printed.dots)


def _spoken(printed: Printing) -> Iterator[tuple[int, str]]:
    """Each word with the place of the printed one that it comes from."""
    for at, written in enumerate(printed.written):
        lower = written.lower().replace("’", "'")
        following = printed.written[at + 1] if at + 1 < len(printed.written) else ""
        if not (lower in _ARTICLES_OF_NAMES and following[:1].isupper()):
            yield from ((at, spelled((part,))) for part in _parts(lower))


def _parts(lower: str) -> tuple[str, ...]:
    if lower in _IRREGULAR:
        return _IRREGULAR[lower]
    if lower.endswith("n't"):
        return (lower[:-3], "not")
    head, sign, tail = lower.rpartition("'")
    if sign + tail in _FULL:
        return (head, _FULL[sign + tail])
    if sign + tail == "'s" and head in _IS:
        return (head, "is")
    return (_TITLES.get(lower, lower),)


def unmasked(a: Sequence[str], b: Sequence[str]) -> tuple[str, ...]:
    """The words of `a`; one with asterisks in it, or that `b` prints so, as `b` prints it ("f***ing")."""
    return tuple(word if word in b else next((one for one in b if is_masked(word, one)), word) for word in a)


def is_masked(a: str, b: str) -> bool:
    """Can two words be one, a letter or more of either being hidden by asterisks?"""
    if "*" not in a + b:
        return False
    heads, tails = [one.split("*")[0] for one in (a, b)], [one.rpartition("*")[2] for one in (a, b)]
    shorter, longer = sorted(heads, key=len)
    short_tail, long_tail = sorted(tails, key=len)
    return bool(shorter) and longer.startswith(shorter) and long_tail.endswith(short_tail)


def sound_alike(a: str, b: str) -> bool:
    """Are two words in small letters one name written down from another alphabet ("Mohammed", "Muhammad")? Their
    consonants sound the same, and they have as many syllables."""
    ours, theirs = _sounds(a), _sounds(b)
    return ours == theirs and len(ours) >= FEWEST_SOUNDS and len(_VOWELS.findall(a)) == len(_VOWELS.findall(b))


def _sounds(word: str) -> str:
    return _TWICE.sub(r"\1", _VOWELS.sub("", word.translate(_SOUNDS)))


def same_but_for_names(a: Printing, b: Printing) -> bool:
    """Are two printings the same words, save that names are spelled in two ways?"""
    ours, theirs = spoken(a), spoken(b)
    capital = {spelled((word.lower(),)) for one in (a, b) for word in one.written if word[:1].isupper()}
    for tag, a_from, a_to, b_from, b_to in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        pairs = list(zip(ours[a_from:a_to], theirs[b_from:b_to], strict=False))
        alike = all(x in capital and y in capital and sound_alike(x, y) for x, y in pairs)
        if a_to - a_from != b_to - b_from or not alike:
            return False
    return True
