"""Night after night: what is open, what is touched, and what stays as it is."""

from datetime import UTC, datetime, timedelta

import pytest

from compare.background import Background
from compare.constraints import Constraints
from compare.events import Event, group_events, keep_ids
from compare.nights import reach, regroup, still_open
from compare.survey import Survey, survey
from compare.terms import article_terms
from scraper.article import Article
from tests.toys import FLOOD, PACT, article, embedded, outlined

TRAM = article(
    "local", "tram", "Tram fares to rise", "City Hall plans dearer tickets from April.", published="2031-03-11"
)
LATE = article(
    "local",
    "late",
    "Corran Dam overflows above Lowfold",
    "Fourteen people were killed when the Corran Dam overflowed above Lowfold, rescuers said.",
    published="2031-03-12",
)


def looked_over(articles: list[Article]) -> Survey:
    _, vectors = embedded(articles)
    return survey(outlined(articles), vectors)


def grouped(articles: list[Article]) -> dict[str, Event]:
    _, vectors = embedded(articles)
    return dict(keep_ids(group_events(articles, vectors), {}))


def partition(named: list[tuple[str, Event]]) -> set[tuple[str, ...]]:
    return {event.articles for _, event in named}


def test_only_what_a_new_article_touches_is_grouped_again() -> None:
    first = [*PACT, *FLOOD, TRAM]
    known = grouped(first)
    # A title of before, which grouping again would not give: it shows who was left alone.
    known = {name: Event(event.articles, "kept", event.cohesion) for name, event in known.items()}
    after = regroup(looked_over([*first, LATE]), known, {LATE.key})
    by_articles = {event.articles: (name, event) for name, event in after}
    pact = tuple(sorted(one.key for one in PACT))
    flood = tuple(sorted(one.key for one in (*FLOOD, LATE)))
    before = {event.articles: (name, event) for name, event in known.items()}
    assert by_articles[pact] == before[pact]
    assert by_articles[pact][1] is before[pact][1]
    assert by_articles[flood][1].title != "kept"
    assert by_articles[flood][0] == before[tuple(sorted(one.key for one in FLOOD))][0]


def test_a_night_without_news_changes_nothing() -> None:
    first = [*PACT, *FLOOD, TRAM]
    known = grouped(first)
    assert dict(regroup(looked_over(first), known, ())) == known


def test_an_event_is_kept_even_where_the_scores_would_part_it_now() -> None:
    known = {"e1": Event(tuple(sorted([PACT[0].key, TRAM.key])), "odd", 0.5)}
    assert dict(regroup(looked_over([PACT[0], TRAM]), known, ())) == known
    assert len(regroup(looked_over([PACT[0], TRAM]), known, {TRAM.key})) == 2


def test_arriving_one_by_one_is_arriving_at_once() -> None:
    everything = [*PACT, *FLOOD, TRAM, LATE]
    at_once = {event.articles for event in grouped(everything).values()}
    for order in (everything, everything[::-1], everything[3:] + everything[:3]):
        known: dict[str, Event] = {}
        background = Background()
        for number, new in enumerate(order, 1):
            background = background.adding([article_terms(new).weights])
            _, vectors = embedded(order[:number])
            around = survey(outlined(order[:number]), vectors, background=background)
            known = dict(regroup(around, known, {new.key}))
        assert {event.articles for event in known.values()} == at_once


def test_a_decision_touches_the_events_it_names() -> None:
    first = [*PACT, *FLOOD, TRAM]
    known = grouped(first)
    around = looked_over(first)
    joined = regroup(around, known, (), Constraints(must=frozenset({(TRAM.key, FLOOD[0].key)})))
    assert tuple(sorted([TRAM.key, *(one.key for one in FLOOD)])) in partition(joined)
    parted = regroup(around, known, (), Constraints(cannot=frozenset({(FLOOD[0].key, FLOOD[1].key)})))
    assert {(FLOOD[0].key,), (FLOOD[1].key,)} <= partition(parted)
    untouched = [name for name, event in known.items() if set(event.articles) == {one.key for one in PACT}]
    assert {name for name, _ in joined} >= set(untouched) <= {name for name, _ in parted}


def test_new_ids_leave_those_of_closed_events_alone() -> None:
    (name, _), *_ = regroup(looked_over([TRAM]), {}, ())
    assert regroup(looked_over([TRAM]), {}, (), reserved={name})[0][0] != name


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="which was not surveyed"):
        regroup(looked_over([TRAM]), {"e1": Event((LATE.key,), "t", 1.0)}, ())
    with pytest.raises(ValueError, match="stands in the events e1 and e2"):
        regroup(looked_over([TRAM]), dict.fromkeys(("e1", "e2"), Event((TRAM.key,), "t", 1.0)), ())


def test_events_close_when_the_window_has_passed() -> None:
    night = datetime(2031, 3, 20, tzinfo=UTC)
    ten, second = timedelta(days=10), timedelta(seconds=1)
    events = {
        "open": (night - 3 * ten, night - ten),
        "closed": (night - 3 * ten, night - ten - second),
        "now": (night, night),
        "far ahead": (night + ten + second, night + 2 * ten),
    }
    assert still_open(events, [(night, night)], 10) == {"open", "now"}
    assert still_open(events, [], 10) == set()


def test_what_comes_in_late_finds_the_events_of_its_own_days_open() -> None:
    night = datetime(2031, 3, 20, tzinfo=UTC)
    early = night - timedelta(days=100)
    events = {"then": (early, early), "between": (night - timedelta(days=50),) * 2, "now": (night, night)}
    assert still_open(events, [(night, night), (early, early)], 10) == {"then", "now"}


def test_reach_is_as_wide_as_it_may_be() -> None:
    timed, bare = PACT[0], PACT[2]
    unknown = article("x", "y", "Without a time", "Nothing says when.")
    seen = {unknown.key: datetime(2031, 4, 1, tzinfo=UTC)}
    assert timed.published is not None
    assert reach(outlined([timed]), {}) == (timed.published.at, timed.published.at)
    assert reach(outlined([timed, bare]), {}) == (timed.published.at, datetime(2031, 3, 12, tzinfo=UTC))
    assert reach(outlined([timed, unknown]), seen)[1] == seen[unknown.key]
    with pytest.raises(KeyError):
        reach(outlined([unknown]), {})


def test_the_background_counts_an_article_once_for_a_word() -> None:
    one = Background().adding([["dam", "dam", "flood"], ["dam"]])
    assert (one.articles, one.holding) == (2, {"dam": 2, "flood": 1})
    assert one.adding([["tram"]]) == Background().adding([["tram"], ["dam", "flood"], ["dam"]])
    assert one.rarity("unheard") > one.rarity("flood") > one.rarity("dam") > 0
