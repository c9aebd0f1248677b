"""The page on the state of the review: what is added up event by event, and the page of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from compare.proportions import Proportion
from compare.verdicts import ReviewState, Subject
from scraper.article import Moment
from variorum.frames import frame
from variorum.inputs import EventInput, Report
from variorum.kinds import KINDS, chip
from variorum.recordwords import interval_words
from variorum.reviewing import Reviewed
from variorum.reviewviews import CategoryReview, KindReview, ReviewLine, ReviewPage, RuleReview
from variorum.storefacts import StoreFacts
from variorum.when import newest

States = Counter[ReviewState]
OPEN: Final[tuple[ReviewState, ...]] = ("unreviewed", "disputed")
_SHOWING: Final = {
    "all": "This report shows everything that was found but for what reviewers rejected.",
    "reviewed": "This report shows only what reviewers accepted.",
}


@dataclass(frozen=True, slots=True)
class ReviewPart:
    """What the page on the review needs of one event: how much of what is in which state, and a moment and the outlets
    of its texts."""

    counts: tuple[tuple[Reviewed, int], ...]
    newest: Moment | None
    outlets: tuple[str, ...]


def review_part(source: EventInput) -> ReviewPart:
    return ReviewPart(
        counts=tuple(source.review.items()),
        newest=newest(m for item in source.articles for m in (item.article.published, item.article.modified)),
        outlets=tuple(sorted({item.article.outlet for item in source.articles})),
    )


@dataclass(slots=True)
class ReviewSum:
    """Of several events, what `review_part` tells of each: `counts` by subject, category and what it is about."""

    counts: dict[str, dict[str, dict[str, dict[ReviewState, int]]]] = field(default_factory=dict)
    events: int = 0
    complete: int = 0
    untouched: int = 0
    unmarked: int = 0
    newest: Moment | None = None
    outlets: set[str] = field(default_factory=set)

    def add(self, part: ReviewPart) -> None:
        self.newest = newest([self.newest, part.newest])
        self.outlets.update(part.outlets)
        states: States = Counter()
        for key, count in part.counts:
            self._count(key.subject, key.category, key.about, {key.state: count})
            states[key.state] += count
        if states:
            self.events += 1
            self.complete += not any(states[state] for state in OPEN)
            self.untouched += states.keys() == {"unreviewed"}
        else:
            self.unmarked += 1

    def join(self, other: ReviewSum) -> None:
        self.newest = newest([self.newest, other.newest])
        self.outlets |= other.outlets
        self.events += other.events
        self.complete += other.complete
        self.untouched += other.untouched
        self.unmarked += other.unmarked
        for subject, category, about, states in other.each():
            self._count(subject, category, about, states)

    def each(self) -> Iterator[tuple[str, str, str, Mapping[ReviewState, int]]]:
        """(subject, category, what it is about, how much in which state), sorted."""
        for subject, categories in sorted(self.counts.items()):
            for category, abouts in sorted(categories.items()):
                for about, states in sorted(abouts.items()):
                    yield subject, category, about, states

    def _count(self, subject: str, category: str, about: str, states: Mapping[ReviewState, int]) -> None:
        counted = self.counts.setdefault(subject, {}).setdefault(category, {}).setdefault(about, {})
        for state, count in states.items():
            counted[state] = counted.get(state, 0) + count

    def total(self, subject: Subject, category: str | None = None) -> States:
        total: States = Counter()
        for of, kind, _, states in self.each():
            if of == subject and category in (None, kind):
                total.update(states)
        return total


def review_page(found: ReviewSum, report: Report, facts: StoreFacts) -> ReviewPage:
    return ReviewPage(
        frame=frame(report, "", "review", found.newest, found.outlets),
        showing=_SHOWING[facts.show],
        flags=_line(found.total("flag")),
        differences=_line(found.total("difference")),
        categories=tuple(_categories(found, report)),
        kinds=tuple(
            KindReview(chip(kind), _line(counted)) for kind in KINDS if (counted := found.total("difference", kind))
        ),
        events=found.events,
        complete=found.complete,
        untouched=found.untouched,
        unmarked=found.unmarked,
    )


def _categories(found: ReviewSum, report: Report) -> Iterator[CategoryReview]:
    in_force = {rule.id for rule in report.method.rules}
    for kind in KINDS:
        rules = [
            (about, states)
            for subject, category, about, states in found.each()
            if (subject, category) == ("flag", kind)
        ]
        if rules:
            lines = tuple(
                RuleReview(about, f"method.html#{about}" if about in in_force else "", _line(states))
                for about, states in rules
            )
            yield CategoryReview(chip(kind), _line(found.total("flag", kind)), lines)


def _line(states: Mapping[ReviewState, int]) -> ReviewLine:
    accepted, rejected = states.get("accepted", 0), states.get("rejected", 0)
    decided = accepted + rejected
    return ReviewLine(
        found=sum(states.values()),
        reviewed=decided,
        accepted=accepted,
        rejected=rejected,
        disputed=states.get("disputed", 0),
        unreviewed=states.get("unreviewed", 0),
        interval=interval_words(Proportion(accepted, decided)) if decided else "",
    )
