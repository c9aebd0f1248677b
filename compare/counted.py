"""What a number counts: the nouns after or before it, the toll it is part of, and the words around."""

from __future__ import annotations

import re
from collections.abc import Sequence

from compare.families import PEOPLE, lemma
from compare.nominals import is_nominal
from compare.numerals import numerals
from compare.words import Word, stem

Told = tuple[int, int, str]
"""Start, end and name of a word that tells a toll, as `tolls.measures` gives them."""

OF_THE = re.compile(
    r"\s+(?:out\s+)?(?:of|in|from)\s+"
    r"(?:(?:all\s+)?(?:the|its|his|her|their|our|these|those|every|[A-Z][\w’' -]*?[’']s?)\s+)?",
)
NUMBER_LEAD = re.compile(
    r"(?:\d[\d,.]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|all)\s+", re.IGNORECASE
)
STOP = re.compile(r"[.,;:!?()“”\"]")
NOUN_WORDS = 4
BEFORE_NOUNS = ("more", "other", "new", "further", "people", "additional")
CROWD = re.compile(r"\b(?:crowd|audience|attendance|gathering)\b[^.;,]{0,40}$", re.IGNORECASE)
NUMBER_OF = re.compile(r"\bnumbers?\s+of\s+([a-z]+)\b[^.;,]{0,60}$", re.IGNORECASE)
CROWD_CHARACTERS, NUMBER_OF_CHARACTERS = 60, 110  # before a number in which they stand
CONTEXT_WORDS = 9  # words on each side that say what a number is of
MEASURE_BEFORE, MEASURE_AFTER = 110, 70  # characters in which a word may stand that says what is counted
FARTHER_BEFORE = 10  # characters more: what follows a number counts it more often than what stands before
WHOLE = re.compile(r"^\s+(?:out\s+)?of\s+(?:the|its|his|her|their)\s+[\w-]+(?=\s)")
CLAUSE_CUT = re.compile(r"[;:()?!]|\.\s|,(?=\s*[a-z])|\s[-–—]\s")
RATE = re.compile(
    r"(?:\s+[a-z]+){0,3}?\s+(?:per|an?|each|every)\s+(second|minute|hour|day|night|week|month|year|head|person|share"
    r"|call|pupil|household|family|barrel|tonne|ton|kilo|litre)s?\b"
)


def nouns_after(text: str, tokens: Sequence[Word], end: int) -> tuple[str, ...]:
    """Stems of the noun phrase after a number: the words up to a verb of grammar, a preposition or a stop."""
    lead = OF_THE.match(text, end)
    at = lead.end() if lead else end
    inner = NUMBER_LEAD.match(text, at)
    if inner:
        at = inner.end()
    out: list[str] = []
    last = at
    for word in tokens:
        if word.start < at:
            continue
        if STOP.search(text[last : word.start]) or len(out) >= NOUN_WORDS or word.number:
            break
        if not word.content:
            if out or word.text.lower() not in BEFORE_NOUNS:
                break
            last = word.end
            continue
        out.append("peopl" if word.stem in PEOPLE else word.stem)
        last = word.end
    return tuple(out)


def nouns_before(before: str) -> tuple[str, ...]:
    """What is counted where no noun follows: "put the crowd at 3,000", "the number of strikers rose to 900"."""
    if CROWD.search(before[-CROWD_CHARACTERS:]):
        return ("peopl",)
    found = NUMBER_OF.search(before[-NUMBER_OF_CHARACTERS:])
    return (stem(found.group(1).lower()),) if found else ()


def stems_around(tokens: Sequence[Word], start: int, end: int) -> frozenset[str]:
    """Stems of the content words near a number."""
    before = [w for w in tokens if w.end <= start][-CONTEXT_WORDS:]
    after = [w for w in tokens if w.start >= end][:CONTEXT_WORDS]
    return frozenset(lemma(w.stem) for w in before + after if w.content and not w.number)


def lead(tokens: Sequence[Word], end: int) -> str:
    """The stem of the last content word before a number and its bound ("paid nearly $40"): what it is most often led
    by. "" without one."""
    before = [w for w in tokens if w.end <= end and w.content and not w.number]
    return lemma(before[-1].stem) if before else ""


def measure_of(text: str, told: Sequence[Told], start: int, end: int) -> str:
    """The toll that the nearest word in the same clause names, "" without one."""
    best: tuple[int, str] | None = None
    for at, stop, name in told:
        if stop <= start:
            gap, between = start - stop, text[stop:start]
            if gap > MEASURE_BEFORE:
                continue
            gap += FARTHER_BEFORE
        elif at >= end:
            gap, between = at - end, text[end:at]
            if gap > MEASURE_AFTER:
                continue
        else:
            continue
        between = WHOLE.sub("", between)
        if CLAUSE_CUT.search(between) or _another_number(between):
            continue
        if best is None or gap < best[0]:
            best = (gap, name)
    return best[1] if best else ""


def _another_number(between: str) -> bool:
    """Does a number stand between that takes the measure for itself? One that shares it ("14 … and six …") does not."""
    found = [n for n in numerals(between) if n.kind == "count" and not is_nominal(between, n)]
    return bool(found) and not re.search(r"\band\s+$", between[: found[0].start], re.IGNORECASE)


def rate_of(text: str, end: int) -> str:
    """What a number is reckoned by: "year" of "600 a year", "" without such words."""
    found = RATE.match(text, end)
    return found.group(1).lower() if found else ""
