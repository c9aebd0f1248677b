"""Spans, and cutting a text along them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compare.spans import Span, contains, overlaps, segments

TEXTS = st.text(min_size=0, max_size=60)


@st.composite
def marked_texts(draw: st.DrawFn) -> tuple[str, list[Span]]:
    text = draw(TEXTS)
    place = st.integers(0, len(text))
    spans = draw(st.lists(st.tuples(place, place), max_size=6))
    return text, [Span(min(pair), max(pair)) for pair in spans]


@given(marked_texts())
def test_pieces_joined_are_the_text(given_text: tuple[str, list[Span]]) -> None:
    text, marks = given_text
    assert "".join(piece.text for piece in segments(text, marks)) == text


@given(marked_texts())
def test_pieces_carry_exactly_the_marks_that_cover_them(given_text: tuple[str, list[Span]]) -> None:
    text, marks = given_text
    for piece in segments(text, marks):
        assert text[piece.start : piece.end] == piece.text
        for place in range(piece.start, piece.end):
            assert [m for m in marks if m.start <= place < m.end] == list(piece.marks)


@given(marked_texts())
def test_each_mark_opens_once(given_text: tuple[str, list[Span]]) -> None:
    text, marks = given_text
    opened = [mark for piece in segments(text, marks) for mark in piece.opens]
    assert sorted(opened) == sorted(m for m in marks if m.start < m.end)


@given(marked_texts(), st.data())
def test_a_stretch_is_cut_like_the_whole(given_text: tuple[str, list[Span]], data: st.DataObject) -> None:
    text, marks = given_text
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    pieces = segments(text, marks, start=start, end=end)
    assert "".join(piece.text for piece in pieces) == text[start:end]


def test_a_stretch_outside_the_text_is_refused() -> None:
    with pytest.raises(ValueError, match="not within a text of 3 characters"):
        segments("abc", [], start=2, end=9)


def test_a_span_runs_forward() -> None:
    with pytest.raises(ValueError, match="not a span"):
        Span(4, 2)


def test_touching_spans_do_not_overlap() -> None:
    assert not overlaps(Span(0, 3), Span(3, 5))
    assert overlaps(Span(0, 4), Span(3, 5))
    assert contains(Span(0, 5), Span(3, 5))
    assert not contains(Span(3, 5), Span(0, 5))
