"""The rules as the method page shows them: with examples, sources, records, and what a house allows all the same."""

from __future__ import annotations

from collections.abc import Sequence

from compare.rules import UNCHECKED, Rule
from variorum.describing import description
from variorum.inputs import Report
from variorum.kinds import KINDS, chip
from variorum.recordwords import found_words, interval_words
from variorum.rulerecords import Record
from variorum.views import AllowedLine, Measure, RecordView, RuleGroup, RuleView

NO_BREAK = "\u00a0"  # "3 of 10" stays in one line of a narrow column


def rule_group(kind: str, rules: Sequence[Rule], report: Report) -> RuleGroup:
    """The rules of one category."""
    return RuleGroup(
        chip=chip(kind),
        hollow=chip(kind, hollow=True),
        meaning=KINDS[kind].says,
        rules=tuple(_rule(rule, report) for rule in rules),
    )


def allowed_lines(report: Report) -> tuple[AllowedLine, ...]:
    """Allowed phrases: everybody's first, then by the names of outlets."""
    house = report.method.house
    by_name = sorted((report.label(slug).name, one.phrases) for slug, one in house.outlets.items())
    return tuple(
        AllowedLine(who, ", ".join(f"“{phrase}”" for phrase in phrases))
        for who, phrases in (("", house.phrases), *by_name)
        if phrases
    )


def _rule(rule: Rule, report: Report) -> RuleView:
    method = report.method
    record = method.record.of(rule)
    off = sorted(report.label(slug).name for slug, one in method.house.outlets.items() if rule.id in one.off)
    return RuleView(
        id=rule.id,
        level=rule.level,
        message=description(rule),
        flags=rule.flags[0] if rule.flags else "",
        passes=rule.passes[0] if rule.passes else "",
        neutral=_neutral(rule),
        work=rule.cite.work,
        place=rule.cite.place,
        checked=rule.cite.checked,
        unchecked=rule.cite.checked == UNCHECKED,
        record=_record(record) if record else None,
        off=", ".join(off),
    )


def _neutral(rule: Rule) -> str:
    """What others may write. Lists for some of a rule's words are long: the notes have the one that is wanted."""
    told = ", ".join(rule.neutral)
    if not rule.neutral_for:
        return told
    apart = "told where each is marked"
    return f"{told}; for some of its words different ones, {apart}" if told else f"different words for each, {apart}"


def _record(record: Record) -> RecordView:
    return RecordView(
        fires="not measured" if record.fires is None else f"{record.fires:g}",
        # A set in which the rule marks nothing has nothing to say of it.
        measures=tuple(
            Measure(
                name=one.of.label,
                found=found_words(one.found).replace(" ", NO_BREAK),
                interval=interval_words(one.found) if one.concludes else "",
                short=one.falls_short,
            )
            for one in record.precisions
            if one.found.n
        ),
        reviews=found_words(record.reviews) if record.reviews else "",
    )
