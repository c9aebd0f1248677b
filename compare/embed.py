"""The plug point for sentence vectors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


class Embedder(Protocol):
    """Turns texts into vectors of length one.

    `name` identifies the model and `engine` the arithmetic; vectors are kept under both and never compared across them.
    `encode` returns float32 of shape (len(texts), dim), one unit row for each text in the order given (the zero row
    for an empty text), and the same rows for the same texts whatever else stands in the call, to within 1e-4.
    """

    @property
    def name(self) -> str: ...
    @property
    def engine(self) -> str: ...
    def encode(self, texts: Sequence[str]) -> Vectors: ...


def normalised(rows: Vectors) -> Vectors:
    """The same rows at length one, as float32; zero rows stay zero."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 0), dtype=np.float32)
