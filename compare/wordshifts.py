"""Differences in single words: a flagged word that one side used and the others did not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from compare.certainty import HEARSAY, holds_back, is_own, leaves_open
from compare.claims import Claim, Reading
from compare.counterparts import counterpart, name_within, plainer_word
from compare.difference import Context, Difference, DifferenceKind, Place, in_sides, shown
from compare.framing import Flag
from compare.kindredwords import are_kindred
from compare.onematter import speak_of_one
from compare.othertexts import joins, own_stems, quotes_words
from compare.quotedwords import quoted_spans, unquoted
from compare.scareflags import SCARE_QUOTES
from compare.sharedwording import MOSTLY, PARTLY, shared_around, telling_it
from compare.spans import Span, blanked, contains, overlaps
from compare.speakerwords import own_words_for, speaker_words
from compare.wordplaces import answering_place, around
from compare.words import Word, content_stems, stem, words

SHIFT_KINDS: tuple[DifferenceKind, ...] = ("doubt", "attribution", "naming", "evaluation", "intensity", "agency")
WORD_KINDS: tuple[DifferenceKind, ...] = ("doubt", "naming", "evaluation", "intensity")
CLAUSE = re.compile(r"\b(?:will|would|is|are|was|were|be|been|has|have|had|let|lets|letting)\b", re.IGNORECASE)
"""A softer clause ("jobs will go") is no name."""
OPINION = re.compile(
    r"\b(?:regard|consider|see|saw|view|deem|find|found|call|describe|brand|dub|label|judge|believ|think|thought|feel|felt)"
    r"(?:s|es|ed|ing|en|e)?\b",
    re.IGNORECASE,
)
"""Cues that report a judgement and no statement."""
FOUND = re.compile(r"\bf(?:ind|ound)", re.IGNORECASE)  # what an inquiry found is a finding
JUDGED = re.compile(rf"{OPINION.pattern}(?: \w+){{0,3}} (?:as|to be) (?:\w+ )?$", re.IGNORECASE)
CATEGORY_KINDS: dict[str, DifferenceKind] = {**{kind: kind for kind in WORD_KINDS}, "euphemism": "naming"}
"""Which difference a rule's word makes: a softer name is another name."""
SUPPOSED = "doubt.supposed"
SO_CALLED = "doubt.so-called"
WHAT_THEY_SEE = "doubt.what-they-see-as"
OF_NAMES = frozenset([SCARE_QUOTES.id, "doubt.self-styled"])
"""Doubt of what somebody or something is called: who leaves open what happened does not share it."""
ASIDES = frozenset(["appos", "relcl", "acl"])
UNUSED = ""  # the side of the outlets that did not use the word


@dataclass(frozen=True, slots=True)
class Use:
    """A flagged word that an outlet answers for, in a reading of the claim."""

    reading: Reading
    flag: Flag

    @property
    def place(self) -> Span:
        """Within the reading's own text."""
        return Span(self.flag.start - self.reading.start, self.flag.end - self.reading.start)


Flags = Mapping[str, Sequence[Flag]]
"""By article."""


def word_shifts(claim: Claim, flags_by_article: Flags, context: Context) -> list[Difference]:
    """One difference for each flagged word that sets outlets of a claim apart from most of the others.

    A flag inside a quotation is its source's, not the outlet's, and makes no side; nor does a source's word in a
    paraphrase that other outlets quote from that source. Where most outlets use a word of the category there is no
    departure. Outlets that printed the same words (wire copy) count once.
    """
    found: list[Difference] = []
    told: list[Use] = []
    for kind in WORD_KINDS:
        uses = uses_of(kind, claim, flags_by_article, context)
        texts = len({text_of(claim, outlet) for outlet in {r.outlet for r in claim.readings}})
        using = {text_of(claim, use.reading.outlet) for use in uses}
        if not uses:
            continue
        if 2 * len(using) > texts:
            found += other_names(claim, uses, flags_by_article, context) if kind == "naming" else []
            continue
        by_word: dict[str, dict[str, Use]] = {}
        for use in uses:
            if not any(continues(use, other) for other in uses) and not any(touches(use, other) for other in told):
                by_word.setdefault(stem_of(use.flag), {}).setdefault(use.reading.outlet, use)
        for used in by_word.values():
            if all(writes(outlet, first_of(used), claim) for outlet in {r.outlet for r in claim.readings}):
                continue
            used, unused = set_apart(claim, used, {use.reading.outlet for use in uses}, context)
            unused = [r for r in unused if not has_kindred(r.outlet, used.values(), claim, flags_by_article)]
            if unused:
                found.append(shift(kind, used, unused, flags_by_article, context))
                told += used.values()
    return found


def writes(outlet: str, use: Use, claim: Claim) -> bool:
    """Does an outlet write the words themselves in the claim, in its own text and in whatever form? Marks are told by
    where they stand, whoever has the word."""
    wanted = [word.stem for word in words(use.flag.match)]
    if use.flag.rule == SCARE_QUOTES.id or not wanted:
        return False
    return any(_runs_in(wanted, words(unquoted(r.text))) for r in claim.readings if r.outlet == outlet)


def _runs_in(wanted: Sequence[str], found: Sequence[Word]) -> bool:
    stems = [word.stem for word in found]
    return any(stems[at : at + len(wanted)] == list(wanted) for at in range(len(stems) - len(wanted) + 1))


def other_names(claim: Claim, uses: Sequence[Use], flags_by_article: Flags, context: Context) -> list[Difference]:
    """Where most outlets have one coloured name for something, those that name it otherwise depart: at most one."""
    by_word: dict[str, dict[str, Use]] = {}
    for use in uses:
        by_word.setdefault(stem_of(use.flag), {}).setdefault(use.reading.outlet, use)
    by_texts = sorted(by_word.items(), key=lambda item: (-len({u.reading.text for u in item[1].values()}), item[0]))
    for _, used in by_texts:
        kept, lacking = set_apart(claim, used, {use.reading.outlet for use in uses}, context)
        if not kept:
            continue
        first = first_of(kept)
        named = [r for r in lacking if other_word("naming", first.reading.text, first.place, r.text, context)]
        if named and len({use.reading.text for use in used.values()}) > len({reading.text for reading in named}):
            return [shift("naming", kept, named, flags_by_article, context)]
    return []


def first_of(used: Mapping[str, Use]) -> Use:
    """The use whose text comes first in the alphabet: which one speaks for all does not hang on outlets' names."""
    return min(used.values(), key=lambda use: (use.reading.text, use.place))


def touches(use: Use, other: Use) -> bool:
    """Is it the same word, or does nothing but white space part the two ("a stinging blow")? One word is told once."""
    if use.reading != other.reading:
        return False
    before, after = sorted((use, other), key=lambda one: one.place)
    first, second = before.place, after.place
    if before.flag.category == "naming" != after.flag.category and first.end < second.start:
        return False  # "thugs bombarded": who it was, and what they did
    return not use.reading.text[first.end : second.start].strip()


def continues(use: Use, other: Use) -> bool:
    """Does the word go on from the other ("humiliating blow")? The two are one."""
    return other.place.end <= use.place.start and touches(use, other)


def text_of(claim: Claim, outlet: str) -> str:
    """The outlet's first reading of the claim, its body before its headline."""
    return next(reading.text for reading in claim.body_first() if reading.outlet == outlet)


def uses_of(kind: DifferenceKind, claim: Claim, flags_by_article: Flags, context: Context) -> list[Use]:
    """What the outlets wrote of this category in words they answer for."""
    return [
        Use(reading, flag)
        for reading in claim.body_first()
        for flag in flags_by_article.get(reading.article, ())
        if CATEGORY_KINDS.get(flag.category) == kind
        and not (flag.category == "euphemism" and CLAUSE.search(flag.match))
        and flag.voice != "quoted"
        and contains(reading, flag)
        and flag.rule not in context.uncontrasted
        and not (kind == "doubt" and is_hearsay(flag, reading, context))
        and not (flag.rule == SO_CALLED and is_term(flag, reading, claim))
        and not (flag.voice == "paraphrase" and quoted_elsewhere(flag, reading, claim))
        and not (kind == "evaluation" and judged_by_source(flag, reading, context))
        and not any(
            other.category == "attribution" and contains(other, flag) for other in flags_by_article[reading.article]
        )
    ]


def is_term(flag: Flag, reading: Reading, claim: Claim) -> bool:
    """Do several texts call the same thing "so-called", and does one go on to explain it: a term?"""
    named = re.search(rf"{re.escape(flag.match)}\s+\w+", reading.text)
    if named is None:
        return False
    term = re.compile(rf"\b{re.escape(named[0])}\b(?P<explained>(?:\s\w+){{0,2}},\s)?", re.IGNORECASE)
    texts = {other.text: term.search(other.text) for other in claim.readings}
    using = [match for match in texts.values() if match]
    return len(using) > 1 and any(match["explained"] for match in using)


def is_hearsay(flag: Flag, reading: Reading, context: Context) -> bool:
    """Does it leave open what is told, to be told with who else does? "Supposedly" in a paraphrase doubts a source."""
    place = Span(flag.start - reading.start, flag.end - reading.start)
    hearsay = any(overlaps(place, Span(*found.span())) for found in HEARSAY.finditer(reading.text))
    return hearsay and (flag.rule != SUPPOSED or is_own(place, reading, context))


def judged_by_source(flag: Flag, reading: Reading, context: Context) -> bool:
    """Is the judgement reported as a source's ("which it regards as unjust")?"""
    return bool(JUDGED.search(reading.text[: flag.start - reading.start])) or any(
        span.kind == "paraphrase"
        and span.start <= flag.start < span.end
        and OPINION.search(span.cue or "")
        and not FOUND.search(span.cue or "")
        for span in context.voices.get(reading.article, ())
    )


def quoted_elsewhere(flag: Flag, reading: Reading, claim: Claim) -> bool:
    """Does another outlet have this word inside a quotation: is it the source's own?"""
    wanted = stem_of(flag)
    return any(
        wanted in " ".join(content_stems(other.text[span.start : span.end]))
        for other in claim.readings
        if other.outlet != reading.outlet
        for span in quoted_spans(other.text)
    )


def set_apart(
    claim: Claim, used: Mapping[str, Use], using: set[str], context: Context
) -> tuple[dict[str, Use], list[Reading]]:
    """The uses of a word with one reading for each outlet that has no word of the category but tells what one of them
    stands with, sorted by outlet; without the uses that nobody tells the like of.

    An outlet that printed the very words of one that did (wire copy) is not another side, nor is one that has the word
    itself, here or elsewhere in its articles.
    """
    texts = {use.reading.text for use in used.values()}
    uses = [used[outlet] for outlet in sorted(used)]
    others = {reading.outlet for reading in claim.readings} - using
    lacking = {outlet for outlet in others if not any(has_it(outlet, use, claim, context) for use in uses)}
    keeps_off = keeping_off(uses, context)
    if keeps_off is not None:
        lacking -= {reading.outlet for reading in claim.readings if keeps_off(reading)}
        if 2 * len(lacking) < len(others | using):
            return {}, []  # then the few who state it depart
    readings = [r for r in claim.body_first() if r.outlet in lacking and r.text not in texts]
    kept: dict[str, Use] = {}
    told: dict[str, Reading] = {}
    for use in uses:
        surely = PARTLY if use.flag.category == "doubt" else MOSTLY
        telling = telling_it(use.reading, use.place, closest(use, readings, context), context.vectors, surely=surely)
        telling = [r for r in telling if speak_of_one(use.reading, use.place, r, claim, context)]
        if telling:
            kept[use.reading.outlet] = use
            told |= {reading.outlet: reading for reading in telling if reading.outlet not in told}
    return kept, [told[outlet] for outlet in sorted(told)]


def keeping_off(uses: Sequence[Use], context: Context) -> Callable[[Reading], bool] | None:
    """For words of doubt: who keeps away from what is told as well, if by other means. Marks are no such words."""
    if all(use.flag.rule == WHAT_THEY_SEE for use in uses):
        return lambda reading: holds_back(reading, context)  # who lays it to a source
    if any(use.flag.category == "doubt" and use.flag.rule not in OF_NAMES for use in uses):
        return leaves_open
    return None


def closest(use: Use, readings: Sequence[Reading], context: Context) -> list[Reading]:
    """Of each outlet the reading that tells most of what the word stands with, the first of several."""
    by_outlet: dict[str, list[Reading]] = {}
    for reading in readings:
        by_outlet.setdefault(reading.outlet, []).append(reading)

    def shared(reading: Reading) -> float:
        return shared_around(use.reading.text, use.place, reading.text, context.vectors)

    return [several[0] if len(several) == 1 else max(several, key=shared) for several in by_outlet.values()]


def has_it(outlet: str, use: Use, claim: Claim, context: Context) -> bool:
    """Does an outlet have the word itself in its articles, outside quotation marks and in whatever form or sense? Of
    words in marks: does it print them in marks? Of a word of doubt: does it doubt the same thing by it?"""
    if use.flag.rule == SCARE_QUOTES.id:
        return quotes_words(outlet, use.flag.match, claim, context)
    if use.flag.category == "doubt":
        return joins(outlet, stem_of(use.flag).split(), doubted(use), claim, context)
    wanted = set(stem_of(use.flag).split())
    own = {stem for r in claim.readings if r.outlet == outlet for stem in content_stems(unquoted(r.text))}
    return wanted <= own or wanted <= own_stems(outlet, claim, context)


def has_kindred(outlet: str, uses: Iterable[Use], claim: Claim, flags_by_article: Flags) -> bool:
    """Does an outlet do with a word of another category, outside quotation marks, what one of these uses does? A word
    that stands beside the use as well ("a purported ring that spread false reports") is what both tell."""
    return any(
        flag.voice != "quoted"
        and contains(reading, flag)
        and are_kindred(use.flag, flag)
        and not _has_beside(use, stem_of(flag).split())
        for reading in claim.readings
        if reading.outlet == outlet
        for flag in flags_by_article.get(reading.article, ())
        for use in uses
    )


def _has_beside(use: Use, stems: Sequence[str]) -> bool:
    """Has the use's reading these words apart from the use itself?"""
    return set(stems) <= set(content_stems(blanked(use.reading.text, [use.place])))


def doubted(use: Use) -> str:
    """The stem of the first content word after a word of doubt, "" where none follows."""
    return next((word.stem for word in words(use.reading.text) if word.content and word.start >= use.place.end), "")


def shift(
    kind: DifferenceKind,
    used: Mapping[str, Use],
    unused: Sequence[Reading],
    flags_by_article: Flags,
    context: Context,
) -> Difference:
    places = [Place(use.reading, use.place.start, use.place.end, stem_of(use.flag)) for use in used.values()]
    answers: dict[str, str] = {}
    first = first_of(used)
    # No rule marks a word of level "contrast" by itself: a difference of such words marks whatever it points to, and a
    # wording without such a word is to stay unmarked. A thing named otherwise is another name on either side.
    points_to_words = kind == "naming" or any(use.flag.level != "contrast" for use in used.values())
    for reading in unused:
        answer = word = other_word(kind, first.reading.text, first.place, reading.text, context)
        if word is not None:
            answers[reading.outlet] = reading.text[word.start : word.end]
        elif kind != "naming":
            answer = answering_place(first.reading.text, first.place, reading.text, with_anchors=True)
        place = answer if answer is not None and points_to_words else Span(0, len(reading.text))
        places.append(Place(reading, place.start, place.end, UNUSED))
    return Difference(kind, in_sides(places), explained(kind, used, unused, answers, flags_by_article, context))


def other_word(kind: DifferenceKind, source: str, place: Span, target: str, context: Context) -> Span | None:
    """What the other wrote instead: its name for the thing, or its milder word; None where that is not sure."""
    if context.trees is not None and context.vectors is not None:
        find = {"naming": counterpart, "intensity": plainer_word}.get(kind)
        found = find(source, place, target, context.trees, context.vectors) if find else None
        if found is not None:
            return found
    between = answering_place(source, place, target, with_anchors=False) if kind == "naming" else None
    if between is None or not content_stems(target[between.start : between.end]):
        return None
    return between if context.trees is None else name_within(target, between, context.trees)


def explained(
    kind: DifferenceKind,
    used: Mapping[str, Use],
    unused: Sequence[Reading],
    answers: Mapping[str, str],
    flags_by_article: Flags,
    context: Context,
) -> str:
    """ "X wrote “regime”; Y and Z wrote “government”." and the like, never more than what stands there."""
    by_word: dict[str, list[str]] = {}
    for outlet in sorted(used):
        use = used[outlet]
        phrase = use.flag.match if kind == "naming" else around(use.reading.text, use.place)
        by_word.setdefault(phrase, []).append(outlet)
    parts = []
    for phrase, outlets in by_word.items():
        parts.append(
            f"{context.listed(outlets)} wrote {shown(phrase)}{whose([used[outlet] for outlet in outlets], context)}"
        )
    words = {stem_of(use.flag) for use in used.values()}
    by_answer: dict[str, list[str]] = {}
    silent: list[str] = []
    inside: list[str] = []
    for reading in unused:
        quoted = any(
            flag.voice == "quoted" and contains(reading, flag) and stem_of(flag) in words
            for flag in flags_by_article.get(reading.article, ())
        )
        if quoted:
            inside.append(reading.outlet)
        elif reading.outlet in answers:
            by_answer.setdefault(answers[reading.outlet], []).append(reading.outlet)
        else:
            silent.append(reading.outlet)
    parts += [f"{context.listed(outlets)} wrote {shown(answer)}" for answer, outlets in by_answer.items()]
    if inside:
        parts.append(f"{context.listed(inside)} had it only inside a quotation")
    if silent:
        did_not = f"did not use {'it' if len(by_word) == 1 else 'these words'}"
        if all(use.flag.rule == SCARE_QUOTES.id for use in used.values()):
            did_not = "printed no such marks"  # the word itself may well stand there
        parts.append(f"{context.listed(silent)} {did_not} for the same claim")
    return "; ".join(parts) + "."


def whose(uses: Sequence[Use], context: Context) -> str:
    """For whose statement the words stand, where one outlet wrote them and not in an aside of its own."""
    if len(uses) != 1 or uses[0].flag.voice != "paraphrase" or is_aside(uses[0], context):
        return ""
    return f", {own_words_for(speaker_words(uses[0].flag.source))}"


def is_aside(use: Use, context: Context) -> bool:
    """Do the words stand in an apposition or a clause between commas? There an outlet tells what it adds itself."""
    for start, tree in context.trees.of(use.reading.text) if context.trees else ():
        for at, token in enumerate(tree.tokens):
            if start + token.start == use.place.start:
                return any(
                    tree[one].dep in ASIDES and tree[max(0, tree.subtree(one)[0] - 1)].lemma == ","
                    for one in (at, *tree.above(at))
                )
    return False


def stem_of(flag: Flag) -> str:
    """What two matches of one word have in common whatever their form."""
    return " ".join(content_stems(flag.match)) or stem(flag.match.lower())
