"""Decisions on the grouping in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from compare.decisions import Articles, Conflict, DecidedArticle, Decision
from db.store import Store
from variorum.eventlists import one_line

Headlines = Mapping[str, str]
"""Headlines of the articles that are held, by key."""


def headlines_of(store: Store, keys: Iterable[str]) -> Headlines:
    return {item.article.key: item.article.title for item in store.articles(keys)}


def decision_lines(store: Store) -> list[str]:
    """Every decision, oldest first, with the articles it names."""
    decisions = store.decisions()
    headlines = headlines_of(store, {article.key for one in decisions for article in one.articles})
    lines = [line for one in decisions for line in described(one, headlines)]
    return lines or ["no decision yet; see: variorum events --help"]


def described(decision: Decision, headlines: Headlines) -> list[str]:
    """A decision's id, verb, time and state, then who belongs together and who stays apart."""
    undone = f" {decision.undone_at:%Y-%m-%d %H:%M} UTC" if decision.undone_at else ""
    head = f"{decision.id}  {decision.verb}  {decision.at:%Y-%m-%d %H:%M} UTC  {decision.state}{undone}"
    groups = [("together", decision.together), ("apart from", decision.apart[1])]
    return [head, *(line for name, group in groups for line in _group(name, group, headlines))]


def named(article: DecidedArticle, headlines: Headlines) -> str:
    """Outlet and headline; the address of an article that is not held."""
    title = headlines.get(article.key)
    return f"{article.outlet} “{one_line(title)}”" if title else f"{article.outlet} {article.canonical_url} (not held)"


def conflict_words(conflict: Conflict, headlines: Headlines) -> str:
    """Which earlier decision stands against a new one, about which articles, and the remedy."""
    first, second = (named(one, headlines) for one in conflict.articles)
    ids = [one.id for one in conflict.earlier]
    if not ids:
        return f"contradicts itself: {first} and {second} would be together and apart"
    told = " and ".join(f"{one.id} ({one.verb}, {one.at:%Y-%m-%d})" for one in conflict.earlier)
    decides = f"decision {told} holds" if len(ids) == 1 else f"decisions {told} hold"
    remedy = "; ".join(f"variorum events undo {one}" for one in ids)
    stands = f"{decides} {first} and {second} {conflict.says}"
    return f"contradicts what was decided earlier: {stands}; to decide otherwise, first: {remedy}"


def _group(name: str, group: Articles, headlines: Headlines) -> list[str]:
    return [f"    {name if not at else '':10}  {one.key}  {named(one, headlines)}" for at, one in enumerate(group)]
