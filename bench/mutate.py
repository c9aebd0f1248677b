"""Damage to web pages, of the kinds that the web and its editors do: each takes bytes and a seeded generator, and gives
bytes. The same seed gives the same damage."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from random import Random
from typing import Final

MOST: Final = 200_000
"""Bytes of a damaged page at most: enough for any nesting, small enough for many pages a second."""
DEEPEST: Final = 20_000
"""Times a tag is opened inside itself."""

_TAGS: Final = tuple(
    b"p div span b a article section table tr td ul li blockquote figure figcaption h1 h2 br time script style "
    b"noscript form iframe svg math template select option textarea title meta link base body html head".split()
)
_OPENINGS: Final = (
    *(
        b"<!--",
        b"<![CDATA[",
        b"<script>",
        b"<style>",
        b"<title>",
        b"<textarea>",
        b"<plaintext>",
        b"<noscript>",
        b"<?xml",
    ),
    *(b"</body>", b"</html>", b"</article>", b"<", b">", b'"', b"'", b"&", b"-->", b"</script>", b"]]>"),
)
_CHARACTERS: Final = tuple(
    text.encode("utf-8", "surrogatepass")
    for text in ("\0", "\ud800", "\u202e", "\u2028", "\ufeff", "\x1c", "\x85", "\xad", "\u200b", "\U0010ffff", "\ufdd0")
)
_ENTITIES: Final = (
    *(b"&#0;", b"&#xD800;", b"&#x110000;", b"&#x85;", b"&#13;", b"&nbsp;", b"&lt;p&gt;", b"&amp;amp;", b"&#8232;"),
    b"&#99999999999999999999;",
)
_ENCODINGS: Final = ("utf-16", "utf-16-le", "utf-32", "cp1252", "gb18030", "shift_jis", "koi8-r", "iso-8859-8", "utf-7")
_LIES: Final = (
    b"utf-8",
    b"utf-16",
    b"windows-1251",
    b"x-user-defined",
    b"hz-gb-2312",
    b"unicode-1-1-utf-8",
    b"nonsense",
)
_VALUES: Final = (
    *(b"null", b"[]", b"{}", b"-1", b"1e999", b"true", b'""', b'"\\ud800"', b'"0000-00-00"', b'"9999-12-31T23:59:60Z"'),
    *(b'"javascript:alert(1)"', b'"http://[::1"', b'{"@value": {"@value": null}}', b"[[[[[[[[]]]]]]]]", b'"12/13/14"'),
)
_HEADS: Final = (
    b'<link rel=canonical href="javascript:alert(1)">',
    b'<link rel=canonical href="http://[broken">',
    b'<base href="data:text/html,x">',
    b'<meta property=og:url content="//">',
    b'<meta property=article:published_time content="31.02.2031 25:61">',
    b'<meta name=date content="20310230T999999+9999">',
    b'<meta property=article:modified_time content="-0001-01-01">',
    b'<html lang="x-klingon-\xff">',
    b'<meta http-equiv=refresh content="0;url=//elsewhere.example">',
    b'<div itemscope itemtype="http://schema.org/NewsArticle" itemref="a a b"><i id=a itemprop=author itemscope>',
)

Mutation = Callable[[bytes, Random, Sequence[bytes]], bytes]


def flip_bits(page: bytes, random: Random, others: Sequence[bytes]) -> bytes:
    out = bytearray(page)
    for _ in range(random.randint(1, 1 + len(out) // 200) if out else 0):
        out[random.randrange(len(out))] ^= 1 << random.randrange(8)
    return bytes(out)


def truncate(page: bytes, random: Random, others: Sequence[bytes]) -> bytes:
    return page[: random.randrange(len(page) + 1)]


def cut(page: bytes, random: Random, others: Sequence[bytes]) -> bytes:
    start, end = _slice(page, random)
    return page[:start] + page[end:]


def repeat(page: bytes, random: Random, others: Sequence[bytes]) -> bytes:
    start, end = _slice(page, random)
    times = random.choice((2, 3, 10, 1 + MOST // (end - start + 1)))
    return page[:start] + page[start:end] * times + page[end:]


def splice(page: bytes, random: Random, others: Sequence[bytes]) -> bytes:
    """A piece of another page in the middle of this one."""
    other = random.choice(others)
    start, end = _slice(other, random)
    return _insert(page, random, other[start:end])


def tag_soup(page: bytes, random: Random, others: Sequence[bytes]) -> bytes:
    for _ in range(random.randint(1, 30)):
        tag = random.choice(_TAGS)
        page = _insert(page, random, random.choice((b"<%s>", b"</%s>", b"<%s/>", b"<%s ")) % tag)
    return page


def unclosed(page: bytes, random: Random, others: Sequence[bytes]) -> bytes:
    return _insert(page, random, random.choice(_OPENINGS))


def nest(page: bytes, random: Random, others: Sequence[bytes]) -> bytes:
    tags = [random.choice(_TAGS) for _ in range(random.randint(1, 3))]
    opened = b"".join(b"<%s>" % tag for tag in tags)
    return _insert(page, random, opened * random.choice((10, 200, 3_000, DEEPEST)))


def rename_tags(page: bytes, random: Random, others: Sequence[bytes]) -> bytes:
    """One kind of element becomes another throughout: <p> to <div>, <article> to <nav>."""
    old, new = random.choice(_TAGS), random.choice(_TAGS)
    return re.sub(rb"(</?)%s(?=[\s>])" % old, rb"\g<1>" + new, page)


def odd_characters(page: bytes, random: Random, others: Sequence[bytes]) -> bytes:
    for _ in range(random.randint(1, 20)):
        page = _insert(page, random, random.choice((*_CHARACTERS, *_ENTITIES)))
    return page


def recode(page: bytes, random: Random, others: Sequence[bytes]) -> bytes:
    """Written in another encoding, whatever the page says."""
    return page.decode("utf-8", "replace").encode(random.choice(_ENCODINGS), "replace")


def lie_about_charset(page: bytes, random: Random, others: Sequence[bytes]) -> bytes:
    return b"<meta charset=" + random.choice(_LIES) + b">" + page


def spoil_json(page: bytes, random: Random, others: Sequence[bytes]) -> bytes:
    """A value in a script's JSON becomes something else; now and then the nesting never ends."""
    values = [match.span(1) for match in re.finditer(rb':\s*("[^"<>]*"|[\w.]+)', page)]
    if not values:
        script = (
            b'<script type="application/ld+json">' + b'{"@graph":[' * random.choice((1, 100, DEEPEST)) + b"</script>"
        )
        return _insert(page, random, script)
    start, end = random.choice(values)
    return page[:start] + random.choice(_VALUES) + page[end:]


def spoil_digits(page: bytes, random: Random, others: Sequence[bytes]) -> bytes:
    share = random.random()
    return re.sub(rb"\d", lambda digit: b"%d" % random.randrange(10) if random.random() < share else digit[0], page)


def strange_head(page: bytes, random: Random, others: Sequence[bytes]) -> bytes:
    head = random.choice(_HEADS)
    at = page.find(b"<head")
    at = page.find(b">", at) + 1 if at >= 0 else 0
    return page[:at] + head + page[at:]


def long_attribute(page: bytes, random: Random, others: Sequence[bytes]) -> bytes:
    start = random.choice((b'<p class="', b'<a href="http://', b'<img alt="', b"<p "))
    filling = random.choice((b"x", b"a ", b"a=1 ", b"%41", b"../"))
    return _insert(page, random, start + filling * random.choice((100, 10_000, 60_000)) + b'">')


MUTATIONS: Final[tuple[Mutation, ...]] = (
    *(flip_bits, truncate, cut, repeat, splice, tag_soup, unclosed, nest, rename_tags, odd_characters, recode),
    *(lie_about_charset, spoil_json, spoil_digits, strange_head, long_attribute),
)


def damaged(page: bytes, random: Random, others: Sequence[bytes], *, times: int) -> tuple[bytes, tuple[str, ...]]:
    """The page after so many kinds of damage, one on top of the other, and their names."""
    names = []
    for _ in range(times):
        mutation = random.choice(MUTATIONS)
        page = mutation(page, random, others)[:MOST]
        names.append(mutation.__name__)
    return page, tuple(names)


def _slice(page: bytes, random: Random) -> tuple[int, int]:
    start = random.randrange(len(page) + 1)
    return start, min(len(page), start + random.choice((1, 16, 256, 4_096)))


def _insert(page: bytes, random: Random, piece: bytes) -> bytes:
    at = random.randrange(len(page) + 1)
    return page[:at] + piece + page[at:]
