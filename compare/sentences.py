"""Sentences with exact places in their article's text.

`sentencex` proposes boundaries; a repair then joins what it cut too early (initials, "No. 10", a reporting clause after
"?”") and cuts what it kept together (sentences within one pair of quotation marks). Sentences never cross a paragraph.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from compare.cues import SPEECH_VERB
from compare.spans import Span
from scraper.article import Article


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: `article.text[start:end] == text`.

    `index` counts from 0 in reading order, the headline being sentence 0. `paragraph` is 0 for the headline and
    counts the body's paragraphs from 1.
    """

    article: str
    outlet: str
    index: int
    paragraph: int
    start: int
    end: int
    text: str


PARAGRAPHS = re.compile(r"\n[^\S\n]*(?:\n\s*)+")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Dotted words after which a sentence goes on, whatever follows.
TITLES = _words(
    """
    adm atty brig capt cmdr col cpl del det dr fr gen gov hon insp lt lt.col maj messrs mlle mme mr mrs ms mx
    msgr ofc pfc pres prof pte pvt rep reps rev sen sens sgt spc sr.lt supt
    """
)
# Dotted words after which a sentence goes on where a digit follows.
BEFORE_NUMBER = _words(
    """
    no nos art fig p pp sec vol ch jan feb mar apr jun jul aug sep sept oct nov dec c ca approx
    """
)
# Dotted words after which a sentence goes on unless the next word is one that opens sentences.
INSIDE_NAMES = _words(
    """
    u.s u.k u.n e.u d.c st mt ft vs v jr sr inc ltd corp co cos bros a.m p.m dept assn i.e e.g cf al
    """
)
OPENERS = _words(
    """
    a an and as at but by for from he her his how i if in it its many most no not on one our she so some still
    that the their then there these they this those to two under we what when where while who why with yet you
    """
)
# What makes an initial of "I.": "Joseph I. Lund", but not "taller than I. Lund" nor "World War I. Lund".
GIVEN_NAME = re.compile(
    r"(?:^|\s)(?!(?:War|Phase|Class|Type|Part|Act|Title|Chapter|Stage|Level|Group|Article)\s)[A-Z][\w’'-]+\s+$"
)
WEEKDAY = re.compile(r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|[ECMP][SD]?T\b|GMT|BST")
LAST_WORD = re.compile(r"([^\s\"“”‘’()\[\]]+?)\.[\"”’'»)\]]*\s*$")
NEXT_WORD = re.compile(r"[\s\"“‘'«(\[]*([^\s,.;:!?\"”’)\]]*)")
# A full stop, question or exclamation mark, the closing marks that belong to it, and what could open a sentence.
INNER_END = re.compile(r"(?:[.!?]+|…)[\"”’'»)\]]*\s+(?=[\"“‘«(\[]*[A-Z0-9])")
CLOSED_BY_MARK = re.compile(r"[!?…][\"”’»]+\s*$|\.{3}[\"”’»]+\s*$")
REPORTING_CLAUSE_WORDS = 8  # how far after a closing mark the verb of "Mr Smith of the union asked" may stand
NAME_THEN_VERB = re.compile(rf"\s*(?:[\w'’.\-]+,?\s+){{0,{REPORTING_CLAUSE_WORDS}}}?(?:{SPEECH_VERB})\b", re.IGNORECASE)


STRETCH = 10_000  # characters handed to `sentencex` at once; hardly a paragraph of any article is longer
NEAR = 240  # characters on either side of a boundary that decide whether it is one


def split_sentences(article: Article) -> list[Sentence]:
    """The sentences of an article in reading order, the headline first.

    Between two sentences stands nothing but white space, and `article.text[s.start:s.end] == s.text` for each.
    """
    title = _trimmed(article.text, 0, min(len(article.title), len(article.text)))
    out = []
    if title.start < title.end:
        out.append(_sentence(article, title, 0, 0))
    for number, paragraph in enumerate(paragraphs(article.text, start=title.end), 1):
        for span in _split_paragraph(article.text, paragraph):
            out.append(_sentence(article, span, len(out), number))
    return out


def split_text(text: str, *, start: int = 0, end: int | None = None) -> list[Span]:
    """The sentences of any text, or of `text[start:end]`, as spans in reading order. Blank lines part paragraphs."""
    return [s for paragraph in paragraphs(text, start=start, end=end) for s in _split_paragraph(text, paragraph)]


def paragraphs(text: str, *, start: int = 0, end: int | None = None) -> list[Span]:
    """Stretches between blank lines, without the white space around them."""
    stop = len(text) if end is None else end
    cuts = [start]
    for gap in PARAGRAPHS.finditer(text, start, stop):
        cuts += [gap.start(), gap.end()]
    cuts.append(stop)
    spans = (_trimmed(text, left, right) for left, right in zip(cuts[::2], cuts[1::2], strict=True))
    return [span for span in spans if span.start < span.end]


def _sentence(article: Article, span: Span, index: int, paragraph: int) -> Sentence:
    text = article.text[span.start : span.end]
    return Sentence(article.key, article.outlet, index, paragraph, span.start, span.end, text)


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def _split_paragraph(text: str, paragraph: Span) -> list[Span]:
    body = text[paragraph.start : paragraph.end]
    cuts = sorted({*_proposed(body), *_inside_quotations(body)})
    kept = [0]
    for cut in cuts:
        if kept[-1] < cut < len(body) and not _goes_on(body[max(kept[-1], cut - NEAR) : cut], body[cut : cut + NEAR]):
            kept.append(cut)
    kept.append(len(body))
    offset = paragraph.start
    spans = (_trimmed(text, offset + a, offset + b) for a, b in pairwise(kept))
    return [span for span in spans if span.start < span.end]


def _proposed(body: str) -> list[int]:
    """Where `sentencex` ends sentences. Long bodies go in stretches: its time grows with the square of the marks."""
    from sentencex import segment

    cuts: list[int] = []
    start = 0
    while start < len(body):
        stop = min(len(body), start + STRETCH)
        stop = stop if stop == len(body) else (body.rfind(" ", start, stop) + 1 or stop)
        at = start
        for piece in segment("en", body[start:stop]):
            found = body.find(piece, at, stop)
            at = min(stop, max(found, at) + len(piece))  # the pieces need not join to the text
            cuts.append(at)
        if stop < len(body):
            cuts.pop()  # the end of a stretch ends no sentence
        start = stop
    return cuts


def _inside_quotations(body: str) -> list[int]:
    return [found.end() for found in INNER_END.finditer(body)]


def _goes_on(before: str, after: str) -> bool:
    """Does the sentence that ends here with `before` really go on with `after`?"""
    following = after.lstrip()
    if not following or not any(c.isalnum() for c in before):
        return True
    if not any(c.isalnum() for c in following):
        return True
    word = NEXT_WORD.match(following)
    after_word = word[1] if word else ""
    ended = LAST_WORD.search(before)
    if ended and _dotted_word_goes_on(ended[1], following, after_word, before[: ended.start()]):
        return True
    first = following[0]
    if first.islower():
        return not re.match(r"[a-z]+[A-Z]", following)
    return bool(CLOSED_BY_MARK.search(before)) and first.isupper() and _reporting_clause(following)


def _dotted_word_goes_on(word: str, following: str, after_word: str, before: str) -> bool:
    plain = word.lower().lstrip("\"'“‘«([")
    if plain in TITLES:
        return True
    if plain in BEFORE_NUMBER and following[0].isdigit():
        return True
    if len(plain) == 1 and plain.isalpha() and (word != "I" or GIVEN_NAME.search(before)):
        return after_word.lower() not in OPENERS and after_word[:1].isupper()
    if plain in {"a.m", "p.m"}:
        return following[0].islower() or bool(WEEKDAY.match(following))
    if plain in INSIDE_NAMES or re.fullmatch(r"(?:[a-z]\.)+[a-z]", plain):
        return after_word[:1].islower() or (
            following[0] not in '"“‘«' and after_word.lower() not in OPENERS and plain not in {"jr", "sr", "al"}
        )
    return False


def _reporting_clause(following: str) -> bool:
    return bool(NAME_THEN_VERB.match(following))
