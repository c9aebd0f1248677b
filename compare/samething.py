"""Which numbers of two sentences are of one thing, and whether they fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from compare.amounts import Amount
from compare.bounds import LOOSE
from compare.families import PEOPLE, same_noun

CONVERTED = 0.05  # share that a round figure in other units may be off: 80 km are 50 miles
ROUNDED = 0.05  # share that a round figure may be off: 2.4 billion are 2.38 billion
NEAR = 0.1  # two loose values ("about 300", "some 320"), or two "more than", may speak of one number this share apart
ENOUGH = 2.0  # points of evidence that two numbers are of one thing
FEW_SHARED = 0.2  # share of common words under which two sentences may well speak of two things
MANY_SHARED = 0.4  # share of common words from which they speak of one
FAR_APART = 8.0  # values whose ratio is above are seldom of one thing
ALONE = 1.0
COUNTED_OUT = 100.0  # tolls below are counted one by one: "at least 10" is no rounding of "at least 11"
LED_ALIKE = 1.5  # points more, among pairs with evidence enough, where one word leads both numbers
EARLIER = 0.25  # points less for the value that a change set out from
DERIVED_GRAIN = 2.0
CLOSE = 1e-9
WHOLE = 100.0  # per cent
OTHER_ROLES = (
    {"by", "to"}, {"by", "from"}, {"from", "to"}, {"change", "to"}, {"for", "against"},
)  # fmt: skip
"""Parts that two numbers of one thing do not play: by how much it changed, and what it came to."""


@dataclass(frozen=True, slots=True)
class Paired:
    """Two numbers of one thing."""

    a: Amount
    b: Amount
    fits: bool


def fit(a: Amount, b: Amount) -> bool:
    """Can two numbers of one kind be the same, roundings, bounds and conversions allowed for?"""
    if (
        abs(a.written - b.written) <= CLOSE * max(abs(a.written), abs(b.written))
        and a.low == a.high
        and b.low == b.high
    ):
        return True
    if a.kind == b.kind == "%" and abs(a.written + b.written - WHOLE) <= CLOSE * WHOLE:
        return True  # the two parts of one whole: 84 per cent in time are 16 per cent late
    apart, top = abs(a.written - b.written), max(abs(a.written), abs(b.written))
    if a.bound == b.bound == "at least" and apart > CLOSE * top:
        return apart <= NEAR * top and (not (a.measure or b.measure) or _rounded_down(a, b))
    if a.bound == b.bound == "at most":
        return apart <= ROUNDED * top
    if a.bound == b.bound == "about" and not (a.vague or b.vague):
        half = max(a.grain, b.grain) / 2 if a.grain != b.grain else 0.0
        return apart <= max(NEAR * top, min(half, LOOSE * top))
    slack = _slack(a, b)
    return a.low - slack <= b.high and b.low - slack <= a.high


def _rounded_down(a: Amount, b: Amount) -> bool:
    """Is the lower of two bounds the higher one without its last digits ("more than 1,200", "more than 1,240")?"""
    low, high = sorted((a, b), key=lambda one: one.written)
    return low.grain >= COUNTED_OUT and low.grain > high.grain and high.written - low.written < low.grain


def _slack(a: Amount, b: Amount) -> float:
    """How far apart two values may stand and be one, by their grain or their units."""
    size = min(abs(a.written), abs(b.written)) or max(abs(a.written), abs(b.written))
    if a.unit != b.unit and a.kind != "duration":
        return CONVERTED * size
    if a.kind in ("age", "rank", "ordinal", "votes") or "about" in (a.bound, b.bound):
        return 0.0
    coarse = max(a.grain, b.grain)
    if a.grain == b.grain and a.kind != "%":
        return CLOSE * size
    half = coarse / 2 * (1 - 1e-6)
    return min(half, ROUNDED * size) if max(a, b, key=lambda one: one.grain).zeros else half


def comparable(a: Amount, b: Amount) -> bool:
    """Could both be of one thing, by their kinds, roles and nouns?"""
    if a.kind != b.kind:
        return False
    if a.measure and b.measure and a.measure != b.measure:
        return False
    if {a.role, b.role} in OTHER_ROLES or ("rest" in (a.role, b.role) and a.role != b.role):
        return False
    if a.more != b.more:
        return False
    if a.rate != b.rate and ((a.rate and b.rate) or a.kind.startswith("money")):
        return False
    return "group" not in (a.role, b.role) or a.role == b.role


def likeness(a: Amount, b: Amount, shared: float) -> float:
    """Points of evidence that two comparable numbers are of one thing. `shared` is the sentences' common share."""
    points = 0.0
    common = len(a.around & b.around)
    if a.kind in ("count", "ordinal"):
        nouns = _nouns_alike(a, b)
        if a.measure and a.measure == b.measure:
            points += 2.0 + (0.5 if nouns > 0 else -0.5 if nouns < 0 else 0.0)
        elif nouns > 0:
            points += 1.2
        elif nouns < 0 or (not a.measure and bool(a.nouns) != bool(b.nouns) and not _generic(a, b)):
            return 0.0
        elif not a.nouns and not b.nouns and not a.measure:
            points += 0.2
    elif a.kind in ("votes", "rank"):
        points += 1.5
    elif a.kind == "age":
        return ENOUGH if a.names & b.names else 0.0
    else:
        points += 0.5
    points += 0.5 * min(common, 4)
    if a.role and a.role == b.role:
        points += 0.5
    elif "from" in (a.role, b.role):
        points -= EARLIER
    points += 0.5 if shared >= MANY_SHARED else -0.8 if shared < FEW_SHARED else 0.0
    low, high = sorted((abs(a.written), abs(b.written)))
    if low and high / low > FAR_APART:
        points -= 0.8
    return points


def _nouns_alike(a: Amount, b: Amount) -> int:
    """1 where the nouns agree, -1 where both have other ones, 0 where it can't be told."""
    if not a.nouns or not b.nouns:
        return 0
    if any(same_noun(one, other) for one in a.nouns[:2] for other in b.nouns[:2]) or a.nouns[-1] == b.nouns[-1]:
        return 1
    return 0 if _generic(a, b) else -1


def _generic(a: Amount, b: Amount) -> bool:
    """Does either count people without saying which?"""
    return bool(({"peopl"} | PEOPLE) & {*a.nouns, *b.nouns})


def paired(a: Sequence[Amount], b: Sequence[Amount], shared: float, *, one_moment: bool = True) -> list[Paired]:
    """The numbers of two sentences that are of one thing, each in one pair at most; those that fit first.

    A number that fits one of the other sentence is spoken for, whatever its words: only what is left on both sides can
    differ, and only where enough speaks for one thing. What comes on top ("six more bodies") is of one thing with a
    number of its own value only, or with another addition; of a toll only with one of the same moment (`one_moment`).
    """
    ours, theirs = [*a, *derived(a)], [*b, *derived(b)]
    left_a, left_b = list(range(len(ours))), list(range(len(theirs)))
    out: list[Paired] = []
    fitting = sorted(
        (
            (-_closeness(ours[i], theirs[j], shared), i, j)
            for i in left_a
            for j in left_b
            if _may_fit(ours[i], theirs[j]) and fit(ours[i], theirs[j])
        ),
    )
    for _, i, j in fitting:
        if i in left_a and j in left_b:
            left_a.remove(i)
            left_b.remove(j)
            out.append(Paired(ours[i], theirs[j], fits=True))
    left_a = [i for i in left_a if i < len(a) and not _summed(ours[i], b)]
    left_b = [j for j in left_b if j < len(b) and not _summed(theirs[j], a)]
    differing = sorted(
        (
            (-points - _led_alike(ours[i], theirs[j]), i, j)
            for i in left_a
            for j in left_b
            if ours[i].kind != "ordinal"  # "the first time" and "the second time" are seldom of one thing
            and comparable(ours[i], theirs[j])
            and (one_moment or not (ours[i].more and (ours[i].measure or theirs[j].measure)))
            and not fit(ours[i], theirs[j])
            and (points := likeness(ours[i], theirs[j], shared) + _lone(ours, left_a, i, theirs, left_b, j)) >= ENOUGH
        ),
    )
    for _, i, j in differing:
        if i in left_a and j in left_b:
            left_a.remove(i)
            left_b.remove(j)
            out.append(Paired(ours[i], theirs[j], fits=False))
    return sorted(out, key=lambda pair: (pair.a.start, pair.b.start))


def _led_alike(a: Amount, b: Amount) -> float:
    """More where one word leads both ("paid $43 million", "paid $14 million"): it tells which two belong together, and
    not that any do."""
    return LED_ALIKE if a.lead and a.lead == b.lead else 0.0


def _closeness(a: Amount, b: Amount, shared: float) -> float:
    """Equal values before near ones, then those whose words agree."""
    return (2.0 if a.written == b.written else 0.0) + likeness(a, b, shared) + (1.0 if a.role == b.role else 0.0)


def _may_fit(a: Amount, b: Amount) -> bool:
    if a.kind != b.kind:
        # "to 6 per cent", "now at 6": a bare number takes the kind of the one it equals.
        bare = next((one for one in (a, b) if one.kind == "count" and not one.nouns), None)
        return bare is not None and a.written == b.written
    if a.kind in ("votes",) and a.role != b.role:
        return False
    return a.written == b.written or comparable(a, b)


def _lone(
    ours: Sequence[Amount], left_a: Sequence[int], i: int, theirs: Sequence[Amount], left_b: Sequence[int], j: int
) -> float:
    """A point where nothing else in either sentence could be meant."""
    kind = ours[i].kind
    rivals = sum(ours[k].kind == kind for k in left_a) + sum(theirs[k].kind == kind for k in left_b)
    return ALONE if rivals == 2 else 0.0


def _summed(one: Amount, others: Sequence[Amount]) -> bool:
    """Is a count the sum of the counts that the other sentence gives ("40 nurses and 15 doctors" for "55")?"""
    if one.kind != "count":
        return False
    counts = [o for o in others if o.kind == "count" and o.role != "group" and not o.vague]
    measured = [o for o in counts if one.measure and o.measure == one.measure]
    return any(
        len(parts) > 1 and abs(sum(p.written for p in parts) - one.written) < CLOSE for parts in (counts, measured)
    )


def derived(found: Sequence[Amount]) -> list[Amount]:
    """The change in per cent that "from 1.80 to 2.40" amounts to."""
    out = []
    for one, other in pairwise(found):
        if one.kind == other.kind and one.role == "from" and other.role == "to" and one.written:
            change = abs(100 * (other.written / one.written - 1))
            out.append(
                replace(
                    other, written=change, low=change, high=change, grain=DERIVED_GRAIN, kind="%", unit=1.0,
                    role="by", bound="about", start=one.start, nouns=(), measure="",
                )
            )  # fmt: skip
    return out
