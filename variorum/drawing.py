"""Drawings made with svg.py as markup that may stand in a page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import svg
from markupsafe import Markup, escape

from templates import inert

# In units of a drawing's own view box, which is about as wide as a phone's column, so that its letters stay legible.
WIDTH: Final = 380
LEFT: Final = 8
RIGHT: Final = 372
#: Height of what is drawn for one outlet or article: its name and what lies under it.
ROW: Final = 30
#: A path's commands need no space around them, and a page has hundreds.
_ROUND_COMMANDS: Final = re.compile(r" ?([A-Za-z]) ?")


def markup(drawing: svg.Element) -> Markup:
    """The drawing with everything escaped and control characters replaced. svg.py itself, as of 1.10, escapes
    nothing, and names of outlets and words of articles come from outside."""
    return Markup(_written(drawing))  # noqa: S704  escaped piece by piece


def _written(drawing: svg.Element) -> str:
    name = escape(drawing.element_name)
    attributes = {**drawing.as_dict(), **(drawing.extra or {})}
    if isinstance(drawing, svg.Path) and "d" in attributes:
        attributes["d"] = _ROUND_COMMANDS.sub(r"\1", attributes["d"])
    told = "".join(f' {escape(key)}="{escape(inert(value))}"' for key, value in attributes.items())
    inside = "".join(_written(one) for one in drawing.elements or ())
    return f"<{name}{told}>{escape(inert(drawing.text or ''))}{inside}</{name}>"


def picture(height: int, says: str, elements: Sequence[svg.Element]) -> Markup:
    """A drawing of WIDTH and this height, which tells readers of screens what it `says`."""
    return markup(
        svg.SVG(
            xmlns=None,
            viewBox=svg.ViewBoxSpec(0, 0, WIDTH, height),
            extra={"role": "img", "aria-label": says},
            elements=list(elements),
        )
    )
