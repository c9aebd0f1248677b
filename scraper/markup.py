"""Which elements of HTML stand within a line of text (pure data)."""

from __future__ import annotations

from typing import Final

INLINE: Final = frozenset(
    (
        *("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i"),
        *("ins", "kbd", "mark", "nobr", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strong", "strike"),
        *("sub", "sup", "time", "tt", "u", "var", "wbr"),
    )
)
"""Elements that do not end a line. <br>, which may or may not end a paragraph, is not among them."""
