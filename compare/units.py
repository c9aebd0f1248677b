"""Units of measure: which dimension a word after a number belongs to, and how it converts within that dimension."""

from __future__ import annotations

import re

# Dimension -> words (with "|") -> size in the dimension's base unit. International and US customary values.
UNITS: dict[str, dict[str, float]] = {
    "length": {
        r"km|kms|kilometres?|kilometers?": 1000.0, r"miles?|mi": 1609.344, r"metres?|meters?|m": 1.0,
        r"cm|centimetres?|centimeters?": 0.01, r"mm|millimetres?|millimeters?": 0.001, r"feet|foot|ft": 0.3048,
        r"inch(?:es)?|in\.": 0.0254, r"yards?|yd": 0.9144, r"nautical\s+miles?": 1852.0,
    },
    "area": {
        r"hectares?|ha": 1e4, r"acres?": 4046.856,
        r"sq(?:uare)?\.?\s*(?:km|kilometres?|kilometers?)|km²": 1e6, r"sq(?:uare)?\.?\s*miles?": 2.589988e6,
        r"sq(?:uare)?\.?\s*(?:metres?|meters?)|m²": 1.0, r"sq(?:uare)?\.?\s*(?:feet|foot|ft)": 0.092903,
    },
    "mass": {
        r"tonnes?|metric\s+tons?": 1000.0, r"tons?": 1000.0, r"kg|kgs|kilos?|kilogram(?:me)?s?": 1.0,
        r"grams?|grammes?|g": 0.001, r"lbs?": 0.453592, r"ounces?|oz": 0.0283495,
    },
    "volume": {
        r"litres?|liters?|l": 1.0, r"millilitres?|milliliters?|ml": 0.001, r"gallons?": 3.785412,
        r"cubic\s+(?:metres?|meters?)": 1000.0,
    },
    "barrels": {r"barrels?": 1.0},
    "duration": {
        r"seconds?": 1.0, r"minutes?|mins?": 60.0, r"hours?|hrs?": 3600.0, r"days?|nights?": 86400.0,
        r"weeks?": 604800.0, r"fortnights?": 1209600.0, r"months?": 2629746.0, r"years?": 31556952.0,
        r"decades?": 315569520.0, r"centur(?:y|ies)": 3155695200.0,
    },
    "speed": {
        r"km/h|kph|kmh|kilometres?\s+(?:an|per)\s+hour|kilometers?\s+(?:an|per)\s+hour": 1.0,
        r"mph|miles?\s+(?:an|per)\s+hour": 1.609344, r"knots?": 1.852,
    },
    "power": {
        r"gigawatts?|gw": 1e9, r"megawatts?|mw": 1e6, r"kilowatts?|kw": 1e3, r"watts?": 1.0,
    },
}  # fmt: skip
_CURRENCIES = {
    "$": r"(?:US\s+)?dollars?", "€": r"euros?", "£": r"pounds?(?:\s+sterling)?", "¥": r"yen", "₹": r"rupees?",
}  # fmt: skip
_OTHER_CURRENCIES = (
    "crown franc florin taler thaler mark peso dinar dirham krone krona kroner kronor rand real yuan rouble ruble lira"
    " shilling ducat guilder zloty forint won riyal"
)

_TABLE = [
    (re.compile(rf"[ \u00a0-]?(?:{words})(?![\w/])", re.IGNORECASE), dimension, size)
    for dimension, units in UNITS.items()
    for words, size in units.items()
]
# Longer units first: "miles an hour" before "miles", "square metres" before "metres".
_TABLE.sort(key=lambda row: -len(row[0].pattern))
PERCENT = re.compile(r"\s?(?:%|per\s?cent\b|percent\b|pc\b)", re.IGNORECASE)
POINT = re.compile(r"[ -](?:of\s+)?(?:an?\s+)?percentage[ -]points?\b|[ -]basis[ -]points?\b", re.IGNORECASE)
PART_OF_POINT = re.compile(r"[ -](?:of\s+)?(?:an?\s+)?(?:percentage[ -])?points?\b", re.IGNORECASE)
"""After a fraction a bare "point" is one of a rate's; after a count it may be a goal's or an index's."""
BASIS = re.compile(r"basis", re.IGNORECASE)
DEGREES = re.compile(
    r"\s?°\s?(?P<a>[CF])\b|(?P<c>[CF])\b|\s?degrees?\s+(?P<b>(?i:celsius|fahrenheit|[cf]\b))|\s?(?:°|degrees?\b)"
)
SIGN_BEFORE = re.compile(r"(?:(?:US|A|C|NZ|HK)?[$]|[€£¥₹])\s?$")
_AFTER = [(re.compile(rf"\s(?:{words})\b", re.IGNORECASE), sign) for sign, words in _CURRENCIES.items()]
_AFTER += [(re.compile(rf"\s(?:\w+\s)?{word}(?:s|es)?\b", re.IGNORECASE), word) for word in _OTHER_CURRENCIES.split()]
WEIGHING = re.compile(r"\bweigh", re.IGNORECASE)


def unit_after(text: str, end: int, *, large: bool) -> tuple[str, float, int]:
    """Dimension, size of one unit in its base, and the end of the unit's words; ("", 1, end) where none follows.

    A single letter is a unit only right after the number ("80m" is millions where `large`, metres are spelled out).
    """
    for pattern, dimension, size in _TABLE:
        found = pattern.match(text, end)
        if found and len(found.group().strip(" -\u00a0")) > 1 and not (large and found.group().startswith("m")):
            return dimension, size, found.end()
    return "", 1.0, end


def money_at(text: str, start: int, end: int) -> tuple[str, int, int] | None:
    """The currency of the number at `text[start:end]` and the stretch with its sign or word; None without one."""
    sign = SIGN_BEFORE.search(text, max(0, start - 4), start)
    if sign:
        return sign.group().strip().upper().replace("US$", "$"), sign.start(), end
    for pattern, name in _AFTER:
        after = pattern.match(text, end)
        if after and not (name == "£" and WEIGHING.search(text, max(0, start - 30), start)):
            return name, start, after.end()
    return None


def celsius(value: float, written: str) -> float:
    """A temperature in degrees Celsius, from Fahrenheit where the words after the number say so."""
    found = DEGREES.match(written)
    scale = ((found.group("a") or found.group("b") or found.group("c")) if found else None) or "c"
    return (value - 32) * 5 / 9 if scale[0].lower() == "f" else value
