"""The log of runs: whole JSON Lines whatever happens to the file, and a night that goes on without it."""

from __future__ import annotations

import gzip
import json
import logging
import os
import re
import resource
import shutil
import subprocess
import sys
import textwrap
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from db.errors import HeldError
from tests.conftest import ROOT, Run, run_variorum
from tests.hostile import serve_hostile
from tests.test_ending import newsroom
from variorum.cli import OUR_FAULT, _Verbs
from variorum.doctor import Check, checks
from variorum.progress import LoggedProgress, Silent
from variorum.runlog import log_error, logged_run, start_log
from variorum.settings import LogSettings

LOGROTATE = shutil.which("logrotate") or shutil.which("logrotate", path="/usr/sbin")
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


def lines(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


@contextmanager
def logging_to(file: Path, level: str = "info", verb: str = "nightly") -> Iterator[None]:
    stop = start_log(LogSettings.model_validate({"file": str(file), "level": level}), file, verb)
    try:
        yield
    finally:
        stop()


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """What one night wrote: an honest outlet, and one whose first page is cut off."""
    folder = tmp_path_factory.mktemp("night")
    with serve_hostile() as server:
        newsroom(folder, server, "honest", "cut")
        with (folder / "variorum.toml").open("a") as settings:
            settings.write('[log]\nfile = "logs/night.jsonl"\nlevel = "debug"\n')
        done = run_variorum("nightly", cwd=folder)
    assert done.returncode == 1, done.stderr
    return lines(folder / "logs/night.jsonl")


def test_every_line_says_when_and_of_which_run(night: list[dict[str, Any]]) -> None:
    assert all(TIME.fullmatch(line["time"]) for line in night)
    assert [line["time"] for line in night] == sorted(line["time"] for line in night)
    assert {(line["verb"], line["run"]) for line in night} == {("nightly", 1)}
    assert len({line["pid"] for line in night}) == 1
    assert night[0]["message"] == "run began"
    assert "rules" in night[0]["versions"]
    assert night[-1]["message"] == "run ended"
    assert night[-1]["summary"]["fetch"]["failed"] == 1


def test_every_stage_begins_and_ends_with_its_count_and_seconds(night: list[dict[str, Any]]) -> None:
    began = [line["stage"] for line in night if line["message"] == "stage began"]
    ended = {line["stage"]: line for line in night if line["message"] == "stage ended"}
    assert list(ended) == began
    assert {"fetching", "embedding sentences", "comparing events", "writing the report"} <= set(began)
    assert all(line["seconds"] >= 0 for line in ended.values())
    assert ended["fetching"]["done"] == sum(line["message"] == "page" for line in night)


def test_failures_are_told_by_outlet_with_reason_and_address(night: list[dict[str, Any]]) -> None:
    failures = [line for line in night if line["message"] == "failure"]
    assert all(line["url"].startswith(f"http://{line['outlet']}.example/") for line in failures)
    (fault,) = [line for line in failures if line["level"] == "warning"]
    assert (fault["outlet"], fault["url"], fault["reason"]) == ("cut", "http://cut.example/a", "cut off")
    wishes = {(line["outlet"], line["reason"]) for line in failures if line["level"] == "info"}
    assert wishes == {("cut", "robots"), ("honest", "robots")}


def test_what_keeps_a_verb_from_its_run_is_in_the_log_and_what_only_reads_is_not(variorum: Run, tmp_path: Path) -> None:
    (tmp_path / "variorum.toml").write_text('[log]\nfile = "var/variorum.log"\n')
    assert variorum("status").returncode == 1
    assert not (tmp_path / "var/variorum.log").exists()
    assert variorum("nightly").returncode == 2
    (line,) = lines(tmp_path / "var/variorum.log")
    assert (line["level"], line["message"], line["verb"], line["run"]) == ("error", "verb failed", "nightly", None)
    assert line["error"].startswith("SettingsError: ")
    assert "no outlets there" in line["error"]
    assert "exc_info" not in line


@pytest.mark.parametrize("file", ["/dev/full", "in-the-way/variorum.log"])
def test_a_log_that_cannot_be_written_ends_no_run_and_is_told_once(variorum: Run, tmp_path: Path, file: str) -> None:
    (tmp_path / "in-the-way").write_text("a file, not a folder")
    (tmp_path / "variorum.toml").write_text(
        f'[log]\nfile = "{file}"\n[compare]\nembedder = "lexical"\ntagger = "none"\n'
    )
    (tmp_path / "draft.txt").write_text("Rain again\n\nIt rained on Monday, the harbour office said.\n")
    done = variorum("add", "draft.txt")
    assert done.returncode == 0, done.stderr
    assert "added 1 new" in done.stdout
    assert done.stderr.count("can't be written") == 1
    assert "Traceback" not in done.stderr


def test_the_error_that_ends_a_run_is_told_once_and_with_its_traceback_where_the_program_is_at_fault(
    tmp_path: Path,
) -> None:
    file = tmp_path / "log"
    with logging_to(file):
        for error in (RuntimeError("our own"), HeldError("in use"), KeyboardInterrupt()):
            with pytest.raises(type(error)), logged_run(7, {}, {"fetch": 1}, clock=iter([1.0, 3.5]).__next__):
                raise error
            log_error(error)
    ends = [line for line in lines(file) if line["message"] != "run began"]
    assert [(line["message"], line["level"], line["run"], line["seconds"]) for line in ends] == [
        ("run failed", "error", 7, 2.5),
        ("run failed", "error", 7, 2.5),
        ("run failed", "warning", 7, 2.5),
    ]
    assert "RuntimeError: our own" in ends[0]["exc_info"]
    assert "exc_info" not in ends[1]
    assert ends[1]["error"] == "HeldError: in use"
    assert ends[0]["summary"] == {"fetch": 1}


def test_a_stage_that_is_broken_off_says_how_far_it_came(tmp_path: Path) -> None:
    progress = LoggedProgress(Silent(), clock=iter([10.0, 12.25]).__next__)

    def break_off() -> None:
        with progress.stage("weaving", 9) as advance:
            advance(4)
            raise ZeroDivisionError

    with logging_to(tmp_path / "log"), pytest.raises(ZeroDivisionError):
        break_off()
    began, ended = lines(tmp_path / "log")
    assert (began["stage"], began["total"]) == ("weaving", 9)
    assert (ended["message"], ended["done"], ended["seconds"]) == ("stage broken off", 4, 2.25)


def test_the_level_holds_and_warnings_of_others_are_taken_in(tmp_path: Path) -> None:
    with logging_to(tmp_path / "log", level="warning"):
        LoggedProgress(Silent()).say("note: one thing\nwith “two” lines and \x1b[31m, \udc80")
        with LoggedProgress(Silent()).stage("weaving", 1):
            pass
        logging.getLogger("elsewhere").warning("mind the gap")
        logging.getLogger("elsewhere").info("no gap")
        logging.getLogger("py.warnings").warning("deprecated")
    note, other, warned = lines(tmp_path / "log")
    assert (note["text"], note["logger"]) == ("note: one thing\nwith “two” lines and \x1b[31m, \udc80", "variorum")
    assert (other["logger"], other["message"]) == ("elsewhere", "mind the gap")
    assert warned["logger"] == "py.warnings"
    assert "“two”" in (tmp_path / "log").read_text(encoding="utf-8")


def test_without_a_file_nothing_is_said() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from variorum.progress import *; LoggedProgress(Silent()).say('a note')"],
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


# --- the file ---

WRITER = textwrap.dedent(
    """
    import logging, sys
    from pathlib import Path
    from variorum.runlog import LOG, start_log
    from variorum.settings import LogSettings
    stop = start_log(LogSettings(), Path(sys.argv[1]), sys.argv[2])
    for number in range(int(sys.argv[3])):
        LOG.info("line", extra={"number": number, "long": "x" * (number % 50 * 1000)})
        if number == 0:
            print("began", flush=True)
    stop()
    """
)


def test_two_processes_lose_no_line_while_the_file_is_rotated(tmp_path: Path) -> None:
    file, count = tmp_path / "variorum.log", 1500
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(file), name, str(count)], cwd=ROOT, text=True, stdout=subprocess.PIPE
        )
        for name in ("nightly", "events merge")
    ]
    for writer in writers:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "began\n"
    rotations = 0
    while any(writer.poll() is None for writer in writers):
        if file.exists():
            file.rename(tmp_path / f"variorum.log.{rotations}")
            rotations += 1
    for writer in writers:
        writer.communicate()
        assert writer.returncode == 0
    assert rotations > 3
    found = Counter((line["verb"], line["number"]) for part in tmp_path.iterdir() for line in lines(part))
    assert found == Counter((name, number) for name in ("nightly", "events merge") for number in range(count))


FILLED = textwrap.dedent(
    """
    import resource, sys
    from pathlib import Path
    from variorum.runlog import LOG, start_log
    from variorum.settings import LogSettings
    stop = start_log(LogSettings(), Path(sys.argv[1]), "nightly")
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, resource.RLIM_INFINITY))
    for number in range(20):
        LOG.info("line", extra={"number": number})
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    LOG.info("line", extra={"number": 20})
    stop()
    """
)


@pytest.mark.skipif(
    resource.getrlimit(resource.RLIMIT_FSIZE)[1] != resource.RLIM_INFINITY, reason="the size of files is limited here"
)
def test_a_disk_that_was_full_for_a_while_tears_no_line(tmp_path: Path) -> None:
    file = tmp_path / "variorum.log"
    done = subprocess.run([sys.executable, "-c", FILLED, str(file)], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0
    assert done.stderr.count("can't be written") == 1
    assert [line["number"] for line in lines(file)] == list(range(21))


def test_a_fault_of_the_program_has_a_status_of_its_own() -> None:
    @click.group(cls=_Verbs)
    def verbs() -> None: ...

    @verbs.command()
    def stumble() -> None:
        raise RuntimeError("over its own feet")

    done = CliRunner().invoke(verbs, ["stumble"])
    assert done.exit_code == OUR_FAULT
    assert "RuntimeError: over its own feet" in done.stderr
    assert CliRunner().invoke(verbs, ["stumble", "--high"]).exit_code == 2


# What doctor says of it


@pytest.mark.parametrize(
    ("given", "ok", "told"),
    [
        ("", True, "none is kept; to have one set 'file' under [log]"),
        ("logs/new/night.jsonl", True, "logs/new/night.jsonl, from level info on"),
        ("kept.jsonl", True, "kept.jsonl, from level info on"),
        ("folder", False, "folder can't be written: it is a folder; set 'file' under [log] to a file in it"),
        (
            "kept.jsonl/night.jsonl",
            False,
            "/kept.jsonl can't be written; open it to this user, or set 'file' under [log] in variorum.toml to another"
            " one",
        ),
    ],
)
def test_doctor_says_whether_the_log_can_be_written(tmp_path: Path, given: str, ok: bool, told: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "kept.jsonl").write_text("a line\n", encoding="utf-8")
    (tmp_path / "variorum.toml").write_text(f'[log]\nfile = "{given}"\n', encoding="utf-8")
    before = sorted(tmp_path.rglob("*"))
    check = log_check(tmp_path)
    assert (check.ok, check.detail.endswith(told)) == (ok, True), check.detail
    assert given in check.detail
    assert sorted(tmp_path.rglob("*")) == before, "looking makes nothing"


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is closed to root")
def test_doctor_names_a_log_that_is_closed(tmp_path: Path) -> None:
    (tmp_path / "variorum.toml").write_text('[log]\nfile = "kept.jsonl"\n', encoding="utf-8")
    (tmp_path / "kept.jsonl").touch(mode=0o400)
    assert not log_check(tmp_path).ok


def log_check(folder: Path) -> Check:
    return next(check for check in checks(None, cwd=folder) if check.name == "log")


# Rotated as the documentation has it


@pytest.mark.skipif(LOGROTATE is None, reason="needs logrotate")
def test_logrotate_as_documented_loses_no_line(tmp_path: Path) -> None:
    text = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
    snippet = textwrap.dedent(text.partition("`/etc/logrotate.d/variorum`:\n\n")[2].partition("\n\n")[0])
    assert snippet.startswith("/srv/newsdesk/var/variorum.log {")
    file, config = tmp_path / "variorum.log", tmp_path / "logrotate.conf"
    config.write_text(snippet.replace("/srv/newsdesk/var/variorum.log", str(file)) + "\n", encoding="utf-8")
    config.chmod(0o644)

    def rotate() -> None:
        assert LOGROTATE is not None
        done = subprocess.run(
            [LOGROTATE, "--force", "--state", str(tmp_path / "state"), str(config)], capture_output=True, text=True
        )
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")

    rotate()  # nothing there yet: no error
    with logging_to(file):  # which has the file open all the while
        for number in range(4):
            logging.getLogger("variorum").info("line %d", number)
            rotate()
            assert not file.exists(), "the next line makes it"
    assert sorted(one.name for one in tmp_path.glob("variorum.log*")) == [
        "variorum.log.1", "variorum.log.2.gz", "variorum.log.3.gz", "variorum.log.4.gz",
    ]  # fmt: skip
    packed = [gzip.decompress((tmp_path / f"variorum.log.{number}.gz").read_bytes()) for number in (4, 3, 2)]
    written = b"".join([*packed, (tmp_path / "variorum.log.1").read_bytes()])
    assert [json.loads(line)["message"] for line in written.splitlines()] == [f"line {number}" for number in range(4)]
