"""Files of outlets: what is read, and what a mistake looks like to the person who made it."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import date
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.errors import OutletsError
from scraper.outlets import DEFAULT_DELAY, DEFAULT_MAX_PAGES, Outlet, parse_outlets
from scraper.urls import canonical_url, site_of

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
    assert [line.split(":")[0] for line in found] == ["outlet 'daily-lantern'"] * 2 + ["outlet number 2 (line 9)"] * 2
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
    assert problem == "outlet 'daily-lantern': stands 2 times (lines 2, 8); give each outlet its own slug"


def test_a_slug_stands_once_even_where_another_mistake_hides_one_of_the_tables() -> None:
    found = problems(GOOD + GOOD + "delay = -1\n")
    assert [problem.split(";")[0] for problem in found][-1] == "outlet 'daily-lantern': stands 2 times (lines 2, 8)"


def test_tables_without_lines_of_their_own_are_named_by_their_number() -> None:
    (problem,) = problems('outlet = [{name = "A", home = "https://a.example/", feeds = ["https://a.example/rss"]}]')
    assert problem == "outlet number 1: key 'slug' is missing; add it"


def test_a_header_inside_a_text_misleads_nobody() -> None:
    (problem,) = problems(
        "[[outlet]]\nname = '''\n[[outlet]]\n'''\n" + "home = 'https://a.example/'\nfeeds = ['https://a.example/rss']"
    )
    assert problem == "outlet number 1: key 'slug' is missing; add it"


@pytest.mark.parametrize("toml", ["outlet = 3", "outlet = [3]", "[[outlet"])
def test_what_is_no_table_is_refused(toml: str) -> None:
    assert problems(toml)


def test_an_outlet_owns_its_site_and_the_further_ones() -> None:
    (outlet,) = parse_outlets(GOOD + 'sites = ["lantern-news.example"]\n', source="outlets.toml")
    assert outlet.owns("https://www.lantern.example/a")
    assert outlet.owns("https://m.lantern-news.example/a")
    assert not outlet.owns("https://candle.example/a")


# The starter list


@pytest.fixture(scope="module")
def starter() -> tuple[Outlet, ...]:
    text = (resources.files("scraper") / "outlets.toml").read_text(encoding="utf-8")
    return parse_outlets(text, source="scraper/outlets.toml")


CONTINENTS = {
    "Africa": {"GH", "NA", "NG"},
    "Asia": {"CN", "HK", "ID", "IL", "IN", "JP", "KR", "QA", "SG", "TH", "TR"},
    "Europe": {"DE", "ES", "FR", "GB", "IT", "RU", "UA"},
    "North America": {"CA", "US"},
    "Oceania": {"AU", "NZ"},
    "South America": {"AR", "BR"},
}
CONFIRMATION = re.compile(
    r"(?P<day>\d{4}-\d{2}-\d{2}), "
    r"[^ ]*[a-z0-9-]+\.[a-z]{2,}/[^;]+(\([^)]*\))?"  # a page, or a repository with the file in it
    r"(; also [^;]+\.[a-z]{2,}/[^;]+)?; not fetched"
)


def test_each_starter_outlet_says_where_and_when_it_was_confirmed_and_that_nothing_was_fetched(
    starter: tuple[Outlet, ...],
) -> None:
    for outlet in starter:
        found = CONFIRMATION.fullmatch(outlet.confirmed or "")
        assert found, (outlet.slug, outlet.confirmed)
        day = date.fromisoformat(found["day"])
        named = [date.fromisoformat(text) for text in re.findall(r"\d{4}-\d{2}-\d{2}", outlet.confirmed or "")]
        assert max(named) == day, f"{outlet.slug}: a document cannot be younger than the day it was looked up"
        assert min(named) >= date(2020, 1, 1), f"{outlet.slug}: older documents do not count"


def test_the_starter_list_is_in_the_order_of_its_slugs(starter: tuple[Outlet, ...]) -> None:
    assert [outlet.slug for outlet in starter] == sorted(outlet.slug for outlet in starter)


def test_the_starter_list_spans_countries_continents_languages_and_owners(starter: tuple[Outlet, ...]) -> None:
    countries = {outlet.country for outlet in starter}
    kinds = Counter(outlet.kind for outlet in starter)
    languages = Counter(outlet.language for outlet in starter)
    assert len(starter) >= 20
    assert countries == set().union(*CONTINENTS.values()), "add a new country to its continent above"
    assert len(countries) >= 12
    assert set(kinds) == {"wire", "public", "commercial", "state", "regional", "nonprofit"}
    assert kinds.most_common(1)[0][1] <= len(starter) / 2, "no one kind of owner makes up the list"
    assert len({outlet.country for outlet in starter if outlet.kind == "state"}) >= 5
    assert languages["en"] >= 20
    assert len(languages) >= 5


def test_the_starter_outlets_are_real_asked_slowly_and_by_https(starter: tuple[Outlet, ...]) -> None:
    for outlet in starter:
        assert not outlet.invented
        assert outlet.delay >= DEFAULT_DELAY
        assert outlet.max_pages <= DEFAULT_MAX_PAGES
        assert outlet.timezone or outlet.slug == "ap"
        for url in (outlet.home, *outlet.feeds, *outlet.sitemaps, *outlet.front_pages):
            assert url.startswith("https://"), (outlet.slug, url)


def test_no_two_starter_outlets_share_a_listing_a_site_or_a_name(starter: tuple[Outlet, ...]) -> None:
    listings = [canonical_url(url) for outlet in starter for url in (*outlet.feeds, *outlet.sitemaps)]
    sites = [site for outlet in starter for site in {site_of(outlet.home), *outlet.sites}]
    names = [outlet.name for outlet in starter]
    for seen in (listings, sites, names):
        assert [thing for thing, times in Counter(seen).items() if times > 1] == []


# What a mistake looks like, whatever the file


KEYS = {
    "home": "lantern",
    "feeds": ["javascript:alert(1)"],
    "sitemaps": ["ftp://lantern.example/map"],
    "front_pages": ["//lantern.example/"],
    "article_pattern": "(",
    "sites": ["https://lantern.example"],
    "language": "English",
    "country": "gb",
    "kind": "partisan",
    "timezone": "Mars/Olympus",
    "delay": -1,
    "max_pages": 0,
    "invented": "no",
    "name": "",
    "confirmed": 7,
}
"""For each key a value that it cannot have."""
SLUGS = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,2}", fullmatch=True)
NAMES = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=30)


def table(slug: str, **values: object) -> dict[str, object]:
    """What one `[[outlet]]` table holds."""
    base = {"slug": slug, "name": slug, "home": f"https://{slug}.example/", "feeds": [f"https://{slug}.example/rss"]}
    return {**base, **values}


def written(tables: list[dict[str, object]]) -> str:
    """TOML: strings, numbers, booleans and arrays of strings are spelt as in JSON."""
    return "\n".join(
        "\n".join(
            ["[[outlet]]", *(f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in values.items())]
        )
        for values in tables
    )


@given(st.lists(st.tuples(SLUGS, NAMES), min_size=1, max_size=6, unique_by=lambda pair: pair[0]))
def test_what_is_written_is_read_in_the_order_of_the_file(pairs: list[tuple[str, str]]) -> None:
    outlets = parse_outlets(written([table(slug, name=name) for slug, name in pairs]), source="outlets.toml")
    assert [(outlet.slug, outlet.name) for outlet in outlets] == pairs


@given(
    st.lists(SLUGS, min_size=1, max_size=5, unique=True),
    st.dictionaries(st.integers(0, 4), st.sets(st.sampled_from(sorted(KEYS)), min_size=1, max_size=4), min_size=1),
)
def test_every_wrong_value_is_named_with_its_outlet_and_key_and_no_right_one_is(
    slugs: list[str], wrong: dict[int, set[str]]
) -> None:
    chosen = {slug: sorted(wrong.get(index, ())) for index, slug in enumerate(slugs)}
    toml = written([table(slug, **{key: KEYS[key] for key in keys}) for slug, keys in chosen.items()])
    if not any(chosen.values()):
        assert len(parse_outlets(toml, source="outlets.toml")) == len(slugs)
        return
    named = [re.match(r"outlet '([^']+)': key '([a-z_]+)[.\d]*'", problem) for problem in problems(toml)]
    assert all(named)
    assert {(found[1], found[2]) for found in named if found} == {
        (slug, key) for slug, keys in chosen.items() for key in keys
    }
    assert problems(toml) == problems(toml)


@given(st.sampled_from(sorted(KEYS)), st.integers(0, 20), st.booleans())
def test_a_key_with_one_letter_wrong_is_named_with_the_right_one(key: str, place: int, doubled: bool) -> None:
    at = place % len(key)
    misspelt = key[:at] + (key[at] * 2 if doubled else "") + key[at + 1 :]
    if misspelt in KEYS or not misspelt.strip("_"):
        return
    (problem,) = problems(GOOD + f'"{misspelt}" = "x"\n')
    assert problem.startswith(f"outlet 'daily-lantern': unknown key '{misspelt}'; did you mean '")


@given(st.integers(0, 12), st.sampled_from(["= 3", "name == 'x'", "[[outlet]", "home = https://lantern.example/"]))
def test_a_broken_line_is_named_by_its_number(before: int, broken: str) -> None:
    (problem,) = problems("\n" * before + broken + "\n" + GOOD)
    assert f"line {before + 1}," in problem


@given(SLUGS, st.sampled_from(["slug", "name", "home", "feeds"]))
def test_a_key_left_out_is_asked_for(slug: str, key: str) -> None:
    second = {name: value for name, value in table(slug + "-second").items() if name != key}
    (problem,) = problems(written([table("lantern-first"), second]))
    assert problem.startswith("outlet number 2 (line 6): " if key == "slug" else f"outlet '{slug}-second': ")
    assert key in problem


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        parse_outlets(text, source="outlets.toml")
    except OutletsError as error:
        assert error.problems  # noqa: PT017  either outcome is fine; nothing else may escape
