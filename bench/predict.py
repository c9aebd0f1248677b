"""`make predict`: answers the labelled sets through the program's public functions, as a user gets them.

Reads `inputs.jsonl` and the pages beside it and nothing else, writes `BENCH_OUT/TASK.jsonl`. A task's name chooses the
function that answers it; nothing else depends on it.
"""

from __future__ import annotations

import gzip
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from bench.sets import as_article
from bench.tasks import Bench, bench_from_environment, read_rows, write_rows
from bench.vectors import embedded, embedder
from compare.calibration import calibration_for
from compare.claims import same_claim_pairs
from compare.embed import Embedder
from compare.events import group_events
from compare.framing import flag_text
from compare.loaded import loaded_score
from compare.parses import remembering
from compare.rules import Rule
from compare.sentences import split_text
from compare.tagger import Tagger
from compare.voice import reported, speech_score, voices
from scraper.dates import publication_day
from scraper.encoding import decode
from scraper.ensemble import extract_body
from scraper.errors import ExtractError
from variorum.adapters import load_extractors
from variorum.adapters.taggers import tagger_named
from variorum.rulepacks import load_rules
from variorum.settings import Settings

Row = dict[str, Any]


@cache
def rules() -> tuple[Rule, ...]:
    return load_rules(Settings())


@cache
def tagger() -> Tagger | None:
    """The tagger that a user gets without any settings."""
    return tagger_named(Settings().compare.tagger)


def page_text(folder: Path, row: Row) -> str:
    """The page that a row names, decoded as a fetched one is."""
    return decode(gzip.decompress((folder / row["html"]).read_bytes()), "text/html")


def extraction(folder: Path, rows: Sequence[Row]) -> Iterator[Row]:
    for row in rows:
        try:
            paragraphs = extract_body(page_text(folder, row), row["url"], load_extractors())
        except ExtractError as error:
            print(f"{row['id']}: {error}", file=sys.stderr)
            paragraphs = []
        yield {"id": row["id"], "text": "\n\n".join(paragraphs)}


def dates(folder: Path, rows: Sequence[Row]) -> Iterator[Row]:
    for row in rows:
        try:
            day = publication_day(page_text(folder, row), row["url"], now=datetime.now(UTC))
        except ExtractError as error:
            print(f"{row['id']}: {error}", file=sys.stderr)
            day = None
        yield {"id": row["id"], "date": day.isoformat() if day else None}


def voice(folder: Path, rows: Sequence[Row]) -> Iterator[Row]:
    for row in rows:
        spans = reported(voices(row["text"], split_text(row["text"]), tagger()))
        yield {"id": row["id"], "attributed": [[span.start, span.end] for span in spans]}


def speech(folder: Path, rows: Sequence[Row]) -> Iterator[Row]:
    for row in rows:
        yield {"id": row["id"], "score": speech_score(row["text"], tagger())}


def loaded_sentences(folder: Path, rows: Sequence[Row]) -> Iterator[Row]:
    for row in rows:
        score, spans = loaded_score(row["text"], rules(), tagger())
        yield {"id": row["id"], "score": score, "spans": spans}


def loaded_articles(folder: Path, rows: Sequence[Row]) -> Iterator[Row]:
    for row in rows:
        text = row["text"]
        sentences, memory = split_text(text), remembering(tagger())
        flags = flag_text(text, rules(), voices(text, sentences, memory), sentences, memory)
        yield {"id": row["id"], "spans": [[flag.start, flag.end] for flag in flags]}


def grouped(rows: Sequence[Row], using: Embedder) -> Iterator[Row]:
    """Articles by their events, with this embedder."""
    articles = [as_article(row) for row in rows]
    ids = {article.key: row["id"] for article, row in zip(articles, rows, strict=True)}
    found = group_events(articles, embedded(articles, using), calibration_for(using.name))
    for number, event in enumerate(found):
        for key in event.articles:
            yield {"id": ids[key], "event": f"e{number}"}


def paired(rows: Sequence[Row], using: Embedder) -> Iterator[Row]:
    """Pairs of sentences with the probability that they make one claim, with this embedder."""
    texts = sorted({text for row in rows for text in (row["a"], row["b"])})
    pairs = [(row["a"], row["b"]) for row in rows]
    scores = same_claim_pairs(pairs, texts, using.encode(texts), calibration=calibration_for(using.name))
    for row, score in zip(rows, scores, strict=True):
        yield {"id": row["id"], "score": score}


def events(folder: Path, rows: Sequence[Row]) -> Iterator[Row]:
    return grouped(rows, embedder())


def claims(folder: Path, rows: Sequence[Row]) -> Iterator[Row]:
    return paired(rows, embedder())


VECTOR_TASKS: Mapping[str, Callable[[Sequence[Row], Embedder], Iterator[Row]]] = {
    "agree_nanco": paired,
    "claims_claimdiff": paired,
    "claims_ecb": paired,
    "claims_mrpc": paired,
    "events": grouped,
    "events_lookalike": grouped,
}
PREDICTORS: Mapping[str, Callable[[Path, Sequence[Row]], Iterator[Row]]] = {
    "agree_nanco": claims,
    "claims_claimdiff": claims,
    "claims_ecb": claims,
    "claims_mrpc": claims,
    "dates": dates,
    "events": events,
    "events_lookalike": events,
    "extraction": extraction,
    "extraction_politics": extraction,
    "loaded_babe": loaded_sentences,
    "loaded_basil": loaded_sentences,
    "loaded_ptc": loaded_articles,
    "speech": speech,
    "voice": voice,
}


def predict(bench: Bench) -> None:
    """Write the answers of every task that is wanted and can be answered, and say which can't be yet."""
    for task in bench.tasks:
        if task not in PREDICTORS:
            print(f"{task}: not answered yet", file=sys.stderr)
            continue
        began = time.monotonic()
        folder = bench.data / task
        count = write_rows(
            bench.out / f"{task}.jsonl", PREDICTORS[task](folder, list(read_rows(folder / "inputs.jsonl")))
        )
        print(f"{task}: {count} answers in {time.monotonic() - began:.1f} s", file=sys.stderr)


if __name__ == "__main__":
    predict(bench_from_environment())
