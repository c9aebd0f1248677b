"""Attention without a mask: texts of one length share a call, nothing is padded, and there is nothing to hide.

A model that was traced adds its mask to every weight of attention all the same. Where the mask is nought throughout it
is taken out: 10 % of the time of a call of all-MiniLM-L6-v2.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

import numpy as np

from variorum.adapters.openvino_embedder import openvino_module

MASK: Final = 3  # where OpenVINO's operation has its mask, behind what is asked, by what and for what
SHORT: Final = ((1, 1), (2, 2), (3, 7), (1, 16))
"""Texts, and tokens of each, with which any model's masks are looked at."""
LONGEST: Final = 2_048
"""Tokens of the longest text with which a mask is looked at: it has as many numbers as their square."""
TOKEN: Final = 1  # which token, is of no account


def without_masks(model: Any, longest: int | None) -> None:
    """Take out of a model from token numbers, as OpenVINO has it, every mask of attention that hides nothing.

    `longest` is the number of tokens at which the model cuts a text. A mask is made from the number of tokens, and one
    that lets each token see a window around it hides something in texts longer than that alone; so a model without a
    cut, or with one beyond LONGEST, keeps its masks.
    """
    attending = [node for node in model.get_ordered_ops() if node.get_type_name() == "ScaledDotProductAttention"]
    masked = [node for node in attending if node.get_input_size() > MASK]
    if not masked or longest is None or longest > LONGEST:
        return
    tried = [shape for shape in SHORT if shape[1] < longest] + [(1, longest)]
    hiding = _hiding(model, [node.input_value(MASK) for node in masked], tried)
    for node, hides in zip(masked, hiding, strict=True):
        if not hides:
            # A mask that is the number nought is none: OpenVINO adds nothing then.
            node.input(MASK).replace_source_output(openvino_module().opset13.constant(np.float32(0)).output(0))
    model.validate_nodes_and_infer_types()


def _hiding(model: Any, masks: Sequence[Any], shapes: Iterable[tuple[int, int]]) -> list[bool]:
    """Which of these masks hide anything, or weigh one place otherwise than another, for texts of one of the shapes."""
    openvino = openvino_module()
    asked = openvino.Core().compile_model(openvino.Model(list(masks), model.get_parameters()), "CPU")
    found = [False] * len(masks)
    for shape in shapes:
        told = asked([np.full(shape, TOKEN, dtype=np.int64)])
        for at in range(len(masks)):
            values = np.asarray(told[at])
            found[at] |= not (values.all() if values.dtype == bool else not values.any())
    return found
