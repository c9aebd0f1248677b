"""What the desk says: names of judgements, and sentences on what was just done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from compare.verdicts import Judgement, Proposes, Quote, Verdict
from variorum.desk.desk import Outcome

#: In the past, as a message says it.
DONE: Final[Mapping[Judgement, str]] = MappingProxyType(
    {
        "accepted": "Accepted",
        "rejected": "Rejected",
        "quoted": "Marked as quoted, not its own words",
        "other-claim": "Marked as not the same claim",
    }
)
#: As a button says it.
TO_DO: Final[Mapping[Judgement, str]] = MappingProxyType(
    {
        "accepted": "Accept",
        "rejected": "Reject",
        "quoted": "Quoted, not own",
        "other-claim": "Not the same claim",
    }
)
LONGEST: Final = 60  # characters of quoted words in a message


def said(made: Sequence[Verdict]) -> str:
    """Rejected: “regime” (naming.regime)."""
    first = made[0]
    if len(made) > 1:
        return f"{DONE[first.judgement]}: {len(made)} marks of {first.about}"
    return f"{DONE[first.judgement]}: {about(first.about, first.quotes)}"


def about(rule_or_kind: str, quotes: Sequence[Quote]) -> str:
    exact = " ".join(quotes[0].exact.split())
    short = exact if len(exact) <= LONGEST else exact[: LONGEST - 1].rstrip() + "…"
    return f"“{short}” ({rule_or_kind})"


def way_words(judgement: Judgement, proposes: Proposes) -> str:
    """Reject and propose; Accept, propose nothing"""
    return f"{TO_DO[judgement]} and propose it" if proposes else f"{TO_DO[judgement]}, propose nothing"


def outcome_words(outcome: Outcome) -> str:
    """What a person is told after a decision."""
    told = [f"{said(outcome.made)}."] if outcome.made else ["Nothing was decided."]
    if outcome.repeated:
        told.append("This form had come before; it counts once.")
    if outcome.gone:
        what = "It is" if len(outcome.made) == 1 else f"{outcome.gone} of them are"
        told.append(f"{what} no longer there as you saw it; the verdict is kept by its words.")
    if outcome.late:
        told.append("Somebody else had judged it by then.")
    if outcome.left_out:
        first = outcome.left_out[0]
        which = about(first.about, first.quotes) if len(outcome.left_out) == 1 else str(len(outcome.left_out))
        told.append(f"Left out, for there was a verdict by then: {which}.")
    return " ".join(told)


def undone_words(undone: Sequence[Verdict]) -> str:
    if not undone:
        return "That was undone already."
    one = undone[0]
    return f"Undone: {len(undone)} verdicts." if len(undone) > 1 else f"Undone: {about(one.about, one.quotes)}."
