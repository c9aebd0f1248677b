"""Learned site furniture from articles to results: learned, masked, released, quarantined again; in both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from compare.rules import parse_pack
from compare.sitefurniture import SiteLine, line_id
from db.errors import UnknownKeyError
from db.store import Store
from scraper.article import Article
from tests.conftest import Run
from tests.test_sitefurniture import PROMO, article, body
from tests.toys import WordBag, pack_of
from variorum.comparing import CompareSummary, Comparison, compare_stage
from variorum.exporting import export
from variorum.furniture import decide_verb, list_lines, quarantine_lines
from variorum.inputs import OutletLabel, Report
from variorum.progress import Silent
from variorum.quarantine import masks

NIGHT = datetime(2031, 4, 1, 3, tzinfo=UTC)
RULES = parse_pack(pack_of("ring", "intensity", "ring|hear about", "Ring us.", "Call us.", level="note"), name="toy")
COMPARISON = Comparison(rules=RULES, embedder=WordBag(), names={})


def keep(store: Store, *articles: Article) -> None:
    for one in articles:
        store.put_article(one, run=None, at=NIGHT)


def compared(store: Store, *articles: Article) -> CompareSummary:
    keep(store, *articles)
    return compare_stage(store, COMPARISON, Silent())


def pages(*numbers: int, outlet: str = "bell") -> list[Article]:
    return [article(body(outlet, n)) for n in numbers]


def everything_written(store: Store) -> str:
    rows = [
        row for what in ("events", "claims", "differences", "flags") for row in export(store, what, excerpt_words=None)
    ]
    return repr(rows)


def test_a_learned_line_reaches_no_claim_no_flag_and_no_count(store: Store) -> None:
    before = compared(store, *pages(0, 1))
    assert before.quarantined == 0
    assert "lamplighters" in everything_written(store)
    assert before.flags
    after = compared(store, *pages(2))
    assert after.quarantined == 1
    assert after.events_computed == 3  # those of before too, for their sentences are others now
    assert "lamplighters" not in everything_written(store)
    assert after.flags == 0
    assert all(PROMO in item.article.text for item in store.articles())  # what is stored stays
    (line,) = store.furniture()
    assert (line.line.outlet, line.line.text, line.state, line.decided_at) == ("bell", PROMO, "quarantined", None)


def test_a_second_comparison_computes_nothing(store: Store) -> None:
    compared(store, *pages(0, 1, 2, 3))
    held, written = store.furniture(), everything_written(store)
    again = compared(store)
    assert (again.quarantined, again.embedded, again.events_computed) == (0, 0, 0)
    assert store.furniture() == held
    assert everything_written(store) == written


def test_it_stays_quarantined_where_a_night_has_it_once_and_is_recounted(store: Store) -> None:
    compared(store, *pages(0, 1, 2))
    plain = [article(body("bell", n, last=())) for n in range(3, 12)]
    summary = compared(store, *plain, *pages(20))
    assert summary.quarantined == 0
    assert "lamplighters" not in everything_written(store)
    (line,) = store.counted_furniture()
    assert (line.line.articles, line.line.events) == (4, 4)
    assert line.line.last_seen == body("bell", 20).at


def test_a_release_brings_it_back_and_survives_every_later_night(store: Store) -> None:
    compared(store, *pages(0, 1, 2))
    (line,) = store.furniture()
    store.decide_furniture(line.id, "released", NIGHT)
    released = compared(store)
    assert released.events_computed
    assert "lamplighters" in everything_written(store)
    for number in range(3, 8):
        summary = compared(store, *pages(number))
        assert summary.quarantined == 0
        assert "lamplighters" in everything_written(store)
    (line,) = store.counted_furniture()
    assert (line.state, line.decided_at, line.line.articles) == ("released", NIGHT, 8)
    assert compared(store).events_computed == 0

    store.decide_furniture(line.id, "quarantined", NIGHT + timedelta(days=1))
    assert compared(store).events_computed
    assert "lamplighters" not in everything_written(store)
    assert compared(store).events_computed == 0


def test_the_same_articles_at_once_or_one_by_one_end_alike(store: Store) -> None:
    for one in pages(0, 1, 2, 3):
        compared(store, one)
    (line,) = store.counted_furniture()
    assert line.line == SiteLine("bell", PROMO, "end", 1, 4, 4, body("bell", 0).at, body("bell", 3).at)
    assert line.id == line_id("bell", PROMO)


def test_the_other_house_of_the_publisher_is_not_touched(store: Store) -> None:
    compared(store, *pages(0, 1, 2), *pages(5, outlet="echo"))
    assert [item.line.outlet for item in store.furniture()] == ["bell"]
    hidden = masks(store.articles(), store.furniture())
    assert sorted(hidden) == sorted(one.key for one in pages(0, 1, 2))


def test_what_the_store_keeps(store: Store) -> None:
    line = SiteLine("bell", PROMO, "top", 2, 3, 3, NIGHT, NIGHT)
    other = replace(line, outlet="apple", text="Ring us – «any» time…")
    keep(store, *pages(0, 1))
    one, another = store.keys()
    assert store.save_furniture({"b": line, "a": other}, {"b": [one, another]}) == ["a", "b"]
    assert [item.id for item in store.furniture()] == ["a", "b"]
    assert [item.line for item in store.furniture()] == [other, line]
    store.decide_furniture("b", "released", NIGHT)
    assert store.save_furniture({"b": replace(line, text="another wording", distance=7)}, {}) == []
    assert store.furniture()[1].line == line
    assert store.furniture()[1].state == "released"
    assert store.carriers(["a", "b"]) == {one, another}
    store.save_sightings({one: ["a"], another: []})
    assert (store.carriers(["a"]), store.carriers(["b"])) == ({one}, set())
    at = body("bell", 0).at if one == pages(0)[0].key else body("bell", 1).at
    counted = [item.line for item in store.counted_furniture()]
    assert counted == [replace(other, articles=1, events=1, first_seen=at, last_seen=at), line]
    with pytest.raises(UnknownKeyError, match="variorum furniture list"):
        store.decide_furniture("c", "released", NIGHT)


# -- what a person sees --


@pytest.fixture
def desk(variorum: Run, tmp_path: Path) -> Run:
    """The program in a folder whose database holds one quarantined line."""
    from db.store import open_store

    with open_store(f"sqlite:///{tmp_path}/var/variorum.db") as opened:
        opened.save_furniture({"0123456789ab": SiteLine("bell", f"{PROMO} {PROMO}", "end", 1, 3, 3, NIGHT, NIGHT)}, {})
    return variorum


def test_the_list_a_release_and_a_second_thought(desk: Run) -> None:
    listed = desk("furniture", "list")
    assert listed.returncode == 0
    assert "0123456789ab bell: quarantined; paragraph 1 from the end; 3 articles, 3 events" in listed.stdout
    assert f"{PROMO} {PROMO}" in listed.stdout
    released = desk("furniture", "release", "0123456789ab")
    assert (released.returncode, released.stderr) == (0, "")
    assert "released: bell: Saw something" in released.stdout
    assert "released by a person on " in desk("furniture", "list").stdout
    assert desk("furniture", "quarantine", "0123456789ab").returncode == 0
    assert "quarantined by a person on " in desk("furniture", "list").stdout


def test_an_unknown_id_is_named_and_nothing_is_decided(desk: Run) -> None:
    done = desk("furniture", "release", "0123456789ab", "nonsense")
    assert done.returncode == 2
    assert "nonsense" in done.stderr
    assert "variorum furniture list" in done.stderr
    assert "Traceback" not in done.stderr
    assert "quarantined;" in desk("furniture", "list").stdout


def test_doctor_tells_counts_outlets_and_the_latest_in_few_words(desk: Run) -> None:
    told = desk("doctor").stdout
    assert "ok    site furniture: 1 line quarantined (bell 1); see: variorum furniture list" in told
    assert "0123456789ab bell: Saw something the town should hear about?" in told
    assert f"{PROMO} {PROMO}" not in told


def test_words_for_none_and_many(store: Store) -> None:
    assert quarantine_lines([]) == ["none learned yet"]
    assert list_lines([]) == ["no site furniture was learned yet"]
    line = SiteLine("bell", "Ring us.", "end", 1, 3, 3, NIGHT, NIGHT)
    outlets = ["bell", "bell", "echo", "echo", "lamp"]
    store.save_furniture(
        {f"{n}": replace(line, outlet=o, last_seen=NIGHT + timedelta(days=n)) for n, o in enumerate(outlets)}, {}
    )
    assert decide_verb(store, ["4"], "released", now=lambda: NIGHT) == 0
    told = quarantine_lines(store.furniture())
    assert told[0] == "4 lines quarantined (bell 2, echo 2), 1 released; see: variorum furniture list"
    assert [one.split()[0] for one in told[1:]] == ["3", "2", "1"]


def test_the_report_neither_prints_nor_counts_it(store: Store) -> None:
    from variorum.excerpts import ExcerptBudget
    from variorum.pages import event_page
    from variorum.reporting import event_inputs

    compared(store, *pages(0, 1, 2))
    report = Report(outlets={"bell": OutletLabel("The Bell")})
    for source in event_inputs(store):
        page = event_page(source, report, ExcerptBudget(400))
        (holding,) = page.holdings
        article = source.articles[0].article
        assert holding.words == len(article.text.split()) - len(PROMO.split())
        assert "lamplighters" not in repr(page)
