"""An accepted exception in the settings file: beside what stands there, whole or not at all."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

import pytest

from compare.proposals import RuleException
from compare.rules import RulesError
from variorum.errors import SettingsError
from variorum.ruleexceptions import _added, holds, lines, write_exception
from variorum.settings import DEFAULT_CONFIG, load_settings

PHRASE = RuleException("naming.regime", "regime change", "")
PHRASE_HERE = RuleException("naming.regime", "regime", "harbour-post")
RULE = RuleException("naming.regime", "", "")
RULE_HERE = RuleException("naming.regime", "", "harbour-post")
EVERY = (PHRASE, PHRASE_HERE, RULE, RULE_HERE)

BY_HAND = """\
# Ours.
site   = "out"   # where the web server looks

[rules]
allow = [
  "so-called Tern Pact",  # its name
]

[rules.outlets.harbour-post]   # they asked
disable = ["intensity.very"]

[report]
title = "Desk"
"""


def accepted(folder: Path, text: str, *exceptions: RuleException) -> str:
    path = folder / "variorum.toml"
    path.write_text(text, encoding="utf-8")
    for one in exceptions:
        assert write_exception(one, load_settings(None, cwd=folder)).samefile(path)
    assert sorted(one.name for one in folder.iterdir()) == ["variorum.toml"]
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("text", [DEFAULT_CONFIG, BY_HAND, "", "rules.allow = ['a']\n[report]\ntitle = 'x'\n"])
@pytest.mark.parametrize("one", EVERY)
def test_it_holds_from_then_on_and_not_before(tmp_path: Path, text: str, one: RuleException) -> None:
    (tmp_path / "variorum.toml").write_text(text, encoding="utf-8")
    assert not holds(one, load_settings(None, cwd=tmp_path))
    made = accepted(tmp_path, text, one)
    settings = load_settings(None, cwd=tmp_path)
    assert holds(one, settings)
    assert [other for other in EVERY if other != one and holds(other, settings)] == ([RULE_HERE] if one == RULE else [])
    kept = [line for line in text.splitlines() if line and "disable =" not in line and "allow" not in line]
    assert [line for line in made.splitlines() if line in kept] == kept


def test_what_a_person_wrote_stays_as_it_is(tmp_path: Path) -> None:
    wanted = BY_HAND
    for before, now in (
        ("# its name\n", '# its name\n  "regime change",\n'),
        ('"intensity.very"]', '"intensity.very", "naming.regime"]'),
        ("# they asked\n", '# they asked\nallow = ["regime"]\n'),
        ("[rules]\n", '[rules]\ndisable = ["naming.regime"]\n'),
    ):
        wanted = wanted.replace(before, now)
    assert accepted(tmp_path, BY_HAND, *EVERY) == wanted


@pytest.mark.parametrize("one", EVERY)
def test_the_lines_to_write_by_hand_make_the_same(one: RuleException) -> None:
    data = tomllib.loads(lines(one))["rules"]
    here = data["outlets"]["harbour-post"] if one.outlet else data
    assert here == ({"allow": [one.phrase]} if one.phrase else {"disable": [one.rule]})


def test_a_file_that_can_t_take_it_stays_and_the_lines_are_told(tmp_path: Path) -> None:
    path = tmp_path / "variorum.toml"
    with pytest.raises(SettingsError, match=r'no such file.*variorum init, or write these lines[^$]*allow = \["regime'):
        write_exception(PHRASE, load_settings(None, cwd=tmp_path))
    in_one_line = "rules = {allow = ['a']}\n"
    path.write_text(in_one_line, encoding="utf-8")
    with pytest.raises(SettingsError, match="can't be added to as it is written"):
        write_exception(RULE_HERE, load_settings(None, cwd=tmp_path))
    path.chmod(0o444)
    with pytest.raises(SettingsError, match="read-only"):
        write_exception(PHRASE, load_settings(None, cwd=tmp_path))
    assert path.read_text(encoding="utf-8") == in_one_line
    assert os.listdir(tmp_path) == ["variorum.toml"]  # noqa: PTH208


def test_settings_that_would_no_longer_load_are_not_written(tmp_path: Path) -> None:
    (tmp_path / "variorum.toml").write_text(BY_HAND, encoding="utf-8")
    settings = load_settings(None, cwd=tmp_path)
    with pytest.raises((SettingsError, RulesError), match=r"naming\.nothing"):
        write_exception(RuleException("naming.nothing", "", ""), settings)
    with pytest.raises(SettingsError, match="needs a word"):
        write_exception(RuleException("naming.regime", "…", ""), settings)
    assert os.listdir(tmp_path) == ["variorum.toml"]  # noqa: PTH208
    assert (tmp_path / "variorum.toml").read_text(encoding="utf-8") == BY_HAND


def test_a_link_stays_a_link_and_a_mode_a_mode(tmp_path: Path) -> None:
    held = tmp_path / "held.toml"
    held.write_text(BY_HAND, encoding="utf-8")
    held.chmod(0o640)
    (tmp_path / "variorum.toml").symlink_to("held.toml")
    write_exception(RULE, load_settings(None, cwd=tmp_path))
    assert (tmp_path / "variorum.toml").is_symlink()
    assert held.stat().st_mode & 0o777 == 0o640
    assert holds(RULE, load_settings(None, cwd=tmp_path))


COMMENTED = "[rules]\n# [rules.outlets.bell]\n# allow = []\n[rules.outlets.bell]\ndisable = []\n"
HERE = RuleException("x.y", "so-called", "bell")


@pytest.mark.parametrize(
    ("text", "one", "below", "line"),
    [
        (COMMENTED, HERE, "\n[rules.outlets.bell]\n", 'allow = ["so-called"]\n'),
        ("# set under [rules]\ntop = 1\n[rules]\n", PHRASE, "\n[rules]\n", 'allow = ["regime change"]\n'),
        ("# as in\n#[rules]\n[rules] # ours\n", RULE, "\n[rules] # ours\n", 'disable = ["naming.regime"]\n'),
        ("told = '''\n[rules]\n'''\n[rules]\n", RULE, "'''\n[rules]\n", 'disable = ["naming.regime"]\n'),
    ],
)
def test_one_key_is_added_and_what_only_looks_like_its_header_stays(
    text: str, one: RuleException, below: str, line: str
) -> None:
    made = _added(text, one)
    at = text.rindex(below) + len(below)
    assert made == text[:at] + line + text[at:]
    data, before = tomllib.loads(made), tomllib.loads(text)
    table = data["rules"]["outlets"][one.outlet] if one.outlet else data["rules"]
    assert table.pop("allow" if one.phrase else "disable") == [one.phrase or one.rule]
    assert data == before


def test_line_ends_stay_what_they_are(tmp_path: Path) -> None:
    path = tmp_path / "variorum.toml"
    for before in (BY_HAND.replace("\n", "\r\n"), "[rules]\r\ndisable = []\r\n", BY_HAND):
        path.write_bytes(before.encode())
        write_exception(RULE_HERE, load_settings(None, cwd=tmp_path))
        made = path.read_bytes().decode()
        assert made.count("\r\n") == (made.count("\n") if "\r\n" in before else 0)
        assert holds(RULE_HERE, load_settings(None, cwd=tmp_path))
