"""The vectors of the tokens of one text after another, from a converted model: one thread, as little memory as can be.

OpenVINO makes a model ready anew for each number of tokens that it has not met for a while, which takes longer than the
text does (7 ms and 4), and keeping what it made takes 100 MB and more in each process. So the tokens of a text are
padded to one of few numbers, and the padding is masked. A text's vectors depend on that text alone as before: its own
length says how far it is padded.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from compare.embed import Vectors, normalised
from variorum.adapters.attention import add_padding_mask
from variorum.adapters.openvino_library import openvino_module

STEP: Final = 8
"""Texts are padded to a multiple of this. A text has 30 tokens in the mean: 4 more take a tenth of its time."""
MASKED: Final = -1e9  # added to the weight of a token before the softmax: nothing is left of it
TRIAL: Final = np.array([3, 1, 2, 5, 4], dtype=np.int64)  # which tokens, is of no account
ALIKE: Final = 0.999
"""Cosine of each token's vector to that without padding, in the trial; 16-bit numbers differ by a hundredth of what
this allows."""


class WordModel:
    """`longest` is the number of tokens at which the model cuts a text; one without a cut is not padded."""

    def __init__(self, model: Path, settings: dict[str, str], longest: int | None) -> None:
        core, alone = openvino_module().Core(), settings | {"NUM_STREAMS": "1", "INFERENCE_NUM_THREADS": "1"}

        def request(of: Any) -> Any:
            return core.compile_model(of, "CPU", alone).create_infer_request()

        read = core.read_model(model)
        self._longest: int | None = None
        if longest is not None and add_padding_mask(read):
            self._request = request(read)
            if ignores_padding(self._request):
                self._longest = longest
                return
        self._request = request(model)
        # Attention in one kernel is laid out by the first text. Had that one token, all later ones of 16 and more would
        # have other rows (OpenVINO 2026.4).
        self._request.infer([TRIAL[np.newaxis]])

    def layer(self, tokens: NDArray[np.int64]) -> Vectors:
        """The last layer's row for each of a text's tokens, (tokens, columns)."""
        if self._longest is None:
            self._request.infer([tokens[np.newaxis]])
        else:
            self._request.infer(padded(tokens, min(self._longest, -(-len(tokens) // STEP) * STEP)))
        found: Vectors = self._request.get_output_tensor(1).data[0][: len(tokens)]
        return found


def padded(tokens: NDArray[np.int64], size: int) -> list[NDArray[Any]]:
    """The inputs of a model with a mask for padding: the tokens of one text padded, and the mask."""
    entered = np.zeros((1, size), dtype=np.int64)
    entered[0, : len(tokens)] = tokens
    mask = np.zeros((1, 1, 1, size), dtype=np.float32)
    mask[..., len(tokens) :] = MASKED
    return [entered, mask]


def ignores_padding(request: Any) -> bool:
    """Does padding change no token's vector? It would in a model whose tokens meet elsewhere than in attention."""
    rows = []
    for size in (len(TRIAL), STEP):
        request.infer(padded(TRIAL, size))
        rows.append(normalised(request.get_output_tensor(1).data[0][: len(TRIAL)]))
    return bool(np.all(np.sum(rows[0] * rows[1], axis=1) >= ALIKE))
