"""What an invented story is about: its people, its places and the words of its subject; and the clauses made of them.

An event has a small vocabulary of its own, drawn from one topic and from the words of all (`Cast`), so that its outlets
speak of the same things and two events hardly ever share a phrase. Background has casts of its own.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from bench.storyclauses import Actor, Aspect, Body, Circumstance, Clause, Person, Phrase, Telling, told
from bench.storynames import Names
from bench.storywords import TOPICS, WORDS, Topic, gerund, participle, past, plural, present, with_article

PLANS: Final = (
    "plan|intend", "agree|decide", "hope|wish", "promise|pledge", "begin|start", "offer", "want|wish", "try|attempt",
    "decline", "threaten", "prepare", "vote|resolve", "choose",
)  # fmt: skip
TOPICAL: Final[dict[str, tuple[int, int]]] = {
    "things": (8, 6), "acts": (7, 6), "goes": (3, 3), "adjectives": (6, 7), "stuff": (3, 4), "people": (4, 3),
    "places": (4, 3),
}  # fmt: skip
"""How many words of its topic a cast has, and how many of the words of every subject."""
MODALS: Final = (
    "will|would|is to|is due to|will probably", "will|would|is going to", "will|would", "may|might|could",
    "may|might|could", "must", "should|ought to", "cannot|could not", "need not", "did not",
    "did not", "would not", "used to",
)  # fmt: skip
ASPECTS: Final[tuple[Aspect, ...]] = ("past", "past", "past", "past", "past", "modal", "modal", "modal", "plan", "plan")
OF_THINGS: Final[tuple[Aspect, ...]] = ("past", "past", "modal")
KINDS: Final = (
    "time", "place", "place", "cause", "why", "though", "without", "with", "despite", "before", "purpose", "purpose",
    "manner", "amount", "result",
)  # fmt: skip
OF_A_THING: Final = ("time", "place", "cause", "why", "though", "despite")
"""Circumstances of something that nobody does."""
ADJECTIVE, TAIL = 0.74, 0.46
"""Chances that a thing has them."""
COUNTS: Final = ((3, 40, 1), (12, 99, 1), (100, 990, 10), (1_000, 48_000, 100))
VERB_FORMS: Final[dict[str, tuple[str, Callable[[str], str]]]] = {
    "act": ("acts", str), "acts": ("acts", present), "acted": ("acts", past), "done": ("acts", participle),
    "acting": ("acts", gerund), "go": ("goes", str), "goes": ("goes", present), "went": ("goes", past),
    "gone": ("goes", participle),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cast:
    """`words` of an event by their kind (as in `Topic`), its places by name, its people and bodies."""

    draw: random.Random
    words: dict[str, tuple[str, ...]]
    town: str
    quarter: str
    other: str
    bodies: tuple[Body, ...]
    people: tuple[Person, ...]
    silent: Telling = field(init=False)
    """Of what is drawn for the event itself, where everybody is known."""

    def __post_init__(self) -> None:
        known = {one.name for one in (*self.people, *self.bodies)}
        object.__setattr__(self, "silent", Telling(self.draw, known))

    def word(self, kind: str) -> str:
        return self.draw.choice(self.words[kind])

    def shaped(self, frames: str) -> str:
        """One of the frames of this name, filled; ways of putting it are still parted by bars."""
        return self.draw.choice(WORDS[frames]).format_map(Slots(self, self.silent))

    def count(self) -> str:
        low, high, step = self.draw.choice(COUNTS)
        return f"{self.draw.randrange(low, high) // step * step:,}"

    def place(self) -> str:
        return self.word("places") if self.draw.random() < 0.5 else self.shaped("wheres")

    def thing(self) -> Phrase:
        roll = self.draw.random()
        adjective = self.word("adjectives") if self.draw.random() < ADJECTIVE else ""
        tail = self.shaped("tails") if self.draw.random() < TAIL else ""
        if roll < 0.15:
            return Phrase(self.word("stuff"), adjective, "mass", self.shaped("of_stuff"), tail)
        if roll < 0.45:
            return Phrase(self.word("things"), adjective, "many", self.shaped("of_many"), tail)
        return Phrase(self.word("things"), adjective, "one", self.shaped("of_one"), tail)

    def crowd(self) -> Phrase:
        adjective = self.draw.choice(WORDS["adjectives"]) if self.draw.random() < 0.2 else ""
        tail = self.shaped("tails_of_people") if self.draw.random() < 0.35 else ""
        return Phrase(self.word("people"), adjective, "many", self.shaped("of_people"), tail)

    def somebody(self) -> Actor:
        """Who does something."""
        roll = self.draw.random()
        if roll < 0.32:
            return self.draw.choice(self.bodies)
        if roll < 0.62:
            return self.draw.choice(self.people)
        if roll < 0.82:
            return self.crowd()
        tail = self.shaped("tails_of_people") if self.draw.random() < 0.5 else ""
        return Phrase(self.word("people"), "", "one", self.shaped("of_somebody"), tail)

    def clause(self, circumstances: int = 0) -> Clause:
        """Something that happened, will or may, or a state, with so many circumstances that fit it."""
        draw = self.draw
        kinds: list[str] = []
        while len(kinds) < circumstances:
            kind = draw.choice(KINDS)
            if kind not in kinds:
                kinds.append(kind)
        roll = draw.random()
        if roll >= 0.3:
            verb, aspect = self.word("acts"), draw.choice(ASPECTS)
            found = tuple(self.circumstance(kind, verb) for kind in kinds)
            before = draw.choice(PLANS if aspect == "plan" else MODALS)
            return Clause(self.somebody(), verb, self.thing(), aspect, before, found)
        found = tuple(self.circumstance(kind) for kind in kinds if kind in OF_A_THING)
        if roll < 0.13:
            return Clause(self.thing(), self.shaped("states"), aspect="state", circumstances=found)
        aspect, before = draw.choice(OF_THINGS), draw.choice(MODALS)
        return Clause(self.thing(), self.word("goes"), None, aspect, before, found)

    def circumstance(self, kind: str, but: str = "") -> Circumstance:
        """One of this kind, with another verb than `but`."""
        if kind in ("time", "amount"):
            return Circumstance(kind, words=self.shaped(f"{kind}s"))
        if kind == "place":
            return Circumstance(kind, words=self.place())
        if kind == "manner":
            return Circumstance(kind, words=self.draw.choice(WORDS["manner"]))
        if kind in ("why", "though"):
            return Circumstance(kind, clause=self.clause())
        verb = self.draw.choice([one for one in self.words["acts"] if one != but])
        return Circumstance(kind, words=verb, phrase=self.thing())


class Slots(dict[str, str]):
    """Fills the slots of a frame for one telling: `{thing}`, `{acted}`, … A number behind a name makes another one.

    What is no slot of a cast is a list of words (`{views}`)."""

    def __init__(self, cast: Cast, telling: Telling) -> None:
        super().__init__()
        self.cast, self.telling = cast, telling

    def __missing__(self, numbered: str) -> str:
        slot = numbered.rstrip("0123456789")
        found = self._drawn(slot)
        while slot != numbered and found in self.values():
            found = self._drawn(slot)
        self[numbered] = found
        return found

    def _drawn(self, slot: str) -> str:
        if slot in VERB_FORMS:
            kind, form = VERB_FORMS[slot]
            return form(self.telling.pick(self.cast.word(kind)))
        return SLOTS[slot](self.cast, self.telling) if slot in SLOTS else self.telling.word(slot)


def _one_of(cast: Cast, telling: Telling, determiner: str) -> str:
    return Phrase(cast.word("things"), cast.word("adjectives"), determiner=determiner).told(telling)


def _number(low: int, high: int) -> Callable[[Cast, Telling], str]:
    return lambda cast, telling: str(cast.draw.randrange(low, high))


SLOTS: Final[dict[str, Callable[[Cast, Telling], str]]] = {
    "thing": lambda cast, telling: cast.thing().told(telling),
    "one": lambda cast, telling: _one_of(cast, telling, "a"),
    "the": lambda cast, telling: _one_of(cast, telling, "the"),
    "things": lambda cast, telling: Phrase(cast.word("things"), cast.word("adjectives"), "many", "").told(telling),
    "bare": lambda cast, telling: plural(telling.pick(cast.word("things"))),
    "noun": lambda cast, telling: telling.pick(cast.word("things")),
    "a_noun": lambda cast, telling: with_article(telling.pick(cast.word("things"))),
    "stuff": lambda cast, telling: telling.pick(cast.word("stuff")),
    "adjective": lambda cast, telling: telling.pick(cast.word("adjectives")),
    "place": lambda cast, telling: telling.pick(cast.place()),
    "fixed_place": lambda cast, telling: telling.pick(cast.word("places")),
    "time": lambda cast, telling: telling.pick(cast.shaped("times")),
    "states": lambda cast, telling: telling.pick(cast.shaped("states")),
    "predicate": lambda cast, telling: telling.word("predicates"),
    "role": lambda cast, telling: with_article(telling.pick(cast.word("people"))),
    "people": lambda cast, telling: plural(telling.pick(cast.word("people"))),
    "crowd": lambda cast, telling: cast.crowd().told(telling),
    "person": lambda cast, telling: cast.draw.choice(cast.people).told(telling),
    "surname": lambda cast, telling: cast.draw.choice(cast.people).surname,
    "body": lambda cast, telling: cast.draw.choice(cast.bodies).told(telling),
    "body_name": lambda cast, telling: cast.draw.choice(cast.bodies).name,
    "stranger": lambda cast, telling: Names(cast.draw).inhabitant(cast.words["people"]).told(telling),
    "clause": lambda cast, telling: told(cast.clause(), telling),
    "long": lambda cast, telling: told(cast.clause(3), telling),
    "short": lambda cast, telling: cast.draw.choice(WORDS["short_quotes"]).format_map(Slots(cast, telling)),
    "view": lambda cast, telling: with_article(telling.word("views")),
    "town": lambda cast, telling: cast.town,
    "quarter": lambda cast, telling: cast.quarter,
    "other": lambda cast, telling: cast.other,
    "elsewhere": lambda cast, telling: Names(cast.draw).town(),
    "where": lambda cast, telling: cast.draw.choice((cast.town, cast.quarter, cast.other)),
    "n": lambda cast, telling: cast.count(),
    "small": _number(3, 60),
    "age": _number(19, 91),
    "year": _number(1931, 2024),
    "recent": _number(1985, 2025),
    "date": _number(1, 29),
    "hour": _number(5, 12),
    "month": lambda cast, telling: telling.word("months"),
    "day": lambda cast, telling: telling.word("days"),
}


def cast_of(draw: random.Random, *, people: int = 7) -> Cast:
    """A cast of a topic that chance chooses."""
    names = Names(draw)
    topic, second = draw.choice(TOPICS), draw.choice(TOPICS)
    words = {
        kind: (*_sample(draw, topic, kind, own), *draw.sample(WORDS[kind], general))
        for kind, (own, general) in TOPICAL.items()
    }
    town = names.town()
    bodies = (names.body(town, topic), names.body(names.town(), topic), names.body(town, second))
    officials = [names.official(draw.choice(bodies)) for _ in range((people + 1) // 2)]
    others = [names.inhabitant(topic.people) for _ in range(people // 2)]
    return Cast(draw, words, town, names.quarter(), names.town(), bodies, (*officials, *others))


def _sample(draw: random.Random, topic: Topic, kind: str, count: int) -> list[str]:
    words: tuple[str, ...] = getattr(topic, kind)
    return draw.sample(words, min(count, len(words)))
