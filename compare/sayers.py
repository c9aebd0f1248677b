"""Who a sentence names as the source of what it says, and whether two sentences rest on two different sources."""

from __future__ import annotations

import re
from functools import lru_cache

from compare.cues import UTTERING, any_of
from compare.families import akin, spaced, stemmed
from compare.phrases import TIME_STEMS
from compare.spans import Span
from compare.speakers import subject
from compare.voice import voices
from compare.words import words

# Deeds that are reported with a cue's verb but name nobody's word.
_DEEDS = re.compile(
    r"(?:agree|refus|declin|plan|admit(?:ted)?$|volunteer|call|order|accept|offer|pledg|vow|threat|demand|ask|urg)",
    re.I,
)
_SAYS = re.compile(rf"\b(?:{any_of(UTTERING)}|puts?|estimate[sd]?|reckons?|counts?|denie[sd])\b", re.IGNORECASE)
_PUTS_AT = re.compile(r"\bputs?\b[^.;]{3,60}\bat\b|\bestimate|\breckon|\bcount|\bdeni|\bsa(?:ys?|id)\b", re.IGNORECASE)
# Who counts speaks for the number: "the clinic counted 22", "the coastguard logged nine calls".
_COUNTED = re.compile(
    r"\b(?:ha(?:s|ve|d)\s+)?(?:counted|recorded|logged|registered|tallied|listed|reported|estimated|reckoned|puts?|gave|numbered|documented|confirmed)\b"
    r"(?=[^.;]*?(?:\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty|dozens?|hundreds?"
    r"|thousands?)\b))",
    re.IGNORECASE,
)
_PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been|being)\s+(?:\w+ly\s+)?$", re.IGNORECASE)
_COUNTED_BY = re.compile(
    r"\b(?:counted|recorded|logged|registered|tallied|listed|reported|estimated|documented|confirmed)\s+by\s+"
    r"((?:(?!(?:at|in|on|of|after|since|by|as|to|from|and|for)\b)[\w’'-]+\s?){1,5})",
    re.IGNORECASE,
)
_APPOSITION_AFTER = re.compile(r",\s+((?:(?:Dr|Ms|Mr|Mrs|Sir)\.?\s+)?[A-Z][^,;.“”\"]{1,50}?)(?=[,.;]|$)")
_APPOSITION_BEFORE = re.compile(r"([A-Z][\w.’'-]*(?:\s+(?:of\s+)?[A-Z][\w.’'-]*)*),\s+$")
# Sources that could be anybody's: two of them may be one, and none of them is surely another than a named one.
_GENERIC = stemmed(
    "company firm manufacturer maker group operator owner builder report statement data figure paper"
    " record document spokesman spokeswoman spokesperson account review study calculation"
)
_PRONOUNS = spaced("he she they it who which that this we i you him her them his their its")
TITLES = stemmed("mr ms mrs dr sir chief head former")


@lru_cache(maxsize=1_024)
def sayers(text: str) -> tuple[frozenset[str], ...]:
    """The sources a sentence names, each as the stems of its words with its apposition; pronouns are no names."""
    spans = [
        Span(voice.source_start, voice.source_start + len(voice.source))
        for voice in voices(text, [Span(0, len(text))])
        if voice.source and voice.source_start is not None and voice.cue and not _DEEDS.match(voice.cue.strip())
    ]
    if not spans and _PUTS_AT.search(text):
        for match in _SAYS.finditer(text):
            named = subject(text, match.start())
            if named and named[0]:
                spans.append(named[0])
                break
    return tuple(stems for span in dict.fromkeys(spans) if (stems := _stems(text, span)))


@lru_cache(maxsize=1_024)
def counters(text: str) -> tuple[frozenset[str], ...]:
    """Who is said to have counted a number that follows, where the sentence names nobody that says it."""
    for match in _COUNTED_BY.finditer(text):
        if stems := _stems(text, Span(match.start(1), match.end(1))):
            return (stems,)
    for match in _COUNTED.finditer(text):
        if _PASSIVE.search(text, 0, match.start()):
            continue
        named = subject(text, match.start())
        if named and named[0] and (stems := _stems(text, named[0])):
            return (stems,)
    return ()


def _stems(text: str, span: Span) -> frozenset[str]:
    """The words of a source with its apposition."""
    written = text[span.start : span.end]
    after = _APPOSITION_AFTER.match(text, span.end)
    before = _APPOSITION_BEFORE.search(text, 0, span.start)
    whole = " ".join([before.group(1) if before else "", written, after.group(1) if after else ""])
    stems = {w.stem for w in words(whole) if w.content and w.text.lower() not in _PRONOUNS}
    stems -= TITLES | TIME_STEMS
    return frozenset(stems)


def two_sources(a: str, b: str) -> bool:
    """Do two sentences each name a source, and surely not the same one?

    Of two sources that could be anybody's ("the company", "the manufacturer") nothing is sure.
    """
    ours, theirs = sayers(a) or counters(a), sayers(b) or counters(b)
    return bool(ours and theirs) and not any(may_be_one(one, other) for one in ours for other in theirs)


def may_be_one(a: frozenset[str], b: frozenset[str]) -> bool:
    """Could two sources be one: a word in common, or both of the kind that could be anybody's?"""
    if a <= _GENERIC and b <= _GENERIC:
        return True
    return any(akin(one, other) for one in a - _GENERIC for other in b - _GENERIC)
