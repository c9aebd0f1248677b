"""Shared by the tests: the program run as a user runs it, and one demo run that many tests look at."""

from __future__ import annotations

import itertools
import json
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from filelock import FileLock

from db.store import Store, open_store
from tests import postgres
from variorum.thrift import thrifty

os.environ.setdefault("HF_HUB_OFFLINE", "1")
# Nothing is asserted of time: the first example of a process loads what the others find loaded.
hypothesis.settings.register_profile("variorum", hypothesis.settings(), deadline=None)
hypothesis.settings.load_profile("variorum")
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # As where a shell started this in the background. Programs that tests interrupt would ignore it too, and go on.
    signal.signal(signal.SIGINT, signal.default_int_handler)

ROOT = Path(__file__).parent.parent
Run = Callable[..., "subprocess.CompletedProcess[str]"]

LONGEST_FIRST = (
    "test_goldsets.py",
    "test_demo_labels.py",
    "test_demo.py",
    "test_real_input.py",
    "test_grouping.py",
    "test_cli.py",
    "test_desk.py",
    "test_site_browser.py",
    "test_calibrate.py",
    "test_packaging.py",
)
"""Files that take minutes. A file is one process's own; one that is begun last keeps the others waiting."""


def pytest_configure() -> None:
    thrifty()  # as the command line does


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    place = {name: at for at, name in enumerate(LONGEST_FIRST)}
    items.sort(key=lambda item: place.get(item.path.name, len(place)))


def run_variorum(*arguments: str, cwd: Path, text: str | None = None) -> subprocess.CompletedProcess[str]:
    """`variorum ARGUMENTS` in `cwd`, in a process of its own, with what it printed."""
    return subprocess.run(
        [sys.executable, "-m", "variorum", *arguments],
        cwd=cwd,
        input=text,
        capture_output=True,
        text=True,
        check=False,
        timeout=400,
    )


@pytest.fixture
def variorum(tmp_path: Path) -> Run:
    """Runs the program in an empty folder."""

    def run(*arguments: str, text: str | None = None) -> subprocess.CompletedProcess[str]:
        return run_variorum(*arguments, cwd=tmp_path, text=text)

    return run


# Databases: what is asked of one is asked of SQLite and of PostgreSQL

_numbers = itertools.count()


@pytest.fixture(scope="session")
def cluster() -> Iterator[str]:
    """A PostgreSQL of this process's own; its URL with {name} where the database's name goes."""
    if reason := postgres.missing():
        pytest.skip(reason)
    with postgres.cluster() as url:
        yield url


def new_database(cluster: str, *, like: str | None = None) -> str:
    """The URL of a new database, empty or a copy of one that nobody is connected to."""
    import psycopg

    name = f"test{next(_numbers)}"
    with psycopg.connect(cluster.format(name="postgres").replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {like or 'template1'}".encode())
    return cluster.format(name=name)


@pytest.fixture(scope="session")
def made_once(cluster: str) -> str:
    """The name of a database whose tables are made: a copy takes a tenth of the time."""
    url = new_database(cluster)
    open_store(url).close()
    return url.partition("?")[0].rpartition("/")[2]


def database_of(request: pytest.FixtureRequest, folders: pytest.TempPathFactory) -> str:
    """The URL of a new database with its tables, of the kind that the fixture's parameter names; a SQLite file is made
    when it is opened."""
    if request.param == "sqlite":
        return f"sqlite:///{folders.mktemp('database')}/v.db"
    return new_database(request.getfixturevalue("cluster"), like=request.getfixturevalue("made_once"))


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    return database_of(request, tmp_path_factory)


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    with open_store(url) as opened:
        yield opened


@dataclass(frozen=True)
class DemoRun:
    """`variorum demo`, run twice in one folder: what each run printed, and the site's files after each.

    `first` and `second` map a file's relative path to its bytes and the time of its last change.
    """

    folder: Path
    output: str
    output_again: str
    first: dict[str, tuple[bytes, int]]
    second: dict[str, tuple[bytes, int]]

    @property
    def site(self) -> Path:
        return self.folder / "site"

    @property
    def database_url(self) -> str:
        return f"sqlite:///{self.folder / 'var/demo.db'}"

    def asked(self, *arguments: str) -> str:
        """What `variorum ARGUMENTS` prints of the demo's database."""
        config = self.folder / f"{os.getpid()}.toml"  # another process of the tests may ask too
        config.write_text(f'database_url = "{self.database_url}"\n', encoding="utf-8")
        done = run_variorum("--config", str(config), *arguments, cwd=self.folder)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def export(self, what: str) -> list[dict[str, Any]]:
        """The rows of `variorum export WHAT --full-text`."""
        return [json.loads(line) for line in self.asked("export", what, "--full-text").splitlines()]


def files_of(folder: Path) -> dict[str, tuple[bytes, int]]:
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(p.relative_to(folder)): (p.read_bytes(), p.stat().st_mtime_ns) for p in found}


@pytest.fixture(scope="session")
def demo_run(tmp_path_factory: pytest.TempPathFactory) -> DemoRun:
    """The demo, run once for the session, whichever of the processes that run the tests asks first. Tests only look at
    it."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    with FileLock(shared / "demo.lock"):
        told = shared / "demo.pickle"
        if not told.is_file():
            told.write_bytes(pickle.dumps(_run_demo(shared / "demo")))
        found = pickle.loads(told.read_bytes())
    assert isinstance(found, DemoRun)
    return found


def _run_demo(folder: Path) -> DemoRun:
    folder.mkdir()
    outputs, states = [], []
    for _ in range(2):
        done = run_variorum("demo", cwd=folder)
        assert done.returncode == 0, done.stdout + done.stderr
        outputs.append(done.stdout)
        states.append(files_of(folder / "site"))
    return DemoRun(folder, *outputs, *states)
