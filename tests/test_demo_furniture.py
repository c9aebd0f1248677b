"""The invented newsroom's own furniture: learned, quarantined, on no page; a running story's background stays."""

from __future__ import annotations

import pytest

from compare.lineshape import line_shape
from db.records import StoredLine
from db.store import open_store
from tests.conftest import DemoRun, run_variorum
from tests.demo_labels import Exports, rows
from tests.demo_labels import exports_of_the_demo as exports_of_the_demo


@pytest.fixture(scope="module")
def learned(demo_run: DemoRun) -> list[StoredLine]:
    with open_store(demo_run.database_url) as store:
        return store.furniture()


def test_exactly_the_labelled_lines_are_quarantined(learned: list[StoredLine]) -> None:
    labelled = {(row["outlet"], line_shape(row["line"])) for row in rows("furniture")}
    assert {(item.line.outlet, line_shape(item.line.text)) for item in learned} == labelled
    assert {item.state for item in learned} == {"quarantined"}


def test_no_claim_flag_or_difference_stands_on_a_labelled_line(exports: Exports) -> None:
    seen = 0
    for row in rows("furniture"):
        for name, article in exports.articles.items():
            if article["outlet"] != row["outlet"]:
                continue
            start = article["text"].find(row["line"])
            if start < 0:
                continue
            seen += 1
            end = start + len(row["line"])
            assert not exports.flags_at(name, start, end), name
            assert not exports.claims_with(name, row["line"]), name
            assert not [
                variant
                for found in exports.rows("differences")
                for variant in found["readings"]
                if variant["article"] == article["article"] and variant["start"] < end and start < variant["end"]
            ]
    assert seen >= 3  # the stored texts have it


def test_no_page_prints_a_labelled_line(demo_run: DemoRun) -> None:
    pages = [page for page in demo_run.site.rglob("*") if page.suffix in {".html", ".json", ".jsonl"}]
    own = [page for page in pages if "source" not in page.relative_to(demo_run.site).parts]
    assert own
    for row in rows("furniture"):
        first, *_ = row["line"].split("?")
        assert not [page for page in own if first in page.read_text(encoding="utf-8")]


def test_doctor_shows_it(demo_run: DemoRun) -> None:
    config = demo_run.folder / "doctor.toml"
    config.write_text(f'database_url = "{demo_run.database_url}"\n', encoding="utf-8")
    told = run_variorum("--config", str(config), "doctor", cwd=demo_run.folder).stdout
    for row in rows("furniture"):
        assert row["outlet"] in told
        assert " ".join(row["line"].split()[:6]) in told


def test_the_background_of_a_running_story_stays(exports: Exports, learned: list[StoredLine]) -> None:
    for row in rows("background"):
        for one in row["readings"]:
            assert exports.claims_with(one["article"], one["words"]), one["article"]
        assert not {line_shape(one["words"]) for one in row["readings"]} & {line_shape(i.line.text) for i in learned}
