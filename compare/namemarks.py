"""Quotation marks that neither quote nor doubt: titles, names and nicknames, terms introduced, words as words."""

from __future__ import annotations

import re
from typing import Literal

from compare.spans import HasSpan
from compare.tagger import SMALL_IN_TITLES
from compare.words import words

Naming = Literal["title", "nickname", "mention", "term"]

_WORK = (
    r"books?|novels?|novellas?|memoirs?|films?|movies?|plays?|songs?|singles?|albums?|poems?|paintings?|series|shows?"
    r"|operas?|musicals?|documentar(?:y|ies)|exhibitions?|magazines?|newspapers?|newsletters?|essays?|stor(?:y|ies)"
    r"|articles?|columns?|podcasts?|programmes?|programs?|editions?\s+of|copies\s+of|copy\s+of|performances?\s+of|stagings?\s+of|screenings?\s+of"
    r"|sculptures?|symphon(?:y|ies)|symphony|ballads?|games?|chapters?|headlines?|works?|hymns?|anthems?|marche?s?|fresco(?:es)?"
)
_VESSEL = (
    r"tugs?|ships?|ferr(?:y|ies)|vessels?|boats?|yachts?|trawlers?|tankers?|freighters?|frigates?|submarines?|steamers?"
    r"|barges?|lifeboats?|schooners?|cutters?|locomotives?|trains?|horses?|stallions?|mares?|bulls?|rockets?|probes?"
    r"|satellites?|storms?|hurricanes?|typhoons?|pubs?|inns?|restaurants?|caf[eé]s?|bars?|hotels?|operations?"
    r"|campaigns?|projects?|bands?|groups?|teams?|clubs?|varieties|variety|roses?|apples?|brands?|labels?|apps?|bears?"
    r"|dogs?|cats?|elephants?|mines?|pits?|code-?names?|aircraft|planes?|airships?|balloons?|robots?"
)
_GIVEN = r"(?:called|named|titled|entitled|headlined|code-?named|christened|baptised|baptized|rechristened|renamed)"
_PERFORMED = r"(?:recit(?:es?|ed|ing)|perform(?:s|ed|ing)|starr(?:ed|ing)\s+in)"
_KIND_BEFORE = re.compile(rf"\b(?:{_WORK}|{_VESSEL}|{_GIVEN}|{_PERFORMED})\s*[,:]?\s*(?:the\s+)?$", re.IGNORECASE)
_GIVEN_BEFORE = re.compile(rf"\b{_GIVEN}\s*[,:]?\s*(?:the\s+|a\s+|an\s+)?$", re.IGNORECASE)
_AGENT_CALLS = re.compile(r"(?:\bwhat\b[^.;]*|\b(?:ha[sd]|have|he|she|they|we|who|it|[A-Z]\w+)\s+(?:\w+ly\s+)?)$")
_NICK_BEFORE = re.compile(
    r"\b(?:nick-?named|known\s+(?:to\s+\w+(?:\s+\w+){0,3}\s+)?(?:simply\s+|only\s+|better\s+)?as|also\s+known\s+as|alias|aka|dubbed|answers?\s+to)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_WORD_BEFORE = re.compile(
    r"\b(?:words?|terms?|phrases?|expressions?|adjectives?|nouns?|verbs?|adverbs?|acronyms?|abbreviations?|letters?|prefix"
    r"|suffix|spelling|suffixes|search\s+term|password|hashtag|syllables?|slang|dialect|jargon)"
    r"(?:\s+(?:such\s+as|like|for|of|are|is|was|were))?\s*,?\s*$",
    re.IGNORECASE,
)
_LISTED_BEFORE = re.compile(r"[“\"‘'][^“”\"‘\n]{1,30}[”\"’'],?(?:\s*,|\s+and|\s+or|\s+nor)\s*$")
_BALLOT = re.compile(r"(?:yes|no|aye|nay|yea)\W*", re.IGNORECASE)
_WORD_AFTER = re.compile(
    r"^\s*,?\s*(?:is\s+(?:the|a|an)\s+(?:\w+\s+)?(?:word|term|phrase|name|abbreviation|acronym|verb|noun|adjective)\b|means?\b|meant\b|stands?\s+for\b"
    r"|rhymes?\b|is\s+spelled|is\s+spelt|(?:appears?|occurs?|comes?\s+up|is\s+mentioned|was\s+mentioned|is\s+used)\s+(?:\w+\s+){0,2}times?\b"
    r"|(?:appears?|occurs?|comes?\s+up)\s+\w+\s*(?:times?|once|twice|nowhere|only|on\s+every)?)",
    re.IGNORECASE,
)
_TERM_BEFORE = re.compile(
    r"\b(?:known\s+(?:\w+\s+){0,3}as|referred\s+to\s+as|goes?\s+by\s+the\s+name\s+of|under\s+the\s+name(?:\s+of)?"
    r"|(?:method|practice|process|technique|procedure|step|system|scheme|device|condition|syndrome|dish|custom|clause|mechanism)"
    r",?\s+(?:\w+\s+)?(?:called|named|termed)|in\s+the\s+(?:jargon|trade),?)\s+(?:a\s+|an\s+|the\s+)?$",
    re.IGNORECASE,
)
_LIKE_AFTER = re.compile(r"-(?:style|like|type|esque|inspired)\b")
_SO_CALLED = re.compile(r"\b(?:so-called|self-\w+|purported|supposed|alleged|would-be)\s+$", re.IGNORECASE)
_GIVEN_NAME_BEFORE = re.compile(r"(?:^|\s)(?!(?:The|A|An|His|Her|Their|Its|In|On|At)\s)[A-Z][\w’'.-]*\s+$")
_SURNAME_AFTER = re.compile(r"^\s+(?:(?:de|van|von|der|la|le|di|da|bin|al)\s+){0,2}[A-Z][\w’'-]+")
_WHOSE_BEFORE = re.compile(r"(?:^|\s)[A-Z][\w-]+[’']s?\s+$")  # Shakespeare's “The Merchant of Venice”
_AFFAIR = re.compile(r"[A-Z]\w+gate")  # as the press names affairs: “Bridgegate”
_ACCOUNT = re.compile(r"@\w+|(?:\w*[a-z][A-Z]\w*|[A-Za-z_]+\d\w*)")  # as people go by on the web: “HarbourWatch”
_WORK_AFTER = re.compile(rf"^[,\s]+(?:an?|the|his|her|its|their)\s+(?:[\w’'-]+\s+){{0,3}}?(?:{_WORK})\b", re.IGNORECASE)
# An office or an institution in marks is not named by them but denied.
_OFFICE = re.compile(
    r"\b(?:president|minister|premier|chancellor|governor|mayor|general|king|queen|emperor|ambassador|judge|bishop|doctor"
    r"|professor|government|ministry|parliament|assembly|court|republic|state|authorit(?:y|ies)|referendum|election"
    r"|constitution|democracy|tribunal)\b",
    re.IGNORECASE,
)
NEAR = 200  # characters on either side that are looked at
FEW_WORDS = 5  # a nickname or a name is hardly longer


def naming(text: str, sentence: HasSpan, place: HasSpan) -> Naming | None:
    """What the marks at `place` (marks included) stand for, where they are neither quotation nor doubt.

    `sentence` is the one they stand in. Capitals count only where the sentence around has small letters.
    """
    before = text[max(sentence.start, place.start - NEAR) : place.start]
    after = text[place.end : min(sentence.end, place.end + NEAR)]
    inner = text[place.start : place.end].strip("“”„\"‘’'«»`,.;:!? ")
    said = words(inner)
    if not said or _SO_CALLED.search(before):
        return None
    few = len(said) <= FEW_WORDS
    if few and (_WORD_BEFORE.search(_without_list(before)) or _BALLOT.fullmatch(inner)):
        return "mention"
    if few and _WORD_AFTER.match(after) and (len(said) == 1 or not inner[:1].isupper()):
        return "mention"
    if few and not _OFFICE.search(inner) and _has_small_words(before + after):
        named = re.match(r"(?:[Tt]he\s+)?[A-Z]", inner)
        between_names = _GIVEN_NAME_BEFORE.search(before) and _SURNAME_AFTER.match(after)
        if named and (between_names or _NICK_BEFORE.search(before)):
            return "nickname"
    if len(said) == 1 and (_AFFAIR.fullmatch(inner) or _ACCOUNT.fullmatch(inner)):
        return "nickname"
    if few and _TERM_BEFORE.search(before):
        return "term"
    given = _GIVEN_BEFORE.search(before)
    if given and not _AGENT_CALLS.search(before[: given.start()]) and few:
        return "title" if inner[:1].isupper() else "term"
    if _is_capitalised(inner) and _WHOSE_BEFORE.search(before) and not _OFFICE.search(inner):
        return "title"
    if inner[:1].isupper() and _has_small_words(before + after):
        of_a_kind = _KIND_BEFORE.search(before) or _LIKE_AFTER.match(after)
        if of_a_kind and (few or _is_capitalised(inner)):
            return "title"
        if len(said) > 1 and _is_capitalised(inner) and not _OFFICE.search(inner):
            return "title"
    return None


def is_named(text: str, sentence: HasSpan, place: HasSpan) -> bool:
    """Do marks name a work, a vessel or a person, by a word beside them that says so? Capitals alone don't show it:
    “Corrupt Regime Thugs” names nothing."""
    named = naming(text, sentence, place)
    if named == "nickname":
        return True
    before = text[max(sentence.start, place.start - NEAR) : place.start]
    after = text[place.end : min(sentence.end, place.end + NEAR)]
    told = _KIND_BEFORE.search(before) or _GIVEN_BEFORE.search(before) or _WORK_AFTER.match(after)
    return named == "title" and told is not None


def _without_list(before: str) -> str:
    """What stands before the first item of a list in marks: "the words “god” and " gives "the words "."""
    while listed := _LISTED_BEFORE.search(before):
        before = before[: listed.start()]
    return before


def _is_capitalised(inner: str) -> bool:
    """Has every word a capital letter but the small ones, and two of them at least one?"""
    parts = [part for part in inner.split() if part[0].isalpha() and part.lower() not in SMALL_IN_TITLES]
    return bool(parts) and all(part[0].isupper() for part in parts)


def _has_small_words(around: str) -> bool:
    """Is the sentence in the usual letters and not in a headline's capitals?"""
    parts = [part for part in around.split() if part[0].isalpha() and part.lower() not in SMALL_IN_TITLES]
    return sum(part[0].islower() for part in parts) * 2 >= len(parts) > 0
