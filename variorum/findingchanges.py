"""Findings of two runs side by side: what came, went, changed, moved to another event, or is as it was.

Ids alone don't tell: a flag's changes where its words moved in the text, a difference's where its claim gets another
reading. So what is left of either run is paired by what a person is told of it, the surest pairs first. The same pairs
come out whichever run is put first.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from compare.words import words
from db.records import KeptFinding, ToldDifference, ToldFlag, ToldSide

ChangeKind = Literal["came", "went", "changed", "moved", "unchanged"]
Aspect = Literal["rule", "category", "level", "match", "voice", "source", "message", "repeats", "explanation", "sides"]

FLAG_ASPECTS: Final[tuple[Aspect, ...]] = (
    "rule", "category", "level", "match", "voice", "source", "message", "repeats",
)  # fmt: skip
COMMON_SIDES: Final = 2  # passages that two differences of one kind need in common to be one


@dataclass(frozen=True, slots=True)
class Change:
    """One finding of either run, or the same in both; one of the two is None where it came or went."""

    before: KeptFinding | None
    after: KeptFinding | None

    @property
    def kind(self) -> ChangeKind:
        if self.before is None or self.after is None:
            return "came" if self.before is None else "went"
        if self.aspects:
            return "changed"
        return "unchanged" if self.before.event == self.after.event else "moved"

    @property
    def aspects(self) -> tuple[Aspect, ...]:
        """What of it is told otherwise; nothing where it came or went."""
        if self.before is None or self.after is None:
            return ()
        return tuple(_aspects(self.before.told, self.after.told))

    @property
    def finding(self) -> KeptFinding:
        """As it is now, or as it was before it went."""
        found = self.after or self.before
        if found is None:
            raise ValueError("a change is of a finding")
        return found

    @property
    def findings(self) -> tuple[KeptFinding, ...]:
        return tuple(one for one in (self.before, self.after) if one is not None)

    @property
    def counts(self) -> bool:
        """Not where the words only repeat those of another article that has the same text."""
        return not all(isinstance(one.told, ToldFlag) and one.told.repeats for one in self.findings)


def changes(before: Iterable[KeptFinding], after: Iterable[KeptFinding]) -> list[Change]:
    """Every finding of both runs in exactly one change, by event, subject and id."""
    two = _TwoRuns(sorted(before, key=_order), sorted(after, key=_order))
    for key in (_whole, _place, _name, _telling, _marking):
        two.pair(key)
    two.pair_likest(_likeness)
    found = [
        *(Change(one, other) for one, other in two.pairs),
        *(Change(one, None) for one in two.before),
        *(Change(None, one) for one in two.after),
    ]
    return sorted(found, key=lambda change: _order(change.finding))


class _TwoRuns:
    """What of either run has no counterpart yet, in `_order`, and the pairs that were found."""

    def __init__(self, before: list[KeptFinding], after: list[KeptFinding]) -> None:
        self.before, self.after = before, after
        self.pairs: list[tuple[KeptFinding, KeptFinding]] = []

    def pair(self, key: Callable[[KeptFinding], Hashable]) -> None:
        """Pair what has the same key, of several in order."""
        waiting: dict[Hashable, list[int]] = defaultdict(list)
        for at in reversed(range(len(self.after))):
            waiting[key(self.after[at])].append(at)
        self._take([(at, places.pop()) for at, one in enumerate(self.before) if (places := waiting.get(key(one)))])

    def pair_likest(self, likeness: Callable[[KeptFinding, KeptFinding], tuple[int, ...] | None]) -> None:
        """Pair what is most alike first; None is no pair. Two that tell of no common article are not asked about."""
        telling: dict[str, list[int]] = defaultdict(list)
        for at, one in enumerate(self.after):
            for article in _articles(one):
                telling[article].append(at)
        found = []
        for at, one in enumerate(self.before):
            for to in sorted({to for article in _articles(one) for to in telling[article]}):
                other = self.after[to]
                if (degree := likeness(one, other)) is not None:
                    tie = sorted((_order(one), _order(other)))  # the same whichever run is put first
                    found.append(([-part for part in degree], tie, at, to))
        here: set[int] = set()
        there: set[int] = set()
        pairs = []
        for _, _, at, to in sorted(found):
            if at not in here and to not in there:
                here.add(at)
                there.add(to)
                pairs.append((at, to))
        self._take(pairs)

    def _take(self, found: Sequence[tuple[int, int]]) -> None:
        self.pairs += [(self.before[at], self.after[to]) for at, to in found]
        here, there = {at for at, _ in found}, {to for _, to in found}
        self.before = [one for at, one in enumerate(self.before) if at not in here]
        self.after = [one for to, one in enumerate(self.after) if to not in there]


def _order(finding: KeptFinding) -> tuple[str, ...]:
    return finding.event, finding.subject, finding.id, repr(finding.told)


# What two findings have in common that are one, the surest first.


def _whole(finding: KeptFinding) -> Hashable:
    return finding


def _place(finding: KeptFinding) -> Hashable:
    return finding.event, finding.subject, finding.id


def _name(finding: KeptFinding) -> Hashable:
    """Another event took it over."""
    return finding.subject, finding.id


def _telling(finding: KeptFinding) -> Hashable:
    """The same is told of other places in the texts."""
    return finding.told


def _marking(finding: KeptFinding) -> Hashable:
    """The same rule marks the same words of the article; of differences no more than `_telling`."""
    if isinstance(finding.told, ToldFlag):
        return finding.told.article, finding.told.rule, _plain(finding.told.match)
    return finding.told


def _likeness(one: KeptFinding, other: KeptFinding) -> tuple[int, ...] | None:
    """How much speaks for two findings of different ids being one; None where too little does."""
    near = int(one.event == other.event)
    if isinstance(one.told, ToldFlag) and isinstance(other.told, ToldFlag):
        return _same_words(one.told, other.told, near)
    if isinstance(one.told, ToldDifference) and isinstance(other.told, ToldDifference):
        return _same_sides(one.told, other.told, near)
    return None


def _same_words(one: ToldFlag, other: ToldFlag, near: int) -> tuple[int, ...] | None:
    """Words of one article in one category, of which the shorter stand in the longer."""
    if (one.article, one.category) != (other.article, other.category):
        return None
    short, long = sorted((_plain(one.match), _plain(other.match)), key=len)
    if not short or not any(long[at : at + len(short)] == short for at in range(len(long) - len(short) + 1)):
        return None
    return near, int(one.rule == other.rule), int(short == long), int(one.voice == other.voice)


def _same_sides(one: ToldDifference, other: ToldDifference, near: int) -> tuple[int, ...] | None:
    """Differences of one kind with COMMON_SIDES passages or more in common."""
    if one.kind != other.kind:
        return None
    common = (Counter(map(_passage, one.sides)) & Counter(map(_passage, other.sides))).total()
    return (near, common) if common >= COMMON_SIDES else None


def _passage(side: ToldSide) -> Hashable:
    return side.article, _plain(side.text)


def _plain(text: str) -> tuple[str, ...]:
    return tuple(word.text.casefold().replace("’", "'") for word in words(text))


def _articles(finding: KeptFinding) -> set[str]:
    if isinstance(finding.told, ToldFlag):
        return {finding.told.article}
    return {side.article for side in finding.told.sides}


# What is told otherwise.


def _aspects(one: ToldFlag | ToldDifference, other: ToldFlag | ToldDifference) -> Iterator[Aspect]:
    if isinstance(one, ToldFlag) and isinstance(other, ToldFlag):
        yield from (name for name in FLAG_ASPECTS if getattr(one, name) != getattr(other, name))
    elif isinstance(one, ToldDifference) and isinstance(other, ToldDifference):
        if one.explanation != other.explanation:
            yield "explanation"
        if _parted(one) != _parted(other):
            yield "sides"


def _parted(difference: ToldDifference) -> frozenset[frozenset[tuple[str, str]]]:
    """Who stands with whom, by what they wrote; the letters of sides say no more than that."""
    by_side: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for side in difference.sides:
        by_side[side.side].add((side.article, side.text))
    return frozenset(map(frozenset, by_side.values()))
