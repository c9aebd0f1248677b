"""The attribution ladder of an event: how neutral or charged the verbs are by which each outlet lets others speak."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Final

import svg

from compare.ladder import ORDER
from compare.rules import Rung
from compare.withheld import is_denied
from variorum.drawing import LEFT, RIGHT, ROW, picture
from variorum.facts import Facts
from variorum.views import Figure

HEAD: Final = 20
BAR: Final = 9
GAP: Final = 34  # between two rungs, for the number behind a bar
FIRST_LABEL_AT: Final = 12

Used = Mapping[Rung, Counter[str]]
"""The cues of one outlet by rung, as written in small letters, "" for those beyond the excerpt limit."""


def ladder(facts: Facts) -> Figure | None:
    """None where no outlet leads what somebody says by a word that stands on the ladder."""
    used = {outlet: _used(facts, outlet) for outlet in facts.outlets}
    most = [max(cues[rung].total() for cues in used.values()) for rung in ORDER]
    if not sum(most):
        return None
    scale = (RIGHT - LEFT - GAP * len(ORDER)) / sum(most)
    starts = [LEFT + index * GAP + sum(most[:index]) * scale for index in range(len(ORDER))]
    drawn: list[svg.Element] = [
        svg.Text(x=round(at, 1), y=FIRST_LABEL_AT, text=rung, class_=["tick"])
        for rung, at, longest in zip(ORDER, starts, most, strict=True)
        if longest
    ]
    for index, outlet in enumerate(facts.outlets):
        y = HEAD + index * ROW
        drawn.append(svg.Text(x=LEFT, y=y + FIRST_LABEL_AT, text=facts.name(outlet), class_=["name"]))
        for rung, at in zip(ORDER, starts, strict=True):
            if count := used[outlet][rung].total():
                width = round(count * scale, 1)
                top = y + FIRST_LABEL_AT + 4
                drawn.append(svg.Rect(x=round(at, 1), y=top, width=width, height=BAR, class_=[rung]))
                drawn.append(svg.Text(x=round(at + width + 4, 1), y=top + BAR - 1, text=str(count), class_=["tick"]))
    return Figure(
        kind="ladder",
        title="The ladder of attribution",
        drawing=picture(
            HEAD + len(facts.outlets) * ROW,
            "Verbs of attribution by outlet, from neutral to charged. The table below it has the same.",
            drawn,
        ),
        caption="How often each outlet leads what somebody says by a neutral, a mild or a charged word.",
        head=("Outlet", *ORDER),
        rows=tuple((facts.name(outlet), *(_listed(used[outlet][rung]) for rung in ORDER)) for outlet in facts.outlets),
    )


def _used(facts: Facts, outlet: str) -> Used:
    found: defaultdict[Rung, Counter[str]] = defaultdict(Counter)
    for article in facts.outlets[outlet]:
        seen = set()
        for span in facts.source.results.voices.get(article.key, ()):
            step = facts.report.method.ladder.step_of(span.cue) if span.cue else None
            # What one word leads may stand in several pieces.
            if step is None or span.cue is None or span.cue_start is None or span.cue_start in seen:
                continue
            if is_denied(article.text, span.cue_start):
                continue
            seen.add(span.cue_start)
            shown = facts.holds(article.key, span.cue_start, span.cue_start + len(span.cue))
            found[step.rung][span.cue.casefold() if shown else ""] += 1
    return {rung: found[rung] for rung in ORDER}


def _listed(cues: Counter[str]) -> str:
    """said 12, says 3, 2 beyond the excerpt limit"""
    shown = sorted((cue for cue in cues if cue), key=lambda cue: (-cues[cue], cue))
    told = [f"{cue} {cues[cue]}" for cue in shown]
    return ", ".join([*told, f"{cues['']} beyond the excerpt limit"] if cues[""] else told) or "–"
