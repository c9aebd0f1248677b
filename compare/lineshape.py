"""What two printings of one line have in common: the line with what varies from page to page made alike."""

from __future__ import annotations

import re

_MONTHS = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?"
)
_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_WILD: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(rf"\b(?:{_WEEKDAY},? )?{_DAY} (?:of )?{_MONTHS}(?:,? \d{{4}})?\b"), "<date>"),
    (re.compile(rf"\b(?:{_WEEKDAY},? )?{_MONTHS} {_DAY}(?:,? \d{{4}})?\b"), "<date>"),
    (re.compile(rf"\b{_MONTHS} \d{{4}}\b"), "<date>"),
    (re.compile(r"\b\d{4}-\d\d-\d\d\b|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b"), "<date>"),
    (re.compile(r"\b\d{1,2}:\d\d(?::\d\d)?(?: ?[ap]\.?m\b\.?)?|\b\d{1,2} ?[ap]\.?m\b\.?"), "<time>"),
    (re.compile(rf"\b{_WEEKDAY}\b"), "<date>"),
    (re.compile(r"\b(?:19|20)\d\d\b"), "<date>"),
)
_MAY_VARY = re.compile(r"\d|day")  # what every pattern above needs: most lines have neither
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_LONG_WORD = re.compile(r"[a-z]{7,}")
_IN_DATES = "january february september october november december tuesday wednesday thursday saturday"
_MAY_GO = frozenset(_IN_DATES.split())  # the long words that the patterns above make alike
# "Join 12,400 readers who support us": a counter. "The index closed at 4,512": news. Only the first speaks to readers.
_TO_READERS = re.compile(r"\b(?:[Yy]ou(?:rs?)?|[Oo]urs?|us)\b")
_CALLS = re.compile(
    r"(?i)^(?:please |to )?(?:sign|subscribe|click|tap|follow|download|read|listen|watch|join|get|send|write|call|ring|"
    r"e-?mail|support|donate|share|find|see|visit|have|do|did|want|register|buy|order|help|check|learn)\b"
    r"|@\w|\bwww\.|https?://|\?$"
)
_SENTENCE = re.compile(r"[a-z]\w*[\"'”’)]*[.!…]$")
SKETCHED = 4  # long words of a line by which it is told from nearly all others
NAME_SIGNS = 4  # letters of a part of an outlet's slug that is taken for its name: "bell", but not "the"
_PARTS = re.compile(r"(?<=[.!?:;]) +")
_QUOTATION_MARKS = re.compile(r"[\"“”«»„]")
_PLAIN = str.maketrans("‘’‚“”„–—\u00a0", "'''\"\"\"-- ")


def speaks_to_readers(line: str, outlet: str) -> bool:
    """Is the line about the site and its readers, rather than about the world?

    A sentence that neither addresses anybody, nor calls for anything, nor names the `outlet` (a slug), reports
    something: it may be the background of a running story, told under ever new angles. What is no sentence is a label.
    """
    names = [part for part in outlet.split("-") if len(part) >= NAME_SIGNS]
    named = any(re.search(rf"\b{re.escape(part)}\b", line, re.IGNORECASE) for part in names)
    is_label = not _SENTENCE.search(line.strip())
    return (
        is_label or named or bool(_TO_READERS.search(line) or any(_CALLS.search(part) for part in _PARTS.split(line)))
    )


def line_shape(text: str) -> str:
    """The line with what may vary made alike: case, white space, quotation marks and dashes, dates and times; and
    other numbers where it speaks to its readers and quotes nobody."""
    plain = text if text.isascii() else text.translate(_PLAIN)
    shape = " ".join(plain.split()).casefold()
    if not _MAY_VARY.search(shape):
        return shape
    for pattern, wild in _WILD:
        shape = pattern.sub(wild, shape)
    if _TO_READERS.search(text) and not _QUOTATION_MARKS.search(text):
        shape = _NUMBER.sub("<number>", shape)
    return shape


def line_sketch(text: str) -> tuple[str, ...]:
    """What lines of one shape have in common too, found in a part of the time: their first long words, but for a
    date's."""
    found: list[str] = []
    for word in _LONG_WORD.finditer(text.casefold()):
        if word[0] not in _MAY_GO:
            found.append(word[0])
            if len(found) == SKETCHED:
                break
    return tuple(found)
