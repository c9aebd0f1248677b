"""Words, their places and their stems."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compare.words import content_stems, stem, words


@given(st.text())
def test_every_word_stands_where_it_says(text: str) -> None:
    found = words(text)
    assert all(text[word.start : word.end] == word.text for word in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("signed", "signing"),
        ("country", "countries"),
        ("ministers", "minister"),
        ("agreed", "agrees"),
        ("stopped", "stop"),
        ("rises", "rise"),
        ("clashes", "clash"),
    ],
)
def test_forms_of_a_word_meet_in_one_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(("one", "other"), [("police", "policy"), ("pact", "pack"), ("bus", "bu")])
def test_different_words_keep_different_stems(one: str, other: str) -> None:
    assert stem(one) != stem(other)


def test_possessives_acronyms_and_hyphens() -> None:
    assert content_stems("Aldmoor’s U.S.-style pact") == ["aldmoor", "us", "styl", "pact"]


def test_words_of_grammar_carry_no_content() -> None:
    assert content_stems("He said that it was not the one") == []
