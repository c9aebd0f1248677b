"""What the invented outlets publish: one TOML file an article, read into frozen values.

A story belongs to one event (its folder) and one outlet. It is listed from its first night on; some pages read
differently on the second night (`Rewrite`). `newsroom_at` says what stands on which night.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Final, Literal, TypeVar, cast, get_args

from variorum.demo.data import NewsroomError, read_toml

Night = Literal[1, 2]
Section = Literal["world", "politics", "courts", "business", "local", "opinion", "live", "members"]
StoryKind = Literal["news", "opinion", "live", "stub"]

#: When each night's run starts. A story of a night was published before it.
NIGHTS: Final[Mapping[Night, datetime]] = MappingProxyType(
    {1: datetime(2025, 3, 12, 3, tzinfo=UTC), 2: datetime(2025, 3, 13, 3, tzinfo=UTC)}
)

_STORY_KEYS: Final = frozenset(
    (
        *("outlet", "slug", "section", "kind", "night", "published", "title"),
        *("authors", "credit", "caption", "body", "second_night"),
    )
)
_REWRITE_KEYS: Final = frozenset(("modified", "title", "correction", "body", "slug"))
_SLUG: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_BLANK_LINES: Final = re.compile(r"\n\s*\n")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Rewrite:
    """What the page says from the second night on. `correction` is the note at its foot, None for a silent edit.

    `slug` is what its address ends in from then on, None where it stays; the old address leads to the new one.
    """

    modified: datetime
    title: str
    paragraphs: tuple[str, ...]
    correction: str | None = None
    slug: str | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """One article of one invented outlet, as it stands on the night it was asked for.

    Times are aware and in UTC. `modified` is None until the page was rewritten. `correction` is part of the text,
    `caption` never is. `second_night` holds the rewrite that is still to come, None once applied or without one.
    `moved_to` is the slug in its present address where that is no longer `slug`.
    """

    event: str
    outlet: str
    slug: str
    section: Section
    kind: StoryKind
    night: Night
    published: datetime
    title: str
    paragraphs: tuple[str, ...]
    authors: tuple[str, ...] = ()
    credit: str | None = None
    caption: str | None = None
    modified: datetime | None = None
    correction: str | None = None
    second_night: Rewrite | None = None
    moved_to: str | None = None

    @property
    def name(self) -> str:
        """OUTLET/SLUG, the name by which expected.toml knows the article."""
        return f"{self.outlet}/{self.slug}"

    @property
    def touched(self) -> datetime:
        """When the page last changed."""
        return self.modified or self.published

    @property
    def text(self) -> str:
        """Headline and paragraphs (the correction last), separated by blank lines: what a scraper should find."""
        closing = () if self.correction is None else (self.correction,)
        return "\n\n".join((self.title, *self.paragraphs, *closing))

    def on(self, night: Night) -> Story:
        """The story as it reads on that night."""
        if night == 1 or self.second_night is None:
            return self
        new = self.second_night
        return replace(
            self,
            title=new.title,
            paragraphs=new.paragraphs,
            modified=new.modified,
            correction=new.correction,
            second_night=None,
            moved_to=new.slug,
        )


def read_stories(folder: Traversable | None = None) -> tuple[Story, ...]:
    """All stories below `folder` (the built-in ones by default), as on the first night, sorted by outlet and slug.

    Raises NewsroomError for an unreadable file, an unknown or missing key, a value of the wrong kind, or a slug that
    one outlet uses twice.
    """
    root = files("variorum.demo") / "stories" if folder is None else folder
    if not root.is_dir():
        raise NewsroomError(
            f"{root}: no such folder; the stories of the invented newsroom are kept there, as EVENT/OUTLET.toml"
        )
    events = sorted((event for event in root.iterdir() if event.is_dir()), key=lambda event: event.name)
    found = [
        (file, parse_story(read_toml(file), event=event.name, source=str(file)))
        for event in events
        for file in sorted(event.iterdir(), key=lambda file: file.name)
        if file.name.endswith(".toml")
    ]
    places: dict[str, Traversable] = {}
    for file, story in found:
        if story.name in places:
            raise NewsroomError(
                f"{file}: slug {story.slug!r} is taken by {places[story.name]}; give one of them another"
            )
        places[story.name] = file
    return tuple(sorted((story for _, story in found), key=lambda story: (story.outlet, story.slug)))


def newsroom_at(night: Night, stories: Iterable[Story] | None = None) -> dict[str, tuple[Story, ...]]:
    """What each outlet publishes on that night: outlet slug to its stories, newest first.

    The second night holds the first night's pages, in their second-night versions, and the new ones.
    """
    standing: dict[str, list[Story]] = defaultdict(list)
    for story in read_stories() if stories is None else stories:
        if story.night <= night:
            standing[story.outlet].append(story.on(night))
    return {
        outlet: tuple(sorted(standing[outlet], key=lambda story: (-story.published.timestamp(), story.slug)))
        for outlet in sorted(standing)
    }


def expected(file: Traversable | None = None) -> dict[str, object]:
    """What was built into the texts on purpose, as plain data: table name to its list of tables."""
    source = files("variorum.demo") / "expected.toml" if file is None else file
    return read_toml(source)


def parse_story(table: Mapping[str, object], *, event: str, source: str) -> Story:
    """One article from the data of its file. `source` is the file's path, named in errors; it must fit the outlet.

    Raises NewsroomError.
    """
    _refuse_unknown(table, _STORY_KEYS, source, "")
    outlet = _take(table, "outlet", str, source)
    if not re.search(rf"(?:^|[/\\]){re.escape(outlet)}(?:-[a-z0-9-]+)?\.toml$", source):
        raise NewsroomError(
            f"{source}: key 'outlet' is {outlet!r}; name the file {outlet}.toml or {outlet}-SOMETHING.toml"
        )
    slug = _slug(table, source, "")
    night = cast(Night, _take(table, "night", int, source))
    if night not in NIGHTS:
        raise NewsroomError(f"{source}: key 'night' is {night}; it is 1 or 2")
    published = _moment(table, "published", source)
    if published >= NIGHTS[night]:
        raise NewsroomError(f"{source}: key 'published' is {published}, not before night {night} ({NIGHTS[night]})")
    authors = _take(table, "authors", list, source, default=[])
    if not all(isinstance(author, str) for author in authors):
        raise NewsroomError(f"{source}: key 'authors' is {authors!r}; it is a list of names")
    story = Story(
        event=event,
        outlet=outlet,
        slug=slug,
        section=cast(Section, _one_of(table, "section", get_args(Section), source)),
        kind=cast(StoryKind, _one_of(table, "kind", get_args(StoryKind), source)),
        night=night,
        published=published,
        title=_line(table, "title", source),
        paragraphs=_paragraphs(table, source),
        authors=tuple(authors),
        credit=_line(table, "credit", source) if "credit" in table else None,
        caption=_line(table, "caption", source) if "caption" in table else None,
    )
    rewrite = _take(table, "second_night", dict, source, default=None)
    return story if rewrite is None else replace(story, second_night=_rewrite(rewrite, story, source))


def _rewrite(table: dict[str, object], story: Story, source: str) -> Rewrite:
    _refuse_unknown(table, _REWRITE_KEYS, source, "second_night.")
    if story.night != 1:
        raise NewsroomError(f"{source}: key 'second_night' stands in a story that is new on night {story.night}")
    modified = _moment(table, "modified", source)
    if not story.published < modified < NIGHTS[2]:
        raise NewsroomError(f"{source}: key 'second_night.modified' is {modified}, not between publication and night 2")
    return Rewrite(
        modified=modified,
        title=_line(table, "title", source) if "title" in table else story.title,
        paragraphs=_paragraphs(table, source) if "body" in table else story.paragraphs,
        correction=_line(table, "correction", source) if "correction" in table else None,
        slug=_slug(table, source, "second_night.") if "slug" in table else None,
    )


def _slug(table: Mapping[str, object], source: str, prefix: str) -> str:
    slug = _take(table, "slug", str, source)
    if not _SLUG.fullmatch(slug):
        raise NewsroomError(
            f"{source}: key '{prefix}slug' is {slug!r}; use lower-case letters, digits and single hyphens"
        )
    return slug


def _refuse_unknown(table: Mapping[str, object], known: frozenset[str], source: str, prefix: str) -> None:
    for key in table:
        if key not in known:
            raise NewsroomError(f"{source}: unknown key '{prefix}{key}'; known are {', '.join(sorted(known))}")


_REQUIRED: Final = object()


def _take(table: Mapping[str, object], key: str, kind: type[T], source: str, *, default: object = _REQUIRED) -> T:
    """The value at `key`, which must be of that type; `default`, of whatever type, where it is missing and given."""
    if key not in table:
        if default is _REQUIRED:
            raise NewsroomError(f"{source}: key '{key}' is missing")
        return cast(T, default)
    value = table[key]
    if not isinstance(value, kind):
        raise NewsroomError(f"{source}: key '{key}' is {value!r}; it must be of type {kind.__name__}")
    return value


def _one_of(table: Mapping[str, object], key: str, allowed: tuple[str, ...], source: str) -> str:
    value = _take(table, key, str, source)
    if value not in allowed:
        raise NewsroomError(f"{source}: key '{key}' is {value!r}; it is one of {', '.join(allowed)}")
    return value


def _line(table: Mapping[str, object], key: str, source: str) -> str:
    value = " ".join(_take(table, key, str, source).split())
    if not value:
        raise NewsroomError(f"{source}: key '{key}' is empty")
    return value


def _moment(table: Mapping[str, object], key: str, source: str) -> datetime:
    value = _take(table, key, datetime, source)
    if value.tzinfo is None:
        raise NewsroomError(f"{source}: key '{key}' is {value}; add its zone, as in {value.isoformat()}Z")
    return value.astimezone(UTC)


def _paragraphs(table: Mapping[str, object], source: str) -> tuple[str, ...]:
    blocks = _BLANK_LINES.split(_take(table, "body", str, source))
    paragraphs = tuple(paragraph for block in blocks if (paragraph := " ".join(block.split())))
    if not paragraphs:
        raise NewsroomError(f"{source}: key 'body' is empty; write paragraphs separated by blank lines")
    return paragraphs
