"""Who wrote a page: names of people, and of agencies that are credited, as the page gives them (pure)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from lxml import html

from scraper.encoding import unmangled
from scraper.structured import Structured, as_texts
from scraper.urls import canonical_url, is_web, site_of

MAX_AUTHORS: Final = 10
MAX_NAME: Final = 80
"""Characters of an author's name; longer ones are sentences about an author."""

LONGEST_BYLINE: Final = 1_000
"""Characters of a byline that are read: ten names with their offices fit in."""

_LEAD: Final = re.compile(
    r"^\s*(?:(?:(?:written|story|report(?:ed|ing)?|text|words|posted|published|compiled|recueilli|propos recueillis|"
    r"view all posts|alle beiträge|zeige alle beiträge|ver todas las entradas|voir tous les articles)\s+)?"
    r"(?:by|von|par|por|di|av|af|door|przez|yazan|от|de la redacción de)\s*:?\s+"
    r"|(?:authors?|autor(?:es|en|in|e)?|auteurs?|autore|text|texte|texto|testo|tekst|текст|автор|reporter|words"
    r"|yazar|作者|文|撰文|記者|记者)\s*[:：／/]\s*"
    r"|記者(?=[\u4e00-\u9fff])|记者(?=[\u4e00-\u9fff]))",
    re.IGNORECASE,
)
"""What stands before a name. "de" is none of these: it begins names."""
_TAIL: Final = re.compile(
    r"\s+(?:→|»|[Ff]or (?:[Tt]he )?[A-Z]\S*(?: \S+){0,3}|in [A-Z]\w+(?: [A-Z]\w+)?|(?:Mon|Tues|Wednes|Thurs|Fri|Satur"
    r"|Sun)day\b.*)$"
    r"|\s*[／/|].{0,20}(?:報導|报道)$|(?<=[a-z])(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day$",
)
_DATED: Final = re.compile(
    r"\s*[-–—|•·,(]*\s*(?:last )?(?:published|updated|posted|first published|veröffentlicht|publié|publicado"
    r"|pubblicato)\b.*$",
    re.IGNORECASE,
)
_CAPITALISED: Final = re.compile(
    r"[^\W\d_a-z][\w.'’-]+(?:,?\s+(?:(?:and|und|et|y|e|og|och|de|da|del|der|den|la|van|von|al|bin"
    r"|el)\s+)*[^\W\d_a-z][\w.'’-]*){1,7}"
)
"""Two to eight words with capitals: what stands below a headline may also be "By the time the boats came"."""
BESIDE: Final = 8
"""Elements after the headline that may hold a byline which no class names."""
_APART: Final = re.compile(r"\s*(?:,|;|\||•|·|、|&)\s*")
_JOINED: Final = re.compile(r"\s+(?:and|und|et|og|och|y|e|и|i|en|with|mit|avec|con)\s+")
"""Words that join two names; within one name ("Institute of Climate and Energy") what they join is a single word."""
_LETTERS_AFTER: Final = re.compile(
    r"(?:ph\.?d|m\.?d|m\.?s|m\.?a|b\.?a|m\.?sc|b\.?sc|r\.?d\.?n?|r\.?n|j\.?d|mph|mba|esq|jr|sr|obe|mbe|cbe|cpa|dr"
    r"|prof)\.?",
    re.IGNORECASE,
)
_ROLE: Final = re.compile(
    r"(?:\S+ ){0,4}(?:staff(?: writers?| reporters?)?|reporters?|correspondents?|editors?|editorial(?: board"
    r"| team)?|desk|newsroom|team|bureau|"
    r"writers?|contributors?|columnists?|journalists?|freelancers?|producers?|photographers?|analysts?|critics?|"
    r"redaktion|redakteur(?:e|in(?:nen)?)?|korrespondent(?:in|en)?|rédaction|redacción|redazione|redação|redactie"
    r"|redaktionen|redakcja|редакция|"
    r"webmaster|wordpress\s?admin|administrator|admin|user|guest|unknown|anonymous|none|null|undefined|n/a|web ?desk)",
    re.IGNORECASE,
)
"""An office, a desk or an account, not a person. A name never ends in one of these."""
_ADDRESS: Final = re.compile(
    r"^(?:https?:|www\.|[/@#])|://|@|^[\w-]+(?:\.[\w-]+)*\.(?:com|net|org|info|co\.uk|[a-z]{2,3})$", re.IGNORECASE
)


def authors_of(tree: html.HtmlElement, structured: Structured, *, fallback: Iterable[str] = ()) -> tuple[str, ...]:
    """Names in the order given, each once; from the first source that names any.

    Addresses, offices ("Staff Reporter"), degrees and the site's own name are no authors. An agency that is credited
    stays: who reprints it says so in this place.
    """
    own = site_names(tree, structured)
    for source in _sources(tree, structured, fallback):
        names = tuple(dict.fromkeys(name for text in source for name in _names(text) if bare(name) not in own))
        if names:
            return names[:MAX_AUTHORS]
    return ()


def _sources(tree: html.HtmlElement, structured: Structured, fallback: Iterable[str]) -> Iterator[Iterable[str]]:
    yield as_texts(structured.article.get("author"))
    yield as_texts(structured.article.get("creator"))
    yield (
        name
        for key in ("author", "article:author", "parsely-author", "byl", "dc.creator", "sailthru.author")
        for name in structured.meta.get(key, ())
    )
    yield structured.microdata.get("author", ())
    yield (" ".join(link.itertext()) for link in tree.iterfind(".//a[@rel='author']"))
    yield _bylines(tree)
    yield _beside_headline(tree)
    yield fallback


def _bylines(tree: html.HtmlElement) -> Iterator[str]:
    """The first byline that begins with "By" or its like."""
    for element in tree.xpath(
        "//*[contains(concat(' ', normalize-space(@class), ' '), ' byline ')"
        " or contains(concat(' ', normalize-space(@class), ' '), ' author ')]"
    ):
        text = " ".join(" ".join(element.itertext()).split())
        if _LEAD.match(text):
            yield text
            return


def _beside_headline(tree: html.HtmlElement) -> Iterator[str]:
    """A short line below the headline that is nothing but "By" and names, perhaps with a date."""
    heading = next(iter(tree.iter("h1")), None)
    if heading is None:
        return
    for element in heading.xpath(f"following::*[position() <= {BESIDE}]"):
        text = _DATED.sub("", " ".join(" ".join(element.itertext())[:LONGEST_BYLINE].split())).strip(" -–—|,")
        lead = _LEAD.match(text)
        if lead and _CAPITALISED.fullmatch(text[lead.end() :]):
            yield text
            return


def _names(text: str) -> Iterator[str]:
    text = _LEAD.sub("", unmangled(" ".join(text[:LONGEST_BYLINE].split())))
    for part in (part for chunk in _APART.split(text) for part in _joined(chunk)):
        name = _LEAD.sub("", part).strip(" -–—")
        name = _TAIL.sub("", name).strip(" -–—")
        name = name if re.search(r"(?:^|\s)\w\.$|\.\w\.$|[Jj]r\.$|[Ss]r\.$|\.V\.$", name) else name.rstrip(" .")
        if not 2 <= len(name) <= MAX_NAME or any(character.isdigit() for character in name):
            continue
        if not (_ADDRESS.search(name) or _ROLE.fullmatch(name) or _LETTERS_AFTER.fullmatch(name)):
            yield name


def _joined(text: str) -> list[str]:
    parts = [part for part in _JOINED.split(text) if part.strip()]
    return parts if all(len(part.split()) > 1 for part in parts) else [text]


def site_names(tree: html.HtmlElement, structured: Structured, url: str = "") -> frozenset[str]:
    """What the site is called, as `bare` texts: what it says of itself, and its domain with and without its ending.

    The publisher is not among them: of a reprint it is the agency.
    """
    said = [
        *structured.meta.get("og:site_name", ()),
        *structured.meta.get("application-name", ()),
        *structured.meta.get("apple-mobile-web-app-title", ()),
    ]
    links = [link.get("href") for link in tree.iterfind(".//link[@rel='canonical']")]
    for address in (url, structured.first_meta("og:url"), *links):
        if address and is_web(address):
            site = site_of(canonical_url(address))
            said += [site, site.partition(".")[0]]
    return frozenset(name for name in (bare(text) for text in said) if len(name) > 1)


def bare(text: str) -> str:
    """Letters and digits alone, in one case, without a leading article: "The Lantern" and "lantern" are one."""
    words = re.findall(r"\w+", text.casefold())
    return "".join(words[1:] if len(words) > 1 and words[0] in ("the", "www") else words)
