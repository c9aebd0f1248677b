"""The days a page shows its reader: short lines near the headline, or ones that say what they are (pure).

What teasers, comments and fact boxes show is not the article's, nor is a day that prose names or a copyright's year.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain, islice
from typing import Any, Final

from lxml import etree, html

from scraper.datetext import WrittenDay, written_days
from scraper.markup import INLINE
from scraper.structured import Structured, as_texts, is_aside, names_aside

ABOVE_HEADLINE: Final = 4
BELOW_HEADLINE: Final = 10
"""Lines before and after the headline among which a byline or dateline is looked for."""
CLOSE_ABOVE: Final = 2
CLOSE_BELOW: Final = 6
"""Lines within which it stands on 210 of the 223 labelled pages that show one from 4 before to 12 after the headline;
at the ends of that range, half of what stands there is a teaser's."""
_LINE_WORDS: Final = 20
_WORDS_BEFORE: Final = 6
_BYLINE_WORDS: Final = 14
_SENTENCE_WORDS: Final = 3
"""Words of a dateline; before its date; before it where the line says whose it is or what the date means; and of what
may end in a full stop without being a sentence."""
_HEADLINE_WORDS: Final = 3
"""Fewer may be the name of a section or of the site, which titles repeat as well."""
_BARE_WORDS: Final = 4
"""Words besides its date in a line that is nothing but a date: a weekday, a time, a place."""
_MAX_LINE: Final = 300
"""Characters; a longer line is prose and not looked through."""
_UNSEEN: Final = frozenset(
    {"script", "style", "noscript", "template", "head", "title", "meta", "link", "svg", "select", "iframe", "object"}
)
_INLINE: Final = INLINE | {"label"}
_TEXTS: Final = etree.XPath("//body//text()[normalize-space()]|//body//br")
_SHOWING: Final = frozenset({"span", "time", "abbr", "font", "small", "data", "label"})
"""Inline elements that set a date apart; one in bold type may still be part of its sentence."""
_PUBLISHED: Final = re.compile(
    r"publi[sckq]|posted|\bcreated\b|first (?:aired|appeared)|^by |veröffentlicht|erschienen|erstellt|eingestellt|"
    r"geplaatst|gepubliceerd|pubblica|opublik|publiko|zveřejn|megjelen|közzét|опублик|опублік|дата|δημοσ|yayın|"
    r"julkais|udgivet|lagt ut|skapad|objavlj|postat|^(?:datum|date|fecha|data|dato)\s*:",
    re.IGNORECASE,
)
_MODIFIED: Final = re.compile(
    r"updat|modif|\bedited|revised|reviewed|aktuali[sz]|geändert|überarbeitet|bearbeitet|\bstand\b|mise? à jour|"
    r"actuali[sz]|aggiorna|atualiza|bijgewerkt|gewijzigd|oppdater|opdater|päivit|muokat|frissít|обновл|оновл|измен|"
    r"güncelle|ενημερ|zmieni|upraven|ajourn|senast ändrad",
    re.IGNORECASE,
)
_OTHER: Final = re.compile(
    r"\bborn\b|geboren|deadline|until|\bcomment|kommentar|joined|termin|current|today|aktuelle zeit|heute|"
    r"registered|registriert|dabei seit|member since|accessed|retrieved|abgerufen|event",
    re.IGNORECASE,
)
"""Words before a day that is about something else than the article."""
_DIGITS: Final = re.compile(r"\d\d").search
_RIGHTS: Final = re.compile(r"©|copyright|\(c\) ?[12]|all rights", re.IGNORECASE)
_NAMING_LEVELS: Final = 3
"""Elements around a date, from the inmost, whose names may say that it is one."""
_TEASER: Final = re.compile(r"teaser", re.IGNORECASE)
_DATE_NAMES: Final = re.compile(
    r"(?:^|[\s_-])(?:date|datum|datetime|time|timestamp|published|publish|pubdate|posted|dateline|byline|fecha|data)"
    r"(?:$|[\s_-])|date$|datum$|Date|publish|entry-?meta|post-?meta|posted|^author$|submitted",
)
_CHANGED_NAMES: Final = re.compile(r"updated|modif|changed", re.IGNORECASE)
"""Names a page gives an element that holds a date, or that of the last change."""


@dataclass(frozen=True, slots=True)
class Dateline:
    """A day the page shows as the article's. `days` has two members where it may be either (03/04/2025).

    `line` is the text it stands in, `near` the headline or even `close` to it; `said` to be that of publication;
    `named` a date by the element that holds it; `changed` where the page says that it is the day of the last change.
    """

    days: tuple[date, ...]
    line: str
    near: bool
    said: bool
    named: bool
    changed: bool
    close: bool = False


@dataclass(slots=True)
class _Line:
    pieces: list[tuple[str, html.HtmlElement]]
    block: html.HtmlElement

    @property
    def text(self) -> str:
        return " ".join(" ".join(piece for piece, _ in self.pieces).split())


def datelines(tree: html.HtmlElement, structured: Structured, language: str | None) -> list[Dateline]:
    """The days shown as the article's, the likeliest first: near the headline, said, named, then page order."""
    lines = list(_lines(tree))
    headlines = _headlines(tree, structured)
    places = _places(headlines, lines)
    near_lines = _around(places, ABOVE_HEADLINE, BELOW_HEADLINE)
    close_lines = _around(places, CLOSE_ABOVE, CLOSE_BELOW)
    around = {ancestor for headline in headlines for ancestor in headline.iterancestors()}
    found: list[Dateline] = []
    lone: list[Dateline] = []
    for number, line in enumerate(lines):
        if not any(_DIGITS(piece) for piece, _ in line.pieces):
            continue
        near = number in near_lines
        before = lines[number - 1].text if number else ""
        for dateline, holder in _of_line(line, before, near, language):
            masthead = bool(places) and number < places[0] and not near  # today's, more often than not
            if masthead or (is_aside(holder, around) and not (near and _is_alone(holder, line))):
                continue
            if dateline.near or dateline.said or dateline.named:
                found.append(replace(dateline, close=number in close_lines))
            else:
                lone.append(dateline)
    if not found and not places and len({dateline.days for dateline in lone}) == 1:
        found = lone[:1]  # without a headline to be near, the only day a page shows
    if not any(dateline.near and not dateline.changed for dateline in found):
        # Templates name the only day they show "updated"; it is believed where words say so.
        found = [replace(line, changed=bool(_MODIFIED.search(line.line))) if line.near else line for line in found]
    return sorted(
        found,
        key=lambda dateline: (
            dateline.changed,
            not dateline.close,
            not dateline.near,
            not dateline.said,
            not dateline.named,
        ),
    )


def _around(places: list[int], above: int, below: int) -> set[int]:
    return {number for place in places for number in range(place - above, place + below + 1)}


def without_asides(tree: html.HtmlElement) -> html.HtmlElement:
    """A copy of the page without teasers, comments, footers and the like."""
    bare = copy.deepcopy(tree)
    kept = {ancestor for headline in bare.iter("h1") for ancestor in headline.iterancestors()}
    for element in list(bare.iter(etree.Element)):
        if element not in kept and element.tag not in ("html", "head", "body") and names_aside(element):
            element.drop_tree()
    return bare


def is_aside_day(tree: html.HtmlElement, structured: Structured, day: date, language: str | None) -> bool:
    """Do only prose, copyright notices and the page's head name the day? False where no line does."""
    lines = list(_lines(tree))
    top = next(iter(_places(_headlines(tree, structured), lines)), 0) - ABOVE_HEADLINE
    naming = [(number, line.text) for number, line in enumerate(lines) if _names_day(line.text, day, language)]
    return bool(naming) and all(number < top or _is_prose(text) or _RIGHTS.search(text) for number, text in naming)


def _names_day(text: str, day: date, language: str | None) -> bool:
    return str(day.year % 100) in text and any(day in written.days for written in written_days(text, language))


def _of_line(
    line: _Line, previous: str, near: bool, language: str | None
) -> Iterator[tuple[Dateline, html.HtmlElement]]:
    whole = line.text
    if len(whole) <= _MAX_LINE and not _is_prose(whole):
        dated = (holder for piece, holder in line.pieces if any(character.isdigit() for character in piece))
        yield from _days_of(whole, previous, next(dated, line.block), near, language)
    elif line.block.tag != "p":
        for piece, holder in line.pieces:
            text = " ".join(piece.split())
            if holder.tag in _SHOWING and len(text) <= _MAX_LINE and not _is_prose(text):
                yield from _days_of(text, "", holder, near, language)


def _days_of(
    text: str, previous: str, holder: html.HtmlElement, near: bool, language: str | None
) -> Iterator[tuple[Dateline, html.HtmlElement]]:
    if _RIGHTS.search(text):
        return
    start = 0
    days = list(written_days(text, language))
    if len(days) > 1 and _is_span(text, days):
        return  # from … to: an event's days
    for day in days:
        label = text[start : day.start]
        start = day.end
        if not any(c.isalpha() for c in label) and len(previous.split()) <= _WORDS_BEFORE:
            label = f"{previous} {label}".strip()
        if _OTHER.search(label):
            continue
        names = list(_names(holder))
        changed = bool(_MODIFIED.search(label) or (names and _CHANGED_NAMES.search(names[0])))
        said = bool(_PUBLISHED.search(label))
        named = any(_DATE_NAMES.search(name) for name in names)
        others = len(text.split()) - len(text[day.start : day.end].split())
        allowed = _BYLINE_WORDS if said or named else _WORDS_BEFORE
        if len(label.split()) > allowed or not (near or said or named or others <= _BARE_WORDS):
            continue
        if not near and others > _BYLINE_WORDS:
            continue
        yield Dateline(day.days, text, near, said, named, changed), holder


def _is_span(text: str, days: list[WrittenDay]) -> bool:
    between = text[days[0].end : days[1].start].strip().casefold()
    return between in {"-", "–", "—", "bis", "to", "until", "au", "al", "tot", "till"}


def _names(element: html.HtmlElement) -> Iterator[str]:
    """What the page calls an element and the inline ones around it, up to the block and its own parent."""
    for part in chain((element,), islice(element.iterancestors(), _NAMING_LEVELS - 1)):
        yield from (part.get(key, "") for key in ("class", "id", "itemprop", "rel") if part.get(key))


def _lines(tree: html.HtmlElement) -> Iterator[_Line]:
    """The page's visible text by lines: pieces that no block element and no line break parts, with their elements."""
    line: _Line | None = None
    found: Any = _TEXTS(tree)
    for text in found:
        if isinstance(text, etree._Element):  # <br>
            if line is not None:
                yield line
            line = None
            continue
        beside = text.getparent()
        holder = beside.getparent() if text.is_tail else beside
        if holder is None or holder.tag in _UNSEEN:
            continue
        block = holder
        while block.tag in _INLINE and (parent := block.getparent()) is not None:
            block = parent
        if line is None or block is not line.block or (text.is_tail and beside.tag not in _INLINE):
            if line is not None:
                yield line
            line = _Line([], block)
        line.pieces.append((text, holder))
    if line is not None:
        yield line


def _headlines(tree: html.HtmlElement, structured: Structured) -> set[html.HtmlElement]:
    """The headings that the page's own title repeats; where there are none, every <h1>."""
    named = (
        *as_texts(structured.article.get("headline")),
        *structured.meta.get("og:title", ()),
        tree.findtext(".//title") or "",
    )
    titles = [f" {_bare(title)} " for title in named]
    same = set()
    for heading in tree.iter("h1", "h2"):
        text = _bare(str(heading.text_content()))
        if len(text.split()) >= _HEADLINE_WORDS and any(f" {text} " in title for title in titles):
            same.add(heading)
    first = {heading for heading in same if heading.tag == "h1"}
    return first or same | set(tree.iter("h1"))  # a teaser of the same article may repeat its headline as <h2>


def _bare(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _is_alone(element: html.HtmlElement, line: _Line) -> bool:
    """Is the teaser or footer around the element nothing but the line? A real teaser has a headline at least."""
    asides = [part for part in (element, *element.iterancestors()) if names_aside(part)]
    called = all(
        next(part.iterancestors("article"), None) is not None
        if part.tag == "footer"
        else _TEASER.search(part.get("class", ""))
        for part in asides
    )
    return called and len(str(asides[-1].text_content()).split()) <= len(line.text.split())


def _places(headlines: set[html.HtmlElement], lines: list[_Line]) -> list[int]:
    """Numbers of the lines that stand in a headline."""
    inside = {element for headline in headlines for element in headline.iter()}
    return [number for number, line in enumerate(lines) if line.block in inside]


def _is_prose(line: str) -> bool:
    """Longer than a dateline is, or ended like a sentence."""
    words = len(line.split())
    return words > _LINE_WORDS or (words > _SENTENCE_WORDS and bool(re.search(r"\w\w[.!?…]$", line)))
