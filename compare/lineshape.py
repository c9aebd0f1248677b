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
# "Join 12,400 readers who support us": a counter. "The index closed at 4,512": news. Only the first speaks to readers.
_TO_READERS = re.compile(r"\b(?:[Yy]ou(?:rs?)?|[Oo]urs?|us)\b")
_QUOTATION_MARKS = re.compile(r"[\"“”«»„]")
_PLAIN = str.maketrans("‘’‚“”„–—\u00a0", "'''\"\"\"-- ")


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
