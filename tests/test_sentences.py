"""Cutting texts into sentences with exact places."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compare.sentences import paragraphs, split_sentences, split_text
from scraper.article import Article, join_text


def cut(text: str) -> list[str]:
    return [text[s.start : s.end] for s in split_text(text)]


def article(title: str, *body: str) -> Article:
    url = "https://gazette.example/1"
    return Article(
        outlet="gazette", url=url, canonical_url=url, title=title, text=join_text(title, list(body)), extractor="test"
    )


ONE_SENTENCE = [
    "Mr. Dav Ilin met Gen. Ostra at the pier.",
    "The pact is worth $9.3 billion over five years.",
    "The U.S. Army and the U.K. Navy sent observers.",
    "Talks began at 9 a.m. on Monday.",
    "Talks began at 9 a.m. Monday.",
    "J. R. Tarn of the dockers spoke first.",
    "She named Joseph I. Lund to the board.",
    "The song stood at No. 10 in May.",
    "She met Sen. Ada Quill (V-Orsk) and left.",
    "“Was it wise?” he asked.",
    "“Never!” Ms Orr of the dockers' union shouted.",
    "“I don't know …” she said.",
    "He was born on Jan. 5 in Tarn.",
    "The bill, H.R. 12, failed.",
    "Prices rose 4.5 per cent.",
]

SEVERAL = [
    ("The boat sank. Nobody was hurt.", ["The boat sank.", "Nobody was hurt."]),
    ("“We will go,” he said. “It is late.” She left.", ["“We will go,” he said.", "“It is late.”", "She left."]),
    ("“It is late. We go home.” She left.", ["“It is late.", "We go home.”", "She left."]),
    ('She said "no." The vote failed.', ['She said "no."', "The vote failed."]),
    ("It ended in the U.S. The envoy flew home.", ["It ended in the U.S.", "The envoy flew home."]),
    ("Nobody is older than I. Lund was born in May.", ["Nobody is older than I.", "Lund was born in May."]),
    ("It fell in World War I. Lund rebuilt it.", ["It fell in World War I.", "Lund rebuilt it."]),
    ("He waited... Then he left.", ["He waited...", "Then he left."]),
    ("Was it wise? Nobody knew.", ["Was it wise?", "Nobody knew."]),
    ("First paragraph\n\nSecond one.", ["First paragraph", "Second one."]),
]


@pytest.mark.parametrize("text", ONE_SENTENCE)
def test_points_that_end_no_sentence(text: str) -> None:
    assert cut(text) == [text]


@pytest.mark.parametrize(("text", "expected"), SEVERAL)
def test_ends_of_sentences(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


NEWSY = st.lists(
    st.one_of(
        st.sampled_from(
            ["Mr.", "U.S.", "“Yes,”", "he said.", "No. 4", "\n\n", "\n", "…", "a.m.", "‘", "’", "J.", "(", "?", "!"]
        ),
        st.text(max_size=8),
    ),
    max_size=14,
).map(" ".join)


@given(NEWSY)
def test_sentences_cover_the_text_in_order(text: str) -> None:
    end = 0
    for span in split_text(text):
        assert span.start >= end
        assert not text[end : span.start].strip(), "only white space may stand between sentences"
        assert text[span.start : span.end].strip() == text[span.start : span.end] != ""
        end = span.end
    assert not text[end:].strip()


@given(NEWSY)
def test_sentences_never_cross_a_paragraph(text: str) -> None:
    places = paragraphs(text)
    for span in split_text(text):
        assert any(p.start <= span.start and span.end <= p.end for p in places)


@given(st.lists(NEWSY.filter(lambda t: bool(t.strip())), min_size=1, max_size=4))
def test_an_articles_sentences_slice_its_text(parts: list[str]) -> None:
    made = article(" ".join(parts[0].split()), *parts[1:])
    found = split_sentences(made)
    assert [s.index for s in found] == list(range(len(found)))
    for sentence in found:
        assert made.text[sentence.start : sentence.end] == sentence.text
    assert [s.paragraph for s in found] == sorted(s.paragraph for s in found)


def test_the_headline_is_sentence_0_whatever_it_holds() -> None:
    made = article("Storm hits coast. Thousands flee", "The storm came at dawn. It left at noon.", "Nobody was hurt.")
    found = split_sentences(made)
    assert [(s.index, s.paragraph, s.text) for s in found] == [
        (0, 0, "Storm hits coast. Thousands flee"),
        (1, 1, "The storm came at dawn."),
        (2, 1, "It left at noon."),
        (3, 2, "Nobody was hurt."),
    ]
    assert {s.article for s in found} == {made.key}
    assert {s.outlet for s in found} == {"gazette"}


def test_a_part_of_a_text_keeps_its_places() -> None:
    text = "Skip this. The boat sank. Nobody was hurt."
    assert [text[s.start : s.end] for s in split_text(text, start=11)] == ["The boat sank.", "Nobody was hurt."]
