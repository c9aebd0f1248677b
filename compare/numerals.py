"""Numbers as they are written: digits, words, fractions, dozens and scales, with their value and their grain."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

NumeralKind = Literal["count", "share", "ordinal", "times"]

_ONES = "one two three four five six seven eight nine"
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
SPELLED: dict[str, float] = (
    {word: 1.0 + i for i, word in enumerate(_ONES.split())}
    | {word: 10.0 + i for i, word in enumerate(_TEENS.split())}
    | {word: 20.0 + 10 * i for i, word in enumerate(_TENS.split())}
)
SCALES: dict[str, float] = {
    "dozen": 12.0, "score": 20.0, "hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12,
    "k": 1e3, "m": 1e6, "mn": 1e6, "bn": 1e9, "tn": 1e12, "b": 1e9,
}  # fmt: skip
_PARTS = {
    "half": 1 / 2, "halves": 1 / 2, "third": 1 / 3, "quarter": 1 / 4, "fifth": 1 / 5, "sixth": 1 / 6,
    "seventh": 1 / 7, "eighth": 1 / 8, "ninth": 1 / 9, "tenth": 1 / 10,
}  # fmt: skip
_RANKS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "eleventh": 11, "twelfth": 12,
}  # fmt: skip
# A change told by a verb alone, as what becomes of 1.
_MULTIPLES = {
    "doubl": 2.0, "tripl": 3.0, "trebl": 3.0, "quadrupl": 4.0, "halv": 0.5,
}  # fmt: skip
_VAGUE = {"dozens": (24.0, 120.0), "scores": (40.0, 200.0), "hundreds": (200.0, 1000.0), "thousands": (2e3, 1e5)}

_O, _N, _T = (group.replace(" ", "|") for group in (_ONES, f"{_TEENS} {_ONES}", _TENS))
_BELOW_HUNDRED = rf"(?:(?:{_T})(?:[- ](?:{_O}))?|{_N})"
_BELOW_THOUSAND = rf"(?:(?:{_BELOW_HUNDRED}|an?)[ -]hundred(?:(?:\ and)?\ {_BELOW_HUNDRED})?|{_BELOW_HUNDRED})"
_LONG = "dozen|score|thousand|million|billion|trillion"
_WORDS = rf"{_BELOW_THOUSAND}(?:\ (?:{_LONG})\b(?:(?:,|\ and|)\ {_BELOW_THOUSAND}\b)?)?|an?\ (?:{_LONG})"
_PART = "|".join(_PARTS)
_FULL_SCALE = "dozen|hundred|thousand|million|billion|trillion"
NUMERAL = re.compile(
    rf"""
      (?P<digits>\d{{1,3}}(?:[,\u00a0\u202f]\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<vulgar>[½¼¾])?
        (?:[ -]?(?P<scale>{_FULL_SCALE})s?\b|\ ?(?P<short>bn|tn|mn|m|k|b)\b)?
    | (?P<part>(?:\b(?:(?P<how>an?|one|two|three|four|five|nine)[ -])?(?P<of>{_PART})s?\b))
        (?:\ an?\ (?P<partscale>{_FULL_SCALE})\b)?
    | (?P<words>\b(?:{_WORDS})\b)(?P<andhalf>\ and\ a\ half\b)?(?:[ -](?P<wordscale>{_FULL_SCALE})\b)?
    | \b(?P<rank>\d+(?:st|nd|rd|th)|{"|".join(_RANKS)})\b
    | \b(?P<times>(?:{"|".join(_MULTIPLES)})(?:ed|es|e|ing)|twice|thrice|\w+fold)\b
    | \b(?P<vague>{"|".join(_VAGUE)})\ of\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
AFTER_SHARE = re.compile(
    r"\s*(?:$|[,.;:)!?–—’”\"]|(?:of|in|on|at|by|to|from|since|over|this|last|next|more|less|fewer|higher|lower|larger|and"
    r"|as|after|before|within|compared|a|an|each|every|during|between|because)\b)",
    re.IGNORECASE,
)
_OUT_OF = "two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|fifty|a\\ hundred|(?:10|12|20|25|50|100)"
RATIO = re.compile(
    rf"""
    (?P<many>{_N}|\d{{1,2}})(?P<between>(?:\ [a-z]+){{1,2}})?\ (?:in|out\ of)\ (?:every\ )?(?P<per>{_OUT_OF})\b
    (?![,.]?\d|-|\ (?:seconds|minutes|hours|days|weeks|months|years|games|matches|attempts|starts|raids|strikes|attacks
    |km|kilomet\w+|miles|met\w+|hundred|thousand|million|towns|cities|places|countries|states|regions)\b)
    """,
    re.VERBOSE | re.IGNORECASE,
)
BEFORE_RATIO = re.compile(
    r"(?:^|[.,;:(“\"]|(?-i:\b[A-Z]\w+)|\b(?:about|almost|and|around|as|by|every|for|from|in|is|nearly|of|only|or|over|roughly|some|than|that"
    r"|to|under|was|were|are|with|while|where|when|just|every|to))\s*$",
    re.IGNORECASE,
)
"""What a share may follow; after a verb ("killed two in ten raids") the two are counts."""
FRACTION_GRAIN = 0.05  # "a third" may stand for 32 or 35 per cent, "a ninth" for 11.2: this share of its value


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number at `text[start:end]`: a count, a share in per cent, a rank, or what a change multiplies by.

    `low` and `high` are equal but for vague words ("hundreds of": 200 to 1000). `grain` is the size of the last digit
    written, in the unit of the value; `zeros`: it stands before noughts ("3,000"), which may be a rounding or not.
    """

    start: int
    end: int
    low: float
    high: float
    grain: float
    kind: NumeralKind
    zeros: bool = False


def numerals(text: str) -> list[Numeral]:
    """All numbers of a text in order. Dates, years and times of day are among them: who asks must tell them apart."""
    found = []
    at = 0
    while match := NUMERAL.search(text, at):
        numeral = _ratio(text, match.start()) or _read(text, match)
        at = max(match.start() + 1, match.end() if numeral is None else numeral.end)
        if numeral is None and match.group("part"):
            ranked = re.compile(rf"\b(?:{'|'.join(_RANKS)})\b", re.IGNORECASE).search(text, match.start(), match.end())
            if ranked:
                value = float(_RANKS[ranked.group().lower()])
                numeral = Numeral(ranked.start(), ranked.end(), value, value, 1.0, "ordinal")
        if numeral is not None:
            found.append(numeral)
    return found


def _read(text: str, match: re.Match[str]) -> Numeral | None:
    start, end = match.span()
    if match.group("digits"):
        scale = SCALES[(match.group("scale") or match.group("short") or "").lower()] if _scaled(match) else 1.0
        digits = re.sub(r"[,\u00a0\u202f]", "", match.group("digits"))
        value = (float(digits) + {"½": 0.5, "¼": 0.25, "¾": 0.75}.get(match.group("vulgar") or "", 0.0)) * scale
        grain = _grain(digits, scale)
        return Numeral(start, end, round(value, 6), round(value, 6), grain, "count", scale == 1.0 and grain >= 10)
    if match.group("words"):
        scale = SCALES[match.group("wordscale").lower()] if match.group("wordscale") else 1.0
        value, grain = spelled_value(match.group("words"))
        value = (value + (0.5 if match.group("andhalf") else 0.0)) * scale
        return _count(start, end, value, grain * scale)
    if match.group("part"):
        return _share(text, match)
    if match.group("rank"):
        rank = match.group("rank").lower()
        value = float(_RANKS[rank]) if rank in _RANKS else float(re.sub(r"\D", "", rank))
        return Numeral(start, end, value, value, 1.0, "ordinal")
    if match.group("vague"):
        low, high = _VAGUE[match.group("vague").lower()]
        return Numeral(start, match.end("vague"), low, high, low, "count")
    return _times(start, end, match.group("times").lower())


def _scaled(match: re.Match[str]) -> bool:
    return bool(match.group("scale") or match.group("short"))


def _count(start: int, end: int, value: float, grain: float) -> Numeral:
    return Numeral(start, end, value, value, grain, "count")


def _grain(digits: str, scale: float) -> float:
    decimals = len(digits.partition(".")[2])
    if not decimals and scale == 1.0 and float(digits) >= 100:
        trailing = len(digits) - len(digits.rstrip("0"))
        return float(10.0 ** min(trailing, len(digits) - 1))
    return float(10.0**-decimals * scale)


def spelled_value(written: str) -> tuple[float, float]:
    """Value and grain of a number in words ("one hundred and sixty", "a dozen")."""
    total = below = 0.0
    grain = 1.0
    for word in re.split(r"[ ,-]+", written.lower()):
        if word in SPELLED:
            below += SPELLED[word]
            grain = 1.0
        elif word in ("a", "an"):
            below += 1.0
        elif word == "hundred":
            below, grain = below * 100, 100.0
        elif word in SCALES:
            # A dozen is a number of its own, a thousand a round one.
            total, below, grain = total + below * SCALES[word], 0.0, 1.0 if word == "dozen" else SCALES[word]
    return total + below, grain


def _share(text: str, match: re.Match[str]) -> Numeral | None:
    """A fraction as a share in per cent, or of a scale ("half a million"); None where the word is a rank."""
    how, of = (match.group("how") or "").lower(), match.group("of").lower()
    many = SPELLED.get(how, 1.0)
    value = many * _PARTS[of]
    if match.group("partscale"):
        scaled = value * SCALES[match.group("partscale").lower()]
        return _count(match.start(), match.end(), scaled, scaled * FRACTION_GRAIN)
    rank = of in _RANKS and not match.group().lower().endswith("s")
    if rank and (not how or not AFTER_SHARE.match(text, match.end())):
        return None
    if of == "quarter" and not how and not text[match.end() :].lower().startswith(" of"):
        return None
    if match.group().lower().endswith("s") and how in ("", "a", "an") and of != "halves":
        return None
    return Numeral(match.start(), match.end(), 100 * value, 100 * value, 100 * value * FRACTION_GRAIN, "share")


def _ratio(text: str, start: int) -> Numeral | None:
    """ "One in ten" or "one voter in four" as a share in per cent; None where no share is told there ("killed two in
    ten raids", "two goals in ten minutes")."""
    match = RATIO.match(text, start)
    if match is None or not BEFORE_RATIO.search(text[:start]):
        return None
    many, per = (spelled_value(one)[0] if not one.isdigit() else float(one) for one in match.group("many", "per"))
    if many >= per or (match.group("between") and many != 1):
        return None
    value = 100 * many / per
    return Numeral(start, match.end(), value, value, value * FRACTION_GRAIN, "share")


def _times(start: int, end: int, written: str) -> Numeral | None:
    if written in ("twice", "thrice"):
        return Numeral(start, end, 2.0 + (written == "thrice"), 2.0 + (written == "thrice"), 0.1, "times")
    if written.endswith("fold"):
        value = SPELLED.get(written[:-4].rstrip("-"))
        return None if value is None else Numeral(start, end, value, value, 0.1, "times")
    value = next(multiple for stem, multiple in _MULTIPLES.items() if written.startswith(stem))
    return Numeral(start, end, value, value, 0.1 * value, "times")
