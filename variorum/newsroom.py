"""The outlets that the settings name."""

from __future__ import annotations

from scraper.outlets import Outlet, parse_outlets
from variorum.errors import SettingsError
from variorum.settings import Settings


def configured_outlets(settings: Settings) -> tuple[Outlet, ...]:
    """The outlets of the file that the settings name; none where there is no such file."""
    path = settings.path(settings.outlets)
    if not path.is_file():
        return ()
    try:
        return parse_outlets(path.read_text(encoding="utf-8"), source=str(path))
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: can't be read as UTF-8 text ({error})") from error
