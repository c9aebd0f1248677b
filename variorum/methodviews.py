"""The vocabulary of the method page's measured quality and of its log of corrections.

`variorum.qualitywords` and `variorum.correctionwords` build these, `templates/_quality.html` and `_corrections.html`
print them; they keep to the rules of `variorum.views`.
"""

from __future__ import annotations

from dataclasses import dataclass

from variorum.views import Chip


@dataclass(frozen=True, slots=True)
class ScoreView:
    """`right`: of those told, the share that is labelled; `found`: of those labelled, the share that is told."""

    n: int
    right: str
    found: str


@dataclass(frozen=True, slots=True)
class ErrorLine:
    """One kind of difference, or with no chip what `name` says. `sealed` is the newest part that was not read while the
    rules were made, `earlier` are those before."""

    chip: Chip | None
    name: str
    sealed: ScoreView
    earlier: tuple[ScoreView, ...]
    development: ScoreView


@dataclass(frozen=True, slots=True)
class SetLine:
    """A labelled set of `score.n` sentences, or articles."""

    name: str
    score: ScoreView


@dataclass(frozen=True, slots=True)
class RealView:
    """Differences of real news, read by somebody who had not seen the rules."""

    name: str
    told: int
    right: int
    trivial: int
    wrong: int


@dataclass(frozen=True, slots=True)
class QualityView:
    """How often what is told is right, as measured. `articles`, `outlets` and `events` are those of the real news."""

    errors: tuple[ErrorLine, ...]
    marks: tuple[SetLine, ...]
    voices: tuple[SetLine, ...]
    real: tuple[RealView, ...]
    articles: int
    outlets: int
    events: int


@dataclass(frozen=True, slots=True)
class CorrectionDay:
    """What was corrected on one day, a sentence each; `day` is "" for what no day is kept of."""

    day: str
    lines: tuple[str, ...]
