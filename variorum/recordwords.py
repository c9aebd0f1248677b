"""The record of a rule in words and figures, as the terminal and the method page both give it."""

from __future__ import annotations

from compare.proportions import Proportion
from variorum.rulerecords import LEAST_LIFT, LEAST_N, PER_SENTENCES, LabelledSet, Precision, Record, RuleRecord

NOT_MEASURED = "not measured"
NOTHING_CONCLUDED = f"under {LEAST_N}, nothing is concluded"


def share(value: float) -> str:
    """.76, and 1.00 for all."""
    return f"{value:.2f}".removeprefix("0")


def found_words(found: Proportion) -> str:
    return f"{found.hits} of {found.n}"


def interval_words(found: Proportion) -> str:
    low, high = found.interval
    return f"{share(low)}–{share(high)}"


def set_words(one: LabelledSet) -> str:
    """What a set is, its base rate and the bound that follows from it."""
    return (
        f"{one.says}; base rate {share(one.base.share)} (n = {one.base.n:,}),"
        f" so a rule under {share(one.bound)} is a note"
    )


def precision_words(one: Precision) -> str:
    """The figures of a set in which there are enough sentences."""
    found = one.found
    short = f", under the bound of {share(one.of.bound)}" if one.falls_short else ""
    return (
        f"{one.of.label} {share(found.share)} (n = {found.n}, interval {interval_words(found)},"
        f" base rate {share(one.of.base.share)}{short})"
    )


def record_words(record: Record | None) -> str:
    """A rule's record in one line. Of too few sentences the count alone is given: a share would look like a result."""
    if record is None:
        return NOT_MEASURED
    fires = "not measured" if record.fires is None else f"fires {record.fires:g} times in {PER_SENTENCES:,} sentences"
    parts = [fires]
    parts += [precision_words(one) for one in record.precisions if one.concludes]
    few = [f"{one.of.label} {found_words(one.found)}" for one in record.precisions if not one.concludes]
    if few:
        parts.append(f"{NOTHING_CONCLUDED}: {', '.join(few)}")
    if record.reviews is not None:
        parts.append(f"reviewers accepted {found_words(record.reviews)} (interval {interval_words(record.reviews)})")
    return "; ".join(parts)


def method_words(record: RuleRecord) -> list[str]:
    """What the figures are, a sentence each; empty where nothing was measured."""
    if not record.sets:
        return []
    return [
        f"A rule fires so many times in {PER_SENTENCES:,} sentences, counted over {record.sentences:,} of news.",
        "Precision: of the labelled sentences with a mark of the rule, the share that people had called loaded, with"
        " Wilson's 95 % interval.",
        *(f"{set_words(one)}." for one in record.sets),
        f"The bound is {LEAST_LIFT:g} times the base rate. Under {LEAST_N} sentences nothing is concluded.",
    ]
