"""Agency credit lines: where they stand, what they say, and what looks like one and is none."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compare.agencies import agencies, name_pattern, named
from compare.credits import credits_of, dateline_end
from scraper.article import Article
from tests.toys import article

KNOWN = agencies({"meridian": "Meridian Wire"})


def found(
    *paragraphs: str, authors: tuple[str, ...] = (), kept_out: tuple[str, ...] = ()
) -> list[tuple[str, str, str]]:
    one = replace(article("bell", "x", "Rain falls", *paragraphs), authors=authors, quarantined=kept_out)
    return [(credit.agency, credit.role, credit.place) for credit in credits_of(one, KNOWN)]


@pytest.mark.parametrize(
    ("opening", "agency"),
    [
        ("LONDON (AP) — Rain fell.", "Associated Press"),
        ("(Reuters) - Rain fell.", "Reuters"),
        ("BEIJING, March 3 (Xinhua) -- Rain fell.", "Xinhua"),
        ("New Delhi, Mar 3 (PTI) The rain fell.", "Press Trust of India"),
        ("MADRID, EFE - Rain fell.", "Agencia EFE"),
        ("ROME, 3 March (ANSA) – Rain fell.", "ANSA"),
        ("WEXHOLM, March 11 (Meridian Wire) - Rain fell.", "Meridian Wire"),
    ],
)
def test_datelines(opening: str, agency: str) -> None:
    assert found(opening, "More fell.") == [(agency, "whole", "dateline")]


@pytest.mark.parametrize(
    ("closing", "agency", "role"),
    [
        ("AP contributed to this report.", "Associated Press", "contributed"),
        ("Associated Press writer Jo Lee in Paris contributed to this report.", "Associated Press", "contributed"),
        ("With reporting by Agence France-Presse", "Agence France-Presse", "contributed"),
        ("— with files from The Canadian Press", "Canadian Press", "contributed"),
        ("(Additional reporting by Reuters)", "Reuters", "contributed"),
        ("Source: dpa", "dpa", "whole"),
        ("Meridian Wire", "Meridian Wire", "whole"),
        ("Rain fell, he said. (Reuters)", "Reuters", "whole"),
        ("Rain fell, he said. PTI ABC XYZ", "Press Trust of India", "whole"),
        ("“It rained.” — TASS", "TASS", "whole"),
        ("Copyright 2031 The Associated Press. All rights reserved.", "Associated Press", "whole"),
    ],
)
def test_notes_at_the_foot(closing: str, agency: str, role: str) -> None:
    assert found("Rain fell.", closing) == [(agency, role, "foot")]


@pytest.mark.parametrize(
    ("authors", "expected"),
    [
        (("Reuters",), [("Reuters", "whole")]),
        (("By ANI",), [("ANI", "whole")]),
        (("Ann Lee, AP",), [("Associated Press", "whole")]),
        (("AFP in Paris",), [("Agence France-Presse", "whole")]),
        (("Jane Doe", "Reuters"), [("Reuters", "contributed")]),
        (("Jane Doe and Reuters",), [("Reuters", "contributed")]),
        (("Harbour Post Staff, Meridian Wire",), [("Meridian Wire", "contributed")]),
        (("Anna Reuters",), []),
        (("Ilse Marrow",), []),
    ],
)
def test_bylines(authors: tuple[str, ...], expected: list[tuple[str, str]]) -> None:
    assert found("Rain fell.", authors=authors) == [(agency, role, "byline") for agency, role in expected]


@pytest.mark.parametrize(
    "paragraphs",
    [
        ("He told Reuters that rain fell.", "Rain fell, according to AP.", "He told Reuters."),
        ("Reuters said it was sold.", "The price was not given."),
        ("Police (PA) said rain fell.",),
        ("AP reported it first.", "Others followed."),
        ("Rain fell.", "He said so to ANSA"),
        ("The mayor, with a reporter from Reuters in the room, said rain fell.",),
        ("Two agencies, TASS and Xinhua, quoted the minister.", "Neither named a day."),
        ("Rain fell.", "The deal lets Bloomberg News use the archive."),
    ],
)
def test_an_agency_as_a_source_is_no_credit(paragraphs: tuple[str, ...]) -> None:
    assert found(*paragraphs) == []


def test_a_note_that_was_taken_for_furniture_still_credits() -> None:
    assert found("Rain fell.", kept_out=("Read more", "Source: dpa")) == [("dpa", "whole", "furniture")]


def test_several_agencies_in_one_note() -> None:
    assert found("Rain fell.", "Reuters/AFP") == [
        ("Reuters", "whole", "foot"),
        ("Agence France-Presse", "whole", "foot"),
    ]


def test_the_story_begins_after_the_dateline() -> None:
    one = article("bell", "x", "Rain falls", "LONDON (AP) — Rain fell.")
    assert one.text[dateline_end(one, KNOWN) :].strip() == "Rain fell."
    assert dateline_end(article("bell", "x", "Rain falls", "Rain fell."), KNOWN) == 0


def test_an_outlet_that_is_an_agency_is_known_by_its_name() -> None:
    ours = agencies({"reuters-world": "Reuters", "meridian": "Meridian Wire"})
    assert named("Thomson Reuters", ours).outlet == "reuters-world"
    assert named("Meridian  Wire", ours).outlet == "meridian"
    assert named("AP", ours).outlet is None
    with pytest.raises(KeyError):
        named("The Daily Bell", ours)


@given(st.text(max_size=80), st.text(max_size=80), st.lists(st.text(max_size=30), max_size=3))
def test_places_hold_the_name_in_any_text(first: str, last: str, authors: list[str]) -> None:
    text = f"Rain falls\n\n{first}\n\nLONDON (AP) — {last} (Reuters)\n\n{last} (dpa)"
    one = Article("bell", "u", "u", "Rain falls", text, "toy", authors=tuple(authors))
    for credit in credits_of(one, KNOWN):
        assert name_pattern(KNOWN).fullmatch(credit.text)
        if credit.start is not None and credit.end is not None:
            assert text[credit.start : credit.end] == credit.text
    assert 0 <= dateline_end(one, KNOWN) <= len(text)
