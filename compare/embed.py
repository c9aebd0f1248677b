"""The plug point for sentence vectors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


class Embedder(Protocol):
    """Turns texts into vectors of length one.

    `name` identifies the model and `engine` the arithmetic; vectors are kept under both and never compared across them.
    `encode` returns float32 of shape (len(texts), dim), one unit row for each text in the order given (the zero row
    for an empty text), and the same rows for the same texts whatever else stands in the call, to within 1e-4.

    `encode_words` returns for each text one float32 array of shape (len(words(text)), dim): a unit row for each of its
    words (`compare.words`) where it stands, the zero row for one that the model does not see; None where the model has
    no vectors of tokens.
    """

    @property
    def name(self) -> str: ...
    @property
    def engine(self) -> str: ...
    def encode(self, texts: Sequence[str]) -> Vectors: ...
    def encode_words(self, texts: Sequence[str]) -> list[Vectors] | None: ...


@runtime_checkable
class EncodesInParts(Protocol):
    """What an embedder may do besides: `encode_in_parts` has the rows of many different texts, in the order that suits
    it, about `size` at a time: their places among `texts`, and a row for each as `encode` has it. Until all parts are
    taken, or the iterator is closed, it can do nothing else."""

    def encode_in_parts(self, texts: Sequence[str], size: int) -> Iterator[tuple[Sequence[int], Vectors]]: ...


def in_parts(embedder: Embedder, texts: Sequence[str], size: int) -> Iterator[tuple[Sequence[int], Vectors]]:
    """As `EncodesInParts` has it, from any embedder: from one without an order of its own the longest first, so that
    texts of a length are encoded together."""
    if isinstance(embedder, EncodesInParts):
        yield from embedder.encode_in_parts(texts, size)
        return
    order = sorted(range(len(texts)), key=lambda at: (-len(texts[at]), texts[at]))
    for start in range(0, len(order), size):
        part = order[start : start + size]
        yield part, embedder.encode([texts[at] for at in part])


def normalised(rows: Vectors) -> Vectors:
    """The same rows at length one, as float32; zero rows stay zero."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 0), dtype=np.float32)
