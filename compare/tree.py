"""A parsed sentence as a tree: children, subtrees and their places in the text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from compare.spans import Span
from compare.tagger import Parse, Token

COMMON_NOUN_TAGS = ("NN", "NNS")
POINTING = ("WP", "WDT", "PRP", "EX", "DT")
"""Tags of what stands for a name: "who", "it", "there", "that"."""


@dataclass(frozen=True, slots=True)
class Tree:
    """Tokens are named by their place in the sentence, counted from 0."""

    tokens: Parse
    children: tuple[tuple[int, ...], ...] = field(init=False)

    def __post_init__(self) -> None:
        below: list[list[int]] = [[] for _ in self.tokens]
        for at, token in enumerate(self.tokens):
            if token.head != at:
                below[token.head].append(at)
        object.__setattr__(self, "children", tuple(map(tuple, below)))

    def __getitem__(self, at: int) -> Token:
        return self.tokens[at]

    def with_dep(self, at: int, *deps: str) -> list[int]:
        """The children of a token that stand in one of these relations to it, in reading order."""
        return [child for child in self.children[at] if self.tokens[child].dep in deps]

    def subtree(self, at: int, without: Sequence[int] = ()) -> list[int]:
        """A token and everything below it, in reading order, leaving out the subtrees of `without`."""
        found, waiting = [], [at]
        while waiting:
            here = waiting.pop()
            if here in without:
                continue
            found.append(here)
            waiting += self.children[here]
        return sorted(found)

    def runs(self, tokens: Sequence[int]) -> Iterator[list[int]]:
        """The stretches of tokens, given in reading order, that nothing but marks part."""
        run: list[int] = []
        for at in tokens:
            if run and any(self.tokens[between].dep != "punct" for between in range(run[-1] + 1, at)):
                yield run
                run = []
            run.append(at)
        if run:
            yield run

    def place(self, tokens: Sequence[int]) -> Span:
        """From the first to the end of the last of these tokens; there must be one."""
        return Span(self.tokens[min(tokens)].start, self.tokens[max(tokens)].end)

    def above(self, at: int) -> Iterator[int]:
        """The heads of a token, the nearest first."""
        while (head := self.tokens[at].head) != at:
            yield head
            at = head
