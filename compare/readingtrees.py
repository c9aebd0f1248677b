"""The trees of the sentences that readings are made of, parsed together."""

from __future__ import annotations

from collections.abc import Iterable

from compare.sentences import split_text
from compare.tagger import Tagger, parsed
from compare.tree import Tree

Placed = tuple[tuple[int, Tree], ...]
"""Sentences of a text in order: where each begins in it, and its tree, whose places count from there."""


class ReadingTrees:
    """The trees of some texts. All of their sentences are parsed in one call."""

    def __init__(self, tagger: Tagger, texts: Iterable[str]) -> None:
        sentences = {text: split_text(text) for text in dict.fromkeys(texts)}
        wanted = [text[s.start : s.end] for text, found in sentences.items() for s in found]
        parses = iter(parsed(tagger, wanted))
        self._trees: dict[str, Placed] = {
            text: tuple((s.start, Tree(next(parses))) for s in found) for text, found in sentences.items()
        }

    def of(self, text: str) -> Placed:
        """Raises KeyError for a text that was not among them."""
        return self._trees[text]
