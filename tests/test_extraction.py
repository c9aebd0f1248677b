"""Extraction in worker processes: limits of time and memory, dying workers, and nobody left behind."""

from __future__ import annotations

import multiprocessing
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from db.store import open_store
from scraper.article import Page, is_fault
from scraper.errors import ExtractError
from scraper.outlets import parse_outlets
from tests.readers import MOST, Stalling, broken, trouble
from variorum.demo.houses import read_houses
from variorum.demo.server import Request, serve
from variorum.demo.stories import NIGHTS, newsroom_at
from variorum.errors import ExtractionError
from variorum.extraction import Extraction, PageToArticle, open_extraction
from variorum.fetching import FetchSummary, fetch_stage
from variorum.forkserver import PAGES
from variorum.nightly import client, user_agent
from variorum.pageworker import TIRED_BYTES
from variorum.patience import Patience
from variorum.settings import FetchSettings, Settings

ROOT = Path(__file__).parent.parent
NOW = datetime(2031, 3, 10, 12, tzinfo=UTC)
SENTENCES = " ".join(f"The harbour board of Wexholm heard witness number {number} on Monday." for number in range(30))
LATER = " ".join(f"On Tuesday the board will read letter {number} of the dock workers." for number in range(20))
LIMIT = 2.0  # seconds for a page, in the tests that run into it
PATIENCE = 30.0  # seconds within which a process that was ended must be gone


def page(name: str, body: str | None = None) -> Page:
    text = f"<p>{SENTENCES}</p><p>{LATER}</p>" if body is None else body
    html = (
        f"<html><head><title>Harbour board hears witnesses</title></head><body><article>{text}</article></body></html>"
    )
    url = f"https://gazette.example/{name}"
    return Page("gazette", url, url, b"" if body == "" else html.encode(), "text/html", NOW)


@pytest.fixture(scope="module", params=["new interpreters", "forked"], autouse=True)
def begun(request: pytest.FixtureRequest) -> Iterator[str]:
    """How the processes of this file's tests begin."""
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "forked":
            patch.setenv(PAGES, "1")
        else:
            patch.delenv(PAGES, raising=False)
        yield request.param


@pytest.fixture(scope="module")
def workers(begun: str) -> Iterator[Extraction]:
    with Extraction(processes=2, seconds=60, max_bytes=MOST, load=trouble) as found:
        yield found


def reason(extraction: PageToArticle, name: str, body: str | None = None) -> tuple[str, str]:
    with pytest.raises(ExtractError) as caught:
        extraction(page(name, body), outlet=None, now=NOW)
    return caught.value.reason, caught.value.detail


def test_a_worker_gives_the_article_that_this_process_gives(workers: Extraction) -> None:
    outlet = parse_outlets(
        '[[outlet]]\nslug = "gazette"\nname = "Gazette"\nhome = "https://gazette.example/"\n'
        'feeds = ["https://gazette.example/feed"]\n',
        source="test",
    )[0]
    with Extraction(processes=0, seconds=60, max_bytes=MOST, load=trouble) as here:
        for known in (None, outlet):
            wanted = here(page("fine"), outlet=known, now=NOW)
            assert workers(page("fine"), outlet=known, now=NOW) == wanted
            assert SENTENCES in wanted.text


def test_the_extractors_of_the_program_read_a_page_in_a_worker() -> None:
    settings = FetchSettings(extract_processes=1)
    with open_extraction(settings) as extraction:
        article = extraction(page("fine"), outlet=None, now=NOW)
    assert article.title == "Harbour board hears witnesses"
    assert article.body == f"{SENTENCES}\n\n{LATER}"


def test_a_refusal_keeps_its_reason(workers: Extraction) -> None:
    assert reason(workers, "empty", "")[0] == "empty"


def test_a_page_that_takes_too_long_costs_only_itself() -> None:
    with Extraction(processes=1, seconds=LIMIT, max_bytes=MOST, load=trouble) as extraction:
        before = reason(extraction, "who")[1]
        assert reason(extraction, "stall") == (
            "extraction took too long",
            "https://gazette.example/stall: stopped after 2 s (extract_seconds)",
        )
        gone(int(before))
        assert extraction(page("fine"), outlet=None, now=NOW).url.endswith("/fine")


@pytest.mark.parametrize(("name", "end"), [("exit", "exit status 7"), ("signal", "signal 9")])
def test_a_worker_that_dies_costs_only_its_page(workers: Extraction, name: str, end: str) -> None:
    why, detail = reason(workers, name)
    assert why == "extraction crashed"
    assert detail == f"https://gazette.example/{name}: the worker ended with {end}"
    assert workers(page("fine"), outlet=None, now=NOW).url.endswith("/fine")


def test_a_worker_that_dies_between_two_pages_costs_none(workers: Extraction) -> None:
    idle = int(reason(workers, "who")[1])
    os.kill(idle, signal.SIGKILL)
    while idle in {child.pid for child in multiprocessing.active_children()}:
        time.sleep(0.01)
    assert [workers(page("fine"), outlet=None, now=NOW).url for _ in range(3)]


@pytest.mark.skipif(sys.platform != "linux", reason="the limit is Linux's")
def test_memory_is_limited(workers: Extraction) -> None:
    assert reason(workers, "huge")[0] == "extraction took too much memory"
    assert workers(page("fine"), outlet=None, now=NOW).url.endswith("/fine")


@pytest.mark.skipif(sys.platform != "linux", reason="the limit is Linux's")
def test_a_worker_that_grew_is_replaced() -> None:
    with Extraction(processes=1, seconds=60, max_bytes=MOST, load=trouble) as extraction:
        before = reason(extraction, "who")[1]
        assert reason(extraction, "who")[1] == before
        assert extraction(page("grow"), outlet=None, now=NOW).url.endswith("/grow")
        assert reason(extraction, "who")[1] != before
        gone(int(before))


def test_an_error_nobody_foresaw_is_recorded_with_its_place(workers: Extraction) -> None:
    why, detail = reason(workers, "bug")
    assert why == "extraction failed"
    assert re.fullmatch(r"https://gazette\.example/bug: ZeroDivisionError at \w+\.py:\d+: a mistake of ours", detail)


def test_many_threads_share_two_workers(workers: Extraction) -> None:
    names = [("who", "fine", "signal")[number % 3] for number in range(24)]

    def ask(name: str) -> str:
        try:
            return workers(page(name), outlet=None, now=NOW).title
        except ExtractError as error:
            return error.reason

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(ask, names))
    wanted = {"who": "asked", "fine": "Harbour board hears witnesses", "signal": "extraction crashed"}
    assert answers == [wanted[name] for name in names]
    assert len({reason(workers, "who")[1] for _ in range(8)}) <= 2


def test_workers_that_cannot_start_are_an_error_of_the_program() -> None:
    with Extraction(processes=1, seconds=60, max_bytes=MOST, load=broken) as extraction:
        for _ in range(2):
            with pytest.raises(ExtractionError, match="no such extractor; run: variorum doctor"):
                extraction(page("fine"), outlet=None, now=NOW)


def test_closing_ends_what_is_under_way() -> None:
    with ThreadPoolExecutor(3) as pool:
        with Extraction(processes=1, seconds=60, max_bytes=MOST, load=trouble) as extraction:
            worker = int(reason(extraction, "who")[1])
            waiting = [pool.submit(extraction, page("stall"), outlet=None, now=NOW) for _ in range(3)]
            while not any(future.running() for future in waiting):
                time.sleep(0.01)
        errors = [future.exception() for future in waiting]
        assert all(isinstance(error, (ExtractError, ExtractionError)) for error in errors)
    gone(worker)
    with pytest.raises(ExtractionError, match="has ended"):
        extraction(page("fine"), outlet=None, now=NOW)


PARENT = """
import sys, threading
from tests.test_extraction import MOST, NOW, Extraction, page, reason, trouble

def stall():
    extraction(page("stall"), outlet=None, now=NOW)

with Extraction(processes=2, seconds=600, max_bytes=MOST, load=trouble) as extraction:
    thread = threading.Thread(target=stall, daemon=True)
    thread.start()
    idle = reason(extraction, "who")[1]
    print(idle, *(worker.process.pid for worker in extraction._alive), flush=True)
    thread.join()
"""


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_nobody_is_left_when_the_program_is_ended(how: signal.Signals) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PARENT], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        workers = {int(word) for word in parent.stdout.readline().split()}
        assert len(workers) == 2, parent.communicate()
        parent.send_signal(how)
        parent.communicate(timeout=PATIENCE)
    for worker in workers:
        gone(worker)


def gone(pid: int) -> None:
    """Wait until no process, not even a dead one nobody has collected, has that number."""
    end = time.monotonic() + PATIENCE
    while Path(f"/proc/{pid}").exists() if Path("/proc/self").exists() else _answers(pid):
        assert time.monotonic() < end, f"process {pid} is still there"
        time.sleep(0.02)


def _answers(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_stalled_page_is_recorded_and_had_the_next_time(tmp_path: Path) -> None:
    note = tmp_path / "stall"
    read = Stalling(note)
    stalled_then_had(tmp_path, note, lambda: Extraction(processes=2, seconds=LIMIT, max_bytes=MOST, load=read))


def stalled_then_had(folder: Path, note: Path, reading: Callable[[], AbstractContextManager[PageToArticle]]) -> None:
    """Two fetches: in the first a page never ends, as the note says; in the second it is asked for again, and had."""
    text = (resources.files("variorum.demo") / "outlets.toml").read_text("utf-8")
    outlet = next(one for one in parse_outlets(text, source="demo") if one.slug == "daily-bell")
    house = read_houses()["daily-bell"]
    stories = newsroom_at(1)["daily-bell"]
    victim = house.url_of(next(story for story in stories if story.kind == "news"))
    note.write_text(victim, "utf-8")
    with open_store(f"sqlite:///{folder / 'var.db'}") as store, serve(1) as newsroom:
        settings = Settings(fetch=FetchSettings(contact="test@variorum.example", addresses=newsroom.hosts))

        def night() -> tuple[FetchSummary, int, list[Request]]:
            before = len(newsroom.log)
            run = store.start_run("fetch", NIGHTS[1], {})
            with reading() as read:
                summary = fetch_stage(
                    store,
                    run,
                    [outlet],
                    settings=settings,
                    get=client(settings),
                    agent=user_agent(settings),
                    read=read,
                    now=lambda: NIGHTS[1],
                    patience=Patience(),
                )
            store.finish_run(run, NIGHTS[1], status="done", summary={})
            return summary, run, list(newsroom.log[before:])

        first, run, _ = night()
        assert [(failure.url, failure.reason) for failure in store.failures(run) if is_fault(failure)] == [
            (victim, "extraction took too long")
        ]
        assert first.failed == 1
        assert first.new > 1
        note.unlink()
        second, run, log = night()
        assert (second.failed, second.new) == (0, 1)
        asked = {request.path: request.conditional for request in log if request.host == house.host}
        assert not asked[urlsplit(victim).path]
        assert any(asked.values())


def test_what_the_asking_process_holds_is_not_counted_as_a_workers() -> None:
    held = b"\1" * (TIRED_BYTES + 50_000_000)
    with Extraction(processes=1, seconds=60, max_bytes=MOST, load=trouble) as extraction:
        before = reason(extraction, "who")[1]
        assert reason(extraction, "who")[1] == before
    assert held


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere each worker is an interpreter of its own")
def test_pages_are_read_on_where_what_workers_are_forked_from_is_killed(begun: str) -> None:
    if begun != "forked":
        pytest.skip("they are forked from nothing")
    with Extraction(processes=1, seconds=60, max_bytes=MOST, load=trouble) as extraction:
        for _ in range(3):
            worker = int(reason(extraction, "who")[1])
            status = Path(f"/proc/{worker}/status").read_text(encoding="ascii")
            server = re.search(r"^PPid:\s+(\d+)$", status, re.MULTILINE)
            assert server
            assert b"multiprocessing.forkserver" in Path(f"/proc/{server[1]}/cmdline").read_bytes()
            os.kill(int(server[1]), signal.SIGKILL)
            while worker in {child.pid for child in multiprocessing.active_children()}:
                time.sleep(0.01)
            assert extraction(page("fine"), outlet=None, now=NOW).url.endswith("/fine")
