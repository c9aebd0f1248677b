"""The demo's results beside its labels: the exports, and the tables of variorum/demo/expected.toml by place."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import pytest

from tests.conftest import DemoRun
from variorum.demo.stories import expected

Row = dict[str, Any]
Place = tuple[str, int, int]  # an article's key, and the start and end of the words in its text


class Exports:
    """The demo's exports, each read once; articles go by the name they have in expected.toml: OUTLET/SLUG."""

    def __init__(self, run: DemoRun) -> None:
        self._run = run
        self.rows = cache(run.export)

    @property
    def articles(self) -> dict[str, Row]:
        return {name_of(row): row for row in self.rows("articles")}

    def event_of(self, name: str) -> str | None:
        key = self.articles[name]["article"]
        return next((e["event"] for e in self.rows("events") if key in {a["article"] for a in e["articles"]}), None)

    def place(self, name: str, words: str) -> Place:
        """Where these words stand in the newest text of the article."""
        row = self.articles[name]
        start = row["text"].find(words)
        assert start >= 0, f"{name} does not hold {words!r}"
        return row["article"], start, start + len(words)

    def readings_with(self, name: str, words: str) -> set[tuple[str, int]]:
        """Readings at the place of these words, each as its claim and the start of its sentence."""
        here = self.place(name, words)
        return {
            (claim["claim"], reading["start"])
            for claim in self.rows("claims")
            for reading in claim["readings"]
            if overlaps(reading, here)
        }

    def claims_with(self, name: str, words: str) -> set[str]:
        """Claims that have a reading of this article at the place of these words."""
        return {claim for claim, _ in self.readings_with(name, words)}

    def flags_at(self, name: str, start: int, end: int) -> list[Row]:
        here = (self.articles[name]["article"], start, end)
        return [flag for flag in self.rows("flags") if overlaps(flag, here)]


@pytest.fixture(scope="session", name="exports")
def exports_of_the_demo(demo_run: DemoRun) -> Exports:
    return Exports(demo_run)


def overlaps(row: Row, place: Place) -> bool:
    """Does this reading, variant or flag share a character with the place?"""
    article, start, end = place
    return bool(row["article"] == article and row["start"] < end and start < row["end"])


def name_of(row: Row) -> str:
    slug = re.sub(r"\.html?$", "", row["url"].rstrip("/").rsplit("/", 1)[1])
    return f"{row['outlet']}/{slug}"


def rows(table: str) -> list[Row]:
    found = expected().get(table, [])
    assert isinstance(found, list)
    assert found, f"expected.toml has no [[{table}]]"
    return found


def held(exports: Exports, name: str, words: str) -> bool:
    """Does the newest revision hold these words? Labels of the first night may name words that were edited since."""
    return name in exports.articles and words in exports.articles[name]["text"]


def held_readings(exports: Exports, readings: list[Row]) -> list[Row]:
    return [one for one in readings if held(exports, one["article"], one["words"])]


def flags_of_label(exports: Exports, label: Row) -> list[Row]:
    """The flags that touch the labelled match, which stands within its context."""
    text = exports.articles[label["article"]]["text"]
    start = text.index(label["match"], text.index(label["context"]))
    return exports.flags_at(label["article"], start, start + len(label["match"]))
