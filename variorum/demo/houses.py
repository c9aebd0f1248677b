"""How an invented outlet's site is laid out: host, addresses, encoding, menu, listing (skins/OUTLET/house.toml)."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta, timezone
from importlib.resources import files
from typing import Final

from pydantic import BaseModel, ConfigDict, ValidationError

from variorum.demo.data import NewsroomError, read_toml
from variorum.demo.stories import Story

#: Article numbers have seven digits and start where none can be read as a year and a month.
_FIRST_NUMBER, _NUMBERS = 4_000_000, 1_000_000


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class MenuEntry(_Table):
    """A line of the menu. Its page lists the stories of these sections."""

    label: str
    path: str
    sections: tuple[str, ...]


class PlainPage(_Table):
    """A page that is no article: about, privacy, a topic. `place` is the part of the furniture that links to it."""

    label: str
    path: str
    place: str
    text: str


class Listing(_Table):
    """The feed or sitemap in which every article stands. `template` is a file of the skin."""

    path: str
    template: str
    content_type: str


class House(_Table):
    """One outlet's site.

    `address` is a format string for the path of an article, over section, slug, published (in the outlet's zone) and
    number. `encoding` is the one in which its documents are written; `content_type` the header that comes with a page.
    """

    slug: str
    name: str
    host: str
    tagline: str
    address: str
    encoding: str
    content_type: str
    utc_offset_hours: int
    menu: tuple[MenuEntry, ...]
    pages: tuple[PlainPage, ...]
    listing: Listing | None = None

    def local(self, at: datetime) -> datetime:
        """The moment in the outlet's own zone."""
        return at.astimezone(timezone(timedelta(hours=self.utc_offset_hours)))

    def path_of(self, story: Story) -> str:
        """Where on the host the article stands."""
        digest = hashlib.sha256(story.name.encode()).digest()
        return self.address.format(
            section=story.section,
            slug=story.moved_to or story.slug,
            published=self.local(story.published),
            number=_FIRST_NUMBER + int.from_bytes(digest[:4]) % _NUMBERS,
        )

    def shelf_of(self, story: Story) -> MenuEntry:
        """The menu's entry under which the article stands; the front page where the menu has none."""
        fitting = [entry for entry in self.menu if story.section in entry.sections]
        return fitting[0] if fitting else MenuEntry(label="Home", path="/", sections=())

    def url_of(self, story: Story) -> str:
        """The article's full address."""
        return f"http://{self.host}{self.path_of(story)}"


SKINS: Final = files("variorum.demo") / "skins"


def read_houses() -> dict[str, House]:
    """The six outlets' sites by slug. Raises NewsroomError with file and key."""
    folders = sorted((folder for folder in SKINS.iterdir() if folder.is_dir()), key=lambda folder: folder.name)
    houses = {}
    for folder in folders:
        file = folder / "house.toml"
        try:
            houses[folder.name] = House.model_validate({"slug": folder.name, **read_toml(file)})
        except ValidationError as error:
            first = error.errors()[0]
            key = ".".join(str(part) for part in first["loc"])
            raise NewsroomError(f"{file}: key '{key}': {first['msg']}") from error
    return houses
