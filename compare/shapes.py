"""What a word does in its sentence: lead what somebody says, or be a passive that names nobody who did it."""

from __future__ import annotations

import re
from typing import Final

from compare.contents import contents_of
from compare.families import spaced
from compare.spans import HasSpan
from compare.tree import Tree

OPENS_CONTENT: Final = spaced(
    "that he she they it there we i you this these those his her their its the a an nobody everybody nothing"
)
QUOTATION_AFTER = re.compile(r"[,:]?\s*[“\"‘«]")
QUOTATION_BEFORE = re.compile(r"[”\"’»,]\s*(?:[\w.’'-]+\s+){0,4}$")
BE = re.compile(
    r"(?:was|were|been|being|be|is|are|get|gets|got)(?:\s+(?:\w+ly|also|then|not|later))?\s*$", re.IGNORECASE
)
NAMED_AGENT = re.compile(
    r"[^.;!?]{0,120}?\bby\s+(?!(?:mistake|accident|chance|\d|then|now|noon|midnight|\w+ing)\b)", re.I
)


def is_reporting(text: str, place: HasSpan, token: tuple[Tree, int] | None, after: str) -> bool:
    """Does the word lead what somebody says: a clause by the tree, or by the next word where there is no tree, or a
    quotation beside it?"""
    if QUOTATION_AFTER.match(text, place.end) or QUOTATION_BEFORE.search(text, max(0, place.start - 80), place.start):
        return True
    if token is None:
        return after in OPENS_CONTENT
    return any(True for _ in contents_of(*token))


def is_agentless(text: str, place: HasSpan, token: tuple[Tree, int] | None) -> bool:
    """Is the word a participle in the passive, with nobody named who did it?"""
    if token is not None:
        tree, at = token
        return tree[at].tag == "VBN" and bool(tree.with_dep(at, "auxpass")) and not agents(tree, at)
    is_passive = BE.search(text, max(0, place.start - 40), place.start) is not None
    return is_passive and NAMED_AGENT.match(text, place.end) is None


def agents(tree: Tree, at: int) -> list[int]:
    """The tokens "by" that lead who did it, agents by the tree or hung elsewhere below the verb."""
    by = [below for below in tree.subtree(at) if below > at and tree[below].lemma.lower() == "by"]
    return [one for one in by if tree.with_dep(one, "pobj")]
