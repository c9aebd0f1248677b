"""Who is said to speak: the words before or after a cue that name the source."""

from __future__ import annotations

import re

from compare.clauses import COMMA, MASK
from compare.cues import MAKES_NOUN, NOUN_LIKE, OCCASION, PRONOUNS
from compare.spans import Span
from compare.tagger import in_small_letters

SOURCE_WORDS = 18  # a longer stretch before a verb is no subject that one could name
SHORT_NAME = 3  # words of "the harbour master": a longer phrase after ", said" is more often a clause
NOT_A_SOURCE = frozenset(["which", "there", "it's", "what", "when", "where", "as", "if"])
"""Words that point elsewhere ("according to which") and never name who speaks."""

CLAUSE_BREAK = re.compile(rf"{COMMA}|[;:—–―(\x00]|\s--?\s|\.{{3}}|…")
SUBORDINATOR = re.compile(
    r"\b(?:that|because|when|while|after|before|as|if|but|whether|although|though|since|until|where|so|and\s+then|unless"
    r"|than|yet)\s+",
    re.IGNORECASE,
)
LEAD_IN = re.compile(
    r"^(?:(?:and|but|or|so|still|meanwhile|however|instead|also|later|earlier|yesterday|today|then|yet|now|even|in\s+\w+"
    r"|(?:on|last|late|early|next)\s+[A-Z]?\w+|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\s+)+",
    re.IGNORECASE,
)
PARTICIPLE_LEAD = re.compile(r"[a-z]+ing\s+(?=(?:it|him|her|them|the|a|an|[A-Z]))")
TAIL_OF_SUBJECT = re.compile(
    r"(?:\s+(?:on|last|late|early|earlier|this|in|yesterday|today)\s+[\w.]+"
    r"(?:\s+(?:morning|afternoon|evening|night|week|month|year))?|\s+(?:who|which|that))?\s*$",
    re.IGNORECASE,
)
RELATIVE = re.compile(r",?\s+(?:who|whom|whose)\s")
MODAL = r"is|are|was|were|has|have|had|will|would|could|can|may|might|should|must"
# What shows that the words before a verb are no name: a verb of their own, a possessive, nothing but words of grammar.
NO_NAME = re.compile(
    rf"[’']s?$|^(?:\w+ing|(?i:including|during|although|meanwhile|instead|after|not|it[’']s|there|that[’']s))\b|^(?i:the|a|an|while|when|for|by|of|on|in|at|but|and|now|just|also|even|not|what|how|why|here)$|\b(?:what|whom?)\s"
    rf"|\b(?:{MODAL})\b|\b[a-z]{{3,}}ed\s+(?:a|an|the|his|her|its|their|in|on|to|that)\b|\b(?:saw|took|gave|made|got|went|began|spent|came|met|told|said|says|completes|faces|helps)\b"
)
FINITE = re.compile(rf"\b(?:{MODAL}|do|does|did|brought|made|came|went|took|gave|got|not|to|\w{{3,}}ed)\b")
DETERMINER = r"(?:the|a|an|one|another|his|her|its|their)"
PRONOUN_LEAD = re.compile(r"(?:he|she|they|it|his|her|their|its|him|them|reporters)\b")
NAME_LIKE = re.compile(rf"(?:[A-Z]|{DETERMINER}\s|(?:he|she|they|it)\b)")
TIME_LEAD = re.compile(
    r"(?:In|On|At|After|Before|During|With|For|By|When|While|As|If|Since|Although|Despite|From|Under|Of)\s"
    r"|(?:A|An|One|Two|Three|Several|Many|Some|Just)\s+(?:few\s+|couple\s+of\s+)?(?:minute|hour|day|week|month|year|decade)s?\b"
)


def subject(masked: str, at: int) -> tuple[Span | None, int] | None:
    """The words before a verb at `at` that name who acts, and where their clause begins.

    The span is None where what stands there is no name but a clause of its own; the whole is None where nothing does.
    """
    before = masked[:at].rstrip()
    if not before:
        return None
    if before[-1] == ",":
        return _before_apposition(masked, len(before) - 1)
    breaks = [m.end() for m in CLAUSE_BREAK.finditer(before)]
    start = breaks[-1] if breaks else 0
    subordinate = [m.end() for m in SUBORDINATOR.finditer(masked, start, len(before)) if m.end() < len(before)]
    return _named(masked, subordinate[-1] if subordinate else start, len(before))


def _before_apposition(masked: str, comma: int) -> tuple[Span | None, int] | None:
    """For "Ann Lee, head of the union, said": the name before the apposition."""
    before = masked[:comma]
    opened = max(before.rfind(sign) + 1 for sign in (MASK, ";", "—"))
    at = opened
    for part in re.finditer(r"[^,]+,?", masked[opened : comma + 1]):
        named = _named(masked, opened + part.start(), opened + len(masked[opened : opened + part.end()].rstrip(" ,")))
        if (
            named
            and named[0]
            and NAME_LIKE.match(masked, named[0].start)
            and not TIME_LEAD.match(masked, named[0].start)
        ):
            return named[0], (at if at > opened else named[1])
        at = opened + part.end()
    return None


def _named(masked: str, start: int, stop: int) -> tuple[Span | None, int] | None:
    while start < stop and (masked[start].isspace() or masked[start] in "“”\"'‘’,"):
        start += 1
    boundary = start
    lead = LEAD_IN.match(masked[start:stop])
    if lead and lead.end() < stop - start:
        start += lead.end()
    participle = PARTICIPLE_LEAD.match(masked, start, stop)
    start = participle.end() if participle else start
    for cut in (TAIL_OF_SUBJECT, RELATIVE):
        found = cut.search(masked[start:stop])
        if found and found.start() > 0:
            stop = start + found.start()
    words = masked[start:stop].split()
    last = words[-1].lower() if words else ""
    if not words or len(words) > SOURCE_WORDS or (last in NOT_A_SOURCE and (len(words) == 1 or last != "there")):
        return None
    if not any(c.isalpha() for c in masked[start:stop]):
        return None
    return (None if NO_NAME.search(masked[start:stop]) else Span(start, stop)), boundary


def inverted_source(masked: str, cue: Span, end: int) -> tuple[Span, int] | None:
    """For "…, said Ms Smith": the source after the cue, and where it ends; None where no name follows."""
    lead = masked[: cue.start].rstrip()
    if not lead or lead[-1] not in "," + MASK or masked[cue.start : cue.end].lower().endswith("ing"):
        return None
    found = re.compile(r"\s+([^\W_][^,;\x00—–―:()]*)").match(masked, cue.end, end)
    if not found or re.match(r"(?:that|to)\b", found[1]) or OCCASION.match(found[1]):
        return None
    words, quoted = found[1].split(), lead[-1] == MASK
    if len(words) > SOURCE_WORDS:
        return None
    if quoted and len(words) > 1 and PRONOUN_LEAD.match(found[1]):
        return None
    if not quoted:  # after a mere comma the cue may as well lead: "Ann Lee, the minister, said the pier was closed"
        into_quotation = found.end() < end and masked[found.end()] in MASK + ":"
        short = len(words) <= SHORT_NAME or re.search(r"\s(?:of|for)\s", found[1])
        if into_quotation or FINITE.search(found[1]) or not (found[1][0].isupper() or short):
            return None
        if not NAME_LIKE.match(found[1]) and len(words) > 2:
            return None
    return Span(found.start(1), found.start(1) + len(found[1].rstrip())), found.end()


def possessor(masked: str, at: int) -> Span | None:
    """For "the mayor's fears that" or "his claim that": whose they are."""
    found = re.search(
        r"((?:[A-Z][\w.]*\s+)*[A-Z][\w.]*)[’']s?\s+(?:\w+\s+){0,2}$|\b(his|her|its|their|my|our)\s+(?:\w+\s+){0,2}$",
        masked[:at],
    )
    if not found:
        return None
    return Span(*found.span(1)) if found[1] else Span(*found.span(2))


def first_subject(masked: str, before: int) -> Span | None:
    """A guess at the subject of the sentence: a name, pronoun or short noun phrase at its head."""
    found = re.compile(
        r"(?:(?:On|In|At|Last|This|During|After|Before|By|For|With|As|When|While)\s[^,\x00]{2,90},\s+"
        r"|(?:But|And|Yet|Still|Instead|Later)\s+(?:more\s+\w+\s+)?)?((?:The\s+|A\s+|An\s+)?(?:[A-Z][\w.’'\-]*(?:\s+|$)){1,6}"
        r"|(?:The|A|An|Some|Many|Most|Few)\s+[^\W\d][\w’'\-]*\s+(?:\w+s\s+)?|(?:[Hh]e|[Ss]he|[Tt]hey|[Ii]t|[Ww]e|I)\s+)"
    ).match(masked, 0, before)
    if not found:
        return None
    name = found[1].rstrip()
    return None if not name or NO_NAME.search(name) else Span(found.start(1), found.start(1) + len(name))


_NO_END = re.compile(
    r"\b\d{1,3}(?:,\d{3})+$|\b(?:an?|the|his|her|its|our|your)$|\s(?:he|she|they|we|i|you)$", re.IGNORECASE
)
"""What no name ends in: a number, an article, a pronoun behind other words ("the two guides I")."""


def could_name(source: str) -> bool:
    """Do these words look like one who speaks, rather than like a clause with a verb of its own?"""
    if re.search(r"\b(?:who|which|that|is|are|was|were|had|to)\b|^\w+ing\b", source):
        return False
    return not _NO_END.search(source)


def is_of_a_name(masked: str, at: int) -> bool:
    """Has the word at `at` a capital that neither a headline nor the start of a sentence gives it: "the United States",
    "The Hull Post"? Such a word is no cue."""
    return masked[at].isupper() and masked[:at].strip() != "" and in_small_letters(masked) == masked


def is_bare_noun(verb: str, auxiliaries: str, before: str) -> bool:
    """A form that could be a noun, with nothing before it that makes it a verb."""
    if not NOUN_LIKE.fullmatch(verb) or auxiliaries.strip():
        return False
    return bool(MAKES_NOUN.search(before)) or not re.search(rf"(?:\b(?i:{PRONOUNS})|[A-Z][\w’'.]*)\s*$", before)
