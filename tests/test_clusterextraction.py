"""Extraction on a Dask cluster: the articles and refusals of one machine, whatever a page does and whoever dies."""

from __future__ import annotations

import os
import re
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Executor, ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from db.store import open_store
from scraper.errors import ExtractError
from scraper.outlets import parse_outlets
from tests.localcluster import Cluster, local_cluster
from tests.manyevents import COMPARED
from tests.readers import MOST, Stalling, broken, trouble
from tests.test_extraction import LIMIT, gone, page, reason, stalled_then_had
from variorum import daskcluster
from variorum.clusterextraction import ClusterExtraction, Reading, open_reading
from variorum.daskcluster import dask_executor
from variorum.demo.server import serve
from variorum.demo.stories import NIGHTS
from variorum.errors import ExecutorError, ExtractionError
from variorum.exporting import export
from variorum.extraction import Extraction
from variorum.nightly import work_one_night
from variorum.patience import Patience
from variorum.progress import Progress, Silent
from variorum.settings import CompareSettings, FetchSettings, Settings

pytest.importorskip("distributed")

NOW = page("fine").fetched_at


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    marks = tmp_path_factory.mktemp("marks")
    with pytest.MonkeyPatch.context() as patch:  # a cluster's workers have the environment in which it began
        patch.setenv("VARIORUM_TEST_MARK", str(marks / "died"))
        with local_cluster() as made:
            yield made.url


@pytest.fixture(scope="module")
def cluster(url: str) -> Iterator[Executor]:
    with dask_executor(url) as (executor, threads):
        assert threads == 2
        yield executor


@pytest.fixture(scope="module")
def read(cluster: Executor) -> ClusterExtraction:
    return ClusterExtraction(cluster, Reading(60, MOST, trouble))


def test_the_cluster_gives_the_article_that_this_process_gives(read: ClusterExtraction) -> None:
    outlet = parse_outlets(
        '[[outlet]]\nslug = "gazette"\nname = "Gazette"\nhome = "https://gazette.example/"\n'
        'feeds = ["https://gazette.example/feed"]\n',
        source="test",
    )[0]
    with Extraction(processes=0, seconds=60, max_bytes=MOST, load=trouble) as here:
        for known in (None, outlet):
            wanted = here(page("fine"), outlet=known, now=NOW)
            assert read(page("fine"), outlet=known, now=NOW) == wanted


def test_a_page_is_refused_as_on_one_machine(read: ClusterExtraction) -> None:
    assert reason(read, "empty", "")[0] == "empty"
    assert reason(read, "signal") == (
        "extraction crashed",
        "https://gazette.example/signal: the worker ended with signal 9",
    )
    why, detail = reason(read, "bug")
    assert why == "extraction failed"
    assert re.fullmatch(r"https://gazette\.example/bug: ZeroDivisionError at \w+\.py:\d+: a mistake of ours", detail)


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="the limit is Linux's")
def test_memory_is_limited_there(read: ClusterExtraction) -> None:
    assert reason(read, "huge")[0] == "extraction took too much memory"


def test_pages_that_hang_cost_only_themselves(cluster: Executor) -> None:
    """More of them than the cluster has threads, beside others."""
    read = ClusterExtraction(cluster, Reading(LIMIT, MOST, trouble))

    def ask(name: str) -> str:
        try:
            return read(page(name), outlet=None, now=NOW).title
        except ExtractError as error:
            return str(error)

    names = [("stall", "fine")[number % 2] for number in range(8)]
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(ask, names))
    assert set(answers[::2]) == {
        "extraction took too long: https://gazette.example/stall: stopped after 2 s (extract_seconds)"
    }
    assert set(answers[1::2]) == {"Harbour board hears witnesses"}


def test_a_page_whose_worker_dies_is_read_by_another(read: ClusterExtraction) -> None:
    assert read(page("deadly-once"), outlet=None, now=NOW).title == "Harbour board hears witnesses"
    assert Path(os.environ["VARIORUM_TEST_MARK"]).exists()


def test_a_page_process_does_not_outlive_the_worker_that_asks_it(read: ClusterExtraction) -> None:
    reader = int(reason(read, "who")[1])
    os.kill(int(reason(read, "whose")[1]), signal.SIGKILL)
    gone(reader)
    assert read(page("fine"), outlet=None, now=NOW).title == "Harbour board hears witnesses"


def test_a_page_under_which_every_worker_dies_costs_only_itself(read: ClusterExtraction) -> None:
    why, detail = reason(read, "deadly")
    assert why == "extraction crashed"
    assert detail.startswith('https://gazette.example/deadly: executor = "dask://127.0.0.1:')
    assert "KilledWorker" in detail
    assert read(page("fine"), outlet=None, now=NOW).title == "Harbour board hears witnesses"


def test_a_stalled_page_costs_the_night_nothing_else_and_is_had_the_next_time(
    cluster: Executor, tmp_path: Path
) -> None:
    note = tmp_path / "stall"
    read = ClusterExtraction(cluster, Reading(LIMIT, MOST, Stalling(note)))
    stalled_then_had(tmp_path, note, lambda: nullcontext(read))


def test_workers_that_cannot_read_are_an_error_of_the_program(cluster: Executor) -> None:
    with pytest.raises(ExtractionError, match=r"\S+: no worker for extraction can be started: .*no such extractor"):
        ClusterExtraction(cluster, Reading(60, MOST, broken))(page("fine"), outlet=None, now=NOW)


def test_leaving_the_cluster_ends_what_waits_for_it(url: str) -> None:
    with ThreadPoolExecutor(1) as threads:
        with dask_executor(url) as (executor, _):
            read = ClusterExtraction(executor, Reading(LIMIT, MOST, trouble))
            waiting = threads.submit(read, page("stall"), outlet=None, now=NOW)
            while not waiting.running():
                time.sleep(0.01)
            time.sleep(0.2)
        assert isinstance(waiting.exception(timeout=LIMIT / 2), CancelledError)
        with pytest.raises(RuntimeError, match="after shutdown"):
            read(page("fine"), outlet=None, now=NOW)


def test_without_a_cluster_pages_are_read_by_processes_here() -> None:
    with open_reading(Settings(fetch=FetchSettings(extract_processes=1)), pytest.fail) as read:
        assert isinstance(read, Extraction)
        assert read(page("fine"), outlet=None, now=NOW).title == "Harbour board hears witnesses"


# The invented newsroom


class Killing(Silent):
    """Kills a worker of the cluster while it has pages to read."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster, self.killed = cluster, False

    @contextmanager
    def stage(self, name: str, total: int | None) -> Iterator[Callable[[int], None]]:
        def advance(count: int) -> None:
            if name == "fetching" and not self.killed:
                self.killed = self._cluster.kill_a_busy_worker()

        yield advance


def first_night(folder: Path, executor: str, progress: Progress) -> dict[str, Any]:
    """The site's files and the exports after the newsroom's first night."""
    folder.mkdir(exist_ok=True)
    text = (resources.files("variorum.demo") / "outlets.toml").read_text(encoding="utf-8")
    with open_store(f"sqlite:///{folder}/variorum.db") as store, serve(1) as newsroom:
        settings = Settings(
            site=str(folder / "site"),
            executor=executor,
            fetch=FetchSettings(contact="cluster@variorum.example", addresses=newsroom.hosts),
            compare=CompareSettings(embedder="lexical", tagger="none"),
        )
        summary = work_one_night(
            store,
            settings,
            parse_outlets(text, source="outlets.toml"),
            verb="nightly",
            now=lambda: NIGHTS[1],
            patience=Patience(progress=progress),
        )
        assert summary.exit_status == 0
        files = {str(one.relative_to(folder)): one.read_bytes() for one in folder.glob("site/**/*") if one.is_file()}
        return files | {what: list(export(store, what, excerpt_words=None)) for what in COMPARED}


def test_a_night_on_a_cluster_finds_what_one_machine_finds_though_a_worker_is_killed(tmp_path: Path) -> None:
    with local_cluster() as cluster:
        killing = Killing(cluster)
        there = first_night(tmp_path / "cluster", cluster.url, killing)
        assert killing.killed
    alone = first_night(tmp_path / "alone", "none", Silent())
    assert len(alone["articles"]) > 20
    assert there.keys() == alone.keys()
    assert [name for name, content in alone.items() if there[name] != content] == []


class Saying(Silent):
    """Keeps what is said."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def say(self, line: str) -> None:
        self.said.append(line)


def test_without_its_scheduler_a_night_stores_what_outlets_offer_and_the_next_run_goes_on_from_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(daskcluster, "CONNECT_SECONDS", 1.0)
    saying = Saying()
    with pytest.raises(ExecutorError, match=r'no Dask scheduler answers.*set executor = "processes"'):
        first_night(tmp_path / "night", "dask://127.0.0.1:9", saying)
    assert [line for line in saying.said if "read by processes of this machine" in line and "dask://" in line]
    with open_store(f"sqlite:///{tmp_path / 'night' / 'variorum.db'}") as store:
        assert len(store.articles()) > 20
        assert [run.status for run in store.runs()] == ["failed"]
    again = first_night(tmp_path / "night", "none", Silent())
    alone = first_night(tmp_path / "alone", "none", Silent())
    assert [name for name in {**again, **alone} if again.get(name) != alone.get(name)] == []
