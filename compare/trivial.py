"""Which changes of a page are none: white space, typography, dates, counters, and furniture that came or went (pure).

Two texts that differ in nothing else are one revision. A headline, a word, a name or a number that changed is never
trivial, and what could be either is taken for a change: a revision too many costs a look, one too few hides an edit.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator

from compare.lineshape import line_shape
from compare.sitefurniture import body_paragraphs
from compare.spans import Span
from compare.words import words
from scraper.article import Article

_SINGLE = "‘’‚‛`´ʼ"
_DOUBLE = "“”„‟«»"
_DASHES = "‐‑‒–—―−"
_UNSEEN = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_TYPOGRAPHY = str.maketrans(
    {
        **dict.fromkeys(_SINGLE, "'"),
        **dict.fromkeys(_DOUBLE, '"'),
        **dict.fromkeys(_DASHES, "-"),
        **dict.fromkeys(_UNSEEN, None),
        **_LIGATURES,
        "…": "...",
    }
)
_DASH_SPACE = re.compile(r"\s*-+\s*")
_ELLIPSIS = re.compile(r"\s*\.(?:\s?\.){2,}")

_MONTHS = (
    "january|february|march|april|may|june|july|august|september|october|november|december"
    "|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec"
)
_DAYS = "monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tues|tue|wed|thurs|thur|thu|fri|sat|sun"
_STAMPED = r"(?:published|updated|modified|posted|revised|edited|created|filed)"
_AROUND_STAMP = (
    r"(?:first|last|originally|this|article|story|page|was|most|recently|update|date|at|on|of|the|local|time)"
)
_CLOCK = r"\d{1,2}[:.h]\d{2}(?:[:.]\d{2})?(?:\s?[ap]\.?m\b\.?)?|\d{1,2}\s?[ap]\.?m\b\.?"
_ISO_DAY = r"\d{4}-\d{2}-\d{2}(?:t\d{2}:\d{2}(?::\d{2})?(?:z|[+-]\d{2}:?\d{2})?)?|\d{1,2}[./]\d{1,2}[./]\d{2,4}"
_AGO = r"(?:\d+|an?|one) (?:second|sec|minute|min|hour|hr|day|week)s? ago|just now|moments ago|today|yesterday"
_ZONE = r"(?:utc|gmt|bst|cet|cest|est|edt|cst|cdt|mst|mdt|pst|pdt|eet|eest|msk|ist|jst|et|pt|ct)\b(?:[+-]\d{1,2})?"
_STAMP_PART = re.compile(
    rf"(?:(?P<firm>{_ISO_DAY}|{_CLOCK}|{_AGO}|(?:{_MONTHS})\b\.?|(?:{_DAYS})\b\.?)|(?P<stamp>{_STAMPED})"
    rf"|{_AROUND_STAMP}|{_ZONE}|\d{{4}}|\d{{1,2}}(?:st|nd|rd|th)?)(?!\w)[\s,;:.|·•()/-]*"
)
"""One word of a line that says when the page was published or changed; `firm` where it belongs to a time alone."""

_COUNTED = r"(?:shares?|comments?|views?|likes?|reactions?|retweets?|reposts?|reads|replies|claps)"
_COUNT = r"\d[\d.,]*\s?[km]?\b"
_COUNTER_PART = re.compile(
    rf"(?:{_COUNT} {_COUNTED}|{_COUNTED} ?[:(]? ?{_COUNT}|shared {_COUNT} times)(?!\w)[)\s,;:|·•/.-]*"
)
_READING_LINE = re.compile(
    r"(?:(?:estimated )?reading time:? ?(?:about |approx\.? )?\d+[ -]?min(?:ute)?s?"
    r"|\d+[ -]min(?:ute)?s?[ -]read(?:ing time)?)\.?"
)
LONGEST_FLEETING_CHARS = 120
"""Characters: longer lines are never dates or counters alone. Two stamps with weekday, date and zone take about 90."""

MOVED_LIKENESS = 0.3
"""Share of the shorter text's runs of three words that stand in the other one too, from which a text at another address
is the same article. From the invented newsroom: two articles of one outlet share at most 0.19 of them, an article and
its rewrite at least 0.95."""
RUN_WORDS = 3


def essence(text: str) -> str:
    """The text without what typography and white space add: what two printings of the same words share.

    Canonical Unicode, one kind of single and one of double quotation marks, one dash, one ellipsis, single spaces, no
    soft hyphens. Letters, digits, case and all other signs stay.
    """
    plain = unicodedata.normalize("NFC", text).translate(_TYPOGRAPHY)
    return _DASH_SPACE.sub("-", _ELLIPSIS.sub("...", " ".join(plain.split())))


def is_fleeting(line: str) -> bool:
    """True for a line that holds nothing but a date of the page, a counter of shares or comments, or a reading time."""
    plain = essence(line).casefold()
    if not plain or len(plain) > LONGEST_FLEETING_CHARS:
        return not plain
    return _is_stamp(plain) or _parts(_COUNTER_PART, plain) is not None or bool(_READING_LINE.fullmatch(plain))


def lasting_paragraphs(article: Article, other: Article, furniture: Collection[str] = ()) -> Iterator[tuple[int, Span]]:
    """The paragraphs of `article` that count when it is held against `other`, as (number from 1, place in its text).

    Left out are fleeting lines, and furniture: lines that either page's reading took for it, which came or went with
    the reading and not with the text, and `furniture`, the lines learned to be the outlet's.
    """
    read = {essence(line) for line in (*article.quarantined, *other.quarantined)}
    learned = {line_shape(line) for line in furniture}
    for number, span in enumerate(body_paragraphs(article), 1):
        line = article.text[span.start : span.end]
        if not (is_fleeting(line) or essence(line) in read or (learned and line_shape(line) in learned)):
            yield number, span


def is_trivial_change(before: Article, after: Article, furniture: Collection[str] = ()) -> bool:
    """True where two texts of one article differ in nothing that a reader would call a change, or not at all.

    `furniture` are lines learned to be the outlet's own, as `lasting_paragraphs` takes them.
    """
    if (before.title, before.text) == (after.title, after.text):
        return True
    if essence(before.title) != essence(after.title):
        return False
    return _lasting(before, after, furniture) == _lasting(after, before, furniture)


def is_moved(before: Article, after: Article) -> bool:
    """True where a text found by another address is the article we hold, rather than one that took its place.

    Addresses alone don't tell: an outlet may lead a dead address, or one for "the latest", to another story.
    """
    one, other = _runs(before.body), _runs(after.body)
    smaller = min(len(one), len(other))
    return smaller > 0 and round(len(one & other) / smaller, 3) >= MOVED_LIKENESS


def _is_stamp(plain: str) -> bool:
    """Does every word belong to a time, at least one of them to nothing else? A weekday alone is not enough."""
    parts = _parts(_STAMP_PART, plain)
    found = {part.lastgroup for part in parts or ()}
    return "firm" in found and ("stamp" in found or any(sign.isdigit() for sign in plain))


def _parts(pattern: re.Pattern[str], plain: str) -> list[re.Match[str]] | None:
    """The line as parts that follow each other, None where it is not made of them. Each part is taken once, so that no
    line can make it slow."""
    found: list[re.Match[str]] = []
    at = 0
    while at < len(plain):
        part = pattern.match(plain, at)
        if part is None:
            return None
        found.append(part)
        at = part.end()
    return found


def _lasting(article: Article, other: Article, furniture: Collection[str]) -> str:
    spans = (span for _, span in lasting_paragraphs(article, other, furniture))
    return essence(" ".join(article.text[span.start : span.end] for span in spans))


def _runs(text: str) -> frozenset[tuple[str, ...]]:
    stems = [word.stem for word in words(text)]
    return frozenset(tuple(stems[n : n + RUN_WORDS]) for n in range(len(stems) - RUN_WORDS + 1))
