"""One date as a page writes it: formats, languages, zones, and what reads two ways."""

from __future__ import annotations

import calendar
from datetime import UTC, date, datetime, timedelta

import pytest
from babel import Locale
from hypothesis import example, given
from hypothesis import strategies as st

from scraper.article import Moment
from scraper.datetext import LANGUAGES, Order, day_order, lies_ahead, plausible, read_date, readings, written_days

NOW = datetime(2025, 3, 12, 3, 0, tzinfo=UTC)
FIRST, LAST = datetime(1995, 1, 1), datetime(2024, 12, 31)  # noqa: DTZ001  the zone is drawn


@pytest.mark.parametrize(
    ("text", "moment", "day"),
    [
        ("2025-03-11T06:12:30Z", "2025-03-11T06:12:30Z", "2025-03-11"),
        ("2025-03-11T06:12:00.000+0000", "2025-03-11T06:12Z", "2025-03-11"),
        ("2025-03-11T23:30:00-05:00", "2025-03-12T04:30Z", "2025-03-11"),
        ("2025-03-11 06:12", "2025-03-11", "2025-03-11"),
        ("2025-03-11", "2025-03-11", "2025-03-11"),
        ("2025-03-11T00:00:00+11:00", "2025-03-11", "2025-03-11"),
        ("Tue, 11 Mar 2025 06:12:07 GMT", "2025-03-11T06:12:07Z", "2025-03-11"),
        ("March 11, 2025 6:12 am EST", "2025-03-11T11:12Z", "2025-03-11"),
        ("11 March 2025", "2025-03-11", "2025-03-11"),
        ("Mar. 11, 2025 at 6:12 p.m. EDT", "2025-03-11T22:12Z", "2025-03-11"),
        ("13/03/2024", "2024-03-13", "2024-03-13"),
        ("2025-03-11T06:12:00 GMT", "2025-03-11T06:12Z", "2025-03-11"),
    ],
)
def test_twelve_ways_to_write_a_date(text: str, moment: str, day: str) -> None:
    found = read_date(text, "meta")
    assert found is not None
    assert (str(found.moment), found.day.isoformat()) == (moment, day)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "03/04/2025",
        "March 2025",
        "2025",
        "1741673520",
        "20250311 06 12",
        "2025-02-30",
        "2025-13-01",
        "x" * 200,
    ],
)
def test_what_is_no_date_or_could_be_two(text: str) -> None:
    assert read_date(text, "meta") is None


@given(st.text(max_size=60))
def test_any_text_is_a_date_or_none(text: str) -> None:
    found = read_date(text, "meta")
    assert found is None or found.moment.at.tzinfo is UTC


@given(st.datetimes(min_value=FIRST, max_value=LAST, timezones=st.timezones()))
def test_iso_times_are_read_exactly(at: datetime) -> None:
    if (at.hour, at.minute, at.second) == (0, 0, 0) or (at.utcoffset() or at - at).microseconds:
        return
    found = read_date(at.isoformat(), "meta")
    assert found is not None
    assert found.moment.at == at.astimezone(UTC)  # a zone's repeated hour compares unequal to anything else
    assert found.day == at.date()


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("24. Januar 2022", "2022-01-24"),
        ("8. Dezember 2010 um 09:43", "2010-12-08"),
        ("Sonntag, Dezember 16th, 2012, 7:05 pm", "2012-12-16"),
        ("01. Dez. 2017, 12:01 Uhr", "2017-12-01"),
        ("1er mars 2020", "2020-03-01"),
        ("17 de Febrero de 2020", "2020-02-17"),
        ("3 мая 2021 г.", "2021-05-03"),
        ("3. května 2021", "2021-05-03"),
        ("10 Ιανουαρίου 2020", "2020-01-10"),
        ("12 בינואר 2021", "2021-01-12"),
        ("١٢ يناير ٢٠٢١", "2021-01-12"),
        ("2021年5月3日", "2021-05-03"),
        ("2021년 5월 3일", "2021-05-03"),
        ("2021. 05. 03.", "2021-05-03"),
        ("2021. május 3.", "2021-05-03"),
        ("2020 m. gegužės 4 d.", "2020-05-04"),
        ("2020. gada 4. maijs", "2020-05-04"),
        ("3-Apr-2021", "2021-04-03"),
        ("May 3 2021", "2021-05-03"),
        ("03.05.2021", "2021-05-03"),
        ("25/12/2021", "2021-12-25"),
        ("12/25/2021", "2021-12-25"),
        ("22.09.20 | 12:45", "2020-09-22"),
    ],
)
def test_days_in_many_languages(text: str, day: str) -> None:
    assert [written.days for written in written_days(text)] == [(date.fromisoformat(day),)]


def test_a_name_of_two_months_needs_the_language() -> None:
    assert list(written_days("3 listopada 2021")) == []
    assert next(written_days("3 listopada 2021", "pl-PL")).days == (date(2021, 11, 3),)
    assert next(written_days("3. listopada 2021", "hr")).days == (date(2021, 10, 3),)


def test_no_english_name_means_another_month_elsewhere() -> None:
    names = [
        (name, month) for month in range(1, 13) for name in (calendar.month_name[month], calendar.month_abbr[month])
    ]
    tables = [Locale.parse(language).months[context] for language in LANGUAGES for context in ("format", "stand-alone")]
    elsewhere = {
        (written.casefold().rstrip("."), month)
        for table in tables
        for width in ("abbreviated", "wide")
        for month, written in table[width].items()
    }
    for name, month in names:
        assert {other for written, other in elsewhere if written == name.casefold()} == {month}
        assert next(written_days(f"3 {name} 2021")).days == (date(2021, month, 3),)


@pytest.mark.parametrize(
    "text", ["Download 2.4.10", "192.168.1.2020", "12 Fragen 2020", "2021-13-45", "Saison 2019/2020"]
)
def test_numbers_that_are_no_days(text: str) -> None:
    assert list(written_days(text)) == []


@pytest.mark.parametrize(
    ("order", "day"), [("day first", date(2023, 1, 11)), ("month first", date(2023, 11, 1)), (None, None)]
)
def test_a_day_in_numbers_reads_two_ways(order: Order | None, day: date | None) -> None:
    assert [found.day for found in readings("11/01/2023 12:43:42", "meta")] == [date(2023, 1, 11), date(2023, 11, 1)]
    found = read_date("11/01/2023 12:43:42", "meta", order=order)
    assert (found.day if found else None) == day


@pytest.mark.parametrize(
    ("language", "url", "order"),
    [
        ("en", "https://a.example", None),
        (None, "https://a.example", None),
        ("en-US", "https://a.example", "month first"),
        ("en", "https://a.co.uk", "day first"),
        ("en-US", "https://a.de", "day first"),
        ("fr-CA", "https://a.example", "day first"),
        ("xx-QQ", "https://a.example", None),
        (None, "https://a.fr", "day first"),
        ("sv", "https://a.se", "day first"),
    ],
)
def test_the_order_of_a_place(language: str | None, url: str, order: Order | None) -> None:
    assert day_order(language, url) == order


def test_a_zone_explains_some_hours_ahead_and_no_more() -> None:
    for hours, ahead in ((-1, False), (13, False), (15, True)):
        assert lies_ahead(Moment(NOW + timedelta(hours=hours), "second", "meta"), NOW) is ahead
    assert not plausible(Moment(datetime(1993, 12, 31, tzinfo=UTC), "day", "meta"), NOW)


@given(st.text(max_size=80))
def test_days_written_in_any_text_lie_where_they_are_said_to(text: str) -> None:
    for written in written_days(text):
        assert 0 <= written.start < written.end <= len(text)
        assert 1 <= len(written.days) <= 2


@given(st.dates(min_value=date(1995, 1, 1), max_value=date(2099, 12, 31)))
def test_a_day_is_read_back_from_each_way_of_writing_it(day: date) -> None:
    ways = ("%Y-%m-%d", "%d.%m.%Y", "%d %B %Y", "%B %d, %Y", "%Y/%m/%d", "%Y年%m月%d日", "%A, %d %b %Y")
    for way in ways:
        assert [written.days for written in written_days(day.strftime(way))] == [(day,)], way
        assert [found.day for found in readings(day.strftime(way), "meta")] == [day], way
    for way, order in (("%d/%m/%Y", "day first"), ("%m/%d/%Y", "month first")):
        found = read_date(day.strftime(way), "meta", order="day first" if order == "day first" else "month first")
        assert found is not None
        assert found.day == day


@given(st.text(max_size=12), st.text(max_size=40))
@example("", "℅")  # which stands for "c/o", so that no address may hold it
def test_any_language_and_address_have_an_order_or_none(language: str, host: str) -> None:
    assert day_order(language, f"https://{host.replace('[', '').replace(']', '')}") in (
        "day first",
        "month first",
        None,
    )
