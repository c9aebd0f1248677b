"""Who is quoted, and how much: mentions of one speaker taken together, and never those of two."""

from __future__ import annotations

import pytest

from compare.voice import VoiceSpan
from compare.whospeaks import Speaker, speakers


def heard(*sources: str | None, text: str = "") -> tuple[Speaker, ...]:
    """The speakers of a text in which each of these sources is quoted with three words; `text` stands before."""
    parts, spans = [text], []
    for source in sources:
        start = sum(map(len, parts)) + len(parts)
        named = source or ""
        said = "“We wait here”"
        parts.append(f"{named} said {said}.")
        at = start + len(named) + 6
        spans.append(VoiceSpan(at, at + len(said), "quoted", source, start if source else None, "said", start))
    whole = "\n".join(parts)
    for span in spans:
        assert whole[span.start] == "“"
    return speakers({"one": whole}, {"one": spans})


def grouped(*sources: str | None, text: str = "") -> dict[str | None, int]:
    return {one.name: len(one.speeches) for one in heard(*sources, text=text)}


def test_a_person_is_one_whatever_stands_before_the_name() -> None:
    found = grouped("Ferry boss Rowan Pell", "Mr Pell", "Pell", "Harbour master Rowan Pell", "Rowan Pell of the port")
    assert found == {"Rowan Pell": 5}


def test_the_name_is_shown_without_what_an_outlet_puts_before_it() -> None:
    assert grouped("Embattled Interior Minister Odile Farrant") == {"Odile Farrant": 1}


def test_two_people_of_one_surname_stay_two_and_the_bare_surname_is_nobodys() -> None:
    assert grouped("Anna Pell", "Rowan Pell", "Pell") == {"Anna Pell": 1, "Pell": 1, "Rowan Pell": 1}


@pytest.mark.parametrize("other", ["A spokesman for Ms Farrant", "the office of Odile Farrant", "Farrant’s office"])
def test_who_speaks_for_somebody_is_somebody_else(other: str) -> None:
    assert grouped("Odile Farrant", other)["Odile Farrant"] == 1


def test_a_shorter_name_of_a_body_is_the_one_longer_name_that_ends_in_it() -> None:
    assert grouped("the Isk River Authority", "The authority", "the authority") == {"the Isk River Authority": 3}
    two = grouped("the foreign ministry", "the defence ministry", "the ministry")
    assert two == {"the foreign ministry": 1, "the defence ministry": 1, "the ministry": 1}


def test_a_place_is_not_the_body_in_it() -> None:
    assert grouped("The ministry in Dravik", "Dravik") == {"The ministry in Dravik": 1, "Dravik": 1}


def test_pronouns_and_nobody_named_stand_together_at_the_end() -> None:
    found = heard("She", None, "Lena Ostrick", "they")
    assert [(one.name, len(one.speeches)) for one in found] == [("Lena Ostrick", 1), (None, 3)]


@pytest.mark.parametrize("source", ["was about energy policy", "that it would rain as well as"])
def test_what_is_no_name_names_nobody(source: str) -> None:
    assert grouped(source) == {None: 1}


def test_words_are_counted_by_kind_and_article() -> None:
    texts = {"a": "Ann Orr said “it is late now”.", "b": "It was late, Ms Orr said."}
    found = speakers(
        texts,
        {
            "a": [VoiceSpan(13, 29, "quoted", "Ann Orr", 0, "said", 8)],
            "b": [VoiceSpan(0, 11, "paraphrase", "Ms Orr", 13, "said", 20)],
        },
    )
    (ann,) = found
    assert (ann.counted("quoted"), ann.counted("paraphrase")) == (4, 3)
    assert (ann.counted("quoted", ["b"]), ann.counted("paraphrase", ["b"])) == (0, 3)


def test_a_short_quotation_of_nobody_is_no_speech() -> None:
    text = "The “Tern Pact” was signed."
    assert speakers({"a": text}, {"a": [VoiceSpan(4, 15, "quoted")]}) == ()


@pytest.mark.parametrize(
    "taken",
    [
        "a chance",
        "more time",
        "far-reaching business connections",
        "he but",
        "some close",
        "Y",
        "the photo",
        "his comments",
        "half",
        "a segment of society",
    ],
)
def test_what_cannot_speak_is_no_speaker(taken: str) -> None:
    assert grouped(taken, "Lena Ostrick") == {"Lena Ostrick": 1, None: 1}


@pytest.mark.parametrize(
    "named",
    [
        "a senior aide",
        "the bill’s proponents",
        "a handful of residents",
        "two of the officials",
        "an entrance poll",
        "the joint statement",
        "the state’s general assembly",
        "a 43-year-old",
        "the tram riders",
        "a florist",
        "the women",
        "the agencies",
    ],
)
def test_people_bodies_and_papers_can_be_quoted(named: str) -> None:
    assert grouped(named) == {named.replace("’", "'"): 1}


def test_when_somebody_spoke_is_no_part_of_the_name() -> None:
    assert grouped("Pell over the weekend", "Rowan Pell") == {"Rowan Pell": 2}
