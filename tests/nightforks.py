"""Nights of the invented newsroom in processes that can be killed: each a fork of this one, which has everything
read and nothing open.

Reads a line of JSON for each night: {"night", "database", "site", "addresses", "outlets", "seconds"}; kills the night
after so many seconds, where they are given; answers with {"status": the exit status, negative for a signal, "seconds",
"error": what went wrong or null}. "zone" is the machine's time zone, "jumps" what its clock is off by in turn, in days,
"wait" the seconds for which one statement waits for a lock.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
import traceback
from datetime import datetime, timedelta
from importlib import resources
from itertools import cycle
from typing import Any

from db.store import open_store
from scraper.outlets import parse_outlets
from variorum.clocks import steady
from variorum.demo.stories import NIGHTS
from variorum.ledger import hold_lock
from variorum.nightly import work_one_night
from variorum.patience import Patience
from variorum.progress import LineProgress
from variorum.settings import CompareSettings, FetchSettings, ReportSettings, Settings


def settings_for(asked: dict[str, Any]) -> Settings:
    return Settings(
        database_url=asked["database"],
        site=asked["site"],
        fetch=FetchSettings(contact="kills@variorum.example", addresses=asked["addresses"], extract_processes=0),
        compare=CompareSettings(embedder="lexical", tagger="none"),
        report=ReportSettings(title="Nights that are killed"),
    )


def work(asked: dict[str, Any]) -> int:
    """One night, as the verb has it."""
    settings = settings_for(asked)
    text = (resources.files("variorum.demo") / "outlets.toml").read_text(encoding="utf-8")
    outlets = [one for one in parse_outlets(text, source="outlets.toml") if one.slug in asked["outlets"]]
    jumps = cycle(timedelta(days=days) for days in asked.get("jumps", [0]))

    def clock() -> datetime:
        return NIGHTS[asked["night"]] + next(jumps)

    with (
        open_store(settings.database_url, lock_timeout_s=asked.get("wait", 60)) as store,
        hold_lock(store, "nightly") as confirm,
    ):
        summary = work_one_night(
            store,
            settings,
            outlets,
            verb="nightly",
            now=steady(clock) if "jumps" in asked else clock,
            patience=Patience(confirm=confirm, progress=LineProgress(sys.stderr)),
        )
    return summary.exit_status


def forked(asked: dict[str, Any]) -> dict[str, Any]:
    """Work in a fork, killed after its seconds."""
    began = time.monotonic()
    reads, writes = os.pipe()
    child = os.fork()
    if child == 0:
        status = 70
        try:
            if zone := asked.get("zone"):
                os.environ["TZ"] = zone
                time.tzset()
            status = work(asked)
        except BaseException as error:  # noqa: BLE001  told, and the process ended, whatever it is
            traceback.print_exc()
            os.write(writes, f"{type(error).__name__}: {error}".encode())
        os._exit(status)
    os.close(writes)
    seconds = asked["seconds"]
    while True:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            break
        if seconds is not None and time.monotonic() - began >= seconds:
            os.kill(child, signal.SIGKILL)
            _, status = os.waitpid(child, 0)
            break
        time.sleep(0.001)
    with os.fdopen(reads, encoding="utf-8") as told:
        error = told.read() or None
    return {"status": os.waitstatus_to_exitcode(status), "seconds": time.monotonic() - began, "error": error}


def main() -> None:
    """The first line's night is worked here: what is read or compiled at first use is there in every fork then."""
    print("ready", flush=True)
    print(json.dumps({"status": work(json.loads(sys.stdin.readline())), "seconds": None}), flush=True)
    for line in sys.stdin:
        print(json.dumps(forked(json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
