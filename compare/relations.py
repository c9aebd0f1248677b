"""How two statements of one claim stand to each other, with the places that show it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from compare.asof import former_state, of_two_days, other_day, other_period
from compare.assertions import Denied, denied_assertion
from compare.claims import Reading
from compare.detail import Detail, detail
from compare.difference import Context
from compare.numberpairs import NumberPair, number_pairs
from compare.opposites import opposites
from compare.phrases import Term, common_share, terms
from compare.printings import printing
from compare.sayers import may_be_one, sayers, two_sources
from compare.spans import Span
from compare.statements import Statement
from compare.tolls import STATE
from compare.utterances import QuotePair, quote_pairs
from compare.variations import names_only, resemble, say_the_same, two_occasions

Why = Literal["denial", "opposite", "number"]


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


@lru_cache(maxsize=4_096)
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
    found_pairs = quote_pairs(a.text, b.text, one_speaker=one_speaker)
    same = (p for p in found_pairs if _of_one_utterance(p, a.text, b.text, one_speaker=one_speaker))
    quotations = tuple(sorted(same, key=_by_place))
    two = not quotations and two_sources(a.text, b.text)
    numbers = tuple(sorted(number_pairs(a, b, two=two, shared=common_share(ours, theirs)), key=_by_place))
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


def _of_one_utterance(pair: QuotePair, a: str, b: str, *, one_speaker: bool) -> bool:
    """Are two quotations that have words in common one utterance, and not two remarks that resemble each other?"""
    if pair.version == "identical":
        return True
    if two_occasions(a, b):
        return False
    ours, theirs = printing(a, pair.a), printing(b, pair.b)
    if pair.version == "cut":
        return not names_only(ours, theirs)
    return resemble(ours, theirs) or (one_speaker and say_the_same(ours, theirs))


def _state_of_two_days(a: Statement, b: Statement) -> bool:
    """Does either tell what there is or what is left, and was one published on another day than the other?"""
    return of_two_days(a.published, b.published) and bool(STATE.search(a.text) or STATE.search(b.text))


def _one_speaker(a: str, b: str) -> bool:
    """Do both name one source, or have a name in common that could speak?"""
    ours, theirs = sayers(a), sayers(b)
    if ours and theirs and any(may_be_one(one, other) for one in ours for other in theirs):
        return True
    return not (ours and theirs and two_sources(a, b)) and bool(_names(a) & _names(b))


def _names(text: str) -> frozenset[str]:
    return frozenset(t.stem for t in terms(text)[1:] if t.capital and t.telling and not t.quoted)


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


def _accounted(text: str, numbers: tuple[NumberPair, ...], *, side: Literal["a", "b"]) -> list[Span]:
    """The places that add nothing: numbers that have their counterpart, and who is named as source."""
    taken = [pair.a if side == "a" else pair.b for pair in numbers]
    for stems in sayers(text):
        taken += [Span(t.start, t.end) for t in terms(text) if t.stem in stems]
    return taken
