"""Which figure of each task counts, what it is to reach, and where a figure stands in score.py's answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Figure:
    """`path` leads to the number in the scorer's answer. `target` is what is aimed at in the end, None where a task is
    only reported. `lower_is_better` turns floor and target into ceilings."""

    task: str
    path: str
    target: float | None
    lower_is_better: bool = False

    @property
    def key(self) -> str:
        return f"{self.task}:{self.path}"

    def read(self, results: dict[str, Any]) -> float | None:
        value: Any = results.get(self.task)
        for step in self.path.split("."):
            if not isinstance(value, dict) or step not in value:
                return None
            value = value[step]
        return float(value)

    def falls_short(self, value: float, floor: float, noise: float) -> bool:
        return value > floor + noise if self.lower_is_better else value < floor - noise


FIGURES = (
    Figure("extraction", "f1", 0.975),
    Figure("extraction", "pages_with_stray_text", 0.20, lower_is_better=True),
    Figure("extraction_politics", "f1", 0.970),
    Figure("extraction_politics", "pages_with_stray_text", 0.20, lower_is_better=True),
    Figure("dates", "f1", 0.960),
    Figure("voice", "characters.f1", 0.85),
    Figure("voice", "sentences.f1", 0.93),
    Figure("speech", "f1", 0.85),
    Figure("loaded_babe", "sentences.ap", 0.70),
    Figure("loaded_babe", "sentences.macro_f1", 0.66),
    Figure("loaded_babe", "spans.f1", None),
    Figure("loaded_basil", "sentences.ap", 0.15),
    Figure("loaded_ptc", "all.f1", None),
    Figure("events", "pairs.f1", 0.92),
    Figure("events", "pairs.precision", 0.95),
    Figure("events", "b_cubed_f1", 0.95),
    Figure("events_lookalike", "ari", 0.93),
    Figure("claims_claimdiff", "ap", 0.65),
    Figure("claims_mrpc", "accuracy", 0.78),
    Figure("claims_mrpc", "f1", 0.84),
    Figure("claims_ecb", "spearman", 0.45),
    Figure("agree_nanco", "balanced_accuracy", 0.76),
    *(
        Figure("gold_relations", f"{label}.{figure}", target)
        for label in ("number", "quotation", "negation", "contradiction")
        for figure, target in (("precision", 0.90), ("recall", 0.75))
    ),
    Figure("gold_relations", "detail.f1", None),
    Figure("gold_relations", "told.precision", 0.90),
    Figure("gold_relations", "told.recall", None),
    Figure("gold_differences", "names.precision", 0.90),
    Figure("gold_differences", "names.recall", None),
    *(
        Figure("gold_differences", f"{kind}.{figure}", target)
        for kind in (
            "attribution",
            "doubt",
            "naming",
            "evaluation",
            "intensity",
            "agency",
            "number",
            "quote",
            "prominence",
        )
        for figure, target in (("precision", 0.90), ("recall", 0.75))
    ),
    *(
        Figure("gold_scare_quotes", f"{label}.{figure}", target)
        for label in ("attribution", "scare")
        for figure, target in (("precision", 0.90), ("recall", 0.75))
    ),
    *(
        Figure("gold_quotations", f"{label}.{figure}", target)
        for label in ("same_utterance", "cut", "merged", "bracketed", "altered", "ellipsis")
        for figure, target in (("precision", 0.90), ("recall", 0.75))
    ),
    Figure("candidates", "events.threshold.found", 0.995),
    Figure("candidates", "events_lookalike.threshold.found", 0.995),
    Figure("candidates", "stories.threshold.found", 0.995),
    Figure("candidates", "demo.threshold.found", 0.995),
    Figure("close_pairs", "stories.found", 0.995),
    Figure("close_pairs", "demo.found", 0.995),
    # The tolerance of "N nights give what everything at once gives", as pair F1 between the two.
    Figure("nights", "events.lowest", 0.975),
    Figure("nights", "stories.lowest", 0.975),
)
