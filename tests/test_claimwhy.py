"""What two readings of a claim have in common."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from compare.claimwhy import shared_parts

A = "Kessaly will pay 9.3 billion talers for the “upkeep of its many bases”, Ms Vane said in Wexholm."
B = "In Wexholm, Vane promised 9.27bn talers: “The upkeep of its many bases” is paid for."


def told(a: str, b: str) -> list[tuple[str, str, str]]:
    return [(p.kind, a[p.a.start : p.a.end], b[p.b.start : p.b.end]) for p in shared_parts(a, b)]


def test_names_numbers_that_fit_quotations_and_words() -> None:
    assert ("number", "9.3 billion", "9.27bn") in told(A, B)
    assert ("quotation", "upkeep of its many bases", "upkeep of its many bases") in told(A, B)
    assert ("name", "Vane", "Vane") in told(A, B)
    assert ("word", "talers", "talers") in told(A, B)


def test_numbers_that_differ_are_nothing_in_common() -> None:
    assert told("Nine people died.", "Fourteen people died.") == [
        ("word", "people", "people"),
        ("word", "died", "died"),
    ]


def test_nothing_in_common_is_nothing() -> None:
    assert told("The river rose.", "Trams will cost more.") == []


@given(st.text(max_size=80), st.text(max_size=80))
def test_places_hold_and_do_not_overlap(a: str, b: str) -> None:
    parts = shared_parts(a, b)
    assert all(0 <= p.a.start < p.a.end <= len(a) and 0 <= p.b.start < p.b.end <= len(b) for p in parts)
    starts = [p.a for p in parts if p.kind in ("name", "word")]
    assert all(x.end <= y.start for x, y in pairwise(starts))
