"""`variorum review` in a process of its own, a client that decides as fast as it can, and a night that writes too."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
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


@dataclass
class Reviewer:
    """Decides whatever comes, through a browser-like client, and notes how much was taken. Sends each form twice."""

    address: str
    name: str
    taken: int = 0
    sent_again: int = 0
    problems: list[str] = field(default_factory=list)

    def work(self, start: threading.Barrier, most: int = 1_000) -> None:
        base = self.address.split("?")[0].rstrip("/")
        with httpx2.Client(follow_redirects=True, timeout=60.0) as client:
            page = html.document_fromstring(client.get(self.address).text)
            page = _sent(client, base, "/me", {**_form(page, "/me"), "reviewer": self.name})
            start.wait()
            while self.taken < most and page.xpath("//form[@action='/decide']"):
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
            if not page.xpath("//h1[contains(., 'Nothing')]") and self.taken < most:
                self.problems.append(page.text_content())


def _form(page: Any, action: str) -> dict[str, str]:
    (form,) = page.xpath(f"//form[@action='{action}']")
    return dict(form.form_values())


def _sent(client: Any, base: str, path: str, form: dict[str, str]) -> Any:
    return html.document_fromstring(client.post(base + path, data=form, headers={"Origin": base}).text)
