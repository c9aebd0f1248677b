"""JSON files of the site: valid whatever an outlet wrote, and with nothing in them that acts where they are opened."""

from __future__ import annotations

import re
from typing import Any, Final

from pydantic import BaseModel
from pydantic_core import to_json

from scraper.article import storable

Json = dict[str, Any]

_ESCAPED: Final = re.compile("[<>\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff]")
"""What could open a tag where a file is taken for a page, and controls that reorder or hide what stands around them."""


def json_bytes(content: Json | BaseModel) -> bytes:
    """An object, or a model whose texts are storable, as a file in UTF-8.

    Such characters stand as escapes, which any reader of JSON turns back; NUL and halves of surrogate pairs, which many
    can't hold, become U+FFFD, so that offsets still fit.
    """
    written = _written(content).decode()
    return (_ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", written) + "\n").encode()


def _written(content: Json | BaseModel) -> bytes:
    if isinstance(content, BaseModel):
        return to_json(content, indent=1)
    try:
        written = to_json(content, indent=1)
    except ValueError:  # half of a surrogate pair
        return to_json(_storable(content), indent=1)
    return to_json(_storable(content), indent=1) if b"\\u0000" in written else written


def _storable(value: Any) -> Any:
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, list):
        return [_storable(one) for one in value]
    if isinstance(value, dict):
        return {_storable(key): _storable(one) for key, one in value.items()}
    return value
