"""How two statements of one claim stand to each other, with the places that show it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from compare.amounts import Amount, amounts
from compare.asof import Order, former_state, order, other_day, other_period, same_stated_time
from compare.claims import Reading
from compare.denials import Denied, denied_assertion, negated
from compare.detail import Detail, detail
from compare.difference import Context
from compare.families import akin
from compare.opposites import beside, opposites
from compare.phrases import Term, terms
from compare.samething import paired
from compare.sayers import may_be_one, sayers, two_sources
from compare.spans import Span
from compare.tolls import NEVER_FALLS, STATE, TRADED, Course, course, played_on
from compare.utterances import QuotePair, quote_pairs
from compare.words import stem
from scraper.article import Moment

Time = Literal["same moment", "changed with time", "fell", "unknown"]
"""What the times say of two values of a count: one moment; the higher (of what goes both ways: either) surely later;
a toll that would have fallen; or nothing, since the order is not known or two sources are named."""
Why = Literal["denial", "opposite", "number"]

DATELINE = re.compile(r"[A-Z][A-Z .,’'-]+(?:\([^)]*\))?\s*[-–—:]+\s*")
DENIED_WITHIN = 4  # words after a count within which its verb is denied
BODY = stem("bodies")
SUBJECT_SHARED = 0.34  # of the fewer names before two numbers must be the same for one subject


@dataclass(frozen=True, slots=True)
class Statement:
    """What one outlet wrote, and when it was published, None where that is not known."""

    text: str
    published: Moment | None = None


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


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words of both statements that cannot both hold, or of which one denies the other, and of what kind they are."""

    a: Span
    b: Span
    why: Why


@dataclass(frozen=True, slots=True)
class Relation:
    """All that two statements, called `a` and `b`, have to do with each other. Every place is half-open in its text."""

    numbers: tuple[NumberPair, ...]
    quotations: tuple[QuotePair, ...]
    denials: tuple[Evidence, ...]
    contradictions: tuple[Evidence, ...]
    detail: Detail | None

    @property
    def number(self) -> bool:
        """Two values for one thing that do not fit, also where the value changed with time."""
        return any(not pair.fits for pair in self.numbers)

    @property
    def quotation(self) -> bool:
        """One utterance in other or fewer words."""
        return any(pair.version != "identical" for pair in self.quotations)

    @property
    def negation(self) -> bool:
        """One denies what the other asserts."""
        return bool(self.denials)

    @property
    def contradiction(self) -> bool:
        """Both cannot hold, and their words show it."""
        return bool(self.contradictions)

    def mirrored(self) -> Relation:
        """The same relation with the two statements in each other's place."""
        return Relation(
            tuple(sorted((replace(p, a=p.b, b=p.a) for p in self.numbers), key=_by_place)),
            tuple(sorted((QuotePair(p.b, p.a, p.version) for p in self.quotations), key=_by_place)),
            tuple(Evidence(e.b, e.a, e.why) for e in self.denials),
            tuple(Evidence(e.b, e.a, e.why) for e in self.contradictions),
            {"a": "b", "b": "a", "both": "both"}[self.detail] if self.detail else None,  # type: ignore[arg-type]
        )


@lru_cache(maxsize=8192)
def relate(a: Statement, b: Statement) -> Relation:
    """How `b` stands to `a`; `relate(b, a)` is its mirror image. Both should be readings of one claim."""
    if _key(b) < _key(a):
        return _relate(b, a).mirrored()
    return _relate(a, b)


def relate_readings(a: Reading, b: Reading, context: Context) -> Relation:
    """The relation of two readings of one claim, at their articles' times of publication."""
    return relate(
        Statement(a.text, context.published.get(a.article)), Statement(b.text, context.published.get(b.article))
    )


def _key(statement: Statement) -> tuple[str, str]:
    return (statement.text, str(statement.published or ""))


def _by_place(pair: NumberPair | QuotePair) -> tuple[Span, Span]:
    return (pair.a, pair.b)


def _relate(a: Statement, b: Statement) -> Relation:
    ours, theirs = terms(a.text), terms(b.text)
    one_speaker = _one_speaker(a.text, b.text)
    quotations = tuple(sorted(quote_pairs(a.text, b.text, one_speaker=one_speaker), key=_by_place))
    two = not quotations and two_sources(a.text, b.text)
    numbers = _numbers(a, b, two=two, shared=common_share(ours, theirs))
    # What was so on Monday, or last year, may be otherwise on Wednesday, or this year.
    one_time = (
        not other_day(a.text, b.text)
        and not other_period(a.text, b.text, a.published, b.published)
        and not former_state(a.text, b.text)
        and not _state_of_two_days(a, b)
    )
    denials, exclusive = _denials(ours, theirs, two=two) if one_time else ([], [])
    found = [Evidence(p.a, p.b, "number") for p in numbers if p.exclusive] + exclusive
    opposed = opposites(ours, theirs) if one_time and not two else None
    if opposed is not None:
        found.append(Evidence(opposed.a, opposed.b, "opposite"))
    return Relation(
        numbers,
        quotations,
        tuple(denials),
        tuple(sorted(found, key=lambda e: (e.a, e.b, e.why))),
        detail(ours, theirs, _accounted(a.text, numbers, side="a"), _accounted(b.text, numbers, side="b")),
    )


def _state_of_two_days(a: Statement, b: Statement) -> bool:
    """Does either tell what there is or what is left, and was one published a day or more before the other?"""
    if a.published is None or b.published is None or not (STATE.search(a.text) or STATE.search(b.text)):
        return False
    return a.published.at.date() != b.published.at.date()


def common_share(a: tuple[Term, ...], b: tuple[Term, ...]) -> float:
    """The share of the shorter statement's content words that the other has too, 0 to 1."""
    ours, theirs = {t.stem for t in a if t.telling}, {t.stem for t in b if t.telling}
    fewer = min(len(ours), len(theirs))
    if not fewer:
        return 0.0
    return min(1.0, sum(any(akin(one, other) for other in theirs) for one in ours) / fewer)


def _one_speaker(a: str, b: str) -> bool:
    """Do both name one source, or have a name in common that could speak?"""
    ours, theirs = sayers(a), sayers(b)
    if ours and theirs and any(may_be_one(one, other) for one in ours for other in theirs):
        return True
    return not (ours and theirs and two_sources(a, b)) and bool(_names(a) & _names(b))


def _names(text: str) -> frozenset[str]:
    return frozenset(t.stem for t in terms(text)[1:] if t.capital and t.telling and not t.quoted)


# -- numbers --


def _numbers(a: Statement, b: Statement, *, two: bool, shared: float) -> tuple[NumberPair, ...]:
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
            and not _other_part(a.text, pair.a, b.text, pair.b)
        ):
            out.append(_differing(a, b, pair.a, pair.b, places, two=two))
    return tuple(sorted(out, key=_by_place))


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
        common = sum(any(akin(one, other) for other in theirs) for one in ours)
        if common < SUBJECT_SHARED * min(len(ours), len(theirs)):
            return not _knows(b, ours, whole=True) or not _knows(a, theirs, whole=True)
    return not _knows(b, ours) and not _knows(a, theirs)


def _subject_names(text: str, at: int) -> frozenset[str]:
    said = frozenset(stem for source in sayers(text) for stem in source)
    dateline = DATELINE.match(text)
    first = dateline.end() if dateline else 0
    return frozenset(
        t.stem for t in terms(text) if first < t.start < at and t.capital and t.telling and t.stem not in said
    )


def _knows(text: str, names: frozenset[str], *, whole: bool = False) -> bool:
    """Does a sentence use any (`whole`: most) of some names?"""
    own = [t.stem for t in terms(text) if t.content]
    known = sum(any(akin(name, other) for other in own) for name in names)
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
    return _of_two_days(one, other, a.published, b.published)


def _of_two_days(one: Amount, other: Amount, at_one: Moment | None, at_other: Moment | None) -> bool:
    """Were two plain counts ("20 rescuers", "80 rescuers") published on two days? Parts of a whole stand."""
    if one.kind != "count" or "part" in (one.role, other.role) or at_one is None or at_other is None:
        return False
    return at_one.at.date() != at_other.at.date()


# -- denials --


def _denials(a: tuple[Term, ...], b: tuple[Term, ...], *, two: bool) -> tuple[list[Evidence], list[Evidence]]:
    """The denials between two statements, and those of them that contradict.

    What somebody is reported to have denied is that person's word against another's: no contradiction of the texts.
    """
    found: list[tuple[Evidence, Denied]] = []
    if denied := denied_assertion(a, b):
        found.append((Evidence(denied.denial, denied.assertion, "denial"), denied))
    if denied := denied_assertion(b, a):
        found.append((Evidence(denied.assertion, denied.denial, "denial"), denied))
    return [e for e, _ in found], [e for e, d in found if not two and d.form != "denied"]


# -- detail --


def _accounted(text: str, numbers: tuple[NumberPair, ...], *, side: Literal["a", "b"]) -> list[Span]:
    """The places that add nothing: numbers that have their counterpart, and who is named as source."""
    taken = [pair.a if side == "a" else pair.b for pair in numbers]
    for stems in sayers(text):
        taken += [Span(t.start, t.end) for t in terms(text) if t.stem in stems]
    return taken
