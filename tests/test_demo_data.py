"""The files beside the demo's pages say what `variorum export` says, under the same names."""

from __future__ import annotations

import csv
import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.conftest import DemoRun
from variorum.sitepaths import EVENT_SCHEMA, FEED, annotations_path, data_path, table_path

#: Fields of exports that the files have not: what stands once for the whole file, what no page shows, and verdicts,
#: of which a site says only whether one accepted.
ELSEWHERE = {
    "claims": {"event"},
    "differences": {"event"},
    "flags": {"event", "message", "verdict"},
    "articles": {
        *("canonical_url", "aliases", "authors", "section", "extractor", "digest", "characters", "text"),
    },
    "revisions": {"url", "title"},
}


@pytest.fixture(scope="module")
def held(demo_run: DemoRun) -> list[dict[str, Any]]:
    """The data of every event."""
    events = demo_run.export("events")
    return [json.loads((demo_run.site / data_path(row["event"])).read_bytes()) for row in events]


@pytest.mark.parametrize(
    ("what", "names"),
    [
        ("articles", ("article",)),
        ("claims", ("claim",)),
        ("differences", ("claim", "kind", "readings")),
        ("flags", ("flag",)),
        ("revisions", ("article", "revision")),
    ],
)
def test_rows_are_those_of_the_export(
    demo_run: DemoRun, held: list[dict[str, Any]], what: str, names: tuple[str, ...]
) -> None:
    def named(row: dict[str, Any]) -> str:
        return json.dumps([row[n] if n != "readings" else [(r["article"], r["start"]) for r in row[n]] for n in names])

    exported = {named(row): row for row in demo_run.export(what)}
    found = {named(row): row for data in held for row in data[what]}
    if what != "articles":  # of which some stand in no event
        assert set(found) == set(exported)
    assert found
    for name, row in found.items():
        told = exported[name]
        assert set(told) - set(row) == ELSEWHERE[what]
        for key in set(told) & set(row):
            assert agree(row[key], told[key]), (name, key, row[key], told[key])


def agree(here: Any, there: Any) -> bool:
    """Is it the same, but for texts that are kept back and fields that only one of them has?"""
    if isinstance(here, dict) and isinstance(there, dict):
        return all(agree(here[key], there[key]) for key in here.keys() & there.keys())
    if isinstance(here, list) and isinstance(there, list):
        return len(here) == len(there) and all(map(agree, here, there))
    return here == there or (here is None and isinstance(there, str))


def test_every_file_is_whole(demo_run: DemoRun, held: list[dict[str, Any]]) -> None:
    check = Draft202012Validator(json.loads((demo_run.site / EVENT_SCHEMA).read_bytes()))
    for data in held:
        assert list(check.iter_errors(data)) == []
        assert json.loads((demo_run.site / annotations_path(data["event"])).read_bytes())["type"] == "AnnotationPage"
        for table in ("claims", "differences", "flags"):
            path = demo_run.site / table_path(data["event"], table)
            with path.open(encoding="utf-8-sig", newline="") as file:
                rows = list(csv.DictReader(file, strict=True))
            assert {row["event"] for row in rows} <= {data["event"]}
    assert any(
        flag["match"] == "purported" and flag["voice"] == "paraphrase" for data in held for flag in data["flags"]
    )
    assert b"<entry>" in (demo_run.site / FEED).read_bytes()


def test_addresses_lead_to_files_of_the_site(demo_run: DemoRun, held: list[dict[str, Any]]) -> None:
    for data in held:
        folder = (demo_run.site / data_path(data["event"])).parent
        for article in data["articles"]:
            assert (folder / article["href"]).is_file(), article["href"]
        annotations = json.loads((demo_run.site / annotations_path(data["event"])).read_bytes())
        for item in annotations["items"]:
            assert (folder / item["target"]["source"]).is_file(), item["target"]["source"]
