"""The revisions of articles, held against each other: what changed between two texts, and how their framing did."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from compare.framing import RULE_LANGUAGE
from compare.houserules import NO_HOUSE_RULES, HouseRules
from compare.reframing import reframings
from compare.revisions import sentence_changes
from compare.rules import Rule
from compare.tagger import Tagger
from db.records import StoredChanges, StoredLine, StoredRevision
from db.store import Store
from variorum.corpus import Shelf
from variorum.executors import HERE, Workers
from variorum.inorder import in_order
from variorum.progress import Progress

METHOD = "revising: method"  # the state: by outlet, what held revisions against each other last time

MADE_BY = ("rules", "tagger", "code")  # the versions that decide what is found; vectors have no part in it


def revise_stage(
    store: Store,
    rules: Sequence[Rule],
    versions: Mapping[str, str],
    shelf: Shelf,
    keys: Collection[str],
    progress: Progress,
    tagger: Tagger | None = None,
    house: HouseRules = NO_HOUSE_RULES,
    workers: Workers = HERE,
) -> int:
    """Hold the revisions of these articles that were not yet against the one before. Returns how many there were.

    `versions` as `Comparison.versions` has them; with others, all are looked at anew, and with other site furniture all
    of its outlet.
    """
    lines = learned_lines(store.furniture())
    before: dict[str, str] = json.loads(store.state(METHOD) or "{}")
    own: defaultdict[str, list[str]] = defaultdict(list)
    for key in sorted(keys):
        own[shelf.article(key).article.outlet].append(key)
    now = {outlet: _fingerprint(versions, lines.get(outlet, ())) for outlet in sorted({*before, *own})}
    numbers: defaultdict[str, list[int]] = defaultdict(list)
    for outlet, fingerprint in now.items():
        some = own[outlet] if before.get(outlet) == fingerprint else None
        for key, number in store.unchecked_revisions(fingerprint, outlet, some):
            numbers[key].append(number)
    waiting = sum(len(found) for found in numbers.values())
    if waiting:
        judge = Judge(tuple(rules), lines, tagger, house)
        executor = workers.for_pieces(waiting)
        with progress.stage("comparing revisions", waiting) as advance:
            for (_, after), found in in_order(executor, judged, judge, _pairs(store, numbers), ahead=workers.ahead):
                store.save_changes(found, fingerprint=now[after.article.outlet])
                advance(1)
    if now != before:
        store.set_state(METHOD, json.dumps(now))
    return waiting


Pair = tuple[StoredRevision, StoredRevision]
"""A revision, and the one after it."""


@dataclass(frozen=True, slots=True)
class Judge:
    """What revisions are held against each other with; as `changes_between` has it."""

    rules: tuple[Rule, ...]
    lines: Mapping[str, Collection[str]]
    tagger: Tagger | None
    house: HouseRules


def judged(judge: Judge, pair: Pair) -> StoredChanges:
    return changes_between(*pair, judge.rules, judge.lines, judge.tagger, judge.house)


def _pairs(store: Store, numbers: Mapping[str, Sequence[int]]) -> Iterator[Pair]:
    for key, wanted in numbers.items():
        texts = {revision.number: revision for revision in store.revisions(key)}
        for number in wanted:
            yield texts[number - 1], texts[number]


def changes_between(
    before: StoredRevision,
    after: StoredRevision,
    rules: Sequence[Rule],
    lines: Mapping[str, Collection[str]],
    tagger: Tagger | None = None,
    house: HouseRules = NO_HOUSE_RULES,
) -> StoredChanges:
    """What differs between two revisions of one article. `lines` are each outlet's lines of site furniture.

    Framing is looked at where both texts are in the rules' language.
    """
    found = sentence_changes(before.article, after.article, lines.get(after.article.outlet, ()))
    judged = before.article.language == after.article.language == RULE_LANGUAGE
    return StoredChanges(
        key=after.key,
        number=after.number,
        changes=tuple(change for change in found if change.change != "kept"),
        framing=reframings(before.article, after.article, rules, found, tagger, house) if judged else (),
    )


def learned_lines(furniture: Iterable[StoredLine]) -> dict[str, tuple[str, ...]]:
    """The lines in quarantine by outlet, both sorted."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for stored in furniture:
        if stored.state == "quarantined":
            found[stored.line.outlet].add(stored.line.text)
    return {outlet: tuple(sorted(found[outlet])) for outlet in sorted(found)}


def _fingerprint(versions: Mapping[str, str], lines: Sequence[str]) -> str:
    made_by = sorted([name, made] for name, made in versions.items() if name in MADE_BY)
    return hashlib.sha256(json.dumps([made_by, list(lines)]).encode()).hexdigest()
