"""Outlines of articles with the vectors of how they begin: read where grouping kept them, else made from the texts.

The articles of open events are many, and most of a night leaves them alone. So what grouping has to know of them is
kept, and their texts are not read.
"""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pydantic import TypeAdapter

from compare.embed import Vectors
from compare.masking import visible_article
from compare.outline import Outline, outline_of
from compare.survey import LEAD_SENTENCES
from scraper.article import text_digest
from variorum.corpus import Corpus

if TYPE_CHECKING:  # processes that compare and render need no database
    from db.store import Store

FAST: Final = 1  # zlib's level: a slower one saves a tenth


@dataclass(frozen=True, slots=True)
class Kept:
    """What is stored of an article without what is masked of it. `fingerprint` names what it is of, `leads` are the
    digests of the headline and of the LEAD_SENTENCES after it."""

    fingerprint: str
    outline: Outline
    leads: tuple[str, ...]


_ADAPTER: Final = TypeAdapter(Kept)


class Outlines:
    """Of the articles of a grouping. Those of `fresh` articles are made from their texts in any case."""

    def __init__(self, store: Store, corpus: Corpus, fresh: Collection[str]) -> None:
        self._store, self._corpus, self._fresh = store, corpus, fresh
        self._known: dict[str, Kept] = {}
        self._made: set[str] = set()

    def of(self, keys: Collection[str]) -> list[Outline]:
        """In the order given. Raises KeyError for an article that is not stored."""
        self._know(keys)
        return [self._known[key].outline for key in keys]

    def leads(self, keys: Collection[str]) -> list[Vectors]:
        """For each article the vectors of its headline and of the LEAD_SENTENCES that are left after it."""
        self._know(keys)
        vectors = self._corpus.vectors
        return [vectors.rows(self._known[key].leads) for key in keys]

    def made(self) -> dict[str, bytes]:
        """Those that were made from texts, as they are kept."""
        return {key: zlib.compress(_ADAPTER.dump_json(self._known[key]), FAST) for key in sorted(self._made)}

    def _know(self, keys: Iterable[str]) -> None:
        unknown = sorted({key for key in keys if key not in self._known})
        if not unknown:
            return
        self._read([key for key in unknown if key not in self._fresh])
        missing = [key for key in unknown if key not in self._known]
        self._corpus.shelf.fetch(missing)
        leads = {key: self._corpus.sentences(key)[: LEAD_SENTENCES + 1] for key in missing}
        self._corpus.vectors.hold([sentence for own in leads.values() for sentence in own])
        for key in missing:
            article = self._corpus.shelf.article(key).article
            self._known[key] = Kept(
                self._corpus.fingerprint(key),
                outline_of(visible_article(article, self._corpus.masked(key))),
                tuple(text_digest(sentence.text) for sentence in leads[key]),
            )
        self._made.update(missing)

    def _read(self, keys: Sequence[str]) -> None:
        """Take what is kept of these articles, where it is of what was grouped of them and its vectors are stored."""
        grouped = self._store.grouped(keys)
        read = {key: _ADAPTER.validate_json(zlib.decompress(data)) for key, data in self._store.outlines(keys).items()}
        usable = {key: kept for key, kept in read.items() if kept.fingerprint == grouped.get(key)}
        missing = self._corpus.vectors.read(digest for kept in usable.values() for digest in kept.leads)
        self._known |= {key: kept for key, kept in usable.items() if missing.isdisjoint(kept.leads)}
