"""What was measured of differences, marks and voices, written to `variorum/quality.json`: `python -m bench.quality`.

Development figures come from `bench/results.json`. Sealed parts are scored once and never again, so their figures stand
here as they were scored; `bench/gold/README-differences.md`, `bench/gold/README.md` and `docs/method.md` tell of them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from bench.tasks import ROOT
from variorum.quality import QUALITY_NAME, Quality, RealLine, RealNews, Score, Told, quality_data

RESULTS: Final = ROOT / "bench" / "results.json"
QUALITY: Final = ROOT / "variorum" / QUALITY_NAME
RENEW: Final = "python -m bench.quality"

#: n labelled, precision, recall: of the third, the second and the first sealed part.
SEALED: Final[Mapping[str, tuple[tuple[int, float, float], ...]]] = {
    "attribution": ((14, 1.00, 0.86), (12, 0.83, 0.83), (6, 1.00, 0.67)),
    "doubt": ((14, 0.90, 0.64), (11, 1.00, 0.73), (6, 1.00, 0.67)),
    "naming": ((18, 0.88, 0.83), (14, 0.82, 0.64), (9, 1.00, 0.22)),
    "evaluation": ((14, 0.73, 0.79), (12, 0.75, 0.75), (7, 0.67, 0.86)),
    "intensity": ((14, 0.78, 0.50), (11, 0.69, 0.82), (6, 0.60, 0.50)),
    "agency": ((13, 0.69, 0.69), (11, 0.89, 0.73), (6, 1.00, 0.33)),
    "number": ((9, 1.00, 0.89), (10, 1.00, 1.00), (5, 1.00, 0.60)),
    "quote": ((9, 1.00, 0.67), (9, 1.00, 0.78), (5, 1.00, 0.80)),
    "prominence": ((6, 1.00, 1.00), (5, 1.00, 1.00), (3, 1.00, 1.00)),
}
#: The same of quotation marks, of versions of a quotation, and of contradictions: the second and the first sealed part.
SEALED_SCARE: Final = ((12, 0.80, 1.00), (8, 0.70, 0.88))
SEALED_ATTRIBUTED: Final = ((13, 1.00, 0.85), (8, 0.88, 0.88))
SEALED_CUT: Final = ((6, 0.83, 0.83), (4, 0.80, 1.00))
SEALED_ALTERED: Final = ((4, 1.00, 1.00), (2, 0.67, 1.00))
SEALED_CONTRADICTION: Final = ((17, 0.88, 0.82),)
#: Read against the whole articles by somebody who had not seen the rules: told, right, trivial, wrong.
REAL_NEWS: Final = RealNews(
    articles=156,
    outlets=3,
    events=52,
    lines={
        "all kinds together": RealLine(74, 38, 17, 19),
        "quotations": RealLine(29, 12, 9, 8),
        "judgement and stronger words": RealLine(30, 15, 6, 9),
        "naming, attribution, doubt": RealLine(9, 9, 0, 0),
        "prominence, agency": RealLine(6, 2, 2, 2),
        "numbers, contradiction, absence": RealLine(0, 0, 0, 0),
    },
)
MARKED_SETS: Final = {
    "loaded_babe": "sentences picked for loaded words, half of them called loaded (BABE)",
    "loaded_basil": "every sentence of news articles, one in seventeen called loaded (BASIL)",
}


def measured(results: Mapping[str, Any]) -> Quality:
    """What the program ships, from the bench's results and the sealed figures."""
    kinds, scare, quotes = results["gold_differences"], results["gold_scare_quotes"], results["gold_quotations"]
    voice = results["voice"]
    return Quality(
        differences={kind: Told(_score(kinds[kind]), _scores(sealed)) for kind, sealed in SEALED.items()},
        others={
            "words in quotation marks that no source speaks": Told(_score(scare["scare"]), _scores(SEALED_SCARE)),
            "words in quotation marks laid to a source": Told(_score(scare["attribution"]), _scores(SEALED_ATTRIBUTED)),
            "quotations cut": Told(_score(quotes["cut"]), _scores(SEALED_CUT)),
            "quotations in altered words": Told(_score(quotes["altered"]), _scores(SEALED_ALTERED)),
            "contradictions that lie in no number; sealed: numbers included": Told(
                _score(results["gold_relations"]["told"]), _scores(SEALED_CONTRADICTION)
            ),
        },
        marks={says: _of(results[name]["gold"], results[name]["sentences"]) for name, says in MARKED_SETS.items()},
        voices={"characters laid to somebody, in news articles": _of(voice["gold"], voice["characters"])},
        real_news=REAL_NEWS,
    )


def _score(found: Mapping[str, Any]) -> Score:
    return _of(found["n"], found)


def _of(n: int, found: Mapping[str, Any]) -> Score:
    return Score(n, _rounded(found["precision"]), _rounded(found["recall"]))


def _scores(sealed: tuple[tuple[int, float, float], ...]) -> tuple[Score, ...]:
    return tuple(Score(*one) for one in sealed)


def _rounded(share: float) -> float:
    return round(share, 2)


def written(quality: Quality) -> str:
    """The file: one kind or set a line, so that a change of it can be read."""
    parts = []
    for name, part in quality_data(quality).items():
        lines = [f"  {json.dumps(key, ensure_ascii=False)}: {json.dumps(one)}" for key, one in part.items()]
        parts.append(f" {json.dumps(name)}: {{\n" + ",\n".join(lines) + "\n }")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def main(path: Path = QUALITY) -> None:
    path.write_text(written(measured(json.loads(RESULTS.read_text(encoding="utf-8")))), encoding="utf-8")
    print(f"{path}: written from {RESULTS.name} and the sealed figures")


if __name__ == "__main__":
    main()
