"""The score that puts sentences in an order."""

from __future__ import annotations

from compare.loaded import loaded_score
from compare.rules import parse_pack
from variorum.adapters.taggers import tagger_named
from variorum.rulepacks import built_in_packs

RULES = tuple(rule for name, text in built_in_packs() for rule in parse_pack(text, name=name))


def test_a_loaded_sentence_scores_above_a_plain_one() -> None:
    text = "The disgraced council slammed the so-called pact as a massive hoax."
    assert loaded_score("The council closed the pier in May.", RULES) == (0.0, [])
    score, places = loaded_score(text, RULES)
    assert score >= 0.5
    assert [text[start:end] for start, end in places] == ["disgraced", "slammed", "so-called", "massive", "hoax"]


def test_a_quoted_word_weighs_less_than_the_outlets_own() -> None:
    own, _ = loaded_score("The pact was a disgraceful hoax.", RULES)
    quoted, _ = loaded_score("“The pact was a disgraceful hoax,” Ada Quill said.", RULES)
    assert 0.0 < quoted < own


def test_a_note_weighs_less_than_a_mark_and_two_flags_more_than_one() -> None:
    note, _ = loaded_score("The talks were extremely useful.", RULES)
    mark, _ = loaded_score("The talks were utterly useless.", RULES)
    both, _ = loaded_score("The talks were utterly useless, a fiasco.", RULES)
    assert 0.0 < note < mark < both < 1.0


def test_whose_words_they_are_is_asked_of_the_tagger() -> None:
    text = "Critics of the plan rail at the mayor."
    with_trees, without = loaded_score(text, RULES, tagger_named("auto")), loaded_score(text, RULES)
    assert with_trees[0] < without[0]  # a paraphrase by the tree, the outlet's own by word lists
    assert with_trees[1] == without[1]
