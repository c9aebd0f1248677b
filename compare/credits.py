"""Agency credit lines: bylines, datelines and notes at the foot of an article.

Only places where outlets credit are read. An agency within a sentence ("told Reuters", "according to AP") is a source
of the story, not of its text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

from compare.agencies import Agency, name_pattern, named
from compare.sentences import paragraphs
from compare.spans import Span
from scraper.article import Article

CreditPlace = Literal["byline", "dateline", "foot", "furniture"]
CreditRole = Literal["whole", "contributed"]

DATELINE_CHARACTERS = 100  # how far into the body a dateline's agency may stand
FOOT_PARAGRAPHS = 3  # the last paragraphs, in which credit notes stand
NOTE_CHARACTERS = 300  # a paragraph longer than this is no credit note, though its last words may be one


@dataclass(frozen=True, slots=True)
class Credit:
    """An agency credited by an article: `article.text[start:end] == text` is the agency's name as written.

    `place` "byline" is one of the article's authors and "furniture" a line that was kept out of the text: there `start`
    and `end` are None. `role` is "contributed" where the line names the agency as one of several hands.
    """

    agency: str
    role: CreditRole
    place: CreditPlace
    text: str
    start: int | None = None
    end: int | None = None


def credits_of(article: Article, known: tuple[Agency, ...]) -> list[Credit]:
    """The agencies an article credits: bylines first, then its text in reading order, then what was kept out of it.

    `known` is what `compare.agencies.agencies` gives. An agency's own article credits it too; whoever asks decides what
    that means.
    """
    found = [*_byline(article.authors, known), *_dateline(article, known), *_foot(article, known)]
    for line in article.quarantined:
        for span, role in _in_note(line, Span(0, len(line)), known, last=True):
            found.append(
                Credit(_name(line[span.start : span.end], known), role, "furniture", line[span.start : span.end])
            )
    return list(dict.fromkeys(found))


class _Patterns(NamedTuple):
    dateline: re.Pattern[str]
    whole_note: re.Pattern[str]
    contributed: re.Pattern[str]
    closing: re.Pattern[str]
    byline: re.Pattern[str]


@lru_cache(maxsize=16)
def _patterns(known: tuple[Agency, ...]) -> _Patterns:
    name = name_pattern(known).pattern
    several = rf"(?:[Tt]he\s+)?{name}(?:(?:\s*[,/;&+|]\s*|\s+and\s+)(?:[Tt]he\s+)?{name})*"
    # Capitalised words, days and commas: the place and date before the agency.
    opening = r"(?:(?>[A-ZÀ-Þ][\w'’.\-]*+|\d{1,4}(?:st|nd|rd|th)?\b)[\s,/:]*+){0,10}?"
    dash = r"\s*[-–—:]+"
    return _Patterns(
        dateline=re.compile(
            rf"{opening}(?:[(\[]\s*(?P<bracketed>{several})\s*[)\]](?:{dash}|\s+(?=[A-ZÀ-Þ\d“\"'‘]))|(?P<bare>{several}){dash}(?=\s))"
        ),
        whole_note=re.compile(
            rf"[\s(\[–—-]*(?:(?:[Ss]ource|[Cc]redit|©|[Cc]opyright)s?\s*(?:[:–—-]|©|\(c\)|\d{{4}})*\s*)?"
            rf"(?:\d{{4}}\s+)?(?P<names>{several})[\s)\].]*(?:[Aa]ll rights reserved\.?)?"
        ),
        contributed=re.compile(
            rf"(?:^|[.!?…;][\"”’»)]*\s+|[(\[–—-]\s*)(?:(?:[Ww]ith|[Aa]dditional|[Ff]urther|[Uu]sing|[Rr]eporting)\b"
            rf"(?:\s+(?:additional|reporting|reports?|files|material|inputs?|contributions?|information|copy))*"
            rf"\s+(?:by|from)\s+(?P<from>{several})"
            rf"|(?P<who>{several})(?:\s+(?:writers?|reporters?|journalists?|correspondents?|staff)\b[^\n]{{0,160}}?)?"
            rf"\s+(?:also\s+)?contributed\b)"
        ),
        closing=re.compile(
            rf"(?:^|[.!?…][\"”’»)]*)\s*(?:[–—-]+\s*)?(?:[(\[]\s*(?P<bracketed>{several})\s*[)\]]"
            rf"|(?P<bare>{several})(?:\s[A-Z]{{2,5}}){{0,4}})\s*\.?\s*\Z"
        ),
        byline=re.compile(
            rf"(?:[Bb]y\s+|[Ff]rom\s+)?(?P<before>.*?)(?P<names>{several})"
            rf"(?:\s+(?:[Ss]taff|[Rr]eporters?|[Ww]riters?|[Dd]esk|[Cc]orrespondents?|[Nn]ews\s+[Aa]gency|in\s+.*))?[\s)\]]*"
        ),
    )  # fmt: skip


def _name(written: str, known: Sequence[Agency]) -> str:
    return named(written, known).name


def _names(text: str, place: Span, known: tuple[Agency, ...]) -> Iterator[Span]:
    for found in name_pattern(known).finditer(text, place.start, place.end):
        yield Span(found.start(), found.end())


HOUSE_STAFF = re.compile(r"\b(?:staff|desk|newsroom|reporters?|agencies|team|online|web|editors?)\b", re.IGNORECASE)


def _byline(authors: Iterable[str], known: tuple[Agency, ...]) -> Iterator[Credit]:
    """ "Reuters" and "Ann Lee, AP" are the agency's; beside a house author or "Post staff" it is one of several."""
    entries = [" ".join(author.split()) for author in authors]
    matches = [(entry, _patterns(known).byline.fullmatch(entry)) for entry in entries]
    house = any(found is None for _, found in matches)
    for entry, found in matches:
        if found is None:
            continue
        before = found["before"].strip()
        if before and before[-1] not in ",|/(–—-&" and not before.lower().endswith(("and", "with", "for")):
            continue  # "Anna Reuters" is a person
        shared = house or HOUSE_STAFF.search(before) or before.lower().endswith(("and", "with", "&"))
        for span in _names(entry, Span(*found.span("names")), known):
            written = entry[span.start : span.end]
            yield Credit(_name(written, known), "contributed" if shared else "whole", "byline", written)


def _dateline_match(article: Article, known: tuple[Agency, ...]) -> re.Match[str] | None:
    body = paragraphs(article.text, start=min(article.body_start, len(article.text)))
    if not body:
        return None
    end = min(body[0].end, body[0].start + DATELINE_CHARACTERS)
    return _patterns(known).dateline.match(article.text, body[0].start, end)


def dateline_end(article: Article, known: tuple[Agency, ...]) -> int:
    """Where the story begins after a dateline that names an agency: an offset into the text; 0 without one."""
    found = _dateline_match(article, known)
    return 0 if found is None else found.end()


def _dateline(article: Article, known: tuple[Agency, ...]) -> Iterator[Credit]:
    found = _dateline_match(article, known)
    if found is None:
        return
    group = "bracketed" if found["bracketed"] else "bare"
    for span in _names(article.text, Span(*found.span(group)), known):
        written = article.text[span.start : span.end]
        yield Credit(_name(written, known), "whole", "dateline", written, span.start, span.end)


def _foot(article: Article, known: tuple[Agency, ...]) -> Iterator[Credit]:
    body = paragraphs(article.text, start=min(article.body_start, len(article.text)))
    for paragraph in body[-FOOT_PARAGRAPHS:]:
        for span, role in _in_note(article.text, paragraph, known, last=paragraph == body[-1]):
            written = article.text[span.start : span.end]
            yield Credit(_name(written, known), role, "foot", written, span.start, span.end)


def _in_note(text: str, place: Span, known: tuple[Agency, ...], *, last: bool) -> Iterator[tuple[Span, CreditRole]]:
    """The agencies that a paragraph near the end credits. Its last words count only where nothing follows it."""
    forms = _patterns(known)
    line, offset = text[place.start : place.end], place.start
    note = len(line) <= NOTE_CHARACTERS
    names: Span | None = None
    role: CreditRole = "whole"
    if note and (found := forms.whole_note.fullmatch(line)):
        names = Span(*found.span("names"))
    elif note and (found := forms.contributed.search(line)):
        names, role = Span(*found.span("from" if found["from"] else "who")), "contributed"
    elif last and (found := forms.closing.search(line, max(0, len(line) - DATELINE_CHARACTERS))):
        names = Span(*found.span("bracketed" if found["bracketed"] else "bare"))
    if names is not None:
        for span in _names(line, names, known):
            yield Span(offset + span.start, offset + span.end), role
