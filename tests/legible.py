"""What a reader can find in a file of the site, however it is written there."""

from __future__ import annotations

import base64
import binascii
import re
from html import unescape
from urllib.parse import unquote


def legible(content: bytes) -> str:
    """The file's text in every form that it unfolds to: as it stands, and without tags, references, percent signs,
    escapes of JSON and base 64. Raises UnicodeDecodeError for a file that is no text in UTF-8: that is not to be one
    in which nothing could be found."""
    forms = [content.decode()]
    for form in forms:
        for undone in (unquote(form), unescape(form), _without_escapes(form), re.sub(r"<[^<>]*>", "", form)):
            if undone not in forms:
                forms.append(undone)
    return "\n".join([*forms, *(plain for form in forms for plain in _from_base64(form))])


def _without_escapes(text: str) -> str:
    return re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), text)


def _from_base64(text: str) -> list[str]:
    found = []
    for run in re.findall(r"[A-Za-z0-9+/_-]{16,}", text):
        try:
            raw = base64.b64decode(run + "=" * (-len(run) % 4), altchars=b"-_")
        except binascii.Error:
            continue  # a long word
        found.append(raw.decode(errors="replace"))
    return found
