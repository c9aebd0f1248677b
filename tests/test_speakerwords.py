"""Whom a page lays words to: a name as it stands within a sentence, and no pronoun."""

from __future__ import annotations

import csv
from io import StringIO
from typing import Any

import pytest

from compare.speakerwords import amid, speaker_words
from tests import report_sample as sample
from variorum.desk.blinding import Blinder, Known
from variorum.desk.contexts import WholeText, voice_words
from variorum.eventfile import event_data
from variorum.eventrender import render_event
from variorum.excerpts import ExcerptBudget
from variorum.facts import Facts, whose_words
from variorum.margin import whose_words as draft_words
from variorum.pages import event_page
from variorum.sitepaths import table_path

TEXT = "The four ministers met. He called it a purported gain, the four ministers said. “It is a farce,” he said."


def marked(source: str | None, voice: Any) -> Any:
    item = sample.article("x", "talks", "2026-03-02T09:00:00+00:00", "Talks end", TEXT)
    return item, sample.flag(item, "purported", "doubt", voice=voice, source=source)


def words_of(source: str | None, voice: Any) -> str:
    item, flag = marked(source, voice)
    facts = Facts(sample.event([item], flags=[flag]), sample.report(), WholeText(), "../")
    return whose_words(facts, item.article.key, flag.flag)


@pytest.mark.parametrize(
    ("source", "paraphrase", "quoted"),
    [
        ("The four ministers", "in its own words for what the four ministers said", "quoting the four ministers"),
        ("he", "in its own words for what somebody named before said", "quoting somebody named before"),
        ("He", "in its own words for what somebody named before said", "quoting somebody named before"),
        ("It", "in its own words for what somebody named before said", "quoting somebody named before"),
        ("that", "in its own words for what somebody else said", "inside a quotation"),
        (None, "in its own words for what somebody else said", "inside a quotation"),
    ],
)
def test_a_page_names_speakers_as_within_a_sentence_and_by_no_pronoun(
    source: str | None, paraphrase: str, quoted: str
) -> None:
    assert (words_of(source, "paraphrase"), words_of(source, "quoted")) == (paraphrase, quoted)


def test_only_small_words_lose_their_capital() -> None:
    assert [amid(one) for one in ("One of the aides", "Torvia", "A Republican", "Theo Marr", "The")] == [
        "one of the aides", "Torvia", "a Republican", "Theo Marr", "The",
    ]  # fmt: skip
    assert speaker_words("Ilse Brandt") == "Ilse Brandt"


@pytest.mark.parametrize("source", ["The four ministers", "He"])
def test_the_data_and_the_tables_name_them_as_the_text_does(source: str) -> None:
    item, flag = marked(source, "paraphrase")
    event, report = sample.event([item], flags=[flag]), sample.report()
    budget = ExcerptBudget(400)
    event_page(event, report, budget)
    assert [one.source for one in event_data(event, report, budget).flags] == [source]
    files = dict(render_event(event, report).files)
    rows = list(csv.DictReader(StringIO(files[table_path(event.event.id, "flags")].decode("utf-8-sig"))))
    assert [row["source"] for row in rows] == [source]


def test_the_desk_and_a_draft_name_them_alike_and_blind_mode_finds_an_outlet_there() -> None:
    _, he = marked("He", "paraphrase")
    assert voice_words(he.flag) == "in its own words for what somebody named before said"
    assert draft_words(he.flag) == "in your own words for what somebody named before said"
    _, other = marked("The Ledger", "quoted")
    blind = Blinder([Known("ledger", ("The Aldmoor Ledger",))], [], salt="s")
    assert blind.text(voice_words(other.flag)) == "quoting Outlet A"
