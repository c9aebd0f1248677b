"""Magnitudes: how much a numeral says with the unit beside it, reckoned in one base unit for each kind."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from compare.ages import is_age, old_end
from compare.numerals import Numeral
from compare.units import BASIS, DEGREES, PART_OF_POINT, PERCENT, POINT, celsius, money_at, unit_after

RANK_WORD = re.compile(r"^\s+(?:place|position|spot|rank)\b", re.IGNORECASE)
RANK_CAME = re.compile(r"\b(?:came|finish\w*|placed|ranked)\s+(?:in\s+|home\s+)?(?:a\s+|the\s+|an\s+)?$", re.IGNORECASE)
RANK_CHARACTERS = 30  # before a rank in which "came" and the like stand
AS_MUCH = re.compile(r"\s+(?:as|the|that|its|what)\b", re.IGNORECASE)
ARTICLE = re.compile(r"\s+(?:an?|the)(?=\s)")
BASIS_POINT = 0.01  # percentage points


@dataclass(frozen=True, slots=True)
class Magnitude:
    """What `text[start:end]`, a numeral and its unit, says: from `low` to `high`, in the base unit of its `kind`.

    `kind` is "count", "%", "points", "rank", "ordinal", "age", "degrees", "money:$" and the like, or a
    dimension of units.py. `grain` is the size of the last digit written (0 where a fraction has none), `unit` the size
    of the unit written in the base unit.
    """

    start: int
    end: int
    low: float
    high: float
    grain: float
    kind: str
    unit: float = 1.0


def magnitude(text: str, numeral: Numeral) -> Magnitude:
    """What a numeral says with the unit that stands beside it; a plain count where none does."""
    start, end, after = numeral.start, numeral.end, text[numeral.end :]
    bare = Magnitude(start, end, numeral.low, numeral.high, numeral.grain, "count")
    if numeral.kind == "ordinal":
        ranked = RANK_WORD.match(after) or RANK_CAME.search(text[max(0, start - RANK_CHARACTERS) : start])
        return replace(bare, kind="rank" if ranked else "ordinal")
    if numeral.kind == "times":
        return _multiple(text, bare)
    if numeral.kind == "share":
        return _share(text, bare)
    if point := POINT.match(after):
        return _of_units(bare, "points", BASIS_POINT if BASIS.search(point.group()) else 1.0, end + point.end())
    if percent := PERCENT.match(after):
        return replace(bare, kind="%", end=end + percent.end())
    if is_age(text, numeral):
        return replace(bare, kind="age", end=old_end(text, end))
    if money := money_at(text, start, end):
        return replace(bare, kind=f"money:{money[0]}", start=min(start, money[1]))
    if degrees := DEGREES.match(after):
        low, high = (celsius(value, degrees.group()) for value in (numeral.low, numeral.high))
        return replace(bare, kind="degrees", low=low, high=high, end=end + degrees.end())
    dimension, size, stop = unit_after(text, end, large="million" in text[start:end])
    return _of_units(bare, dimension, size, stop) if dimension else bare


def _of_units(bare: Magnitude, kind: str, size: float, end: int) -> Magnitude:
    """A number of units, each of a size in the base unit."""
    low, high, grain = bare.low * size, bare.high * size, bare.grain * size
    return Magnitude(bare.start, end, low, high, grain, kind, size)


def _multiple(text: str, bare: Magnitude) -> Magnitude:
    """A change by a multiple ("doubled", "twice as much") in per cent; "twice" alone counts how often."""
    if text[bare.start : bare.end].lower() in ("twice", "thrice") and not AS_MUCH.match(text, bare.end):
        return bare
    change = abs(100 * (bare.low - 1))
    return replace(bare, kind="%", low=change, high=change, grain=100 * bare.grain)


def _share(text: str, bare: Magnitude) -> Magnitude:
    """A fraction of a point ("half a percentage point"), of a unit ("half a mile"), or of a whole, in per cent."""
    if point := PART_OF_POINT.match(text, bare.end):
        size = BASIS_POINT if BASIS.search(point.group()) else 1.0
        low, high = (value * size * 0.01 for value in (bare.low, bare.high))
        return Magnitude(bare.start, point.end(), low, high, 0.0, "points", size)
    article = ARTICLE.match(text, bare.end)
    dimension, size, end = unit_after(text, article.end() if article else bare.end, large=False)
    if not dimension:
        return replace(bare, kind="%")
    low, high = (value / 100 * size for value in (bare.low, bare.high))
    return Magnitude(bare.start, end, low, high, 0.0, dimension, size)
