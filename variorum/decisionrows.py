"""Decisions as rows that other databases can take over, and back.

A row names its articles by outlet and canonical address and its decision by an id made from content, so that rows of
two databases can be put together in any order, any number of times. An undone decision stays undone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from compare.decisions import VERBS, Articles, DecidedArticle, Decision, conflict_of, decided
from scraper.article import article_key, storable
from variorum.errors import InputError
from variorum.rowparts import Row, choice_in, time_in, undone_in

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


def decision_of(row: Row) -> Decision:
    """The decision that a row holds. Raises InputError saying what is wrong with it."""
    verb = choice_in(row, "verb", VERBS)
    together, sides = _articles(row, "together"), row.get("apart")
    if not isinstance(sides, list) or len(sides) != 2:
        raise InputError("apart is not a list of two lists of articles")
    left, right = (_articles({"apart": side}, "apart") for side in sides)
    if bool(left) != bool(right) or (len(together) < 2 and not left):
        raise InputError("decides nothing: too few articles are named in together and apart")
    decision = decided(verb, time_in(row, "at"), together, (left, right), undone_in(row))
    if row.get("decision") != decision.id:
        raise InputError(
            f"decision {row.get('decision')!r} is not the id of what it says ({decision.id}); was it edited?"
        )
    if {one.key for one in left} & {one.key for one in right} or conflict_of(decision, ()):
        raise InputError("contradicts itself: the same articles together and apart")
    return decision


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
