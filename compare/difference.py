"""The value that says how readings of one claim differ, and sorting outlets into sides."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from compare.claims import Reading
from compare.ladder import Ladder
from compare.ourmarks import quoted_by_us
from compare.quotedwords import quoted_spans
from compare.readingtrees import ReadingTrees
from compare.voice import VoiceSpan
from compare.wordvectors import WordVectors
from scraper.article import Moment

DifferenceKind = Literal[
    "doubt", "attribution", "naming", "evaluation", "intensity", "agency",
    "number", "contradiction", "quote", "absence", "prominence",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Variant:
    """What one reading has at the place of the difference: `article.text[start:end] == text`.

    `side` groups the outlets that agree ("a", "b", …; "a" is the side with most outlets, the first in the alphabet of
    texts where sides are even).
    """

    article: str
    outlet: str
    start: int
    end: int
    text: str
    side: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One typed difference within a claim. `explanation` is a sentence from a template, with the words themselves."""

    kind: DifferenceKind
    variants: tuple[Variant, ...]
    explanation: str


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of a reading (offsets into the reading's own text) on the side named by `key`."""

    reading: Reading
    start: int
    end: int
    key: Hashable

    @property
    def text(self) -> str:
        return self.reading.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Context:
    """What is known besides the readings: outlets' names to show (else their slugs are), articles' times, whose words
    each article's are, the readings' trees, how charged words are that report speech, which rules' words make no
    difference, the articles' whole texts, and the vectors of the readings' words.

    Articles whose voices nobody worked out are missing in `voices`; `trees` is None without a tagger.
    """

    names: Mapping[str, str] = field(default_factory=dict)
    published: Mapping[str, Moment | None] = field(default_factory=dict)
    voices: Mapping[str, tuple[VoiceSpan, ...]] = field(default_factory=dict)
    trees: ReadingTrees | None = None
    ladder: Ladder | None = None
    uncontrasted: frozenset[str] = frozenset()
    texts: Mapping[str, str] = field(default_factory=dict)
    vectors: WordVectors | None = None

    def name(self, outlet: str) -> str:
        return self.names.get(outlet, outlet)

    def listed(self, outlets: Sequence[str]) -> str:
        """Outlet names as a list in prose: "A", "A and B", "A, B and C"."""
        return in_prose([self.name(outlet) for outlet in outlets])


def in_prose(shown: Sequence[str]) -> str:
    """ "A", "A and B", "A, B and C"."""
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"


def in_sides(places: Sequence[Place]) -> tuple[Variant, ...]:
    """Name the sides: "a" holds most different readings, then comes first in the alphabet of its texts.

    Outlets that printed the same words (wire copy) count once.
    """
    sides: dict[Hashable, list[Place]] = {}
    for place in places:
        sides.setdefault(place.key, []).append(place)
    ranked = sorted(
        sides.values(),
        key=lambda side: (
            -len({p.reading.text for p in side}),
            min(p.text.casefold() for p in side),
            min(order(p) for p in side),
        ),
    )
    variants = [
        Variant(
            p.reading.article,
            p.reading.outlet,
            p.reading.start + p.start,
            p.reading.start + p.end,
            p.text,
            side_name(i),
        )
        for i, side in enumerate(ranked)
        for p in side
    ]
    return tuple(sorted(variants, key=lambda v: (v.side, v.outlet, v.article, v.start)))


def order(place: Place) -> tuple[str, str, int, int]:
    return (place.reading.outlet, place.reading.article, place.reading.start, place.start)


def side_name(index: int) -> str:
    """Letters from "a" to "z", then "aa", "ab" and so on."""
    return (side_name(index // 26 - 1) if index >= 26 else "") + chr(ord("a") + index % 26)


def shown(text: str) -> str:
    """Words as written, in quotation marks of our own; marks inside become single ones."""
    inner = text.strip().strip('“”"')
    return quoted_by_us(inner, quoted_spans(inner))
