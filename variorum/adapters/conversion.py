"""From a sentence-transformers model to one that OpenVINO runs, tried on sentences before it is trusted.

The whole model is converted: tokens' vectors, pooling, and whatever layers follow. It takes the numbers of tokens, and
which of them are padding.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import numpy as np

from compare.embed import Vectors, normalised
from variorum.adapters.attention import hide_padding, without_masks
from variorum.adapters.converted import MODEL, TOKENIZER, Facts
from variorum.adapters.eightbit import use_eight_bits
from variorum.adapters.openvino_embedder import EIGHT_BITS, OpenVinoEmbedder
from variorum.adapters.openvino_library import openvino_module, telemetry_unseen
from variorum.adapters.transformer_embedder import first_line, load_model

LEAST_COSINE: Final = 0.99
"""To torch in fp32, for each sentence of PROBES. all-MiniLM-L6-v2 reaches .9999 in bf16, .9958 with int8."""
ALIKE: Final = 0.999
"""Cosine of a padded text's vector, and of each of its words', to that without padding; 16-bit numbers differ by a
hundredth of what this allows."""
SAME_ROW: Final = 1e-4
"""A sentence's row may move by so much with what else is encoded: what the protocol promises."""
PROBES: Final = (
    "Fares rise in April.",
    "Sirens sounded in Lowfold before the flood, and nobody was hurt.",
    "The minister said: “We have not been told of any such plan, and I would be surprised if there were one.”",
    "Officials denied on Monday that 1,204 people, or 3.7 % of the town’s inhabitants, had been moved to Brackwater.",
    "No.",
    "Some 30,000 people took part, according to the organisers; the police put it at fewer than half as many.",
    "In a statement that ran to eleven pages the company, which has its seat in Wexholm and employs four thousand "
    "people in six countries, rejected what it called a campaign by former partners to harm its name, and announced "
    "that it would turn to the courts if the accusations, none of which it said had been proved, were to be repeated.",
    "Économie : le café coûte 2 € à Zürich – naïve, said Łukasz Ørsted.",
    "THE QUICK RESPONSE TEAM'S 'SO-CALLED' VICTORY @ 5 a.m.",
    "Сообщение о погоде; 天気予報によると、明日は雨です。",
    "Nobody had asked for it, the council said, and nobody was to know. " * 40,
)


def convert(model: str, engine: str, folder: Path) -> Facts:
    """Write the model for this engine into an empty folder and try it. The facts carry the reason where it is refused,
    and the folder is then left empty. Raises ModelError where the model can't be had."""
    loaded = load_model(model)
    try:
        with _quiet():
            facts = _converted(model, engine, loaded, folder)
    except Exception as error:  # noqa: BLE001  a model of any make may fail in any way; torch then runs it
        facts = Facts(model=model, engine=engine, refused=f"it can't be converted ({first_line(error)})")
    if facts.refused:
        for path in folder.iterdir():
            path.unlink()
    return facts


def _converted(model: str, engine: str, loaded: Any, folder: Path) -> Facts:
    def refused(reason: str) -> Facts:
        return Facts(model=model, engine=engine, refused=reason)

    tokenizer: Any = getattr(loaded, "tokenizer", None)
    if not hasattr(loaded[0], "auto_model") or not getattr(tokenizer, "is_fast", False):
        return refused("it is no transformer with a fast tokenizer")
    theirs = loaded.encode(list(PROBES), prompt="", convert_to_numpy=True, normalize_embeddings=True, batch_size=1)
    entered = loaded.preprocess([PROBES[0]]) if hasattr(loaded, "preprocess") else loaded.tokenize([PROBES[0]])
    keys = {name for name, value in entered.items() if hasattr(value, "shape")}
    if not {"input_ids", "attention_mask"} <= keys <= {"input_ids", "attention_mask", "token_type_ids"}:
        return refused(f"it asks for {', '.join(sorted(keys))}")
    made = _traced(load_model(model, attention="eager"), entered["input_ids"], "token_type_ids" in keys)
    without_masks(made, loaded.max_seq_length)
    hides = loaded.max_seq_length is not None and hide_padding(made)
    if engine in EIGHT_BITS:
        use_eight_bits(made)
    openvino_module().save_model(made, folder / MODEL, compress_to_fp16=False)
    # As it stands after a call: with its normaliser, and cutting at the model's length.
    (folder / TOKENIZER).write_text(tokenizer.backend_tokenizer.to_str(), encoding="utf-8")
    facts = Facts(
        model=model,
        engine=engine,
        dimensions=int(np.asarray(theirs).shape[1]),
        prompts=dict(loaded.prompts),
        default_prompt=loaded.default_prompt_name,
        pools_prompt=all(getattr(module, "include_prompt", True) for module in loaded),
        words=True,
    )
    ours = OpenVinoEmbedder.open(model, folder, facts, prompt="")
    if hides:
        facts = facts.model_copy(update={"padded": True})
        padding = OpenVinoEmbedder.open(model, folder, facts, prompt="")
        if _ignores_padding(ours, padding):
            ours = padding
        else:
            facts = facts.model_copy(update={"padded": False})
    for text in PROBES:
        entered = loaded.preprocess([text]) if hasattr(loaded, "preprocess") else loaded.tokenize([text])
        if ours.tokens([text])[0].tolist() != entered["input_ids"][0].tolist():
            return refused(f"its tokenizer, saved, divides otherwise: {text!r}")
    lowest, apart = _tried(ours, np.asarray(theirs, dtype=np.float32))
    if not lowest >= LEAST_COSINE:
        return refused(f"a sentence's cosine to torch's is {lowest:.4f}, and {LEAST_COSINE} is wanted")
    if not apart <= SAME_ROW:
        return refused(f"a sentence's vector changes by {apart:.5f} with what else is encoded")
    return facts.model_copy(update={"lowest_cosine": round(lowest, 6)})


def _tried(ours: OpenVinoEmbedder, theirs: Vectors) -> tuple[float, float]:
    """The lowest cosine to torch's rows, and by how much a row changes between alone and together."""
    together = ours.encode(PROBES)
    alone = np.vstack([ours.encode([text]) for text in PROBES])
    cosines = (together * normalised(theirs)).sum(axis=1)
    return float(cosines.min()), float(np.abs(together - alone).max())


def _ignores_padding(plain: OpenVinoEmbedder, padding: OpenVinoEmbedder) -> bool:
    """Does padding change no vector? It would in a model whose tokens meet elsewhere than in attention."""
    words = (one.encode_words(PROBES) or [] for one in (plain, padding))
    pairs = [(plain.encode(PROBES), padding.encode(PROBES)), *zip(*words, strict=True)]
    # A word beyond the model's length has no vector in either.
    return all(bool(np.all(np.sum(a * b, axis=1)[np.any(a, axis=1)] >= ALIKE)) for a, b in pairs)


def _traced(model: Any, example: Any, with_types: bool) -> Any:
    """The model as OpenVINO has it, from what `padding.entered` gives to sentences' and tokens' vectors. Its attention
    sees all tokens as yet."""
    import torch

    class FromTokens(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.inner = model

        def forward(self, input_ids: Any, shown: Any) -> tuple[Any, Any]:
            left = {"input_ids": input_ids, "attention_mask": torch.ones_like(input_ids)}
            if with_types:
                left["token_type_ids"] = torch.zeros_like(input_ids)
            for module in self.inner:
                left = {**module(left), "attention_mask": shown}
            return left["sentence_embedding"], left["token_embeddings"]

    openvino = openvino_module()
    with torch.no_grad(), telemetry_unseen():
        # Two rows, so that the number of rows is no constant.
        tokens = example.repeat(2, 1)
        return openvino.convert_model(FromTokens().eval(), example_input=(tokens, torch.ones_like(tokens)))


@contextmanager
def _quiet() -> Iterator[None]:
    """Tracing warns of every decision that a model takes by shapes; whether they matter is what the trial tells."""
    from transformers.utils import logging

    before = logging.get_verbosity()
    logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.set_verbosity(before)
