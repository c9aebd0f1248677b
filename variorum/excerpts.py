"""How much of an article may be printed.

What counts is how many of the article's words a reader can find in everything that is written: each word at its place
counts once, however many pages repeat it, because a repeated sentence shows no more of the article. A stretch is
printed whole or not at all.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import Final

from db.thinned import is_gone

_WORD = re.compile(r"\S+")


def word_count(text: str) -> int:
    """Words of a text as the cap counts them: runs of characters that are not white space."""
    return len(text.split())


@dataclass(slots=True)
class _Printed:
    """The stretches of one article that may be printed: where each begins, in order, and how far the farthest reaches
    of those that begin no later."""

    starts: list[int] = field(default_factory=list)
    reach: list[int] = field(default_factory=list)
    paid: list[tuple[int, int]] = field(default_factory=list)  # the start of each, and the words that it added
    words: int = 0

    def covers(self, start: int, end: int) -> bool:
        """Whether one stretch holds this one."""
        at = bisect_right(self.starts, start) - 1
        return at >= 0 and self.reach[at] >= end

    def new_words(self, start: int, text: str) -> int:
        """How many words of a text at `start` lie in no stretch printed before."""
        at = bisect_left(self.starts, start + len(text))
        if at == 0 or self.reach[at - 1] <= start:
            return word_count(text)  # no stretch reaches into it
        return sum(not self.covers(start + word.start(), start + word.end()) for word in _WORD.finditer(text))

    def has_words(self, start: int, text: str) -> bool:
        """Whether every word of a text at `start` lies in a stretch printed before."""
        return self.covers(start, start + len(text)) or all(
            self.covers(start + word.start(), start + word.end()) for word in _WORD.finditer(text)
        )

    def add(self, start: int, end: int, new: int) -> None:
        at = bisect_right(self.starts, start)
        end = max(end, self.reach[at - 1]) if at else end
        self.starts.insert(at, start)
        self.reach.insert(at, end)
        for later in range(at + 1, len(self.reach)):
            if self.reach[later] >= end:
                break
            self.reach[later] = end
        self.paid.append((start, new))
        self.words += new


_NOTHING: Final = _Printed()


class ExcerptBudget:
    """What of each article may be printed: at most `words` of its words. One object serves everything that is written.

    `spend` is asked in the order of importance; `holds` asks later, while printing, whether a stretch was paid for.
    What is not held any more (`db.thinned`) is never printed, and costs nothing.
    """

    def __init__(self, words: int) -> None:
        if words < 0:
            raise ValueError(f"an excerpt can't have {words} words")
        self.words = words
        self._articles: dict[str, _Printed] = {}

    @property
    def total(self) -> int:
        """Words of all articles that may appear, so far."""
        return sum(printed.words for printed in self._articles.values())

    def spend(self, article: str, start: int, end: int, text: str) -> bool:
        """Pay for `text`, which stands at `start` to `end` of the article's text. False where the rest does not
        suffice.

        Words paid for before cost nothing; a part of a word that was not costs a whole word.
        """
        if end - start != len(text):
            raise ValueError(f"{start}..{end} is not the place of {len(text)} characters")
        if is_gone(text):
            return False
        printed = self._articles.setdefault(article, _Printed())
        new = printed.new_words(start, text)
        if printed.words + new > self.words:
            return False
        if new:
            printed.add(start, end, new)
        return True

    def holds(self, article: str, start: int, text: str) -> bool:
        """Whether every word of `text`, standing at `start`, was paid for, and is held."""
        return not is_gone(text) and self._articles.get(article, _NOTHING).has_words(start, text)

    def printed(self, article: str) -> list[tuple[int, int]]:
        """The stretches of the article that may be printed, so far, by their starts; they may overlap."""
        printed = self._articles.get(article, _NOTHING)
        return list(zip(printed.starts, printed.reach, strict=True))

    def used(self, article: str, *, before: int | None = None) -> int:
        """Words of the article that may appear, so far; only those at places before `before` where that is given."""
        printed = self._articles.get(article, _NOTHING)
        if before is None:
            return printed.words
        return sum(new for start, new in printed.paid if start < before)
