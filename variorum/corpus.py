"""The articles that a comparison looks at, with their sentences and vectors, read when they are first asked for.

What a night needs is a small part of what is stored; so nothing here reads all of it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from compare.masking import masked_paragraphs, visible_sentences
from compare.sentences import Sentence, split_sentences
from compare.sitefurniture import SiteLine
from db.records import StoredArticle
from scraper.article import Article
from variorum.inorder import in_order
from variorum.vectors import VectorSource

if TYPE_CHECKING:  # processes that compare and render need no database
    from db.store import Store

SPLIT_AT_ONCE: Final = 64
"""Articles whose texts are split in one piece of work: some 30 ms."""


def split_several(_: None, articles: Sequence[Article]) -> list[list[Sentence]]:
    """The sentences of each."""
    return [split_sentences(article) for article in articles]


class Shelf:
    """Articles and their whole sentences; each is read once. `version` names what splits sentences: those that another
    version made are made anew and kept."""

    def __init__(self, store: Store, version: str, executor: Executor | None = None) -> None:
        """`executor` splits texts into sentences, where it has processors of its own; otherwise this process does."""
        self._store, self._version, self._executor = store, version, executor
        self._articles: dict[str, StoredArticle] = {}
        self._sentences: dict[str, list[Sentence]] = {}
        self._read: set[str] = set()

    def __len__(self) -> int:
        """How many articles were read."""
        return len(self._read)

    def __contains__(self, key: object) -> bool:
        """Is it held?"""
        return key in self._articles

    def fetch(self, keys: Iterable[str]) -> None:
        """Read these articles and their sentences together, which is quicker than one by one. Unknown keys are left
        out."""
        wanted = list(keys)
        self.fetch_articles(wanted)
        self._fetch_sentences(wanted)

    def fetch_articles(self, keys: Iterable[str]) -> None:
        """Read these articles without their sentences, which are read when they are first asked for."""
        missing = {key for key in keys if key not in self._articles}
        if missing:
            read = {item.article.key: item for item in self._store.articles(missing)}
            self._read |= read.keys()
            self._articles |= read

    def _fetch_sentences(self, keys: Iterable[str]) -> None:
        missing = {key for key in keys if key in self._articles and key not in self._sentences}
        if missing:
            known = self._store.sentences(missing, self._version)
            fresh = self._split([self._articles[key].article for key in sorted(missing - known.keys())])
            if fresh:
                self._store.put_sentences(self._version, fresh)
            self._sentences |= {**known, **fresh}

    def _split(self, articles: Sequence[Article]) -> dict[str, list[Sentence]]:
        jobs = [articles[start : start + SPLIT_AT_ONCE] for start in range(0, len(articles), SPLIT_AT_ONCE)]
        done = in_order(self._executor, split_several, None, jobs)
        return {one.key: own for job, found in done for one, own in zip(job, found, strict=True)}

    def forget(self, keys: Collection[str]) -> None:
        """Have these articles read again when they are next asked for."""
        for key in keys:
            self._articles.pop(key, None)
            self._sentences.pop(key, None)

    def clear(self) -> None:
        """Hold nothing any more. What is asked for after that is read again."""
        self._articles.clear()
        self._sentences.clear()

    def article(self, key: str) -> StoredArticle:
        """Raises KeyError for an article that is not stored."""
        self.fetch_articles([key])
        return self._articles[key]

    def sentences(self, key: str) -> list[Sentence]:
        """All sentences, those of site furniture too. Raises KeyError."""
        self.fetch([key])
        return self._sentences[key]


class Corpus:
    """Articles without what is masked of them, by these lines of site furniture."""

    def __init__(self, shelf: Shelf, vectors: VectorSource, lines: Iterable[SiteLine]) -> None:
        self.shelf, self.vectors = shelf, vectors
        self._lines: dict[str, list[SiteLine]] = {}
        for line in lines:
            self._lines.setdefault(line.outlet, []).append(line)
        self._masked: dict[str, tuple[int, ...]] = {}

    @contextmanager
    def briefly(self, keys: Collection[str]) -> Iterator[None]:
        """Hold these articles, and what is read of them, for as long as the block goes on; what was held before stays.
        So memory does not grow with all that is read in turn."""
        passing = [key for key in keys if key not in self.shelf]
        with self.vectors.briefly():
            self.shelf.fetch(keys)
            yield
        self.shelf.forget(passing)
        for key in passing:
            self._masked.pop(key, None)

    def masked(self, key: str) -> tuple[int, ...]:
        """Numbers, from 1, of the article's masked paragraphs."""
        if key not in self._masked:
            article = self.shelf.article(key).article
            self._masked[key] = masked_paragraphs(article, self._lines.get(article.outlet, ()))
        return self._masked[key]

    def sentences(self, key: str) -> list[Sentence]:
        """Those that stand in no masked paragraph."""
        return visible_sentences(self.shelf.sentences(key), self.masked(key))

    def members(self, keys: Iterable[str]) -> list[StoredArticle]:
        return [self.shelf.article(key) for key in keys]

    def fingerprint(self, key: str) -> str:
        """What of the article is grouped, in twelve hexadecimal digits."""
        article = self.shelf.article(key).article
        parts = [article.digest, str(article.published), article.kind, list(self.masked(key))]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:12]

    def mask_versions(self, keys: Sequence[str]) -> Mapping[str, str]:
        """What is hidden of these articles, for a fingerprint, under keys that no version has."""
        return {f"masked in {key}": ",".join(map(str, self.masked(key))) for key in keys if self.masked(key)}
