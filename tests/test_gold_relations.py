"""The figures of bench.relations, and that the sealed rows are read when asked for and never otherwise."""

import json
from pathlib import Path

import pytest

from bench import relations
from bench.figures import FIGURES
from bench.tasks import ROOT, read_rows


def test_precision_recall_and_f1() -> None:
    found = relations.figures([(True, True), (True, False), (False, True), (True, True), (False, False)])
    assert found == {"n": 3, "precision": 0.6667, "recall": 0.6667, "f1": 0.6667}
    assert relations.figures([(False, False)]) == {"n": 0, "precision": 1.0, "recall": 1.0, "f1": 0.0}


def test_the_development_rows_hold_their_floors() -> None:
    reached = {relations.TASK: relations.score(list(read_rows(relations.GOLD)))}
    floors = json.loads((ROOT / "bench/floors.json").read_text(encoding="utf-8"))["floors"]
    figures = [figure for figure in FIGURES if figure.task == relations.TASK]
    assert len(figures) == 2 * len(relations.LABELS) + 1
    for figure in figures:
        value = figure.read(reached)
        assert value is not None
        assert value >= floors[figure.key], figure.key


def test_sealed_rows_are_read_only_when_asked_for(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Another file stands in for the sealed rows: no test reads them."""
    side = {"text": "The mill shut.", "published": None}
    row = {"id": "x1", "a": side, "b": side, **dict.fromkeys(relations.LABELS, False), "detail": None, "note": ""}
    sealed = tmp_path / "sealed.jsonl"
    sealed.write_text(json.dumps(row) + "\n", encoding="utf-8")
    monkeypatch.setattr(relations, "SEALED", sealed)
    read: list[Path] = []

    def reading(path: Path) -> list[dict[str, object]]:
        read.append(path)
        return list(read_rows(path))

    monkeypatch.setattr(relations, "read_rows", reading)
    monkeypatch.setattr("sys.argv", ["bench.relations"])
    relations.main()
    assert read == [relations.GOLD]
    monkeypatch.setattr("sys.argv", ["bench.relations", "--sealed"])
    relations.main()
    assert read == [relations.GOLD, sealed]
