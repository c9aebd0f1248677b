"""Explicit contradictions: one reading denies, or says the opposite of, what another says of the same thing.

Two statements of one claim may well speak of two people, of a supposition, or of what is one remark in two lengths. So
a contradiction is told only where little is left to doubt: most words around it are shared both ways, each is asserted
of a subject that both name, and neither stands in a quotation, a condition or a wish.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from compare.claims import Claim, Reading
from compare.difference import Context, Difference, Place, in_sides, shown
from compare.families import akin, spaced
from compare.quotedwords import quoted_spans
from compare.readingtrees import ReadingTrees
from compare.relations import Evidence, relate_readings
from compare.shapes import agents
from compare.sharedwording import tell_the_same
from compare.spans import Span, overlaps
from compare.tree import Tree
from compare.wordplaces import around
from compare.words import content_stems

NOBODY: Final = spaced("one nobody none nothing everyone everybody anyone anybody everything all")
"""Subjects that no other names: what holds of nobody denies nothing of somebody."""
SUPPOSING: Final = spaced("may might could would should")
ENDING: Final = spaced("stop cease end halt quit discontinue drop abandon")
LOOSE: Final = spaced("advcl acl relcl csubj")
"""Clauses in which something is supposed, or told of something else."""


def contradictions(claim: Claim, context: Context) -> list[Difference]:
    """At most one difference: the first pair of readings of two outlets with a denial or an opposite.

    Numbers that cannot both hold are told as numbers (`number_shifts`).
    """
    for a, b in combinations(claim.body_first(), 2):
        if a.outlet == b.outlet:
            continue
        evidence = contradiction(a, b, context)
        if evidence is not None:
            places = [
                Place(a, evidence.a.start, evidence.a.end, 0),
                Place(b, evidence.b.start, evidence.b.end, 1),
            ]
            return [Difference("contradiction", in_sides(places), explained(a, b, evidence, context))]
    return []


def contradiction(a: Reading, b: Reading, context: Context) -> Evidence | None:
    """The words by which two readings of one claim contradict each other; None where anything speaks against it."""
    for evidence in relate_readings(a, b, context).contradictions:
        if (
            evidence.why != "number"
            and not is_quoted(a.text, evidence.a)
            and not is_quoted(b.text, evidence.b)
            and tell_the_same(a.text, evidence.a, b.text, evidence.b, context.vectors)
            and (context.trees is None or is_of_one_thing(a.text, b.text, evidence, context.trees))
        ):
            return evidence
    return None


def is_quoted(text: str, place: Span) -> bool:
    return any(overlaps(place, span) for span in quoted_spans(text))


def is_of_one_thing(a: str, b: str, evidence: Evidence, trees: ReadingTrees) -> bool:
    """Is the same asserted of one doer, or done to one thing and by nobody else?"""
    ours, theirs = roles(a, evidence.a, trees), roles(b, evidence.b, trees)
    if ours is None or theirs is None or ours.ends != theirs.ends:
        return False  # "will stop selling", "will not be sold": an end is a denial, too
    if ours.doer and theirs.doer:
        return any_akin(ours.doer, theirs.doer)
    return any_akin(ours.suffers or ours.doer, theirs.suffers or theirs.doer)


def any_akin(a: Collection[str], b: Collection[str]) -> bool:
    return any(akin(one, other) for one in a for other in b)


@dataclass(frozen=True, slots=True)
class Roles:
    """The stems of who does what a verb says, and of whom or what it is done to; whether that comes to an end by it."""

    doer: frozenset[str]
    suffers: frozenset[str]
    ends: bool


def roles(text: str, place: Span, trees: ReadingTrees) -> Roles | None:
    """Of the verb that asserts the words at a place; None where they assert nothing."""
    for start, tree in trees.of(text):
        inside = [at for at, t in enumerate(tree.tokens) if start + t.start < place.end and start + t.end > place.start]
        if not inside:
            continue
        verb = asserting(tree, inside)
        if verb is None:
            return None
        subject = subject_of(tree, verb)
        passive = bool(tree.with_dep(verb, "auxpass", "nsubjpass"))
        by = [o for agent in agents(tree, verb) for o in tree.with_dep(agent, "pobj")]
        objects = tree.with_dep(verb, "dobj")
        ends = any(tree[at].lemma.lower() in ENDING for at in (verb, tree[verb].head))
        if passive:
            return Roles(named(tree, by, text, start), named(tree, subject, text, start), ends)
        return Roles(named(tree, subject, text, start), named(tree, objects, text, start), ends)
    return None


def named(tree: Tree, heads: Sequence[int], text: str, start: int) -> frozenset[str]:
    """The stems of what some tokens head, without clauses that hang on them; none of "nobody" and its like."""
    found = [at for head in heads if tree[head].lemma.lower() not in NOBODY for at in tree.subtree(head)]
    words = (text[start + tree[at].start : start + tree[at].end] for at in found if tree[at].dep != "relcl")
    return frozenset(content_stems(" ".join(words)))


def asserting(tree: Tree, inside: list[int]) -> int | None:
    """The verb whose clause the tokens stand in; None where it is wished, asked, supposed or hangs on another."""
    at = next((t for t in inside if tree[t].head not in inside), inside[0])
    while not tree[at].tag.startswith("VB"):
        if tree[at].head == at or tree[at].dep in LOOSE:
            return None
        at = tree[at].head
    for verb in (at, *tree.above(at)):
        if tree[verb].dep in LOOSE or any(tree[t].lemma.lower() in SUPPOSING for t in tree.with_dep(verb, "aux")):
            return None
    return None if any(t.lemma == "?" for t in tree.tokens) else at


def subject_of(tree: Tree, verb: int) -> list[int]:
    """The token that heads the subject, also of the verb that this one is joined to or completes."""
    for at in (verb, *tree.above(verb)):
        if found := tree.with_dep(at, "nsubj", "nsubjpass"):
            return found
        if tree.with_dep(at, "expl"):
            return tree.with_dep(at, "attr")  # "there was no fire"
        if tree[at].dep not in ("conj", "xcomp"):
            break
    return []


def explained(a: Reading, b: Reading, evidence: Evidence, context: Context) -> str:
    return (
        f"{context.name(a.outlet)} wrote {shown(around(a.text, evidence.a))}; "
        f"{context.name(b.outlet)} wrote {shown(around(b.text, evidence.b))}."
    )
