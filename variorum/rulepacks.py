"""Reading rule packs from files: the built-in ones and a user's folders."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import resources
from pathlib import Path

from compare.rules import Rule, parse_pack
from compare.scareflags import SCARE_QUOTES
from variorum.errors import SettingsError
from variorum.settings import Settings


def load_rules(settings: Settings) -> tuple[Rule, ...]:
    """All rules in force, sorted by id. Raises SettingsError or compare's RulesError naming file, rule and remedy."""
    packs = (*built_in_packs(), *_user_packs(settings))
    rules = [SCARE_QUOTES, *(rule for name, text in packs for rule in parse_pack(text, name=name))]
    by_id: dict[str, Rule] = {}
    for rule in rules:
        if rule.id in by_id:
            raise SettingsError(f"rule '{rule.id}' stands in two packs; rename one of them")
        by_id[rule.id] = rule
    unknown = sorted(set(settings.rules.disable) - set(by_id))
    if unknown:
        raise SettingsError(f"rules.disable names no rule: {', '.join(unknown)}; known: {', '.join(sorted(by_id))}")
    return tuple(by_id[key] for key in sorted(by_id) if key not in settings.rules.disable)


def built_in_packs() -> Iterable[tuple[str, str]]:
    """Name and text of each pack that ships with the program."""
    folder = resources.files("compare") / "rulepacks"
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        if entry.name.endswith(".toml"):
            yield entry.name.removesuffix(".toml"), entry.read_text(encoding="utf-8")


def _user_packs(settings: Settings) -> Iterable[tuple[str, str]]:
    for relative in settings.rules.packs:
        folder = settings.path(relative)
        files = sorted(Path(folder).glob("*.toml"))
        if not files:
            raise SettingsError(f"rules.packs: no .toml file in {folder}; correct the path or remove it")
        for file in files:
            try:
                yield str(file), file.read_text(encoding="utf-8")
            except (OSError, UnicodeDecodeError) as error:
                raise SettingsError(f"{file}: can't be read as UTF-8 text ({error})") from error
