"""What a process runs: results of several processes are one result only where this is the same in all of them."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Mapping
from functools import cache
from importlib import resources
from importlib.metadata import PackageNotFoundError, version
from typing import Final

from variorum import __version__

PACKAGES: Final = ("scraper", "compare", "db", "templates", "variorum", "variorum.adapters")
DECIDING: Final = (
    "charset-normalizer", "extruct", "htmldate", "Jinja2", "lxml", "newspaper3k", "numpy", "py3langid",
    "python-dateutil", "RapidFuzz", "scipy", "sentence-transformers", "sentencex", "spacy", "torch", "trafilatura",
    "w3lib",
)  # fmt: skip
"""Packages whose releases can decide a result."""


@cache
def program_stamp() -> dict[str, str]:
    """The program's release, twelve hexadecimal digits over its source, and the releases of what it stands on."""
    return {
        "variorum": __version__,
        "its source": _source_digest(),
        "python": ".".join(platform.python_version_tuple()[:2]),
        **{package: _release(package) for package in DECIDING},
    }


def differing(ours: Mapping[str, str], theirs: Mapping[str, str]) -> str:
    """What is not the same there, in words; '' where everything is."""
    unlike = [name for name in sorted({*ours, *theirs}) if ours.get(name) != theirs.get(name)]
    return ", ".join(f"{name} {theirs.get(name, 'none')} instead of {ours.get(name, 'none')}" for name in unlike)


def _release(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "none"


def _source_digest() -> str:
    whole = hashlib.sha256()
    for package in PACKAGES:
        folder = resources.files(package)
        for file in sorted(folder.iterdir(), key=lambda file: file.name):
            if file.name.endswith((".py", ".html")):
                whole.update(f"{package}/{file.name}\n".encode() + hashlib.sha256(file.read_bytes()).digest())
    return whole.hexdigest()[:12]
