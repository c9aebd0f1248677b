"""Errors in a user's files show the line: settings, packs, and where a key stands in TOML."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from compare.errors import RulesError
from compare.spans import Span
from tests.toys import pack_of
from variorum.errors import SettingsError
from variorum.rulepacks import load_rules
from variorum.settings import DEFAULT_CONFIG, load_settings
from variorum.tomlplaces import entries, find_place, shown

RULE = pack_of("house.grand", "evaluation", "grand", "A grand hall.", "A hall.")


def settings(folder: Path, text: str) -> Path:
    path = folder / "variorum.toml"
    path.write_text(text, encoding="utf-8")
    return path


def refusal(folder: Path, text: str, pack: str | None = None) -> str:
    """What is said of settings with this text, and a pack beside them."""
    if pack is not None:
        (folder / "packs").mkdir(exist_ok=True)
        (folder / "packs/mine.toml").write_text(pack, encoding="utf-8")
    with pytest.raises((SettingsError, RulesError)) as caught:
        load_rules(load_settings(settings(folder, text), cwd=folder))
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            '[rules]\ndisable = [\n  "doubt.purported", # fine\n  "doubt.purportd",\n]\n',
            ["variorum.toml, line 4: key 'rules.disable'", "did you mean 'doubt.purported'", '4 |   "doubt.purportd",',
             "\n    |   ^^^^^^^^^^^^^^^^"],
        ),
        (
            '[rules.outlets.bell]\ndisable = ["nonsense"]\n',
            ["line 2: key 'rules.outlets.bell.disable'", "variorum rules", '2 | disable = ["nonsense"]', "^^^^^^^^^^"],
        ),
        (
            '[rules.outlets.bell]\nallw = []\n',
            ["line 2: unknown key 'rules.outlets.bell.allw'", "did you mean 'allow'", "2 | allw = []", "| ^^^^"],
        ),
        ('[rules.outlets."The Bell"]\n', ["line 1", "no outlet's slug", '1 | [rules.outlets."The Bell"]']),
        ('[rules]\nallow = ["fine", "…"]\n', ["line 2: key 'rules.allow'", "needs a word", "^^^"]),
        ('[rules]\nallow = "one"\n', ["line 2", "must be a list", '2 | allow = "one"']),
        ("[rules]\npacks = ['nowhere']\n", ["line 2: key 'rules.packs'", "no .toml file", "^^^^^^^^^"]),
        ("[fetch]\ntries = 99\n", ["line 2: key 'fetch.tries'", "2 | tries = 99", "|         ^^"]),
        ("# first\nsite = \n", ["not TOML", "line 2", "2 | site ="]),
        ("folder = 'x'\n", ["line 1: unknown key 'folder'", "remove it"]),
        ("source = 'x'\n", ["line 1: unknown key 'source'", "remove it"]),
    ],
)  # fmt: skip
def test_a_mistake_in_the_settings_shows_its_line(tmp_path: Path, text: str, parts: list[str]) -> None:
    told = refusal(tmp_path, text)
    for part in parts:
        assert part in told, told


@pytest.mark.parametrize(
    ("pack", "parts"),
    [
        (RULE.replace('"mark"', '"loud"'), ["line 4: rule 'house.grand', level", '4 | level = "loud"', "^^^^"]),
        (RULE.replace('"grand"', '"gr(and"'), ["line 6", "regular expression", '6 | pattern = "gr(and"', "^^^^^^"]),
        (RULE.replace("message", "mesage"), ["line 5", "unknown key", '5 | mesage = "Why this word?"', "^"]),
        (RULE + RULE.replace('id = "house.grand"\n', ""), ["line 13: rule number 2", "13 | [[rule]]", "^^^^"]),
        (RULE.replace("[[rule]]", "[[rule"), ["not TOML", "1 | [[rule"]),
        (RULE.replace("house.grand", "doubt.purported"),
         ["line 2: rule 'doubt.purported' stands in the pack doubt too", '2 | id = "doubt.purported"']),
    ],
)  # fmt: skip
def test_a_mistake_in_a_pack_shows_its_line(tmp_path: Path, pack: str, parts: list[str]) -> None:
    told = refusal(tmp_path, '[rules]\npacks = ["packs"]\n', pack)
    assert "mine.toml" in told
    for part in parts:
        assert part in told, told


def test_every_mistake_is_told_at_once(tmp_path: Path) -> None:
    told = refusal(tmp_path, '[rules]\ndisable = ["one-x", "two-x"]\n[rules.outlets.bell]\ndisable = ["three-x"]\n')
    assert all(f"'{name}'" in told for name in ("one-x", "two-x", "three-x"))


def test_what_init_writes_is_accepted_with_its_comments_taken_off(tmp_path: Path) -> None:
    lines = DEFAULT_CONFIG[DEFAULT_CONFIG.index("[rules]") : DEFAULT_CONFIG.index("# What is older")].splitlines()
    bare = [line.removeprefix("# ") for line in lines]
    made = load_settings(settings(tmp_path, "\n".join(bare)), cwd=tmp_path)
    assert "harbour-post" in made.rules.outlets
    assert load_rules(made)


@pytest.mark.parametrize("url", ["press.example/v", "javascript:alert(1)", "https://", "https://x.example/?a", "/site"])
def test_an_address_under_which_no_site_can_stand_is_refused(tmp_path: Path, url: str) -> None:
    said = refusal(tmp_path, f'[report]\nurl = "{url}"\n')
    assert "variorum.toml, line 2: key 'report.url': no base address; give one such as" in said


def test_an_address_of_the_site_ends_in_a_slash(tmp_path: Path) -> None:
    def read(url: str) -> str:
        return load_settings(settings(tmp_path, f'[report]\nurl = "{url}"\n'), cwd=tmp_path).report.url

    assert [read(url) for url in ("", "https://x.example", "http://x.example/v/")] == [
        "", "https://x.example/", "http://x.example/v/",
    ]  # fmt: skip


AWKWARD = """\
title = "a # no comment" # [not.a.table]
[a."b.c"]
x = [1, "two, ]", # three = 3
  [4, 5], { six = 6 },
]
long = \"\"\"
y = 1
[z]
\"\"\"
[[list]]
k = 1
[list.sub]
deep = true
[[list]]
k . l = 'm'
"""


def test_every_key_is_found_where_it_stands() -> None:
    data: dict[str, Any] = tomllib.loads(AWKWARD)
    found = {entry.path: AWKWARD[entry.value.start : entry.value.end] for entry in entries(AWKWARD)}
    assert found[("title",)] == '"a # no comment"'
    assert found[("list", 0, "sub", "deep")] == "true"
    assert found[("list", 1, "k", "l")] == "'m'"
    assert ("z",) not in found
    for path in found:
        value = data
        for part in path:
            value = value[part]  # every path that is found leads somewhere in what tomllib read
    items = [find_place(AWKWARD, ("a", "b.c", "x", number)) for number in range(4)]
    assert [AWKWARD[i.start : i.end] for i in items if i] == ["1", '"two, ]"', "[4, 5]", "{ six = 6 }"]
    assert find_place(AWKWARD, ("nowhere",)) is None


def test_a_long_line_is_cut_around_the_place_and_tabs_keep_it() -> None:
    text = "\tkey = " + "x" * 300
    line, carets = shown(text, Span(1, 4)).split("\n")
    assert line.endswith("…")
    assert line.index("key") == carets.index("^")
    line, carets = shown(text, Span(200, 203)).split("\n")
    assert line.count("…") == 2
    assert carets.endswith("^^^")
    assert len(line) < 130
