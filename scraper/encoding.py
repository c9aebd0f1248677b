"""Bytes to characters: what the page declares first, then what the bytes look like (pure)."""

from __future__ import annotations

import unicodedata
from typing import Final

from w3lib.encoding import html_body_declared_encoding, html_to_unicode, http_content_type_encoding

SNIFFED: Final = 65_536
"""Bytes looked at when nothing was declared: enough for statistics, bounded for speed."""


def decode(body: bytes, content_type: str | None) -> str:
    """The text of a page or document.

    Order: byte order mark, charset of the Content-Type header, meta tag or XML declaration, UTF-8 where the bytes are
    valid UTF-8, else a guess from the bytes. A declared UTF-8 that the bytes contradict is not believed. Never raises:
    what cannot be read becomes U+FFFD.
    """
    declared = http_content_type_encoding(content_type) or html_body_declared_encoding(body)
    if declared == "utf-8" and not _is_utf8(body):
        guess = _sniff(body)
        return (
            html_to_unicode(None, body, auto_detect_fun=lambda _: guess)[1] if guess == "utf-8" else _read(body, guess)
        )
    header = f"text/html; charset={declared}" if declared else None
    return str(html_to_unicode(header, body, auto_detect_fun=_sniff)[1])


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _sniff(body: bytes) -> str:
    if _is_utf8(body):
        return "utf-8"
    from charset_normalizer import from_bytes

    best = from_bytes(body[:SNIFFED]).best()
    return "cp1252" if best is None or _is_latin(str(best)) else best.encoding


def _is_latin(text: str) -> bool:
    """Does most of what is not ASCII belong to Latin writing? Guesses among its many code pages are poor, and browsers
    read undeclared ones as windows-1252 too."""
    letters = [character for character in text if ord(character) > 127 and character.isalpha()]
    return sum(unicodedata.name(letter, "").startswith("LATIN") for letter in letters) * 2 >= len(letters)


def _read(body: bytes, encoding: str) -> str:
    return body.decode(encoding, errors="replace")


def unmangled(text: str) -> str:
    """The text as it was before UTF-8 was read as windows-1252 ("CafÃ©"); unchanged where that did not happen.

    Real text hardly ever spells valid UTF-8 in windows-1252, so what decodes was mangled.
    """
    if text.isascii():
        return text
    try:
        return b"".join(_one_byte(character) for character in text).decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return text


def _one_byte(character: str) -> bytes:
    """windows-1252 leaves five bytes undefined, which browsers read as control characters."""
    return character.encode("latin-1" if "\x80" <= character <= "\x9f" else "cp1252")
