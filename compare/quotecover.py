"""Whether one printing of an utterance is a shorter or another quotation, and no other wording of it."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import pairwise

from compare.printings import Printing
from compare.spokenwords import breaks, spoken, unmasked

Words = tuple[str, ...]

PIECE_WORDS = 3  # words of a piece of a quotation that may be taken for a statement, at least
HELD_RUN = 4  # words in a row that are not printed twice by chance
NEAR = 0.8
"""The share of the shorter of two printings that the other has in the same order, where nobody else bears out either.
On real events of three outlets, pairs of .78 and less were two remarks of one speaker, those of .85 and more one."""


def covered(said: Printing, held: Sequence[Words]) -> bool:
    """Do quotations print all the words of another in the same order: every piece of it in a run, or in runs of
    HELD_RUN that overlap? A piece ends where a sentence does, and where dots or words of the outlet's own stand."""
    words = unmasked(spoken(said), tuple(word for one in held for word in one))
    ends = [0, *sorted(breaks(said) - {0, len(words)}), len(words)]
    return bool(words) and all(_runs_through(words[start:end], held) for start, end in pairwise(ends))


def _runs_through(piece: Words, held: Sequence[Words]) -> bool:
    needed = min(len(piece), HELD_RUN)
    reached = 1  # up to this word every two neighbours stand in one run
    for start in range(len(piece)):
        if start >= reached and start > 0:
            return False
        length = max((_run(piece[start:], one) for one in held), default=0)
        if length >= needed:
            reached = max(reached, start + length)
        if reached == len(piece) and length >= needed:
            return True
    return False


def _run(words: Words, held: Words) -> int:
    """How many words from the first on stand in a row anywhere in the other."""
    longest = 0
    for at, word in enumerate(held):
        if word == words[0]:
            length = 1
            while length < min(len(words), len(held) - at) and held[at + length] == words[length]:
                length += 1
            longest = max(longest, length)
    return longest


def is_within(part: Printing, whole: Printing) -> bool:
    """Are the words of one a run of the other's, or its pieces each?"""
    return covered(part, [spoken(whole)])


def goes_on(part: Printing, whole: Printing) -> bool:
    """Does the other print more of the sentence from which the words of this one are?"""
    words, full = spoken(part), spoken(whole)
    words = unmasked(words, full)
    ends = breaks(whole) | {0, len(full)}
    places = [at for at in range(len(full) - len(words) + 1) if full[at : at + len(words)] == words]
    return bool(places) and all(at not in ends or at + len(words) not in ends for at in places)


def beside(part: Printing, whole: Printing, reach: int) -> tuple[Words, Words]:
    """What the whole has in the same sentence before the first and after the last piece of a part, up to `reach` words
    each; nothing beside a piece that is too short to stand for a statement."""
    full = spoken(whole)
    words = unmasked(spoken(part), full)
    ends = [0, *sorted(breaks(part) - {0, len(words)}), len(words)]
    first, last = words[: ends[1]], words[ends[-2] :]
    stops = breaks(whole)
    before: Words = ()
    after: Words = ()
    if len(first) >= PIECE_WORDS and (at := _place(first, full)) is not None:
        opens = max([0, at - reach, *(stop for stop in stops if stop <= at)])
        before = full[opens:at]
    if len(last) >= PIECE_WORDS and (at := _place(last, full)) is not None:
        end = at + len(last)
        after = full[end : min([len(full), end + reach, *(stop for stop in stops if stop >= end)])]
    if before[-2:] == ("not", "only"):  # "not only … but also" takes nothing back
        return (), ()
    return before, after


def _place(words: Words, full: Words) -> int | None:
    """Where words stand in a row among others for the first time."""
    return next((at for at in range(len(full) - len(words) + 1) if full[at : at + len(words)] == words), None)


def are_near(a: Printing, b: Printing) -> bool:
    """Has each most of the other's words in the same order?"""
    ours, theirs = spoken(a), spoken(b)
    ours = unmasked(ours, theirs)
    same = sum(block.size for block in SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks())
    return same >= NEAR * min(len(ours), len(theirs))
