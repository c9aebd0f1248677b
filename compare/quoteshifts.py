"""Differences in quotations: one utterance that outlets print cut, merged, bracketed, in other words or with dots."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from compare.claims import Claim, Reading
from compare.difference import Context, Difference, Place, in_prose, in_sides, shown
from compare.families import spaced
from compare.linked import linked
from compare.printings import Printing, printing
from compare.quotedwords import quoted_spans, quoted_words
from compare.relations import relate_readings
from compare.spans import Span
from compare.utterances import is_cut, longest_run, spelled
from compare.variations import Variation, versions
from compare.words import FUNCTION_WORDS

Key = tuple[str, frozenset[int]]

PIECE_WORDS = 2  # of which a further piece of a quotation consists at least
AROUND = 600  # letters before and after a sentence in which the rest of a quotation may stand
CONTRACTED = (
    ("can't", "can not"),
    ("won't", "will not"),
    ("n't", " not"),
    ("'re", " are"),
    ("'ll", " will"),
    ("'ve", " have"),
    ("i'm", "i am"),
)
LIMITING = spaced(
    "no not never nor cannot can't don't won't wouldn't couldn't isn't aren't wasn't didn't if unless until may might"
    " could would should perhaps maybe some only"
)
"""Words of grammar that change what is said."""

# What an outlet does with the words of the longest version, for one outlet and for several.
_DOES: dict[Variation, tuple[str, str]] = {
    "cut": ("leaves out words of it without a sign", "leave out words of it without a sign"),
    "merged": ("runs two sentences of it together", "run two sentences of it together"),
    "bracketed": ("puts words in square brackets", "put words in square brackets"),
    "altered": ("has other words inside the marks", "have other words inside the marks"),
    "ellipsis": ("leaves out words where it prints dots", "leave out words where they print dots"),
}
# The same where brackets, dots or the joint stand in the longest version itself.
_DOES_NOT: dict[Variation, tuple[str, str]] = {
    "merged": ("prints two sentences", "print two sentences"),
    "bracketed": ("has no square brackets", "have no square brackets"),
    "ellipsis": ("has words where that prints dots", "have words where that prints dots"),
}


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
        return spelled(said.split()), self.printed.bracketed

    @property
    def is_title(self) -> bool:
        """Does it name something, as a motto or a title does, in a text that is no headline itself?"""
        telling = [word for word in self.printed.written if word.lower() not in FUNCTION_WORDS]
        return len(telling) > 1 and self.reading.paragraph > 0 and all(word[0].isupper() for word in telling)


def quote_shifts(claim: Claim, context: Context) -> list[Difference]:
    """One difference for each quotation that the outlets of a claim print in different words or lengths."""
    readings = claim.body_first()
    pairs: list[tuple[tuple[int, Span], tuple[int, Span]]] = []
    for (i, a), (j, b) in combinations(enumerate(readings), 2):
        if a.outlet != b.outlet:
            pairs += [((i, pair.a), (j, pair.b)) for pair in relate_readings(a, b, context).quotations]
    out = []
    for group in linked(pairs):
        by_outlet: dict[str, Quoted] = {}
        for i, place in group:
            quoted = Quoted(readings[i], place, printing(readings[i].text, place))
            kept = by_outlet.get(quoted.reading.outlet)
            if kept is None or len(quoted.printed.words) > len(kept.printed.words):
                by_outlet[quoted.reading.outlet] = quoted
        groups = in_versions([by_outlet[outlet] for outlet in sorted(by_outlet)], context)
        if len(groups) > 1:
            places = [
                Place(q.reading, q.place.start, q.place.end, at) for at, group in enumerate(groups) for q in group
            ]
            out.append(Difference("quote", in_sides(places), explained(groups, context)))
    return out


def in_versions(chosen: Sequence[Quoted], context: Context) -> list[list[Quoted]]:
    """The quotations by version, the one that most outlets print first. Of a version whose sentences an outlet prints
    one by one only a piece stands in the claim: it prints what the longest prints, and so does one without the "But" or
    the article before it. A motto or a title is no version of what somebody says with its words."""
    told = [quoted for quoted in chosen if not quoted.is_title] if any(not q.is_title for q in chosen) else chosen
    longest = max(told, key=lambda quoted: len(quoted.printed.words))
    by_words: dict[Key, list[Quoted]] = {longest.key: [longest]}
    for one in told:
        if one is not longest:
            quoted = with_other_pieces(one, longest)
            whole = leaves_out_nothing(quoted, longest) or has_the_rest(quoted, longest, context)
            by_words.setdefault(longest.key if whole else quoted.key, []).append(quoted)
    for group in by_words.values():
        group.sort(key=lambda quoted: quoted.reading.outlet)
    return sorted(by_words.values(), key=lambda group: (-len(group), group[0].reading.outlet))


def with_other_pieces(quoted: Quoted, longest: Quoted) -> Quoted:
    """The quotation with what else of the longest version its sentence has in marks."""
    text, whole = quoted.reading.text, longest.printed.words
    if not is_cut(quoted.printed.words, whole):
        return quoted
    pieces = [quoted.place] + [
        place
        for place in quoted_spans(text)
        if len(words := printing(text, place).words) >= PIECE_WORDS and longest_run(words, whole) == len(words)
    ]
    place = Span(min(piece.start for piece in pieces), max(piece.end for piece in pieces))
    return Quoted(quoted.reading, place, printing(text, place))


def leaves_out_nothing(quoted: Quoted, longest: Quoted) -> bool:
    """Does it lack at most words of grammar at an end, of which none denies or limits what is said?"""
    missing = missing_at_ends(quoted, longest)
    return missing is not None and all(word in FUNCTION_WORDS - LIMITING for part in missing for word in part)


def has_the_rest(quoted: Quoted, longest: Quoted, context: Context) -> bool:
    """Do the words that it lacks at its ends stand in the sentences around it?"""
    text = context.texts.get(quoted.reading.article)
    missing = missing_at_ends(quoted, longest)
    if text is None or missing is None:
        return False
    around = text[max(0, quoted.reading.start - AROUND) : quoted.reading.end + AROUND]
    said = " ".join(("", *quoted_words(around, Span(0, len(around))), ""))
    return all(" ".join(("", *part, "")) in said for part in missing)


def missing_at_ends(quoted: Quoted, longest: Quoted) -> list[tuple[str, ...]] | None:
    """The words of the longest version before and after it; None where it is no piece of it."""
    own, whole = quoted.printed.words, longest.printed.words
    if not is_cut(own, whole):
        return None
    at = next(i for i in range(len(whole) - len(own) + 1) if whole[i : i + len(own)] == own)
    written = tuple(word.lower().replace("’", "'") for word in longest.printed.written)
    return [part for part in (written[:at], written[at + len(own) :]) if part]


def explained(groups: Sequence[Sequence[Quoted]], context: Context) -> str:
    """Each version against the longest, of equals the one that most outlets print.

    One that differs from it in its words and is a piece of a third version is held against that.
    """
    found = versions([group[0].printed for group in groups])
    longest = groups[found.longest]
    parts = [f"{_outlets(longest, context)} {'quotes' if len(longest) == 1 else 'quote'} {inner(longest[0])}"]
    for group, ways in zip(groups, found.against, strict=True):
        if group is not longest:
            whole = next((g for g in groups if g is not longest and _is_piece(group, g)), None)
            if "altered" in ways and whole is not None:
                told = f"{('quotes', 'quote')[len(group) > 1]} of the version in {_outlets(whole, context)} only"
            else:
                told = _told(group, ways, longest[0].printed)
            parts.append(f"{_outlets(group, context)} {told} {inner(group[0])}")
    return "; ".join(parts) + "."


def _is_piece(group: Sequence[Quoted], whole: Sequence[Quoted]) -> bool:
    return is_cut(group[0].printed.words, whole[0].printed.words)


def _told(group: Sequence[Quoted], ways: Sequence[Variation], longest: Printing) -> str:
    """What the outlets of a group do with the longest version, up to the words they print."""
    number, printed = int(len(group) > 1), group[0].printed
    if set(ways) <= {"cut"} and all(is_cut(piece, longest.words) for piece in pieces_of(printed)):
        return ("quotes of this only", "quote of this only")[number]
    if not ways:
        return ("quotes it as", "quote it as")[number]
    done = [(_DOES_NOT if _is_the_longest_ones(way, printed, longest) else _DOES)[way][number] for way in ways]
    return in_prose(done) + ":"


def pieces_of(printed: Printing) -> list[tuple[str, ...]]:
    """Its words, parted where words of the outlet's own stand between."""
    ends = [0, *sorted(printed.joints), len(printed.words)]
    return [printed.words[start:end] for start, end in pairwise(ends)]


def _is_the_longest_ones(way: Variation, printed: Printing, longest: Printing) -> bool:
    """Do the brackets, the dots or the joint stand in the longest version and not in the other?"""
    return (
        (way == "bracketed" and not printed.bracketed)
        or (way == "ellipsis" and not printed.dots)
        or (way == "merged" and len(printed.stops) > len(longest.stops))
    )


def _outlets(group: Sequence[Quoted], context: Context) -> str:
    return context.listed([quoted.reading.outlet for quoted in group])


def inner(quoted: Quoted) -> str:
    """The words between the marks; where these close for words of the outlet's own, the parts one after the other."""
    parts = [
        shown(quoted.reading.text[place.start : place.end].strip("“”\"‘’'«» ").rstrip(",.;"))
        for place in quoted_spans(quoted.reading.text)
        if quoted.place.start <= place.start and place.end <= quoted.place.end
    ]
    return " … ".join(parts)
