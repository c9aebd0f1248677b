"""Rules as data: the form of a rule, and reading a pack of them from TOML."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass
from typing import Any, Literal, TypeVar, get_args

from compare.errors import RulesError
from compare.expressions import compile_after, compile_before, compile_exception, compile_pattern
from compare.inflection import Pos
from compare.voice import VoiceKind

Category = Literal[
    "doubt", "attribution", "naming", "evaluation", "intensity", "agency",
    "presupposition", "euphemism", "hedge", "vague-source",
]  # fmt: skip
Level = Literal["plain", "contrast", "note", "mark"]
"""What a match is worth: "plain" words are marked nowhere, they are what marked ones are measured against; "contrast"
words are nothing by themselves, and a difference where the others of the event wrote something milder."""
Rung = Literal["neutral", "mild", "charged"]
"""Where a word of attribution stands: "said", "warned", "claimed"."""
Shape = Literal["reporting", "agentless"]
"""What the word must do in its sentence: lead what somebody says, or be a passive without the one who did it."""
Surrounding = Literal["legal", "negated"]

UNCHECKED = "unchecked"


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a rule comes from. `checked` says how that was verified, or is "unchecked"."""

    work: str
    place: str
    checked: str


@dataclass(frozen=True, slots=True)
class NeutralFor:
    """What others would write for some of a rule's words: `neutral` for each of `words`. None where no plain word says
    the same: "bully"."""

    words: tuple[str, ...]
    neutral: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a pack: the words it marks, in what context, and why.

    Words are given in any of three ways. `lemmas` are dictionary forms of the part of speech `pos`, all of whose forms
    count; of several words the head is inflected ("lash out", "gag law"). `phrases` count as they stand. A space in
    either is met by a space or a hyphen. `pattern` is a regular expression matched on word boundaries, "" for none.

    `before` and `after` are regular expressions for what must stand on that side of a match; `exceptions` are
    stretches, from the beginning of a word, that excuse every match they touch. `unless` names surroundings that excuse
    it too: "legal", a case at law, and "negated". `shape` is what the word must do, `voices` whose words a match must
    be to count, everybody's where empty. A part of a name never counts.

    `message` speaks to a writer and `says` to a reader: what the word does beside a neutral one, "" where the pack does
    not tell. Both may hold {match}. `neutral` are words that others would use for the same thing; for some of the
    rule's words `neutral_for` has others in their stead, and `no_names` are those of a naming rule that colour a deed
    or a thing without being anybody's or anything's name (`compare.neutralnames` reads both).

    A rule of attribution stands on a `rung` and belongs to a `family` of verbs. Without `contrast` a word makes no
    difference between outlets: a record can be looked up. `flags` and `passes` are example sentences the rule must mark
    and must leave alone.

    In regular expressions a space stands for any white space and ' for either apostrophe; `(?-i:…)` minds case.
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
    lemmas: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    pos: Pos | None = None
    before: str = ""
    after: str = ""
    unless: tuple[Surrounding, ...] = ()
    shape: Shape | None = None
    voices: tuple[VoiceKind, ...] = ()
    rung: Rung | None = None
    family: str = ""
    contrast: bool = True
    says: str = ""
    neutral_for: tuple[NeutralFor, ...] = ()
    no_names: tuple[str, ...] = ()


REQUIRED = ("id", "category", "level", "message", "flags", "passes", "cite")
WORDS = ("lemmas", "phrases", "pattern")
OPTIONAL = (
    *WORDS, "pos", "before", "after", "exceptions", "unless", "shape", "voices", "neutral", "rung", "family",
    "contrast", "says", "neutral_for", "no_names",
)  # fmt: skip
NEUTRAL_FOR_KEYS = ("words", "neutral")
CITE_KEYS = ("work", "place", "checked")
RULE_ID = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*")
VERSION_DIGITS = 12
PLAIN_WORDS = re.compile(r"[^\W_]+(?:[-' ][^\W_]+)*")
COMPILERS = {
    "pattern": compile_pattern,
    "exceptions": compile_exception,
    "before": compile_before,
    "after": compile_after,
}
Choice = TypeVar("Choice", bound=str)


def parse_pack(toml: str, *, name: str, tried: bool = False) -> tuple[Rule, ...]:
    """The rules of one pack, in the order of the file. `name` is what errors call it: a file or a built-in pack. Where
    it was `tried` before and is the same since, its expressions and words are taken as they stand, in half the time.

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
        rule = _Table(name, toml, number, table, tried=tried).rule()
        if any(rule.id == other.id for other in rules):
            raise RulesError(
                f"{_at(name, toml, rule.id, 'id', last=True)}: rule '{rule.id}' stands twice; give one another id"
            )
        rules.append(rule)
    return tuple(rules)


def without_contrast(rules: Iterable[Rule]) -> frozenset[str]:
    """The ids of the rules whose words make no difference between outlets."""
    return frozenset(rule.id for rule in rules if not rule.contrast)


def rules_digest(rules: Iterable[Rule]) -> str:
    """Twelve hexadecimal digits that change whenever a rule in force changes; their order does not matter."""
    whole = repr([astuple(rule) for rule in sorted(rules, key=lambda rule: rule.id)])
    return hashlib.sha256(whole.encode()).hexdigest()[:VERSION_DIGITS]


class _Table:
    """One [[rule]] table on its way to a Rule, with what its errors need."""

    def __init__(self, pack: str, toml: str, number: int, table: Mapping[str, Any], *, tried: bool) -> None:
        self.pack, self.toml, self.number, self.table, self.tried = pack, toml, number, table, tried
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
        cite = self.citation()
        level = self.choice("level", get_args(Level))
        if cite.checked == UNCHECKED and level not in ("note", "plain"):
            raise self.error(
                "level",
                "a rule whose citation is unchecked stays at level 'note'; open the source and say so in 'checked'",
            )
        if not any(key in self.table for key in WORDS):
            raise self.error("lemmas", f"the rule has no words; give it one of {', '.join(WORDS)}")
        category = self.choice("category", get_args(Category))
        pos = self.choice("pos", get_args(Pos)) if "pos" in self.table else None
        if "lemmas" in self.table and pos is None:
            raise self.error("lemmas", f"lemmas need a 'pos', one of {', '.join(get_args(Pos))}")
        rung = self.choice("rung", get_args(Rung)) if "rung" in self.table else None
        if rung is not None and (category != "attribution" or "family" not in self.table):
            raise self.error("rung", "only a rule of attribution with a 'family' stands on a rung")
        if level == "contrast" and self.table.get("contrast") is False:
            raise self.error("contrast", "a rule at level 'contrast' is for differences alone; take this key out")
        if category != "naming" and "no_names" in self.table:
            raise self.error("no_names", "only a rule of the category 'naming' marks names; take this key out")
        return Rule(
            id=identity,
            category=category,
            level=level,
            message=self.text("message"),
            pattern=self.expression("pattern"),
            exceptions=tuple(self.compiled("exceptions", one) for one in self.texts("exceptions")),
            neutral=self.texts("neutral"),
            flags=self.texts("flags", required=True),
            passes=self.texts("passes", required=True),
            cite=cite,
            lemmas=self.words("lemmas"),
            phrases=self.words("phrases"),
            pos=pos,
            before=self.expression("before"),
            after=self.expression("after"),
            unless=tuple(self.chosen("unless", one, get_args(Surrounding)) for one in self.texts("unless")),
            shape=self.choice("shape", get_args(Shape)) if "shape" in self.table else None,
            voices=tuple(self.chosen("voices", one, get_args(VoiceKind)) for one in self.texts("voices")),
            rung=rung,
            family=self.text("family") if "family" in self.table else "",
            contrast=self.truth("contrast") if "contrast" in self.table else True,
            says=self.text("says") if "says" in self.table else "",
            neutral_for=self.neutral_for(),
            no_names=tuple(self.own_word("no_names", one) for one in self.texts("no_names")),
        )

    def neutral_for(self) -> tuple[NeutralFor, ...]:
        key, given = "neutral_for", self.table.get("neutral_for", [])
        if not isinstance(given, list) or not all(isinstance(one, dict) for one in given):
            raise self.error(key, f"must be a list of tables with {' and '.join(NEUTRAL_FOR_KEYS)}")
        found = []
        seen = set(self.texts("no_names"))
        for one in given:
            if set(one) != set(NEUTRAL_FOR_KEYS):
                raise self.error(key, f"each table holds {' and '.join(NEUTRAL_FOR_KEYS)} and nothing else")
            words, neutral = (self.listed(key, one[part]) for part in NEUTRAL_FOR_KEYS)
            if not words:
                raise self.error(key, "each table needs at least one of the rule's words")
            for word in words:
                self.own_word(key, word)
                if word in seen:
                    raise self.error(key, f"{word!r} stands twice, here or in 'no_names'; take one out")
                seen.add(word)
            found.append(NeutralFor(words, neutral))
        return tuple(found)

    def own_word(self, key: str, word: str) -> str:
        """One of the words that the rule marks: a lemma, a phrase, or what its pattern matches from end to end."""
        if self.tried or word in (*self.texts("lemmas"), *self.texts("phrases")):
            return word
        pattern = self.expression("pattern")
        if pattern and compile_pattern(pattern).fullmatch(word):
            return word
        raise self.error(key, f"{word!r} is none of the rule's words; give one of its lemmas or phrases as it stands")

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

    def truth(self, key: str) -> bool:
        value = self.table[key]
        if not isinstance(value, bool):
            raise self.error(key, "must be true or false, without quotation marks")
        return value

    def texts(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        value = self.listed(key, self.table.get(key, []))
        if required and not value:
            raise self.error(key, "must hold at least one example sentence; a rule without examples can't be checked")
        return value

    def listed(self, key: str, value: Any) -> tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
            raise self.error(key, "must be a list of texts, none of them empty")
        return tuple(value)

    def words(self, key: str) -> tuple[str, ...]:
        value = self.texts(key)
        for word in value:
            if word != word.lower() or not PLAIN_WORDS.fullmatch(word):
                raise self.error(key, f"{word!r} is no plain word; write small letters, and a 'pattern' for all else")
            if value.count(word) > 1:
                raise self.error(key, f"{word!r} stands twice; take one out")
        return value

    def choice(self, key: str, known: tuple[Choice, ...]) -> Choice:
        return self.chosen(key, self.text(key), known)

    def chosen(self, key: str, value: str, known: tuple[Choice, ...]) -> Choice:
        for one in known:
            if one == value:
                return one
        raise self.error(key, f"unknown {key} {value!r}; known are {', '.join(known)}")

    def expression(self, key: str) -> str:
        return self.compiled(key, self.text(key)) if key in self.table else ""

    def compiled(self, key: str, pattern: str) -> str:
        if self.tried:
            return pattern
        try:
            compiled = COMPILERS[key](pattern)
        except re.error as error:
            raise self.error(key, f"{pattern!r} is not a regular expression ({error}); correct it") from error
        if compiled.search(""):
            raise self.error(key, f"{pattern!r} matches nothing at all; name at least one word")
        return pattern

    def error(self, key: str, problem: str) -> RulesError:
        name = f"rule '{self.id}'" if self.id else f"rule number {self.number}"
        return RulesError(f"{_at(self.pack, self.toml, self.id, key)}: {name}, {key}: {problem}")


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
