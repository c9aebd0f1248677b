"""Whose words new articles' sentences are, found before it is known which events the articles stand in."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from compare.sentences import Sentence, split_sentences
from compare.tagger import Parse, Tagger
from compare.voice import VoiceSpan, voices
from db.records import EventResults, StoredArticle
from db.store import open_store
from tests.test_correcting import NIGHT
from tests.test_executors import many_articles
from tests.test_quarantine import COMPARISON
from tests.toys import FLOOD, PACT
from variorum import readingahead
from variorum.adapters.taggers import tagger_named
from variorum.comparing import compare_stage
from variorum.comparison import Comparison
from variorum.eventresults import EventWork, event_results, results_of_work
from variorum.executors import HERE, Workers, open_workers
from variorum.lastingpool import LastingPool
from variorum.progress import Silent
from variorum.readingahead import AT_ONCE, ReadAhead, ReadText, ReadTexts, Text, read_texts, unpacked
from variorum.reviewing import all_items
from variorum.settings import Settings

TEXTS = [Text(article, split_sentences(article)) for article in (*PACT, *FLOOD)]


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    return replace(COMPARISON, tagger=tagger_named("auto"))


class Pool(LastingPool):
    """Hands nothing out: what was asked for is ended by the test."""

    def __init__(self, processes: int) -> None:
        super().__init__(processes)
        self.asked: list[tuple[Future[Any], list[Text]]] = []

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        self.asked.append((future, args[-1]))
        return future

    def answer(self, comparison: Comparison) -> list[str]:
        """Do the oldest piece. Returns the keys of its articles."""
        future, texts = self.asked.pop(0)
        future.set_result(read_texts(comparison, texts))
        return [text.article.key for text in texts]


def parses_in(read: ReadTexts) -> dict[str, Parse]:
    return {text: parse for one in unpacked(read).values() for text, parse in one.parses.items()}


def test_trees_are_those_that_the_tagger_makes(comparison: Comparison) -> None:
    found = parses_in(read_texts(comparison, TEXTS))
    assert comparison.tagger is not None
    assert list(found.values()) == comparison.tagger.parse(list(found))
    assert len(found) > len(TEXTS)


def test_one_process_is_left_for_grouping_and_the_others_are_kept_at_it(comparison: Comparison) -> None:
    pool, ahead = Pool(3), ReadAhead(comparison)
    ahead.use(pool)
    ahead.begin(TEXTS)
    assert len(pool.asked) == 2
    first = pool.answer(comparison)
    assert len(first) == AT_ONCE
    assert len(pool.asked) == 2
    assert ahead.taken(["another", first[0]]).keys() == {first[0]}
    assert not ahead.taken([first[0]])  # held once
    ahead.end()
    last = pool.answer(comparison)
    assert len(pool.asked) == 1
    assert ahead.taken(last).keys() == set(last)  # what was under way is not lost


def test_processes_that_come_later_than_the_texts_read_them_once(comparison: Comparison) -> None:
    pool, ahead = Pool(2), ReadAhead(comparison)
    ahead.begin(TEXTS)
    assert not pool.asked
    for _ in range(2):
        ahead.use(pool)
        assert len(pool.asked) == 1


def test_what_is_in_another_language_has_no_trees(comparison: Comparison) -> None:
    pool, ahead = Pool(1), ReadAhead(comparison)
    ahead.use(pool)
    ahead.begin([replace(TEXTS[0], article=replace(TEXTS[0].article, language="de"))])
    assert not pool.asked


def test_without_a_tagger_there_are_none() -> None:
    assert read_texts(COMPARISON, TEXTS) == {}


def test_where_it_goes_wrong_nothing_more_is_read(comparison: Comparison) -> None:
    pool, ahead = Pool(1), ReadAhead(comparison)
    ahead.use(pool)
    ahead.begin(TEXTS)
    pool.asked.pop()[0].set_exception(MemoryError())
    assert not pool.asked
    assert not ahead.taken(text.article.key for text in TEXTS)


def test_what_ends_before_it_begins_reads_nothing(comparison: Comparison) -> None:
    """Processes that are there only after the events are due come too late."""
    pool = Pool(2)
    with ReadAhead(comparison) as ahead:
        pass
    ahead.use(pool)
    ahead.begin(TEXTS)
    assert not pool.asked


def test_what_is_held_is_bounded(comparison: Comparison, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readingahead, "MOST_BYTES", 10)
    pool, ahead = Pool(2), ReadAhead(comparison)
    ahead.use(pool)
    ahead.begin(TEXTS)
    assert ahead.taken(pool.answer(comparison))
    assert not pool.asked


class Counting:
    """A tagger that knows what it was asked to parse."""

    def __init__(self, tagger: Tagger) -> None:
        self._tagger = tagger
        self.name = tagger.name
        self.parsed: list[str] = []

    def parse(self, texts: Sequence[str]) -> list[Parse]:
        self.parsed += texts
        return self._tagger.parse(texts)


def test_what_was_read_is_not_parsed_again(comparison: Comparison, monkeypatch: pytest.MonkeyPatch) -> None:
    works: list[EventWork] = []

    def kept(executor: Any, work: Any, common: Any, items: Any, **options: Any) -> Iterator[Any]:
        for item in items:
            works.append(item)
            yield item, work(common, item)

    with open_store("sqlite:///:memory:") as store:
        for one in (*PACT, *FLOOD):
            store.put_article(one, run=None, at=NIGHT)
        monkeypatch.setattr("variorum.results.in_order", kept)
        compare_stage(store, comparison, Silent())
    assert len(works) == 2
    for work in works:
        read = read_texts(comparison, [Text(one.article, work.sentences[one.article.key]) for one in work.members])
        assert comparison.tagger is not None
        anew, again = Counting(comparison.tagger), Counting(comparison.tagger)
        found = results_of_work(replace(comparison, tagger=anew), replace(work, read={}))
        assert set(parses_in(read)) <= set(anew.parsed)
        assert results_of_work(replace(comparison, tagger=again), replace(work, read=read)) == found
        assert not set(parses_in(read)) & set(again.parsed)


def test_whose_words_they_are_is_asked_again_only_where_others_were_masked_since(
    comparison: Comparison, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def counted(text: str, sentences: Sequence[Sentence], tagger: Tagger | None) -> tuple[VoiceSpan, ...]:
        asked.append(text)
        return voices(text, sentences, tagger)

    monkeypatch.setattr("variorum.eventresults.voices", counted)
    items = [StoredArticle(one.article, 1, NIGHT, NIGHT) for one in TEXTS[:2]]
    sentences = {one.article.key: one.sentences for one in TEXTS[:2]}
    read = unpacked(read_texts(comparison, TEXTS[:2]))

    def found(shown: dict[str, Sequence[Sentence]], ahead: dict[str, ReadText]) -> EventResults:
        rows = lambda flat: comparison.embedder.encode([sentence.text for sentence in flat])  # noqa: E731
        return event_results("e", items, shown, rows, comparison, ahead=ahead)

    assert found(sentences, read) == found(sentences, {})
    assert asked == [one.article.text for one in TEXTS[:2]]
    masked = {**sentences, TEXTS[0].article.key: TEXTS[0].sentences[:-1]}
    asked.clear()
    assert found(masked, read) == found(masked, {})
    assert asked == [TEXTS[0].article.text, *(one.article.text for one in TEXTS[:2])]


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with open_workers(Settings(workers=2)) as found:
        yield replace(found, worth=1)


def test_what_is_found_is_the_same_with_what_was_read_ahead(
    comparison: Comparison, workers: Workers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[str] = []

    class Waiting(ReadAhead):
        """Ends only once something was read."""

        def __exit__(self, *_: object) -> None:
            for _ in range(600):
                if self._made:
                    break
                time.sleep(0.1)
            self.end()

        def taken(self, articles: Any) -> ReadTexts:
            found = super().taken(articles)
            taken.extend(found)
            return found

    def found_by(name: str, workers: Workers) -> list[Any]:
        with open_store(f"sqlite:///{tmp_path}/{name}.db") as store:
            for one in (*PACT, *FLOOD, *many_articles(4)):
                store.put_article(one, run=None, at=NIGHT)
            compare_stage(store, comparison, Silent(), workers=workers)
            return [store.results(event.id) for event in store.events()] + list(all_items(store))

    here = found_by("here", HERE)
    monkeypatch.setattr("variorum.comparing.ReadAhead", Waiting)
    assert found_by("ahead", workers) == here
    assert taken
