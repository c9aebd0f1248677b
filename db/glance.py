"""What the ledger in a SQLite file tells at a glance: before the modules are loaded that open a store, which takes a
third of a second."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from typing import Any
from urllib.parse import quote

NightRun = tuple[str, Mapping[str, Any]]
"""The verb of a run, and its summary."""


def runs_at_a_glance(url: str, number: int) -> list[NightRun]:
    """So many of the latest runs, the newest first, as they lie in the file: no lock is asked for, no file is made
    beside it, and what only its write-ahead log has is not seen. None of a server's database, nor of a file that can't
    be read just now or is none of ours: whoever opens that is told what is wrong with it."""
    scheme, _, path = url.partition(":///")
    if not scheme.startswith("sqlite") or path in ("", ":memory:"):
        return []
    try:
        with closing(sqlite3.connect(f"file:{quote(path)}?mode=ro&immutable=1", uri=True)) as connection:
            asked = connection.execute("SELECT verb, summary FROM runs ORDER BY id DESC LIMIT ?", (number,))
            found = [(verb, json.loads(summary)) for verb, summary in asked]
    except (sqlite3.Error, ValueError, TypeError):
        return []
    return found if all(isinstance(summary, dict) for _, summary in found) else []
