"""Which word of one reading is which of another: the same words first, in order, then words whose vectors say so."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from difflib import SequenceMatcher
from typing import Final

import numpy as np

from compare.families import kin
from compare.phrases import TIME_STEMS
from compare.words import Word, words
from compare.wordvectors import WordVectors

ALIKE: Final = 0.5
"""The cosine of two words' vectors where they stand, from which one may answer to the other: on the development rows of
bench/gold "competitors" and "rivals" stand at .67, "dawn" and "morning" at .51. The nearest words of readings that are
not of one claim stand lower, but for days, numbers and names: these are never aligned so. From .4 on more was told on
real reports, and less of it was right."""


def in_order(a: Sequence[Word], b: Sequence[Word]) -> dict[int, int]:
    """Which word of `a` is which of `b`: a monotone alignment of equal stems."""
    matcher = SequenceMatcher(None, [w.stem for w in a], [w.stem for w in b], autojunk=False)
    return {block.a + step: block.b + step for block in matcher.get_matching_blocks() for step in range(block.size)}


def by_vectors(
    source: str, target: str, vectors: WordVectors, *, alike: float = ALIKE, wanted: Collection[int] | None = None
) -> dict[int, int]:
    """Of the content words that have none akin to them in the other text: each word of `source` with the one of
    `target` that it is nearest to, where this holds both ways and they are `alike`. Places are in `words(text)`.

    Nothing is asked of the model where no word could be aligned, or none of those `wanted`.
    """
    own, other = words(source), words(target)
    here, there = _alone(own, other), _alone(other, own)
    if not here or not there or (wanted is not None and not any(i in wanted for i in here)):
        return {}
    own_rows, other_rows = vectors.of(source), vectors.of(target)
    if own_rows is None or other_rows is None:
        return {}
    near = np.round(own_rows[here] @ other_rows[there].T, 3)
    best = near.argmax(axis=1)
    return {
        here[i]: there[j]
        for i, j in enumerate(best)
        if near[i, j] >= alike and near[:, j].argmax() == i
    }  # fmt: skip


def met(
    source: str, target: str, wanted: Collection[int], vectors: WordVectors | None, *, enough: float = math.inf
) -> set[int]:
    """Which of the `wanted` words of `source` have one in `target` that says the same, by place in `words(source)`.

    The model is not asked of the others where the same words are `enough` in number already.
    """
    there = kin(frozenset(word.stem for word in words(target) if word.content))
    found = {i for i, word in enumerate(words(source)) if i in wanted and word.content and there.hold(word.stem)}
    rest = {*wanted} - found
    if rest and vectors is not None and len(found) < enough:
        found |= rest & by_vectors(source, target, vectors, wanted=rest).keys()
    return found


def _alone(own: Sequence[Word], others: Sequence[Word]) -> list[int]:
    """The words that vectors may align: content, neither names nor numbers nor of time, with nothing akin there."""
    there = kin(frozenset(word.stem for word in others if word.content))
    return [
        i
        for i, word in enumerate(own)
        if word.content
        and not word.number
        and not (word.capital and i > 0)
        and word.stem not in TIME_STEMS
        and not there.hold(word.stem)
    ]
