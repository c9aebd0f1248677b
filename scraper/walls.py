"""Pages that answer with status 200 and hold no article: paywalls, consent, login and bot walls, error pages (pure).

A page is a wall only where two things come together: little text, and a sign on the page that says why. An article
about paywalls, cookies or captchas has the words and the text; an article under a cookie banner has the banner and the
text; both stay. The words that walls use are in `scraper.wallwords`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from lxml import etree, html
from lxml.cssselect import CSSSelector

from scraper.furniture import ends_like_sentence
from scraper.metadata import headings_of, is_free, without_site
from scraper.structured import Structured, types_of
from scraper.visible import Line, visible_lines
from scraper.wallwords import (
    BOT_MARKUP,
    BOT_TITLES,
    CONSENT_MARKUP,
    CONSENT_TERMS,
    CONSENT_TITLES,
    CONSENT_WORDS,
    ERROR_MARKUP,
    ERROR_TITLES,
    ERROR_WORDS,
    LOGIN_TITLES,
    LOGIN_WORDS,
    PAY_WORDS,
)
from scraper.words import count_words

WallReason = Literal["paywall stub", "login wall", "consent wall", "bot wall", "error page"]

BARE_WORDS: Final = 30
"""Words of kept text below which one sign is enough: a notice, a caption, a teaser, but no article."""
STUB_WORDS: Final = 150
"""Words of kept text below which a page that is not free shows only what stands before its wall."""
LONGEST_STUB: Final = 300
"""Words above which a text counts as whole whatever the page says, unless the page itself names a far larger number."""
MISSING_SHARE: Final = 0.5
"""Share of the page's own `wordCount` below which a text that is not free is a beginning."""
LONGEST_GATE: Final = 30
"""Words of a line that addresses the reader; longer ones tell of a wall instead of being one."""
LONGEST_CHALLENGE: Final = 500
"""Characters of a line searched for the words of a bot wall."""
CONSENT_DENSE: Final = 3
"""Words of consent in one paragraph from which it asks for it, however long it is."""
LONGEST_QUOTE: Final = 120
"""Characters of the page's own words in `Wall.detail`."""


@dataclass(frozen=True, slots=True)
class Wall:
    """Why a page is no article. `detail` quotes what on the page says so, and counts the words that were kept."""

    reason: WallReason
    detail: str


@dataclass(frozen=True, slots=True)
class _View:
    """What the checks look at. `names`: what the page calls itself; `words`: kept words, without lines of the wall;
    `at_gate`: the text that was kept ends with such a line."""

    tree: html.HtmlElement
    structured: Structured
    names: tuple[str, ...]
    paragraphs: tuple[str, ...]
    lines: tuple[Line, ...]
    words: int
    at_gate: bool


def find_wall(tree: html.HtmlElement, structured: Structured, *, title: str, paragraphs: Sequence[str]) -> Wall | None:
    """The wall a page is, None where it holds an article (or nothing that says what it is).

    `tree` is the whole page, which stays as it is; `paragraphs` are those kept for the body, without the headline.

    A page that says it is not free (JSON-LD `isAccessibleForFree`, content tier) stays an article where its text is
    there: where the kept words are at least `STUB_WORDS`, or where they stand in the very part that the page names as
    locked (`hasPart` with `cssSelector`). It is a stub where fewer words are there; where the page's `wordCount` is
    more than twice what was kept; or where, below `LONGEST_STUB`, the text breaks off before a line of a paywall.
    """
    words = count_words(paragraphs)
    if words >= LONGEST_STUB:
        return _short_of_its_count(structured, words)
    if words >= STUB_WORDS and is_free(structured) and ends_like_sentence(paragraphs[-1]):
        return None
    kept = tuple(line for line in paragraphs if not is_notice(line))
    words = count_words(kept)
    names = _names(tree, structured, title, bare=words < BARE_WORDS)
    view = _View(
        tree=tree,
        structured=structured,
        names=tuple(dict.fromkeys(name for name in names if name)),
        paragraphs=kept,
        lines=tuple(visible_lines(tree)),
        words=words,
        at_gate=bool(paragraphs) and bool(PAY_WORDS.search(paragraphs[-1])) and is_notice(paragraphs[-1]),
    )
    for check in (_bot_wall, _error_page, _consent_wall, _paywall, _login_wall):
        wall = check(view)
        if wall is not None:
            return wall
    return None


def _bot_wall(view: _View) -> Wall | None:
    if view.words >= STUB_WORDS:
        return None
    named = next((name for name in view.names if BOT_TITLES.fullmatch(name)), None)
    if named and (view.words < BARE_WORDS or not _describes_article(view.structured)):
        return _wall("bot wall", named, view)
    if view.words >= BARE_WORDS:
        return None
    said = next((line.text for line in view.lines if _is_challenge(line.text)), None)
    marked = _marked(view.tree, BOT_MARKUP, ("script", "iframe", "form", "div", "meta", "a"))
    return _wall("bot wall", said or marked, view) if (said and not _has_prose(view)) or marked else None


def _error_page(view: _View) -> Wall | None:
    status = view.structured.first_meta("prerender-status-code", "status")
    if status in ("404", "410", "500", "503") and view.words < STUB_WORDS:
        return _wall("error page", f"status {status} in a meta tag", view)
    if view.words >= STUB_WORDS or (view.words >= BARE_WORDS and _describes_article(view.structured)):
        return None
    named = next((name for name in view.names if ERROR_TITLES.fullmatch(name)), None)
    if named:
        return _wall("error page", named, view)
    marked = _body_is(view.tree, ERROR_MARKUP)
    said = next((line.text for line in view.lines if _addresses(line.text) and ERROR_WORDS.search(line.text)), None)
    if said and (marked or view.words < BARE_WORDS) and not (_has_prose(view) and not marked):
        return _wall("error page", said, view)
    return _wall("error page", marked, view) if marked and view.words < BARE_WORDS else None


def _consent_wall(view: _View) -> Wall | None:
    if view.words >= BARE_WORDS:
        return None
    named = next((name for name in view.names if CONSENT_TITLES.fullmatch(name)), None)
    said = [line.text for line in view.lines if CONSENT_WORDS.search(line.text)]
    other = count_words(
        [line.text for line in view.lines if not is_notice(line.text) and ends_like_sentence(line.text)]
    )
    if named and (said or _marked(view.tree, CONSENT_MARKUP, ("script", "iframe", "div", "section", "dialog"))):
        return _wall("consent wall", named, view)
    if said and other < BARE_WORDS and not _describes_article(view.structured):
        return _wall("consent wall", said[0], view)
    if (
        said
        and other < BARE_WORDS
        and _marked(view.tree, CONSENT_MARKUP, ("script", "iframe", "div", "section", "dialog"))
    ):
        return _wall("consent wall", said[0], view)
    return None


def _paywall(view: _View) -> Wall | None:
    gates = [line for line in _behind(view) if _addresses(line.text) and PAY_WORDS.search(line.text)]
    gate = gates[0].text if gates else None
    if not is_free(view.structured):
        if _locked_part_is_here(view) and not gate:
            return None
        if view.words < STUB_WORDS and not (_locked_part_is_here(view) and view.words >= BARE_WORDS):
            return _wall("paywall stub", gate or "the page says that it is not free", view)
        short = _short_of_its_count(view.structured, view.words)
        if short is not None:
            return short
        return _wall("paywall stub", gate, view) if gate and _breaks_off(view) else None
    if gate is None:
        return None
    evidence = len(gates) > 1 or any(line.walled for line in gates) or _breaks_off(view) or view.at_gate
    if view.words < BARE_WORDS or (evidence and view.words < STUB_WORDS):
        return _wall("paywall stub", gate, view)
    return _wall("paywall stub", gate, view) if view.words < LONGEST_STUB and _breaks_off(view) else None


def _login_wall(view: _View) -> Wall | None:
    if view.words >= STUB_WORDS:
        return None
    gates = [line for line in _behind(view) if _addresses(line.text) and LOGIN_WORDS.search(line.text)]
    form = bool(view.tree.xpath("//input[@type='password']"))
    named = next((name for name in view.names if LOGIN_TITLES.fullmatch(name)), None)
    if named and (form or gates) and view.words < BARE_WORDS:
        return _wall("login wall", named, view)
    if gates and (view.words < BARE_WORDS or form or any(line.walled for line in gates) or _breaks_off(view)):
        return _wall("login wall", gates[0].text, view)
    return None


def _short_of_its_count(structured: Structured, words: int) -> Wall | None:
    """A stub where the page says that it is not free and counts far more words than are there."""
    if is_free(structured):
        return None
    try:
        counted = int(str(structured.article.get("wordCount", "")).strip() or 0)
    except ValueError:
        return None
    if words >= counted * MISSING_SHARE:
        return None
    return Wall("paywall stub", f"{words} of the {counted} words that the page says it has; the rest is not free")


def _locked_part_is_here(view: _View) -> bool:
    """Does most of the kept text stand in the part that the page names as not free?"""
    text = " ".join(" ".join(str(part.text_content()).split()) for part in _locked_parts(view))
    found = [line for line in view.paragraphs if line in text]
    return bool(found) and count_words(found) * 2 >= view.words


def _locked_parts(view: _View) -> Iterator[html.HtmlElement]:
    parts = view.structured.article.get("hasPart")
    for part in parts if isinstance(parts, list) else [parts]:
        if not isinstance(part, Mapping) or str(part.get("isAccessibleForFree")).casefold() != "false":
            continue
        selectors = part.get("cssSelector")
        for selector in selectors if isinstance(selectors, list) else [selectors]:
            try:
                yield from CSSSelector(str(selector))(view.tree)
            except (ValueError, etree.XPathError, SyntaxError):
                continue  # a selector nobody can read names no part


def _breaks_off(view: _View) -> bool:
    """Does the kept text end in the middle of a sentence or with an ellipsis?"""
    return bool(view.paragraphs) and not ends_like_sentence(view.paragraphs[-1])


def _behind(view: _View) -> list[Line]:
    """The lines with fewer than `BARE_WORDS` of kept text behind them: a wall stands after what it lets through."""
    kept = {" ".join(line.split()) for line in view.paragraphs}
    found: list[Line] = []
    words = 0
    for line in reversed(view.lines):
        words += count_words([line.text]) if line.text in kept else 0
        if words >= BARE_WORDS:
            break
        found.append(line)
    return found[::-1]


def _has_prose(view: _View) -> bool:
    """More sentences on the page than a notice has, whoever took them for the body."""
    return count_words([line.text for line in view.lines if ends_like_sentence(line.text)]) >= STUB_WORDS


def _addresses(line: str) -> bool:
    return count_words([line]) <= LONGEST_GATE


def _is_challenge(line: str) -> bool:
    return any(BOT_TITLES.fullmatch(part.strip()) for part in re.split(r"[.!?]", line[:LONGEST_CHALLENGE]))


def is_notice(line: str) -> bool:
    """A line of a wall itself: it does not count as text of an article."""
    if not _addresses(line):
        return len(CONSENT_TERMS.findall(line)) >= CONSENT_DENSE and bool(CONSENT_WORDS.search(line))
    return any(words.search(line) for words in (CONSENT_WORDS, PAY_WORDS, LOGIN_WORDS))


def _describes_article(structured: Structured) -> bool:
    """Does the page describe itself as an article with a day?"""
    dated = structured.article.get("datePublished") or structured.first_meta("article:published_time")
    return bool(dated) or any(kind.endswith("NewsArticle") for kind in types_of(structured.article))


def _names(tree: html.HtmlElement, structured: Structured, title: str, *, bare: bool) -> Iterator[str]:
    """What the page calls itself: its headline and <title>, with and without the site's name. On a `bare` page also
    its headings, and what stands between separators: a wall seldom says which part is the site's name."""
    whole = [title, " ".join((tree.findtext("head/title") or "").split())]
    for name in (*whole, *without_site(whole, structured), *(headings_of(tree) if bare else ())):
        name = name.replace("’", "'")
        yield name.strip(" .!?…:|–—-")
        if bare:
            yield from (part.strip(" .!?…") for part in re.split(r"\s+[|–—·•»:-]\s+|:\s+", name))


def _marked(tree: html.HtmlElement, markup: re.Pattern[str], tags: tuple[str, ...]) -> str | None:
    """The address, class, id or inline script by which an element gives the wall's maker away, as the page has it."""
    for element in tree.iter(*tags):
        for value in (
            *(element.get(key) for key in ("src", "action", "id", "class", "href", "data-src")),
            element.text,
        ):
            found = markup.search(value) if value else None
            if found:
                return found[0]
    return None


def _body_is(tree: html.HtmlElement, markup: re.Pattern[str]) -> str | None:
    for element in (tree, tree.find("body"), tree.find("body//main")):
        found = None if element is None else markup.search(f"{element.get('class') or ''} {element.get('id') or ''}")
        if found:
            return found[0].strip()
    return None


def _wall(reason: WallReason, evidence: str | None, view: _View) -> Wall:
    shown = " ".join((evidence or "").split())
    shown = shown if len(shown) <= LONGEST_QUOTE else shown[: LONGEST_QUOTE - 1] + "…"
    return Wall(reason, f"{json.dumps(shown, ensure_ascii=False)} beside {view.words} words of text")
