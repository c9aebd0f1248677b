"""The command line: every verb has help and stands in the README; errors name what is wrong and the remedy."""

from __future__ import annotations

import json
import os
from pathlib import Path

import click
import pytest

from tests.conftest import ROOT, Run
from variorum.cli import main

VERBS = sorted(main.commands)


def test_the_verbs_are_those_of_this_version() -> None:
    assert set(VERBS) == {
        "init", "fetch", "add", "compare", "report", "nightly", "lint", "export", "demo", "status", "doctor",
        "furniture", "outlets", "events", "flags", "verdicts", "review", "calibrate", "norms", "rules",
        "schedule",
        "backup", "restore", "upgrade",
        "keep",
        "work",
    }  # fmt: skip


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help_and_stands_in_the_readme(verb: str) -> None:
    command = main.commands[verb]
    assert command.help
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{verb} {parameter.opts[0]} has no help"
    assert f"| `{verb}" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_verb_below_a_verb_has_help() -> None:
    groups = {name: verb for name, verb in main.commands.items() if isinstance(verb, click.Group)}
    assert {"events", "flags", "verdicts", "furniture", "outlets", "report", "rules", "schedule"} == set(groups)
    for name, group in groups.items():
        assert all(verb.help for verb in group.commands.values()), name


@pytest.mark.parametrize("verb", VERBS)
def test_help_answers(verb: str, variorum: Run) -> None:
    done = variorum(verb, "--help")
    assert done.returncode == 0
    assert "Usage:" in done.stdout
    assert not done.stderr


def test_an_unknown_verb_is_unusable(variorum: Run) -> None:
    done = variorum("frobnicate")
    assert done.returncode == 2
    assert "frobnicate" in done.stderr


def test_init_writes_its_files_and_leaves_what_is_there(variorum: Run, tmp_path: Path) -> None:
    first = variorum("init", "--contact", "desk@paper.example")
    assert first.returncode == 0
    assert 'contact = "desk@paper.example"' in (tmp_path / "variorum.toml").read_text(encoding="utf-8")
    assert "[[outlet]]" in (tmp_path / "outlets.toml").read_text(encoding="utf-8")
    assert "[[pair]]" in (tmp_path / "mirrors.toml").read_text(encoding="utf-8")
    before = (tmp_path / "variorum.toml").read_bytes()
    second = variorum("init")
    assert "left as it is" in second.stdout
    assert (tmp_path / "variorum.toml").read_bytes() == before


def test_a_misspelt_key_is_named_with_the_right_one(variorum: Run, tmp_path: Path) -> None:
    (tmp_path / "variorum.toml").write_text("[fetch]\ncontct = 'x'\n", encoding="utf-8")
    done = variorum("status")
    assert done.returncode == 2
    assert "variorum.toml" in done.stderr
    assert "fetch.contct" in done.stderr
    assert "did you mean 'contact'" in done.stderr
    assert "Traceback" not in done.stderr


def test_broken_toml_names_file_and_line(variorum: Run, tmp_path: Path) -> None:
    (tmp_path / "variorum.toml").write_text("site = \n", encoding="utf-8")
    done = variorum("status")
    assert done.returncode == 2
    assert "variorum.toml: not TOML" in done.stderr
    assert "line 1" in done.stderr


def test_a_missing_config_is_an_error_when_it_was_asked_for(variorum: Run) -> None:
    done = variorum("--config", "nowhere.toml", "status")
    assert done.returncode == 2
    assert "nowhere.toml" in done.stderr
    assert "variorum init" in done.stderr


def test_fetch_needs_somebody_who_answers_for_it(variorum: Run) -> None:
    assert variorum("init").returncode == 0
    done = variorum("fetch")
    assert done.returncode == 2
    assert "contact" in done.stderr
    assert "variorum.toml" in done.stderr


def test_fetch_without_outlets_says_how_to_get_some(variorum: Run, tmp_path: Path) -> None:
    (tmp_path / "variorum.toml").write_text('[fetch]\ncontact = "a@b.example"\n', encoding="utf-8")
    done = variorum("fetch")
    assert done.returncode == 2
    assert "outlets.toml" in done.stderr
    assert "variorum init" in done.stderr


def test_a_broken_line_is_reported_and_the_good_ones_are_kept(variorum: Run, tmp_path: Path) -> None:
    good = {
        "outlet": "ledger",
        "url": "https://aldmoor-ledger.example/a?utm_source=feed",
        "title": "Council votes on harbour wall",
        "published": "2025-03-11",
        "text": "The council voted on the harbour wall on Tuesday.\n\nWork is to begin in May.",
    }
    lines = [
        json.dumps(good),
        "{not json",
        json.dumps({"outlet": "x"}),
        json.dumps({**good, "url": "https://b.example/b"}),
    ]
    (tmp_path / "in.jsonl").write_text("\n".join(lines), encoding="utf-8")
    done = variorum("add", "in.jsonl")
    assert done.returncode == 1
    assert "added 2 new" in done.stdout
    assert "line 2" in done.stderr
    assert "line 3" in done.stderr
    exported = [json.loads(line) for line in variorum("export", "articles").stdout.splitlines()]
    assert sorted(row["url"] for row in exported) == [
        "https://aldmoor-ledger.example/a?utm_source=feed",
        "https://b.example/b",
    ]
    assert all(row["published"] == "2025-03-11" for row in exported)
    assert variorum("add", "in.jsonl").stdout.startswith("added 0 new, 0 changed, 2 known")


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("missing.txt", None, "can't be read"),
        ("empty.txt", b"", "empty"),
        ("page.html", b"<html><body></body></html>", "page.html"),
        ("photo.png", b"\x89PNG", ".html, .txt or .jsonl"),
    ],
)
def test_add_names_what_it_cannot_use(
    variorum: Run, tmp_path: Path, name: str, content: bytes | None, says: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    done = variorum("add", name)
    assert done.returncode == 1
    assert name in done.stderr
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_add_refuses_an_unreadable_date(variorum: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Headline\n\nA sentence of text stands here.", encoding="utf-8")
    done = variorum("add", "a.txt", "--published", "yesterday")
    assert done.returncode == 2
    assert "2031-01-07" in done.stderr


def test_add_refuses_a_date_that_lies_ahead(variorum: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Headline\n\nA sentence of text stands here.", encoding="utf-8")
    done = variorum("add", "a.txt", "--published", "9999-01-07")
    assert done.returncode == 2
    assert "9999-01-07" in done.stderr
    assert "lies ahead" in done.stderr


def test_add_refuses_a_private_address(variorum: Run, tmp_path: Path) -> None:
    (tmp_path / "variorum.toml").write_text('[fetch]\ncontact = "a@b.example"\n', encoding="utf-8")
    for url in ("http://127.0.0.1:9/", "http://[::1]/", "http://169.254.1.1/"):
        done = variorum("add", url)
        assert done.returncode == 1
        assert "not a public address" in done.stderr
        assert "addresses" in done.stderr


def test_an_unwritable_folder_is_named(variorum: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder", encoding="utf-8")
    (tmp_path / "variorum.toml").write_text('database_url = "sqlite:///file/v.db"\n', encoding="utf-8")
    done = variorum("status")
    assert done.returncode == 2
    assert "file" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_missing_model_is_named_with_the_remedy(variorum: Run, tmp_path: Path) -> None:
    (tmp_path / "variorum.toml").write_text('[compare]\nembedder = "./no-such-model"\n', encoding="utf-8")
    (tmp_path / "a.txt").write_text("Headline\n\nA sentence of text stands here.", encoding="utf-8")
    assert variorum("add", "a.txt").returncode == 0
    done = variorum("compare")
    assert done.returncode == 2
    assert "no-such-model" in done.stderr
    assert "all-MiniLM-L6-v2" in done.stderr
    assert len(variorum("export", "articles").stdout.splitlines()) == 1


def test_lint_gives_places_in_the_file(variorum: Run, tmp_path: Path) -> None:
    text = "Talks end\r\n\r\nThe minister announced a purported breakthrough.\r\nAds\r\n"
    (tmp_path / "d.txt").write_bytes(text.encode())
    rows = [json.loads(line) for line in variorum("lint", "d.txt", "--format", "jsonl").stdout.splitlines()]
    assert [(row["match"], row["line"]) for row in rows] == [("purported", 3)]
    assert text[rows[0]["start"] : rows[0]["end"]] == "purported"
    assert set(rows[0]) == {"file", "line", "start", "end", "match", "rule", "category", "voice", "source", "message"}


def test_lint_reads_standard_input_and_is_strict_when_asked(variorum: Run) -> None:
    draft = "It was a purported success."
    assert variorum("lint", "-", text=draft).returncode == 0
    assert variorum("lint", "--strict", "-", text=draft).returncode == 1
    assert variorum("lint", "--strict", "-", text="The council met on Tuesday.").returncode == 0


def test_lint_speaks_sarif(variorum: Run) -> None:
    log = json.loads(variorum("lint", "-", "--format", "sarif", text="A purported success.").stdout)
    result = log["runs"][0]["results"][0]
    assert log["version"] == "2.1.0"
    assert result["locations"][0]["physicalLocation"]["region"]["charOffset"] == 2
    assert result["ruleId"] in {rule["id"] for rule in log["runs"][0]["tool"]["driver"]["rules"]}


def test_lint_names_a_file_that_is_not_text(variorum: Run, tmp_path: Path) -> None:
    (tmp_path / "d.txt").write_bytes(b"caf\xe9")
    done = variorum("lint", "d.txt")
    assert done.returncode == 2
    assert "d.txt: not UTF-8 at byte 3" in done.stderr


def test_rules_lists_what_is_in_force(variorum: Run, tmp_path: Path) -> None:
    (tmp_path / "variorum.toml").write_text(
        '[rules]\ndisable = ["doubt.purported"]\nallow = ["old regime"]\n'
        '[rules.outlets.bell]\ndisable = ["naming.regime"]\nallow = ["a purported heir"]\n',
        encoding="utf-8",
    )
    text = variorum("rules").stdout
    assert variorum("rules", "list").stdout == text
    assert "naming.regime  [mark]" in text
    assert "off for: bell" in text
    assert "off everywhere: doubt.purported" in text
    rows = {row["rule"]: row for row in map(json.loads, variorum("rules", "--format", "jsonl").stdout.splitlines())}
    assert "doubt.purported" not in rows
    assert rows["naming.regime"]["off"] == ["bell"]
    assert rows["naming.regime"]["record"]["reviews"] is None
    draft = "The old regime met. Talks with the regime in Orsk ended."
    assert variorum("lint", "-", text=draft).stdout.count("naming.regime") == 1
    assert variorum("lint", "-", "--outlet", "bell", text=draft).stdout == ""


PACK = """[[rule]]
id = "mine.tram"
category = "naming"
level = "note"
message = "Say which."
pattern = "tram"
flags = ["The tram came.", "The bus came."]
passes = ["The ferry came."]
[rule.cite]
work = "Our style book"
place = "page 3"
checked = "unchecked"
"""


def test_examples_that_a_user_s_rule_gets_wrong_are_shown(variorum: Run, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/ours.toml").write_text(PACK, encoding="utf-8")
    (tmp_path / "variorum.toml").write_text(
        '[rules]\npacks = ["mine"]\n[rules.outlets.gazete]\ndisable = ["mine.tram"]\n', encoding="utf-8"
    )
    (tmp_path / "outlets.toml").write_text(
        '[[outlet]]\nslug = "gazette"\nname = "G"\nhome = "https://g.example/"\nfeeds = ["https://g.example/f"]\n'
    )
    done = variorum("rules")
    assert done.returncode == 0
    assert "ours.toml, line 7: rule 'mine.tram' does not match its example in 'flags': 'The bus came.'" in done.stderr
    assert '7 | flags = ["The tram came.", "The bus came."]' in done.stderr
    checked = variorum("doctor")
    assert checked.returncode == 1
    assert "does not match its example" in checked.stdout + checked.stderr
    (tmp_path / "mine/ours.toml").write_text(PACK.replace(', "The bus came."', ""), encoding="utf-8")
    assert variorum("rules").stderr == ""
    assert "'gazete' (did you mean 'gazette'?)" in variorum("doctor").stdout


def test_lint_counts_no_byte_order_mark(variorum: Run, tmp_path: Path) -> None:
    (tmp_path / "d.txt").write_bytes("\ufeffThe regime fell.".encode())
    assert "d.txt:1:5:" in variorum("lint", "d.txt").stdout


def test_a_rule_that_there_is_not_is_shown_in_its_line(variorum: Run, tmp_path: Path) -> None:
    (tmp_path / "variorum.toml").write_text('[rules]\ndisable = ["naming.regim"]\n', encoding="utf-8")
    done = variorum("lint", "-", text="x")
    assert done.returncode == 2
    assert "variorum.toml, line 2: key 'rules.disable': no rule 'naming.regim'" in done.stderr
    assert "did you mean 'naming.regime'" in done.stderr
    assert '2 | disable = ["naming.regim"]' in done.stderr
    assert "Traceback" not in done.stderr


def test_symmetry_reads_a_file_or_the_starter_list(variorum: Run, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text('[[pair]]\nterms = ["the regime", "the government"]\n', encoding="utf-8")
    assert variorum("rules", "symmetry", "mine.toml").returncode == 0
    done = variorum("rules", "symmetry", "mine.toml", "--strict", "--format", "jsonl")
    assert done.returncode == 1
    assert json.loads(done.stdout)["outcome"] == "one side"
    assert "starter mirrors.toml:" in variorum("rules", "symmetry").stdout
    (tmp_path / "mirrors.toml").write_text('[[pair]]\nterms = ["rowers", "sailors"]\n', encoding="utf-8")
    done = variorum("rules", "symmetry", "--strict")
    assert done.returncode == 0
    assert done.stdout.startswith("mirrors.toml:1: neither")
    assert variorum("rules", "symmetry", "nowhere.toml").returncode == 2


@pytest.mark.parametrize("verb", [["report"], ["compare"], ["events"], ["norms"], ["export", "flags"]])
def test_where_nothing_was_ever_stored_no_database_is_made(variorum: Run, tmp_path: Path, verb: list[str]) -> None:
    done = variorum(*verb)
    assert done.returncode == 2
    assert "variorum.db: there is no database yet; run variorum fetch or variorum add first" in done.stderr
    assert not (tmp_path / "var").exists()


def test_doctor_checks_the_installation(variorum: Run, tmp_path: Path) -> None:
    done = variorum("doctor")
    assert done.returncode == 0, done.stdout
    assert "FAIL" not in done.stdout
    (tmp_path / "variorum.toml").write_text('site = "/proc/nowhere/site"\n', encoding="utf-8")
    if os.geteuid() != 0:
        assert variorum("doctor").returncode == 1


def test_export_csv_cannot_start_a_formula(variorum: Run, tmp_path: Path) -> None:
    row = {
        "outlet": "ledger",
        "url": "https://l.example/a",
        "title": "=HYPERLINK(1)",
        "published": "2025-03-11",
        "text": "A body of text.",
    }
    (tmp_path / "in.jsonl").write_text(json.dumps(row), encoding="utf-8")
    assert variorum("add", "in.jsonl").returncode == 0
    table = variorum("export", "articles", "--format", "csv").stdout
    assert "'=HYPERLINK(1)" in table
