"""How the readings of a claim stand to the one that was published first."""

from typing import get_args

import pytest

from compare.claims import Claim, Reading
from compare.difference import Context
from compare.standings import SERIOUS, Standing, standing, standings
from scraper.article import Moment

TOLL = "Nine people were killed when the Corran Dam overflowed above Lowfold."


def claim(*texts: str, headline: int | None = None) -> Claim:
    readings = [
        Reading(f"a{n}", f"o{n}", 10 * n, 10 * n + len(text), text, 0 if n == headline else 1)
        for n, text in enumerate(texts)
    ]
    return Claim(tuple(readings), 0.6, (0, 1))


def at(*moments: str | None) -> Context:
    return Context(published={f"a{n}": Moment.parse(m, origin="given") if m else None for n, m in enumerate(moments)})


def test_each_is_told_against_the_earliest() -> None:
    texts = (
        "Fourteen people were killed when the Corran Dam overflowed above Lowfold.",
        TOLL,
        f"{TOLL[:-1]} early on Tuesday after days of heavy rain in the Isk valley.",
        TOLL,
    )
    told = standings(claim(*texts), at("2031-03-11T18:00:00Z", "2031-03-11T06:00:00Z", "2031-03-11T07:00:00Z", None))
    assert told == ("number changed with time", "first", "more detail", "equal")


def test_hours_come_before_the_bare_day_and_a_text_before_its_own_headline() -> None:
    moments = at("2031-03-11T10:00:00Z", "2031-03-11", "2031-03-11T09:00:00Z")
    assert standings(claim(TOLL, TOLL, TOLL), moments) == ("equal", "equal", "first")
    two = Claim((Reading("a0", "o", 0, len(TOLL), TOLL, 0), Reading("a0", "o", 99, 99 + len(TOLL), TOLL, 1)), 0.6)
    assert standings(two, moments) == ("equal", "first")
    assert standings(claim(TOLL, TOLL), at(None, "2031-03-11")) == ("equal", "first")
    assert standings(claim(TOLL, TOLL), at(None, None)) == ("first", "equal")


def test_a_denial_is_told_as_what_it_is_and_less_detail_as_such() -> None:
    denied = claim("The minister signed the agreement on Monday.", "The minister did not sign the agreement on Monday.")
    assert standings(denied, at("2031-03-11T05:00:00Z", "2031-03-11T06:00:00Z")) == ("first", "contradiction")
    longer = f"{TOLL[:-1]} early on Tuesday after days of heavy rain in the Isk valley."
    assert standings(claim(longer, TOLL), at("2031-03-11", "2031-03-12")) == ("first", "less detail")


def test_numbers_differ_and_are_no_contradiction_and_a_quotation_may_be_cut() -> None:
    votes = claim(
        "The assembly approved the accord by 71 votes to 48.", "The assembly approved the accord by 68 votes to 48."
    )
    assert standings(votes, at("2031-03-11", "2031-03-12")) == ("first", "numbers differ")
    whole = "“People who cannot afford the tram cannot afford to stay silent,” Ms Lark said."
    cut = "Ms Lark said people “cannot afford to stay silent”."
    assert standings(claim(whole, cut), at("2031-03-11", "2031-03-12")) == ("first", "quotes less")
    assert standings(claim(cut, whole), at("2031-03-11", "2031-03-12")) == ("first", "quotes more")


SHUT = "The mill shut on Friday."
MORE = "The mill shut on Friday because a turbine had burst and flooded the hall."
LESS_QUOTED = "“We shut the mill,” said Ada Bloom."
QUOTED = "“We shut the mill and we wept,” said Ada Bloom."


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        # The first four hold beside something less serious.
        (
            "The minister did not sign the accord, “a bad text”, on Monday.",
            "The minister signed the accord, “a very bad text”, on Monday.",
            "contradiction",
        ),
        ("“We sold 12 mills,” said Ada Bloom.", "“We sold 15 mills,” said Ada Bloom.", "quoted otherwise"),
        (
            "The assembly approved the accord by 71 votes to 48.",
            "The assembly approved the accord by 68 votes to 48 after a long and stormy night in Lowfold.",
            "numbers differ",
        ),
        (
            LESS_QUOTED,
            "“We shut the mill and we wept,” said Ada Bloom, whose father had built its great turbine hall.",
            "quotes more",
        ),
        (QUOTED, LESS_QUOTED, "quotes less"),
        (SHUT, MORE, "more detail"),
        (MORE, SHUT, "less detail"),
        (SHUT, "On Friday the mill shut.", "equal"),
    ],
)
def test_the_most_serious_of_what_holds_is_told(first: str, second: str, told: Standing) -> None:
    assert standing(*claim(first, second).readings, Context()) == told


def test_seriousness_has_one_order_of_every_standing_but_the_first() -> None:
    assert {"first", *SERIOUS} == set(get_args(Standing))
    assert "first" not in SERIOUS
    assert (SERIOUS[0], SERIOUS[-1]) == ("contradiction", "equal")
