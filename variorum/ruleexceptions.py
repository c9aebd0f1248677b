"""Writing an accepted exception into the settings file, beside what a person wrote there."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import tomllib
from collections.abc import Iterable, MutableMapping
from pathlib import Path
from typing import Any, cast

import tomlkit
from tomlkit.exceptions import TOMLKitError

from compare.proposals import Proposal, RuleException
from compare.verdicts import plain_words
from variorum.errors import SettingsError
from variorum.rulepacks import rule_book
from variorum.settings import CONFIG_NAME, Settings, load_settings


def holds(exception: RuleException, settings: Settings) -> bool:
    """Do the settings make this exception already, for its outlet or for all?"""
    rules = settings.rules
    own = rules.outlets.get(exception.outlet)
    if exception.phrase:
        allowed = (*rules.allow, *(own.allow if own else ()))
        return plain_words(exception.phrase) in {plain_words(one) for one in allowed}
    return exception.rule in (*rules.disable, *(own.disable if own else ()))


def open_ones(found: Iterable[Proposal], settings: Settings) -> list[Proposal]:
    """The proposals that the settings do not make true already."""
    return [one for one in found if not holds(one.exception, settings)]


def told(exception: RuleException, name: str) -> str:
    """What the exception says; `name` is the outlet's, "" for all."""
    where = f"for {name}" if name else "everywhere"
    if exception.phrase:
        return f"allow “{exception.phrase}” {where}"
    return f"switch {exception.rule} off {where}"


def lines(exception: RuleException) -> str:
    """What stands in a settings file that makes this exception and nothing else."""
    return _added("", exception)


def write_exception(exception: RuleException, settings: Settings) -> Path:
    """Add an exception to the file that the settings were read from, keeping its comments and its form; the file is
    replaced as a whole, and only if what it becomes can be read. Returns its path.

    Raises SettingsError, with the lines to write by hand, where there is no file or it can't be written.
    """
    source = settings.source.name
    named = settings.folder / CONFIG_NAME if source == CONFIG_NAME else Path(source)
    by_hand = f"write these lines yourself:\n{lines(exception)}"
    if not named.is_file():
        raise SettingsError(f"{named}: no such file; write one with variorum init, or {by_hand}")
    path = named.resolve()  # a link stays a link
    try:
        text = _read(path)
        made = _added(text, exception)
    except OSError as error:
        raise SettingsError(f"{named}: can't be read ({error.strerror or error}); {by_hand}") from error
    except (TOMLKitError, ValueError) as error:
        raise SettingsError(f"{named}: can't be added to as it is written ({error}); {by_hand}") from error
    try:
        # Replacing the file would get around both.
        if not os.access(path, os.W_OK) or not path.stat().st_mode & 0o222:
            raise PermissionError(None, "it is read-only")
        _replace(path, text, made)
    except OSError as error:
        raise SettingsError(f"{named}: can't be written ({error.strerror or error}); {by_hand}") from error
    return named


def _read(path: Path) -> str:
    """As it is written, with its own line ends."""
    with path.open(encoding="utf-8", newline="") as file:
        return file.read()


def _replace(path: Path, before: str, text: str) -> None:
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".new", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as out:
            out.write(text)
        rule_book(load_settings(temporary, cwd=path.parent))  # raises where the rules would no longer load
        shutil.copymode(path, temporary)
        if _read(path) != before:
            raise SettingsError(f"{path}: somebody changed it just now; accept the proposal again")
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _added(text: str, exception: RuleException) -> str:
    """The text with the exception, and nothing else that holds otherwise than before.

    Raises TOMLKitError or ValueError for what can't take it: no TOML, or a table written in one line.
    """
    if "\r\n" in text and text.count("\r\n") == text.count("\n"):
        return _added(text.replace("\r\n", "\n"), exception).replace("\n", "\r\n")
    wanted = _with(tomllib.loads(text), exception)
    for way in (_below_header, _by_document):
        made = way(text, exception)
        if made is not None and tomllib.loads(made) == wanted:
            return made
    raise ValueError("nothing could be added without changing something else")


def _below_header(text: str, exception: RuleException) -> str | None:
    """With a new key right below its table's header: at the table's end it would stand behind the comments on what
    comes next. None where there is no such header, or the table has the key."""
    key, value = _entry(exception)
    table = _with(tomllib.loads(text), exception)["rules"]
    if len((table["outlets"][exception.outlet] if exception.outlet else table)[key]) > 1:
        return None
    header = re.escape(f"rules.outlets.{exception.outlet}" if exception.outlet else "rules")
    line = f"{key} = {tomlkit.item([value]).as_string()}\n"
    made, found = re.subn(
        rf"^\[{header}\][ \t]*(?:#.*)?\n", lambda at: at.group() + line, text, count=1, flags=re.MULTILINE
    )
    return made if found else None


def _by_document(text: str, exception: RuleException) -> str:
    document = tomlkit.parse(text)
    key, value = _entry(exception)
    if exception.outlet:
        rules = _table(document, "rules", is_super=True)
        table = _table(_table(rules, "outlets", is_super=True), exception.outlet)
    else:
        table = _table(document, "rules")
    if key not in table:
        table[key] = tomlkit.array()
    cast("list[str]", table[key]).append(value)
    return tomlkit.dumps(document)


def _with(data: dict[str, Any], exception: RuleException) -> dict[str, Any]:
    """What the settings say once they make the exception."""
    key, value = _entry(exception)
    table = data.setdefault("rules", {})
    if exception.outlet:
        table = table.setdefault("outlets", {}).setdefault(exception.outlet, {})
    table.setdefault(key, []).append(value)
    return data


def _entry(exception: RuleException) -> tuple[str, str]:
    """The key of the exception's table, and what is added there."""
    return ("allow", exception.phrase) if exception.phrase else ("disable", exception.rule)


def _table(parent: MutableMapping[str, Any], name: str, *, is_super: bool = False) -> MutableMapping[str, Any]:
    """The table of that name in another, made where it is missing."""
    if name not in parent:
        parent[name] = tomlkit.table(is_super_table=is_super)
    return cast("MutableMapping[str, Any]", parent[name])
