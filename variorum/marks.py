"""Cutting a text into pieces with their marks and notes. The pieces' texts joined are the text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from compare.spans import Piece as Cut
from compare.spans import segments
from variorum.views import Note, Piece, Stretch


@dataclass(frozen=True, slots=True)
class Mark:
    """A note with the place of the words that open it."""

    start: int
    end: int
    note: Note


def stretches(text: str, start: int, end: int, marks: Iterable[Mark]) -> tuple[Stretch, ...]:
    """`text[start:end]` as plain stretches and as groups of pieces under marks that overlap each other."""
    groups: list[list[Cut[Mark]]] = []
    for cut in segments(text, marks, start=start, end=end):
        before = groups[-1][-1].marks if groups else ()
        if cut.marks and any(mark in before for mark in cut.marks):
            groups[-1].append(cut)
        else:
            groups.append([cut])
    return tuple(_stretch(group, end) for group in groups)


def _stretch(group: Sequence[Cut[Mark]], end: int) -> Stretch:
    opened = [mark for cut in group for mark in cut.opens]
    return Stretch(pieces=tuple(_piece(cut, end) for cut in group), notes=tuple(mark.note for mark in opened))


def _piece(cut: Cut[Mark], end: int) -> Piece:
    chips = [mark.note.chip for mark in cut.marks]
    closing = tuple(mark.note.chip for mark in cut.marks if min(mark.end, end) == cut.end)
    return Piece(
        text=cut.text,
        kinds=tuple(dict.fromkeys(chip.kind for chip in chips)),
        hollow=bool(chips) and all(chip.hollow for chip in chips),
        opens=tuple(mark.note.chip.kind for mark in cut.opens),
        closes=tuple(chip.kind for chip in closing),
        chips=closing,
    )
