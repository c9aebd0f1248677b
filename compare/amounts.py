"""Amounts: the numbers of a sentence with their magnitude, their bounds, their role, and what they count.

One of the two readers of numbers, and on purpose: the careful one, for all that is told of two numbers. The quick one,
`compare.numbers`, serves the signals of claims alone and measured better there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from compare.ages import whose_age
from compare.bounds import Bound, bound_of, bound_words, stretched
from compare.counted import Told, lead, measure_of, nouns_after, nouns_before, rate_of, stems_around
from compare.jointnumerals import joint
from compare.magnitudes import Magnitude, magnitude
from compare.nominals import is_nominal
from compare.numerals import Numeral, numerals
from compare.roles import Role, comes_on_top, role_of
from compare.tolls import measures
from compare.words import Word, words

OF = re.compile(r"\s+of\b")
CURRENCY = re.compile(r"[A-Z]{0,3}[$£€¥₹]\s?$")
HOW_OFTEN = ("tim",)  # "twice" counts what "three times" counts
ELLIPSIS = re.compile(
    r"[^.;:]{1,60}?\b(?:but|not|instead\s+of|rather\s+than|up\s+from|down\s+from)\s+(?:\w+\s+)?", re.I
)
TOOK_TO = re.compile(
    r"\b(?:tak(?:e|es|ing)|took|bring(?:s|ing)?|brought|rais(?:es?|ed|ing)|push(?:es|ed|ing)?|lift(?:s|ed|ing)?)\s+"
    r"(?:[\w’'-]+\s+){0,4}?(?:toll|total|numbers?|count|tally|figure)\b",
    re.IGNORECASE,
)
NOT_BEFORE = re.compile(r"\b(?:not|n[’']t|never)\b[^.;,]{0,40}$", re.IGNORECASE)
BUT_AFTER = re.compile(r"^[^.;]{0,60}?\bbut\b", re.IGNORECASE)
BUT_ANOTHER = re.compile(r"\bbut\b(?:\s+(?:only|just|about))?\s+(?:\d|[a-z]+)")
NOT_CHARACTERS, BUT_CHARACTERS = 60, 90  # before and after a number in which "not" and "but" take it back
LEFT_OUT = 1e3, 1e6, 1e9  # scales that a range names once: "between two and three million"
FAR_BELOW = 100  # times smaller than the upper end, the lower one goes without its scale


@dataclass(frozen=True, slots=True)
class Amount:
    """What `text[start:end]` says: a value between `low` and `high`, in the base unit of its `kind`.

    `kind`, `grain` and `unit` are those of its magnitude, or "votes". `written` is the value without the bound's
    stretch; `vague`: the words alone give a stretch ("hundreds of"); `zeros`: the last digit stands before noughts.
    `nouns` are the stems of what is counted, `measure` the name of a toll ("dead"), `around` the stems near it, `lead`
    the last before it, `names` the name that an age belongs to, `rate` what it is reckoned by ("year" of "600 a year").
    `more`: it comes on top of others ("six more bodies").
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
    lead: str = ""
    names: frozenset[str] = frozenset()
    vague: bool = False
    zeros: bool = False
    rate: str = ""
    more: bool = False


@lru_cache(maxsize=1_024)
def amounts(text: str) -> tuple[Amount, ...]:
    """The numbers of a text that say how much or how many, in order; dates, times of day and labels are left out."""
    kept = [numeral for numeral in numerals(text) if not is_nominal(text, numeral)]
    tokens = words(text)
    told = measures(text)
    found: list[Amount] = []
    skip = -1
    for i, numeral in enumerate(kept):
        if i <= skip:
            continue
        following = kept[i + 1] if i + 1 < len(kept) else None
        made = _together(text, tokens, told, numeral, following) if following else None
        if made is not None:
            skip = i + 1
            found += made
            continue
        one = _amount(text, tokens, told, numeral)
        if found and _leaves_out(text, found[-1], one):
            one = replace(one, nouns=found[-1].nouns)
        if one.kind != "ordinal" or (one.nouns and not text[: one.start].endswith("-")):
            found.append(one)
    standing = [amount for amount in found if not _taken_back(text, amount)]
    return tuple(_with_steps(text, _with_lone_measure(told, standing)))


def _amount(text: str, tokens: Sequence[Word], told: Sequence[Told], numeral: Numeral) -> Amount:
    """What one numeral says; an ordinal may have no nouns."""
    before, after = CURRENCY.sub("", text[: numeral.start]), text[numeral.end :]  # "about $40", "by US$40"
    said = magnitude(text, numeral)
    start, end, kind = said.start, said.end, said.kind
    nouns = _nouns(text, tokens, numeral, said)
    measure = measure_of(text, told, start, end) if kind in ("count", "%") else ""
    bound: Bound = "exact" if numeral.kind == "ordinal" or kind == "age" else bound_of(before, after)
    vague = numeral.low != numeral.high
    low, high = (said.low, said.high) if vague else stretched(said.low, bound)
    return Amount(
        start, end, said.low, low, high, said.grain, bound, kind, said.unit,
        role="change" if numeral.kind == "times" and kind == "%" else role_of(before, after),
        nouns=nouns,
        measure=measure,
        around=stems_around(tokens, start, end),
        lead=lead(tokens, len(before) - len(bound_words(before))),
        names=whose_age(tokens, start, end, old=end > numeral.end) if kind == "age" else frozenset(),
        vague=vague,
        zeros=numeral.zeros,
        rate=rate_of(text, end),
        more=kind == "count" and comes_on_top(before, after, measured=bool(measure)),
    )  # fmt: skip


def _nouns(text: str, tokens: Sequence[Word], numeral: Numeral, said: Magnitude) -> tuple[str, ...]:
    """What a number counts, ranks or is a share of."""
    if numeral.kind == "times":
        return HOW_OFTEN if said.kind == "count" else ()
    if said.kind == "count":
        return nouns_after(text, tokens, said.end) or nouns_before(text[: numeral.start])
    if said.kind == "ordinal":
        return nouns_after(text, tokens, said.end)[:1]
    if said.kind == "%" and (numeral.kind == "share" or OF.match(text, said.end)):
        return nouns_after(text, tokens, said.end)
    return ()


# -- numbers that bear on each other --


def _together(
    text: str, tokens: Sequence[Word], told: Sequence[Told], one: Numeral, other: Numeral
) -> list[Amount] | None:
    """What two numbers say together; None for two of their own."""
    match joint(text, one, other):
        case "range":
            return [replace(_amount(text, tokens, told, _spanning(one, other)), bound="exact", vague=False)]
        case "result":
            roles: tuple[Role, Role] = ("for", "against") if one.low >= other.low else ("against", "for")
            return [
                replace(_amount(text, tokens, told, side), kind="votes", role=role, nouns=(), measure="", end=side.end)
                for side, role in zip((one, other), roles, strict=True)
            ]
        case "in passing":
            return []
        case None:
            return None


def _spanning(low: Numeral, high: Numeral) -> Numeral:
    """A range as one numeral; "between two and three million" starts at two million."""
    scale = high.grain if high.grain in LEFT_OUT and low.high < high.low / FAR_BELOW else 1.0
    return Numeral(low.start, high.end, low.low * scale, high.high, high.grain, "count")


def _leaves_out(text: str, before: Amount, one: Amount) -> bool:
    """Does a count leave out the noun of the number before it ("not 18 seats but 16")?"""
    return (
        one.kind == before.kind == "count"
        and not one.nouns
        and ELLIPSIS.fullmatch(text, before.end, one.start) is not None
    )


def _taken_back(text: str, amount: Amount) -> bool:
    """Is the number the one that "not 18 … but 16" takes back?"""
    before = text[max(0, amount.start - NOT_CHARACTERS) : amount.start]
    return bool(
        NOT_BEFORE.search(before)
        and BUT_AFTER.match(text[amount.end :])
        and BUT_ANOTHER.search(text[amount.end : amount.end + BUT_CHARACTERS])
    )


def _with_lone_measure(told: Sequence[Told], found: list[Amount]) -> list[Amount]:
    """A count of people whose clause was cut by an insertion takes the only measure that the sentence names."""
    names = {name for _, _, name in told}
    if len(names) != 1 or any(a.measure for a in found):
        return found
    counts = [a for a in found if a.kind == "count" and a.role != "group" and not a.vague]
    if len(counts) != 1:
        return found
    return [replace(a, measure=next(iter(names))) if a is counts[0] else a for a in found]


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
