"""Where a reading tells a deed and leaves open who did it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from compare.claims import Reading
from compare.deeds import Deed, doers, done_to, is_deed, kinds, name_of, stems_of
from compare.deedwords import (
    BURNING,
    CLOSING,
    DEPARTING,
    DRIVING,
    DYING,
    EMPTY,
    ENDING,
    GOING,
    HAPPENING_TO,
    HARMED,
    KILLING,
    LOST,
    MEETING,
    NOUNS_OF,
    PARTED,
    ROUTINE,
    SUFFERING,
    VANISHING,
    WEAPONS,
)
from compare.difference import Context
from compare.families import akin, same_meaning
from compare.phrases import TIME_STEMS
from compare.readingtrees import ReadingTrees
from compare.shapes import agents
from compare.spans import Span, blanked
from compare.tree import Tree
from compare.words import content_stems, stem

NAMED_DEED: Final = 2  # words in common that the deed's own noun counts for
PREFIX: Final = 5  # letters in which a deed and its noun agree ("close", "closure"); fewer where the word is shorter


def left_open(reading: Reading, told: Sequence[Deed], context: Context) -> Span | None:
    """Where the reading tells the deed without its doer; None where it speaks of them in another way.

    The clause, or the noun made of the deed, that has most in common with what the others tell.
    """
    if context.trees is None:
        return None
    lemmas = {deed.lemma for deed in told}
    if any(is_done(tree, at, lemmas) for _, tree in context.trees.of(reading.text) for at in range(len(tree.tokens))):
        return None  # somebody does it here too, under another name
    called = called_by_most(told)
    spoken_of = bool(called & kinds(content_stems(without_sources(reading, context))))
    if spoken_of and acts(reading, called, told, context.trees):
        return None
    best, most = None, (0, 0)
    for start, tree in context.trees.of(reading.text):
        for at, token in enumerate(tree.tokens):
            if is_cue(reading, start + token.start, context):
                continue
            if agentless(tree, at) and is_routine(tree, at, told):
                continue
            open_ = agentless(tree, at) or befalls(tree, at, told)
            told_here = not spoken_of and bool(tree.with_dep(at, "nsubj", "nsubjpass")) and not is_remark(tree, at)
            if token.tag.startswith("VB") and (open_ or told_here):
                tokens = clause(tree, at)
            elif not spoken_of and token.tag in ("NN", "NNS") and is_nominal(token.lemma.lower(), told):
                tokens = tree.subtree(at)
            else:
                continue
            stems = stems_of(tree, tokens, reading.text, start)
            plain = stems_of(tree, [t for t in tokens if is_plain(tree, t)], reading.text, start)
            named_deed = 0 if token.tag.startswith("VB") else NAMED_DEED
            shared = max((len(plain & deed.about), len(stems & deed.about)) for deed in told)
            common = (shared[0] + named_deed, shared[1] + named_deed)
            if common > most:
                place = tree.place(tokens)
                best, most = Span(start + place.start, start + place.end), common
    return best


def is_remark(tree: Tree, at: int) -> bool:
    """Does a verb say more of somebody or something ("…, who had fled")? What is told is the clause around it."""
    return tree[at].dep == "relcl" and any(tree[one].tag in ("WP", "WDT") for one in tree.with_dep(at, "nsubj"))


def is_plain(tree: Tree, at: int) -> bool:
    """Is it no name, number or time, which may stand in any clause?"""
    token = tree[at]
    return token.tag not in ("NNP", "NNPS", "CD") and stem(token.lemma.lower()) not in TIME_STEMS


def is_done(tree: Tree, at: int, lemmas: set[str]) -> bool:
    """Is it one of these deeds, with somebody who does it: by name, or as "it" or "who"?"""
    if not tree[at].tag.startswith("VB") or not is_deed(tree, at):
        return False
    own = stem(tree[at].lemma.lower())
    alike = any(same_meaning(own, stem(lemma)) for lemma in lemmas) or (
        tree[at].lemma.lower() in KILLING and lemmas & KILLING
    )
    if not alike:
        return False
    return any(tree[one].lemma.lower() not in WEAPONS for one in doers(tree, at, named=False))


def called_by_most(told: Sequence[Deed]) -> frozenset[str]:
    """The words by which half of those who tell it or more call who did it."""
    every = frozenset[str]().union(*(deed.called for deed in told))
    return frozenset(one for one in every if 2 * sum(one in deed.called for deed in told) >= len(told))


def acts(reading: Reading, called: frozenset[str], told: Sequence[Deed], trees: ReadingTrees) -> bool:
    """Does somebody so called do a deed here, or something to or with what the others tell that it was done to?"""
    objects = frozenset[str]().union(*(deed.done_to for deed in told))
    return any(
        called & kinds(stems_of(tree, name_of(tree, head), reading.text, start))
        and (bool(tree.with_dep(at, "agent")) or is_deed(tree, at) or objects & done_to(tree, at, reading.text, start))
        for start, tree in trees.of(reading.text)
        for at, token in enumerate(tree.tokens)
        if token.tag.startswith("VB")
        for head in doers(tree, at)
        if tree[head].lemma.lower() not in WEAPONS
    )


def is_nominal(noun: str, told: Sequence[Deed]) -> bool:
    """Is it the noun of a deed that the others tell?"""
    if any(deed.lemma in NOUNS_OF.get(noun, ()) for deed in told):
        return True
    return any(noun != deed.lemma and noun.startswith(deed.lemma[:PREFIX].rstrip("e")) for deed in told)


def agentless(tree: Tree, at: int) -> bool:
    passive = tree.with_dep(at, "nsubjpass") and not agents(tree, at)
    return bool(passive) and (is_deed(tree, at) or tree[at].lemma.lower() == "move")


def is_routine(tree: Tree, at: int, told: Sequence[Deed]) -> bool:
    """Is it a step of the law, which everybody knows who takes, told as the others tell it?"""
    lemma = tree[at].lemma.lower()
    return lemma in ROUTINE and any(deed.lemma == lemma for deed in told)


def befalls(tree: Tree, at: int, told: Sequence[Deed]) -> bool:
    """Does it tell a deed as what befell somebody: they died, lost their homes, their jobs went?"""
    lemma, lemmas = tree[at].lemma.lower(), {deed.lemma for deed in told}
    if lemma in DEPARTING and lemmas & DRIVING:
        return True
    done_to = [tree[o].lemma.lower() for o in tree.with_dep(at, "dobj")]
    if lemma == "catch" and "fire" in done_to:
        return bool(lemmas & BURNING)
    if lemma == "lose":
        return any(one in LOST for one in done_to)
    if lemma in SUFFERING and any(one in HARMED for one in done_to):
        return True
    if lemma in ("meet", "fall") and any(tree[o].lemma.lower() in MEETING for o in tree.subtree(at)):
        return bool(lemmas & KILLING)
    if lemma == "find" and any(tree[o].lemma.lower() == "dead" for o in tree.subtree(at)):
        return bool(lemmas & KILLING)
    if lemma in DYING:
        return bool(lemmas & KILLING)
    if lemma in ENDING and lemmas & CLOSING:
        return True
    objects = frozenset[str]().union(*(deed.done_to for deed in told))
    gone = [tree[s].lemma.lower() for s in tree.with_dep(at, "nsubj")]
    if lemma in VANISHING and any(one in GOING for one in gone):
        return True
    return happens_to(tree, at, objects)


def happens_to(tree: Tree, at: int, objects: Collection[str]) -> bool:
    """Does what the others say was done to something happen to it by itself: "the records went astray"?"""
    lemma = tree[at].lemma.lower()
    if lemma not in HAPPENING_TO:
        return False
    below = tree.subtree(at)
    if lemma in EMPTY and not any(tree[one].lemma.lower() in PARTED for one in below):
        return False
    subjects = [t for s in tree.with_dep(at, "nsubj") for t in name_of(tree, s)]
    return any(akin_to_any(stem(tree[one].lemma.lower()), objects) for one in subjects)


def akin_to_any(one: str, others: Collection[str]) -> bool:
    return any(akin(one, other) for other in others)


def clause(tree: Tree, at: int) -> list[int]:
    """The tokens of a verb's clause, in reading order, with the clause that tells when or why ("were hurt when rubber
    bullets struck the boat") and without others that hang on it."""
    own = [at]
    parts = ("nsubj", "nsubjpass", "dobj", "acomp", "oprd", "aux", "auxpass", "prt", "prep", "advmod", "xcomp", "advcl")
    for part in tree.with_dep(at, *parts):
        relative = [t for t in tree.subtree(part) if tree[t].dep == "relcl"]
        own += tree.subtree(part, without=relative)
    return sorted(own)


def is_cue(reading: Reading, place: int, context: Context) -> bool:
    """Does a word that reports what somebody says stand here?"""
    at = reading.start + place
    spans = context.voices.get(reading.article, ())
    return any(s.cue and s.cue_start is not None and s.cue_start <= at < s.cue_start + len(s.cue) for s in spans)


def without_sources(reading: Reading, context: Context) -> str:
    """The reading's text with the names of its sources blanked: who is only quoted does nothing in it."""
    places = []
    for span in context.voices.get(reading.article, ()):
        if span.source and span.source_start is not None:
            first = max(0, span.source_start - reading.start)
            last = min(len(reading.text), span.source_start + len(span.source) - reading.start)
            if first < last:
                places.append(Span(first, last))
    return blanked(reading.text, places)
