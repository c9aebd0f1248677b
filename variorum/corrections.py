"""What persons corrected and when: the log of the method page, without anybody's name or note."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from compare.decisions import Articles, Decision
from compare.verdicts import Reviews, Verdict
from db.records import StoredLine


@dataclass(frozen=True, slots=True, order=True)
class Correction:
    """One kind of thing that was corrected on one day, `count` times. `what` is a verb of the grouping with the outlets
    it is about, a judgement on a rule's marks or a kind's differences, or a decision on an outlet's furniture."""

    day: date
    subject: str
    what: str
    outlets: tuple[tuple[str, ...], ...] = ()
    about: str = ""
    undone: bool = False
    count: int = 1


GROUPING: Final = "grouping"
FURNITURE: Final = "furniture"


def corrections(
    decisions: Iterable[Decision], verdicts: Iterable[Verdict], furniture: Iterable[StoredLine]
) -> tuple[Correction, ...]:
    """Every correction, newest day first; within a day in an order of their content alone."""
    found = [*_of_decisions(decisions), *_of_verdicts(verdicts), *_of_furniture(furniture)]
    counted: Counter[Correction] = Counter(found)
    lines = [
        Correction(one.day, one.subject, one.what, one.outlets, one.about, one.undone, count)
        for one, count in counted.items()
    ]
    return tuple(sorted(lines, key=lambda one: (-one.day.toordinal(), one)))


def _of_decisions(decisions: Iterable[Decision]) -> Iterator[Correction]:
    for one in decisions:
        groups = (_outlets(one.together), _outlets(one.apart[1]))
        yield Correction(one.at.date(), GROUPING, one.verb, groups)
        if one.undone_at is not None:
            yield Correction(one.undone_at.date(), GROUPING, one.verb, groups, undone=True)


def _outlets(articles: Articles) -> tuple[str, ...]:
    """The outlet of each article, with repetitions: two articles of one outlet are two."""
    return tuple(sorted(article.outlet for article in articles))


def _of_verdicts(verdicts: Iterable[Verdict]) -> Iterator[Correction]:
    """What was rejected, each flag and each difference once, on the day of the verdict that holds; nothing where
    reviewers disagree."""
    held = [one for one in verdicts if one.undone_at is None]
    reviews = Reviews(held)
    holding: Mapping[str, Verdict] = {
        decided.id: decided
        for one in held
        if (decided := reviews.of(one.subject, one.about, one.quotes).decided) is not None
    }
    for one in holding.values():
        if one.judgement != "accepted":
            yield Correction(one.at.date(), one.subject, one.judgement, about=one.about)


def _of_furniture(lines: Iterable[StoredLine]) -> Iterator[Correction]:
    for one in lines:
        if one.decided_at is not None:
            yield Correction(one.decided_at.date(), FURNITURE, one.state, ((one.line.outlet,),))
