"""Does the text lay words to somebody as spoken: by a verb of speech, an aside, a banner?"""

from __future__ import annotations

import re

from compare.cues import UTTERING, any_of
from compare.families import spaced
from compare.spans import HasSpan, Span, overlaps
from compare.voice import SAID_CHARACTERS, VoiceSpan

# Verbs by which words are spoken, as against those that tell what somebody does, wants or judges: who celebrates,
# discusses or rejects a thing need not have called it by the name it stands under.
_NAMING = spaced(
    """
    call describe label brand dub term deem style characterise characterize portray paint liken compare cast
    speak-of speak-about speak talk-of talk-about talk refer-to refer warn-of warn-against boast-of boast-about
    complain-of complain-about accuse criticise criticize condemn denounce slam blast decry deplore lambaste lambast
    rebuke assail deride mock ridicule attack lament bemoan pledge promise vow threaten urge demand apologise apologize
    believe think fear argue-for advocate recommend propose order instruct chant rail-against lash-out-at stress
    emphasise emphasize cite quote tout testify express voice profess convey
    """
)
_SPEAKS = re.compile(
    rf"\b(?:{any_of([*UTTERING, *_NAMING])}|according\s+to|in\s+the\s+words\s+of|words?|statement|claims?"
    r"|warnings?|quoted|promises?|accusations?|allegations?|put(?:s|ting)?|lash\w*|speech|remarks?|comments?|complaints?|objections?|criticisms?|vision)\b",
    re.IGNORECASE,
)
_DESCRIBING = spaced("describe call label brand dub term deem denounce condemn portray characterise characterize")
_DESCRIBES = re.compile(rf"\b(?:{any_of(sorted(_DESCRIBING))})\b", re.IGNORECASE)
_NOT = re.compile(
    r"\b(?:not|never|n[o']t|refused?\s+to|declined?\s+to|without|stopped\s+short\s+of|avoid(?:s|ed)?)\s+(?:\w+\s+)?$"
    r"|n[’']t\s+(?:\w+\s+)?$",
    re.IGNORECASE,
)
_INSCRIBED = (
    r"banners?|placards?|signs?|posters?|slogans?|graffiti|stickers?|flags?|leaflets?|notes?|letters?|walls?|T-shirts?|plaques?"
    r"|crowds?|chants?|cheers|cries|shouts?|boos|labels?|notices?|boards?"
)
_INSCRIPTION_AFTER = re.compile(
    rf",?[ \t]*(?:was|were|is|are|stood|stands|had\s+been|has\s+been)?\s*(?:written|painted|printed|sprayed|scrawled"
    rf"|chanted|shouted|sung|read|daubed|embroidered)?\s*(?:on|by|across|over|along)\s+((?:\w+\s+){{0,3}}?(?:{_INSCRIBED}))\b"
)
_INSCRIPTION_BEFORE = re.compile(
    rf"\b((?:\w+\s+){{0,2}}(?:{_INSCRIBED}))\s+(?:that\s+|which\s+)?(?:reads?|reading|saying|said|says|with\s+the\s+words"
    r"|bearing|demanding|calling|of)\s*:?\s*$"
)
_WHO = r"((?:the\s+|his\s+|her\s+|its\s+|their\s+)?[\w’'.-]+(?:\s+[\w’'.-]+){0,4}?)"
_ASIDE_AFTER = re.compile(
    rf"[”\"’'\s,]*(?:as\s+{_WHO}\s+(?:puts?|calls?|called|describes?|described|(?:likes?|prefers?)\s+to\s+(?:call|put))\s+(?:it|them|this)"
    rf"|(?:to\s+use|in)\s+{_WHO}(?:[’']s?)?\s+(?:own\s+)?(?:words?|phrase|term|expression)\b)"
)
_ASIDE_BEFORE = re.compile(
    rf"\b(?:in\s+the\s+words\s+of\s+{_WHO},|as\s+{_WHO}\s+(?:puts?|called|calls?)\s+it,?)\s[^“\"‘]*$"
)
_ASKS_FOR = re.compile(r"ask(?:s|ed|ing)?\s+(?:for|to)\b", re.IGNORECASE)
# Who was told is no speaker, and who told is left open: "the islanders were informed that".
_HEARD_BY = re.compile(
    r"\b(?:was|were|been|being|are|is)\s+(?:\w+ly\s+)?(?:told|informed|assured|warned|advised|reminded)\b"
)
_GOES_BEFORE = re.compile(r"[\w’'][ \t]+$")  # a word before the marks, in their own line
_APART = re.compile(r",\s+(?:\w+\s+of\s+)?(?:who|whom|which|whose|where)\b")
NEAR = 80  # characters in which an aside or an inscription is looked for


def is_spoken(voice: VoiceSpan, text: str) -> bool:
    """Is the cue one of speech, and not denied ("would not say")? What one asks for need not be so called by him.

    Where nobody is named for it, it must tell how a thing was described: "was dubbed", but not "were asked to approve".
    """
    if voice.cue is None or voice.cue_start is None:
        return False
    if not (_SPEAKS if voice.source else _DESCRIBES).search(voice.cue) or _ASKS_FOR.match(text, voice.cue_start):
        return False
    if voice.kind == "quoted" and _is_who_speaks(voice, text):
        return False
    if _HEARD_BY.search(text, max(0, voice.cue_start - 12), voice.cue_start + len(voice.cue)):
        return False
    return _NOT.search(text[max(0, voice.cue_start - 24) : voice.cue_start]) is None


def _is_who_speaks(voice: VoiceSpan, text: str) -> bool:
    """Is a fragment a part of who speaks and not of what is said: "the town's “experts” said nothing"?"""
    if voice.source and voice.source_start is not None:
        source = Span(voice.source_start, voice.source_start + len(voice.source))
        if overlaps(voice, source):
            return True
    bare = text[voice.end - 2 : voice.end - 1].isalnum() and voice.cue_start == voice.end + 1
    return bare and _GOES_BEFORE.search(text, max(0, voice.start - NEAR), voice.start) is not None


def is_apart(voice: VoiceSpan, text: str) -> bool:
    """Does a relative clause open between a stretch and the cue after it? Then the cue speaks of that clause only:
    "sent three men, none of whom, residents say, took a sample"."""
    return voice.cue_start is not None and _APART.search(text, voice.end, max(voice.end, voice.cue_start)) is not None


def is_long(voice: VoiceSpan) -> bool:
    """Is a quotation long enough to be something said, whoever said it?"""
    return voice.end - voice.start >= SAID_CHARACTERS


def aside(text: str, place: HasSpan) -> str | None:
    """Who is said to use the words, in an aside after or before them: ", as the owner puts it"."""
    line = text.rfind("\n", 0, place.start) + 1
    found = _ASIDE_AFTER.match(text, place.end) or _ASIDE_BEFORE.search(
        text, max(line, place.start - NEAR), place.start
    )
    return next((who for who in found.groups() if who), None) if found else None


def inscription(text: str, place: HasSpan) -> str | None:
    """What a quotation is written on or who shouts it: "a banner" in "“…” was written on a banner"."""
    if after := _INSCRIPTION_AFTER.match(text, place.end, place.end + NEAR):
        return after[1]
    before = _INSCRIPTION_BEFORE.search(text, max(0, place.start - NEAR), place.start)
    return before[1] if before else None
