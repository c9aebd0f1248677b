"""Addresses that may become links, and links that lead to a passage.

Addresses come from feeds and pages, so they are hostile input: only http(s) addresses and relative paths within the
report become links; `javascript:`, `data:`, `file:` and everything unclear become none. Links open in the same window
and send no referrer (the pages' head says so), so they need no `rel`.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote, urlsplit

#: Words at either end of a long passage that find it; a shorter passage is named whole.
FRAGMENT_WORDS: Final = 3
#: White space, controls and reversed slashes, which browsers repair in ways of their own.
_UNSAFE: Final = re.compile(r"[\x00-\x20\x7f-\x9f\\\u2028\u2029\ufeff\u202a-\u202e\u2066-\u2069]")
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


def passage_href(href: str, passage: str) -> str:
    """The link with a text fragment (`#:~:text=`) that scrolls to the passage where the browser can."""
    words = passage.split()
    if not words:
        return href
    if len(words) <= 2 * FRAGMENT_WORDS:
        text = _encode(" ".join(words))
    else:
        text = f"{_encode(' '.join(words[:FRAGMENT_WORDS]))},{_encode(' '.join(words[-FRAGMENT_WORDS:]))}"
    return f"{href}{'' if '#' in href else '#'}:~:text={text}"


def _encode(text: str) -> str:
    # The fragment's own syntax uses "-", "," and "&", which must therefore not stand bare in it.
    return quote(text, safe="", errors="replace").replace("-", "%2D")
