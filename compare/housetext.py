"""How many words of an article are its house's own."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import Final

from compare.masking import masked_stretches
from compare.spans import HasSpan, Span, contains
from compare.wirecopy import Shares
from scraper.article import Article

WORD: Final = re.compile(r"\S+")


def house_words(article: Article, masked: Collection[int], shares: Shares) -> int:
    """Words, as runs of characters that are not white space, that begin in no masked paragraph and in no sentence of
    somebody else's; of such a sentence those count that the house put in."""
    places = _places(article.text)
    hidden = masked_stretches(article, masked)
    count = len(places) - sum(len(_beginning_in(places, stretch)) for stretch in hidden)
    for item in shares.of([article.key]):
        if any(contains(stretch, item.place) for stretch in hidden):
            continue
        within = (places[at] for at in _beginning_in(places, item.place))
        count -= sum(not item.edited(Span(*place)) for place in within)
    return count


@lru_cache(maxsize=256)  # an event's articles are counted in several ways, one after the other
def _places(text: str) -> Sequence[tuple[int, int]]:
    """Where each word begins and ends."""
    return [word.span() for word in WORD.finditer(text)]


def _beginning_in(places: Sequence[tuple[int, int]], stretch: HasSpan) -> range:
    """Which of these places, sorted, begin in the stretch."""
    return range(bisect_left(places, (stretch.start, 0)), bisect_left(places, (stretch.end, 0)))
