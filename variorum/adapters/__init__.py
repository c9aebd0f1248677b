"""Heavy packages behind the plug points, each imported at first use."""

from __future__ import annotations

from collections.abc import Sequence

from compare.embed import Embedder, Vectors
from scraper.ensemble import BodyExtractor

LEXICAL = "lexical"  # as variorum.adapters.lexical_embedder names itself


class LateEmbedder:
    """An embedder whose model is loaded when something has to be encoded: a night without news waits for no model."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._embedder: Embedder | None = None

    @property
    def name(self) -> str:
        return self._name

    @property
    def engine(self) -> str:
        from variorum.adapters.lexical_embedder import ENGINE as LEXICAL_ENGINE
        from variorum.adapters.transformer_embedder import ENGINE as TRANSFORMER_ENGINE

        return LEXICAL_ENGINE if self._name == LEXICAL else TRANSFORMER_ENGINE

    def encode(self, texts: Sequence[str]) -> Vectors:
        if self._embedder is None:
            self._embedder = load_embedder(self._name)
        return self._embedder.encode(texts)


def load_embedder(name: str) -> Embedder:
    """The model-free floor by the name "lexical", any sentence-transformers model by its name or path.

    Raises ModelError, with the remedy, where the model can't be had.
    """
    if name == LEXICAL:
        from variorum.adapters.lexical_embedder import LexicalEmbedder

        return LexicalEmbedder()
    from variorum.adapters.transformer_embedder import load_embedder as load_transformer

    return load_transformer(name)


def load_extractors() -> tuple[BodyExtractor, ...]:
    """The extractors of a page's body in the order in which they are consulted."""
    from variorum.adapters.newspaper_extractor import NewspaperExtractor
    from variorum.adapters.trafilatura_extractor import TrafilaturaExtractor

    return (TrafilaturaExtractor(), NewspaperExtractor())
