"""Where events are many their lists stand on pages of months; a month of which nothing changed is not rendered again,
and the site is what rendering everything gives."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest

from compare.events import Event
from db.records import StoredEvent
from db.store import Store, open_store
from scraper.article import Article, Moment
from tests.test_correcting import LEXICAL, NIGHT
from tests.test_rendered import files, write
from tests.toys import article, keep_events
from variorum.settings import ReportSettings
from variorum.sitefolder import SiteSummary
from variorum.sitepaths import event_path, stem_of

MONTHS = ("2031-01", "2031-02", "2031-03")
EACH = 50  # events of a month: too many for the first page, and for an outlet's own
HERE = LEXICAL.model_copy(update={"report": ReportSettings(processes=0)})
Reported = Callable[..., tuple[SiteSummary, set[str]]]


def told(outlet: str, number: int, day: str) -> Article:
    title = f"Ferry number {number} sails"
    return article(outlet, f"ferry-{number}", title, f"Ferry number {number} sailed.", published=f"{day}T08:00:00Z")


def event_of(number: int, day: str) -> tuple[StoredEvent, list[Article]]:
    articles = [told(outlet, number, day) for outlet in ("post", "wire")]
    keys = tuple(sorted(one.key for one in articles))
    return StoredEvent(f"e{number:04}", Event(keys, articles[0].title, 0.9), "f"), articles


def known(store: Store, *events: tuple[StoredEvent, list[Article]]) -> None:
    """As a night leaves them, with nothing found in them."""
    for _, articles in events:
        for one in articles:
            store.put_article(one, run=None, at=NIGHT)
    store.settle(store.pending())
    keep_events(store, [event for event, _ in events], opened=[event.id for event, _ in events])
    with store.claimed(len(events)) as claim:
        claim.not_due([event.id for event, _ in events])


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(f"sqlite:///{tmp_path}/v.db") as made:
        days = [f"{month}-{1 + number % 28:02}" for month in MONTHS for number in range(EACH)]
        known(made, *(event_of(number, day) for number, day in enumerate(days)))
        yield made


@pytest.fixture
def reported(store: Store, tmp_path: Path) -> Reported:
    """Writes the site, sees that it is what another folder gets for the first time, and says which files that are no
    event's own it touched."""
    number = count()

    def report(**more: bool) -> tuple[SiteSummary, set[str]]:
        before = times(tmp_path / "site")
        summary = write(store, tmp_path / "site", HERE, **more)
        fresh = tmp_path / f"fresh-{next(number)}"
        write(store, fresh, HERE)
        assert files(tmp_path / "site") == files(fresh)
        after = times(tmp_path / "site")
        return summary, {path for path, at in after.items() if before.get(path) != at and stem_of(path) is None}

    summary, _ = report()
    assert summary.rendered == len(MONTHS) * EACH
    return report


def times(folder: Path) -> dict[str, int]:
    return {path.relative_to(folder).as_posix(): path.stat().st_mtime_ns for path in folder.rglob("*.html")}


def test_lists_by_month_lead_to_every_event(reported: Reported, tmp_path: Path) -> None:
    site = tmp_path / "site"
    for path in ("archive", "outlets/post", "outlets/wire"):
        assert sorted(one.name for one in (site / path).iterdir()) == [f"{month}.html" for month in MONTHS]
    for number in range(len(MONTHS) * EACH):
        month, href = MONTHS[number // EACH], event_path(f"e{number:04}")
        assert f'href="../{href}"' in (site / f"archive/{month}.html").read_text()
        assert f'href="../../{href}"' in (site / f"outlets/wire/{month}.html").read_text()
    assert '<a href="../outlets/wire/2031-02.html">February 2031</a>' in (site / "outlets/wire.html").read_text()
    page = (site / "outlets/wire/2031-02.html").read_text()
    assert '<a href="2031-01.html" rel="prev">← January 2031</a>' in page
    assert '<a href="2031-03.html" rel="next">March 2031 →</a>' in page
    assert 'href="../../outlets/wire.html#h-events"' in page


def test_nothing_changed_and_nothing_is_rendered(store: Store, reported: Reported, tmp_path: Path) -> None:
    made = store.rendered_pages(str(tmp_path / "site"))
    assert len(made) == 3 * len(MONTHS)
    summary, touched = reported()
    assert (summary.rendered, summary.written, touched) == (0, 0, set())
    assert store.rendered_pages(str(tmp_path / "site")) == made


def test_a_change_renders_the_pages_of_its_month_alone(store: Store, reported: Reported) -> None:
    event, articles = event_of(0, "2031-01-01")
    longer = replace(articles[0], text=articles[0].text + "\n\nIt sank, officials said.")
    known(store, (event, [longer, articles[1]]))
    summary, touched = reported()
    assert summary.rendered == 1
    assert {path for path in touched if "2031" in path} == {"outlets/post/2031-01.html"}  # its versions
    assert "outlets/post.html" in touched


def test_a_new_month_changes_the_one_before_it(store: Store, reported: Reported) -> None:
    known(store, event_of(900, "2031-04-02"))
    summary, touched = reported()
    assert summary.rendered == 1
    lists = ("archive", "outlets/post", "outlets/wire")
    assert {path for path in touched if "2031" in path} == {
        f"{path}/{month}.html" for path in lists for month in ("2031-03", "2031-04")
    }


def test_an_event_that_moves_and_one_that_goes(store: Store, reported: Reported, tmp_path: Path) -> None:
    event, articles = event_of(0, "2031-01-01")
    moved = [
        replace(one, published=Moment.parse("2031-02-03T08:00:00Z", origin="json-ld"), extractor="new")
        for one in articles
    ]
    known(store, (event, moved))
    _, touched = reported()
    assert {path for path in touched if path.startswith("archive/")} == {"archive/2031-01.html", "archive/2031-02.html"}
    gone, _ = event_of(149, "2031-03-22")
    keep_events(store, [], opened=[gone.id])
    summary, touched = reported()
    assert (summary.rendered, summary.removed) == (0, 6)
    assert {path for path in touched if path.startswith("archive/")} == {"archive/2031-03.html"}
    for number in range(100, 149):
        keep_events(store, [], opened=[f"e{number:04}"])
    assert reported()[0].removed > 49 * 6
    assert not (tmp_path / "site/outlets/post").exists()  # a hundred are left, and stand on the outlet's own page
    assert not list((tmp_path / "site").glob("archive/*"))


def test_pages_of_months_that_somebody_touched_come_back(store: Store, reported: Reported, tmp_path: Path) -> None:
    page = tmp_path / "site/archive/2031-01.html"
    content = page.read_bytes()
    page.unlink()
    (tmp_path / "site/outlets/wire/2031-02.html").write_text("edited")
    summary, touched = reported()
    assert (summary.rendered, touched) == (0, {"archive/2031-01.html", "outlets/wire/2031-02.html"})
    assert page.read_bytes() == content


def test_everything_is_rendered_when_asked_for(reported: Reported) -> None:
    summary, touched = reported(whole=True)
    assert (summary.rendered, summary.written, touched) == (len(MONTHS) * EACH, 0, set())


def test_what_is_damaged_is_rendered_again(store: Store, reported: Reported, tmp_path: Path) -> None:
    site = str(tmp_path / "site")
    held = store.rendered(site)
    summed = store.rendered_months(site)
    store.keep_rendered(site, {"e0001": (held["e0001"], "{}"), "e0149": (held["e0149"], "")})
    for month, one in summed.items():
        assert one is not None
        store.keep_month(site, month, replace(one, sums="[]") if month == "2031-02" else one)
    summary, touched = reported()
    assert (summary.rendered, touched) == (2, set())
