"""The vocabulary of the page on the state of the review: counts by what they are about, and never by whom.

`variorum.reviewpages` builds these, templates print them; they keep to the rules of `variorum.views`.
"""

from __future__ import annotations

from dataclasses import dataclass

from variorum.views import Chip, Frame


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """`found` were found; `reviewed` of them are decided: `accepted` and `rejected`. On `disputed` ones reviewers
    disagree; the rest is `unreviewed`. `interval` is that of the share accepted, "" where nothing is decided."""

    found: int
    reviewed: int
    accepted: int
    rejected: int
    disputed: int
    unreviewed: int
    interval: str


@dataclass(frozen=True, slots=True)
class KindReview:
    """Differences of one kind."""

    chip: Chip
    line: ReviewLine


@dataclass(frozen=True, slots=True)
class RuleReview:
    """Marks of one rule. `href` is "" for a rule that is no longer in force."""

    id: str
    href: str
    line: ReviewLine


@dataclass(frozen=True, slots=True)
class CategoryReview:
    """Marks of one category, with its rules."""

    chip: Chip
    line: ReviewLine
    rules: tuple[RuleReview, ...]


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """How much was reviewed. `showing` says what the report shows of it. Of the `events` with anything to review,
    `complete` have everything decided and `untouched` nothing; `unmarked` ones have nothing to review."""

    frame: Frame
    showing: str
    flags: ReviewLine
    differences: ReviewLine
    categories: tuple[CategoryReview, ...]
    kinds: tuple[KindReview, ...]
    events: int
    complete: int
    untouched: int
    unmarked: int
