"""The newsroom's TOML files, read with errors that name the file."""

from __future__ import annotations

import tomllib
from importlib.resources.abc import Traversable

from variorum.errors import VariorumError


class NewsroomError(VariorumError):
    """A file of the invented newsroom can't be used; the text names the file and the key."""


def read_toml(file: Traversable) -> dict[str, object]:
    """The file as plain data. Raises NewsroomError where it can't be read, is not UTF-8 or not TOML."""
    try:
        text = file.read_text(encoding="utf-8")
    except OSError as error:
        raise NewsroomError(f"{file}: can't be read ({error})") from error
    except UnicodeDecodeError as error:
        raise NewsroomError(f"{file}: not UTF-8 at byte {error.start}; save it as UTF-8") from error
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise NewsroomError(f"{file}: not TOML: {error}") from error
