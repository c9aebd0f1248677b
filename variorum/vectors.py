"""Vectors of sentences: read from the store, and computed and kept where they are not there yet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from compare.embed import Embedder, Vectors
from compare.sentences import Sentence
from db.store import Store
from scraper.article import text_digest
from variorum.progress import Progress

EMBED_CHUNK = 1024  # sentences between two writes: what is lost when a run is stopped while embedding


class VectorSource:
    """The vectors of one model and engine; each digest is read or computed once in a run."""

    def __init__(self, store: Store, embedder: Embedder, progress: Progress) -> None:
        self._store, self._embedder, self._progress = store, embedder, progress
        self._held: dict[str, Vectors] = {}
        self.embedded = 0
        """Sentences whose vector had to be computed so far."""

    def prepare(self, groups: Iterable[Sequence[Sentence]]) -> None:
        """Compute and keep the vectors of these sentences that are not stored yet."""
        texts = {text_digest(sentence.text): sentence.text for group in groups for sentence in group}
        held = self._store.vector_digests(texts, model=self._embedder.name, engine=self._embedder.engine)
        self._embed({digest: texts[digest] for digest in texts.keys() - held})

    def of(self, sentences: Sequence[Sentence]) -> Vectors:
        """float32 (len(sentences), dim), unit rows in the order given."""
        texts = {text_digest(sentence.text): sentence.text for sentence in sentences}
        unread = {digest for digest in texts if digest not in self._held}
        if unread:
            model, engine = self._embedder.name, self._embedder.engine
            found = self._store.vectors(unread, model=model, engine=engine)
            if len(found) < len(unread):
                self._embed({digest: texts[digest] for digest in unread - found.keys()})
                found = self._store.vectors(unread, model=model, engine=engine)
            self._held |= found
        return np.stack([self._held[text_digest(sentence.text)] for sentence in sentences])

    def _embed(self, texts: dict[str, str]) -> None:
        if not texts:
            return
        # By length, so that a chunk's texts fill whole calls of an engine that takes texts of one length together.
        digests = sorted(texts, key=lambda digest: (-len(texts[digest]), digest))
        with self._progress.stage("embedding sentences", len(digests)) as advance:
            for start in range(0, len(digests), EMBED_CHUNK):
                chunk = digests[start : start + EMBED_CHUNK]
                rows = self._embedder.encode([texts[digest] for digest in chunk])
                self._store.put_vectors(
                    dict(zip(chunk, rows, strict=True)), model=self._embedder.name, engine=self._embedder.engine
                )
                advance(len(chunk))
        self.embedded += len(digests)
