"""How many words of an article are its house's own."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Sequence
from typing import Final

from compare.masking import masked_stretches
from compare.spans import HasSpan, Span, contains
from compare.wirecopy import Shares
from scraper.article import Article

WORD: Final = re.compile(r"\S+")


def house_words(article: Article, masked: Collection[int], shares: Shares) -> int:
    """Words, as runs of characters that are not white space, that begin in no masked paragraph and in no sentence of
    somebody else's; of such a sentence those count that the house put in."""
    found = list(WORD.finditer(article.text))
    starts = [word.start() for word in found]
    hidden = masked_stretches(article, masked)
    count = len(found) - sum(len(_beginning_in(starts, stretch)) for stretch in hidden)
    for item in shares.of([article.key]):
        if any(contains(stretch, item.place) for stretch in hidden):
            continue
        within = (found[at].span() for at in _beginning_in(starts, item.place))
        count -= sum(not item.edited(Span(*place)) for place in within)
    return count


def _beginning_in(starts: Sequence[int], stretch: HasSpan) -> range:
    """Which of these places, sorted, lie in the stretch."""
    return range(bisect_left(starts, stretch.start), bisect_left(starts, stretch.end))
