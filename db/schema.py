"""The tables. `migrations/` makes the same ones, step by step; a test holds the two together.

    runs ── fetches                     what was asked of whom, and what came back
       └── deliveries                   the same counted, a row an outlet and run
    robots                              the newest robots.txt of each origin
    articles ── revisions ── sentences  every text an article had, and its sentences
    articles ── aliases                 the other addresses an article is known by
    articles ── revision_checks ── sentence_changes, reframings
                                        what differs between a revision and the one before
    articles ── agency_credits, text_links, shared_sentences, shared_checks
                                        what an article has from an agency or another outlet
    vectors                             of texts, by digest, model and engine
    states                              what a stage remembers from one run to the next
    furniture ── sightings              lines that an outlet's pages have in common, what was decided of them, and where
                                        they stand
    stems                               how rare a word is
    events ── event_articles            which articles report one happening, and why
       ├── claims ── readings, nearest_sentences
       │     │                          what was found in an event; gone when the event is
       │     └── differences ── variants
       ├── flags
       └── event_voices                 whose words stand where in its articles
    finding_versions                    what flags and differences there were from run to run
    decisions                           what a person decided of the grouping; refers to no row, outlives them all
    verdicts ── verdict_quotes          what reviewers decided of flags and differences; neither do these
    declined_proposals                  what reviewers proposed of the rules and a person declined
    rendered_events, rendered_parts     what reports wrote of events, into which folder; refers to no row either
    rendered_months, rendered_pages     what it adds up to by month, and the pages of months

A night's work is found by index: `articles.pending` and `events.due` say what is to be looked at again, `articles.at`,
`events.opens` and `events.closes` what lies near it in time.

Times are in UTC. `start` and `end` are half-open character offsets into a revision's `text`.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Double,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    MetaData,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from db.columns import Plain, Strings, UtcTime
from db.records import FurnitureState, RunStatus
from scraper.article import Kind, Origin, Precision

NAMING = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {  # noqa: RUF012 (read once by SQLAlchemy)
        str: Plain(),
        datetime: UtcTime(),
        float: Double(),
        bytes: LargeBinary(),
        tuple[str, ...]: Strings(),
    }


class Run(Base):
    """One line of the run ledger."""

    __tablename__ = "runs"

    id: Mapped[int] = mapped_column(primary_key=True)
    verb: Mapped[str]
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    status: Mapped[RunStatus] = mapped_column(Plain())
    versions: Mapped[dict[str, str]] = mapped_column(JSON)
    summary: Mapped[dict[str, Any]] = mapped_column(JSON)


class Fetch(Base):
    """What came of asking for one address. The bytes themselves are not kept."""

    __tablename__ = "fetches"
    __table_args__ = (Index(None, "run", "outlet"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    run: Mapped[int] = mapped_column(ForeignKey("runs.id"))
    outlet: Mapped[str] = mapped_column(index=True)  # never an address: PostgreSQL indexes no value above 2.7 kB
    url: Mapped[str]
    at: Mapped[datetime]
    outcome: Mapped[str]  # page, listing, unchanged or failure
    status: Mapped[str]  # new, changed, same, unusable, listing, unchanged or failed
    final_url: Mapped[str | None]
    etag: Mapped[str | None]
    last_modified: Mapped[str | None]
    size_bytes: Mapped[int | None] = mapped_column(BigInteger)
    links: Mapped[int | None]
    skipped: Mapped[int | None]
    stage: Mapped[str | None]
    reason: Mapped[str | None]
    detail: Mapped[str | None]


class DeliveryRow(Base):
    """What came of asking one outlet in one run, counted by the status of its entries in the fetch log.

    `reasons` counts why nothing came, by the reason; `lengths` the new articles by the class of their length in words
    (`db.deliveries.length_class`), where that is known.
    """

    __tablename__ = "deliveries"

    run: Mapped[int] = mapped_column(ForeignKey("runs.id"), primary_key=True, autoincrement=False)
    outlet: Mapped[str] = mapped_column(primary_key=True)
    new: Mapped[int]
    changed: Mapped[int]
    same: Mapped[int]
    unchanged: Mapped[int]
    listing: Mapped[int]
    unusable: Mapped[int]
    failed: Mapped[int]
    reasons: Mapped[dict[str, int]] = mapped_column(JSON)
    lengths: Mapped[dict[str, int]] = mapped_column(JSON)


class RobotsRow(Base):
    """The robots.txt of one origin (scheme, host, port) as last read; '' where its server has none."""

    __tablename__ = "robots"

    origin: Mapped[str] = mapped_column(primary_key=True)
    text: Mapped[str]
    fetched_at: Mapped[datetime]


class ArticleRow(Base):
    """One outlet's text at one address. `revision` numbers the newest; `url` is the address first asked for.

    `canonical_url` is the first one too, and the key is made from it: both stay when the page's own address changes.
    `at` is when its newest revision says that it was published, or else when it was first seen. `pending` is 0 once
    everything about it is compared, and grows with every change. From `thinned_at` on it is settled: passages of its
    texts are gone (`db.thinned`), and nothing is computed of it any more. `stamp` grows whenever anything changes that
    its event's page tells of it: its texts and what was found in them, its place, what of it is site furniture.
    """

    __tablename__ = "articles"
    __table_args__ = (Index(None, "outlet", "first_seen"), Index(None, "outlet", "at"))

    key: Mapped[str] = mapped_column(primary_key=True)
    outlet: Mapped[str]
    url: Mapped[str]
    canonical_url: Mapped[str]
    first_seen: Mapped[datetime]
    revision: Mapped[int]
    at: Mapped[datetime] = mapped_column(index=True)
    pending: Mapped[int] = mapped_column(index=True)
    thinned_at: Mapped[datetime | None]
    stamp: Mapped[int] = mapped_column(server_default="0")


class RevisionRow(Base):
    """One text of an article. `id` is the article's key, a hyphen and the number. `digest` is that of the whole text;
    where passages of it are gone, `gaps` says where, as a list of [start, characters, words], and `text` is the rest.
    """

    __tablename__ = "revisions"
    __table_args__ = (UniqueConstraint("article", "number"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    article: Mapped[str] = mapped_column(ForeignKey("articles.key", ondelete="CASCADE"))
    number: Mapped[int]
    run: Mapped[int | None] = mapped_column(ForeignKey("runs.id"))
    seen_at: Mapped[datetime]
    digest: Mapped[str]
    extractor: Mapped[str]
    sentences_version: Mapped[str | None]  # what made its sentences; empty before they were made
    language: Mapped[str]
    kind: Mapped[Kind] = mapped_column(Plain())
    section: Mapped[str | None]
    published_at: Mapped[datetime | None]
    published_precision: Mapped[Precision | None] = mapped_column(Plain())
    published_origin: Mapped[Origin | None] = mapped_column(Plain())
    modified_at: Mapped[datetime | None]
    modified_precision: Mapped[Precision | None] = mapped_column(Plain())
    modified_origin: Mapped[Origin | None] = mapped_column(Plain())
    title: Mapped[str]
    authors: Mapped[tuple[str, ...]]
    text: Mapped[str]
    quarantined: Mapped[tuple[str, ...]]
    gaps: Mapped[list[list[int]] | None] = mapped_column(JSON(none_as_null=True))


class AliasRow(Base):
    """Another address of an article: what it was asked for, where it answered, what its pages call it.

    `id` is the key an article would have at this address, so that one look-up finds either; the first article that an
    address was found for keeps it.
    """

    __tablename__ = "aliases"

    id: Mapped[str] = mapped_column(primary_key=True)
    article: Mapped[str] = mapped_column(ForeignKey("articles.key", ondelete="CASCADE"), index=True)
    url: Mapped[str]
    seen_at: Mapped[datetime]


class RevisionCheck(Base):
    """Which revisions were held against the one before. `fingerprint` names what did it."""

    __tablename__ = "revision_checks"

    article: Mapped[str] = mapped_column(ForeignKey("articles.key", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    fingerprint: Mapped[str]


class SentenceChangeRow(Base):
    """A sentence that differs between revision `number` and the one before; `before_…` is its place in that one's text,
    `after_…` in its own. Sentences that were kept have no row."""

    __tablename__ = "sentence_changes"
    __table_args__ = (
        ForeignKeyConstraint(
            ["article", "number"], ["revision_checks.article", "revision_checks.number"], ondelete="CASCADE"
        ),
    )

    article: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    change: Mapped[str]  # compare.revisions.ChangeKind
    before_start: Mapped[int | None]
    before_end: Mapped[int | None]
    after_start: Mapped[int | None]
    after_end: Mapped[int | None]


class ReframingRow(Base):
    """Marked words that came, went or were replaced between revision `number` and the one before."""

    __tablename__ = "reframings"
    __table_args__ = (
        ForeignKeyConstraint(
            ["article", "number"], ["revision_checks.article", "revision_checks.number"], ondelete="CASCADE"
        ),
    )

    article: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    change: Mapped[str]  # compare.reframing.ReframingKind
    rule: Mapped[str]
    category: Mapped[str]  # compare.rules.Category
    level: Mapped[str]  # compare.rules.Level
    voice: Mapped[str]  # compare.voice.VoiceKind
    source: Mapped[str | None]
    before_start: Mapped[int | None]
    before_end: Mapped[int | None]
    after_start: Mapped[int | None]
    after_end: Mapped[int | None]


class SentenceRow(Base):
    """One sentence of one revision. `position` counts from 0 in reading order."""

    __tablename__ = "sentences"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012  rows of one revision lie together

    revision: Mapped[str] = mapped_column(ForeignKey("revisions.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    paragraph: Mapped[int]
    start: Mapped[int]
    end: Mapped[int]
    text: Mapped[str]


class AgencyCredit(Base):
    """An agency that an article's newest text credits. `start` and `end` are empty where the credit lies outside it."""

    __tablename__ = "agency_credits"

    article: Mapped[str] = mapped_column(ForeignKey("articles.key", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    agency: Mapped[str]
    role: Mapped[str]  # compare.credits.CreditRole
    place: Mapped[str]  # compare.credits.CreditPlace
    text: Mapped[str]
    start: Mapped[int | None]
    end: Mapped[int | None]


class TextLink(Base):
    """Two sentences of the newest texts of two outlets that are one text; `a` is the smaller key."""

    __tablename__ = "text_links"

    a: Mapped[str] = mapped_column(ForeignKey("articles.key", ondelete="CASCADE"), primary_key=True)
    a_start: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    a_end: Mapped[int]
    b: Mapped[str] = mapped_column(ForeignKey("articles.key", ondelete="CASCADE"), primary_key=True, index=True)
    b_start: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    b_end: Mapped[int]


class SharedSentenceRow(Base):
    """A sentence that is an agency's or another outlet's text. A sentence without a row is house text.

    `text_group` names the text, `voice` who counts as having written it. The columns of the origin are empty as far as
    it is not known or not held. `edits` is a list of [start, end, start in the origin, end there].
    """

    __tablename__ = "shared_sentences"

    article: Mapped[str] = mapped_column(ForeignKey("articles.key", ondelete="CASCADE"), primary_key=True)
    start: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    end: Mapped[int]
    text_group: Mapped[str]
    voice: Mapped[str]
    agency: Mapped[str | None]
    origin_outlet: Mapped[str | None]
    origin_article: Mapped[str | None] = mapped_column(ForeignKey("articles.key", ondelete="CASCADE"), index=True)
    origin_start: Mapped[int | None]
    origin_end: Mapped[int | None]
    edits: Mapped[list[list[int]]] = mapped_column(JSON)


class SharedCheck(Base):
    """Which texts have been looked through for shared text. `fingerprint` names the text and what looked through it."""

    __tablename__ = "shared_checks"

    article: Mapped[str] = mapped_column(ForeignKey("articles.key", ondelete="CASCADE"), primary_key=True)
    fingerprint: Mapped[str]


class TextSignature(Base):
    """By what a text's sentences are looked up among others': numbers of 64 bits, little-endian. Only of articles that
    new ones are still compared with; a missing one is made again."""

    __tablename__ = "text_signatures"

    article: Mapped[str] = mapped_column(ForeignKey("articles.key", ondelete="CASCADE"), primary_key=True)
    data: Mapped[bytes]


class OutlineRow(Base):
    """What grouping knows of an article, compressed JSON (`variorum.outlines`). Only of articles of events that new
    ones can still join; a missing one is made from the text."""

    __tablename__ = "outlines"

    article: Mapped[str] = mapped_column(ForeignKey("articles.key", ondelete="CASCADE"), primary_key=True)
    data: Mapped[bytes]


class StateRow(Base):
    """What a stage remembers from one run to the next, by name."""

    __tablename__ = "states"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


class FurnitureRow(Base):
    """A line of site furniture. It stands `distance` paragraphs from the `side` of the body, 1 being the outermost.

    Counts and times are those of the pages it was learned from; `sightings` know of all."""

    __tablename__ = "furniture"

    id: Mapped[str] = mapped_column(primary_key=True)
    outlet: Mapped[str]
    text: Mapped[str]
    side: Mapped[str]  # compare.sitefurniture.Side
    distance: Mapped[int]
    articles: Mapped[int]
    events: Mapped[int]
    first_seen: Mapped[datetime]
    last_seen: Mapped[datetime]
    state: Mapped[FurnitureState] = mapped_column(Plain())
    decided_at: Mapped[datetime | None]  # by a person; empty while it is as learned


class SightingRow(Base):
    """The newest text of an article has a line of site furniture at its place, quarantined or released."""

    __tablename__ = "sightings"

    line: Mapped[str] = mapped_column(ForeignKey("furniture.id", ondelete="CASCADE"), primary_key=True)
    article: Mapped[str] = mapped_column(ForeignKey("articles.key", ondelete="CASCADE"), primary_key=True, index=True)


class VectorRow(Base):
    """The vector of a text: `dim` little-endian float32 numbers."""

    __tablename__ = "vectors"

    digest: Mapped[str] = mapped_column(primary_key=True)
    model: Mapped[str] = mapped_column(primary_key=True)
    engine: Mapped[str] = mapped_column(primary_key=True)
    dim: Mapped[int]
    data: Mapped[bytes]


class EventRow(Base):
    """`fingerprint` names everything the event's results were computed from; '' before they were. `due`: something of
    that may have changed since. `opens` and `closes` are the first and the last moment at which one of its articles can
    have been published. The last four columns count what was found, as `Store.totals` adds it up.
    """

    __tablename__ = "events"
    __table_args__ = (Index(None, "closes", "opens"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    cohesion: Mapped[float]
    fingerprint: Mapped[str]
    due: Mapped[bool] = mapped_column(index=True)
    opens: Mapped[datetime]
    closes: Mapped[datetime]
    claims: Mapped[int]
    shared_claims: Mapped[int]
    differences: Mapped[int]
    flags: Mapped[int]
    thinned_at: Mapped[datetime | None] = mapped_column(index=True)
    made_by: Mapped[dict[str, str] | None] = mapped_column(JSON(none_as_null=True))
    whole_for: Mapped[str | None]


class EventArticle(Base):
    """`fingerprint` names what of the article was grouped, '' where that is not known; `why` is a compare.eventwhy.Why,
    empty where none was given."""

    __tablename__ = "event_articles"

    event: Mapped[str] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), primary_key=True)
    article: Mapped[str] = mapped_column(ForeignKey("articles.key"), primary_key=True, index=True)
    fingerprint: Mapped[str] = mapped_column(server_default="")
    why: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))


class StemRow(Base):
    """How many articles of those grouped so far hold a stem: how rare a word is."""

    __tablename__ = "stems"

    stem: Mapped[str] = mapped_column(primary_key=True)
    articles: Mapped[int]


class ClaimRow(Base):
    """`position` counts from 0 in reading order of the event's page; `weakest_…` are positions of readings."""

    __tablename__ = "claims"

    event: Mapped[str] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]
    similarity: Mapped[float]
    weakest_a: Mapped[int | None]
    weakest_b: Mapped[int | None]


class ReadingRow(Base):
    """`text` is '' where the event's texts were thinned: it is what stands there (so in `nearest_sentences`)."""

    __tablename__ = "readings"
    __table_args__ = (ForeignKeyConstraint(["event", "claim"], ["claims.event", "claims.id"], ondelete="CASCADE"),)

    event: Mapped[str] = mapped_column(primary_key=True)
    claim: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    article: Mapped[str] = mapped_column(ForeignKey("articles.key"))
    outlet: Mapped[str]
    paragraph: Mapped[int]
    start: Mapped[int]
    end: Mapped[int]
    text: Mapped[str]
    standing: Mapped[str | None]  # compare.standings.Standing; empty in claims of one outlet


class NearestRow(Base):
    """The sentence of an outlet without a reading that comes closest to a claim, and its lowest and highest probability
    with the claim's readings."""

    __tablename__ = "nearest_sentences"
    __table_args__ = (ForeignKeyConstraint(["event", "claim"], ["claims.event", "claims.id"], ondelete="CASCADE"),)

    event: Mapped[str] = mapped_column(primary_key=True)
    claim: Mapped[str] = mapped_column(primary_key=True)
    outlet: Mapped[str] = mapped_column(primary_key=True)
    article: Mapped[str] = mapped_column(ForeignKey("articles.key"))
    paragraph: Mapped[int]
    start: Mapped[int]
    end: Mapped[int]
    text: Mapped[str]
    lowest: Mapped[float]
    highest: Mapped[float]


class DifferenceRow(Base):
    """`position` counts an event's differences from 0, as they were given."""

    __tablename__ = "differences"
    __table_args__ = (
        ForeignKeyConstraint(["event", "claim"], ["claims.event", "claims.id"], ondelete="CASCADE"),
        Index(None, "event", "claim"),
    )

    event: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    claim: Mapped[str]
    kind: Mapped[str]  # compare.wording.DifferenceKind
    explanation: Mapped[str]


class VariantRow(Base):
    __tablename__ = "variants"
    __table_args__ = (
        ForeignKeyConstraint(
            ["event", "difference"], ["differences.event", "differences.position"], ondelete="CASCADE"
        ),
    )

    event: Mapped[str] = mapped_column(primary_key=True)
    difference: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    article: Mapped[str] = mapped_column(ForeignKey("articles.key"))
    outlet: Mapped[str]
    start: Mapped[int]
    end: Mapped[int]
    text: Mapped[str]
    side: Mapped[str]


class FlagRow(Base):
    """`position` counts an event's flags from 0, as they were given. `others` is a list of {"outlet", "text"}.

    `repeats`: the same words of the same text are flagged in another article of the event; statistics count that one.
    """

    __tablename__ = "flags"

    event: Mapped[str] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]
    article: Mapped[str] = mapped_column(ForeignKey("articles.key"), index=True)
    rule: Mapped[str]
    category: Mapped[str]  # compare.rules.Category
    level: Mapped[str]  # compare.rules.Level
    start: Mapped[int]
    end: Mapped[int]
    match: Mapped[str]
    voice: Mapped[str]  # compare.voice.VoiceKind
    source: Mapped[str | None]
    message: Mapped[str]
    others: Mapped[list[dict[str, str]]] = mapped_column(JSON)
    repeats: Mapped[bool]


class EventVoicesRow(Base):
    """The stretches of an article that are not its outlet's own voice. `spans` is a list of [start, end, kind, source,
    source's start, cue, cue's start] as in compare.voice.VoiceSpan."""

    __tablename__ = "event_voices"

    event: Mapped[str] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), primary_key=True)
    article: Mapped[str] = mapped_column(ForeignKey("articles.key"), primary_key=True, index=True)
    spans: Mapped[list[list[Any]]] = mapped_column(JSON)


class FindingVersionRow(Base):
    """A flag or a difference as it was from run `came` on, before run `went`; empty while it is so still.

    `finding` is its id, `content` what a person is told of it. It refers to no finding and outlives them."""

    __tablename__ = "finding_versions"
    __table_args__ = (Index(None, "event", "went"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event: Mapped[str]
    subject: Mapped[str]  # compare.verdicts.Subject
    finding: Mapped[str]
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    came: Mapped[int] = mapped_column(ForeignKey("runs.id"), index=True)
    went: Mapped[int | None] = mapped_column(ForeignKey("runs.id"), index=True)


class DecisionRow(Base):
    """What a person decided of the grouping, in articles' names and not their rows, so that it outlives them.

    `together` is a list of {"article", "outlet", "url", "canonical_url"}, `apart` two such lists.
    """

    __tablename__ = "decisions"

    id: Mapped[str] = mapped_column(primary_key=True)
    verb: Mapped[str]  # compare.decisions.Verb
    at: Mapped[datetime]
    together: Mapped[list[dict[str, str]]] = mapped_column(JSON)
    apart: Mapped[list[list[dict[str, str]]]] = mapped_column(JSON)
    undone_at: Mapped[datetime | None]  # empty while it is in force


class VerdictRow(Base):
    """What a reviewer decided of a flag or a difference. Like a decision it refers to no row and outlives them all."""

    __tablename__ = "verdicts"

    id: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[str]  # compare.verdicts.Subject
    about: Mapped[str]  # a rule's id, or compare.difference.DifferenceKind
    judgement: Mapped[str]  # compare.verdicts.Judgement
    reviewer: Mapped[str]
    at: Mapped[datetime]
    note: Mapped[str]
    settles: Mapped[bool]
    undone_at: Mapped[datetime | None]  # empty while it is in force
    proposes: Mapped[str] = mapped_column(server_default="")  # compare.verdicts.Proposes


class VerdictQuoteRow(Base):
    """A passage that a verdict is about, by its words. `article` is the key it was held under when it was decided."""

    __tablename__ = "verdict_quotes"

    verdict: Mapped[str] = mapped_column(ForeignKey("verdicts.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    article: Mapped[str] = mapped_column(index=True)
    outlet: Mapped[str]
    url: Mapped[str]
    canonical_url: Mapped[str]
    exact: Mapped[str]
    prefix: Mapped[str]
    suffix: Mapped[str]


class DeclinedProposalRow(Base):
    """A proposed exception that a person declined: `phrase` is '' where the rule was to be off, `outlet` where it was
    for all."""

    __tablename__ = "declined_proposals"

    id: Mapped[str] = mapped_column(primary_key=True)
    rule: Mapped[str]
    phrase: Mapped[str]
    outlet: Mapped[str]
    reviewer: Mapped[str]
    at: Mapped[datetime]
    undone_at: Mapped[datetime | None]  # empty while it is in force


class RenderedEventRow(Base):
    """What a report wrote of an event into the folder `site`. `stamp` names everything it was made from, `files` is a
    list of [path, size in bytes, time of writing in nanoseconds], and `outlets` are those whose labels it shows."""

    __tablename__ = "rendered_events"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012  read in the order of events

    site: Mapped[str] = mapped_column(primary_key=True)
    event: Mapped[str] = mapped_column(primary_key=True)
    month: Mapped[str]
    stamp: Mapped[str]
    outlets: Mapped[tuple[str, ...]]
    files: Mapped[list[list[Any]]] = mapped_column(JSON)


class RenderedPartRow(Base):
    """What the pages over all events need of one, as JSON. Apart from the event's row, which is read every night."""

    __tablename__ = "rendered_parts"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012  what one month has lies together

    site: Mapped[str] = mapped_column(primary_key=True)
    month: Mapped[str] = mapped_column(primary_key=True)
    event: Mapped[str] = mapped_column(primary_key=True)
    part: Mapped[str]


class RenderedMonthRow(Base):
    """What the parts of a month's events add up to, as JSON, and the digest of them. There is none while it would be
    another than that of the parts."""

    __tablename__ = "rendered_months"

    site: Mapped[str] = mapped_column(primary_key=True)
    month: Mapped[str] = mapped_column(primary_key=True)
    digest: Mapped[str]
    sums: Mapped[str]


class RenderedPageRow(Base):
    """A page of one month as a report wrote it. `stamp` names everything it was made from."""

    __tablename__ = "rendered_pages"

    site: Mapped[str] = mapped_column(primary_key=True)
    path: Mapped[str] = mapped_column(primary_key=True)
    stamp: Mapped[str]
    size_bytes: Mapped[int] = mapped_column(BigInteger)
    written_ns: Mapped[int] = mapped_column(BigInteger)
