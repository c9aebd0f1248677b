"""`make bench-speed`: how fast Variorum is beside the pipeline that a user would write instead with the same packages.

Both read the same 2,000 generated pages on the demo's skins (bench.manystories), each in a process of its own, from
pages to site: Variorum (bench.onenight), and again with 5 % new articles; the rival (bench.rival); and that second
night of Variorum's once more, since the machine's speed drifts. Looking at memory takes time: it is done in the first
run, and in a third run of the second night. What the rival has not, whose words they are and what rules mark, is timed
apart. Then the engine of the embedding model (bench.embedspeed), extraction (bench.extractionspeed) and the verbs that
people wait for. Writes bench/speed.json. It takes some eleven minutes on two cores.
"""

from __future__ import annotations

import argparse
import os
import pickle
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from bench.embedspeed import SENTENCES
from bench.extractionspeed import GENERATED, PROCESSES, figure, figures_of, measure
from bench.machine import machine
from bench.manystories import FIRST_NIGHT, many_stories, repeated
from bench.onenight import COMPARING, GROUPING, SHARED_TEXT
from bench.pages import LABELLED, demo_pages, digest_of, labelled_pages
from bench.processes import LOOK_SECONDS, SELDOM, Done, run_python, seconds_of
from bench.rival import BOTH_NIGHTS, PEAK, Labelled
from bench.run import write_json
from bench.tasks import ROOT, bench_from_environment
from compare.sentences import split_text
from scraper.article import Page
from variorum.demo.houses import read_houses
from variorum.demo.press import press
from variorum.demo.stories import Night, Story

SPEED: Final = ROOT / "bench" / "speed.json"
ARTICLES: Final = 2_000
NEW_SHARE: Final = 0.05
"""Of the articles, on the second night."""
MOST_REPEATED: Final = 0.02
"""Of the sentences; real sets have 1 to 2 %."""
ROUNDS: Final = 3
SAMPLE, LABELLED_SAMPLE = 300, 25
"""Pages of the generated ones, and of each labelled set, in a round of extraction."""
PACKAGES: Final = (
    "htmldate", "lxml", "newspaper3k", "openvino", "py3langid", "sentence-transformers", "spacy", "torch",
    "trafilatura",
)  # fmt: skip
TARGETS: Final = {
    "ratio_first_run": (">=", 2.5),
    "ratio_second_night": (">=", 20.0),
    "ratio_embedding": (">=", 2.5),
    "ratio_extraction": (">=", 1.0),
    "peak_memory": ("<=", 1.5),
    "help_ms": ("<=", 300.0),
    "lint_cold_s": ("<=", 4.0),
    "status_s": ("<=", 1.0),
}
DRAFT: Final = (
    "Council defends so-called reform\n\nThe mayor claimed on Monday that the regime of fines had worked. “We will not"
    " be lectured”, she said. Critics slammed the move, which is clearly a scandal.\n"
)

Figures = dict[str, dict[str, Any]]


def pages_of(stories: Sequence[Story], night: Night) -> list[Labelled]:
    """The pages of the stories that are new on this night, as they were fetched that night."""
    houses, sites = read_houses(), press(night, stories=stories)
    at = FIRST_NIGHT + timedelta(days=night - 1)
    found = []
    for story in stories:
        if story.night == night:
            house = houses[story.outlet]
            document, url = sites[house.host][house.path_of(story)], house.url_of(story)
            found.append(Labelled(Page(story.outlet, url, url, document.body, document.content_type, at), story.event))
    return found


def sentences_of(stories: Sequence[Story]) -> list[str]:
    texts = [text for story in stories for text in (story.title, *story.paragraphs)]
    return [text[span.start : span.end] for text in texts for span in split_text(text)]


def night_figures(stories: Sequence[Story], folder: Path) -> tuple[Figures, dict[str, Any], list[Labelled]]:
    """The whole run of both, the second night, and the engine; what the parts took; and the first night's pages."""
    files = {}
    pages = {night: pages_of(stories, night) for night in (1, 2)}
    for night, some in pages.items():
        files[night] = str(folder / f"night{night}.pickle")
        Path(files[night]).write_bytes(pickle.dumps(some))
    own, kept = folder / "own", folder / "kept"
    own.mkdir()
    database, site = own / "variorum.db", str(own / "site")
    first = run_python("-m", "bench.onenight", files[1], str(database), site, look_s=SELDOM)
    ours = first.last_json
    _say("Variorum", ours)
    language = max(
        0.0, ours[COMPARING] - run_python("-m", "bench.onenight", "--align", str(database), look_s=None).last_json
    )
    both = ours["whole"] - language - ours[GROUPING] - ours[SHARED_TEXT]
    _copy(own, kept)

    def second_night(look_s: float | None = None) -> Done:
        return run_python("-m", "bench.onenight", files[2], str(database), site, look_s=look_s)

    def first_state() -> None:
        shutil.rmtree(own)
        _copy(kept, own)

    # Before the rival and after it: the machine's speed drifts, and the rival takes minutes.
    again = [second_night().last_json]
    _say("Variorum, the second night", again[0])
    theirs = run_python("-m", "bench.rival", str(folder / "rival"), files[1], files[2], look_s=None).last_json
    rival_peak = theirs.pop(PEAK)
    _say("the rival", theirs)
    first_state()
    again.append(second_night().last_json)
    _say("Variorum, the second night again", again[1])
    first_state()
    looked_at = second_night(LOOK_SECONDS)
    sentences = folder / "sentences.pickle"
    sentences.write_bytes(pickle.dumps(sentences_of(stories)))
    engine = run_python("-m", "bench.embedspeed", str(sentences), look_s=None).last_json
    count = min(SENTENCES, len(sentences_of(stories)))
    figures = {
        "rival_whole": figure([theirs["whole"]], "s"),
        "first_run": figure([ours["whole"]], "s"),
        "language_seconds": figure([language], "s"),
        "grouping_seconds": figure([ours[GROUPING]], "s"),
        "shared_text_seconds": figure([ours[SHARED_TEXT]], "s"),
        "ratio_first_run": figure([theirs["whole"] / both], "ratio"),
        "ratio_first_run_with_all_else": figure([theirs["whole"] / ours["whole"]], "ratio"),
        "second_night": figure([night["whole"] for night in again], "s"),
        "ratio_second_night": figure([theirs[BOTH_NIGHTS] / night["whole"] for night in again], "ratio"),
        "peak_memory": figure([max(first.peak_bytes, looked_at.peak_bytes) / 1e9], "GB"),
        "rival_peak_memory": figure([rival_peak / 1e9], "GB"),
        "embedding_sentence_transformers": figure([count / one for one in engine["theirs"]], "sent/s"),
        "embedding_variorum": figure([count / one for one in engine["ours"]], "sent/s"),
        "ratio_embedding": figure([a / b for a, b in zip(engine["theirs"], engine["ours"], strict=True)], "ratio"),
        "fraction_of_peak": figure([engine["work"] / one / engine["peak"] for one in engine["ours"]], "share"),
        "peak_of_the_arithmetic": figure([engine["peak"] / 1e9], "GMAC/s"),
    }
    parts = {"rival": theirs, "first run": ours, "second night": again[0], "second night again": again[1]}
    rounded = {who: {name: round(one, 2) for name, one in seconds.items()} for who, seconds in parts.items()}
    verbs = verb_figures(folder, database)
    return figures | verbs, {"engine": engine["engine"], "seconds": rounded}, pages[1]


def _copy(folder: Path, to: Path) -> None:
    """With the links between the site and its twin, which Python's copies lack. The disk is not busy afterwards. A copy
    is another folder than the one that the twin knows what it lacks of, so a night upon it compares the two whole."""
    subprocess.run(["cp", "-a", str(folder), str(to)], check=True)
    os.sync()


def verb_figures(folder: Path, database: Path) -> Figures:
    """What people wait for, each several times in a process of its own."""
    (folder / "variorum.toml").write_text(f'database_url = "sqlite:///{database}"\n', encoding="utf-8")
    (folder / "draft.txt").write_text(DRAFT, encoding="utf-8")

    def timed(times: int, *arguments: str) -> list[float]:
        return [seconds_of("-m", "variorum", *arguments, cwd=folder, fine=(0, 1)) for _ in range(times)]

    return {
        "help_ms": figure([1000 * one for one in timed(7, "--help")], "ms"),
        "lint_cold_s": figure(timed(3, "lint", "draft.txt"), "s"),
        "status_s": figure(timed(5, "status"), "s"),
    }


def _say(who: str, seconds: dict[str, float]) -> None:
    print(f"{who}: " + ", ".join(f"{name} {one:.1f} s" for name, one in seconds.items()), flush=True)


def with_targets(figures: Figures) -> Figures:
    """Each figure that has one with its target, and whether it is met."""
    holds: dict[str, Callable[[float, float], bool]] = {">=": lambda a, b: a >= b, "<=": lambda a, b: a <= b}
    out = {}
    for name, one in figures.items():
        sign, target = TARGETS.get(name, ("", 0.0))
        judged = {"target": f"{sign} {target:g}", "met": holds[sign](one["median"], target)} if sign else {}
        out[name] = {**one, **judged}
    return out


def main() -> None:
    options = argparse.ArgumentParser(prog="bench.speed", description=__doc__)
    options.add_argument("--rounds", type=int, default=ROUNDS, help="of extraction that count, after one that warms up")
    options.add_argument("--articles", type=int, default=ARTICLES, help="of the first night")
    options.add_argument("--out", type=Path, default=SPEED, help="the file to write")
    asked = options.parse_args()
    if asked.rounds < 1:
        options.error("--rounds: at least 1")
    start = time.perf_counter()
    old = many_stories(asked.articles)
    new = many_stories(round(NEW_SHARE * asked.articles), night=2, first_event=len(old))
    stories = [*old, *new]
    share = repeated(sentences_of(stories))
    print(f"{len(stories)} articles, {len(sentences_of(stories))} sentences, {share:.2%} of them repeated", flush=True)
    if share > MOST_REPEATED:
        options.exit(1, f"more than {MOST_REPEATED:.0%} of the sentences are repeated\n")
    with tempfile.TemporaryDirectory() as name:
        figures, about, generated = night_figures(stories, Path(name))
    data = bench_from_environment().data
    step = max(1, len(generated) // SAMPLE)
    sets: dict[str, Sequence[Page]] = {GENERATED: [one.page for one in generated[::step]], "demo": list(demo_pages())}
    labelled = {task: list(labelled_pages(data, task)) for task in LABELLED}
    sets |= {task: pages[:: max(1, len(pages) // LABELLED_SAMPLE)] for task, pages in labelled.items() if pages}
    found, articles = measure(sets, asked.rounds)
    figures |= figures_of(sets, found)
    judged = with_targets(figures)
    report = {
        "machine": machine(),
        "packages": {name: version(name) for name in PACKAGES},
        "processes": PROCESSES,
        "rounds": asked.rounds,
        "articles": asked.articles,
        "repeated_sentences": round(share, 4),
        "minutes": round((time.perf_counter() - start) / 60, 1),
        **about,
        "pages": {name: {"count": len(pages), "digest": digest_of(pages)} for name, pages in sets.items()},
        "articles_of_pages": articles,
        "figures": dict(sorted(judged.items())),
    }
    write_json(asked.out, report)
    for name, value in judged.items():
        verdict = f"  {'met' if value['met'] else 'MISSED'}: {value['target']}" if "target" in value else ""
        print(f"{name:45} {value['median']:8.2f} {value['unit']:8} ({value['min']:.2f}–{value['max']:.2f}){verdict}")
    print(f"{report['minutes']} minutes; written to {asked.out}")


if __name__ == "__main__":
    main()
