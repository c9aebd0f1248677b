"""Every table of variorum/demo/expected.toml, held against what the demo makes of the texts.

Shares are pinned where a careful reader sees more than the program does: what is reached is written down, so that it
can be seen to rise.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest
from lxml import html

from compare.numbers import quantities
from compare.rules import parse_pack
from compare.sentences import split_text
from compare.voice import VoiceSpan, voice_of, voices
from tests.conftest import DemoRun
from tests.demo_labels import (
    Exports,
    Row,
    flags_of_label,
    held,
    held_readings,
    overlaps,
    rows,
)
from tests.demo_labels import exports_of_the_demo as exports_of_the_demo
from variorum.adapters.taggers import tagger_named
from variorum.demo.stories import Story, expected, read_stories
from variorum.rulepacks import built_in_packs

MARGIN = 0.02  # share by which a pinned share may be missed


def share(hits: Iterable[bool]) -> float:
    counted = list(hits)
    assert counted, "no label is left to count"
    return sum(counted) / len(counted)


# -- the labels' own places --


@cache
def stories() -> dict[str, Story]:
    return {story.name: story for story in read_stories()}


def texts_of(name: str) -> tuple[str, str]:
    story = stories()[name]
    return story.on(1).text, story.on(2).text


def places(table: str, row: Row) -> Iterator[tuple[str, str]]:
    """Every stretch of words that a row of any table names, with its article."""
    for key in ("words", "context", "match"):
        if key in row:
            yield row["article"], row[key]
    for key in ("readings", "against"):
        yield from ((one["article"], one["words"]) for one in row.get(key, ()))
    for key in ("removed", "added"):
        yield from ((row["article"], words) for words in row.get(key, ()))
    for sentence in row.get("sentences", ()):
        yield from ((row[key], sentence) for key in ("article", "origin"))


@pytest.mark.parametrize("table", sorted(expected()))
def test_every_labelled_place_stands_in_a_text_of_its_night(table: str) -> None:
    missing = [
        (name, words) for row in rows(table) for name, words in places(table, row) if not any(
            words in text for text in texts_of(name)
        )
    ]  # fmt: skip
    assert not missing


def test_every_article_named_by_a_label_exists() -> None:
    named = {name for row in rows("event") for name in row["articles"]}
    named |= {one["article"] for row in rows("early") for one in row["others"]}
    assert named <= set(stories())
    events = {row["name"] for row in rows("event")}
    apart = {name for row in rows("event") for name in row["apart_from"]}
    assert apart <= events | {story.event for story in stories().values()}


def test_a_match_stands_within_its_context() -> None:
    assert not [row["context"] for row in rows("flag") if row["match"] not in row["context"]]


# -- flags --

UNFLAGGED = 0.98  # share of stretches in which nothing may be flagged and nothing is; may only rise

# Share of labelled flags found under their category, at what is reached, rounded down. They may only rise.
FLAGS_FOUND = {
    "agency": 0.8,
    "attribution": 0.89,
    "doubt": 0.66,  # one stands in a claim whose other readings say nothing of the purpose that is doubted
    "euphemism": 1.0,
    "evaluation": 0.88,
    "hedge": 0.75,
    "intensity": 0.93,
    "naming": 0.91,
    "presupposition": 1.0,
    "vague-source": 1.0,
}


def test_nothing_is_flagged_where_nothing_is_coloured(exports: Exports) -> None:
    labels = [row for row in rows("no_flag") if held(exports, row["article"], row["words"])]
    wrong = [
        (row["article"], row["words"], [(flag["rule"], flag["match"]) for flag in flags])
        for row in labels
        if (flags := exports.flags_at(row["article"], *exports.place(row["article"], row["words"])[1:]))
    ]
    assert 1 - len(wrong) / len(labels) >= UNFLAGGED - MARGIN, wrong


@pytest.mark.parametrize("category", FLAGS_FOUND)
def test_labelled_flags_are_found(exports: Exports, category: str) -> None:
    labels = [r for r in rows("flag") if r["category"] == category and held(exports, r["article"], r["context"])]
    found = [any(flag["category"] == category for flag in flags_of_label(exports, label)) for label in labels]
    missed = [label["context"] for label, hit in zip(labels, found, strict=True) if not hit]
    assert share(found) >= FLAGS_FOUND[category] - MARGIN, missed


def test_every_labelled_category_is_pinned_and_has_a_rule() -> None:
    assert {row["category"] for row in rows("flag")} == set(FLAGS_FOUND)
    in_force = {rule.category for name, text in built_in_packs() for rule in parse_pack(text, name=name)}
    assert set(FLAGS_FOUND) <= in_force


# -- claims --

ROWS_JOINED = 0.74  # share of labelled claims whose readings all stand in one claim; may only rise
JOINED_WRONGLY = 0.05  # share of labelled pairs in one claim that belong to two labelled claims; may only fall


def test_labelled_claims_are_joined(exports: Exports) -> None:
    groups = [found for row in rows("same_claim") if len(found := held_readings(exports, row["readings"])) > 1]
    joined = [
        bool(set.intersection(*(exports.claims_with(one["article"], one["words"]) for one in group)))
        for group in groups
    ]
    apart = [group[0]["words"] for group, whole in zip(groups, joined, strict=True) if not whole]
    assert share(joined) >= ROWS_JOINED - MARGIN, apart


def test_different_labelled_claims_are_kept_apart(exports: Exports) -> None:
    readings = defaultdict(list)
    for number, row in enumerate(rows("same_claim")):
        for one in held_readings(exports, row["readings"]):
            readings[row["event"]].append((number, one, exports.readings_with(one["article"], one["words"])))
    right, wrong = 0, []
    for (a, one, in_one), (b, other, in_other) in (p for found in readings.values() for p in combinations(found, 2)):
        same_sentence = one["article"] == other["article"] and {s for _, s in in_one} & {s for _, s in in_other}
        if same_sentence or not {claim for claim, _ in in_one} & {claim for claim, _ in in_other}:
            continue
        if a == b:
            right += 1
        else:
            wrong.append((one["words"], other["words"]))
    assert len(wrong) / (right + len(wrong)) <= JOINED_WRONGLY + MARGIN, wrong


REPRINTS_JOINED = 1.0


def test_a_reprint_never_differs_from_the_wire_in_a_sentence_it_took_over(exports: Exports) -> None:
    joined, torn = [], []
    for row in rows("reprint"):
        for sentence in row["sentences"]:
            pair = (row["article"], row["origin"])
            if not all(held(exports, name, sentence) for name in pair):
                continue
            joined.append(bool(set.intersection(*(exports.claims_with(name, sentence) for name in pair))))
            for found in exports.rows("differences"):
                ours, theirs = (sides_at(exports, found, name, sentence) for name in pair)
                if found["kind"] != "prominence" and ours and theirs and not ours & theirs:
                    torn.append((found["kind"], row["article"], sentence))
    assert share(joined) >= REPRINTS_JOINED - MARGIN
    assert not torn


def sides_at(exports: Exports, difference: Row, name: str, words: str) -> set[str]:
    """On which sides of this difference the words of this article stand."""
    here = exports.place(name, words)
    return {variant["side"] for variant in difference["readings"] if overlaps(variant, here)}


# -- differences --

# Share of labelled differences found: of the right kind, with a variant at one of the labelled readings. They may
# only rise.
DIFFERENCES_FOUND = {
    "agency": 0.0,
    "attribution": 0.60,
    "contradiction": 0.0,
    "doubt": 0.66,  # one stands in a claim whose other readings say nothing of the purpose that is doubted
    "evaluation": 0.33,
    "intensity": 0.25,
    "naming": 0.4,
    "number": 0.3,
    "prominence": 0.0,
    "quote": 1.0,
}


def difference_found(exports: Exports, kind: str, readings: Sequence[Row]) -> bool:
    return any(
        sides_at(exports, found, one["article"], one["words"])
        for found in exports.rows("differences")
        if found["kind"] == kind
        for one in readings
    )


def test_every_labelled_kind_of_difference_is_pinned() -> None:
    assert {row["kind"] for row in rows("difference")} == set(DIFFERENCES_FOUND)


@pytest.mark.parametrize("kind", DIFFERENCES_FOUND)
def test_labelled_differences_are_found(exports: Exports, kind: str) -> None:
    labels = [row for row in rows("difference") if row["kind"] == kind]
    found = [difference_found(exports, kind, held_readings(exports, row["readings"])) for row in labels]
    missed = [row["why"] for row, hit in zip(labels, found, strict=True) if not hit]
    assert share(found) >= DIFFERENCES_FOUND[kind] - MARGIN, missed


def test_a_rising_number_is_told_as_it_rises_and_never_as_a_contradiction(exports: Exports) -> None:
    for row in rows("rising"):
        by_time = sorted(row["readings"], key=lambda one: one["as_of"])
        values = [one["value"] for one in by_time]
        assert values == sorted(values)
        assert len(set(values)) > 1
        for one in by_time:
            assert one["value"] in {found.value for found in quantities(one["words"])}, one
        assert not difference_found(exports, "contradiction", held_readings(exports, row["readings"]))


# -- quotations --

QUOTATIONS_MARKED = 1.0  # share of labelled quotations whose words are given the voice "quoted"
QUOTATIONS_JOINED = 0.70  # share of cuttings that stand in one claim with the first one of their row; may only rise
# Share of rows with different cuttings that have a difference of the kind "quote": not those of which all cuttings
# stand within an outlet's own sentence or stop where a sentence does.
CUTTINGS_FOUND = 0.81
ATTRIBUTIONS_SOURCED = 0.8  # share of attributed fragments for which a source is named; may only rise
SCARES_UNSOURCED = 0.85  # share of scare quotes, which are the outlet's own, for which none is; may only rise


def voice_at(exports: Exports, name: str, words: str) -> tuple[str, str | None]:
    _, start, end = exports.place(name, words)
    return voice_of(start, end, voices_in(exports.articles[name]["text"]))


TAGGER = tagger_named("auto")


@cache
def voices_in(text: str) -> tuple[VoiceSpan, ...]:
    return voices(text, split_text(text), TAGGER)


def test_quotations_are_quoted_and_their_cuttings_joined_and_told(exports: Exports) -> None:
    marked, joined, told = [], [], []
    for row in rows("quote"):
        assert row["speaker"]
        first, *others = held_readings(exports, row["readings"])
        marked += [voice_at(exports, one["article"], one["words"])[0] == "quoted" for one in (first, *others)]
        whole = exports.claims_with(first["article"], first["words"])
        joined += [bool(whole & exports.claims_with(one["article"], one["words"])) for one in others]
        if len({one["words"] for one in (first, *others)}) > 1:
            told.append(difference_found(exports, "quote", (first, *others)))
    assert share(marked) >= QUOTATIONS_MARKED - MARGIN
    assert share(joined) >= QUOTATIONS_JOINED - MARGIN
    assert share(told) >= CUTTINGS_FOUND - MARGIN


def test_quoted_fragments_are_quoted_and_scare_quotes_nobodys(exports: Exports) -> None:
    sources = defaultdict(list)
    for row in rows("scare"):
        if held(exports, row["article"], row["words"]):
            voice, source = voice_at(exports, row["article"], row["words"])
            assert voice == "quoted", row
            sources[row["kind"]].append(source)
    assert set(sources) == {"scare", "attribution"}
    assert share(source is not None for source in sources["attribution"]) >= ATTRIBUTIONS_SOURCED - MARGIN
    assert share(source is None for source in sources["scare"]) >= SCARES_UNSOURCED - MARGIN


SCARES_FLAGGED = 0.85  # share of scare quotes that are flagged as doubt, in the outlet's own voice; may only rise
ATTRIBUTIONS_UNFLAGGED = 1.0


def test_scare_quotes_are_flagged_and_a_sources_words_are_not(exports: Exports) -> None:
    """One label is a source's word by our definition: what a government is said to call a dialogue."""
    flagged = defaultdict(list)
    for row in rows("scare"):
        if held(exports, row["article"], row["words"]):
            found = exports.flags_at(row["article"], *exports.place(row["article"], row["words"])[1:])
            marks = [flag for flag in found if flag["rule"] == "doubt.scare-quotes"]
            assert all(flag["voice"] == "own" and flag["match"] == row["words"] for flag in marks), row
            flagged[row["kind"]].append(bool(marks))
    assert share(flagged["scare"]) >= SCARES_FLAGGED - MARGIN
    assert share(not one for one in flagged["attribution"]) >= ATTRIBUTIONS_UNFLAGGED - MARGIN


# -- actors, edits --


def test_sentences_without_an_actor_stand_in_the_claims(exports: Exports) -> None:
    """No share is pinned for the rules: none of these sentences is flagged for agency yet."""
    for row in rows("agentless"):
        assert held(exports, row["article"], row["words"]), row
        assert exports.claims_with(row["article"], row["words"]), row


def test_the_newest_text_has_what_was_added_and_not_what_was_removed(exports: Exports) -> None:
    for row in rows("revision"):
        assert row["added"] or row["removed"]
        assert all(held(exports, row["article"], words) for words in row["added"])
        assert not [words for words in row["removed"] if held(exports, row["article"], words)]
        assert (stories()[row["article"]].on(2).correction is not None) == row["correction"]


# -- what is not found --

EARLY_IN_A_ROW = 0.66  # share of early claims printed in a row of two or more outlets; the others have no cells
ABSENT = 1.0  # share of labelled absences in which the outlet has no reading in the claim
NOT_FOUND = "not found in the text we hold"
ACCUSING = ("omitted", "failed to")


def pages(run: DemoRun) -> list[Path]:
    return [path for path in run.site.rglob("*.html") if "source" not in path.relative_to(run.site).parts]


def parsed(page: Path) -> html.HtmlElement:
    return html.document_fromstring(page.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))


def without(tree: html.HtmlElement, *classes: str) -> str:
    """The text of a page or a part of it, without its styles, its scripts, and elements of these classes."""
    has = " or ".join(f"contains(concat(' ', @class, ' '), ' {name} ')" for name in classes)
    for element in tree.xpath(f"//style | //script | //*[{has}]"):
        element.drop_tree()
    return " ".join(tree.text_content().split())


def test_no_page_accuses_anybody_of_leaving_out(demo_run: DemoRun) -> None:
    for page in pages(demo_run):
        said = without(parsed(page), "r", "w").casefold()  # readings, and words quoted in notes
        assert said
        assert not [words for words in ACCUSING if words in said], page


def cells_of_claim(exports: Exports, site: Path, name: str, words: str) -> dict[str, html.HtmlElement]:
    """Outlet's name to its cell in the row where this article's words are printed; empty if no row prints them."""
    page = parsed(site / "events" / f"{exports.event_of(name)}.html")
    without(page, "note", "vh", "c", "near")  # nor what comes closest where an outlet has no reading
    for row in page.xpath("//table[contains(@class, 'ct')]/tbody/tr"):
        cells = {cell.findtext("b"): cell for cell in row.findall("td")}
        if any(words in " ".join(cell.text_content().split()) for cell in cells.values()):
            return cells
    return {}


OUTLETS = {
    "daily-bell": "The Daily Bell",
    "harbour-post": "The Harbour Post",
    "ledger": "The Aldmoor Ledger",
    "meridian": "Meridian Wire",
    "pba": "Public Broadcasting Aldmoor",
    "torvia-today": "Torvia Today",
}


def test_who_could_not_know_yet_has_a_reading_or_a_plain_note(exports: Exports, demo_run: DemoRun) -> None:
    printed = []
    for row in rows("early"):
        cells = cells_of_claim(exports, demo_run.site, row["article"], row["words"])
        printed.append(bool(cells))
        for one in row["others"] if cells else ():
            cell = cells[OUTLETS[one["article"].split("/")[0]]]
            note = [p.text_content() for p in cell.findall("p")]
            if cell.find_class("r"):
                assert not note, note
            elif not note[0].startswith("a similar sentence"):
                # Since when the claim stood, and of when the outlet's text is.
                assert note[0] == NOT_FOUND
                assert "its article" in note[1]
                assert "claim first" in note[1]
    assert share(printed) >= EARLY_IN_A_ROW - MARGIN


def test_an_outlet_that_does_not_have_a_claim_has_no_reading_of_it(exports: Exports) -> None:
    found = []
    for row in rows("absence"):
        if held(exports, row["article"], row["words"]):
            claims = exports.claims_with(row["article"], row["words"])
            outlets = {
                reading["outlet"]
                for claim in exports.rows("claims")
                if claim["claim"] in claims
                for reading in claim["readings"]
            }
            found.append(row["outlet"] not in outlets)
    assert share(found) >= ABSENT - MARGIN
