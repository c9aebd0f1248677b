"""Numbers with what they count, and when two of them disagree."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compare.numbers import LONG_SCALE, MAY_COUNT, NUMBER, SPELLED, agreement, quantities


def only(text: str):
    found = quantities(text)
    assert len(found) == 1, found
    return found[0]


@given(st.text(alphabet="0123456789.,$%€£ abcdeghilmnoprstuvy-'’"))
def test_a_number_stands_where_it_says(text: str) -> None:
    for quantity in quantities(text):
        assert text[quantity.start : quantity.end] == quantity.text
        assert quantity.text == quantity.text.strip()


@pytest.mark.parametrize(
    ("text", "value", "unit", "measure"),
    [
        ("$9.3 billion over a decade", 9.3e9, "$", ""),
        ("some 1.05tn crowns", 1.05e12, "crown", ""),
        ("killing 17", 17, "", "dead"),
        ("The death toll rose to 43.", 43, "", "dead"),
        ("two dozen protesters were arrested", 24, "protester", "arrested"),
        ("fares go up by 2.5 per cent", 2.5, "%", ""),
        ("twenty-five people were hurt", 25, "peopl", "injured"),
        ("the 42-year-old engineer", 42, "years old", ""),
        ("Maro Hale, 52, told the court", 52, "years old", "hal"),
    ],
)
def test_value_unit_and_measure(text: str, value: float, unit: str, measure: str) -> None:
    found = only(text)
    assert (found.value, found.unit, found.measure) == (value, unit, measure)


@pytest.mark.parametrize(
    "text", ["on 11 March", "March 11", "in 2031", "at 9:30", "at 9 a.m.", "the 3rd vote", "in the 1990s", "COVID-19"]
)
def test_dates_times_and_labels_are_no_quantities(text: str) -> None:
    assert quantities(text) == []


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("41 people were killed", "the death toll stood at 41", "equal"),
        ("41 people were killed", "43 people died", "different"),
        ("more than 40 people were killed", "41 dead", "compatible"),
        ("fewer than 40 people were killed", "41 dead", "different"),
        ("$9.3bn", "$9.27 billion", "compatible"),
        ("$9.3bn", "$9.8 billion", "different"),
        ("$9.3bn", "€9.3bn", "unrelated"),
        ("nearly 50 officers", "48 officers", "compatible"),
        ("41 people were killed", "120 people were injured", "unrelated"),
        ("about 2,300 homes", "2,317 homes", "compatible"),
        ("12 ships", "14 houses", "unrelated"),
    ],
)
def test_agreement(one: str, other: str, expected: str) -> None:
    assert agreement(only(one), only(other)) == expected
    assert agreement(only(other), only(one)) == expected


PIECES = st.sampled_from(
    [*SPELLED.split("|"), *LONG_SCALE.split("|"), "a", "A ", "7", "1,200", "$", "US$", "pc", "per cent"]
)


@given(st.lists(st.tuples(PIECES, st.sampled_from([" ", "", "-", "s ", ". "])), max_size=6))
def test_where_a_number_stands_a_text_may_count(pieces: list[tuple[str, str]]) -> None:
    """So that most sentences need not be searched for one."""
    text = "".join(piece + mark for piece, mark in pieces)
    if NUMBER.search(text):
        assert MAY_COUNT.search(text)
