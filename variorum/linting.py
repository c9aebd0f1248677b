"""`lint`: what a sub-editor would write in the margin of a draft, with the places in the file."""

from __future__ import annotations

import bisect
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Literal, TextIO

from compare.framing import Flag, flag_text
from compare.heard import Told
from compare.parses import remembering
from compare.rules import Rule
from compare.scareflags import scare_flags, with_scare_flags
from compare.sentences import split_text
from compare.tagger import Tagger
from compare.voice import voices
from scraper.furniture import furniture_spans
from variorum.errors import InputError

LintFormat = Literal["text", "jsonl", "sarif"]

WHOSE = {"own": "own voice", "paraphrase": "paraphrase", "quoted": "quoted"}
SARIF_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


@dataclass(frozen=True, slots=True)
class Finding:
    """A flag in a file. `line` and `column` count from 1; the flag's offsets are into the decoded file."""

    file: str
    line: int
    column: int
    flag: Flag


def read_draft(name: str, standard_input: BinaryIO) -> str:
    """The decoded text of a file, or of standard input for "-". Raises InputError naming the file and the remedy."""
    if name.lower().endswith((".html", ".htm")):
        raise InputError(f"{name}: lint reads plain text, and this is a page; save its text, or use: variorum add")
    try:
        # From bytes, so that line breaks stay as they are and offsets are true.
        return (standard_input.read() if name == "-" else Path(name).read_bytes()).decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(f"{name}: not UTF-8 at byte {error.start}; convert it, e.g. with iconv") from error
    except OSError as error:
        raise InputError(f"{name}: can't be read: {error.strerror or error}") from error


def lint_text(file: str, text: str, rules: Sequence[Rule], tagger: Tagger | None = None) -> list[Finding]:
    """All findings of one text, in reading order. Lines of page furniture are passed over.

    Whose words they are is only asked, and the tagger only loaded, where a rule matches at all.
    """
    furniture = furniture_spans(text)
    sentences = split_text(text)
    memory = remembering(tagger)
    by_words = Told(file, text, sentences, voices(text, sentences))
    flags: list[Flag] = []
    if flag_text(text, rules, (), sentences) or scare_flags(by_words, None, rules):
        told = Told(file, text, sentences, voices(text, sentences, memory)) if memory else by_words
        found = flag_text(text, rules, told.voices, sentences, memory)
        flags = with_scare_flags(text, found, scare_flags(told, None, rules))
    line_starts = [0, *(place + 1 for place, character in enumerate(text) if character == "\n")]
    findings = []
    for flag in flags:
        if any(flag.start < end and start < flag.end for start, end in furniture):
            continue
        line = bisect.bisect_right(line_starts, flag.start)
        findings.append(Finding(file, line, flag.start - line_starts[line - 1] + 1, flag))
    return findings


def write_findings(findings: Sequence[Finding], rules: Sequence[Rule], form: LintFormat, out: TextIO) -> None:
    if form == "sarif":
        json.dump(_sarif(findings, rules), out, ensure_ascii=False, indent=1)
        out.write("\n")
        return
    for finding in findings:
        out.write((_line(finding) if form == "text" else json.dumps(_row(finding), ensure_ascii=False)) + "\n")


def _line(finding: Finding) -> str:
    flag = finding.flag
    whose = WHOSE[flag.voice] + (f": {flag.source}" if flag.source else "")
    return f"{finding.file}:{finding.line}:{finding.column}: {flag.match!r} [{flag.rule}; {whose}] {flag.message}"


def _row(finding: Finding) -> dict[str, Any]:
    flag = finding.flag
    return {
        "file": finding.file,
        "line": finding.line,
        "start": flag.start,
        "end": flag.end,
        "match": flag.match,
        "rule": flag.rule,
        "category": flag.category,
        "voice": flag.voice,
        "source": flag.source,
        "message": flag.message,
    }


def _sarif(findings: Sequence[Finding], rules: Sequence[Rule]) -> dict[str, Any]:
    """SARIF 2.1.0. Own voice and paraphrase are "warning" for a rule of level mark, everything else is a "note"."""
    from variorum import __version__

    fired = {finding.flag.rule for finding in findings}
    return {
        "$schema": SARIF_SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "variorum",
                        "version": __version__,
                        "rules": [
                            {"id": rule.id, "shortDescription": {"text": rule.message}}
                            for rule in rules
                            if rule.id in fired
                        ],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": [_sarif_result(finding) for finding in findings],
            }
        ],
    }


def _sarif_result(finding: Finding) -> dict[str, Any]:
    flag = finding.flag
    return {
        "ruleId": flag.rule,
        "level": "warning" if flag.level == "mark" and flag.voice != "quoted" else "note",
        "message": {"text": f"{flag.match}: {flag.message} ({WHOSE[flag.voice]})"},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": finding.file},
                    "region": {
                        "startLine": finding.line,
                        "startColumn": finding.column,
                        "charOffset": flag.start,
                        "charLength": flag.end - flag.start,
                        "snippet": {"text": flag.match},
                    },
                }
            }
        ],
    }
