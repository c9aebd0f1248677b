"""Templates that were compiled once are taken from the cache folder, and nothing depends on it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from jinja2 import Environment

from templates import environment
from variorum.compiledtemplates import CompiledTemplates

NAME = "archive.html"


class Counting(Environment):
    """Counts what it compiles."""

    compiled = 0

    def compile(self, *arguments: object, **options: object) -> object:  # type: ignore[override]
        type(self).compiled += 1
        return super().compile(*arguments, **options)  # type: ignore[call-overload]


def compiled(folder: Path) -> int:
    """How many templates a new process would compile for one page."""
    Counting.compiled = 0
    environment(Counting, CompiledTemplates(folder)).get_template(NAME)
    return Counting.compiled


def test_a_template_is_compiled_once(tmp_path: Path) -> None:
    folder = tmp_path / "not there yet"
    assert [compiled(folder), compiled(folder)] == [1, 0]


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: b"",
        lambda content: content[: len(content) // 2],
        lambda content: content[:-1],
        lambda content: content[:20] + b"\xff" * 20 + content[40:],
    ],
)
def test_a_damaged_file_is_written_anew(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    compiled(tmp_path)
    (file,) = tmp_path.iterdir()
    whole = file.read_bytes()
    file.write_bytes(damage(whole))
    assert compiled(tmp_path) == 1
    assert (file.read_bytes(), compiled(tmp_path)) == (whole, 0)


def test_where_nothing_can_be_kept_it_is_compiled_each_time(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("no folder")
    assert [compiled(file), compiled(file / "below")] == [1, 1]


def test_other_options_compile_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compiled(tmp_path)
    monkeypatch.setattr("variorum.compiledtemplates.metadata.version", lambda name: "another")
    assert compiled(tmp_path) == 1
