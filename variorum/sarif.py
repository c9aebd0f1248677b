"""Findings as SARIF 2.1.0, for editors and code hosts.

OASIS, "Static Analysis Results Interchange Format (SARIF) Version 2.1.0", https://docs.oasis-open.org/sarif/sarif/v2.1.0/
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from compare.rules import UNCHECKED, Level, Rule
from variorum.margin import Finding, advice, marked, whose_words

SARIF_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
SARIF_LEVEL: dict[Level, str] = {"note": "note", "mark": "warning"}


def sarif_log(findings: Sequence[Finding], rules: Sequence[Rule]) -> dict[str, Any]:
    """One run. Of the rules those that fired are described.

    Columns and offsets count code points, as Python does, and the run says so.
    """
    from variorum import __version__

    fired = {finding.flag.rule for finding in findings}
    described = [rule for rule in rules if rule.id in fired]
    index = {rule.id: number for number, rule in enumerate(described)}
    return {
        "$schema": SARIF_SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {"name": "variorum", "version": __version__, "rules": [_rule(rule) for rule in described]}
                },
                "columnKind": "unicodeCodePoints",
                "results": [
                    _result(finding, described[index[finding.flag.rule]], index[finding.flag.rule])
                    for finding in findings
                ],
            }
        ],
    }


def artifact_uri(file: str) -> str:
    """A file's name as a URI reference: relative as it was given, absolute with its scheme."""
    if file == "-":
        return "stdin"
    path = PurePath(file)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())


def _rule(rule: Rule) -> dict[str, Any]:
    checked = UNCHECKED if rule.cite.checked == UNCHECKED else f"checked: {rule.cite.checked}"
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.message.replace("{match}", "…")},
        "help": {"text": f"Source: {rule.cite.work}, {rule.cite.place} ({checked})"},
        "defaultConfiguration": {"level": SARIF_LEVEL[rule.level]},
        "properties": {"category": rule.category},
    }


def _result(finding: Finding, rule: Rule, index: int) -> dict[str, Any]:
    flag = finding.flag
    # Where words run over a line's end, so does the region: its last column is counted on its last line.
    lines_down = flag.match.count("\n")
    end_column = len(flag.match) - flag.match.rfind("\n") if lines_down else finding.column + len(flag.match)
    return {
        "ruleId": flag.rule,
        "ruleIndex": index,
        "level": SARIF_LEVEL[finding.weight],
        "message": {"text": f"{marked(flag)} ({whose_words(flag)}): {advice(flag, rule)}"},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": artifact_uri(finding.file)},
                    "region": {
                        "startLine": finding.line,
                        "startColumn": finding.column,
                        "endLine": finding.line + lines_down,
                        "endColumn": end_column,
                        "charOffset": flag.start,
                        "charLength": flag.end - flag.start,
                        "snippet": {"text": flag.match},
                    },
                }
            }
        ],
        "properties": {"category": flag.category, "voice": flag.voice, "source": flag.source},
    }
