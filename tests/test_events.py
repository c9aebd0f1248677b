"""Grouping articles into events, and names that stay."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compare.calibration import MINILM
from compare.constraints import Constraints
from compare.events import Event, group_events, keep_ids
from compare.survey import survey
from scraper.article import Article
from tests.toys import FLOOD, PACT, article, embedded, outlined

ARTICLES = [*PACT, *FLOOD, article("local", "tram", "Tram fares to rise", "City Hall plans dearer tickets from April.")]


def test_two_events_and_a_lone_article() -> None:
    _, vectors = embedded(ARTICLES)
    found = group_events(ARTICLES, vectors)
    groups = {frozenset(event.articles) for event in found}
    assert groups == {
        frozenset(a.key for a in PACT),
        frozenset(a.key for a in FLOOD),
        frozenset({ARTICLES[-1].key}),
    }
    lone = next(event for event in found if event.articles == (ARTICLES[-1].key,))
    assert (lone.title, lone.cohesion) == ("Tram fares to rise", 1.0)
    assert all(event.title in {a.title for a in ARTICLES} for event in found)


@given(st.permutations(range(len(ARTICLES))))
@settings(max_examples=30)
def test_the_order_of_input_does_not_matter(order: list[int]) -> None:
    _, vectors = embedded(ARTICLES)
    assert group_events([ARTICLES[i] for i in order], [vectors[i] for i in order]) == group_events(ARTICLES, vectors)


def test_nearness_in_time_speaks_for_a_pair_and_distance_against_it() -> None:
    def score(a: str | None, b: str | None) -> float:
        pair = [
            article("wire", "a", "River rises at Lowfold", "Rescuers warned farmers of heavy rain.", published=a),
            article("daily", "b", "Lowfold bakery wins prize", "Judges praised its dark rye bread.", published=b),
        ]
        _, vectors = embedded(pair)
        first, second = np.array([0]), np.array([1])
        return float(survey(outlined(pair), vectors).scores(first, second)[0])

    at_once, later, much_later = (score("2031-03-10", day) for day in ("2031-03-10", "2031-03-14", "2032-03-10"))
    assert at_once > later > much_later
    assert at_once > score("2031-03-10", None) == score(None, None) > much_later
    # A bare day orders nothing within it: its end and its start are one day.
    assert (
        score("2031-03-10", "2031-03-10T23:00:00Z") == at_once > score("2031-03-10T00:01:00Z", "2031-03-10T23:00:00Z")
    )


def test_what_is_too_short_or_in_another_language_joins_less_easily() -> None:
    def score(*articles: Article) -> float:
        _, vectors = embedded(articles)
        return float(survey(outlined(articles), vectors).scores(np.array([0]), np.array([1]))[0])

    assert score(*FLOOD) > 0.9
    assert score(*(replace(one, language="de") for one in FLOOD)) < score(*FLOOD)
    brief = [article(one, "fire", "Fire", "Fire.", published="2031-03-11") for one in ("wire", "daily")]
    assert score(*brief) == 0
    fire = "В Острове сгорела мельница, погибли двенадцать человек, сообщили спасатели в субботу утром."
    bank = "В субботу утром Центральный банк снизил ставку до четырех процентов, сообщили в банке."
    russian = [article("a", "x", "Пожар", fire), article("b", "y", "Ставка", bank)]
    assert survey(outlined(russian), embedded(russian)[1]).foreign.all()


def test_scores_are_rounded_before_they_meet_the_threshold() -> None:
    _, vectors = embedded(ARTICLES)
    around = survey(outlined(ARTICLES), vectors)
    upper = np.triu_indices(len(ARTICLES), 1)
    scores = around.scores(upper[0], upper[1])
    assert (scores == np.round(scores, 3)).all()
    noisy = [rows + np.float32(1e-6) for rows in vectors]
    assert group_events(ARTICLES, noisy) == group_events(ARTICLES, vectors)


def test_another_models_cosine_is_put_on_the_default_models_scale() -> None:
    _, vectors = embedded(PACT)
    plain = survey(outlined(PACT), vectors)
    scaled = replace(MINILM, events=replace(MINILM.events, lead_slope=0.5, lead_shift=0.1))
    left, right = np.array([0, 0]), np.array([1, 2])
    one, other = plain.signals(left, right), survey(outlined(PACT), vectors, scaled).signals(left, right)
    assert np.allclose(other.lead, 0.5 * one.lead + 0.1)
    assert all(
        (getattr(one, name) == getattr(other, name)).all() for name in ("words", "relative", "company", "density")
    )


def chain(days: Sequence[str]) -> list[Article]:
    """One running story: an article a day, each with the same words."""
    lines = ("Rescuers searched Lowfold for the missing after the Corran Dam overflowed.", "The River Isk fell.")
    return [
        article(f"outlet{n}", "dam", "Search goes on after Corran Dam overflows", *lines, published=day)
        for n, day in enumerate(days)
    ]


def test_an_event_stays_open_for_the_window_after_its_nearest_article() -> None:
    def sizes(days: Sequence[str], window: float | None) -> list[int]:
        articles = chain(days)
        _, vectors = embedded(articles)
        return sorted(len(event.articles) for event in group_events(articles, vectors, window=window))

    assert sizes(["2031-03-01", "2031-03-12"], 10) == [1, 1]
    assert sizes(["2031-03-01", "2031-03-11"], 10) == [2]
    assert sizes(["2031-03-01", "2031-03-12"], None) == [2]
    # The first and the last are further apart than the window; the one between joins them.
    assert sizes(["2031-03-01", "2031-03-07", "2031-03-13"], 10) == [3]


def test_the_window_is_measured_by_when_an_article_was_seen_where_it_has_no_time() -> None:
    articles = [replace(one, published=None) for one in chain(["2031-03-01", "2031-03-02"])]
    _, vectors = embedded(articles)
    first = datetime(2031, 3, 1, tzinfo=UTC)
    for days, sizes in ((3, [2]), (30, [1, 1])):
        seen = {articles[0].key: first, articles[1].key: first + timedelta(days=days)}
        assert [len(event.articles) for event in group_events(articles, vectors, seen=seen)] == sizes
    assert [len(event.articles) for event in group_events(articles, vectors)] == [2]
    with pytest.raises(ValueError, match="above 0"):
        group_events(articles, vectors, window=0)


def members(events: Sequence[Event]) -> set[frozenset[str]]:
    return {frozenset(event.articles) for event in events}


def test_what_people_decided_comes_before_scores() -> None:
    _, vectors = embedded(ARTICLES)
    pact, flood, tram = [one.key for one in PACT], [one.key for one in FLOOD], ARTICLES[-1].key
    merged = group_events(ARTICLES, vectors, constraints=Constraints(must=frozenset({(tram, flood[0])})))
    assert members(merged) == {frozenset(pact), frozenset({*flood, tram})}
    split = group_events(ARTICLES, vectors, constraints=Constraints(cannot=frozenset({(pact[0], pact[1])})))
    assert frozenset(pact) not in members(split)
    assert not any({pact[0], pact[1]} <= group for group in members(split))
    # Kept apart through others too: the third report of the pact may stand with one of the two at most.
    chained = Constraints(must=frozenset({(pact[1], pact[2])}), cannot=frozenset({(pact[0], pact[2])}))
    assert frozenset({pact[1], pact[2]}) in members(group_events(ARTICLES, vectors, constraints=chained))


decisions = st.sets(st.tuples(st.integers(0, 5), st.integers(0, 5)).filter(lambda pair: pair[0] != pair[1]), max_size=4)


@given(decisions, decisions, st.permutations(range(len(ARTICLES))))
@settings(max_examples=60)
def test_decisions_hold_in_any_order_or_contradict(
    must: set[tuple[int, int]], cannot: set[tuple[int, int]], order: list[int]
) -> None:
    key = [one.key for one in ARTICLES]
    try:
        constraints = Constraints(
            frozenset((key[a], key[b]) for a, b in must), frozenset((key[a], key[b]) for a, b in cannot)
        )
    except ValueError:
        return
    _, vectors = embedded(ARTICLES)
    found = group_events(ARTICLES, vectors, constraints=constraints)
    assert found == group_events([ARTICLES[i] for i in order], [vectors[i] for i in order], constraints=constraints)
    home = {one: event.articles for event in found for one in event.articles}
    assert all(home[key[a]] == home[key[b]] for a, b in must)
    assert all(home[key[a]] != home[key[b]] for a, b in cannot)


def test_nothing_gives_nothing_and_wrong_shapes_are_refused() -> None:
    assert group_events([], []) == []
    _, vectors = embedded(PACT)
    with pytest.raises(ValueError, match="3 articles, but vectors of 2"):
        group_events(PACT, vectors[:2])
    with pytest.raises(ValueError, match="stands twice"):
        group_events([PACT[0], PACT[0]], [vectors[0], vectors[0]])
    with pytest.raises(ValueError, match="at least 1"):
        group_events(PACT[:1], [vectors[0][:0]])


def event(*keys: str) -> Event:
    return Event(tuple(sorted(keys)), "title", 1.0)


def test_an_id_stays_with_most_of_its_members() -> None:
    known = {"e1": frozenset("abc"), "e2": frozenset("de")}
    named = keep_ids([event("a"), event("b", "c", "x"), event("d", "e", "y")], known)
    assert [name for name, _ in named[1:]] == ["e1", "e2"]
    assert named[0][0] not in known


def test_merged_events_keep_the_larger_ones_id() -> None:
    known = {"e1": frozenset("ab"), "e2": frozenset("cde")}
    assert keep_ids([event(*"abcde")], known)[0][0] == "e2"


keys = st.text(alphabet="abcdefgh", min_size=1, max_size=2)


@st.composite
def partitions(draw: st.DrawFn) -> list[Event]:
    members = draw(st.sets(keys, min_size=1, max_size=10))
    labels = {key: draw(st.integers(0, 3)) for key in sorted(members)}
    groups: dict[int, list[str]] = {}
    for key, label in labels.items():
        groups.setdefault(label, []).append(key)
    return [event(*group) for group in groups.values()]


@given(partitions(), partitions(), st.randoms(use_true_random=False))
def test_ids_are_unique_stable_and_independent_of_order(old: list[Event], new: list[Event], random) -> None:  # type: ignore[no-untyped-def]
    first = keep_ids(old, {})
    known = {name: frozenset(one.articles) for name, one in first}
    assert len(known) == len(old)
    assert keep_ids(old, known) == first
    named = {one.articles: name for name, one in keep_ids(new, known)}
    assert len(set(named.values())) == len(new)
    shuffled = list(new)
    random.shuffle(shuffled)
    assert {one.articles: name for name, one in keep_ids(shuffled, known)} == named


def test_a_new_id_never_takes_one_that_is_known() -> None:
    (name, _), *_ = keep_ids([event("a")], {})
    known = {name: frozenset({"z"})}
    named = keep_ids([event("a"), event("z")], known)
    assert named[1][0] == name
    assert named[0][0] != name


def test_a_new_id_is_never_one_that_is_taken_elsewhere() -> None:
    (name, _), *_ = keep_ids([event("a")], {})
    assert keep_ids([event("a")], {}, {name})[0][0] != name


def test_a_merge_taken_back_leaves_each_id_with_its_own_event() -> None:
    apart = [event("a"), event("b"), event("c", "d")]
    first = keep_ids(apart, {})
    known = {name: frozenset(one.articles) for name, one in first}
    merged = keep_ids([event("a", "b"), event("c", "d")], known)
    again = keep_ids(apart, {name: frozenset(one.articles) for name, one in merged})
    assert again == first
    pinned = keep_ids([event("a", "c"), event("b"), event("d")], known)
    assert keep_ids(apart, {name: frozenset(one.articles) for name, one in pinned}) == first
