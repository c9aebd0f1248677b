"""Why an article stands in its event: its score against the threshold, and what it shares with the closest other.

Every number is one the model used: contributions add up to the log-odds of the pair, shared terms to its cosine of
words. Places are half-open offsets into the articles' texts, taken from their sentences.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np

from compare.constraints import Constraints, Pair
from compare.embed import Vectors, normalised
from compare.events import EVENT_THRESHOLD, NO_CONSTRAINTS, Event
from compare.linkage import DECIMALS
from compare.quotedwords import RUN_WORDS, quoted_spans, quoted_words
from compare.sentences import Sentence
from compare.spans import Span
from compare.survey import Survey, weighed
from compare.words import Word, words

Kind = Literal["name", "number", "word"]

SHOWN_PAIRS = 8  # other articles that a reader is shown, the closest first
SHOWN_TERMS = 12  # shared terms that a reader is shown, the strongest first
LEAST_WORDS = 4  # content words of a sentence that can be one of the closest pair: "He agreed." is close to anything
RAW_DIGITS = 6  # decimals of contributions
ONE_EVENTS = 64  # articles whose wording is remembered: each of an event is compared with its closest, and by others


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one signal of `EventWeights` adds to the log-odds of a pair: its weight times its value."""

    signal: str
    value: float
    log_odds: float


@dataclass(frozen=True, slots=True)
class SharedTerm:
    """A term of both articles. `here` and `there` are its first places; a name of several words is one term.

    `cosine` is its part of the pair's cosine of words (0..1).
    """

    kind: Kind
    here: Span
    there: Span
    cosine: float


@dataclass(frozen=True, slots=True)
class SentencePair:
    """The two sentences whose vectors are closest, by their indices and places; `cosine` -1..1, 3 decimals."""

    here: int
    there: int
    here_place: Span
    there_place: Span
    cosine: float


@dataclass(frozen=True, slots=True)
class SharedQuotation:
    """Quotations, marks included, with a run of at least RUN_WORDS words in common; `words` is the longest run."""

    here: Span
    there: Span
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PairWhy:
    """Why two articles are taken for reports of one event. "here" is the article asked about, "there" `other`.

    `score` is the pair's probability, 3 decimals. `contributions` and `constant` add up to its log-odds. `terms` are
    the strongest SHOWN_TERMS by cosine, `words` the whole cosine that all shared terms add up to. `days_apart` is None
    where a publication time is unknown; whole days where one is a bare day.
    """

    other: str
    score: float
    constant: float
    contributions: tuple[Contribution, ...]
    words: float
    terms: tuple[SharedTerm, ...]
    sentences: SentencePair | None
    quotations: tuple[SharedQuotation, ...]
    days_apart: float | None


@dataclass(frozen=True, slots=True)
class Why:
    """Why an article stands in its event.

    `score` is its mean probability with the event's others, 3 decimals, None where it stands alone; `threshold` what
    the mean between two groups must reach to be joined. An article may stand below it: the group was joined as a whole,
    or people decided. `pairs` are (other, probability), the SHOWN_PAIRS highest first. `must` and `cannot` are the
    decisions that name the article.
    """

    article: str
    score: float | None
    threshold: float
    pairs: tuple[tuple[str, float], ...]
    closest: PairWhy | None
    must: tuple[Pair, ...] = ()
    cannot: tuple[Pair, ...] = ()


def why(
    around: Survey,
    key: str,
    event: Event,
    sentences: Mapping[str, Sequence[Sentence]],
    vectors: Mapping[str, Vectors],
    constraints: Constraints = NO_CONSTRAINTS,
) -> Why:
    """Explain an article's place in an event, both as `around` scores them.

    `sentences` and `vectors` hold those of the event's articles, row i of `vectors[key]` for sentence i of
    `sentences[key]`. Raises ValueError where the article is not in the event, KeyError where one was not surveyed.
    """
    if key not in event.articles:
        raise ValueError(f"article {key} does not stand in this event, which holds {', '.join(event.articles)}")
    place = around.place
    must, cannot = constraints.about(key)
    others = [other for other in event.articles if other != key]
    if not others:
        return Why(key, None, EVENT_THRESHOLD, (), None, must, cannot)
    here = np.full(len(others), place[key], dtype=np.int64)
    scores = around.scores(here, np.array([place[other] for other in others], dtype=np.int64))
    pairs = sorted(zip(others, scores.tolist(), strict=True), key=lambda pair: (-pair[1], pair[0]))
    closest = _pair(around, place[key], place[pairs[0][0]], pairs[0][1], sentences, vectors)
    mean = round(float(scores.mean()), DECIMALS)
    return Why(key, mean, EVENT_THRESHOLD, tuple(pairs[:SHOWN_PAIRS]), closest, must, cannot)


def _pair(
    around: Survey,
    here: int,
    there: int,
    score: float,
    sentences: Mapping[str, Sequence[Sentence]],
    vectors: Mapping[str, Vectors],
) -> PairWhy:
    left, right = np.array([here], dtype=np.int64), np.array([there], dtype=np.int64)
    signals = around.signals(left, right)
    one, other = around.articles[here], around.articles[there]
    own, theirs = sentences[one.key], sentences[other.key]
    known = one.published is not None and other.published is not None
    bare = bool(around.bare[here] or around.bare[there])
    days = np.floor(around.days[[here, there]]) if bare else around.days[[here, there]]
    return PairWhy(
        other=other.key,
        score=score,
        constant=around.weights.constant,
        contributions=tuple(
            Contribution(name, _rounded(getattr(signals, name)[0]), _rounded(part[0]))
            for name, part in weighed(signals, around.weights)
        ),
        words=round(float(signals.words[0]), RAW_DIGITS),
        terms=_shared_terms(around, here, there, own, theirs),
        sentences=_closest_sentences(own, theirs, vectors[one.key], vectors[other.key]),
        quotations=_shared_quotations(own, theirs),
        days_apart=round(abs(float(days[0] - days[1])), DECIMALS) if known else None,
    )


def _rounded(value: float) -> float:
    return round(float(value), RAW_DIGITS) + 0.0  # never minus nothing


@dataclass(frozen=True, slots=True)
class _Places:
    """Where a text has its stems and its names of several words first, and which stems stand there as names."""

    stems: Mapping[str, Span]
    runs: Mapping[tuple[str, ...], Span]
    names: frozenset[str]


@lru_cache(maxsize=ONE_EVENTS)
def _places(sentences: tuple[Sentence, ...]) -> _Places:
    stems: dict[str, Span] = {}
    runs: dict[tuple[str, ...], Span] = {}
    names: set[str] = set()
    for sentence in sentences:
        run: list[Word] = []
        for number, word in enumerate(words(sentence.text)):
            if word.content:
                stems.setdefault(word.stem, Span(sentence.start + word.start, sentence.start + word.end))
                if word.capital and number and sentence.paragraph:  # headlines and first words prove no name
                    names.add(word.stem)
            adjoining = bool(run) and sentence.text[run[-1].end : word.start].strip(" \u00a0") == ""
            if not (word.capital and word.content):
                run = []
                continue
            run = [*run, word] if adjoining else [word]
            for first in range(len(run) - 1):
                part = run[first:]
                place = Span(sentence.start + part[0].start, sentence.start + part[-1].end)
                runs.setdefault(tuple(w.stem for w in part), place)
    return _Places(stems, runs, frozenset(names))


def _shared_terms(
    around: Survey, here: int, there: int, own: Sequence[Sentence], theirs: Sequence[Sentence]
) -> tuple[SharedTerm, ...]:
    product = around.rows[here].multiply(around.rows[there]).tocsr()
    parts = {
        around.vocabulary[column]: float(value) for column, value in zip(product.indices, product.data, strict=True)
    }
    a, b = _places(tuple(own)), _places(tuple(theirs))
    found: list[SharedTerm] = []
    left = {stem for stem in parts if stem in a.stems and stem in b.stems}
    for run in sorted(a.runs.keys() & b.runs.keys(), key=lambda run: (-len(run), run)):
        if left.issuperset(run) and any(stem in a.names and stem in b.names for stem in run):
            left -= set(run)
            found.append(SharedTerm("name", a.runs[run], b.runs[run], sum(parts[stem] for stem in sorted(set(run)))))
    for stem in sorted(left):
        kind: Kind = "number" if stem[0].isdigit() else "name" if stem in a.names and stem in b.names else "word"
        found.append(SharedTerm(kind, a.stems[stem], b.stems[stem], parts[stem]))
    rounded = [SharedTerm(t.kind, t.here, t.there, round(t.cosine, RAW_DIGITS)) for t in found if t.cosine > 0]
    return tuple(sorted(rounded, key=lambda t: (-t.cosine, t.here, t.there))[:SHOWN_TERMS])


@lru_cache(maxsize=ONE_EVENTS)
def _telling(sentences: tuple[Sentence, ...]) -> list[int]:
    return [i for i, s in enumerate(sentences) if sum(w.content for w in words(s.text)) >= LEAST_WORDS]


def _closest_sentences(
    own: Sequence[Sentence], theirs: Sequence[Sentence], mine: Vectors, others: Vectors
) -> SentencePair | None:
    """Of sentences with enough to say, the pair with the highest cosine; of equals the first in reading order."""
    a, b = _telling(tuple(own)), _telling(tuple(theirs))
    if not a or not b:
        return None
    cosine = np.round((normalised(mine[a]) @ normalised(others[b]).T).astype(np.float64), DECIMALS)
    i, j = divmod(int(cosine.argmax()), len(b))
    one, other = own[a[i]], theirs[b[j]]
    places = Span(one.start, one.end), Span(other.start, other.end)
    return SentencePair(one.index, other.index, *places, float(cosine[i, j]))


def _shared_quotations(own: Sequence[Sentence], theirs: Sequence[Sentence]) -> tuple[SharedQuotation, ...]:
    """Each quotation here with the one there that it has the longest run of words in common with."""
    there = _quotations(tuple(theirs))
    out = []
    for one in _quotations(tuple(own)):
        runs = [(_longest_run(one.words, other.words), other.span) for other in there if one.runs & other.runs]
        if runs:
            longest = max((run for run, _ in runs), key=len)
            out.append(SharedQuotation(one.span, next(span for run, span in runs if run == longest), longest))
    return tuple(out)


@dataclass(frozen=True, slots=True)
class _Quotation:
    """Its words, and which RUN_WORDS of them stand in a row."""

    span: Span
    words: tuple[str, ...]
    runs: frozenset[tuple[str, ...]]


@lru_cache(maxsize=ONE_EVENTS)
def _quotations(sentences: tuple[Sentence, ...]) -> list[_Quotation]:
    found = []
    for sentence in sentences:
        for place in quoted_spans(sentence.text):
            said = quoted_words(sentence.text, place)
            runs = frozenset(said[i : i + RUN_WORDS] for i in range(len(said) - RUN_WORDS + 1))
            found.append(_Quotation(Span(sentence.start + place.start, sentence.start + place.end), said, runs))
    return found


def _longest_run(a: Sequence[str], b: Sequence[str]) -> tuple[str, ...]:
    """The longest run of words in both, the first of equals."""
    best = end = 0
    before = [0] * (len(b) + 1)
    for i, word in enumerate(a):
        now = [0] * (len(b) + 1)
        for j, other in enumerate(b):
            if word == other:
                now[j + 1] = before[j] + 1
                if now[j + 1] > best:
                    best, end = now[j + 1], i + 1
        before = now
    return tuple(a[end - best : end])
