"""`rules`: every rule in force with its source and its record, and what the settings switch off or allow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from compare.framing import flag_text
from compare.rules import UNCHECKED, Rule
from variorum.kinds import KINDS
from variorum.recordwords import method_words, record_words
from variorum.rulepacks import RuleBook
from variorum.rulerecords import MARKING, Precision, Record, RuleRecord

INDENT = " " * 4


def rule_lines(book: RuleBook, record: RuleRecord) -> Iterator[str]:
    """The list for people: categories in the order of the report's marks, rules by id."""
    for category, rules in by_category(book.rules):
        yield f"{category}: {KINDS[category].says} ({_counted(len(rules))})"
        for rule in rules:
            yield from _lines(rule, book, record)
        yield ""
    yield from _house_lines(book)
    yield from method_words(record)


def rule_rows(book: RuleBook, record: RuleRecord) -> Iterator[dict[str, Any]]:
    """The same for programs, one row a rule, in the same order."""
    for _, rules in by_category(book.rules):
        for rule in rules:
            yield {
                "rule": rule.id,
                "category": rule.category,
                "level": rule.level,
                "demoted": rule.id in book.demoted,
                "message": rule.message,
                "says": rule.says,
                "cite": {"work": rule.cite.work, "place": rule.cite.place, "checked": rule.cite.checked},
                "off": off_for(rule, book),
                "record": _record_row(record.of(rule)),
            }


def by_category(rules: Iterable[Rule]) -> list[tuple[str, list[Rule]]]:
    order = list(KINDS)
    found = sorted(rules, key=lambda rule: (order.index(rule.category), rule.id))
    return [(category, list(group)) for category, group in groupby(found, key=lambda rule: rule.category)]


def off_for(rule: Rule, book: RuleBook) -> list[str]:
    """The outlets that are not held to a rule."""
    return sorted(slug for slug, one in book.house.outlets.items() if rule.id in one.off)


def idle_phrases(book: RuleBook) -> list[str]:
    """Allowed phrases in which no rule in force marks anything, so that allowing them changes nothing."""
    phrases = {*book.house.phrases, *(phrase for one in book.house.outlets.values() for phrase in one.phrases)}
    return sorted(phrase for phrase in phrases if not flag_text(phrase, book.rules, (), beside=True))


def _lines(rule: Rule, book: RuleBook, record: RuleRecord) -> Iterator[str]:
    level = f"{rule.level}, demoted by its record" if rule.id in book.demoted else rule.level
    yield f"  {rule.id}  [{level}]"
    yield f"{INDENT}{rule.message.replace('{match}', '…')}"
    checked = UNCHECKED if rule.cite.checked == UNCHECKED else f"checked: {rule.cite.checked}"
    yield f"{INDENT}source: {rule.cite.work}, {rule.cite.place} ({checked})"
    told = record_words(record.of(rule)) if rule.level in MARKING else "marks nothing; others are measured against it"
    yield f"{INDENT}record: {told}"
    if off := off_for(rule, book):
        yield f"{INDENT}off for: {', '.join(off)}"


def _house_lines(book: RuleBook) -> Iterator[str]:
    idle = set(idle_phrases(book))
    lines = []
    if book.disabled:
        lines.append(f"off everywhere: {', '.join(book.disabled)}")
    for who, phrases in (
        ("everywhere", book.house.phrases),
        *((f"for {slug}", one.phrases) for slug, one in book.house.outlets.items()),
    ):
        lines += [
            f'allowed {who}: "{phrase}"' + (" (no rule in force marks anything in it)" if phrase in idle else "")
            for phrase in phrases
        ]
    if lines:
        yield from (*lines, "")


def _record_row(record: Record | None) -> dict[str, Any] | None:
    if record is None:
        return None
    reviews = record.reviews
    return {
        "fires": record.fires,
        "sets": {one.of.name: _precision_row(one) for one in record.precisions},
        "reviews": None if reviews is None else {"accepted": reviews.hits, "decided": reviews.n},
    }


def _precision_row(one: Precision) -> dict[str, Any]:
    """`precision` is null where the sentences are too few to conclude anything."""
    return {
        "loaded": one.found.hits,
        "n": one.found.n,
        "precision": one.found.share if one.concludes else None,
        "interval": list(one.found.interval) if one.concludes else None,
        "base": one.of.base.share,
        "bound": one.of.bound,
    }


def _counted(number: int) -> str:
    return f"{number} rule{'' if number == 1 else 's'}"
