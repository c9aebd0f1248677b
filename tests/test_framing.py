"""Flags: exact places, exceptions, the longest match, and whose words."""

from __future__ import annotations

from dataclasses import replace
from importlib import resources

from hypothesis import given
from hypothesis import strategies as st

from compare.framing import Flag, Other, failing_examples, flag_text, with_others
from compare.rules import Citation, Rule, parse_pack
from compare.sentences import split_text
from compare.voice import voices

RULES = tuple(
    rule
    for file in sorted((resources.files("compare") / "rulepacks").iterdir(), key=lambda entry: entry.name)
    if file.name.endswith(".toml")
    for rule in parse_pack(file.read_text(encoding="utf-8"), name=file.name)
)
SOURCE = Citation("A handbook", "page 3", "opened in May 2026")


def rule(identity: str, pattern: str, *exceptions: str, category: str = "doubt") -> Rule:
    return Rule(identity, category, "mark", "Why?", pattern, exceptions, (), ("x",), ("y",), SOURCE)  # type: ignore[arg-type]


def flags(text: str, *rules: Rule) -> list[Flag]:
    return flag_text(text, rules or RULES, voices(text, split_text(text)))


def test_a_flag_carries_place_reason_and_voice() -> None:
    text = "Officials said the so-called pact was dead."
    assert flags(text, rule("doubt.a", "so-called")) == [
        Flag("doubt.a", "doubt", "mark", 19, 28, "so-called", "paraphrase", "Officials", "Why?")
    ]


def test_a_quoted_word_is_the_sources() -> None:
    [flag] = flags("“The so-called pact is dead,” Ada Quill said.", rule("doubt.a", "so-called"))
    assert (flag.voice, flag.source) == ("quoted", "Ada Quill")


def test_words_are_matched_whole_and_in_any_case() -> None:
    assert [f.match for f in flags("Mobsters left. The MOB stayed.", rule("n.mob", "mob"))] == ["MOB"]


def test_a_pattern_can_mind_case() -> None:
    assert [f.match for f in flags("the house of the House", rule("n.house", "(?-i:House)"))] == ["House"]


def test_spaces_and_apostrophes_are_loose() -> None:
    assert len(flags("He didn’t\nknow and didn't  know.", rule("n.a", "didn't know"))) == 2


def test_an_exception_excuses_what_it_touches_and_nothing_else() -> None:
    found = flags("A record label made a record profit.", rule("i.record", "record", "record label"))
    assert [f.start for f in found] == [22]


def test_of_overlapping_matches_the_longest_stays() -> None:
    first, second = rule("d.so", "so-called"), rule("d.so-long", "so-called pact")
    assert [f.rule for f in flags("The so-called pact.", first, second)] == ["d.so-long"]
    other = rule("n.pact", "pact", category="naming")
    assert [f.rule for f in flags("The so-called pact.", second, other)] == ["d.so-long"]


def test_the_same_words_carry_one_flag_a_mark_before_a_note() -> None:
    note = replace(rule("doubt.a", "bogus"), level="note")
    mark = rule("evaluation.a", "bogus", category="evaluation")
    assert [flag.rule for flag in flags("A bogus claim.", note, mark)] == ["evaluation.a"]
    assert [flag.rule for flag in flags("A bogus claim.", replace(note, level="mark"), mark)] == ["doubt.a"]
    longer = rule("naming.a", "bogus claim", category="naming")
    assert [flag.rule for flag in flags("A bogus claim.", mark, longer)] == ["naming.a"]
    assert [flag.rule for flag in flags("A bogus claim.", mark, replace(longer, level="note"))] == ["naming.a"]


def test_how_a_clause_is_built_hides_no_word_in_it() -> None:
    clause, word = rule("agency.a", "clashes left rioters dead", category="agency"), rule("naming.a", "rioters")
    assert [flag.rule for flag in flags("The clashes left rioters dead.", clause, word)] == ["agency.a", "naming.a"]


def test_what_marks_name_and_an_account_s_name_carry_no_flag() -> None:
    one = rule("naming.a", "regime|bloodbath", category="naming")
    assert flags("She read from “The Regime”, a novel.", one) == []
    assert flags("He performed ‘Bloodbath’ at the festival.", one) == []
    assert flags("The post by @regime_watcher and #bloodbath spread.", one) == []
    for text in (
        "He spoke of “the regime”.",
        "They sing “Regime” at him.",
        "The “Regime” inquiry began.",
    ):
        assert [flag.match.lower() for flag in flags(text, one)] == ["regime"], text


def test_marks_of_emphasis_hide_no_word() -> None:
    assert [flag.match for flag in flags("The __regime__ of Orn and its _thugs_ fell.")] == ["regime", "thugs"]


def test_others_stand_in_the_alphabet_of_outlets() -> None:
    [flag] = flags("The so-called pact.", rule("d.a", "so-called"))
    with_both = with_others(flag, [Other("wire", "The pact."), Other("echo", "A pact.")])
    assert [o.outlet for o in with_both.others] == ["echo", "wire"]
    assert flag.others == ()


def test_examples_a_rule_gets_wrong_are_named() -> None:
    wrong = Rule(
        "d.a", "doubt", "mark", "Why?", "so-called", (), (), ("Nothing here.",), ("A so-called pact.",), SOURCE
    )
    assert failing_examples(wrong) == ("Nothing here.", "A so-called pact.")


WORDS = st.sampled_from(
    [
        "so-called", "purported", "regime", "record", "profit", "label", "claimed", "that", "said", "“", "”",
        "‘", "’", ".", ",", "the", "massive", "slammed", "into", "Officials", "it", "is", "alleged", "court",
        "trial", "entirely", "not", "what", "they", "see", "as", "\n\n", "U.S.", "historic", "brutal",
        "\u00a0", "’s", "😀",
    ]
)  # fmt: skip


@given(st.lists(WORDS, max_size=25).map(" ".join))
def test_flags_slice_their_match_in_reading_order(text: str) -> None:
    found = flags(text)
    assert [(f.start, f.end) for f in found] == sorted((f.start, f.end) for f in found)
    for flag in found:
        assert text[flag.start : flag.end] == flag.match != ""
        assert (flag.source is None) or flag.voice != "own"


@given(st.lists(WORDS, max_size=25).map(" ".join))
def test_flags_of_one_category_never_overlap(text: str) -> None:
    last: dict[str, int] = {}
    for flag in flags(text):
        assert flag.start >= last.get(flag.category, 0)
        last[flag.category] = flag.end
