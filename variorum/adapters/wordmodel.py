"""The vectors of the tokens of one text after another, from a converted model: one thread, and as little memory as can
be."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from compare.embed import Vectors
from variorum.adapters.openvino_library import openvino_module
from variorum.adapters.padding import entered, padded_size

FIRST: Final = np.array([3, 1, 2, 5, 4], dtype=np.int64)  # which tokens, is of no account


class WordModel:
    """`longest` as `padded_size` has it."""

    def __init__(self, model: Path, settings: dict[str, str], longest: int | None) -> None:
        alone = settings | {"NUM_STREAMS": "1", "INFERENCE_NUM_THREADS": "1"}
        self._longest = longest
        self._request = openvino_module().Core().compile_model(model, "CPU", alone).create_infer_request()
        # Attention in one kernel is laid out by the first text. Had that one token, all later ones of 16 and more would
        # have other rows (OpenVINO 2026.4).
        self.layer(FIRST)

    def layer(self, tokens: NDArray[np.int64]) -> Vectors:
        """The last layer's row for each of a text's tokens, (tokens, columns)."""
        self._request.infer(entered([tokens], padded_size(len(tokens), self._longest)))
        found: Vectors = self._request.get_output_tensor(1).data[0][: len(tokens)]
        return found
