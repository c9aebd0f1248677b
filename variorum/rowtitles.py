"""What a row of the table of claims is called: a short run of words from one of its readings, cut where phrases end.

The words are an outlet's, at their place, and of a sentence that may be printed, so that they cost nothing of its
article's share of words. Words that are marked, or in which the outlets differ, are kept out of a title where that can
be: it would tell the claim in the words of one side.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf
from typing import Final, NamedTuple

from compare.claims import Reading
from compare.datelines import dateline_length
from compare.families import spaced
from compare.quotedwords import quoted_spans
from compare.spans import HasSpan, Span, contains, overlaps
from compare.words import Word, words
from db.records import StoredClaim
from variorum.facts import Facts

SHORTEST: Final = 3  # words of a title, where the sentence has so many
FULL: Final = 6  # words that say enough
LONGEST: Final = 10  # words of a title: in the narrow column of the claims they take four lines

# What a run is worth, where a word that all texts share is worth 1. Chosen by reading the titles of the rows of 34 real
# events and of the invented newsroom.
FROM_THE_START: Final = 1.2
BEHIND_A_MARK: Final = 0.5  # a comma, a dash, a bracket, a quotation mark
BEHIND_A_CONNECTIVE: Final = 0.3
TO_THE_END: Final = 0.6
BEFORE_A_MARK: Final = 0.4
BEFORE_A_CONNECTIVE: Final = 0.3
IN_A_PHRASE: Final = -1.2  # ends where no phrase is known to end
IN_A_NAME: Final = -1.8  # ends between two words with capitals
EACH_MARK_WITHIN: Final = -0.6
EACH_MISSING: Final = -0.3  # word under FULL
EACH_FURTHER: Final = -0.12  # word over it
HAS_A_VERB: Final = 0.8
POINTS_BACK: Final = -0.7  # begins with a word that only the sentence before explains: "He …", "This …"
OF_A_HEADLINE: Final = -0.6
MARKED: Final = -4.0

_TOGETHER: Final = "\N{NO-BREAK SPACE}"
_MARK: Final = re.compile('[,;:!?—–―()“”"«»\\[\\]]|--|\\s-\\s')
_PAIRED: Final = re.compile("[“”\"‘’'()\\[\\]«»]")
_SINGLE_OPEN: Final = re.compile(r"(?<!\w)['‘](?=\w)")
_SINGLE_CLOSE: Final = re.compile(r"(?<=\w)['’](?!\w)")
_PAIRS: Final = (("“", "”"), ("(", ")"), ("[", "]"), ("«", "»"))
_AUXILIARIES: Final = spaced(
    "is are was were am be been has have had do does did will would can could may might must shall should isn't aren't"
    " wasn't weren't hasn't haven't hadn't don't doesn't didn't won't wouldn't can't cannot couldn't shouldn't"
)
_PREPOSITIONS: Final = spaced(
    "of in on at by for from with about against after before during over under between into through to toward towards"
    " until since without within along amid among near per via upon onto off"
)
_JOINING: Final = spaced("that and but or if whether because when while as although though so")
_CONNECTIVES: Final = _JOINING | spaced("than where which who whom whose what how why")
_LEADING: Final = _CONNECTIVES | _PREPOSITIONS
_SAYING: Final = spaced("said says told adding added")
_BEFORE_A_RUN: Final = _JOINING | _SAYING
_OPEN: Final = spaced(
    "a an the this that these those his her its their our your my no any some every each such another both several many"
    " few all not very more most other mr mrs ms dr sen rep gov he she they we i it's i'm they're we're been also"
)
"""Words with which no phrase ends, but for the ones above."""
_DANGLING: Final = _AUXILIARIES | _PREPOSITIONS | _CONNECTIVES | _SAYING | _OPEN
_BACKWARDS: Final = spaced("he she it they his her its their him them this that these those then there here")
_OPENERS: Final = spaced("but and so or meanwhile however still also yet")  # without which a sentence says the same


@dataclass(frozen=True, slots=True)
class Title:
    """A row's title, and the article that its words are from."""

    text: str
    article: str


class _Run(NamedTuple):
    """Words of a reading in a row; `whole` tells whether they are from its beginning, and to its end."""

    place: Span
    worth: float
    whole: tuple[bool, bool]


class _Gap(NamedTuple):
    """What stands between two words: whether it parts them, has a mark, begins with a full stop."""

    cut: bool
    mark: bool
    stop: bool


_PLAIN_GAP: Final = _Gap(cut=True, mark=False, stop=False)


def row_title(facts: Facts, claim: StoredClaim) -> Title | None:
    """The run of words that tells best what the readings share; None where none of them may be printed."""
    weights = _weights(facts, claim.claim.readings)
    best: tuple[Reading, _Run] | None = None
    for reading in claim.claim.readings:
        if facts.holds(reading.article, reading.start, reading.end):
            most = -inf if best is None else best[1].worth
            for run in _better_runs(reading, weights, _to_avoid(facts, claim, reading), most):
                best = reading, run
    if best is None:
        return None
    reading, run = best
    return Title(_printed(reading.text, run.place, whole=run.whole, quoted=quoted_spans(reading.text)), reading.article)


def _weights(facts: Facts, readings: Sequence[Reading]) -> Mapping[str, float]:
    """By stem, the share of the claim's separate texts that have the word, where that is more than one of several."""
    found: dict[str, set[str]] = {}
    for reading in readings:
        stems = {word.stem for word in words(reading.text) if word.content}
        found.setdefault(facts.shares.voice(reading), set()).update(stems)
    used = Counter(stem for stems in found.values() for stem in stems)
    return {stem: count / len(found) for stem, count in used.items() if count > 1 or len(found) == 1}


def _to_avoid(facts: Facts, claim: StoredClaim, reading: Reading) -> list[Span]:
    """Places within the reading of words that are marked or differ. Whole sentences are none, nor are quotations: that
    one is cut says nothing of its words."""
    places: list[HasSpan] = [item.flag for item in facts.flags_in(reading)]
    for difference in facts.differences.get(claim.id, ()):
        here = [one for one in difference.variants if one.article == reading.article and contains(reading, one)]
        if difference.kind != "quote":
            places += [one for one in here if one.end - one.start < reading.end - reading.start]
    return [Span(one.start - reading.start, one.end - reading.start) for one in places]


def _better_runs(reading: Reading, weights: Mapping[str, float], avoid: Sequence[Span], most: float) -> Iterator[_Run]:
    """Runs of words that may be a title, each worth more than `most` and than the one before."""
    text = reading.text
    found = words(text)
    plain = [word.text.lower().replace("’", "'") for word in found]
    gaps = [_gap(text[a.end : b.start]) for a, b in pairwise(found)]
    marks = [gap.mark for gap in gaps]
    behind = dateline_length(text)
    told = next((at for at, word in enumerate(found) if word.start >= behind), 0)
    begun = told + (told < len(found) - SHORTEST and plain[told] in _OPENERS)
    worth = [weights.get(word.stem, 0.0) if word.content else 0.0 for word in found]
    verbs = [_is_verb(word) for word in plain]
    closing: dict[int, float | None] = {}
    paired = _PAIRED.search(text) is not None
    shortest = min(SHORTEST, len(found) - begun)
    for first, opened in _openings(plain, gaps, begun):
        stems: set[str] = set()
        shared, crossed, has_verb = 0.0, 0, False
        for last in range(first, min(first + LONGEST, len(found))):
            if found[last].stem not in stems:
                stems.add(found[last].stem)
                shared += worth[last]
            if last > first:
                crossed += marks[last - 1]
                has_verb = has_verb or verbs[last]
            length = last + 1 - first
            if length < shortest:
                continue
            if last not in closing:
                closing[last] = _closed(found, plain, gaps, last)
            if (closed := closing[last]) is None:
                continue
            worth_unmarked = (
                shared
                + opened
                + closed
                + EACH_MISSING * max(0, FULL - length)
                + EACH_FURTHER * max(0, length - FULL)
                + EACH_MARK_WITHIN * crossed
                + HAS_A_VERB * has_verb
                + OF_A_HEADLINE * (reading.paragraph == 0)
            )
            if round(worth_unmarked, 3) <= most:
                continue  # most runs: the rest is not worth asking
            place = _place(text, found[first], found[last])
            if paired and not _is_balanced(text[place.start : place.end]):
                continue
            value = round(worth_unmarked + MARKED * any(overlaps(place, one) for one in avoid), 3)
            if value > most:
                most = value
                yield _Run(place, most, (first == told, last == len(found) - 1))


def _openings(plain: Sequence[str], gaps: Sequence[_Gap], begun: int) -> Iterator[tuple[int, float]]:
    """Each word with which a run may begin, and what that is worth."""
    for first in range(begun, len(plain)):
        back = POINTS_BACK if plain[first] in _BACKWARDS else 0.0
        if first == begun:
            yield first, FROM_THE_START + back
        elif not gaps[first - 1].cut or plain[first] in _LEADING or _is_verb(plain[first]):
            continue  # the subject would be missing
        elif gaps[first - 1].mark:
            yield first, BEHIND_A_MARK + back
        elif plain[first - 1] in _BEFORE_A_RUN:
            yield first, BEHIND_A_CONNECTIVE + back


def _closed(found: Sequence[Word], plain: Sequence[str], gaps: Sequence[_Gap], last: int) -> float | None:
    """What it is worth that a run ends with this word; None where none may."""
    if last == len(found) - 1:
        return TO_THE_END
    if not gaps[last].cut or gaps[last].stop or plain[last] in _DANGLING:
        return None
    if gaps[last].mark:
        return BEFORE_A_MARK
    if plain[last + 1] in _LEADING:
        return BEFORE_A_CONNECTIVE
    return IN_A_NAME if found[last].capital and found[last + 1].capital else IN_A_PHRASE


def _gap(between: str) -> _Gap:
    if between == " ":
        return _PLAIN_GAP  # as nearly all are
    cut = any(character.isspace() for character in between)
    return _Gap(cut, _MARK.search(between) is not None, between.startswith("."))


def _is_verb(plain: str) -> bool:
    """A verb, as far as the word alone tells: an auxiliary, a verb of saying, a past form."""
    return plain in _AUXILIARIES or plain in _SAYING or (plain.endswith("ed") and len(plain) > 4)


def _place(text: str, first: Word, last: Word) -> Span:
    """From word to word, with the signs that are written to them: $9, 40%."""
    start, end = first.start, last.end
    while start > 0 and text[start - 1] in "$£€#@":
        start -= 1
    return Span(start, end + 1 if text[end : end + 1] == "%" else end)


def _is_balanced(text: str) -> bool:
    single = len(_SINGLE_OPEN.findall(text)), len(_SINGLE_CLOSE.findall(text))
    if single[0] > single[1]:  # a plural's apostrophe closes nothing
        return False
    return text.count('"') % 2 == 0 and all(text.count(one) == text.count(other) for one, other in _PAIRS)


def _printed(text: str, place: Span, *, whole: tuple[bool, bool], quoted: Sequence[Span]) -> str:
    """The run with … where it is cut from its sentence, and between quotation marks where it stands in a quotation."""
    run = text[place.start : place.end]
    run = run if whole[0] else f"…{_TOGETHER}{run}"
    run = run if whole[1] else f"{run}{_TOGETHER}…"
    return f"“{run}”" if any(contains(one, place) for one in quoted) else run
