"""Only events whose files can differ are rendered, and what lies in the folder is what rendering everything gives."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from compare.sitefurniture import SiteLine
from compare.verdicts import judged
from db.records import Rendered
from db.store import Store, open_store
from scraper.article import Moment
from scraper.outlets import Outlet
from tests.test_correcting import LEXICAL, NIGHT, Clock, home
from tests.test_rundiff import compared
from tests.toys import FLOOD, PACT, article
from variorum.comparing import compare_stage
from variorum.correcting import merge_verb
from variorum.nightly import comparison_for, versions_of
from variorum.progress import Silent
from variorum.reporting import report_stage
from variorum.reviewing import all_items
from variorum.settings import ReportSettings, RuleSettings, Settings
from variorum.sitefolder import SiteSummary
from variorum.sitepaths import data_path, event_path
from variorum.uncompared import FAILED

TRAM = article("local", "tram", "Tram fares to rise", "City Hall plans dearer tickets from April.", "Ring the desk.")
FERRY = article("post", "ferry", "Ferry timetable is out", "Boats to Cold Quay leave hourly.", published="2031-08-12")
LONGER = replace(PACT[2], text=PACT[2].text.replace("\n\n", "\n\nA new first paragraph moves every word.\n\n", 1))
Report = Callable[..., int]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(f"sqlite:///{tmp_path}/v.db") as made:
        compared(made, *PACT, *FLOOD, TRAM)
        yield made


def write(store: Store, out: Path, settings: Settings = LEXICAL, outlets: Any = (), **more: Any) -> SiteSummary:
    comparison = comparison_for(settings, outlets)
    return report_stage(store, settings, outlets, comparison.rules, versions_of(comparison), out=out, **more)


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def report(store: Store, tmp_path: Path) -> Report:
    """Writes the site, sees that it is what another folder gets for the first time, and says how many events it
    rendered."""
    number = count()

    def reported(**more: Any) -> int:
        summary = write(store, tmp_path / "site", **more)
        fresh = tmp_path / f"fresh-{next(number)}"
        first = write(store, fresh, **more)
        assert files(tmp_path / "site") == files(fresh)
        assert first.rendered == len(list((fresh / "events").glob("*.html")))
        assert summary.written + summary.unchanged == first.written
        return summary.rendered

    assert reported() == 3
    assert reported() == 0
    return reported


def compare(store: Store, settings: Settings = LEXICAL, outlets: Any = ()) -> None:
    compare_stage(store, comparison_for(settings, outlets), Silent())


def test_texts_that_came_or_changed(store: Store, report: Report) -> None:
    compared(store, FERRY)
    assert report() == 1
    compared(store, LONGER)
    assert report() == 1
    compared(store, replace(FLOOD[0], modified=Moment.parse("2031-03-12T09:00:00Z", origin="meta")))
    assert report() == 1
    compared(store, replace(TRAM, authors=("Ottoline Quade",), section="Town"))
    assert report() <= 1  # nothing of it is shown today
    compared(store, FERRY)
    assert report() == 0


def test_what_reviewers_decide(store: Store, report: Report) -> None:
    flood = home(store, FLOOD[0])
    item = next(one for one in all_items(store) if one.event == flood)
    verdict = judged(item.subject, item.about, item.quotes, "rejected", reviewer="Ottoline Quade", at=NIGHT)
    store.save_verdicts([verdict])
    assert report() == 1
    store.undo_verdict(verdict.id, NIGHT + timedelta(days=1))
    assert report() == 1
    reviewed = LEXICAL.model_copy(update={"report": ReportSettings(show="reviewed")})
    assert report(settings=reviewed) == 3
    assert report(settings=reviewed) == 0


def test_a_merge_takes_an_event_away(store: Store, report: Report, tmp_path: Path) -> None:
    gone = home(store, FLOOD[0])
    merge_verb(store, LEXICAL, gone, home(store, PACT[0]), now=Clock())
    compare(store)
    assert report() == 1
    assert not (tmp_path / "site" / event_path(gone)).exists()
    assert gone not in store.rendered_events(str(tmp_path / "site"))


def test_site_furniture(store: Store, report: Report) -> None:
    line = SiteLine("local", "Ring the desk.", "end", 1, 1, 1, NIGHT, NIGHT)
    store.save_furniture({"0123456789ab": line}, {"0123456789ab": [TRAM.key]})
    assert report() == 1
    compare(store)
    assert report() == 1  # what was found in it is others' now
    store.decide_furniture("0123456789ab", "released", NIGHT)
    assert report() == 1
    compare(store)
    assert report() == 1
    assert report() == 0


def test_what_holds_for_the_whole_report(store: Store, report: Report) -> None:
    assert report(settings=LEXICAL.model_copy(update={"report": ReportSettings(title="Ours")})) == 3
    assert report() == 3
    # An address of the site stands in the feed alone.
    assert report(settings=LEXICAL.model_copy(update={"report": ReportSettings(url="https://a.example/")})) == 0
    off = LEXICAL.model_copy(update={"rules": RuleSettings(disable=["attribution.claim"])})
    compare(store, off)
    assert report(settings=off) == 3


def test_where_articles_can_be_read(report: Report) -> None:
    outlets = [Outlet("wire", "wire", "http://wire.example/")]
    assert report(outlets=outlets) == 0
    assert report(outlets=outlets, source_url=elsewhere) == 2


def elsewhere(address: str) -> str:
    return f"source/{address.removeprefix('http://')}.html"


def test_an_outlet_s_name_is_shown_by_its_own_events_alone(store: Store, report: Report) -> None:
    outlets = [Outlet("wire", "The Wire", "http://wire.example/")]
    assert report(outlets=outlets) == 2
    invented = [replace(outlets[0], invented=True)]
    assert report(outlets=invented) == 2
    assert report(outlets=[*invented, Outlet("else", "Another", "http://else.example/")]) == 0


def test_an_event_that_could_not_be_compared_comes_back_as_it_was(store: Store, report: Report) -> None:
    flood = home(store, FLOOD[0])
    store.make_all_due({})
    with store.claimed(9) as claim:
        claim.not_due({event.id for event in store.events()} - {flood})
    store.set_state(FAILED, f'{{"{flood}": "a fault"}}')
    assert report() == 0
    with store.claimed(9) as claim:
        claim.not_due([flood])
    assert report() == 1


def test_files_that_somebody_touched(store: Store, report: Report, tmp_path: Path) -> None:
    flood, pact = home(store, FLOOD[0]), home(store, PACT[0])
    (tmp_path / "site" / event_path(flood)).unlink()
    data = tmp_path / "site" / data_path(pact)
    content = data.read_bytes()
    data.unlink()  # the folder beside it shares the file
    data.write_bytes(content[::-1])
    assert report() == 2
    assert data.read_bytes() == content
    data.unlink()
    data.write_bytes(content)
    assert report() == 1  # of which nothing had to be written
    assert report() == 0


def test_a_folder_that_vanished_is_written_and_one_that_is_gone_is_forgotten(
    store: Store, report: Report, tmp_path: Path
) -> None:
    (tmp_path / "site").rename(tmp_path / "moved")
    assert report() == 3
    assert str(tmp_path / "fresh-0") in store.rendered_sites()
    (tmp_path / "fresh-0").rename(tmp_path / "elsewhere")
    assert report() == 0
    assert str(tmp_path / "fresh-0") not in store.rendered_sites()


def test_another_database_s_pages_in_the_folder_are_taken_for_nobody_s(
    store: Store, report: Report, tmp_path: Path
) -> None:
    with open_store(f"sqlite:///{tmp_path}/other.db") as other:
        compared(other, *PACT, *FLOOD)
        assert write(other, tmp_path / "site").rendered == 2
        assert report() == 1  # the one that the other did not have: its bytes for the rest are the same
        compared(other, LONGER)
        assert write(other, tmp_path / "site").rendered == 1
        assert report() == 2


def test_a_damaged_memory_is_no_memory(store: Store, report: Report, tmp_path: Path) -> None:
    site = str(tmp_path / "site")
    held = store.rendered(site)
    damaged = zip(held.items(), ["", "{}", "[1]"], strict=True)
    store.keep_rendered(site, {event: (one, part) for (event, one), part in damaged})
    assert report() == 3
    store.keep_rendered(site, {event: (Rendered("2031-01", "another", (), ()), "{}") for event in held})
    assert report() == 3
    assert report() == 0


def test_pages_are_the_same_whether_the_parts_they_are_made_of_were_held_or_read(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared(store, FERRY)  # of another month than the others
    write(store, tmp_path / "held")
    for room in (2, 0):
        monkeypatch.setattr("variorum.rendered.HELD_PARTS", room)
        write(store, tmp_path / f"room for {room}")
        assert files(tmp_path / f"room for {room}") == files(tmp_path / "held")


def test_everything_is_rendered_when_asked_for(store: Store, report: Report) -> None:
    assert report(whole=True) == 3
    assert report() == 0


def no_ferry(address: str) -> str:
    if "ferry" in address:
        raise RuntimeError("broken off")
    return address


def test_a_report_that_was_broken_off_leaves_nothing_wrong(store: Store, report: Report, tmp_path: Path) -> None:
    compared(store, LONGER, FERRY)
    before = files(tmp_path / "site")
    outlets = [Outlet("post", "Post", "http://post.example/")]
    with pytest.raises(RuntimeError, match="broken off"):
        write(store, tmp_path / "site", outlets=outlets, source_url=no_ferry)
    assert files(tmp_path / "site") == before
    assert report() == 2
    assert report() == 0
