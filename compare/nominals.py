"""Nominal numbers: those that date or name something (a year, an hour, a room) and tell neither size nor count."""

from __future__ import annotations

import re

from compare.asof import MONTHS
from compare.numerals import Numeral
from compare.units import DEGREES, PERCENT, POINT, money_at, unit_after

BEFORE_NOMINAL = re.compile(
    rf"(?:\b(?:{MONTHS})\.?\s+|\bno\.?\s|[:/#]|\b(?:route|flight|line|room|platform|gate|article|section|chapter|page"
    rf"|district|unit|level|phase|grade|type|highway)\s)$",
    re.IGNORECASE,
)
AFTER_NOMINAL = re.compile(
    rf"^(?:\s+(?:of\s+)?(?:{MONTHS})\b|[:/]\d|\.\d\d\s?[ap]\.?m|\s?[ap]\.?m\b\.?|\s?o[’']clock|[’']?s\b|[A-Za-z])",
    re.IGNORECASE,
)
MONTH_BEFORE = re.compile(rf"\b(?:{MONTHS})\s+$", re.IGNORECASE)
MONTH_AFTER = re.compile(rf"\s+(?:of\s+)?(?:{MONTHS})\b", re.IGNORECASE)
HOUR_LEAD = re.compile(r"\b(?:at|by|until|from|around)\s$")
ON_A_DAY = re.compile(r"\s+on\s+[A-Z]\w+day")
SPELLED_HOUR = re.compile(r"\s?o[’']clock|\s?[ap]\.?m\b")
YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
YEAR_LEAD = re.compile(r"\b(?:in|since|of|from|until|by|for|the|to|and|during|before|after|late|early|mid-?)\s$", re.I)
ONE_COUNTS = re.compile(
    r"[ -](?:person|man|woman|child|boy|girl|dead|death|injured|missing|killed|seat|vote|goal|year|month|week"
    r"|hour|day|mile|kilomet|million|billion|of\s+(?:the|them|its)|in\s+\w+\b|people)"
)
ONE_POINTS = re.compile(r"\b(?:no|any|every|some|each|the|this|that)\s$", re.IGNORECASE)
LOOKED_AT = 24, 16  # characters before and after a number
AFTER_ONE = 30  # characters after "one"


def is_nominal(text: str, numeral: Numeral) -> bool:
    """Is it a date, a year, a time of day, a house's or a flight's number, or a word that only looks like a number?"""
    start, end = numeral.start, numeral.end
    before, after = text[max(0, start - LOOKED_AT[0]) : start], text[end : end + LOOKED_AT[1]]
    written = text[start:end]
    if (
        before[-1:].isalnum()
        or (before[-1:] in "’'" and before[-2:-1].isalnum())
        or (before[-1:] == "-" and before[-2:-1].isalpha())
    ):
        return True
    if numeral.kind != "count":
        return numeral.kind == "ordinal" and bool(MONTH_AFTER.match(after) or MONTH_BEFORE.search(before))
    if written[:1].isdigit():
        if money_at(text, start, end) or PERCENT.match(after) or POINT.match(after):
            return False
        if DEGREES.match(after) or (unit_after(text, end, large=False)[0] and not after[:1].isspace()):
            return False
        if BEFORE_NOMINAL.search(before) or AFTER_NOMINAL.match(after):
            return True
        if YEAR.fullmatch(written) and (YEAR_LEAD.search(before) or not re.match(r"\s+[a-z]", after)):
            return True
        return bool(HOUR_LEAD.search(before) and ON_A_DAY.match(after))
    if SPELLED_HOUR.match(after):
        return True
    # "One" counts only where what it counts follows; else it stands for a person or a thing.
    return written.lower() == "one" and (
        not ONE_COUNTS.match(text[end : end + AFTER_ONE]) or bool(ONE_POINTS.search(before))
    )
