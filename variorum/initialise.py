"""`init`: the files a new user starts from."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

from variorum.errors import InputError
from variorum.mirrors import MIRRORS_NAME, starter_mirrors
from variorum.settings import CONFIG_NAME, DEFAULT_CONFIG


def write_starter_files(folder: Path, *, contact: str) -> Iterator[str]:
    """Write the files, leaving alone what is there, and say what was done. Raises InputError where it can't be."""
    config = DEFAULT_CONFIG.replace('contact = ""', f"contact = {_toml_string(contact)}")
    tomllib.loads(config)
    starter = (resources.files("scraper") / "outlets.toml").read_text(encoding="utf-8")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in ((CONFIG_NAME, config), ("outlets.toml", starter), (MIRRORS_NAME, starter_mirrors())):
            path = folder / name
            if path.exists():
                yield f"{path}: left as it is"
                continue
            path.write_text(text, encoding="utf-8")
            yield f"{path}: written"
    except OSError as error:
        raise InputError(f"{folder}: can't be written: {error.strerror or error}; choose another folder") from error
    if not contact:
        yield f'next: set contact under [fetch] in {folder / CONFIG_NAME}, then "variorum fetch"'


def _toml_string(text: str) -> str:
    if any(ord(character) < 32 or character in '"\\' for character in text):
        raise InputError(f"--contact {text!r}: an e-mail address or a URL is expected")
    return f'"{text}"'
