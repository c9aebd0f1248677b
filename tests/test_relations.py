"""How two statements of one claim stand to each other.

`relation_pairs.jsonl` holds pairs of invented sentences, on other topics than bench/gold, with the times of publication
("" is unknown) and what holds: n(umber), q(uotation), d(enial), c(ontradiction). `missed` says why one is not answered
as it should be.
"""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compare.amounts import amounts
from compare.numerals import numerals
from compare.relations import Relation, relate
from compare.statements import Statement
from scraper.article import Moment

PAIRS = [json.loads(line) for line in (Path(__file__).parent / "relation_pairs.jsonl").read_text("utf-8").splitlines()]

EARLY, LATE = "2031-03-11T06:00:00Z", "2031-03-11T15:00:00Z"


def said(text: str, at: str = "") -> Statement:
    return Statement(text, Moment.parse(at, origin="given") if at else None)


def between(a: str, b: str, at_a: str = "", at_b: str = "") -> Relation:
    return relate(said(a, at_a), said(b, at_b))


def letters(relation: Relation) -> str:
    held = (relation.number, relation.quotation, relation.negation, relation.contradiction)
    return "".join(letter for letter, holds in zip("nqdc", held, strict=True) if holds)


def answered(pair: dict[str, str]) -> str:
    return letters(between(pair["a"], pair["b"], pair["at_a"], pair["at_b"]))


@pytest.mark.parametrize("pair", [pair for pair in PAIRS if "missed" not in pair], ids=lambda pair: pair["a"][:40])
def test_pairs_of_our_own(pair: dict[str, str]) -> None:
    assert answered(pair) == pair["holds"]


@pytest.mark.parametrize("pair", [pair for pair in PAIRS if "missed" in pair], ids=lambda pair: pair["missed"])
def test_a_known_miss_still_misses(pair: dict[str, str]) -> None:
    """One that was mended must lose its `missed`."""
    assert answered(pair) != pair["holds"]


TEXTS = [pair[side] for pair in PAIRS for side in ("a", "b")]
TIMES = ["", "2031-03-11", EARLY, LATE, "2031-03-12"]
statements = st.builds(said, st.sampled_from(TEXTS), st.sampled_from(TIMES))


@given(st.sampled_from(PAIRS), st.sampled_from(TIMES), st.sampled_from(TIMES))
def test_a_relation_is_mirrored(pair: dict[str, str], at_a: str, at_b: str) -> None:
    a, b = said(pair["a"], at_a), said(pair["b"], at_b)
    assert relate(b, a) == relate(a, b).mirrored()
    assert relate(a, b).mirrored().mirrored() == relate(a, b)


@given(statements, statements)
def test_places_hold(a: Statement, b: Statement) -> None:
    found = relate(a, b)
    for one in (*found.numbers, *found.quotations, *found.denials, *found.contradictions):
        assert a.text[one.a.start : one.a.end].strip()
        assert b.text[one.b.start : one.b.end].strip()
        assert 0 <= one.a.start < one.a.end <= len(a.text)
        assert 0 <= one.b.start < one.b.end <= len(b.text)


@given(statements)
def test_a_statement_and_itself_are_equal(a: Statement) -> None:
    found = relate(a, a)
    assert letters(found) == ""
    assert found.detail is None


@given(st.text(alphabet="0123456789.,$%€£ abcdeghilmnoprstuvwyzABC-'’“”()\n"))
def test_any_text_is_read(text: str) -> None:
    for numeral in numerals(text):
        assert 0 <= numeral.start < numeral.end <= len(text)
        assert numeral.low <= numeral.high
    for amount in amounts(text):
        assert text[amount.start : amount.end].strip()
        assert amount.low <= amount.high
    assert letters(between(text, text)) == ""


def test_the_higher_toll_is_news_only_where_it_is_surely_later() -> None:
    low, high = "Nine people were killed in the flood.", "Fourteen people were killed in the flood."

    def told(at_low: str, at_high: str) -> tuple[str, bool]:
        (pair,) = between(low, high, at_low, at_high).numbers
        return pair.time, pair.exclusive

    assert told(EARLY, LATE) == ("changed with time", False)
    assert told("2031-03-11", LATE) == ("unknown", False)
    assert told("", LATE) == ("unknown", False)
    assert told(LATE, EARLY) == ("fell", True)  # a toll of dead cannot fall
    assert told(LATE, LATE) == ("same moment", True)


def test_detail_is_told_of_the_side_that_has_it() -> None:
    shut = "The mill shut on Friday."
    longer = "The mill shut on Friday because a turbine had burst and flooded the hall."
    assert between(shut, "On Friday the mill shut.").detail is None
    assert between(shut, longer).detail == "b"
    assert between(longer, shut).detail == "a"


def test_a_number_in_a_quotation_counts_as_both() -> None:
    found = between("“We sold 12 mills,” said Ada Bloom.", "“We sold 15 mills,” said Ada Bloom.")
    assert letters(found) == "nqc"
    assert [pair.version for pair in found.quotations] == ["other words"]


def test_two_sources_disagree_without_a_contradiction() -> None:
    found = between(
        "The police put the crowd on Orme Square at 3,000 people.",
        "The organisers put the crowd on Orme Square at 12,000 people.",
        LATE,
        LATE,
    )
    (pair,) = [pair for pair in found.numbers if not pair.fits]
    assert pair.two_sources
    assert letters(found) == "n"


def test_the_evidence_is_the_words_themselves() -> None:
    a, b = "The warning sirens sounded in Lowfold.", "The warning sirens never sounded in Lowfold."
    (evidence,) = between(a, b).contradictions
    assert evidence.why == "denial"
    assert a[evidence.a.start : evidence.a.end] == "sounded in Lowfold"
    assert b[evidence.b.start : evidence.b.end] == "never sounded in Lowfold"


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("One in ten school meals was tested.", 10.0),
        ("In Tarn one voter in four backs it.", 25.0),
        ("Nearly one in three", 100 / 3),
        ("It takes up to two out of five seats.", 40.0),
    ],
)
def test_so_many_in_so_many_is_a_share(text: str, share: float) -> None:
    (found,) = amounts(text)
    assert (found.written, found.kind) == (pytest.approx(share), "%")


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Five thousand homes in three towns", 5000),
        ("5 million people in 3 regions", 5e6),
        ("Two million people in ten countries", 2e6),
        ("Two hundred people in ten towns", 200),
        ("Two goals in ten minutes", 2),
        ("Five died in 20 strikes", 5),
        ("They killed two in ten raids", 2),
        ("It cut 10 jobs in 50 offices", 10),
        ("One in twenty-five pupils", 1),
    ],
)
def test_two_counts_beside_each_other_are_no_share(text: str, first: float) -> None:
    assert (amounts(text)[0].written, amounts(text)[0].kind) == (first, "count")
