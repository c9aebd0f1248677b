"""`data.json` and the tables of an event: they fit their schema and their documentation, and say what the page says."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pytest
from jsonschema import Draft202012Validator

from compare.claims import Nearest
from compare.spans import Span
from compare.wording import Difference
from db.records import StoredDifference
from scraper.article import Moment
from tests import hostile_news
from tests import report_sample as sample
from variorum.eventdata import EventData
from variorum.eventfile import event_data
from variorum.eventfiles import event_schema
from variorum.eventtables import TABLES, event_table
from variorum.excerpts import ExcerptBudget
from variorum.inputs import EventInput, Report
from variorum.pages import event_page
from variorum.reviewing import difference_id
from variorum.site import render_site
from variorum.sitefolder import write_site
from variorum.sitepaths import EVENT_SCHEMA, Table, data_path

ROOT = Path(__file__).parent.parent
SPEAKER = "Old Tobin Rusk of Wexholm"
DOCUMENTED = (ROOT / "docs" / "data.md").read_text(encoding="utf-8")


def data_of(source: EventInput, words: int = 400, report: Report | None = None) -> EventData:
    report = replace(report or sample.report(), excerpt_words=words)
    budget = ExcerptBudget(words)
    event_page(source, report, budget)
    return event_data(source, report, budget)


@cache
def schema() -> dict[str, Any]:
    return dict(json.loads(event_schema()))


@pytest.mark.parametrize("words", [0, 12, 400])
@pytest.mark.parametrize("newsroom", ["sample", "hostile"])
def test_every_file_fits_the_published_schema(tmp_path: Path, newsroom: str, words: int) -> None:
    events, report = (
        (sample.everything(), sample.report())
        if newsroom == "sample"
        else (hostile_news.events(), hostile_news.report())
    )
    write_site(render_site(events, replace(report, excerpt_words=words)), tmp_path)
    published = json.loads((tmp_path / EVENT_SCHEMA).read_bytes())
    Draft202012Validator.check_schema(published)
    check = Draft202012Validator(published)
    for source in events:
        path = tmp_path / data_path(source.event.id)
        held = json.loads(path.read_bytes())
        assert [f"{error.json_path}: {error.message}" for error in check.iter_errors(held)] == []
        assert (path.parent / held["$schema"]).resolve() == (tmp_path / EVENT_SCHEMA).resolve()


def objects() -> Iterator[tuple[str, dict[str, Any]]]:
    yield "EventData", schema()
    yield from schema()["$defs"].items()


def test_the_schema_takes_no_other_field_and_describes_each() -> None:
    assert schema()["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    for name, one in objects():
        assert one["additionalProperties"] is False, name
        assert set(one["required"]) == set(one["properties"]), name
        assert one["description"], name
        for field, described in one["properties"].items():
            meant = described if "$ref" not in described else schema()["$defs"][described["$ref"].rpartition("/")[2]]
            assert len(meant["description"]) > 10, (name, field)
    broken = json.loads(data_of(sample.flood()).model_dump_json()) | {"extra": 1}
    assert not Draft202012Validator(schema()).is_valid(broken)


def test_the_documentation_names_every_field_of_every_object() -> None:
    section = DOCUMENTED[DOCUMENTED.index("### `data.json`") : DOCUMENTED.index("### The tables")]
    rows = re.findall(r"^\| (.+?) \| (.+) \|$", section, re.MULTILINE)[1:]
    documented = [sorted(re.findall(r"`([$\w]+)`", fields)) for _, fields in rows]
    assert sorted(documented) == sorted(sorted(one["properties"]) for _, one in objects())


def test_the_documentation_names_every_column() -> None:
    section = DOCUMENTED[DOCUMENTED.index("### The tables") : DOCUMENTED.index("### `annotations.jsonld`")]
    documented = dict(re.findall(r"^\| `(\w+)\.csv` \| (?:.+?) \| (.+) \|$", section, re.MULTILINE))
    assert set(documented) == set(get_args(Table))
    for table, columns in documented.items():
        written = next(csv.reader(event_table(data_of(sample.pact()), table).decode("utf-8-sig").splitlines()))
        assert re.findall(r"`(\w+)`", columns) == written


def test_it_says_what_the_page_says() -> None:
    page, data = event_page(sample.pact(), sample.report(), ExcerptBudget(400)), data_of(sample.pact())
    assert data.title == page.title
    assert [outlet.name for outlet in data.outlets] == [column.outlet for column in page.columns]
    shared = [claim for claim in data.claims if claim.row is not None]
    assert [claim.row for claim in shared] == [row.number for row in page.rows]
    for claim, row in zip(shared, page.rows, strict=True):
        cells = {cell.outlet: cell for cell in row.cells}
        names = {outlet.outlet: outlet.name for outlet in data.outlets}
        assert {names[one.outlet] for one in claim.readings} == {name for name, cell in cells.items() if cell.readings}
        assert {names[one.outlet]: one.found == "close" for one in claim.absences} == {
            name: cell.absence.found for name, cell in cells.items() if cell.absence
        }
    ranked = sorted((one for one in data.differences if one.rank), key=lambda one: one.rank or 0)
    assert [one.kind for one in ranked] == [told.chip.kind for told in page.contrasts]
    holdings = [(one.words_held, one.words_shown, one.earlier_words_shown, one.revision) for one in data.articles]
    assert holdings == [(one.words, one.printed, one.earlier, one.revision) for one in page.holdings]
    assert len([one for one in data.revisions if one.changes]) == sum(len(one.versions) for one in page.revisions)
    assert sum(flag.reviewed for flag in data.flags) == 1


def test_places_hold_the_words() -> None:
    source = sample.pact()
    data, texts = data_of(source), {item.article.key: item.article.text for item in source.articles}
    found = [(r.article, r.sentence, r.start, r.end) for c in data.claims for r in (*c.readings, *c.nearest)]
    found += [(r.article, r.text, r.start, r.end) for d in data.differences for r in d.readings]
    found += [(f.article, f.match, f.start, f.end) for f in data.flags]
    found += [(o.article, o.text, o.start, o.end) for f in data.flags for o in f.others]
    found += [(p.article, t.text, t.start, t.end) for p in data.together.articles for t in p.shared]
    assert len(found) > 60
    assert all(texts[article][start:end] == words for article, words, start, end in found)
    flags = {flag.flag: flag for flag in data.flags}
    marks = [(mark, reading) for claim in data.claims for reading in claim.readings for mark in reading.marks]
    assert marks
    for mark, reading in marks:
        assert (flags[mark.flag].start, flags[mark.flag].voice) == (mark.start, mark.voice)
        assert reading.start <= mark.start < mark.end <= reading.end


def test_beyond_the_excerpt_limit_places_stand_and_words_do_not() -> None:
    data = data_of(sample.pact(), words=0)
    assert data.title is None
    assert {article.title for article in data.articles} == {None}
    assert {reading.sentence for claim in data.claims for reading in claim.readings} == {None}
    assert {(flag.match, flag.says, flag.source) for flag in data.flags} == {(None, None, None)}
    assert {one.explanation for one in data.differences} == {None}
    assert {article.words_shown for article in data.articles} == {0}
    assert all(claim.readings[0].end > claim.readings[0].start for claim in data.claims)


def test_an_explanation_that_names_a_speaker_needs_the_name_to_be_printed() -> None:
    one = sample.article(
        "ledger", "a", "2025-03-11T06:00:00Z", "Head", "He purported to.", "Old Tobin Rusk of Wexholm."
    )
    two = sample.article("pba", "b", "2025-03-11T07:00:00Z", "Kopf", "He said it.")
    shared = sample.claim(sample.reading(one, "He purported to."), sample.reading(two, "He said it."))
    said = f"X wrote “purported”, in its own words for what {SPEAKER} said; Y did not."
    variants = (sample.variant(one, "purported", "a"), sample.variant(two, "said", "b"))
    marked = sample.flag(one, "purported", "doubt", voice="paraphrase", source=SPEAKER)
    source = sample.event(
        [one, two],
        claims=[shared],
        differences=[StoredDifference(shared.id, Difference("doubt", variants, said))],
        flags=[marked],
    )
    for words, explanation, speaker in ((4, None, None), (400, said, SPEAKER)):
        data = data_of(source, words)
        assert data.claims[0].readings[0].sentence == "He purported to."
        assert (data.differences[0].explanation, data.flags[0].source) == (explanation, speaker)


def test_an_absence_says_which_came_first_as_far_as_the_times_tell() -> None:
    def orders(published: str | None) -> str:
        had = [sample.article(o, o, "2025-03-11T06:00:00Z", o, "The bridge fell.") for o in ("ledger", "pba")]
        lacks = sample.article("meridian", "m", published, "Other", "Nothing of it.")
        near = Nearest(sample.reading(lacks, "Nothing of it."), 0.2, 0.3)
        shared = sample.claim(*(sample.reading(item, "The bridge fell.") for item in had), nearest=[near])
        (absence,) = data_of(sample.event([*had, lacks], claims=[shared])).claims[0].absences
        assert absence.found == "not found in the text we hold"
        assert absence.words_held == 4
        return absence.order

    assert orders("2025-03-10T06:00:00Z") == "older"
    assert orders("2025-03-11T07:00:00Z") == "not older"
    assert orders("2025-03-11") == "not known"
    assert orders(None) == "not known"


def test_an_accepted_difference_says_so() -> None:
    source = sample.flood()
    (told,) = source.results.differences
    accepted = replace(source, reviewed=frozenset({difference_id(told.claim, told.difference)}))
    assert [one.reviewed for one in data_of(source).differences] == [False]
    assert [one.reviewed for one in data_of(accepted).differences] == [True]


def test_marks_on_site_furniture_are_left_out() -> None:
    source = sample.pact()
    first = source.results.flags[0]
    hidden = replace(source, masked={first.article: (Span(first.flag.start, first.flag.end),)})
    assert first.id in {flag.flag for flag in data_of(source).flags}
    assert first.id not in {flag.flag for flag in data_of(hidden).flags}


def test_an_address_that_is_none_of_the_web_is_null() -> None:
    for url in ("javascript:alert(1)", "data:text/html,x", "local/file.html", "ftp://x.example/", "https://"):
        one = sample.article("ledger", "x", None, "Title", "Text.", url=url)
        assert data_of(sample.event([one], claims=[])).articles[0].url is None
    one = sample.article("ledger", "x", None, "Title", "Text.", url="HTTPS://x.example/a")
    assert data_of(sample.event([one], claims=[])).articles[0].url == "HTTPS://x.example/a"


def test_the_order_of_input_does_not_matter() -> None:
    source = sample.pact()
    turned = replace(source, articles=source.articles[::-1], revisions=source.revisions[::-1])
    assert data_of(turned) == data_of(source)


def rows(table: Table, source: EventInput, words: int = 400) -> list[dict[str, str]]:
    content = event_table(data_of(source, words), table)
    assert content.startswith(b"\xef\xbb\xbf"), "without it spreadsheets take UTF-8 for something else"
    return list(csv.DictReader(content.decode("utf-8-sig").splitlines()))


def test_claims_as_a_table_have_a_row_for_each_reading_and_each_absence() -> None:
    data, found = data_of(sample.pact()), rows("claims", sample.pact())
    assert len(found) == sum(len(claim.readings) + len(claim.absences) for claim in data.claims)
    money = [row for row in found if row["row"] == "2"]
    assert {row["outlet"] for row in money} == {outlet.outlet for outlet in data.outlets}
    quote = {row["outlet"]: row["found"] for row in found if row["row"] == "3"}
    assert quote["harbour-post"] == quote["torvia-today"] == "not found in the text we hold"
    assert quote["meridian"] == "found"


def test_differences_and_flags_as_tables() -> None:
    data = data_of(sample.pact())
    told = rows("differences", sample.pact())
    assert [row["text"] for row in told] == [reading.text for one in data.differences for reading in one.readings]
    marked = rows("flags", sample.pact())
    assert [row["match"] for row in marked] == [flag.match for flag in data.flags]
    assert json.loads(marked[0]["others"]) == [other.model_dump() for other in data.flags[0].others] != []
    assert {row["match"] for row in rows("flags", sample.pact(), words=0)} == {""}


def test_a_table_without_rows_names_its_columns() -> None:
    for table, (kind, _) in TABLES.items():
        content = event_table(data_of(sample.event([sample.article("pba", "x", None, "T", "B.")])), table)
        assert content.decode("utf-8-sig").strip().split(",") == list(kind.__dataclass_fields__)


def test_moments_keep_their_precision() -> None:
    articles = {article.article: article for article in data_of(sample.pact()).articles}
    pba = next(item for item in sample.pact().articles if item.article.outlet == "pba")
    assert pba.article.published == Moment.parse("2025-03-11", origin="json-ld")
    held = articles[pba.article.key]
    assert (held.published, held.published_precision, held.published_origin) == ("2025-03-11", "day", "json-ld")


def test_a_bare_day_is_given_no_hour_in_any_file() -> None:
    days = [sample.article(outlet, "x", "2025-03-11", "Late", "It was said.") for outlet in ("pba", "ledger")]
    none = sample.article("meridian", "y", None, "Some time", "It was said.")
    apart = sample.article("daily-bell", "z", "2025-03-12", "Later", "Nothing of it.")
    said = sample.claim(*(sample.reading(one, "It was said.") for one in (*days, none)))
    data = data_of(sample.event([*days, none, apart], claims=[said]))
    (claim,) = data.claims
    assert (claim.first, claim.first_precision, claim.first_sure) == ("2025-03-11", "day", False)
    assert claim.absences[0].newest == "2025-03-12"
    rows = list(csv.DictReader(event_table(data, "claims").decode("utf-8-sig").splitlines()))
    assert {row["published"] for row in rows} == {"2025-03-11", "2025-03-12", ""}
    check = Draft202012Validator(schema())
    written = json.loads(data.model_dump_json(by_alias=True))
    assert check.is_valid(written)
    written["claims"][0]["first"] = "2025-03-11T00:00:00+00:00"
    assert not check.is_valid(written), "midnight is no bare day"


def test_the_link_of_a_marked_word_leads_to_it_and_not_to_the_same_word_before() -> None:
    one = sample.article("bell", "x", "2025-03-11T06:00:00Z", "A march", "A sham march.", "They told of the sham vote.")
    again = one.article.text.rindex("sham")
    marked = sample.flag(one, "sham", "doubt")
    second = replace(marked, flag=replace(marked.flag, start=again, end=again + 4))
    held = [sample.claim(sample.reading(one, text)) for text in one.article.body.split("\n\n")]
    (first_link, second_link) = (
        flag.href for flag in data_of(sample.event([one], claims=held, flags=[marked, second])).flags
    )
    assert (first_link or "").endswith(":~:text=A-,sham,-march.")
    assert (second_link or "").endswith(":~:text=told%20of%20the-,sham,-vote.")
