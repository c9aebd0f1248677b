"""The vectors of single words where they stand, from an embedding model's own token vectors."""

from __future__ import annotations

from compare.embed import Embedder, Vectors


class WordVectors:
    """The vectors of the words of texts, each text encoded when it is first asked for."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._known: dict[str, Vectors | None] = {}

    def of(self, text: str) -> Vectors | None:
        """A unit row for each of `words(text)`; None where the model has no vectors of tokens."""
        if text not in self._known:
            found = self._embedder.encode_words([text])
            self._known[text] = None if found is None else found[0]
        return self._known[text]
