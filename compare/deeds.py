"""Deeds for which it matters who did them, and who is named as having done them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Final

from compare.claims import Reading
from compare.deedwords import (
    ANSWERING,
    BY_FORCE,
    DEEDS,
    HAPPENING,
    MEASURES,
    MORE,
    MOVING,
    NATURE,
    OFF,
    ONLY_WITH,
    PARTICLES,
    PUNISHING,
    SENDING,
    THINGS,
    TIMES,
    TOLD_OF,
    WEAPONS,
    WISHED,
    WITH_MORE,
)
from compare.families import NOUN_FAMILY
from compare.readingtrees import ReadingTrees
from compare.shapes import agents
from compare.spans import Span
from compare.tree import POINTING, Tree
from compare.words import content_stems

HAD_ABOVE: Final = 5  # tokens up from a participle to the "had" that it belongs to; a longer way leads elsewhere


@dataclass(frozen=True, slots=True)
class Deed:
    """Somebody does something. `named` is where who does it stands in the reading's own text, `doer` the stems of that,
    `called` those of the name itself without what follows it ("guards" of "guards at Holm prison"), `lemma` the verb,
    `done_to` the stems of what it is done to or with, `about` those of the whole rest of its clause."""

    named: Span
    doer: frozenset[str]
    called: frozenset[str]
    lemma: str
    done_to: frozenset[str]
    about: frozenset[str]


def deeds_in(reading: Reading, trees: ReadingTrees) -> Iterator[Deed]:
    for start, tree in trees.of(reading.text):
        for at, token in enumerate(tree.tokens):
            if not token.tag.startswith("VB") or not is_deed(tree, at):
                continue
            for head in doers(tree, at):
                if is_nobody(tree, head):
                    continue
                below = name_of(tree, head)
                place = tree.place(below)
                armed = tree[head].lemma.lower() in WEAPONS  # of "army shells" the army does it
                own = [t for t in below if t != head or not armed]
                doer = kinds(stems_of(tree, [*own, *sent_by(tree, head)], reading.text, start))
                if doer:
                    called = (
                        doer if armed else kinds(stems_of(tree, [t for t in below if t <= head], reading.text, start))
                    )
                    beside = [head, *tree.with_dep(at, "advcl", "conj")]  # why, when and what else is another matter
                    about = stems_of(tree, tree.subtree(at, without=beside), reading.text, start)
                    yield Deed(
                        Span(start + place.start, start + place.end),
                        doer,
                        called,
                        token.lemma.lower(),
                        done_to(tree, at, reading.text, start),
                        about - doer,
                    )


def is_nobody(tree: Tree, head: int) -> bool:
    """Is it a force of nature, a thing or a cause ("the river Pell", "a fall in orders"), or somebody unknown?"""
    own, before = tree[head].lemma.lower(), [tree[t].lemma.lower() for t in tree.with_dep(head, "compound", "amod")]
    if own == "strike":  # one over pay, unless it is by the air
        return not any(one in BY_FORCE for one in before)
    if own in TIMES or "unknown" in before or "unidentified" in before:
        return True
    if tree[head].tag.startswith("NNP"):  # "the river Pell", not "the White House"
        return own in NATURE or any(one in NATURE for one in before)
    return own in THINGS


def sent_by(tree: Tree, head: int) -> list[int]:
    """The tokens of who has somebody do it: "workmen sent by the council"."""
    sent = [one for one in tree.with_dep(head, "acl") if tree[one].lemma.lower() in SENDING]
    senders = [who for one in sent for by in tree.with_dep(one, "agent") for who in tree.with_dep(by, "pobj")]
    return [t for who in senders for t in name_of(tree, who)]


def name_of(tree: Tree, head: int) -> list[int]:
    """The tokens of a name, without clauses that hang on it."""
    clauses = tree.with_dep(head, "relcl", "acl")
    return [t for t in tree.subtree(head, without=clauses) if tree[t].dep not in ("punct", "det")]


def done_to(tree: Tree, at: int, text: str, start: int) -> frozenset[str]:
    """The stems of a verb's object, or of what it is done to in the passive, without numbers and what follows it."""
    parts = [t for o in objects(tree, at) for t in name_of(tree, o) if t <= o]
    return frozenset(one for one in stems_of(tree, parts, text, start) if not one[:1].isdigit())


def objects(tree: Tree, at: int) -> list[int]:
    """The tokens that head what a verb is done to, with what is measured or counted out of it: "litres of acid", "800
    of the jobs", "let acid run"."""
    found = tree.with_dep(at, "dobj", "nsubjpass")
    if tree[at].lemma.lower() == "let":
        found += [subject for clause in tree.with_dep(at, "ccomp") for subject in tree.with_dep(clause, "nsubj")]
    counted = [o for o in found if tree[o].tag == "CD" or tree[o].lemma.lower() in MEASURES]
    of = [prep for o in counted for prep in tree.with_dep(o, "prep") if tree[prep].lemma.lower() == "of"]
    return found + [below for prep in of for below in tree.with_dep(prep, "pobj", "pcomp")]


def kinds(stems: Iterable[str]) -> frozenset[str]:
    """Stems, those of one kind of people as one: police and officers, the army and its soldiers."""
    alike = ("soldier" if one in soldiers() else one for one in stems)
    return frozenset(f"kind {NOUN_FAMILY[one]}" if one in NOUN_FAMILY else one for one in alike)


@cache
def soldiers() -> frozenset[str]:
    return frozenset(content_stems("army armies military troops forces soldiers artillery gunners"))


def stems_of(tree: Tree, tokens: Iterable[int], text: str, start: int) -> frozenset[str]:
    return frozenset(content_stems(" ".join(text[start + tree[t].start : start + tree[t].end] for t in tokens)))


def is_deed(tree: Tree, at: int) -> bool:
    lemma = tree[at].lemma.lower()
    if lemma not in DEEDS or any(tree[t].lemma.lower() in WISHED for t in tree.with_dep(at, "aux")):
        return False
    if not is_passive(tree, at) and lemma in HAPPENING and not (tree.with_dep(at, "dobj") or has_more(tree, at)):
        return False  # "30,000 acres burned"
    if lemma == "release" and any(tree[o].lemma.lower() in TOLD_OF for o in objects(tree, at)):
        return False
    if lemma in ONLY_WITH:
        return bool(ONLY_WITH[lemma] & beside_it(tree, at))
    particles = [tree[t].lemma.lower() for t in tree.with_dep(at, "prt")]
    parted = lemma != "put" and any(one in PARTICLES or (lemma == "blow" and one == "up") for one in particles)
    return lemma not in WITH_MORE or parted or has_more(tree, at)


def is_passive(tree: Tree, at: int) -> bool:
    if tree.with_dep(at, "nsubjpass", "auxpass"):
        return True
    perfect = any(tree[t].lemma.lower() == "have" for t in tree.with_dep(at, "aux"))
    return tree[at].tag == "VBN" and not perfect and not tree.with_dep(at, "nsubj")


def has_more(tree: Tree, at: int) -> bool:
    """Has the verb what makes it a deed ("opened fire", "cut 800 jobs"), or what moves people off ("put them out")?"""
    lemmas = beside_it(tree, at)
    return bool(lemmas & MORE) or (tree[at].lemma.lower() in MOVING and bool(lemmas & OFF))


def beside_it(tree: Tree, at: int) -> set[str]:
    """The dictionary forms of what stands beside a verb, of what its prepositions lead and of what it is done to; of
    "let" all of its clause, for what lets it out may hang on any word ("let 800 litres of it out into the river")."""
    parts = ("dobj", "nsubjpass", "oprd", "acomp", "advmod", "npadvmod", "prep", "prt", "advcl", "xcomp")
    beside = [*tree.with_dep(at, *parts), *objects(tree, at)]
    beside += [led for prep in tree.with_dep(at, "prep") for led in tree.with_dep(prep, "pobj")]
    named = [part for o in objects(tree, at) for part in tree.with_dep(o, "compound", "amod")]
    below = tree.subtree(at) if tree[at].lemma.lower() == "let" else []
    return {tree[t].lemma.lower() for t in (*beside, *named, *below)}


def doers(tree: Tree, at: int, *, named: bool = True) -> Iterator[int]:
    """The tokens that head who does it: what follows "by", and the subject of an active verb, of the one it is joined
    to by "and" or hangs on ("opened the gates, flooding 200 houses"), or of "had" ("had the trees felled"). Pronouns
    count where it need not be `named`."""
    for by in agents(tree, at) if tree[at].tag == "VBN" else tree.with_dep(at, "agent"):
        yield from tree.with_dep(by, "pobj")
    if tree.with_dep(at, "nsubjpass", "auxpass"):
        return
    if (tree[at].tag == "VBN" or tree[at].dep == "acl") and (had := had_by(tree, at)) is not None:
        at = had
    while not tree.with_dep(at, "nsubj") and goes_on(tree, at):
        at = tree[at].head
    yield from blamed(tree, at)
    for subject in tree.with_dep(at, "nsubj"):
        if tree[subject].tag == "WP" and tree[at].dep == "relcl":  # "guards who killed"
            yield tree[at].head
        elif not named or tree[subject].tag not in POINTING:
            yield subject


def blamed(tree: Tree, at: int) -> list[int]:
    """Who is punished for a deed: "fined Quay Water for pumping …", "was fined for pumping", "must pay for pumping"."""
    preposition = tree[at].head
    if tree[at].dep != "pcomp" or tree[at].tag != "VBG" or tree[preposition].lemma.lower() != "for":
        return []
    verb = tree[preposition].head
    while not tree[verb].tag.startswith("VB") and tree[verb].head != verb:
        verb = tree[verb].head
    lemma = tree[verb].lemma.lower()
    part = "nsubj" if lemma in ANSWERING else "nsubjpass" if tree.with_dep(verb, "nsubjpass") else "dobj"
    if lemma not in PUNISHING | ANSWERING:
        return []
    return [one for one in tree.with_dep(verb, part) if tree[one].tag.startswith("NN")]


def goes_on(tree: Tree, at: int) -> bool:
    """Does a verb share the subject of the one above it?"""
    if tree[at].dep == "xcomp" and tree[tree[at].head].lemma == "be":  # "is to dismiss 300"
        return True
    joined = tree[at].dep == "conj" or (tree[at].dep == "advcl" and tree[at].tag == "VBG")
    return joined and tree[tree[at].head].tag.startswith("VB")


def had_by(tree: Tree, at: int) -> int | None:
    """The "had" by which somebody has a thing done, be it in a named place ("had the trees in Quay Street felled");
    None where there is none ("had a photo of a man hanged")."""
    if tree.with_dep(at, "aux"):
        return None
    for above in islice(tree.above(at), HAD_ABOVE):
        token = tree[above]
        if token.lemma.lower() == "have" and tree.with_dep(above, "nsubj"):
            return above
        in_place = token.tag.startswith("NNP") or (token.dep == "prep" and token.lemma.lower() in ("at", "in", "on"))
        if not in_place and token.dep not in ("dobj", "nsubj", "oprd", "ccomp"):
            return None
    return None
