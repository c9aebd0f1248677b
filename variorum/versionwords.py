"""What made a report, in words: the short form that stands on every page, and each with what it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from variorum.adapters.taggers import NONE, PIPELINES
from variorum.views import MadeWith, Version

TAGGER: Final = "tagger"  # the key under which the versions have what reads grammar

MEANINGS: Final[Mapping[str, str]] = {
    "program": "the release of this program",
    "rules": "a digest of every rule in force",
    "model": "the model that tells how near two sentences are in meaning",
    "engine": "what computes with that model",
    "calibration": "a digest of the numbers by which its likeness is read",
    TAGGER: "the package that reads the grammar of a sentence, and so whose words it has",
    "code": "a digest of the program code that decides what is found",
}
"""By the name of a version. One of another name stands without a meaning."""


def version_line(versions: Mapping[str, str]) -> tuple[Version, ...]:
    """For the foot of a page, in the order given: what reads the grammar is told by what it is, not by a package's
    name."""
    return tuple(
        Version("grammar", grammar_words(value)) if name == TAGGER else Version(name, value)
        for name, value in versions.items()
    )


def grammar_words(tagger: str) -> str:
    """What a tagger's name stands for: "en_core_web_sm 3.8.0, spaCy 3.8.18" is spaCy's small English pipeline."""
    if tagger == NONE:
        return "by word lists alone"
    package, _, releases = tagger.partition(" ")
    return f"spaCy’s small English pipeline {releases}" if package in PIPELINES else f"the spaCy pipeline {tagger}"


def made_with(versions: Mapping[str, str]) -> tuple[MadeWith, ...]:
    """For the method page: every version exactly, with what it is."""
    return tuple(MadeWith(name, value, MEANINGS.get(name, "")) for name, value in versions.items())
