"""Articles of invented words, as many as are wanted, with the proportions of real ones.

The constants are those of the bench's `events` set (real articles, see CONTRIBUTING.md), or set so that what the
program finds in the invented articles comes near to what it finds there; docs/growth.md has both beside each other.
The same seed gives the same articles.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache
from typing import Final

from scraper.article import Article, Moment, join_text

OUTLETS: Final = 5
"""So few that an archive of 1,000 articles has 200 of each already: with every outlet's first article on, learning site
furniture looks at up to 200 earlier pages of it, and from then on at no more."""
EVENT_SIZES: Final = (1, 2, 2, 3, 3, 3, 3, 3, 4, 5)
"""Articles of an event: 2.9 on average, as in the `events` set."""
PARAGRAPHS: Final = (15, 31)
"""Of a text; each has one or two sentences."""
SENTENCE_WORDS: Final = (12, 32)
FACTS: Final = 22
"""Sentences that an event's articles can have in common."""
SHARED: Final = 0.25
"""Share of an article's sentences that tell one of those facts."""
REWORDED: Final = 0.22
"""Share of a fact's words that an article puts otherwise."""
NAMES: Final = 14
"""Words that only an event has."""
NAMED: Final = 0.16
"""Share of the words with a sense that are such names."""
VOCABULARY: Final = 24_000
_LITTLE: Final = (
    "the the the the of of to to a a in in and and that for on with as at by from was were is had has have it he she "
    "they his their its be been not but which who will would after before over into under than more also about"
)
FUNCTION_WORDS: Final = tuple(_LITTLE.split())
SENSELESS: Final = 0.46
"""Share of function words among all."""
SAID: Final = 0.22
"""Share of sentences that somebody says, a half of them in quotation marks."""
LOADED: Final = 0.28
"""Share of sentences with a word that some rule flags."""
LOADED_WORDS: Final = ("so-called", "notorious", "shocking", "slammed", "regime", "claimed", "controversial", "brutal")
NUMBERED: Final = 0.12
_BEGIN: Final = "b c d f g h k l m n p r s t v w br cl dr fl gr pl pr sk sl st tr"
_ONSETS: Final = tuple(_BEGIN.split())
_VOWELS: Final = ("a", "e", "i", "o", "u", "a", "e", "i", "o", "ai", "ea", "ou")
_ENDS: Final = ("", "", "n", "r", "s", "t", "l", "nd", "rt", "ck")


def event_articles(event: int, opens: datetime, seed: int, *, first: int = 0, size: int | None = None) -> list[Article]:
    """The articles of one event, all from different outlets, published within a day. `size` of them instead of as many
    as chance gives, from the number `first` on."""
    own = random.Random(f"{seed}-event-{event}")
    names = [_word(own).capitalize() for _ in range(NAMES)]
    facts = [_sentence(own, names) for _ in range(FACTS)]
    drawn = own.choice(EVENT_SIZES)
    offset = own.randrange(OUTLETS)
    numbers = range(first, first + (drawn if size is None else size))
    return [
        _article(event, number, f"outlet-{(offset + number) % OUTLETS}", opens, names, facts, seed)
        for number in numbers
    ]


def articles(count: int, opens: datetime, days: float, seed: int, *, first_event: int) -> Iterator[Article]:
    """So many articles of events from `first_event` on, spread over so many days from `opens`."""
    places = random.Random(f"{seed}-places-{first_event}")
    made = 0
    event = first_event
    while made < count:
        for article in event_articles(event, opens + timedelta(days=places.random() * days), seed)[: count - made]:
            made += 1
            yield article
        event += 1


def _article(
    event: int, number: int, outlet: str, opens: datetime, names: list[str], facts: list[list[str]], seed: int
) -> Article:
    own = random.Random(f"{seed}-article-{event}-{number}")
    told = list(range(len(facts)))
    own.shuffle(told)
    paragraphs = []
    for _ in range(own.randint(*PARAGRAPHS)):
        sentences = []
        for _ in range(own.choice((1, 1, 2))):
            words = _reworded(own, facts[told.pop()]) if told and own.random() < SHARED else _sentence(own, names)
            sentences.append(_printed(own, words, names))
        paragraphs.append(" ".join(sentences))
    title = " ".join(_reworded(own, facts[0])[:9]).capitalize()
    address = f"https://{outlet}.example/{event}/{number}"
    at = opens + timedelta(minutes=own.randrange(20 * 60))
    return Article(
        outlet=outlet,
        url=address,
        canonical_url=address,
        title=title,
        text=join_text(title, paragraphs),
        extractor="invented",
        published=Moment(at.replace(second=0, microsecond=0), "minute", "given"),
    )


def _sentence(own: random.Random, names: list[str]) -> list[str]:
    words = []
    for _ in range(own.randint(*SENTENCE_WORDS)):
        if own.random() < SENSELESS:
            words.append(own.choice(FUNCTION_WORDS))
        elif own.random() < NAMED:
            words.append(own.choice(names))
        else:
            words.append(_common(own))
    if own.random() < NUMBERED:
        words.insert(own.randrange(1, len(words)), str(own.randrange(2, 900)))
    return words


def _reworded(own: random.Random, fact: list[str]) -> list[str]:
    return [_common(own) if word.islower() and own.random() < REWORDED else word for word in fact]


def _printed(own: random.Random, words: list[str], names: list[str]) -> str:
    words = list(words)
    if own.random() < LOADED:
        words.insert(own.randrange(1, len(words)), own.choice(LOADED_WORDS))
    text = " ".join(words)
    text = text[0].upper() + text[1:]
    if own.random() >= SAID:
        return f"{text}."
    speaker = own.choice(names)
    return f"“{text},” {speaker} said." if own.random() < 0.5 else f"{speaker} said that {text[0].lower()}{text[1:]}."


def _common(own: random.Random) -> str:
    """A word of the common vocabulary, by Zipf's law: its rank is as likely as one over it."""
    return _vocabulary()[int(math.exp(own.random() * math.log(VOCABULARY))) - 1]


@cache
def _vocabulary() -> list[str]:
    own = random.Random("vocabulary")
    found: dict[str, None] = {}
    while len(found) < VOCABULARY:
        found[_word(own)] = None
    return list(found)


def _word(own: random.Random) -> str:
    syllables = own.choice((1, 2, 2, 3))
    return "".join(own.choice(_ONSETS) + own.choice(_VOWELS) for _ in range(syllables)) + own.choice(_ENDS)
