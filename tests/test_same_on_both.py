"""The verbs that ask the database say and leave the same on SQLite and on PostgreSQL."""

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
from variorum.summaries import SUMMARIES

NOW: Final = re.compile(
    r"20(?:2[6-9]|[3-9]\d)-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|\+00:00)?|\d+ [A-Z][a-z]{2} \d\d:\d\d UTC"
)
"""A moment of this run. What the sample holds is older, and has to be the same to the second."""
TOOK: Final = re.compile(r"\d+(?:\.\d+)? (?:ms|s|kB|MB|GB)\b|\"+seconds\"+: \{[^}]*\}")
ASIDE: Final = re.compile(r"HERE/var/backups/\S+")
"""Where a replaced database is kept: a file here, a dump there."""
DECIDED: Final = re.compile(r"(?<=decision )[0-9a-f]{12,}|(?<=verdict )[0-9a-f]{12,}")
MADE: Final = re.compile(r"\b[0-9a-f]{12,}\b")
"""An id. Those of decisions and verdicts have the moment in them; all others come from what they name alone."""
OF_DECISIONS: Final = (
    ("export", "verdicts"),
    ("export", "runs"),
    ("events", "decisions"),
    ("events", "undo"),
    ("flags", "undo"),
)
"""What asks for ids of decisions, or prints them in columns."""


@dataclass
class Newsroom:
    """A folder whose settings name a database, and what the program said there."""

    folder: Path
    said: list[tuple[str, int, list[str]]] = field(default_factory=list)

    def run(self, *arguments: str) -> str:
        done = CliRunner().invoke(main, ["--config", str(self.folder / "variorum.toml"), *arguments])
        assert done.exception is None or isinstance(done.exception, SystemExit), (arguments, done.exception)
        assert done.exit_code == 0 or arguments[0] == "status", (arguments, done.stderr)
        command, *lines = map(self.told, [" ".join(arguments), *(done.stdout + done.stderr).splitlines()])
        if arguments[:2] in OF_DECISIONS:
            command = MADE.sub("ID", command)
            lines = sorted(MADE.sub("ID", line) for line in lines)  # they stand in the order of their ids
        self.said.append((command, done.exit_code, lines))
        return done.stdout

    def rows(self, *arguments: str) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.run(*arguments, "--format", "jsonl").splitlines()]

    def told(self, line: str) -> str:
        shown = ASIDE.sub("ASIDE", line.replace(str(self.folder), "HERE"))
        return DECIDED.sub("ID", TOOK.sub("N", NOW.sub("NOW", shown)))

    @property
    def site(self) -> dict[str, str]:
        site = self.folder / "site"
        files = {str(path.relative_to(site)): path for path in site.rglob("*") if path.is_file()}
        return {name: NOW.sub("NOW", path.read_text(encoding="utf-8")) for name, path in files.items()}


def a_day(newsroom: Newsroom) -> None:
    """A newsroom's day: a page more, a night, corrections, verdicts, what is printed for other programs, a backup."""
    text = newsroom.folder / "page.txt"
    text.write_text("Council votes\n\n" + "The council voted on the harbour plan on Monday evening. " * 12, "utf-8")
    newsroom.run("add", str(text), "--outlet", "torvia-today", "--published", "2025-03-10T06:00Z")
    newsroom.run("compare")
    newsroom.run("report")
    events = newsroom.rows("export", "events")
    first, second = sorted(row["event"] for row in events)[:2]
    largest = max(events, key=lambda row: (len(row["articles"]), row["event"]))
    newsroom.run("events", "list")
    newsroom.run("events", "list", first)
    newsroom.run("events", "why", newsroom.rows("export", "articles")[0]["article"])
    newsroom.run("events", "merge", first, second)
    merged = newsroom.run("events", "decisions").split()[0]
    flags = [row["id"] for row in newsroom.rows("flags", "list") if row["kind"] == "flag"]
    assert len(flags) > 5
    newsroom.run("flags", "decide", flags[0], "accepted", "--as", "Ann", "--note", "“so” – sagte sie")
    taken_back = newsroom.run("flags", "decide", flags[1], "rejected", "--as", "Ann").split()[1].rstrip(":")
    newsroom.run("flags", "decide", flags[1], "accepted", "--as", "Bo")
    newsroom.run("flags", "list", "--state", "disputed")
    newsroom.run("flags", "undo", taken_back)
    for flag, proposed in ((flags[2], "phrase-here"), (flags[3], "rule-here")):
        newsroom.run("flags", "decide", flag, "rejected", "--as", "Ann", "--propose", proposed)
    asked = [row["proposal"] for row in newsroom.rows("flags", "proposals")]
    assert len(asked) == 2
    newsroom.run("flags", "accept", asked[0])
    newsroom.run("flags", "decline", asked[1], "--as", "Bo")
    newsroom.run("flags", "list", "--state", "accepted")
    newsroom.run("verdicts", "export", str(newsroom.folder / "verdicts.jsonl"))
    newsroom.run("verdicts", "import", str(newsroom.folder / "verdicts.jsonl"))
    newsroom.run("events", "undo", merged)
    newsroom.run("events", "split", largest["event"], largest["articles"][-1]["article"])
    alone = next(row for row in events if row["event"] == second)
    newsroom.run("events", "pin", alone["articles"][0]["article"], largest["event"])
    newsroom.run("compare")
    newsroom.run("report")
    newsroom.run("report", "diff", "2", "4")
    for what in (*EXPORTS, *SUMMARIES):
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


def test_the_verbs_say_the_same(cluster: str, made_once: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ways = {}
    folder = tmp_path / "newsroom"  # one after the other in the same place: it is part of the page's address
    for name in ("sqlite", "postgresql"):
        folder.mkdir()
        write_newsroom(folder, url=None if name == "sqlite" else new_database(cluster, like=made_once))
        monkeypatch.chdir(folder)
        ways[name] = Newsroom(folder)
        a_day(ways[name])
        folder.rename(tmp_path / name)
        ways[name].folder = tmp_path / name
    for one, other in zip(ways["sqlite"].said, ways["postgresql"].said, strict=True):
        assert one == other
    assert "index.html" in ways["sqlite"].site
    assert ways["sqlite"].site == ways["postgresql"].site
