"""Which articles report the same event.

Two articles are scored by a small logistic model (`EventWeights`); groups are joined by average linkage while the mean
score of their pairs stays at or above EVENT_THRESHOLD. A false merge is worse than a false split, so a group is never
joined through one close pair alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from compare.calibration import MINILM, Calibration
from compare.constraints import Constraints, bound_together, check_constraints
from compare.embed import Vectors, normalised
from compare.profiles import BLOCK, COUNTED_WORDS, Profiles, profiles
from scraper.article import Article, Moment

# The scores are fitted as probabilities, so one half is where "the same event" becomes the better bet.
EVENT_THRESHOLD = 0.5
DECIMALS = 3  # scores are rounded before they meet the threshold, so that arithmetic noise changes nothing
LINK_FLOOR = 0.001  # the lowest score that is not 0 after rounding: pairs below it are never held
FAR_DAYS = 15.0  # days apart beyond which more time says nothing more
ID_DIGITS = 12  # hexadecimal digits of an event's id
NO_CONSTRAINTS = Constraints()


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
    constraints: Constraints = NO_CONSTRAINTS,
) -> list[Event]:
    """Group articles into events, sorted by their smallest article key; every article is in exactly one.

    `vectors[i]` is float32 (n_i, dim), n_i >= 1: row 0 the headline, then the article's sentences in order. The order
    of the articles does not matter. `constraints` hold whatever the scores say. Raises ValueError where lengths differ,
    a vector array is empty, a key stands twice or constraints contradict each other.
    """
    check_constraints(constraints)
    if len(articles) != len(vectors):
        raise ValueError(f"{len(articles)} articles, but vectors of {len(vectors)}")
    order = sorted(range(len(articles)), key=lambda i: articles[i].key)
    sorted_articles = [articles[i] for i in order]
    sorted_vectors = [vectors[i] for i in order]
    keys = [article.key for article in sorted_articles]
    for key, following in pairwise(keys):
        if key == following:
            raise ValueError(f"article {key} stands twice")
    for article, rows in zip(sorted_articles, sorted_vectors, strict=True):
        if rows.ndim != 2 or not len(rows):
            raise ValueError(f"article {article.key}: vectors of shape {rows.shape}, expected (at least 1, dim)")
    if not articles:
        return []
    about = profiles(sorted_articles, sorted_vectors)
    moments = [article.published for article in sorted_articles]
    groups = []
    for members, scores in linked_parts(about, moments, calibration):
        groups += [
            (tuple(members[i] for i in part), cohesion) for part, cohesion in average_linkage(scores, EVENT_THRESHOLD)
        ]
    groups = constrained(groups, keys, constraints)
    headlines = normalised(np.stack([np.asarray(rows[0], dtype=np.float32) for rows in sorted_vectors]))
    return [
        Event(tuple(keys[i] for i in part), closest_title(part, sorted_articles, headlines), cohesion)
        for part, cohesion in sorted(groups)
    ]


def constrained(
    groups: Sequence[tuple[tuple[int, ...], float]], keys: Sequence[str], constraints: Constraints
) -> list[tuple[tuple[int, ...], float]]:
    """The groups with what a person decided: articles bound together go where they may be and most of them are, the
    rest of a group stays together as far as it may."""
    bound = bound_together(constraints.must)
    forbidden = {(bound.get(x, x), bound.get(y, y)) for a, b in constraints.cannot for x, y in ((a, b), (b, a))}
    units: dict[str, list[tuple[int, int]]] = {}  # the smallest key of what is bound: its places and their groups
    for number, (part, _) in enumerate(groups):
        for place in part:
            units.setdefault(bound.get(keys[place], keys[place]), []).append((number, place))
    found_in = [{bound.get(keys[place], keys[place]) for place in part} for part, _ in groups]
    settled: dict[int, list[list[str]]] = {}
    for unit in sorted(units, key=lambda unit: (-len(units[unit]), unit)):
        homes = [number for number, _ in units[unit]]
        ranked = [
            (not any((unit, other) in forbidden for other in found_in[n]), homes.count(n), len(groups[n][0]), -n)
            for n in set(homes)
        ]
        rooms = settled.setdefault(-max(ranked)[-1], [])
        open_rooms = [room for room in rooms if not any((unit, other) in forbidden for other in room)]
        room = max(open_rooms, key=lambda room: sum(len(units[other]) for other in room), default=[])
        if not room:
            rooms.append(room)
        room.append(unit)
    return [
        (tuple(sorted(place for unit in room for _, place in units[unit])), groups[number][1])
        for number, rooms in settled.items()
        for room in rooms
    ]


def score_rows(
    about: Profiles, moments: Sequence[Moment | None], calibration: Calibration = MINILM
) -> Iterator[tuple[int, NDArray[np.float64]]]:
    """Blocks of the matrix of pair scores, each with its first row: float64 (up to BLOCK, articles), 3 decimals."""
    weights = calibration.events
    days = np.array([np.nan if m is None else m.at.timestamp() / 86400 for m in moments])
    bare = np.array([m is not None and m.precision == "day" for m in moments])
    length = np.minimum(np.maximum(about.length, 1.0), COUNTED_WORDS)
    for start in range(0, len(moments), BLOCK):
        stop = min(start + BLOCK, len(moments))
        similar = (about.rows[start:stop] @ about.rows.T).toarray()
        lead = (about.leads[start:stop] @ about.leads.T).astype(np.float64)
        crowd = (about.density[start:stop, None] + about.density[None, :]) / 2
        shorter = np.log(np.minimum(length[start:stop, None], length[None, :]) / 100)
        apart = days_apart(days, bare, slice(start, stop)) / FAR_DAYS
        z = (
            weights.words * similar
            + weights.lead * lead
            + weights.density * crowd
            + weights.days * apart
            + weights.length * shorter
            + weights.constant
        )
        yield start, np.round(1 / (1 + np.exp(-z)), DECIMALS)


def days_apart(days: NDArray[np.float64], bare: NDArray[np.bool_], rows: slice) -> NDArray[np.float64]:
    """Days between publications, at most FAR_DAYS: whole days where either is a bare day, 0 where either is unknown."""
    exact = np.abs(days[rows, None] - days[None, :])
    whole = np.abs(np.floor(days[rows, None]) - np.floor(days[None, :]))
    apart = np.where(bare[rows, None] | bare[None, :], whole, exact)
    return np.asarray(np.minimum(np.nan_to_num(apart, nan=0.0), FAR_DAYS))


def linked_parts(
    about: Profiles, moments: Sequence[Moment | None], calibration: Calibration
) -> Iterator[tuple[list[int], NDArray[np.float64]]]:
    """Parts of the corpus that no pair at the threshold connects with each other, each with its matrix of scores.

    Two groups whose mean score reaches the threshold have at least one pair that does, so nothing that average linkage
    would join is torn apart here.
    """
    from scipy import sparse
    from scipy.sparse.csgraph import connected_components

    rows_found, columns_found, scores_found = [], [], []
    for start, block in score_rows(about, moments, calibration):
        rows, columns = np.nonzero(block >= LINK_FLOOR)
        rows_found.append(rows + start)
        columns_found.append(columns)
        scores_found.append(block[rows, columns])
    count = len(moments)
    places = (np.concatenate(rows_found), np.concatenate(columns_found))
    values = np.concatenate(scores_found)
    graph = sparse.csr_matrix((values, places), shape=(count, count))
    linked = sparse.csr_matrix(graph >= EVENT_THRESHOLD)
    number, label = connected_components(linked, directed=False)
    members: list[list[int]] = [[] for _ in range(number)]
    for index, part in enumerate(label):
        members[part].append(index)
    for part in members:
        scores = graph[part][:, part].toarray()
        yield part, np.maximum(scores, scores.T)


def average_linkage(scores: NDArray[np.float64], threshold: float) -> list[tuple[tuple[int, ...], float]]:
    """Groups of indices by average linkage of a symmetric matrix of scores, each with the lowest score of its joins."""
    count = len(scores)
    if count == 1:
        return [((0,), 1.0)]
    from scipy.cluster.hierarchy import linkage
    from scipy.spatial.distance import squareform

    distances = 1.0 - scores
    np.fill_diagonal(distances, 0.0)
    tree: Any = linkage(squareform(distances, checks=False), "average")
    groups: dict[int, tuple[list[int], float]] = {i: ([i], 1.0) for i in range(count)}
    for step, (left, right, distance, _) in enumerate(tree):
        score = round(1.0 - float(distance), DECIMALS)
        if score < threshold:
            break
        (a, lowest_a), (b, lowest_b) = groups.pop(int(left)), groups.pop(int(right))
        groups[count + step] = (sorted(a + b), min(lowest_a, lowest_b, score))
    return [(tuple(part), lowest) for part, lowest in sorted(groups.values())]


def closest_title(part: Sequence[int], articles: Sequence[Article], headlines: Vectors) -> str:
    """The headline nearest to all the others, of news articles where there are any; of equals the smallest key's."""
    titled = [i for i in part if articles[i].title.strip()] or list(part)
    candidates = [i for i in titled if articles[i].kind == "news"] or titled
    centre = headlines[titled].sum(axis=0)
    nearest = max(candidates, key=lambda i: (round(float(headlines[i] @ centre), DECIMALS), -i))
    return articles[nearest].title


def keep_ids(new: Sequence[Event], known: Mapping[str, frozenset[str]]) -> list[tuple[str, Event]]:
    """Name the events: an id stays with the group that keeps most of its old members.

    `known` maps ids to the article keys they held. Where several groups could keep an id, or several ids a group, the
    largest overlap wins, then the smaller id, then the smaller first key. A group that keeps none gets an id made from
    its smallest article key, never one that `known` holds. Returned in the order of `new`.
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
    ranked = sorted(overlaps, key=lambda pair: (-overlaps[pair], pair[0], new[pair[1]].articles))
    kept: dict[int, str] = {}
    taken: set[str] = set()
    for identifier, position in ranked:
        if identifier not in taken and position not in kept:
            kept[position] = identifier
            taken.add(identifier)
    reserved = set(known)
    for position in sorted(range(len(new)), key=lambda i: new[i].articles):
        if position not in kept:
            kept[position] = new_id(new[position].articles[0], reserved)
            reserved.add(kept[position])
    return [(kept[position], event) for position, event in enumerate(new)]


def new_id(smallest_key: str, reserved: set[str]) -> str:
    """An id from an article key that is none of the reserved ones."""
    attempt = 0
    while True:
        seed = f"event\n{smallest_key}" + (f"\n{attempt}" if attempt else "")
        identifier = hashlib.sha256(seed.encode()).hexdigest()[:ID_DIGITS]
        if identifier not in reserved:
            return identifier
        attempt += 1
