"""docs/scraping.md against the code: what can be set is named there with its default, and every wall has its line."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from scraper.article import RESPECTED
from scraper.discover import MAX_LINKS
from scraper.guest import MAX_REDIRECTS, MAX_SILENCE
from scraper.outlets import DEFAULT_DELAY, DEFAULT_MAX_PAGES
from scraper.robots import MAX_ROBOTS
from scraper.structured import MAX_ELEMENTS
from scraper.walls import WallReason
from variorum.fetching import OUTLETS_AT_ONCE
from variorum.settings import FetchSettings

TEXT = (Path(__file__).parent.parent / "docs" / "scraping.md").read_text("utf-8")

# How a default is written where the figure alone would not be.
WRITTEN = {
    "outlet_seconds": "1 h",
    "run_seconds": "4 h",
    "max_bytes": "8,000,000",
    "extract_max_bytes": "1.5 GB",
    "page_seconds": "300 s",
}
DEFAULTS = {name: field.default for name, field in FetchSettings.model_fields.items() if name != "contact"}


@pytest.mark.parametrize("name", sorted(set(DEFAULTS) - {"addresses"}))
def test_every_setting_stands_there_with_its_default(name: str) -> None:
    figure = WRITTEN.get(name, f"{DEFAULTS[name]:g}")
    assert re.search(rf"`{name}`[ ,(]+{re.escape(figure)}\b", TEXT), f"`{name}`, {figure}"


def test_the_defaults_written_in_words_are_the_defaults() -> None:
    assert (DEFAULTS["outlet_seconds"], DEFAULTS["run_seconds"]) == (3600, 4 * 3600)
    assert (DEFAULTS["max_bytes"], DEFAULTS["extract_max_bytes"]) == (8_000_000, 1_500_000_000)


@pytest.mark.parametrize(
    "figure",
    [
        f"`delay` of the outlet, {DEFAULT_DELAY:g} s",
        f"`max_pages` ({DEFAULT_MAX_PAGES})",
        f"first {MAX_ROBOTS:,} bytes",
        f"{OUTLETS_AT_ONCE} outlets at once",
        f"| links of one listing | {MAX_LINKS:,} |",
        f"| elements of a page | {MAX_ELEMENTS:,} |",
        f"up to {['', '', '', '', '', 'five'][MAX_REDIRECTS]} times",
        f"{['', '', '', 'three'][MAX_SILENCE]} addresses in a row",
    ],
)
def test_figures_of_the_code(figure: str) -> None:
    assert figure in " ".join(TEXT.split())


def test_every_wall_is_explained_and_said_to_be_a_fault_or_none() -> None:
    rows = [line for line in TEXT.splitlines() if line.startswith("| `")]
    for reason in get_args(WallReason):
        row = next((line for line in rows if f"`{reason}`" in line), "")
        assert row, reason
        assert row.endswith("| no |") == (reason in RESPECTED), reason
