"""`make bench-growth`: its archives are what a night would have left, and the night does what a night does."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.growtharchive import NIGHT, SITE, Archive, in_block, settings_of
from bench.inventednews import articles
from bench.nightgrowth import StageTimes, measure, ratios, table, the_nights_articles
from db.store import open_store
from scraper.article import article_key
from variorum.ownfiles import own_files

SMALL, SEED = 6, 7


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> dict[int, dict[str, object]]:
    """A night in an archive of one block, and one in an archive of three."""
    folder = tmp_path_factory.mktemp("growth")
    archive = Archive(
        folder / "archive", folder / "night", settings_of(folder / "night", "lexical", "none"), SEED, SMALL
    )
    archive.begin(StageTimes())
    found = {}
    for blocks in (1, 3):
        archive.grow(blocks)
        archive.lend(last=blocks == 3)
        found[blocks * SMALL] = measure(folder / "night", "lexical", "none", SMALL, SEED)
        if blocks == 1:
            archive.take_back()
    return found


def test_the_same_seed_gives_the_same_articles() -> None:
    first = list(articles(SMALL, NIGHT, 1.0, SEED, first_event=0))
    assert first == list(articles(SMALL, NIGHT, 1.0, SEED, first_event=0))
    assert first != list(articles(SMALL, NIGHT, 1.0, SEED + 1, first_event=0))
    assert len({article.key for article in [*first, *the_nights_articles(SMALL, SEED)]}) == 2 * SMALL


def test_a_night_in_a_larger_archive_computes_and_renders_the_same_events(
    nights: dict[int, dict[str, dict[str, int]]],
) -> None:
    small, large = nights[SMALL], nights[3 * SMALL]
    assert large["compare"]["articles"] == small["compare"]["articles"] + 2 * SMALL == 4 * SMALL
    for name in ("embedded", "events_computed", "findings_touched", "quarantined"):
        assert large["compare"][name] == small["compare"][name], name
    assert large["site"]["rendered"] == small["site"]["rendered"] == large["compare"]["events_computed"]
    assert large["site"]["removed"] == 0
    events = large["compare"]["events"] - small["compare"]["events"]
    assert large["site"]["unchanged"] + large["site"]["written"] >= 6 * events


def test_older_blocks_are_rows_of_their_own(tmp_path: Path) -> None:
    archive = Archive(
        tmp_path / "archive", tmp_path / "night", settings_of(tmp_path / "night", "lexical", "none"), 1, 3
    )
    archive.begin(StageTimes())
    archive.grow(2)
    with open_store(f"sqlite:///{tmp_path}/archive/variorum.db") as store:
        held = {item.article.key: item.article for item in store.articles()}
        assert len(held) == 6
        for article in list(held.values()):
            if "?" not in article.url:
                copy = held[article_key(article.outlet, in_block(article.url, 1))]
                assert len(copy.text) == len(article.text)
                assert copy.text != article.text
                assert copy.published is not None
                assert article.published is not None
                assert (article.published.at - copy.published.at).days == 13
        assert store.pending() == {}
        assert store.due() == []
        site = str(tmp_path / "night" / SITE)
        assert list(store.rendered_events(site)) == [event.id for event in store.events()]
        assert all(store.rendered_months(site).values())
    own = list(own_files(tmp_path / "archive" / SITE).paths())
    assert all((tmp_path / "archive" / SITE / path).is_file() for path in own)
    assert len([path for path in own if path.endswith("data.json")]) == 2


def test_the_ratio_is_that_of_the_largest_archive_to_the_smallest(nights: dict[int, dict[str, object]]) -> None:
    slow = {**nights[SMALL], "wall_seconds": {"store": 1.0, "compare": 2.0, "report": 3.0}}
    assert ratios({100: nights[SMALL], 10: slow})["ratio_night"] == pytest.approx(
        sum(nights[SMALL]["wall_seconds"].values()) / 6.0,  # type: ignore[attr-defined]
        abs=0.001,
    )
    lines = table(nights)
    assert len([line for line in lines if line.strip().startswith((str(SMALL), str(3 * SMALL)))]) == 2
