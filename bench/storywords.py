"""The words of the invented stories and their forms: vocabularies by topic, plurals, articles, tenses."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from bench.tasks import ROOT

SYNONYMS: Final = "|"
"""Between words that say the same; an outlet takes one of them."""
VOWELS: Final = "aeiou"
SOUNDS_OPEN: Final = ("hour", "honest", "heir", "x-ray", "mp")
SOUNDS_CLOSED: Final = ("uni", "use", "usu", "eu", "one", "once", "ura", "uto", "ubi")
ADJECTIVES_LIKE_NOUNS: Final = ("of", "in", "on", "up", "for", "at", "from")
"""Little words after which a phrase's head stands no more: the plural of "seat of power" is that of "seat"."""


@dataclass(frozen=True, slots=True)
class Topic:
    """Words of one subject, each with its synonyms."""

    name: str
    bodies: tuple[str, ...]
    people: tuple[str, ...]
    things: tuple[str, ...]
    stuff: tuple[str, ...]
    acts: tuple[str, ...]
    goes: tuple[str, ...]
    adjectives: tuple[str, ...]
    places: tuple[str, ...]


def _listed(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(" ".join(one.split()) for one in text.split(",") if one.strip()))


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((ROOT / "bench" / name).read_text(encoding="utf-8"))


TOPICS: Final = tuple(
    Topic(**{name: words if name == "name" else _listed(words) for name, words in table.items()})
    for table in _read("storytopics.toml")["topic"]
)
_GENERAL: Final = _read("manystories.toml")
WORDS: Final[dict[str, tuple[str, ...]]] = {
    name: _listed(found) if isinstance(found, str) else tuple(found)
    for name, found in _GENERAL.items()
    if name != "irregular"
}
VERBS: Final[dict[str, tuple[str, str]]] = {
    verb: (past, participle) for verb, past, participle in map(str.split, _GENERAL["irregular"]["verbs"])
}
PLURALS: Final[dict[str, str]] = _GENERAL["irregular"]["plurals"]
DOUBLING: Final = frozenset(WORDS["doubling"])


@cache
def plural(noun: str) -> str:
    """Of its last word, or of the word before a little one ("bill of exchange")."""
    words = noun.split(" ")
    cut = next((at for at, word in enumerate(words) if at and word in ADJECTIVES_LIKE_NOUNS), len(words))
    head = words[cut - 1]
    return " ".join((*words[: cut - 1], _plural(head), *words[cut:]))


def _plural(word: str) -> str:
    for ending, many in PLURALS.items():
        if word == ending or (word.endswith(ending) and len(ending) > 2):
            return word.removesuffix(ending) + many
    if word.endswith(("s", "x", "z", "ch", "sh")):
        return f"{word}es"
    if word.endswith("y") and word[-2] not in VOWELS:
        return f"{word[:-1]}ies"
    return f"{word}s"


def with_article(phrase: str) -> str:
    """“a” or “an” before it, by its sound."""
    low = phrase.lower()
    is_open = low.startswith(SOUNDS_OPEN) or (low[0] in VOWELS and not low.startswith(SOUNDS_CLOSED))
    return f"{'an' if is_open else 'a'} {phrase}"


@cache
def past(verb: str) -> str:
    first, _, rest = verb.partition(" ")
    return f"{_past(first)} {rest}".strip()


@cache
def participle(verb: str) -> str:
    first, _, rest = verb.partition(" ")
    base, hyphen, head = _prefixed(first)
    form = VERBS[head][1] if head in VERBS else _past(head)
    return f"{base}{hyphen}{form} {rest}".strip()


@cache
def gerund(verb: str) -> str:
    first, _, rest = verb.partition(" ")
    if first == "be":
        form = "being"
    elif first.endswith("ie"):
        form = f"{first[:-2]}ying"
    elif first.endswith("e") and not first.endswith(("ee", "oe", "ye", "inge")):
        form = f"{first[:-1]}ing"
    else:
        form = f"{_doubled(first)}ing"
    return f"{form} {rest}".strip()


@cache
def present(verb: str, *, many: bool = False) -> str:
    """The third person."""
    if many:
        return verb
    first, _, rest = verb.partition(" ")
    if first == "have":
        form = "has"
    elif first.endswith(("s", "x", "z", "ch", "sh", "o")) and not first.endswith("oo"):
        form = f"{first}es"
    elif first.endswith("y") and first[-2] not in VOWELS:
        form = f"{first[:-1]}ies"
    else:
        form = f"{first}s"
    return f"{form} {rest}".strip()


def _past(first: str) -> str:
    base, hyphen, head = _prefixed(first)
    if head in VERBS:
        form = VERBS[head][0]
    elif head.endswith("e"):
        form = f"{head}d"
    elif head.endswith("y") and head[-2] not in VOWELS:
        form = f"{head[:-1]}ied"
    else:
        form = f"{_doubled(head)}ed"
    return f"{base}{hyphen}{form}"


def _prefixed(verb: str) -> tuple[str, str, str]:
    return verb.rpartition("-")


def _doubled(verb: str) -> str:
    """With its last letter twice, where a short vowel stands before it."""
    if verb in DOUBLING:
        return verb + verb[-1]
    short = len(verb) > 2 and verb[-1] not in f"{VOWELS}wxyhr" and verb[-2] in VOWELS and verb[-3] not in VOWELS
    one_syllable = sum(letter in f"{VOWELS}y" for letter in verb) == 1
    return verb + verb[-1] if short and one_syllable else verb
