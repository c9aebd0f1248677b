"""Drawings as they stand in a page: the library writes text and attributes as they come, so they are escaped here."""

from __future__ import annotations

from copy import copy
from typing import Any

import svg
from markupsafe import Markup, escape

from templates import inert

#: Fields of an element whose content is no attribute.
_NOT_ATTRIBUTES = frozenset({"elements", "text", "data", "extra"})


def markup(drawing: svg.SVG) -> Markup:
    """The drawing with every text and attribute escaped, and with controls replaced as in templates."""
    return Markup(_escaped(drawing).as_str())  # noqa: S704  everything in it was escaped


def _escaped(element: svg.Element) -> svg.Element:
    safe = copy(element)
    for name, value in vars(element).items():
        if name not in _NOT_ATTRIBUTES:
            setattr(safe, name, _safe(value))
    safe.text = None if element.text is None else _safe(element.text)
    safe.data = None if element.data is None else {_name(key): _safe(value) for key, value in element.data.items()}
    safe.extra = None if element.extra is None else {_name(key): _safe(value) for key, value in element.extra.items()}
    safe.elements = None if element.elements is None else [_escaped(one) for one in element.elements]
    return safe


def _safe(value: Any) -> Any:
    if isinstance(value, str):
        return str(escape(inert(value)))
    if isinstance(value, list):
        return [_safe(one) for one in value]
    return value


def _name(key: str) -> str:
    """Names of attributes are ours, never an outlet's."""
    if not key.replace("-", "").isalnum():
        raise ValueError(f"{key!r} is no name of an attribute")
    return key
