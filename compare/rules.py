"""Rules as data: the form of a rule, and reading a pack of them from TOML."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass
from typing import Any, Literal, TypeGuard, get_args

from compare.errors import RulesError

Category = Literal[
    "doubt", "attribution", "naming", "evaluation", "intensity", "agency",
    "presupposition", "euphemism", "hedge", "vague-source",
]  # fmt: skip
Level = Literal["note", "mark"]

UNCHECKED = "unchecked"


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a rule comes from. `checked` says how that was verified, or is "unchecked"."""

    work: str
    place: str
    checked: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a pack.

    `pattern` is a regular expression matched on word boundaries, ignoring case; `exceptions` are regular expressions
    for stretches, from the beginning of a word, that excuse every match they touch; `neutral` are words that others
    would use for the same thing. `flags` and `passes` are example sentences the rule must mark and must leave alone.

    In patterns and exceptions a space stands for any white space and ' for either apostrophe; `(?-i:…)` minds case.
    """

    id: str
    category: Category
    level: Level
    message: str
    pattern: str
    exceptions: tuple[str, ...]
    neutral: tuple[str, ...]
    flags: tuple[str, ...]
    passes: tuple[str, ...]
    cite: Citation


REQUIRED = ("id", "category", "level", "message", "pattern", "flags", "passes", "cite")
OPTIONAL = ("exceptions", "neutral")
CITE_KEYS = ("work", "place", "checked")
RULE_ID = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*")
VERSION_DIGITS = 12


def parse_pack(toml: str, *, name: str) -> tuple[Rule, ...]:
    """The rules of one pack, in the order of the file. `name` is what errors call it: a file or a built-in pack.

    The text holds `[[rule]]` tables and nothing else. Raises RulesError naming pack, rule, key, line and remedy.
    """
    try:
        data = tomllib.loads(toml)
    except tomllib.TOMLDecodeError as error:
        raise RulesError(f"{name}: not TOML ({error}); correct the file at that line") from error
    for key in data:
        if key != "rule":
            raise RulesError(f"{_at(name, toml, None, key)}: unknown key '{key}'; a pack holds [[rule]] tables only")
    tables = data.get("rule", [])
    if not isinstance(tables, list) or not tables:
        raise RulesError(f"{name}: no rule; begin each with a line [[rule]]")
    rules: list[Rule] = []
    for number, table in enumerate(tables, 1):
        rule = _Table(name, toml, number, table).rule()
        if any(rule.id == other.id for other in rules):
            raise RulesError(
                f"{_at(name, toml, rule.id, 'id', last=True)}: rule '{rule.id}' stands twice; give one another id"
            )
        rules.append(rule)
    return tuple(rules)


def rules_digest(rules: Iterable[Rule]) -> str:
    """Twelve hexadecimal digits that change whenever a rule in force changes; their order does not matter."""
    whole = repr([astuple(rule) for rule in sorted(rules, key=lambda rule: rule.id)])
    return hashlib.sha256(whole.encode()).hexdigest()[:VERSION_DIGITS]


def compile_pattern(pattern: str) -> re.Pattern[str]:
    """A rule's pattern as it is matched: on word boundaries, ignoring case, spaces and apostrophes loosened."""
    return re.compile(rf"(?<!\w)(?:{_loosened(pattern)})(?!\w)", re.IGNORECASE)


def compile_exception(pattern: str) -> re.Pattern[str]:
    """An exception as it is matched: from the beginning of a word, ignoring case, spaces and apostrophes loosened."""
    return re.compile(rf"(?<!\w)(?:{_loosened(pattern)})", re.IGNORECASE)


def _loosened(pattern: str) -> str:
    out, inside_class = [], False
    for at, sign in enumerate(pattern):
        escaped = at > 0 and pattern[at - 1] == "\\" and (at < 2 or pattern[at - 2] != "\\")
        if sign == "[" and not escaped:
            inside_class = True
        elif sign == "]" and not escaped:
            inside_class = False
        if inside_class or escaped:
            out.append("’'" if sign == "'" else sign)
        else:
            out.append({" ": r"\s+", "'": "[’']"}.get(sign, sign))
    return "".join(out)


class _Table:
    """One [[rule]] table on its way to a Rule, with what its errors need."""

    def __init__(self, pack: str, toml: str, number: int, table: Mapping[str, Any]) -> None:
        self.pack, self.toml, self.number, self.table = pack, toml, number, table
        given = table.get("id")
        self.id: str | None = given if isinstance(given, str) else None

    def rule(self) -> Rule:
        for key in self.table:
            if key not in REQUIRED + OPTIONAL:
                raise self.error(key, f"unknown key; known are {', '.join(REQUIRED + OPTIONAL)}")
        for key in REQUIRED:
            if key not in self.table:
                raise self.error(key, f"'{key}' is missing; add it")
        identity = self.text("id")
        if not RULE_ID.fullmatch(identity):
            raise self.error("id", f"{identity!r} is no id; use lower-case words joined by - or .")
        category, level = self.text("category"), self.text("level")
        if not _is_category(category):
            raise self.error("category", f"unknown category {category!r}; known are {', '.join(get_args(Category))}")
        if not _is_level(level):
            raise self.error("level", f"unknown level {level!r}; known are {', '.join(get_args(Level))}")
        cite = self.citation()
        if cite.checked == UNCHECKED and level != "note":
            raise self.error(
                "level",
                "a rule whose citation is unchecked stays at level 'note'; open the source and say so in 'checked'",
            )
        return Rule(
            id=identity,
            category=category,
            level=level,
            message=self.text("message"),
            pattern=self.expression("pattern", self.text("pattern")),
            exceptions=tuple(self.expression("exceptions", e) for e in self.texts("exceptions", required=False)),
            neutral=self.texts("neutral", required=False),
            flags=self.texts("flags", required=True),
            passes=self.texts("passes", required=True),
            cite=cite,
        )

    def citation(self) -> Citation:
        cite = self.table["cite"]
        if not isinstance(cite, dict):
            raise self.error("cite", "must be a table with work, place and checked")
        for key in cite:
            if key not in CITE_KEYS:
                raise self.error("cite", f"unknown key '{key}'; known are {', '.join(CITE_KEYS)}")
        for key in CITE_KEYS:
            if not isinstance(cite.get(key), str) or not cite[key].strip():
                raise self.error(
                    "cite",
                    f"'{key}' is missing or empty; name work and place, and how they were checked or '{UNCHECKED}'",
                )
        return Citation(cite["work"], cite["place"], cite["checked"])

    def text(self, key: str) -> str:
        value = self.table[key]
        if not isinstance(value, str) or not value.strip():
            raise self.error(key, "must be a text that is not empty")
        return value

    def texts(self, key: str, *, required: bool) -> tuple[str, ...]:
        value = self.table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
            raise self.error(key, "must be a list of texts, none of them empty")
        if required and not value:
            raise self.error(key, "must hold at least one example sentence; a rule without examples can't be checked")
        return tuple(value)

    def expression(self, key: str, pattern: str) -> str:
        try:
            compiled = (compile_pattern if key == "pattern" else compile_exception)(pattern)
        except re.error as error:
            raise self.error(key, f"{pattern!r} is not a regular expression ({error}); correct it") from error
        if compiled.fullmatch(""):
            raise self.error(key, f"{pattern!r} matches nothing at all; name at least one word")
        return pattern

    def error(self, key: str, problem: str) -> RulesError:
        name = f"rule '{self.id}'" if self.id else f"rule number {self.number}"
        return RulesError(f"{_at(self.pack, self.toml, self.id, key)}: {name}, {key}: {problem}")


def _is_category(word: str) -> TypeGuard[Category]:
    return word in get_args(Category)


def _is_level(word: str) -> TypeGuard[Level]:
    return word in get_args(Level)


def _at(pack: str, toml: str, rule: str | None, key: str, *, last: bool = False) -> str:
    """Pack and, where it can be found, the line of a key: within the named rule, or anywhere at the top."""
    lines = toml.splitlines()
    starts = [n for n, line in enumerate(lines) if rule and re.match(rf"\s*id\s*=\s*[\"']{re.escape(rule)}[\"']", line)]
    if rule and not starts:
        return pack
    start = starts[-1 if last else 0] if starts else 0
    first = next((n for n in range(start, -1, -1) if lines[n].strip() == "[[rule]]"), 0) if rule else 0
    for number in range(start if last else first, len(lines)):
        if rule and number > start and lines[number].strip() == "[[rule]]":
            break
        if re.match(
            rf"\s*(?:\[+\s*(?:rule\.)?{re.escape(key)}\b|{re.escape(key)}\s*=|[\"']{re.escape(key)}[\"']\s*=)",
            lines[number],
        ):
            return f"{pack}, line {number + 1}"
    return f"{pack}, line {start + 1}" if starts else pack
