"""The log of corrections in words: what, when and how often, and never by whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Final

from variorum.contrasts import join_words
from variorum.corrections import FURNITURE, GROUPING, Correction
from variorum.inputs import Report
from variorum.kinds import KINDS
from variorum.methodviews import CorrectionDay
from variorum.when import day_words

_VERBS: Final = {"merge": "Merged", "split": "Split", "pin": "Pinned"}
#: Judgements but for the acceptance, which corrects nothing.
_JUDGED: Final[Mapping[str, str]] = {
    "rejected": "rejected",
    "quoted": "taken off, for the words are a source’s",
    "other-claim": "taken off, for the passages do not tell the same",
}
_FURNITURE: Final = {"released": "are read as news from then on", "quarantined": "are left out from then on"}
_ONE_LINE: Final = {"released": "is read as news from then on", "quarantined": "is left out from then on"}


def correction_days(corrections: Sequence[Correction], report: Report) -> tuple[CorrectionDay, ...]:
    """What was corrected, newest day first, and last what no day is kept of: rules that are off, phrases allowed."""
    days = [
        CorrectionDay(day_words(day), tuple(_words(one, report) for one in found))
        for day, found in groupby(corrections, key=lambda one: one.day)
    ]
    undated = tuple(_house(report))
    return (*days, CorrectionDay("", undated)) if undated else tuple(days)


def _words(one: Correction, report: Report) -> str:
    if one.subject == GROUPING:
        return _grouping(one, report)
    if one.subject == FURNITURE:
        outlet = report.label(one.outlets[0][0]).name
        lines, then = ("line", _ONE_LINE) if one.count == 1 else ("lines", _FURNITURE)
        return f"{one.count} {lines} that {outlet} prints around its articles {then[one.what]}."
    several = "" if one.count == 1 else "s"
    about = f"rule {one.about}" if one.subject == "flag" else f"kind “{KINDS[one.about].label}”"
    what = "mark" if one.subject == "flag" else "difference"
    return f"{one.count} {what}{several} of the {about} {_JUDGED[one.what]}."


def _grouping(one: Correction, report: Report) -> str:
    together, apart = one.outlets
    told = _articles(together, report)
    if len(together) > 1:
        told += " belong to one event" + (f", apart from {_articles(apart, report)}" if apart else "")
    else:
        told += f" stands apart from {_articles(apart, report)}"
    return f"{'Undone: ' if one.undone else ''}{_VERBS[one.what]}: {told}."


def _articles(outlets: Sequence[str], report: Report) -> str:
    """Articles by their outlets, with a number where one has several."""
    counted = Counter(report.label(outlet).name for outlet in outlets)
    named = [name if count == 1 else f"{name} ({count})" for name, count in sorted(counted.items())]
    return f"{'an article' if len(outlets) == 1 else 'articles'} of {join_words(named)}"


def _house(report: Report) -> Iterator[str]:
    method = report.method
    if method.disabled:
        yield f"Switched off for every outlet: {', '.join(method.disabled)}."
    for slug, one in sorted(method.house.outlets.items(), key=lambda item: report.label(item[0]).name):
        if one.off:
            yield f"Switched off for {report.label(slug).name}: {', '.join(sorted(one.off))}."
        if one.phrases:
            yield f"Allowed to {report.label(slug).name}: {_phrases(one.phrases)}."
    if method.house.phrases:
        yield f"Allowed to every outlet: {_phrases(method.house.phrases)}."


def _phrases(phrases: Sequence[str]) -> str:
    return ", ".join(f"“{phrase}”" for phrase in phrases)
