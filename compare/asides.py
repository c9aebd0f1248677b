"""Sources that stand aside in a clause of their own, while all the rest is what they say: "The pier, he said, is shut",
"As police put it, the pier is shut"."""

from __future__ import annotations

from typing import Final

from compare.cues import EVIDENCE, UTTERING
from compare.families import spaced
from compare.grammar import remarked_noun
from compare.phrases import TIME_STEMS
from compare.tree import POINTING, Tree
from compare.words import stem

PUTTING: Final = spaced("have put see tell")
"""With "it": "as police tell it"."""
AS_SAID: Final = spaced(
    "acknowledge admit argue concede confirm explain illustrate indicate note observe point recall remark report reveal"
    " say show state suggest write"
)
"""Verbs that after "as" and a subject tell who says it. Most others tell of two things at one time: "As the fans sang,
the police came"."""
HEARERS: Final = spaced(
    "committee congress council court crowd inquest inquiry investor journalist judge jury lawmaker mp newspaper panel"
    " parliament reporter senator tribunal viewer"
)
ASIDE: Final = frozenset([*UTTERING, *EVIDENCE, "hear", "hope", "know", "think"])


def clause_around(tree: Tree, at: int) -> int | None:
    """The head of the clause in which the verb at `at` stands aside with its subject, None where it is no aside.

    What somebody "had" said before is told as come true: "As engineers had warned, the pier broke".
    """
    subjects = tree.with_dep(at, "nsubj", "nsubjpass")
    if not subjects or tree.with_dep(at, "ccomp", "xcomp") or remarked_noun(tree, at) is not None:
        return None
    if tree[at].dep == "parataxis":
        return tree[at].head
    around = tree[at].head if tree[tree[at].head].tag.startswith("VB") else _verb_above(tree, at)
    if tree[at].dep == "relcl":
        return around if _is_bracketed(tree, at, subjects[0]) else None
    return around if tree[at].dep == "advcl" and _is_as_said(tree, at) else None


def _verb_above(tree: Tree, at: int) -> int | None:
    return next((above for above in tree.above(at) if tree[above].tag.startswith("VB")), None)


def _is_bracketed(tree: Tree, at: int, subject: int) -> bool:
    """Do a subject and its verb alone stand between commas: ", the court heard,"? The tree takes it for a clause about
    the noun before."""
    if tree[at].lemma.lower() not in ASIDE or tree[subject].tag in POINTING:
        return False
    if tree.with_dep(at, "dobj", "mark", "prep"):
        return False
    below = tree.subtree(at)
    ends = [tree[one].lemma for one in (below[-1], below[-1] + 1) if one < len(tree.tokens)]
    return below[0] > 0 and tree[below[0] - 1].lemma == "," in ends and below[0] == tree.subtree(subject)[0]


def _is_as_said(tree: Tree, at: int) -> bool:
    """Is it a clause such as "as police put it", at the head of the sentence or after a comma?"""
    marks = {tree[mark].lemma.lower() for mark in tree.with_dep(at, "mark")}
    had = any((tree[one].lemma, tree[one].tag) == ("have", "VBD") for one in tree.with_dep(at, "aux"))
    first = tree.subtree(at)[0]
    if marks != {"as"} or had or tree[at].tag == "VBG" or (first and tree[first - 1].lemma != ","):
        return False
    if any(not _is_time(tree, preposition) for preposition in tree.with_dep(at, "prep")):
        return False
    lemma, things = tree[at].lemma.lower(), tree.with_dep(at, "dobj")
    named = {tree[thing].lemma.lower() for thing in things}
    if named == {"it"}:
        return lemma in PUTTING
    told = lemma == "tell" and all(_hears(tree, thing) for thing in things)
    return told or (not things and lemma in AS_SAID)


def _hears(tree: Tree, thing: int) -> bool:
    return tree[thing].tag in ("NNP", "NNPS", "PRP") or tree[thing].lemma.lower() in HEARERS


def _is_time(tree: Tree, preposition: int) -> bool:
    objects = tree.with_dep(preposition, "pobj")
    return any(stem(tree[one].lemma.lower()) in TIME_STEMS or tree[one].tag == "CD" for one in objects)
