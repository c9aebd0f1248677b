"""Stories and skins to documents: every page, feed and robots.txt of the invented outlets, as bytes.

What a page says around its article (related stories, most read) is chosen from what was known when the article was
first listed, so that a page changes only when its own article does.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from email.utils import format_datetime
from importlib.resources import files
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from variorum.demo.data import NewsroomError
from variorum.demo.houses import House, MenuEntry, read_houses
from variorum.demo.stories import Night, Story, newsroom_at, read_stories

#: From the path of a page and the path of a target on the same host, and the paths of all its pages, to an href.
Linker = Callable[[str, str, Collection[str]], str]

RELATED: Final = 4  # teasers under an article
MOST_READ: Final = 5  # lines of the "most read" box
ETAG_DIGITS: Final = 16


@dataclass(frozen=True, slots=True)
class Document:
    """What a server answers at one address. `changed` is when it last changed (aware, UTC), None where nobody knows.

    `location` is the path to which a server leads on from here, for an article that moved; the document is then what
    stands there.
    """

    body: bytes
    content_type: str
    changed: datetime | None = None
    location: str | None = None

    @property
    def is_page(self) -> bool:
        return self.content_type.startswith("text/html")

    @property
    def etag(self) -> str:
        """A strong entity tag, in its quotation marks, of the bytes alone."""
        return f'"{hashlib.sha256(self.body).hexdigest()[:ETAG_DIGITS]}"'


def within_host(page: str, target: str, pages: Collection[str]) -> str:
    """Links as a server writes them: the path itself."""
    return target


def press(
    night: Night, *, stories: Sequence[Story] | None = None, link: Linker = within_host
) -> dict[str, dict[str, Document]]:
    """Everything the outlets serve on that night: host to path to document.

    `stories` are as on the first night (the built-in ones by default); outlets that have none are still served.
    Raises NewsroomError where a file can't be used or a story does not fit its outlet's encoding.
    """
    known = read_stories() if stories is None else stories
    environment = _environment()
    standing = newsroom_at(night, known)
    return {
        house.host: dict(_site(house, known, standing.get(slug, ()), environment, link))
        for slug, house in read_houses().items()
    }


def _site(
    house: House, known: Sequence[Story], standing: Sequence[Story], environment: Environment, link: Linker
) -> Iterator[tuple[str, Document]]:
    paths = {house.path_of(place) for story in standing for place in _places(story)}
    pages = frozenset({"/", *paths, *(entry.path for entry in house.menu), *(page.path for page in house.pages)})

    def skin(template: str) -> Template:
        return environment.get_template(f"{house.slug}/{template}")

    def common(path: str) -> dict[str, object]:
        return {
            "house": house,
            "path": path,
            "href": lambda target: link(path, target, pages),
            "address": house.path_of,
            "url": house.url_of,
        }

    def document(text: str, content_type: str, changed: datetime | None) -> Document:
        return Document(_encode(text, house), content_type, changed)

    at_paths = [(story, house.path_of(place)) for story in standing for place in _places(story)]
    for story, path in at_paths:
        others = [other for other in known if other.outlet == story.outlet and other.night <= story.night]
        text = skin("article.html").render(
            **common(path),
            story=story,
            related=_drawn([other for other in others if other.slug != story.slug], story.slug)[:RELATED],
            most_read=_drawn(others, house.slug)[:MOST_READ],
            picture=_picture(environment, story),
        )
        moved = house.path_of(story) if house.path_of(story) != path else None
        yield path, replace(document(text, house.content_type, story.touched), location=moved)

    newest = max((story.touched for story in standing), default=None)
    shelves: list[tuple[str, MenuEntry | None, Sequence[Story]]] = [("/", None, standing)]
    shelves += [(entry.path, entry, [s for s in standing if s.section in entry.sections]) for entry in house.menu]
    for path, entry, found in shelves:
        pictures = {story.slug: _picture(environment, story) for story in found}
        text = skin("front.html").render(**common(path), entry=entry, stories=found, pictures=pictures)
        yield path, document(text, house.content_type, newest)

    for page in house.pages:
        text = skin("page.html").render(**common(page.path), page=page)
        yield page.path, document(text, house.content_type, None)

    if house.listing is not None:
        text = skin(house.listing.template).render(**common(house.listing.path), stories=standing, newest=newest)
        yield house.listing.path, document(text, house.listing.content_type, newest)

    robots = files("variorum.demo") / "robots" / f"{house.slug}.txt"
    yield "/robots.txt", Document(robots.read_bytes(), "text/plain; charset=utf-8")


def _unmoved(story: Story) -> Story:
    return replace(story, moved_to=None)


def _places(story: Story) -> tuple[Story, ...]:
    """The story at its address and, where it moved, at the one it had."""
    return (story,) if story.moved_to is None else (story, _unmoved(story))


def _drawn(stories: Sequence[Story], seed: str) -> list[Story]:
    """The stories in an order that looks arbitrary and never changes."""
    return sorted(stories, key=lambda story: hashlib.sha256(f"{seed} {story.name}".encode()).digest())


def _encode(text: str, house: House) -> bytes:
    try:
        return text.encode(house.encoding)
    except UnicodeEncodeError as error:
        around = text[max(0, error.start - 30) : error.end + 30]
        raise NewsroomError(
            f"a story of {house.slug} does not fit {house.encoding}: {text[error.start : error.end]!r} in {around!r}; "
            f"replace that character in variorum/demo/stories"
        ) from error


def _picture(environment: Environment, story: Story) -> str:
    """A landscape drawn from the story's name, as a data URI, so that a page needs nothing beside it."""
    seeds = list(hashlib.sha256(story.name.encode()).digest())
    svg = environment.get_template("picture.svg").render(seeds=seeds)
    return "data:image/svg+xml;base64," + base64.b64encode(" ".join(svg.split()).encode()).decode()


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("variorum.demo", "skins"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(
        day=_day,
        weekday=lambda at: f"{at:%A}",
        clock=lambda at: f"{at:%H:%M}",
        iso_z=lambda at: f"{at:%Y-%m-%dT%H:%M:%SZ}",
        mail_date=format_datetime,
        short_mail_date=lambda at: f"{at.day} {at:%b %Y %H:%M} GMT",
    )
    return environment


def _day(at: datetime) -> str:
    """11 March 2025."""
    return f"{at.day} {at:%B %Y}"
