"""`variorum verdicts export FILE` and `import FILE`: decisions carried from one database to another."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from compare.decisions import Conflict, Decision, conflict_of, settled
from db.store import Store
from variorum.decisionwords import conflict_words, headlines_of
from variorum.errors import InputError
from variorum.exporting import write_export
from variorum.nightly import hold_lock
from variorum.verdictrows import decision_of, decision_rows

STANDARD = Path("-")


def export_verb(store: Store, file: Path) -> int:
    """Write every decision as a line of JSON. Raises InputError where the file can't be written."""
    decisions = store.decisions()
    if file == STANDARD:
        write_export(decision_rows(decisions), "jsonl", sys.stdout)
        return 0
    try:
        with file.open("w", encoding="utf-8", newline="\n") as out:
            count = write_export(decision_rows(decisions), "jsonl", out)
    except OSError as error:
        raise InputError(f"{file}: can't be written ({error.strerror or error}); name another file") from error
    click.echo(f"{count} decisions written to {file}")
    return 0


def import_verb(store: Store, file: Path) -> int:
    """Take over what is new in a file, and say of each line that was left out why. Returns the exit status."""
    decisions, failed = read_decisions(file)
    for problem in failed:
        click.echo(f"variorum: {problem}", err=True)
    with hold_lock(store.path):
        before = {one.id: one for one in store.decisions()}
        # What was undone elsewhere first: it makes room.
        undone = [one for one in decisions.values() if one.undone_at is not None]
        store.save_decisions(undone)
        held = store.decisions()
        new = [one for one in decisions.values() if one.undone_at is None and one.id not in before]
        taken, conflicts = fitting(new, held)
        store.save_decisions(taken)
        headlines = headlines_of(store, {one.key for conflict in conflicts for one in conflict.articles})
    for conflict in conflicts:
        told = conflict_words(conflict, headlines)
        click.echo(f"variorum: {file}: decision {conflict.decision.id} ({conflict.decision.verb}) {told}", err=True)
    added = len(taken) + sum(one.id not in before for one in undone)
    changed = sum(one.id in before and before[one.id].undone_at is None for one in undone)
    known = len(decisions) - added - changed - len(conflicts)
    click.echo(
        f"taken over {added} new, {changed} newly undone; {known} known, {len(conflicts)} contradictory,"
        f" {len(failed)} unusable lines"
    )
    if added or changed:
        click.echo("from the next comparison on: variorum compare && variorum report")
    return 1 if failed or conflicts else 0


def read_decisions(file: Path) -> tuple[dict[str, Decision], list[str]]:
    """The decisions in a file by their ids, and a line for each line of it that can't be used. Of two lines of one id
    the one that says it is undone holds. Raises InputError where the file can't be read."""
    try:
        body = sys.stdin.buffer.read() if file == STANDARD else file.read_bytes()
    except OSError as error:
        raise InputError(f"{file}: can't be read ({error.strerror or error}); name another file") from error
    found: dict[str, Decision] = {}
    failed = []
    for number, raw in enumerate(body.split(b"\n"), 1):
        try:
            line = raw.decode("utf-8-sig")
            if not line.strip():
                continue
            one = decision_of(line)
        except UnicodeDecodeError:
            failed.append(f"{file}, line {number}: not UTF-8; convert the file")
        except InputError as error:
            failed.append(f"{file}, line {number}: {error}")
        else:
            if one.id not in found or one.undone_at is not None:
                found[one.id] = one
    return found, failed


def fitting(new: Sequence[Decision], held: Sequence[Decision]) -> tuple[list[Decision], list[Conflict]]:
    """Those of the new decisions that hold beside the held ones, the earlier first, and why the others do not."""
    order = sorted(new, key=lambda one: (one.at, one.id))
    kept, _ = settled(held)
    if not settled([*kept, *order])[1]:
        return order, []
    taken: list[Decision] = []
    conflicts = []
    for one in order:
        found = conflict_of(one, [*kept, *taken])
        if found is None:
            taken.append(one)
        else:
            conflicts.append(found)
    return taken, conflicts
