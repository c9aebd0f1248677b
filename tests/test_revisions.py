"""Revisions: what is a change and what a trifle, how two texts are held against each other, and how framing changed."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from compare.reframing import Reframing, reframings
from compare.revisions import SentenceChange, has_notice, is_read_alike, sentence_changes, word_edits
from compare.rules import Citation, Rule
from compare.sentences import split_sentences
from compare.spans import Span
from compare.trivial import essence, is_fleeting, is_moved, is_trivial_change
from db.records import StoredRevision
from db.store import Store
from scraper.article import Article, join_text
from tests.test_store import NIGHT
from variorum.corpus import Shelf
from variorum.earlier import REGION_CHARS, stretches_of
from variorum.excerpts import ExcerptBudget
from variorum.exporting import export, write_export
from variorum.progress import Silent
from variorum.revising import changes_between, revise_stage

BODY = (
    "The ferry to Tarn Island was held at the quay for six hours on Monday, the harbour office said.",
    "About 12 people waited in the rain. “Nobody told us anything,” said Orla Benning.",
    "The company blamed a pump – its third in a year. Sailings go on as planned…",
)


def text(*paragraphs: str, title: str = "Ferry held at the quay", **more: object) -> Article:
    address = "http://bell.example/ferry"
    whole = join_text(title, list(paragraphs or BODY))
    return Article("bell", address, address, title, whole, "by hand 1", **more)  # type: ignore[arg-type]


def edited(old: str, new: str) -> Article:
    assert sum(paragraph.count(old) for paragraph in BODY) == 1
    return text(*(paragraph.replace(old, new) for paragraph in BODY))


# -- trifles --


@pytest.mark.parametrize(
    "after",
    [
        text(*(f" {paragraph.replace(' ', '  ')} " for paragraph in BODY)),
        text(" ".join(BODY)),
        text(*(p.replace("“", '"').replace("”", '"').replace("–", "—").replace("…", "...") for p in BODY)),
        text(*(p.replace(" – ", "—") for p in BODY)),
        text(*(unicodedata.normalize("NFD", p) for p in BODY)),
        text(*(p.replace("ferry", "fer\u00adry").replace(" ", "\u00a0") for p in BODY)),
        text("Updated 14:05", *BODY),
        text(*BODY, "Last updated: 12 March 2025 at 14:05 GMT"),
        text(*BODY, "1,312 shares | 48 comments"),
        text("4 min read", *BODY),
        text(*BODY, "Ring our newsdesk.", quarantined=("Ring our newsdesk.",)),
        text(*BODY[:2], *BODY[2:], title="Ferry  held at the quay"),
    ],
)
def test_a_trifle_is_no_change(after: Article) -> None:
    assert is_trivial_change(text(), after)
    assert is_trivial_change(after, text())
    assert {change.change for change in sentence_changes(text(), after)} <= {"kept", "changed", "added", "removed"}


def test_furniture_that_was_read_as_text_before_is_no_change() -> None:
    assert is_trivial_change(text(*BODY, "Ring our newsdesk."), text(quarantined=("Ring our newsdesk.",)))
    assert is_trivial_change(text(*BODY, "Ring us by 3 May!"), text(*BODY, "Ring us by 4 May!"), ["Ring us by 1 May!"])
    assert not is_trivial_change(text(*BODY, "Ring us by 3 May!"), text(*BODY, "Ring us by 4 May!"))


@pytest.mark.parametrize(
    "after",
    [
        edited("12 people", "13 people"),
        edited("Orla Benning", "Orla Bennet"),
        edited("waited", "queued"),
        edited("Sailings go on as planned…", "Sailings go on as planned"),
        edited("“Nobody told us anything,” said Orla Benning.", "Nobody told us anything, said Orla Benning."),
        edited("on Monday", "on Tuesday"),
        edited("blamed a pump", "blamed no pump"),
        text(title="Ferry held up at the quay"),
        text(title="Ferry held at the Quay"),
        text(*BODY[:2]),
        text(BODY[1], BODY[0], BODY[2]),
        text(*BODY, "He bought 12 shares of the company."),
        text(*BODY, "12 dead"),
    ],
)
def test_a_changed_word_name_number_or_headline_is_one(after: Article) -> None:
    assert not is_trivial_change(text(), after)
    assert not is_trivial_change(after, text())
    assert any(change.change != "kept" for change in sentence_changes(text(), after))


@pytest.mark.parametrize(
    "line",
    [
        "Updated 14:05", "12 March 2025", "Published 11 March 2025 at 06:12 | Updated 12 March 2025 at 14:05",
        "2 hours ago", "Tuesday, March 11, 2025 2:05 p.m. EDT", "12 shares", "Comments (31)",
        "1.2k views · 31 comments", "4-minute read", "Reading time: 4 minutes",
        "This article was last updated on 2025-03-12",
    ],
)  # fmt: skip
def test_dates_counters_and_reading_times_are_fleeting(line: str) -> None:
    assert is_fleeting(line)


@pytest.mark.parametrize(
    "line",
    [
        "12 people", "2025", "May", "On Monday", "12 shares were sold", "Updated: 12 dead", "At 14:05 the dam broke.",
        "March 2025: the dam breaks", "Published by the Corran Press in 2025", "31 dead, 12 missing", "Comments",
    ],
)  # fmt: skip
def test_a_line_that_tells_something_is_not(line: str) -> None:
    assert not is_fleeting(line)


@given(st.text(max_size=300))
def test_essence_is_stable_and_keeps_letters_and_digits(written: str) -> None:
    once = essence(written)
    assert essence(once) == once
    plain = unicodedata.normalize("NFC", written)
    assert [c for c in plain if c.isdecimal()] == [c for c in once if c.isdecimal()]


WORDS = st.sampled_from(
    (
        "the",
        "ferry",
        "quay",
        "rain",
        "12",
        "40",
        "Benning",
        "said",
        "pump",
        "no",
        "shares",
        "Monday",
        "Updated",
        "comments",
    )
)
# Words of times and counters alone would be a stamp of the page ("The 12 Monday."), which may change: each sentence
# holds a word that belongs to none.
PLAIN = st.sampled_from(("ferry", "quay", "rain", "Benning", "pump"))
SENTENCES = st.tuples(st.lists(WORDS, min_size=2, max_size=8), PLAIN, st.integers(0, 8)).map(
    lambda drawn: " ".join((*drawn[0][: drawn[2]], drawn[1], *drawn[0][drawn[2] :])).capitalize() + "."
)
BODIES = st.lists(SENTENCES, min_size=1, max_size=6)


@given(BODIES, st.data())
def test_one_other_word_in_a_sentence_is_never_trivial(body: list[str], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(body) - 1))
    words = body[at].split()
    place = data.draw(st.integers(0, len(words) - 1))
    words[place] = data.draw(st.sampled_from(["regime", "13", "Vane", "not"]))
    changed = [*body[:at], " ".join(words), *body[at + 1 :]]
    assume(changed != body)
    assert not is_trivial_change(text(*body), text(*changed))


@given(BODIES, BODIES)
def test_triviality_goes_both_ways(one: list[str], other: list[str]) -> None:
    assert is_trivial_change(text(*one), text(*one))
    assert is_trivial_change(text(*one), text(*other)) == is_trivial_change(text(*other), text(*one))


# -- another address --


def test_a_text_at_another_address_must_be_the_same_article() -> None:
    assert is_moved(text(), text(title="Six hours at the quay"))
    assert is_moved(text(), text(*BODY[:2], "A new engine was ordered on Tuesday."))
    other = text("Visitors can climb the lighthouse again from Saturday.", "The stair was closed in January.")
    assert not is_moved(text(), other)
    assert not is_moved(text(), text("Yes."))


# -- sentence by sentence --


def told(before: Article, after: Article) -> list[tuple[str, str, str]]:
    return [
        (c.change, piece(before, c.before), piece(after, c.after))
        for c in sentence_changes(before, after)
        if c.change != "kept"
    ]


def piece(article: Article, place: Span | None) -> str:
    return "" if place is None else article.text[place.start : place.end]


def test_a_changed_sentence_stands_beside_what_it_was() -> None:
    before, after = text(), edited("12 people waited", "40 people stood")
    assert told(before, after) == [
        ("changed", "About 12 people waited in the rain.", "About 40 people stood in the rain.")
    ]


def test_added_removed_and_moved_sentences_and_the_headline() -> None:
    before = text("One stays here.", "Two ferries were held up.", "The pump is old and rusty.", title="Ferry held")
    after = text("The pump is old and rusty.", "One stays here.", "Nobody has been hurt so far.", title="Boats late")
    assert told(before, after) == [
        ("changed", "Ferry held", "Boats late"),
        ("moved", "The pump is old and rusty.", "The pump is old and rusty."),
        ("removed", "Two ferries were held up.", ""),
        ("added", "", "Nobody has been hurt so far."),
    ]


def test_a_body_sentence_never_pairs_with_a_headline() -> None:
    before = text("Ferry is held at the quay.", title="Ferry held at the quay")
    after = text("Nobody was hurt in it.", title="Ferry is held at the quay.")
    kinds = told(before, after)
    assert ("changed", "Ferry held at the quay", "Ferry is held at the quay.") in kinds
    assert ("removed", "Ferry is held at the quay.", "") in kinds


def test_a_note_of_a_change_is_recognised() -> None:
    before = text()
    noted = text(*BODY, "Correction: an earlier version of this article gave another number.")
    assert has_notice(noted, sentence_changes(before, noted))
    silent = edited("12 people", "40 people")
    assert not has_notice(silent, sentence_changes(before, silent))


@given(BODIES, BODIES)
def test_every_lasting_sentence_appears_once_with_its_place(one: list[str], other: list[str]) -> None:
    before, after = text(*one), text(*other)
    found = sentence_changes(before, after)
    old = sorted((c.before.start, c.before.end) for c in found if c.before)
    new = sorted((c.after.start, c.after.end) for c in found if c.after)
    assert old == [(s.start, s.end) for s in split_sentences(before) if not is_fleeting(s.text)]
    assert new == [(s.start, s.end) for s in split_sentences(after) if not is_fleeting(s.text)]
    for change in found:
        sides = (change.before is not None, change.after is not None)
        assert sides == {"added": (False, True), "removed": (True, False)}.get(change.change, (True, True))
        if change.change in ("kept", "moved"):
            assert essence(piece(before, change.before)) == essence(piece(after, change.after))
    later = [c.after.start for c in found if c.after]
    assert later == sorted(later)
    assert found == sentence_changes(before, after)
    assert is_trivial_change(before, after) == all(c.change == "kept" for c in found)


@given(SENTENCES, SENTENCES, st.booleans())
def test_word_edits_are_all_that_differs(one: str, other: str, joined: bool) -> None:
    def between(sentence: str, spans: Sequence[Span]) -> list[str]:
        at, kept = 0, []
        for span in spans:
            assert at <= span.start <= span.end
            kept.append(sentence[at : span.start])
            at = span.end
        return " ".join([*kept, sentence[at:]]).split()

    edits = word_edits(one, other, joined=joined)
    assert between(one, [e.before for e in edits]) == between(other, [e.after for e in edits])
    assert (not edits) == (one == other)


# -- framing --


def rule(name: str, category: str, level: str, pattern: str) -> Rule:
    cite = Citation("A work", "a place", "unchecked")
    return Rule(name, category, level, "Why?", pattern, (), ("said",), ("x",), ("y",), cite)  # type: ignore[arg-type]


RULES = [
    rule("naming.regime", "naming", "mark", "regime|junta"),
    rule("naming.clique", "naming", "note", "clique"),
    rule("attribution.claim", "attribution", "mark", "claimed"),
    rule("doubt.so-called", "doubt", "mark", "so-called"),
    rule("intensity.huge", "intensity", "mark", "huge"),
]


def framing(before: str, after: str) -> list[tuple[str, str, str, str]]:
    one, other = text(before), text(after)
    found = reframings(one, other, RULES)
    return [(f.change, f.category, piece(one, f.before), piece(other, f.after)) for f in found]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("The regime in Dravik closed the port.", "The government in Dravik closed the port.",
         [("softened", "naming", "regime", "government")]),
        ("The government in Dravik closed the port.", "The regime in Dravik closed the port.",
         [("sharpened", "naming", "government", "regime")]),
        ("The regime in Dravik closed the port.", "The clique in Dravik closed the port.",
         [("softened", "naming", "regime", "clique")]),
        ("The clique in Dravik closed the port.", "The regime in Dravik closed the port.",
         [("sharpened", "naming", "clique", "regime")]),
        ("The regime in Dravik closed the port.", "The junta in Dravik closed the port.",
         [("reworded", "naming", "regime", "junta")]),
        ("The so-called reform passed by ten votes.", "The reform passed by ten votes.",
         [("removed", "doubt", "so-called", "")]),
        ("The reform passed by ten votes.", "The so-called reform passed by ten votes.",
         [("added", "doubt", "", "so-called")]),
        ("Vane claimed that the pump was new.", "Vane said that the pump was new.",
         [("softened", "attribution", "claimed", "said")]),
        ("The regime in Dravik closed the port.", "The regime in Dravik reopened the port.", []),
        ("The port is open again on Monday.", "The port is open again on Tuesday.", []),
    ],
)  # fmt: skip
def test_framing_changes_by_what_took_whose_place(before: str, after: str, expected: list[object]) -> None:
    assert framing(before, after) == expected


def test_marked_words_come_and_go_with_their_sentences() -> None:
    before = text("The port is open again.", "A huge crowd came to see it.")
    after = text("The port is open again.", "Vane claimed the day for himself and his party.")
    assert [(f.change, f.category) for f in reframings(before, after, RULES)] == [
        ("removed", "intensity"),
        ("added", "attribution"),
    ]


def test_a_word_put_into_a_quotation_is_softened() -> None:
    (found,) = reframings(
        text("The regime closed the port on Monday."), text("“The regime closed the port on Monday,” Vane said."), RULES
    )
    assert (found.change, found.category, found.voice) == ("softened", "naming", "own")


@given(BODIES, BODIES)
def test_places_of_framing_are_those_of_its_words(one: list[str], other: list[str]) -> None:
    pump = [rule("naming.pump", "naming", "mark", "pump"), rule("doubt.no", "doubt", "note", "no|rain")]
    before, after = text(*one), text(*other)
    found: tuple[Reframing, ...] = reframings(before, after, pump)
    assert found == reframings(before, after, pump, sentence_changes(before, after))
    for item in found:
        assert item.before is not None or item.after is not None
        assert piece(before, item.before) or piece(after, item.after)
    assert not reframings(before, before, pump)


def test_kept_and_moved_sentences_change_no_framing() -> None:
    one = text("The regime fell.", "A huge crowd came.")
    turned = text("A huge crowd came.", "The regime fell.")
    assert reframings(one, turned, RULES) == ()
    assert {c.change for c in sentence_changes(one, turned)} == {"kept", "moved"}
    assert SentenceChange("kept", Span(0, 22), Span(0, 22)) in sentence_changes(one, turned)


# -- kept, looked at once, shown within the share --


def versions(*articles: Article) -> list[StoredRevision]:
    return [StoredRevision(articles[0].key, n, one, NIGHT + timedelta(days=n)) for n, one in enumerate(articles, 1)]


@pytest.fixture
def held(store: Store) -> Store:
    for n, one in enumerate((text("The regime closed the port."), text("The government closed the port.")), 1):
        store.put_article(one, run=None, at=NIGHT + timedelta(days=n))
    return store


def revised(store: Store, rules: Sequence[Rule], versions: dict[str, str]) -> int:
    return revise_stage(store, rules, versions, Shelf(store, "1"), store.keys(), Silent())


def test_revisions_are_looked_at_once_and_again_with_other_rules(held: Store) -> None:
    key = text().key
    assert held.unchecked_revisions("any", "bell") == [(key, 2)]
    assert revised(held, RULES, {"rules": "1", "code": "1", "model": "a"}) == 1
    (found,) = held.changes([key])
    assert found == held.changes()[0] == changes_between(*held.revisions(key), RULES, {})
    assert [(c.change, f.change) for c, f in zip(found.changes, found.framing, strict=True)] == [
        ("changed", "softened")
    ]
    assert revised(held, RULES, {"rules": "1", "code": "1", "model": "another"}) == 0
    assert revised(held, RULES[2:], {"rules": "2", "code": "1", "model": "a"}) == 1
    assert [f.framing for f in held.changes([key])] == [()]
    assert held.changes(["another"]) == []


def test_a_third_text_leaves_the_second_as_it_was_looked_at(held: Store) -> None:
    made_by = {"rules": "1", "code": "1"}
    assert revised(held, RULES, made_by) == 1
    held.put_article(text("The junta closed the port."), run=None, at=NIGHT + timedelta(days=3))
    assert revised(held, RULES, made_by) == 1
    assert [(f.number, [r.change for r in f.framing]) for f in held.changes()] == [
        (2, ["softened"]),
        (3, ["sharpened"]),
    ]


def test_texts_in_another_language_have_changes_and_no_framing() -> None:
    one, other = versions(text("Le regime tombe.", language="fr"), text("Le roi tombe.", language="fr"))
    found = changes_between(one, other, RULES, {})
    assert found.changes
    assert found.framing == ()


@pytest.mark.parametrize("share", [0, 3, 12, 400])
def test_an_export_prints_no_more_of_all_versions_than_the_share(held: Store, share: int) -> None:
    revised(held, RULES, {"rules": "1", "code": "1"})
    first, second = export(held, "revisions", excerpt_words=share)
    assert (first["changes"], first["framing"]) == (None, None)
    (change,) = second["changes"]
    assert (change["after"] is not None) == (share >= 5)
    assert (change["before"] is not None) == (share >= 6)  # one word more: the others stand in both
    whole = [row["changes"] for row in export(held, "revisions", excerpt_words=None)]
    assert whole[1] == [{**change, "before": "The regime closed the port.", "after": "The government closed the port."}]


def test_revisions_go_into_a_table(held: Store) -> None:
    revised(held, RULES, {"rules": "1", "code": "1"})
    out = io.StringIO()
    assert write_export(export(held, "revisions", excerpt_words=400), "csv", out) == 2
    rows = list(csv.DictReader(io.StringIO(out.getvalue())))
    assert json.loads(rows[1]["framing"])[0]["after"] == "government"
    assert rows[0]["framing"] == ""


def test_a_reading_by_another_version_is_told_from_a_change_of_the_page() -> None:
    one = text()
    for name, alike in (("by hand/1+b/2", True), ("b/2", True), ("by hand/2", False), ("c/9", True)):
        read, again = replace(one, extractor="by hand/1"), replace(one, extractor=name)
        assert is_read_alike(read, again) == alike
        assert is_read_alike(again, read) == alike


def test_words_of_all_versions_share_one_excerpt(held: Store) -> None:
    """A page prints the later sentence whole; of the earlier one only what was replaced is paid for again."""
    before, after = held.revisions(text().key)
    (change,) = changes_between(before, after, RULES, {}).changes
    earlier, later = stretches_of(change, before, after, newest=2)
    assert [words for _, words in earlier] == ["regime"]
    assert [words for _, words in later] == ["The government closed the port."]
    budget = ExcerptBudget(6)
    assert all(budget.spend("k", start, start + len(words), words) for start, words in (*later, *earlier))
    assert (budget.used("k"), budget.used("k", before=REGION_CHARS)) == (6, 5)
