"""Vectors are written while the next ones are computed: nothing of that is lost, and no signal waits for it."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from compare.sentences import Sentence
from db.store import Store, open_store
from tests.toys import PACT, WordBag, embedded
from variorum.ending import Ended
from variorum.progress import Silent
from variorum.vectors import VectorSource


@pytest.fixture
def sentences(monkeypatch: pytest.MonkeyPatch) -> list[Sentence]:
    monkeypatch.setattr("variorum.vectors.EMBED_CHUNK", 3)
    return [one for own in embedded(PACT)[0] for one in own]


def test_all_that_was_computed_is_stored(tmp_path: Path, sentences: list[Sentence]) -> None:
    with open_store(f"sqlite:///{tmp_path}/v.db") as store:
        source = VectorSource(store, WordBag(), Silent())
        source.prepare([sentences])
        again = VectorSource(store, WordBag(), Silent())
        assert (again.of(sentences) == source.of(sentences)).all()
        assert (source.embedded, again.embedded) == (len({one.text for one in sentences}), 0)


def test_where_writing_fails_it_is_told_and_nothing_more_is_written(
    tmp_path: Path, sentences: list[Sentence], monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[int] = []

    def full(store: Store, vectors: Mapping[str, Any], **model: str) -> None:
        tried.append(len(vectors))
        raise OSError("the disk is full")

    monkeypatch.setattr(Store, "put_vectors", full)
    with open_store(f"sqlite:///{tmp_path}/v.db") as store:
        source = VectorSource(store, WordBag(), Silent())
        with pytest.raises(OSError, match="full"):
            source.prepare([sentences])
    assert tried == [3]
    assert source.embedded == 0


def test_a_signal_waits_for_no_database(
    tmp_path: Path, sentences: list[Sentence], monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, gone = threading.Event(), threading.Event()

    def silent(store: Store, vectors: Mapping[str, Any], **model: str) -> None:
        begun.set()
        gone.wait(60)

    class Signalled(Silent):
        @contextmanager
        def stage(self, name: str, total: int | None) -> Iterator[Callable[[int], None]]:
            def advance(count: int) -> None:
                assert begun.wait(60)
                raise Ended(signal.SIGTERM)

            yield advance

    monkeypatch.setattr(Store, "put_vectors", silent)

    with open_store(f"sqlite:///{tmp_path}/v.db") as store:
        with pytest.raises(Ended):
            VectorSource(store, WordBag(), Signalled()).prepare([sentences])
        assert not gone.is_set()
        gone.set()
