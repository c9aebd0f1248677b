"""`schedule`: what it prints is checked by the programs that will read it, and run as they would run it."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from datetime import datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml
from cronsim import CronSim

from tests.conftest import ROOT, run_variorum
from tests.hostile import serve_hostile
from tests.test_ending import newsroom
from variorum.errors import InputError
from variorum.scheduling import job_of
from variorum.settings import Settings

HARD = "news desk 100% $HOME it's"  # every sign that one of the readers takes for something else
CLEAN = {key: os.environ[key] for key in ("PYTHONPATH", "HF_HUB_OFFLINE") if key in os.environ}


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    folder = tmp_path / HARD
    folder.mkdir()
    (folder / "variorum.toml").write_text('[fetch]\ncontact = "desk@paper.example"\n')
    (folder / "outlets.toml").write_text("")
    return folder


def printed(folder: Path, *arguments: str) -> str:
    done = run_variorum("schedule", *arguments, cwd=folder)
    assert done.returncode == 0, done.stderr
    assert not done.stderr
    return done.stdout


# --- systemd ---


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed")
@pytest.mark.parametrize("whose", ["--user", "--system"])
def test_systemd_finds_nothing_wrong_with_the_units(desk: Path, tmp_path: Path, whose: str) -> None:
    printed(desk, "systemd", "--write", str(tmp_path / "units"), *(["--system"] if whose == "--system" else []))
    checked = subprocess.run(
        ["systemd-analyze", whose, "--man=no", "verify", *sorted(map(str, (tmp_path / "units").iterdir()))],
        env={**os.environ, "XDG_RUNTIME_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert (checked.returncode, checked.stdout, checked.stderr) == (0, "", "")


def test_the_script_installs_what_write_writes(desk: Path, tmp_path: Path) -> None:
    tools = tmp_path / "tools"
    tools.mkdir()
    for tool in ("systemctl", "loginctl"):
        (tools / tool).write_text('#!/bin/sh\necho "$(basename "$0")" "$@"\n')
        (tools / tool).chmod(0o755)
    done = subprocess.run(
        ["/bin/sh"],
        input=printed(desk, "systemd", "--at", "03:05", "--name", "desk-2"),
        env={"PATH": f"{tools}:/usr/bin:/bin", "HOME": str(tmp_path / "my home")},
        capture_output=True,
        text=True,
        check=True,
    )
    installed = tmp_path / "my home/.config/systemd/user"
    printed(desk, "systemd", "--at", "03:05", "--name", "desk-2", "--write", str(tmp_path / "units"))
    for file in ("desk-2.service", "desk-2.timer"):
        assert (installed / file).read_text() == (tmp_path / "units" / file).read_text()
    assert "systemctl --user enable --now desk-2.timer" in done.stdout.splitlines()
    assert "OnCalendar=*-*-* 03:05:00" in (installed / "desk-2.timer").read_text()


def test_a_unit_runs_the_settings_it_was_made_for(desk: Path, tmp_path: Path) -> None:
    printed(desk, "systemd", "--write", str(tmp_path / "units"))
    unit = (tmp_path / "units/variorum.service").read_text()
    (folder,) = re.findall("^WorkingDirectory=(.*)$", unit, re.M)
    assert folder.replace("%%", "%") == str(desk)
    (night,) = re.findall("^ExecStart=:(.*)$", unit, re.M)
    words = shlex.split(night.replace("%%", "%"))
    assert words[-1] == "nightly"
    done = subprocess.run([*words[:-1], "status"], cwd="/", env=CLEAN, capture_output=True, text=True)
    assert f"{desk}/var/variorum.db: there is no database yet" in " ".join(done.stdout.split())


def test_a_package_like_folder_in_the_desk_is_not_taken_for_ours(desk: Path) -> None:
    (desk / "db").mkdir()
    (desk / "db/__init__.py").write_text("raise RuntimeError('the wrong one')\n")
    job = job_of(Settings(folder=desk), desk / "variorum.toml", at=time(4, 30))
    done = subprocess.run(job.command("status"), cwd=desk, env=CLEAN, capture_output=True, text=True)
    assert "there is no database yet" in done.stdout


# --- cron ---


def command_of(crontab: str) -> tuple[str, str]:
    """When, and what the shell is handed: cron's own reading of the one line, in which a bare % ends the command."""
    (line,) = [line for line in crontab.splitlines() if not line.startswith("#")]
    *when, command = line.split(" ", 5)
    assert not re.search(r"(?<!\\)%", command)
    return " ".join(when), command.replace("\\%", "%")


def as_cron(command: str, home: Path) -> subprocess.CompletedProcess[str]:
    """With the environment that cron gives, and nothing more than the tests need to find the packages."""
    env = {"HOME": str(home), "LOGNAME": "desk", "SHELL": "/bin/sh", "PATH": "/usr/bin:/bin", **CLEAN}
    return subprocess.run(["/bin/sh", "-c", command], cwd=home, env=env, capture_output=True, text=True)


@pytest.mark.skipif(not shutil.which("crontab"), reason="cron is not installed")
def test_cron_takes_the_line(desk: Path, tmp_path: Path) -> None:
    (tmp_path / "crontab").write_text(printed(desk, "cron"))
    dry_run = "-T" if "-T" in subprocess.run(["crontab", "-?"], capture_output=True, text=True).stderr else "-n"
    checked = subprocess.run(["crontab", dry_run, str(tmp_path / "crontab")], capture_output=True, text=True)
    assert checked.returncode == 0, checked.stderr


def test_the_night_comes_once_a_day_by_the_local_clock_also_where_the_clock_jumps(desk: Path) -> None:
    when, _ = command_of(printed(desk, "cron"))
    zone = ZoneInfo("Europe/Lisbon")
    nights = CronSim(when, datetime(2031, 1, 1, tzinfo=zone))
    times = [next(nights) for _ in range(365)]
    assert {(at.hour, at.minute) for at in times} == {(4, 30)}
    assert len({at.date() for at in times}) == 365


def test_cron_mails_a_night_that_could_not_be_done_and_no_other(desk: Path, tmp_path: Path) -> None:
    _, command = command_of(printed(desk, "cron"))
    failed = as_cron(command, tmp_path)
    assert "no outlets there" in failed.stdout
    assert (desk / "nightly.txt").read_text() == failed.stdout

    with serve_hostile() as server:
        newsroom(desk, server, "robots-broken")
        done = as_cron(command, tmp_path)
    assert (done.stdout, done.stderr) == ("", "")
    assert "report: " in (desk / "nightly.txt").read_text()
    assert (desk / "site/index.html").is_file()


def test_a_command_that_cron_would_cut_off_is_refused(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["a-rather-long-name-of-a-folder"] * 14)
    deep.mkdir(parents=True)
    done = run_variorum("schedule", "cron", cwd=deep)
    assert done.returncode == 2
    assert "cron takes 990" in done.stderr
    assert not done.stdout


# --- GitHub ---


def steps_of(text: str) -> dict[str, str]:
    """The shell of each step that has some, by its name."""
    steps = yaml.safe_load(text)["jobs"]["night"]["steps"]
    return {step["name"]: step["run"] for step in steps if "run" in step}


def in_bash(step: str, folder: Path, *, status: int) -> subprocess.CompletedProcess[str]:
    """As GitHub runs a step with `shell: bash`, where `variorum` prints its arguments and ends with this status."""
    tool = folder / "tools/variorum"
    tool.parent.mkdir(exist_ok=True)
    tool.write_text(f'#!/bin/sh\necho "$@"\nexit {status}\n')
    tool.chmod(0o755)
    env = {"PATH": f"{tool.parent}:/usr/bin:/bin", "CONFIG": "a b.toml", "GITHUB_STEP_SUMMARY": str(folder / "summary")}
    bash = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step]
    return subprocess.run(bash, env=env, capture_output=True, text=True)


def test_the_workflow_is_one_that_github_takes(desk: Path, tmp_path: Path) -> None:
    (desk.parent / ".git").mkdir()
    file = tmp_path / "variorum.yml"
    file.write_text(printed(desk, "github", "--at", "02:17"))
    check = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows", str(file)]
    checked = subprocess.run(check, capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout
    job = yaml.safe_load(file.read_text())["jobs"]["night"]
    assert job["env"]["CONFIG"] == f"{HARD}/variorum.toml"
    assert job["env"]["DATABASE"] == f"{HARD}/var"
    assert job["env"]["SITE"] == f"{HARD}/site"
    assert '    - cron: "17 2 * * *"' in file.read_text().splitlines()
    for name, step in steps_of(file.read_text()).items():
        spelt = subprocess.run(["bash", "-n"], input=step, capture_output=True, text=True)
        assert spelt.returncode == 0, f"{name}: {spelt.stderr}"


@pytest.mark.parametrize(("ended", "becomes"), [(0, 0), (1, 0), (2, 2), (70, 70)])
def test_a_night_with_failures_is_published_and_one_that_was_not_done_is_not(
    desk: Path, tmp_path: Path, ended: int, becomes: int
) -> None:
    steps = steps_of(printed(desk, "github"))
    night = in_bash(steps["Fetch, compare and report"], tmp_path, status=ended)
    assert night.returncode == (becomes and 1)
    assert night.stdout == "--config a b.toml nightly\n"
    told = in_bash(steps["Tell how it went"], tmp_path, status=ended)
    assert told.returncode == becomes
    assert ("::warning" in told.stdout) == (ended == 1)
    assert (tmp_path / "summary").read_text() == "```\n--config a b.toml status\n```\n"


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ('database_url = "postgresql+psycopg://localhost/x"', "keeps a database that is a file"),
        ('database_url = "sqlite:////srv/elsewhere/x.db"', "must lie in the repository"),
        ('database_url = "sqlite:///x.db"', "must have a folder of its own"),
        ('site = "../public"', "the site must lie in the repository"),
    ],
)
def test_what_a_workflow_cannot_keep_is_refused(desk: Path, settings: str, told: str) -> None:
    (desk / "variorum.toml").write_text(f'{settings}\n[fetch]\ncontact = "desk@paper.example"\n')
    done = run_variorum("schedule", "github", cwd=desk)
    assert done.returncode == 2
    assert told in done.stderr


def test_what_pip_installs_can_be_said(desk: Path) -> None:
    given = "variorum @ git+https://code.example/variorum@v1"
    assert f"pip install '{given}'" in steps_of(printed(desk, "github", "--install", given))["Install"]


# --- all of them ---


@pytest.mark.parametrize("kind", ["systemd", "cron", "github"])
def test_what_the_night_lacks_is_told_beside_what_is_printed(tmp_path: Path, kind: str) -> None:
    without = run_variorum("schedule", kind, cwd=tmp_path)
    assert without.returncode == 0
    assert f"note: there is no {tmp_path}/variorum.toml yet" in without.stderr
    assert f"note: there is no {tmp_path}/outlets.toml yet" in without.stderr
    (tmp_path / "variorum.toml").write_text("")
    assert "contact under [fetch]" in run_variorum("schedule", kind, cwd=tmp_path).stderr
    assert run_variorum("schedule", kind, "--at", "25:00", cwd=tmp_path).returncode == 2


def test_a_path_that_would_break_a_line_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "a\nb"
    folder.mkdir()
    with pytest.raises(InputError, match="rename the folder"):
        job_of(Settings(folder=folder), folder / "variorum.toml", at=time(4, 30))


def test_the_documented_lines_are_those_that_are_printed(desk: Path) -> None:
    text = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
    assert "variorum schedule systemd | sh" in text
    assert "(crontab -l 2>/dev/null; variorum schedule cron) | crontab -" in text
    assert "(crontab -l 2>/dev/null; variorum schedule cron) | crontab -" in printed(desk, "cron")
