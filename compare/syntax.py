"""Who is said to say what, within one sentence, by its tree: the cues and the words that they lead.

What holds the content is a relation of the grammar and not a place in the line: an aside between a source and its verb
("Police, in a count of their own, spoke of …") stays outside, and a content that is parted by its cue stays whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from compare.clauses import MASK, Attribution, cleaned
from compare.cues import AIMING_SELF, EVIDENCE, EVIDENCE_NOUN, IMPERSONAL
from compare.frames import (
    ADJECTIVES,
    CAUSES,
    HEARD_BY,
    HEARSAY,
    NOUNS,
    POINTING_NOUNS,
    SMALL_OPENERS,
    VERBS,
    WITH_OBJECT,
    WITH_PARTICLE,
    Frames,
)  # fmt: skip
from compare.sources import is_bare_participle, parenthetical_speaker, source_of
from compare.spans import Span
from compare.speakers import subject
from compare.tagger import Parse
from compare.tree import Tree

NO_FRAMES: Frames = frozenset()
FINITE = ("VBD", "VBP", "VBZ", "MD")
NOUN_TAGS = ("NN", "NNS")
OBJECTS = ("dobj", "oprd", "attr")
DIRECTIVE = frozenset(["i", "we", "you"])
"""Subjects of opinion pieces and advice: what they "consider" or "blame" is no report of anybody."""
NOBODY = frozenset(["nobody", "no-one", "none", "neither"])
WITHHOLDING = frozenset(["bother", "decline", "fail", "forget", "hesitate", "refuse"])
PARTING = frozenset([";", ":"])
EVIDENT = re.compile(EVIDENCE_NOUN)


@dataclass(frozen=True, slots=True)
class _Found:
    """A cue, with its preposition or particle if one follows, and the tokens of each of its contents."""

    cue: int
    last: int
    contents: tuple[tuple[int, ...], ...]


def parsed_attributions(masked: str, parse: Parse, end: int) -> list[Attribution]:
    """What a sentence attributes, in the order of the cues; a cue inside another's content is left out.

    `masked` has quoted characters replaced by MASK, `parse` is of the sentence as written, and what begins at `end` or
    later is not looked at. A word inside a quotation or a blanked parenthesis is no cue.
    """
    tree = Tree(parse)
    found = [
        one
        for at, token in enumerate(parse)
        if token.start < end
        and masked[token.start] not in (MASK, " ")
        and not IMPERSONAL.search(masked[: token.start])
        and (one := _found(tree, at)) is not None
    ]
    held = {one.cue: {at for content in one.contents for at in content} for one in found}
    out = []
    for one in found:
        if any(one.cue in inside for cue, inside in held.items() if cue != one.cue):
            continue
        places = [
            place
            for run in tree.runs(sorted({at for content in one.contents for at in content}))
            if (place := cleaned(masked, tree[run[0]].start, min(tree[run[-1]].end, end)))
        ]
        if places:
            cue = Span(tree[one.cue].start, tree[one.last].end)
            out.append(Attribution(_source(tree, one.cue, masked), cue, tuple(places)))
    return out


def _source(tree: Tree, at: int, masked: str) -> Span | None:
    """The source by the tree, or by the words before a verb that must have a subject, where the tree gives it none."""
    source = source_of(tree, at)
    if source is None and tree[at].tag in ("VBD", "VBZ") and not tree.with_dep(at, "auxpass"):
        named = subject(masked, tree[at].start)
        return named[0] if named else None
    return source


def _found(tree: Tree, at: int) -> _Found | None:
    contents = [content for content in _contents(tree, at) if not _parted(tree, content, at)]
    if not contents:
        return None
    first, last = min(min(content) for content in contents), at
    if last + 1 < first and tree[last + 1].dep == "prt" and tree[last + 1].head == at:
        last += 1
    if (
        last + 2 == first
        and tree[last + 1].dep == "prep"
        and tree[first].dep != "ROOT"
        and _leads(tree, last + 1, contents)
    ):
        last += 1
    return _Found(at, last, tuple(map(tuple, contents)))


def _leads(tree: Tree, preposition: int, contents: Sequence[Sequence[int]]) -> bool:
    """Is one of the contents this preposition's object?"""
    return any(below in content for below in tree.with_dep(preposition, "pobj", "pcomp") for content in contents)


def _parted(tree: Tree, content: Sequence[int], at: int) -> bool:
    """Does a semicolon or colon part what comes before a cue from it ("It rained; he said …")?"""
    return max(content) < at and any(tree[between].lemma in PARTING for between in range(max(content), at))


def _contents(tree: Tree, at: int) -> Iterator[list[int]]:
    token, lemma = tree[at], tree[at].lemma.lower()
    if not any(c.isalpha() for c in lemma):
        return
    if token.tag.startswith("VB") and token.dep not in ("aux", "auxpass", "amod", "compound"):
        yield from _of_verb(tree, at, lemma)
    elif token.tag in NOUN_TAGS:
        yield from _of_noun(tree, at, lemma)
    elif token.tag.startswith("JJ"):
        yield from _of_adjective(tree, at, ADJECTIVES.get(lemma, NO_FRAMES))
    elif token.tag == "RB" and lemma in HEARSAY and tree[token.head].tag.startswith("VB"):
        yield tree.subtree(token.head, [at])


def _of_verb(tree: Tree, at: int, lemma: str) -> Iterator[list[int]]:
    frames = VERBS.get(lemma, NO_FRAMES)
    for particle in tree.with_dep(at, "prt"):
        frames = frames - {"object"} | WITH_PARTICLE.get(f"{lemma}-{tree[particle].lemma.lower()}", NO_FRAMES)
    clauses = tree.with_dep(at, "ccomp", "xcomp")
    if lemma in HEARD_BY and not clauses and is_bare_participle(tree, at):
        return  # "Asked about the pier, …"
    if tree[at].dep == "parataxis" and "clause" in frames and not clauses and tree.with_dep(at, "nsubj"):
        yield tree.subtree(tree[at].head, [at])  # "The pier, he said, is closed"
        return
    taken = []
    # Two clauses around a verb without a subject: the first is the subject, misread ("The head warden said …").
    doubled = len(clauses) > 1 and min(clauses) < at < max(clauses) and not tree.with_dep(at, "nsubj")
    for child in clauses[doubled:]:
        if _is_content_clause(tree, at, lemma, frames, child):
            taken.append(child)
            yield tree.subtree(child)
    if taken:
        yield from _joined_clauses(tree, at, max(taken))
        subjects, speaker = tree.with_dep(at, "nsubj"), parenthetical_speaker(tree, at)
        for first in subjects if speaker is not None else subjects[:-1]:
            yield tree.subtree(first, [] if speaker is None else [speaker])  # "The pier, he said, is closed"
    elif not clauses:
        yield from _mistaken_clauses(tree, at, lemma, frames)
    objects = [child for child in tree.with_dep(at, *OBJECTS) if _is_content_object(tree, at, lemma, frames, child)]
    yield from (_without_remark(tree, child) for child in objects)
    passive = bool(tree.with_dep(at, "auxpass"))
    if passive and "object" in frames and not clauses and lemma not in HEARD_BY:
        for child in tree.with_dep(at, "nsubjpass"):  # "The plan was criticised", not "The claim that … was repeated"
            if not any(True for _ in _of_noun(tree, child, tree[child].lemma.lower())):
                yield tree.subtree(child)
    prepositions = tree.with_dep(at, "prep")
    more = [other for one in prepositions for other in tree.with_dep(one, "conj")]  # "spoke of war and of peace"
    for child in (*prepositions, *more, *_charges(tree, at)):
        preposition = tree[child].lemma.lower()
        if preposition in WITH_OBJECT and any(at < thing < child for thing in objects):
            yield tree.subtree(child)
        elif preposition in frames:
            yield from _of_preposition(tree, child)


def _is_content_clause(tree: Tree, at: int, lemma: str, frames: Frames, clause: int) -> bool:
    if _opens_with_question(tree, clause) and _unsaid(tree, at):
        return False
    if "clause" in frames or (tree[clause].dep == "xcomp" and "infinitive" in frames):
        return True
    return (
        tree[clause].dep == "ccomp"
        and clause > at
        and lemma not in CAUSES
        and _is_finite(tree, clause)
        and _by_somebody(tree, at)
    )


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
    if "object" not in frames or lemma in HEARD_BY:
        return False
    source = source_of(tree, at)
    return source is not None and not any(tree[c].lemma.lower() in DIRECTIVE for c in tree.with_dep(at, "nsubj"))


def _joined_clauses(tree: Tree, at: int, last: int) -> Iterator[list[int]]:
    """Clauses that the tree joins to the cue and that go on with its content: "… said it rained and nobody came".

    They have a subject and no cue of their own, or are bare verbs as the cue is not ("promised to mend and paint it").
    """
    for child in tree.with_dep(at, "conj"):
        own = tree.with_dep(child, "nsubj", "expl") and tree[child].lemma.lower() not in VERBS
        bare = tree[child].tag == "VB" and tree[at].tag != "VB" and not tree.with_dep(child, "aux")
        if child > last and (own or bare):
            yield tree.subtree(child)


def _mistaken_clauses(tree: Tree, at: int, lemma: str, frames: Frames) -> Iterator[list[int]]:
    """A content that the tree holds for a clause of time ("said on Monday he would go") or of purpose ("promised in
    May to go"), or for one about the hearer."""
    for child in tree.with_dep(at, "advcl"):
        marks = [tree[mark].lemma.lower() for mark in tree.with_dep(child, "mark")]
        asks = any(tree[below].tag == "WRB" for below in tree.children[child])
        told = "clause" in frames and not asks and set(marks) <= {"that"} and _is_finite(tree, child)
        aimed = lemma in AIMING_SELF and tree[tree.subtree(child)[0]].lemma.lower() == "to"
        if child > at and (told or aimed):
            yield tree.subtree(child)
    if lemma in HEARD_BY and "clause" in frames:
        for hearer in tree.with_dep(at, "dobj"):
            for below in tree.subtree(hearer):
                if tree[below].dep in ("relcl", "acl") and _opens_with_that(tree, below):
                    yield tree.subtree(below)


def _of_noun(tree: Tree, at: int, lemma: str) -> Iterator[list[int]]:
    frames = NOUNS.get(lemma, NO_FRAMES)
    for child in tree.children[at]:
        if child < at:
            continue
        dep = tree[child].dep
        if dep in ("acl", "ccomp") or (dep == "relcl" and _opens_with_that(tree, child)):
            below = tree.subtree(child)
            opener = tree[below[0]].lemma.lower()
            told = opener in SMALL_OPENERS and lemma not in POINTING_NOUNS
            if told or (opener == "to" and "infinitive" in frames):
                yield below
        elif dep == "prep" and tree[child].lemma.lower() in frames:
            yield from _of_preposition(tree, child)


def _of_adjective(tree: Tree, at: int, frames: Frames) -> Iterator[list[int]]:
    for child in tree.children[at]:
        dep = tree[child].dep
        if (dep == "ccomp" and "clause" in frames) or (dep == "xcomp" and "infinitive" in frames):
            yield tree.subtree(child)
        elif dep == "prep" and tree[child].lemma.lower() in frames:
            yield from _of_preposition(tree, child)


def _of_preposition(tree: Tree, at: int) -> Iterator[list[int]]:
    yield from (tree.subtree(below) for below in tree.with_dep(at, "pobj", "pcomp"))


def _charges(tree: Tree, at: int) -> list[int]:
    """The prepositions of a passive that the tree hangs on its agent: "accused by the council of selling it"."""
    below = [child for agent in tree.with_dep(at, "agent") for child in tree.with_dep(agent, "pobj")]
    return [prep for child in below for prep in tree.with_dep(child, "prep") if tree.with_dep(prep, "pcomp")]


def _opens_with_question(tree: Tree, clause: int) -> bool:
    first = tree[tree.subtree(clause)[0]].lemma.lower()
    return first in SMALL_OPENERS and first != "that"


def _unsaid(tree: Tree, at: int) -> bool:
    """ "Nobody would say what …", "declined to say whether …": the words are the outlet's, for nothing was said."""
    for verb in (at, *(head for head in tree.above(at) if tree[head].tag.startswith("VB"))):
        subjects = {tree[child].lemma.lower() for child in tree.with_dep(verb, "nsubj")}
        if tree.with_dep(verb, "neg") or subjects & NOBODY or tree[verb].lemma.lower() in WITHHOLDING:
            return True
        if tree.with_dep(verb, "nsubj"):
            break
    return False


def _opens_with_that(tree: Tree, clause: int) -> bool:
    """Does a clause open with the conjunction, not the pronoun: "the report that it sank", not "that we read"?"""
    first = tree[tree.subtree(clause)[0]]
    return first.tag == "IN" and first.lemma.lower() == "that"


def _is_finite(tree: Tree, at: int) -> bool:
    helpers = tree.with_dep(at, "aux", "auxpass")
    subject = tree.with_dep(at, "nsubj", "nsubjpass", "expl", "csubj")
    return bool(subject) and any(tree[verb].tag in FINITE for verb in (at, *helpers))


def _by_somebody(tree: Tree, at: int) -> bool:
    """Has the verb a subject that could think or speak?"""
    subjects = tree.with_dep(at, "nsubj", "nsubjpass", "expl")
    return not any(tree[c].lemma.lower() in ("it", "this", "that", "which", "there") for c in subjects)
