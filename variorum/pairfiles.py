"""A file of labelled pairs of sentences, one JSON object a line, as `variorum calibrate --pairs` reads it."""

from __future__ import annotations

import json
from pathlib import Path

from variorum.demo.labels import LabelledPair
from variorum.errors import InputError

SHAPE = '{"a": a sentence, "b": another, "same": true or false}'


def read_pairs(file: Path) -> tuple[list[LabelledPair], list[str]]:
    """The pairs in the file, each once, and a line for each line of it that can't be used.

    Unknown keys are ignored. Of a pair that stands twice with two labels neither counts. Raises InputError where the
    file can't be read.
    """
    try:
        body = file.read_bytes()
    except OSError as error:
        raise InputError(f"{file}: can't be read ({error.strerror or error}); name another file") from error
    found: dict[frozenset[str], tuple[int, LabelledPair]] = {}
    disputed: set[frozenset[str]] = set()
    failed = []
    for number, raw in enumerate(body.split(b"\n"), 1):
        try:
            line = raw.decode("utf-8-sig")
            if not line.strip():
                continue
            pair = _pair(line)
        except UnicodeDecodeError:
            failed.append(f"{file}, line {number}: not UTF-8; convert the file")
            continue
        except InputError as error:
            failed.append(f"{file}, line {number}: {error}")
            continue
        wordings = frozenset((pair.a, pair.b))
        first, known = found.setdefault(wordings, (number, pair))
        if known.same != pair.same:
            disputed.add(wordings)
            failed.append(f"{file}, line {number}: line {first} says the opposite of this pair; neither counts")
    return [pair for wordings, (_, pair) in found.items() if wordings not in disputed], failed


def _pair(line: str) -> LabelledPair:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise InputError(f"not JSON ({error}); a line is {SHAPE}") from error
    if not isinstance(row, dict):
        raise InputError(f"not an object; a line is {SHAPE}")
    for key in ("a", "b"):
        if not isinstance(row.get(key), str) or not row[key].strip():
            raise InputError(f"key '{key}' is not a sentence; a line is {SHAPE}")
    if not isinstance(row.get("same"), bool):
        raise InputError(f"key 'same' is neither true nor false; a line is {SHAPE}")
    if row["a"] == row["b"]:
        raise InputError("a and b are one wording, which tells nothing of a model; leave the line out")
    return LabelledPair(row["a"], row["b"], row["same"])
