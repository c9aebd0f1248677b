"""Which words of a sentence's tree are the content that a noun leads, or a preposition after a cue."""

from __future__ import annotations

from collections.abc import Iterator

from compare.frames import (
    HELD_OR_MADE,
    NO_FRAMES,
    NO_TOPIC,
    NOUNS,
    OWNED,
    POINTING_NOUNS,
    SMALL_OPENERS,
    VOICED,
)
from compare.grammar import is_finite, is_whole, opens_with_question, opens_with_that
from compare.phrases import TIME_STEMS
from compare.tree import COMMON_NOUN_TAGS, Tree
from compare.words import stem

YEAR_DIGITS = 4
ABOUT = frozenset(["about", "against", "of", "over"])
"""After a passive these lead what the fears that were raised are about; others tell where or how."""


def of_noun(tree: Tree, at: int, lemma: str) -> Iterator[list[int]]:
    """The contents that a noun leads: "fears that …", "he faces charges of …", "their claim is that …"."""
    frames = NOUNS.get(lemma, NO_FRAMES)
    denied = any(tree[one].lemma.lower() == "no" for one in tree.with_dep(at, "det"))  # "There is no question we won"
    for child in tree.children[at]:
        if child < at:
            continue
        dep = tree[child].dep
        below = tree.subtree(child)
        follows = "clause" in frames and below[0] == at + 1 and not denied
        whole = follows and is_finite(tree, child) and _wants_nothing(tree, child)
        if dep in ("acl", "ccomp") or (dep == "relcl" and (whole or opens_with_that(tree, child))):
            opener = tree[below[0]].lemma.lower()
            told = opener in SMALL_OPENERS and lemma not in POINTING_NOUNS
            if told or whole or (opener == "to" and "infinitive" in frames):
                yield below
        elif dep == "prep" and tree[child].lemma.lower() in frames:
            if not (lemma in OWNED and tree[child].lemma.lower() == "of" and _is_owner(tree, child)):
                yield from of_preposition(tree, child)
        elif dep == "prep" and "clause" in frames:  # "a decision on whether", "speculation as to why"
            for prep in (child, *tree.with_dep(child, "prep")):
                clauses = tree.with_dep(prep, "pcomp")
                yield from (tree.subtree(clause) for clause in clauses if opens_with_question(tree, clause))
    verb = tree[at].head
    verbs, leading = HELD_OR_MADE.get(lemma, (frozenset(), frozenset()))
    if tree[at].dep == "dobj" and tree[verb].lemma.lower() in verbs:
        beside = [one for one in tree.with_dep(verb, "prep") if one == at + 1]
        for prep in (*tree.with_dep(at, "prep"), *beside):  # "made the case for reform", "took a position on the war"
            if tree[prep].lemma.lower() in leading and not _is_fee(tree, prep):
                yield from of_preposition(tree, prep)
    if tree[at].dep == "nsubjpass" and tree[verb].lemma.lower() in VOICED:
        agents = [by for agent in tree.with_dep(verb, "agent") for by in tree.with_dep(agent, "pobj")]
        for prep in (prep for one in (verb, *agents) for prep in tree.with_dep(one, "prep")):
            if tree[prep].lemma.lower() in ABOUT & frames:
                yield from of_preposition(tree, prep)
    if "for" in frames and "infinitive" in frames:
        for clause in (*tree.with_dep(at, "advcl"), *tree.with_dep(verb, "advcl")):
            mark = tree.subtree(clause)[0]
            if mark > at and tree[mark].lemma == "for" and all(tree[one].dep != "punct" for one in range(at, mark)):
                yield tree.subtree(clause, [mark])  # "There were calls for the minister to resign"
    held = "clause" in frames or (lemma == "position" and tree.with_dep(at, "poss"))
    if held and tree[at].dep == "nsubj" and tree[verb].lemma == "be":  # "Their fear is that …"
        yield from (tree.subtree(clause) for clause in tree.with_dep(verb, "ccomp") if opens_with_that(tree, clause))


def _wants_nothing(tree: Tree, clause: int) -> bool:
    """Is a clause without "that" after a noun one of its own ("claims it was safe"), and none that the noun completes
    ("the claims he made", "the promise he made her")?"""
    things = [thing for thing in tree.with_dep(clause, "dobj") if tree[thing].tag != "PRP"]
    own = is_whole(tree, clause) and bool(things or tree.with_dep(clause, "attr", "acomp"))
    return own or bool(tree.with_dep(clause, "auxpass"))


def _is_fee(tree: Tree, preposition: int) -> bool:
    """ "A charge of £80"."""
    return any(token.isdigit() for one in tree.subtree(preposition) for token in tree[one].lemma)


def _is_owner(tree: Tree, preposition: int) -> bool:
    """Does "of" lead who holds it ("the claims of the miners"), rather than what is said ("claims of fraud")?"""
    return any(
        tree[whose].tag in ("NNP", "NNPS", "PRP") or tree.with_dep(whose, "det", "poss")
        for whose in tree.with_dep(preposition, "pobj")
    )


def has_content(tree: Tree, noun: int) -> bool:
    """Is a noun a cue itself? Of "repeated his false claims that …" what they say is content, "false" the outlet's."""
    return tree[noun].tag in COMMON_NOUN_TAGS and any(True for _ in of_noun(tree, noun, tree[noun].lemma.lower()))


def of_preposition(tree: Tree, at: int) -> Iterator[list[int]]:
    """What a preposition leads, where it is no time: "spoke for five minutes"."""
    for below in tree.with_dep(at, "pobj", "pcomp"):
        year = tree[below].tag == "CD" and tree[below].end - tree[below].start == YEAR_DIGITS
        lemma = tree[below].lemma.lower()
        if lemma not in NO_TOPIC and stem(lemma) not in TIME_STEMS and not year:
            yield tree.subtree(below)
