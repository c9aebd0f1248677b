"""The vocabulary of the desk: every value that its templates may print beside that of the report (`variorum.views`).

Strings are plain text: the templates escape. A test asserts that the templates use every field here and no other.
"""

from __future__ import annotations

from dataclasses import dataclass

from variorum.views import Cell, Chip, Contrast, Stretch


@dataclass(frozen=True, slots=True)
class Undo:
    """What can be undone at once: the verdict, or the batch, that this reviewer gave last. `at` names it."""

    at: str
    told: str


@dataclass(frozen=True, slots=True)
class DeskFrame:
    """What stands around every page of the desk. `here` is the page's address, to come back to; `filters` the choice of
    the queue as a query. `waiting` items fit it, `undecided` are there in all and `decided` of them were judged in this
    sitting; `unread` wait for the next comparison because their article changed. `message` says what was just done."""

    title: str
    page: str
    here: str
    filters: str
    csrf: str
    reviewer: str
    blind: bool
    keys: bool
    waiting: int
    undecided: int
    decided: int
    skipped: int
    disputed: int
    unread: int
    message: str
    undo: Undo | None
    has_site: bool


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a list."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Filter:
    """One list by which the queue is narrowed."""

    name: str
    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """The words in question where they stand: `before`, `now` and `after` joined are their sentence, `previous` and
    `next` the sentences around it, "" where the article has none there."""

    outlet: str
    time: str
    section: str
    headline: str
    place: str
    lang: str
    previous: str
    before: tuple[Stretch, ...]
    now: tuple[Stretch, ...]
    after: tuple[Stretch, ...]
    next: str
    shared: str
    href: str | None


@dataclass(frozen=True, slots=True)
class VerdictLine:
    """What somebody decided."""

    reviewer: str
    judgement: str
    at: str
    note: str
    settles: bool


@dataclass(frozen=True, slots=True)
class BatchLink:
    """Flags of the same rule that can be decided together, at this address of the desk: `count` with this one."""

    address: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Act:
    """A button that decides, with its key."""

    judgement: str
    label: str
    key: str


@dataclass(frozen=True, slots=True)
class ItemView:
    """A flag or a difference in its context. `words` are a flag's, "" for a difference, which `contrast` tells.

    `record` says what reviewers made of its rule so far. `cells` are the readings of its claim, `silent` says of which
    outlets there is none. `standing` says who judged it; `verdicts` are shown to those who judged it themselves or
    settle. `acts` are the judgements that mean something here; `proposes` is empty where nothing can be proposed.
    """

    id: str
    ticket: str
    is_flag: bool
    chip: Chip
    words: str
    about: str
    rule_href: str | None
    level: str
    message: str
    whose: str
    record: str
    event: str
    row_href: str
    passages: tuple[Passage, ...]
    contrast: Contrast | None
    explanation: str
    cells: tuple[Cell, ...]
    silent: str
    standing: str
    verdicts: tuple[VerdictLine, ...]
    acts: tuple[Act, ...]
    proposes: tuple[Option, ...]
    batches: tuple[BatchLink, ...]


@dataclass(frozen=True, slots=True)
class ItemPage:
    """One item to decide. `mode` is "decide", "settle" or "revealed": decided blind, now with names and no form."""

    frame: DeskFrame
    filters: tuple[Filter, ...]
    item: ItemView
    mode: str


@dataclass(frozen=True, slots=True)
class EmptyPage:
    """Nothing fits the choice, or nothing is left. `skipped` ones of this sitting can be taken up again."""

    frame: DeskFrame
    filters: tuple[Filter, ...]
    narrowed: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """A judgement that was asked for, as it is sent again."""

    judgement: str
    label: str
    note: str
    proposes: str
    settles: bool


@dataclass(frozen=True, slots=True)
class Way:
    """Another judgement with which a form could be taken: `value` is the judgement and what it proposes."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class QuotedWords:
    """Words amid what stands around them."""

    prefix: str
    exact: str
    suffix: str


@dataclass(frozen=True, slots=True)
class AgainPage:
    """A form that could not be taken, with all that was typed, to be sent again: as it was, or, where
    that can't be taken, in one of these `ways`."""

    frame: DeskFrame
    problem: str
    action: str
    tickets: tuple[str, ...]
    passages: tuple[QuotedWords, ...]
    answer: Answer
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class BatchLine:
    """One flag of a batch within its sentence."""

    id: str
    ticket: str
    outlet: str
    time: str
    event: str
    whose: str
    before: str
    words: str
    after: str
    lang: str
    chip: Chip
    href: str | None


@dataclass(frozen=True, slots=True)
class BatchPage:
    """All flags of one rule within a choice, to be decided together. `back` is the item that one came from."""

    frame: DeskFrame
    back: str
    about: str
    label: str
    message: str
    lines: tuple[BatchLine, ...]
    proposes: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Dispute:
    """An item on which reviewers do not agree, with what each of them said."""

    id: str
    chip: Chip
    about: str
    outlets: str
    passages: tuple[QuotedWords, ...]
    verdicts: tuple[VerdictLine, ...]


@dataclass(frozen=True, slots=True)
class DisputesPage:
    frame: DeskFrame
    disputes: tuple[Dispute, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A rejected flag that speaks for a proposal."""

    outlet: str
    words: QuotedWords
    notes: tuple[str, ...]
    href: str | None


@dataclass(frozen=True, slots=True)
class ProposalView:
    """An exception that rejections speak for. `told` is what would hold, `because` what speaks for it, `lines` are
    those that would stand in variorum.toml."""

    id: str
    told: str
    because: str
    lines: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class ProposalsPage:
    """`by_hand` are lines to write oneself, where the settings could not be written, and `problem` says why."""

    frame: DeskFrame
    proposals: tuple[ProposalView, ...]
    problem: str
    by_hand: str


@dataclass(frozen=True, slots=True)
class NamePage:
    """Asks who reviews, and goes on at the frame's `here`."""

    frame: DeskFrame
    problem: str
    given: str


@dataclass(frozen=True, slots=True)
class ClosedPage:
    """Why a request is refused, or what went wrong, and what to do. It stands without frame: nobody is let in yet."""

    title: str
    told: str
    remedy: str
