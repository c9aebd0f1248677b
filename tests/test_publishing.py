"""The site changes at one moment, whatever happens; what others put there stays."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

import variorum.twins as twins_module
from tests import report_sample as sample
from variorum.ending import Ended
from variorum.errors import SiteError
from variorum.inputs import EventInput
from variorum.ownfiles import MANIFEST, UNFINISHED, OwnFiles, files_of
from variorum.publishing import publish_site
from variorum.site import render_site
from variorum.sitefolder import RenderedFile, SiteSummary, write_site
from variorum.twins import BEHIND, MARKER, Twins


def files(*events: EventInput) -> list[RenderedFile]:
    return list(render_site(events, sample.report(), fetch=sample.fetch_report()))


@pytest.fixture(scope="module")
def old() -> list[RenderedFile]:
    return files(sample.pact(), sample.ferry())


@pytest.fixture(scope="module")
def new() -> list[RenderedFile]:
    return files(sample.pact(), sample.flood())


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return tmp_path / "site"


def state(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if not path.is_dir()}


def watched(pages: list[RenderedFile], site: Path, *, ends: int | None = None) -> Iterator[RenderedFile]:
    """The files, with a look at the site before each: it is as it was. Broken off after `ends` of them."""
    before = state(site)
    for number, page in enumerate(pages):
        if number == ends:
            raise RuntimeError("broken off")
        yield page
        assert state(site) == before


def expected(pages: list[RenderedFile], folder: Path) -> dict[str, bytes]:
    write_site(pages, folder)
    return state(folder)


def test_readers_have_the_old_site_until_the_new_one_is_whole(
    site: Path, tmp_path: Path, old: list[RenderedFile], new: list[RenderedFile]
) -> None:
    publish_site(old, site)
    assert state(site) == expected(old, tmp_path / "as-old")
    summary = publish_site(watched(new, site), site)
    assert state(site) == expected(new, tmp_path / "as-new")
    assert summary.removed == len({path for path, _ in old} - {path for path, _ in new}) > 0
    assert publish_site(new, site) == SiteSummary(written=0, unchanged=len(new), removed=0)
    publish_site(watched(old, site), site)
    assert state(site) == expected(old, tmp_path / "as-old")


@pytest.mark.parametrize("ends", [0, 1, 5, 9])
def test_a_report_that_is_broken_off_leaves_the_old_site(
    site: Path, tmp_path: Path, old: list[RenderedFile], new: list[RenderedFile], ends: int
) -> None:
    publish_site(old, site)
    (site / "CNAME").write_text("press.example")
    before = state(site)
    with pytest.raises(RuntimeError):
        publish_site(watched(new, site, ends=ends), site)
    assert state(site) == before
    publish_site(old, site)
    assert state(site) == before, "nothing of the broken one stays"
    publish_site(new, site)
    assert state(site) == expected(new, tmp_path / "as-new") | {"CNAME": b"press.example"}


def test_a_signal_waits_for_no_twin_and_a_fault_does(
    site: Path, old: list[RenderedFile], monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_site(old, site)
    let_go, ended = threading.Event(), threading.Event()

    def slow(twins: Twins, doubtful: object) -> OwnFiles:
        let_go.wait(20)
        ended.set()
        return OwnFiles()

    def broken_off(error: BaseException) -> Iterator[RenderedFile]:
        yield from ()
        raise error

    monkeypatch.setattr(Twins, "make_equal", slow)
    with pytest.raises(Ended):
        publish_site(broken_off(Ended(signal.SIGTERM)), site)
    assert not ended.is_set()
    let_go.set()
    assert ended.wait(20)
    ended.clear()
    with pytest.raises(RuntimeError):
        publish_site(broken_off(RuntimeError()), site)
    assert ended.is_set()
    with pytest.raises(SiteError, match="no page"):
        publish_site(broken_off(OSError(errno.EIO, "no page")), site)


def test_what_is_the_same_is_shared_not_copied(site: Path, old: list[RenderedFile], new: list[RenderedFile]) -> None:
    publish_site(old, site)
    (page,) = (path for path, _ in old if path.startswith("events/") and (path, _) in new and path.endswith(".html"))
    first = (site / page).stat()
    publish_site(new, site)
    assert (site / page).stat().st_ino == first.st_ino
    assert (site / page).stat().st_mtime_ns == first.st_mtime_ns
    publish_site(old, site)
    assert (Twins.of(site).twin / page).stat().st_ino == first.st_ino


def test_what_others_put_there_goes_along(site: Path, old: list[RenderedFile], new: list[RenderedFile]) -> None:
    publish_site(old, site)
    theirs = {"CNAME": b"press.example", "pictures/logo.svg": b"<svg/>", ".git/HEAD": b"ref", "events/note.txt": b"n"}
    for path, content in theirs.items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_bytes(content)
    (site / "latest").symlink_to("index.html")
    for pages in (new, old, new):
        publish_site(pages, site)
        assert {path: content for path, content in state(site).items() if path in theirs} == theirs
        assert (site / "latest").readlink() == Path("index.html")
        assert not set(state(Twins.of(site).twin)) & {*theirs, "latest"}
    (site / "CNAME").unlink()
    (site / "events/note.txt").write_bytes(b"changed")
    publish_site(old, site)
    assert "CNAME" not in state(site), "what they remove stays removed"
    assert state(site)["events/note.txt"] == b"changed"


def test_what_others_write_while_it_is_switched_is_kept(site: Path, old: list[RenderedFile]) -> None:
    """A kill just after the switch leaves in the twin what was still written into the folder that readers had."""
    publish_site(old, site)
    twins = Twins.of(site)
    twins.make_equal()
    assert twins.switch()
    (twins.twin / "late.txt").write_text("late")
    (twins.twin / "index.html.txt").write_text("late too")
    publish_site(old, site)
    assert state(site)["late.txt"] == b"late"
    assert state(site)["index.html.txt"] == b"late too"


EVENTS = ("events/cafe01", "events/cafe02")


def of_events(*stems: str, text: str = "a") -> list[RenderedFile]:
    """A small site: its first page and these events."""
    pages = [path for one in stems for path in files_of(one)]
    return [("index.html", f"{text} {stems}".encode()), *((path, text.encode()) for path in pages)]


def test_the_twin_tells_what_it_lacks_and_no_more_is_looked_at(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish_site(of_events(*EVENTS), site)
    publish_site(of_events(*EVENTS, "events/cafe03"), site)
    looked_at: list[str] = []
    shared = twins_module.share
    monkeypatch.setattr(twins_module, "share", lambda one, two: (looked_at.append(Path(two).name), shared(one, two)))
    before = state(site)
    assert publish_site(of_events(*EVENTS, "events/cafe03"), site).written == 0
    twin = state(Twins.of(site).twin)
    assert twin.pop(BEHIND)
    assert state(site) == before == twin
    made_equal = {"index.html", *(Path(path).name for path in files_of("events/cafe03"))}
    assert set(looked_at) - {MANIFEST, UNFINISHED} == made_equal
    looked_at.clear()
    assert publish_site(of_events(*EVENTS, "events/cafe03"), site).written == 0
    assert set(looked_at) <= {UNFINISHED}, "a night without news leaves nothing to make equal"


def test_an_event_that_goes_leaves_no_folder(site: Path) -> None:
    for stems in (EVENTS, EVENTS[:1], EVENTS, EVENTS[1:], EVENTS[1:]):
        publish_site(of_events(*stems), site)
        assert sorted(path.name for path in (site / "events").iterdir() if path.is_dir()) == [s[7:] for s in stems]
    twin = Twins.of(site)
    twin.make_equal()
    assert state(twin.twin).keys() - state(site).keys() == {MARKER}
    assert not any(path.is_dir() and not any(path.iterdir()) for path in twin.twin.rglob("*"))


def test_what_others_put_beside_an_event_goes_along(site: Path) -> None:
    publish_site(of_events(*EVENTS), site)
    publish_site(of_events(*EVENTS, text="b"), site)
    notes = {"events/cafe01/note.txt": b"n", "events/cafe02/deep/note.txt": b"d"}
    for path, content in notes.items():
        (site / path).parent.mkdir(exist_ok=True)
        (site / path).write_bytes(content)
    for text in ("c", "d", "d", "e"):
        publish_site(of_events(*EVENTS, text=text), site)
        assert state(site).items() >= notes.items()
        assert not state(Twins.of(site).twin).keys() & notes.keys()
    (site / "events/cafe01/note.txt").unlink()
    (site / "events/cafe02/deep/note.txt").write_bytes(b"other")
    for text in ("f", "g"):
        publish_site(of_events(*EVENTS, text=text), site)
        assert "events/cafe01/note.txt" not in state(site)
        assert state(site)["events/cafe02/deep/note.txt"] == b"other"


def test_notes_in_a_folder_that_keeps_its_old_time_go_along(site: Path) -> None:
    """As rsync and tar leave it."""
    publish_site(of_events(*EVENTS), site)
    publish_site(of_events(*EVENTS, text="b"), site)
    (site / "events/cafe01/note.txt").write_text("n")
    os.utime(site / "events/cafe01", (1_000_000_000, 1_000_000_000))
    for text in ("c", "d", "e"):
        publish_site(of_events(*EVENTS, text=text), site)
        assert "events/cafe01/note.txt" in state(site)


def test_a_folder_of_others_in_an_events_folder_may_be_emptied_and_filled(site: Path) -> None:
    publish_site(of_events(*EVENTS), site)
    notes = site / "events/cafe01/notes"
    notes.mkdir()
    (notes / "a.txt").write_text("a")
    publish_site(of_events(*EVENTS, text="b"), site)
    (notes / "a.txt").unlink()
    for text in ("c", "d"):
        publish_site(of_events(*EVENTS, text=text), site)
        notes.mkdir(exist_ok=True)
    (notes / "b.txt").write_text("b")
    for text in ("e", "f", "g"):
        publish_site(of_events(*EVENTS, text=text), site)
        assert [path.name for path in notes.iterdir()] == ["b.txt"]


def test_what_others_put_there_may_have_any_name_and_become_a_folder(site: Path) -> None:
    publish_site(of_events(*EVENTS), site)
    named = os.fsencode(site) + b"/M\xfcller.jpg"
    Path(os.fsdecode(named)).write_bytes(b"picture")
    (site / "docs").write_text("a file")
    for text in ("b", "c"):
        publish_site(of_events(*EVENTS, text=text), site)
        assert Path(os.fsdecode(named)).exists()
    (site / "docs").unlink()
    (site / "docs").mkdir()
    (site / "docs/a.txt").write_text("a")
    for text in ("d", "e"):
        publish_site(of_events(*EVENTS, text=text), site)
        assert (site / "docs/a.txt").read_text() == "a"


def test_a_site_restored_in_place_is_not_mixed_with_a_later_one(site: Path, tmp_path: Path) -> None:
    first = of_events(*EVENTS)
    publish_site(first, site)
    publish_site(first, site)
    shutil.copytree(site, tmp_path / "backup")
    later = [(path, b"later" if path == "events/cafe02.html" else content) for path, content in first]
    publish_site(later, site)
    publish_site([("index.html", b"only this"), *later[1:]], site)
    for path in (tmp_path / "backup").rglob("*"):
        if path.is_file():
            shutil.copy2(path, site / path.relative_to(tmp_path / "backup"))
    publish_site([("index.html", b"as restored")], site, stands=EVENTS)  # the database was restored too
    assert state(site)["events/cafe02.html"] == b"a"


def test_where_no_folder_can_be_exchanged_what_others_take_away_stays_away(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(one: Path, other: Path) -> None:
        raise OSError(errno.EBUSY, "a mount point", str(one))

    monkeypatch.setattr(twins_module, "exchange", busy)
    publish_site(of_events(*EVENTS), site)
    (site / "CNAME").write_text("press.example")
    publish_site(of_events(*EVENTS, text="b"), site)
    (site / "CNAME").unlink()
    for text in ("c", "d"):
        publish_site(of_events(*EVENTS, text=text), site)
        assert state(site).keys() == {path for path, _ in of_events(*EVENTS)} | {MANIFEST}


def test_doubtful_files_are_made_equal_first(site: Path) -> None:
    """Of an event whose files were rendered anew for being gone, the twin still has them."""
    publish_site(of_events(*EVENTS), site)
    publish_site(of_events(*EVENTS, text="b"), site)
    publish_site(of_events(*EVENTS, text="b"), site)
    (site / "events/cafe01/data.json").unlink()
    (site / "events/cafe01.html").unlink()
    assert publish_site(of_events(*EVENTS, text="b"), site, doubtful=["events/cafe01"]).written == 2
    assert state(site).keys() == {path for path, _ in of_events(*EVENTS)} | {MANIFEST}


@pytest.mark.parametrize("put_there", ["a copy", "an earlier state"])
def test_of_another_folder_the_twin_tells_nothing(site: Path, tmp_path: Path, put_there: str) -> None:
    publish_site(of_events(*EVENTS), site)
    earlier = tmp_path / "earlier"
    shutil.copytree(site, earlier)
    publish_site(of_events(*EVENTS, "events/cafe03", text="b"), site)
    publish_site(of_events(*EVENTS, text="c"), site)
    if put_there == "a copy":
        shutil.rmtree(earlier)
        shutil.copytree(site, earlier)
        (earlier / "events/cafe02.html").write_bytes(b"edited there")
    shutil.rmtree(site)
    earlier.rename(site)
    publish_site([], site, stands=["index.html", *EVENTS])  # as where nothing is rendered anew
    twin = Twins.of(site)
    assert {path: content for path, content in state(twin.twin).items() if not path.startswith(".")} == {
        path: content for path, content in state(site).items() if not path.startswith(".")
    }


def test_a_page_that_was_taken_away_or_edited_comes_back(site: Path, tmp_path: Path, old: list[RenderedFile]) -> None:
    publish_site(old, site)
    (site / "method.html").unlink()
    (site / "index.html").write_text("edited")
    publish_site(old, site)
    assert state(site) == expected(old, tmp_path / "as-old")


def test_a_site_that_an_earlier_version_broke_off_is_taken_up(
    site: Path, tmp_path: Path, old: list[RenderedFile], new: list[RenderedFile]
) -> None:
    write_site(old, site)
    (path, content) = next(page for page in new if page not in old and page[0].startswith("events/"))
    (site / UNFINISHED).write_text(f"\n{path}\n")
    (site / path).parent.mkdir(exist_ok=True)
    (site / path).write_bytes(content)
    publish_site(old, site)
    assert state(site) == expected(old, tmp_path / "as-old")


def test_the_folder_that_one_stands_in_is_written_file_by_file(
    site: Path, tmp_path: Path, old: list[RenderedFile], new: list[RenderedFile], monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_site(old, site)
    (site / "CNAME").write_text("press.example")
    monkeypatch.chdir(site)
    place = site.stat().st_ino
    publish_site(new, site)
    assert site.stat().st_ino == place
    assert state(site) == expected(new, tmp_path / "as-new") | {"CNAME": b"press.example"}


def test_a_site_reached_by_a_link_is_switched_where_it_lies(
    site: Path, tmp_path: Path, old: list[RenderedFile], new: list[RenderedFile]
) -> None:
    (tmp_path / "www").symlink_to(site)
    site.mkdir()
    publish_site(old, tmp_path / "www")
    publish_site(new, tmp_path / "www")
    assert (tmp_path / "www").is_symlink()
    assert state(site) == expected(new, tmp_path / "as-new")


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "site").write_text("a file where the folder should be")
    with pytest.raises(SiteError, match=r"site.*--out"):
        publish_site([], tmp_path / "site")
