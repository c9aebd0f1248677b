"""Which elements of HTML stand within a line of text (pure data)."""

from __future__ import annotations

from typing import Final

from lxml import etree, html

PLAIN_ELEMENTS: Final = etree.ElementDefaultClassLookup(
    element=html.HtmlElement,
    comment=html.HtmlComment,
    pi=html.HtmlProcessingInstruction,
    entity=html.HtmlEntity,
)
"""What lxml makes of the elements of a page: no classes of its own for forms and their fields, which nobody asks for
here. lxml.html's choice among them is taken in Python for every element that is touched, a fifth of the time."""
INLINE: Final = frozenset(
    (
        *("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i"),
        *("ins", "kbd", "mark", "nobr", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strong", "strike"),
        *("sub", "sup", "time", "tt", "u", "var", "wbr"),
    )
)
"""Elements that do not end a line. <br>, which may or may not end a paragraph, is not among them."""
