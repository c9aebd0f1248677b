"""How many words of an article are its house's own."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Sequence
from typing import Final

from compare.masking import masked_stretches
from compare.spans import HasSpan, Span
from compare.wirecopy import Shares
from scraper.article import Article

WORD: Final = re.compile(r"\S+")


def house_words(article: Article, masked: Collection[int], shares: Shares) -> int:
    """Words, as runs of characters that are not white space, that begin in no masked paragraph and in no sentence of
    somebody else's; of such a sentence those count that the house put in."""
    hidden = masked_stretches(article, masked)
    shared = shares.of([article.key])
    places = [item.place for item in shared]
    if not hidden and not places:
        return len(WORD.findall(article.text))
    count = 0
    for match in WORD.finditer(article.text):
        if _place_of(match.start(), hidden) is not None:
            continue
        at = _place_of(match.start(), places)
        count += at is None or shared[at].edited(Span(match.start(), match.end()))
    return count


def _place_of(character: int, stretches: Sequence[HasSpan]) -> int | None:
    """Which of these stretches, sorted and not overlapping, the character stands in."""
    at = bisect_right(stretches, character, key=lambda stretch: stretch.start) - 1
    return at if at >= 0 and character < stretches[at].end else None
