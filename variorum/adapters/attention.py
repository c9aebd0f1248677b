"""The masks of a converted model's attention: those that hide nothing are taken out, one for padding is put in.

A model that was traced adds a mask to every weight of attention, of as many numbers as there are weights. Where that is
nought throughout it is taken out: 10 % of the time of a call of all-MiniLM-L6-v2. What hides padding
(variorum.adapters.padding) has one number a token.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

import numpy as np

from variorum.adapters.openvino_library import openvino_module

MASK: Final = 3  # where OpenVINO's operation has its mask, behind what is asked, by what and for what
SHORT: Final = ((1, 1), (2, 2), (3, 7), (1, 16))
"""Texts, and tokens of each, with which any model's masks are looked at."""
LONGEST: Final = 2_048
"""Tokens of the longest text with which a mask is looked at: it has as many numbers as their square."""
TOKEN: Final = 1  # which token, is of no account
HIDDEN: Final = -1e9  # added to the weight of a token before the softmax: nothing is left of it


def without_masks(model: Any, longest: int | None) -> None:
    """Take out of a model from token numbers, as OpenVINO has it, every mask of attention that hides nothing.

    `longest` is the number of tokens at which the model cuts a text. A mask is made from the number of tokens, and one
    that lets each token see a window around it hides something in texts longer than that alone; so a model without a
    cut, or with one beyond LONGEST, keeps its masks.
    """
    masked = [node for node in attending(model) if node.get_input_size() > MASK]
    if not masked or longest is None or longest > LONGEST:
        return
    tried = [shape for shape in SHORT if shape[1] < longest] + [(1, longest)]
    hiding = _hiding(model, [node.input_value(MASK) for node in masked], tried)
    for node, hides in zip(masked, hiding, strict=True):
        if not hides:
            # A mask that is the number nought is none: OpenVINO adds nothing then.
            node.input(MASK).replace_source_output(openvino_module().opset13.constant(np.float32(0)).output(0))
    model.validate_nodes_and_infer_types()


def hide_padding(model: Any) -> bool:
    """Have the attention of a model of two inputs (`variorum.adapters.padding.entered`) see no padding. False, and the
    model stays as it is, where it attends in another way or its masks are no numbers to be added to."""
    openvino = openvino_module()
    nodes = attending(model)
    if not nodes or any(node.get_input_size() <= MASK for node in nodes):
        return False
    if any(node.input_value(MASK).get_element_type() != openvino.Type.f32 for node in nodes):
        return False
    ops = openvino.opset13
    shown = ops.convert(model.inputs[1], "f32")
    hidden = ops.multiply(ops.subtract(np.float32(1), shown), np.float32(HIDDEN))
    padding = ops.unsqueeze(hidden, ops.constant([1, 2]))  # (texts, 1, 1, tokens)
    for node in nodes:
        node.input(MASK).replace_source_output(ops.add(node.input_value(MASK), padding).output(0))
    model.validate_nodes_and_infer_types()
    return True


def attending(model: Any) -> list[Any]:
    """The operations by which tokens attend to each other, in order."""
    return [node for node in model.get_ordered_ops() if node.get_type_name() == "ScaledDotProductAttention"]


def _hiding(model: Any, masks: Sequence[Any], shapes: Iterable[tuple[int, int]]) -> list[bool]:
    """Which of these masks hide anything, or weigh one place otherwise than another, for texts of one of the shapes."""
    openvino = openvino_module()
    asked = openvino.Core().compile_model(openvino.Model(list(masks), model.get_parameters()), "CPU")
    found = [False] * len(masks)
    for shape in shapes:
        told = asked([np.full(shape, TOKEN, dtype=np.int64) for _ in model.inputs])
        for at in range(len(masks)):
            values = np.asarray(told[at])
            found[at] |= not (values.all() if values.dtype == bool else not values.any())
    return found
