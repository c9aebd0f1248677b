"""Two drawings of an event's claims: in which outlets each stands, and where in each article."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final

import svg

from variorum.drawing import LEFT, RIGHT, ROW, picture
from variorum.facts import Facts
from variorum.views import Cell, Figure, Row
from variorum.when import short_moment

LARGEST_CELL: Final = 14
CELL_HEIGHT: Final = 11
NUMBERS: Final = 16  # of height for the claims' numbers under the matrix
EVERY: Final = 5  # claims between two numbers
TICK: Final = 9  # height of a claim's tick in an article
FIRST_LABEL_AT: Final = 12  # baseline of an outlet's name in its row


def matrix(rows: Sequence[Row], outlets: Sequence[str]) -> Figure | None:
    """Outlets by claims: in which text a claim stands, and where words in it are marked. None without any claim."""
    if not rows:
        return None
    step = min(LARGEST_CELL, (RIGHT - LEFT) / len(rows))
    drawn: list[svg.Element] = []
    for index, outlet in enumerate(outlets):
        y = index * ROW
        drawn.append(svg.Text(x=LEFT, y=y + FIRST_LABEL_AT, text=outlet, class_=["name"]))
        drawn.append(svg.Line(x1=LEFT, x2=RIGHT, y1=y + ROW - 2, y2=y + ROW - 2, class_=["track"]))
        for state in ("held", "marked"):
            found = [number for number, row in enumerate(rows) if _state(row.cells[index]) == state]
            if found:
                middle = y + FIRST_LABEL_AT + 4 + CELL_HEIGHT / 2
                drawn.append(svg.Path(d=list(_boxes(found, step, middle)), stroke_width=CELL_HEIGHT, class_=[state]))
    height = len(outlets) * ROW + NUMBERS
    for number in range(1, len(rows) + 1):
        if number == 1 or number % EVERY == 0:
            middle = round(LEFT + (number - 0.5) * step, 1)
            drawn.append(svg.Text(x=middle, y=height - 3, text=str(number), text_anchor="middle", class_=["tick"]))
    return Figure(
        kind="matrix",
        title="Which claim stands in which text",
        drawing=picture(height, "Claims by outlet. The table of claims has the same.", drawn),
        caption="Filled: words in it are marked. Shaded: told, without a mark. Empty: not found in the text we hold. "
        "The words are in the table below.",
        head=(),
        rows=(),
    )


def _state(cell: Cell) -> str:
    if cell.absence is not None:
        return "none"
    marked = any(r.kept_back or r.place_notes or any(s.notes for s in r.stretches) for r in cell.readings)
    return "marked" if marked else "held"


def _boxes(numbers: Iterable[int], step: float, y: float) -> Iterator[svg.PathData]:
    """Boxes as stretches of a thick line, in one path, each reached from the end of the one before: a page may have
    hundreds."""
    side = round(step - 1.5, 1)
    at: float | None = None
    for number in numbers:
        start = round(LEFT + number * step, 1)
        yield svg.M(start, y) if at is None else svg.m(round(start - at, 1), 0)
        yield svg.h(side)
        at = round(start + side, 1)


def strip(facts: Facts, told_first: Collection[str]) -> Figure | None:
    """Where in each article each claim of several outlets stands, the longest article across the whole width; those of
    these ids carry their numbers. None without any such claim."""
    readings = [(claim, reading) for claim in facts.shared for reading in claim.claim.readings]
    if not readings:
        return None
    length = {key: max(1, item.article.text.count("\n\n")) for key, item in facts.articles.items()}
    longest = max(length.values())

    def place(paragraph: int) -> float:
        return round(LEFT + paragraph / longest * (RIGHT - LEFT), 1)

    drawn: list[svg.Element] = []
    for index, (key, item) in enumerate(facts.articles.items()):
        y = index * ROW
        base = y + FIRST_LABEL_AT + 4 + TICK
        several = len(facts.outlets[item.article.outlet]) > 1
        when = f", {short_moment(item.article.published)}" if several else ""
        drawn.append(
            svg.Text(x=LEFT, y=y + FIRST_LABEL_AT, text=facts.name(item.article.outlet) + when, class_=["name"])
        )
        drawn.append(svg.Line(x1=LEFT, x2=place(length[key]), y1=base, y2=base, class_=["track"]))
        here = [(reading.paragraph, claim.id) for claim, reading in readings if reading.article == key]
        differing = sorted((at, facts.numbers[claim]) for at, claim in here if claim in told_first)
        numbered = {at: sorted({number for where, number in differing if where == at}) for at, _ in differing}
        plain = sorted({at for at, _ in here} - numbered.keys())
        for places, state in ((plain, "at"), (numbered, "far")):
            if places:
                drawn.append(svg.Path(d=[part for at in places for part in _tick(place(at), base)], class_=[state]))
        drawn += [
            svg.Text(x=place(at) + 2, y=base - 2, text=f"{', '.join(map(str, numbers))}", class_=["tick"])
            for at, numbers in numbered.items()
        ]
    return Figure(
        kind="strip",
        title="Where in each article the claims stand",
        drawing=picture(
            len(facts.articles) * ROW,
            "Where in each article the claims stand. The table of claims has the paragraphs.",
            drawn,
        ),
        caption="From the headline on the left, by paragraphs. Numbered: the claims of the differences "
        "told above. Each paragraph stands in the table below.",
        head=(),
        rows=(),
    )


def _tick(x: float, base: int) -> tuple[svg.PathData, svg.PathData]:
    return svg.M(x, base), svg.v(-TICK)
