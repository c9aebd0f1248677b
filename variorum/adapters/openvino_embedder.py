"""Sentence vectors from OpenVINO, for models that `variorum.adapters.conversion` converted: no torch is loaded.

Only texts that are padded to the same number of tokens share a call, and how far one is padded its own length says. So
a row is the same to the bit whatever else is encoded: the number of rows changes none of them, their length would.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from compare.embed import Vectors, normalised
from compare.spans import HasSpan
from compare.words import words
from variorum.adapters.converted import MODEL, TOKENIZER, Facts
from variorum.adapters.openvino_library import openvino_module
from variorum.adapters.padding import entered, padded_size
from variorum.adapters.wordmodel import WordModel
from variorum.errors import ModelError

PRECISION: Final = {
    "openvino-fp32": "f32",
    "openvino-bf16": "bf16",
    "openvino-int8-fp32": "f32",
    "openvino-int8-bf16": "bf16",
}
"""OpenVINO's names of the arithmetics, by the engine; with int8, of what is not multiplied in 8 bits."""
EIGHT_BITS: Final = frozenset({"openvino-int8-fp32", "openvino-int8-bf16"})
"""Engines that multiply weights of 8 bits (`variorum.adapters.eightbit`)."""
GROUP: Final = 128
"""Neighbouring numbers of a token that share one scale where they are rounded to 8 bits."""
BUDGET: Final = 1024
"""Tokens of a full call: twice as many gained 3 % and take twice the memory. One call of a length may have half as many
more, so that it needs no small one behind it."""

ENTERED: Final = 1024
"""Texts divided into tokens together. The numbers of all that are to be encoded are held, some 200 bytes a sentence;
what else is known of each token goes behind them."""
HANDED_OUT: Final = 2
"""Calls handed to OpenVINO for each that it runs at a time."""
UNFUSED: Final = {"SNIPPETS_MODE": "DISABLE"}
"""Attention in steps instead of one kernel of OpenVINO's compiler of snippets, which this turns off: that is made for
long texts, and for a sentence's few tokens it takes as long as two thirds of all products of weights. In steps a call
of 36 texts of 28 tokens takes 40 ms of a core instead of 49 (all-MiniLM-L6-v2, bf16 on an Intel Xeon), 72 instead of 81
with weights of 8 bits and 135 instead of 143 in f32. For one text at a time it gains nothing and takes 50 MB more.
OpenVINO 2026.4 takes the setting and does not list it."""
REMEMBERED_SHAPES: Final = 64
"""Steps of the model that OpenVINO keeps made ready for a call's shape. By default it keeps 5,000, 270 MB more after
16,000 sentences and growing, and is no quicker."""


class OpenVinoEmbedder:
    """A converted model behind the `Embedder` protocol. `prompt` and `dimensions` as in `TransformerEmbedder`."""

    def __init__(
        self, name: str, facts: Facts, model: Path, tokenizer: Any, *, prompt: str | None, dimensions: int | None
    ) -> None:
        self._name, self._facts, self._model, self._tokenizer = name, facts, model, tokenizer
        self._prompt = facts.prompt_for(prompt)
        cut = tokenizer.truncation
        self._longest: int | None = cut["max_length"] if facts.padded and cut else None
        self._dimensions = dimensions or facts.dimensions

    @classmethod
    def open(
        cls, name: str, folder: Path, facts: Facts, *, prompt: str | None = None, dimensions: int | None = None
    ) -> Self:
        """Load what lies in a folder; vectors go by `name`. Raises ModelError where the model has fewer dimensions."""
        if dimensions is not None and dimensions > facts.dimensions:
            raise ModelError(
                f"the embedding model {facts.model!r} has {facts.dimensions} dimensions, not {dimensions}; lower"
                " dimensions under [compare]"
            )
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
        tokenizer.no_padding()
        return cls(name, facts, folder / MODEL, tokenizer, prompt=prompt, dimensions=dimensions)

    @cached_property
    def _requests(self) -> list[Any]:
        """For many texts, to be run side by side."""
        compiled = compiled_model(self._model, compile_settings(self._facts.engine))
        side_by_side = compiled.get_property("OPTIMAL_NUMBER_OF_INFER_REQUESTS")
        return [compiled.create_infer_request() for _ in range(side_by_side * HANDED_OUT)]

    @cached_property
    def _alone(self) -> WordModel:
        return WordModel(self._model, compile_settings(self._facts.engine), self._longest)

    @property
    def name(self) -> str:
        return self._name

    @property
    def engine(self) -> str:
        return self._facts.engine

    @property
    def prompt(self) -> str:
        """What is put before each text; '' where nothing is."""
        return self._prompt

    def tokens(self, texts: Sequence[str]) -> list[NDArray[np.int32]]:
        """The token numbers of each text behind the prompt, cut at the model's length."""
        return [
            np.array(one.ids, dtype=np.int32)
            for start in range(0, len(texts), ENTERED)
            for one in self._tokenizer.encode_batch([self._prompt + text for text in texts[start : start + ENTERED]])
        ]

    def encode(self, texts: Sequence[str]) -> Vectors:
        rows = np.zeros((len(texts), self._dimensions), dtype=np.float32)
        different = sorted({text for text in texts if text.strip()})
        unit = np.zeros((len(different), self._dimensions), dtype=np.float32)
        for places, found in self.encode_in_parts(different, len(different)):
            unit[places] = found
        place = {text: row for row, text in enumerate(different)}
        for at, text in enumerate(texts):
            if text in place:
                rows[at] = unit[place[text]]
        return rows

    def encode_in_parts(self, texts: Sequence[str], size: int) -> Iterator[tuple[Sequence[int], Vectors]]:
        """By number of tokens, the most first: as few calls as can be are not full, and as few shapes as can be have to
        be made ready (some 8 ms each). While a part is taken the next calls go on."""
        places: list[int] = []
        parts: list[Vectors] = []
        for numbers, found in self._encoded(texts):
            places += numbers
            parts.append(normalised(found[:, : self._dimensions]))
            if len(places) >= size:
                yield places, np.vstack(parts)
                places, parts = [], []
        if places:
            yield places, np.vstack(parts)

    def _encoded(self, texts: Sequence[str]) -> Iterator[tuple[Sequence[int], Vectors]]:
        """The model's own row for each text; a text without words has zeros. Calls run side by side, as many as
        OpenVINO finds best here, and as many again wait for one of them to end: short ones end before long ones that
        were begun earlier.

        They are waited for in turn and never call back into Python, whose lock they would wait for.
        """
        blank = [at for at, text in enumerate(texts) if not text.strip()]
        if blank:
            yield blank, np.zeros((len(blank), self._facts.dimensions), dtype=np.float32)
        told = [at for at, text in enumerate(texts) if text.strip()]
        tokens = self.tokens([texts[at] for at in told])
        under_way: deque[tuple[Any, list[int]]] = deque()

        def collect() -> tuple[Any, list[int], Vectors]:
            request, places = under_way[0]
            request.wait()
            under_way.popleft()
            return request, [told[at] for at in places], np.array(request.get_output_tensor(0).data, dtype=np.float32)

        try:
            sizes = [padded_size(len(one), self._longest) for one in tokens]
            for places in batches(sizes):
                done = collect() if len(under_way) == len(self._requests) else None
                request = self._requests[len(under_way)] if done is None else done[0]
                request.start_async(entered([tokens[at] for at in places], sizes[places[0]]))
                under_way.append((request, places))
                if done is not None:
                    yield done[1:]
            while under_way:
                yield collect()[1:]
        finally:
            for request in self._requests:  # whoever asked takes no more; one that was never started is not waited for
                request.wait()

    def encode_words(self, texts: Sequence[str]) -> list[Vectors] | None:
        """For each text a unit row for each of its words: the mean of the last layer's vectors of the word's pieces.

        What lies beyond the model's length has zero rows.
        """
        out = []
        for text in texts:
            divided = self._tokenizer.encode(text)
            layer = self._alone.layer(np.array(divided.ids, dtype=np.int64))
            found = words(text)
            rows = np.zeros((len(found), layer.shape[1]), dtype=np.float32)
            for at, pieces in enumerate(pieces_of(found, divided.offsets)):
                if pieces:
                    rows[at] = layer[pieces].mean(axis=0)
            out.append(normalised(rows))
        return out


def pieces_of(found: Sequence[HasSpan], offsets: Sequence[tuple[int, int]]) -> list[list[int]]:
    """The numbers of the pieces that each word is made of. Words and pieces are in reading order, and a piece without
    letters of its own, such as the one that ends a text, is part of none."""
    places = [(n, start, end) for n, (start, end) in enumerate(offsets) if start < end]
    out, first = [], 0
    for word in found:
        while first < len(places) and places[first][2] <= word.start:
            first += 1
        last = first
        while last < len(places) and places[last][1] < word.end:
            last += 1
        out.append([n for n, _, _ in places[first:last]])
    return out


def compiled_model(model: Any, settings: dict[str, str]) -> Any:
    """A model, or the file it lies in, made ready for many texts in each call."""
    core = openvino_module().Core()
    try:
        return core.compile_model(model, "CPU", settings | UNFUSED)
    except RuntimeError:  # a release that does not know it
        return core.compile_model(model, "CPU", settings)


def compile_settings(engine: str) -> dict[str, str]:
    """OpenVINO's settings for an engine of PRECISION."""
    return {
        "PERFORMANCE_HINT": "THROUGHPUT",
        "INFERENCE_PRECISION_HINT": PRECISION[engine],
        "DYNAMIC_QUANTIZATION_GROUP_SIZE": str(GROUP if engine in EIGHT_BITS else 0),
        "CPU_RUNTIME_CACHE_CAPACITY": str(REMEMBERED_SHAPES),
    }


def batches(lengths: Sequence[int], budget: int = BUDGET) -> Iterator[list[int]]:
    """The numbers of texts that are encoded in one call: of one length, together some `budget` tokens, but one text at
    least; the longest first. What is left of a length and would fill less than half a call goes with the one before."""
    by_length: dict[int, list[int]] = {}
    for at, length in enumerate(lengths):
        by_length.setdefault(length, []).append(at)
    for length in sorted(by_length, reverse=True):
        same, step = by_length[length], max(1, budget // length)
        while len(same) >= step + (step + 1) // 2:
            yield same[:step]
            same = same[step:]
        yield same
