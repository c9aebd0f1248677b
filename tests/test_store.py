"""The store over real databases: every method in SQLite, and in a private PostgreSQL where one can be started."""

from __future__ import annotations

import itertools
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.event import listens_for

from compare.claims import Claim, Nearest, Reading
from compare.events import Event
from compare.framing import Flag, Other
from compare.rules import Category, Level
from compare.sentences import Sentence
from compare.voice import VoiceKind
from compare.wording import Difference, DifferenceKind, Variant
from db.errors import LockedError, StoreError, UnknownKeyError, UnstorableError
from db.records import EventResults, StoredArticle, StoredClaim, StoredDifference, StoredEvent, StoredFlag
from db.store import Store, open_store
from scraper.article import (
    Article,
    Failure,
    Kind,
    Listing,
    Moment,
    Origin,
    Page,
    Precision,
    RobotsCopy,
    Stage,
    Unchanged,
    Validators,
    join_text,
    text_digest,
)
from tests.conftest import new_database
from tests.test_verdicts import verdict
from tests.toys import keep_events

ROOT = Path(__file__).parent.parent
NIGHT = datetime(2025, 3, 12, 3, tzinfo=UTC)
NEXT_NIGHT = NIGHT + timedelta(days=1)
MODEL = {"model": "toy", "engine": "by hand"}
numbers = itertools.count()


# Databases


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty one: the tables are made by what is tested."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/new/folder/variorum.db"
    return new_database(request.getfixturevalue("cluster"))


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    with open_store(url) as opened:
        yield opened


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def shared(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """One store for the many examples of a property; each example uses articles of its own."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path_factory.mktemp('shared')}/variorum.db"
    else:
        url = request.getfixturevalue("cluster").format(name="postgres")
    with open_store(url) as opened:
        yield opened


# Invented values


def article(outlet: str = "bell", page: str = "bridge", *paragraphs: str, title: str = "A bridge is opened") -> Article:
    address = f"http://{outlet}.example/{page}"
    body = list(paragraphs) or ["The bridge at Wexholm is open.", "It took nine years."]
    return Article(outlet, f"{address}?from=feed", address, title, join_text(title, body), "by hand 1")


def sentences_of(stored: Article) -> list[Sentence]:
    found = []
    for index, text in enumerate(stored.text.split("\n\n")):
        start = stored.text.index(text)
        found.append(Sentence(stored.key, stored.outlet, index, index, start, start + len(text), text))
    return found


def results_of(*articles: Article) -> EventResults:
    readings = tuple(Reading(a.key, a.outlet, 0, len(a.title), a.title, 0) for a in articles)
    variants = tuple(Variant(a.key, a.outlet, 0, 1, a.title[:1], "ab"[n % 2]) for n, a in enumerate(articles))
    flag = Flag("so-called", "doubt", "mark", 0, 1, "A", "paraphrase", "the minister", "Why?", (Other("post", "“A”"),))
    return EventResults(
        (
            StoredClaim("z", Claim(readings, 0.913, (0, 1), (Nearest(replace(readings[0], outlet="else"), 0.2, 0.4),))),
            StoredClaim("a", Claim(readings[:1], 1.0)),
        ),
        (
            StoredDifference("z", Difference("naming", variants, "Two names.")),
            StoredDifference("z", Difference("absence", (), "Not found in the text we hold.")),
        ),
        (
            StoredFlag("f2", articles[0].key, flag),
            StoredFlag("f1", articles[0].key, replace(flag, source=None, others=())),
        ),
    )


def keep(store: Store, *articles: Article) -> None:
    for one in articles:
        store.put_article(one, run=None, at=NIGHT)


# Runs


def test_runs_newest_first(store: Store) -> None:
    first = store.start_run("fetch", NIGHT, {"rules": "3", "program": "0.1"})
    second = store.start_run("compare", NEXT_NIGHT, {})
    store.finish_run(first, NIGHT + timedelta(minutes=5), status="done", summary={"new": 3, "names": ["ä", "b"]})
    newest, oldest = store.runs()
    assert (newest.id, newest.verb, newest.status, newest.finished_at) == (second, "compare", "running", None)
    assert oldest.id == first
    assert oldest.status == "done"
    assert oldest.started_at == NIGHT
    assert oldest.finished_at == NIGHT + timedelta(minutes=5)
    assert oldest.versions == {"program": "0.1", "rules": "3"}
    assert oldest.summary == {"new": 3, "names": ["ä", "b"]}
    assert store.runs(limit=1) == [newest]


def test_a_run_that_was_not_started_cannot_be_finished(store: Store) -> None:
    with pytest.raises(UnknownKeyError, match="no run 7"):
        store.finish_run(7, NIGHT, status="done", summary={})


def test_a_summary_that_json_cannot_hold_is_refused(store: Store) -> None:
    run = store.start_run("fetch", NIGHT, {})
    for bad in ({"when": NIGHT}, {"share": float("nan")}, {"text": "a\0b"}, {"text": "a\ud800b"}):
        with pytest.raises(UnstorableError):
            store.finish_run(run, NIGHT, status="done", summary=bad)
    assert store.runs()[0].status == "running"


# The fetch log


def page(url: str, *, etag: str | None, outlet: str = "bell", at: datetime = NIGHT) -> Page:
    return Page(outlet, url, url + "#final", b"<html>", "text/html", at, Validators(etag, None))


def test_validators_are_the_newest_of_what_we_hold(store: Store) -> None:
    one, two = (store.start_run("fetch", at, {}) for at in (NIGHT, NEXT_NIGHT))
    store.log_fetch(one, page("http://bell.example/b", etag="1"), status="new")
    store.log_fetch(one, page("http://bell.example/a", etag="1"), status="new")
    store.log_fetch(one, page("http://bell.example/c", etag="1"), status="listing")
    store.log_fetch(one, page("http://post.example/a", etag="9", outlet="post"), status="new")
    store.log_fetch(two, page("http://bell.example/b", etag="2"), status="changed")
    store.log_fetch(two, Unchanged("bell", "http://bell.example/a", NEXT_NIGHT), status="unchanged")
    gone = Failure("bell", "http://bell.example/a", "fetch", "status 404", "it is gone", NEXT_NIGHT)
    store.log_fetch(two, gone, status="failed")
    held = store.validators("bell")
    assert list(held) == ["http://bell.example/a", "http://bell.example/b", "http://bell.example/c"]
    assert [v.etag for v in held.values()] == ["1", "2", "1"]
    assert store.validators("nobody") == {}

    # A listing whose articles were not all had is asked for whole the next time.
    incomplete = Listing("bell", "http://bell.example/c", "http://bell.example/c", 9, 2, 4000, NEXT_NIGHT, Validators())
    store.log_fetch(two, incomplete, status="listing")
    assert list(store.validators("bell")) == ["http://bell.example/a", "http://bell.example/b"]


def test_failures_of_the_newest_run_that_fetched(store: Store) -> None:
    def failure(outlet: str, url: str, reason: str = "timed out") -> Failure:
        return Failure(outlet, url, "fetch", reason, "30 s passed; try again", NIGHT)

    one, two = (store.start_run("fetch", at, {}) for at in (NIGHT, NEXT_NIGHT))
    store.start_run("report", NEXT_NIGHT, {})
    assert store.failures() == []
    store.log_fetch(one, failure("bell", "http://bell.example/a"), status="failed")
    given_order = [failure("post", "b"), failure("bell", "é"), failure("bell", "Z"), failure("bell", "a")]
    for item in given_order:
        store.log_fetch(two, item, status="failed")
    assert store.failures() == [given_order[i] for i in (2, 3, 1, 0)]
    assert store.failures(one) == [failure("bell", "http://bell.example/a")]
    assert store.fetch_counts(two) == {"bell": {"failed": 3}, "post": {"failed": 1}}
    assert store.fetch_counts(99) == {}


def test_an_unusable_page_is_a_failure_and_is_not_asked_for_before_it_changes(store: Store) -> None:
    run = store.start_run("fetch", NIGHT, {})
    wall = page("http://bell.example/sold", etag="1")
    why = Failure("bell", "http://bell.example/sold", "extract", "paywall", "12 words stand before the wall", NIGHT)
    store.log_fetch(run, wall, status="unusable", failure=why)
    assert store.failures() == [why]
    assert store.validators("bell") == {"http://bell.example/sold": Validators("1", None)}
    assert store.fetch_counts(run) == {"bell": {"unusable": 1}}
    for status, failure in (("unusable", None), ("new", why)):
        with pytest.raises(StoreError, match="with the failure"):
            store.log_fetch(run, wall, status=status, failure=failure)


def test_what_the_time_did_not_allow_is_owed_until_it_is_asked_for(store: Store) -> None:
    def missed(name: str, reason: str, *, stage: Stage = "fetch", outlet: str = "bell") -> Failure:
        return Failure(outlet, f"http://{outlet}.example/{name}", stage, reason, "-", NIGHT)

    run = store.start_run("fetch", NIGHT, {})
    for failure in (
        missed("b", "run deadline"),
        missed("a", "outlet deadline"),
        missed("c", "timeout"),
        missed("feed", "run deadline", stage="discover"),
        missed("x", "run deadline", outlet="ledger"),
    ):
        store.log_fetch(run, failure, status="failed")
    assert store.unreached("bell") == ["http://bell.example/b", "http://bell.example/a"]
    later = store.start_run("fetch", NEXT_NIGHT, {})
    store.log_fetch(later, missed("b", "gone"), status="failed")
    store.log_fetch(later, Unchanged("bell", "http://bell.example/a", NEXT_NIGHT), status="unchanged")
    assert store.unreached("bell") == []
    assert store.unreached("ledger") == ["http://ledger.example/x"]


def test_copies_of_robots_txt_are_replaced_and_old_ones_left_out(store: Store) -> None:
    old = RobotsCopy("http://bell.example:80", "User-agent: *\nDisallow: /\n", NIGHT)
    other = RobotsCopy("https://ledger.example:443", "", NIGHT)
    store.keep_robots([other, old])
    assert store.robots(NIGHT) == [old, other]
    new = RobotsCopy(old.origin, "odd\0 \ud800 text", NEXT_NIGHT)
    store.keep_robots([new])
    assert store.robots(NIGHT) == [replace(new, text="odd\ufffd \ufffd text"), other]
    assert [copy.origin for copy in store.robots(NEXT_NIGHT)] == [old.origin]
    store.keep_robots([])


def test_garbage_from_a_server_does_not_keep_its_failure_from_the_log(store: Store) -> None:
    run = store.start_run("fetch", NIGHT, {})
    garbage = Failure("bell", "http://bell.example/\udcff", "fetch", "bad\0reason", "𝄞 \ud834\udd1e \ud834", NIGHT)
    store.log_fetch(run, garbage, status="failed")
    (logged,) = store.failures()
    assert (logged.url, logged.reason, logged.detail) == ("http://bell.example/�", "bad�reason", "𝄞 𝄞 �")


def test_a_fetch_needs_its_run_and_a_known_status(store: Store) -> None:
    with pytest.raises(UnknownKeyError):
        store.log_fetch(5, page("http://bell.example/a", etag=None), status="new")
    run = store.start_run("fetch", NIGHT, {})
    with pytest.raises(StoreError, match="'newish' is none of new, changed, same, unusable, listing"):
        store.log_fetch(run, page("http://bell.example/a", etag=None), status="newish")
    assert store.counts()["fetches"] == 0


# Articles and revisions


def test_put_says_new_same_or_changed(store: Store) -> None:
    run = store.start_run("fetch", NIGHT, {})
    first = article()
    assert store.put_article(first, run=run, at=NIGHT) == "new"
    assert store.put_article(first, run=run, at=NEXT_NIGHT) == "same"
    assert store.articles() == [StoredArticle(first, 1, NIGHT, NIGHT)]

    edited = article("bell", "bridge", "The bridge at Wexholm is open at last.")
    assert store.put_article(edited, run=run, at=NEXT_NIGHT) == "changed"
    assert store.articles() == [StoredArticle(edited, 2, NIGHT, NEXT_NIGHT)]
    assert [(r.number, r.article, r.seen_at) for r in store.revisions(first.key)] == [
        (1, first, NIGHT),
        (2, edited, NEXT_NIGHT),
    ]
    # An outlet that takes its edit back has published a third text.
    assert store.put_article(first, run=run, at=NEXT_NIGHT) == "changed"
    assert [r.article for r in store.revisions(first.key)] == [first, edited, first]
    assert store.put_article(article(title="The bridge opens"), run=run, at=NEXT_NIGHT) == "changed"


def test_other_details_are_brought_up_to_date_without_a_revision(store: Store) -> None:
    first = article()
    keep(store, first)
    told = replace(
        first,
        authors=("Ilse Marrow",),
        published=Moment(NIGHT, "day", "byline"),
        modified=Moment(NIGHT, "second", "json-ld"),
        kind="opinion",
        section="local",
        language="en-GB",
        extractor="by hand 2",
        quarantined=("Share this",),
    )
    assert store.put_article(told, run=None, at=NEXT_NIGHT) == "same"
    assert store.articles() == [StoredArticle(told, 1, NIGHT, NIGHT)]
    assert store.put_article(first, run=None, at=NEXT_NIGHT) == "same"
    assert store.articles()[0].article == replace(first, published=told.published)  # a date once known is kept


def test_the_address_first_asked_for_stays(store: Store) -> None:
    first = article()
    keep(store, first)
    assert store.put_article(replace(first, url="http://bell.example/bridge?from=mail"), run=None, at=NIGHT) == "same"
    assert store.articles()[0].article.url == first.url
    assert store.known_urls("bell", NIGHT) == [first.url]


def test_known_urls_since(store: Store) -> None:
    for hours, name in enumerate(["c", "a", "Z"]):
        store.put_article(article("bell", name), run=None, at=NIGHT + timedelta(hours=hours))
    keep(store, article("post", "b"))
    since = (NIGHT + timedelta(hours=1)).astimezone(timezone(timedelta(hours=-7)))
    assert store.known_urls("bell", since) == ["http://bell.example/Z?from=feed", "http://bell.example/a?from=feed"]
    assert store.known_urls("bell", since + timedelta(microseconds=1)) == ["http://bell.example/Z?from=feed"]


def test_articles_by_key_and_in_the_order_of_keys(store: Store) -> None:
    kept = sorted((article("bell", str(n)) for n in range(30)), key=lambda a: a.key)
    keep(store, *random.Random(1).sample(kept, 30))
    assert [s.article for s in store.articles()] == kept
    keys = [a.key for a in kept]
    assert [s.article for s in store.articles(iter([*reversed(keys[5:9]), keys[6], "unknown"]))] == kept[5:9]
    assert store.articles([]) == []
    assert [(r.key, r.number) for r in store.revisions()] == [(key, 1) for key in keys]
    assert store.revisions("unknown") == []


@pytest.mark.parametrize("bad", ["nul \0 inside", "half a pair \ud83d"])
def test_what_utf8_or_postgresql_cannot_hold_is_refused_and_changes_nothing(store: Store, bad: str) -> None:
    first = article()
    keep(store, first)
    told = [
        replace(first, title=bad),
        replace(first, authors=(bad,)),
        replace(first, section=bad),
        replace(first, quarantined=("fine", bad)),
    ]
    if "\0" in bad:
        told.append(replace(first, text=bad))
    for one in told:
        with pytest.raises(UnstorableError):
            store.put_article(one, run=None, at=NIGHT)
    with pytest.raises(UnstorableError, match="character"):
        keep_events(store, [StoredEvent("e", Event((), bad, 1.0))])
    assert store.articles() == [StoredArticle(first, 1, NIGHT, NIGHT)]
    assert store.events() == []


def test_a_naive_time_is_refused(store: Store) -> None:
    naive = NIGHT.replace(tzinfo=None)
    with pytest.raises(UnstorableError, match="zone"):
        store.put_article(article(), run=None, at=naive)
    with pytest.raises(UnstorableError, match="zone"):
        store.start_run("fetch", naive, {})
    with pytest.raises(UnstorableError, match="zone"):
        store.known_urls("bell", naive)
    assert store.counts()["articles"] == 0


def test_times_come_back_in_utc(store: Store) -> None:
    elsewhere = NIGHT.astimezone(timezone(timedelta(hours=5, minutes=45)))
    store.put_article(article(), run=None, at=elsewhere)
    (stored,) = store.articles()
    assert stored.first_seen == NIGHT
    assert stored.first_seen.tzinfo is UTC


# Sentences


def test_sentences_of_the_newest_revision_and_version(store: Store) -> None:
    one, two = sorted((article("bell"), article("post")), key=lambda a: a.key)
    keep(store, one, two)
    store.put_sentences("v1", {two.key: sentences_of(two), one.key: sentences_of(one)})
    found = store.sentences([two.key, one.key, "unknown"], "v1")
    assert found == {one.key: sentences_of(one), two.key: sentences_of(two)}
    assert list(found) == [one.key, two.key]
    assert store.sentences([one.key], "v2") == {}

    edited = replace(one, text=one.text + "\n\nNobody fell in.")
    keep(store, edited)
    assert list(store.sentences([one.key, two.key], "v1")) == [two.key]
    with pytest.raises(StoreError, match="split that text anew"):
        store.put_sentences("v1", {one.key: [replace(sentences_of(one)[0], end=3)]})
    store.put_sentences("v1", {one.key: sentences_of(edited)})
    assert store.sentences([one.key], "v1")[one.key] == sentences_of(edited)
    assert store.counts()["sentences"] == len(sentences_of(one)) + len(sentences_of(two)) + len(sentences_of(edited))


def test_sentences_are_replaced_by_another_version_and_may_be_none(store: Store) -> None:
    one = article()
    keep(store, one)
    store.put_sentences("v1", {one.key: sentences_of(one)})
    store.put_sentences("v1", {one.key: sentences_of(one)})
    store.put_sentences("v2", {one.key: []})
    assert store.sentences([one.key], "v2") == {one.key: []}
    assert store.sentences([one.key], "v1") == {}
    store.put_sentences("v2", {})


def test_sentences_need_their_article(store: Store) -> None:
    one, unknown = article(), article("post")
    keep(store, one)
    with pytest.raises(UnknownKeyError, match=unknown.key):
        store.put_sentences("v1", {one.key: sentences_of(one), unknown.key: sentences_of(unknown)})
    assert store.sentences([one.key], "v1") == {}


# Vectors


def test_vectors_by_digest_model_and_engine(store: Store) -> None:
    digests = [text_digest(text) for text in ("a", "b", "c")]
    rows = dict(zip(digests, np.random.default_rng(1).standard_normal((3, 5)).astype(np.float32), strict=True))
    store.put_vectors(rows, **MODEL)
    held = store.vectors([*digests, "unknown"], **MODEL)
    assert list(held) == sorted(digests)
    for digest, row in held.items():
        assert row.dtype == np.float32
        assert row.shape == (5,)
        np.testing.assert_array_equal(row, rows[digest])
    assert store.vectors(digests, model="toy", engine="other") == {}
    assert store.vectors(digests, model="other", engine="by hand") == {}
    assert store.vectors([], **MODEL) == {}
    assert store.vector_digests([digests[2], "unknown", digests[0]], **MODEL) == {digests[0], digests[2]}
    assert store.vector_digests(digests, model="other", engine="by hand") == set()

    # What is held stays, so that a second run does not move results.
    store.put_vectors({digests[0]: np.zeros(5, np.float32)}, **MODEL)
    np.testing.assert_array_equal(store.vectors(digests[:1], **MODEL)[digests[0]], rows[digests[0]])
    store.put_vectors({}, **MODEL)
    assert store.counts()["vectors"] == 3


@pytest.mark.parametrize("bad", [np.zeros((1, 3)), np.array([1.0, np.nan]), np.array([np.inf]), np.float32(1)])
def test_what_is_no_row_of_numbers_is_refused(store: Store, bad: Any) -> None:
    with pytest.raises(UnstorableError, match="not one row of finite numbers"):
        store.put_vectors({"good": np.zeros(3, np.float32), "with": bad}, **MODEL)
    assert store.counts()["vectors"] == 0


def test_vectors_lie_in_the_file_as_little_endian_float32(tmp_path: Path) -> None:
    with open_store(f"sqlite:///{tmp_path}/v.db") as store:
        store.put_vectors({"d": np.array([1.0, -2.5], np.float32)}, **MODEL)
    connection = sqlite3.connect(tmp_path / "v.db")
    assert connection.execute("SELECT dim, hex(data) FROM vectors").fetchall() == [(2, "0000803F000020C0")]
    connection.close()


# Events and results


def event(id_: str, *articles: Article, title: str = "A bridge", fingerprint: str = "") -> StoredEvent:
    return StoredEvent(id_, Event(tuple(sorted(a.key for a in articles)), title, 0.731), fingerprint)


def test_the_events_looked_at_become_exactly_these_and_the_others_stay(store: Store) -> None:
    a, b, c, d = (article(outlet) for outlet in "abcd")
    keep(store, a, b, c, d)
    keep_events(store, [event("two", c), event("one", a, b, fingerprint="f"), event("closed", d)])
    assert store.events() == [event("closed", d), event("one", a, b, fingerprint="f"), event("two", c)]
    assert store.events(["two", "unknown"]) == [event("two", c)]
    keep_events(store, [event("three", b), event("one", c, a, title="Renamed")], opened=["one", "two"])
    renamed = event("one", a, c, title="Renamed", fingerprint="f")
    assert store.events() == [event("closed", d), renamed, event("three", b)]
    assert store.homes([a.key, d.key, "unknown"]) == {a.key: "one", d.key: "closed"}
    assert store.event_ids(["one", "two"]) == {"one"}
    keep_events(store, [])
    assert store.events() == []


def test_the_order_in_which_events_are_given_does_not_matter(store: Store) -> None:
    articles = [article(str(n)) for n in range(12)]
    keep(store, *articles)
    events = [event(f"e{n % 4}x{n}", articles[n]) for n in range(12)]
    keep_events(store, events)
    first = store.events()
    random.Random(3).shuffle(events)
    keep_events(store, events)
    assert store.events() == first


def test_an_event_needs_its_articles_and_an_id_of_its_own(store: Store) -> None:
    a, b = article("a"), article("b")
    keep(store, a)
    keep_events(store, [event("kept", a)])
    with pytest.raises(UnknownKeyError, match=b.key):
        keep_events(store, [event("new", a, b)])
    with pytest.raises(StoreError, match="same id"):
        keep_events(store, [event("twice"), event("twice", a)])
    assert store.events() == [event("kept", a)]


def test_results_are_replaced_whole(store: Store) -> None:
    a, b = article("a"), article("b")
    keep(store, a, b)
    keep_events(store, [event("e", a, b), event("other", a)])
    assert store.results("e") == EventResults()
    store.save_results("e", "f1", results_of(a, b))
    store.save_results("other", "f1", results_of(a))  # the same ids in another event do no harm
    assert store.results("e") == results_of(a, b)
    assert {e.id: e.fingerprint for e in store.events()} == {"e": "f1", "other": "f1"}
    store.save_results("e", "f2", results_of(b))
    assert store.results("e") == results_of(b)
    assert store.results("other") == results_of(a)
    store.save_results("e", "f3", EventResults())
    assert store.results("e") == EventResults()
    assert store.events()[0].fingerprint == "f3"


def test_results_that_cannot_be_stored_leave_the_old_ones(store: Store) -> None:
    a = article("a")
    keep(store, a)
    keep_events(store, [event("e", a)])
    good = results_of(a)
    store.save_results("e", "f", good)
    bad = [
        replace(good, flags=(good.flags[0], good.flags[0])),
        replace(good, claims=()),
        replace(good, flags=(replace(good.flags[0], article="unknown"),)),
        replace(good, flags=(replace(good.flags[0], flag=replace(good.flags[0].flag, message="\0")),)),
    ]
    for results in bad:
        with pytest.raises(StoreError):
            store.save_results("e", "g", results)
    assert store.results("e") == good
    assert store.events()[0].fingerprint == "f"


def test_results_need_their_event(store: Store) -> None:
    with pytest.raises(UnknownKeyError, match="no event e"):
        store.save_results("e", "f", EventResults())
    with pytest.raises(UnknownKeyError, match="no event e"):
        store.results("e")


def test_results_stay_with_an_event_whose_id_stays_and_go_with_one_that_vanishes(store: Store) -> None:
    a, b = article("a"), article("b")
    keep(store, a, b)
    keep_events(store, [event("stays", a), event("goes", b)])
    for id_ in ("stays", "goes"):
        store.save_results(id_, "f", results_of(a, b))
    keep_events(store, [event("stays", a, b)])
    assert store.results("stays") == results_of(a, b)
    assert store.events()[0].fingerprint == "f"
    counted = store.counts()
    assert (counted["events"], counted["claims"], counted["differences"], counted["flags"]) == (1, 2, 2, 2)
    keep_events(store, [])
    counted = store.counts()
    assert (counted["claims"], counted["differences"], counted["flags"], counted["articles"]) == (0, 0, 0, 2)
    keep_events(store, [event("goes", b)])
    assert store.results("goes") == EventResults()


def test_counts_names_every_table_of_the_contract(store: Store) -> None:
    tables = ["articles", "revisions", "sentences", "vectors", "events", "claims", "differences", "flags"]
    assert store.counts() == dict.fromkeys([*tables, "runs", "fetches", "shared_claims", "verdicts"], 0)


def test_shared_claims_are_those_of_two_outlets(store: Store) -> None:
    a, again, b = article("a"), article("a", "again"), article("b")
    keep(store, a, again, b)
    keep_events(store, [event("e", a, again, b), event("f", a, again)])
    store.save_results("e", "f", results_of(a, b))
    store.save_results("f", "f", results_of(a, again))
    assert store.counts()["claims"] == 4
    assert store.counts()["shared_claims"] == 1


def test_a_state_is_remembered_until_it_is_set_again(url: str) -> None:
    with open_store(url) as store:
        assert store.state("grouping") is None
        store.set_state("grouping", "one")
        store.set_state("other", "")
        store.set_state("grouping", "two")
    with open_store(url) as store:
        assert (store.state("grouping"), store.state("other"), store.state("nothing")) == ("two", "", None)
        store.check()


# Round trips of anything the types allow

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60)
NAMES = TEXTS.filter(bool)
TIMES = st.datetimes(timezones=st.just(UTC))
MOMENTS = st.none() | st.builds(Moment, TIMES, st.sampled_from(get_args(Precision)), st.sampled_from(get_args(Origin)))
ARTICLES = st.builds(
    Article,
    outlet=NAMES,
    url=TEXTS,
    canonical_url=TEXTS,
    title=TEXTS,
    text=TEXTS,
    extractor=TEXTS,
    authors=st.lists(TEXTS, max_size=3).map(tuple),
    published=MOMENTS,
    modified=MOMENTS,
    language=TEXTS,
    kind=st.sampled_from(get_args(Kind)),
    section=st.none() | TEXTS,
    quarantined=st.lists(TEXTS, max_size=3).map(tuple),
)
SPAN = {"start": st.integers(0, 10**6), "end": st.integers(0, 10**6)}
ROUNDED = st.integers(0, 1000).map(lambda thousandths: thousandths / 1000)
property_settings = settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@property_settings
@given(one=ARTICLES, at=TIMES)
def test_any_article_comes_back_as_it_went_in(shared: Store, one: Article, at: datetime) -> None:
    one = replace(one, canonical_url=f"{next(numbers)} {one.canonical_url}")
    assert shared.put_article(one, run=None, at=at) == "new"
    assert shared.articles([one.key]) == [StoredArticle(one, 1, at, at)]
    assert shared.put_article(one, run=None, at=at) == "same"
    assert [(r.key, r.number, r.article, r.seen_at) for r in shared.revisions(one.key)] == [(one.key, 1, one, at)]


@property_settings
@given(
    rows=st.dictionaries(NAMES, st.lists(st.floats(width=32, allow_nan=False, allow_infinity=False), min_size=1)),
    other=st.lists(NAMES),
)
def test_any_vector_comes_back_to_the_bit(shared: Store, rows: dict[str, list[float]], other: list[str]) -> None:
    engine = str(next(numbers))
    given_rows = {digest: np.array(row, np.float32) for digest, row in rows.items()}
    shared.put_vectors(given_rows, model="toy", engine=engine)
    held = shared.vectors([*other, *rows], model="toy", engine=engine)
    assert list(held) == sorted(rows)
    assert all(held[digest].tobytes() == row.tobytes() for digest, row in given_rows.items())


@st.composite
def results_about(draw: st.DrawFn, key: str) -> EventResults:
    readings = st.builds(Reading, article=st.just(key), outlet=TEXTS, text=TEXTS, paragraph=st.integers(0, 99), **SPAN)
    variants = st.builds(Variant, article=st.just(key), outlet=TEXTS, text=TEXTS, side=TEXTS, **SPAN)
    differences = st.builds(
        Difference, st.sampled_from(get_args(DifferenceKind)), st.lists(variants, max_size=3).map(tuple), TEXTS
    )
    flags = st.builds(
        Flag,
        rule=TEXTS,
        category=st.sampled_from(get_args(Category)),
        level=st.sampled_from(get_args(Level)),
        match=TEXTS,
        voice=st.sampled_from(get_args(VoiceKind)),
        source=st.none() | TEXTS,
        message=TEXTS,
        others=st.lists(st.builds(Other, TEXTS, TEXTS), max_size=2).map(tuple),
        **SPAN,
    )
    claim_ids = draw(st.lists(NAMES, min_size=1, max_size=3, unique=True))
    places = st.none() | st.tuples(st.integers(0, 9), st.integers(0, 9))
    nearest = st.lists(st.builds(Nearest, readings, ROUNDED, ROUNDED), max_size=2, unique_by=lambda n: n.reading.outlet)
    by_outlet = nearest.map(lambda found: tuple(sorted(found, key=lambda n: n.reading.outlet)))
    claims = st.builds(Claim, st.lists(readings, max_size=3).map(tuple), ROUNDED, places, by_outlet)
    return EventResults(
        tuple(StoredClaim(id_, draw(claims)) for id_ in claim_ids),
        tuple(draw(st.lists(st.builds(StoredDifference, st.sampled_from(claim_ids), differences), max_size=3))),
        tuple(StoredFlag(id_, key, draw(flags)) for id_ in draw(st.lists(NAMES, max_size=3, unique=True))),
    )


PROPERTY_ARTICLE = article("property", "results")


@property_settings
@given(results=results_about(PROPERTY_ARTICLE.key), title=TEXTS, cohesion=ROUNDED, fingerprint=TEXTS)
def test_any_results_come_back_in_their_order(
    shared: Store, results: EventResults, title: str, cohesion: float, fingerprint: str
) -> None:
    keep(shared, PROPERTY_ARTICLE)
    saved = StoredEvent("e", Event((PROPERTY_ARTICLE.key,), title, cohesion), "before")
    keep_events(shared, [saved])
    shared.save_results("e", fingerprint, results)
    assert shared.results("e") == results
    assert shared.events() == [replace(saved, fingerprint=fingerprint)]


def test_two_databases_that_saw_the_same_articles_agree() -> None:
    articles = [article(f"o{n % 3}", str(n), f"Paragraph {n}.") for n in range(8)]

    def fill(order: list[int]) -> list[Any]:
        with open_store("sqlite://") as store:
            for n in order:
                store.put_article(articles[n], run=None, at=NIGHT)
            store.put_sentences("v", {articles[n].key: sentences_of(articles[n]) for n in order})
            keep_events(store, [event(f"e{n}", articles[n]) for n in order])
            return [
                store.articles(),
                store.revisions(),
                list(store.sentences([a.key for a in articles], "v").items()),
                store.events(),
                store.known_urls("o1", NIGHT),
            ]

    expected = fill(list(range(8)))
    for seed in range(5):
        assert fill(random.Random(seed).sample(range(8), 8)) == expected


def test_lists_longer_than_a_statement_takes(tmp_path: Path) -> None:
    with open_store(f"sqlite:///{tmp_path}/long.db") as store:
        keep(store, article())
        many = [str(n) for n in range(40_000)]
        assert len(store.articles([*many, article().key])) == 1
        assert store.sentences(many, "v") == {}
        assert store.vectors(many, **MODEL) == {}


# Several at once, and interruptions


def test_what_is_stored_is_there_after_closing(url: str) -> None:
    with open_store(url) as store:
        keep(store, article())
    with open_store(url) as store:
        assert [s.article for s in store.articles()] == [article()]


def test_a_reader_goes_on_while_another_program_writes(tmp_path: Path) -> None:
    path = tmp_path / "v.db"
    with open_store(f"sqlite:///{path}") as store:
        keep(store, article())
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        other.execute("UPDATE articles SET url = 'half done'")
        with open_store(f"sqlite:///{path}", lock_timeout_s=0.1) as second:
            assert second.articles() == store.articles()
            with pytest.raises(LockedError, match="wait for it to end"):
                second.put_article(article("post"), run=None, at=NIGHT)
        other.execute("ROLLBACK")
        other.close()
        assert store.articles()[0].article.url == article().url


def test_threads_share_a_store(store: Store) -> None:
    def put(n: int) -> str:
        return store.put_article(article("bell", str(n % 10), f"Text {n}."), run=None, at=NIGHT)

    with ThreadPoolExecutor(4) as pool:
        said = list(pool.map(put, range(40)))
    assert said.count("new") == 10
    assert said.count("changed") == 30
    assert_whole(store)


WRITER = """
import sys
from datetime import UTC, datetime
from db.store import open_store
from scraper.article import Article, join_text
url, name, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
at = datetime(2025, 3, 12, 3, tzinfo=UTC)
with open_store(url) as store:
    print("open", flush=True)
    for n in range(count):
        for text in ("First.", "Second."):
            address = f"http://bell.example/{n % 50}"
            body = join_text("A title", [text, name, str(n)])
            store.put_article(Article("bell", address, address, "A title", body, "x"), run=None, at=at)
"""


def writer(url: str, name: str, count: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WRITER, url, name, str(count)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def assert_whole(store: Store) -> None:
    """Every article's revisions count up from 1 without a gap, and the newest is the article's."""
    numbers_of: dict[str, list[int]] = {}
    for revision in store.revisions():
        numbers_of.setdefault(revision.key, []).append(revision.number)
    assert all(found == list(range(1, len(found) + 1)) for found in numbers_of.values())
    assert {s.article.key: s.revision for s in store.articles()} == {k: len(v) for k, v in numbers_of.items()}


def test_several_processes_make_and_fill_one_database(url: str) -> None:
    writers = [writer(url, name, 20) for name in ("a", "b", "c", "d")]
    for one in writers:
        _, errors = one.communicate(timeout=120)
        assert one.returncode == 0, errors
    with open_store(url) as store:
        assert_whole(store)
        assert store.counts()["articles"] == 20


def test_a_killed_writer_leaves_a_whole_database(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/v.db"
    chance = random.Random(7)
    for _ in range(4):
        killed = writer(url, "k", 10_000)
        assert killed.stdout is not None
        killed.stdout.readline()
        time.sleep(chance.uniform(0.0, 0.3))
        os.kill(killed.pid, signal.SIGKILL)
        killed.communicate(timeout=60)
        with open_store(url) as store:
            assert_whole(store)
            keep(store, article("post"))
    with sqlite3.connect(tmp_path / "v.db") as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()


def test_the_file_opens_in_other_tools(tmp_path: Path) -> None:
    path = tmp_path / "v.db"
    with open_store(f"sqlite:///{path}") as store:
        assert store.path == path
        a = article("a")
        store.put_article(replace(a, authors=("Ilse Märrow",)), run=store.start_run("add", NIGHT, {}), at=NIGHT)
        keep_events(store, [event("e", a)])
        store.save_results("e", "f", results_of(a))
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert connection.execute("SELECT seen_at, authors FROM revisions").fetchall() == [
        ("2025-03-12T03:00:00.000000Z", '["Ilse Märrow"]')
    ]
    assert connection.execute("SELECT datetime(first_seen) FROM articles").fetchone() == ("2025-03-12 03:00:00",)
    assert connection.execute("SELECT json_extract(others, '$[0].text') FROM flags ORDER BY position").fetchall() == [
        ("“A”",),
        (None,),
    ]
    tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    kinds = {
        kind
        for table in tables
        for (*_, kind) in connection.execute(f"SELECT name, type FROM pragma_table_info('{table}')")
    }
    assert kinds <= {"TEXT", "INTEGER", "BIGINT", "BOOLEAN", "DOUBLE", "JSON", "BLOB", "VARCHAR(32)"}
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.close()


def test_what_a_night_asks_for_walks_no_table_of_the_archive(tmp_path: Path) -> None:
    """By SQLite's own account of how it goes about each query."""
    with open_store(f"sqlite:///{tmp_path}/v.db") as opened:
        one, other = article("bell"), article("echo")
        keep(opened, one, other)
        keep_events(opened, [event("e", one, other)])
        plans: list[tuple[str, str]] = []

        @listens_for(opened._database._engine, "before_cursor_execute")
        def explain(_: Any, cursor: Any, statement: str, parameters: Any, __: Any, many: bool) -> None:
            if statement.startswith(("SELECT", "UPDATE", "DELETE")):
                first = parameters[0] if many else parameters
                rows = cursor.connection.execute(f"EXPLAIN QUERY PLAN {statement}", first)
                plans.extend((row[3], statement) for row in rows)

        opened.settle({**opened.touch([one.key], {"a": "b"}), **opened.pending()})
        assert opened.due_events()
        with opened.claimed(9) as claim:
            assert opened.count_due() == 1
            opened.event_fingerprints(opened.due())
            claim.not_due([found.id for found in claim.events])
        with opened.claimed_when_free("e") as claim:
            assert claim.events == []
        opened.reaches(NIGHT, NEXT_NIGHT)
        opened.times(NIGHT, NEXT_NIGHT)
        opened.pages("bell", NIGHT, NEXT_NIGHT, before=20)
        opened.homes([one.key])
        opened.grouped([one.key])
        opened.event_ids(["e"])
        opened.unchecked_revisions("f", "bell", [one.key])
        opened.sharing_checked([one.key])
        opened.carriers(["l"])
        opened.background(["stem"])
    assert len({statement for _, statement in plans}) > 12
    assert [plan for plan in plans if plan[0].startswith("SCAN")] == []


def test_verdicts_are_kept_and_what_was_undone_stays_so(store: Store) -> None:
    made, later = verdict(note="fine"), verdict("rejected", reviewer="Bo", hours=1)
    store.save_verdicts([later, made])
    store.save_verdicts([made])
    assert store.verdicts() == [made, later]
    assert store.verdicts(["a1"]) == [made, later]
    assert store.verdicts(["zz"]) == []
    store.save_verdicts([replace(made, undone_at=made.at)])
    store.save_verdicts([made])
    assert [one.undone_at for one in store.verdicts()] == [made.at, None]
    store.undo_verdict(later.id, later.at)
    assert store.verdicts()[1].undone_at == later.at
    with pytest.raises(UnknownKeyError, match="no verdict zz"):
        store.undo_verdict("zz", later.at)
