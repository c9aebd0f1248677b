"""Whose words the sentences of new articles are, found while the articles are still grouped: that keeps one core busy,
and processes that compare events wait for it. It is the same, and so is a sentence's tree, whatever event these come to
stand in.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from threading import Lock
from typing import Final, Self

from compare.framing import RULE_LANGUAGE
from compare.parses import remembering
from compare.sentences import Sentence
from compare.tagger import Parse
from compare.voice import VoiceSpan, voices
from scraper.article import Article
from variorum.comparison import Comparison
from variorum.inorder import handing_out
from variorum.lastingpool import LastingPool

AT_ONCE: Final = 2
"""Articles in one piece of work, a tenth of a second: what is under way when events are compared holds these up."""
MOST_BYTES: Final = 64_000_000
"""Of trees that are held; some 30,000 an article. Where the whole archive is grouped anew there would be GB."""

ReadTexts = Mapping[str, bytes]
"""By article, what was read of it, pickled: it is unpacked where the event is compared."""


@dataclass(frozen=True, slots=True)
class Text:
    """An article with the sentences that stand in no masked paragraph."""

    article: Article
    sentences: Sequence[Sentence]


@dataclass(frozen=True, slots=True)
class ReadText:
    """Whose words the `sentences` (their places) of the article with this digest are, and the trees that this was asked
    of, by their texts."""

    digest: str
    sentences: tuple[tuple[int, int], ...]
    voices: tuple[VoiceSpan, ...]
    parses: Mapping[str, Parse]

    def is_of(self, article: Article, sentences: Sequence[Sentence]) -> bool:
        """Is it of this text, and were no other paragraphs masked since?"""
        return self.digest == article.digest and self.sentences == _places(sentences)


HandOut = Callable[[Sequence[Text]], Future[ReadTexts]]


class ReadAhead:
    """What was read ahead so far; nothing more is begun once its block ends. Without processes to do it nothing is, and
    where that goes wrong nothing more: it goes wrong where the event is compared too, and is told there."""

    def __init__(self, comparison: Comparison) -> None:
        self._comparison = comparison
        self._lock = Lock()
        self._pool: LastingPool | None = None
        self._texts: Sequence[Text] | None = None
        self._ended = False
        self._made: dict[str, bytes] = {}
        self._bytes = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def use(self, pool: LastingPool) -> None:
        """Processes that can read are there."""
        with self._lock:
            self._pool = pool
        self._begin()

    def begin(self, texts: Sequence[Text]) -> None:
        """Have the processes read these, once they are there: all but one, whose core this process needs, yet one at
        least."""
        with self._lock:
            self._texts = texts
        self._begin()

    def _begin(self) -> None:
        with self._lock:
            pool, texts = self._pool, self._texts
            if pool is None or texts is None or self._ended:
                return
            self._texts = None
        judged = [text for text in texts if text.article.language == RULE_LANGUAGE]
        pieces = (judged[start : start + AT_ONCE] for start in range(0, len(judged), AT_ONCE))
        hand_out = handing_out(pool, read_texts, self._comparison)
        for _ in range(max(1, pool.processes - 1)):
            self._go_on(pieces, hand_out)

    def end(self) -> None:
        """Begin no more of it."""
        with self._lock:
            self._ended, self._texts = True, None

    def taken(self, articles: Iterable[str]) -> ReadTexts:
        """What was read of these articles. It is no longer held here."""
        with self._lock:
            return {key: self._made.pop(key) for key in articles if key in self._made}

    def _go_on(self, pieces: Iterator[Sequence[Text]], hand_out: HandOut) -> None:
        with self._lock:
            texts = None if self._ended or self._bytes > MOST_BYTES else next(pieces, None)
        if texts:
            hand_out(texts).add_done_callback(partial(self._keep, pieces, hand_out))

    def _keep(self, pieces: Iterator[Sequence[Text]], hand_out: HandOut, done: Future[ReadTexts]) -> None:
        if done.cancelled() or done.exception() is not None:
            self.end()
            return
        with self._lock:
            self._made.update(done.result())
            self._bytes += sum(map(len, done.result().values()))
        self._go_on(pieces, hand_out)


def read_texts(comparison: Comparison, texts: Sequence[Text]) -> ReadTexts:
    """Whose words they are, with the trees that this is asked of, which are some of those of the rules too."""
    found = {}
    for text in texts:
        article, tagger = text.article, remembering(comparison.tagger)
        if tagger is not None:
            spans = voices(article.text, text.sentences, tagger)
            read = ReadText(article.digest, _places(text.sentences), spans, tagger.known)
            found[article.key] = pickle.dumps(read)
    return found


def unpacked(texts: ReadTexts) -> dict[str, ReadText]:
    return {key: pickle.loads(one) for key, one in texts.items()}  # noqa: S301  ours


def _places(sentences: Sequence[Sentence]) -> tuple[tuple[int, int], ...]:
    return tuple((sentence.start, sentence.end) for sentence in sentences)
