"""The measured quality: what ships is what the bench recorded and what the documents say."""

from __future__ import annotations

import json
import re

import pytest

from bench.quality import QUALITY, RENEW, RESULTS, SEALED, measured, written
from bench.tasks import ROOT
from compare.difference import DifferenceKind
from compare.norms import DIFFERENCES
from tests.test_method_doc import ROWS, TEXT
from variorum.quality import Score, built_in_quality, parse_quality, quality_data
from variorum.qualitywords import quality_view

SHIPPED = built_in_quality()
GOLD = (ROOT / "bench/gold/README-differences.md").read_text(encoding="utf-8")


def test_what_ships_is_what_the_bench_writes() -> None:
    results = json.loads(RESULTS.read_text(encoding="utf-8"))
    assert QUALITY.read_text(encoding="utf-8") == written(measured(results)), f"renew it with: {RENEW}"


def test_it_is_read_as_it_was_written() -> None:
    assert parse_quality(json.loads(written(SHIPPED))) == SHIPPED
    assert parse_quality(quality_data(SHIPPED)) == SHIPPED


def pair(score: Score) -> str:
    return f"{score.precision:.2f} / {score.recall:.2f} ({score.n})"


@pytest.mark.parametrize("kind", sorted(SEALED))
def test_the_document_has_the_same_figures(kind: str) -> None:
    told = SHIPPED.differences[kind]
    third, second, first = told.sealed
    development = told.development
    assert ROWS[kind] == [
        str(development.n),
        f"{development.precision:.2f}",
        f"{development.recall:.2f}",
        str(third.n),
        f"{third.precision:.2f}",
        f"{third.recall:.2f}",
        pair(second),
        pair(first),
    ]


@pytest.mark.parametrize("part", [0, 1, 2])
def test_the_gold_sets_tell_of_the_same_sealed_figures(part: int) -> None:
    head = ("## The third sealed part", "## The second sealed part", "## The first sealed third")[part]
    section = GOLD.partition(head)[2].partition("\n## ")[0]
    for kind, told in SHIPPED.differences.items():
        assert re.search(rf"\| {kind} \| {re.escape(short(told.sealed[part]))} \|", section), kind


def test_the_gold_sets_tell_of_the_same_quotation_marks_and_versions() -> None:
    second = " ".join(GOLD.partition("## The second sealed part")[2].partition("\n## ")[0].split())
    first = " ".join(GOLD.partition("## The first sealed third")[2].split())
    told = SHIPPED.others
    scare, attributed, cut, altered, contradiction = told.values()
    for section, part in ((second, 0), (first, 1)):
        assert f"attribution {short(attributed.sealed[part])}, scare {short(scare.sealed[part])}" in section
        assert f"cut {short(cut.sealed[part]).partition(' (')[0]}" in section
    assert f"cut {short(cut.sealed[0])}" in second
    assert f"altered {short(altered.sealed[1])}" in first
    relations = (ROOT / "bench/gold/README.md").read_text(encoding="utf-8")
    assert f"contradiction {short(contradiction.sealed[0])}" in relations


def short(score: Score) -> str:
    """As the gold sets' own documents write it: .83 / 1.00 (6)"""
    return pair(score).replace("0.", ".")


def test_the_document_tells_the_same_of_marks_voices_and_real_news() -> None:
    text = " ".join(TEXT.split())
    babe, basil = SHIPPED.marks.values()
    assert f"(BABE, half of them loaded) {babe.precision:.2f}" in text
    assert f"and {babe.recall:.2f} of those called loaded are marked" in text
    assert f"it is {basil.precision:.2f} and {basil.recall:.2f}" in text
    (voices,) = SHIPPED.voices.values()
    assert f"({voices.n} articles of the set `voice`), {voices.precision:.2f}" in text
    real = SHIPPED.real_news
    assert f"{real.articles} articles of three outlets on {real.events} political events" in text
    assert real.outlets == 3
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in TEXT.splitlines() if line.startswith("| ")
    ]
    figures = {tuple(row[1:]) for row in rows if len(row) == 5}
    for name, line in real.lines.items():
        counts = (line.told, line.right, line.trivial, line.wrong)
        assert line.told == line.right + line.trivial + line.wrong
        assert tuple(map(str, counts)) in figures or not line.told, name
    whole, *parts = real.lines.values()
    assert whole.told == sum(part.told for part in parts)


def test_every_kind_that_can_be_told_is_measured_or_known_not_to_be() -> None:
    kinds: set[DifferenceKind | str] = {one.kind for one in DIFFERENCES}
    assert kinds - SHIPPED.differences.keys() == {"contradiction"}  # which stands among the others
    shown = quality_view(SHIPPED)
    assert {line.chip.kind for line in shown.errors if line.chip} == SHIPPED.differences.keys()
    assert len(shown.errors) == len(SHIPPED.differences) + len(SHIPPED.others)
