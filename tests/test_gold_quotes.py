"""Scare quotes and versions of quotations on the development rows; sealed rows are read only when asked for."""

import json
from pathlib import Path
from types import ModuleType

import pytest

from bench import quotations, scarequotes
from bench.tasks import read_rows
from compare.variations import VARIATIONS
from variorum.adapters.taggers import tagger_named

PRECISION, RECALL = 0.9, 0.75  # the targets


@pytest.mark.parametrize("tagger", ["auto", "none"])
def test_marks_are_told_apart(tagger: str) -> None:
    reached = scarequotes.score(list(read_rows(scarequotes.GOLD)), tagger_named(tagger))
    for label in ("attribution", "scare"):
        assert reached[label]["precision"] >= PRECISION, label
        assert reached[label]["recall"] >= RECALL, label


def test_versions_of_an_utterance_are_told() -> None:
    reached = quotations.score(list(read_rows(quotations.GOLD)))
    for label in ("same_utterance", "two_utterances", *VARIATIONS):
        assert reached[label]["precision"] >= PRECISION, label
        assert reached[label]["recall"] >= RECALL, label
    assert reached["longest"] >= PRECISION


MARKS = {"id": "x1", "text": "The “lake” is dry.", "aligned": [], "quoted": "“lake”", "label": "scare", "evidence": ""}


PRINTED = [{"outlet": "wire", "text": "“The mill shut,” he said."}, {"outlet": "daily", "text": "“The mill”"}]
VERSIONS = {"id": "x1", "versions": PRINTED, "same_utterance": True, "variation": ["cut"], "longest": "wire"}


@pytest.mark.parametrize(("module", "row"), [(scarequotes, MARKS), (quotations, VERSIONS)])
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
