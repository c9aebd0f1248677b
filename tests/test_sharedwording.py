"""Whether two readings tell the same at some place."""

from __future__ import annotations

from compare.claims import Reading
from compare.sharedwording import shared_around, shared_whole, tell_the_same, telling_it
from compare.spans import Span

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
