"""When a page says it was published and changed, how precisely, and where it says so (pure).

Places are asked in this order: JSON-LD, meta tags, microdata and RDFa, `<time>`, the address, the visible text; where
they disagree, `scraper.datevotes` chooses. A date in the future or before the web is none, nor are digits of an id in
an address; a time without a zone is read in the outlet's zone, or fixes a day only.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo
from typing import Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from lxml import html

from scraper.article import Origin
from scraper.datelines import Dateline, datelines, is_aside_day, without_asides
from scraper.datetext import EARLIEST, TOLERANCE, Dated, bare_day, day_order, plausible, readings
from scraper.datevotes import Evidence, agreed, choose, settle
from scraper.structured import Structured, as_texts, is_aside, parse_html, read_structured

_PUBLISHED_META: Final = (
    *("article:published_time", "og:article:published_time", "og:published_time", "parsely-pub-date", "datepublished"),
    *("sailthru.date", "cxenseparse:recs:publishtime", "article.published", "published_time", "publish-date"),
    *("publishdate", "publish_date", "pubdate", "publication_date", "dc.date.issued", "dcterms.issued"),
    *("dcterms.created", "dc.date.created", "dc.date", "dc.date.publication", "article_date_original"),
    *("rnews:datepublished", "originalpublicationdate", "date", "displaydate", "citation_publication_date"),
    "citation_date",
)
_MODIFIED_META: Final = (
    *("article:modified_time", "og:article:modified_time", "og:updated_time", "datemodified", "article:updated_time"),
    *("dcterms.modified", "dc.date.modified", "lastmod", "last-modified", "revision_date", "modified_time"),
)
_RDFA: Final = re.compile(r"(?:^|[\s:])(?:datePublished|dateCreated|created|issued|dc:date|dcterms:date)(?:\s|$)")
_DATE_PUBLISHED: Final = re.compile(r'"datePublished"\s*:\s*"([^"]{8,60})"')
_WITH_COUNTRY: Final = len("en-GB")
_IN_PATH: Final = re.compile(
    r"(?<![0-9])((?:19|20)[0-9]{2})([/_-])(0?[1-9]|1[0-2])\2(0?[1-9]|[12][0-9]|3[01])(?![0-9])"
)
_TURNED_IN_PATH: Final = re.compile(r"(?<![0-9-])([0-9]{2}-[0-9]{2}-(?:19|20)[0-9]{2})(?!-?[0-9])")


@dataclass(frozen=True, slots=True)
class PageDates:
    published: Dated | None
    modified: Dated | None


def page_dates(
    tree: html.HtmlElement, structured: Structured, url: str, *, now: datetime, zone: str | None = None
) -> PageDates:
    """Both dates of a page. `now` is aware; `zone` is the IANA name of the outlet's time zone."""
    outlet_zone = ZoneInfo(zone) if zone else None
    speech = _speech(tree, structured)
    stated = _usable(_published(tree, structured, url), now, outlet_zone)
    if all(evidence.origin in ("time", "url") for evidence in stated):
        stated = [*_usable(_rdfa(tree), now, outlet_zone), *stated]
    stated_changes = _usable(_modified(structured), now, outlet_zone)
    # The whole text is looked through only where it can change anything.
    lines = () if agreed(stated) else _shown(datelines(tree, structured, speech), now)
    shown = [evidence for evidence, changed in lines if not changed]
    shown_changes = [evidence for evidence, changed in lines if changed]
    every = [*stated, *shown, *stated_changes, *shown_changes]
    order = day_order(speech, url) if any(len(evidence.readings) > 1 for evidence in every) else None
    modified = next((dated for _, dated in settle(stated_changes, every, order)), None)
    changes = [dated for _, dated in settle(shown_changes, every, order)]
    published = choose(
        settle([*stated, *shown], every, order), changed=modified, shown_changes={dated.day for dated in changes}
    )
    if changes and (published is None or _impossible(published, changes[0])):
        published = changes[0]  # nothing is published after its own last change
    if published is None:
        found = _by_htmldate(tree, structured, url, speech, now)
        # What reads two ways here reads two ways for htmldate as well, but it does not say so.
        undecided = {dated.day for evidence in every if len(evidence.readings) > 1 for dated in evidence.readings}
        published = bare_day(found, "htmldate") if found is not None and found not in undecided else None
    modified = modified or next(iter(changes), None)
    if modified and published and (modified == published or modified.moment.surely_before(published.moment)):
        modified = None  # a page that changed before it appeared says nothing we can use
    return PageDates(published, modified)


def publication_day(text: str, url: str, *, now: datetime, zone: str | None = None) -> date | None:
    """The day a page names as that of its publication, from its text alone; None where it names none.

    Raises ExtractError "not HTML" where no page can be made of the text.
    """
    tree = parse_html(text)
    published = page_dates(tree, read_structured(tree, url), url, now=now, zone=zone).published
    return published.day if published else None


def date_in_url(url: str) -> date | None:
    """The day a path spells out as year, month and day with separators. Runs of digits are ids and give None."""
    for match in _IN_PATH.finditer(urlsplit(url).path):
        try:
            return date(int(match[1]), int(match[3]), int(match[4]))
        except ValueError:
            continue
    return None


def _speech(tree: html.HtmlElement, structured: Structured) -> str | None:
    """The page's language, with the country where any place names one: "en" and og:locale "en_GB" are "en_GB"."""
    places = (tree.get("lang"), tree.get("xml:lang"), *structured.meta.get("og:locale", ()))
    said = [place for place in (*places, *structured.meta.get("content-language", ())) if place]
    fuller = (other for other in said if said and other[:2] == said[0][:2] and len(other) >= _WITH_COUNTRY)
    return next(fuller, said[0] if said else None)


def _usable(candidates: Iterable[tuple[str, Origin]], now: datetime, zone: tzinfo | None) -> list[Evidence]:
    found = []
    for text, origin in candidates:
        dates = tuple(dated for dated in readings(text, origin, zone=zone) if plausible(dated.moment, now))
        if zone is not None:
            dates = tuple(_there(dated, zone) for dated in dates)
        if dates:
            found.append(Evidence(origin, dates))
    return found


def _there(dated: Dated, zone: tzinfo) -> Dated:
    """A time stated in UTC, with the day it has in the outlet's zone."""
    return replace(dated, day=dated.moment.at.astimezone(zone).date(), universal=False) if dated.universal else dated


def _shown(lines: Iterable[Dateline], now: datetime) -> list[tuple[Evidence, bool]]:
    """What lines near the headline say, and whether it is a change; of those elsewhere, only what is no change."""
    found = []
    for line in lines:
        days = (bare_day(day, "byline") for day in line.days)
        dates = tuple(dated for dated in days if plausible(dated.moment, now))
        if dates and (line.near or not line.changed):
            found.append((Evidence("byline", dates, line), line.changed))
    return found


def _impossible(published: Dated, change: Dated) -> bool:
    return published.moment.precision == "day" and change.day < published.day


def _published(tree: html.HtmlElement, structured: Structured, url: str) -> Iterator[tuple[str, Origin]]:
    yield from _each(as_texts(structured.article.get("datePublished")), "json-ld")
    yield from _each(as_texts(structured.article.get("dateCreated")), "json-ld")
    yield from _each(as_texts(structured.page.get("datePublished")), "json-ld")
    if not structured.article:
        yield from _each(_broken_json_ld(tree), "json-ld")
    yield from _each(as_texts(structured.page.get("uploadDate")), "json-ld")
    for name in _PUBLISHED_META:
        yield from _each(structured.meta.get(name, ()), "meta")
    for name in ("datePublished", "dateCreated"):
        yield from _each(structured.microdata.get(name, ()), "microdata")
    yield from _each(structured.times, "time")
    if day := date_in_url(url):
        yield day.isoformat(), "url"
    elif turned := _TURNED_IN_PATH.search(urlsplit(url).path):
        yield turned[1], "url"


def _broken_json_ld(tree: html.HtmlElement) -> Iterator[str]:
    """The first date in each JSON-LD script, on a page where none could be read as an article's: many are no JSON."""
    for script in tree.iterfind(".//script[@type]"):
        if "ld+json" in script.get("type", "") and (match := _DATE_PUBLISHED.search(script.text or "")):
            yield match[1]


def _rdfa(tree: html.HtmlElement) -> Iterator[tuple[str, Origin]]:
    for element in tree.xpath("//*[@property and @content and not(self::meta)]"):
        if _RDFA.search(element.get("property", "")) and not is_aside(element):
            yield element.get("content", ""), "microdata"


def _modified(structured: Structured) -> Iterator[tuple[str, Origin]]:
    yield from _each(as_texts(structured.article.get("dateModified")), "json-ld")
    yield from _each(as_texts(structured.page.get("dateModified")), "json-ld")
    for name in _MODIFIED_META:
        yield from _each(structured.meta.get(name, ()), "meta")
    yield from _each(structured.microdata.get("dateModified", ()), "microdata")


def _each(values: Iterable[str], origin: Origin) -> Iterator[tuple[str, Origin]]:
    return ((value, origin) for value in values)


def _by_htmldate(
    tree: html.HtmlElement, structured: Structured, url: str, language: str | None, now: datetime
) -> date | None:
    """What htmldate makes of the page without teasers and comments: the last resort, since it also reads prose."""
    from htmldate import find_date

    bare = without_asides(tree)
    # A copy, because htmldate prunes what it reads; a tree, because it would take a text for an address to fetch.
    found = find_date(
        copy.deepcopy(bare),
        extensive_search=False,
        original_date=True,
        min_date=EARLIEST.isoformat(),
        max_date=(now + TOLERANCE).strftime("%Y-%m-%d"),
    )
    day = date.fromisoformat(found) if found else None
    if day is None or (day.month, day.day) == (1, 1) or is_aside_day(bare, structured, day, language):
        return None  # January 1st is what htmldate makes of a bare year
    return day
