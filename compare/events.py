"""Which articles report the same event.

Pairs that share their weightiest terms are scored by a small logistic model (`compare.survey`); groups are joined by
average linkage while the mean score of their pairs stays at or above EVENT_THRESHOLD. A false merge is worse than a
false split, so a group is never joined through one close pair alone. What people decided comes first (`Constraints`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from compare.background import Background
from compare.calibration import MINILM, Calibration
from compare.candidates import within
from compare.constraints import Constraints
from compare.embed import Vectors
from compare.linkage import DECIMALS, Group, average_linkage, lifted
from compare.outline import Outline, outline_of
from compare.survey import WINDOW_DAYS, Survey, survey
from scraper.article import Article

# The scores are fitted as probabilities, so one half is where "the same event" becomes the better bet.
EVENT_THRESHOLD = 0.5
ID_DIGITS = 12  # hexadecimal digits of an event's id
NO_CONSTRAINTS = Constraints()
PAIRS = 1 << 17  # pairs of one part of the corpus that are scored at a time


@dataclass(frozen=True, slots=True)
class Event:
    """A set of articles about one happening.

    `articles` are article keys, sorted. `title` is the headline that stands closest to all the others.
    `cohesion` is the lowest similarity at which a part of the group was joined (1 for a single article), rounded to
    3 decimals.
    """

    articles: tuple[str, ...]
    title: str
    cohesion: float


def group_events(
    articles: Sequence[Article],
    vectors: Sequence[Vectors],
    calibration: Calibration = MINILM,
    *,
    constraints: Constraints = NO_CONSTRAINTS,
    window: float | None = WINDOW_DAYS,
    seen: Mapping[str, datetime] | None = None,
    background: Background | None = None,
) -> list[Event]:
    """Group articles into events, sorted by their smallest article key; every article is in exactly one.

    The order of the articles does not matter. The parameters and errors are those of `survey`; an article further than
    `window` days from every article of an event does not join it. `constraints` are kept whatever the scores say.
    """
    outlines = [outline_of(article) for article in articles]
    around = survey(outlines, vectors, calibration, window=window, seen=seen, background=background)
    return group(around, constraints)


def group(around: Survey, constraints: Constraints = NO_CONSTRAINTS) -> list[Event]:
    """The events of the articles looked over, sorted by their smallest article key."""
    found = [event for part in linked_parts(around, constraints) for event in group_part(around, part, constraints)]
    return sorted(found, key=lambda event: event.articles)


def linked_parts(
    around: Survey, constraints: Constraints = NO_CONSTRAINTS, together: Sequence[Sequence[int]] = ()
) -> list[list[int]]:
    """Parts of the corpus, as sorted indices, that no candidate at the threshold connects with each other.

    Two groups whose mean score reaches the threshold have at least one pair that does, so nothing that average linkage
    would join is torn apart here. Members of each of `together` stay in one part, and so does what must.
    """
    from scipy import sparse
    from scipy.sparse.csgraph import connected_components

    found = around.candidates
    count = len(around.articles)
    if not count:
        return []
    linked = around.scores(found.left, found.right, found.similar) >= EVENT_THRESHOLD
    chains = [*together, *homes(around, constraints).values()]
    left = np.concatenate([found.left[linked], *(np.asarray(chain[:-1], dtype=np.int64) for chain in chains)])
    right = np.concatenate([found.right[linked], *(np.asarray(chain[1:], dtype=np.int64) for chain in chains)])
    graph = sparse.csr_matrix((np.ones(len(left)), (left, right)), shape=(count, count))
    number, label = connected_components(graph, directed=False)
    members: list[list[int]] = [[] for _ in range(number)]
    for index, part in enumerate(label):
        members[part].append(index)
    return members


def homes(around: Survey, constraints: Constraints) -> dict[str, list[int]]:
    """Indices of the articles by what they must stand with, groups of two or more."""
    out: dict[str, list[int]] = {}
    for index, article in enumerate(around.articles):
        out.setdefault(constraints.home(article.key), []).append(index)
    return {home: indices for home, indices in out.items() if len(indices) > 1}


def group_part(around: Survey, part: Sequence[int], constraints: Constraints = NO_CONSTRAINTS) -> Iterator[Event]:
    """The events within one part; all pairs of the part count, candidates or not."""
    scores, linkable = part_scores(around, part)
    for found in link(around, part, scores, linkable, constraints):
        members = [part[i] for i in found.members]
        keys = tuple(around.articles[i].key for i in members)
        yield Event(keys, closest_title(members, around.articles, around.headlines), found.cohesion)


def link(
    around: Survey,
    part: Sequence[int],
    scores: NDArray[np.float64],
    linkable: NDArray[np.bool_],
    constraints: Constraints,
) -> list[Group]:
    """Average linkage of a part under the constraints, in indices into the part."""
    by_home: dict[str, list[int]] = {}
    for place, index in enumerate(part):
        by_home.setdefault(constraints.home(around.articles[index].key), []).append(place)
    apart = [(by_home[a][0], by_home[b][0]) for a, b in constraints.apart() if a in by_home and b in by_home]
    together = [places for places in by_home.values() if len(places) > 1]
    known = lifted(scores, together, EVENT_THRESHOLD) if together else scores
    return average_linkage(known, EVENT_THRESHOLD, together=together, apart=apart, linkable=linkable)


def part_scores(around: Survey, part: Sequence[int]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Scores of all pairs of the part, symmetric (n, n), and which of them lie within the window."""
    count = len(part)
    places = np.asarray(part, dtype=np.int64)
    scores = np.zeros((count, count))
    linkable = np.zeros((count, count), dtype=bool)
    upper, lower = np.triu_indices(count, 1)
    for start in range(0, len(upper), PAIRS):
        i, j = upper[start : start + PAIRS], lower[start : start + PAIRS]
        scores[i, j] = scores[j, i] = around.scores(places[i], places[j])
        near = within(around.placed, places[i], places[j], around.window)
        linkable[i, j] = linkable[j, i] = near
    return scores, linkable


def closest_title(part: Sequence[int], articles: Sequence[Outline], headlines: Vectors) -> str:
    """The headline nearest to all the others, of news articles where there are any; of equals the smallest key's."""
    titled = [i for i in part if articles[i].title.strip()] or list(part)
    candidates = [i for i in titled if articles[i].kind == "news"] or titled
    centre = headlines[titled].sum(axis=0)
    nearest = max(candidates, key=lambda i: (round(float(headlines[i] @ centre), DECIMALS), -i))
    return articles[nearest].title


def keep_ids(
    new: Sequence[Event], known: Mapping[str, frozenset[str]], *taken_ids: Container[str]
) -> list[tuple[str, Event]]:
    """Name the events: an id stays with the group that keeps most of its old members.

    `known` maps ids to the article keys they held. Where several groups could keep an id, or several ids a group, the
    largest overlap wins, then the group that the id was made for (so that a merge taken back leaves each id with its
    own event), then the smaller id, then the smaller first key. A group that keeps none gets an id made from
    its smallest article key, never one that `known` or any of `taken_ids` holds. Returned in the order of `new`.
    """
    holders: dict[str, list[int]] = {}
    for position, event in enumerate(new):
        for key in event.articles:
            holders.setdefault(key, []).append(position)
    overlaps: dict[tuple[str, int], int] = {}
    for identifier, old in known.items():
        for key in old:
            for position in holders.get(key, ()):
                overlaps[identifier, position] = overlaps.get((identifier, position), 0) + 1

    def rank(pair: tuple[str, int]) -> tuple[int, bool, str, tuple[str, ...]]:
        identifier, position = pair
        articles = new[position].articles
        return -overlaps[pair], new_id(articles[0]) != identifier, identifier, articles

    ranked = sorted(overlaps, key=rank)
    kept: dict[int, str] = {}
    taken: set[str] = set()
    for identifier, position in ranked:
        if identifier not in taken and position not in kept:
            kept[position] = identifier
            taken.add(identifier)
    named: set[str] = set()
    for position in sorted(range(len(new)), key=lambda i: new[i].articles):
        if position not in kept:
            kept[position] = new_id(new[position].articles[0], known, named, *taken_ids)
            named.add(kept[position])
    return [(kept[position], event) for position, event in enumerate(new)]


def new_id(smallest_key: str, *reserved: Container[str]) -> str:
    """An id from an article key that none of the reserved ones is."""
    attempt = 0
    while True:
        seed = f"event\n{smallest_key}" + (f"\n{attempt}" if attempt else "")
        identifier = hashlib.sha256(seed.encode()).hexdigest()[:ID_DIGITS]
        if not any(identifier in taken for taken in reserved):
            return identifier
        attempt += 1
