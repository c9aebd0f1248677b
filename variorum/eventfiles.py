"""What lies beside an event's page, in a folder of its own."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Final, get_args

from pydantic.json_schema import GenerateJsonSchema

from variorum.annotations import annotation_page
from variorum.eventdata import EventData
from variorum.eventfile import event_data
from variorum.eventtables import event_table
from variorum.excerpts import ExcerptBudget
from variorum.inputs import EventInput, Report
from variorum.jsonfiles import json_bytes
from variorum.sitepaths import Table, annotations_path, data_path, table_path

_TABLES: Final[tuple[Table, ...]] = get_args(Table)


def event_files(source: EventInput, report: Report, budget: ExcerptBudget) -> Iterator[tuple[str, bytes]]:
    """Paths from the site's folder, and contents. `budget` is the one by which the event's page was made: what that
    does not print stands in none of them."""
    event, data = source.event.id, event_data(source, report, budget)
    yield data_path(event), json_bytes(data)
    yield annotations_path(event), annotation_page(source, report, budget)
    for table in _TABLES:
        yield table_path(event, table), event_table(data, table)


@cache
def event_schema() -> bytes:
    """The JSON Schema that every `data.json` fits."""
    described = EventData.model_json_schema(mode="serialization")
    return json_bytes({"$schema": GenerateJsonSchema.schema_dialect} | described)
