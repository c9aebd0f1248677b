"""Scare quotes on the development rows, and that the sealed rows are read when asked for and never otherwise."""

import json
from pathlib import Path
from types import ModuleType

import pytest

from bench import scarequotes
from bench.tasks import read_rows
from variorum.adapters.taggers import tagger_named

PRECISION, RECALL = 0.9, 0.75  # the targets


@pytest.mark.parametrize("tagger", ["auto", "none"])
def test_marks_are_told_apart(tagger: str) -> None:
    reached = scarequotes.score(list(read_rows(scarequotes.GOLD)), tagger_named(tagger))
    for label in ("attribution", "scare"):
        assert reached[label]["precision"] >= PRECISION, label
        assert reached[label]["recall"] >= RECALL, label


MARKS = {"id": "x1", "text": "The “lake” is dry.", "aligned": [], "quoted": "“lake”", "label": "scare", "evidence": ""}


@pytest.mark.parametrize(("module", "row"), [(scarequotes, MARKS)])
def test_sealed_rows_are_read_only_when_asked_for(
    module: ModuleType, row: dict[str, object], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Another file stands in for the sealed rows: no test reads them."""
    sealed = tmp_path / "sealed.jsonl"
    sealed.write_text(json.dumps(row) + "\n", encoding="utf-8")
    monkeypatch.setattr(module, "SEALED", sealed)
    read: list[Path] = []

    def reading(path: Path) -> list[dict[str, object]]:
        read.append(path)
        return list(read_rows(path))

    monkeypatch.setattr(module, "read_rows", reading)
    monkeypatch.setattr("sys.argv", ["bench"])
    module.main()
    assert read == [module.GOLD]
    monkeypatch.setattr("sys.argv", ["bench", "--sealed"])
    module.main()
    assert read == [module.GOLD, sealed]
