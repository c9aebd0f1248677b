"""A date as a page writes it, in any of many languages, to a moment or a day; two days where it reads two ways (pure).

The names of months come from CLDR, the Unicode consortium's tables, through babel.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import cache
from typing import Final, Literal, TypeVar

from scraper.article import Moment, Origin, host_of

Order = Literal["day first", "month first"]
"""How a place writes 03/04/2025."""

T = TypeVar("T")

EARLIEST: Final = date(1994, 1, 1)
"""No news site is older."""
EASTERNMOST: Final = timedelta(hours=14)
"""How far ahead of Greenwich the first zone is."""
TOLERANCE: Final = EASTERNMOST
"""How far ahead of our clock a date may lie: as far as a zone that is missing or wrongly called UTC may move it."""
MAX_DATE: Final = 60
"""Characters of a value that is nothing but a date; the longest RFC 822 date with a zone's name has 45."""
_CENTURY: Final = 2_000
_TWO_DIGIT_YEARS: Final = range(2, 70)
"""Years written 02 … 69 are of this century, as in POSIX; 00 and 01 are more often a number of something else."""
LANGUAGES: Final = (
    *("en", "de", "fr", "es", "it", "pt", "nl", "sv", "da", "nb", "nn", "fi", "is", "pl", "cs", "sk", "hu", "ro"),
    *("bg", "ru", "uk", "sr", "sr_Latn", "hr", "sl", "mk", "sq", "el", "tr", "lt", "lv", "et", "ga", "cy", "ca", "eu"),
    *("gl", "id", "ms", "vi", "af", "sw", "kk", "hy", "ka", "he", "ar", "fa", "hi", "ne", "bn", "ur", "ta"),
)
"""The languages whose names of months are known; the page's own goes first where one name means two months."""
_GENERIC_COUNTRIES: Final = frozenset({"co", "io", "me", "tv", "ai", "fm", "ly", "cc", "to", "gg", "ws", "nu", "eu"})
"""Endings of addresses that belong to a country and are sold to everybody; "eu" is none."""
_HOURS: Final = (
    *(("UTC", 0), ("GMT", 0), ("Z", 0), ("WET", 0), ("BST", 1), ("CET", 1), ("CEST", 2), ("EET", 2), ("EEST", 3)),
    *(("EST", -5), ("EDT", -4), ("ET", -5), ("CST", -6), ("CDT", -5), ("MST", -7), ("MDT", -6), ("PST", -8)),
    *(("PDT", -7), ("MSK", 3), ("JST", 9), ("AEST", 10)),
)
"""Hours east of Greenwich of the abbreviations that news pages print. IST is left out: it means three zones."""
_ZONES: Final = {name: timezone(timedelta(hours=hours)) for name, hours in _HOURS}
_DEFAULTS: Final = (datetime(1977, 1, 5, 7, 13), datetime(1984, 12, 23, 19, 47))  # noqa: DTZ001  only ever compared

_NAME: Final = r"[^\W\d_]{2,}(?:['’][^\W\d_]+)?"
_YEAR: Final = r"(?:19|20)\d\d"
_WRITTEN: Final = re.compile(
    rf"(?<![\w./:-])(?:"
    rf"(?P<y1>{_YEAR})(?P<s1>[-/.]|\.\ )(?P<m1>\d\d?)(?P=s1)(?P<d1>\d\d?)(?:\.|(?![\w-])|(?=T\d))"
    rf"|(?P<a>\d\d?)(?P<s2>\ ?[-/.]\ ?)(?P<b>\d\d?)(?P=s2)(?P<y2>{_YEAR}|'?\d\d(?![\d:]))(?![\w/-]|[.:]\d)"
    rf"|(?P<d3>\d\d?)(?:st|nd|rd|th|er|ste|[.ºª])?[\s-]{{0,2}}(?:(?:de|of)\s|d['’])?"
    rf"(?P<n3>{_NAME})[.,]{{0,2}}[\s-]{{1,2}}(?:(?:de|del)\s)?(?P<y3>{_YEAR})(?!\w)"
    rf"|(?P<n4>{_NAME})\.?[\s-]{{1,2}}(?P<d4>\d\d?)(?:st|nd|rd|th)?(?:,\s?|\s|-|,?\sde\s)(?P<y4>{_YEAR})(?!\w)"
    rf"|(?P<y5>{_YEAR})\s?[年년]\s?(?P<m5>\d\d?)\s?[月월]\s?(?P<d5>\d\d?)\s?[日일]"
    rf"|(?P<y6>{_YEAR})\.\sgada\s(?P<d6>\d\d?)\.\s(?P<n6>{_NAME})"
    rf"|(?P<y7>{_YEAR})(?:\.|\sm\.)?\s(?P<n7>{_NAME})\s(?P<d7>\d\d?)(?!\w)"
    r")",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Dated:
    """A moment and the calendar day the page itself names for it, in the page's own zone.

    `universal` where it is stated in UTC: the day at the outlet's place may be the one before or after.
    """

    moment: Moment
    day: date
    universal: bool = False


@dataclass(frozen=True, slots=True)
class WrittenDay:
    """A day found in a text at `start` … `end`. `days` has two members, day first then month first, where it may be
    either (03/04/2025)."""

    start: int
    end: int
    days: tuple[date, ...]


def read_date(text: str, origin: Origin, *, zone: tzinfo | None = None, order: Order | None = None) -> Dated | None:
    """One date as a page may write it; None where it is no date, or where it reads two ways and no `order` is known."""
    found = readings(text, origin, zone=zone)
    return found[0] if len(found) == 1 else in_order(found, order)


def in_order(found: tuple[T, ...], order: Order | None) -> T | None:
    """Of the two readings of a date, that of the order."""
    if len(found) < 2 or order is None:
        return found[0] if len(found) == 1 else None
    return found[0 if order == "day first" else 1]


def readings(text: str, origin: Origin, *, zone: tzinfo | None = None) -> tuple[Dated, ...]:
    """What a text that is one date may mean: nothing, one moment, or two (day first, then month first).

    `zone` is that of a time that names none; without it such a time fixes no more than the day. Midnight sharp is what
    systems write that know only the day, so it counts as a bare day.
    """
    text = _western(" ".join(text.split()))
    if not text or len(text) > MAX_DATE or not re.search(r"\d{4}", text):
        return ()
    found = (_dated(at, origin, zone) for at in _moments(text))
    return tuple(dated for dated in found if dated is not None)


def lies_ahead(moment: Moment, now: datetime) -> bool:
    """More than `TOLERANCE` ahead of `now`, which is aware."""
    return moment.at > now + TOLERANCE


def plausible(moment: Moment, now: datetime) -> bool:
    """Could a page have appeared then: neither ahead of `now` nor before the web?"""
    return moment.at.date() >= EARLIEST and not lies_ahead(moment, now)


def _dated(at: datetime | date, origin: Origin, zone: tzinfo | None) -> Dated | None:
    if isinstance(at, datetime) and at.tzinfo is None and zone is not None:
        at = at.replace(tzinfo=zone)
    day = at.date() if isinstance(at, datetime) else at
    if not isinstance(at, datetime) or at.tzinfo is None or (at.hour, at.minute, at.second) == (0, 0, 0):
        return bare_day(day, origin)
    try:
        moment = Moment(at.astimezone(UTC), "second" if at.second or at.microsecond else "minute", origin)
    except OverflowError:
        return None
    return Dated(moment, day, universal=at.utcoffset() == timedelta(0))


def bare_day(day: date, origin: Origin) -> Dated:
    return Dated(Moment(datetime(day.year, day.month, day.day, tzinfo=UTC), "day", origin), day)


def _moments(text: str) -> tuple[datetime | date, ...]:
    """ISO 8601 first, the ways people write dates after that."""
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        try:
            return (date.fromisoformat(text),)
        except ValueError:
            return ()
    try:
        return (datetime.fromisoformat(text),)
    except ValueError:
        pass
    if re.fullmatch(r"[0-9 ]+", text):
        return ()
    written = next(written_days(text), None)
    if written is None:  # digits alone that spell no day are a version or an id
        one = _by_dateutil(text, day_first=True) if re.search(r"[A-Za-z]{3}", text) else None
        return () if one is None else (one,)
    return tuple(_with_time(text, day) for day in written.days)


def _with_time(text: str, day: date) -> datetime | date:
    """The day with its time of day, where dateutil reads the same day; it knows English only."""
    for day_first in (True, False):
        at = _by_dateutil(text, day_first=day_first)
        if isinstance(at, datetime) and at.date() == day:
            return at
    return day


def _by_dateutil(text: str, *, day_first: bool) -> datetime | date | None:
    from dateutil import parser

    # Two readings with different defaults: what differs between them was not in the text.
    try:
        one, other = (parser.parse(text, default=default, tzinfos=_zone, dayfirst=day_first) for default in _DEFAULTS)
    except (ValueError, OverflowError, TypeError, AttributeError):
        return None
    if one.date() != other.date():
        return None
    return one if one.time() == other.time() else one.date()


def _zone(name: str | None, offset: int | None) -> tzinfo | None:
    if offset is not None:
        return timezone(timedelta(seconds=offset)) if abs(offset) < 86_400 else None
    return _ZONES.get((name or "").upper())


def written_days(text: str, language: str | None = None) -> Iterator[WrittenDay]:
    """Every day that a text spells out, in order. `language` decides between the two months that a few names mean."""
    if not any(character.isdigit() for character in text):
        return
    for match in _WRITTEN.finditer(_western(text)):
        days = tuple(_days(match, language))
        if days:
            yield WrittenDay(match.start(), match.end(), days)


def _western(text: str) -> str:
    """The same text, as long as before, with the digits 0 … 9 for those of other scripts."""
    return text if text.isascii() else re.sub(r"[^\D0-9]", _digit, text)


def _digit(match: re.Match[str]) -> str:
    return str(unicodedata.decimal(match[0], match[0]))


def _days(match: re.Match[str], language: str | None) -> Iterator[date]:
    part = match.groupdict()
    if part["a"]:
        year, first, second = _year(part["y2"]), int(part["a"]), int(part["b"])
        if year is None or (len(part["y2"]) < 4 and not len(part["a"]) == len(part["b"]) == 2):
            return  # 2.4.10 is a version
        # With points, the day comes first everywhere; otherwise it may be either.
        turned = "." not in part["s2"] and first != second
        orders = [(first, second)] + ([(second, first)] if turned else [])
        triples = [(year, month, day) for day, month in orders]
    else:
        number = next(number for number in "134567" if part[f"y{number}"])
        name = part.get(f"n{number}")
        month = int(part[f"m{number}"]) if name is None else _month(name, language)
        triples = [(int(part[f"y{number}"]), month, int(part[f"d{number}"]))]
    for year, month, day in triples:
        try:
            yield date(year, month, day)
        except ValueError:
            continue


def _year(text: str) -> int | None:
    year = int(text.lstrip("'"))
    if len(text) == 4:
        return year
    return _CENTURY + year if year in _TWO_DIGIT_YEARS else None


def _month(name: str, language: str | None) -> int:
    """1 … 12, or 0 where the name is no month's in a language we know, or means two and the language is not said."""
    key = _key(name)
    own = _months_of("en" if language is None else language[:2])  # no English name means another month elsewhere
    if key in own:  # and the tables of all the others need not be read
        return own[key]
    months = _months().get(key) or _months().get(key.removeprefix("ב"), frozenset())  # "in", in Hebrew
    return next(iter(months)) if len(months) == 1 else 0


def _key(name: str) -> str:
    return name.casefold().replace("’", "'").rstrip(".")


@cache
def _months() -> dict[str, frozenset[int]]:
    found: dict[str, frozenset[int]] = {"sept": frozenset({9})}
    for language in LANGUAGES:
        for name, month in _months_of(language).items():
            found[name] = found.get(name, frozenset()) | {month}
    return found


@cache
def _months_of(language: str) -> dict[str, int]:
    """Names of months of one language, in full and short, as they stand in a date and alone; {} of none we know."""
    if language not in LANGUAGES:
        return {}
    from babel import Locale

    names = Locale.parse(language).months
    return {
        _key(name): month
        for context in ("format", "stand-alone")
        for width in ("abbreviated", "wide")
        for month, name in names[context][width].items()
        if not name[0].isdigit()
    }


def day_order(language: str | None, url: str) -> Order | None:
    """How a page's language and country write a date in numbers, by CLDR; None where they leave it open.

    `language` as a page says it ("de", "en-GB"). The country of an address counts before that of the language, which is
    often the software's own default. English alone leaves it open: America and the rest of the world differ.
    """
    match = re.match(r"([A-Za-z]{2,3})(?:[-_](?:[A-Za-z]{4}[-_])?([A-Za-z]{2})\b)?", language or "")
    speech, said = (match[1].lower(), match[2]) if match else (None, None)
    ending = host_of(url).rpartition(".")[2]
    country = {"uk": "GB"}.get(ending, ending.upper()) if len(ending) == 2 and ending.isalpha() else None
    if ending in _GENERIC_COUNTRIES:
        country = None
    territory = country or (said.upper() if said else None)
    if speech is None and territory is None:
        return None
    if speech == "en" and territory is None:
        return None
    return _order_of(speech or "en", territory)


@cache
def _order_of(language: str, territory: str | None) -> Order | None:
    from babel import Locale, UnknownLocaleError

    # World English where CLDR knows no such pair: its order is that of the country's neighbours.
    tries = [f"{language}_{territory}", language] if territory else [language]
    for tag in tries if language != "en" else [tries[0], "en_001"]:
        try:
            pattern = Locale.parse(tag).date_formats["short"].pattern
        except (UnknownLocaleError, ValueError):
            continue
        if pattern.startswith("y"):
            return None if language == "en" else "day first"
        return "day first" if pattern.index("d") < pattern.index("M") else "month first"
    return None
