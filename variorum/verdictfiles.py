"""`variorum verdicts export FILE` and `import FILE`: what people decided, carried from one database to another.

One line is one decision on the grouping, one verdict on a flag or a difference, or one declined proposal. Lines are in
the order of their ids, which come from what they say: lines that two people add stand apart, and `merge=union` in git
keeps both.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import click

from compare.decisions import Conflict, Decision, conflict_of, settled
from compare.proposals import Declined
from compare.verdicts import SUBJECTS, Verdict
from db.store import Store
from variorum.decisionrows import GROUPING, decision_of
from variorum.decisionwords import conflict_words, headlines_of
from variorum.errors import InputError
from variorum.exporting import write_export
from variorum.ledger import hold_lock
from variorum.verdictrows import DECLINED, decided_rows, declined_of, verdict_of

STANDARD = Path("-")


@dataclass(slots=True)
class Decided:
    """What the lines of a file hold, by id, and a sentence for each line that can't be used."""

    decisions: dict[str, Decision] = field(default_factory=dict)
    verdicts: dict[str, Verdict] = field(default_factory=dict)
    declined: dict[str, Declined] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)


def export_verb(store: Store, file: Path) -> int:
    """Write every decision, verdict and declined proposal as a line of JSON. Raises InputError where the file can't be
    written."""
    rows = decided_rows(store)
    if file == STANDARD:
        write_export(rows, "jsonl", sys.stdout)
        return 0
    try:
        with file.open("w", encoding="utf-8", newline="\n") as out:
            count = write_export(rows, "jsonl", out)
    except OSError as error:
        raise InputError(f"{file}: can't be written ({error.strerror or error}); name another file") from error
    click.echo(f"{count} decisions written to {file}")
    return 0


def import_verb(store: Store, file: Path) -> int:
    """Take over what is new in a file, and say of each line that was left out why. Returns the exit status."""
    found = read_decided(file)
    for problem in found.failed:
        click.echo(f"variorum: {problem}", err=True)
    with hold_lock(store, "verdicts import"):
        judged = _take_verdicts(store, found.verdicts)
        refused = _take_declined(store, found.declined)
        before = {one.id: one for one in store.decisions()}
        # What was undone elsewhere first: it makes room.
        undone = [one for one in found.decisions.values() if one.undone_at is not None]
        store.save_decisions(undone)
        held = store.decisions()
        new = [one for one in found.decisions.values() if one.undone_at is None and one.id not in before]
        taken, conflicts = fitting(new, held)
        store.save_decisions(taken)
        headlines = headlines_of(store, {one.key for conflict in conflicts for one in conflict.articles})
    for conflict in conflicts:
        told = conflict_words(conflict, headlines)
        click.echo(f"variorum: {file}: decision {conflict.decision.id} ({conflict.decision.verb}) {told}", err=True)
    added = len(taken) + sum(one.id not in before for one in undone)
    changed = sum(one.id in before and before[one.id].undone_at is None for one in undone)
    new_ones, newly_undone = added + judged[0] + refused[0], changed + judged[1] + refused[1]
    read = len(found.decisions) + len(found.verdicts) + len(found.declined)
    known = read - new_ones - newly_undone - len(conflicts)
    click.echo(
        f"taken over {new_ones} new, {newly_undone} newly undone; {known} known,"
        f" {len(conflicts)} contradictory, {len(found.failed)} unusable lines"
    )
    if added or changed:
        click.echo("from the next comparison on: variorum compare && variorum report")
    elif any(judged):
        click.echo("from the next report on: variorum report")
    return 1 if found.failed or conflicts else 0


def _take_verdicts(store: Store, verdicts: dict[str, Verdict]) -> tuple[int, int]:
    """Keep them all, for two people may disagree. Returns how many are new, and how many newly undone."""
    before = {one.id: one.undone_at for one in store.verdicts()}
    store.save_verdicts(verdicts.values())
    new = sum(key not in before for key in verdicts)
    undone = sum(one.undone_at is not None and before.get(key, one.undone_at) is None for key, one in verdicts.items())
    return new, undone


def _take_declined(store: Store, given: dict[str, Declined]) -> tuple[int, int]:
    """As `_take_verdicts` does."""
    before = {one.id: one.undone_at for one in store.declined_proposals()}
    store.save_declined_proposals(given.values())
    new = sum(key not in before for key in given)
    undone = sum(one.undone_at is not None and before.get(key, one.undone_at) is None for key, one in given.items())
    return new, undone


def read_decided(file: Path) -> Decided:
    """What the lines of a file hold. Of two lines of one id the one that says it is undone holds. Raises InputError
    where the file can't be read."""
    try:
        body = sys.stdin.buffer.read() if file == STANDARD else file.read_bytes()
    except OSError as error:
        raise InputError(f"{file}: can't be read ({error.strerror or error}); name another file") from error
    found = Decided()
    for number, raw in enumerate(body.split(b"\n"), 1):
        try:
            line = raw.decode("utf-8-sig")
            if line.strip():
                _read_line(line, found)
        except UnicodeDecodeError:
            found.failed.append(f"{file}, line {number}: not UTF-8; convert the file")
        except InputError as error:
            found.failed.append(f"{file}, line {number}: {error}")
    return found


def _read_line(line: str, found: Decided) -> None:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InputError(f"not JSON ({error})") from error
    if not isinstance(row, dict):
        raise InputError("not a JSON object")
    kind = row.get("kind")
    if kind == GROUPING:
        decision = decision_of(row)
        if decision.id not in found.decisions or decision.undone_at is not None:
            found.decisions[decision.id] = decision
    elif kind in SUBJECTS:
        verdict = verdict_of(row)
        if verdict.id not in found.verdicts or verdict.undone_at is not None:
            found.verdicts[verdict.id] = verdict
    elif kind == DECLINED:
        no = declined_of(row)
        if no.id not in found.declined or no.undone_at is not None:
            found.declined[no.id] = no
    else:
        raise InputError(f"kind {kind!r} is unknown; this version reads {', '.join((GROUPING, *SUBJECTS, DECLINED))}")


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
