"""Numbers with what they are of: an interval of values, a kind (unit), nouns, a measure, and the words around them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from compare.families import PEOPLE, lemma
from compare.numbers import MONTHS
from compare.numerals import Numeral, numerals
from compare.tolls import measures
from compare.units import BASIS, DEGREES, PART_OF_POINT, PERCENT, POINT, celsius, money_at, unit_after
from compare.words import Word, stem, words

Bound = Literal["exact", "about", "at least", "at most"]
Role = Literal["", "by", "to", "from", "part", "group", "for", "against", "change", "rest"]

LOOSE = 0.15  # "about", "nearly" and "some" stretch a number by this share
REACH = 0.5  # "more than 40" speaks of 41 and of 55, hardly of 100: at most this share above
BOUND_CHARACTERS = 28

_AT_LEAST = (
    "more than|over|at least|upwards of|in excess of|no fewer than|no less than|not less than|not fewer than|above"
    "|exceeds?|exceeding|a minimum of|just over|slightly more than|a little over|well over|topped|passed"
)
_AT_MOST = (
    "fewer than|less than|under|up to|at most|no more than|not more than|below|as many as|as much as|a maximum of"
    "|just under|slightly less than|a little under|barely|not quite"
)
_ABOUT = (
    "about|around|some|roughly|approximately|nearly|almost|close to|an estimated|estimated at|circa|getting on for"
    "|in the region of|virtually"
)
AT_LEAST = re.compile(rf"\b(?:{_AT_LEAST})\s+(?:the\s+|a\s+)?$", re.IGNORECASE)
AT_MOST = re.compile(rf"\b(?:{_AT_MOST})\s+(?:the\s+|a\s+)?$", re.IGNORECASE)
ABOUT = re.compile(rf"\b(?:{_ABOUT})\s+(?:the\s+|a\s+)?$", re.IGNORECASE)
ABOUT_AFTER = re.compile(r"^\s+(?:or so|or thereabouts)\b", re.IGNORECASE)
MORE_AFTER = re.compile(r"^\s+or\s+more\b", re.IGNORECASE)

BEFORE_DATE = re.compile(
    rf"(?:\b(?:{MONTHS})\.?\s+|\bno\.?\s|[:/#]|\b(?:route|flight|line|room|platform|gate|article|section|chapter|page"
    rf"|district|unit|level|phase|grade|type|highway)\s)$",
    re.IGNORECASE,
)
AFTER_DATE = re.compile(
    rf"^(?:\s+(?:of\s+)?(?:{MONTHS})\b|[:/]\d|\.\d\d\s?[ap]\.?m|\s?[ap]\.?m\b\.?|\s?o[’']clock|[’']?s\b|[A-Za-z])",
    re.IGNORECASE,
)
YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
YEAR_LEAD = re.compile(r"\b(?:in|since|of|from|until|by|for|the|to|and|during|before|after|late|early|mid-?)\s$", re.I)
AGE_AFTER = re.compile(r"^[ -]years?[ -](?:old\b|of\s+age\b)", re.IGNORECASE)
DIED_AT = re.compile(r"\bdie[sd]\s+(?:at\s+|aged\s+)?$", re.IGNORECASE)
AGE_BEFORE = re.compile(
    r"(?:\b(?:aged?|age\s+of)\s+|[A-Z][\w’'-]+,\s|[A-Z][\w’'-]+\s[A-Z][\w’'-]+\s\(|\bwho\s+(?:is|was|turned|turns)\s+(?:now\s+|only\s+)?)$"
)
AGE_BARE = re.compile(r"^\s*(?:[,.;)]|$)")
VOTES_BETWEEN = re.compile(r"\s*(?:votes?|voices|seats)?\s*(?:to|against|[-–—])\s*", re.IGNORECASE)
SCORE_WORDS = re.compile(
    r"\b(?:won|win|wins|beat|beats|beaten|drew|draw|lost|lose|loses|defeat\w*|victory|goals?|final|match|sets?|votes?|voted"
    r"|ballot|passed|approved|rejected|backed|majority|score\w*|thrash\w*|vote)\b",
    re.IGNORECASE,
)
IN_PASSING = re.compile(r"\([^)]*$|\b(?:trail\w*|led|lead\w*|ahead|behind|down|up|from)\s+(?:by\s+)?$", re.IGNORECASE)
SCORE_LIMIT = 1000
RANGE_BETWEEN = re.compile(r"\s*(?:to|or|[-–—])\s*", re.IGNORECASE)
RANK_WORD = re.compile(r"^\s+(?:place|position|spot|rank)\b", re.IGNORECASE)
RANK_CAME = re.compile(r"\b(?:came|finish\w*|placed|ranked)\s+(?:in\s+|home\s+)?(?:a\s+|the\s+|an\s+)?$", re.IGNORECASE)
OF_THEM = re.compile(r"^\s+of\s+(?:them|these|those|whom|which)\b", re.IGNORECASE)
OF_THE = re.compile(
    r"^\s+(?:out\s+)?(?:of|in|from)\s+"
    r"(?:(?:all\s+)?(?:the|its|his|her|their|our|these|those|every|[A-Z][\w’' -]*?[’']s?)\s+)?",
)
NOT_BUT = re.compile(r"\b(?:not|n[’']t|never)\b[^.;,]{0,40}$", re.IGNORECASE)
BUT_AFTER = re.compile(r"^[^.;]{0,60}?\bbut\b", re.IGNORECASE)
CLAUSE_CUT = re.compile(r"[;:()?!]|\.\s|,(?=\s*[a-z])|\s[-–—]\s")
ELLIPSIS = re.compile(
    r"[^.;:]{1,60}?\b(?:but|not|instead\s+of|rather\s+than|up\s+from|down\s+from)\s+(?:\w+\s+)?", re.I
)
CROWD = re.compile(r"\b(?:crowd|audience|attendance|gathering)\b[^.;,]{0,40}$", re.IGNORECASE)
NUMBER_OF = re.compile(r"\bnumbers?\s+of\s+([a-z]+)\b[^.;,]{0,60}$", re.IGNORECASE)
# "another 40", "a further three", "six more bodies", "twelve new cases": what comes on top of what was there.
MORE_BEFORE = re.compile(
    r"\b(?:another|(?:a|yet)\s+(?:further|another|additional)|further|additional|extra)\s+(?:(?:about|around|some|nearly|almost"
    r"|roughly|at\s+least)\s+)?$",
    re.IGNORECASE,
)
MORE_NEXT = re.compile(r"^\s+(?:(?:[a-z]+\s+)?more|further|additional|extra)\b(?!\s+than)", re.IGNORECASE)
NEW_NEXT = re.compile(r"^\s+(?:new|fresh)\b", re.IGNORECASE)
TOOK_TO = re.compile(
    r"\b(?:tak(?:e|es|ing)|took|bring(?:s|ing)?|brought|rais(?:es?|ed|ing)|push(?:es|ed|ing)?|lift(?:s|ed|ing)?)\s+"
    r"(?:[\w’'-]+\s+){0,4}?(?:toll|total|numbers?|count|tally|figure)\b",
    re.IGNORECASE,
)
ALL_BUT = re.compile(
    r"\b(?:all|every(?:one|body)?)\s+(?:but|except(?:\s+for)?|save)\s+(?:(?:about|around|some|nearly|roughly|the)\s+)?$",
    re.I,
)
AS_MUCH = re.compile(r"\s+(?:as|the|that|its|what)\b", re.IGNORECASE)
RATE = re.compile(
    r"(?:\s+[a-z]+){0,3}?\s+(?:per|an?|each|every)\s+(second|minute|hour|day|night|week|month|year|head|person|share"
    r"|call|pupil|household|family|barrel|tonne|ton|kilo|litre)s?\b"
)
MEASURE_BEFORE, MEASURE_AFTER = 110, 70  # characters in which a word may stand that says what is counted
NOUN_WORDS = 4
NAME_WORDS = 4  # words from an age in which the name stands whose it is
CONTEXT_WORDS = 9  # words on each side that say what a number is of


@dataclass(frozen=True, slots=True)
class Amount:
    """What `text[start:end]` says: a value between `low` and `high`, in the base unit of its `kind`.

    `kind` is "count", "%", "points", "times", "rank", "age", "votes", "money:$" and the like, or a dimension of
    units.py. `nouns` are the stems of what is counted, `measure` the name of a toll ("dead"), `around` the stems near
    it, `names` the name that an age belongs to. `written` is the value without the bound's stretch,
    `grain` the size of its last digit (`zeros`: behind noughts only), `unit` the size of its unit in the base, `rate`
    what it is reckoned by ("year" of "600 a year"), `more`: it comes on top of others ("six more bodies"). The role
    "rest" is that of whom "all but 40" leaves out.
    """

    start: int
    end: int
    written: float
    low: float
    high: float
    grain: float
    bound: Bound
    kind: str
    unit: float = 1.0
    role: Role = ""
    nouns: tuple[str, ...] = ()
    measure: str = ""
    around: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    vague: bool = False
    zeros: bool = False
    rate: str = ""
    more: bool = False


@lru_cache(maxsize=4096)
def amounts(text: str) -> tuple[Amount, ...]:
    """The numbers of a text that say how much or how many, in order; dates, times of day and labels are left out."""
    kept = [numeral for numeral in numerals(text) if not _is_label(text, numeral)]
    tokens = words(text)
    told = measures(text)
    found: list[Amount] = []
    skip = -1
    for i, numeral in enumerate(kept):
        if i <= skip:
            continue
        following = kept[i + 1] if i + 1 < len(kept) else None
        made = _pair(text, tokens, told, numeral, following) if following else None
        if made is not None:
            skip = i + 1
            found += made
            continue
        one = _amount(text, tokens, told, numeral)
        if one is not None and found and _leaves_out(text, found[-1], one):
            one = replace(one, nouns=found[-1].nouns)
        if one is not None:
            found.append(one)
    return tuple(_with_steps(text, _with_lone_measure(text, told, [a for a in found if not _denied(text, a)])))


def _with_steps(text: str, found: list[Amount]) -> list[Amount]:
    """Marks what a change came to as an addition ("three bodies took the toll from 14 to 17")."""
    counts = [a for a in found if a.kind == "count"]
    steps = {other.written - one.written for one, other in pairwise(counts) if (one.role, other.role) == ("from", "to")}
    added = {
        one.start
        for one, other in pairwise(counts)
        if other.role == "to" and one.written < other.written and TOOK_TO.search(text[one.end : other.start])
    }
    return [
        replace(a, more=True)
        if a.kind == "count" and a.role in ("", "by") and (a.written in steps or a.start in added)
        else a
        for a in found
    ]


def _leaves_out(text: str, before: Amount, one: Amount) -> bool:
    """Does a count leave out the noun of the number before it ("not 18 seats but 16")?"""
    return (
        one.kind == before.kind == "count"
        and not one.nouns
        and ELLIPSIS.fullmatch(text, before.end, one.start) is not None
    )


def _is_label(text: str, numeral: Numeral) -> bool:
    """Dates, years, times of day, house numbers, and words that only look like numbers."""
    before, after = text[max(0, numeral.start - 24) : numeral.start], text[numeral.end : numeral.end + 16]
    written = text[numeral.start : numeral.end]
    if (
        before[-1:].isalnum()
        or (before[-1:] in "’'" and before[-2:-1].isalnum())
        or (before[-1:] == "-" and before[-2:-1].isalpha())
    ):
        return True
    if numeral.kind != "count":
        return (numeral.kind == "ordinal" and bool(re.match(rf"\s+(?:of\s+)?(?:{MONTHS})\b", after, re.I))) or (
            numeral.kind == "ordinal" and bool(re.search(rf"\b(?:{MONTHS})\s+$", before, re.I))
        )
    if written[:1].isdigit():
        if money_at(text, numeral.start, numeral.end) or PERCENT.match(after) or POINT.match(after):
            return False
        if DEGREES.match(after) or (unit_after(text, numeral.end, large=False)[0] and not after[:1].isspace()):
            return False
        if BEFORE_DATE.search(before) or AFTER_DATE.match(after):
            return True
        if YEAR.fullmatch(written) and (YEAR_LEAD.search(before) or not re.match(r"\s+[a-z]", after)):
            return True
        return bool(re.search(r"\b(?:at|by|until|from|around)\s$", before) and re.match(r"\s+on\s+[A-Z]\w+day", after))
    if re.match(r"\s?o[’']clock|\s?[ap]\.?m\b", after):
        return True
    if written.lower() == "one":
        return not re.match(
            r"[ -](?:person|man|woman|child|boy|girl|dead|death|injured|missing|killed|seat|vote|goal|year|month|week"
            r"|hour|day|mile|kilomet|million|billion|of\s+(?:the|them|its)|in\s+\w+\b|people)",
            after + text[numeral.end + 16 : numeral.end + 30],
        ) or bool(re.search(r"\b(?:no|any|every|some|each|the|this|that)\s$", before, re.IGNORECASE))
    return False


def _pair(
    text: str, tokens: Sequence[Word], told: Sequence[tuple[int, int, str]], one: Numeral, other: Numeral
) -> list[Amount] | None:
    """Two numbers that say one thing together: a range, or a result by votes or goals; None for two of their own."""
    if one.kind != "count" or other.kind != "count":
        return None
    between = text[one.end : other.start]
    before = text[max(0, one.start - 24) : one.start]
    if re.search(r"\bbetween\s+[$€£¥₹]?$", before, re.I) and re.fullmatch(
        r"(?:\s+[\w%]+){0,2}\s+and\s+[$€£¥₹]?", between, re.I
    ):
        return _range(text, tokens, told, one, other)
    around = text[max(0, one.start - 90) : other.end + 60]
    small = max(one.high, other.high) <= SCORE_LIMIT
    if small and VOTES_BETWEEN.fullmatch(between) and not re.search(r"\bfrom\s+$", before, re.I):
        tight = re.fullmatch(r"\s*[-–—]\s*", between) and one.low >= other.low
        spelled_votes = re.search(r"vote|against|seats", between, re.I) or re.match(r"\s+votes?\b", text[other.end :])
        if IN_PASSING.search(text[: one.start]):
            return []  # a season's record or a score on the way: no result
        if spelled_votes or (SCORE_WORDS.search(around) and one.low >= other.low) or (tight and one.low > other.low):
            first, second = _amount(text, tokens, told, one), _amount(text, tokens, told, other)
            if first is None or second is None:
                return None
            larger = one.low >= other.low
            return [
                replace(first, kind="votes", role="for" if larger else "against", nouns=(), measure="", end=one.end),
                replace(second, kind="votes", role="against" if larger else "for", nouns=(), measure="", end=other.end),
            ]
    if RANGE_BETWEEN.fullmatch(between) and one.high < other.high and not re.search(r"\bfrom\s+$", before, re.I):
        return _range(text, tokens, told, one, other)
    return None


def _range(
    text: str, tokens: Sequence[Word], told: Sequence[tuple[int, int, str]], one: Numeral, other: Numeral
) -> list[Amount] | None:
    low, high = one, other
    factor = 1.0
    if low.high < high.low / 100 and high.grain >= 1e3:  # "between two and three million"
        factor = high.grain if high.grain in (1e3, 1e6, 1e9) else 1.0
    joined = Numeral(one.start, other.end, low.low * factor, high.high, high.grain, "count")
    whole = _amount(text, tokens, told, joined)
    if whole is None:
        return None
    return [replace(whole, bound="exact", vague=False)]


def _amount(text: str, tokens: Sequence[Word], told: Sequence[tuple[int, int, str]], numeral: Numeral) -> Amount | None:
    before, after = text[: numeral.start], text[numeral.end :]
    start, end = numeral.start, numeral.end
    bound = bound_of(before[-BOUND_CHARACTERS:], after)
    low, high, grain, unit = numeral.low, numeral.high, numeral.grain, 1.0
    kind, role = "count", _role(before, after)
    nouns: tuple[str, ...] = ()
    if numeral.kind == "ordinal":
        if not (RANK_WORD.match(after) or RANK_CAME.search(before[-30:])):
            nouns = _nouns(text, tokens, end)[:1]
            if not nouns or before[-1:] == "-":
                return None
            kind = "ordinal"
        else:
            kind = "rank"
        bound = "exact"
    elif numeral.kind == "times" and text[start:end].lower() in ("twice", "thrice") and not AS_MUCH.match(after):
        nouns = ("tim",)  # as often as "three times"
    elif numeral.kind == "times":
        kind, role = "%", "change"
        low = high = 100 * (numeral.low - 1)
        low, high = (abs(low), abs(high)) if low < 0 else (low, high)
        grain = 100 * numeral.grain
        role = "change"
    elif point := (PART_OF_POINT if numeral.kind == "share" else POINT).match(after):
        kind = "points"
        unit = 0.01 if BASIS.search(point.group()) else 1.0
        share = 0.01 if numeral.kind == "share" else 1.0
        low, high, grain = low * unit * share, high * unit * share, 0.0 if share < 1 else grain * unit
        end = numeral.end + point.end()
    elif numeral.kind == "share":
        dimension, size, stop = unit_after(text, numeral.end + len(_article(after)), large=False)
        if dimension:
            kind, end, unit = dimension, stop, size
            low, high, grain = low / 100 * size, high / 100 * size, 0.0
        else:
            kind = "%"
            nouns = _nouns(text, tokens, end)
    elif percent := PERCENT.match(after):
        kind, end = "%", numeral.end + percent.end()
        nouns = _nouns(text, tokens, end) if re.match(r"\s+of\b", text[end:]) else ()
    elif _is_age(text, numeral):
        kind, bound = "age", "exact"
        found = AGE_AFTER.match(after)
        end = numeral.end + (found.end() if found else 0)
        end = numeral.end if not found else end
    elif money := money_at(text, numeral.start, numeral.end):
        kind = f"money:{money[0]}"
        start = min(start, money[1])
    elif degrees := DEGREES.match(after):
        kind, low, high = "degrees", celsius(low, degrees.group()), celsius(high, degrees.group())
        end = numeral.end + degrees.end()
    else:
        dimension, size, stop = unit_after(text, numeral.end, large="million" in text[start:end])
        if dimension:
            kind, unit, end = dimension, size, stop
            low, high, grain = low * size, high * size, grain * size
        else:
            nouns = _nouns(text, tokens, end)
    if kind == "count" and not nouns:
        nouns = _nouns_before(before)
    written = low
    if numeral.low == numeral.high:
        low, high = _stretched(low, bound)
    around = _around(tokens, start, end)
    names = _whose_age(tokens, start, end, old=AGE_AFTER.match(after) is not None) if kind == "age" else frozenset()
    measure = _measure(text, told, start, end) if kind in ("count", "%") else ""
    return Amount(
        start, end, written, low, high, grain, bound, kind, unit, role, nouns, measure, around, names,
        vague=numeral.low != numeral.high, zeros=numeral.zeros, rate=_rate(text, end),
        more=kind == "count" and _comes_on_top(before, after, measure),
    )  # fmt: skip


def _comes_on_top(before: str, after: str, measure: str) -> bool:
    return bool(
        MORE_BEFORE.search(before[-BOUND_CHARACTERS - 12 :])
        or MORE_NEXT.match(after)
        or (measure and NEW_NEXT.match(after))
    )


def _rate(text: str, end: int) -> str:
    found = RATE.match(text, end)
    return found.group(1).lower() if found else ""


def _article(after: str) -> str:
    found = re.match(r"\s+(?:an?|the)(?=\s)", after)
    return found.group() if found else ""


def bound_of(before: str, after: str = "") -> Bound:
    """What the words around a number make of it."""
    if AT_LEAST.search(before) or MORE_AFTER.match(after):
        return "at least"
    if AT_MOST.search(before):
        return "at most"
    return "about" if ABOUT.search(before) or ABOUT_AFTER.match(after) else "exact"


def bound_words(before: str) -> str:
    """The words at the end of `before` that bound the number after them, as written; '' where there are none."""
    for pattern in (AT_LEAST, AT_MOST, ABOUT):
        found = pattern.search(before[-BOUND_CHARACTERS:])
        if found:
            return found.group()
    return ""


def _stretched(value: float, bound: Bound) -> tuple[float, float]:
    """The interval that a bound makes of a value."""
    match bound:
        case "at least":
            return value * (1 - LOOSE / 10), value * (1 + REACH)
        case "at most":
            return value * (1 - REACH), value * (1 + LOOSE / 10)
        case "about":
            return value * (1 - LOOSE), value * (1 + LOOSE)
        case _:
            return value, value


def _role(before: str, after: str) -> Role:
    lead = re.search(
        r"\b(by|to|from|at)\s+(?:(?:a|about|around|some|nearly|almost|over)\s+)*[$€£¥₹]?\s*$", before[-34:], re.I
    )
    if ALL_BUT.search(before[-40:]):
        return "rest"
    if OF_THEM.match(after):
        return "group"
    if re.match(r"\s+(?:out\s+)?of\s+(?:(?:the|its|his|her|their|[A-Z][\w ’']*?[’']s?)\s+)", after):
        return "part"
    if lead and lead.group(1).lower() in ("by", "to", "from"):
        role = lead.group(1).lower()
        return "by" if role == "by" else "to" if role == "to" else "from"
    return ""


def _is_age(text: str, numeral: Numeral) -> bool:
    after = text[numeral.end : numeral.end + 16]
    if not 0 < numeral.low < 120 or numeral.kind != "count":
        return False
    if AGE_AFTER.match(after):
        return True
    before = text[max(0, numeral.start - 40) : numeral.start]
    if DIED_AT.search(before) and AGE_BARE.match(after):
        return True
    lead = AGE_BEFORE.search(before)
    return lead is not None and bool(AGE_BARE.match(after) or lead.group().lower().startswith("age"))


def _nouns(text: str, tokens: Sequence[Word], end: int) -> tuple[str, ...]:
    """Stems of the noun phrase after a number: the words up to a verb of grammar, a preposition or a stop."""
    lead = OF_THE.match(text, end) or OF_THE.match(text[end:])
    at = end + (lead.end() if lead else 0)
    rest = text[at:]
    inner = NUMBER_LEAD.match(rest)
    if inner:
        at += inner.end()
    out: list[str] = []
    last = at
    for word in tokens:
        if word.start < at:
            continue
        if re.search(r"[.,;:!?()“”\"]", text[last : word.start]) or len(out) >= NOUN_WORDS or word.number:
            break
        if not word.content:
            if out or word.text.lower() not in ("more", "other", "new", "further", "people", "additional"):
                break
            last = word.end
            continue
        out.append("peopl" if word.stem in PEOPLE else word.stem)
        last = word.end
    return tuple(out)


WHOLE = re.compile(r"^\s+(?:out\s+)?of\s+(?:the|its|his|her|their)\s+[\w-]+(?=\s)")
NUMBER_LEAD = re.compile(
    r"(?:\d[\d,.]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|all)\s+", re.IGNORECASE
)


def _nouns_before(before: str) -> tuple[str, ...]:
    """What is counted where no noun follows: "put the crowd at 3,000", "the number of strikers rose to 900"."""
    if CROWD.search(before[-60:]):
        return ("peopl",)
    found = NUMBER_OF.search(before[-110:])
    return (stem(found.group(1).lower()),) if found else ()


def _around(tokens: Sequence[Word], start: int, end: int) -> frozenset[str]:
    """Stems of the content words near a number."""
    before = [w for w in tokens if w.end <= start][-CONTEXT_WORDS:]
    after = [w for w in tokens if w.start >= end][:CONTEXT_WORDS]
    return frozenset(lemma(w.stem) for w in before + after if w.content and not w.number)


def _whose_age(tokens: Sequence[Word], start: int, end: int, *, old: bool) -> frozenset[str]:
    """The name beside an age: after "16-year-old", otherwise before ("Maro Vane, 52", "Maro Vane, who is 52").

    Where no name follows "16-year-old", one before it may be meant ("Maro Vane, a 52-year-old baker").
    """
    after = [w for w in tokens if w.start >= end][:NAME_WORDS]
    named = frozenset(w.stem for w in after if w.capital and w.content) if old else frozenset()
    if named:
        return named
    nearest: list[str] = []
    for word in reversed([w for w in tokens if w.end <= start][-2 * NAME_WORDS :]):
        if word.capital and word.content:
            nearest.append(word.stem)
        elif nearest:
            break
    return frozenset(nearest)


def _measure(text: str, told: Sequence[tuple[int, int, str]], start: int, end: int) -> str:
    """The nearest word in the same clause that says what is counted."""
    best: tuple[int, str] | None = None
    for at, stop, name in told:
        if stop <= start:
            gap, between = start - stop, text[stop:start]
            if gap > MEASURE_BEFORE:
                continue
            gap += 10  # what follows a number counts it more often than what stands before
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
    found = [n for n in numerals(between) if n.kind == "count" and not _is_label(between, n)]
    return bool(found) and not re.search(r"\band\s+$", between[: found[0].start], re.IGNORECASE)


def _with_lone_measure(text: str, told: Sequence[tuple[int, int, str]], found: list[Amount]) -> list[Amount]:
    """A count of people whose clause was cut by an insertion takes the only measure that the sentence names."""
    names = {name for _, _, name in told}
    if len(names) != 1 or any(a.measure for a in found):
        return found
    counts = [a for a in found if a.kind == "count" and a.role != "group" and not a.vague]
    if len(counts) != 1:
        return found
    return [replace(a, measure=next(iter(names))) if a is counts[0] else a for a in found]


def _denied(text: str, amount: Amount) -> bool:
    """Is the number the one that "not 18 … but 16" takes back?"""
    return bool(
        NOT_BUT.search(text[max(0, amount.start - 60) : amount.start]) and BUT_AFTER.match(text[amount.end :])
    ) and bool(re.search(r"\bbut\b(?:\s+(?:only|just|about))?\s+(?:\d|[a-z]+)", text[amount.end : amount.end + 90]))
