"""Decisions as rows that other databases can take over, and back.

A row names its articles by outlet and canonical address and its decision by an id made from content, so that rows of
two databases can be put together in any order, any number of times. An undone decision stays undone.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any, Final

from compare.decisions import VERBS, Articles, DecidedArticle, Decision, conflict_of, decided
from scraper.article import article_key, storable
from variorum.errors import InputError

Row = dict[str, Any]
GROUPING: Final = "grouping"  # the kind of row that a decision on the grouping is


def decision_rows(decisions: Iterable[Decision]) -> Iterator[Row]:
    """One row for each decision, in the order given."""
    for one in decisions:
        yield {
            "kind": GROUPING,
            "decision": one.id,
            "verb": one.verb,
            "at": one.at.isoformat(),
            "state": one.state,
            "undone_at": one.undone_at.isoformat() if one.undone_at else None,
            "together": _article_rows(one.together),
            "apart": [_article_rows(side) for side in one.apart],
        }


def decision_of(line: str) -> Decision:
    """The decision that a line of JSON holds. Raises InputError saying what is wrong with it."""
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InputError(f"not JSON ({error})") from error
    if not isinstance(row, dict):
        raise InputError("not a JSON object")
    if row.get("kind") != GROUPING:
        raise InputError(f"kind {row.get('kind')!r} is unknown; this version reads {GROUPING!r}")
    verb = next((verb for verb in VERBS if verb == row.get("verb")), None)
    if verb is None:
        raise InputError(f"verb {row.get('verb')!r} is none of {', '.join(VERBS)}")
    together, sides = _articles(row, "together"), row.get("apart")
    if not isinstance(sides, list) or len(sides) != 2:
        raise InputError("apart is not a list of two lists of articles")
    left, right = (_articles({"apart": side}, "apart") for side in sides)
    if bool(left) != bool(right) or (len(together) < 2 and not left):
        raise InputError("decides nothing: too few articles are named in together and apart")
    decision = decided(verb, _time(row, "at"), together, (left, right), _undone_at(row))
    if row.get("decision") != decision.id:
        raise InputError(
            f"decision {row.get('decision')!r} is not the id of what it says ({decision.id}); was it edited?"
        )
    if {one.key for one in left} & {one.key for one in right} or conflict_of(decision, ()):
        raise InputError("contradicts itself: the same articles together and apart")
    return decision


def _undone_at(row: Row) -> datetime | None:
    match row.get("state"):
        case "in force":
            return None
        case "undone":
            return _time(row, "undone_at")
        case other:
            raise InputError(f"state {other!r} is neither 'in force' nor 'undone'")


def _time(row: Row, name: str) -> datetime:
    try:
        at = datetime.fromisoformat(row[name])
        if at.utcoffset() is not None:
            return at.astimezone(UTC)
    except (KeyError, TypeError, ValueError, OverflowError):
        pass
    raise InputError(f"{name} {row.get(name)!r} is no ISO 8601 time with its zone, such as 2031-01-07T06:12:00+00:00")


def _articles(row: Row, name: str) -> Articles:
    items = row.get(name)
    if not isinstance(items, list):
        raise InputError(f"{name} is not a list of articles")
    return tuple(_article(item, name) for item in items)


def _article(item: object, name: str) -> DecidedArticle:
    fields = [item.get(key) if isinstance(item, dict) else None for key in ("outlet", "url", "canonical_url")]
    outlet, url, canonical_url = (value if isinstance(value, str) and value else None for value in fields)
    if outlet is None or url is None or canonical_url is None:
        raise InputError(f"an article in {name} lacks outlet, url or canonical_url")
    if any(storable(value) != value for value in (outlet, url, canonical_url)):
        raise InputError(f"an article in {name} has characters that can't be stored (NUL or half a surrogate pair)")
    return DecidedArticle(article_key(outlet, canonical_url), outlet, url, canonical_url)


def _article_rows(articles: Articles) -> list[Row]:
    return [
        {"article": one.key, "outlet": one.outlet, "url": one.url, "canonical_url": one.canonical_url}
        for one in articles
    ]
