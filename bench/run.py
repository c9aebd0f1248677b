"""`make bench`: predict, score with the data's own score.py, print one table, write bench/results.json.

What is measured on our own gold rows is measured in any case, also where BENCH_DATA is missing.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from bench.figures import FIGURES
from bench.measures import LEXICAL, MEASURES, measured_besides, print_measures
from bench.ownsets import OWN_SETS
from bench.predict import PREDICTORS, predict
from bench.scoring import score
from bench.sets import OTHERS
from bench.tasks import OWN, ROOT, Bench, bench_from_environment

RESULTS = ROOT / "bench/results.json"
MEASURED = ROOT / "bench/measured.json"
FLOORS = ROOT / "bench/floors.json"
MEASURED_CODE = (
    *("scraper", "compare", "variorum/adapters", "variorum/rulepacks.py"),
    *(f"bench/{name}.py" for name in ("predict", "sets", "vectors", "goldset", "relations", "typed")),
    *(f"bench/{name}.py" for name in ("scarequotes", "quotations")),
    *(f"bench/{name}.py" for name in ("candidates", "claimpairs", "nights", "trust")),
)


def code_digest() -> str:
    """Over every source and rule that a prediction comes from: figures of other code are not this code's."""
    files = [f for part in MEASURED_CODE for f in ([ROOT / part] if part.endswith(".py") else (ROOT / part).rglob("*"))]
    kept = sorted(f for f in files if f.suffix in (".py", ".toml"))
    return hashlib.sha256(b"\0".join(f.read_bytes() for f in kept)).hexdigest()[:12]


def data_digest(bench: Bench, task: str) -> str:
    """Over a task's questions and answers: a floor holds for the rows it was reached on."""
    parts = [(bench.data / task / name).read_bytes() for name in ("inputs.jsonl", "gold.jsonl")]
    return digest(parts)


def others_digest(bench: Bench) -> str:
    """The same over the sets that are no tasks. The invented newsroom's texts are the project's own."""
    stories = bench.data / "stories/articles.jsonl"
    labels = ROOT / "variorum/demo/expected.toml"
    texts = sorted((ROOT / "variorum/demo/stories").rglob("*.toml"))
    return digest([file.read_bytes() for file in (stories, labels, *texts) if file.is_file()])


def digest(parts: Iterable[bytes]) -> str:
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:12]


def table(results: dict[str, Any], floors: dict[str, float], unanswered: list[str]) -> Table:
    out = Table(title="Measured on the labelled sets", title_justify="left")
    for column in ("task", "figure", "reached", "floor", "target", LEXICAL):
        out.add_column(column, justify="left" if column in ("task", "figure") else "right")
    for figure in FIGURES:
        value = figure.read(results)
        if value is None:
            continue
        floor = floors.get(figure.key)
        bound = "≤ " if figure.lower_is_better else ""
        out.add_row(
            figure.task,
            figure.path,
            f"{value:.4f}",
            "–" if floor is None else f"{bound}{floor:.4f}",
            "report" if figure.target is None else f"{bound}{figure.target:.3f}",
            "" if (without := figure.read(results.get(LEXICAL, {}))) is None else f"{without:.4f}",
        )
    for task in unanswered:
        out.add_row(task, "not answered yet", "–", "–", "–", "")
    return out


def main() -> None:
    bench = bench_from_environment()
    tasks = wanted_tasks(bench)
    if tasks:
        predict(bench)
    scored = [task for task in tasks if task in PREDICTORS and (bench.data / task / "gold.jsonl").is_file()]
    whole = bool(scored) and not bench.wanted
    before = {} if whole or not RESULTS.is_file() else json.loads(RESULTS.read_text(encoding="utf-8"))
    results = {**before, **{task: score(bench, task) for task in scored}}
    digests = {task: data_digest(bench, task) for task in scored}
    for name, found in (measured_besides(bench) if tasks else {}).items():
        results[name] = {**before.get(name, {}), **found}
        if any(part in OTHERS for part in found):
            digests["others"] = others_digest(bench)
    if not bench.wanted or bench.wanted & OWN:
        for name, own in OWN_SETS.items():
            if not bench.wanted or name in bench.wanted:
                results[name], digests[name] = own.measure(), own.digest()
    if digests:
        measured = json.loads(MEASURED.read_text(encoding="utf-8")) if before and MEASURED.is_file() else {}
        code = code_digest()
        measured |= {task: {"code": code, "data": data} for task, data in digests.items()}
        write_json(RESULTS, {task: results[task] for task in sorted(results)})
        write_json(MEASURED, {task: measured[task] for task in sorted(measured)})
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))["floors"]
    console = Console(width=110)
    console.print(table(results, floors, [task for task in tasks if task not in PREDICTORS]))
    print_measures({name: results[name] for name in MEASURES if name in results}, console)
    without_gold = [task for task in tasks if task in PREDICTORS and task not in scored]
    if without_gold:
        print(f"answered, but without gold.jsonl to score against: {', '.join(without_gold)}")


def wanted_tasks(bench: Bench) -> list[str]:
    """The tasks of BENCH_DATA to answer; none, with a word about it, where the folder is missing or only ours are
    wanted."""
    if bench.wanted and bench.wanted <= OWN:
        return []
    if not bench.data.is_dir() and not bench.wanted:
        print(f"BENCH_DATA: {bench.data} is not a folder; only our own rows are measured", file=sys.stderr)
        return []
    return bench.tasks


def write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
