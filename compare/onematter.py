"""Whether another reading of a claim speaks of the very thing that some words of one are said of.

Readings of one claim are alike as a whole, and may still tell of two things, or of two who did the same to each other.
Then it is false that the one "did not use" a word of the other: it had nothing to use it of. The grammar decides here;
without trees nothing speaks against it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import product
from typing import Final

from compare.asof import WEEKDAY
from compare.claims import Claim, Reading
from compare.difference import Context
from compare.families import akin
from compare.grammar import is_bare_participle
from compare.quotedwords import quoted_spans
from compare.sharedwording import MOSTLY, shared_whole
from compare.spans import Span, contains, overlaps
from compare.tree import Tree
from compare.voice import VoiceSpan
from compare.wordalignment import met
from compare.words import content_stems, stem, words

QUALIFIES: Final = ("amod", "advmod", "compound", "nmod", "npadvmod", "quantmod", "nummod")
SUBJECTS: Final = ("nsubj", "nsubjpass")
OBJECTS: Final = ("dobj", "dative", "oprd", "attr")
CLAUSES: Final = ("relcl", "acl", "advcl", "ccomp", "conj", "punct")
OFF_THE_DAY: Final = frozenset(["after", "before", "by", "from", "since", "until"])
"""What parts a deed from the day that it leads to."""
SYMMETRIC: Final = frozenset(["agree", "debate", "face", "join", "marry", "meet", "play", "speak", "talk"])
"""Verbs that say of both the same, whichever stands first."""
MANY: Final = 3
"""Words of a clause from which it tells the same, though it has another name for what some word is said of."""


def speak_of_one(reading: Reading, place: Span, other: Reading, claim: Claim, context: Context) -> bool:
    """Does `other` speak of what the words at `place` of a reading (offsets into its own text) are said of?"""
    return not (
        of_other_days(reading, other, context)
        or is_nothing_but_quotation(other)
        or has_nearer(reading, other, claim)
        or turned_round(reading, other, context)
        or has_another_source(reading, place, other, context)
        or not tells_bearer(reading.text, place, other.text, context)
    )


def is_nothing_but_quotation(reading: Reading) -> bool:
    """Is every word of it within quotation marks? Then a house has no words of its own there."""
    quoted = quoted_spans(reading.text)
    return bool(quoted) and not any(
        word.content and not any(overlaps(word, span) for span in quoted) for word in words(reading.text)
    )


def has_nearer(reading: Reading, other: Reading, claim: Claim) -> bool:
    """Has the reading's house one more in its text, which answers to the other one rather than this does?"""
    if reading.paragraph == 0:
        return False
    own = shared_whole(reading.text, other.text)
    return any(
        one.outlet == reading.outlet
        and one.paragraph > 0
        and one.text != reading.text
        and shared_whole(one.text, other.text) > own
        for one in claim.readings
    )


def of_other_days(a: Reading, b: Reading, context: Context) -> bool:
    """Is what the two tell first of all laid to two days of the week?"""
    ours, theirs = day_told(a, context), day_told(b, context)
    return bool(ours and theirs and not ours & theirs)


def day_told(reading: Reading, context: Context) -> frozenset[str]:
    """The days of the week on which its main verbs happen: "stood firm on Friday", not "after Monday's vote"."""
    found = []
    for _, tree in context.trees.of(reading.text) if context.trees else ():
        clauses = [at for at, token in enumerate(tree.tokens) if token.dep in CLAUSES or token.lemma in OFF_THE_DAY]
        for at, token in enumerate(tree.tokens):
            if token.dep == "ROOT" and token.tag.startswith("VB"):
                found += [tree[t].lemma for t in tree.subtree(at, without=clauses) if tree[t].dep != "poss"]
    return frozenset(one.lower() for one in found if WEEKDAY.fullmatch(one))


# -- who does what to whom --


def turned_round(a: Reading, b: Reading, context: Context) -> bool:
    """Does one tell that X did to Y what the other tells that Y did to X?"""
    ours, theirs = acts(a, context), acts(b, context)
    turned = {(verb, to, by) for verb, by, to in theirs}
    return bool(ours & turned) and not ours & theirs


def acts(reading: Reading, context: Context) -> set[tuple[str, str, str]]:
    """Who does what to whom: the verb, and the last words of their names, all stemmed."""
    found: set[tuple[str, str, str]] = set()
    for start, tree in context.trees.of(reading.text) if context.trees else ():
        for at, token in enumerate(tree.tokens):
            if token.tag.startswith("VB") and token.lemma.lower() not in SYMMETRIC:
                by = [*tree.with_dep(at, "nsubj"), *below(tree, at, "agent")]
                to = [*tree.with_dep(at, "dobj", "dative", "nsubjpass"), *below(tree, at, "prep")]
                pairs = product(names(tree, by, reading.text, start), names(tree, to, reading.text, start))
                found |= {(stem(token.lemma.lower()), one, other) for one, other in pairs if one != other}
    return found


def names(tree: Tree, heads: Iterable[int], text: str, start: int) -> list[str]:
    """The last words, stemmed, of those that are proper names: nouns with a capital, but for days."""
    named = [t for t in heads if text[start + tree[t].start].isupper() and tree[t].tag.startswith("NN")]
    return [last for t in named if not WEEKDAY.fullmatch(tree[t].lemma) for last in content_stems(tree[t].lemma)[-1:]]


def below(tree: Tree, at: int, dep: str) -> list[int]:
    """What stands below the prepositions of a verb, those of particles too: "lashed out at X"."""
    return [noun for by in tree.with_dep(at, dep) for noun in tree.with_dep(by, "pobj")]


# -- who says it --


def has_another_source(reading: Reading, place: Span, other: Reading, context: Context) -> bool:
    """Do the words stand in what somebody says of whom the other reading reports nothing, though it reports others,
    and has it little of the rest of what is said there?"""
    at = Span(reading.start + place.start, reading.start + place.end)
    said = next((s for s in spoken(reading, context) if s.kind == "paraphrase" and contains(s, at)), None)
    others = [span.source for span in spoken(other, context) if span.source]
    if said is None or (said.source is not None and not others):
        return False
    if said.source is not None and any(may_be_one(said.source, source) for source in others):
        return False
    rest = [
        i
        for i, word in enumerate(words(reading.text))
        if word.content and not overlaps(word, place) and said.start <= reading.start + word.start < said.end
    ]
    much = int(MOSTLY * len(rest)) + 1
    return len(met(reading.text, other.text, rest, context.vectors, enough=much)) < much


def spoken(reading: Reading, context: Context) -> Iterator[VoiceSpan]:
    return (span for span in context.voices.get(reading.article, ()) if overlaps(span, reading))


def may_be_one(a: str, b: str) -> bool:
    """Could two names of sources be one's: a word in common, or nothing but a pronoun in either?"""
    ours, theirs = content_stems(a), content_stems(b)
    return not ours or not theirs or any(akin(one, other) for one in ours for other in theirs)


# -- what it is said of --


def tells_bearer(source: str, place: Span, target: str, context: Context) -> bool:
    """Has `target` what the words at `place` are said of: the thing that an adjective qualifies, or its whole name; the
    deed that an adverb tells the manner of, or whom it is done to; one at least of those that a verb has to do with?

    A thing that the outlet adds ("in a humiliating blow, the bank …") is said of all that the clause tells. Of what is
    part of the clause itself the other may have another name: then it must have MANY words of the clause's rest, and
    most of them.
    """
    found = list(enumerate(words(source)))
    for start, tree in context.trees.of(source) if context.trees else ():
        content = {word.start - start: i for i, word in found if word.content}
        if inside := tokens_at(tree, start, place):
            telling = [t for t in inside if tree[t].start in content] or inside
            top = next((t for t in telling if tree[t].head not in telling or tree[t].head == t), telling[-1])
            bearer, rest, added = borne(tree, top)
            own = places_of(tree, set(bearer).difference(inside), content)
            if not own or met(source, target, own, context.vectors, enough=1):
                return True
            others = places_of(tree, set(rest).difference(inside, bearer), content)
            enough = 1 if added else max(MANY, int(MOSTLY * len(others)) + 1)
            return len(met(source, target, others, context.vectors, enough=enough)) >= enough
    return True


def tokens_at(tree: Tree, start: int, place: Span) -> list[int]:
    """The tokens of a sentence that begins at `start` which have a part in a place of the text."""
    return [t for t, one in enumerate(tree.tokens) if place.start < start + one.end and start + one.start < place.end]


def places_of(tree: Tree, tokens: Collection[int], content: Mapping[int, int]) -> list[int]:
    """The content words among some tokens, by their places among all words; `content` has these by where they begin."""
    return [content[tree[t].start] for t in sorted(tokens) if tree[t].start in content]


def borne(tree: Tree, top: int) -> tuple[list[int], list[int], bool]:
    """What a word is said of, what the clause tells besides, and whether the first is added to the clause; nothing
    where the grammar does not tell. All as tokens."""
    head = top
    while tree[head].dep in QUALIFIES and tree[head].head != head:
        head = tree[head].head
    if tree[head].tag.startswith("VB") and tree[head].dep not in ("acomp", "oprd"):
        does = head != top and not is_bare_participle(tree, head)  # who does it tells nothing of how it is done
        done_to = [one for one in participants(tree, head) if not (does and tree[one].dep == "nsubj")]
        if not done_to and tree[head].dep == "pcomp":  # "in danger of being undone"
            done_to = [tree[tree[head].head].head]
        return [*([] if head == top else [head]), *(t for one in done_to for t in whole(tree, one))], [], False
    if tree[head].dep in ("acomp", "oprd"):
        subjects = SUBJECTS if tree[head].dep == "acomp" else ("dobj", "nsubjpass")
        return [t for one in tree.with_dep(tree[head].head, *subjects) for t in whole(tree, one)], [], False
    if head != top and tree[head].tag.startswith("NN"):
        governor = tree[head].head
        added = tree[head].dep in ("pobj", "appos")
        while not tree[governor].tag.startswith("VB") and tree[governor].head != governor:
            governor = tree[governor].head
        verb = tree[governor].tag.startswith("VB")
        involved = participants(tree, governor) if verb else [governor]  # a headline's verb may be read as a noun
        return whole(tree, head), [t for one in involved for t in whole(tree, one)], added
    return [t for one in tree.with_dep(top, *SUBJECTS) for t in whole(tree, one)], [], False


def participants(tree: Tree, at: int) -> list[int]:
    """The heads of those that a verb has to do with, by what it leads to as well: "rushed to promise help"."""
    own = [*tree.with_dep(at, *SUBJECTS, *OBJECTS), *below(tree, at, "agent"), *below(tree, at, "prep")]
    return [*own, *(one for verb in tree.with_dep(at, "xcomp") for one in (verb, *participants(tree, verb)))]


def whole(tree: Tree, head: int) -> list[int]:
    """A noun with what its name has besides, and whom it stands in apposition to."""
    own = tree.subtree(head, without=tree.with_dep(head, *CLAUSES))
    above = tree[head].head
    return [*own, above] if tree[head].dep == "appos" else own


# -- what a number is given of --


def given_of_one(a: Reading, at_a: Span, b: Reading, at_b: Span, context: Context) -> bool:
    """Are two numbers given by words that both readings have, as far as the grammar tells: "the rate was 45 per cent",
    not "gave away 10 per cent"?"""
    return all(
        not given or met(text, other, given, context.vectors, enough=1)
        for text, other, given in (
            (a.text, b.text, giving(a.text, at_a, context)),
            (b.text, a.text, giving(b.text, at_b, context)),
        )
    )


def giving(text: str, place: Span, context: Context) -> set[int]:
    """The content words that a number hangs on: the noun that it is the measure of, or the verb; of what only says
    what it is, the subject. By their place in `words(text)`."""
    found = list(enumerate(words(text)))
    for start, tree in context.trees.of(text) if context.trees else ():
        content = {word.start - start: i for i, word in found if word.content and not word.number}
        if inside := tokens_at(tree, start, place):
            at = next((t for t in inside if tree[t].head not in inside), inside[0])
            for above in tree.above(at):
                if tree[above].lemma.lower() == "be":
                    return {content[tree[t].start] for t in tree.with_dep(above, "nsubj") if tree[t].start in content}
                if above not in inside and tree[above].start in content:
                    return {content[tree[above].start]}
    return set()
