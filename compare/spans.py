"""Half-open spans of one text, and cutting a text into pieces along them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic, Protocol, TypeVar


class HasSpan(Protocol):
    """Anything with a place in a text: `text[start:end]`."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters `start` up to, not including, `end`."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: {self.start}..{self.end}")


Mark = TypeVar("Mark", bound=HasSpan)


@dataclass(frozen=True, slots=True)
class Piece(Generic[Mark]):
    """A stretch of text over which the same marks hold. `opens` are the marks that begin here."""

    start: int
    end: int
    text: str
    marks: tuple[Mark, ...]
    opens: tuple[Mark, ...]


def segments(text: str, marks: Iterable[Mark], *, start: int = 0, end: int | None = None) -> list[Piece[Mark]]:
    """Cut `text[start:end]` at every boundary of a mark. The pieces' texts joined are that stretch.

    Marks may overlap and nest; parts of marks outside the stretch are left out. A mark of no length marks nothing.
    """
    stop = len(text) if end is None else end
    if not 0 <= start <= stop <= len(text):
        raise ValueError(f"{start}..{stop} is not within a text of {len(text)} characters")
    inside: Sequence[Mark] = [m for m in marks if m.start < stop and m.end > start and m.start < m.end]
    cuts = sorted({start, stop, *(c for m in inside for c in (m.start, m.end) if start < c < stop)})
    pieces = []
    for left, right in pairwise(cuts):
        over = tuple(m for m in inside if m.start <= left and right <= m.end)
        opens = tuple(m for m in over if max(m.start, start) == left)
        pieces.append(Piece(left, right, text[left:right], over, opens))
    return pieces


def overlaps(a: HasSpan, b: HasSpan) -> bool:
    return a.start < b.end and b.start < a.end


def blanked(text: str, places: Iterable[HasSpan]) -> str:
    """The text with a space for each character of some places in it."""
    characters = list(text)
    for place in places:
        characters[place.start : place.end] = " " * (place.end - place.start)
    return "".join(characters)


def contains(outer: HasSpan, inner: HasSpan) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end
