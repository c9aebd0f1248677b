"""Nights killed at random moments and run again: what they leave must be what uninterrupted ones leave.

`python -m tests.killing --kills 200` does it on SQLite and PostgreSQL and prints what came of it.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Final

import psycopg

from db.store import open_store
from tests import postgres
from variorum.demo.server import Newsroom, serve
from variorum.demo.stories import Night, read_stories
from variorum.exporting import EXPORTS, export

ROOT: Final = Path(__file__).parent.parent
OUTLETS: Final = ("ledger", "torvia-today", "meridian")
"""A feed of each kind, and pages that are rewritten on the second night."""
EVENTS: Final = ("defence-pact", "wexholm-flood", "tram-fare-protest")
KILLED: Final = -9
KILLS_A_NIGHT: Final = 3
"""Kills before a night is left to end. More would mostly repeat its first second; fewer take more whole nights."""
BEYOND: Final = 1.1
"""Kills are drawn over so many times what a whole night takes, so that its last moments get theirs."""


class Forks:
    """The process of `tests.nightforks`, asked for one night after another."""

    def __init__(self, newsroom: Newsroom, asks: IO[str], answers: IO[str]) -> None:
        self._newsroom, self._asks, self._answers = newsroom, asks, answers

    def night(
        self, night: Night, database: str, site: Path, seconds: float | None = None, **machine: Any
    ) -> dict[str, Any]:
        """{"status", "seconds", "error"} of one night, killed after `seconds` where they are given. `machine` is what
        else `tests.nightforks` takes."""
        self._newsroom.switch_to(night)
        asked = {
            "night": night, "database": database, "site": str(site), "addresses": self._newsroom.hosts,
            "outlets": OUTLETS, "seconds": seconds, **machine,
        }  # fmt: skip
        self._asks.write(json.dumps(asked) + "\n")
        self._asks.flush()
        answer: dict[str, Any] = json.loads(self._answers.readline())
        return answer


@contextmanager
def forks() -> Iterator[Forks]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "tests.nightforks"]
    stories = [story for story in read_stories() if story.outlet in OUTLETS and story.event in EVENTS]
    with (
        tempfile.TemporaryDirectory() as folder,
        serve(1, stories=stories) as newsroom,
        subprocess.Popen(
            command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as process,
    ):
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            assert process.stdout.readline() == "ready\n"
            work = Forks(newsroom, process.stdin, process.stdout)
            work.night(2, f"sqlite:///{folder}/first.db", Path(folder) / "site")
            yield work
        finally:
            process.stdin.close()
            process.wait(timeout=60)


def site_files(site: Path) -> dict[str, Any]:
    return {
        f"site/{path.relative_to(site).as_posix()}": path.read_bytes() for path in site.rglob("*") if path.is_file()
    }


def left_behind(database: str, site: Path) -> dict[str, Any]:
    """Every file of the site, and every export but the ledger, which tells of each attempt."""
    found = site_files(site)
    with open_store(database) as store:
        for what in EXPORTS:
            if what != "runs":
                found[f"export {what}"] = list(export(store, what, excerpt_words=None))
        found["counts"] = {name: count for name, count in store.counts().items() if name not in ("runs", "fetches")}
    return found


@dataclass
class Outcome:
    """What came of the kills: where in the night they fell, by tenths of it, and what was left that differs."""

    kills: int = 0
    too_late: int = 0
    tenths: Counter[int] = field(default_factory=Counter)
    differences: list[str] = field(default_factory=list)


def killed_nights(work: Forks, database: Iterator[str], folder: Path, kills: int, seed: int) -> Outcome:
    """Kill nights `kills` times, each time going on from what is there; compare what stands once both nights are done
    with what two uninterrupted nights leave."""
    chance, outcome = random.Random(seed), Outcome()
    reference, whole = next(database), {}
    for night in (1, 2):
        done = work.night(night, reference, folder / "reference")
        assert done["status"] == 0, done
        whole[night] = done["seconds"]
    expected = left_behind(reference, folder / "reference")
    story = 0
    while outcome.kills < kills:
        story += 1
        held, site = next(database), folder / f"site-{story}"
        for night in (1, 2):
            for _ in range(min(KILLS_A_NIGHT, kills - outcome.kills)):
                after = chance.uniform(0, whole[night] * BEYOND)
                status = work.night(night, held, site, after)["status"]
                if status == KILLED:
                    outcome.kills += 1
                    outcome.tenths[int(10 * after / (whole[night] * BEYOND))] += 1
                elif status == 0:
                    outcome.too_late += 1
                else:
                    outcome.differences.append(f"story {story}, night {night}: ended with {status}")
            done = work.night(night, held, site)
            if done["status"] != 0:
                outcome.differences.append(f"story {story}, night {night}: ended with {done['status']}")
        found = left_behind(held, site)
        outcome.differences += [
            f"story {story}: {name} differs"
            for name in sorted(expected.keys() | found.keys())
            if expected.get(name) != found.get(name)
        ]
    return outcome


def sqlite_files(folder: Path) -> Iterator[str]:
    number = 0
    while True:
        number += 1
        yield f"sqlite:///{folder}/night-{number}.db"


def postgresql_databases(cluster: str) -> Iterator[str]:
    """A new database each time, in the cluster at this URL."""
    number = 0
    while True:
        number += 1
        with psycopg.connect(cluster.format(name="postgres").replace("+psycopg", ""), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE night_{number}".encode())
        yield cluster.format(name=f"night_{number}")


def main() -> None:
    options = argparse.ArgumentParser(prog="tests.killing", description=__doc__)
    options.add_argument("--kills", type=int, default=200, help="on each database")
    options.add_argument("--seed", type=int, default=random.randrange(10**6))
    asked = options.parse_args()
    wrong = 0
    print(f"{asked.kills} kills each, seed {asked.seed}")
    with forks() as work, tempfile.TemporaryDirectory() as folder, postgres.cluster() as cluster:
        for name, database in (("SQLite", sqlite_files(Path(folder))), ("PostgreSQL", postgresql_databases(cluster))):
            place = Path(folder) / name
            place.mkdir()
            outcome = killed_nights(work, database, place, asked.kills, asked.seed)
            print(f"{name}: {outcome.kills} nights killed, {outcome.too_late} ended before their kill")
            shown = " ".join(f"{outcome.tenths[tenth]}" for tenth in range(10))
            print(f"  kills by tenth of the night: {shown}")
            print(f"  site and exports as without a kill: {'no' if outcome.differences else 'yes'}")
            for line in outcome.differences:
                print(f"  {line}")
            wrong += len(outcome.differences)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
