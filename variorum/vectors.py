"""Vectors of sentences: read from the store, and computed and kept where they are not there yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from compare.embed import Embedder, Vectors, in_parts
from compare.sentences import Sentence
from scraper.article import text_digest
from variorum.beside import beside
from variorum.inorder import in_order
from variorum.progress import Progress

if TYPE_CHECKING:  # processes that compare and render need no database
    from db.store import Store

EMBED_CHUNK = 2048  # sentences between two writes; twice as many are lost when a run is stopped while embedding
AT_HAND = 8192
"""New vectors that are not read back where they are needed next; some 12 MB. Of more, few are needed together."""


@dataclass(frozen=True, slots=True)
class Job:
    """Texts that are encoded in one call elsewhere, with their digests."""

    digests: tuple[str, ...]
    texts: list[str]


def encoded(embedder: Embedder, job: Job) -> Vectors:
    return embedder.encode(job.texts)


class VectorSource:
    """The vectors of one model and engine; each digest is read or computed once in a run."""

    def __init__(self, store: Store, embedder: Embedder, progress: Progress, executor: Executor | None = None) -> None:
        """`executor` computes them, where it has processors of its own; otherwise this process does."""
        self._store, self._embedder, self._progress, self._executor = store, embedder, progress, executor
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
        self.hold(sentences)
        return self.rows([text_digest(sentence.text) for sentence in sentences])

    def hold(self, sentences: Sequence[Sentence]) -> None:
        """Read the vectors of these sentences together, and compute those that are not stored."""
        texts = {text_digest(sentence.text): sentence.text for sentence in sentences}
        if missing := self.read(texts):
            self._embed({digest: texts[digest] for digest in missing})
            self.read(missing)

    def read(self, digests: Iterable[str]) -> set[str]:
        """Read the stored vectors of these texts. Returns the digests of which none is stored."""
        unread = {digest for digest in digests if digest not in self._held}  # a difference would pass all that is held
        if unread:
            self._held |= self._store.vectors(unread, model=self._embedder.name, engine=self._embedder.engine)
        return {digest for digest in unread if digest not in self._held}

    def rows(self, digests: Sequence[str]) -> Vectors:
        """float32 (len(digests), dim), unit rows in the order given, of vectors that were read. Raises KeyError."""
        return np.stack([self._held[digest] for digest in digests])

    @contextmanager
    def briefly(self) -> Iterator[None]:
        """Forget when the block ends what was read in it."""
        before = self._held
        self._held = dict(before)
        yield
        self._held = before

    def _embed(self, texts: dict[str, str]) -> None:
        if not texts:
            return
        # With a server another process may have been quicker: what it stored counts.
        at_hand = len(texts) <= AT_HAND and not self._store.shares_work
        put = partial(self._store.put_vectors, model=self._embedder.name, engine=self._embedder.engine)
        with self._progress.stage("embedding sentences", len(texts)) as advance, beside("variorum-vectors") as writer:
            written: Future[None] | None = None
            for digests, rows in self._here(texts) if self._executor is None else self._elsewhere(texts):
                made = dict(zip(digests, rows, strict=True))
                if written is not None:
                    written.result()
                # While it waits for the disk the next ones are computed. Nothing asks the store meanwhile: one in
                # memory has a single connection.
                written = writer.submit(put, made)
                if at_hand:
                    self._held |= made
                advance(len(digests))
            if written is not None:
                written.result()
        self.embedded += len(texts)

    def _here(self, texts: dict[str, str]) -> Iterator[tuple[Sequence[str], Vectors]]:
        digests = sorted(texts)
        for places, rows in in_parts(self._embedder, [texts[digest] for digest in digests], EMBED_CHUNK):
            yield [digests[at] for at in places], rows

    def _elsewhere(self, texts: dict[str, str]) -> Iterator[tuple[Sequence[str], Vectors]]:
        # By length, so that a chunk's texts fill whole calls of an engine that takes texts of one length together.
        digests = sorted(texts, key=lambda digest: (-len(texts[digest]), digest))
        chunks = (digests[start : start + EMBED_CHUNK] for start in range(0, len(digests), EMBED_CHUNK))
        jobs = (Job(tuple(chunk), [texts[digest] for digest in chunk]) for chunk in chunks)
        for job, rows in in_order(self._executor, encoded, self._embedder, jobs):
            yield job.digests, rows
