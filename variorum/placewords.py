"""What an article and the closest other of its event share, in words: for the command line and for the event's page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from compare.eventwhy import Kind, PairWhy, Why
from compare.spans import Span

KINDS: Final[dict[Kind, str]] = {"name": "names", "number": "numbers", "word": "words"}
"""The kinds of shared terms in the order in which they are told."""
SIGNALS: Final = {
    "words": "how alike the words are, rare ones counting more",
    "relative": "how alike for their surroundings",
    "company": "close to the same other articles",
    "lead": "how alike in meaning headline and opening are",
    "density": "how much resembles everything here",
    "near": "published close together",
    "far": "published far apart",
    "length": "how short the shorter text is",
    "foreign": "not both in English, whose common words are known",
}
"""What the signals of `compare.calibration.EventWeights` are called."""


def shared_terms(pair: PairWhy, word: Callable[[Span], str]) -> str:
    """ "names Vane, Wexholm; numbers 14": the strongest shared terms by kinds. `word` gives what stands at a place of
    the article asked about, "" where it may not be shown."""
    told = []
    for kind, name in KINDS.items():
        found = dict.fromkeys(shown for term in pair.terms if term.kind == kind and (shown := word(term.here)))
        if found:
            told.append(f"{name} {', '.join(found)}")
    return "; ".join(told)


def decided(why: Why) -> str:
    """Whether people had a part in it."""
    if why.must and why.cannot:
        return "put here and kept apart from others by a person"
    if why.must:
        return "put here by a person"
    return "kept apart from others by a person" if why.cannot else ""
