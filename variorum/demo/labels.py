"""The invented newsroom's labels as pairs: sentences that make one claim or not, articles of one event or not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any, cast

from scraper.article import Article, Moment
from variorum.demo.stories import expected, newsroom_at


@dataclass(frozen=True, slots=True)
class LabelledPair:
    """Two sentences and whether they make the same claim."""

    a: str
    b: str
    same: bool


def sentence_pairs() -> tuple[LabelledPair, ...]:
    """Pairs of labelled readings of one event, from different articles: same where they stand in one claim.

    Pairs of one wording are left out: every model gives them the same cosine. Each pair of wordings stands once.
    """
    by_event: dict[str, list[tuple[str, str, int]]] = {}
    for number, claim in enumerate(_rows("same_claim")):
        by_event.setdefault(claim["event"], []).extend((r["words"], r["article"], number) for r in claim["readings"])
    return tuple(pair for event in sorted(by_event) for pair in _different(by_event[event]))


def _different(readings: list[tuple[str, str, int]]) -> Iterator[LabelledPair]:
    seen: set[frozenset[str]] = set()
    for (a, article_a, claim_a), (b, article_b, claim_b) in combinations(readings, 2):
        wordings = frozenset((a, b))
        if article_a != article_b and len(wordings) == 2 and wordings not in seen:
            seen.add(wordings)
            yield LabelledPair(a, b, claim_a == claim_b)


def labelled_articles() -> tuple[tuple[Article, str], ...]:
    """The articles that a label puts into an event, as they read on the second night, each with its event's name."""
    event_of = {name: event["name"] for event in _rows("event") for name in event["articles"]}
    return tuple(
        (
            Article(
                outlet=story.outlet,
                url=f"urn:demo:{story.name}",
                canonical_url=f"urn:demo:{story.name}",
                title=story.title,
                text=story.text,
                extractor="demo",
                published=Moment(story.published, "second", "given"),
            ),
            event_of[story.name],
        )
        for stories in newsroom_at(2).values()
        for story in stories
        if story.name in event_of
    )


def _rows(table: str) -> list[Mapping[str, Any]]:
    return cast("list[Mapping[str, Any]]", expected()[table])
