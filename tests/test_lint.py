"""`lint`: notes in the margin, what a house allows, and SARIF by the letter of version 2.1.0."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from typing import Any

from compare.houserules import Exemption, HouseRules
from compare.rules import Rule
from tests.test_houserules import RULES
from variorum.linting import lint_text, write_findings
from variorum.margin import advice
from variorum.sarif import artifact_uri

DRAFT = "The regime spoke 🙂 of a so-called\nplan.\n\n“The regime is gone,” the minister said. A so-called plan.\n"


def written(form: Any, text: str = DRAFT, rules: tuple[Rule, ...] = RULES, file: str = "d.txt", **house: Any) -> str:
    out = io.StringIO()
    write_findings(lint_text(file, text, rules, **house), rules, form, out)
    return out.getvalue()


def test_a_note_gives_place_weight_words_speaker_advice_and_rule() -> None:
    assert written("text").splitlines() == [
        "d.txt:1:5: mark: “regime”: Why this word? [naming.regime]",
        "d.txt:1:25: mark: “so-called”: Why this word? [doubt.so-called]",
        "d.txt:4:6: note: “regime” (quoting the minister): The speaker's word. It stands as it was said; in your own"
        " voice, say what was done. [naming.regime]",
        "d.txt:4:44: mark: “so-called”: Why this word? [doubt.so-called]",
    ]


def test_advice_names_what_others_write_unless_the_message_does() -> None:
    [flag] = [finding.flag for finding in lint_text("d", "The regime spoke.", RULES)]
    assert advice(flag, replace(RULES[1], neutral=("government", "authorities"))) == (
        "Why this word? Others may write: government, authorities."
    )
    said = replace(flag, message="Write 'government'.")
    assert advice(said, replace(RULES[1], neutral=("government",))) == "Write 'government'."


def test_what_the_house_allows_is_no_finding() -> None:
    house = HouseRules(("so-called plan",), {"bell": Exemption(frozenset({"naming.regime"}))})
    assert "so-called" not in written("text", house=house)
    assert written("text", house=house, outlet="bell") == ""


def sarif(text: str, **more: Any) -> dict[str, Any]:
    log: dict[str, Any] = json.loads(written("sarif", text, **more))
    return log


def test_sarif_regions_lead_back_to_the_words() -> None:
    """3.30 of the standard: lines and columns from 1, the end column behind the last character, offsets from 0."""
    run = sarif(DRAFT)["runs"][0]
    assert run["columnKind"] == "unicodeCodePoints"
    lines = DRAFT.split("\n")
    for result in run["results"]:
        region = result["locations"][0]["physicalLocation"]["region"]
        words = region["snippet"]["text"]
        assert DRAFT[region["charOffset"] : region["charOffset"] + region["charLength"]] == words
        assert lines[region["startLine"] - 1][region["startColumn"] - 1 : region["endColumn"] - 1] == words
        assert region["startLine"] == region["endLine"]


def test_sarif_words_over_a_lines_end() -> None:
    text = "A so-called\nexperts of nothing."
    rules = (replace(RULES[0], pattern="so-called experts"), RULES[1])
    [result] = sarif(text, rules=rules)["runs"][0]["results"]
    region = result["locations"][0]["physicalLocation"]["region"]
    assert (region["startLine"], region["startColumn"], region["endLine"], region["endColumn"]) == (1, 3, 2, 8)
    assert "\n" not in result["message"]["text"]


def test_sarif_rules_and_results_belong_together() -> None:
    log = sarif(DRAFT)
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-schema-2.1.0.json")
    [run] = log["runs"]
    driver = run["tool"]["driver"]
    assert driver["name"] == "variorum"
    for rule in driver["rules"]:
        assert set(rule) == {"id", "shortDescription", "help", "defaultConfiguration", "properties"}
        assert rule["defaultConfiguration"]["level"] in ("note", "warning")
        assert "page" in rule["help"]["text"]
    for result in run["results"]:
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] == ("note" if result["properties"]["voice"] == "quoted" else "warning")
        assert result["message"]["text"]
    assert sarif("Nothing to see.")["runs"][0]["results"] == []


def test_files_are_named_by_uri() -> None:
    assert artifact_uri("my draft.txt") == "my%20draft.txt"
    assert artifact_uri("/desk/a b.txt") == "file:///desk/a%20b.txt"
    assert artifact_uri("-") == "stdin"
