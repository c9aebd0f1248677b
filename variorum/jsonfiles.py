"""JSON files of the site: valid whatever an outlet wrote, and with nothing in them that acts where they are opened."""

from __future__ import annotations

import json
import re
from typing import Any, Final

from scraper.article import storable

Json = dict[str, Any]

_ESCAPED: Final = re.compile("[<>\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff]")
"""What could open a tag where a file is taken for a page, and controls that reorder or hide what stands around them."""


def json_bytes(content: Json) -> bytes:
    """The object as a file in UTF-8. Such characters stand as escapes, which any reader of JSON turns back; NUL and
    halves of surrogate pairs, which many can't hold, become U+FFFD, so that offsets still fit."""
    written = json.dumps(_storable(content), ensure_ascii=False, indent=1)
    return (_ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", written) + "\n").encode()


def _storable(value: Any) -> Any:
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, list):
        return [_storable(one) for one in value]
    if isinstance(value, dict):
        return {_storable(key): _storable(one) for key, one in value.items()}
    return value
