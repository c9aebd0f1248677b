"""What a house allows: phrases for all and for one outlet, rules off for one, and the version that follows."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compare.framing import Flag, flag_text
from compare.houserules import NO_HOUSE_RULES, Exemption, HouseRules, phrase_places, rules_version, without_allowed
from compare.reframing import flags_of
from compare.rules import Rule, parse_pack, rules_digest
from compare.spans import Span
from scraper.article import Article, join_text
from tests.conftest import Run
from tests.toys import pack_of

DOUBT = pack_of(
    "doubt.so-called",
    "doubt",
    "so-called(?: experts)?",
    "The so-called pact was signed.",
    "The pact was signed.",
)
NAMING = pack_of("naming.regime", "naming", "regimes?", "The regime fell.", "The government fell.")
RULES: tuple[Rule, ...] = parse_pack(DOUBT + NAMING, name="p")
TEXT = "The so-called Council of Elms met. The so-called experts of the regime, and a so-called plan, were discussed."


def left(text: str, *phrases: str) -> list[tuple[str, int]]:
    return [(flag.match, flag.start) for flag in without_allowed(text, flag_text(text, RULES, ()), phrases)]


def test_a_phrase_excuses_its_words_where_it_stands_and_nowhere_else() -> None:
    assert left(TEXT, "so-called council of elms") == [
        ("so-called experts", TEXT.index("so-called experts")),
        ("regime", TEXT.index("regime")),
        ("so-called", TEXT.index("so-called plan")),
    ]


def test_a_longer_match_that_only_begins_with_a_phrase_stays() -> None:
    assert "so-called experts" in [match for match, _ in left(TEXT, "so-called")]
    assert "so-called experts" not in [match for match, _ in left(TEXT, "so-called experts")]


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("so-called Council", "the SO-CALLED  council"),
        ("so-called\nCouncil", "the so‑called Council"),
        ("the mayor's so-called plan", "The mayor’s so-called plan"),
        ("so-called 'Council'", "a so-called ‘Council’ of nine"),
    ],
)
def test_a_phrase_is_met_word_for_word_however_it_is_set(phrase: str, text: str) -> None:
    assert len(phrase_places(phrase, text)) == 1


def test_a_phrase_ends_at_a_word_and_is_no_expression() -> None:
    assert phrase_places("regime", "regimes") == []
    assert phrase_places("reg.me", "regime") == []
    assert phrase_places("regime", "the old regime.") == [Span(8, 14)]


@given(st.text(alphabet="so-called regime experts.\n’'", max_size=60), st.text(alphabet="regim so-cald", min_size=1))
def test_what_stays_is_unchanged_and_in_order(text: str, phrase: str) -> None:
    flags = flag_text(text, RULES, ())
    kept = without_allowed(text, flags, [phrase] if phrase.strip() else [])
    assert [flag for flag in flags if flag in kept] == kept
    assert all(text[flag.start : flag.end] == flag.match for flag in kept)


def test_a_phrase_is_its_words_and_excuses_them_in_marks_too() -> None:
    text = "The council's “lake” is a puddle."
    flag = replace(flag_text("The regime.", RULES, ())[0], start=14, end=20, match="“lake”")
    assert text[flag.start : flag.end] == flag.match
    assert without_allowed(text, [flag], ["lake"]) == []
    assert without_allowed(text, [flag], ["puddle"]) == [flag]


def test_an_outlet_may_use_what_others_may_not() -> None:
    house = HouseRules(
        outlets={"bell": Exemption(phrases=("regime",)), "ledger": Exemption(off=frozenset({RULES[0].id}))}
    )

    def flags(outlet: str | None) -> list[str]:
        found: list[Flag] = flag_text(TEXT, house.rules_for(outlet, RULES), ())
        return [flag.match for flag in house.kept(outlet, TEXT, found)]

    assert flags(None) == flags("post") == ["so-called", "so-called experts", "regime", "so-called"]
    assert flags("bell") == ["so-called", "so-called experts", "so-called"]
    assert flags("ledger") == ["regime"]


def test_revisions_are_held_to_the_same() -> None:
    text = join_text("The regime speaks", ["A plain line."])
    article = Article("bell", "https://b.example/1", "https://b.example/1", "The regime speaks", text, "test")
    house = HouseRules(outlets={"bell": Exemption(phrases=("regime",))})
    assert [flag.match for flag in flags_of(article, RULES)] == ["regime"]
    assert flags_of(article, RULES, None, house) == []


def test_the_version_follows_what_is_allowed() -> None:
    plain = rules_version(RULES, NO_HOUSE_RULES)
    assert plain == rules_digest(RULES)
    houses = [
        HouseRules(("regime",)),
        HouseRules(("so-called",)),
        HouseRules(outlets={"bell": Exemption(phrases=("regime",))}),
        HouseRules(outlets={"bell": Exemption(off=frozenset({"naming.regime"}))}),
        HouseRules(outlets={"post": Exemption(off=frozenset({"naming.regime"}))}),
    ]
    assert len({plain, *(rules_version(RULES, house) for house in houses)}) == len(houses) + 1


def test_what_is_allowed_is_flagged_in_no_article_and_a_change_of_it_is_noticed(variorum: Run, tmp_path: Path) -> None:
    rows = [
        {"outlet": outlet, "url": f"https://{outlet}.example/1", "title": "Talks end", "published": "2026-01-07",
         "text": "Talks between the regime in Orsk and the miners ended on Monday.\n\nA purported deal was shown."}
        for outlet in ("bell", "ledger")
    ]  # fmt: skip
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    settings = '[compare]\nembedder = "lexical"\ntagger = "none"\n'

    def flags(rules: str) -> list[tuple[str, str]]:
        (tmp_path / "variorum.toml").write_text(settings + rules, encoding="utf-8")
        assert variorum("compare").returncode == 0
        found = map(json.loads, variorum("export", "flags").stdout.splitlines())
        return sorted((flag["outlet"], flag["match"]) for flag in found)

    (tmp_path / "variorum.toml").write_text(settings, encoding="utf-8")
    assert variorum("add", "a.jsonl").returncode == 0
    everything = [(outlet, match) for outlet in ("bell", "ledger") for match in ("purported", "regime")]
    assert flags("") == everything
    assert flags('[rules]\nallow = ["regime in Orsk"]\n') == [("bell", "purported"), ("ledger", "purported")]
    one = '[rules.outlets.bell]\ndisable = ["naming.regime"]\nallow = ["a purported deal"]\n'
    assert flags(one) == [("ledger", "purported"), ("ledger", "regime")]
    assert flags("") == everything
