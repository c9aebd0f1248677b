"""Heavy packages behind the plug points, each imported at first use."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import lru_cache
from threading import Lock, Thread
from typing import TYPE_CHECKING

from variorum.errors import CacheError, ModelError

if TYPE_CHECKING:
    from compare.embed import Embedder, Vectors
    from scraper.ensemble import BodyExtractor
    from variorum.adapters.converted import Stamp
    from variorum.adapters.engines import Settled
    from variorum.settings import EngineChoice

FIRST_TEXT = ("It rained.",)  # encoded so that everything is loaded that is left to the first text
LEXICAL = "lexical"  # as variorum.adapters.lexical_embedder names itself


class LateEmbedder:
    """An embedder whose model is loaded when something has to be encoded: a night without news waits for no model.

    Its name and engine are known before that. Takes what `load_embedder` takes. Threads may share it, and take turns.
    Pickled, it is its settings without the model; a process that reads it loads the model once, however often it reads
    it.
    """

    def __init__(
        self, model: str, *, prompt: str | None = None, dimensions: int | None = None, engine: EngineChoice = "auto"
    ) -> None:
        self._model, self._prompt, self._dimensions, self._choice = model, prompt, dimensions, engine
        self._embedder: Embedder | None = None
        self._settled: Settled | None = None
        self._whole: Stamp | None = None
        self._turn, self._once = Lock(), Lock()
        self._beginning: Thread | None = None

    def __reduce__(self) -> tuple[object, ...]:
        settings = (self._model, self._prompt, self._dimensions, self._choice)
        return _embedder_here, (*settings, self.name, self.engine, self._whole)

    @property
    def name(self) -> str:
        """Raises ModelError for a folder that holds no model."""
        if self._model == LEXICAL:
            return LEXICAL
        from variorum.adapters.modelname import model_name

        return model_name(self._model, self._prompt, self._dimensions)

    @property
    def engine(self) -> str:
        """A model that this machine has not converted yet is converted to know it. One that can't be had goes by the
        engine that would be asked for it last: what is wrong is told when something has to be encoded."""
        from variorum.adapters.engines import TORCH
        from variorum.adapters.lexical_embedder import ENGINE as LEXICAL_ENGINE

        if self._model == LEXICAL:
            return LEXICAL_ENGINE
        try:
            return self._settle().engine
        except (ModelError, CacheError):
            return TORCH if self._choice == "auto" else self._choice

    @property
    def notes(self) -> tuple[str, ...]:
        """Why engines that would have been quicker are not the one, in plain words."""
        if self._model == LEXICAL:
            return ()
        try:
            return self._settle().notes
        except (ModelError, CacheError):
            return ()  # told when something has to be encoded

    def begin(self) -> None:
        """Load the model in a thread, while something is waited for, since it will be asked for soon. Called again it
        does nothing. What goes wrong is told when something has to be encoded."""
        with self._once:
            if self._beginning is not None:
                return
            self._beginning = Thread(target=self._begin, name="variorum-embedder")
            with suppress(RuntimeError):  # no further thread is to be had: it is loaded where it is needed
                self._beginning.start()

    def _begin(self) -> None:
        with suppress(Exception):
            self.encode(FIRST_TEXT)

    def encode(self, texts: Sequence[str]) -> Vectors:
        with self._turn:
            return self._loaded().encode(texts)

    def encode_in_parts(self, texts: Sequence[str], size: int) -> Iterator[tuple[Sequence[int], Vectors]]:
        """Other threads wait until all parts are taken; the one that takes them must ask for nothing else meanwhile."""
        from compare.embed import in_parts

        with self._turn:
            yield from in_parts(self._loaded(), texts, size)

    def encode_words(self, texts: Sequence[str]) -> list[Vectors] | None:
        with self._turn:
            return self._loaded().encode_words(texts)

    def rest(self) -> None:
        """Let the model go, and some 100 MB with it. It is loaded again when something has to be encoded."""
        with self._turn:
            self._embedder = None

    def _loaded(self) -> Embedder:
        if self._embedder is None:
            settled = None if self._model == LEXICAL else self._settle()
            self._embedder = _load(self._model, self._prompt, self._dimensions, settled, self._whole)
            if settled is not None and settled.conversion is not None:
                self._whole = settled.conversion.stamp
        return self._embedder

    def _settle(self) -> Settled:
        if self._settled is None:
            from variorum.adapters.engines import settle

            self._settled = settle(self._model, prompt=self._prompt, choice=self._choice)
        return self._settled


_reading = Lock()


def _embedder_here(
    model: str,
    prompt: str | None,
    dimensions: int | None,
    choice: EngineChoice,
    name: str,
    engine: str,
    whole: Stamp | None,
) -> LateEmbedder:
    """The embedder that another process sent, which found its files `whole` where it has loaded them. Raises ModelError
    where it would be another one here."""
    with _reading:
        found = _held_embedder(model, prompt, dimensions, choice)
        found._whole = found._whole or whole
        here = (found.name, found.engine)
    if here != (name, engine):
        raise ModelError(
            f"the embedding model {name} ({engine}) is {found.name} ({found.engine}) on a worker's machine; give both"
            " the same model, release and engine, or take that worker out"
        )
    return found


@lru_cache(maxsize=1)
def _held_embedder(model: str, prompt: str | None, dimensions: int | None, choice: EngineChoice) -> LateEmbedder:
    return LateEmbedder(model, prompt=prompt, dimensions=dimensions, engine=choice)


def load_embedder(
    model: str, *, prompt: str | None = None, dimensions: int | None = None, engine: EngineChoice = "auto"
) -> Embedder:
    """The model-free floor by the name "lexical", any sentence-transformers model by its name or path.

    `prompt` and `dimensions` as `transformer_embedder.load_embedder` has them, `engine` as `engines.settle`; "lexical"
    takes none of them. Raises ModelError, with the remedy, where the model can't be had, and CacheError.
    """
    if model == LEXICAL:
        return _load(model, prompt, dimensions, None)
    from variorum.adapters.engines import settle

    return _load(model, prompt, dimensions, settle(model, prompt=prompt, choice=engine))


def _load(
    model: str, prompt: str | None, dimensions: int | None, settled: Settled | None, whole: Stamp | None = None
) -> Embedder:
    if model == LEXICAL:
        if prompt is not None or dimensions is not None:
            raise ModelError(f"the embedder {LEXICAL!r} has neither prompts nor dimensions; leave both out")
        from variorum.adapters.lexical_embedder import LexicalEmbedder

        return LexicalEmbedder()
    if settled is None or settled.conversion is None:
        from variorum.adapters.transformer_embedder import load_embedder as load_transformer

        return load_transformer(model, prompt=prompt, dimensions=dimensions)
    from variorum.adapters.converted import conversion_of
    from variorum.adapters.modelname import model_name
    from variorum.adapters.openvino_embedder import OpenVinoEmbedder

    kept = settled.conversion
    if kept.stamp != whole and not kept.whole:
        kept = conversion_of(model, settled.engine, kept.folder.parent, anew=True)
    return OpenVinoEmbedder.open(
        model_name(model, prompt, dimensions), kept.folder, kept.facts, prompt=prompt, dimensions=dimensions
    )


def load_extractors() -> tuple[BodyExtractor, ...]:
    """The extractors of a page's body in the order in which they are consulted."""
    from variorum.adapters.newspaper_extractor import NewspaperExtractor
    from variorum.adapters.trafilatura_extractor import TrafilaturaExtractor

    return (TrafilaturaExtractor(), NewspaperExtractor())
