"""Whether two readings tell the same at some place."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from compare.claims import Reading
from compare.embed import Vectors, normalised
from compare.sharedwording import MOSTLY, PARTLY, shared_around, shared_whole, tell_the_same, telling_it
from compare.spans import Span
from compare.wordalignment import met
from compare.words import words
from compare.wordvectors import WordVectors

SOURCE = "The notorious smuggler Bram Oke was seized in Tarn harbour on Friday with four tons of copper."
SAME = "Police in Tarn harbour seized the smuggler Bram Oke, who had four tons of copper aboard, on Friday."
OTHER = "The smuggler's brother runs a fish shop in Selby."


def place(text: str, word: str) -> Span:
    return Span(text.index(word), text.index(word) + len(word))


def reading(outlet: str, text: str) -> Reading:
    return Reading(outlet, outlet, 0, len(text), text, 1)


def test_the_nearest_words_are_counted_and_the_word_itself_is_not() -> None:
    assert shared_around(SOURCE, place(SOURCE, "notorious"), SAME) == 1.0
    assert shared_around(SOURCE, place(SOURCE, "notorious"), OTHER) == 1 / 8
    assert shared_around("Notorious!", Span(0, 9), SAME) == 0.0


def test_the_whole_is_measured_by_the_shorter_reading() -> None:
    assert shared_whole("Oke was seized.", SAME) == shared_whole(SAME, "Oke was seized.") == 1.0
    assert shared_whole("", SAME) == 0.0


def test_who_tells_something_else_is_left_out_and_alone_says_nothing() -> None:
    own, same, other = reading("a", SOURCE), reading("b", SAME), reading("c", OTHER)
    at = place(SOURCE, "notorious")
    assert telling_it(own, at, [same, other]) == [same]
    assert telling_it(own, at, [other]) == []
    assert telling_it(own, at, []) == []


def test_two_places_tell_the_same_where_the_longer_only_adds() -> None:
    short = "The ferry Heron sank off Tarn on Friday."
    long = "The ferry Heron sank off Tarn on Friday after nine hours in tow of a frigate."
    assert tell_the_same(short, place(short, "sank"), long, place(long, "sank"))
    assert not tell_the_same(short, place(short, "sank"), OTHER, place(OTHER, "runs"))


class Hashing:
    """A model whose word vectors tell little but differ, so that some words are aligned and others are not."""

    name, dim = "hashing", 2

    def encode(self, texts: Sequence[str]) -> Vectors:
        return np.ones((len(texts), 2), dtype=np.float32)

    def encode_words(self, texts: Sequence[str]) -> list[Vectors]:
        return [
            normalised(np.array([self._row(word.stem) for word in words(text)], dtype=np.float32)) for text in texts
        ]

    def _row(self, stem: str) -> list[float]:
        number = zlib.crc32(stem.encode())
        return [number % 5 - 2.0, number // 5 % 5 - 2.0]


TELLING = st.lists(
    st.sampled_from(
        [
            "harbour",
            "copper",
            "smuggler",
            "ferry",
            "tons",
            "pier",
            "grocer",
            "milk",
            "team",
            "frigate",
            "heron",
            "seized",
        ]
    ),
    min_size=2,
    max_size=9,
).map(" ".join)


@given(TELLING, st.lists(TELLING, max_size=3), st.sampled_from([PARTLY, MOSTLY]))
def test_nothing_depends_on_the_model_being_asked_only_where_it_must_be(
    source: str, targets: list[str], surely: float
) -> None:
    vectors, at = WordVectors(Hashing()), Span(0, source.index(" "))
    others = [reading(str(number), text) for number, text in enumerate(targets)]
    whole = [shared_around(source, at, other.text, vectors) for other in others]
    told = [other for other, share in zip(others, whole, strict=True) if share >= PARTLY]
    assert telling_it(reading("own", source), at, others, vectors, surely=surely) == (
        told if any(share >= surely for share in whole) else []
    )
    for other, share in zip(others, whole, strict=True):
        there = Span(0, other.text.index(" "))
        back = shared_around(other.text, there, source, vectors)
        same = min(share, back) >= PARTLY and max(share, back) >= MOSTLY
        assert tell_the_same(source, at, other.text, there, vectors) == same
        everything = range(len(words(source)))
        found = met(source, other.text, everything, vectors)
        for enough in (1, 2, 5):
            assert (len(met(source, other.text, everything, vectors, enough=enough)) >= enough) == (
                len(found) >= enough
            )
