"""`lint`: what a sub-editor would write in the margin of a draft, with the places in the file."""

from __future__ import annotations

import bisect
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, BinaryIO, Literal, TextIO

from compare.framing import Flag, flag_text
from compare.heard import Told
from compare.houserules import NO_HOUSE_RULES, HouseRules
from compare.marking import marked
from compare.parses import remembering
from compare.rules import Rule
from compare.scareflags import scare_flags
from compare.sentences import split_text
from compare.tagger import Tagger
from compare.voice import voices
from scraper.furniture import furniture_spans
from variorum.errors import InputError
from variorum.margin import Finding, margin_note
from variorum.sarif import sarif_log

LintFormat = Literal["text", "jsonl", "sarif"]


def read_draft(name: str, standard_input: BinaryIO) -> str:
    """The decoded text of a file, or of standard input for "-". Raises InputError naming the file and the remedy."""
    if name.lower().endswith((".html", ".htm")):
        raise InputError(f"{name}: lint reads plain text, and this is a page; save its text, or use: variorum add")
    try:
        # From bytes, so that line breaks stay as they are and offsets are true; a byte order mark is no character.
        return (standard_input.read() if name == "-" else Path(name).read_bytes()).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{name}: not UTF-8 at byte {error.start}; convert it, e.g. with iconv") from error
    except OSError as error:
        raise InputError(f"{name}: can't be read: {error.strerror or error}") from error


def lint_text(
    file: str,
    text: str,
    rules: Sequence[Rule],
    tagger: Tagger | None = None,
    *,
    house: HouseRules = NO_HOUSE_RULES,
    outlet: str | None = None,
) -> list[Finding]:
    """All findings of one text, in reading order. Lines of page furniture are passed over, and so is what the house
    allows everybody or this outlet.

    Whose words they are is only asked, and the tagger only loaded, where a rule matches at all.
    """
    furniture = furniture_spans(text)
    sentences = split_text(text)
    rules = house.rules_for(outlet, rules)
    memory = remembering(tagger)
    by_words = Told(file, text, sentences, voices(text, sentences))
    flags: list[Flag] = []
    if flag_text(text, rules, (), sentences) or scare_flags(by_words, None, rules):
        told = Told(file, text, sentences, voices(text, sentences, memory)) if memory else by_words
        flags = marked(told, None, rules, memory, house=house, outlet=outlet)
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
        json.dump(sarif_log(findings, rules), out, ensure_ascii=False, indent=1)
        out.write("\n")
        return
    by_id = {rule.id: rule for rule in rules}
    for finding in findings:
        line = margin_note(finding, by_id[finding.flag.rule]) if form == "text" else _json_row(finding)
        out.write(line + "\n")


def _json_row(finding: Finding) -> str:
    flag = finding.flag
    row: dict[str, Any] = {
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
    return json.dumps(row, ensure_ascii=False)
