"""Who is quoted, and how much: mentions of one speaker taken together, and never those of two."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

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


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("Marian Wright Orr", "Marian Wright Orr"),
        ("Paul R. Farrant", "Paul R. Farrant"),
        ("Vice President Joseph R. Farrant Jr.", "Joseph R. Farrant Jr."),
        ("Senator Kevin de Orr", "Kevin de Orr"),
        ("Fellow councillor Rowan Pell", "Rowan Pell"),
        ("Party President Pro Tem Rowan Pell", "Rowan Pell"),
        ("Landlady Ida Prowse", "Ida Prowse"),
        ("Housing and Urban Development Secretary Ida Prowse", "Ida Prowse"),
        ("former Food and Farming Minister Ida Prowse", "Ida Prowse"),
        ("Rowan Pell and Fisheries Secretary Ida Prowse", "Rowan Pell"),
    ],
)
def test_a_name_is_shown_whole_and_alone(source: str, name: str) -> None:
    assert grouped(source) == {name: 1}


@pytest.mark.parametrize(
    "source", ["the New Brennick Times", "The High Coast Traffic Area", "the Tarn Women's March", "New Brennick Times"]
)
def test_a_body_keeps_all_its_capital_words(source: str) -> None:
    assert grouped(source) == {source: 1}


def test_a_name_with_more_between_given_name_and_surname_is_the_same_persons() -> None:
    assert grouped("Paul R. Farrant", "Paul Farrant", "Farrant") == {"Paul R. Farrant": 3}
    two = grouped("Paul R. Farrant", "Paul T. Farrant", "Paul Farrant")
    assert two == {"Paul R. Farrant": 1, "Paul T. Farrant": 1, "Paul Farrant": 1}


@pytest.mark.parametrize(
    "source",
    [
        "Members of the “No, WALL",
        "Mayor Pell celebrated Orr",
        "President Pell takes office",
    ],
)
def test_words_with_a_verb_or_an_unpaired_mark_name_nobody(source: str) -> None:
    assert grouped(source) == {None: 1}


@pytest.mark.parametrize("source", ["The “Ferry Mothers” group", "House Republicans", "Tea Party members"])
def test_names_with_paired_marks_or_plurals_stay(source: str) -> None:
    assert None not in grouped(source)


def spoken_by(text: str, source: str) -> list[str | None]:
    """Who is told for the words “We wait here” of a text that lays them to `source`."""
    at, said = text.index(source), text.index("“")
    return [one.name for one in speakers({"a": text}, {"a": [VoiceSpan(said, said + 14, "quoted", source, at)]})]


def test_what_only_a_headline_in_capitals_has_names_nobody() -> None:
    headline = "Council Taunts Mayor Pell Over Harbour: “We wait here”"
    assert spoken_by(f"{headline}\n\nIt rained in Tarn.", "Council Taunts") == [None]
    assert spoken_by(f"{headline}\n\nIt rained on Mayor Pell.", "Mayor Pell") == ["Mayor Pell"]
    assert spoken_by("Brun taunts mayor over harbour: “We wait here”\n\nIt rained.", "Brun") == ["Brun"]


def test_a_dateline_names_nobody() -> None:
    for line, place in (("PORT AUREN, Ty. — ", "PORT AUREN"), ("Tarn (Wire) - ", "Tarn")):
        assert spoken_by(f"It rains\n\n{line}The council said “We wait here”.", place) == [None]
    assert spoken_by("It rains\n\nFour Residents — all of Tarn — said “We wait here”.", "Four Residents") != [None]


def test_a_capital_that_a_sentence_gives_to_a_common_noun_names_nobody() -> None:
    assert grouped("Warships of Aldmoor", text="Nine warships lay there.") == {None: 1}


def test_a_man_and_a_woman_of_one_surname_are_two() -> None:
    assert grouped("Mr. Hale", "Mrs. Hale", "Mr. Hale", "Dora Hale") == {"Mr. Hale": 2, "Mrs. Hale": 1, "Dora Hale": 1}
    assert grouped("Mrs. Hale", "Dora Hale", "Hale") == {"Dora Hale": 3}


@pytest.mark.parametrize(
    ("source", "cue", "name"),
    [
        ("sweeping statements", "blaming", None),  # who made them is the speaker
        ("orders", "ordering", None),
        ("statements", "said", "statements"),
        ("the mayor's statements", "blaming", "the mayor's statements"),
        ("striking nurses", "demanding", "striking nurses"),
    ],
)
def test_what_somebody_is_told_to_say_is_no_speaker(source: str, cue: str, name: str | None) -> None:
    text = f"She made {source} {cue} the bank for it."
    said = text.index("the bank")
    span = VoiceSpan(said, len(text) - 1, "paraphrase", source, text.index(source), cue, text.index(cue))
    assert [one.name for one in speakers({"one": text}, {"one": [span]})] == [name]


def test_a_body_that_one_outlet_names_like_a_person_is_one() -> None:
    assert grouped("the Steel Works", "Steel Works") == {"the Steel Works": 2}
    assert grouped("Steel Works", "the Steel Works", "Steel Works") == {"Steel Works": 3}


def test_a_name_goes_by_the_longest_that_it_leads_to() -> None:
    """Each of the three is longer than the one before, and the last does not begin as the first does."""
    assert grouped("Ann Lee", "Ann B. Lee", "Jo Ann B. Lee") == {"Jo Ann B. Lee": 3}


@given(st.lists(st.sampled_from(["Ann", "B.", "Lee", "the", "Steel", "Works", "Mr", "Mrs", "of", "de"]), max_size=24))
def test_every_speech_is_somebodys_whatever_the_names(drawn: list[str]) -> None:
    sources = [" ".join(drawn[at : at + size]) for size in (1, 2, 3, 4) for at in range(0, len(drawn), size)]
    found = heard(*sources)
    assert sum(len(one.speeches) for one in found) == len(sources)
