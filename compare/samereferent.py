"""Whether two names in two readings of one claim are surely for one thing.

Readings of one claim say the same of the same; so a name that stands where another stands in the other reading is for
what that one is for. "Where" is decided by shared words alone: the two are followed by the same word that carries
content, or lie between the same words on both sides, seen from either. What is not sure is not joined: an outlet is
never said to have called something by a name that it gave to something else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from compare.spans import Span, contains
from compare.wordplaces import answering_place
from compare.words import FUNCTION_WORDS, Word, words

POSSESSIVE: Final = re.compile(r"['’]s?$")
LISTED: Final = re.compile(r"[,;:–—]|\b(?:and|or|nor)\b", re.IGNORECASE)
"""What a stretch has that names several things side by side."""
WHERE: Final = re.compile(r"\s+(?:of|in)\s+(?:the\s+)?")
AMOUNT: Final = re.compile(
    r"\b(?:number|handful|group|crowd|couple|dozens|scores|hundreds|thousands) of\s+(?:the\s+)?$", re.IGNORECASE
)
LEANING: Final = re.compile(
    r"\b(?:and|or|nor|of|against|between|among|by|for|from|in|on|to|with)\s+(?:(?:the|an?|its|their|some|many|several)\s+)*$",
    re.IGNORECASE,
)
"""A name behind this is not the whole of its part of the sentence: "critics of the regime", "the mayor and the
government". The word that follows it then says nothing of the name alone."""
OTHER_WORDS: Final = 1
"""Words that carry content which a stretch may hold beside the name and what qualifies it: a verb of another choice
("government announced" for "regime boasted"). With more, something else may be what answers."""


@dataclass(frozen=True, slots=True)
class Named:
    """A name in a text: `text[start:end]`."""

    text: str
    start: int
    end: int

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)

    @property
    def qualifier(self) -> Span | None:
        """The proper name that says whose or which: "Torvian" in "the Torvian regime", "Torvia's" before it, "Torvia"
        in "the government of Torvia". None where the name stands bare."""
        found = words(self.text)
        before = [word for word in found if word.end <= self.start]
        if before and _is_proper(self.text, before[-1]) and not self.text[before[-1].end : self.start].strip():
            return Span(before[-1].start, before[-1].end)
        after = WHERE.match(self.text, self.end)
        following = next((word for word in found if after and word.start == after.end()), None)
        if following is not None and following.capital and following.content:
            return Span(following.start, following.end)
        return None

    @property
    def owner(self) -> str | None:
        """The qualifier as it is compared. A country's name and the adjective made with an n ("Torvia", "Torvian") are
        one; no other likeness is trusted: Niger is not Nigeria."""
        at = self.qualifier
        if at is None:
            return None
        plain = POSSESSIVE.sub("", self.text[at.start : at.end]).casefold()
        return plain[:-1] if plain.endswith("an") else plain

    @property
    def leaning(self) -> str | None:
        """The stem of the word that the name hangs on or stands beside: "critics" in "critics of the regime". "" where
        there is none before the preposition, None where the name leans on nothing."""
        at = self.qualifier
        before = AMOUNT.sub("", self.text[: self.start if at is None else min(at.start, self.start)])
        link = LEANING.search(before)
        if link is None:
            return None
        found = words(before[: link.start()])
        return found[-1].stem if found else ""

    @property
    def following(self) -> str | None:
        """The stem of the next word, where it carries content and only a space parts them."""
        after = next((word for word in words(self.text) if word.start >= self.end), None)
        if after is None or not after.content or self.text[self.end : after.start].strip():
            return None
        return after.stem


def surely_one(a: Named, b: Named) -> bool:
    """Are these names, each the only one of its kind in its reading, for one thing?"""
    if a.owner and b.owner and a.owner != b.owner:
        return False
    if a.leaning != b.leaning:
        return False
    if a.leaning is None and a.following is not None and a.following == b.following:
        return True
    return _answers(a, b) and _answers(b, a)


def _answers(a: Named, b: Named) -> bool:
    """Does `b` stand in the stretch of its text that lies where `a` lies in its own?"""
    place = answering_place(a.text, a.span, b.text, with_anchors=False)
    if place is None or not contains(place, b.span) or LISTED.search(b.text[place.start : place.end]):
        return False
    known = [b.span, *([b.qualifier] if b.qualifier else [])]
    inside = [w for w in words(b.text) if place.start <= w.start and w.end <= place.end and w.content]
    return sum(not any(contains(one, w) for one in known) for w in inside) <= OTHER_WORDS


def _is_proper(text: str, word: Word) -> bool:
    """Is a capital more than the sentence's first letter? A possessive shows it even there."""
    plain = POSSESSIVE.sub("", word.text).casefold()
    if not word.capital or not word.content or plain in FUNCTION_WORDS:
        return False
    opening = not text[: word.start].strip(" \n“”\"'‘’(")
    return not opening or POSSESSIVE.search(word.text) is not None
