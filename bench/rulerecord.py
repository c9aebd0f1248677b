"""The measured record of the rules, written to `variorum/rulerecord.json`: `python -m bench.rulerecord`.

How often each rule fires is counted over running text: the articles of `voice` and `stories`, the sentences of
`speech`. Its precision is the share of labelled sentences with a mark of it that people called loaded. Only counts are
kept. `--check` reads no data: it says which rules changed since. `--unmeasured` takes what changed out of the record,
for those who have not got the sets: such rules stand as "not measured" until somebody who has runs this.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from bench.predict import tagger
from bench.tasks import ROOT, Bench, bench_from_environment, read_rows
from compare.heard import Told
from compare.marking import marked
from compare.parses import remembering
from compare.proportions import Proportion
from compare.rules import Rule
from compare.sentences import split_text
from compare.voice import voices
from variorum.rulepacks import built_in_rules
from variorum.rulerecords import (
    MARKING,
    RECORD_NAME,
    LabelledSet,
    Measured,
    RuleRecord,
    built_in_record,
    matching_digest,
    record_data,
    stale_rules,
)

RECORD: Final = ROOT / "variorum" / RECORD_NAME
RENEW: Final = "python -m bench.rulerecord"
WITHOUT_DATA: Final = "python -m bench.rulerecord --unmeasured"
SETS: Final = {
    "loaded_babe": "BABE: sentences picked for loaded words, labelled by experts",
    "loaded_basil": "BASIL: every sentence of news articles, labelled for lexical bias",
}
RUNNING: Final = ("voice/inputs.jsonl", "speech/inputs.jsonl", "stories/articles.jsonl")


def rules_to_measure() -> tuple[Rule, ...]:
    """Every built-in rule that flags anything, as its pack has it."""
    return tuple(rule for pack in built_in_rules() for rule in pack.rules if rule.level in MARKING)


def fired(text: str, rules: Sequence[Rule]) -> tuple[list[str], int]:
    """The rule of every flag in a text, as a user gets them, and how many sentences the text has."""
    sentences, memory = split_text(text), remembering(tagger())
    told = Told("", text, sentences, voices(text, sentences, memory))
    return [flag.rule for flag in marked(told, None, rules, memory, beside=True)], len(sentences)


def sets_at_hand() -> Bench:
    """Where the texts lie. Ends the program where one is missing: a record of half of them would look whole."""
    bench = bench_from_environment()
    wanted = (*RUNNING, *(f"{name}/{part}.jsonl" for name in SETS for part in ("inputs", "gold")))
    if missing := [name for name in wanted if not (bench.data / name).is_file()]:
        sys.exit(f"BENCH_DATA: {bench.data} lacks {', '.join(missing)}; without the sets: {WITHOUT_DATA}")
    return bench


def measure(bench: Bench, rules: Sequence[Rule]) -> RuleRecord:
    fires: Counter[str] = Counter()
    sentences = 0
    for name in RUNNING:
        for row in read_rows(bench.data / name):
            found, count = fired(row["text"], rules)
            fires.update(found)
            sentences += count
    sets, found_in = [], {}
    for name, says in SETS.items():
        base, by_rule = labelled(bench, name, rules)
        sets.append(LabelledSet(name, says, base))
        found_in[name] = by_rule
    return RuleRecord(
        sentences=sentences,
        sets=tuple(sets),
        measured={
            rule.id: Measured(
                matching_digest(rule),
                fires[rule.id],
                {name: by_rule[rule.id] for name, by_rule in found_in.items() if rule.id in by_rule},
            )
            for rule in rules
        },
    )


def labelled(bench: Bench, name: str, rules: Sequence[Rule]) -> tuple[Proportion, dict[str, Proportion]]:
    """How many sentences of a set are loaded, and of those that each rule marks."""
    gold = {row["id"]: bool(row["label"]) for row in read_rows(bench.data / name / "gold.jsonl")}
    hits: Counter[str] = Counter()
    marked: Counter[str] = Counter()
    for row in read_rows(bench.data / name / "inputs.jsonl"):
        for rule in set(fired(row["text"], rules)[0]):
            marked[rule] += 1
            hits[rule] += gold[row["id"]]
    return Proportion(sum(gold.values()), len(gold)), {rule: Proportion(hits[rule], n) for rule, n in marked.items()}


def without_figures(record: RuleRecord, rules: Iterable[Rule]) -> RuleRecord:
    """The record with the figures of these rules only that are as they were measured."""
    kept = {}
    for rule in rules:
        digest = matching_digest(rule)
        held = record.measured.get(rule.id)
        kept[rule.id] = held if held is not None and held.digest == digest else Measured(digest, None, {})
    return replace(record, measured=kept)


def stale_words(stale: Sequence[str]) -> str:
    """What to say, and which command to name, where the record is of other rules."""
    return (
        f"{RECORD.relative_to(ROOT)} is not of these rules: {', '.join(stale)}; renew it with: {RENEW}"
        f" (needs BENCH_DATA; without it: {WITHOUT_DATA})"
    )


def written(record: RuleRecord) -> str:
    """The file: one rule a line, so that a change of it can be read."""
    data = record_data(record)
    head = {key: value for key, value in data.items() if key != "rules"}
    lines = (f"  {json.dumps(key)}: {json.dumps(one)}" for key, one in data["rules"].items())
    opening = json.dumps(head, indent=1, ensure_ascii=False).removesuffix("\n}")
    return f'{opening},\n "rules": {{\n' + ",\n".join(lines) + "\n }\n}\n"


def main(path: Path = RECORD) -> None:
    options = argparse.ArgumentParser(prog="bench.rulerecord", description=__doc__)
    options.add_argument("--check", action="store_true", help="only say whether the record is of today's rules")
    options.add_argument("--unmeasured", action="store_true", help="take out the figures of rules that changed")
    asked = options.parse_args()
    rules = rules_to_measure()
    if asked.check:
        if stale := stale_rules(built_in_record(), rules):
            sys.exit(stale_words(stale))
        print(f"{path.name} is of today's {len(rules)} rules")
        return
    record = without_figures(built_in_record(), rules) if asked.unmeasured else measure(sets_at_hand(), rules)
    path.write_text(written(record), encoding="utf-8")
    figures = sum(one.fires is not None for one in record.measured.values())
    print(f"{path}: {figures} of {len(rules)} rules measured on {record.sentences} sentences")


if __name__ == "__main__":
    main()
