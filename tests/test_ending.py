"""SIGTERM ends a run within seconds, whatever it waits for, and the ledger tells of it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from db.store import open_store
from tests.conftest import run_variorum
from tests.hostile import Hostile, serve_hostile

WITHIN = 10  # seconds that a supervisor waits before it kills


@contextmanager
def started(folder: Path, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "variorum", *arguments]
    process = subprocess.Popen(
        command, cwd=folder, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def newsroom(folder: Path, server: Hostile, *slugs: str) -> None:
    """Settings and outlets of these sites, compared without a model."""
    addresses = "".join(f'"{host}" = "{address}"\n' for host, address in server.addresses.items())
    (folder / "variorum.toml").write_text(
        '[fetch]\ncontact = "test@variorum.example"\n'
        f'[fetch.addresses]\n{addresses}[compare]\nembedder = "lexical"\ntagger = "none"\n'
    )
    (folder / "outlets.toml").write_text(
        "".join(
            f'[[outlet]]\nslug = "{slug}"\nname = "{slug}"\nhome = "http://{slug}.example/"\n'
            f'feeds = ["http://{slug}.example/feed"]\ndelay = 0.05\n'
            for slug in slugs
        )
    )


def wait_for(what: Callable[[], object]) -> None:
    end = time.monotonic() + 60
    while not what():
        assert time.monotonic() < end, "what was waited for did not come"
        time.sleep(0.02)


def ended(process: subprocess.Popen[str]) -> str:
    """Send the signal; what was said on standard error. The process must end in time, with the status for it."""
    begun = time.monotonic()
    process.send_signal(signal.SIGTERM)
    _, said = process.communicate(timeout=60)
    assert time.monotonic() - begun < WITHIN
    assert process.returncode == 128 + signal.SIGTERM
    assert "run the same verb again" in said
    assert "Traceback" not in said
    return said


def last_run(folder: Path) -> tuple[str, object]:
    (line, *_) = run_variorum("export", "runs", cwd=folder).stdout.splitlines()
    run = json.loads(line)
    return run["status"], run["summary"].get("error")


def test_an_outlet_that_never_ends_its_answer_keeps_no_night_from_ending(tmp_path: Path) -> None:
    with serve_hostile() as server:
        newsroom(tmp_path, server, "honest", "drip-feed")
        with started(tmp_path, "nightly") as process:
            wait_for(lambda: "/feed" in server.paths("drip-feed") and "/b" in server.paths("honest"))
            time.sleep(1)  # let the honest one's pages be read
            ended(process)
        assert last_run(tmp_path) == ("failed", "Ended: by SIGTERM")
        assert not list((tmp_path / "var").glob("*.holder"))
        with open_store(f"sqlite:///{tmp_path}/var/variorum.db") as store:
            assert {one.article.outlet for one in store.articles()} == {"honest"}

        newsroom(tmp_path, server, "honest")
        again = run_variorum("nightly", cwd=tmp_path)
        assert again.returncode == 0, again.stderr
        assert last_run(tmp_path) == ("done", None)


def test_a_comparison_ends_too_and_is_taken_up_again(tmp_path: Path) -> None:
    with serve_hostile() as server:
        newsroom(tmp_path, server)
    texts = [
        {
            "outlet": f"paper-{number % 3}",
            "url": f"http://paper-{number % 3}.example/{number}",
            "title": f"Council {number // 3} of Wexholm puts off its vote",
            "published": f"2021-03-{1 + number // 45:02}",
            "text": " ".join(
                f"Matter {number // 3} of page {line} was put off on Monday, it said." for line in range(15)
            ),
        }
        for number in range(450)
    ]
    (tmp_path / "texts.jsonl").write_text("".join(json.dumps(one) + "\n" for one in texts))
    assert run_variorum("add", "texts.jsonl", cwd=tmp_path).returncode == 0
    with started(tmp_path, "compare") as process, open_store(f"sqlite:///{tmp_path}/var/variorum.db") as store:
        wait_for(lambda: [one for one in store.runs() if (one.verb, one.status) == ("compare", "running")])
        time.sleep(0.5)
        ended(process)
    assert last_run(tmp_path) == ("failed", "Ended: by SIGTERM")
