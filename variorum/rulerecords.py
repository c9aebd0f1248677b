"""The measured record of the rules: how often each fires, and how often people called such a sentence loaded.

The figures ship with the program in `rulerecord.json`, without any text. `python -m bench.rulerecord` writes it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

from compare.framing import BESIDE_LEVELS
from compare.intervals import ENOUGH
from compare.proportions import Proportion
from compare.rules import VERSION_DIGITS, Rule

RECORD_NAME = "rulerecord.json"

LEAST_N = ENOUGH
"""Labelled sentences: under so many that a rule marks, nothing is concluded."""

LEAST_LIFT = 1.25
"""Times the set's base rate: the precision that a rule must reach to be a mark, on every set where it marks LEAST_N
sentences. At 1 a rule tells nothing that any sentence of the set does not. The quarter above is a round number of ours:
no rule is fitted to it."""

PER_SENTENCES = 10_000  # sentences for which the rate of firing is given

NOT_WHAT_MATCHES = frozenset(
    {
        "id", "category", "level", "message", "says", "neutral", "neutral_for", "no_names", "flags", "passes", "cite",
        "contrast",
    }
)  # fmt: skip
"""Fields of a rule that have no part in what it matches: its record holds when they change."""

MARKING = frozenset(BESIDE_LEVELS)  # levels at which a rule flags anything, by itself or beside others' words


@dataclass(frozen=True, slots=True)
class LabelledSet:
    """A set of sentences that people labelled, `base` how many of how many they called loaded: its base rate. `says` is
    what it is, with the name that readers know it by before a colon."""

    name: str
    says: str
    base: Proportion

    @property
    def label(self) -> str:
        return self.says.partition(":")[0]

    @property
    def bound(self) -> float:
        """The precision under which a rule is no mark, to 3 decimals."""
        return round(LEAST_LIFT * self.base.hits / self.base.n, 3)


@dataclass(frozen=True, slots=True)
class Precision:
    """Of the sentences of one set that a rule marks, those that were labelled loaded."""

    of: LabelledSet
    found: Proportion

    @property
    def concludes(self) -> bool:
        return self.found.n >= LEAST_N

    @property
    def falls_short(self) -> bool:
        return self.concludes and self.found.share < self.of.bound


@dataclass(frozen=True, slots=True)
class Record:
    """One rule's record. `fires` for PER_SENTENCES sentences of running text, None where that was not measured of this
    form of the rule; `reviews`, of the flags that people decided on, those they accepted, is None before there is any.
    """

    fires: float | None
    precisions: tuple[Precision, ...]
    reviews: Proportion | None = None


@dataclass(frozen=True, slots=True)
class Measured:
    """What the file holds of one rule: which form of it was measured, and counts; `fires` is None where only the form
    is known."""

    digest: str
    fires: int | None
    found: Mapping[str, Proportion]


@dataclass(frozen=True, slots=True)
class RuleRecord:
    """The whole file. `sentences` is how many sentences of running text were read for the rate of firing, `reviews`
    what reviewers decided, by rule."""

    sentences: int = 0
    sets: tuple[LabelledSet, ...] = ()
    measured: Mapping[str, Measured] = field(default_factory=lambda: MappingProxyType({}))
    reviews: Mapping[str, Proportion] = field(default_factory=lambda: MappingProxyType({}))

    def of(self, rule: Rule) -> Record | None:
        """The record of this rule as it stands; None where this form of it was not measured nor anything reviewed."""
        held, reviews = self.measured.get(rule.id), self.reviews.get(rule.id)
        if held is None or held.fires is None or held.digest != matching_digest(rule):
            return None if reviews is None else Record(None, (), reviews)
        return Record(
            fires=round(held.fires * PER_SENTENCES / self.sentences, 1) if self.sentences else 0.0,
            precisions=tuple(Precision(one, held.found.get(one.name, Proportion(0, 0))) for one in self.sets),
            reviews=reviews,
        )

    def falls_short(self, rule: Rule) -> bool:
        """Does its precision lie under the bound of a set, on enough sentences of it?"""
        record = self.of(rule)
        return record is not None and any(one.falls_short for one in record.precisions)


NO_RECORD = RuleRecord()


def matching_digest(rule: Rule) -> str:
    """Twelve hexadecimal digits over everything that decides what a rule matches.

    Fields that are empty are left out, so that a new one that a rule does not use changes nothing.
    """
    parts = [
        (one.name, value)
        for one in fields(rule)
        if one.name not in NOT_WHAT_MATCHES and (value := getattr(rule, one.name))
    ]
    return hashlib.sha256(repr(sorted(parts)).encode()).hexdigest()[:VERSION_DIGITS]


def stale_rules(record: RuleRecord, rules: Iterable[Rule]) -> tuple[str, ...]:
    """What makes the file another program's: rules that it lacks, holds in another form, or holds beyond these."""
    known = {rule.id: matching_digest(rule) for rule in rules}
    held = {key: one.digest for key, one in record.measured.items()}
    return tuple(sorted(key for key in {*known, *held} if known.get(key) != held.get(key)))


@cache
def built_in_record() -> RuleRecord:
    """The record that ships with the program."""
    return parse_record(json.loads((resources.files("variorum") / RECORD_NAME).read_text(encoding="utf-8")))


def parse_record(data: Mapping[str, Any]) -> RuleRecord:
    """The content of the file, as `record_data` wrote it."""
    return RuleRecord(
        sentences=data["sentences"],
        sets=tuple(
            LabelledSet(name, one["says"], Proportion(one["loaded"], one["sentences"]))
            for name, one in data["sets"].items()
        ),
        measured={
            key: Measured(
                digest=one["digest"],
                fires=one.get("fires"),
                found={name: Proportion(*one[name]) for name in data["sets"] if name in one},
            )
            for key, one in data["rules"].items()
        },
    )


def record_data(record: RuleRecord) -> dict[str, Any]:
    """What is written to the file: counts, from which every figure follows."""
    return {
        "sentences": record.sentences,
        "sets": {one.name: {"says": one.says, "sentences": one.base.n, "loaded": one.base.hits} for one in record.sets},
        "rules": {
            key: {
                "digest": one.digest,
                **({} if one.fires is None else {"fires": one.fires}),
                **{name: [found.hits, found.n] for name, found in sorted(one.found.items()) if found.n},
            }
            for key, one in sorted(record.measured.items())
        },
    }
