"""`make bench-check`: does any figure in bench/results.json fall under its floor? `--accept` raises the floors."""

from __future__ import annotations

import argparse
import json
import sys

from bench.figures import FIGURES
from bench.run import FLOORS, MEASURED, RESULTS, code_digest, write_json

# Vectors differ between processors in their last bits; over the sets here that has moved a figure by less than this.
NOISE = 0.003


def main() -> None:
    options = argparse.ArgumentParser(prog="bench.check", description=__doc__)
    options.add_argument("--accept", action="store_true", help="raise floors to the figures reached")
    options.add_argument("--lower", action="store_true", help="with --accept: lower floors too")
    asked = options.parse_args()
    if asked.lower and not asked.accept:
        options.error("--lower goes with --accept")
    if not RESULTS.is_file():
        sys.exit(f"{RESULTS} is missing; write it with: make bench")
    results = json.loads(RESULTS.read_text(encoding="utf-8"))
    measured = json.loads(MEASURED.read_text(encoding="utf-8"))
    stale = sorted(task for task, made in measured.items() if made["code"] != code_digest())
    if stale:
        sys.exit(f"measured with other code: {', '.join(stale)}; run: make bench")
    pinned = json.loads(FLOORS.read_text(encoding="utf-8"))
    floors: dict[str, float] = pinned["floors"]
    data = {task: made["data"] for task, made in measured.items()}
    other = sorted(task for task in pinned["data"] if data.get(task) not in (None, pinned["data"][task]))
    if other and not asked.accept:
        sys.exit(f"measured on other rows than the floors: {', '.join(other)}; floors do not apply to them")
    short, missing = [], []
    for figure in FIGURES:
        value, floor = figure.read(results), floors.get(figure.key)
        if value is None:
            if floor is not None:
                missing.append(figure.key)
        elif floor is None and not asked.accept:
            missing.append(f"{figure.key} (no floor; pin it with: make bench-accept)")
        elif floor is None or asked.lower:
            floors[figure.key] = value
        elif figure.falls_short(value, floor, NOISE):
            short.append(f"{figure.key}: {value:.4f}, floor {floor:.4f}")
        else:
            floors[figure.key] = min(value, floor) if figure.lower_is_better else max(value, floor)
    if missing:
        sys.exit(f"figures and floors do not match: {', '.join(missing)}; run make bench without BENCH_TASKS")
    if short:
        sys.exit(f"under the floor by more than {NOISE}:\n  " + "\n  ".join(short))
    if asked.accept:
        write_json(FLOORS, {"data": data, "floors": {key: floors[key] for key in sorted(floors)}})
        print(f"{len(floors)} floors in {FLOORS}")
    else:
        print(f"all figures hold their floors (noise {NOISE})")


if __name__ == "__main__":
    main()
