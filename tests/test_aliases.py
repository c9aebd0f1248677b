"""One article under several addresses: what a page says of itself, and how the store matches what moved."""

from __future__ import annotations

from dataclasses import replace

import pytest

from compare.events import Event
from db.records import StoredEvent
from db.store import Store
from scraper.aliases import aliases_of
from scraper.article import Article, Moment, join_text
from scraper.structured import parse_html, read_structured
from tests.test_store import NEXT_NIGHT, NIGHT
from tests.toys import keep_events

SITE = "http://bell.example"
BODY = ["The ferry to Tarn Island was held at the quay for six hours.", "About 12 people waited there in the rain."]


def at(
    path: str, *aliases: str, body: list[str] | None = None, title: str = "Ferry held", outlet: str = "bell"
) -> Article:
    address = f"http://{outlet}.example/{path}"
    named = tuple(f"http://{outlet}.example/{alias}" for alias in aliases)
    return Article(outlet, address, address, title, join_text(title, body or BODY), "by hand 1", aliases=named)


# -- what a page calls itself --


def aliases(head: str, *, asked: str = f"{SITE}/ferry", answered: str = f"{SITE}/ferry") -> tuple[str, ...]:
    tree = parse_html(f"<html><head>{head}</head><body><h1>Ferry held</h1></body></html>")
    return aliases_of(tree, read_structured(tree, answered), asked, answered)


def test_a_page_is_known_by_what_it_was_asked_for_and_what_it_calls_itself() -> None:
    head = """<link rel="canonical" href="/news/ferry-held"><meta property="og:url" content="http://bell.example/f/12?utm_source=x">
    <link rel="amphtml" href="/news/ferry-held/amp"><link rel="stylesheet" href="/style.css">
    <link rel="alternate" media="only screen and (max-width: 640px)" href="http://m.bell.example/news/ferry-held">
    <link rel="alternate" type="application/rss+xml" href="/feed">
    <script type="application/ld+json">{"@type": "NewsArticle", "headline": "Ferry held",
      "mainEntityOfPage": {"@id": "http://bell.example/news/12"}, "url": "#article"}</script>"""
    assert aliases(head, asked=f"{SITE}/short/12", answered=f"{SITE}/news/ferry-held?page=1") == (
        "http://bell.example/f/12",
        "http://bell.example/news/12",
        "http://bell.example/news/ferry-held/amp",
        "http://bell.example/news/ferry-held?page=1",
        "http://bell.example/short/12",
        "http://m.bell.example/news/ferry-held",
    )


@pytest.mark.parametrize(
    "head",
    [
        '<link rel="canonical" href="http://other.example/ferry">',
        '<meta property="og:url" content="http://bell.example/">',
        '<link rel="amphtml" href="javascript:alert(1)">',
        '<link rel="amphtml" href="http://[broken">',
        "",
    ],
)
def test_other_sites_front_pages_and_rubbish_are_no_alias(head: str) -> None:
    assert aliases(head) == ()


def test_a_saved_page_has_the_addresses_it_names_and_no_path() -> None:
    saved = "file:///home/me/ferry.html"
    assert aliases('<link rel="canonical" href="http://bell.example/ferry">', asked=saved, answered=saved) == ()


# -- matching --


def keys(opened: Store) -> list[str]:
    return [item.article.key for item in opened.articles()]


def test_a_text_is_found_again_at_the_address_it_moved_to(store: Store) -> None:
    old = at("old")
    assert store.put_article(old, run=None, at=NIGHT) == "new"
    moved = at("new", "old", title="Ferry freed")  # asked for by the old address, which led to the new one
    assert store.put_article(moved, run=None, at=NEXT_NIGHT) == "changed"
    assert keys(store) == [old.key]
    (held,) = store.articles()
    assert (held.article.title, held.article.url, held.article.canonical_url) == (
        "Ferry freed",
        old.url,
        old.canonical_url,
    )
    assert store.aliases() == {old.key: (moved.canonical_url,)}
    assert store.put_article(at("new", title="Ferry freed"), run=None, at=NEXT_NIGHT) == "same"
    assert store.put_article(at("third", "new", title="Ferry free"), run=None, at=NEXT_NIGHT) == "changed"
    assert keys(store) == [old.key]
    assert [r.number for r in store.revisions()] == [1, 2, 3]


def test_canonical_comes_before_alias(store: Store) -> None:
    first = at("one", "shared")
    second = at(
        "two", "shared", title="Another ferry", body=["Visitors can climb the lighthouse again.", "It has 143 steps."]
    )
    for article in (first, second, first, second):
        store.put_article(article, run=None, at=NIGHT)
    assert sorted(keys(store)) == sorted([first.key, second.key])
    assert len(store.revisions()) == 2
    assert store.aliases() == {first.key: (f"{SITE}/shared",)}


def test_an_address_that_leads_to_another_story_is_no_match(store: Store) -> None:
    store.put_article(at("monday", "latest"), run=None, at=NIGHT)
    other = at(
        "tuesday",
        "latest",
        title="Stair reopens",
        body=["Visitors can climb the lighthouse again.", "It has 143 steps."],
    )
    assert store.put_article(other, run=None, at=NEXT_NIGHT) == "new"
    gone = replace(other, canonical_url=f"{SITE}/wednesday", aliases=(f"{SITE}/monday",))
    assert store.put_article(gone, run=None, at=NEXT_NIGHT) == "new"
    assert len(keys(store)) == 3


def test_two_outlets_never_share(store: Store) -> None:
    store.put_article(at("wire", "desk"), run=None, at=NIGHT)
    other = replace(at("wire", outlet="post"), aliases=(f"{SITE}/wire", f"{SITE}/desk"))
    assert store.put_article(other, run=None, at=NIGHT) == "new"
    assert len(keys(store)) == 2


def test_a_page_new_this_night_that_is_an_older_one_moved_is_taken_into_it(store: Store) -> None:
    """A feed offers the new address before the old one is asked for and leads there."""
    old, new = at("old"), at("new", title="Ferry freed")
    store.put_article(old, run=None, at=NIGHT)
    assert store.put_article(new, run=None, at=NEXT_NIGHT) == "new"
    assert (
        store.put_article(replace(new, url=old.url, aliases=(old.canonical_url,)), run=None, at=NEXT_NIGHT) == "changed"
    )
    assert keys(store) == [old.key]
    assert [(r.number, r.article.title) for r in store.revisions()] == [(1, "Ferry held"), (2, "Ferry freed")]
    assert store.put_article(new, run=None, at=NEXT_NIGHT) == "same"


def test_what_was_already_compared_is_not_taken_apart(store: Store) -> None:
    old, new = at("old"), at("new", title="Ferry freed")
    for article in (old, new):
        store.put_article(article, run=None, at=NIGHT)
    keep_events(store, [StoredEvent("e", Event((new.key,), "Ferry freed", 1.0))])
    assert store.put_article(replace(new, aliases=(old.canonical_url,)), run=None, at=NEXT_NIGHT) == "same"
    assert sorted(keys(store)) == sorted([old.key, new.key])


# -- trifles and flips --


@pytest.fixture
def first(store: Store) -> Article:
    article = at("ferry")
    store.put_article(article, run=None, at=NIGHT)
    return article


def test_a_trifle_is_no_revision_and_the_held_text_stays(store: Store, first: Article) -> None:
    later = at("ferry", body=[" ".join(BODY).replace("the ", "the\u00a0"), "Updated 14:05"])
    assert store.put_article(later, run=None, at=NEXT_NIGHT) == "same"
    assert [r.article for r in store.revisions()] == [first]


def test_there_and_back_again_are_three(store: Store, first: Article) -> None:
    half = at("ferry", body=BODY[:1])
    assert [store.put_article(a, run=None, at=NEXT_NIGHT) for a in (half, first)] == ["changed", "changed"]
    assert [r.article.text for r in store.revisions()] == [first.text, half.text, first.text]


def test_a_moved_date_on_the_same_text_changes_nothing_and_a_finer_one_is_taken(store: Store) -> None:
    day = Moment.parse("2025-03-10", origin="byline")
    article = replace(at("a"), published=day)
    store.put_article(article, run=None, at=NIGHT)
    moved = replace(article, published=Moment.parse("2025-03-12", origin="byline"))
    assert store.put_article(moved, run=None, at=NEXT_NIGHT) == "same"
    assert [item.article.published for item in store.articles()] == [day]
    finer = Moment.parse("2025-03-10T14:05Z", origin="time")
    assert store.put_article(replace(article, published=finer), run=None, at=NEXT_NIGHT) == "same"
    assert [item.article.published for item in store.articles()] == [finer]
