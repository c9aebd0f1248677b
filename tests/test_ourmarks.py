"""Passages between quotation marks of ours: no mark inside is double or without its partner, no name is cut."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compare.claims import Reading
from compare.difference import shown
from compare.ourmarks import between_marks
from compare.quotedwords import quoted_spans
from compare.spans import Span
from variorum.contrasts import printed
from variorum.cutting import at_edges, cut_end


def passage(text: str, words: str, within: str) -> str:
    """`within`, between marks of ours, as a sentence prints it in which `words` are compared."""
    reading = Reading("a", "a", 0, len(text), text, 1)
    start, place = text.index(words), text.index(within)
    end = place + len(within)
    return "|".join(printed(text, (place, end), Span(start, start + len(words)), reading))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("“We go,” she said.", "“‘We go,’ she said.”"),
        ('"We go," she said, "and we stay."', "“‘We go,’ she said, ‘and we stay.’”"),
        ("„Wir gehen“, sagte sie.", "“‘Wir gehen’, sagte sie.”"),
        ("« Nous partons », dit-elle.", "“‘Nous partons’, dit-elle.”"),
        ("»Wir gehen«, sagte sie.", "“‘Wir gehen’, sagte sie.”"),
        # a mark whose partner stands in another sentence
        ("They lied,” he said.", "“‘They lied,’ he said.”"),
        ("He said: “They lied.", "“He said: ‘They lied.’”"),
        # apostrophes and inches are none
        ("The town’s 6\" pipe isn't new.", "“The town’s 6″ pipe isn't new.”"),
    ],
)
def test_marks_inside_of_ours_are_single_and_paired(text: str, told: str) -> None:
    assert f"“{''.join(between_marks(text, Span(0, len(text)), quoted_spans(text)))}”" == told


@given(st.text(alphabet="ab .“”\"„«»'’‘", max_size=40), st.data())
def test_no_double_mark_is_left(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    out = between_marks(text, Span(start, end), quoted_spans(text), cut_before=start > 0, cut_after=end < len(text))
    assert len(out) == end - start
    assert not re.search(r"[“”\"„«»]", "".join(out))
    assert re.findall(r"\w", "".join(out)) == re.findall(r"\w", text[start:end])


@pytest.mark.parametrize(
    ("words", "within", "told"),
    [
        ("cruel", "was “a cruel blow", "… was ‘a |cruel| blow …’"),
        ("blow", "blow to the harbour”, and left", "|‘… blow| to the harbour’, and left"),
        ("said", "said", "|said|"),  # a word that stands for itself is no passage
    ],
)
def test_every_cut_has_its_dots_inside_of_the_quotation_that_is_cut(words: str, within: str, told: str) -> None:
    assert passage("Ola Brun said that it was “a cruel blow to the harbour”, and left.", words, within) == told


def test_a_long_passage_is_cut_where_nothing_is_torn() -> None:
    text = "one two three four five Prime Minister Keir Orr went home"
    assert [text[: cut_end(text, 0, len(text), most)] for most in (5, 7, 8, 10, 99)] == [
        "one two three four five",
        "one two three four five",
        "one two three four five",
        text[: text.index(" went")],
        text,
    ]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("met Prime Minister Keir", "met Prime Minister Keir Orr"),
        ("Orr and the", "Prime Minister Keir Orr and the town’s harbour"),
        ("over $5", "over $5 million"),
        ("millions", "millions"),
    ],
)
def test_a_passage_ends_inside_of_no_name(words: str, told: str) -> None:
    text = "They met Prime Minister Keir Orr and the town’s harbour board. It was over $5 million, not millions."
    start = text.index(words)
    left, right = at_edges(text, start, start + len(words), Span(0, len(text)))
    assert text[left:right] == told


def test_words_in_an_explanation_have_paired_marks() -> None:
    assert shown("his life,” Quill said") == "“‘his life,’ Quill said”"
    assert shown("Quill “very unfair,” claiming") == "“Quill ‘very unfair,’ claiming”"
    assert shown("“regime”") == "“regime”"
