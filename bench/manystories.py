"""Stories for measuring speed: hundreds of invented events, each told by one to six of the invented outlets.

Every event has people, places, bodies, figures and a small vocabulary of its own, and facts made of them. Its outlets
tell some of the facts in words of their own (bench.storyclauses), quote the same people, say more of the same matter,
and add background that no other has. Now and then one prints sentences of the agency's. The proportions are those of
the bench's `events` set of real articles: what articles share, how long they are, whose words they give. The same
numbers give the same stories.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from bench.storycasts import Cast, cast_of
from bench.storyclauses import Telling
from bench.storynames import Names
from bench.storysentences import Fact, facts_of, headline, is_sound, of_fact, own
from variorum.demo.stories import Night, Section, Story

OUTLETS: Final = ("daily-bell", "harbour-post", "ledger", "meridian", "pba", "torvia-today")
AGENCY: Final = "pba"
SIZES: Final = (6, 3, 2, 3, 1, 3, 4, 2, 3, 1)
"""Outlets that tell an event, in turn: 2.8 in the mean, as in the real set."""

SENTENCES, DEVIATION, FEWEST, MOST = 29.5, 8.0, 14, 52
"""Of an article: mean and standard deviation, and bounds."""
FACTS: Final = 0.8
"""Facts of an event for each sentence of an article, in the mean."""
TOLD, SAME_MATTER = 0.31, 0.55
"""Shares of an article's sentences that tell a fact, and that say more of the event; the rest is background."""
REPRINTS, REPRINTED = 0.1, (2, 5)
"""Chance that an outlet prints sentences of the agency's, and how many."""
DRAWS: Final = 60  # tries for a sentence that no article has yet
FIRST_NIGHT: Final = datetime(2025, 3, 12, 3, tzinfo=UTC)
SPREAD_DAYS: Final = 6  # over which the events of the first night lie
SECTIONS: Final[tuple[Section, ...]] = ("world", "politics", "business", "local", "courts")


def many_stories(articles: int, *, seed: int = 7, night: Night = 1, first_event: int = 0) -> list[Story]:
    """So many articles, of events numbered from `first_event` on. Those of the second night are told a day later."""
    used: set[str] = set()
    out: list[Story] = []
    number = first_event
    while len(out) < articles:
        wanted = min(SIZES[number % len(SIZES)], articles - len(out))
        out += _event(number, wanted, random.Random(f"{seed} {number}"), used, night)
        number += 1
    return out


def repeated(texts: Sequence[str]) -> float:
    """The share of sentences that stand somewhere else already."""
    return 1 - len(set(texts)) / len(texts) if texts else 0.0


def _event(number: int, outlets: int, draw: random.Random, used: set[str], night: Night) -> Iterator[Story]:
    cast = cast_of(draw)
    facts = facts_of(cast, round(FACTS * SENTENCES))
    begins = FIRST_NIGHT - timedelta(days=draw.uniform(0.3, SPREAD_DAYS)) if night == 1 else FIRST_NIGHT
    agency: list[str] = []
    telling_outlets = sorted(draw.sample(OUTLETS, outlets), key=lambda outlet: (outlet != AGENCY, outlet))
    for outlet in telling_outlets:
        telling = Telling(draw)
        lines = _article(cast, facts, telling, used)
        if outlet == AGENCY:
            agency = lines
        elif agency and draw.random() < REPRINTS:
            count = draw.randint(*REPRINTED)
            at = draw.randrange(1, len(agency) - count)
            lines[at : at + count] = agency[at : at + count]
        title = _drawn(lambda: headline(cast, facts[0], Telling(draw)), used)
        published = begins + timedelta(minutes=draw.randrange(20, 420))
        yield Story(
            event=f"event-{number}",
            outlet=outlet,
            slug=re.sub(r"[^a-z0-9]+", "-", f"{title.lower()[:90]}-{number}").strip("-"),
            section=draw.choice(SECTIONS),
            kind="news",
            night=night,
            published=published.replace(second=0, microsecond=0),
            title=title,
            paragraphs=tuple(_paragraphs(lines, draw)),
            authors=(Names(draw).full(),),
        )


def _article(cast: Cast, facts: Sequence[Fact], telling: Telling, used: set[str]) -> list[str]:
    """Its sentences: what happened, then other facts, more of the same matter and background, mixed."""
    draw = telling.draw
    wanted = min(max(round(draw.gauss(SENTENCES, DEVIATION)), FEWEST), MOST)
    others = draw.sample(facts[1:], len(facts) - 1)
    background = cast_of(draw, people=5)
    lines = [_drawn(lambda: of_fact(facts[0], telling), used)]
    while len(lines) < wanted:
        roll = draw.random()
        if roll < TOLD and others:
            fact = others.pop()
            lines.append(_drawn(lambda: of_fact(fact, telling), used))  # noqa: B023
        else:
            of = cast if roll < TOLD + SAME_MATTER else background
            lines.append(_drawn(lambda: own(of, telling), used))  # noqa: B023
    return lines


def _drawn(made: Callable[[], str], used: set[str]) -> str:
    """A sentence that is sound and stands nowhere yet."""
    line = made()
    for _ in range(DRAWS):
        if line not in used and is_sound(line):
            break
        line = made()
    used.add(line)
    return line


def _paragraphs(lines: Sequence[str], draw: random.Random) -> Iterator[str]:
    """Of one to three sentences."""
    at = 0
    while at < len(lines):
        step = draw.choice((1, 1, 1, 1, 2))
        yield " ".join(lines[at : at + step])
        at += step
