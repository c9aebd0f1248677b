"""What the store hands out: the stages' own values with what storing adds to them (keys, times, versions).

Every identifier is derived from content, never counted up, so that two databases that saw the same input agree.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from scraper.article import Article

if TYPE_CHECKING:  # at run time these bring numpy and much more, which a look into the ledger does not need
    from compare.background import Background
    from compare.claims import Claim
    from compare.events import Event
    from compare.eventwhy import Why
    from compare.framing import Flag
    from compare.reframing import Reframing
    from compare.revisions import SentenceChange
    from compare.sitefurniture import SiteLine
    from compare.standings import Standing
    from compare.verdicts import Subject
    from compare.voice import VoiceSpan
    from compare.wording import Difference

RunStatus = Literal["running", "done", "failed", "broken off"]
Put = Literal["new", "changed", "same", "settled"]
FurnitureState = Literal["quarantined", "released"]


@dataclass(frozen=True, slots=True)
class RunRecord:
    """One line of the run ledger. `summary` holds counts by name, `versions` what made the results. A run that was
    broken off ended without being able to say when.
    """

    id: int
    verb: str
    started_at: datetime
    finished_at: datetime | None
    status: RunStatus
    versions: Mapping[str, str] = field(default_factory=dict)
    summary: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RunTimes:
    """A line of the run ledger without what it counted."""

    id: int
    verb: str
    started_at: datetime
    finished_at: datetime | None
    status: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """What came of asking an outlet in a run: entries of the fetch log by their status, why nothing came by reason, and
    the new articles by length class."""

    run: int
    outlet: str
    new: int
    changed: int
    same: int
    unchanged: int
    listing: int
    unusable: int
    failed: int
    reasons: Mapping[str, int]
    lengths: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class ReviewCounts:
    """`judged` counts flags and differences with a verdict in force, whether they stand still or not; `disputed` those
    on which reviewers say different things and nobody settled it; `verdicts` every verdict in force."""

    judged: int
    disputed: int
    verdicts: int


@dataclass(frozen=True, slots=True)
class ThinnedArticle(Article):
    """An article of whose text passages are gone: `db.thinned` fills their places. `digest` is that of the whole."""

    whole_digest: str = ""

    @property
    def digest(self) -> str:
        return self.whole_digest


@dataclass(frozen=True, slots=True)
class Thinned:
    """An event of whose texts passages are gone since `at`; `made_by` are the versions that its results were made by,
    by name. It is not compared again."""

    at: datetime
    made_by: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """The newest revision of an article. `revision` counts from 1; times are aware and in UTC."""

    article: Article
    revision: int
    first_seen: datetime
    revised_at: datetime


@dataclass(frozen=True, slots=True)
class StoredRevision:
    """One text that an article had, from `seen_at` on. `number` counts from 1."""

    key: str
    number: int
    article: Article
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class StoredChanges:
    """What differs between revision `number` of an article, 2 or later, and the one before. Kept sentences are not in
    `changes`; both are in the order in which they were given."""

    key: str
    number: int
    changes: tuple[SentenceChange, ...]
    framing: tuple[Reframing, ...]


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """`fingerprint` names everything that the event's results were computed from; '' before they were. `thinned` is
    None as long as its texts are whole."""

    id: str
    event: Event
    fingerprint: str = ""
    thinned: Thinned | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """What is known of an article's place in its event. `fingerprint` names what of the article was grouped; `why` is
    None where no reason was worked out."""

    fingerprint: str
    why: Why | None = None


@dataclass(frozen=True, slots=True)
class GroupedNight:
    """What grouping leaves behind, to be kept as one.

    `opened` are the ids of the events that were looked at, `events` what there is in their place, and `reaches` the
    first and the last moment of each; all other events stay. `placed` tells, by article, of the places that were
    decided anew. `background` is what is counted of words after it, of which `counted` are the stems that changed;
    `anew` says that it was counted from nothing. `state` is what the stage remembers. `outlines` are the articles'
    outlines that were made; those of events that closed before `outlines_since` are let go.
    """

    opened: Collection[str]
    events: tuple[StoredEvent, ...]
    reaches: Mapping[str, tuple[datetime, datetime]]
    placed: Mapping[str, Placed]
    background: Background
    counted: Collection[str]
    anew: bool
    state: Mapping[str, str]
    outlines: Mapping[str, bytes] = field(default_factory=dict)
    outlines_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class StoredClaim:
    """`standings` has, in the order of the readings, how each stands to the first; empty where none were worked out."""

    id: str
    claim: Claim
    standings: tuple[Standing, ...] = ()


@dataclass(frozen=True, slots=True)
class StoredDifference:
    """`claim` is the claim's id."""

    claim: str
    difference: Difference


@dataclass(frozen=True, slots=True)
class StoredFlag:
    """`repeats`: the same words of the same text are flagged in another article of the event, where they count."""

    id: str
    article: str
    flag: Flag
    repeats: bool = False


@dataclass(frozen=True, slots=True)
class EventResults:
    """Everything computed of one event. Claims in reading order of the page, flags by (article, start, rule).

    `voices` has, by article, whose words stand where; nothing for an article in another language than the rules'."""

    claims: tuple[StoredClaim, ...] = ()
    differences: tuple[StoredDifference, ...] = ()
    flags: tuple[StoredFlag, ...] = ()
    voices: Mapping[str, tuple[VoiceSpan, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ToldFlag:
    """What a person is told of a flag; `match` are its words. `repeats` as in `StoredFlag`."""

    article: str
    outlet: str
    url: str
    rule: str
    category: str
    level: str
    match: str
    voice: str
    source: str | None
    message: str
    repeats: bool = False


@dataclass(frozen=True, slots=True)
class ToldSide:
    """What one article has at the place of a difference, and on which side that stands."""

    article: str
    outlet: str
    url: str
    text: str
    side: str


@dataclass(frozen=True, slots=True)
class ToldDifference:
    """What a person is told of a difference."""

    kind: str
    explanation: str
    sides: tuple[ToldSide, ...]


@dataclass(frozen=True, slots=True)
class KeptFinding:
    """A flag or a difference as it was at some time: `id` is its own, and may change where what is told does not."""

    event: str
    id: str
    told: ToldFlag | ToldDifference

    @property
    def subject(self) -> Subject:
        return "flag" if isinstance(self.told, ToldFlag) else "difference"


@dataclass(frozen=True, slots=True)
class FindingsChange:
    """What is kept of findings at two runs. `before` and `after` have those that are not the same at both, by (event,
    subject, id); `stayed` counts the others, texts that repeat not counted, by subject."""

    before: tuple[KeptFinding, ...]
    after: tuple[KeptFinding, ...]
    stayed: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class StoredLine:
    """A line of site furniture. `decided_at` is when a person last decided its state, None where it was learned."""

    id: str
    line: SiteLine
    state: FurnitureState
    decided_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Rendered:
    """What a report wrote of an event. `stamp` names everything it was made from; `outlets` are those whose labels it
    shows, `files` has (path, size in bytes, time of writing in nanoseconds). `month` is where lists of events have
    it."""

    month: str
    stamp: str
    outlets: tuple[str, ...]
    files: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class RenderedMonth:
    """What a month's events add up to, as JSON, and the digest of what was added."""

    digest: str
    sums: str


@dataclass(frozen=True, slots=True)
class RenderedPage:
    """A month's page as a report wrote it: `stamp` names everything it was made from, then its size in bytes and its
    time of writing in nanoseconds."""

    stamp: str
    size: int
    written_ns: int
