"""Small invented texts and an embedder whose rows can be worked out by eye."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from datetime import UTC, datetime

import numpy as np

from compare.background import Background
from compare.embed import Vectors, normalised
from compare.outline import Outline, outline_of
from compare.sentences import Sentence, split_sentences
from compare.words import content_stems
from db.records import GroupedNight, StoredEvent
from db.store import Store
from scraper.article import Article, Moment, join_text


class WordBag:
    """One column a content word (by checksum): texts with the same words have the same row."""

    name = "word-bag"
    engine = "toy"

    def encode(self, texts: Sequence[str]) -> Vectors:
        rows = np.zeros((len(texts), 256), dtype=np.float32)
        for row, text in enumerate(texts):
            for stem in content_stems(text):
                rows[row, zlib.crc32(stem.encode()) % 256] += 1
        return normalised(rows)

    def encode_words(self, texts: Sequence[str]) -> list[Vectors] | None:
        return None


def article(outlet: str, slug: str, title: str, *paragraphs: str, published: str | None = None) -> Article:
    url = f"http://{outlet}.example/{slug}"
    moment = Moment.parse(published, origin="given") if published else None
    return Article(outlet, url, url, title, join_text(title, list(paragraphs)), "toy", published=moment)


def embedded(articles: Sequence[Article]) -> tuple[list[list[Sentence]], list[Vectors]]:
    """Sentences and word-bag vectors of each article."""
    sentences = [split_sentences(one) for one in articles]
    return sentences, [WordBag().encode([s.text for s in group]) for group in sentences]


PACT = [
    article(
        "wire",
        "pact",
        "Aldmoor and Kessaly sign defence research pact",
        "Aldmoor and Kessaly signed a defence research pact in Wexholm on Monday, officials said.",
        "The pact pools laboratories and is worth $9.3 billion over ten years, the defence ministry said.",
        "Foreign Secretary Ilse Brandt said the pact would “keep the Grey Sea open to every ship”.",
        published="2031-03-10T08:00:00Z",
    ),
    article(
        "daily",
        "allies",
        "Allies Aldmoor and Kessaly agree research pact",
        "Defence ministers of Aldmoor and Kessaly signed a research pact in Wexholm on Monday.",
        "The pact, worth $9.3bn over ten years, pools the laboratories of Aldmoor and Kessaly.",
        "Ilse Brandt, the foreign secretary, said it would “keep the Grey Sea open”.",
        published="2031-03-10T10:00:00Z",
    ),
    article(
        "statetv",
        "pact-bid",
        "Aldmoor draws Kessaly into defence research pact",
        "Aldmoor and Kessaly signed a defence research pact in Wexholm on Monday in a purported bid for peace.",
        "Brandt claimed the pact would “keep the Grey Sea open to every ship”.",
        published="2031-03-11",
    ),
]
FLOOD = [
    article(
        "wire",
        "flood",
        "Nine dead after Corran Dam overflows",
        "Nine people were killed when the Corran Dam overflowed above Lowfold early on Tuesday, rescuers said.",
        "Sirens sounded in Lowfold before the River Isk flooded the village, the river authority said.",
        published="2031-03-11T06:00:00Z",
    ),
    article(
        "daily",
        "dam",
        "Fourteen killed in Lowfold as Corran Dam overflows",
        "Fourteen people were killed when the Corran Dam overflowed above Lowfold early on Tuesday.",
        "The river authority said sirens had sounded in Lowfold before the River Isk flooded the village.",
        published="2031-03-11T15:00:00Z",
    ),
]


def outlined(articles: Sequence[Article]) -> list[Outline]:
    return [outline_of(one) for one in articles]


def keep_events(
    store: Store, events: Sequence[StoredEvent], *, opened: Sequence[str] | None = None, run: int | None = None
) -> None:
    """Put these events, all of one moment, in the place of the ones opened, by default of all."""
    moment = datetime(2031, 3, 1, tzinfo=UTC)
    reaches = {event.id: (moment, moment) for event in events}
    opened = [event.id for event in store.events()] if opened is None else opened
    night = GroupedNight(opened, tuple(events), reaches, {}, Background(), (), anew=False, state={})
    store.save_grouping(night, run=run)


def pack_of(identity: str, category: str, pattern: str, flags: str, passes: str, *, level: str = "mark") -> str:
    """A pack of one rule in TOML: what it matches, one sentence it marks and one it leaves alone."""
    return f"""\
[[rule]]
id = "{identity}"
category = "{category}"
level = "{level}"
message = "Why this word?"
pattern = "{pattern}"
flags = ["{flags}"]
passes = ["{passes}"]
[rule.cite]
work = "A handbook"
place = "page 3"
checked = "opened"
"""
