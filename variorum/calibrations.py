"""`calibrations.toml`: the numbers that `variorum calibrate` found for embedding models, kept beside the settings.

`compare/` ships numbers for two models and reads no file; everything in the program that needs a model's numbers asks
`calibration_of`.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import astuple, replace
from pathlib import Path
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from compare.calibration import MINILM, Calibration, calibration_for
from variorum.errors import SettingsError
from variorum.settings import Settings

FILE_NAME: Final = "calibrations.toml"
DIGEST_DIGITS: Final = 12  # hexadecimal digits of the numbers in force, as versions show them
HEAD: Final = """\
# What `variorum calibrate` found: for each embedding model the two lines that put its cosines on the scale of the
# default model's, one for the first sentences of articles (lead), one for sentences. n: labelled pairs looked at.
# A table here wins over the numbers that ship with the program; remove it to go back to them.
"""

Slope = Annotated[float, Field(gt=0, allow_inf_nan=False)]
Shift = Annotated[float, Field(allow_inf_nan=False)]


class Entry(BaseModel):
    """What was found for one model. `lead_*` carry cosines of articles, `cosine_*` those of sentences, to the default
    model's; `n` counts labelled pairs."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    model: Annotated[str, Field(min_length=1)]
    engine: Annotated[str, Field(min_length=1)]
    lead_slope: Slope
    lead_shift: Shift
    cosine_slope: Slope
    cosine_shift: Shift
    n: Annotated[int, Field(ge=1)]
    where_from: Annotated[str, Field(min_length=1)]

    def calibration(self) -> Calibration:
        """The default model's weights with this model's scales."""
        return replace(
            MINILM,
            model=self.model,
            where_from=self.where_from,
            events=replace(MINILM.events, lead_slope=self.lead_slope, lead_shift=self.lead_shift),
            claims=replace(MINILM.claims, cosine_slope=self.cosine_slope, cosine_shift=self.cosine_shift),
        )


def calibrations_path(settings: Settings) -> Path:
    return settings.folder / FILE_NAME


def read_calibrations(path: Path) -> tuple[Entry, ...]:
    """The entries of the file; none where there is no such file. Raises SettingsError naming file, key and remedy."""
    if not path.is_file():
        return ()
    remedy = "mend it, or remove it and run: variorum calibrate"
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: can't be read as UTF-8 text ({error}); {remedy}") from error
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path}: not TOML: {error}; {remedy}") from error
    tables = data.pop("calibration", [])
    if data or not isinstance(tables, list):
        keys = ", ".join(repr(key) for key in data) or "'calibration'"
        raise SettingsError(f"{path}: key {keys}: only [[calibration]] tables stand here; {remedy}")
    found: dict[tuple[str, str], Entry] = {}
    for number, table in enumerate(tables, 1):
        try:
            entry = Entry.model_validate(table)
        except ValidationError as error:
            told = "\n".join(
                f"{path}: [[calibration]] {number}, key '{'.'.join(map(str, item['loc']))}': {item['msg']}; {remedy}"
                for item in error.errors()
            )
            raise SettingsError(told) from error
        if (entry.model, entry.engine) in found:
            raise SettingsError(f"{path}: [[calibration]] {number}: model {entry.model!r} stands twice; {remedy}")
        found[entry.model, entry.engine] = entry
    return tuple(found.values())


def write_calibrations(path: Path, entries: Iterable[Entry]) -> None:
    """Write the file anew, entries by name: the same entries give the same bytes. Raises SettingsError."""
    ordered = sorted(entries, key=lambda entry: (entry.model, entry.engine))
    tables = ["\n".join(["[[calibration]]", *_lines(entry)]) for entry in ordered]
    try:
        path.write_text(HEAD + "".join(f"\n{table}\n" for table in tables), encoding="utf-8", newline="\n")
    except OSError as error:
        raise SettingsError(
            f"{path}: can't be written ({error.strerror or error}); make the folder writable"
        ) from error


def _lines(entry: Entry) -> list[str]:
    return [
        # A string of JSON is one of TOML, but for a character that JSON leaves as it is.
        f"{key} = " + json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
        for key, value in entry.model_dump().items()
    ]


def calibration_of(model: str, engine: str, entries: Sequence[Entry] = ()) -> Calibration:
    """The numbers for a model: the file's, else those that ship, else the default model's, whose name they carry.

    An entry counts for the engine that it was found with.
    """
    for entry in entries:
        if (entry.model, entry.engine) == (model, engine):
            return entry.calibration()
    return calibration_for(model)


def calibration_digest(calibration: Calibration) -> str:
    """Over every number, and nothing else: what was computed with the same ones need not be computed again."""
    numbers = [*astuple(calibration.events), *astuple(calibration.claims), calibration.claim_threshold]
    return hashlib.sha256(json.dumps(numbers).encode()).hexdigest()[:DIGEST_DIGITS]
