"""The scraper's values: moments and their order, keys and digests; saved texts and JSON Lines."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.article import PARAGRAPH_BREAK, Article, Moment, Validators, article_key, host_of, join_text, storable
from scraper.errors import SavedError
from scraper.saved import article_from_text, articles_from_jsonl

NOW = datetime(2025, 3, 12, 3, 0, tzinfo=UTC)
GOOD = {
    "outlet": "lantern",
    "url": "https://lantern.example/a?utm_source=x",
    "title": "Harbour to close",
    "published": "2025-03-11T06:12:00Z",
    "text": "The harbour will close.\n\nIt opens again in May.",
    "event": "ignored",
}


def test_a_moment_keeps_its_precision() -> None:
    assert str(Moment.parse("2025-03-11", origin="given")) == "2025-03-11"
    assert str(Moment.parse("2025-03-11T07:12+01:00", origin="given")) == "2025-03-11T06:12Z"
    assert str(Moment.parse("2025-03-11T07:12:05+01:00", origin="given")) == "2025-03-11T06:12:05Z"
    assert str(Moment.parse("2025-03-11T07:12:05", origin="given")) == "2025-03-11"


def test_a_bare_day_orders_nothing_within_that_day() -> None:
    day, early, next_day = (
        Moment.parse(text, origin="given") for text in ("2025-03-11", "2025-03-11T06:00Z", "2025-03-12")
    )
    assert not day.surely_before(early)
    assert not early.surely_before(day)
    assert day.surely_before(next_day)
    assert early.surely_before(next_day)


def test_a_moment_is_aware_and_in_utc() -> None:
    for bad in (datetime(2025, 3, 11), datetime(2025, 3, 11, tzinfo=timezone(timedelta(hours=1)))):  # noqa: DTZ001
        with pytest.raises(ValueError, match="UTC"):
            Moment(bad, "minute", "given")


@given(st.datetimes(timezones=st.just(UTC)), st.datetimes(timezones=st.just(UTC)))
def test_order_is_never_claimed_both_ways(one: datetime, other: datetime) -> None:
    a, b = Moment(one, "second", "given"), Moment(other, "day", "given")
    assert not (a.surely_before(b) and b.surely_before(a))


@given(st.text(st.characters(categories=None), max_size=30))
def test_any_text_becomes_storable_at_its_own_length(text: str) -> None:
    made = storable(text)
    assert len(made.encode().decode()) == len(text)
    assert "\0" not in made
    assert storable(made) == made
    try:
        text.encode()
    except UnicodeEncodeError:
        assert made != text
    else:
        assert made == text.replace("\0", "\ufffd")


def test_half_characters_and_nul_do_not_get_into_an_article() -> None:
    text = article_from_text("Har\ud800bour\n\nIt\0 closes.", outlet="lan\udfff", url="caf\udce9.txt")
    assert (text.url, text.outlet, text.text) == ("caf\ufffd.txt", "lan\ufffd", "Har\ufffdbour\n\nIt\ufffd closes.")
    lines = [json.dumps(GOOD | {"title": "Har\ud800bour", "text": "It\0 closes.\n\nSoon \udc00."})]
    (line,), errors = articles_from_jsonl(lines, now=NOW)
    assert not errors
    assert line.text == "Har\ufffdbour\n\nIt\ufffd closes.\n\nSoon \ufffd."
    for article in (text, line):
        assert len(article.key) == 12
        assert len(article.digest) == 64
        assert article.text[article.body_start :] == article.body


@pytest.mark.parametrize("key", ["outlet", "url"])
@pytest.mark.parametrize("bad", ["\ud800", "\0"])
def test_a_line_whose_address_cannot_be_written_is_an_error(key: str, bad: str) -> None:
    articles, (error,) = articles_from_jsonl([json.dumps(GOOD | {key: f"https://lantern.example/{bad}"})], now=NOW)
    assert not articles
    assert (error.line, error.reason) == (1, "bad name")
    error.detail.encode()


def test_an_article_knows_where_its_body_begins() -> None:
    article = article_from_text("Harbour to close\n\nThe harbour will close.\n", outlet="lantern", url="a.txt")
    assert article.text == join_text("Harbour to close", ["The harbour will close."])
    assert article.text[article.body_start :] == article.body == "The harbour will close."
    assert article.key == article_key("lantern", "a.txt")
    assert len(article.key) == 12
    assert host_of("https://News.Example/a") == "news.example"


def test_json_lines_are_read_and_bad_ones_numbered() -> None:
    lines = [
        json.dumps(GOOD),
        "",
        "{broken",
        json.dumps([1]),
        json.dumps({**GOOD, "published": "soon"}),
        json.dumps({key: value for key, value in GOOD.items() if key != "title"}),
        json.dumps({**GOOD, "text": " \n "}),
        json.dumps({**GOOD, "text": 3}),
        json.dumps({**GOOD, "published": "2025-03-11", "url": "urn:x"}),
        json.dumps({key: value for key, value in GOOD.items() if key != "published"}),
        json.dumps({**GOOD, "text": "Advertisement"}),
    ]
    articles, errors = articles_from_jsonl(lines, now=NOW)
    assert [(error.line, error.reason) for error in errors] == [
        (3, "not JSON"),
        (4, "not an object"),
        (5, "bad date"),
        (6, "missing key"),
        (7, "missing key"),
        (8, "missing key"),
        (11, "no body"),
    ]
    assert "'title'" in errors[3].detail
    first, second, third = articles
    assert (first.url, first.canonical_url) == (GOOD["url"], "https://lantern.example/a")
    assert str(first.published) == "2025-03-11T06:12Z"
    assert first.text == "Harbour to close\n\nThe harbour will close.\n\nIt opens again in May."
    assert (second.canonical_url, str(second.published)) == ("urn:x", "2025-03-11")
    assert third.published is None


@pytest.mark.parametrize("published", ["2025-03-13T06:12:00Z", "2025-04-01", "9999-12-31"])
def test_a_line_dated_ahead_is_reported_and_kept_without_its_date(published: str) -> None:
    (article,), (error,) = articles_from_jsonl(["", json.dumps({**GOOD, "published": published})], now=NOW)
    assert article.published is None
    assert (error.line, error.reason) == (2, "future date")
    assert published in error.detail


@pytest.mark.parametrize("published", ["2025-03-12", "2025-03-12T16:00:00Z", "2025-03-12T23:30:00+11:00", "1985-06-01"])
def test_a_line_dated_today_somewhere_or_long_ago_keeps_its_date(published: str) -> None:
    (article,), errors = articles_from_jsonl([json.dumps({**GOOD, "published": published})], now=NOW)
    assert article.published is not None
    assert not errors


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "data:text/html,x", "mailto:a@lantern.example", "a.txt", "https:", "urn:", "ftp://a/b"],
)
def test_a_line_whose_address_is_no_place_of_a_text_is_an_error(url: str) -> None:
    articles, (error,) = articles_from_jsonl([json.dumps({**GOOD, "url": url})], now=NOW)
    assert not articles
    assert (error.line, error.reason) == (1, "bad address")


def test_addresses_of_texts_may_be_of_the_web_or_names_or_files() -> None:
    urls = ["http://lantern.example/a", "HTTPS://lantern.example/a", "urn:lantern:7", "file:///srv/saved/a.txt"]
    articles, errors = articles_from_jsonl([json.dumps({**GOOD, "url": url}) for url in urls], now=NOW)
    assert [article.url for article in articles] == urls
    assert not errors


def test_a_misspelt_key_is_named() -> None:
    row = {**{key: value for key, value in GOOD.items() if key != "title"}, "titel": "Harbour to close"}
    articles, (error,) = articles_from_jsonl([json.dumps(row)], now=NOW)
    assert articles == []
    assert error.detail.endswith("is 'titel' meant?")


def test_an_outlet_can_be_given_for_lines_that_name_none() -> None:
    bare = json.dumps({key: value for key, value in GOOD.items() if key != "outlet"})
    articles, errors = articles_from_jsonl([bare, json.dumps(GOOD)], now=NOW, outlet="candle")
    assert [article.outlet for article in articles] == ["candle", "lantern"]
    assert errors == []


def test_a_saved_text_needs_a_body() -> None:
    for text, reason in (
        ("", "empty"),
        (" \n\n", "empty"),
        ("Headline", "no body"),
        ("Headline\n\nShare\n", "no body"),
    ):
        with pytest.raises(SavedError) as caught:
            article_from_text(text, outlet="lantern", url="a.txt")
        assert caught.value.reason == reason


def test_a_saved_text_keeps_its_characters() -> None:
    text = "\ufeffMayor: “No”\r\n\r\nThe mayor’s answer — “no” — came\r\nlate.\r\n\r\nThat was all.\r\n"
    article = article_from_text(text, outlet="lantern", url="a.txt")
    assert article.title == "Mayor: “No”"
    assert article.body.split(PARAGRAPH_BREAK) == ["The mayor’s answer — “no” — came late.", "That was all."]


@given(st.text(max_size=200))
def test_any_line_is_an_article_or_an_error(line: str) -> None:
    articles, errors = articles_from_jsonl([line, json.dumps(GOOD)], now=NOW)
    assert len(articles) + len(errors) == (2 if line.strip() else 1)


@given(st.text(max_size=300))
def test_any_text_is_an_article_or_refused(text: str) -> None:
    try:
        article = article_from_text(text, outlet="lantern", url="a.txt")
    except SavedError:
        return
    assert isinstance(article, Article)
    assert article.text.startswith(article.title + PARAGRAPH_BREAK)
    assert all(paragraph.strip() for paragraph in article.text.split(PARAGRAPH_BREAK)[1:])


def test_validators_are_usable_where_there_is_something_to_ask_with() -> None:
    assert not Validators().usable
    assert not Validators("", "").usable
    assert Validators(etag='"1"').usable
    assert Validators(last_modified="Tue, 11 Mar 2025 06:12:07 GMT").usable
