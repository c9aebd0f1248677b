"""How rare a word is: learned from all articles seen so far, so that one night's few articles don't decide it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

# Articles imagined beside those seen, holding none of their words: among three articles a word of two is still rare.
PRIOR_ARTICLES = 100


@dataclass(frozen=True, slots=True)
class Background:
    """How many of `articles` articles hold each stem. A plain table that a caller can store and hand back.

    It only ever grows: `adding` the articles of a night leaves what earlier nights counted, so that the rarity of a
    word drifts slowly, and less with every night.
    """

    articles: int = 0
    holding: Mapping[str, int] = field(default_factory=dict)

    def adding(self, texts: Iterable[Iterable[str]]) -> Background:
        """The table with more articles counted: one collection of stems each, a stem counting once."""
        counts = Counter(self.holding)
        number = self.articles
        for stems in texts:
            counts.update(set(stems))
            number += 1
        return Background(number, dict(sorted(counts.items())))

    def rarity(self, stem: str) -> float:
        """Natural logarithm of how rare the stem is, above 0; a stem never seen is as rare as one of no article."""
        return math.log((self.articles + 1 + PRIOR_ARTICLES) / (min(self.holding.get(stem, 0), self.articles) + 1))
