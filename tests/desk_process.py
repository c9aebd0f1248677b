"""`variorum review` in a process of its own, a client that decides as fast as it can, and a night that writes too."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2
from lxml import html


@contextmanager
def served(folder: Path, *arguments: str) -> Iterator[str]:
    """The address that the desk printed, token and all; the desk is ended as a service is."""
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "variorum", "review", "--port", "0", *arguments],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    try:
        found = re.search(r"http://\S+", process.stdout.readline())
        assert found, process.communicate(timeout=10)[1]
        yield found.group()
    finally:
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=20)
    assert process.returncode == 0, err
    assert "the desk is closed" in out
    assert "Traceback" not in err, err


#: What a night does to the database, over and over: runs in the ledger, articles, results of every event.
NIGHT = """
import sys
from datetime import UTC, datetime
from db.store import open_store
from tests.desk_sample import coverage
from tests.report_sample import SEEN

with open_store(sys.argv[1]) as store:
    print("begun", flush=True)
    number = 0
    while not sys.stdin.closed and number < 2_000:
        run = store.start_run("nightly", datetime.now(UTC), {})
        for source in coverage():
            for item in source.articles:
                store.put_article(item.article, run=run, at=SEEN)
            store.save_results(source.event.id, str(number), source.results)
        store.finish_run(run, datetime.now(UTC), status="done", summary={})
        number += 1
"""


@contextmanager
def a_night_at_work(url: str) -> Iterator[None]:
    root = Path(__file__).parent.parent
    environment = {**os.environ, "PYTHONPATH": str(root)}
    process = subprocess.Popen(
        [sys.executable, "-c", NIGHT, url], stdout=subprocess.PIPE, stdin=subprocess.PIPE, cwd=root, env=environment
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == b"begun\n"
        yield
        assert process.poll() is None, "the night was still at work when the reviewers were done"
    finally:
        process.kill()
        process.communicate(timeout=10)


#: Nights as they are: of each round an article that its outlet changed is kept, then `variorum compare` and
#: `variorum report` run, until standard input ends.
NIGHTS = """
import sys
import threading
from datetime import UTC, datetime
from db.store import open_store
from tests.desk_sample import changed_again
from variorum.cli import main

over = threading.Event()
threading.Thread(target=lambda: (sys.stdin.read(), over.set()), daemon=True).start()
number = 0
while not over.is_set():
    number += 1
    with open_store(sys.argv[1]) as store:
        put = store.put_article(changed_again(number), run=None, at=datetime.now(UTC))
    assert put == "changed", put
    for verb in ("compare", "report"):
        assert main([verb], standalone_mode=False) in (0, None), verb
    print("round", number, flush=True)
"""


@dataclass
class Nights:
    """Nights at work in a process of their own; `rounds` of them are over."""

    process: subprocess.Popen[str]
    rounds: int = 0

    def wait_for(self, rounds: int) -> None:
        """Until so many are over. Raises AssertionError with what the process said where it ends before."""
        assert self.process.stdout is not None
        while self.rounds < rounds:
            line = self.process.stdout.readline()
            assert line, self.process.communicate(timeout=10)[1]
            self.rounds += line.startswith("round ")

    def end(self) -> None:
        """After the round that is at work."""
        out, err = self.process.communicate(timeout=60)
        assert self.process.returncode == 0, err
        self.rounds += sum(line.startswith("round ") for line in out.splitlines())


@contextmanager
def nights_at_work(folder: Path, url: str) -> Iterator[Nights]:
    root = Path(__file__).parent.parent
    process = subprocess.Popen(
        [sys.executable, "-c", NIGHTS, url],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(root)},
        text=True,
    )
    try:
        yield Nights(process)
    finally:
        if process.poll() is None:
            process.kill()
            process.communicate(timeout=10)


@dataclass
class Reviewer:
    """Decides whatever comes, through a browser-like client, and notes how much was taken. Sends each form twice."""

    address: str
    name: str
    taken: int = 0
    sent_again: int = 0
    problems: list[str] = field(default_factory=list)

    def work(self, start: threading.Barrier, over: threading.Event) -> None:
        """Until nothing waits once it is `over`; before that more may come."""
        base = self.address.split("?")[0].rstrip("/")
        with httpx2.Client(follow_redirects=True, timeout=60.0) as client:
            page = html.document_fromstring(client.get(self.address).text)
            page = _sent(client, base, "/me", {**_form(page, "/me"), "reviewer": self.name})
            start.wait()
            while True:
                last_look = over.is_set()
                if not page.xpath("//form[@action='/decide']"):
                    if last_look:
                        break
                    time.sleep(0.3)
                    page = html.document_fromstring(client.get(base).text)
                    continue
                form = _form(page, "/decide")
                form.setdefault("judgement", ("accepted", "rejected", "other-claim")[self.taken % 3])
                if page.xpath("//form[contains(@class, 'again')]"):
                    self.sent_again += 1
                page = _sent(client, base, "/decide", form)
                if page.xpath("//form[contains(@class, 'again')]"):
                    continue
                self.taken += 1
                if self.taken % 4 == 0:
                    _sent(client, base, "/decide", form)  # the form that was taken already, once more
            if not page.xpath("//h1[contains(., 'Nothing')]"):
                self.problems.append(page.text_content())


def _form(page: Any, action: str) -> dict[str, str]:
    (form,) = page.xpath(f"//form[@action='{action}']")
    return dict(form.form_values())


def _sent(client: Any, base: str, path: str, form: dict[str, str]) -> Any:
    return html.document_fromstring(client.post(base + path, data=form, headers={"Origin": base}).text)
