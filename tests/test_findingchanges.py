"""Findings of two runs side by side: each in one class, whichever run is put first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.records import KeptFinding, ToldDifference, ToldFlag, ToldSide
from variorum.findingchanges import Change, changes

# Few names, so that findings of two runs are often alike.
ARTICLES = st.sampled_from(["bell1", "bell2", "wire1", "post1"])
WORDS = st.sampled_from(["regime", "the regime", "Regime", "said", "“so-called”", "…"])


@st.composite
def flags(draw: st.DrawFn) -> ToldFlag:
    article = draw(ARTICLES)
    voice, source = draw(st.sampled_from([("own", None), ("quoted", "Torvia"), ("quoted", None)]))
    return ToldFlag(
        article,
        article[:4],
        f"http://{article}.example/",
        draw(st.sampled_from(["naming.regime", "naming.ruler", "doubt.so-called"])),
        draw(st.sampled_from(["naming", "doubt"])),
        draw(st.sampled_from(["mark", "note"])),
        draw(WORDS),
        voice,
        source,
        draw(st.sampled_from(["Why?", "Why not?"])),
        draw(st.booleans()),
    )


@st.composite
def differences(draw: st.DrawFn) -> ToldDifference:
    sides = draw(st.lists(st.tuples(ARTICLES, WORDS, st.sampled_from("ab")), max_size=4))
    return ToldDifference(
        draw(st.sampled_from(["naming", "absence"])),
        draw(st.sampled_from(["One wrote this.", "One wrote that."])),
        tuple(ToldSide(name, name[:4], f"http://{name}.example/", text, side) for name, text, side in sides),
    )


FINDINGS = st.lists(
    st.builds(KeptFinding, st.sampled_from(["e1", "e2"]), st.sampled_from("abcd"), st.one_of(flags(), differences())),
    max_size=9,
)


def kinds(found: Iterable[Change]) -> list[str]:
    return [change.kind for change in found]


@given(FINDINGS)
def test_a_run_beside_itself_has_nothing_new(findings: list[KeptFinding]) -> None:
    assert set(kinds(changes(findings, findings))) <= {"unchanged"}


@given(FINDINGS, FINDINGS)
def test_every_finding_of_both_runs_lies_in_exactly_one_change(a: list[KeptFinding], b: list[KeptFinding]) -> None:
    found = changes(a, b)
    assert Counter(change.before for change in found if change.before) == Counter(a)
    assert Counter(change.after for change in found if change.after) == Counter(b)
    assert all(change.findings for change in found)


@given(FINDINGS, FINDINGS)
def test_the_other_way_round_what_came_went(a: list[KeptFinding], b: list[KeptFinding]) -> None:
    mirrored = {"came": "went", "went": "came"}
    there, back = changes(a, b), changes(b, a)
    assert Counter(there) == Counter(Change(change.after, change.before) for change in back)
    assert Counter(kinds(there)) == Counter(mirrored.get(kind, kind) for kind in kinds(back))


@st.composite
def alike(draw: st.DrawFn) -> tuple[list[KeptFinding], list[KeptFinding]]:
    """Two runs in which no id is the same, and every flag may be one of several of the other run."""
    ids = draw(st.permutations([f"f{n}" for n in range(10)]))
    words = st.sampled_from(["regime", "the regime", "regime of", "the regime of"])
    rules = st.sampled_from([f"naming.{name}" for name in "pqrs"])
    found = [KeptFinding("e", id_, replace(REGIME, rule=draw(rules), match=draw(words))) for id_ in ids]
    cut = draw(st.integers(3, 7))
    return found[:cut], found[cut:]


@given(alike())
def test_where_much_is_alike_the_same_pairs_come_out_the_other_way_round(
    runs: tuple[list[KeptFinding], list[KeptFinding]],
) -> None:
    a, b = runs
    assert Counter(changes(a, b)) == Counter(Change(change.after, change.before) for change in changes(b, a))


@given(FINDINGS, FINDINGS, st.randoms(use_true_random=False))
def test_the_order_in_which_findings_are_given_does_not_matter(
    a: list[KeptFinding], b: list[KeptFinding], random: Random
) -> None:
    first = changes(a, b)
    random.shuffle(a)
    random.shuffle(b)
    assert changes(a, b) == first


@given(FINDINGS, FINDINGS)
def test_what_came_or_went_has_no_counterpart_of_the_same_id_or_telling(
    a: list[KeptFinding], b: list[KeptFinding]
) -> None:
    found = changes(a, b)
    went = [change.before for change in found if change.kind == "went" and change.before]
    came = [change.after for change in found if change.kind == "came" and change.after]
    assert not {(one.subject, one.id) for one in went} & {(one.subject, one.id) for one in came}
    assert not {one.told for one in went} & {one.told for one in came}


REGIME = ToldFlag(
    "bell1", "bell", "http://bell.example/", "naming.regime", "naming", "mark", "regime", "own", None, "Why?"
)
FLAG = KeptFinding("e1", "f1", REGIME)


def side(article: str, text: str, letter: str) -> ToldSide:
    return ToldSide(article, article[:-1], f"http://{article}.example/", text, letter)


TWO_NAMES = ToldDifference(
    "naming",
    "Bell wrote “regime”; Wire wrote “government”.",
    (side("wire1", "government", "a"), side("bell1", "regime", "b")),
)
DIFFERENCE = KeptFinding("e1", "d1", TWO_NAMES)


def only(before: KeptFinding, after: KeptFinding) -> Change:
    (found,) = changes([before], [after])
    return found


def test_a_flag_whose_words_moved_in_the_text_is_unchanged() -> None:
    assert only(FLAG, replace(FLAG, id="f2")).kind == "unchanged"


def test_a_flag_that_another_event_took_over_is_one_that_moved() -> None:
    assert only(FLAG, replace(FLAG, event="e2")).kind == "moved"
    assert only(FLAG, replace(FLAG, event="e2", id="f2")).kind == "moved"


@pytest.mark.parametrize(
    ("told", "aspects"),
    [
        (replace(REGIME, message="Why not?"), ("message",)),
        (replace(REGIME, voice="quoted", source="Torvia"), ("voice", "source")),
        (replace(REGIME, level="note"), ("level",)),
        (replace(REGIME, rule="naming.ruler"), ("rule",)),
        (replace(REGIME, match="the regime"), ("match",)),
        (replace(REGIME, repeats=True), ("repeats",)),
    ],
)
def test_what_is_told_otherwise_of_the_same_words_is_named(told: ToldFlag, aspects: tuple[str, ...]) -> None:
    for id_ in ("f1", "f2"):  # at its place or at another
        change = only(FLAG, replace(FLAG, id=id_, told=told))
        assert (change.kind, change.aspects) == ("changed", aspects)


@pytest.mark.parametrize(
    "told",
    [
        replace(REGIME, rule="doubt.so-called", category="doubt"),
        replace(REGIME, match="ruler"),
        replace(REGIME, match="regimes"),
        replace(REGIME, article="bell2"),
    ],
)
def test_other_words_and_other_categories_are_other_flags(told: ToldFlag) -> None:
    assert sorted(kinds(changes([FLAG], [replace(FLAG, id="f2", told=told)]))) == ["came", "went"]


def test_the_same_words_go_together_before_a_part_of_them() -> None:
    ruler = replace(REGIME, rule="naming.ruler")
    longer = KeptFinding("e1", "f3", replace(ruler, match="the regime"))
    found = changes([FLAG], [longer, KeptFinding("e1", "f4", ruler)])
    assert [(change.kind, change.finding.id) for change in found] == [("came", "f3"), ("changed", "f4")]


def test_a_difference_whose_claim_got_another_reading_is_unchanged_while_the_same_is_told() -> None:
    assert only(DIFFERENCE, replace(DIFFERENCE, id="d2")).kind == "unchanged"


def test_a_difference_with_two_passages_in_common_is_one_that_changed() -> None:
    more = replace(TWO_NAMES, explanation="And Post.", sides=(*TWO_NAMES.sides, side("post1", "government", "a")))
    change = only(DIFFERENCE, replace(DIFFERENCE, id="d2", told=more))
    assert (change.kind, change.aspects) == ("changed", ("explanation", "sides"))


def test_one_passage_or_another_kind_makes_another_difference() -> None:
    one_common = replace(TWO_NAMES, sides=(TWO_NAMES.sides[0], side("post1", "ruler", "b")))
    doubt = replace(TWO_NAMES, kind="doubt")
    for told in (one_common, doubt):
        assert sorted(kinds(changes([DIFFERENCE], [replace(DIFFERENCE, id="d2", told=told)]))) == ["came", "went"]


def test_the_letters_of_sides_say_nothing_but_who_stands_with_whom() -> None:
    swapped = tuple(replace(one, side={"a": "b", "b": "a"}[one.side]) for one in TWO_NAMES.sides)
    assert only(DIFFERENCE, replace(DIFFERENCE, told=replace(TWO_NAMES, sides=swapped))).kind == "unchanged"
    together = tuple(replace(one, side="a") for one in TWO_NAMES.sides)
    assert only(DIFFERENCE, replace(DIFFERENCE, told=replace(TWO_NAMES, sides=together))).aspects == ("sides",)


def test_words_that_only_repeat_another_article_s_do_not_count() -> None:
    repeat = replace(FLAG, told=replace(REGIME, repeats=True))
    assert not Change(None, repeat).counts
    assert Change(repeat, FLAG).counts
    assert Change(DIFFERENCE, None).counts
