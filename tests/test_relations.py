"""How two statements of one claim stand to each other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compare.amounts import amounts
from compare.numerals import numerals
from compare.relations import NAMES, Relation, Statement, relate
from scraper.article import Moment
from tests.relation_pairs import KNOWN_MISSES, PAIRS

EARLY, LATE = "2031-03-11T06:00:00Z", "2031-03-11T15:00:00Z"


def said(text: str, at: str = "") -> Statement:
    return Statement(text, Moment.parse(at, origin="given") if at else None)


def between(a: str, b: str, at_a: str = "", at_b: str = "") -> Relation:
    return relate(said(a, at_a), said(b, at_b))


def letters(relation: Relation) -> str:
    held = (relation.number, relation.quotation, relation.negation, relation.contradiction)
    return "".join(letter for letter, holds in zip("nqdc", held, strict=True) if holds)


@pytest.mark.parametrize(("a", "at_a", "b", "at_b", "expected"), PAIRS, ids=range(len(PAIRS)))
def test_pairs_of_our_own(a: str, at_a: str, b: str, at_b: str, expected: str) -> None:
    if (a, b) in KNOWN_MISSES:
        pytest.xfail(KNOWN_MISSES[a, b])
    assert letters(between(a, b, at_a, at_b)) == expected


def test_every_known_miss_is_a_pair_that_still_misses() -> None:
    """A miss that was mended must leave the list."""
    pairs = {(a, b): (at_a, at_b, expected) for a, at_a, b, at_b, expected in PAIRS}
    assert set(KNOWN_MISSES) <= set(pairs)
    for (a, b), (at_a, at_b, expected) in pairs.items():
        if (a, b) in KNOWN_MISSES:
            assert letters(between(a, b, at_a, at_b)) != expected


TEXTS = [text for pair in PAIRS for text in (pair[0], pair[2])]
TIMES = ["", "2031-03-11", EARLY, LATE, "2031-03-12"]
statements = st.builds(said, st.sampled_from(TEXTS), st.sampled_from(TIMES))


@given(st.sampled_from(PAIRS), st.sampled_from(TIMES), st.sampled_from(TIMES))
def test_a_relation_is_mirrored(pair: tuple[str, ...], at_a: str, at_b: str) -> None:
    a, b = said(pair[0], at_a), said(pair[2], at_b)
    assert relate(b, a) == relate(a, b).mirrored()
    assert relate(a, b).mirrored().mirrored() == relate(a, b)


@given(statements, statements)
def test_places_hold_and_names_are_known(a: Statement, b: Statement) -> None:
    found = relate(a, b)
    for one in (*found.numbers, *found.quotations, *found.denials, *found.contradictions):
        assert a.text[one.a.start : one.a.end].strip()
        assert b.text[one.b.start : one.b.end].strip()
        assert 0 <= one.a.start < one.a.end <= len(a.text)
        assert 0 <= one.b.start < one.b.end <= len(b.text)
    assert found.name in NAMES


@given(statements)
def test_a_statement_and_itself_are_equal(a: Statement) -> None:
    assert relate(a, a).name == "equal"


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
    assert between(low, high, EARLY, LATE).name == "number changed with time"
    assert between(low, high, "2031-03-11", LATE).name == "numbers differ"
    assert between(low, high, "", LATE).name == "numbers differ"
    assert between(low, high, LATE, EARLY).name == "contradiction"  # a toll of dead cannot fall
    assert between(low, high, LATE, LATE).name == "contradiction"


def test_names_go_by_weight() -> None:
    assert between("The mill shut on Friday.", "On Friday the mill shut.").name == "equal"
    longer = "The mill shut on Friday because a turbine had burst and flooded the hall."
    assert between("The mill shut on Friday.", longer).name == "adds detail"
    assert between("The mill shut on Friday.", longer).detail == "b"
    cut = "“We shut the mill and we wept,” said Ada Bloom.", "“We shut the mill,” said Ada Bloom."
    assert between(*cut).name == "quoted otherwise"
    both = "“We sold 12 mills,” said Ada Bloom.", "“We sold 15 mills,” said Ada Bloom."
    assert between(*both).name == "contradiction"


def test_two_sources_disagree_without_a_contradiction() -> None:
    found = between(
        "The police put the crowd on Orme Square at 3,000 people.",
        "The organisers put the crowd on Orme Square at 12,000 people.",
        LATE,
        LATE,
    )
    (pair,) = [pair for pair in found.numbers if not pair.fits]
    assert pair.two_sources
    assert found.name == "numbers differ"


def test_the_evidence_is_the_words_themselves() -> None:
    a, b = "The warning sirens sounded in Lowfold.", "The warning sirens never sounded in Lowfold."
    (evidence,) = between(a, b).contradictions
    assert evidence.why == "denial"
    assert a[evidence.a.start : evidence.a.end] == "sounded in Lowfold"
    assert b[evidence.b.start : evidence.b.end] == "never sounded in Lowfold"
