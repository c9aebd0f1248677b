"""A person's decisions on which articles report one event, and what follows from all of them.

Every decision comes down to articles that belong together and two sides that stay apart. Articles are named by outlet
and canonical address, so that a decision outlives the article, its next version and the database.
"""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, Literal

from compare.constraints import Constraints, Pair, contradiction, pair

Verb = Literal["merge", "split", "pin"]
State = Literal["in force", "undone"]
VERBS: Final[tuple[Verb, ...]] = ("merge", "split", "pin")
ID_DIGITS: Final = 12  # hexadecimal digits of a decision's id


@dataclass(frozen=True, slots=True)
class DecidedArticle:
    """An article as a decision names it. `key` is the one it is held under, or would be."""

    key: str
    outlet: str
    url: str
    canonical_url: str


Articles = tuple[DecidedArticle, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """`together` belong to one event; no article of the first side of `apart` is in one with any of the second.

    Sorted by key; `at` and `undone_at` are aware and in UTC. Once undone, a decision counts no more.
    """

    id: str
    verb: Verb
    at: datetime
    together: Articles
    apart: tuple[Articles, Articles] = ((), ())
    undone_at: datetime | None = None

    @property
    def state(self) -> State:
        return "in force" if self.undone_at is None else "undone"

    @property
    def articles(self) -> Articles:
        """Every article named, once, sorted by key."""
        named = {one.key: one for one in (*self.together, *self.apart[0], *self.apart[1])}
        return tuple(named[key] for key in sorted(named))


@dataclass(frozen=True, slots=True)
class Conflict:
    """Why `decision` can't hold beside `earlier` ones: these two `articles` would be together and apart.

    `says` is what the earlier ones ask of the two. Undoing all of `earlier` makes room for the decision.
    """

    decision: Decision
    earlier: tuple[Decision, ...]
    articles: tuple[DecidedArticle, DecidedArticle]
    says: Literal["together", "apart"]


def merge(first: Iterable[DecidedArticle], second: Iterable[DecidedArticle], at: datetime) -> Decision:
    """All articles of two events belong together."""
    return decided("merge", at, [*first, *second])


def split(leaving: Sequence[DecidedArticle], staying: Iterable[DecidedArticle], at: datetime) -> Decision:
    """Some articles leave their event, together."""
    return decided("split", at, leaving, (leaving, staying))


def pin(article: DecidedArticle, anchor: DecidedArticle, staying: Iterable[DecidedArticle], at: datetime) -> Decision:
    """An article belongs with `anchor`, and leaves those `staying` where it was."""
    rest = tuple(staying)
    return decided("pin", at, (article, anchor), ((article,), rest) if rest else ((), ()))


def decided(
    verb: Verb,
    at: datetime,
    together: Iterable[DecidedArticle],
    apart: tuple[Iterable[DecidedArticle], Iterable[DecidedArticle]] = ((), ()),
    undone_at: datetime | None = None,
) -> Decision:
    """A decision with its id, which comes from what was decided and when. `at` is taken to UTC."""
    at = at.astimezone(UTC)
    bound, sides = _sorted(together), (_sorted(apart[0]), _sorted(apart[1]))
    named = [sorted([one.outlet, one.canonical_url] for one in group) for group in (bound, *sides)]
    content = json.dumps([verb, at.isoformat(), *named], ensure_ascii=False)
    return Decision(hashlib.sha256(content.encode()).hexdigest()[:ID_DIGITS], verb, at, bound, sides, undone_at)


def constraints_of(decisions: Iterable[Decision]) -> Constraints:
    """What follows from the decisions that are in force, never contradictory: see `settled`."""
    must, cannot = _pairs(settled(decisions)[0])
    return Constraints(frozenset(must), frozenset(cannot))


def settled(decisions: Iterable[Decision]) -> tuple[list[Decision], list[Conflict]]:
    """The decisions in force that hold together, earliest first, and why the others among them are left out.

    Of two that contradict each other the earlier holds. A decision is refused where it is made, so this only leaves out
    what became contradictory later: two articles that turn out to be one.
    """
    order = sorted((one for one in decisions if one.undone_at is None), key=lambda one: (one.at, one.id))
    if contradiction(*_pairs(order)) is None:
        return order, []
    kept: list[Decision] = []
    conflicts = []
    for one in order:
        if (found := conflict_of(one, kept)) is None:
            kept.append(one)
        else:
            conflicts.append(found)
    return kept, conflicts


def conflict_of(decision: Decision, earlier: Iterable[Decision]) -> Conflict | None:
    """Why a decision can't hold beside the earlier ones that are in force, which hold together; None where it can."""
    rest = sorted((one for one in earlier if one.undone_at is None), key=lambda one: (one.at, one.id))
    found = contradiction(*_pairs([decision, *rest]))
    if found is None:
        return None
    named = {one.key: one for part in (decision, *rest) for one in part.articles}
    says: Literal["together", "apart"] = "apart" if found in _pairs(rest)[1] else "together"
    in_the_way: list[Decision] = []
    while _contradicts(decision, rest):
        # The shortest run of earlier decisions that contradicts it ends in one that it can't do without.
        count = bisect_left(range(len(rest)), True, key=lambda n: _contradicts(decision, rest[:n]))
        if count == 0:
            break  # contradictory in itself
        in_the_way.append(rest.pop(count - 1))
    return Conflict(decision, tuple(in_the_way), (named[found[0]], named[found[1]]), says)


def _contradicts(decision: Decision, earlier: Sequence[Decision]) -> bool:
    return contradiction(*_pairs([decision, *earlier])) is not None


def _pairs(decisions: Iterable[Decision]) -> tuple[set[Pair], set[Pair]]:
    """What must be together and what cannot."""
    must: set[Pair] = set()
    cannot: set[Pair] = set()
    for one in decisions:
        keys = sorted({article.key for article in one.together})
        must.update((keys[0], key) for key in keys[1:])
        left, right = ({article.key for article in side} for side in one.apart)
        cannot.update(pair(a, b) for a in left for b in right if a != b)
    return must, cannot


def _sorted(articles: Iterable[DecidedArticle]) -> Articles:
    named = {one.key: one for one in articles}
    return tuple(named[key] for key in sorted(named))
