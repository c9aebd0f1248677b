"""Grouping night after night, through the store: what a night touches, what it leaves, and why articles stand there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from sqlalchemy import delete, update

from compare.events import Event
from compare.sentences import split_sentences
from db import keeping
from db.errors import UnknownKeyError
from db.records import GroupedNight, Placed, StoredEvent
from db.schema import OutlineRow
from db.store import Store, open_store
from scraper.article import Article, Moment, text_digest
from tests.test_correcting import LEXICAL, NIGHT, Clock, compared, groups, home, keys, put
from tests.toys import FLOOD, PACT, article
from variorum import grouping
from variorum.comparing import compare_stage
from variorum.errors import InputError
from variorum.eventwhys import why_verb
from variorum.exporting import export
from variorum.nightly import compare_verb, comparison_for
from variorum.progress import Silent
from variorum.settings import CompareSettings, Settings

LATER = article(
    "post",
    "flood-day-two",
    "Corran Dam flood: sixteen killed in Lowfold",
    "Sixteen people were killed when the Corran Dam overflowed above Lowfold on Tuesday, rescuers said.",
    "The river authority said sirens had sounded in Lowfold before the River Isk flooded the village.",
    published="2031-03-13T09:00:00Z",
)
MONTHS_AFTER = replace(LATER, published=Moment.parse("2031-06-01T09:00:00Z", origin="given"))
TRAM = article("local", "tram", "Tram fares to rise", "City Hall plans dearer tickets.", published="2031-03-12")


def dated(one: Article, moment: str) -> Article:
    return replace(one, published=Moment.parse(moment, origin="given"))


def test_a_later_article_joins_and_only_its_event_is_decided_anew(store: Store) -> None:
    compared(store, *PACT, *FLOOD)
    before = {event.id: event for event in store.events()}
    pact, flood = home(store, PACT[0]), home(store, FLOOD[0])
    compared(store, LATER)
    assert groups(store) == {keys(*PACT), keys(*FLOOD, LATER)}
    assert home(store, LATER) == flood
    assert next(event for event in store.events() if event.id == pact) == before[pact]  # with its fingerprint


def test_nights_one_after_another_end_as_everything_at_once(store: Store) -> None:
    for night in ([PACT[0], FLOOD[1]], [PACT[2]], [TRAM, FLOOD[0]], [LATER], [PACT[1]]):
        compared(store, *night)
    assert groups(store) == {keys(*PACT), keys(*FLOOD, LATER), keys(TRAM)}


def test_an_event_closes_after_its_days_and_a_setting_says_how_many(store: Store) -> None:
    compared(store, *FLOOD)
    compared(store, MONTHS_AFTER)
    assert groups(store) == {keys(*FLOOD), keys(MONTHS_AFTER)}
    before = store.state(grouping.METHOD)
    compare_verb(store, Settings(compare=CompareSettings(embedder="lexical", open_days=100)), now=Clock())
    assert store.state(grouping.METHOD) != before  # within the window now, and looked at anew


def test_what_comes_in_late_joins_the_event_of_its_own_days(store: Store) -> None:
    compared(store, *FLOOD)
    compared(store, *(dated(one, "2031-06-01T09:00:00Z") for one in PACT))
    compared(store, LATER)
    assert groups(store) == {keys(*FLOOD, LATER), keys(*PACT)}


def test_without_news_nothing_is_grouped(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    compared(store, *PACT, *FLOOD)

    def never(*_: object, **__: object) -> None:
        raise AssertionError("grouped again")

    monkeypatch.setattr(grouping, "survey", never)
    compare_verb(store, LEXICAL, now=Clock())
    put(store, TRAM)
    with pytest.raises(AssertionError, match="grouped again"):
        compare_verb(store, LEXICAL, now=Clock())


def test_a_new_method_groups_everything_at_once_and_ids_stay(store: Store) -> None:
    compared(store, *PACT, *FLOOD, TRAM)
    before = {event.id: event.event.articles for event in store.events()}
    store.set_state(grouping.METHOD, "of another version")
    compare_verb(store, LEXICAL, now=Clock())
    assert {event.id: event.event.articles for event in store.events()} == before
    assert store.state(grouping.METHOD) != "of another version"


def test_words_are_counted_once_for_an_article(store: Store) -> None:
    compared(store, *PACT)
    once = store.background(["pact", "dam"])
    compared(store, *FLOOD)
    known = store.background(["pact", "dam"])
    assert (once.articles, known.articles) == (3, 5)
    assert once.holding == {"pact": 3}
    assert known.holding == {"dam": 2, "pact": 3}
    compared(store, replace(PACT[0], text=PACT[0].text + "\n\nA pact is a pact."))
    assert store.background(["pact", "dam"]) == known


def test_reasons_are_kept_and_told(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    compared(store, *PACT, TRAM)
    found = store.whys([one.key for one in PACT])
    assert found.keys() == keys(*PACT)
    why = found[PACT[0].key]
    assert why.score is not None
    assert why.closest is not None
    assert why.score >= why.threshold
    terms = {PACT[0].text[t.here.start : t.here.end] for t in why.closest.terms}
    assert {"Kessaly", "Aldmoor"} & {word for term in terms for word in term.split()}
    capsys.readouterr()
    why_verb(store, PACT[0].url)
    said = capsys.readouterr().out
    assert f"article {PACT[0].key}: wire: {PACT[0].title}" in said
    assert f"score {why.score:.3f} on average" in said
    assert "names " in said
    assert "closest sentences (likeness in meaning" in said
    why_verb(store, TRAM.key[:8])
    assert "stands alone" in capsys.readouterr().out
    put(store, LATER)
    with pytest.raises(InputError, match=r"not grouped yet.*run: variorum compare"):
        why_verb(store, LATER.key)


def test_a_person_s_part_is_told(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    from variorum.correcting import pin_verb

    compared(store, *PACT, *FLOOD, TRAM)
    pin_verb(store, LEXICAL, TRAM.key, home(store, FLOOD[0]), now=Clock())
    capsys.readouterr()
    why_verb(store, TRAM.key)
    assert "put here by a person; see: variorum events decisions" in capsys.readouterr().out


def test_a_night_is_kept_as_a_whole_or_not_at_all(store: Store) -> None:
    compared(store, *FLOOD)
    held = store.keys()

    def kept() -> tuple[object, ...]:
        return store.events(), store.grouped(held), store.background(["dam"]), store.state(grouping.METHOD)

    before = kept()
    night = GroupedNight(
        opened=[event.id for event in store.events()],
        events=(StoredEvent("e1", Event(("no such article",), "t", 1.0)),),
        reaches={"e1": (NIGHT, NIGHT)},
        placed={"no such article": Placed("x")},
        background=store.background(["dam"]).adding([["dam"]]),
        counted=["dam"],
        anew=False,
        state={grouping.METHOD: "other"},
    )
    with pytest.raises(UnknownKeyError):
        store.save_grouping(night)
    assert kept() == before


# What a night looks at


def elsewhere(number: int) -> Article:
    """An article of months before, of an outlet that takes no part in the night."""
    return article(
        "local",
        f"old-{number}",
        f"Old matter {number}",
        f"Council item {number} was put off once more.",
        published=f"2030-0{number % 9 + 1}-11T09:00:00Z",
    )


def test_a_night_reads_what_lies_near_it_and_nothing_older(store: Store) -> None:
    compared(store, *(elsewhere(number) for number in range(40)), *FLOOD)
    put(store, LATER)
    summary = compare_stage(store, comparison_for(LEXICAL, ()), Silent())
    assert (summary.articles, summary.looked_at) == (43, 3)
    assert compare_stage(store, comparison_for(LEXICAL, ()), Silent()).looked_at == 0


def test_a_night_reads_no_text_of_an_open_event_that_it_leaves_alone(store: Store) -> None:
    compared(store, *PACT, *FLOOD)
    put(store, LATER)
    with open_store("sqlite://") as at_once:
        compared(at_once, *PACT, *FLOOD, LATER)
        summary = compare_stage(store, comparison_for(LEXICAL, ()), Silent())
        assert (summary.articles, summary.looked_at) == (len([*PACT, *FLOOD, LATER]), len([*FLOOD, LATER]))
        assert groups(store) == groups(at_once)
        everything = [one.key for one in (*PACT, *FLOOD, LATER)]
        assert list(store.outlines(everything)) == sorted(everything)
        assert store.outlines(everything) == at_once.outlines(everything)


def drop_vectors_of(store: Store, one: Article) -> None:
    digests = {text_digest(sentence.text) for sentence in split_sentences(one)}
    with store._database.writing() as connection:
        keeping.drop_vectors(connection, digests)


def drop_outline_of(store: Store, one: Article) -> None:
    with store._database.writing() as connection:
        connection.execute(delete(OutlineRow).where(OutlineRow.article == one.key))


def exchange_outlines(store: Store, one: Article) -> None:
    """What is kept of the article is another's: not of what was grouped."""
    held = store.outlines([one.key, TRAM.key])
    with store._database.writing() as connection:
        connection.execute(update(OutlineRow).where(OutlineRow.article == one.key).values(data=held[TRAM.key]))


@pytest.mark.parametrize("harm", [drop_vectors_of, drop_outline_of, exchange_outlines])
def test_what_is_not_kept_of_an_article_is_made_from_its_text(
    store: Store, harm: Callable[[Store, Article], None]
) -> None:
    compared(store, TRAM, *FLOOD)
    before = store.outlines([FLOOD[0].key])
    harm(store, FLOOD[0])
    compared(store, LATER)
    assert groups(store) == {keys(*FLOOD, LATER), keys(TRAM)}
    assert store.outlines([FLOOD[0].key]) == before


def test_outlines_of_events_long_past_are_let_go(store: Store) -> None:
    compared(store, *FLOOD)
    assert len(store.outlines(store.keys())) == len(FLOOD)
    compared(store, dated(TRAM, "2031-03-31T09:00:00Z"))  # nothing joins the flood any more, but for late news
    assert len(store.outlines(store.keys())) == len(FLOOD) + 1
    compared(store, MONTHS_AFTER)
    assert list(store.outlines(store.keys())) == [MONTHS_AFTER.key]


class StoppedError(Exception):
    pass


class Stopping(Silent):
    """Ends a run where a stage begins, or where it has done its first piece of work."""

    def __init__(self, stage: str, *, begun: bool) -> None:
        self.name, self.begun = stage, begun

    @contextmanager
    def stage(self, name: str, total: int | None) -> Iterator[Callable[[int], None]]:
        if name == self.name and not self.begun:
            raise StoppedError
        with super().stage(name, total) as advance:

            def count(done: int) -> None:
                if name == self.name:
                    raise StoppedError
                advance(done)

            yield count


STAGES = ("embedding sentences", "grouping articles", "finding shared text", "comparing revisions", "comparing events")


@pytest.mark.parametrize("begun", [False, True])
@pytest.mark.parametrize("stage", STAGES)
def test_a_night_that_was_stopped_is_taken_up_by_the_next(store: Store, stage: str, begun: bool) -> None:
    settings = comparison_for(LEXICAL, ())
    edited = replace(PACT[0], text=PACT[0].text + "\n\nOfficials claimed the pact was a purported bid.")
    with open_store("sqlite://") as unbroken:
        for one in (store, unbroken):
            put(one, *PACT, *FLOOD)
            compare_stage(one, settings, Silent())
            put(one, LATER, edited)
        compare_stage(unbroken, settings, Silent())
        with pytest.raises(StoppedError):
            compare_stage(store, settings, Stopping(stage, begun=begun))
        compare_stage(store, settings, Silent())
        assert (store.pending(), store.due_events()) == ({}, [])
        for what in ("events", "claims", "differences", "flags", "revisions"):
            assert list(export(store, what, excerpt_words=None)) == list(export(unbroken, what, excerpt_words=None))


def test_other_names_of_outlets_are_taken_into_what_is_told(store: Store) -> None:
    put(store, *PACT, *FLOOD)
    first = comparison_for(LEXICAL, ())
    assert compare_stage(store, first, Silent()).events_computed == 2
    assert compare_stage(store, replace(first, names={"statetv": "State TV"}), Silent()).events_computed == 1
    assert compare_stage(store, replace(first, names={"statetv": "State TV"}), Silent()).events_computed == 0


def test_what_changes_while_a_night_is_compared_stays_pending(store: Store) -> None:
    put(store, *PACT)
    pending = store.pending()
    assert pending == dict.fromkeys(sorted(keys(*PACT)), 1)
    put(store, replace(PACT[0], text=PACT[0].text + "\n\nA correction was added."), PACT[1])
    store.settle(pending)
    assert store.pending() == {PACT[0].key: 2}
    store.touch([PACT[0].key, PACT[1].key], {"why": "because"})
    assert store.pending() == dict(sorted({PACT[0].key: 2, PACT[1].key: 1}.items()))
    assert store.state("why") == "because"


class Meanwhile(Silent):
    """Lets something happen, once, where a stage begins."""

    def __init__(self, stage: str, happens: Callable[[], None]) -> None:
        self.name: str | None = stage
        self.happens = happens

    @contextmanager
    def stage(self, name: str, total: int | None) -> Iterator[Callable[[int], None]]:
        if name == self.name:
            self.name = None
            self.happens()
        with super().stage(name, total) as advance:
            yield advance


@pytest.mark.parametrize("stage", STAGES)
def test_what_is_stored_while_a_night_is_compared_comes_with_the_next(store: Store, stage: str) -> None:
    settings = comparison_for(LEXICAL, ())
    edited = replace(PACT[0], text=PACT[0].text + "\n\nOfficials claimed the pact was a purported bid.")
    again = replace(edited, text=edited.text.replace("purported", "so-called"))
    moved = dated(LATER, "2031-05-13T09:00:00Z")
    put(store, *PACT, *FLOOD)
    compare_stage(store, settings, Silent())
    put(store, edited, LATER)
    compare_stage(store, settings, Meanwhile(stage, lambda: put(store, again, moved, elsewhere(1), TRAM)))
    compare_stage(store, settings, Silent())
    assert (store.pending(), store.due_events()) == ({}, [])
    with open_store("sqlite://") as quiet:
        for night in ([*PACT, *FLOOD], [edited, LATER], [again, moved, elsewhere(1), TRAM]):
            put(quiet, *night)
            compare_stage(quiet, settings, Silent())
        for what in ("events", "claims", "differences", "flags", "revisions"):
            assert list(export(store, what, excerpt_words=None)) == list(export(quiet, what, excerpt_words=None))
