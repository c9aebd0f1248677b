"""The documents' figures are those that the bench recorded, and each kind of difference has its section."""

import json
from typing import get_args

import pytest

from bench.tasks import ROOT
from compare.difference import DifferenceKind
from compare.intervals import ENOUGH
from variorum.rulepacks import built_in_rules
from variorum.rulerecords import built_in_record

TEXT = (ROOT / "docs/method.md").read_text(encoding="utf-8")
MEASURED = json.loads((ROOT / "bench/results.json").read_text(encoding="utf-8"))
RESULTS = MEASURED["gold_differences"]
ROWS = {
    cells[0]: cells[1:]
    for line in TEXT.splitlines()
    if line.startswith("| ") and len(cells := [cell.strip() for cell in line.strip("|").split("|")]) == 9
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
    text = " ".join(TEXT.split())
    assert f"{names['precision']:.2f} of the others' names that are told" in text
    assert f"{names['recall']:.2f} of the labelled ones are told" in text
    in_no_number = f"{told['recall']:.2f} of the labelled contradictions that lie in no number (n = {told['n']})"
    assert f"{in_no_number}, and {told['precision']:.2f} of those told" in text
    characters, sentences = MEASURED["voice"]["characters"], MEASURED["voice"]["sentences"]
    laid = f"{characters['precision']:.2f} of the characters that are laid to somebody"
    assert f"{laid} are labelled so, and {characters['recall']:.2f} of the labelled ones are found" in text
    assert f"for whole sentences F1 is {sentences['f1']:.2f}" in text
    for name in ("loaded_babe", "loaded_basil"):
        found = MEASURED[name]["sentences"]
        assert f"{found['precision']:.2f}" in text
        assert f"{found['recall']:.2f}" in text


def test_what_the_tagger_gains_is_what_the_bench_recorded() -> None:
    models = (ROOT / "docs/models.md").read_text(encoding="utf-8")
    for level in ("characters", "sentences"):
        found = MEASURED["voice"][level]
        assert f"| {' / '.join(shortened(found[key]) for key in ('precision', 'recall', 'f1'))} |" in models
    assert f"| does a sentence report speech: F1 | .876 | {shortened(MEASURED['speech']['f1'])} |" in models


def shortened(share: float) -> str:
    return f"{share:.3f}"[1:]


def test_the_number_of_measured_rules_is_that_of_the_record() -> None:
    record = built_in_record()
    marking = [r for pack in built_in_rules() for r in pack.rules if r.level == "mark" and not record.falls_short(r)]
    known = [one for one in map(record.of, marking) if one and any(p.found.n >= ENOUGH for p in one.precisions)]
    assert f"of the {len(marking)} rules that mark, only {len(known)} have so many on any set" in " ".join(TEXT.split())


@pytest.mark.parametrize("kind", get_args(DifferenceKind))
def test_every_kind_is_explained(kind: str) -> None:
    name = {"quote": "quotations that differ"}.get(kind, kind)
    headings = " ".join(line.lower() for line in TEXT.splitlines() if line.startswith("## "))
    assert name in headings
