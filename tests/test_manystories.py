"""The invented stories of `make bench-speed`: that they read like English, and share no more than real ones do.

What real articles share was counted on the bench's `events` set: 381 articles of 132 events.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from functools import cache
from itertools import combinations
from statistics import mean, median

import pytest

from bench.manystories import OUTLETS, many_stories, repeated
from bench.speed import MOST_REPEATED, sentences_of
from bench.storyclauses import Body, Circumstance, Clause, Person, Phrase, Telling, told
from bench.storysentences import is_sound, quoted, sentence
from bench.storywords import TOPICS, gerund, participle, past, plural, present, with_article
from compare.sentences import split_sentences
from compare.sharedtext import Text, candidates, signature, text_of
from scraper.article import Article, join_text
from variorum.demo.stories import Story

Run = tuple[str, str, str]


@cache
def some_stories() -> list[Story]:
    return many_stories(200)


def runs_of(story: Story) -> frozenset[Run]:
    words = re.findall(r"[\w’'-]+", story.text.lower())
    return frozenset(zip(words, words[1:], words[2:], strict=False))


def as_text(story: Story) -> Text:
    url = f"https://{story.outlet}.example/{story.slug}"
    text = join_text(story.title, list(story.paragraphs))
    article = Article(story.outlet, url, url, story.title, text, "invented")
    return text_of(article, split_sentences(article))


def test_stories_are_the_same_each_time_and_hardly_repeat_a_sentence() -> None:
    stories = many_stories(300)
    assert stories == many_stories(300)
    assert len(stories) == len({story.name for story in stories}) == 300
    assert repeated(sentences_of(stories)) <= MOST_REPEATED


def test_an_event_is_told_by_several_outlets_each_once() -> None:
    stories = many_stories(300)
    sizes = Counter(story.event for story in stories)
    assert max(sizes.values()) == len(OUTLETS)
    assert 2.5 < len(stories) / len(sizes) < 3.1
    assert len({(story.event, story.outlet) for story in stories}) == len(stories)


def test_the_second_night_has_events_of_its_own() -> None:
    old, new = many_stories(40), many_stories(10, night=2, first_event=40)
    assert not {story.event for story in old} & {story.event for story in new}
    assert max(story.published for story in old) < min(story.published for story in new)


def test_repeated_sentences_are_counted_beyond_the_first() -> None:
    assert repeated([]) == 0
    assert repeated(["a", "b", "a", "a"]) == 0.5


def test_proportions_are_near_those_of_real_articles() -> None:
    stories = some_stories()
    assert 550 <= mean(len(story.text.split()) for story in stories) <= 750  # 671 in real ones
    sentences = sentences_of(stories)
    assert 26 <= len(sentences) / len(stories) - 1 <= 34  # 29.4, the headline left out
    lengths = sorted(len(one.split()) for one in sentences)
    assert 18 <= mean(lengths) <= 24  # 22.4
    assert lengths[len(lengths) // 10] <= 9 < 30 <= lengths[-len(lengths) // 10]  # 7 and 40
    quoting = sum("“" in one for one in sentences) / len(sentences)
    assert 0.25 <= quoting <= 0.4  # .33


def test_no_slot_is_left_and_no_word_stands_twice() -> None:
    for line in sentences_of(some_stories()):
        assert not re.search(r"[{}|]|  | [,.;:?!]|[,;:]{2}|,\.", line), line
        assert line[0].isupper() or line[0].isdigit() or line[0] == "“", line
        assert not re.search(r"\b[Aa] [aei]\w+", line), line
        assert not re.search(r"\b(the|an?) (the|an?|these|those|this)\b", line, re.IGNORECASE), line
        assert is_sound(line), line


def test_different_events_hardly_share_runs_of_three_words() -> None:
    runs = {story.name: (story.event, runs_of(story)) for story in some_stories()}
    shared: dict[bool, list[int]] = {True: [], False: []}
    for one, other in combinations(runs.values(), 2):
        shared[one[0] == other[0]].append(len(one[1] & other[1]))
    assert median(shared[False]) <= 2  # 1 in real ones
    assert sorted(shared[False])[len(shared[False]) * 9 // 10] <= 5  # 4
    assert 20 <= median(shared[True]) <= 50  # 26


def test_few_pairs_are_candidates_for_shared_text() -> None:
    texts = {text.article: text for text in map(as_text, some_stories())}
    events = {as_text(story).article: story.event for story in some_stories()}
    signatures = {key: signature(text) for key, text in texts.items()}
    found = candidates(signatures, {key: text.outlet for key, text in texts.items()}, texts)
    across = [pair for pair in found if events[pair[0]] != events[pair[1]]]
    assert len(across) <= len(texts) / 4
    assert len(found) <= len(texts)


def test_the_second_night_shares_no_more_with_the_first_than_two_events_do() -> None:
    old, new = some_stories(), many_stories(20, night=2, first_event=200)
    assert median(len(runs_of(one) & runs_of(other)) for one in old for other in new) <= 2
    assert repeated(sentences_of([*old, *new])) <= MOST_REPEATED


def test_an_event_is_told_in_several_ways() -> None:
    clause = Clause(
        Body("Elm Water Board", "board"),
        "inspect|examine",
        Phrase("sluice|gate", "old", "many", "the"),
        circumstances=(Circumstance("time", "on Monday"), Circumstance("place", "in Ashford")),
    )
    wordings = {told(clause, Telling(random.Random(seed))) for seed in range(3000)}
    assert "the Elm Water Board inspected the old sluices on Monday in Ashford" in wordings
    assert "on Monday, the old gates were examined by the Elm Water Board in Ashford" in wordings
    assert len(wordings) > 30


def test_somebody_has_a_full_name_only_once_in_an_article() -> None:
    ada = Person("Ada Birkwell", "a pilot from Redwick", "she", "pilot")
    for seed in range(20):
        telling = Telling(random.Random(seed))
        assert "Ada Birkwell" in ada.told(telling)
        assert ada.told(telling, subject=True) in ("Birkwell", "she", "the pilot")


def test_a_quotation_ends_where_it_should() -> None:
    ada = Person("Ada Birkwell", "a pilot", "she")
    lines = {quoted("we waited", ada, Telling(random.Random(seed), {ada.name})) for seed in range(80)}
    assert "“We waited,” Birkwell said." in lines
    assert "Birkwell said: “We waited.”" in lines
    assert "“We waited.”" in lines


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("ada, a pilot,, said", "Ada, a pilot, said."),
        ("according to Ada, a pilot,", "According to Ada, a pilot."),
        ("“where?” she asked", "“Where?” she asked."),
    ],
)
def test_a_sentence_is_written_with_a_capital_and_one_stop(words: str, line: str) -> None:
    assert sentence(words) == line


@pytest.mark.parametrize("line", ["The the boat sank.", "The old boat of the old boat sank.", "{thing} sank."])
def test_a_doubled_word_or_an_open_slot_is_unsound(line: str) -> None:
    assert not is_sound(line)
    assert is_sound("The old boat sank.")


@pytest.mark.parametrize(
    ("verb", "forms"),
    [
        ("carry out", ("carried out", "carried out", "carrying out", "carries out")),
        ("stop", ("stopped", "stopped", "stopping", "stops")),
        ("steal", ("stole", "stolen", "stealing", "steals")),
        ("die out", ("died out", "died out", "dying out", "dies out")),
        ("free", ("freed", "freed", "freeing", "frees")),
        ("cross-examine", ("cross-examined", "cross-examined", "cross-examining", "cross-examines")),
        ("visit", ("visited", "visited", "visiting", "visits")),
    ],
)
def test_verbs_have_their_forms(verb: str, forms: tuple[str, ...]) -> None:
    assert (past(verb), participle(verb), gerund(verb), present(verb)) == forms


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("ferry", "ferries"),
        ("head of state", "heads of state"),
        ("fireman", "firemen"),
        ("box", "boxes"),
        ("wolf", "wolves"),
    ],
)
def test_nouns_have_plurals(one: str, many: str) -> None:
    assert plural(one) == many


@pytest.mark.parametrize("phrase", ["an old hour", "a useful egg", "an hour", "a one-way road", "an X-ray", "a unit"])
def test_articles_go_by_the_sound(phrase: str) -> None:
    assert with_article(phrase.partition(" ")[2]) == phrase


def test_every_topic_has_words_enough_for_an_event() -> None:
    assert len(TOPICS) == len({topic.name for topic in TOPICS}) >= 20
    for topic in TOPICS:
        counts = Counter({kind: len(getattr(topic, kind)) for kind in ("things", "acts", "goes", "people", "places")})
        assert min(counts.values()) >= 8, topic.name
