"""The page on the state of the review, gathered event by event."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
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


class ReviewGathered:
    """The sums over events. `add` takes what `review_part` tells of each event once."""

    def __init__(self) -> None:
        self._counts: defaultdict[tuple[Subject, str, str], States] = defaultdict(Counter)
        self._events = self._complete = self._untouched = self._unmarked = 0
        self._newest: Moment | None = None
        self._outlets: set[str] = set()

    def add(self, part: ReviewPart) -> None:
        self._newest = newest([self._newest, part.newest])
        self._outlets.update(part.outlets)
        states: States = Counter()
        for key, count in part.counts:
            self._counts[key.subject, key.category, key.about][key.state] += count
            states[key.state] += count
        if states:
            self._events += 1
            self._complete += not any(states[state] for state in OPEN)
            self._untouched += states.keys() == {"unreviewed"}
        else:
            self._unmarked += 1

    def page(self, report: Report, facts: StoreFacts) -> ReviewPage:
        return ReviewPage(
            frame=frame(report, "", "review", self._newest, self._outlets),
            showing=_SHOWING[facts.show],
            flags=_line(self._sum("flag")),
            differences=_line(self._sum("difference")),
            categories=tuple(self._categories(report)),
            kinds=tuple(
                KindReview(chip(kind), _line(counted)) for kind in KINDS if (counted := self._sum("difference", kind))
            ),
            events=self._events,
            complete=self._complete,
            untouched=self._untouched,
            unmarked=self._unmarked,
        )

    def _categories(self, report: Report) -> Iterator[CategoryReview]:
        in_force = {rule.id for rule in report.method.rules}
        for kind in KINDS:
            rules = {
                about: states
                for (subject, category, about), states in sorted(self._counts.items())
                if (subject, category) == ("flag", kind)
            }
            if rules:
                lines = tuple(
                    RuleReview(about, f"method.html#{about}" if about in in_force else "", _line(states))
                    for about, states in rules.items()
                )
                yield CategoryReview(chip(kind), _line(self._sum("flag", kind)), lines)

    def _sum(self, subject: Subject, category: str | None = None) -> States:
        total: States = Counter()
        for (of, kind, _), states in self._counts.items():
            if of == subject and category in (None, kind):
                total.update(states)
        return total


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
