"""Our own labelled sets: figures, floors, and that sealed rows are read when asked for and never otherwise."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from bench import goldset, typed
from bench.check import NOISE
from bench.figures import FIGURES
from bench.goldset import GoldSet, figures, rates
from bench.ownsets import OWN_SETS
from bench.tasks import OWN, ROOT, read_rows


def test_precision_recall_and_f1() -> None:
    found = figures([(True, True), (True, False), (False, True), (True, True), (False, False)])
    assert found == {"n": 3, "precision": 0.6667, "recall": 0.6667, "f1": 0.6667}
    assert figures([(False, False)]) == {"n": 0, "precision": 1.0, "recall": 1.0, "f1": 0.0}
    assert rates(4, 3, 2, 1) == {"n": 4, "precision": 0.5, "recall": 0.75, "f1": 0.6}


def test_every_set_has_a_name_that_the_bench_knows() -> None:
    assert OWN_SETS.keys() == OWN


@pytest.mark.timeout(1200)  # the largest set takes minutes, and longer beside other work
@pytest.mark.parametrize("name", sorted(OWN))
def test_the_development_rows_hold_their_floors(name: str) -> None:
    reached = {name: OWN_SETS[name].measure()}
    floors = json.loads((ROOT / "bench/floors.json").read_text(encoding="utf-8"))["floors"]
    held = [figure for figure in FIGURES if figure.task == name]
    assert held
    for figure in held:
        value = figure.read(reached)
        assert value is not None
        assert not figure.falls_short(value, floors[figure.key], NOISE), figure.key


def test_sealed_rows_are_read_only_when_asked_for(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Other files stand in for both: no test reads the sealed rows."""
    rows = tmp_path / "rows.jsonl", tmp_path / "sealed.jsonl"
    for file in rows:
        file.write_text('{"id": "x1"}\n', encoding="utf-8")
    read: list[Path] = []

    def reading(path: Path) -> list[dict[str, object]]:
        read.append(path)
        return list(read_rows(path))

    monkeypatch.setattr(goldset, "read_rows", reading)
    one = GoldSet(
        "toy", rows[:1], rows[1], lambda found: {"rows": len(found)}, lambda found: [str(row["id"]) for row in found]
    )
    monkeypatch.setattr("sys.argv", ["toy", "--wrong"])
    one.main("toy", None)
    assert read == [rows[0]]
    monkeypatch.setattr("sys.argv", ["toy", "--sealed"])
    one.main("toy", None)
    assert read == list(rows)
    monkeypatch.setattr("sys.argv", ["toy", "--sealed", "--wrong"])
    with pytest.raises(SystemExit):
        one.main("toy", None)
    assert one.digest() == replace(one, name="other").digest()


def test_a_difference_meets_a_label_by_kind_outlet_and_place() -> None:
    label = typed.Mark("naming", {"bell": ((4, 9),)}, "")
    assert typed.Mark("naming", {"bell": ((8, 12),), "echo": ((0, 3),)}, "").meets(label)
    assert not typed.Mark("naming", {"echo": ((4, 9),)}, "").meets(label)
    assert not typed.Mark("naming", {"bell": ((9, 12),)}, "").meets(label)
    assert not typed.Mark("doubt", {"bell": ((4, 9),)}, "").meets(label)
