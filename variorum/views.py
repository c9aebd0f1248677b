"""The vocabulary of the report: every value that a template may print, and nothing else.

`variorum.pages` builds these from stored records, `templates` prints them. Strings are plain text: the templates
escape. A test asserts that the templates use every field here and no other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markupsafe import Markup

    # which build on what is here
    from variorum.methodviews import CorrectionDay, QualityView
    from variorum.naming import NamingView
    from variorum.revisionviews import History


@dataclass(frozen=True, slots=True)
class Chip:
    """The letter that stands behind marked words. `kind` is the word that DESIGN's vocabulary has for it, `label`
    what a reader is told. `hollow`: the words are not in the outlet's own voice."""

    kind: str
    letter: str
    label: str
    hollow: bool
    reviewed: bool


@dataclass(frozen=True, slots=True)
class SourceLink:
    """The way to what one of several outlets wrote. `href` is None where the desk may not show it."""

    outlet: str
    href: str | None


@dataclass(frozen=True, slots=True)
class Side:
    """Outlets that wrote alike, and what they wrote: `before` and `after` are context, `words` what is compared.

    `chip` is None where the words are not marked; `whose` says whose words a marked side has, "" where it is several
    outlets' or not marked. `shown` is False where the excerpt limit keeps them back. `links` lead to the passage in the
    text of each outlet, in the order in which they are named; one without a safe address has none.
    """

    outlets: str
    verb: str
    before: str
    words: str
    after: str
    chip: Chip | None
    whose: str
    shown: bool
    lang: str
    links: tuple[SourceLink, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """What a mark opens: its kind, whose words, the rule and what it says of them, what the others wrote, and the way
    to the source. `voice` is the flag's, "" where no rule made the mark."""

    chip: Chip
    voice: str
    whose: str
    message: str
    rule: str
    rule_href: str
    others: tuple[Side, ...]
    more: int
    href: str | None


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text under the same marks: `kinds` are their kinds, `opens` and `closes` those of marks that begin
    and end here, `chips` the letters of those that end."""

    text: str
    kinds: tuple[str, ...]
    hollow: bool
    opens: tuple[str, ...]
    closes: tuple[str, ...]
    chips: tuple[Chip, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Plain text (one piece, no notes), or pieces under marks that touch each other, with the notes they open."""

    pieces: tuple[Piece, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class ReadingView:
    """What one outlet wrote. The stretches joined are the sentence; there are none where the excerpt limit keeps it
    back.

    `place` is "headline" or a paragraph number with its sign. `article` names the article where its outlet has several.
    `kept_back` are the marks that a sentence kept back carries. `shared` says that the sentence is an agency's or
    another outlet's text, "" where it is the house's.
    """

    stretches: tuple[Stretch, ...]
    lang: str
    place: str
    place_notes: tuple[Note, ...]
    article: str
    href: str | None
    kept_back: tuple[Chip, ...]
    shared: str


@dataclass(frozen=True, slots=True)
class Near:
    """What comes closest to a claim in the text of an outlet that has no reading of it, and how close; `row` is the
    number of the claim that it stands in, where it can be read; 0 where it stands in none."""

    text: str
    lang: str
    place: str
    href: str | None
    likeness: str
    row: int


@dataclass(frozen=True, slots=True)
class Absence:
    """A claim of which an outlet has no reading: when its article and the claim first stood, how much is held, and what
    comes closest, None where nothing is close.

    `found`: what comes closest is alike enough with one reading at least, and only not with all, or stands in another
    row; so the claim can't be said not to be found.
    """

    found: bool
    article: str
    claim: str
    order: str
    held: str
    near: Near | None


@dataclass(frozen=True, slots=True)
class Cell:
    """One outlet's readings of a claim, or, with none, its absence."""

    outlet: str
    readings: tuple[ReadingView, ...]
    absence: Absence | None


@dataclass(frozen=True, slots=True)
class RowWhy:
    """Why the readings of a row stand together: its weakest pair, and what those two have in common by kinds; `remark`
    says so in our words where there is nothing to name. `standings` says how readings stand to the first one."""

    pair: str
    likeness: str
    common: str
    remark: str
    standings: str


@dataclass(frozen=True, slots=True)
class Row:
    """One claim across the outlets. `topic` are a few words of one of its readings, "" where none may be printed, and
    `lang` is their language as in a reading; `chips` are the kinds in which the readings differ, `found` says in how
    many outlets and separate texts the claim stands, `first` when, and if one can be told in which outlet, it first
    stood."""

    number: int
    topic: str
    lang: str
    chips: tuple[Chip, ...]
    found: str
    first: str
    why: RowWhy
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Contrast:
    """One difference as a sentence: who wrote what. `row` is the number of the claim it stands in, `remark` may be
    ""."""

    chip: Chip
    sides: tuple[Side, ...]
    remark: str
    row: int


@dataclass(frozen=True, slots=True)
class Headline:
    """One article's headline. `time` is its hour, or "" where none is known. `kind` is "" for plain news.

    `revised` says which version is shown, `revised_href` where on the page its changes stand; "" without any.
    """

    outlet: str
    time: str
    kind: str
    reading: ReadingView
    revised: str
    revised_href: str


@dataclass(frozen=True, slots=True)
class Day:
    """The headlines of one day: `timed` in order; `untimed` carry the day alone and stand in no order."""

    label: str
    timed: tuple[Headline, ...]
    untimed: tuple[Headline, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A small drawing with what it shows as a table: the cells of its `head`, and of each row, of which the first names
    the row; without any where the page has that table already. `kind` is the word that its styles go by, `drawing` is
    inert markup, and `caption` may be ""."""

    kind: str
    title: str
    drawing: Markup
    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Said:
    """Words of somebody in the texts of one outlet, in quotation marks and in paraphrase."""

    quoted: int
    paraphrased: int


@dataclass(frozen=True, slots=True)
class SpeakerRow:
    """A speaker with what each outlet has of them, in the order of the columns. `ours`: the name is a word of ours."""

    name: str
    ours: bool
    cells: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Speakers:
    """Who is quoted: `rows` those of most words, `more` the others; `totals` says, by outlet, how much of its text is
    somebody else's words."""

    rows: tuple[SpeakerRow, ...]
    more: tuple[SpeakerRow, ...]
    totals: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Alone:
    """What one outlet alone reported. `kept_back` counts further sentences that the excerpt limit keeps back;
    `places` says where."""

    outlet: str
    count: int
    readings: tuple[ReadingView, ...]
    kept_back: int
    places: str


@dataclass(frozen=True, slots=True)
class Holding:
    """One article as it is held. `words` are those of its newest version, `printed` those of them that are shown,
    `earlier` the words shown of earlier versions."""

    outlet: str
    published: str
    origin: str
    words: int
    printed: int
    earlier: int
    kind: str
    revision: int
    href: str | None


@dataclass(frozen=True, slots=True)
class PlaceWhy:
    """Why one article stands here: its score with the others, the closest of them, what those two share, and where
    their closest sentences stand; `decided` says whether a person had a part in it. Each may be ""."""

    outlet: str
    published: str
    score: str
    closest: str
    shared: str
    sentences: str
    decided: str


@dataclass(frozen=True, slots=True)
class Column:
    """An outlet at the head of the table."""

    outlet: str
    invented: bool
    articles: int


@dataclass(frozen=True, slots=True)
class Version:
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class MadeWith:
    """A version exactly as it is known, with what it is the version of; that may be ""."""

    name: str
    value: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around every page. `as_of` is the time of the newest article, "" where none has one. `single`: the
    page is a file of its own."""

    site: str
    root: str
    page: str
    single: bool
    as_of: str
    versions: tuple[Version, ...]
    invented: bool


@dataclass(frozen=True, slots=True)
class RuleNamed:
    """A rule that marks something on the page, for a page without the report's method page."""

    id: str
    message: str
    source: str


@dataclass(frozen=True, slots=True)
class DataLink:
    """A file beside the page: what it holds, and where it lies."""

    holds: str
    href: str


@dataclass(frozen=True, slots=True)
class EventPage:
    """One event. `claims` counts those of two or more separate texts, `reprinted` those of one text that several
    printed. `rows` are the claims of which words are printed, `beyond` those of which the excerpt limit keeps all back.
    `earlier` says that the event keeps what an earlier method found, "" where it does not.
    `key` lists the kinds of marks that stand on the page, `cohesion` says why the articles stand together, and
    `claim_threshold` is the likeness that every pair of a row's sentences reaches.
    `rules` are those that mark something, where the page is a file of its own; `data` are the files
    beside it, where it is not."""

    frame: Frame
    title: str
    lang: str
    date: str
    outlets: int
    articles: int
    claims: int
    reprinted: int
    days: tuple[Day, ...]
    timeline: Figure | None
    most: Contrast | None
    contrasts: tuple[Contrast, ...]
    columns: tuple[Column, ...]
    matrix: Figure | None
    strip: Figure | None
    rows: tuple[Row, ...]
    beyond: tuple[Row, ...]
    alone: tuple[Alone, ...]
    speakers: Speakers | None
    ladder: Figure | None
    numbers: tuple[Contrast, ...]
    naming: NamingView | None
    revisions: tuple[History, ...]
    key: tuple[Chip, ...]
    earlier: str
    cohesion: str
    whys: tuple[PlaceWhy, ...]
    holdings: tuple[Holding, ...]
    rules: tuple[RuleNamed, ...]
    data: tuple[DataLink, ...]
    excerpt_words: int
    claim_threshold: str


@dataclass(frozen=True, slots=True)
class Card:
    """One event on the index."""

    href: str
    title: str
    lang: str
    names: str
    outlets: int
    articles: int
    claims: int
    reprinted: int
    differences: int
    most: Contrast | None


@dataclass(frozen=True, slots=True)
class CardDay:
    label: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class MonthLink:
    """The way to a month's own page, with how many events are on it."""

    name: str
    href: str
    events: int


@dataclass(frozen=True, slots=True)
class MonthNear:
    """The way from a month's page to the one before or after it."""

    name: str
    href: str


@dataclass(frozen=True, slots=True)
class FailureLine:
    outlet: str
    reason: str
    detail: str
    address: str


@dataclass(frozen=True, slots=True)
class FetchNote:
    """The last fetch: how many outlets were asked and how many answered, and what could not be had."""

    asked: int
    read: int
    failures: tuple[FailureLine, ...]


@dataclass(frozen=True, slots=True)
class IndexPage:
    """All events: those of several outlets by day, newest first; those of one outlet by headline alone. Where not all
    are listed here, `months` leads to them. `left_out` events could not be shown."""

    frame: Frame
    days: tuple[CardDay, ...]
    single: tuple[Card, ...]
    months: tuple[MonthLink, ...]
    events: int
    outlets: int
    articles: int
    claims: int
    differences: int
    flags: int
    fetch: FetchNote | None
    left_out: int


@dataclass(frozen=True, slots=True)
class Measure:
    """What one labelled set says of a rule: `found` is "12 of 40", with its interval where there are enough sentences
    to conclude something, "" otherwise. `short`: it lies under the bound."""

    name: str
    found: str
    interval: str
    short: bool


@dataclass(frozen=True, slots=True)
class RecordView:
    """A rule's measured record: marks in so many sentences, and the labelled sets. `reviews` is "" before there are
    any."""

    fires: str
    measures: tuple[Measure, ...]
    reviews: str


@dataclass(frozen=True, slots=True)
class RuleView:
    """One rule with an example that it marks and one that it passes. `record` is None where it was not measured; `off`
    names the outlets that are not held to it."""

    id: str
    level: str
    message: str
    flags: str
    passes: str
    neutral: str
    work: str
    place: str
    checked: str
    unchecked: bool
    record: RecordView | None
    off: str


@dataclass(frozen=True, slots=True)
class AllowedLine:
    """Phrases that are marked nowhere, and for whom: "" for all."""

    who: str
    phrases: str


@dataclass(frozen=True, slots=True)
class RuleGroup:
    """The rules of one category. `marks` are their mark in an outlet's own voice and in a source's."""

    chip: Chip
    hollow: Chip
    meaning: str
    rules: tuple[RuleView, ...]


@dataclass(frozen=True, slots=True)
class KeyLine:
    """A kind of difference that no rule makes, with its mark."""

    chip: Chip
    meaning: str


@dataclass(frozen=True, slots=True)
class ThresholdView:
    name: str
    value: str
    unit: str
    source: str


@dataclass(frozen=True, slots=True)
class MethodPage:
    """How it is done: marks, rules, thresholds, limits. `record` says what the rules' measured figures are, a sentence
    each; `corrections` are newest first."""

    frame: Frame
    groups: tuple[RuleGroup, ...]
    other_kinds: tuple[KeyLine, ...]
    thresholds: tuple[ThresholdView, ...]
    excerpt_words: int
    rule_count: int
    record: tuple[str, ...]
    disabled: str
    allowed: tuple[AllowedLine, ...]
    made_with: tuple[MadeWith, ...]
    quality: QualityView | None
    corrections: tuple[CorrectionDay, ...]
