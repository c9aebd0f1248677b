"""Shared text in the store and in the compare stage: kept as given, computed once, whatever the order of arrival."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compare.claims import Claim, Reading
from compare.credits import Credit
from compare.events import Event
from compare.framing import Flag
from compare.sentences import split_sentences
from compare.sharedtext import Edit, Link, Place
from compare.wirecopy import Origin, SharedSentence, Shares
from db.errors import StoreError
from db.records import EventResults, StoredClaim, StoredEvent, StoredFlag
from db.store import Store, open_store
from scraper.article import Article
from tests.test_wirecopy import STORY
from tests.toys import WordBag, article, keep_events
from variorum.corpus import Corpus, Shelf
from variorum.progress import Silent
from variorum.sharing import WINDOW_DAYS, keys_of, sharing_stage, within_window
from variorum.vectors import VectorSource

NIGHT = datetime(2031, 3, 5, 3, tzinfo=UTC)
WIRES = {"wire": "Norland Press"}
numbers = itertools.count()


def put(store: Store, *articles: Article) -> None:
    for one in articles:
        store.put_article(one, run=None, at=NIGHT)


def compute(store: Store, wires: dict[str, str] = WIRES, version: str = "1") -> tuple[int, int, int]:
    shelf = Shelf(store, version)
    corpus = Corpus(shelf, VectorSource(store, WordBag(), Silent()), ())
    pending = store.pending()
    done = sharing_stage(store, corpus, pending, wires, version, Silent())
    store.settle(pending)
    return done.checked, done.traced, done.shared


def save_sharing(store: Store, **given: Any) -> None:
    store.save_sharing(signatures={}, since=NIGHT, **given)


def all_of(store: Store) -> Shares:
    return store.shares(item.article.key for item in store.articles())


WIRE = article("wire", "ferry", "Four boats a day", *STORY, published="2031-03-04T08:00:00Z")
BELL = article("bell", "boats", "More boats", *STORY[:4], "(Reuters)", published="2031-03-04T07:00:00Z")
POST = article("post", "pier", "New pier", *STORY[1:], published="2031-03-04")
OTHER = article(
    "daily", "barn", "A barn burns", "A barn burned down in Lowfold on Monday night.", published="2031-03-04"
)


def test_what_is_saved_comes_back(store: Store) -> None:
    put(store, WIRE, BELL, POST)
    credit = Credit("Reuters", "whole", "foot", "Reuters", 3, 10)
    byline = Credit("dpa", "contributed", "byline", "dpa")
    link = Link(*sorted([Place(BELL.key, 0, 5), Place(POST.key, 7, 9)]))
    origin = Origin("wire", "wire", "Norland Press", Place(WIRE.key, 0, 5))
    shared = [
        SharedSentence(Place(BELL.key, 0, 5), "bell", "w:0", origin, (Edit(1, 2, 3, 3),)),
        SharedSentence(Place(POST.key, 7, 9), "post", "p:7", Origin("agency:dpa", None, "dpa")),
    ]  # fmt: skip
    keys = [WIRE.key, BELL.key, POST.key]
    done = {BELL.key: "f1", POST.key: "f2"}
    save_sharing(store, checked=done, credited={BELL.key: [credit, byline]}, links=[link], traced=keys, shared=shared)
    assert store.sharing_checked(keys) == done
    assert store.credits(keys) == {BELL.key: (credit, byline)}
    assert store.text_links([BELL.key]) == store.text_links([POST.key]) == [link]
    assert store.shares(keys).sentences == tuple(sorted(shared, key=lambda item: item.place))
    save_sharing(store, checked={BELL.key: "f3"}, credited={}, links=[], traced=[BELL.key], shared=[])
    assert store.credits(keys) == {}
    assert store.text_links(keys) == []
    assert [item.outlet for item in store.shares(keys).sentences] == ["post"]


def test_only_new_texts_and_those_they_may_share_with_are_read(store: Store) -> None:
    put(store, WIRE, OTHER)
    compute(store)
    put(store, BELL)
    shelf = Shelf(store, "1")
    corpus = Corpus(shelf, VectorSource(store, WordBag(), Silent()), ())
    done = sharing_stage(store, corpus, store.pending(), WIRES, "1", Silent())
    assert done.shared > 0
    assert BELL.key in shelf
    assert WIRE.key in shelf
    assert OTHER.key not in shelf


def test_signatures_are_kept_as_long_as_a_late_article_may_come(store: Store) -> None:
    put(store, WIRE)
    compute(store)
    assert store.text_signatures([WIRE.key])
    late = article("post", "late", "Later", *STORY, published="2031-03-20T08:00:00Z")
    put(store, late)
    compute(store)
    assert list(store.text_signatures([WIRE.key, late.key])) == sorted([WIRE.key, late.key])
    last = article("post", "last", "Last", *STORY, published="2031-03-30T08:00:00Z")
    put(store, last)
    compute(store)
    assert list(store.text_signatures([WIRE.key, late.key, last.key])) == sorted([late.key, last.key])
    put(store, BELL)  # weeks late: what was let go is made again
    assert compute(store)[2] > 0
    assert BELL.key in keys_of(store.text_links([WIRE.key]))


def test_an_unknown_article_is_refused_and_nothing_changes(store: Store) -> None:
    put(store, WIRE)
    with pytest.raises(StoreError):
        save_sharing(store, checked={WIRE.key: "f", "000000000000": "f"}, credited={}, links=[], traced=[], shared=[])
    assert store.sharing_checked([WIRE.key]) == {}


def test_a_second_run_computes_nothing(store: Store) -> None:
    put(store, WIRE, BELL, POST, OTHER)
    checked, _, shared = compute(store)
    assert (checked, shared) == (4, 8)
    before = all_of(store)
    assert compute(store) == (0, 0, 0)
    assert all_of(store) == before
    assert compute(store, version="2")[0] == 4, "another method looks through everything again"
    assert all_of(store) == before


def test_the_agency_s_article_may_come_last(store: Store) -> None:
    put(store, BELL, POST)
    compute(store)
    assert {item.origin.voice for item in all_of(store).sentences} == {"agency:Reuters"}
    put(store, WIRE)
    checked, traced, _ = compute(store)
    assert (checked, traced) == (1, 3), "only what is new is compared; what it links is traced anew"
    assert {item.origin.voice for item in all_of(store).sentences} == {"wire"}


def test_a_changed_text_lets_go_of_what_it_shared(store: Store) -> None:
    put(store, WIRE, POST)
    compute(store)
    assert all_of(store).sentences
    put(store, replace(POST, text=f"{POST.title}\n\nThe article was withdrawn."))
    compute(store)
    assert all_of(store).sentences == ()
    assert store.text_links([WIRE.key]) == []


def test_far_apart_in_time_nothing_is_compared(store: Store) -> None:
    late = article("post", "pier", "New pier", *STORY, published="2031-03-20")
    put(store, WIRE, late)
    compute(store)
    assert all_of(store).sentences == ()


def test_statistics_count_one_text_once(store: Store) -> None:
    put(store, WIRE, POST, OTHER)
    compute(store)
    sentences = {one.key: split_sentences(one) for one in (WIRE, POST, OTHER)}

    def reading(one: Article, text: str) -> Reading:
        s = next(s for s in sentences[one.key] if s.text == text)
        return Reading(s.article, s.outlet, s.start, s.end, s.text, s.paragraph)

    title = Reading(POST.key, "post", 0, len(POST.title), POST.title, 0)
    own = OTHER.text.split("\n\n")[1]
    claims = [
        Claim((reading(POST, STORY[1]), title, reading(WIRE, STORY[1])), 0.9),  # one text under two headlines
        Claim((reading(OTHER, own), reading(POST, STORY[2]), reading(WIRE, STORY[2])), 0.9),  # two texts
        Claim((reading(POST, STORY[3]),), 1.0),
    ]
    flag = Flag("doubt.x", "doubt", "mark", 0, 3, "New", "own", None, "why")
    event = StoredEvent("e1", Event((OTHER.key, POST.key, WIRE.key), "Four boats a day", 0.9))
    keep_events(store, [replace(event, event=replace(event.event, articles=tuple(sorted(event.event.articles))))])
    results = EventResults(
        tuple(StoredClaim(f"c{n}", claim) for n, claim in enumerate(claims)),
        flags=(StoredFlag("f1", WIRE.key, flag), StoredFlag("f2", POST.key, flag, repeats=True)),
    )
    store.save_results("e1", "", results)
    counts = store.counts()
    assert counts["claims"] == 3
    assert counts["shared_claims"] == 1
    assert counts["shared_claims"] == sum(all_of(store).voices(claim.readings) > 1 for claim in claims)
    assert counts["flags"] == 1
    assert store.results("e1") == results


@settings(max_examples=25)
@given(order=st.permutations([WIRE, BELL, POST, OTHER]), cuts=st.lists(st.booleans(), min_size=3, max_size=3))
def test_nights_do_not_matter(order: list[Article], cuts: list[bool]) -> None:
    with open_store("sqlite://") as at_once, open_store("sqlite://") as night_by_night:
        put(at_once, *order)
        compute(at_once)
        for one, ends in zip(order, [*cuts, True], strict=True):
            put(night_by_night, one)
            if ends:
                compute(night_by_night)
        assert all_of(night_by_night) == all_of(at_once)
        keys = [one.key for one in order]
        assert night_by_night.text_links(keys) == at_once.text_links(keys)


@given(st.dictionaries(st.text("abc", min_size=1, max_size=3), st.integers(0, 60), max_size=12), st.data())
def test_the_window_holds_exactly_what_is_near(days: dict[str, int], data: st.DataObject) -> None:
    times = {key: NIGHT + timedelta(days=day) for key, day in days.items()}
    stale = data.draw(st.sets(st.sampled_from(sorted(times)))) if times else set()
    near = {key for key in times if any(abs(days[key] - days[one]) <= WINDOW_DAYS for one in stale)}
    assert within_window(times, stale) == sorted(near)


def test_outlets_that_are_agencies_decide(store: Store) -> None:
    put(store, WIRE, replace(POST, published=WIRE.published))
    compute(store, wires={})
    assert {item.origin.outlet for item in all_of(store).sentences} == {None}
    compute(store, wires=WIRES)
    assert {item.origin.agency for item in all_of(store).sentences} == {"Norland Press"}
