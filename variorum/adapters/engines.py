"""Engines: by which program and in which arithmetic an embedding model is run.

Vectors are kept under the engine's name beside the model's, and those of two engines are never compared. Knowing the
name takes no model: what was converted for OpenVINO is kept (`variorum.adapters.converted`), refusals too.
"""

from __future__ import annotations

import importlib.util
import platform
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from variorum.adapters.converted import Conversion, conversion_of
from variorum.errors import CacheError, ModelError
from variorum.settings import EngineChoice

TORCH: Final = "torch-fp32"
OPENVINO_FP32: Final = "openvino-fp32"
OPENVINO_BF16: Final = "openvino-bf16"
OPENVINO_INT8_FP32: Final = "openvino-int8-fp32"
OPENVINO_INT8_BF16: Final = "openvino-int8-bf16"
Engine = Literal["torch-fp32", "openvino-fp32", "openvino-bf16", "openvino-int8-fp32", "openvino-int8-bf16"]

CPUINFO: Final = Path("/proc/cpuinfo")
MULTIPLY_BF16: Final = {"avx512_bf16", "amx_bf16"}
"""Either flag says that a processor multiplies 16-bit numbers itself; where none does, they only cost precision."""
MULTIPLY_INT8: Final = {"avx512_vnni"}
"""The flag of processors on which products of 8-bit numbers were measured to be quicker."""
MATRICES_BF16: Final = {"amx_bf16"}
"""The flag of processors that multiply whole matrices of 16-bit numbers, many times as quick as one row at a time.
Products of 8-bit numbers take longer there: 2.7 seconds against 2.0 for 1,731 sentences on an Intel Xeon."""


@dataclass(frozen=True, slots=True)
class Settled:
    """The engine that runs a model. `conversion` is what OpenVINO runs, None for torch; `notes` tell, in plain words,
    why engines that would have been quicker are not it."""

    engine: Engine
    conversion: Conversion | None = None
    notes: tuple[str, ...] = ()


def settle(
    model: str, *, prompt: str | None = None, choice: EngineChoice = "auto", cache: Path | None = None
) -> Settled:
    """The engine for a model: the one named, or with "auto" the quickest that this machine gains from and that gives
    the model's own vectors. A model not converted yet is converted, which loads torch once. `cache` is the folder of
    converted models, the user's own where it is None.

    Raises ModelError where a named engine can't run the model, and where the model can't be had; CacheError where a
    named engine has nowhere to keep what it runs.
    """
    notes: list[str] = []
    for engine in candidates() if choice == "auto" else (choice,):
        if engine == TORCH:
            return Settled(TORCH, notes=tuple(notes))
        if not openvino_installed():
            raise ModelError(f'the engine {engine} needs OpenVINO; run: pip install openvino, or set engine = "auto"')
        try:
            found = conversion_of(model, engine, cache)
        except CacheError as error:
            if choice != "auto":
                raise
            notes.append(str(error))
            continue
        refused = found.facts.refused or _prompt_problem(found, prompt)
        if not refused:
            return Settled(engine, found, tuple(notes))
        if choice != "auto":
            raise ModelError(f'the engine {engine} can\'t run {model!r}: {refused}; set engine = "auto"')
        notes.append(f"{model!r} is not run by {engine}: {refused}")
    raise AssertionError("torch-fp32 is always the last candidate")


def candidates(cpuinfo: Path = CPUINFO) -> tuple[Engine, ...]:
    """Engines that gain here, the quickest first, and torch. OpenVINO was measured on x86-64 alone."""
    if not openvino_installed() or platform.machine().lower() not in ("x86_64", "amd64"):
        return (TORCH,)
    flags = processor_flags(cpuinfo)
    bf16 = bool(flags & MULTIPLY_BF16)
    gaining: list[Engine] = []
    if flags & MULTIPLY_INT8 and not flags & MATRICES_BF16:
        gaining.append(OPENVINO_INT8_BF16 if bf16 else OPENVINO_INT8_FP32)
    if bf16:
        gaining.append(OPENVINO_BF16)
    return (*gaining, OPENVINO_FP32, TORCH)


def openvino_installed() -> bool:
    return importlib.util.find_spec("openvino") is not None


def processor_flags(cpuinfo: Path = CPUINFO) -> frozenset[str]:
    """What the processor can do beyond the common, by Linux's names; nothing where the system does not say."""
    if not cpuinfo.is_file():
        return frozenset()
    lines = cpuinfo.read_text(encoding="utf-8", errors="replace").splitlines()
    return frozenset(flag for line in lines if line.startswith("flags") for flag in line.partition(":")[2].split())


def _prompt_problem(found: Conversion, prompt: str | None) -> str | None:
    asked = found.facts.prompt_for(prompt)
    return "it leaves its prompt out of the mean" if asked and not found.facts.pools_prompt else None
