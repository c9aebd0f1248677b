"""Every verb that asks the database says and leaves the same on SQLite and on PostgreSQL, seen from the command line."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import pytest
from click.testing import CliRunner

from tests.conftest import new_database
from tests.desk_sample import write_newsroom
from tests.killing import EXPORTS
from variorum.cli import main

TODAY: Final = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|\+00:00)?")
"""A moment; what the sample holds is the same on both, so nothing is lost by hiding it."""
TOOK: Final = re.compile(r"\d+(?:\.\d+)? (?:ms|s|kB|MB|GB)\b")
MADE: Final = re.compile(r"\b[0-9a-f]{12,}\b")
"""An id; of decisions and verdicts the moment is in it."""


@dataclass
class Newsroom:
    """A folder whose settings name a database, and what the program said there."""

    folder: Path
    said: list[tuple[str, int, list[str]]] = field(default_factory=list)

    def run(self, *arguments: str) -> str:
        done = CliRunner().invoke(main, ["--config", str(self.folder / "variorum.toml"), *arguments])
        assert done.exception is None or isinstance(done.exception, SystemExit), (arguments, done.exception)
        lines = [self.told(line) for line in (done.stdout + done.stderr).splitlines()]
        self.said.append((self.told(" ".join(arguments)), done.exit_code, lines))
        return done.stdout

    def rows(self, *arguments: str) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.run(*arguments, "--format", "jsonl").splitlines()]

    def told(self, line: str) -> str:
        return MADE.sub("ID", TOOK.sub("N", TODAY.sub("THEN", line.replace(str(self.folder), "HERE"))))

    @property
    def site(self) -> dict[str, bytes]:
        site = self.folder / "site"
        return {str(path.relative_to(site)): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def every_verb(newsroom: Newsroom) -> None:
    """A newsroom's day: a page more, a night, corrections, verdicts, what is printed for other programs, a backup."""
    text = newsroom.folder / "page.txt"
    text.write_text("Council votes\n\n" + "The council voted on the harbour plan on Monday evening. " * 12, "utf-8")
    newsroom.run("add", str(text), "--outlet", "torvia-today", "--published", "2031-03-10T06:00Z")
    newsroom.run("compare")
    newsroom.run("report")
    events = newsroom.rows("events", "list")
    first, second = sorted(row["id"] for row in events)[:2]
    newsroom.run("events", "list", first)
    newsroom.run("events", "why", newsroom.rows("export", "articles")[0]["id"])
    newsroom.run("events", "merge", first, second)
    newsroom.run("events", "decisions")
    flags = newsroom.rows("flags", "list")
    for number, flag in enumerate(flags[:4]):
        newsroom.run("flags", "decide", flag["id"], ("accepted", "rejected")[number % 2], "--as", "Ann")
    newsroom.run("flags", "list", "--state", "accepted")
    newsroom.run("flags", "proposals")
    newsroom.run("verdicts", "export", str(newsroom.folder / "verdicts.jsonl"))
    newsroom.run("verdicts", "import", str(newsroom.folder / "verdicts.jsonl"))
    newsroom.run("events", "undo", "1")
    newsroom.run("compare")
    newsroom.run("report")
    newsroom.run("report", "diff")
    for what in EXPORTS:
        newsroom.run("export", what)
        newsroom.run("export", what, "--format", "csv")
    newsroom.run("norms")
    newsroom.run("furniture", "list")
    newsroom.run("keep", "--dry-run")
    newsroom.run("status")
    newsroom.run("backup", str(newsroom.folder / "backup"))
    newsroom.run("restore", str(newsroom.folder / "backup"), "--replace")
    newsroom.run("export", "verdicts")


def test_every_verb_says_the_same(
    cluster: str, made_once: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ways = {}
    for name in ("sqlite", "postgresql"):
        folder = tmp_path / name
        folder.mkdir()
        write_newsroom(folder, url=None if name == "sqlite" else new_database(cluster, like=made_once))
        monkeypatch.chdir(folder)
        ways[name] = Newsroom(folder)
        every_verb(ways[name])
    for one, other in zip(ways["sqlite"].said, ways["postgresql"].said, strict=True):
        assert one == other
    assert ways["sqlite"].site == ways["postgresql"].site
