"""Real articles, where they are present: the whole program on them, within the limits that a user is promised.

They are not part of the project: `BENCH_DATA` and `SEED_DIR` say where they lie.
"""

from __future__ import annotations

import json
import os
import resource
import time
from collections import Counter
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT, run_variorum

STORIES = Path(os.environ.get("BENCH_DATA") or ROOT / "../shared/benchmarks").resolve() / "stories/articles.jsonl"
SEED = Path(os.environ.get("SEED_DIR") or ROOT / "../shared/articles").resolve() / "000_f678337dce6c3a19.txt"

needs_stories = pytest.mark.skipif(not STORIES.is_file(), reason=f"{STORIES} is not here; BENCH_DATA names its folder")
needs_seed = pytest.mark.skipif(not SEED.is_file(), reason=f"{SEED} is not here; SEED_DIR names its folder")


@pytest.fixture(scope="module")
def stories(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the 102 articles were added, compared and reported."""
    folder = tmp_path_factory.mktemp("stories")
    began = time.monotonic()
    for arguments in (("add", str(STORIES)), ("compare",), ("report",)):
        done = run_variorum(*arguments, cwd=folder)
        assert done.returncode == 0, done.stderr
        print(done.stdout, end="")
    print(f"{time.monotonic() - began:.0f} s in all")
    return folder


def exported(folder: Path, what: str) -> list[dict[str, Any]]:
    done = run_variorum("export", what, cwd=folder)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@needs_stories
def test_events_agree_with_the_file(stories: Path) -> None:
    truth = {row["url"]: row["event"] for row in map(json.loads, STORIES.read_text(encoding="utf-8").splitlines())}
    said = {a["url"]: row["event"] for row in exported(stories, "events") for a in row["articles"]}
    assert set(said) == set(truth)
    outcome = Counter((truth[a] == truth[b], said[a] == said[b]) for a, b in combinations(sorted(truth), 2))
    precision = outcome[True, True] / (outcome[True, True] + outcome[False, True])
    recall = outcome[True, True] / (outcome[True, True] + outcome[True, False])
    f1 = 2 * precision * recall / (precision + recall)
    print(f"pair precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f}")
    assert f1 >= 0.90


@needs_stories
def test_at_least_a_hundred_claims_join_outlets(stories: Path) -> None:
    shared = [row for row in exported(stories, "claims") if len({r["outlet"] for r in row["readings"]}) > 1]
    assert len(shared) >= 100


@needs_stories
def test_memory_stays_under_two_gigabytes(stories: Path) -> None:
    peak_kib = resource.getrusage(
        resource.RUSAGE_CHILDREN
    ).ru_maxrss  # of the largest child so far, these runs included
    assert peak_kib < 2 * 1024**2


@needs_stories
def test_no_export_holds_a_whole_text(stories: Path) -> None:
    words: Counter[str] = Counter()
    printed: set[tuple[str, int, int]] = set()
    for claim in exported(stories, "claims"):
        for reading in claim["readings"]:
            place = (reading["article"], reading["start"], reading["end"])
            if reading["sentence"] is not None and place not in printed:
                printed.add(place)
                words[reading["article"]] += len(reading["sentence"].split())
    assert words
    assert max(words.values()) <= 400
    assert all(row["text"] is None for row in exported(stories, "articles"))


@needs_seed
def test_the_saved_article_goes_through_the_whole_program(tmp_path: Path) -> None:
    """What a careful reader marks in it; tests/test_real_article.py has the whole table."""
    for arguments in (("add", str(SEED), "--outlet", "somewhere"), ("compare",), ("report",)):
        done = run_variorum(*arguments, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
    flags = {(row["match"], row["voice"]) for row in exported(tmp_path, "flags")}
    assert ("purported", "paraphrase") in flags
    assert ("perceived", "paraphrase") in flags
    assert {("so-called", "own"), ("so-called", "quoted")} <= flags
    assert ("smear", "quoted") in flags
    assert ("entirely", "own") in flags
    pages = "".join(page.read_text(encoding="utf-8") for page in (tmp_path / "site").rglob("*.html"))
    assert "Adblock" not in pages
    assert "Back to top button" not in pages
