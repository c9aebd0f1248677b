"""Progress: bars on a terminal, plain lines elsewhere, and no escape code outside of a terminal."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from tests.conftest import ROOT

WORK = textwrap.dedent(
    """
    from variorum.progress import progress_for
    progress = progress_for()
    progress.say("note: \\x1b[31ma red\\x9b headline\\x07 [b]:rocket:[/b] " + "and on " * 20)
    with progress.stage("weaving", 3) as advance:
        print("a line of the result")
        for _ in range(3):
            advance(1)
    with progress.stage("looking", None) as advance:
        advance(2)
    """
)
TOLD = "note: �[31ma red� headline� [b]:rocket:[/b] " + "and on " * 20
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def on_terminal(*, out: Path | None = None, **environment: str) -> str:
    """What comes to a terminal's screen, of 80 columns, as the bytes that it is sent."""
    ours, theirs = pty.openpty()
    env = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "FORCE_COLOR", "COLORTERM")}
    env |= {"TERM": "xterm-256color", "COLUMNS": "80"} | environment
    with (out or Path(os.devnull)).open("w") as file:
        process = subprocess.Popen(
            [sys.executable, "-c", WORK], stdin=theirs, stdout=file if out else theirs, stderr=theirs, env=env, cwd=ROOT
        )
    os.close(theirs)
    seen = b""
    try:
        while piece := os.read(ours, 65536):
            seen += piece
    except OSError:  # Linux's way to say that nobody holds the other end any more
        pass
    os.close(ours)
    assert process.wait() == 0
    return seen.decode()


def test_a_terminal_has_bars() -> None:
    seen = on_terminal()
    assert "━" in seen
    assert "3/3" in seen
    assert COLOUR.search(seen)
    assert "a line of the result" in seen
    assert seen.endswith("\x1b[?25h")  # the cursor is there again


def test_without_colours_bars_have_none() -> None:
    seen = on_terminal(NO_COLOR="1")
    assert "3/3" in seen
    assert not [code for code in COLOUR.findall(seen) if re.search(r"[3-4,9][0-9]", code)]


def test_a_terminal_that_moves_no_cursor_has_lines() -> None:
    seen = on_terminal(TERM="dumb").replace("\r\n", "\n")
    assert seen == f"{TOLD}\nweaving: 3 …\na line of the result\nlooking …\nlooking: 2 done\n"


def test_results_on_their_way_to_a_file_stay_as_they_are(tmp_path: Path) -> None:
    seen = on_terminal(out=tmp_path / "out")
    assert "━" in seen
    assert (tmp_path / "out").read_text() == "a line of the result\n"


@pytest.mark.parametrize("environment", [{}, {"FORCE_COLOR": "1", "TERM": "xterm-256color"}])
def test_a_pipe_has_lines_and_no_escape_code(environment: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", WORK], capture_output=True, text=True, env={**os.environ, **environment}, cwd=ROOT
    )
    assert done.stderr == f"{TOLD}\nweaving: 3 …\nlooking …\nlooking: 2 done\n"
    assert "\x1b" not in done.stdout
