"""Attributions that take the whole sentence: "…, Ms Smith said on Monday", "Minister: …", "according to …"."""

from __future__ import annotations

import re

from compare.clauses import COMMA, MASK, Attribution, announced, cleaned
from compare.cues import OCCASION, TELLING, UTTERING, any_of, cue_pattern, finite_forms, verb_cues
from compare.spans import Span
from compare.speakers import NOT_A_SOURCE, could_name, inverted_source, is_bare_noun, is_of_a_name, subject
from compare.words import FUNCTION_WORDS

OCCASION_WORDS = 14  # how long a time or place after ", he said" may be
TOLD = re.compile(rf"(?:{any_of(TELLING)})", re.IGNORECASE)
HEARER = re.compile(
    r"\s+(?!that\b)(?:(?:the|a|an|his|her|its|their)\s+)?"
    r"(?:(?!(?:to|that|he|she|they|it|his|her|their|the|had|was|were|is|are)\b)"
    r"[\w’'.\-]+\s*){1,7}?(?=[,.;]|$|\s+(?:on|in|at|during|after|before|as|when|while|by|via|for|from|of|last|this"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b)"
)
STOP = re.compile(rf"{COMMA}|[;—–―\x00:]")
PROGRESSIVE = re.compile(r"\b(?:is|are|was|were|been|[’']s)\s", re.IGNORECASE)
ADVERBIAL = re.compile(
    r"(?:On|In|At|Last|Late|Early|Earlier|Later|Meanwhile|However|Still|Separately|But|And|So|Then|During|After|By|Also"
    r"|Instead|Again|Asked|This|That)(?:\s+[\w’'.\-]+){0,4}"
)
ASIDE = re.compile(
    r"(?:who|whose|which|where|when|as|after|before|while|adding|citing|referring|according|speaking|during|in\s+an?|at\s+an?)\b",
    re.IGNORECASE,
)
APPOSITION = re.compile(r"(?:a|an|the|one|[A-Z]?\w+\s+(?:of|at|for)|\d)\b")
_LEADING = "|".join(
    sorted({form for verb in UTTERING if "-" not in verb for form in finite_forms(verb)}, key=len)[::-1]
)
LED = re.compile(rf"(?P<source>[A-Z][\w.’'\-]*(?:\s+[\w.’'\-]+){{0,5}}?)\s+(?P<verb>{_LEADING}):\s+(?=\w)")
NO_NAME = re.compile(r"\b(?:what|who|whom|how|why|where|when|is|are|was|were|be|to|that|it|here|there)\b", re.I)
OPENS_NAME = frozenset(["the", "a", "an", "his", "her", "its", "their"])
LABEL = re.compile(r"([A-Z][\w.’'\-]*(?:\s+[A-Z][\w.’'\-]*){0,4}):\s+(?=[\w\x00‘'“\"])")
NO_SPEAKER = re.compile(
    r"(?:Sources?|(?:FILE )?PHOTO|Photo|File|Picture|Note|Updated?|Correction|Editor|Read|More|Watch|Video|Related|By"
    r"|The Latest|Backgrounder|Analysis|Factbox|Explainer|Exclusive|Breaking|Live|Opinion|Review|Profile)\b",
    re.IGNORECASE,
)


def trailing(masked: str, end: int) -> Attribution | None:
    """A cue after or amid its content: "…, Ms Smith said", "…, said Ms Smith", "The pier, he said, is closed"."""
    for found in verb_cues("saying", masked, end):
        cue = Span(found.start("verb"), found.end("verb"))
        inverted = None if TOLD.fullmatch(found["verb"]) else inverted_source(masked, cue, end)
        if inverted:
            return _around(masked, end, found.start(), inverted[1], inverted[0], cue, after_name=True)
        if found["verb"].endswith("ing") and not PROGRESSIVE.search(found["aux"]):
            continue
        if is_bare_noun(found["verb"], found["aux"], masked[: found.start()]) or is_of_a_name(masked, cue.start):
            continue
        named = subject(masked, found.start())
        if named is None or named[0] is None or not could_name(masked[named[0].start : named[0].end]):
            continue
        source, boundary = named
        before = masked[:boundary].rstrip()
        lead = re.sub(r"\s+as$", "", before)
        if lead != before and re.search(r"\bhad\b", found["aux"]):
            continue  # "…, as engineers had warned": it came true
        if not lead or lead[-1] not in ",;—–―-?!" + MASK or not cleaned(masked, 0, len(lead)):
            continue
        after = masked[cue.end : end]
        hearer = HEARER.match(after) if TOLD.fullmatch(found["verb"]) else None
        told = hearer.end() if hearer else 0
        directly = lead[-1] == MASK and not re.search(r"\bthat\b", STOP.split(after)[0])
        if not directly and not ends_here(after[told:]):
            continue
        stop = STOP.search(masked, cue.end + told, end)
        return _around(masked, end, len(lead), stop.start() if stop else end, source, cue, after_name=False)
    return None


def ends_here(after: str) -> bool:
    """Does nothing but a time, a place or an occasion follow a cue, up to the next stop?"""
    rest = after.lstrip()
    if not rest or rest[0] in ",;.—–―":
        return True
    if rest[0] in MASK + ":" or re.match(r"that\b", rest):
        return False
    return bool(OCCASION.match(rest)) and len(STOP.split(rest)[0].split()) <= OCCASION_WORDS


def _around(
    masked: str, end: int, left: int, right: int, source: Span | None, cue: Span, *, after_name: bool
) -> Attribution:
    """Everything before `left` and, where a clause or a quotation goes on, everything after `right`."""
    before = cleaned(masked, announced(masked, 0, left), left)
    if before and ADVERBIAL.fullmatch(masked, before.start, before.end):
        before = None
    after = cleaned(masked, right, end) if _goes_on(masked[right:end], after_name=after_name) else None
    return Attribution(source, cue, tuple(c for c in (before, after) if c))


def _goes_on(rest: str, *, after_name: bool) -> bool:
    """After ", he said" and a comma: does the saying go on, rather than a remark on speaker or occasion?

    After a name an article opens an apposition ("…, said Ann Lee, the minister").
    """
    stripped = rest.lstrip(" ,—–―")
    if MASK in stripped:
        return True
    if after_name and APPOSITION.match(stripped):
        return False
    return bool(stripped) and not ASIDE.match(stripped)


def speaker_label(masked: str, end: int) -> Attribution | None:
    """ "Minister: cuts inevitable", "Minister admits: We were late", "MODERATOR: Please go on" at the head of a
    sentence."""
    led = LED.match(masked)
    if led and is_who_leads(led["source"]) and (content := cleaned(masked, led.end(), end)):
        return Attribution(Span(0, led.end("source")), Span(led.start("verb"), led.end("verb")), (content,))
    found = LABEL.match(masked)
    if not found or NO_SPEAKER.match(found[1]) or (found[1].isupper() and " " in found[1] and MASK not in masked):
        return None
    content = cleaned(masked, found.end(), end)
    return Attribution(Span(0, found.end(1)), Span(found.end(1), found.end(1) + 1), (content,)) if content else None


def is_who_leads(source: str) -> bool:
    """Can these words before "says:" name somebody: "Tram boss", but not "Read more" or "Here is what he"?"""
    first = source.split()[0].lower()
    opens = first in OPENS_NAME or first not in FUNCTION_WORDS
    return opens and not NO_SPEAKER.match(source) and not NO_NAME.search(source) and first not in NOT_A_SOURCE


def according(masked: str, end: int, *, nearer: bool) -> Attribution | None:
    """The content of "according to X". With `nearer`, another attribution follows a leading one and decides instead."""
    if not nearer and (led := _standing_by(masked, end)):
        return led
    found = cue_pattern("according").search(masked, 0, end)
    if found is None and not nearer:
        found = cue_pattern("in-view").search(masked, 0, end)
    if not found or found["source"].split()[0].lower() in NOT_A_SOURCE:
        return None
    source = Span(found.start("source"), min(end, found.start("source") + len(found["source"].rstrip(" ."))))
    cue = Span(found.start("verb"), found.end("verb"))
    stop = max(source.end, cue.end)
    before, after = cleaned(masked, 0, found.start()), cleaned(masked, stop, end)
    if before is None or len(masked[: found.start()].split()) <= 1:
        if nearer:
            return None
        before = None
    elif masked[stop:end].lstrip()[:1] not in tuple(",—–") or not _goes_on(masked[stop:end], after_name=True):
        after = None
    contents = tuple(c for c in (before, after) if c)
    return Attribution(source, cue, contents) if contents else None


def _standing_by(masked: str, end: int) -> Attribution | None:
    """ "In the latest poll, she leads": the rest of a sentence that opens so."""
    found = cue_pattern("standing-by").match(masked, 0, end)
    content = cleaned(masked, found.end(), end) if found else None
    return (
        Attribution(Span(*found.span("source")), Span(*found.span("verb")), (content,)) if found and content else None
    )
