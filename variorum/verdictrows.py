"""Verdicts on flags and differences as rows that other databases can take over, and back.

A row names its passages by outlet, canonical address and quoted text, and itself by an id made from content, so that
rows of several people can be put together in any order, any number of times. An undone verdict stays undone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields
from typing import Final

from compare.proposals import Declined, RuleException, declined
from compare.verdicts import JUDGEMENTS, PROPOSES, SUBJECTS, Quote, Verdict, judged
from db.store import Store
from scraper.article import article_key, storable
from variorum.decisionrows import decision_rows
from variorum.errors import InputError
from variorum.rowparts import Row, choice_in, text_in, time_in, undone_in

QUOTED: Final = tuple(field.name for field in fields(Quote) if field.name != "article")
LONGEST_REVIEWER: Final = 80  # characters
DECLINED: Final = "declined-proposal"  # the kind of row that a declined proposal is
DECIDED_COLUMNS: Final = (
    *("kind", "decision", "verdict", "declined", "reviewer", "at", "state", "undone_at"),
    *("verb", "together", "apart"),
    *("about", "judgement", "note", "settles", "proposes", "quotes"),
    *("rule", "phrase", "outlet"),
)
"""The keys of all kinds of `decided_rows`: first what names a row and who decided when, then each kind's own."""


def decided_rows(store: Store) -> list[Row]:
    """Every decision on the grouping, every verdict and every declined proposal, in the order of their ids."""
    declined_ones = declined_rows(store.declined_proposals())
    rows = [*decision_rows(store.decisions()), *verdict_rows(store.verdicts()), *declined_ones]
    return sorted(rows, key=lambda row: row.get("decision") or row.get("verdict") or row["declined"])


def verdict_rows(verdicts: Iterable[Verdict]) -> Iterator[Row]:
    """One row for each verdict, in the order given."""
    for one in verdicts:
        yield {
            "kind": one.subject,
            "verdict": one.id,
            "about": one.about,
            "judgement": one.judgement,
            "reviewer": one.reviewer,
            "at": one.at.isoformat(),
            "note": one.note,
            "settles": one.settles,
            "proposes": one.proposes,
            "state": "in force" if one.undone_at is None else "undone",
            "undone_at": one.undone_at.isoformat() if one.undone_at else None,
            "quotes": [{name: getattr(quote, name) for name in QUOTED} for quote in one.quotes],
        }


def check_reviewer(name: str) -> None:
    """Raises InputError for what is no name: nothing, too much, several lines, or what can't be stored."""
    if not 0 < len(name.strip()) <= LONGEST_REVIEWER or "\n" in name or storable(name) != name:
        raise InputError(f"reviewer {name!r} is no name of up to {LONGEST_REVIEWER} characters in one line")


def verdict_of(row: Row) -> Verdict:
    """The verdict that a row holds. Raises InputError saying what is wrong with it."""
    about, reviewer, note = text_in(row, "about"), text_in(row, "reviewer"), text_in(row, "note", empty=True)
    check_reviewer(reviewer)
    settles = row.get("settles")
    if not isinstance(settles, bool):
        raise InputError(f"settles {settles!r} is neither true nor false")
    quotes = row.get("quotes")
    subject, judgement = choice_in(row, "kind", SUBJECTS), choice_in(row, "judgement", JUDGEMENTS)
    # Rows from before anything could be proposed have no such key.
    proposes = choice_in({"proposes": "", **row}, "proposes", PROPOSES)
    if proposes and (subject, judgement) != ("flag", "rejected"):
        raise InputError(f"proposes {proposes!r}, which only a verdict that rejects a flag does")
    if not isinstance(quotes, list) or not quotes or (subject == "flag" and len(quotes) > 1):
        raise InputError("quotes is not a list of passages, one for a flag")
    made = judged(
        subject,
        about,
        [_quote(quote) for quote in quotes],
        judgement,
        reviewer=reviewer,
        at=time_in(row, "at"),
        note=note,
        settles=settles,
        undone_at=undone_in(row),
        proposes=proposes,
    )
    if row.get("verdict") != made.id:
        raise InputError(f"verdict {row.get('verdict')!r} is not the id of what it says ({made.id}); was it edited?")
    return made


def declined_rows(given: Iterable[Declined]) -> Iterator[Row]:
    """One row for each declined proposal, in the order given."""
    for one in given:
        yield {
            "kind": DECLINED,
            "declined": one.id,
            "rule": one.exception.rule,
            "phrase": one.exception.phrase,
            "outlet": one.exception.outlet,
            "reviewer": one.reviewer,
            "at": one.at.isoformat(),
            "state": "in force" if one.undone_at is None else "undone",
            "undone_at": one.undone_at.isoformat() if one.undone_at else None,
        }


def declined_of(row: Row) -> Declined:
    """The declined proposal that a row holds. Raises InputError saying what is wrong with it."""
    texts = [text_in(row, name, empty=name != "rule") for name in ("rule", "phrase", "outlet")]
    reviewer = text_in(row, "reviewer")
    check_reviewer(reviewer)
    if any(storable(text) != text for text in texts):
        raise InputError("rule, phrase or outlet has characters that can't be stored (NUL or half a surrogate pair)")
    made = declined(RuleException(*texts), reviewer=reviewer, at=time_in(row, "at"), undone_at=undone_in(row))
    if row.get("declined") != made.id:
        raise InputError(f"declined {row.get('declined')!r} is not the id of what it says ({made.id}); was it edited?")
    return made


def _quote(item: object) -> Quote:
    if not isinstance(item, dict):
        raise InputError("a passage in quotes is not a JSON object")
    texts = [text_in(item, name, empty=name in ("prefix", "suffix")) for name in QUOTED]
    if any(storable(text) != text for text in texts):
        raise InputError("a passage in quotes has characters that can't be stored (NUL or half a surrogate pair)")
    outlet, url, canonical_url, exact, prefix, suffix = texts
    return Quote(article_key(outlet, canonical_url), outlet, url, canonical_url, exact, prefix, suffix)
