"""The sentences of the invented stories: what happened, who says so, what he says in quotation marks."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from bench.storycasts import Cast, Slots
from bench.storyclauses import Body, Circumstance, Clause, Person, Telling, told
from bench.storynames import Names
from bench.storywords import WORDS, with_article

SHADED, LOADED = 0.26, 0.1
"""Chances that a verb of saying has a shade of its own, and that it is one that the rules mark."""
JOINED: Final = 0.66
"""Chance that a second clause stands beside the first."""
CIRCUMSTANCES: Final = (0, 1, 2, 2, 3, 4, 4, 5, 6)
LEADS: Final = 0.5
"""Chance that a headline says what happened."""
SHORT: Final = 0.13
"""Of an article's own sentences; a tenth of the real ones have seven words or fewer."""
DOUBLED: Final = re.compile(
    r"\b(\w[\w’-]*(?: [\w’-]+){0,2})[ ,]+(?:(?:of|for|with|without|and|the|an?|in|on|to|like|behind|from) ){0,2}\1\b",
    re.IGNORECASE,
)
"""A word or a few, and the same again, with at most little words between."""
JOINTS: Final = (" and", ", but", ";", ", and", ", so", ", yet")


@dataclass(frozen=True, slots=True)
class Fact:
    """What the outlets of an event all know: a clause or two, or the words of a quotation, and who said it."""

    clause: Clause | None = None
    second: Clause | None = None
    joint: str = "and"
    quotation: str = ""
    speaker: Person | Body | None = None


def sentence(words: str) -> str:
    """Written as a sentence: a capital, one comma at a time, a full stop."""
    line = " ".join(words.split())
    line = re.sub(r",+(?=[,.;:?!])", "", line)
    line = re.sub(r"^([“‘]?)(\w)", lambda found: found[1] + found[2].upper(), line)
    line = re.sub(r"(: “)(\w)", lambda found: found[1] + found[2].upper(), line)
    return line if line.endswith((".", ".”", "?”", "?")) else f"{line.rstrip(',')}."


def is_sound(line: str) -> bool:
    """Whether no word stands twice in a row and no slot was left."""
    return not DOUBLED.search(line) and "{" not in line and "  " not in line


def speaking_verb(telling: Telling) -> str:
    kind = "loaded_saying" if telling.is_loaded(LOADED) else "shaded" if telling.chance(SHADED) else "saying"
    return telling.draw.choice(WORDS[kind])


def channel_of(telling: Telling) -> str:
    """Where somebody says it: “in a hasty letter”."""
    paper = telling.word("papers")
    described = f"{telling.word('adjectives')} {paper}" if telling.chance(0.6) else paper
    return f"in {with_article(described)}"


def of_fact(fact: Fact, telling: Telling) -> str:
    """A fact in words of the outlet's own."""
    telling.tells_facts = True
    if fact.quotation:
        assert fact.speaker is not None
        return quoted(fact.quotation, fact.speaker, telling)

    def words() -> str:
        assert fact.clause is not None
        first = told(fact.clause, telling)
        if fact.second is None or telling.chance(0.3):
            return first
        return f"{first}{fact.joint} {told(fact.second, telling)}"

    if fact.speaker is None or telling.chance(0.25):
        return sentence(words())
    return reported(words, fact.speaker, telling)


def reported(words: Callable[[], str], speaker: Person | Body, telling: Telling) -> str:
    """In indirect speech. Whoever stands first is told first, so that names come before surnames."""
    roll = telling.draw.random()
    if roll < 0.3:
        return sentence(f"{words()}, {speaker.told(telling)} {speaking_verb(telling)}")
    if roll < 0.4:
        return sentence(f"{words()}, said {speaker.told(telling)}")
    if roll < 0.5:
        return sentence(f"{words()}, according to {speaker.told(telling)}")
    if roll < 0.58:
        return sentence(f"according to {speaker.told(telling)}, {words()}")
    who = speaker.told(telling, subject=True)
    if roll < 0.68:
        hearer = telling.draw.choice(WORDS["hearers"])
        return sentence(f"{who} told {hearer} that {words()}")
    channel = f" {channel_of(telling)}" if telling.chance(0.22) else ""
    verb = speaking_verb(telling)
    that = "" if verb == "said" and not channel and telling.chance(0.6) else "that "
    return sentence(f"{who} {verb}{channel} {that}{words()}")


def quoted(words: str, speaker: Person | Body, telling: Telling) -> str:
    """In direct speech, the speaker named before or behind it, or not at all."""
    text = words[0].upper() + words[1:]
    question = text.endswith("?")
    verb = "asked" if question else speaking_verb(telling)
    comma = "" if question else ","
    channel = f" {channel_of(telling)}" if telling.chance(0.1) else ""
    roll = telling.draw.random()
    if roll < 0.5:
        return sentence(f"“{text}{comma}” {speaker.told(telling, subject=True)} {verb}{channel}")
    if roll < 0.66:
        return sentence(f"“{text}{comma}” {verb} {speaker.told(telling)}{channel}")
    if roll < 0.82:
        return sentence(f"{speaker.told(telling, subject=True)} {verb}{channel}: “{text}{'' if question else '.'}”")
    return sentence(f"“{text}{'' if question else '.'}”")


def own(cast: Cast, telling: Telling) -> str:
    """A sentence that no other outlet has."""
    telling.tells_facts = False
    draw = cast.draw
    slots = Slots(cast, telling)
    short = telling.chance(SHORT)
    roll = draw.random()
    if roll < 0.36:
        words = draw.choice(WORDS["short_quotes" if short else "quotes"]).format_map(slots)
        if not short and not words.endswith("?") and telling.chance(0.6):
            words = f"{words}{draw.choice(JOINTS)} {told(cast.clause(draw.choice((0, 1, 2))), telling)}"
        return quoted(words, speaker(cast), telling)
    if roll < 0.56 or short:
        frame = draw.choice(WORDS["short_frames" if short else "frames"])
        return sentence(frame.format_map(slots))
    clause = cast.clause(draw.choice(CIRCUMSTANCES))
    second = cast.clause(draw.choice((0, 1, 2))) if telling.chance(JOINED) else None

    def words() -> str:
        first = told(clause, telling)
        if telling.chance(0.08):
            first = f"{first}, “{telling.word('quoted')}”"
        return f"{first}{draw.choice(JOINTS)} {told(second, telling)}" if second else first

    return reported(words, speaker(cast), telling) if telling.chance(0.4) else sentence(words())


def speaker(cast: Cast) -> Person | Body:
    """One of the cast, now and then somebody who is heard once."""
    roll = cast.draw.random()
    if roll < 0.12:
        return cast.draw.choice(cast.bodies)
    if roll < 0.24:
        return Names(cast.draw).inhabitant(cast.words["people"])
    return cast.draw.choice(cast.people)


def facts_of(cast: Cast, count: int) -> list[Fact]:
    """So many, the first of them what happened, with its circumstances."""
    draw = cast.draw
    found = [Fact(Clause(cast.bodies[0], cast.word("acts"), cast.thing(), "past", circumstances=_leading(cast)))]
    while len(found) < count:
        if draw.random() < 0.16:
            words = draw.choice(WORDS["quotes"]).format_map(Slots(cast, cast.silent))
            if is_sound(words):
                found.append(Fact(quotation=words, speaker=draw.choice(cast.people)))
            continue
        second = cast.clause(1) if draw.random() < 0.4 else None
        told_by = speaker(cast) if draw.random() < 0.5 else None
        found.append(Fact(cast.clause(draw.choice((2, 3, 3, 4, 4, 5))), second, draw.choice(JOINTS), speaker=told_by))
    return found


def _leading(cast: Cast) -> tuple[Circumstance, ...]:
    return tuple(cast.circumstance(kind) for kind in ("time", "place", "purpose", "though"))


def headline(cast: Cast, lead: Fact, telling: Telling) -> str:
    """What happened in a line, or words of the outlet's own about it."""
    assert lead.clause is not None
    if telling.chance(LEADS):
        line = told(replace(lead.clause, circumstances=lead.clause.circumstances[:2]), telling)
    else:
        line = telling.draw.choice(WORDS["headlines"]).format_map(Slots(cast, telling))
    return sentence(line).rstrip(".").replace(".”", "”")
