"""Where a text has what rules' patterns match: one search for all of them, however many rules there are.

Each pattern begins at a word, and most with letters that are known. So one search tells at which words any of them may
begin, some dozens in a text, and they are tried there alone: to search for each takes ten times as long.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from compare.expressions import compile_pattern, compile_small, compile_starts, in_small, openings_of
from compare.rules import Rule
from compare.spans import Span


class PatternIndex:
    """The patterns of many rules."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        told = [(rule, openings_of(rule.pattern)) for rule in rules if rule.pattern]
        self._rules = [(rule, frozenset(opening[0] for opening in openings)) for rule, openings in told]
        self._openings = frozenset(opening for _, openings in told for opening in openings)

    def found(self, text: str) -> Iterator[tuple[Rule, Span]]:
        """Each match of each rule, by rule in their order and from left to right, as searching for its pattern alone
        finds them; none that is empty."""
        small = in_small(text)
        starts = [] if small is None else [m.start() for m in compile_starts(self._openings).finditer(small)]
        for rule, letters in self._rules:
            if small is None or not letters:
                matches: Iterable[re.Match[str]] = _all(rule.pattern, text, small)
            else:
                matches = _beginning(rule.pattern, small, [start for start in starts if small[start] in letters])
            yield from ((rule, Span(*match.span())) for match in matches if match.end() > match.start())


@lru_cache(maxsize=64)
def patterns_of(rules: tuple[Rule, ...]) -> PatternIndex:
    return PatternIndex(rules)


def _all(pattern: str, text: str, small: str | None) -> Iterable[re.Match[str]]:
    """All matches, in small letters where there are any and the pattern allows it."""
    compiled = None if small is None else compile_small(pattern)
    if small is None or compiled is None:
        return compile_pattern(pattern).finditer(text)
    return compiled.finditer(small)


def _beginning(pattern: str, small: str, starts: Sequence[int]) -> Iterable[re.Match[str]]:
    """The matches that begin at some of these places, which hold all at which one can begin."""
    out: list[re.Match[str]] = []
    compiled = compile_small(pattern) if starts else None
    if compiled is None:
        return out
    end = 0
    for start in starts:
        if start >= end and (match := compiled.match(small, start)):
            out.append(match)
            end = match.end()
    return out
