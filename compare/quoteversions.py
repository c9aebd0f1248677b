"""Which printings of one utterance are versions of it that a reader would tell apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from compare.claims import Reading
from compare.difference import Context
from compare.families import spaced, stemmed
from compare.othertexts import prints, prints_most
from compare.printings import Printing, Stretch, aligned, between, printing
from compare.quotedwords import quoted_spans
from compare.sayers import TITLES
from compare.spans import Span, overlaps
from compare.utterances import is_cut, spelled
from compare.words import FUNCTION_WORDS, words

Key = tuple[str, frozenset[int]]

SLIP_LENGTH = 8  # words of a quotation in which one of grammar may be a slip
FURTHER_WORDS = 2  # words of a piece beside the quotation in one sentence, at least
PIECE_WORDS = 3  # words of a further piece of a quotation, at least
REST_WORDS = 3  # words in a row that an outlet prints elsewhere and that are not there by chance, at least
AROUND = 300  # letters on either side of a sentence in which a quotation may go on without marks
BESIDE = 4  # words on either side of a part of a quotation that may deny or limit it
CONTRACTED = (
    ("can't", "can not"), ("won't", "will not"), ("n't", " not"), ("'re", " are"), ("'ll", " will"), ("'ve", " have"),
    ("i'm", "i am"),
)  # fmt: skip
DISPENSABLE = spaced("a an and because but now so that the then well yes")
"""Words at an end of a quotation without which it says the same."""
OFFICES = stemmed(
    "attorney general president senator sen rep representative gov governor secretary minister prime judge justice"
    " leader speaker majority minority chairman chairwoman mayor king queen pope bishop"
)
LIMITING = spaced("not never no nor cannot cant dont wont wouldnt if unless until may might only except but although")
"""Words, without apostrophes, that take back or limit what stands beside them."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quotation of a reading: its place there, marks included, and what is printed there."""

    reading: Reading
    place: Span
    printed: Printing

    @property
    def key(self) -> Key:
        """What two printings of the same words have in common; another spelling or "they're" makes no difference."""
        said = " ".join(word.lower().replace("’", "'") for word in self.printed.written)
        for short, full in CONTRACTED:
            said = said.replace(short, full)
        return spelled(said.split()), self.printed.bracketed - {0}  # “[T]he” is “the”

    @property
    def is_title(self) -> bool:
        """Does it name something, as a motto or a title does, in a text that is no headline itself?"""
        telling = [word for word in self.printed.written if word.lower() not in FUNCTION_WORDS]
        return len(telling) > 1 and self.reading.paragraph > 0 and all(word[0].isupper() for word in telling)


def speaker(reading: Reading, place: Span, context: Context) -> frozenset[str]:
    """The names of who is said to speak a quotation, without titles; empty where nobody is named, or by an office."""
    at = Span(reading.start + place.start, reading.start + place.end)
    for span in context.voices.get(reading.article, ()):
        if span.kind == "quoted" and span.source and overlaps(span, at):
            named = [word for word in words(span.source) if word.content]
            if all(word.capital for word in named):
                return frozenset(word.stem for word in named) - TITLES - OFFICES
    return frozenset()


def two_speakers(a: frozenset[str], b: frozenset[str]) -> bool:
    return bool(a and b) and not a & b


def in_versions(chosen: Sequence[Quoted], context: Context) -> list[list[Quoted]]:
    """The quotations by version, the one that most outlets print first, of equals that of the first in the alphabet.

    Left out are those that leave no reader with other words: a part of the longest version in the outlet's own
    sentence, one without the "But" before it, and one whose outlet prints the rest elsewhere. A motto or a title is no
    version of what somebody says with its words.
    """
    told = [quoted for quoted in chosen if not quoted.is_title] or list(chosen)
    longest = max(told, key=lambda quoted: len(quoted.printed.words))
    by_words: dict[Key, list[Quoted]] = {}
    for one in told:
        quoted = one if one is longest else with_other_pieces(one, longest)
        if quoted.key == longest.key or not (
            is_part(quoted, longest)
            or lacks_nothing(quoted, longest)
            or is_slip(quoted, longest)
            or prints_the_rest(quoted, longest, context)
        ):
            by_words.setdefault(quoted.key, []).append(quoted)
    return sorted(by_words.values(), key=lambda group: (-len(group), group[0].reading.outlet))


def with_other_pieces(quoted: Quoted, longest: Quoted) -> Quoted:
    """The quotation with what else of the longest version its sentence has in marks, in the same order and with no
    other quotation between."""
    text, whole = quoted.reading.text, longest.printed.words
    if not is_cut(quoted.printed.words, whole):
        return quoted
    places = quoted_spans(text)
    pieces = [printing(text, place) for place in places]
    starts = [found_in(piece.words, whole) if len(piece.words) >= FURTHER_WORDS else None for piece in pieces]
    first = last = next((at for at, place in enumerate(places) if place.start >= quoted.place.start), None)
    if first is None or last is None or starts[first] is None:
        return quoted
    while first > 0 and _follows(starts[first - 1], starts[first]):
        first -= 1
    while last + 1 < len(places) and _follows(starts[last], starts[last + 1]):
        last += 1
    place = Span(min(quoted.place.start, places[first].start), max(quoted.place.end, places[last].end))
    return Quoted(quoted.reading, place, printing(text, place))


def _follows(before: int | None, after: int | None) -> bool:
    return before is not None and after is not None and before < after


def found_in(said: Sequence[str], whole: Sequence[str]) -> int | None:
    """Where words stand in a row in a longer version; None where they don't, or nothing is longer."""
    places = range(len(whole) - len(said) + 1)
    return next((at for at in places if tuple(whole[at : at + len(said)]) == tuple(said)), None) if said else None


def is_part(quoted: Quoted, longest: Quoted) -> bool:
    """Does the outlet quote words of the longest version within a sentence of its own, as every report does, and none
    that what stands beside them there denies or limits?"""
    whole, pieces = longest.printed.words, pieces_of(quoted.printed)
    is_own = quoted.printed.opens_small or len(pieces) > 1
    places = [(found_in(piece, whole), len(piece)) for piece in pieces]
    if not is_own or any(at is None for at, _ in places):
        return False
    if len(places) > 1:  # what stands between two pieces the outlet tells in its own words
        first, last = places[0], places[-1]
        around = {*whole[max(0, (first[0] or 0) - BESIDE) : first[0]], *whole[(last[0] or 0) + last[1] :][:BESIDE]}
        return not LIMITING & around
    return all(length < PIECE_WORDS or not LIMITING & beside(whole, at or 0, length) for at, length in places)


def beside(whole: Sequence[str], at: int, length: int) -> set[str]:
    """The words on either side of a piece of a longer version."""
    return {*whole[max(0, at - BESIDE) : at], *whole[at + length : at + length + BESIDE]}


def lacks_nothing(quoted: Quoted, longest: Quoted) -> bool:
    """Does it lack at most a "But" or an article at an end?"""
    missing = missing_at_ends(quoted, longest)
    return missing is not None and all(word in DISPENSABLE for part in missing for word in part)


def is_slip(quoted: Quoted, longest: Quoted) -> bool:
    """Do two versions of some length differ in a word of grammar that takes nothing back ("open", "open up")?"""
    ours, theirs = quoted.printed, longest.printed
    pairs = aligned(ours, theirs)
    if min(len(ours.words), len(theirs.words)) < SLIP_LENGTH or ours.dots or theirs.dots:
        return False
    left = [ours.written[i] for i in range(len(ours.words)) if i not in {pair[0] for pair in pairs}]
    left += [theirs.written[j] for j in range(len(theirs.words)) if j not in {pair[1] for pair in pairs}]
    return len(left) <= 1 and all(word.lower() in FUNCTION_WORDS and word.lower() not in LIMITING for word in left)


def prints_the_rest(quoted: Quoted, longest: Quoted, context: Context) -> bool:
    """Does the outlet quote the whole of the longest elsewhere in its article, or what this piece of it lacks?"""
    said = quoted_besides(quoted.reading, context)
    if prints(said, longest.printed.words):
        return True
    stretches = between(aligned(quoted.printed, longest.printed), quoted.printed, longest.printed)
    inner = stretches[1:-1]
    return all(_is_empty(one) for one in inner) and ends_elsewhere(quoted, longest, context)


def ends_elsewhere(quoted: Quoted, longest: Quoted, context: Context) -> bool:
    """Does the outlet quote in other sentences what the longest version has before and after these words?"""
    said = quoted_besides(quoted.reading, context)
    stretches = between(aligned(quoted.printed, longest.printed), quoted.printed, longest.printed)
    missing = [longest.printed.words[one.b_from : one.b_to] for one in (stretches[0], stretches[-1])]
    return any(missing) and all(len(part) >= REST_WORDS and prints_most(said, part) for part in missing if part)


def _is_empty(stretch: Stretch) -> bool:
    return stretch.a_from == stretch.a_to and stretch.b_from == stretch.b_to


def quoted_besides(reading: Reading, context: Context) -> str:
    """Everything in quotation marks in a reading's article, and the text around it, whose marks may be lost."""
    text = context.texts.get(reading.article, "")
    spans = context.voices.get(reading.article, ())
    around = text[max(0, reading.start - AROUND) : reading.start], text[reading.end : reading.end + AROUND]
    return " ".join([*around, *(text[span.start : span.end] for span in spans if span.kind == "quoted")])


def missing_at_ends(quoted: Quoted, longest: Quoted) -> list[tuple[str, ...]] | None:
    """The words of the longest version before and after it; None where it is no piece of it."""
    own, whole = quoted.printed.words, longest.printed.words
    at = found_in(own, whole)
    if at is None or len(own) == len(whole):
        return None
    return [part for part in (whole[:at], whole[at + len(own) :]) if part]


def leaves_out_within(printed: Printing, longest: Printing) -> bool:
    """Has the longest version words between two of the other's where that has none?"""
    inner = between(aligned(printed, longest), printed, longest)[1:-1]
    return any(one.b_to > one.b_from and one.a_to == one.a_from for one in inner)


def leaves_out(printed: Printing, longest: Printing) -> bool:
    """Has the longest version words where a shorter one has none, and no dots or words of the outlet's own?"""
    stretches = between(aligned(printed, longest), printed, longest)
    return any(
        one.b_to > one.b_from
        and one.a_to == one.a_from
        and not {one.a_from - 1, one.a_from, one.a_from + 1} & (printed.dots | printed.joints)
        for one in stretches
    )


def pieces_of(printed: Printing) -> list[tuple[str, ...]]:
    """Its words, parted where words of the outlet's own stand between."""
    ends = [0, *sorted(printed.joints), len(printed.words)]
    return [printed.words[start:end] for start, end in pairwise(ends)]
