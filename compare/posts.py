"""Posts of social networks that an article prints whole: a paragraph, and below it "— Name (@handle) March 3, 2031"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from compare.spans import HasSpan

_SIGNATURE: Final = re.compile(r"[—–-]{1,2}\s*(?P<name>[^\n()]{1,60}?)\s*\(@\w{1,30}\)")
"""How the networks' own markup signs a post."""


@dataclass(frozen=True, slots=True)
class Post:
    """The post's words are `text[start:end]`; who posted stands at `name_start`, as `name`."""

    start: int
    end: int
    name: str
    name_start: int


def posts(text: str, paragraphs: Sequence[HasSpan]) -> list[Post]:
    """The posts of a text, in reading order. `paragraphs` are the text's, in order."""
    found = []
    for before, after in pairwise(paragraphs):
        signature = _SIGNATURE.match(text, after.start, after.end)
        if signature and not _SIGNATURE.match(text, before.start, before.end):
            found.append(Post(before.start, before.end, signature["name"], signature.start("name")))
    return found
