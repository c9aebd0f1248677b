"""The vocabulary of the page about the data: what is read and held, and what lies beside the pages.

`variorum.datapages` builds these, templates print them; they keep to the rules of `variorum.views`.
"""

from __future__ import annotations

from dataclasses import dataclass

from variorum.views import Frame


@dataclass(frozen=True, slots=True)
class HeldLine:
    """What is held of one outlet. `href` leads to its page."""

    outlet: str
    href: str
    articles: int
    versions: int
    words: str
    since: str


@dataclass(frozen=True, slots=True)
class CountLine:
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file beside the pages, and what it has."""

    path: str
    what: str


@dataclass(frozen=True, slots=True)
class DataPage:
    """About the data. `shown` is how many words of all versions stand in the report at all; `waiting` articles are new
    or changed and not compared yet."""

    frame: Frame
    outlets: tuple[HeldLine, ...]
    articles: int
    versions: int
    words: str
    shown: str
    since: str
    waiting: int
    kinds: tuple[CountLine, ...]
    languages: tuple[CountLine, ...]
    files: tuple[FileLine, ...]
    excerpt_words: int
