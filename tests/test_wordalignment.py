"""Which word of one reading is which of another."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from compare.embed import Embedder, Vectors
from compare.wordalignment import by_vectors, in_order, met
from compare.words import words
from compare.wordvectors import WordVectors
from variorum.adapters import load_embedder
from variorum.settings import Settings


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return load_embedder(Settings().compare.embedder)


class WithoutWords:
    """A model that has no vectors of single words."""

    name, dim = "without words", 2

    def encode(self, texts: Sequence[str]) -> Vectors:
        return np.ones((len(texts), 2), dtype=np.float32)

    def encode_words(self, texts: Sequence[str]) -> None:
        return None


def aligned(embedder: Embedder, source: str, target: str) -> dict[str, str]:
    ours, theirs = words(source), words(target)
    found = by_vectors(source, target, WordVectors(embedder))
    return {ours[i].text: theirs[j].text for i, j in found.items()}


def test_equal_stems_are_aligned_in_order() -> None:
    a, b = words("police shot police"), words("police police shot")
    assert in_order(a, b) in ({0: 0, 1: 2}, {0: 0, 2: 1}, {0: 1, 1: 2})


def test_another_word_for_the_same_is_found_by_its_vector(embedder: Embedder) -> None:
    source = "The grocer never discussed the price of milk with its competitors."
    target = "There were no talks with rivals about the price of milk at the grocer."
    assert aligned(embedder, source, target) == {"discussed": "talks", "competitors": "rivals"}


def test_days_numbers_and_names_are_never_aligned_by_vectors(embedder: Embedder) -> None:
    assert (
        aligned(embedder, "The Tarn yard shut on Monday after 16 years.", "The Orn yard shut on Tuesday after 9.") == {}
    )


def test_what_is_met_has_the_same_word_or_one_near_it(embedder: Embedder) -> None:
    source, target = "Swimmers left the team in June.", "A swimmer quit the squad."
    everywhere = range(len(words(source)))
    found = [words(source)[i].text for i in sorted(met(source, target, everywhere, WordVectors(embedder)))]
    assert found == ["Swimmers", "left", "team"]
    assert [words(source)[i].text for i in sorted(met(source, target, everywhere, None))] == ["Swimmers", "left"]
    assert [words(source)[i].text for i in met(source, target, [3], WordVectors(embedder))] == ["team"]


def test_nothing_is_asked_of_the_model_where_no_wanted_word_could_be_aligned(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(WithoutWords, "encode_words", lambda _, texts: asked.extend(texts))
    source, target = "Swimmers left the team in June.", "A swimmer quit the squad."
    vectors = WordVectors(WithoutWords())
    assert by_vectors(source, "Swimmers left the team.", vectors) == {}  # nothing there that is not here
    assert by_vectors(source, target, vectors, wanted=[0, 1, 5]) == {}
    assert met(source, target, [0, 1], vectors) == {0, 1}
    assert asked == []
    assert by_vectors(source, target, vectors, wanted=[3]) == {}
    assert asked == [source, target]


def test_without_vectors_of_words_only_the_words_count() -> None:
    source, target = "Swimmers left the team.", "A swimmer quit the squad."
    assert by_vectors(source, target, WordVectors(WithoutWords())) == {}
