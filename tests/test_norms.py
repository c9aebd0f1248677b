"""Norms: who stands apart, whose words count, sums over events, and the verb over a small database."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compare.apart import COUNTED, counts, parted_pairs, standing_apart
from compare.claims import Claim, Reading
from compare.difference import Context, Difference, Variant
from compare.eventfindings import EventFindings
from compare.framing import Flag
from compare.housetext import house_words
from compare.norms import DIFFERENCES, MEASURES, NOTHING, EventTallies, Measure, Norms, PairTally, Tally, event_tallies
from compare.numbershifts import UNDECIDED, number_shifts
from compare.sharedtext import Edit, Place
from compare.wirecopy import Origin, SharedSentence, Shares
from db.store import Store
from scraper.article import Article, Moment
from tests.conftest import ROOT, Run
from tests.test_correcting import LEXICAL, Clock, compared, put
from tests.toys import FLOOD, PACT, article
from variorum.errors import InputError
from variorum.eventreading import Archive, made_by
from variorum.nightly import compare_verb
from variorum.norms import norms_verb
from variorum.summaries import summary

NEUTRAL = "Ministers signed the pact on Monday."
MARKED = "Ministers signed the purported pact on Monday."


def told(*texts: str, shared: Shares | None = None, language: str = "en") -> EventFindings:
    """Outlets "a", "b", … with one paragraph each; all of them make one claim, "doubt" marks "purported"."""
    written = [article(o, "x", f"News of {o}", t) for o, t in zip("abcdef", texts, strict=False)]
    articles = [replace(one, language=language) for one in written]
    readings = [reading_of(one) for one in articles]
    flags = [
        (one.key, Flag("doubt.purported", "doubt", "mark", at, at + 9, "purported", "own", None, "…"))
        for one in articles
        if (at := one.text.find("purported")) >= 0
    ]
    marked = {key for key, _ in flags}
    sides = "ab" if 2 * len(marked) <= len(articles) else "ba"
    variants = tuple(Variant(r.article, r.outlet, r.start, r.end, r.text, sides[r.article in marked]) for r in readings)
    found = (("c", Difference("doubt", variants, "…")),) if 0 < len(marked) < len(articles) else ()
    by_key = {one.key: one for one in articles}
    return EventFindings(by_key, {}, {"c": Claim(tuple(readings), 0.9)}, found, tuple(flags), shared or Shares())


def reading_of(one: Article) -> Reading:
    start = len(one.title) + 2
    return Reading(one.key, one.outlet, start, len(one.text), one.text[start:], 1)


DOUBT = Measure("difference", "doubt")
MARKS = Measure("flag", "doubt", "own")


def test_one_against_most_stands_apart_and_the_others_do_not() -> None:
    found = event_tallies(told(NEUTRAL, MARKED, NEUTRAL)).outlets
    assert {outlet: tally.estimate(DOUBT).count for outlet, tally in found.items()} == {"a": 0, "b": 1, "c": 0}
    assert {tally.claims for tally in found.values()} == {1}
    assert found["b"].estimate(MARKS).count == 1


def test_of_two_nobody_can_say_who_departs_but_the_pair_parts() -> None:
    found = event_tallies(told(NEUTRAL, MARKED))
    assert {tally.claims for tally in found.outlets.values()} == {0}
    assert found.pairs["a", "b"].together.estimate(DOUBT).count == 1


def test_even_sides_set_nobody_apart() -> None:
    found = told(NEUTRAL, MARKED, NEUTRAL, MARKED)
    ((_, difference),) = found.differences
    assert standing_apart(difference, found) == frozenset()
    assert parted_pairs(difference, found) == {("a", "b"), ("a", "d"), ("b", "c"), ("c", "d")}


def copies(found: EventFindings, *outlets: str, edits: tuple[Edit, ...] = ()) -> EventFindings:
    """The same event, with these outlets' readings printed from agency text."""
    origin = Origin("agency:Norland Press", None, "Norland Press")
    taken = [r for r in found.claims["c"].readings if r.outlet in outlets]
    shared = [SharedSentence(Place(r.article, r.start, r.end), r.outlet, "g", origin, edits) for r in taken]
    return replace(found, shares=Shares(tuple(shared)))


def test_agency_text_is_one_text_and_nobody_s_own() -> None:
    found = event_tallies(copies(told(NEUTRAL, MARKED, MARKED, NEUTRAL, NEUTRAL), "b", "c"))
    assert {outlet: tally.claims for outlet, tally in found.outlets.items()} == {"a": 1, "b": 0, "c": 0, "d": 1, "e": 1}
    assert found.outlets["b"].estimate(DOUBT).count == 0
    assert found.outlets["b"].estimate(MARKS).count == 0
    assert found.outlets["b"].words == len(["News", "of", "b"])
    assert found.pairs["a", "b"].together.claims == 0


def test_three_copies_are_no_majority() -> None:
    found = event_tallies(copies(told(MARKED, NEUTRAL, NEUTRAL, NEUTRAL), "b", "c", "d"))
    assert found.outlets["a"].claims == 0  # with one other text, nobody can say who departs


def test_what_a_house_put_into_agency_text_is_its_own() -> None:
    plain = told(NEUTRAL, MARKED, NEUTRAL, NEUTRAL)
    at = next(iter(plain.flags))[1]
    found = event_tallies(copies(plain, "b", edits=(Edit(at.start, at.end, 0, 0),)))
    assert found.outlets["b"].estimate(DOUBT).count == 1
    assert found.outlets["b"].estimate(MARKS).count == 1
    assert found.outlets["b"].words == len(["News", "of", "b"]) + 1


def test_site_furniture_is_no_word_of_the_house() -> None:
    one = article("a", "x", "A headline", "One two three.", "Read our letters page daily.")
    assert house_words(one, (), Shares()) == 10
    assert house_words(one, (2,), Shares()) == 5


def test_other_languages_take_no_part() -> None:
    assert event_tallies(told(NEUTRAL, MARKED, NEUTRAL, language="de")) == EventTallies({}, {})


def test_a_claim_counts_once_for_a_kind() -> None:
    found = told(NEUTRAL, MARKED, NEUTRAL)
    twice = replace(found, differences=found.differences * 2)
    assert event_tallies(twice) == event_tallies(found)


def test_numbers_that_rose_set_nobody_apart() -> None:
    def shift(*published: str | None) -> Difference:
        texts = ("Nine people were killed in Lowfold.", "Fourteen people were killed in Lowfold.")
        readings = [Reading(o, o, 0, len(t), t, 1) for o, t in zip("ab", texts, strict=True)]
        times = {o: Moment.parse(p, origin="given") if p else None for o, p in zip("ab", published, strict=True)}
        (found,) = number_shifts(Claim(tuple(readings), 0.9), Context({}, times))
        return found

    rose = shift("2031-03-11T06:00:00Z", "2031-03-11T15:00:00Z")
    unknown = shift(None, None)
    assert "while the event unfolded" in rose.explanation
    assert UNDECIDED in unknown.explanation
    assert not counts(rose)
    assert not counts(unknown)
    assert counts(replace(rose, explanation="A gives “9”; B gives “14”."))


# Sums

small = st.integers(0, 20)


@st.composite
def tallies(draw: st.DrawFn) -> Tally:
    claims, words = draw(small), draw(st.integers(1, 500))
    found = {one: draw(st.integers(0, claims)) for one in DIFFERENCES[:3]} | {MARKS: draw(small)}
    return Tally(claims, draw(st.integers(1, 3)), words, {one: count for one, count in found.items() if count})


@st.composite
def events(draw: st.DrawFn) -> EventTallies:
    outlets = sorted(draw(st.sets(st.sampled_from("abcd"), min_size=1)))
    own = {outlet: draw(tallies()) for outlet in outlets}
    pairs = {(a, b): PairTally(draw(tallies()), own[a], own[b]) for a in outlets for b in outlets if a < b}
    return EventTallies(own, pairs)


def over(many: list[EventTallies]) -> Norms:
    norms = Norms()
    for one in many:
        norms.add(one)
    return norms


@given(st.lists(events(), max_size=6).flatmap(lambda many: st.tuples(st.just(many), st.permutations(many))))
def test_the_order_of_events_does_not_matter(both: tuple[list[EventTallies], list[EventTallies]]) -> None:
    one, other = both
    assert over(one) == over(other)


@given(st.lists(events(), min_size=1, max_size=6))
def test_counts_add_up(many: list[EventTallies]) -> None:
    norms = over(many)
    for outlet, tally in norms.outlets.items():
        here = [event for event in many if outlet in event.outlets]
        for one in MEASURES:
            assert tally.found.get(one, 0) == sum(event.outlets[outlet].found.get(one, 0) for event in here)
        assert tally.words == sum(event.outlets[outlet].words for event in here)
        everybody = sum(t.words for event in here for t in event.outlets.values())
        assert tally.words + norms.around[outlet].words == everybody
        for event in here:
            assert norms.elsewhere(outlet, event.outlets[outlet]) + event.outlets[outlet] == tally


def test_nothing_is_taken_away_that_was_not_there() -> None:
    with pytest.raises(ValueError, match="less than nothing"):
        NOTHING - Tally(claims=1)


def test_absence_is_not_counted() -> None:
    assert "absence" not in COUNTED


# Over a database


def rows(store: Store, what: str) -> list[dict[str, object]]:
    return list(summary(store, LEXICAL, what, excerpt_words=400, err=StringIO()))


def printed(store: Store, **chosen: object) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    given = {"outlet": None, "pair": None, "form": "text", **chosen}
    assert norms_verb(store, LEXICAL, out=out, err=err, **given) == 0  # type: ignore[arg-type]
    return out.getvalue(), err.getvalue()


def test_rows_of_a_database(store: Store) -> None:
    compared(store, *PACT, *FLOOD)
    found = rows(store, "norms")
    assert found == rows(store, "norms")
    assert {row["scope"] for row in found} == {"outlet", "pair", "event"}
    documented = (ROOT / "docs" / "data.md").read_text(encoding="utf-8")
    (described,) = [line for line in documented.splitlines() if line.startswith("| `norms` |")]
    assert [key for key in found[0] if f'"{key}"' not in described] == []
    by_outlet = [row for row in found if row["scope"] == "outlet"]
    assert len(by_outlet) == 3 * len(MEASURES)
    assert [row["outlet"] for row in by_outlet] == sorted(str(row["outlet"]) for row in by_outlet)
    flags = [row for event in store.events() for row in store.results(event.id).flags if not row.repeats]
    assert sum(row["count"] for row in by_outlet if row["of"] == "flag") == len(flags)  # type: ignore[misc]
    assert all(row["few"] for row in found)
    doubt = next(row for row in by_outlet if (row["outlet"], row["kind"]) == ("statetv", "doubt"))
    assert (doubt["count"], doubt["others"]["count"]) == (1, 0)  # type: ignore[index]
    here = [row for row in found if row["scope"] == "event" and row["of"] == "difference" and row["outlet"] == "wire"]
    for row in here:
        whole = next(r for r in by_outlet if (r["outlet"], r["of"], r["kind"]) == ("wire", "difference", row["kind"]))
        assert row["count"] + row["elsewhere"]["count"] == whole["count"]  # type: ignore[index, operator]


def test_what_is_printed_names_no_winner(store: Store) -> None:
    compared(store, *PACT, *FLOOD)
    text, notes = printed(store)
    assert notes == ""
    assert text.index("daily:") < text.index("statetv:") < text.index("wire:")
    assert "too few" in text
    assert not {"score", "rank", "bias", "worst", "best"} & set(text.replace("no score", "").lower().split())
    one, _ = printed(store, outlet="statetv")
    assert "daily:" not in one
    assert "2031-03-10" in one
    both, _ = printed(store, pair=("wire", "daily"))
    assert both == printed(store, pair=("daily", "wire"))[0]
    assert "claims with words of both" in both
    lines = [json.loads(line) for line in printed(store, pair=("daily", "wire"), form="jsonl")[0].splitlines()]
    assert {(line["scope"], line["outlet"], line["with"]) for line in lines} <= {
        ("pair", "daily", "wire"),
        ("pair", "wire", "daily"),
    }


def test_unknown_outlets_are_named_with_those_there_are(store: Store) -> None:
    put(store, *PACT)
    with pytest.raises(InputError, match="nobody: no article of it is stored; there are daily, statetv, wire"):
        printed(store, outlet="nobody")
    with pytest.raises(InputError, match="two different"):
        printed(store, pair=("wire", "wire"))
    with pytest.raises(InputError, match="not both"):
        printed(store, outlet="wire", pair=("wire", "daily"))


def test_older_rules_and_what_waits_are_told(store: Store) -> None:
    assert "nothing was compared yet" in made_by(store, LEXICAL).notes[0]
    compared(store, *PACT)
    assert made_by(store, LEXICAL).notes == ()
    fewer = LEXICAL.model_copy(update={"rules": LEXICAL.rules.model_copy(update={"disable": ("naming.regime",)})})
    (note,) = made_by(store, fewer).notes
    assert "in force are" in note
    put(store, *FLOOD)
    (note,) = made_by(store, LEXICAL).notes
    assert note.startswith("not compared yet: 2 articles")


def test_what_a_house_allows_is_a_part_of_what_results_are_made_by(store: Store) -> None:
    allowing = LEXICAL.model_copy(update={"rules": LEXICAL.rules.model_copy(update={"allow": ("so-called pact",)})})
    put(store, *PACT)
    compare_verb(store, allowing, now=Clock())
    assert made_by(store, allowing).notes == ()
    assert len(made_by(store, LEXICAL).notes) == 1


def test_an_event_that_changes_meanwhile_is_noticed(store: Store) -> None:
    compared(store, *PACT)
    archive = Archive(store)
    assert len(list(archive)) == 1
    compared(store, replace(PACT[0], text=PACT[0].text + "\n\nA further paragraph tells of the harbour."))
    with pytest.raises(InputError, match="run the verb again"):
        list(archive)


def test_an_outlet_without_an_event_is_said_to_have_none(store: Store) -> None:
    compared(store, *PACT)
    put(store, article("later", "x", "Not compared yet", "Nothing of this was compared."))
    text, notes = printed(store, outlet="later")
    assert "later: no article in an event" in text
    assert "not compared yet: 1 article new" in notes


def test_from_the_command_line(variorum: Run, tmp_path: Path) -> None:
    (tmp_path / "variorum.toml").write_text('[compare]\nembedder = "lexical"\n', encoding="utf-8")
    lines = [
        json.dumps({"outlet": one.outlet, "url": one.url, "title": one.title, "text": one.text.partition("\n\n")[2]})
        for one in PACT
    ]
    (tmp_path / "in.jsonl").write_text("\n".join(lines), encoding="utf-8")
    assert variorum("add", "in.jsonl").returncode == 0
    waiting = variorum("export", "norms")
    assert (waiting.returncode, waiting.stdout) == (0, "")
    assert "nothing was compared yet" in waiting.stderr
    assert variorum("compare").returncode == 0
    done = variorum("norms", "--outlet", "nobody")
    assert (done.returncode, "there are daily, statetv, wire" in done.stderr) == (2, True)
    table = list(csv.DictReader(StringIO(variorum("export", "norms", "--format", "csv").stdout)))
    assert {row["outlet"] for row in table} == {"daily", "statetv", "wire"}
    assert "norms over 1 event," in variorum("norms").stdout
