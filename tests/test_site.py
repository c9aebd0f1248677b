"""Writing the report: only what changed is touched, nothing foreign is removed, and no article is printed past its
share."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compare.claims import Nearest
from compare.framing import Other
from compare.spans import overlaps
from compare.wording import Difference
from db.records import StoredDifference, StoredRevision
from tests import report_sample as sample
from tests.legible import legible
from variorum.errors import SiteError
from variorum.inputs import EventInput
from variorum.ownfiles import MANIFEST, UNFINISHED
from variorum.site import render_site
from variorum.sitefolder import SiteSummary, write_site
from variorum.sitepaths import Table, annotations_path, data_path, event_path, outlet_path, table_path

#: What an event page of eight outlets and sixty claims may weigh, before compression.
HEAVIEST = 300_000
#: Bytes of that which stay free, so that a few more words in a label do not break it.
HEADROOM = 10_000
#: Of the sample: two for each event, a page for each outlet, and six pages over all of them.


def state(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {
        str(p.relative_to(folder)): (p.read_bytes(), p.stat().st_mtime_ns) for p in folder.rglob("*") if p.is_file()
    }


def write(out: Path, events: list[EventInput]) -> SiteSummary:
    return write_site(render_site(events, sample.report(), fetch=sample.fetch_report()), out)


def own_files(event: str) -> set[str]:
    tables = {table_path(event, table) for table in get_args(Table)}
    return {event_path(event), data_path(event), annotations_path(event), *tables}


def test_the_site_is_these_files_and_no_other(tmp_path: Path) -> None:
    write(tmp_path, sample.everything())
    over = {"outlets.html", "naming.html", "review.html", "data.html"}
    over |= {outlet_path(slug) for slug in [*sample.LABELS, "unlisted"]}
    beside = {"data.json", "annotations.jsonld", "claims.csv", "differences.csv", "flags.csv"}
    ids = {source.event.id for source in sample.everything()}
    expected = {f"events/{one}/{name}" for one in ids for name in beside} | {f"events/{one}.html" for one in ids}
    assert set(state(tmp_path)) == expected | {
        "index.html",
        "method.html",
        "feed.xml",
        "event.schema.json",
        MANIFEST,
        *over,
    }
    assert expected == set().union(*(own_files(one) for one in ids))


def test_a_second_write_changes_no_file(tmp_path: Path) -> None:
    first = write(tmp_path / "site", sample.everything())
    before = state(tmp_path / "site")
    assert first == SiteSummary(written=len(before) - 1, unchanged=0, removed=0)  # the manifest is none of them
    assert write(tmp_path / "site", sample.everything()) == SiteSummary(0, unchanged=first.written, removed=0)
    assert state(tmp_path / "site") == before


@settings(max_examples=5)
@given(st.permutations(sample.everything()))
def test_the_order_of_input_does_not_matter(events: list[EventInput]) -> None:
    turned = [replace(e, articles=e.articles[::-1], revisions=e.revisions[::-1]) for e in events]
    assert list(render_site(turned, sample.report())) == list(render_site(sample.everything(), sample.report()))


def test_other_processes_render_the_same() -> None:
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as executor:
        elsewhere = list(render_site(sample.everything(), sample.report(outlets={}), executor=executor))
    assert elsewhere == list(render_site(sample.everything(), sample.report(outlets={})))


def test_one_changed_event_writes_its_own_files_and_those_whose_numbers_changed(tmp_path: Path) -> None:
    write(tmp_path, sample.everything())
    before = state(tmp_path)
    pact, claims = sample.pact(), sample.pact().results.claims
    told = replace(
        pact.results.differences[0], difference=replace(pact.results.differences[0].difference, kind="naming")
    )
    flags = [replace(one, flag=replace(one.flag, level="note")) for one in pact.results.flags]
    results = replace(
        pact.results,
        claims=(replace(claims[0], claim=replace(claims[0].claim, similarity=0.9)), *claims[1:]),
        differences=(told, *pact.results.differences[1:]),
        flags=tuple(flags),
    )
    changed = [replace(e, results=results) if e == pact else e for e in sample.everything()]
    found = write(tmp_path, changed)
    after = state(tmp_path)
    touched = {p for p in after if after[p] != before[p]}
    outlets = {outlet_path(slug) for slug in sample.LABELS}  # it counts in all of theirs, and in no other outlet's
    assert touched == {*own_files(pact.event.id), *outlets, "index.html", "feed.xml"}
    assert (found.written, found.removed) == (len(touched), 0)


def test_pages_of_vanished_events_go_and_nothing_else_does(tmp_path: Path) -> None:
    write(tmp_path, sample.everything())
    flood = sample.flood().event.id
    foreign = [
        tmp_path / name for name in ("source/a.html", "events/mine.html", "notes.txt", f"events/{flood}/mine.csv")
    ]
    for path in foreign:
        path.parent.mkdir(exist_ok=True)
        path.write_text("mine")
    pact = sample.pact().event.id
    events = sum(len(own_files(e.event.id)) for e in sample.everything()[1:])
    assert write(tmp_path, [sample.pact()]).removed == events + 1  # and an outlet of which nothing is held any more
    assert not (tmp_path / outlet_path("unlisted")).exists()
    assert all(path.read_text() == "mine" for path in foreign)
    assert sorted(p.name for p in (tmp_path / "events").iterdir()) == sorted(["mine.html", f"{pact}.html", pact, flood])


def test_what_an_earlier_version_wrote_elsewhere_goes(tmp_path: Path) -> None:
    pact = sample.pact().event.id
    (tmp_path / "events").mkdir()
    former, foreign = tmp_path / "events" / f"{pact}.jsonld", tmp_path / "events" / "mine.jsonld"
    for path in (former, foreign):
        path.write_text("{}")
    (tmp_path / MANIFEST).write_text(f'["events/{pact}.jsonld"]')
    assert write(tmp_path, [sample.pact()]).removed == 1
    assert not former.exists()
    assert foreign.exists()


def test_files_of_a_report_that_was_broken_off_are_known_as_ours(tmp_path: Path) -> None:
    def broken_off() -> Iterator[tuple[str, bytes]]:
        yield from islice(render_site([sample.flood()], sample.report()), 3)
        raise RuntimeError("the power went")

    first = write(tmp_path, [sample.pact()]).written
    with pytest.raises(RuntimeError):
        write_site(broken_off(), tmp_path)
    assert len([path for path in state(tmp_path) if sample.flood().event.id in path]) == 3
    with pytest.raises(RuntimeError):
        write_site(broken_off(), tmp_path)
    assert write(tmp_path, [sample.pact()]) == SiteSummary(written=0, unchanged=first, removed=3)
    assert not [path for path in state(tmp_path) if sample.flood().event.id in path]
    assert not (tmp_path / UNFINISHED).exists()


@pytest.mark.parametrize(
    "listed", ['["../victim", "/etc/victim", "notes.txt", 7]', "{}", "not json", '["events/../../victim.html"]']
)
def test_a_foreign_manifest_removes_nothing(tmp_path: Path, listed: str) -> None:
    (tmp_path / "victim").write_text("x")
    site = tmp_path / "site"
    site.mkdir()
    (site / "notes.txt").write_text("x")
    (site / MANIFEST).write_text(listed)
    (site / UNFINISHED).write_text("../victim\nnotes.txt\nevents/../../victim.html")
    assert write(site, []).removed == 0
    assert (tmp_path / "victim").is_file()
    assert (site / "notes.txt").is_file()


def test_files_follow_the_umask(tmp_path: Path) -> None:
    write(tmp_path, [])
    (tmp_path / "plain").write_text("x")
    assert (tmp_path / "index.html").stat().st_mode == (tmp_path / "plain").stat().st_mode
    assert not list(tmp_path.rglob("*.new"))


def test_a_folder_that_cannot_be_written_is_named_with_a_remedy(tmp_path: Path) -> None:
    (tmp_path / "site").write_text("a file where the folder should be")
    with pytest.raises(SiteError, match=r"site.*--out"):
        write(tmp_path / "site", [])
    with pytest.raises(SiteError, match=r"deeper.*variorum\.toml"):
        write(tmp_path / "site" / "deeper", [])


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(SiteError, match="make the folder writable"):
        write(tmp_path, [])


def test_an_event_with_a_strange_id_has_a_plain_path() -> None:
    assert event_path("../../x") == event_path("../../x")
    assert re.fullmatch(r"events/[0-9a-f]{12}\.html", event_path("../../x"))
    assert re.fullmatch(r"outlets/[0-9a-f]{12}\.html", outlet_path("../../x"))
    assert outlet_path("harbour-post") == "outlets/harbour-post.html"


#: A word of an article that is unlike any other, and can be written in several ways.
WORD: Final = re.compile(r"z\d+[xo]\d+éz")


@settings(max_examples=40)
@given(st.integers(0, 60), st.data())
def test_no_article_is_printed_past_its_share(limit: int, data: st.DataObject) -> None:
    """Every word of these articles, in whichever version, is unlike any other, so whatever is printed in any file can
    be counted."""
    source = distinct(data)
    shown = set(WORD.findall("\n".join(printed([source, sample.ferry()], limit).values())))
    for item in source.articles:
        own = {
            word for one in source.revisions if one.key == item.article.key for word in WORD.findall(one.article.text)
        }
        assert len(shown & own) <= limit, sorted(shown & own)
    if limit == 60 and not any(len(WORD.findall(one.article.text)) > 30 for one in source.revisions):
        assert "z0x0éz" in shown


def test_words_are_found_in_every_kind_of_file() -> None:
    """Else the share would be kept only because nobody looks."""
    kinds = {Path(path).suffix for path, text in printed([sample.pact()], 400).items() if "purported" in text}
    assert kinds == {".html", ".json", ".jsonld", ".csv", ".xml"}


def printed(events: list[EventInput], limit: int) -> dict[str, str]:
    """Every file that is written, whatever its name, with all that can be found in it."""
    with TemporaryDirectory() as folder:
        write_site(render_site(events, sample.report(excerpt_words=limit)), Path(folder))
        files = [path for path in Path(folder).rglob("*") if path.is_file()]
        return {str(path.relative_to(folder)): legible(path.read_bytes()) for path in files}


def distinct(data: st.DataObject) -> EventInput:
    """Three outlets whose articles share no word, with an earlier version of each, claims of all or of two of them,
    differences, flags and speakers drawn at random."""
    items, revisions = [], []
    for number, outlet in enumerate(("meridian", "ledger", "daily-bell")):
        words = iter(f"z{number}x{index}éz" for index in range(10_000))
        sizes = data.draw(st.lists(st.integers(1, 12), min_size=3, max_size=8))
        title, *sentences = (" ".join(next(words) for _ in range(size)) for size in sizes)
        at = f"2025-03-11T0{number}:00:00Z"
        items.append(sample.article(outlet, f"s{number}", at, title, *sentences, revision=2))
        old = iter(f"z{number}o{index}éz" for index in range(10_000))
        was = [_reworded(one, old, data.draw(st.integers(0, len(one.split())))) for one in (title, *sentences)]
        before = sample.article(outlet, f"s{number}", at, *was, " ".join(next(old) for _ in range(4)))
        revisions += [
            StoredRevision(i.article.key, n, i.article, sample.SEEN) for n, i in ((1, before), (2, items[-1]))
        ]
    readings = [[sample.reading(i, s) for s in i.article.text.split("\n\n")] for i in items]
    depth = min(len(r) for r in readings)
    shared, alone = [], []
    for level in range(0, depth, 2):
        left_out = data.draw(st.integers(1, 3))
        near = [Nearest(r[level], 0.3, 0.4) for at, r in enumerate(readings) if at == left_out]
        shared.append(sample.claim(*(r[level] for at, r in enumerate(readings) if at != left_out), nearest=near))
        alone += [sample.claim(one.reading) for one in near]
    alone += [sample.claim(one) for r in readings for level, one in enumerate(r) if level >= depth or level % 2]
    kinds: list[Any] = ["doubt", "attribution", "number", "contradiction", "quote", "prominence", "absence"]
    told, flags = [], []
    by_key = {item.article.key: item for item in items}
    others = [Other(r.outlet, r.text) for item in shared for r in item.claim.readings]
    for item in items:
        words = WORD.findall(item.article.text)
        for word in data.draw(st.lists(st.sampled_from(words), max_size=3, unique=True)):
            marked = sample.flag(
                item,
                word,
                "doubt",
                voice="quoted",
                source=data.draw(st.sampled_from([*words, *item.article.text.split("\n\n")])),
                message=f"“{word}” is loaded.",
                others=data.draw(st.lists(st.sampled_from(others), max_size=2, unique=True)),
            )
            flags.append(replace(marked, flag=replace(marked.flag, rule="doubt.any")))
    for item in shared:
        for kind in data.draw(st.lists(st.sampled_from(kinds), max_size=2, unique=True)):
            variants = tuple(
                sample.variant(by_key[r.article], data.draw(st.sampled_from(r.text.split())), side)
                for r, side in zip(item.claim.readings, "aab", strict=False)
            )
            spoken = [
                f.flag.source
                for f in flags
                for r in item.claim.readings
                if f.article == r.article and overlaps(f.flag, r)
            ]
            says = (
                "; ".join(f"{v.outlet} wrote “{v.text}”" for v in variants) + f", paraphrasing {' and '.join(spoken)}"
            )
            told.append(StoredDifference(item.id, Difference(kind, variants, says)))
    changes = [found for pair in batched(revisions, 2) for found in sample.changes_of(pair)]
    return sample.event(
        items, claims=[*shared, *alone], differences=told, flags=flags, revisions=revisions, changes=tuple(changes)
    )


def _reworded(text: str, others: Iterator[str], count: int) -> str:
    """The text with other words in the place of its first ones."""
    return " ".join([*islice(others, count), *text.split()[count:]])


def batched(items: list[StoredRevision], size: int) -> list[list[StoredRevision]]:
    return [items[at : at + size] for at in range(0, len(items), size)]


def test_a_large_event_stays_light() -> None:
    path, content = next(iter(render_site([sample.large()], sample.report(outlets={}, excerpt_words=100_000))))
    assert path.startswith("events/")
    assert content.count(b"<tr>") > 60
    assert len(content) < HEAVIEST - HEADROOM
