"""The second half of `make fuzz`: libFuzzer, through Atheris, keeps the damaged pages that reach code no other did.

Atheris is no part of the development environment (its wheels are for Linux alone); without it this says so and ends
well. What is learnt stays in BENCH_OUT/fuzz/corpus, so that each run goes on where the last one ended. The first page
that breaks a promise ends the run and is saved as BENCH_OUT/fuzz/guided-….
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from pathlib import Path
from random import Random
from typing import Any, Final

LEARNT_FROM: Final = ("scraper",)
"""Packages whose branches count."""
TIMES: Final = 3
"""Kinds of damage between one page and the next at most; libFuzzer stacks several such steps itself."""


def guide(atheris: Any, corpus: Path, findings: Path, *, seconds: int, seed: int) -> None:
    """Run libFuzzer. Ends the process: status 0, or libFuzzer's own where a page broke a promise."""
    with atheris.instrument_imports(include=list(LEARNT_FROM)):
        from bench.fuzz_extract import PAGE_SECONDS, complaint, fuzz_page, seeds
        from bench.mutate import MOST, damaged
        from variorum.extraction import open_extraction
        from variorum.settings import FetchSettings
    # In this process: branches are counted here, and a page that stalls is libFuzzer's to notice.
    extraction = open_extraction(FetchSettings(extract_processes=0))
    originals = seeds()
    for number, body in enumerate(originals):
        (corpus / f"original-{number:03}").write_bytes(body)

    def look(body: bytes) -> None:
        wrong = complaint(extraction, fuzz_page(body, "text/html"))[1]
        if wrong:
            raise AssertionError(wrong)

    def damage(body: bytes, most: int, step: int) -> bytes:
        random = Random(step)
        return damaged(body, random, originals, times=random.randint(1, TIMES))[0][:most]

    flags = {
        "max_total_time": seconds,
        "max_len": MOST,
        "timeout": round(PAGE_SECONDS),
        "seed": seed + 1,  # libFuzzer takes 0 for "any"
        "artifact_prefix": f"{findings}/guided-",
        "verbosity": 0,
        "print_final_stats": 1,
    }
    arguments = [sys.argv[0], *(f"-{name}={value}" for name, value in flags.items()), str(corpus)]
    atheris.Setup(arguments, look, custom_mutator=damage)
    atheris.Fuzz()


def main() -> None:
    options = argparse.ArgumentParser(prog="bench.fuzz_guided", description=__doc__)
    options.add_argument("--seconds", type=int, default=60)
    options.add_argument("--seed", type=int, default=0)
    asked = options.parse_args()
    try:
        atheris = importlib.import_module("atheris")
    except ImportError:
        print("guided fuzzing needs atheris, which is not installed (pip install atheris); left out")
        return
    findings = Path(os.environ.get("BENCH_OUT") or "bench/out") / "fuzz"
    corpus = findings / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    guide(atheris, corpus, findings, seconds=asked.seconds, seed=asked.seed)


if __name__ == "__main__":
    main()
