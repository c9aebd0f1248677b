"""How far the tokens of a text are padded, and what tells a converted model so.

OpenVINO makes a model ready anew for each number of tokens that it has not met for a while, which takes longer than a
short call (8 ms and 4), and a night's sentences have some 80 numbers of tokens. Padded to multiples of STEP they have a
dozen: 3,000 sentences take three quarters of the time, 16,000 nine tenths (all-MiniLM-L6-v2, bf16 on an Intel Xeon). A
text's vectors depend on that text alone as before: its own length says how far it is padded.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

STEP: Final = 8
"""Texts are padded to a multiple of this. One has 30 tokens in the mean; with steps of 4 few texts take as long as with
8, many 3 % less."""


def padded_size(tokens: int, longest: int | None) -> int:
    """How many tokens a text of so many is padded to: at most `longest`, where the model cuts it. A model without that
    number is never given padding."""
    return tokens if longest is None else min(longest, -(-tokens // STEP) * STEP)


def entered(texts: Sequence[NDArray[Any]], size: int) -> list[NDArray[np.int64]]:
    """A converted model's two inputs, each int64 (texts, size): the numbers of the tokens, and 1 for each token of the
    text and 0 for padding."""
    tokens, shown = np.zeros((2, len(texts), size), dtype=np.int64)
    for row, text in enumerate(texts):
        tokens[row, : len(text)] = text
        shown[row, : len(text)] = 1
    return [tokens, shown]
