"""Readings of one claim that speak of two things, or of two who did it to each other: then nothing is told of them."""

from __future__ import annotations

import pytest

from compare.claims import Claim, Reading
from compare.onematter import has_nearer
from compare.tagger import Tagger
from tests.test_shifts import told
from variorum.adapters.taggers import tagger_named


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    found = tagger_named("auto")
    assert found is not None
    return found


TURNED = (
    "Harrek lashed out at Solm on Friday over the harbour fee, in a cowardly attack on the senator.",
    "Solm lashed out at Harrek on Friday over the harbour fee, in an attack on the senator.",
)


@pytest.mark.parametrize(
    ("coloured", "other"),
    [
        TURNED,
        # What the adjective qualifies, the other does not tell.
        (
            "A staggering 6,400 guests have left their rooms and 18,000 hotels on the coast are without power.",
            "Some 18,000 hotels on the coast were without power, the grid said.",
        ),
        # The manner of a deed that the other does not tell.
        (
            "Ivo Brandt, who used 84,000 crowns of public money to settle a suit over his office, abruptly resigned.",
            "Ivo Brandt used 84,000 crowns of public money to settle a suit over his office in Solm, papers show.",
        ),
        # Another day's deed.
        (
            "Mayor Lind lashed out on Friday at the dockers over the new harbour fee at a meeting with their union.",
            "Mayor Lind met the dockers over the new harbour fee on Wednesday at a meeting with their union.",
        ),
        # Nothing but somebody's words.
        (
            "Dockers angrily slammed the harbour board for raising the harbour fee on small boats.",
            "“The harbour board voted for raising the harbour fee on small boats, and dockers slammed it.”",
        ),
    ],
)
def test_a_word_is_not_told_against_who_speaks_of_something_else(tagger: Tagger, coloured: str, other: str) -> None:
    assert [d.explanation for d in told(tagger, coloured, other)] == []


@pytest.mark.parametrize(
    ("coloured", "other"),
    [
        (
            "In a humiliating blow, the rating of Orsen was cut by one step to BB on Friday by Corlett.",
            "Corlett cut the rating of Orsen by one step to BB on Friday.",
        ),
        (
            TURNED[0],
            "Harrek lashed out at Solm on Friday over the harbour fee, in an attack on the senator.",
        ),
        (
            "Ivo Brandt, who used 84,000 crowns of public money to settle a suit over his office, abruptly resigned.",
            "Ivo Brandt, who settled a suit over his office with 84,000 crowns of public money, has resigned.",
        ),
    ],
)
def test_a_word_is_told_against_who_speaks_of_the_same(tagger: Tagger, coloured: str, other: str) -> None:
    assert [d.kind for d in told(tagger, coloured, other) if d.kind in ("evaluation", "intensity")]


def test_a_demand_is_no_charged_word_for_a_statement(tagger: Tagger) -> None:
    asked = "The mayor is now insisting that the council pay 5 million crowns for the pier in Selby Quay."
    stated = "The mayor has said that the 5 million crowns for the pier in Selby Quay were a matter for the council."
    assert not [d for d in told(tagger, asked, stated) if d.kind == "attribution"]
    held = "The mayor is now insisting that the council paid 5 million crowns for the pier in Selby Quay."
    plain = "The mayor has said that the council paid 5 million crowns for the pier in Selby Quay."
    assert [d.explanation for d in told(tagger, held, plain)] == ["a wrote “insisting”; b wrote “said”."]


@pytest.mark.parametrize(
    ("a", "b"),
    [
        # The rate is what they agree on; what is left of each is of two things.
        (
            "The tax rate of the Holms for 2031 was 35.7 percent, and their rate with the city's tax 45.8 percent.",
            "The Holms paid a tax rate of 35.7 percent for 2031 and donated 10 percent of what they had to the city.",
        ),
        # A family and one of it.
        (
            "According to the returns the Holms earned 140 million crowns from books and speaking fees.",
            "Besides his books and speaking fees Mr. Holm earned 20 million crowns for advice, by the returns.",
        ),
    ],
)
def test_numbers_of_two_things_are_not_set_against_each_other(tagger: Tagger, a: str, b: str) -> None:
    assert not [d for d in told(tagger, a, b) if d.kind == "number"]


def test_a_house_answers_by_the_nearer_of_its_readings() -> None:
    far = "Asked about his false claims that the tests lead to worse harm, Mr Solm said on Friday that they were facts."
    near = "Mr Solm said on Friday that the harbour board should not be made to pay for the tests."
    other = "Mr Solm defended on Friday his view that the harbour board should not be made to pay for the tests."
    readings = [
        Reading("a", "a", 0, len(far), far, 1),
        Reading("a", "a", len(far) + 1, len(far) + 1 + len(near), near, 2),
        Reading("b", "b", 0, len(other), other, 1),
    ]
    claim = Claim(tuple(readings), 1.0)
    assert has_nearer(readings[0], readings[2], claim)
    assert not has_nearer(readings[1], readings[2], claim)
