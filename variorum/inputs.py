"""What the report is made from: stored records of one event at a time, and what is said of outlets, fetch and
method."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from compare.calibration import MINILM
from compare.events import EVENT_THRESHOLD
from compare.eventwhy import Why
from compare.houserules import NO_HOUSE_RULES, HouseRules
from compare.ladder import Ladder
from compare.rules import Rule
from compare.spans import Span, contains
from compare.wirecopy import Shares
from db.records import EventResults, StoredArticle, StoredChanges, StoredEvent, StoredFlag, StoredRevision, Thinned
from scraper.article import Failure
from variorum.quality import Quality
from variorum.reviewing import Reviewed
from variorum.rulerecords import NO_RECORD, RuleRecord


def as_published(url: str) -> str:
    """The source of an article is the address it was read from."""
    return url


@dataclass(frozen=True, slots=True)
class OutletLabel:
    """How an outlet is shown. `source_url` turns an article's address into what its links lead to: an http(s)
    address, or a path relative to the report's folder. Anything else it gives becomes no link."""

    name: str
    invented: bool = False
    source_url: Callable[[str], str | None] = as_published


@dataclass(frozen=True, slots=True)
class EventInput:
    """One event with everything that was computed of it. `articles` are the newest revisions of exactly its articles.

    `revisions` are all texts its articles had, `changes` what differs between them; `reviewed` holds the ids of flags
    that reviewers accepted. `masked` holds, by article, the places of paragraphs that are site furniture and count
    for nothing; `shares` says which sentences are an agency's or another outlet's text; `whys` tells, by article, why
    it stands here. `review` counts everything that was found, shown or not, by how far its review got.
    """

    event: StoredEvent
    articles: tuple[StoredArticle, ...]
    results: EventResults
    revisions: tuple[StoredRevision, ...] = ()
    changes: tuple[StoredChanges, ...] = ()
    reviewed: frozenset[str] = frozenset()
    shares: Shares = field(default_factory=Shares)
    masked: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)
    whys: Mapping[str, Why] = field(default_factory=dict)
    review: Mapping[Reviewed, int] = field(default_factory=dict)

    def flags_in_text(self) -> Iterator[StoredFlag]:
        """The flags, without those on site furniture, which counts for nothing."""
        for item in self.results.flags:
            if not any(contains(place, item.flag) for place in self.masked.get(item.article, ())):
                yield item


METHOD_VERSIONS: Final = ("rules", "model", "engine", "calibration", "tagger", "code")
"""The versions that decide what is found."""


def report_of_event(source: EventInput, report: Report) -> Report:
    """What holds for the pages of one event: one whose texts were thinned keeps the versions it was compared by."""
    thinned = source.event.thinned
    if thinned is None:
        return report
    made_by = {name: thinned.made_by.get(name, made) for name, made in report.versions.items()}
    return replace(report, versions=made_by)


def is_of_earlier_method(thinned: Thinned, versions: Mapping[str, str]) -> bool:
    """Were the results of a thinned event made by other versions of what decides them?"""
    return any(thinned.made_by.get(name) != versions[name] for name in METHOD_VERSIONS if name in versions)


@dataclass(frozen=True, slots=True)
class FetchReport:
    """The last fetch: outlets asked, outlets that answered with a readable listing, and what could not be had."""

    asked: int
    read: int
    failures: tuple[Failure, ...] = ()


@dataclass(frozen=True, slots=True)
class Threshold:
    """A number that decides something, with its unit and where it comes from."""

    name: str
    value: str
    unit: str
    source: str


@dataclass(frozen=True, slots=True)
class Method:
    """What pages tell of the method: the rules in force, their measured record, what the house allows all the same,
    the thresholds, the ids of the rules that are off everywhere, and the ladder of the verbs of attribution.
    `claim_threshold` is the probability that the weakest pair of a claim must reach, `event_threshold` the mean one of
    two groups of articles. `quality` is what was measured of differences, marks and voices, None where nothing is told
    of it."""

    rules: Sequence[Rule] = ()
    record: RuleRecord = NO_RECORD
    house: HouseRules = NO_HOUSE_RULES
    thresholds: Sequence[Threshold] = ()
    claim_threshold: float = MINILM.claim_threshold
    event_threshold: float = EVENT_THRESHOLD
    disabled: Sequence[str] = ()
    ladder: Ladder = field(default_factory=lambda: Ladder(()))
    quality: Quality | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What holds for the whole report. `versions` (of rules, model, engine, program …) stand on every page, in this
    order.

    `url` is where the site will stand, with a slash at its end, "" where that is not known. `excerpt_words` is the most
    that may appear of one article, in words, over everything written.
    """

    title: str = "Variorum"
    url: str = ""
    excerpt_words: int = 400
    outlets: Mapping[str, OutletLabel] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)
    method: Method = Method()

    def label(self, outlet: str) -> OutletLabel:
        """The label of an outlet, or its slug as a name where no file describes it."""
        return self.outlets.get(outlet) or OutletLabel(name=outlet)

    def of_events(self) -> Report:
        """What of it the files of an event may tell, and no more."""
        method = Method(
            rules=self.method.rules,
            claim_threshold=self.method.claim_threshold,
            event_threshold=self.method.event_threshold,
            ladder=self.method.ladder,
        )
        return replace(self, url="", method=method)
