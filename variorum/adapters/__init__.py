"""Heavy packages behind the plug points, each imported at first use."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from variorum.errors import ModelError

if TYPE_CHECKING:
    from compare.embed import Embedder, Vectors
    from scraper.ensemble import BodyExtractor

LEXICAL = "lexical"  # as variorum.adapters.lexical_embedder names itself


class LateEmbedder:
    """An embedder whose model is loaded when something has to be encoded: a night without news waits for no model.

    Its name is known before that. Takes what `load_embedder` takes.
    """

    def __init__(self, model: str, *, prompt: str | None = None, dimensions: int | None = None) -> None:
        self._model, self._prompt, self._dimensions = model, prompt, dimensions
        self._embedder: Embedder | None = None

    @property
    def name(self) -> str:
        """Raises ModelError for a folder that holds no model."""
        if self._model == LEXICAL:
            return LEXICAL
        from variorum.adapters.modelname import model_name

        return model_name(self._model, self._prompt, self._dimensions)

    @property
    def engine(self) -> str:
        from variorum.adapters.lexical_embedder import ENGINE as LEXICAL_ENGINE
        from variorum.adapters.transformer_embedder import ENGINE as TRANSFORMER_ENGINE

        return LEXICAL_ENGINE if self._model == LEXICAL else TRANSFORMER_ENGINE

    def encode(self, texts: Sequence[str]) -> Vectors:
        if self._embedder is None:
            self._embedder = load_embedder(self._model, prompt=self._prompt, dimensions=self._dimensions)
        return self._embedder.encode(texts)

    def encode_words(self, texts: Sequence[str]) -> list[Vectors] | None:
        if self._embedder is None:
            self._embedder = load_embedder(self._model, prompt=self._prompt, dimensions=self._dimensions)
        return self._embedder.encode_words(texts)


def load_embedder(model: str, *, prompt: str | None = None, dimensions: int | None = None) -> Embedder:
    """The model-free floor by the name "lexical", any sentence-transformers model by its name or path.

    `prompt` and `dimensions` as `transformer_embedder.load_embedder` has them; "lexical" takes neither. Raises
    ModelError, with the remedy, where the model can't be had.
    """
    if model == LEXICAL:
        if prompt is not None or dimensions is not None:
            raise ModelError(f"the embedder {LEXICAL!r} has neither prompts nor dimensions; leave both out")
        from variorum.adapters.lexical_embedder import LexicalEmbedder

        return LexicalEmbedder()
    from variorum.adapters.transformer_embedder import load_embedder as load_transformer

    return load_transformer(model, prompt=prompt, dimensions=dimensions)


def load_extractors() -> tuple[BodyExtractor, ...]:
    """The extractors of a page's body in the order in which they are consulted."""
    from variorum.adapters.newspaper_extractor import NewspaperExtractor
    from variorum.adapters.trafilatura_extractor import TrafilaturaExtractor

    return (TrafilaturaExtractor(), NewspaperExtractor())
