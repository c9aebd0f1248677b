"""The wire's text in the invented newsroom: every label of [[shared]] holds, and nothing else is called shared."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import pytest
from lxml import html

from db.store import Store, open_store
from tests.conftest import DemoRun
from tests.demo_labels import Exports, Row, name_of, rows
from tests.demo_labels import exports_of_the_demo as exports_of_the_demo


@pytest.fixture(scope="module")
def store(demo_run: DemoRun) -> Iterator[Store]:
    with open_store(demo_run.database_url) as opened:
        yield opened


def origins(exports: Exports) -> dict[tuple[str, int], Row | None]:
    """By article's name and the sentence's start: the origin of every reading."""
    names = {row["article"]: name for name, row in exports.articles.items()}
    return {
        (names[reading["article"]], reading["start"]): reading["origin"]
        for claim in exports.rows("claims")
        for reading in claim["readings"]
    }


def test_every_reprint_is_linked_to_its_origin_and_nothing_else_is(exports: Exports) -> None:
    names = {row["article"]: name for name, row in exports.articles.items()}
    found = Counter(
        (name, names[origin["article"]] if origin["article"] else origin["agency"])
        for (name, _), origin in origins(exports).items()
        if origin is not None
    )
    assert found == Counter(
        {(row["article"], row.get("origin") or row["agency"]): row["count"] for row in rows("shared")}
    )


def test_the_agency_s_name_and_voice_stand_with_every_origin(exports: Exports) -> None:
    told = {(o["agency"], o["outlet"], o["voice"]) for o in origins(exports).values() if o is not None}
    assert told == {("Meridian Wire", "meridian", "meridian")}


def test_edited_words_are_known(exports: Exports, store: Store) -> None:
    by_key = {row["article"]: row for row in exports.rows("articles")}
    shares = store.shares(by_key)
    for row in rows("shared"):
        key, text = exports.articles[row["article"]]["article"], exports.articles[row["article"]]["text"]
        words = [text[edit.start : edit.end] for item in shares.of([key]) for edit in item.edits]
        assert [word for word in words if word] == row["edited"], row["article"]


def test_framing_is_charged_to_house_edits_only(exports: Exports) -> None:
    edited = {(row["article"], words) for row in rows("shared") for words in row["edited"]}
    names = {row["article"]: name_of(row) for row in exports.rows("articles")}
    copied = {row["article"] for row in rows("shared")}
    shared = origins(exports)
    for flag in exports.rows("flags"):
        name = names[flag["article"]]
        text = exports.articles[name]["text"]
        reading = max((start for other, start in shared if other == name and start <= flag["start"]), default=None)
        if name not in copied or reading is None or shared[name, reading] is None:
            assert flag["shared"] is None, (name, flag["match"])
            continue
        in_edit = any(
            article == name
            and any(m.start() < flag["end"] and flag["start"] < m.end() for m in re.finditer(words, text))
            for article, words in edited
        )
        assert (flag["shared"] is None) == in_edit, (name, flag["match"])


def test_a_flag_on_the_wire_s_words_counts_once(exports: Exports) -> None:
    repeated = [flag for flag in exports.rows("flags") if flag["repeats"]]
    assert repeated
    for flag in repeated:
        assert flag["shared"] is not None
        twins = [
            other
            for other in exports.rows("flags")
            if other["event"] == flag["event"] and other["rule"] == flag["rule"] and not other["repeats"]
            and other["match"].casefold() == flag["match"].casefold()
        ]  # fmt: skip
        assert twins


def test_differences_are_between_origins(exports: Exports) -> None:
    """No verbatim copy is a side of its own beside the text it copies."""
    shared = origins(exports)
    names = {row["article"]: name_of(row) for row in exports.rows("articles")}
    starts = {name: sorted(start for other, start in shared if other == name) for name in names.values()}
    for difference in exports.rows("differences"):
        sides: dict[tuple[str, str], str] = {}
        for variant in difference["readings"]:
            name = names[variant["article"]]
            start = max(s for s in starts[name] if s <= variant["start"])
            origin = shared[name, start]
            if origin is not None and origin["article"] and f"{names[origin['article']]}" in exports.articles:
                sides[origin["article"], difference["claim"]] = variant["side"]
        for variant in difference["readings"]:
            if difference["kind"] == "absence":
                continue  # one side: all that have it, whoever wrote it
            twin = sides.get((variant["article"], difference["claim"]))
            assert twin is None or twin != variant["side"] or difference["kind"] == "contradiction", difference


def test_the_page_says_so(demo_run: DemoRun) -> None:
    page = next(
        p for p in sorted(demo_run.site.glob("events/*.html")) if "Lights out for Grain Hill" in p.read_text("utf-8")
    )
    text = " ".join(html.fromstring(page.read_text("utf-8")).text_content().split())
    assert "agency text: Meridian Wire" in text
    assert "agency text: Meridian Wire, with edits by the house" in text
    assert "one agency text, printed by 3 of 3 outlets" in text
    assert "0 claims in two or more outlets" in text
    assert "The Harbour Post (its edit of agency text) wrote “The council claimed" in text
    seals = next(
        p for p in sorted(demo_run.site.glob("events/*.html")) if "A record winter for Tarn" in p.read_text("utf-8")
    )
    text = " ".join(html.fromstring(seals.read_text("utf-8")).text_content().split())
    assert "agency text (Meridian Wire), printed by The Aldmoor Ledger and The Harbour Post" in text
