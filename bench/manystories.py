"""Stories for measuring speed: hundreds of invented events, each told by one to six of the invented outlets.

Every event has people, places, bodies and figures of its own. Its outlets tell the same facts in words of their own,
with their own verbs of saying, quote the same people, and add background that no other has. Sentences are drawn until
they are new, so that hardly any stands twice (`repeated`), as in real sets, where 1 to 2 % do. The same numbers give
the same stories.
"""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from bench.tasks import ROOT
from variorum.demo.stories import Night, Section, Story

OUTLETS: Final = ("daily-bell", "harbour-post", "ledger", "meridian", "pba", "torvia-today")
SIZES: Final = (6, 5, 3, 4, 1, 6, 2, 4, 5, 4)
"""Outlets that tell an event, in turn: four in the mean."""
FACTS, BACKGROUND = (9, 12), (6, 9)
"""How many of an event's facts an article tells, and how many sentences of background it adds."""
DRAWS: Final = 60  # tries for a sentence that no article has yet
FIRST_NIGHT: Final = datetime(2025, 3, 12, 3, tzinfo=UTC)
SPREAD_DAYS: Final = 6  # over which the events of the first night lie

SOURCE: Final = ROOT / "bench" / "manystories.toml"
SECTIONS: Final[tuple[Section, ...]] = ("world", "politics", "business", "local", "courts")
_READ: Final = tomllib.loads(SOURCE.read_text(encoding="utf-8"))
WORDINGS: Final[tuple[tuple[str, ...], ...]] = tuple(tuple(fact["wordings"]) for fact in _READ["fact"])
"""Of each fact. The first fact is told by everybody."""
WORDS: Final[dict[str, list[str]]] = {name: found for name, found in _READ.items() if name != "fact"}


class Names:
    """Draws people, towns and bodies."""

    def __init__(self, draw: random.Random) -> None:
        self.draw = draw

    def person(self) -> str:
        given, head, tail = (self.draw.choice(WORDS[part]) for part in ("given", "surname_heads", "surname_tails"))
        return f"{given} {head}{tail}"

    def town(self) -> str:
        return self.draw.choice(WORDS["town_heads"]) + self.draw.choice(WORDS["town_tails"])

    def body(self, town: str) -> str:
        return f"{town} {self.draw.choice(WORDS['bodies'])}"


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
    slots = _slots(Names(draw))
    begins = FIRST_NIGHT - timedelta(days=draw.uniform(0.3, SPREAD_DAYS)) if night == 1 else FIRST_NIGHT
    for outlet in sorted(draw.sample(OUTLETS, outlets)):
        lines = _article(slots, draw, used)
        title = _drawn(WORDS["headlines"], slots, draw, used)
        published = begins + timedelta(minutes=draw.randrange(20, 420))
        yield Story(
            event=f"event-{number}",
            outlet=outlet,
            slug=re.sub(r"[^a-z0-9]+", "-", f"{title.lower()}-{number}").strip("-"),
            section=draw.choice(SECTIONS),
            kind="news",
            night=night,
            published=published.replace(second=0, microsecond=0),
            title=title,
            paragraphs=tuple(_paragraphs(lines, draw)),
            authors=(Names(draw).person(),),
        )


def _article(slots: dict[str, str], draw: random.Random, used: set[str]) -> list[str]:
    """Its sentences: the event's first fact, then others with background between them."""
    names = Names(draw)
    others = draw.sample(range(1, len(WORDINGS)), draw.randint(*FACTS) - 1)
    told = [_drawn(WORDINGS[at], slots, draw, used) for at in (0, *others)]
    for _ in range(draw.randint(*BACKGROUND)):
        line = _drawn(WORDS["background"], _background(names), draw, used)
        told.insert(draw.randint(2, len(told)), line)
    return told


def _drawn(templates: Sequence[str], slots: dict[str, str], draw: random.Random, used: set[str]) -> str:
    line = ""
    for _ in range(DRAWS):
        line = draw.choice(templates).format_map(
            {
                **slots,
                "said": draw.choice(WORDS["said"]),
                "when": draw.choice(WORDS["adverbs"]).format_map(slots),
                "role": draw.choice(WORDS["roles"]).format_map(slots),
            }
        )
        line = line[0].upper() + line[1:]
        if line not in used:
            break
    used.add(line)
    return line


def _slots(names: Names) -> dict[str, str]:
    """What an event's outlets all know of it."""
    draw = names.draw
    town = names.town()
    people = draw.randrange(3, 90) * 100
    slots = {
        "town": town,
        "quarter": f"{draw.choice(WORDS['town_heads'])} {draw.choice(('End', 'Side', 'Quay', 'Green', 'Row', 'Gate'))}",
        "capital": names.town(),
        "body": names.body(town),
        "owner": f"{names.person().split()[1]} & {names.person().split()[1]}",
        "project": draw.choice(WORDS["projects"]),
        "deed": draw.choice(WORDS["deeds"]),
        "harm": draw.choice(WORDS["harms"]),
        "gain": draw.choice(WORDS["gains"]),
        "trade": draw.choice(WORDS["trades"]),
        "scorn": draw.choice(WORDS["scorn"]),
        "month": draw.choice(WORDS["months"]),
        "next": f"{draw.choice(WORDS['months'])} {draw.randrange(2026, 2029)}",
        "year": str(draw.randrange(1961, 2024)),
        "people": f"{people:,}",
        "crowd": f"{int(people * draw.uniform(1.6, 3)) // 100 * 100:,}",
        "names": f"{draw.randrange(1_200, 48_000):,}",
        "homes": f"{draw.randrange(2, 60) * 500:,}",
        "money": str(draw.randrange(120, 980)),
        "more": str(draw.randrange(11, 118)),
        "grant": str(draw.randrange(12, 110)),
    }
    slots |= {key: names.person() for key in ("chief", "rival", "judge")}
    small = {"votes": (24, 60), "against": (7, 23), "hurt": (2, 19), "months": (9, 40), "share": (12, 80)}
    small |= {"drop": (2, 14), "hours": (2, 11), "police": (3, 60), "n": (3, 70)}
    slots |= {key: str(draw.randrange(*span)) for key, span in small.items()}
    return (
        slots
        | {
            "quote": draw.choice(WORDS["quotes"]).format_map(slots),
            "reply": draw.choice(WORDS["replies"]).format_map(slots),
        }
        | {}
    )


def _background(names: Names) -> dict[str, str]:
    draw = names.draw
    place = names.town()
    return {
        "name": names.person(),
        "name2": names.person(),
        "place": place,
        "other": names.town(),
        "group": names.body(place),
        "trade": draw.choice(WORDS["trades"]),
        "thing": draw.choice(WORDS["projects"]),
        "month": draw.choice(WORDS["months"]),
        "town": place,
        "quarter": place,
        "body": names.body(place),
        "year": str(draw.randrange(1931, 2024)),
        "age": str(draw.randrange(19, 91)),
        "km": str(draw.randrange(4, 300)),
        "percent": str(draw.randrange(3, 97)),
        "number": str(draw.randrange(3, 400)),
    }


def _paragraphs(lines: Sequence[str], draw: random.Random) -> Iterator[str]:
    """Of one to three sentences."""
    at = 0
    while at < len(lines):
        step = draw.choice((1, 1, 2, 2, 3))
        yield " ".join(lines[at : at + step])
        at += step
