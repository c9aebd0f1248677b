"""Parts of speech and dependencies from spaCy's small English pipeline.

spaCy is imported when a model is loaded, never before: `--help` and `report` must not wait for it, and `lint` only
where it found something. It is imported without torch, for which `lint` must not wait at all.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from types import ModuleType
from typing import Any

import numpy as np

from compare.misread import mended
from compare.tagger import Parse, Token
from variorum.adapters.lemmas import BEFORE_LEMMAS, Lemmas
from variorum.errors import ModelError

BATCH = 64  # texts; larger batches gained nothing on two cores
# Only tagging, lemmas and dependencies are used; names cost as much again.
UNUSED = ("ner", "senter")


class SpacyTagger:
    """A spaCy pipeline behind the `Tagger` protocol.

    Each text is one sentence and gives one tree: the parser may not divide it. Texts are looked at apart, so that a
    parse depends on nothing else in the call.
    """

    def __init__(self, name: str, pipeline: Any) -> None:
        self._name = name
        self._pipeline = pipeline
        self._lemmas = Lemmas(pipeline) if set(BEFORE_LEMMAS) <= set(pipeline.pipe_names) else None

    @property
    def name(self) -> str:
        return self._name

    def parse(self, texts: Sequence[str]) -> list[Parse]:
        """About 9,000 words a second on one core."""
        last = BEFORE_LEMMAS if self._lemmas else ()
        docs = self._pipeline.pipe(self._undivided(texts), batch_size=BATCH, disable=last)
        found: list[Parse] = []
        while some := list(islice(docs, BATCH)):
            found += map(_parse, some, self._forms(some))
        return found

    def _forms(self, docs: Sequence[Any]) -> Iterable[Iterable[tuple[str, str]]]:
        """Lemma and relation of each word, by text."""
        return self._lemmas.of(docs) if self._lemmas else (((t.lemma_, t.dep_) for t in doc) for doc in docs)

    def _undivided(self, texts: Sequence[str]) -> Iterator[Any]:
        for text in texts:
            doc = self._pipeline.make_doc(text)
            starts = np.full(len(doc), -1, dtype=np.int64)
            starts[:1] = 1
            yield doc.from_array(["SENT_START"], starts.astype(np.uint64))


def _parse(doc: Any, forms: Iterable[tuple[str, str]]) -> Parse:
    return mended(
        tuple(
            Token(token.idx, token.idx + len(token), lemma, token.tag_, dep, token.head.i)
            for token, (lemma, dep) in zip(doc, forms, strict=True)
        )
    )


def load_spacy(package: str, name: str) -> SpacyTagger:
    """Load an installed pipeline by the name of its package; it goes by `name`. Raises ModelError, with the remedy."""
    try:
        with _torch_unseen(), _commands_unseen(), _numpy_products(), _rules_unread():
            pipeline = importlib.import_module(package).load(exclude=list(UNUSED))
    except (ImportError, OSError, ValueError, AttributeError) as error:
        raise ModelError(
            f"the tagger {package}: could not be loaded ({str(error).strip().splitlines()[0]}); run: make setup,"
            ' or set tagger = "none" under [compare]'
        ) from error
    return SpacyTagger(name, pipeline)


@contextmanager
def _numpy_products() -> Iterator[None]:
    """Have the pipeline multiply its matrices by numpy and not by BLIS, thinc's own: that took 3.5 times as long on a
    processor with AVX-512, and the parses of 5,794 sentences were the same."""
    from thinc.api import use_ops

    with use_ops("numpy", use_blis=False):
        yield


@contextmanager
def _rules_unread() -> Iterator[None]:
    """Let spaCy make the tokenizer without the words that English divides by rules of their own: those that the
    pipeline's package holds take their place at once, and to make either takes a tenth of a second."""
    from spacy.lang.en import EnglishDefaults

    rules = EnglishDefaults.tokenizer_exceptions
    EnglishDefaults.tokenizer_exceptions = {}
    try:
        yield
    finally:
        EnglishDefaults.tokenizer_exceptions = rules


@contextmanager
def _torch_unseen() -> Iterator[None]:
    """Let spaCy's thinc find no torch, unless it is there already.

    thinc imports it wherever it is installed, which takes longer than everything else together, for layers that this
    pipeline has none of. None in `sys.modules` is Python's own way to say that a module is not to be had.
    """
    if "torch" in sys.modules:
        yield
        return
    sys.modules["torch"] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules["torch"]


@contextmanager
def _commands_unseen() -> Iterator[None]:
    """Let spaCy find a stand-in for its command line, unless it is there already: with its packages for projects and
    training that is nearly half of the import, and all that spaCy takes from it is a function that nobody here calls.
    """
    if "spacy" in sys.modules:
        yield
        return
    commands, info = ModuleType("spacy.cli"), ModuleType("spacy.cli.info")
    info.info = _info  # type: ignore[attr-defined]
    sys.modules |= {commands.__name__: commands, info.__name__: info}
    try:
        yield
    finally:
        for module in (commands, info):
            del sys.modules[module.__name__]


def _info(*arguments: Any, **options: Any) -> Any:
    """`spacy.info` for whoever calls it after all."""
    return importlib.import_module("spacy.cli.info").info(*arguments, **options)
