"""Which words of a sentence's tree are the content that a cue leads."""

from __future__ import annotations

import re
from collections.abc import Iterator

from compare.asides import PUTTING, clause_around
from compare.cues import AIMING_SELF, EVIDENCE, EVIDENCE_NOUN, UTTERING
from compare.families import spaced
from compare.frames import (
    ADJECTIVES,
    CAUSES,
    HEARD_BY,
    HEARSAY,
    NEVER_TO,
    NO_FRAMES,
    VERBS,
    WITH_OBJECT,
    WITH_PARTICLE,
    Frames,
)  # fmt: skip
from compare.grammar import (
    has_somebody,
    is_bare_participle,
    is_finite,
    is_to_reader,
    is_whole,
    is_withheld,
    opens_with_question,
    opens_with_that,
    opens_with_which,
    remarked_noun,
)  # fmt: skip
from compare.nouncontents import has_content, of_noun, of_preposition
from compare.sources import parenthetical_speaker, source_of
from compare.tree import COMMON_NOUN_TAGS, Tree

LEADING_TAGS = frozenset(["VB", "VBD", "VBG", "VBN", "VBP", "VBZ", *COMMON_NOUN_TAGS, "JJ", "JJR", "JJS", "RB"])
"""Tags of the words that may lead a content: of no other need `contents_of` be asked."""
OBJECTS = ("dobj", "oprd", "attr")
SAID = frozenset(UTTERING)
DIRECTIVE = frozenset(["i", "we", "you"])
"""Subjects of opinion pieces and advice: what they "consider" or "blame" is no report of anybody."""
SENSED = frozenset(["feel", "find", "hear", "notice", "observe", "see"])
"""With a participle what somebody met with: "was seen leaving"."""
EVIDENT = re.compile(EVIDENCE_NOUN)
NAMING = frozenset(["brand", "call", "dub", "label", "name", "term"])
"""Verbs that say nothing of whom they name where nothing follows, or a proper name: "was called Archie"."""
REMEMBERING = frozenset(["recall", "remember"])
"""With a participle what somebody tells of: "recalled seeing it"."""
ESTIMATING = frozenset(["place", "put"])
PLAIN = frozenset(["clear", "known", "plain"])
CRAFT = spaced(
    "boat cutter ferry freighter frigate liner ship steamer submarine tanker trawler tug vessel warship yacht"
)
"""What calls at a port and says nothing."""


def contents_of(tree: Tree, at: int) -> Iterator[list[int]]:
    """The contents that the word at `at` leads, each as its tokens in reading order; nothing where it is no cue."""
    token, lemma = tree[at], tree[at].lemma.lower()
    if not any(c.isalpha() for c in lemma):
        return
    if token.tag.startswith("VB") and token.dep not in ("aux", "auxpass", "amod", "compound"):
        yield from _of_verb(tree, at, lemma)
    elif token.tag in COMMON_NOUN_TAGS and token.dep == "ROOT" and lemma in VERBS and tree.with_dep(at, "nsubj"):
        yield from _of_verb(tree, at, lemma)  # "The alliance … advocates for …", taken for a plural
    elif token.tag in COMMON_NOUN_TAGS:
        yield from of_noun(tree, at, lemma)
    elif token.tag.startswith("JJ"):
        yield from _of_adjective(tree, at, ADJECTIVES.get(lemma, NO_FRAMES))
    elif token.tag == "RB" and lemma in HEARSAY and tree[token.head].tag.startswith("VB"):
        yield tree.subtree(token.head, [at])


def _of_verb(tree: Tree, at: int, lemma: str) -> Iterator[list[int]]:
    frames = VERBS.get(lemma, NO_FRAMES)
    for particle in tree.with_dep(at, "prt"):
        frames = frames - {"object"} | WITH_PARTICLE.get(f"{lemma}-{tree[particle].lemma.lower()}", NO_FRAMES)
    clauses = tree.with_dep(at, "ccomp", "xcomp")
    if remarked_noun(tree, at) is not None:
        clauses = [clause for clause in clauses if clause > at]
    if lemma in HEARD_BY and not clauses and is_bare_participle(tree, at):
        return  # "Asked about the pier, …"
    if is_to_reader(tree, at) or (lemma == "call" and _calls_at_a_place(tree, at)):
        return
    if ("clause" in frames or lemma in PUTTING) and (around := clause_around(tree, at)) is not None:
        yield tree.subtree(around, [at])
        return
    if lemma in ESTIMATING and (values := _estimated(tree, at)):
        yield values
        return
    if lemma == "make":
        yield from _made_clear(tree, at)
    taken = []
    # Two clauses around a verb without a subject: the first is the subject, misread ("The head warden said …").
    doubled = len(clauses) > 1 and min(clauses) < at < max(clauses) and not tree.with_dep(at, "nsubj")
    for child in clauses[doubled:]:
        if _is_content_clause(tree, at, lemma, frames, child):
            taken.append(child)
            yield tree.subtree(child)
    if taken:
        yield from _joined(tree, at, max(taken))
        subjects, speaker = tree.with_dep(at, "nsubj"), parenthetical_speaker(tree, at)
        doubles = [one for one in subjects[:-1] if any(tree[k].lemma == "," for k in range(one, subjects[-1]))]
        for first in subjects if speaker is not None else doubles:
            yield tree.subtree(first, [] if speaker is None else [speaker])  # "The pier, he said, is closed"
    elif not clauses:
        yield from _mistaken_clauses(tree, at, lemma, frames)
    objects = [child for child in tree.with_dep(at, *OBJECTS) if _is_content_object(tree, at, lemma, frames, child)]
    yield from (_without_remark(tree, child) for child in objects)
    passive = bool(tree.with_dep(at, "auxpass"))
    if passive and "object" in frames and not clauses and lemma not in HEARD_BY:
        things = [child for child in tree.with_dep(at, "nsubjpass") if not has_content(tree, child)]
        called = _called(tree, at)
        a_name = lemma in NAMING and not any(tree[one].tag not in ("NNP", "NNPS") for one in called)
        if not a_name:
            yield from map(tree.subtree, (*things, *(called if things else ())))
    prepositions = tree.with_dep(at, "prep")
    more = [other for one in prepositions for other in tree.with_dep(one, "conj")]  # "spoke of war and of peace"
    for child in (*prepositions, *more, *_charges(tree, at)):
        preposition = tree[child].lemma.lower()
        blamed = (lemma, preposition) == ("blame", "on")
        if blamed and passive:
            yield tree.subtree(child)
        elif (preposition in WITH_OBJECT or blamed) and any(at < thing < child for thing in objects):
            if not _is_headline_clause(tree, child):
                yield tree.subtree(child)
        elif preposition in frames and child > at:
            yield from of_preposition(tree, child)


def _calls_at_a_place(tree: Tree, at: int) -> bool:
    """Does the verb tell of a way and of no words: "ships may call at Tarn for fuel", "called home its envoy"?"""
    home = any(child == at + 1 and tree[child].lemma.lower() == "home" for child in tree.children[at])
    return home or any(tree[one].lemma.lower() in CRAFT for one in tree.with_dep(at, "nsubj"))


def _called(tree: Tree, at: int) -> list[int]:
    """What a passive verb calls its subject: "was called a bully", "was described by colleagues as a bully"."""
    agents = [below for agent in tree.with_dep(at, "agent") for below in tree.with_dep(agent, "pobj")]
    as_what = [one for agent in agents for one in tree.with_dep(agent, "prep") if tree[one].lemma.lower() == "as"]
    return [
        *tree.with_dep(at, "oprd", "dobj", "attr"),
        *(below for one in as_what for below in tree.with_dep(one, "pobj")),
    ]


def _estimated(tree: Tree, at: int) -> list[int]:
    """What somebody reckons to be so much: "put the toll at 12"."""
    for thing in tree.with_dep(at, "dobj"):
        whole = tree.subtree(thing)
        for value in tree.with_dep(at, "prep"):
            amounts = [one for one in tree.with_dep(value, "pobj") if _is_amount(tree, one)]
            if thing > at and tree[value].lemma == "at" and value == whole[-1] + 1 and amounts:
                return [*whole, *tree.subtree(value)]
    return []


def _is_amount(tree: Tree, at: int) -> bool:
    return tree[at].tag in ("CD", "$") or any(sign in "$£€%" or sign.isdigit() for sign in tree[at].lemma)


def _made_clear(tree: Tree, at: int) -> Iterator[list[int]]:
    """ "made clear that it would stay", "made it clear that …"."""
    for child in tree.with_dep(at, "ccomp", "acomp", "oprd", "xcomp"):
        if tree[child].lemma.lower() in PLAIN:
            clauses = [below for one in (child, at) for below in tree.with_dep(one, "ccomp", "csubj", "advcl")]
            yield from (tree.subtree(clause) for clause in clauses if clause > child and opens_with_that(tree, clause))


def _is_content_clause(tree: Tree, at: int, lemma: str, frames: Frames, clause: int) -> bool:
    if opens_with_question(tree, clause) and is_withheld(tree, at):
        return False
    if is_trailing_cue(tree, at, clause) or any(subject < clause < at for subject in tree.with_dep(at, "nsubj")):
        return False
    met_with = lemma in SENSED and tree[clause].tag in ("VBG", "VBN") and not tree.with_dep(clause, "aux")
    remembered = lemma in REMEMBERING and tree[clause].tag == "VBG"
    if tree[clause].dep == "xcomp" and (lemma in NEVER_TO or met_with) and not remembered:
        return False
    if "clause" in frames or (tree[clause].dep == "xcomp" and "infinitive" in frames):
        return True
    if opens_with_which(tree, clause):
        return False
    return (
        tree[clause].dep == "ccomp"
        and clause > at
        and lemma not in CAUSES
        and is_finite(tree, clause)
        and has_somebody(tree, at)
    )


def is_trailing_cue(tree: Tree, at: int, clause: int) -> bool:
    """Is what the tree holds for a verb's content the cue of the whole: "Five days passed before he told the council,
    the dairy conceded"?"""
    first = tree.subtree(clause)[0]
    bare = not tree.with_dep(clause, "ccomp", "xcomp", "dobj", "mark")
    comma = "," in (tree[first].lemma, tree[first - 1].lemma)
    return clause > at and bare and comma and tree[clause].lemma.lower() in SAID


def _without_remark(tree: Tree, thing: int) -> list[int]:
    """What somebody judges or wants, without the outlet's own words about it: "slammed the board, which had …"."""
    remarks = [
        clause
        for clause in tree.with_dep(thing, "relcl", "appos")
        if tree[tree.subtree(clause)[0] - 1].lemma == "," and max(tree.subtree(clause)) == max(tree.subtree(thing))
    ]
    return tree.subtree(thing, remarks)


def _is_content_object(tree: Tree, at: int, lemma: str, frames: Frames, thing: int) -> bool:
    """Is the verb's object what is said, judged or wanted? Not where nobody is named, as in an order to the reader."""
    if tree[thing].tag in ("WP", "WDT"):
        return False  # "what the mayor calls a ruin": the ruin is
    if lemma in EVIDENCE and any(EVIDENT.fullmatch(tree[c].lemma.lower()) for c in tree.with_dep(at, "nsubj")):
        return True  # "polls show a close race"
    if "object" not in frames or lemma in HEARD_BY or has_content(tree, thing):
        return False
    source = source_of(tree, at)
    return source is not None and not any(tree[c].lemma.lower() in DIRECTIVE for c in tree.with_dep(at, "nsubj"))


def _joined(tree: Tree, at: int, last: int) -> Iterator[list[int]]:
    """What the tree joins to the cue and what goes on with its content: "… said it rained and nobody came".

    Clauses with a subject and no cue of their own, bare verbs as the cue is none ("promised to mend and paint it"), and
    nouns, which nothing joins to a verb ("said it was the wind; and the tide").
    """
    head = tree[at].head
    if tree[at].dep == "ccomp" and at < head and tree[head].tag == "VB" and not tree.with_dep(head, "nsubj", "aux"):
        yield tree.subtree(head, [at])  # the tree's root is the last of "vowed to end it, mend it and paint it"
    for child in tree.with_dep(at, "conj", "advcl", "dep"):
        subject = tree.with_dep(child, "nsubj", "expl")
        own = tree[child].dep == "conj" and subject and tree[child].lemma.lower() not in VERBS
        bare = tree[child].tag == "VB" and tree[at].tag != "VB" and not tree.with_dep(child, "aux", "mark", "nsubj")
        noun = tree[child].dep != "advcl" and tree[child].tag.startswith("NN")
        if child > last and (own or bare or noun):
            yield tree.subtree(child)


def _mistaken_clauses(tree: Tree, at: int, lemma: str, frames: Frames) -> Iterator[list[int]]:
    """A content that the tree holds for a clause of time ("said on Monday he would go") or of purpose ("promised in
    May to go"), or for one about the hearer."""
    for child in tree.with_dep(at, "advcl"):
        marks = [tree[mark].lemma.lower() for mark in tree.with_dep(child, "mark")]
        asks = any(tree[below].tag == "WRB" for below in tree.children[child])
        told = "clause" in frames and not asks and set(marks) <= {"that"} and is_finite(tree, child)
        if marks == ["for"] and "for" in VERBS.get(lemma, NO_FRAMES) and tree.subtree(child)[0] == at + 1:
            yield tree.subtree(child)[1:]  # "called for both sides to stop"
        aimed = lemma in AIMING_SELF and tree[tree.subtree(child)[0]].lemma.lower() == "to"
        if child > at and (told or aimed):
            yield tree.subtree(child)
    if lemma in HEARD_BY and "clause" in frames:
        for hearer in tree.with_dep(at, "dobj"):
            for below in tree.subtree(hearer):
                if tree[below].dep in ("relcl", "acl") and (opens_with_that(tree, below) or is_whole(tree, below)):
                    yield tree.subtree(below)
    if lemma in SAID and "clause" in frames:  # "yelled to the officers that he was unarmed"
        for to in tree.with_dep(at, "prep"):
            for hearer in tree.with_dep(to, "pobj"):
                clauses = tree.with_dep(hearer, "relcl", "acl")
                yield from (tree.subtree(clause) for clause in clauses if opens_with_that(tree, clause))


def _is_headline_clause(tree: Tree, preposition: int) -> bool:
    """Is it a clause of time in a headline, whose verb the tree took for a noun ("slams plan as regime tightens grip")?
    A plural stands before a noun for hardly anything else."""
    return any(
        tree[part].tag == "NNS"
        for thing in tree.with_dep(preposition, "pobj")
        for part in tree.with_dep(thing, "compound")
    )


def _charges(tree: Tree, at: int) -> list[int]:
    """The prepositions that the tree hangs on an object or an agent: "accused by the council of selling it"."""
    below = [child for agent in tree.with_dep(at, "agent") for child in tree.with_dep(agent, "pobj")]
    things = tree.with_dep(at, "dobj")
    below += [*things, *(other for thing in things for other in tree.subtree(thing) if tree[other].dep == "conj")]
    return [prep for child in below for prep in tree.with_dep(child, "prep") if tree.with_dep(prep, "pcomp")]


def _of_adjective(tree: Tree, at: int, frames: Frames) -> Iterator[list[int]]:
    for child in tree.children[at]:
        dep = tree[child].dep
        if (dep == "ccomp" and "clause" in frames) or (dep == "xcomp" and "infinitive" in frames):
            yield tree.subtree(child)
        elif dep == "prep" and tree[child].lemma.lower() in frames:
            yield from of_preposition(tree, child)
