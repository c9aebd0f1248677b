"""Heavy packages behind the plug points, each imported at first use."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING

from variorum.errors import ModelError

if TYPE_CHECKING:
    from compare.embed import Embedder, Vectors
    from scraper.ensemble import BodyExtractor

LEXICAL = "lexical"  # as variorum.adapters.lexical_embedder names itself


class LateEmbedder:
    """An embedder whose model is loaded when something has to be encoded: a night without news waits for no model.

    Its name is known before that. Takes what `load_embedder` takes. Threads may share it, and take turns. Pickled, it
    is its settings without the model; a process that reads it loads the model once, however often it reads it.
    """

    def __init__(self, model: str, *, prompt: str | None = None, dimensions: int | None = None) -> None:
        self._model, self._prompt, self._dimensions = model, prompt, dimensions
        self._embedder: Embedder | None = None
        self._turn = Lock()

    def __reduce__(self) -> tuple[object, ...]:
        return _embedder_here, (self._model, self._prompt, self._dimensions, self.name, self.engine)

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
        with self._turn:
            return self._loaded().encode(texts)

    def encode_words(self, texts: Sequence[str]) -> list[Vectors] | None:
        with self._turn:
            return self._loaded().encode_words(texts)

    def _loaded(self) -> Embedder:
        if self._embedder is None:
            self._embedder = load_embedder(self._model, prompt=self._prompt, dimensions=self._dimensions)
        return self._embedder


_reading = Lock()


def _embedder_here(model: str, prompt: str | None, dimensions: int | None, name: str, engine: str) -> LateEmbedder:
    """The embedder that another process sent. Raises ModelError where it would be another one here."""
    with _reading:
        found = _held_embedder(model, prompt, dimensions)
    if (found.name, found.engine) != (name, engine):
        raise ModelError(
            f"the embedding model {name} ({engine}) is {found.name} ({found.engine}) on a worker's machine; give both"
            " the same model and release, or take that worker out"
        )
    return found


@lru_cache(maxsize=1)
def _held_embedder(model: str, prompt: str | None, dimensions: int | None) -> LateEmbedder:
    return LateEmbedder(model, prompt=prompt, dimensions=dimensions)


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
