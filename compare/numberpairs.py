"""Pairs of numbers: the values that two statements give for one thing, and what times say of those that don't fit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from compare.amounts import Amount, amounts
from compare.asof import Order, former_state, of_two_days, order, other_day, other_period, same_stated_time
from compare.datelines import dateline_length
from compare.denials import negated
from compare.families import kin
from compare.opposites import beside
from compare.phrases import Term, terms
from compare.samething import paired
from compare.sayers import sayers
from compare.spans import Span
from compare.statements import Statement
from compare.tolls import NEVER_FALLS, STATE, TRADED, Course, course, played_on
from compare.words import stem

Time = Literal["same moment", "changed with time", "fell", "unknown"]
"""What the times say of two values of a count: one moment; the higher (of what goes both ways: either) surely later;
a toll that would have fallen; or nothing, since the order is not known or two sources are named."""

HOUSEHOLD = re.compile(r"\b[Tt]he ([A-Z][\w-]+?)s\b(?![’'])")
MEMBER = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Dr|Sir|Lady|Lord|Dame)\.? (?:[A-Z][\w.]+ )*?([A-Z][\w-]+)\b")
"""A family by its name, and one of a family by a title and the name."""
DENIED_WITHIN = 4  # words after a count within which its verb is denied
BODY = stem("bodies")
SUBJECT_SHARED = 0.34  # of the fewer names before two numbers must be the same for one subject


@dataclass(frozen=True, slots=True)
class NumberPair:
    """Two values for one thing: `a` and `b` are their places, bounds left out.

    `course` tells whether what is counted grows, changes or stands; `time` what the times of publication and the times
    named say of two values that do not fit. `two_sources`: each is ascribed to a source of its own. `exclusive`: they
    cannot both hold, so that the pair is a contradiction.
    """

    a: Span
    b: Span
    fits: bool
    measure: str = ""
    course: Course = "stands"
    time: Time = "unknown"
    two_sources: bool = False
    exclusive: bool = False


def number_pairs(a: Statement, b: Statement, *, two: bool, shared: float) -> list[NumberPair]:
    """The numbers of two statements that are of one thing. `two`: each names a source of its own; `shared` is the share
    of content words that both have, 0 to 1."""
    out = []
    periods_differ = other_period(a.text, b.text, a.published, b.published)
    moment = order(a.published, b.published) == "same" or same_stated_time(a.text, b.text)
    for pair in paired(amounts(a.text), amounts(b.text), shared, one_moment=moment):
        places = Span(pair.a.start, pair.a.end), Span(pair.b.start, pair.b.end)
        measure = pair.a.measure or pair.b.measure
        if pair.fits:
            out.append(NumberPair(*places, fits=True, measure=measure))
        elif (
            not periods_differ
            and not _other_subject(a.text, pair.a.start, b.text, pair.b.start)
            and not _household_and_member(a.text[: pair.a.start], b.text[: pair.b.start])
            and not _other_part(a.text, pair.a, b.text, pair.b)
        ):
            out.append(_differing(a, b, pair.a, pair.b, places, two=two))
    return out


def _other_part(a: str, one: Amount, b: str, other: Amount) -> bool:
    """Are two parts of a whole told apart by what they did: "two of the six failed", "four of the six opened"?"""
    ours, theirs = terms(a), terms(b)
    if "part" not in (one.role, other.role):
        return _refused(ours, one) != _refused(theirs, other)
    opposite = beside(ours, one.end, theirs, other.end)  # "stayed shut" and "failed to open" come to the same
    return (_fell_short(ours, one) != _fell_short(theirs, other)) != opposite


def _refused(found: tuple[Term, ...], amount: Amount) -> bool:
    """Is the verb of a count denied ("14 pupils were not vaccinated")?"""
    if amount.kind != "count":
        return False
    near = [t for t in found if t.start >= amount.end][:DENIED_WITHIN]
    return any(t.lower == "not" or t.lower.endswith("n't") for t in near if near and t.clause == near[0].clause)


def _fell_short(found: tuple[Term, ...], amount: Amount) -> bool:
    """Is what follows a number in its clause denied?"""
    own = next((t for t in found if t.start >= amount.start), None)
    within = negated(found)[0]
    return own is not None and any(t.start in within for t in found if t.start >= own.start and t.clause == own.clause)


def _other_subject(a: str, at_a: int, b: str, at_b: int) -> bool:
    """Do other names stand before the two numbers, of which the other sentence knows none or few?"""
    ours, theirs = _subject_names(a, at_a), _subject_names(b, at_b)
    if not ours or not theirs:
        return False
    if len(ours) > 1 and len(theirs) > 1:
        common = sum(map(kin(theirs).hold, ours))
        if common < SUBJECT_SHARED * min(len(ours), len(theirs)):
            return not _knows(b, ours, whole=True) or not _knows(a, theirs, whole=True)
    return not _knows(b, ours) and not _knows(a, theirs)


def _household_and_member(a: str, b: str) -> bool:
    """Do words before two numbers name a family in the one ("the Hales earned") and one of it in the other ("Mr Hale
    earned")?"""
    families = [{found[1] for found in HOUSEHOLD.finditer(text)} for text in (a, b)]
    members = [{found[1] for found in MEMBER.finditer(text)} for text in (a, b)]
    return bool((families[0] - members[0]) & (members[1] - families[1])) or bool(
        (families[1] - members[1]) & (members[0] - families[0])
    )


def _subject_names(text: str, at: int) -> frozenset[str]:
    said = frozenset(stem for source in sayers(text) for stem in source)
    first = dateline_length(text)
    return frozenset(
        t.stem for t in terms(text) if first < t.start < at and t.capital and t.telling and t.stem not in said
    )


def _knows(text: str, names: frozenset[str], *, whole: bool = False) -> bool:
    """Does a sentence use any (`whole`: most) of some names?"""
    own = kin(frozenset(t.stem for t in terms(text) if t.content))
    known = sum(map(own.hold, names))
    return known > len(names) / 2 if whole else known > 0


def _differing(
    a: Statement, b: Statement, one: Amount, other: Amount, places: tuple[Span, Span], *, two: bool
) -> NumberPair:
    measure = one.measure or other.measure
    goes = _course(a.text, b.text, one, measure)
    moments = order(a.published, b.published)
    # "In morning trading" is no one moment.
    named = same_stated_time(a.text, b.text) and not (TRADED.search(a.text) or TRADED.search(b.text))
    # Two who count at once may come to two numbers: that one is the later says nothing then.
    time = "unknown" if two else _time(goes, one, other, moments, named=named)
    if one.bound == other.bound and one.bound in ("about", "at least"):
        holds = True  # two estimates, or two bounds of one higher number
    elif one.more and moments != "same":
        holds = True  # each may be a step of its own
    elif measure in NEVER_FALLS and time == "fell":
        holds = (BODY in one.nouns) != (BODY in other.nouns)  # bodies found are not yet all the dead, nor the toll
    elif goes == "stands":
        holds = _of_two_times(a, b, one, other, same=named or moments == "same") or played_on(a.text, b.text)
    else:
        holds = time != "same moment"
    return NumberPair(
        *places, fits=False, measure=measure, course=goes, time=time, two_sources=two, exclusive=not holds and not two
    )


def _course(a: str, b: str, one: Amount, measure: str) -> Course:
    """Only plain counts go on while an event unfolds: prices, votes, ages and lengths stand."""
    if TRADED.search(a) or TRADED.search(b):
        return "changes"
    if one.kind != "count":
        return "stands"
    goes = {course(measure, a), course(measure, b)}
    return "grows" if "grows" in goes else "changes" if "changes" in goes else "stands"


def _time(goes: Course, one: Amount, other: Amount, moments: Order, *, named: bool) -> Time:
    if goes == "stands":
        return "unknown"
    if named or moments == "same":
        return "same moment"
    if moments == "unknown":
        return "unknown"
    rose = (one.written < other.written) == (moments == "a first")
    if goes == "changes" or rose:
        return "changed with time"
    return "fell"


def _of_two_times(a: Statement, b: Statement, one: Amount, other: Amount, *, same: bool) -> bool:
    """May either value have been so at its own time? What happened stands; how many there are need not."""
    if other_day(a.text, b.text) or former_state(a.text, b.text):
        return True
    if one.kind == "count" and not same and (STATE.search(a.text) or STATE.search(b.text)):
        return True
    # Two plain counts ("20 rescuers", "80 rescuers") of two days; parts of a whole stand.
    return one.kind == "count" and "part" not in (one.role, other.role) and of_two_days(a.published, b.published)
