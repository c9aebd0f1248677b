"""Words that an article prints whole, without quotation marks, and who said them.

- A post of a social network: a paragraph, and below it "— Name (@handle) March 3, 2031".
- A turn of a transcript: a paragraph behind its speaker's name in capitals and a colon, where there are several.
- A block: the paragraph below one that ends in a cue and a colon ("The governor added:").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from compare.cues import verb_cues
from compare.spans import HasSpan
from compare.speakers import is_of_a_name, subject

_SIGNATURE: Final = re.compile(r"[—–-]{1,2}\s*(?P<name>[^\n()]{1,60}?)\s*\(@\w{1,30}\)")
"""How the networks' own markup signs a post."""
_SPEAKER: Final = re.compile(r"(?P<name>(?:[A-Z][A-Z’'\-]+|[A-Z]\.)(?:\s+(?:[A-Z][A-Z’'\-]+|[A-Z]\.)){0,3}):\s+(?=\S)")
_NO_SPEAKER: Final = re.compile(r"(?:UPDATED?|CORRECTION|CLARIFICATION|NOTE|WATCH|READ|LISTEN|RELATED|PHOTOS?|VIDEO)\b")
FEWEST_TURNS: Final = 2  # a single name in capitals and a colon is a dateline or a kicker
_LAST_SENTENCE: Final = re.compile(r"(?:^|[.!?…”\"]\s+)(?P<sentence>[^.!?…”\"]{3,200}):$")
_HANDED_OUT: Final = re.compile(
    r"\b(?:(?:gave|issued|offered|posted|published|released|sent)\b(?=[^.;:]{0,80}?\b(?:answer|apology|comment|e-?mail"
    r"|endorsement|letter|memo|message|note|post|reply|response|statement|tweet|warning)(?:\s\w+){0,3}$)"
    r"|had\b(?=\s+this\s+to\s+say$))"
)
"""Before the colon: "The Times gave her a glowing endorsement:"."""
_MARK_FIRST: Final = re.compile(r"[^\w$£€(\[]")  # a quotation mark, which is told elsewhere, or the bullet of a list


@dataclass(frozen=True, slots=True)
class Post:
    """The words are `text[start:end]`; who said them stands at `name_start`, as `name`."""

    start: int
    end: int
    name: str
    name_start: int


def posts(text: str, paragraphs: Sequence[HasSpan]) -> list[Post]:
    """All three kinds, in reading order, never overlapping. `paragraphs` are the text's, in order."""
    found: dict[int, Post] = {}
    for post in (*_blocks(text, paragraphs), *_turns(text, paragraphs), *_signed(text, paragraphs)):
        paragraph = next(p.start for p in paragraphs if p.start <= post.start < p.end)
        found[paragraph] = post
    return [found[start] for start in sorted(found)]


def _signed(text: str, paragraphs: Sequence[HasSpan]) -> Iterator[Post]:
    for before, after in pairwise(paragraphs):
        signature = _SIGNATURE.match(text, after.start, after.end)
        if signature and not _SIGNATURE.match(text, before.start, before.end):
            yield Post(before.start, before.end, signature["name"], signature.start("name"))


def _turns(text: str, paragraphs: Sequence[HasSpan]) -> list[Post]:
    found = []
    for paragraph in paragraphs:
        speaker = _SPEAKER.match(text, paragraph.start, paragraph.end)
        if speaker and not _NO_SPEAKER.match(speaker["name"]):
            found.append(Post(speaker.end(), paragraph.end, speaker["name"], paragraph.start))
    return found if len(found) >= FEWEST_TURNS else []


def _blocks(text: str, paragraphs: Sequence[HasSpan]) -> Iterator[Post]:
    for before, after in pairwise(paragraphs):
        if text[before.end - 1] != ":" or _MARK_FIRST.match(text, after.start):
            continue
        last = _LAST_SENTENCE.search(text[before.start : before.end])
        if not last:
            continue
        sentence = last["sentence"]
        cues = [found.start("verb") for found in verb_cues("saying", sentence, len(sentence))]
        cues = [at for at in cues if not is_of_a_name(sentence, at)]
        cues = cues or [found.start() for found in _HANDED_OUT.finditer(sentence)]
        named = subject(sentence, cues[-1]) if cues else None
        if named and named[0]:
            start = before.start + last.start("sentence") + named[0].start
            end = start + named[0].end - named[0].start
            yield Post(after.start, after.end, text[start:end], start)
