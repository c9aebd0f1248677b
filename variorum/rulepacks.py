"""Reading rule packs from files, the built-in ones and a user's folders, and what of them is in force."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources

from compare.errors import RulesError
from compare.framing import failing_examples
from compare.houserules import Exemption, HouseRules
from compare.rules import Rule, parse_pack
from compare.scareflags import SCARE_QUOTES
from compare.tagger import Tagger
from variorum.errors import SettingsError
from variorum.faults import at_line, nearest, pack_fault
from variorum.rulerecords import RuleRecord, built_in_record
from variorum.settings import Settings
from variorum.tomlplaces import entries

UNLISTED = "take it out, and see with `variorum rules` which there are"


@dataclass(frozen=True, slots=True)
class Pack:
    """One pack's rules, in the order of its file."""

    name: str
    text: str
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class RuleBook:
    """What is in force. `rules` are sorted by id, at the level at which they are applied; `demoted` holds the ids of
    those whose pack says "mark" and whose record does not bear that out. `house` is what is allowed all the same,
    `disabled` the ids that are off everywhere."""

    rules: tuple[Rule, ...]
    demoted: frozenset[str]
    disabled: tuple[str, ...]
    house: HouseRules


def load_rules(settings: Settings) -> tuple[Rule, ...]:
    """All rules in force, sorted by id. Raises SettingsError or compare's RulesError naming file, rule and remedy."""
    return rule_book(settings).rules


def house_rules(settings: Settings) -> HouseRules:
    """What the settings allow, without a look at the rules."""
    return HouseRules(
        phrases=settings.rules.allow,
        outlets={
            slug: Exemption(frozenset(one.disable), one.allow) for slug, one in sorted(settings.rules.outlets.items())
        },
    )


def rule_book(settings: Settings, record: RuleRecord | None = None) -> RuleBook:
    """Everything in force, by the shipped record where none is given. Raises as `load_rules` does."""
    record = record or built_in_record()
    by_id = _by_id([*built_in_rules(), *_user_packs(settings)])
    _check_ids(settings, by_id)
    kept = [by_id[key] for key in sorted(by_id) if key not in settings.rules.disable]
    demoted = frozenset(rule.id for rule in kept if rule.level == "mark" and record.falls_short(rule))
    return RuleBook(
        rules=tuple(replace(rule, level="note") if rule.id in demoted else rule for rule in kept),
        demoted=demoted,
        disabled=tuple(sorted(set(settings.rules.disable))),
        house=house_rules(settings),
    )


def wrong_examples(settings: Settings, tagger: Tagger | None = None) -> list[str]:
    """What the examples in a user's own packs show to be wrong, each with file and line: a sentence of `flags` that its
    rule does not match, or one of `passes` that it does. Raises as `load_rules` does."""
    found = []
    for pack in _user_packs(settings):
        places = {entry.path: entry.value for entry in entries(pack.text)}
        for number, rule in enumerate(pack.rules):
            for example in failing_examples(rule, tagger):
                key, told = ("flags", "does not match") if example in rule.flags else ("passes", "matches")
                place = places.get(("rule", number, key))
                problem = f"rule '{rule.id}' {told} its example in '{key}': {example!r}; mend the rule or the example"
                found.append(at_line(pack.name, pack.text, place, problem))
    return found


def built_in_packs() -> Iterable[tuple[str, str]]:
    """Name and text of each pack that ships with the program."""
    folder = resources.files("compare") / "rulepacks"
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        if entry.name.endswith(".toml"):
            yield entry.name.removesuffix(".toml"), entry.read_text(encoding="utf-8")


def no_own_rules_note(settings: Settings, outlet: str | None) -> str | None:
    """What a person should know who names an outlet of which the settings say nothing: it may be misspelt."""
    if outlet is None or outlet in settings.rules.outlets:
        return None
    known = ", ".join(sorted(settings.rules.outlets)) or "no outlet"
    return f"note: nothing is set for {outlet!r} under [rules.outlets] (it knows {known}); everybody's rules hold"


@cache
def built_in_rules() -> tuple[Pack, ...]:
    """The packs that ship with the program, and the rule that stands in none. They never change while it runs, so they
    are read once; the tests try each of their expressions."""
    packs = (Pack(name, text, parse_pack(text, name=name, tried=True)) for name, text in built_in_packs())
    return (*packs, Pack("scare quotes", "", (SCARE_QUOTES,)))


def _user_packs(settings: Settings) -> Iterator[Pack]:
    for number, relative in enumerate(settings.rules.packs):
        folder = settings.path(relative)
        files = sorted(folder.glob("*.toml"))
        if not files:
            raise settings.error(
                ("rules", "packs", number), f"no .toml file in {folder}; correct the path or remove it"
            )
        for file in files:
            try:
                text = file.read_text(encoding="utf-8")
            except (OSError, UnicodeDecodeError) as error:
                raise SettingsError(f"{file}: can't be read as UTF-8 text ({error})") from error
            try:
                yield Pack(str(file), text, parse_pack(text, name=str(file)))
            except RulesError as error:
                raise RulesError(pack_fault(str(file), text, str(error))) from error


def _by_id(packs: Iterable[Pack]) -> dict[str, Rule]:
    """Every rule by its id, built-in ones first. Raises SettingsError for an id that two packs have."""
    by_id: dict[str, Rule] = {}
    owner: dict[str, Pack] = {}
    for pack in packs:
        for number, rule in enumerate(pack.rules):
            if rule.id in by_id:
                ids = [entry.value for entry in entries(pack.text) if entry.path == ("rule", number, "id")]
                problem = f"rule '{rule.id}' stands in the pack {owner[rule.id].name} too; give it another id"
                raise SettingsError(at_line(pack.name, pack.text, ids[0] if ids else None, problem))
            by_id[rule.id], owner[rule.id] = rule, pack
    return by_id


def _check_ids(settings: Settings, known: Iterable[str]) -> None:
    """Raises SettingsError for every id to leave out that no rule has."""
    ids = set(known)
    lists: list[tuple[tuple[str, ...], tuple[str, ...]]] = [(("rules", "disable"), settings.rules.disable)]
    for slug, one in settings.rules.outlets.items():
        lists.append((("rules", "outlets", slug, "disable"), one.disable))
    wrong = [
        settings.error((*path, number), f"no rule '{name}'; {nearest(name, ids) or UNLISTED}")
        for path, names in lists
        for number, name in enumerate(names)
        if name not in ids
    ]
    if wrong:
        raise SettingsError("\n".join(map(str, wrong)))
