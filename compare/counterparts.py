"""The name that stands in another reading for what this one gives a name to: "businessman" for "oligarch".

Where shared words don't fix its place, the vectors of the words do: of the nouns that the other reading has alone the
one that is nearest, if it is so in both directions and by a margin. What is not sure is not told.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from compare.families import akin
from compare.quotedwords import quoted_spans
from compare.readingtrees import ReadingTrees
from compare.spans import Span, overlaps
from compare.tree import Tree
from compare.wordalignment import by_vectors
from compare.words import Word, words
from compare.wordvectors import WordVectors

NOUNS: Final = ("NN", "NNS")
NAMES: Final = ("NNP", "NNPS")
MARGIN: Final = 0.1
"""By how much the nearest noun must be nearer than the next. Chosen on the development rows of bench/gold: of 48 names
told with it and the next 46 are the labelled ones, without them 65 of 76."""
OTHER_PART: Final = 0.2
"""The same for a noun that plays another part in its sentence, such as an object for a subject."""
WORD_ALIKE: Final = 0.4
"""The cosine from which a word of the same part of speech answers to a stronger one. All of 21 words so found for
labelled ones on the development rows are the labelled ones, 36 of 37 from .3 on; real reports are less close."""
PARTS: Final = {"nsubjpass": "object", "dobj": "object", "nsubj": "subject", "agent": "subject"}
BESIDE: Final = ("compound", "amod", "nmod", "poss", "conj", "appos")
BEFORE: Final = ("compound", "amod", "nmod")


def counterpart(source: str, place: Span, target: str, trees: ReadingTrees, vectors: WordVectors) -> Span | None:
    """Where `target` has its name for what `source[place]` names, with what qualifies it; None where none is sure."""
    own_words, other_words = words(source), words(target)
    inside = [i for i, w in enumerate(own_words) if w.content and w.start < place.end and w.end > place.start]
    nouns, rivals = nouns_of(target, trees, NOUNS), nouns_of(source, trees, (*NOUNS, *NAMES))
    rest = [word for i, word in enumerate(own_words) if word.content and i not in inside[-1:]]
    quoted = quoted_spans(target)
    free = [
        j
        for j, word in enumerate(other_words)
        if word.start in nouns and not has_akin(word, rest) and not any(overlaps(word, span) for span in quoted)
    ]
    if not inside or not free or own_words[inside[-1]].start not in rivals:
        return None
    own_rows, other_rows = vectors.of(source), vectors.of(target)
    if own_rows is None or other_rows is None:
        return None
    near = own_rows[inside[-1]] @ other_rows[free].T  # the last word of a name says what it is
    best = int(np.argmax(near))
    start, tree, at = nouns[other_words[free[best]].start]
    plays_same = part_of(tree, at) == part_of(*rivals[own_words[inside[-1]].start][1:])
    if len(free) > 1 and near[best] - np.partition(near, -2)[-2] < (MARGIN if plays_same else OTHER_PART):
        return None
    alone = [
        i
        for i, word in enumerate(own_words)
        if i in inside or (word.start in rivals and word.content and not has_akin(word, other_words))
    ]
    back = alone[int(np.argmax(own_rows[alone] @ other_rows[free[best]]))]
    if back not in inside or is_derived(other_words[free[best]], own_words[inside[-1]]):
        return None
    return whole_name(tree, at, start)


def plainer_word(source: str, place: Span, target: str, trees: ReadingTrees, vectors: WordVectors) -> Span | None:
    """Where `target` has the word of the same part of speech that is aligned with one of `source[place]`: "rose" for
    "rocketed"; None where none is."""
    own, others = words(source), words(target)
    inside = {at for at, word in enumerate(own) if word.start < place.end and word.end > place.start}
    aligned = by_vectors(source, target, vectors, alike=WORD_ALIKE, wanted=inside)
    for at, answer in sorted((at, answer) for at, answer in aligned.items() if at in inside):
        tags = tag_at(source, own[at].start, trees), tag_at(target, others[answer].start, trees)
        if tags[0] and tags[0] == tags[1]:
            return Span(others[answer].start, others[answer].end)
    return None


def tag_at(text: str, start: int, trees: ReadingTrees) -> str:
    """The part of speech of the word that begins there, whatever its form; "" where no tree has it."""
    return next((t.tag[:2] for at, tree in trees.of(text) for t in tree.tokens if at + t.start == start), "")


def part_of(tree: Tree, at: int) -> str:
    """The part that a noun plays, with the noun that it qualifies or stands beside: what is done to is an object."""
    while tree[at].dep in BESIDE and tree[at].head != at:
        at = tree[at].head
    return PARTS.get(tree[at].dep, tree[at].dep)


def name_within(text: str, place: Span, trees: ReadingTrees) -> Span | None:
    """The name that a stretch of a reading holds; None where it holds a verb, or no noun."""
    for start, tree in trees.of(text):
        inside = [at for at, t in enumerate(tree.tokens) if place.start <= start + t.start < place.end]
        if any(tree[at].tag.startswith("VB") for at in inside):
            return None
        nouns = [at for at in inside if tree[at].tag in (*NOUNS, *NAMES)]
        head = next((at for at in nouns if tree[at].head not in nouns), None)
        if head is not None:
            return whole_name(tree, head, start)
    return None


def has_akin(word: Word, others: list[Word]) -> bool:
    return any(akin(word.stem, other.stem) for other in others if other.content)


def is_derived(word: Word, other: Word) -> bool:
    """Is it made of the other, and not that itself: "lawmakers" for "law"?"""
    return word.stem != other.stem and (akin(word.stem, other.stem) or word.stem.startswith(other.stem))


def nouns_of(text: str, trees: ReadingTrees, tags: tuple[str, ...]) -> dict[int, tuple[int, Tree, int]]:
    """By where it begins: each word with one of these tags, as its sentence's place, its tree and its token."""
    return {
        start + token.start: (start, tree, at)
        for start, tree in trees.of(text)
        for at, token in enumerate(tree.tokens)
        if token.tag in tags
    }


def whole_name(tree: Tree, at: int, start: int) -> Span:
    """A noun with the words directly before it that qualify it: "temporary workers"."""
    first = at
    while (
        first > 0 and at >= tree[first - 1].head >= first and (tree[first - 1].dep in BEFORE or _is_joined(tree, first))
    ):
        first -= 1
    return Span(start + tree[first].start, start + tree[at].end)


def _is_joined(tree: Tree, at: int) -> bool:
    """Does a hyphen join a token to the one before it ("far-sighted")?"""
    return "-" in (tree[at].lemma, tree[at - 1].lemma)
