"""Typed differences between the readings of one claim."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compare.claims import Claim, Reading
from compare.difference import Context
from compare.framing import Flag
from compare.wording import Difference, contrast_flags, differences, strongest
from scraper.article import Moment

NAMES = {"wire": "Wire", "daily": "Daily", "statetv": "State TV"}


def claim_of(**texts: str) -> Claim:
    readings = [Reading(f"{outlet}-1", outlet, 100, 100 + len(text), text, 1) for outlet, text in sorted(texts.items())]
    return Claim(tuple(readings), 0.9)


def flag(claim: Claim, outlet: str, word: str, category: str, voice: str = "own", source: str | None = None) -> Flag:
    reading = next(r for r in claim.readings if r.outlet == outlet)
    start = reading.start + reading.text.index(word)
    return Flag(f"{category}.x", category, "mark", start, start + len(word), word, voice, source, "message")  # type: ignore[arg-type]


def found(claim: Claim, *flags: tuple[str, Flag], **times: str) -> list[Difference]:
    by_article: dict[str, list[Flag]] = {}
    for outlet, one in flags:
        by_article.setdefault(f"{outlet}-1", []).append(one)
    published = {f"{outlet}-1": Moment.parse(at, origin="given") for outlet, at in times.items()}
    result = differences(claim, by_article, Context(NAMES, published))
    texts = {r.article: r for r in claim.readings}
    for difference in result:
        for variant in difference.variants:
            reading = texts[variant.article]
            assert reading.text[variant.start - reading.start : variant.end - reading.start] == variant.text
            assert variant.text
        assert len({v.side for v in difference.variants}) > 1
    return result


def test_said_against_claimed() -> None:
    claim = claim_of(
        wire="The authority said sirens had sounded.",
        daily="Sirens had sounded, the authority said.",
        statetv="The authority claimed sirens had sounded.",
    )
    (one,) = found(claim, ("statetv", flag(claim, "statetv", "claimed", "attribution")))
    assert one.kind == "attribution"
    assert [(v.outlet, v.text, v.side) for v in one.variants] == [
        ("daily", "said", "a"),
        ("wire", "said", "a"),
        ("statetv", "claimed", "b"),
    ]
    assert one.explanation == "State TV wrote “claimed”; Daily and Wire wrote “said”."


def test_claimed_where_everybody_wrote_claimed_is_nothing() -> None:
    claim = claim_of(wire="He claimed victory on Monday.", daily="He claimed victory.")
    flags = [(o, flag(claim, o, "claimed", "attribution")) for o in ("wire", "daily")]
    assert found(claim, *flags) == []


def test_a_doubting_word_is_set_against_the_words_around_its_place() -> None:
    claim = claim_of(
        wire="The allies signed the pact in a bid to counter the missiles.",
        statetv="The allies signed the pact in a purported bid to counter the missiles.",
    )
    doubt = flag(claim, "statetv", "purported", "doubt", "paraphrase", "Ilse Brandt")
    (one,) = found(claim, ("statetv", doubt))
    assert [(v.outlet, v.text, v.side) for v in one.variants] == [("wire", "a bid", "a"), ("statetv", "purported", "b")]
    assert "“in a purported bid to”, in its own words for what Ilse Brandt said" in one.explanation
    assert "Wire did not use it for the same claim" in one.explanation


def test_a_word_of_doubt_that_the_other_has_of_the_same_thing_elsewhere_is_none() -> None:
    claim = claim_of(
        wire="The allies signed the pact in a bid to counter the missiles.",
        statetv="The allies signed the pact in a purported bid to counter the missiles.",
    )
    doubt = flag(claim, "statetv", "purported", "doubt")
    for elsewhere, told in (("It is a purported bid.", False), ("The purported letter is lost.", True)):
        texts = {"wire-1": f"{claim.readings[1].text} {elsewhere}"}
        assert bool(differences(claim, {"statetv-1": [doubt]}, Context(NAMES, texts=texts))) == told


def test_a_quoted_word_is_its_speakers() -> None:
    claim = claim_of(wire="She spoke of a so-called pact.", daily="She spoke of a “so-called pact”.")
    assert found(claim, ("daily", flag(claim, "daily", "so-called", "doubt", "quoted", "she"))) == []
    both = found(
        claim,
        ("wire", flag(claim, "wire", "so-called", "doubt")),
        ("daily", flag(claim, "daily", "so-called", "doubt", "quoted", "she")),
    )
    assert "Daily had it only inside a quotation" in both[0].explanation


def test_names_for_the_same_people() -> None:
    claim = claim_of(
        wire="Police arrested the protesters in Orme Square.", daily="Police arrested the rioters in Orme Square."
    )
    (one,) = found(claim, ("daily", flag(claim, "daily", "rioters", "naming")))
    assert {(v.outlet, v.text) for v in one.variants} == {("wire", "protesters"), ("daily", "rioters")}
    assert one.explanation == "Daily wrote “rioters”; Wire wrote “protesters”."


def test_wire_copy_counts_once() -> None:
    text = "Police arrested the protesters in Orme Square."
    claim = claim_of(wire=text, daily=text, statetv="Police arrested the rioters in Orme Square.")
    (one,) = found(claim, ("statetv", flag(claim, "statetv", "rioters", "naming")))
    # Two outlets with one text and one with another: sides are even, the alphabet decides.
    assert {v.side for v in one.variants if v.outlet in ("wire", "daily")} == {"a"}


def test_numbers_that_do_not_fit() -> None:
    claim = claim_of(
        wire="Police said 3,000 people marched.", daily="Police said about 12,000 people marched to the square."
    )
    claim = replace(
        claim,
        readings=tuple(replace(r, text=r.text.replace("people", "marchers"), end=r.end + 2) for r in claim.readings),
    )
    (one,) = found(claim)
    assert one.kind == "number"
    assert one.explanation == "Daily gives “about 12,000 marchers”; Wire gives “3,000 marchers”."


@pytest.mark.parametrize(
    ("one", "other"),
    [("$9.3bn was set aside.", "They set aside $9.27 billion."), ("More than 40 people died.", "It killed 41 people.")],
)
def test_roundings_and_bounds_fit(one: str, other: str) -> None:
    assert found(claim_of(wire=one, daily=other)) == []


def test_a_toll_that_rose_is_said_to_have_risen() -> None:
    claim = claim_of(wire="Nine people were killed.", daily="Fourteen people were killed.")
    (rose,) = found(claim, wire="2031-03-11T06:00:00Z", daily="2031-03-11T15:00:00Z")
    assert "the number rose while the event unfolded" in rose.explanation
    (unknown,) = found(claim, wire="2031-03-11", daily="2031-03-11T15:00:00Z")
    assert "not known well enough to tell" in unknown.explanation
    (fell,) = found(claim, wire="2031-03-11T15:00:00Z", daily="2031-03-11T06:00:00Z")
    assert fell.explanation == "Daily gives “Fourteen people”; Wire gives “Nine people”."


def test_one_quotation_cut_and_altered() -> None:
    claim = claim_of(
        wire="The pact would “keep the Grey Sea open to every ship”, she said.",
        daily="The pact would 'keep the Grey Sea open', she said.",
        statetv="The pact would “keep the Grey Sea closed to every other ship”, she said.",
    )
    (one,) = [d for d in found(claim) if d.kind == "quote"]
    assert one.explanation == (
        "State TV quotes “keep the Grey Sea closed to every other ship”;"
        " Daily quotes of the version in Wire only “keep the Grey Sea open”;"
        " Wire has other words inside the marks: “keep the Grey Sea open to every ship”."
    )
    assert len({v.side for v in one.variants}) == 3


WHOLE = "“The ferry sails at nine, and nobody stays on the pier,” Ola Brun said."


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "“The ferry sails at ten ... on the pier,” Ola Brun said.",
            "has other words inside the marks and leaves out words where it prints dots:"
            " “The ferry sails at ten ... on the pier”",
        ),
        (
            "“[The boat] sails at nine, and nobody stays,” Ola Brun said.",
            "puts words in square brackets: “[The boat] sails at nine, and nobody stays”",
        ),
    ],
)
def test_each_version_is_told_against_the_longest(text: str, told: str) -> None:
    (one,) = [d for d in found(claim_of(wire=WHOLE, daily=text)) if d.kind == "quote"]
    assert one.explanation == f"Wire quotes “The ferry sails at nine, and nobody stays on the pier”; Daily {told}."


def test_a_sentence_that_stops_where_others_go_on_is_told_as_a_cut() -> None:
    short = "“Nobody stays on the pier,” Ola Brun said."
    (one,) = [d for d in found(claim_of(wire=WHOLE, daily=short, statetv=f"On Friday {WHOLE}")) if d.kind == "quote"]
    assert one.explanation == (
        "State TV and Wire quote “The ferry sails at nine, and nobody stays on the pier”;"
        " Daily quotes of this only “Nobody stays on the pier”."
    )
    assert len([d for d in found(claim_of(wire=WHOLE, daily=short)) if d.kind == "quote"]) == 1  # it lacks a clause


def test_two_remarks_of_one_speaker_are_no_versions_of_one() -> None:
    claim = claim_of(
        wire="“The ferry needs nine rowers on board,” Ola Brun said on Monday.",
        daily="“The ferry needs ten rowers on board,” Ola Brun said on Friday.",
        statetv="“The ferry leaves when the rowers are fed,” Ola Brun said.",
    )
    assert [d for d in found(claim) if d.kind == "quote"] == []


def test_punctuation_and_marks_make_no_difference_in_a_quotation() -> None:
    claim = claim_of(wire="“We will not go back,” he said.", daily='He said: "We will not go back."')
    assert found(claim) == []


def test_a_denial_against_a_statement() -> None:
    claim = claim_of(
        wire="The warning sirens sounded in Lowfold.", daily="The warning sirens never sounded in Lowfold."
    )
    (one,) = found(claim)
    assert one.kind == "contradiction"


def test_one_outlet_alone_differs_from_nobody() -> None:
    assert found(claim_of(wire="Nine people died.")) == []


def test_flags_carry_one_reading_of_each_other_outlet() -> None:
    claim = claim_of(wire="He said so.", daily="He claimed so.", statetv="So he said.")
    headline = Reading("wire-1", "wire", 0, 5, "Title", 0)
    claim = replace(claim, readings=(*claim.readings, headline))
    one = flag(claim, "daily", "claimed", "attribution")
    elsewhere = replace(one, start=900, end=907)
    filled = contrast_flags("daily-1", [one, elsewhere], [claim])
    assert [(o.outlet, o.text) for o in filled[0].others] == [("statetv", "So he said."), ("wire", "He said so.")]
    assert filled[1] == elsewhere


def test_the_strongest_come_first_and_vary() -> None:
    def made(kind: str, number: int) -> Difference:
        claim = claim_of(wire=f"Text {number}.", daily=f"Other {number}.")
        doubted = flag(claim, "wire", "Text", kind)
        return found(claim, ("wire", doubted))[0]

    many = [made("doubt", i) for i in range(4)] + [made("intensity", 9), made("naming", 8)]
    chosen = strongest(many, 4)
    assert [d.kind for d in chosen] == ["doubt", "doubt", "naming", "intensity"]
    assert len(strongest(many, 6)) == 6
    assert strongest(list(reversed(many)), 4) == chosen


@given(st.permutations(["wire", "daily", "statetv"]))
def test_the_order_of_readings_does_not_matter(order: list[str]) -> None:
    texts = {
        "wire": "The authority said nine people were killed “in the night”.",
        "daily": "The authority claimed 14 people were killed “in the dead of the night”.",
        "statetv": "Nine people were killed, the authority said.",
    }
    claim = claim_of(**texts)
    shuffled = replace(claim, readings=tuple(next(r for r in claim.readings if r.outlet == o) for o in order))
    charged = ("daily", flag(claim, "daily", "claimed", "attribution"))
    assert found(shuffled, charged) == found(claim, charged)


CRASH = {"wire": "2031-03-11T06:00:00Z", "daily": "2031-03-11T15:00:00Z", "statetv": "2031-03-11T18:00:00Z"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "The lifeguards said nine bathers were injured on the pier at Solm.",
            "The clinic’s emergency ward counted 13 bathers injured on the pier at Solm.",
        ),
        (
            "According to the lifeguards, nine bathers were injured on the pier at Solm.",
            "The town council put the number of bathers injured on the pier at Solm at 13.",
        ),
        (
            "The lifeguards logged nine injured bathers on the pier at Solm.",
            "Thirteen bathers were injured on the pier at Solm, the clinic said.",
        ),
    ],
)
def test_two_named_sources_come_before_time(one: str, other: str) -> None:
    (told,) = found(claim_of(wire=one, daily=other), **CRASH)
    assert told.explanation.endswith("; they name different sources.")


def test_one_source_of_its_own_among_three_is_no_rise() -> None:
    claim = claim_of(
        wire="The lifeguards said nine bathers were injured on the pier at Solm.",
        daily="The clinic counted 13 bathers injured on the pier at Solm.",
        statetv="Fifteen bathers were injured on the pier at Solm.",
    )
    (told,) = found(claim, **CRASH)
    assert told.explanation.endswith("; not all of them name the same source.")


def test_two_at_least_of_one_source_rise_with_time() -> None:
    claim = claim_of(
        wire="At least 21 miners were killed in the Tarl pit.", daily="At least 24 miners were killed in the Tarl pit."
    )
    (told,) = found(claim, **CRASH)
    assert told.explanation.endswith("the number rose while the event unfolded.")


def test_an_addition_is_not_set_against_a_total() -> None:
    claim = claim_of(
        wire="Rangers detained a further 12 poachers in Wenlow forest.",
        daily="Rangers have detained 57 poachers in Wenlow forest.",
    )
    assert found(claim, **CRASH) == []
