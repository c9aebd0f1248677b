"""When a page says it was published and changed, how precisely, and where it says so (pure).

Order: JSON-LD, meta tags, microdata, `<time>`, the address, the visible text. A date in the future or before the web
is none, nor are digits of an id in an address; a time without a zone is read in the outlet's zone, or fixes a day only.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from lxml import html

from scraper.article import Moment, Origin
from scraper.structured import Structured, as_texts, parse_html, read_structured

EARLIEST: Final = date(1994, 1, 1)
"""No news site is older."""
TOLERANCE: Final = timedelta(days=1)
"""How far ahead of our clock a date may lie: clocks and zones differ by no more."""

_PUBLISHED_META: Final = (
    *("article:published_time", "og:article:published_time", "og:published_time", "parsely-pub-date", "datepublished"),
    *("sailthru.date", "cxenseparse:recs:publishtime", "article.published", "published_time", "publish-date"),
    *("publishdate", "publish_date", "pubdate", "publication_date", "dc.date.issued", "dcterms.issued"),
    *(
        "dcterms.created",
        "dc.date.created",
        "dc.date",
        "dc.date.publication",
        "article_date_original",
        "rnews:datepublished",
    ),
    *("originalpublicationdate", "date", "displaydate", "citation_publication_date", "citation_date"),
)
_MODIFIED_META: Final = (
    *("article:modified_time", "og:article:modified_time", "og:updated_time", "datemodified", "article:updated_time"),
    *("dcterms.modified", "dc.date.modified", "lastmod", "last-modified", "revision_date", "modified_time"),
)
_IN_PATH: Final = re.compile(
    r"(?<![0-9])((?:19|20)[0-9]{2})([/_-])(0?[1-9]|1[0-2])\2(0?[1-9]|[12][0-9]|3[01])(?![0-9])"
)
ABOVE_HEADLINE: Final = 4
BELOW_HEADLINE: Final = 12
"""Pieces of text before and after the headline among which a byline or dateline is looked for."""
_DATELINE_WORDS: Final = 20
_WORDS_BEFORE: Final = 3
_BYLINE_WORDS: Final = 14
_SENTENCE_WORDS: Final = 3
"""Words of a dateline; before its date; before it where the line says whose it is or what the date means; and of what
may end in a full stop without being a sentence."""
_BYLINE: Final = re.compile(r"^by |\b(?:published|updated|posted)\b", re.IGNORECASE)
_UNSEEN: Final = frozenset({"script", "style", "noscript", "template", "head", "title", "meta", "link"})
_HOURS: Final = (
    *(("UTC", 0), ("GMT", 0), ("Z", 0), ("WET", 0), ("BST", 1), ("CET", 1), ("CEST", 2), ("EET", 2), ("EEST", 3)),
    *(("EST", -5), ("EDT", -4), ("ET", -5), ("CST", -6), ("CDT", -5), ("MST", -7), ("MDT", -6), ("PST", -8)),
    *(("PDT", -7), ("MSK", 3), ("JST", 9), ("AEST", 10)),
)
"""Hours east of Greenwich of the abbreviations that news pages print. IST is left out: it means three zones."""
_ZONES: Final = {name: timezone(timedelta(hours=hours)) for name, hours in _HOURS}


@dataclass(frozen=True, slots=True)
class Dated:
    """A moment and the calendar day the page itself names for it, in the page's own zone."""

    moment: Moment
    day: date


@dataclass(frozen=True, slots=True)
class PageDates:
    published: Dated | None
    modified: Dated | None


def page_dates(
    tree: html.HtmlElement, structured: Structured, url: str, *, now: datetime, zone: str | None = None
) -> PageDates:
    """Both dates of a page. `now` is aware; `zone` is the IANA name of the outlet's time zone."""
    outlet_zone = ZoneInfo(zone) if zone else None
    published = _first(_published(structured, url), now, outlet_zone) or _visible(tree, url, now)
    if published is not None:
        published = Dated(published.moment, _local_day(published, url))
    modified = _first(_modified(structured), now, outlet_zone)
    if modified and published and modified.moment.surely_before(published.moment):
        modified = None  # a page that changed before it appeared says nothing we can use
    return PageDates(published, modified)


def publication_day(text: str, url: str, *, now: datetime, zone: str | None = None) -> date | None:
    """The day a page names as that of its publication, from its text alone; None where it names none.

    Raises ExtractError "not HTML" where no page can be made of the text.
    """
    tree = parse_html(text)
    published = page_dates(tree, read_structured(tree, url), url, now=now, zone=zone).published
    return published.day if published else None


def read_date(text: str, origin: Origin, *, zone: tzinfo | None = None) -> Dated | None:
    """One date as a page may write it; None where it is no date or could be read two ways (03/04/2025).

    Midnight sharp is what systems write that know only the day, so it counts as a bare day.
    """
    text = " ".join(text.split())
    if not text or len(text) > 60 or not re.search(r"[0-9]{4}", text):
        return None
    at = _parse(text)
    if at is None:
        return None
    if isinstance(at, datetime) and at.tzinfo is None and zone is not None:
        at = at.replace(tzinfo=zone)
    day = at.date() if isinstance(at, datetime) else at
    if not isinstance(at, datetime) or at.tzinfo is None or (at.hour, at.minute, at.second) == (0, 0, 0):
        return Dated(Moment(datetime(day.year, day.month, day.day, tzinfo=UTC), "day", origin), day)
    try:
        moment = Moment(at.astimezone(UTC), "second" if at.second or at.microsecond else "minute", origin)
    except OverflowError:
        return None
    return Dated(moment, day)


def _parse(text: str) -> datetime | date | None:
    """ISO 8601 first, the ways people write dates after that."""
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        pass
    if re.fullmatch(r"[0-9 ]+", text) or _ambiguous(text):
        return None
    from dateutil import parser

    # Two readings with different defaults: what differs between them was not in the text.
    try:
        one, other = (parser.parse(text, default=default, tzinfos=_zone) for default in _DEFAULTS)
    except (ValueError, OverflowError, TypeError, AttributeError):
        return None
    if one.date() != other.date():
        return None
    return one if one.time() == other.time() else one.date()


_DEFAULTS: Final = (datetime(1977, 1, 5, 7, 13), datetime(1984, 12, 23, 19, 47))  # noqa: DTZ001  only ever compared


def _zone(name: str | None, offset: int | None) -> tzinfo | None:
    if offset is not None:
        return timezone(timedelta(seconds=offset)) if abs(offset) < 86_400 else None
    return _ZONES.get((name or "").upper())


def _ambiguous(text: str) -> bool:
    """03/04/2025 is a day in March or in April, depending on who wrote it."""
    match = re.match(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-][0-9]{4}\b", text)
    if match is None:
        return False
    first, second = int(match[1]), int(match[2])
    return first <= 12 and second <= 12 and first != second


def _published(structured: Structured, url: str) -> Iterator[tuple[str, Origin]]:
    yield from _each(as_texts(structured.article.get("datePublished")), "json-ld")
    yield from _each(as_texts(structured.article.get("dateCreated")), "json-ld")
    yield from _each(as_texts(structured.page.get("datePublished")), "json-ld")
    yield from _each(as_texts(structured.page.get("uploadDate")), "json-ld")
    for name in _PUBLISHED_META:
        yield from _each(structured.meta.get(name, ()), "meta")
    for name in ("datePublished", "dateCreated"):
        yield from _each(structured.microdata.get(name, ()), "microdata")
    yield from _each(structured.times, "time")
    if day := date_in_url(url):
        yield day.isoformat(), "url"


def _modified(structured: Structured) -> Iterator[tuple[str, Origin]]:
    yield from _each(as_texts(structured.article.get("dateModified")), "json-ld")
    yield from _each(as_texts(structured.page.get("dateModified")), "json-ld")
    for name in _MODIFIED_META:
        yield from _each(structured.meta.get(name, ()), "meta")
    yield from _each(structured.microdata.get("dateModified", ()), "microdata")


def _each(values: Iterable[str], origin: Origin) -> Iterator[tuple[str, Origin]]:
    return ((value, origin) for value in values)


def _first(candidates: Iterable[tuple[str, Origin]], now: datetime, zone: tzinfo | None) -> Dated | None:
    found = (read_date(text, origin, zone=zone) for text, origin in candidates)
    return next((dated for dated in found if dated is not None and plausible(dated.moment, now)), None)


def plausible(moment: Moment, now: datetime) -> bool:
    """Not before the web, and no more than `TOLERANCE` ahead of `now`."""
    return moment.at.date() >= EARLIEST and moment.at <= now + TOLERANCE


def date_in_url(url: str) -> date | None:
    """The day a path spells out as year, month and day with separators. Runs of digits are ids and give None."""
    for match in _IN_PATH.finditer(urlsplit(url).path):
        try:
            return date(int(match[1]), int(match[3]), int(match[4]))
        except ValueError:
            continue
    return None


def _local_day(published: Dated, url: str) -> date:
    """The address names the day where the outlet is; a time in UTC may lie a day beside it."""
    named = date_in_url(url)
    return named if named is not None and abs(named - published.day) == timedelta(days=1) else published.day


def _visible(tree: html.HtmlElement, url: str, now: datetime) -> Dated | None:
    """The day that a date element names, or a short line near the headline: a bare day, the last resort.

    A day that only prose names is none of the page's own; nor is the year of a copyright notice.
    """
    lines, headlines = _lines(tree)
    day = _htmldate(tree, now, url=url)
    if day is not None:
        naming = [line for line in lines if _names(line, day)]
        # Without a line, the day stands in an attribute; but January 1st is what htmldate makes of a bare year.
        in_attribute = not naming and (day.month, day.day) != (1, 1)
        if in_attribute or any(not _is_prose(line) for line in naming):
            return _byline(day)
    for number, line in enumerate(lines):
        near = any(-ABOVE_HEADLINE <= number - headline <= BELOW_HEADLINE for headline in headlines)
        if near and _is_dateline(line):
            # The line alone: on a whole page, an extensive search takes the first date of any kind.
            alone = html.document_fromstring("<p></p>")
            next(alone.iter("p")).text = line
            day = _htmldate(alone, now, extensive=True)
            if day is not None and _names(line, day):
                return _byline(day)
    return None


def _byline(day: date) -> Dated:
    return Dated(Moment(datetime(day.year, day.month, day.day, tzinfo=UTC), "day", "byline"), day)


def _htmldate(tree: html.HtmlElement, now: datetime, *, url: str | None = None, extensive: bool = False) -> date | None:
    from htmldate import find_date

    # A copy, because htmldate prunes what it reads; a tree, because it would take a text for an address to fetch.
    found = find_date(
        copy.deepcopy(tree),
        extensive_search=extensive,
        original_date=True,
        url=url,
        min_date=EARLIEST.isoformat(),
        max_date=(now + TOLERANCE).strftime("%Y-%m-%d"),
    )
    return date.fromisoformat(found) if found else None


def _lines(tree: html.HtmlElement) -> tuple[list[str], list[int]]:
    """The page's visible pieces of text in order, and the numbers of those that <h1> elements begin with.

    Within a paragraph, each piece gives the whole paragraph: a date in bold type is still part of its sentence.
    """
    lines: list[str] = []
    headlines: list[int] = []
    for element in tree.iter():
        visible = isinstance(element.tag, str) and element.tag not in _UNSEEN
        if element.tag == "h1":
            headlines.append(len(lines))
        parent = element.getparent()
        for text, holder in ((element.text if visible else None, element), (element.tail, parent)):
            if text and text.strip() and holder is not None:
                paragraph = next(iter(holder.xpath("ancestor-or-self::p[1]")), None)
                lines.append(" ".join(str(text if paragraph is None else paragraph.text_content()).split()))
    return lines, headlines


def _names(line: str, day: date) -> bool:
    """Do day and year of `day` both stand in the line? The month may be written in any language."""
    numbers = [int(digits) for digits in re.findall(r"(?<![0-9])[0-9]{1,4}(?![0-9])", line)]
    return day.day in numbers and (day.year in numbers or day.year % 100 in numbers)


def _is_dateline(line: str) -> bool:
    """A short line that is no prose and has few words before its date."""
    before = re.split(r"[0-9]", line, maxsplit=1)[0]
    allowed = _BYLINE_WORDS if _BYLINE.search(before) else _WORDS_BEFORE
    return before != line and len(before.split()) <= allowed and not _is_prose(line)


def _is_prose(line: str) -> bool:
    """Longer than a dateline is, or ended like a sentence."""
    words = len(line.split())
    return words > _DATELINE_WORDS or (words > _SENTENCE_WORDS and bool(re.search(r"\w\w[.!?…]$", line)))
