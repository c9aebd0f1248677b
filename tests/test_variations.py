"""Printed versions of one utterance, and two utterances that resemble each other."""

from itertools import pairwise, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compare.printings import aligned, printing
from compare.variations import Variation, one_utterance, same_utterance, variations, versions

WHOLE = "“The ferry will sail at nine, and nobody will be left on the pier,” Captain Ola Brun said."

DIFFERENT: list[tuple[str, str, tuple[Variation, ...]]] = [
    (WHOLE, "“The ferry will sail at nine,” said Ola Brun.", ("cut",)),
    (WHOLE, "Nobody “will be left on the pier”, Ola Brun promised.", ("cut",)),
    (WHOLE, "“The ferry will sail, and nobody will be left on the pier,” Ola Brun said.", ("cut",)),
    (WHOLE, "“The ferry will sail at nine and nobody will be left behind on the pier,” Ola Brun said.", ("altered",)),
    (WHOLE, "“The ferry will sail at ten, and nobody will be left on the pier,” Ola Brun said.", ("altered",)),
    (WHOLE, "“The ferry will sail at ten,” Ola Brun said.", ("cut", "altered")),
    (WHOLE, "“The ferry will sail at nine …” Ola Brun said.", ("ellipsis",)),
    (WHOLE, "“The ferry ... will be left on the pier,” Ola Brun said.", ("ellipsis",)),
    (WHOLE, "“[The boat] will sail at nine, and nobody will be left on the pier,” Ola Brun said.", ("bracketed",)),
    (WHOLE, "“[The boat] will sail at nine,” Ola Brun said.", ("cut", "bracketed")),
    ("“The hull leaks. We pump,” she said.", "“The hull leaks, we pump,” she said.", ("merged",)),
    ("“The hull leaks,” she said. Later: “We pump.”", "“The hull leaks and we pump,” she said.", ("merged", "altered")),
    ("“The hull leaks. It always has. We pump,” she said.", "“The hull leaks, we pump,” she said.", ("cut", "merged")),
    ("“Does the hull leak? It does,” she said.", "“The hull leaks, it does,” she said.", ("merged", "altered")),
    ("“They [the crew] pump all day,” she said.", "“They pump all day,” she said.", ("bracketed",)),
]


@pytest.mark.parametrize(("one", "other", "found"), DIFFERENT, ids=[other for _, other, _ in DIFFERENT])
def test_how_two_versions_differ(one: str, other: str, found: tuple[Variation, ...]) -> None:
    a, b = printing(one), printing(other)
    assert variations(a, b) == found
    assert variations(b, a) == found


SAME_WORDS = [
    (WHOLE, 'Ola Brun: "The ferry will sail at nine, and nobody will be left on the pier."'),
    (WHOLE, "“The ferry will sail at nine,” said Ola Brun, “and nobody will be left on the pier.”"),
    ("“Mr. Brun sails at 9,” she said.", "“Mr Brun sails at nine,” she said."),
    ("“[The boat] leaks,” she said.", "“[The boat] leaks”, she said."),
    ("“It’s Mr. Brun’s boat,” she said.", "'It's Mr. Brun's boat,' she said."),
]


@pytest.mark.parametrize(("one", "other"), SAME_WORDS)
def test_marks_and_the_place_of_the_speaker_make_no_difference(one: str, other: str) -> None:
    assert variations(printing(one), printing(other)) == ()
    assert one_utterance(one, other)


def test_a_letter_in_brackets_is_part_of_its_word() -> None:
    one = printing("She said “[T]he hull leaks”.")
    assert one.written == ("The", "hull", "leaks")
    assert one.bracketed == {0}


TWO = [
    # One speaker, two remarks, two occasions.
    ("“I will not row in that boat,” Ola Brun said.", "“I will row in any boat that has oars,” Ola Brun said."),
    ("“The pier is safe,” Ola Brun said on Monday.", "“The pier is safe,” Ola Brun said on Friday."),
    ("“The pier is safe now,” Ola Brun said on 3 May.", "“The pier is quite safe now,” Ola Brun said on 9 May."),
    ("“We need nine boats,” Ola Brun said.", "“We need ten boats,” Ola Brun said the next day."),
    ("“No boat has been lost,” the line wrote in March.", "“No boat will be lost,” the line wrote in June."),
    # Two speakers.
    ("“We want our pier back,” rower Ada Roke said.", "“We want our pier back,” Mayor Per Alm told the guests."),
    # Words of grammar are anybody's.
    ("“It is what it is,” Ola Brun said.", "“It is what it was,” Ola Brun said."),
]


@pytest.mark.parametrize(("one", "other"), TWO)
def test_two_utterances_are_not_taken_for_one(one: str, other: str) -> None:
    assert not one_utterance(one, other)
    assert not one_utterance(other, one)


ONE = [
    (WHOLE, "‘Nobody will be left on the pier’"),
    ("“We need nine boats,” Ola Brun told the crew.", "“We need ten boats, and soon,” Ola Brun told all of them."),
    ("“We need nine boats,” Ola Brun said on Monday.", "“We need ten boats,” said Ola Brun."),
    ("“We need nine boats on Friday,” Ola Brun said.", "“We need nine boats on Monday,” Ola Brun said."),
]


@pytest.mark.parametrize(("one", "other"), ONE)
def test_one_utterance_in_two_versions(one: str, other: str) -> None:
    assert one_utterance(one, other)


def test_all_are_one_where_each_resembles_another() -> None:
    texts = [WHOLE, "‘The ferry will sail at nine’", "‘Nobody will be left on the pier’"]
    assert not one_utterance(*texts[1:])
    assert all(same_utterance(order) for order in permutations(texts))
    assert not same_utterance([*texts, "“Ducks swim,” a boy said."])


def test_each_is_held_against_the_longest() -> None:
    texts = ["“The ferry will sail,” he said.", WHOLE, "“The ferry ... will be left on the pier,” he said.", WHOLE]
    found = versions([printing(text) for text in texts])
    assert found.longest == 1
    assert found.against == (("cut",), (), ("ellipsis",), ())
    assert found.variations == ("cut", "ellipsis")


WORDS = st.lists(st.sampled_from(["pier", "boat", "sails", "the", "at", "nine"]), max_size=12).map(tuple)


@given(WORDS, WORDS)
def test_an_alignment_keeps_the_order_of_both(a: tuple[str, ...], b: tuple[str, ...]) -> None:
    one, other = (printing(f"He said “{' '.join(said)}”.") for said in (a, b))
    pairs = aligned(one, other)
    assert all(one.words[i] == other.words[j] for i, j in pairs)
    assert all(i < k and j < m for (i, j), (k, m) in pairwise(pairs))
    assert len(aligned(one, one)) == len(a)


@given(WORDS)
def test_what_is_printed_alike_has_no_variation(said: tuple[str, ...]) -> None:
    one = printing(f"He said “{' '.join(said)}”.")
    assert variations(one, one) == ()
