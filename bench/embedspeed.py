"""Sentences a second of the default model: Variorum's engine against sentence-transformers with its defaults, in turns,
and what share of the machine's arithmetic the engine makes use of.

Multiply-adds of the model are counted from its shape and the tokens of the sentences, no padding: for a layer of width
H and inner width F, 4 H² + 2 H F for a token and 2 H for each pair of tokens. The peak is the best of several runs of
one large product of matrices, in the same program and arithmetic.
"""

from __future__ import annotations

import json
import pickle
import random
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from bench.rival import load_model
from variorum.adapters import load_embedder
from variorum.adapters.eightbit import use_eight_bits
from variorum.adapters.engines import TORCH
from variorum.adapters.openvino_embedder import EIGHT_BITS, compile_settings, compiled_model
from variorum.adapters.openvino_library import openvino_module
from variorum.settings import DEFAULT_EMBEDDER

SENTENCES: Final = 2_500
ROUNDS: Final = 3
SIZE: Final = 2048  # rows and columns of the product
PRODUCTS: Final = 12  # of one run
PEAK_RUNS: Final = 6


def measure(sentences: Sequence[str]) -> dict[str, Any]:
    """Seconds of each round of both, what the engine is called, useful multiply-adds of all sentences, and the peak in
    multiply-adds a second."""
    model, embedder = load_model(), load_embedder(DEFAULT_EMBEDDER)
    model.encode(list(sentences[:64]))
    embedder.encode(sentences[:64])
    theirs, ours = [], []
    for number in range(ROUNDS):
        theirs.append(_seconds(lambda: model.encode(list(sentences))))
        ours.append(_seconds(lambda: embedder.encode(sentences)))
        print(f"embedding: round {number + 1} of {ROUNDS}", file=sys.stderr)
    return {
        "engine": embedder.engine,
        "theirs": theirs,
        "ours": ours,
        "work": multiply_adds(
            model[0].auto_model.config, [len(ids) for ids in model.tokenizer(list(sentences))["input_ids"]]
        ),
        "peak": peak(embedder.engine),
    }


def multiply_adds(config: Any, lengths: Sequence[int]) -> int:
    """Of all layers, for texts of these numbers of tokens."""
    width, inner = config.hidden_size, config.intermediate_size
    token = 4 * width * width + 2 * width * inner
    return sum(int(config.num_hidden_layers * (token * n + 2 * width * n * n)) for n in lengths)


def peak(engine: str) -> float:
    """Multiply-adds a second of this machine in an engine's arithmetic."""
    run = _torch_product() if engine == TORCH else _openvino_product(engine)
    run()
    return PRODUCTS * SIZE**3 / min(_seconds(run) for _ in range(PEAK_RUNS))


def _openvino_product(engine: str) -> Callable[[], None]:
    openvino = openvino_module()
    ops = openvino.opset13
    given = ops.parameter([SIZE, SIZE], dtype=np.float32)
    weights = np.random.default_rng(0).normal(size=(SIZE, SIZE)).astype(np.float32)
    model = openvino.Model([ops.matmul(given, ops.constant(weights), False, True)], [given])
    if engine in EIGHT_BITS:
        use_eight_bits(model)
    compiled = compiled_model(model, compile_settings(engine))
    requests = [
        compiled.create_infer_request() for _ in range(compiled.get_property("OPTIMAL_NUMBER_OF_INFER_REQUESTS"))
    ]

    def run() -> None:
        for number in range(PRODUCTS):
            request = requests[number % len(requests)]
            if number >= len(requests):
                request.wait()
            request.start_async([weights])
        for request in requests:
            request.wait()

    return run


def _torch_product() -> Callable[[], None]:
    import torch

    matrix = torch.randn(SIZE, SIZE)

    def run() -> None:
        for _ in range(PRODUCTS):
            matrix @ matrix

    return run


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    with Path(sys.argv[1]).open("rb") as file:
        sentences = pickle.load(file)
    some = random.Random(0).sample(sentences, min(SENTENCES, len(sentences)))
    print(json.dumps(measure(some)))


if __name__ == "__main__":
    main()
