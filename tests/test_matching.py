"""Where rules match: by words and lemmas, what stands around them, and what trees tell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compare.expressions import (
    compile_exception,
    compile_exceptions,
    compile_pattern,
    compile_small,
    in_small,
    openings_of,
)
from compare.framing import flag_text, matches
from compare.matching import find_matches
from compare.parses import RememberingTagger, remembering
from compare.patternindex import PatternIndex
from compare.rules import Citation, Rule
from compare.sentences import split_text
from compare.tagger import Parse, Tagger
from compare.voice import voices
from variorum.adapters.taggers import tagger_named
from variorum.rulepacks import rule_book
from variorum.settings import Settings

SOURCE = Citation("A handbook", "page 3", "opened in May 2026")


def rule(identity: str = "naming.a", **form: Any) -> Rule:
    category = identity.partition(".")[0]
    given = {"pattern": "", "exceptions": (), **form}
    return Rule(identity, category, "mark", "Why?", neutral=(), flags=("x",), passes=("y",), cite=SOURCE, **given)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def trees() -> Tagger:
    found = tagger_named("auto")
    assert found is not None
    return found


class Counting:
    """A tagger that remembers what it was asked, and knows nothing."""

    name = "counting 1"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def parse(self, texts: Sequence[str]) -> list[Parse]:
        self.asked += texts
        return [() for _ in texts]


def found(one: Rule, text: str, tagger: Tagger | None = None) -> list[str]:
    return [text[place.start : place.end] for place in matches(one, text, tagger)]


# -- words --


def test_a_lemma_is_met_in_all_its_forms_and_never_within_a_word() -> None:
    slam = rule(lemmas=("slam",), pos="verb")
    assert found(slam, "He slams it. She slammed it. They were slamming it. Islam, slammer.") == [
        "slams", "slammed", "slamming",
    ]  # fmt: skip


def test_a_space_is_met_by_any_white_space_or_a_hyphen_and_a_hyphen_by_itself_alone() -> None:
    spaced, hyphened = rule(phrases=("far right",)), rule(phrases=("so-called",))
    assert found(spaced, "the far right, a far-right club, the far\n right") == [
        "far right",
        "far-right",
        "far\n right",
    ]
    assert found(spaced, "It went far. Right it was.") == []
    assert found(hyphened, "The bay, so called, and its so-called pact") == ["so-called"]


def test_a_compound_is_looked_into_where_no_rule_has_it_whole() -> None:
    assert found(rule(lemmas=("regime",), pos="noun"), "an anti-regime song, the regime’s song") == ["regime", "regime"]


def test_places_are_exact_whatever_letters_stand_before() -> None:
    text = "İlk 😀 “Ünlü”: the regime’s end"
    [place] = matches(rule(lemmas=("regime",), pos="noun"), text)
    assert text[place.start : place.end] == "regime"


def test_a_message_may_name_the_match() -> None:
    one = rule(phrases=("far right",))
    named = Rule(**{**{f: getattr(one, f) for f in one.__slots__}, "message": "'{match}' is a label."})
    [flag] = flag_text("The far\nright met.", [named], ())
    assert flag.message == "'far right' is a label."


# -- what stands around --


def test_before_and_after_must_stand_there() -> None:
    one = rule(phrases=("record",), after="(?:profit|heat)", before="an?|the")
    assert found(one, "a record profit, my record profit, the record shop, The record\nheat") == ["record", "record"]


@pytest.mark.parametrize(
    "text",
    ["The Radical Party met.", "She reads the Radical Review.", "We saw Massive Radical Attack."],
)
def test_a_part_of_a_name_never_counts(text: str) -> None:
    assert found(rule(phrases=("radical",)), text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Radical Ada Quill spoke.",
        "She said: “Radical Ada spoke.”",
        "Council Backs Radical Plan for Pier",
        "A RADICAL plan",
    ],
)
def test_a_capital_that_the_place_asks_for_is_no_name(text: str) -> None:
    assert len(found(rule(phrases=("radical",)), text)) == 1


def test_a_negation_excuses_where_the_rule_says_so() -> None:
    text = "It is not an entirely new plan. It isn’t entirely new. Not now, it is entirely new."
    assert len(found(rule(phrases=("entirely",)), text)) == 3
    assert len(found(rule(phrases=("entirely",), unless=("negated",)), text)) == 1


def test_a_case_at_law_excuses_where_the_rule_says_so() -> None:
    one = rule(phrases=("alleged",), unless=("legal",))
    assert found(one, "Police spoke of an alleged theft.") == []
    assert found(one, "Ann Lee went on trial. Both sides spoke. The alleged copies were shown.") == []
    assert found(one, "He spoke of alleged successes.") == ["alleged"]


def test_voices_restrict_whose_words_count() -> None:
    text = "The regime fell. “The regime fell,” Ada Quill said."
    spans = voices(text, split_text(text))
    assert len(flag_text(text, [rule(lemmas=("regime",), pos="noun")], spans)) == 2
    assert len(flag_text(text, [rule(lemmas=("regime",), pos="noun", voices=("own",))], spans)) == 1


# -- parts of speech and shapes, by trees and by neighbours --

PARTS = [
    ("verb", "slam", ["The union will slam the plan.", "Critics slam it."], ["The slam of a door woke us."]),
    ("noun", "riot", ["The riot went on.", "They spoke of riots."], ["They riot at night."]),
    ("noun", "blow", ["It was a blow to the club."], ["The winds will blow from the east."]),
    ("adjective", "alleged", ["Its alleged successes were few."], ["The union has alleged that he left."]),
]  # fmt: skip


@pytest.mark.parametrize(("pos", "lemma", "flagged", "passed"), PARTS)
def test_the_part_of_speech_decides(pos: str, lemma: str, flagged: list[str], passed: list[str], trees: Tagger) -> None:
    one = rule(lemmas=(lemma,), pos=pos)
    for tagger in (None, trees):
        assert [text for text in flagged if not found(one, text, tagger)] == []
        assert [text for text in passed if found(one, text, tagger)] == []


def test_a_tree_tells_what_neighbours_do_not(trees: Tagger) -> None:
    slam = rule(lemmas=("slam",), pos="verb")
    assert found(slam, "It was a grand slam.") == ["slam"]
    assert found(slam, "It was a grand slam.", trees) == []


def test_a_verb_of_reporting_leads_what_is_said(trees: Tagger) -> None:
    claim = rule("attribution.a", lemmas=("claim",), pos="verb", shape="reporting")
    for tagger in (None, trees):
        assert found(claim, "The board claimed that it rained.", tagger) == ["claimed"]
        assert found(claim, "“It rained,” the board claimed.", tagger) == ["claimed"]
        assert found(claim, "Some 400 families claimed in March.", tagger) == []


def test_a_cue_that_the_voices_know_is_reporting() -> None:
    claim = rule("attribution.a", lemmas=("claim",), pos="verb", shape="reporting")
    text = "Nobody came, Ada Quill claimed"
    assert len(find_matches(text, [claim], cues=frozenset([text.index("claimed")]))) == 1


def test_a_passive_without_an_agent(trees: Tagger) -> None:
    one = rule("agency.a", lemmas=("shoot",), pos="verb", shape="agentless")
    for tagger in (None, trees):
        assert found(one, "Two men were shot in the square.", tagger) == ["shot"]
        assert found(one, "Two men were shot in the square by police.", tagger) == []
        assert found(one, "Police shot two men.", tagger) == []


# -- what is parsed --


def test_only_sentences_are_parsed_in_which_a_tag_is_asked_for() -> None:
    counting = Counting()
    text = "It rained. The union slams the plan. A so-called pact. The regime in the Regime Museum."
    found_here = find_matches(
        text, [rule(lemmas=("slam",), pos="verb"), rule("doubt.a", phrases=("so-called",))], None, counting
    )
    assert counting.asked == ["The union slams the plan."]
    assert len(found_here) == 2  # where a parse has no such token, the neighbours decide


def test_no_sentence_is_parsed_twice() -> None:
    counting = Counting()
    memory = remembering(counting)
    assert isinstance(memory, RememberingTagger)
    assert memory.name == "counting 1"
    text = "The union slams the plan. It rained."
    sentences = split_text(text)
    spans = voices(text, sentences, memory)
    flag_text(text, [rule(lemmas=("slam",), pos="verb")], spans, sentences, memory)
    assert sorted(counting.asked) == ["It rained.", "The union slams the plan."]
    assert remembering(None) is None


def test_the_same_text_twice_in_a_call_is_parsed_once() -> None:
    counting = Counting()
    assert RememberingTagger(counting).parse(["We go.", "We go."]) == [(), ()]
    assert counting.asked == ["We go."]


def test_what_is_no_sentence_but_in_name_is_searched_and_not_parsed() -> None:
    counting = Counting()
    text = "slams it, " * 400
    assert len(find_matches(text, [rule(lemmas=("slam",), pos="verb")], None, counting)) == 400
    assert counting.asked == []


def found_by(pattern: str, text: str) -> list[str]:
    one = rule(pattern=pattern)
    return [text[match.start : match.end] for match in find_matches(text, [one])]


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("so-?called", "A So-Called truce, SO-CALLED by all", ["So-Called", "SO-CALLED"]),
        ("their '?truce", "THEIR ’truce", ["THEIR ’truce"]),
        (r"[A-Z]\w+ists", "The loyalists met", ["loyalists"]),  # a range of capitals, in a text of small letters
        (r"\w+\Sists", "LOYALISTS", ["LOYALISTS"]),  # \S is no capital
        ("(?-i:US) regime", "the us regime, the US regime", ["US regime"]),
        ("régime", "the RÉGIME", ["RÉGIME"]),
        (r"\101bc", "ABC abc", ["ABC", "abc"]),
        ("[!-`]bc", "ABC abc", ["ABC", "abc"]),
        (r"(\w+) \1", "ΟΣ ος, so SO", ["so SO"]),
        ("regime", "İzmir’s REGIME", ["REGIME"]),  # in small letters the first is two
        ("missile", "a miſsile", ["miſsile"]),
    ],
)
def test_a_pattern_ignores_case_whatever_it_is_made_of(pattern: str, text: str, found: list[str]) -> None:
    assert found_by(pattern, text) == found


LETTERS = st.text(st.sampled_from("aAbBiIıİsSſkK\u212a’' -.1é\n"), max_size=40)


PATTERNS = [
    "a b?", "[a-i]+s", r"s\w?", "k+", "i’?s", r"(?:a|b)(?!i)", r"\bs", "ab|bs|is", "A", "é",
    "[0-_]", "[^A-i]+", r"(a)\1",
]  # fmt: skip


@given(LETTERS, st.sampled_from(PATTERNS))
def test_small_letters_are_searched_as_case_is_ignored(text: str, pattern: str) -> None:
    small, searched = compile_small(pattern), in_small(text)
    if small is not None and searched is not None:
        spans = [one.span() for one in small.finditer(searched)]
        assert spans == [one.span() for one in compile_pattern(pattern).finditer(text)]


def test_every_built_in_pattern_but_a_few_is_searched_in_small_letters_and_with_the_others() -> None:
    patterns = [one.pattern for one in rule_book(Settings()).rules if one.pattern]
    assert sum(compile_small(pattern) is None for pattern in patterns) < len(patterns) / 10
    assert sum(not openings_of(pattern) for pattern in patterns) < len(patterns) / 10


PARTS = [
    "a", "b", "is", " ", "-", "a?", "s??", "k+", "a{2}", "|", "[is]", "[^a]", "(?:a|b)", "(?:a|b )?", "(?:is|)",
    "(?:ab)+", "(?:b|i(?:s|k) )", ")|(?:", "(?:a|s)??", "(?=s)", "(?!s)", r"\w", r"\|", r"\(", r"[(|]", "(s|k)", "[]|]",
    "'",
]  # fmt: skip


def is_pattern(pattern: str) -> bool:
    try:
        compile_pattern(pattern)
    except re.error:
        return False
    return True


WRITTEN = st.lists(st.sampled_from(PARTS), max_size=8).map("".join).filter(is_pattern)


@given(st.text(st.sampled_from("abisk '-(|A\n\xa0"), max_size=60), st.lists(WRITTEN, max_size=4))
def test_patterns_that_are_searched_together_find_what_each_finds_alone(text: str, patterns: list[str]) -> None:
    rules = [rule(f"naming.a{number}", pattern=pattern) for number, pattern in enumerate(patterns)]
    alone = [
        (one.id, *match.span())
        for one in rules
        if one.pattern
        for match in compile_pattern(one.pattern).finditer(text)
        if match.end() > match.start()
    ]
    assert [(one.id, span.start, span.end) for one, span in PatternIndex(rules).found(text)] == alone


@given(st.text(st.sampled_from("abisk '-(|A\n\xa0"), max_size=60), st.lists(WRITTEN, min_size=1, max_size=4))
def test_exceptions_are_met_together_where_one_of_them_is(text: str, patterns: list[str]) -> None:
    together = compile_exceptions(tuple(patterns))
    if together is not None:
        assert bool(together.search(text)) == any(compile_exception(one).search(text) for one in patterns)


def test_exceptions_whose_brackets_do_not_close_are_met_alone() -> None:
    assert compile_exceptions(("a)x(?:b", "c")) is None


def test_an_exception_may_refer_to_a_group() -> None:
    one = rule(pattern="so", exceptions=(r"(so) and", r"(very) \1 so"))
    assert found(one, "so far; so and so; very very so") == ["so", "so"]


def test_built_in_patterns_find_together_what_each_finds_alone() -> None:
    rules = [one for one in rule_book(Settings()).rules if one.pattern]
    index = PatternIndex(rules)
    for one in rules:
        for text in (*one.flags, *one.passes):
            alone = [
                (other.id, found.span()) for other in rules for found in compile_pattern(other.pattern).finditer(text)
            ]
            assert [(other.id, (span.start, span.end)) for other, span in index.found(text)] == alone


@pytest.mark.parametrize(
    ("pattern", "openings"),
    [
        ("sham|so-called", {"sham", "so-called"}),
        ("an? (?:mere|rare) case", {"a mere case", "a rare case", "an mere case", "an rare case"}),
        ("(?:it )?broke", {"it broke", "broke"}),
        ("w[io]n", {"win", "won"}),
        ("accus(?:e|ed)", {"accus"}),
        ("kk*a", {"k"}),
        (r"\w+ regime|state", set()),
        ("(?:a|)", set()),
        ("(?:the)? regime", set()),
        ("a)|(?:b", set()),
        ("so(?#)|)", set()),
        (r"(a)(?(1)b)", set()),
        ("Regime", set()),
    ],
)
def test_what_a_pattern_begins_with_is_told_as_far_as_it_is_letters(pattern: str, openings: set[str]) -> None:
    assert openings_of(pattern) == openings
