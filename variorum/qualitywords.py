"""The measured quality as the method page shows it."""

from __future__ import annotations

from variorum.kinds import KINDS, chip
from variorum.methodviews import ErrorLine, QualityView, RealView, ScoreView, SetLine
from variorum.quality import Quality, Score, Told
from variorum.views import Chip


def quality_view(quality: Quality) -> QualityView:
    """Kinds of differences in the order of the list of kinds, then what has no kind of its own."""
    kinds = [kind for kind in KINDS if kind in quality.differences]
    real = quality.real_news
    return QualityView(
        errors=(
            *(_line(chip(kind), KINDS[kind].label, quality.differences[kind]) for kind in kinds),
            *(_line(None, says, told) for says, told in quality.others.items()),
        ),
        marks=tuple(SetLine(says, _score(score)) for says, score in quality.marks.items()),
        voices=tuple(SetLine(says, _score(score)) for says, score in quality.voices.items()),
        real=tuple(RealView(name, one.told, one.right, one.trivial, one.wrong) for name, one in real.lines.items()),
        articles=real.articles,
        outlets=real.outlets,
        events=real.events,
    )


def _line(mark: Chip | None, name: str, told: Told) -> ErrorLine:
    newest, *earlier = told.sealed
    return ErrorLine(mark, name, _score(newest), tuple(_score(one) for one in earlier), _score(told.development))


def _score(score: Score) -> ScoreView:
    return ScoreView(score.n, f"{score.precision:.2f}", f"{score.recall:.2f}")
