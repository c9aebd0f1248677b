"""The method's document: its figures are those that the bench recorded, and each kind of difference has its section."""

import json
from typing import get_args

import pytest

from bench.tasks import ROOT
from compare.difference import DifferenceKind

TEXT = (ROOT / "docs/method.md").read_text(encoding="utf-8")
RESULTS = json.loads((ROOT / "bench/results.json").read_text(encoding="utf-8"))["gold_differences"]
ROWS = {
    cells[0]: cells[1:]
    for line in TEXT.splitlines()
    if line.startswith("| ") and len(cells := [cell.strip() for cell in line.strip("|").split("|")]) == 7
    if cells[0] != "difference"
}


def test_every_measured_kind_has_a_row() -> None:
    assert ROWS.keys() == RESULTS.keys() - {"rows", "names"}


@pytest.mark.parametrize("kind", sorted(ROWS))
def test_the_development_figures_are_those_of_the_bench(kind: str) -> None:
    found = RESULTS[kind]
    wanted = [str(found["n"]), f"{found['precision']:.2f}", f"{found['recall']:.2f}"]
    assert ROWS[kind][:3] == wanted, "the bench has other figures now; write them into docs/method.md"


@pytest.mark.parametrize("kind", get_args(DifferenceKind))
def test_every_kind_is_explained(kind: str) -> None:
    name = {"quote": "quotations that differ"}.get(kind, kind)
    headings = " ".join(line.lower() for line in TEXT.splitlines() if line.startswith("## "))
    assert name in headings
