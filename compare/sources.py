"""Who is named as the source of a cue, in the tree of its sentence."""

from __future__ import annotations

from compare.frames import BRINGING, DISOWNING, HELD_OR_MADE, NOUNS, RECEIVING
from compare.grammar import is_bare_participle, remarked_noun
from compare.spans import Span
from compare.tree import Tree

HEADS_UP = 5  # from a participle or an infinitive to the verb whose subject it shares; a longer way leads elsewhere
NOT_PART_OF_A_NAME = ("appos", "relcl", "acl", "advcl", "punct")
IN_A_NAME = frozenset(["at", "for", "from", "in", "of"])
"""Prepositions that belong to a name: "the head of the union", "a spokesman for the port"."""
HYPHEN_OR_WORD = frozenset("-–abcdefghijklmnopqrstuvwxyz")


def source_of(tree: Tree, at: int) -> Span | None:
    """Who says, thinks or wants what the word at `at` leads, as written; None where the sentence names nobody.

    The owner of a noun ("the mayor's fears"), the subject of a verb or the one that it shares ("…, adding that"), the
    agent of a passive. A relative pronoun stands for the noun before it; other pronouns are given as they stand.
    """
    if tree[at].tag in ("NN", "NNS"):
        owner = [one for one in tree.with_dep(at, "poss") if tree[one].tag != "PRP$"]
        if owner:
            return name(tree, owner[0])
        verb = tree[tree[at].head]
        if (
            tree[at].lemma.lower() not in NOUNS.keys() | HELD_OR_MADE.keys()
            or tree[at].dep not in ("dobj", "oprd", "conj", "attr")
            or verb.lemma.lower() in DISOWNING | RECEIVING
        ):
            # "his", as written; else the subject is no speaker, disowns it or meets with it. "Fears were voiced by …"
            mine = tree.with_dep(at, "poss")
            by = [] if mine or tree[at].dep != "nsubjpass" else tree.with_dep(tree[at].head, "agent")
            named = mine or [one for agent in by for one in tree.with_dep(agent, "pobj")]
            return name(tree, named[0]) if named else None
        at = tree[at].head
    if is_bare_participle(tree, at) or tree[at].tag.startswith("RB") or tree.with_dep(at, "auxpass"):
        agent = tree.with_dep(at, "agent")
        by = tree.with_dep(agent[0], "pobj") if agent else []
        return name(tree, by[0]) if by else None
    inner = parenthetical_speaker(tree, at)
    if inner is not None:
        return name(tree, inner)
    for _ in range(HEADS_UP):
        subject = tree.with_dep(at, "nsubj")
        if subject:
            remark = remarked_noun(tree, at) is not None
            return tree.place(subject[-1:]) if remark else name(tree, subject[-1])
        head = tree[at].head
        if head == at or (tree[at].tag == "VBN" and tree[at].dep in ("acomp", "xcomp")):
            return None  # "stands accused of theft": by others
        made = [thing for thing in tree.with_dep(head, "dobj") if head < thing < at]
        if tree[at].dep == "xcomp" and made and tree[head].lemma.lower() in BRINGING:
            return name(tree, made[-1])  # "The deal prompted Norland to say that …"
        if tree[at].dep in ("relcl", "acl") and tree[head].tag.startswith(("NN", "PRP")):
            return name(tree, head)
        at = head
    return None


def parenthetical_speaker(tree: Tree, at: int) -> int | None:
    """For "The pier, Ms Orr said, is closed" read as if the pier, by another name Ms Orr, said something: the speaker.

    The clause that the verb then leads has no subject of its own.
    """
    subjects = tree.with_dep(at, "nsubj")
    clauses = [clause for clause in tree.with_dep(at, "ccomp") if clause > at]
    if len(subjects) != 1 or not clauses or tree.with_dep(clauses[0], "nsubj", "nsubjpass", "expl"):
        return None
    if tree[clauses[0]].tag not in ("VBD", "VBP", "VBZ") and not tree.with_dep(clauses[0], "aux", "auxpass"):
        return None
    between = [apposition for apposition in tree.with_dep(subjects[0], "appos") if apposition + 1 == at]
    return between[0] if between else None


def name(tree: Tree, at: int) -> Span | None:
    """A noun with what belongs to its name, without appositions and clauses about it."""
    if tree[at].tag in ("WP", "WDT"):
        clause = next((above for above in tree.above(at) if tree[above].dep == "relcl"), None)
        return name(tree, tree[clause].head) if clause is not None else None
    loose = [c for c in tree.subtree(at) if c != at and not _belongs(tree, c)]
    loose += [c for c in tree.children[at] if c > at and (tree[c].dep in ("case", "amod") or _after_comma(tree, c))]
    run = next(run for run in tree.runs(tree.subtree(at, loose)) if at in run)
    first = run[0]
    while first and tree[first - 1].end == tree[first].start and tree[first - 1].lemma[-1:] in HYPHEN_OR_WORD:
        first -= 1  # "co-founder" is three tokens
    return tree.place([first, *run])


def _after_comma(tree: Tree, at: int) -> bool:
    """Does a part of a name come after a comma, and is no further name? Then it says more about it."""
    return tree[at].dep not in ("conj", "cc") and tree[tree.subtree(at)[0] - 1].lemma == ","


def named_within(tree: Tree, stretch: Span) -> Span:
    """The name in a stretch that may say more about it ("a report published on Monday")."""
    within = [at for at, token in enumerate(tree.tokens) if stretch.start <= token.start < stretch.end]
    top = [at for at in within if tree[at].head not in within or tree[at].head == at]
    named = name(tree, top[0]) if top else None
    return named if named and stretch.start <= named.start and named.end <= stretch.end else stretch


def _belongs(tree: Tree, at: int) -> bool:
    if tree[at].dep == "prep":
        return tree[at].lemma.lower() in IN_A_NAME and not tree.with_dep(at, "pcomp")
    return tree[at].dep not in NOT_PART_OF_A_NAME
