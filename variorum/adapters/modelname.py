"""The name under which a model's vectors are kept: it tells apart whatever changes them, and needs no torch."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Final

from variorum.errors import ModelError

PACKAGED_NAME: Final = "all-MiniLM-L6-v2"  # comes with a package of its own, and is never a folder of that name
DIGEST_DIGITS: Final = 12  # hexadecimal digits of a folder's content in its model's name
WEIGHTS: Final = (".safetensors", ".bin", ".pt", ".pth", ".onnx")
# Beside the weights: tokenizer, modules, pooling, prompts.
PARTS: Final = (*WEIGHTS, ".json", ".txt", ".model", ".vocab")


def is_folder(model: str) -> bool:
    """Is a model named by its folder, and not by its name on the hub? Hub names begin with neither of ./~"""
    return model != PACKAGED_NAME and (model.startswith((".", "/", "~")) or Path(model).is_dir())


def model_name(model: str, prompt: str | None = None, dimensions: int | None = None) -> str:
    """The name of a model with its prompt and dimensions.

    A hub name stands for itself; a folder gives its last part and a digest of what it holds, so that a folder with
    other weights is another model, wherever it lies. Raises ModelError for a folder that holds no model.
    """
    name = model
    if is_folder(model):
        folder = Path(model).expanduser()
        name = f"{folder.resolve().name}@{folder_digest(folder)}"
    if prompt is not None:
        name += f", prompt {json.dumps(prompt, ensure_ascii=False)}"
    if dimensions is not None:
        name += f", {dimensions} dimensions"
    return name


@cache
def folder_digest(folder: Path) -> str:
    """Of the weights and everything else in a folder that vectors depend on; read once in a process.

    Takes about a second for a gigabyte. Raises ModelError.
    """
    if not folder.is_dir():
        raise ModelError(
            f"the embedding model {folder}: no such folder; give the path of a folder that holds one, a "
            f"model's name, or the packaged {PACKAGED_NAME!r} as embedder under [compare]"
        )
    parts = sorted(part.relative_to(folder) for part in folder.rglob("*") if part.suffix in PARTS and part.is_file())
    if not any(part.suffix in WEIGHTS for part in parts):
        raise ModelError(
            f"the embedding model {folder}: no weights there ({', '.join(WEIGHTS)}); name the folder that "
            "SentenceTransformer.save wrote"
        )
    whole = hashlib.sha256()
    try:
        for part in parts:
            with (folder / part).open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
            whole.update(f"{part.as_posix()}\n{found}\n".encode())
    except OSError as error:
        raise ModelError(f"the embedding model {folder}: can't be read ({error}); make it readable") from error
    return whole.hexdigest()[:DIGEST_DIGITS]
