"""A whole site written from a newsroom whose every word tries something: whatever the file, nothing in it acts."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import feedparser
import html5lib
import pytest
from lxml import etree, html

from scraper.article import storable
from templates import content_security_policy, inert, script
from tests import hostile_news
from variorum.jsonfiles import json_bytes
from variorum.ownfiles import MANIFEST
from variorum.site import render_site
from variorum.sitefolder import write_site
from variorum.sitepaths import EVENT_SCHEMA, FEED, data_path
from variorum.tables import cell

#: What no file may hold as it stands: controls that are no white space, marks that reorder text, and no characters.
UNSEEN: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufff9-\ufffb\ufffe\uffff]"
)
#: Elements and attributes of a page by which something could run, load or be sent.
ACTING: Final = {
    "img",
    "iframe",
    "object",
    "embed",
    "base",
    "video",
    "audio",
    "foreignobject",
}
ADDRESSES: Final = (
    "href",
    "src",
    "action",
    "formaction",
    "data",
    "poster",
    "srcset",
    "xlink:href",
    "ping",
    "background",
)
#: Where links may lead. A relative path may start with "@", which no scheme does; the index has a source's as it is.
SAFE: Final = re.compile(
    r"https?://[^/]|(\.\./)+[\w@]|@\w|(index|method|outlets|naming|review|data)\.html|feed\.xml|(events|outlets)/|#"
)
FORMULA: Final = re.compile(r"[\s\u200b\ufeff]*[=+\-@＝＋－＠]|[\t\r\n]")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("hostile") / "site"
    write_site(render_site(hostile_news.events(), hostile_news.report(), fetch=hostile_news.fetch()), out)
    return out


def files(site: Path, suffix: str = "") -> list[Path]:
    found = [path for path in sorted(site.rglob(f"*{suffix}")) if path.is_file()]
    assert found
    return found


def test_nothing_is_written_outside_and_every_kind_is_looked_at(site: Path) -> None:
    assert [path.name for path in site.parent.iterdir()] == ["site"]
    assert {path.suffix for path in files(site)} == {".html", ".json", ".jsonld", ".csv", ".xml"}
    of_events = [path for path in files(site) if path.relative_to(site).parts[0] == "events"]
    assert len(of_events) == 6 * len(hostile_news.NASTY)
    over = {path.name for path in files(site) if path.parent == site}
    pages = {"index.html", "method.html", "outlets.html", "naming.html", "review.html", "data.html"}
    assert over == {*pages, FEED, EVENT_SCHEMA, MANIFEST}


def test_no_file_holds_what_cannot_be_seen(site: Path) -> None:
    for path in files(site):
        text = path.read_bytes().decode()
        assert not UNSEEN.search(text.removeprefix("\ufeff")), path


def test_pages_hold_nothing_that_acts(site: Path) -> None:
    for path in files(site, ".html"):
        content = path.read_bytes()
        for read in (html5lib.parse(content.decode(), namespaceHTMLElements=False), html.document_fromstring(content)):
            for element in read.iter():
                if not isinstance(element.tag, str):
                    assert str(element.text).strip().lower() == "doctype html", f"{path}: {element.text}"
                    continue
                tag = element.tag.lower()
                if tag == "script":
                    assert element.text == script(), path
                    continue
                if tag == "form":  # which sends nothing: it has no address, and the policy allows none
                    assert not {"action", "method"} & set(element.attrib), path
                    continue
                assert tag not in ACTING, path
                for name, value in element.attrib.items():
                    assert not str(name).lower().startswith("on"), (path, name)
                    assert name != "style", (path, value)
                    if name in ADDRESSES:
                        assert SAFE.match(value), (path, value)
            assert [e.get("content") for e in read.iter("meta") if e.get("http-equiv")] == [content_security_policy()]
            assert [len(list(read.iter(once))) for once in ("style", "title", "body", "main")] == [1, 1, 1, 1]


def test_what_was_written_is_shown_as_it_stands(site: Path) -> None:
    for number, nasty in enumerate(hostile_news.NASTY):
        page = html.document_fromstring((site / f"{_event_file(number)}.html").read_bytes())
        assert " ".join(str(inert(nasty)).split()) in " ".join(page.text_content().split())


def test_json_is_valid_and_gives_every_word_back(site: Path) -> None:
    for path in [*files(site, ".json"), *files(site, ".jsonld")]:
        text = path.read_bytes().decode()
        assert not re.search("[<>\u2028\u2029]", text), path
        for value in strings(json.loads(text)):
            value.encode()
            assert "\0" not in value
    for number, nasty in enumerate(hostile_news.NASTY):
        held = json.loads((site / data_path(hostile_news.event(nasty, number).event.id)).read_bytes())
        assert storable(nasty) in {flag["rule"] for flag in held["flags"]}
        assert storable(nasty) in {outlet["name"] for outlet in held["outlets"]}
        assert storable(nasty) in {article["title"] for article in held["articles"]}


def test_addresses_in_data_can_be_linked_to(site: Path) -> None:
    for path in [*files(site, "data.json"), *files(site, ".jsonld")]:
        for key, value in pairs(json.loads(path.read_bytes())):
            if key in ("url", "href") or (key == "source" and path.suffix == ".jsonld"):
                relative = r"" if key == "url" else r"|\.\./\.\./[\w@]"
                assert value is None or re.match(rf"https?://[^/]{relative}", value), (path, key, value)
    for path in files(site, ".csv"):
        for row in rows(path):
            assert row.get("href", "") == "" or row["href"].startswith(("http://", "https://", "../../")), path


def test_no_cell_starts_a_formula(site: Path) -> None:
    for path in files(site, ".csv"):
        found = list(rows(path))
        for row in found:
            assert None not in row, (path, row)
            assert None not in row.values(), (path, row)
            assert not [value for value in row.values() if FORMULA.match(value)], path
        if path.name != "differences.csv":
            assert found, path


def test_the_feed_is_well_formed_and_gives_every_title_back(site: Path) -> None:
    content = (site / FEED).read_bytes()
    root = etree.fromstring(content, etree.XMLParser(resolve_entities=False))
    assert root.getroottree().docinfo.doctype == ""
    assert {etree.QName(e).localname for e in root.iter() if isinstance(e.tag, str)} == {
        *("feed", "id", "title", "updated", "author", "name", "link", "generator", "subtitle", "entry", "summary"),
    }
    assert not [e for e in root.iter() if not isinstance(e.tag, str)], "no comment, no instruction"
    read = feedparser.parse(content, sanitize_html=False)
    assert not read.bozo, read.get("bozo_exception")
    titles = {" ".join(str(inert(storable(nasty))).split()) for nasty in hostile_news.NASTY}
    written = {e.text for e in root.iterfind("{*}entry/{*}title")}
    assert titles == written
    assert {e.get("href") for e in root.iter("{*}link")} == {
        "index.html", *(f"{_event_file(number)}.html" for number in range(len(hostile_news.NASTY))),
    }  # fmt: skip


@pytest.mark.parametrize(
    "value", ["=1", "+1", "-1", "@x", "\tx", "\rx", "\nx", " =1", "\u00a0=1", "\ufeff=1", "＝1", "＠x", "\n =1"]
)
def test_a_cell_that_could_start_a_formula_gets_an_apostrophe(value: str) -> None:
    assert str(cell(value)).startswith("'")


def test_other_cells_stay_as_they_are() -> None:
    assert [cell(value) for value in ("plain", "", "a=b", -1, None, True, ["=x"])] == [
        "plain", "", "a=b", -1, None, True, '["=x"]',
    ]  # fmt: skip
    assert cell("a\u202eb\0") == "a\ufffdb\ufffd"


def test_json_comes_back_as_it_was() -> None:
    held = {"a": ["<\u202e\u2028\ufffe\x7f😀>", {"b": "\\u003c"}], "n": [1.5, None, True]}
    assert json.loads(json_bytes(held)) == held
    assert json.loads(json_bytes({"\ud800": "\0"})) == {"\ufffd": "\ufffd"}


def _event_file(number: int) -> str:
    return f"events/{hostile_news.event(hostile_news.NASTY[number], number).event.id}"


def rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file, strict=True)


def pairs(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, one in value.items():
            yield key, one
            yield from pairs(one)
    elif isinstance(value, list):
        for one in value:
            yield from pairs(one)


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, one in value.items():
            yield key
            yield from strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from strings(one)
