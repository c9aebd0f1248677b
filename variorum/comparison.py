"""What a comparison needs besides the store, and the versions that decide what is computed again."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib import resources

from compare.calibration import Calibration
from compare.embed import Embedder
from compare.houserules import NO_HOUSE_RULES, HouseRules, rules_version
from compare.rules import Rule
from compare.survey import WINDOW_DAYS
from compare.tagger import Tagger
from variorum.calibrations import Entry, calibration_digest, calibration_of
from variorum.grouping import Grouper

OURS = (
    "comparing.py", "comparison.py", "corpus.py", "eventresults.py", "grouping.py", "quarantine.py", "results.py",
    "revising.py", "sharing.py", "vectors.py", "adapters/lemmas.py", "adapters/openvino_embedder.py",
    "adapters/spacy_tagger.py", "adapters/wordmodel.py",
)  # fmt: skip


@dataclass(frozen=True)
class Comparison:
    """What a comparison needs besides the store. `versions` of rules, model, its calibration and code decide what is
    computed again.

    `names` maps outlets' slugs to the names that explanations show, `wires` those of outlets that are agencies. An
    event stays open for `open_days` days after its latest article. `calibrations` are what `variorum calibrate` found.
    `tagger` is None where voices are found by word lists alone. `house` is what flags are not made for.
    """

    rules: tuple[Rule, ...]
    embedder: Embedder
    names: Mapping[str, str]
    wires: Mapping[str, str] = field(default_factory=dict)
    open_days: float = WINDOW_DAYS
    calibrations: tuple[Entry, ...] = ()
    tagger: Tagger | None = None
    house: HouseRules = NO_HOUSE_RULES

    @property
    def calibration(self) -> Calibration:
        """The numbers in force. They carry another model's name where there are none for this one."""
        return calibration_of(self.embedder.name, self.embedder.engine, self.calibrations)

    @property
    def grouper(self) -> Grouper:
        """Rules and what claims are weighed by have no part in grouping: a change of theirs leaves events as they are.
        The grouper looks at the events' part of the calibration itself."""
        versions = {
            name: made for name, made in self.versions.items() if name not in ("rules", "calibration", "tagger")
        }
        return Grouper(self.calibration, self.open_days, versions)

    @property
    def versions(self) -> dict[str, str]:
        return {
            "rules": self._rules_version,
            "model": self.embedder.name,
            "engine": self.embedder.engine,
            "calibration": calibration_digest(self.calibration),
            "tagger": self.tagger.name if self.tagger else "none",
            "code": compare_code_digest(),
        }

    @cached_property
    def _rules_version(self) -> str:  # a digest over every rule, asked for with every event
        return rules_version(self.rules, self.house)


@cache
def compare_code_digest() -> str:
    """Twelve hexadecimal digits over the source of `compare/` and of the modules of this stage.

    When the method changes, what it made is made again, and nobody has to remember to count a version up.
    """
    files = [f for f in resources.files("compare").iterdir() if f.name.endswith(".py")]
    ours = [resources.files("variorum") / name for name in OURS]
    here = [resources.files("scraper") / "article.py", *ours]
    sources = [*here, *sorted(files, key=lambda f: f.name)]
    return hashlib.sha256(b"\0".join(f.read_bytes() for f in sources)).hexdigest()[:12]
