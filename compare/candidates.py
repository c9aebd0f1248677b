"""Which pairs of articles are worth scoring: those that share their weightiest terms, found through an index.

No stage compares all pairs. Each article is looked up in an inverted index under the TERMS terms that weigh most in it,
and keeps the NEIGHBOURS articles it shares most with. What stands around an article, which the pair model asks for, is
read off the same neighbours. Cost and memory grow with articles times neighbours.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from compare.embed import Vectors

Floats = NDArray[np.float64]
Places = NDArray[np.int64]

TERMS = 48  # an article's weightiest terms, under which it is found
# A term of more articles than this finds none alone: it is a topic's word, not an event's. The index reads at most
# TERMS times POSTINGS entries for an article, however many articles there are.
POSTINGS = 400
NEIGHBOURS = 80  # articles that each article keeps; two dozen outlets may cover an event, and FARTHEST look beyond it
BLOCK = 256  # articles looked up at a time
PAIRS = 4_096  # whose rows are laid side by side at a time: some 13 MB
# The nearest articles make the neighbourhood, by rank from 0: the first few may be of the same event, the ones after
# them tell how crowded its surroundings are. Where from: 5, 10 to 15, 20, 30 tried on the development sets.
NEAREST, FARTHEST = 10, 20
PRIOR_NEIGHBOUR = 0.05  # similarity of a neighbour that a small corpus lacks: two unrelated articles
CROWDED = 0.4  # density is capped here, so that an event of a hundred articles does not fall apart
TIGHTEST = 2  # the nearest articles whose mean similarity says what closeness means around an article
# That mean is kept between these: a lone article's nearest is no measure of closeness, and a reprint, which is nearly
# the same text, is none for independent reports.
DISTANT, REPORTED = 0.2, 0.4
OWN = 0.7  # an article's similarity to itself among its company, so that faint neighbours alone make none
DIGITS = 9  # sums of products are rounded here before they are ranked, so that noise orders nothing


@dataclass(frozen=True, slots=True)
class Candidates:
    """Pairs of articles by index, `left[k] < right[k]`, sorted, each once.

    `similar` is the cosine of their term rows (0..1). For each article `density` is the mean similarity to its
    neighbours of rank NEAREST to FARTHEST (at most CROWDED), and `closest` that to its TIGHTEST nearest, DISTANT to
    REPORTED. `company` are sparse unit rows (articles, articles): whom each article stands among, itself included.
    """

    left: Places
    right: Places
    similar: Floats
    density: Floats
    closest: Floats
    company: Any


def find_candidates(rows: Any, days: Floats, window: float | None) -> Candidates:
    """The candidates among sparse unit rows (articles, vocabulary).

    `days` (articles,) are times in days, NaN where unknown; two known ones further apart than `window` days are no
    candidates. None: any distance will do.
    """
    count = rows.shape[0]
    found = [np.zeros(0, dtype=np.int64)]
    index = _index_rows(rows)
    postings = index.T.tocsr()
    for start in range(0, count, BLOCK):
        shared = (index[start : start + BLOCK] @ postings).tocsr()
        looked_up = np.arange(start, start + shared.shape[0])
        here, common = np.repeat(looked_up, np.diff(shared.indptr)), shared.data
        there = shared.indices.astype(np.int64)  # two numbers make one below, beyond 32 bits
        kept = (here != there) & within(days, here, there, window)
        here, there, common = here[kept], there[kept], np.round(common[kept], DIGITS)
        ends = np.searchsorted(here, looked_up, side="right")
        for article, first, end in zip(looked_up, [0, *ends[:-1]], ends, strict=True):
            others = _most(there[first:end], common[first:end], NEIGHBOURS)
            found.append(np.minimum(others, article) * count + np.maximum(others, article))
    left, right = np.divmod(np.unique(np.concatenate(found)), max(1, count))
    similar = cosines(rows, left, right)
    owner, other, value, rank = _ranked(left, right, similar, count)
    nearest = np.full((count, FARTHEST), PRIOR_NEIGHBOUR)
    nearest[owner, rank] = value
    return Candidates(left, right, similar, density(nearest), closest(nearest), company(owner, other, value, count))


def _most(others: Places, common: Floats, count: int) -> Places:
    """So many of the others that have most in common, of equals those of the smaller index; all where they are fewer.
    In no order."""
    if len(others) <= count:
        return others
    least = np.partition(common, -count)[-count]
    above, equal = others[common > least], np.sort(others[common == least])
    return np.concatenate([above, equal[: count - len(above)]])


def within(days: Floats, left: Places, right: Places, window: float | None) -> NDArray[np.bool_]:
    """Which pairs may be candidates of each other: at most `window` days apart, or of unknown time."""
    if window is None:
        return np.ones(len(left), dtype=bool)
    with np.errstate(invalid="ignore"):
        return np.asarray(~(np.abs(days[left] - days[right]) > window))


def cosines(rows: Any, left: Places, right: Places) -> Floats:
    """Products of the rows of each pair, float64 (pairs,). Of no row may a column stand twice.

    One row after another is laid out whole, and what the others have is looked up in it: to take the rows of all pairs
    out of the matrix and multiply them takes twice as long.
    """
    out = np.zeros(len(left))
    whole = np.zeros(rows.shape[1])
    sizes = np.diff(rows.indptr)
    order = np.argsort(left, kind="stable")
    for pairs in np.split(order, np.flatnonzero(np.diff(left[order])) + 1) if len(left) else ():
        row = left[pairs[0]]
        own = slice(rows.indptr[row], rows.indptr[row + 1])
        whole[rows.indices[own]] = rows.data[own]
        others = right[pairs]
        counts = sizes[others]
        ends = np.cumsum(counts)
        cells = np.arange(ends[-1]) + np.repeat(rows.indptr[others] - (ends - counts), counts)
        products = whole[rows.indices[cells]] * rows.data[cells]
        out[pairs] = np.bincount(np.repeat(np.arange(len(pairs)), counts), products, len(pairs))
        whole[rows.indices[own]] = 0
    return np.asarray(np.round(out, DIGITS))


def dense_cosines(rows: Vectors, left: Places, right: Places) -> Floats:
    """As `cosines`, of rows (articles, dim) that are no sparse matrix, and not rounded."""
    out = np.zeros(len(left))
    for part in blocks(len(left)):
        np.einsum("ij,ij->i", rows[left[part]], rows[right[part]], dtype=np.float64, out=out[part])
    return out


def blocks(pairs: int) -> Iterator[slice]:
    """So many pairs, PAIRS at a time."""
    return (slice(start, start + PAIRS) for start in range(0, pairs, PAIRS))


def density(nearest: Floats) -> Floats:
    """How crowded it is around each article, from the similarities to its neighbours, highest first."""
    return np.asarray(np.minimum(nearest[:, NEAREST:FARTHEST].mean(axis=1), CROWDED))


def closest(nearest: Floats) -> Floats:
    """How similar articles are that report one event, as far as each article's own nearest tell."""
    return np.asarray(np.maximum(np.minimum(nearest[:, :TIGHTEST], REPORTED).mean(axis=1), DISTANT))


def company(owner: Places, other: Places, value: Floats, count: int) -> Any:
    """Sparse unit rows (articles, articles): the similarity to each of the nearest, and OWN to itself.

    With no neighbours an article stands among itself alone, and two that are faintly alike and have nobody else are
    not yet of one company.
    """
    from scipy import sparse

    own = np.arange(count)
    cells = np.concatenate([value, np.full(count, OWN)])
    places = np.concatenate([owner, own]), np.concatenate([other, own])
    rows = sparse.csr_matrix((cells, places), shape=(count, count))
    lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    return sparse.csr_matrix(sparse.diags(1 / lengths) @ rows) if count else rows


def _index_rows(rows: Any) -> Any:
    """The rows with their TERMS weightiest terms alone, and without those of more than POSTINGS articles."""
    from scipy import sparse

    kept = np.zeros(rows.nnz, dtype=bool)
    common = np.bincount(rows.indices, minlength=rows.shape[1]) > POSTINGS
    for row in range(rows.shape[0]):
        cells = np.arange(rows.indptr[row], rows.indptr[row + 1])
        cells = cells[~common[rows.indices[cells]]]
        heaviest = np.lexsort((rows.indices[cells], -np.round(rows.data[cells], DIGITS)))[:TERMS]
        kept[cells[heaviest]] = True
    ends = np.concatenate([[0], np.cumsum(kept)])[rows.indptr]
    return sparse.csr_matrix((rows.data[kept], rows.indices[kept], ends), shape=rows.shape)


def _ranked(left: Places, right: Places, similar: Floats, count: int) -> tuple[Places, Places, Floats, Places]:
    """The FARTHEST nearest candidates of every article: whose, which, how similar, and at which rank from 0.

    Of equally similar ones the smaller index comes first.
    """
    owner = np.concatenate([left, right])
    other = np.concatenate([right, left])
    value = np.concatenate([similar, similar])
    order = np.lexsort((other, -value, owner))
    owner, other, value = owner[order], other[order], value[order]
    rank = np.arange(len(owner)) - np.searchsorted(owner, np.arange(count))[owner]
    kept = rank < FARTHEST
    return owner[kept], other[kept], value[kept], rank[kept]
