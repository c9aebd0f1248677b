"""What an embedding model's cosines are worth: its two scales, found on labelled texts, and how well they hold.

The texts are the invented newsroom's, with the labels that ship with them. What the default model gives on these very
pairs is on record here, so that a model is put beside it without loading it. How the two ways were chosen: the default
model cut to 128 and to 64 dimensions, with a prompt, and the lexical embedder were taken for unknown models, and the
lines found were held against those that the public development sets would choose. Sentences: the likeliest line came
closest (lexical .738 x + .254; the sets' own line of least squares .770 x + .269; matched quantiles .973 x + .138).
Articles: the line of means (128 dimensions: .998 x + .019, events pair F1 .924 as the sets' own; the likeliest line
.645 x + .134 and .886).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from compare.calibration import MINILM, Calibration
from compare.claims import log_odds
from compare.claims import probability as claim_probability
from compare.embed import Embedder
from compare.outline import outline_of
from compare.reliability import Bin, reliability
from compare.scales import Labels, Scale, likeliest_scale, scale_of_means, told_apart
from compare.sentences import split_sentences
from compare.signals import Signals, describe, learn_rarity, signals
from compare.survey import LEAD_SENTENCES, Survey, survey
from compare.survey import probability as event_probability
from variorum.calibrations import Entry
from variorum.demo.labels import LabelledPair, labelled_articles, sentence_pairs

DECIMALS: Final = 3  # of the numbers found: below it is noise of the arithmetic, above it no figure moves
DEFAULT_SENTENCES: Final = Scale(2.7611, -1.2124)
"""The likeliest scale of the default model itself on the built-in sentences. It is not 1 and 0, because the newsroom's
labels part more cleanly than the public sets' that the weights come from; only the ratio to it tells of a model."""
DEFAULT_SAME, DEFAULT_OTHER = 0.5894, 0.1488
"""Mean cosines of the default model between the leads of the built-in articles of one event, and of different ones."""
LEAST_PAIRS: Final = 30
"""Of each kind, in what was given: fewer leave a scale to chance."""
LEAST_TOLD_APART: Final = 0.9
"""How often, in the built-in texts, a pair that is the same has the higher cosine than one that is not. The default
model reaches .996 for sentences and .990 for articles, the lexical embedder .988 and .993, the mean of a random row of
256 numbers for each word .970 and .831, of 8 numbers .844 and .667."""
LEAST_OWN: Final = 0.6
"""The same for a user's pairs, which may all be hard: on public sets of pairs the default model reaches .69 to .93."""


@dataclass(frozen=True, slots=True)
class Found:
    """What was found of one kind of pairs, sentences or articles. `same` and `other` count them, `told_apart` is what
    the cosines alone tell (.5 is chance), `bins` what the whole model predicts with `scale`, against the labels."""

    scale: Scale
    same: int
    other: int
    told_apart: float
    bins: tuple[Bin, ...]


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found of one model. `own` is the same of a user's own pairs of sentences, None where none were given."""

    model: str
    engine: str
    sentences: Found
    articles: Found
    own: Found | None = None

    @property
    def warnings(self) -> tuple[str, ...]:
        """Why the scales should not be relied on, in plain words; nothing where they can be."""
        named = (
            ("sentences", self.sentences, LEAST_TOLD_APART),
            ("articles", self.articles, LEAST_TOLD_APART),
            ("your own pairs", self.own, LEAST_OWN),
        )
        return tuple(told for name, found, least in named if found is not None for told in _doubts(name, found, least))

    def entry(self) -> Entry:
        """The finding as it is kept. Raises ValueError where a scale is no usable number."""
        for found in (self.sentences, self.articles):
            if not usable(found.scale):
                raise ValueError(f"the scale {found.scale.slope} x + {found.scale.shift} can't be used")
        own = self.own.same + self.own.other if self.own else 0
        built_in = self.sentences.same + self.sentences.other + self.articles.same + self.articles.other
        return Entry(
            model=self.model,
            engine=self.engine,
            lead_slope=self.articles.scale.slope,
            lead_shift=self.articles.scale.shift,
            cosine_slope=self.sentences.scale.slope,
            cosine_shift=self.sentences.scale.shift,
            n=built_in + own,
            where_from=(
                f"the weights fitted for {MINILM.model}; this model's cosines put on that model's scale by"
                f" variorum calibrate, on {built_in} labelled pairs of the invented newsroom"
                + (f" and {own} of the user's own" if own else "")
            ),
        )


def usable(scale: Scale) -> bool:
    return math.isfinite(scale.slope) and math.isfinite(scale.shift) and round(scale.slope, DECIMALS) > 0


def calibrate(embedder: Embedder, own: Sequence[LabelledPair] = ()) -> Findings:
    """Find a model's scales on the built-in texts, and on a user's own labelled pairs of sentences where given.

    The user's pairs move the scale of sentences alone. Together they count for as many pairs as they are, at the share
    of "the same" that the built-in pairs have: how many of either kind a file holds says nothing of news. Raises
    ModelError where the model can't be had.
    """
    built_in = sentence_pairs()
    pairs = [*built_in, *own]
    found, same = _sentence_signals(embedder, pairs)
    counts = np.ones(len(pairs))
    counts[len(built_in) :] = _weights(same[len(built_in) :], float(same[: len(built_in)].mean()))
    weights = MINILM.claims
    known = log_odds(replace(found, cosine=np.zeros(len(pairs))), weights)
    scale = _rounded(likeliest_scale(found.cosine, known, same, weights.cosine, counts).seen_from(DEFAULT_SENTENCES))
    chances = claim_probability(found, _with_claims(scale))

    def of(part: slice) -> Found:
        return _found(scale, found.cosine[part], chances[part], same[part])

    split = len(built_in)
    return Findings(
        model=embedder.name,
        engine=embedder.engine,
        sentences=of(slice(0, split)),
        articles=_articles(embedder),
        own=of(slice(split, None)) if own else None,
    )


def _articles(embedder: Embedder) -> Found:
    labelled = labelled_articles()
    sentences = [split_sentences(article)[: LEAD_SENTENCES + 1] for article, _ in labelled]
    flat = embedder.encode([sentence.text for group in sentences for sentence in group])
    vectors = np.split(flat, np.cumsum([len(group) for group in sentences])[:-1])
    around: Survey = survey([outline_of(article) for article, _ in labelled], vectors, MINILM)
    event_of = {article.key: event for article, event in labelled}
    events = np.array([event_of[key] for key in around.keys])
    left, right = np.triu_indices(len(events), 1)
    known = around.signals(left, right)  # the default's scale is 1 and 0, so `lead` is the cosine as it comes
    same = events[left] == events[right]
    scale = _rounded(scale_of_means(known.lead, same, DEFAULT_SAME, DEFAULT_OTHER))
    scaled = replace(known, lead=scale.slope * known.lead + scale.shift)
    return _found(scale, known.lead, event_probability(scaled, MINILM.events), same)


def _sentence_signals(embedder: Embedder, pairs: Sequence[LabelledPair]) -> tuple[Signals, Labels]:
    texts = sorted({text for pair in pairs for text in (pair.a, pair.b)})
    place = {text: number for number, text in enumerate(texts)}
    known = describe(texts, embedder.encode(texts), learn_rarity(texts))
    first = np.array([place[pair.a] for pair in pairs], dtype=np.intp)
    second = np.array([place[pair.b] for pair in pairs], dtype=np.intp)
    return signals(known, first, second), np.array([pair.same for pair in pairs], dtype=bool)


def _weights(same: Labels, share: float) -> NDArray[np.float64]:
    """For how many pairs each counts, so that `share` of them all are the same. Ones where a kind is missing."""
    yes = int(same.sum())
    if not yes or yes == len(same):
        return np.ones(len(same))
    return np.where(same, share * len(same) / yes, (1 - share) * len(same) / (len(same) - yes))


def _found(scale: Scale, cosine: NDArray[np.float64], chances: NDArray[np.float64], same: Labels) -> Found:
    bins = reliability(chances.tolist(), same.tolist()) if usable(scale) else []
    return Found(scale, int(same.sum()), int((~same).sum()), told_apart(cosine, same), tuple(bins))


def _rounded(scale: Scale) -> Scale:
    # Adding zero turns a rounded -0.0 into the 0.0 that the file should say.
    return Scale(round(scale.slope, DECIMALS) + 0.0, round(scale.shift, DECIMALS) + 0.0)


def _with_claims(scale: Scale) -> Calibration:
    return replace(MINILM, claims=replace(MINILM.claims, cosine_slope=scale.slope, cosine_shift=scale.shift))


def _doubts(name: str, found: Found, least: float) -> Iterator[str]:
    if min(found.same, found.other) < LEAST_PAIRS:
        yield (
            f"{name}: {found.same} that are the same and {found.other} that are not are too few; give at least"
            f" {LEAST_PAIRS} of each"
        )
    elif found.told_apart < least:
        yield (
            f"{name}: the model hardly tells the same from the others: its cosine puts the right one higher in"
            f" {found.told_apart:.0%} of cases, {least:.0%} is wanted and 50% is chance; is it a model of sentences,"
            " and of this language?"
        )
    if not usable(found.scale):
        yield f"{name}: no scale can be found (slope {found.scale.slope:g}, shift {found.scale.shift:g})"
