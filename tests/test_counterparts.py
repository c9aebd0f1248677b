"""What another reading calls the thing that this one gives a name to, by the vectors of words."""

from __future__ import annotations

import numpy as np
import pytest

from compare.counterparts import counterpart, name_within
from compare.embed import Embedder
from compare.readingtrees import ReadingTrees
from compare.spans import Span
from compare.tagger import Tagger
from compare.words import words
from compare.wordvectors import WordVectors
from variorum.adapters import LateEmbedder, load_embedder
from variorum.adapters.taggers import tagger_named
from variorum.settings import Settings


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return load_embedder(Settings().compare.embedder)


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    found = tagger_named("auto")
    assert found is not None
    return found


def told(embedder: Embedder, tagger: Tagger, source: str, name: str, target: str) -> str | None:
    place = Span(source.index(name), source.index(name) + len(name))
    trees = ReadingTrees(tagger, [source, target])
    found = counterpart(source, place, target, trees, WordVectors(embedder))
    return None if found is None else target[found.start : found.end]


@pytest.mark.parametrize(
    ("source", "name", "target", "other"),
    [
        (
            "The treasury collected 90 million crowns by the death tax last year.",
            "death tax",
            "Last year the inheritance tax brought the treasury 90 million crowns.",
            "inheritance tax",
        ),
        (
            "The yard hired scabs on Monday to load the ships.",
            "scabs",
            "To load the ships the yard took on temporary workers on Monday.",
            "temporary workers",
        ),
        (
            "Prisoners were held in dungeons under the fort in Tarn.",
            "dungeons",
            "In Tarn prisoners were held in cells under the fort.",
            "cells",
        ),
    ],
)
def test_the_other_name_is_found_with_what_qualifies_it(
    embedder: Embedder, tagger: Tagger, source: str, name: str, target: str, other: str
) -> None:
    assert told(embedder, tagger, source, name, target) == other


@pytest.mark.parametrize(
    ("source", "name", "target"),
    [
        # what is in marks is somebody else's name for it
        ("The inquiry was a witch-hunt, he wrote.", "witch-hunt", "The inquiry was called a “witch-hunt” by many."),
        # the other names nothing that this one does not
        ("The regime shut the mill in Tarn.", "regime", "The mill in Tarn was shut."),
        # a word made of the name is another thing
        ("The gag law passed in Orn on Monday.", "gag law", "Lawmakers voted in Orn on Monday."),
    ],
)
def test_what_is_not_sure_is_not_told(embedder: Embedder, tagger: Tagger, source: str, name: str, target: str) -> None:
    assert told(embedder, tagger, source, name, target) is None


def test_a_model_without_meaning_tells_nothing(tagger: Tagger) -> None:
    source, target = "The yard hired scabs on Monday.", "The yard hired temporary workers on Monday."
    assert told(load_embedder("lexical"), tagger, source, "scabs", target) is None
    assert LateEmbedder("lexical").encode_words([source]) is None


def test_words_have_unit_rows_that_depend_on_their_own_text_alone(embedder: Embedder) -> None:
    texts = ["The regime’s “peace-building” mission began in Ørn.", "", "Ships."]
    rows = embedder.encode_words(texts)
    assert rows is not None
    assert [len(one) for one in rows] == [len(words(text)) for text in texts]
    assert np.allclose(np.linalg.norm(rows[0], axis=1), 1.0, atol=1e-5)
    alone = embedder.encode_words([texts[0]])
    assert alone is not None
    assert np.array_equal(rows[0], alone[0])


def test_what_the_model_does_not_see_has_no_vector(embedder: Embedder) -> None:
    text = "ship " * 900
    (rows,) = embedder.encode_words([text]) or []
    assert np.any(rows[0])
    assert not np.any(rows[-1])


def test_a_stretch_gives_the_name_that_it_holds(tagger: Tagger) -> None:
    text = "The public order bill, under debate, divides the house."
    trees = ReadingTrees(tagger, [text])
    found = name_within(text, Span(4, text.index(" debate")), trees)
    assert found is not None
    assert text[found.start : found.end] == "public order bill"
    assert name_within(text, Span(text.index("divides"), len(text)), trees) is None
