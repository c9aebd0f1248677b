"""The forms of words: what an English spelling does with endings."""

from __future__ import annotations

import pytest

from compare.inflection import Pos, forms, past_forms


@pytest.mark.parametrize(
    ("lemma", "pos", "wanted"),
    [
        ("claim", "verb", "claim claims claimed claiming"),
        ("slam", "verb", "slams slammed slamming"),
        ("rage", "verb", "rages raged raging"),
        ("deny", "verb", "denies denied denying"),
        ("lie", "verb", "lies lied lying"),
        ("panic", "verb", "panics panicked panicking"),
        ("decree", "verb", "decrees decreed decreeing"),
        ("clash", "verb", "clashes clashed clashing"),
        ("rise", "verb", "rises rose risen rising"),
        ("regime", "noun", "regime regimes"),
        ("crony", "noun", "crony cronies"),
        ("strongman", "noun", "strongman strongmen"),
        ("bleak", "adjective", "bleak bleaker bleakest"),
        ("grim", "adjective", "grimmer grimmest"),
        ("nasty", "adjective", "nastier nastiest"),
        ("flatly", "adverb", "flatly"),
    ],
)
def test_a_word_has_its_forms(lemma: str, pos: Pos, wanted: str) -> None:
    assert set(wanted.split()) <= forms(lemma, pos)


def test_of_several_words_the_head_is_inflected() -> None:
    assert {"lash out", "lashes out", "lashed out", "lashing out"} <= forms("lash out", "verb")
    assert {"gag law", "gag laws"} == forms("gag law", "noun")


def test_a_long_adjective_is_not_compared() -> None:
    assert forms("disgraceful", "adjective") == {"disgraceful"}


def test_past_forms() -> None:
    assert past_forms("tear") == {"tore", "torn"}
    assert "denied" in past_forms("deny")
