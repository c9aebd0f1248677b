"""Which printings of one utterance are versions of it that a reader would tell apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from compare.claims import Reading
from compare.difference import Context
from compare.families import spaced, stemmed
from compare.othertexts import prints, prints_most
from compare.printings import Printing, Stretch, aligned, between, printed_words, printing
from compare.quotecover import are_near, beside, covered, goes_on, is_within
from compare.quotedwords import quoted_spans, unquoted
from compare.sayers import TITLES
from compare.spans import Span, overlaps
from compare.spokenwords import same_but_for_names, spoken
from compare.utterances import is_cut
from compare.words import FUNCTION_WORDS, words

Key = tuple[str, frozenset[int]]

BORNE_OUT = 2  # separate texts that print the same: it is no slip of one of them
SLIP_LENGTH = 8  # words of a quotation in which one of grammar may be a slip
FURTHER_WORDS = 2  # words of a piece beside the quotation in one sentence, at least
REST_WORDS = 3  # words in a row that an outlet prints elsewhere and that are not there by chance, at least
AROUND = 300  # letters on either side of a sentence in which a quotation may go on without marks
CLAUSE_WORDS = 4  # words of one sentence on one side, at least, that are more than an "I think that" or an "until"
NEXT = 2  # words before a part of a quotation in which a "not" is about it
BESIDE = 4  # words on either side of a part of a quotation that may deny or limit it
DISPENSABLE = spaced("a an and because but now so that the then well yes")
"""Words at an end of a quotation without which it says the same."""
OFFICES = stemmed(
    "attorney general president senator sen rep representative gov governor secretary minister prime judge justice"
    " leader speaker majority minority chairman chairwoman mayor king queen pope bishop"
)
LIMITS_WHAT_FOLLOWS = spaced(
    "almost barely few half hardly if may maybe might most nearly never no not only perhaps possibly probably some"
    " unless until"
)
LIMITS_WHAT_IS_BEFORE = spaced("although but except if only though unless until")
DENIES_THE_NEXT = spaced("never no not")
LIMITING = LIMITS_WHAT_FOLLOWS | LIMITS_WHAT_IS_BEFORE
"""Words that take back or limit what stands beside them, in the spelling of `compare.spokenwords`."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quotation of a reading: its place there, marks included, and what is printed there."""

    reading: Reading
    place: Span
    printed: Printing

    @property
    def key(self) -> Key:
        """What two printings of the same words have in common; another spelling or "they're" makes no difference."""
        return "".join(spoken(self.printed)), self.printed.bracketed - {0}  # “[T]he” is “the”

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

    Left out are those that leave no reader with other words: a shorter quotation, one without the "But" before it, and
    one whose words the other outlet prints as well, or the reverse. A motto or a title is no version of what somebody
    says with its words. Of two that nobody else bears out, one that has much else is another remark.
    """
    told = [quoted for quoted in chosen if not quoted.is_title] or list(chosen)
    longest = max(told, key=lambda quoted: len(quoted.printed.words))
    by_words: dict[Key, list[Quoted]] = {longest.key: []}
    for one in told:
        quoted = one if one is longest else with_other_pieces(one, longest)
        if quoted.key == longest.key or not (
            is_only_shorter(quoted, longest, told)
            or lacks_nothing(quoted, longest)
            or is_slip(quoted, longest)
            or prints_the_rest(quoted, longest, context)
            or same_but_for_names(quoted.printed, longest.printed)
            or sorted(spoken(quoted.printed)) == sorted(spoken(longest.printed))  # a list in another order
        ):
            by_words.setdefault(quoted.key, []).append(quoted)
    whole = by_words[longest.key]
    groups = [
        group
        for group in by_words.values()
        if group is whole
        or is_within(group[0].printed, longest.printed)  # which was looked at above
        or not (
            any(prints_as_well(other, group[0], context) for other in whole)
            or all(prints_as_well(quoted, longest, context) for quoted in group)
            or is_another_remark(group, whole)
        )
    ]
    return sorted(groups, key=lambda group: (-len(group), group[0].reading.outlet))


def texts(group: Iterable[Quoted]) -> int:
    """How many separate texts there are. A sentence that several outlets print alike is one, as wire copy is, unless it
    is all quotation, where every house has the same."""
    told = [quoted.reading for quoted in group]
    return len({r.text if any(map(str.isalpha, unquoted(r.text))) else r.outlet for r in told})


def is_only_shorter(quoted: Quoted, longest: Quoted, told: Sequence[Quoted]) -> bool:
    """Has it no words but those of the longest version, and nothing that tells that it stops?

    Where a quotation ends is every house's own choice. It tells something where the words left out take back or limit
    what is quoted, and where it prints a part of a sentence as if it were whole: one with which two separate texts go
    on, or of which a clause is missing.
    """
    if not is_within(quoted.printed, longest.printed) or is_limited(quoted, longest):
        return False
    is_own = quoted.printed.opens_small or len(pieces_of(quoted.printed)) > 1
    borne_out = texts(other for other in told if goes_on(quoted.printed, other.printed)) >= BORNE_OUT
    return is_own or not (borne_out or leaves_out_much(quoted, longest))


def leaves_out_much(quoted: Quoted, longest: Quoted) -> bool:
    """Has the longest version a clause more in the same sentence?"""
    before, after = beside(quoted.printed, longest.printed, CLAUSE_WORDS)
    return goes_on(quoted.printed, longest.printed) and max(len(before), len(after)) >= CLAUSE_WORDS


def is_limited(quoted: Quoted, longest: Quoted) -> bool:
    """Does what the longest version has beside these words in its sentence deny or limit them, and does the outlet not
    say so in its own words?"""
    own = {word.text.lower() for word in words(unquoted(quoted.reading.text))}
    before, after = beside(quoted.printed, longest.printed, BESIDE)
    limits = (LIMITS_WHAT_FOLLOWS - DENIES_THE_NEXT) & set(before) | DENIES_THE_NEXT & set(before[-NEXT:])
    return bool(limits - own or LIMITS_WHAT_IS_BEFORE & set(after) - own)


def prints_as_well(quoted: Quoted, other: Quoted, context: Context) -> bool:
    """Has the outlet all the words of the other version in quotation marks, here or elsewhere in its article?"""
    text = context.texts.get(quoted.reading.article, "")
    spans = context.voices.get(quoted.reading.article, ())
    held = [spoken(printed_words(text[span.start : span.end])) for span in spans if span.kind == "quoted"]
    return covered(other.printed, [spoken(quoted.printed), *held])


def is_another_remark(group: Sequence[Quoted], whole: Sequence[Quoted]) -> bool:
    """Is it one text's word against another's, and has either much that the other lacks?"""
    alone = texts(group) < BORNE_OUT and texts(whole) < BORNE_OUT
    return alone and not are_near(group[0].printed, whole[0].printed)


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
