"""Where words taken for a speaker stand so that they name none: a piece of a headline, a dateline, a clause."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from compare.speakernouns import may_speak
from compare.voice import VoiceSpan

_LONG: Final = 4  # letters from which a headline in capitals writes a word with one
_MOSTLY: Final = 0.7  # of them: quoted words keep their small letters
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
#: What stands between a place in a dateline and the text: "KANSAS CITY, Mo. — ", "Helsinki (Newswire) - ".
_DATELINE: Final = re.compile(r"(?P<more>,\s[A-Z][\w.]{1,12}|\s*\([^()\n]{1,30}\))?\s*(?:[—–]|--?\s)")
#: A verb of their own in words that were taken for a name: "Trump celebrated Strzok's", "the mayor takes office".
_PAST: Final = re.compile(r"[A-Z]\w*\s[a-z]{3,}ed\s+\S")
_PRESENT: Final = re.compile(r"[A-Z]\w*\s([a-z]{3,}[^s\W]s)\s+[a-z]")
_NOUN_ENDS: Final = ("ess", "ics", "news", "ious", "ous")
_OPENING: Final = re.compile(r"[“„«]")
_CLOSING: Final = re.compile(r"[”»]")


def names_nobody(text: str, span: VoiceSpan) -> bool:
    """Do the words of a span's source name no speaker because of how or where they stand?"""
    source, start = span.source, span.source_start
    if not source:
        return False
    if _is_unpaired(source) or is_clause(source):
        return True
    if start is None:
        return False
    dateline = _DATELINE.match(text, start + len(source)) if start == 0 or text[start - 1] == "\n" else None
    return dateline is not None and (source.isupper() or (source.istitle() and dateline["more"] is not None))


def is_headline_piece(text: str, span: VoiceSpan, name: str, bodies: Collection[str]) -> bool:
    """Does a name stand in a headline in capitals, and nowhere in the event's texts below their headlines (`bodies`)?
    Then it may be any piece of the headline ("Council Taunts")."""
    headline = text.split("\n", 1)[0]
    if not span.source or span.source_start is None or span.source_start >= len(headline):
        return False
    small = name[:1].lower() + name[1:]
    return is_in_capitals(headline) and not any(name in body or small in body for body in bodies)


def is_in_capitals(headline: str) -> bool:
    """Does a headline write all its longer words with a capital, so that none tells where a name ends?"""
    long = [word for word in _WORD.findall(headline) if len(word) >= _LONG]
    return len(long) > 2 and sum(word[0].isupper() for word in long) >= _MOSTLY * len(long)


def is_clause(source: str) -> bool:
    """Have the words a verb of their own?"""
    present = _PRESENT.search(source)
    plural = present is not None and (present[1].endswith(_NOUN_ENDS) or may_speak(present[1]))
    return _PAST.search(source) is not None or (present is not None and not plural)


def _is_unpaired(source: str) -> bool:
    return len(_OPENING.findall(source)) != len(_CLOSING.findall(source)) or source.count('"') % 2 == 1
