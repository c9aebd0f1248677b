"""How often differences, marks and voices are right, as it was measured.

The figures ship with the program in `quality.json`, without any text. `python -m bench.quality` writes it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import astuple, dataclass
from functools import cache
from importlib import resources
from typing import Any

QUALITY_NAME = "quality.json"


@dataclass(frozen=True, slots=True)
class Score:
    """`n` labelled ones. Precision: of those told, the share that is labelled; recall: of those labelled, the share
    that is told. Two decimals."""

    n: int
    precision: float
    recall: float


@dataclass(frozen=True, slots=True)
class Told:
    """One kind: on rows that were read while the rules were made, and on `sealed` parts that were not, newest first."""

    development: Score
    sealed: tuple[Score, ...]


@dataclass(frozen=True, slots=True)
class RealLine:
    """Differences of real news as a reader judged them: right, true but trivial, wrong."""

    told: int
    right: int
    trivial: int
    wrong: int


@dataclass(frozen=True, slots=True)
class RealNews:
    """What was read, and what was found in it by kinds of differences."""

    articles: int
    outlets: int
    events: int
    lines: Mapping[str, RealLine]


@dataclass(frozen=True, slots=True)
class Quality:
    """The whole file. `differences` are by kind, `others` by what they are; `marks` and `voices` are by what the
    labelled set is: n are its sentences, and its articles."""

    differences: Mapping[str, Told]
    others: Mapping[str, Told]
    marks: Mapping[str, Score]
    voices: Mapping[str, Score]
    real_news: RealNews


@cache
def built_in_quality() -> Quality:
    """What ships with the program."""
    return parse_quality(json.loads((resources.files("variorum") / QUALITY_NAME).read_text(encoding="utf-8")))


def parse_quality(data: Mapping[str, Any]) -> Quality:
    """The content of the file, as `quality_data` wrote it."""
    real = data["real_news"]
    return Quality(
        differences={name: _told(one) for name, one in data["differences"].items()},
        others={name: _told(one) for name, one in data["others"].items()},
        marks={says: Score(*one) for says, one in data["marks"].items()},
        voices={says: Score(*one) for says, one in data["voices"].items()},
        real_news=RealNews(
            real["articles"],
            real["outlets"],
            real["events"],
            {name: RealLine(*one) for name, one in real["lines"].items()},
        ),
    )


def _told(data: Mapping[str, Any]) -> Told:
    return Told(Score(*data["development"]), tuple(Score(*one) for one in data["sealed"]))


def quality_data(quality: Quality) -> dict[str, dict[str, Any]]:
    """What is written to the file: figures in the order of the fields."""
    real = quality.real_news
    return {
        "differences": {kind: _told_data(told) for kind, told in quality.differences.items()},
        "others": {says: _told_data(told) for says, told in quality.others.items()},
        "marks": {says: list(astuple(score)) for says, score in quality.marks.items()},
        "voices": {says: list(astuple(score)) for says, score in quality.voices.items()},
        "real_news": {
            "articles": real.articles,
            "outlets": real.outlets,
            "events": real.events,
            "lines": {name: list(astuple(line)) for name, line in real.lines.items()},
        },
    }


def _told_data(told: Told) -> dict[str, Any]:
    return {"development": list(astuple(told.development)), "sealed": [list(astuple(one)) for one in told.sealed]}
