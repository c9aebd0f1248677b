"""What the rows of the claim table are called: words of a reading in a row, cut at the edges of phrases."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from compare.wording import Difference
from db.records import StoredDifference
from tests import report_sample as sample
from variorum.excerpts import ExcerptBudget
from variorum.facts import Facts
from variorum.inputs import EventInput
from variorum.pages import event_page
from variorum.rowtitles import LONGEST, row_title
from variorum.views import Row


def event_of(*sentences: str, **more: str) -> EventInput:
    """An event with one claim: these sentences, each of another outlet."""
    items = [
        sample.article(f"o{n}", "x", f"2025-03-11T0{n}:00Z", "A day", one, **more) for n, one in enumerate(sentences)
    ]
    return sample.event(items, claims=[sample.claim(*map(sample.reading, items, sentences))])


def rows_of(source: EventInput, words: int = 400) -> tuple[Row, ...]:
    return event_page(source, replace(sample.report(), excerpt_words=words), ExcerptBudget(words)).rows


def titled(*sentences: str) -> str:
    """The title, with plain spaces; those beside … hold it to its word."""
    topic = rows_of(event_of(*sentences))[0].topic
    assert not re.search(" …|… ", topic)
    return topic.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("sentences", "title"),
    [
        (  # a sentence that is short enough
            ("Six officers were hurt.", "Six officers were hurt, the police said late on Sunday night of the march."),
            "Six officers were hurt",
        ),
        (  # a clause from its beginning, without the dateline
            (
                "DRAVIK — Officials in Torvia have certified the old treaty after a quarrel about its wording.",
                "They certified the old treaty: officials in the capital of Torvia have done it.",
            ),
            "Officials in Torvia have certified the old treaty …",
        ),
        (  # what is said rather than who says it
            (
                "A woman who works at the harbour, where the boats land, said the range was not part of the pact.",
                "The range was not part of the pact, he insisted.",
            ),
            "The range was not part of the pact …",
        ),
        (  # in a quotation it is a quotation
            (
                "“We will not pay for the wall, not now and not in a hundred years to come,” she said.",
                "“We will not pay for the wall, not now, not ever,” said the minister for the harbours of Torvia.",
            ),
            "“We will not pay for the wall …”",
        ),
        (  # no bracket and no mark is left open
            ("The pact (signed in Wexholm on Monday by both) covers research.", "The pact covers research of both."),
            "The pact covers research of both",
        ),
    ],
)  # fmt: skip
def test_a_title_is_a_clause_with_marks_where_it_is_cut(sentences: tuple[str, ...], title: str) -> None:
    assert titled(*sentences) == title


def test_a_title_is_in_no_side_s_words_where_others_are_at_hand() -> None:
    source = sample.tram()
    (row, _) = rows_of(source)
    assert row.topic
    assert not re.search("(?i)riot|mob|protester|demonstrator", row.topic), "they differ in these"
    number = event_of(
        "The river Tamble killed 11 people, and the bridge of Lowfold was swept away.",
        "The river Tamble killed 14 people, and the bridge of Lowfold was swept away.",
    )
    one, two = number.articles
    told = Difference("number", (sample.variant(one, "11", "a"), sample.variant(two, "14", "b")), "…")
    results = replace(number.results, differences=(StoredDifference(number.results.claims[0].id, told),))
    assert (
        rows_of(replace(number, results=results))[0].topic == "…\N{NO-BREAK SPACE}the bridge of Lowfold was swept away"
    )


def test_a_title_prints_no_words_but_those_of_a_sentence_that_is_printed() -> None:
    seen = 0
    for source in [*sample.everything(), sample.large()]:
        for words in (0, 12, 40, 400):
            facts = Facts(source, sample.report(), ExcerptBudget(words), "")
            event_page(source, sample.report(excerpt_words=words), facts.budget)
            for claim in facts.shared:
                spent = {key: facts.budget.used(key) for key in facts.articles}
                held = [r for r in claim.claim.readings if facts.holds(r.article, r.start, r.end)]
                title = row_title(facts, claim)
                assert (title is None) is (not held)
                if title is not None:
                    bare = title.text.strip("“”… \N{NO-BREAK SPACE}")
                    assert any(bare in r.text and r.article == title.article for r in held)
                    assert 1 <= len(bare.split()) <= LONGEST + 2, "a word with a hyphen counts as two"
                    assert spent == {key: facts.budget.used(key) for key in facts.articles}
                    seen += 1
    assert seen > 50


def test_a_title_keeps_the_language_of_its_words() -> None:
    (row,) = rows_of(event_of("Le pont sera fermé.", "Le pont sera fermé lundi.", language="fr"))
    assert row.lang == "fr"
    (row,) = rows_of(event_of("The bridge will be shut.", "The bridge will be shut on Monday."))
    assert row.lang == ""
