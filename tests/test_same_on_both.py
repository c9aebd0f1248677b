"""Every verb that asks the database says and leaves the same on SQLite and on PostgreSQL."""

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
TOOK: Final = re.compile(r"\d+(?:\.\d+)? (?:ms|s|kB|MB|GB)\b|\"+seconds\"+: \{[^}]*\}")
ASIDE: Final = re.compile(r"HERE/var/backups/\S+")
"""Where a replaced database is kept: a file here, a dump there."""
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
        assert done.exit_code == 0 or arguments[0] == "status", (arguments, done.stderr)
        if arguments[:2] == ("export", "verdicts"):
            lines.sort()  # they stand in the order of their ids
        self.said.append((self.told(" ".join(arguments)), done.exit_code, lines))
        return done.stdout

    def rows(self, *arguments: str) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.run(*arguments, "--format", "jsonl").splitlines()]

    def told(self, line: str) -> str:
        shown = ASIDE.sub("ASIDE", line.replace(str(self.folder), "HERE"))
        return MADE.sub("ID", TOOK.sub("N", TODAY.sub("THEN", shown)))

    @property
    def site(self) -> dict[str, str]:
        site = self.folder / "site"
        files = {str(path.relative_to(site)): path for path in site.rglob("*") if path.is_file()}
        return {name: TODAY.sub("THEN", path.read_text(encoding="utf-8")) for name, path in files.items()}


def every_verb(newsroom: Newsroom) -> None:
    """A newsroom's day: a page more, a night, corrections, verdicts, what is printed for other programs, a backup."""
    text = newsroom.folder / "page.txt"
    text.write_text("Council votes\n\n" + "The council voted on the harbour plan on Monday evening. " * 12, "utf-8")
    newsroom.run("add", str(text), "--outlet", "torvia-today", "--published", "2025-03-10T06:00Z")
    newsroom.run("compare")
    newsroom.run("report")
    first, second = sorted(row["event"] for row in newsroom.rows("export", "events"))[:2]
    newsroom.run("events", "list")
    newsroom.run("events", "list", first)
    newsroom.run("events", "why", newsroom.rows("export", "articles")[0]["article"])
    newsroom.run("events", "merge", first, second)
    merged = newsroom.run("events", "decisions").split()[0]
    flags = newsroom.rows("flags", "list")
    for number, flag in enumerate(flags[:4]):
        newsroom.run("flags", "decide", flag["id"], ("accepted", "rejected")[number % 2], "--as", "Ann")
    newsroom.run("flags", "list", "--state", "accepted")
    newsroom.run("flags", "proposals")
    newsroom.run("verdicts", "export", str(newsroom.folder / "verdicts.jsonl"))
    newsroom.run("verdicts", "import", str(newsroom.folder / "verdicts.jsonl"))
    newsroom.run("events", "undo", merged)
    newsroom.run("compare")
    newsroom.run("report")
    newsroom.run("report", "diff", "2", "4")
    for what in EXPORTS:
        newsroom.run("export", what)
        newsroom.run("export", what, "--format", "csv")
    newsroom.run("norms")
    newsroom.run("furniture", "list")
    with (newsroom.folder / "variorum.toml").open("a", encoding="utf-8") as settings:
        settings.write("[keep]\nvectors_days = 90\n")
    newsroom.run("keep", "--dry-run")
    newsroom.run("keep")
    newsroom.run("status")
    newsroom.run("backup", str(newsroom.folder / "backup"))
    newsroom.run("restore", str(newsroom.folder / "backup"), "--replace")
    newsroom.run("export", "verdicts")


def test_every_verb_says_the_same(
    cluster: str, made_once: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ways = {}
    folder = tmp_path / "newsroom"  # one after the other in the same place: it is part of the page's address
    for name in ("sqlite", "postgresql"):
        folder.mkdir()
        write_newsroom(folder, url=None if name == "sqlite" else new_database(cluster, like=made_once))
        monkeypatch.chdir(folder)
        ways[name] = Newsroom(folder)
        every_verb(ways[name])
        folder.rename(tmp_path / name)
        ways[name].folder = tmp_path / name
    for one, other in zip(ways["sqlite"].said, ways["postgresql"].said, strict=True):
        assert one == other
    assert ways["sqlite"].site == ways["postgresql"].site
