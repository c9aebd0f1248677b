"""How the readings of a claim stand to the one that was published first."""

from compare.claims import Claim, Reading
from compare.standings import standings
from scraper.article import Moment

TOLL = "Nine people were killed when the Corran Dam overflowed above Lowfold."


def claim(*texts: str, headline: int | None = None) -> Claim:
    readings = [
        Reading(f"a{n}", f"o{n}", 10 * n, 10 * n + len(text), text, 0 if n == headline else 1)
        for n, text in enumerate(texts)
    ]
    return Claim(tuple(readings), 0.6, (0, 1))


def at(*moments: str | None) -> dict[str, Moment | None]:
    return {f"a{n}": Moment.parse(m, origin="given") if m else None for n, m in enumerate(moments)}


def test_each_is_told_against_the_earliest() -> None:
    texts = (
        "Fourteen people were killed when the Corran Dam overflowed above Lowfold.",
        TOLL,
        f"{TOLL[:-1]} early on Tuesday after days of heavy rain in the Isk valley.",
        TOLL,
    )
    told = standings(claim(*texts), at("2031-03-11T18:00:00Z", "2031-03-11T06:00:00Z", "2031-03-11T07:00:00Z", None))
    assert told == ("number changed with time", "first", "more detail", "equal")


def test_a_text_comes_before_a_headline_and_hours_before_the_bare_day() -> None:
    moments = at("2031-03-11T05:00:00Z", "2031-03-11", "2031-03-11T09:00:00Z")
    assert standings(claim(TOLL, TOLL, TOLL, headline=0), moments) == ("equal", "equal", "first")
    assert standings(claim(TOLL, TOLL), at(None, "2031-03-11")) == ("equal", "first")
    assert standings(claim(TOLL, TOLL), at(None, None)) == ("first", "equal")


def test_a_denial_is_told_as_what_it_is_and_less_detail_as_such() -> None:
    denied = claim("The minister signed the agreement on Monday.", "The minister did not sign the agreement on Monday.")
    assert standings(denied, at("2031-03-11T05:00:00Z", "2031-03-11T06:00:00Z")) == ("first", "contradiction")
    longer = f"{TOLL[:-1]} early on Tuesday after days of heavy rain in the Isk valley."
    assert standings(claim(longer, TOLL), at("2031-03-11", "2031-03-12")) == ("first", "less detail")
