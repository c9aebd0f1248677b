"""Who did what, where, when and why, and the ways of putting it: the grammar of the invented stories.

A `Clause` is what an event's outlets all know. How it reads is drawn when it is told: which of several synonyms stands
for a thing, whether it is active or passive, which of its circumstances are told and in what order. A `Telling` is one
article under way: who has been named in it already is called by the surname, the post or a pronoun from then on.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from bench.storywords import SYNONYMS, WORDS, gerund, participle, past, plural, with_article

Number = Literal["one", "many", "mass"]
Aspect = Literal["past", "modal", "plan", "state"]

KEEPS_ADJECTIVE, KEEPS_TAIL, KEEPS_CIRCUMSTANCE = 0.58, 0.5, 0.66
"""Chances that an outlet tells of a thing what it is like, what it is for, and a circumstance of what happened."""
EMBELLISHED: Final = 0.2
"""Chance that an outlet says of a thing what it is like where nobody else does."""
PASSIVE, NAMES_DOER, FRONTED = 0.4, 0.88, 0.45
SHUFFLED: Final = 0.6
"""Chance that circumstances behind the verb don't stand in the order manner, place, time."""
BY_ROLE: Final = 0.25
"""Chance that somebody who is known already is called “the pilot”."""
LOADED_ADJECTIVE: Final = 0.035
"""Of a thing's telling; the rules mark 9.3 expressions an article in real ones."""
LOADED_ADVERB, LOADED_VERB, LOADED_HEAD = 0.035, 0.02, 0.02
PLAINER, LOUDER = 0.3, 1.1
"""By which the chances of loaded words are multiplied in what all outlets tell and in what one adds."""
MARKERS: Final[dict[str, str]] = {
    "cause": "because of|owing to|after|following|over|amid|thanks to|given",
    "why": "because|after|since|as|once",
    "though": "although|though|while|even though|whereas",
    "without": "without",
    "with": "with|using",
    "despite": "despite|notwithstanding",
    "before": "before|after",
}
FRONTS: Final = ("time", "place", "cause", "why", "though", "despite", "purpose", "before")
ORDER: Final = ("manner", "place", "time", "amount", "with", "cause", "despite", "without", "purpose")
"""Of the circumstances behind the verb; clauses of their own come last."""


@dataclass(slots=True)
class Telling:
    """One article while it is told. `met` are names it has told already, `last` the person spoken of last."""

    draw: random.Random
    met: set[str] = field(default_factory=set)
    last: str = ""
    tells_facts: bool = False
    """Whether what is told is known to all; there outlets are plainer than in what each adds."""

    def is_loaded(self, share: float) -> bool:
        return self.chance(share * PLAINER if self.tells_facts else share * LOUDER)

    def chance(self, share: float) -> bool:
        return self.draw.random() < share

    def pick(self, group: str) -> str:
        """One of several synonyms."""
        return self.draw.choice(group.split(SYNONYMS))

    def word(self, of: str) -> str:
        return self.pick(self.draw.choice(WORDS[of]))


@dataclass(frozen=True, slots=True)
class Phrase:
    """A thing or things: synonyms of the noun and of an adjective, a determiner ("a", "the", "40", nothing), and what
    else is said of it."""

    noun: str
    adjective: str = ""
    number: Number = "one"
    determiner: str = "a"
    tail: str = ""

    @property
    def many(self) -> bool:
        return self.number == "many"

    def told(self, telling: Telling, *, subject: bool = False) -> str:
        noun = telling.pick(self.noun)
        if self.many:
            noun = plural(noun)
        adjective = telling.pick(self.adjective) if self.adjective and telling.chance(KEEPS_ADJECTIVE) else ""
        if not adjective and telling.chance(EMBELLISHED):
            adjective = telling.word("adjectives")
        if telling.is_loaded(LOADED_ADJECTIVE):
            adjective = telling.word("loaded_adjectives")
        core = f"{adjective} {noun}".strip()
        if telling.is_loaded(LOADED_HEAD) and self.number == "one":
            core = f"{core} {telling.word('loaded_heads')}"
        determiner = telling.pick(self.determiner)
        core = with_article(core) if determiner == "a" else f"{determiner} {core}".strip()
        return f"{core} {telling.pick(self.tail)}" if self.tail and telling.chance(KEEPS_TAIL) else core


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a name. `role` is what he is, with its article ("a pilot from Redwick")."""

    name: str
    role: str
    pronoun: str
    before: str = ""
    """The role without an article, where it can stand before the name ("pilot Ada Marchwick")."""
    many: bool = False

    @property
    def surname(self) -> str:
        return self.name.rpartition(" ")[2]

    def told(self, telling: Telling, *, subject: bool = False) -> str:
        known, was_last = self.name in telling.met, telling.last == self.name
        telling.met.add(self.name)
        telling.last = self.name
        if known:
            if subject and was_last and telling.chance(0.75):
                return self.pronoun
            return f"the {self.before}" if telling.chance(BY_ROLE) else self.surname
        if self.before and telling.chance(0.4):
            return f"{self.before} {self.name}"
        return f"{self.name}, {self.role}," if telling.chance(0.85) else self.name


@dataclass(frozen=True, slots=True)
class Body:
    """An authority, a company or a society."""

    name: str
    short: str
    many: bool = False

    def told(self, telling: Telling, *, subject: bool = False) -> str:
        known = self.name in telling.met
        telling.met.add(self.name)
        return f"the {self.short}" if known and telling.chance(0.85) else f"the {self.name}"


Actor = Phrase | Person | Body


@dataclass(frozen=True, slots=True)
class Circumstance:
    """Where, when, how or why: words of its own, or a thing, an act or a clause behind a marker."""

    kind: str
    words: str = ""
    phrase: Phrase | None = None
    clause: Clause | None = None

    def told(self, telling: Telling) -> str:
        marker = telling.pick(MARKERS[self.kind]) if self.kind in MARKERS else ""
        if self.clause is not None:
            return f"{marker} {told(self.clause, telling, plain=True)}"
        if self.phrase is None:
            return telling.pick(self.words)
        thing = self.phrase.told(telling)
        if self.kind == "purpose":
            return f"to {telling.pick(self.words)} {thing}"
        if self.kind in ("without", "before"):
            return f"{marker} {gerund(telling.pick(self.words))} {thing}"
        if self.kind == "result":
            return f"{gerund(telling.pick(self.words))} {thing}"
        return f"{marker} {thing}"


@dataclass(frozen=True, slots=True)
class Clause:
    """`what` is None where the verb takes no object; of a state, `verb` holds its words ("safe|secure").

    `before` is what stands before the verb of a plan ("agree|decide") or a modal one ("may|might|could").
    """

    who: Actor
    verb: str
    what: Phrase | Person | None = None
    aspect: Aspect = "past"
    before: str = ""
    circumstances: tuple[Circumstance, ...] = ()


def told(clause: Clause, telling: Telling, *, plain: bool = False) -> str:
    """The clause in words, without a capital or a full stop. `plain`: without circumstances and in the active."""
    some = [] if plain else [one for one in clause.circumstances if telling.chance(KEEPS_CIRCUMSTANCE)]
    timed = any(one.kind == "time" for one in some)
    fronts = [one for one in some if one.kind in FRONTS]
    front = telling.draw.choice(fronts) if fronts and telling.chance(FRONTED) else None
    before = f"{front.told(telling)}, " if front else ""
    core = _core(clause, telling, timed=timed, passive=not plain and telling.chance(PASSIVE))
    rest = [one for one in some if one is not front]
    return f"{before}{core}{_behind(rest, telling)}"


def _behind(rest: Sequence[Circumstance], telling: Telling) -> str:
    """The circumstances behind the verb: simple ones, then at most one clause."""
    simple = sorted((one for one in rest if one.kind in ORDER), key=lambda one: ORDER.index(one.kind))
    if telling.chance(SHUFFLED):
        telling.draw.shuffle(simple)
    clauses = [one for one in rest if one.kind not in ORDER][:1]
    out = "".join(f" {one.told(telling)}" for one in simple)
    for one in clauses:
        comma = "," if one.kind in ("though", "result") else ""
        out += f"{comma} {one.told(telling)}"
    return out


def _core(clause: Clause, telling: Telling, *, timed: bool, passive: bool) -> str:
    verb = telling.pick(clause.verb)
    if clause.what is not None and telling.is_loaded(LOADED_VERB):
        verb = telling.word("loaded_acts")
    adverb = f"{telling.word('loaded_adverbs')} " if telling.is_loaded(LOADED_ADVERB) else ""
    if clause.aspect == "state":
        who = clause.who.told(telling, subject=True)
        many = clause.who.many
        be = telling.pick("were" if many else "was") if telling.chance(0.7) else ("are" if many else "is")
        return f"{who} {be} {adverb}{verb}"
    if passive and clause.what is not None and clause.aspect != "plan":
        thing = clause.what.told(telling)
        by = f" by {clause.who.told(telling)}" if telling.chance(NAMES_DOER) else ""
        be = _auxiliary(clause, telling, many=clause.what.many, passive=True)
        return f"{thing} {be} {adverb}{participle(verb)}{by}"
    who = clause.who.told(telling, subject=True)
    thing = f" {clause.what.told(telling)}" if clause.what is not None else ""
    many = clause.who.many
    if clause.aspect == "past":
        if telling.chance(0.75):
            return f"{who} {adverb}{past(verb)}{thing}"
        have = "had" if timed or telling.chance(0.5) else "have" if many else "has"
        return f"{who} {have} {adverb}{participle(verb)}{thing}"
    if clause.aspect == "plan":
        return f"{who} {adverb}{past(telling.pick(clause.before))} to {verb}{thing}"
    return f"{who} {_auxiliary(clause, telling, many=many, passive=False)} {adverb}{verb}{thing}"


def _auxiliary(clause: Clause, telling: Telling, *, many: bool, passive: bool) -> str:
    if clause.aspect == "past":
        return "were" if many else "was"
    found = telling.pick(clause.before)
    if found == "did not" and passive:
        return "were not" if many else "was not"
    if many and found.startswith("is "):
        found = f"are {found.removeprefix('is ')}"
    return f"{found} be" if passive else found
