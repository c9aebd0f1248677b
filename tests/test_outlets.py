"""Files of outlets: what is read, and what a mistake looks like to the person who made it."""

from __future__ import annotations

from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.errors import OutletsError
from scraper.outlets import DEFAULT_DELAY, DEFAULT_MAX_PAGES, Outlet, parse_outlets

GOOD = """
[[outlet]]
slug = "daily-lantern"
name = "The Daily Lantern"
home = "https://lantern.example/"
feeds = ["https://lantern.example/rss"]
"""


def problems(toml: str) -> tuple[str, ...]:
    with pytest.raises(OutletsError) as caught:
        parse_outlets(toml, source="outlets.toml")
    assert all(line.startswith("outlets.toml: ") for line in str(caught.value).splitlines())
    return caught.value.problems


def test_an_outlet_has_defaults() -> None:
    (outlet,) = parse_outlets(GOOD, source="outlets.toml")
    assert outlet == Outlet(
        slug="daily-lantern",
        name="The Daily Lantern",
        home="https://lantern.example/",
        feeds=("https://lantern.example/rss",),
    )
    assert (outlet.delay, outlet.max_pages, outlet.invented) == (DEFAULT_DELAY, DEFAULT_MAX_PAGES, False)


def test_an_empty_file_names_no_outlet() -> None:
    assert parse_outlets("", source="outlets.toml") == ()


def test_a_misspelt_key_is_named_with_the_right_one() -> None:
    (problem,) = problems(GOOD + 'feds = ["x"]\n')
    assert problem == "outlet 'daily-lantern': unknown key 'feds'; did you mean 'feeds'?"


def test_a_misspelt_table_is_named() -> None:
    (problem,) = problems(GOOD.replace("[[outlet]]", "[[outlets]]"))
    assert "unknown key 'outlets'; did you mean 'outlet'?" in problem


def test_all_mistakes_of_a_file_come_at_once() -> None:
    found = problems(
        GOOD
        + 'delay = "slow"\ntimezone = "Mars/Olympus"\n'
        + '[[outlet]]\nname = "Nameless"\nhome = "lantern"\nfront_pages = ["https://a.example/"]\n'
    )
    assert [line.split(":")[0] for line in found] == ["outlet 'daily-lantern'"] * 2 + ["outlet number 2"] * 2
    text = "\n".join(found)
    for expected in ("key 'delay'", "'Mars/Olympus' is not a time zone", "key 'slug' is missing", "write it in full"):
        assert expected in text


@pytest.mark.parametrize(
    ("line", "remedy"),
    [
        ('slug = "Daily Lantern"', "small letters"),
        ("delay = -1", "greater than or equal to 0"),
        ("max_pages = 0", "greater than or equal to 1"),
        ('kind = "partisan"', "one of wire"),
        ('country = "uk"', "two capital letters"),
        ('article_pattern = "("', "not a regular expression"),
        ('sites = ["https://lantern.example"]', "write it bare"),
        ('feeds = ["javascript:alert(1)"]', "write it in full"),
        ("feeds = []", "no listing"),
        ('front_pages = ["https://lantern.example/"]', "need article_pattern"),
    ],
)
def test_a_bad_value_is_named_with_its_remedy(line: str, remedy: str) -> None:
    key = line.split(" ")[0]
    kept = "\n".join(old for old in GOOD.splitlines() if not old.startswith(f"{key} ="))
    assert any(remedy in problem for problem in problems(f"{kept}\n{line}\n"))


def test_a_slug_stands_once() -> None:
    (problem,) = problems(GOOD + GOOD)
    assert "'daily-lantern': stands 2 times" in problem


@pytest.mark.parametrize("toml", ["outlet = 3", "outlet = [3]", "[[outlet"])
def test_what_is_no_table_is_refused(toml: str) -> None:
    assert problems(toml)


def test_an_outlet_owns_its_site_and_the_further_ones() -> None:
    (outlet,) = parse_outlets(GOOD + 'sites = ["lantern-news.example"]\n', source="outlets.toml")
    assert outlet.owns("https://www.lantern.example/a")
    assert outlet.owns("https://m.lantern-news.example/a")
    assert not outlet.owns("https://candle.example/a")


def test_the_starter_list_is_readable_and_says_where_each_outlet_was_confirmed() -> None:
    text = (resources.files("scraper") / "outlets.toml").read_text(encoding="utf-8")
    outlets = parse_outlets(text, source="scraper/outlets.toml")
    assert len(outlets) >= 5
    for outlet in outlets:
        assert outlet.confirmed is not None
        assert outlet.confirmed.endswith("not fetched")
        assert not outlet.invented
        assert outlet.delay >= DEFAULT_DELAY


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        parse_outlets(text, source="outlets.toml")
    except OutletsError as error:
        assert error.problems  # noqa: PT017  either outcome is fine; nothing else may escape
