"""What a reader sees of a page: its lines outside menus, and how much text they are (pure)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from lxml import etree, html

from scraper.markup import INLINE
from scraper.wallwords import WALL_MARKUP

_UNSEEN: Final = frozenset({"script", "style", "noscript", "template", "head", "svg", "select", "option", "textarea"})
_FRAME: Final = frozenset({"nav", "header", "footer"})
_INLINE: Final = INLINE | {"br"}
_MOST_LINES: Final = 5_000
"""Lines of a page looked at; walls are small pages."""


@dataclass(frozen=True, slots=True)
class Line:
    """A visible line: its text, and whether an element around it is named like a paywall."""

    text: str
    walled: bool


def visible_lines(tree: html.HtmlElement) -> Iterator[Line]:
    """Lines in page order, cut at every element that is not inline; without menus, page head, page foot, scripts and
    what is hidden. Stops after `_MOST_LINES`."""
    body = tree.find("body")
    pieces: list[str] = []
    frames = walls = count = 0
    walk = etree.iterwalk(tree if body is None else body, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        block = event in ("start", "end") and element.tag not in _INLINE
        if block and pieces:
            text = " ".join("".join(pieces).split())
            pieces = []
            if text and not frames:
                count += 1
                yield Line(text, walls > 0)
                if count >= _MOST_LINES:
                    return
        if event == "start":
            if element.tag in _UNSEEN or _is_hidden(element):
                walk.skip_subtree()
            else:
                pieces.append(element.text or "")
            frames += element.tag in _FRAME
            walls += _is_walled(element)
            continue
        if event == "end":
            frames -= element.tag in _FRAME
            walls -= _is_walled(element)
        pieces.append(element.tail or "")
    text = " ".join("".join(pieces).split())
    if text:
        yield Line(text, walls > 0)


def _is_hidden(element: Any) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    return element.get("hidden") is not None or "display:none" in style or "visibility:hidden" in style


def _is_walled(element: Any) -> bool:
    return bool(WALL_MARKUP.search(f"{element.get('class') or ''} {element.get('id') or ''}"))
