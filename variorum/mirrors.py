"""Mirrored terms: two words for two sides of one matter, and whether the rules treat them alike.

A user declares the pairs in a TOML file. Rules that mark one side's word and leave the other's alone frame by
themselves; what is one-sided for a good reason says so in the file.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any, Literal

from compare.framing import flag_text
from compare.houserules import HouseRules
from compare.parses import remembering
from compare.rules import Level, Rule
from compare.sentences import split_text
from compare.spans import Span, overlaps
from compare.tagger import Tagger
from compare.voice import voices
from variorum.errors import InputError
from variorum.faults import at_line, nearest, toml_fault
from variorum.tomlplaces import find_place, line_of

MIRRORS_NAME = "mirrors.toml"
PLACE = "{}"
SENTENCE = "Reporters wrote about {} on Tuesday."
KEYS = ("terms", "about", "sentence", "because")

Outcome = Literal["alike", "neither", "one side", "levels differ"]
LEVELS: tuple[Level, ...] = ("contrast", "note", "mark")  # from the weaker to the stronger


@dataclass(frozen=True, slots=True)
class Mirror:
    """Two mirrored terms. `sentence` holds the place of the term, `because` the reason why they may be treated
    differently, "" for none; `line` counts from 1."""

    terms: tuple[str, str]
    about: str
    sentence: str
    because: str
    line: int


@dataclass(frozen=True, slots=True)
class Cover:
    """A rule that marks a term, or the `match` that it marks of it, when the term stands in its sentence."""

    rule: str
    level: Level
    match: str


@dataclass(frozen=True, slots=True)
class Mirrored:
    """How the rules in force treat the two terms of a pair."""

    mirror: Mirror
    covers: tuple[tuple[Cover, ...], tuple[Cover, ...]]

    @property
    def outcome(self) -> Outcome:
        one, other = (max((LEVELS.index(cover.level) for cover in found), default=-1) for found in self.covers)
        if one == other:
            return "neither" if one < 0 else "alike"
        return "one side" if min(one, other) < 0 else "levels differ"

    @property
    def is_finding(self) -> bool:
        """Are the terms treated differently, and no reason given?"""
        return self.outcome in ("one side", "levels differ") and not self.mirror.because


def starter_mirrors() -> str:
    """The text of the starter list."""
    return (resources.files("variorum") / MIRRORS_NAME).read_text(encoding="utf-8")


def read_mirrors(file: Path | None, folder: Path) -> tuple[str, str]:
    """Name and text of the file given, or of `mirrors.toml` in the settings' folder, or of the starter list.

    Raises InputError for a file that can't be read.
    """
    path = file or folder / MIRRORS_NAME
    if file is None and not path.is_file():
        return f"starter {MIRRORS_NAME}", starter_mirrors()
    try:
        return str(path), path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: not UTF-8 at byte {error.start}; convert it, e.g. with iconv") from error
    except OSError as error:
        raise InputError(f"{path}: can't be read: {error.strerror or error}") from error


def parse_mirrors(text: str, *, name: str) -> tuple[Mirror, ...]:
    """The pairs in the order of the file. Raises InputError with every mistake, its line and the remedy."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(toml_fault(name, text, error)) from error
    wrong = [
        _fault(name, text, (key,), f"unknown key '{key}'; a file holds [[pair]] tables only", of_key=True)
        for key in data
        if key != "pair"
    ]
    tables = data.get("pair", [])
    if not isinstance(tables, list) or not tables or not all(isinstance(table, dict) for table in tables):
        wrong.append(f"{name}: no pair; begin each with a line [[pair]]")
        tables = []
    mirrors = []
    for number, table in enumerate(tables):
        if mistakes := _mistakes(table):
            wrong += [
                _fault(name, text, ("pair", number, key), told, of_key=unknown) for key, told, unknown in mistakes
            ]
            continue
        one, other = (" ".join(term.split()) for term in table["terms"])
        header = find_place(text, ("pair", number))
        mirrors.append(
            Mirror(
                terms=(one, other),
                about=table.get("about", ""),
                sentence=table.get("sentence", SENTENCE),
                because=table.get("because", "").strip(),
                line=line_of(text, header.start) if header else 1,
            )
        )
    if wrong:
        raise InputError("\n".join(wrong))
    return tuple(mirrors)


def _mistakes(table: Mapping[str, Any]) -> Sequence[tuple[str, str, bool]]:
    """Key, problem, and whether the key itself is the problem."""
    found = [
        (key, f"unknown key '{key}'; {nearest(key, KEYS) or 'known here: ' + ', '.join(KEYS)}", True)
        for key in table
        if key not in KEYS
    ]
    terms = table.get("terms")
    if not (
        isinstance(terms, list)
        and len(terms) == 2
        and all(isinstance(term, str) and any(sign.isalnum() for sign in term) for term in terms)
    ):
        found.append(("terms", 'terms: must be two texts, such as ["employers", "workers"]', False))
    elif len({" ".join(term.split()).casefold() for term in terms}) == 1:
        found.append(("terms", "terms: both are the same; write the word for the other side", False))
    found += [
        (key, f"{key}: must be a text", False)
        for key in ("about", "because")
        if not isinstance(table.get(key, ""), str)
    ]
    sentence = table.get("sentence", SENTENCE)
    if not isinstance(sentence, str) or sentence.count(PLACE) != 1:
        found.append(("sentence", f"sentence: must hold {PLACE} once, where the term goes", False))
    return found


def _fault(name: str, text: str, path: tuple[str | int, ...], told: str, *, of_key: bool) -> str:
    return at_line(name, text, find_place(text, path, of="key" if of_key else "value"), told)


def mirrored(
    mirror: Mirror, rules: Sequence[Rule], house: HouseRules, outlet: str | None = None, tagger: Tagger | None = None
) -> Mirrored:
    """What the rules make of both terms, each alone in the pair's sentence, as an outlet's own words."""
    one, other = (_covers(mirror.sentence, term, rules, house, outlet, tagger) for term in mirror.terms)
    return Mirrored(mirror, (one, other))


def _covers(
    sentence: str, term: str, rules: Sequence[Rule], house: HouseRules, outlet: str | None, tagger: Tagger | None
) -> tuple[Cover, ...]:
    start = sentence.index(PLACE)
    text = sentence.replace(PLACE, term)
    place = Span(start, start + len(term))
    sentences, memory = split_text(text), remembering(tagger)
    spans = voices(text, sentences, memory)
    found = flag_text(text, house.rules_for(outlet, rules), spans, sentences, memory, beside=True)
    return tuple(
        Cover(flag.rule, flag.level, flag.match) for flag in house.kept(outlet, text, found) if overlaps(flag, place)
    )
