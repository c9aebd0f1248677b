"""Addresses that may become links, and links that lead to a passage.

Addresses come from feeds and pages, so they are hostile input: only http(s) addresses and relative paths within the
report become links; `javascript:`, `data:`, `file:` and everything unclear become none. Links open in the same window
and send no referrer (the pages' head says so), so they need no `rel`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Final
from urllib.parse import quote, urlsplit

from compare.spans import HasSpan

#: Words at either end of a long passage that find it; a shorter passage is named whole.
FRAGMENT_WORDS: Final = 3
#: White space, controls and reversed slashes, which browsers repair in ways of their own.
_UNSAFE: Final = re.compile(r"[\x00-\x20\x7f-\x9f\\\u2028\u2029\ufeff\u202a-\u202e\u2066-\u2069]")
_WORD: Final = re.compile(r"\S+")
_RELATIVE: Final = re.compile(r"(?![/.])[\w./%~+,=@()-]+\Z", re.ASCII)


def safe_href(url: str | None, *, root: str) -> str | None:
    """The address if it may be linked to, else None. A relative path, taken from the report's folder, gets `root`
    before it."""
    if not url or _UNSAFE.search(url):
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme in ("http", "https"):
        return url if host and "@" not in parts.netloc else None
    if parts.scheme or parts.netloc or not _RELATIVE.match(url) or ".." in parts.path.split("/"):
        return None
    return root + url


def is_address(href: str) -> bool:
    """Whether a link leads to an address on the web, from wherever it stands."""
    return urlsplit(href).scheme in ("http", "https")


@lru_cache(maxsize=4_096)  # a page and the files beside it lead to the same places
def passage_href(href: str, passage: str, *, before: str = "", after: str = "") -> str:
    """The link with a text fragment (`#:~:text=`) that scrolls to the passage where the browser can. What stands
    `before` and `after` it tells it from the same words elsewhere."""
    words = passage.split()
    if not words:
        return href
    if len(words) <= 2 * FRAGMENT_WORDS:
        text = _encode(" ".join(words))
    else:
        text = f"{_encode(' '.join(words[:FRAGMENT_WORDS]))},{_encode(' '.join(words[-FRAGMENT_WORDS:]))}"
    prefix = f"{_encode(' '.join(before.split()))}-," if before.strip() else ""
    suffix = f",-{_encode(' '.join(after.split()))}" if after.strip() else ""
    return f"{href}{'' if '#' in href else '#'}:~:text={prefix}{text}{suffix}"


def place_href(href: str, text: str, place: HasSpan, may_print: Callable[[int, int], bool]) -> str:
    """The link to a place of a text. A short passage is given with the words around it, as far as a link may hold them:
    the same few words may stand elsewhere. Where it may not, and they stand earlier too, the link leads to the page."""
    passage = text[place.start : place.end]
    if not passage.strip() or not may_print(place.start, place.end):
        return href
    if len(passage.split()) > 2 * FRAGMENT_WORDS:
        return passage_href(href, passage)
    start = next(left for left in _lefts(text, place) if may_print(left, place.end))
    end = next(right for right in _rights(text, place) if may_print(place.start, right))
    if (start, end) == (place.start, place.end) and re.search(
        rf"(?<!\w){re.escape(passage)}(?!\w)", text[:start], re.IGNORECASE
    ):
        return href
    return passage_href(href, passage, before=text[start : place.start], after=text[place.end : end])


def _lefts(text: str, place: HasSpan) -> Iterator[int]:
    """Where up to FRAGMENT_WORDS of its paragraph before a place begin, the most first, the place's own start last."""
    words = list(_WORD.finditer(text, text.rfind("\n", 0, place.start) + 1, place.start))
    touching = bool(words) and words[-1].end() == place.start
    yield from (word.start() for word in words[-FRAGMENT_WORDS - touching :])
    yield place.start


def _rights(text: str, place: HasSpan) -> Iterator[int]:
    """The same behind a place."""
    line_end = text.find("\n", place.end)
    words = list(_WORD.finditer(text, place.end, len(text) if line_end < 0 else line_end))
    touching = bool(words) and words[0].start() == place.end
    yield from (word.end() for word in reversed(words[: FRAGMENT_WORDS + touching]))
    yield place.end


def _encode(text: str) -> str:
    # The fragment's own syntax uses "-", "," and "&", which must therefore not stand bare in it.
    return quote(text, safe="", errors="replace").replace("-", "%2D")
