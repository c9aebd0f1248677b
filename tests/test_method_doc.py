"""The method's document: its figures are those that the bench recorded, and each kind of difference has its section."""

import json
from typing import get_args

import pytest

from bench.tasks import ROOT
from compare.difference import DifferenceKind

TEXT = (ROOT / "docs/method.md").read_text(encoding="utf-8")
MEASURED = json.loads((ROOT / "bench/results.json").read_text(encoding="utf-8"))
RESULTS = MEASURED["gold_differences"]
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


def test_figures_in_the_text_are_those_of_the_bench() -> None:
    names, told = RESULTS["names"], MEASURED["gold_relations"]["told"]
    assert f"{names['precision']:.2f} of the others' names that are told" in TEXT
    assert f"{names['recall']:.2f} of the labelled ones are told" in TEXT
    assert f"{told['recall']:.2f} of the labelled contradictions, and {told['precision']:.2f} of those told" in TEXT


@pytest.mark.parametrize("kind", get_args(DifferenceKind))
def test_every_kind_is_explained(kind: str) -> None:
    name = {"quote": "quotations that differ"}.get(kind, kind)
    headings = " ".join(line.lower() for line in TEXT.splitlines() if line.startswith("## "))
    assert name in headings
