"""The sets of articles whose events are known: two tasks, the stories, and the invented newsroom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bench.tasks import Bench, read_rows
from scraper.article import Article, Moment, join_text
from variorum.demo.labels import labelled_articles

TASKS = ("events", "events_lookalike")
OTHERS = ("stories", "demo")  # no tasks: measured where no task is named


@dataclass(frozen=True, slots=True)
class Labelled:
    """Articles and the event of each."""

    articles: tuple[Article, ...]
    labels: tuple[str, ...]


def as_article(row: Mapping[str, Any]) -> Article:
    """A row of a set of events as the program holds an article."""
    return Article(
        outlet=row.get("outlet") or "unnamed",
        url=f"urn:bench:{row['id']}",
        canonical_url=f"urn:bench:{row['id']}",
        title=row["title"],
        text=join_text(row["title"], [part for part in row["text"].splitlines() if part.strip()]),
        extractor="bench",
        published=Moment.parse(row["date"], origin="given") if row.get("date") else None,
    )


def read_set(bench: Bench, name: str) -> Labelled:
    """One of TASKS or OTHERS."""
    if name == "demo":
        articles, labels = zip(*labelled_articles(), strict=True)
        return Labelled(articles, labels)
    if name == "stories":
        rows = [
            {**row, "id": f"{number:04d}", "date": row.get("published")}
            for number, row in enumerate(read_rows(bench.data / "stories/articles.jsonl"))
        ]
        return Labelled(tuple(map(as_article, rows)), tuple(row["event"] for row in rows))
    rows = list(read_rows(bench.data / name / "inputs.jsonl"))
    gold = {row["id"]: row["event"] for row in read_rows(bench.data / name / "gold.jsonl")}
    return Labelled(tuple(map(as_article, rows)), tuple(gold[row["id"]] for row in rows))


def sets_at_hand(bench: Bench) -> list[str]:
    """The sets that are asked for and there."""
    there = [task for task in bench.tasks if task in TASKS and (bench.data / task / "gold.jsonl").is_file()]
    if bench.wanted:
        return there
    return [*there, *(name for name in OTHERS if name == "demo" or (bench.data / "stories/articles.jsonl").is_file())]
