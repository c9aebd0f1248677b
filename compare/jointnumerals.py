"""Two numerals side by side that say one thing together: a range ("40 to 50") or a result by votes or goals ("3-1")."""

from __future__ import annotations

import re
from typing import Literal

from compare.numerals import Numeral

Joint = Literal["range", "result", "in passing"]
"""`in passing`: a season's record or a score on the way, which is no result."""

VOTES_BETWEEN = re.compile(r"\s*(?:votes?|voices|seats)?\s*(?:to|against|[-–—])\s*", re.IGNORECASE)
SPELLED_VOTES = re.compile(r"vote|against|seats", re.IGNORECASE)
VOTES_AFTER = re.compile(r"\s+votes?\b")
SCORE_WORDS = re.compile(
    r"\b(?:won|win|wins|beat|beats|beaten|drew|draw|lost|lose|loses|defeat\w*|victory|goals?|final|match|sets?|votes?|voted"
    r"|ballot|passed|approved|rejected|backed|majority|score\w*|thrash\w*|vote)\b",
    re.IGNORECASE,
)
SCORE_CHARACTERS = 90, 60  # before and after a score in which words that tell it so stand
SCORE_LIMIT = 1000
DASH = re.compile(r"\s*[-–—]\s*")
IN_PASSING = re.compile(r"\([^)]*$|\b(?:trail\w*|led|lead\w*|ahead|behind|down|up|from)\s+(?:by\s+)?$", re.IGNORECASE)
RANGE_BETWEEN = re.compile(r"\s*(?:to|or|[-–—])\s*", re.IGNORECASE)
BETWEEN = re.compile(r"\bbetween\s+[$€£¥₹]?$", re.IGNORECASE)
AND_BETWEEN = re.compile(r"(?:\s+[\w%]+){0,2}\s+and\s+[$€£¥₹]?", re.IGNORECASE)
FROM = re.compile(r"\bfrom\s+$", re.IGNORECASE)
LEAD_CHARACTERS = 24


def joint(text: str, one: Numeral, other: Numeral) -> Joint | None:
    """What a numeral and the next one say together; None for two of their own."""
    if one.kind != "count" or other.kind != "count":
        return None
    between = text[one.end : other.start]
    before = text[max(0, one.start - LEAD_CHARACTERS) : one.start]
    if BETWEEN.search(before) and AND_BETWEEN.fullmatch(between):
        return "range"
    if FROM.search(before):
        return None
    if max(one.high, other.high) <= SCORE_LIMIT and VOTES_BETWEEN.fullmatch(between):
        if IN_PASSING.search(text[: one.start]):
            return "in passing"
        around = text[max(0, one.start - SCORE_CHARACTERS[0]) : other.end + SCORE_CHARACTERS[1]]
        if (
            SPELLED_VOTES.search(between)
            or VOTES_AFTER.match(text[other.end :])
            or (SCORE_WORDS.search(around) and one.low >= other.low)
            or (DASH.fullmatch(between) and one.low > other.low)
        ):
            return "result"
    return "range" if RANGE_BETWEEN.fullmatch(between) and one.high < other.high else None
