"""robots.txt, as RFC 9309 and common practice read it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.robots import MAX_ROBOTS, allowed, crawl_delay, decode_robots, product_token

AGENT = "Variorum/0.1 (+mailto:tests@variorum.example)"
RULES = """
User-agent: *
Disallow: /members/
Disallow: /*.pdf$
Allow: /members/open/

User-agent: Variorum
Disallow: /slow/
Crawl-delay: 7
"""


@pytest.mark.parametrize(
    ("agent", "path", "expected"),
    [
        ("OtherBot/1.0", "/members/a", False),
        ("OtherBot/1.0", "/members/open/a", True),
        ("OtherBot/1.0", "/a.pdf", False),
        ("OtherBot/1.0", "/a.pdf?x", True),
        (AGENT, "/members/a", True),  # the group that names us replaces the general one
        (AGENT, "/slow/a", False),
        (AGENT, "/", True),
    ],
)
def test_the_most_specific_group_and_rule_count(agent: str, path: str, *, expected: bool) -> None:
    assert allowed(RULES, agent, f"https://news.example{path}") is expected


def test_nothing_forbids_nothing() -> None:
    assert allowed("", AGENT, "https://news.example/a")
    assert crawl_delay("", AGENT) is None


@pytest.mark.parametrize(
    ("rules", "seconds"),
    [
        (RULES, 7.0),
        ("User-agent: *\nCrawl-delay: 0.5", 0.5),
        ("User-agent: *\nRequest-rate: 1/10", 10.0),
        ("User-agent: *\nRequest-rate: 1/10\nCrawl-delay: 20", 20.0),
        ("User-agent: *\nCrawl-delay: soon", None),
        ("User-agent: OtherBot\nCrawl-delay: 9", None),
    ],
)
def test_crawl_delay_in_seconds(rules: str, seconds: float | None) -> None:
    assert crawl_delay(rules, AGENT) == seconds


def test_the_product_token_is_the_name_before_the_version() -> None:
    assert product_token(AGENT) == "Variorum"


def test_a_long_file_is_cut_at_a_line() -> None:
    body = b"User-agent: *\n" + b"Disallow: /aaaaaaaaaaaaaaaa\n" * 30_000
    text = decode_robots(body)
    assert len(text) <= MAX_ROBOTS
    assert text.endswith("/aaaaaaaaaaaaaaaa")


def test_a_byte_order_mark_does_not_hide_the_first_line() -> None:
    assert not allowed(decode_robots(b"\xef\xbb\xbfUser-agent: *\nDisallow: /"), AGENT, "https://news.example/a")


@given(st.binary(max_size=500), st.sampled_from(["/", "/a", "/a?b=c"]))
def test_any_bytes_give_an_answer(body: bytes, path: str) -> None:
    rules, url = decode_robots(body), f"https://news.example{path}"
    if "disallow" not in rules.casefold():
        assert allowed(rules, AGENT, url), "what forbids nothing allows everything"
    named = f"{rules}\n\nUser-agent: Variorum\nDisallow: /\nCrawl-delay: 3\n"
    assert not allowed(named, AGENT, url), "whatever stands before, our own group counts"
    assert crawl_delay(named, AGENT) == 3
