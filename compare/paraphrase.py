"""Who is said to say what, within one sentence, by its words alone: source, cue and content as places.

No tagger: verb lists and what may stand around them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from compare.clauses import MASK, Attribution, clause_end, cleaned
from compare.cues import (
    AIMING_SELF,
    IMPERSONAL,
    MAKES_NOUN,
    NOUN_LIKE,
    OPENS_SUBJECT,
    PARTICIPLE_BEFORE_NOUN,
    PRONOUNS,
    VERBS,
    any_of,
    cue_pattern,
    verb_cues,
)  # fmt: skip
from compare.frames import OTHERWISE
from compare.spans import Span
from compare.speakers import first_subject, possessor, subject
from compare.trailing import TOLD, according, ends_here, speaker_label, trailing

COORDINATOR = re.compile(r"(?:,\s*|\s)(?:and|but|or|while)\s+$", re.IGNORECASE)
ATTACHED = re.compile(r"\b(?:to|by|who|that|which)\s*$|[,\x00]\s*$", re.IGNORECASE)
BEING = re.compile(r"\b(?:is|are|was|were|be|been|being)\s+(?:\w+\s+)?$", re.IGNORECASE)
STARTS_CLAUSE = frozenset([",", ";", "—", "–", MASK])
OF_ITSELF = re.compile(any_of(AIMING_SELF), re.IGNORECASE)
BY_OR_AWAY = re.compile(r"\s+(?:by|out|off|away|up|down|together|against|into)\b")
THAT = re.compile(r"(?:\s+[^\s,;\x00]+){0,12}?(?:,[^,;\x00]{1,70}){0,3}?,?(\s+)that\s")
INTO_QUOTATION = re.compile(r"(?:\s+[^\s;\x00]+){0,12}?[,:]?\s*(?=\x00)")
# A verb that means something else with a thing ("recalled its ambassador") leads a clause, or a quotation, to be a cue.
MEANS_OTHERWISE = re.compile(any_of(sorted(OTHERWISE)), re.IGNORECASE)
LEADS_CLAUSE = re.compile(
    rf"[,:]?\s*{MASK}|\s+(?:that|how|when|why|what|who|whether|he|she|they|it|we|i|being|having|(?:see|hear|tell|think)ing)\b"
    r"|(?:\s+[\w’'\-]+){1,6}?\s+(?:is|are|was|were|has|had|have|will|would|could|should|might|must|did|does)\b",
    re.IGNORECASE,
)
# "Nobody would say what …", "declined to say whether …": nothing is reported as said, the wording is the outlet's.
UNSAID = re.compile(
    r"\b(?:nobody|no\s+one|none|neither|nor|never|not|without|cannot|\w+n[’']t|(?:declin|refus|fail|troubl|bother|hesitat|forg[eo]t)\w*)\b"
    r"[^,;\x00]{0,60}$",
    re.IGNORECASE,
)
WHAT = re.compile(r"\s+(?:what|who|whom|when|where|why|how|whether|if|which)\b")
ASKED = re.compile(r"asked|told|accused|pressed|questioned|informed|warned|urged|described|considered|known")
COMMA_QUOTATION = re.compile(r"[^,;\x00]{0,80},\s*\x00")
WHEN_AND_WHERE = re.compile(
    r"(?:\s+(?:on|in|at|during|to|by|through|via)\s+(?:(?:an?|the|his|her|its|their|my|our)\s+)?[\w’'.\-]+"
    r"(?:\s+(?:with|to|on|at|by|in|of)\s+[A-Z][\w’'.]+(?:\s+[A-Z][\w’'.]+)*"
    r"|\s+(?:conference|interview|release|session|statement|briefing|hearing|call|night|morning|evening))*"
    r"|\s+(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?:\s+(?:night|morning|evening|afternoon))?"
    r"|\s+(?:late|early|earlier|last|this)\s+\w+|\s+(?:yesterday|today|later|recently|again))+"
)
HEARER = re.compile(
    r"\s+(?:me|him|her|them|us|you|it|reporters|lawmakers|journalists|senators"
    r"|[A-Z][\w’'.]*(?:\s+(?:[A-Z][\w’'.]*|of|the))*"
    r"|(?:the|a|an|his|her|its|their)\s+(?:[\w’'\-]+\s+){0,3}?[\w’'\-]+"
    r"(?=\s+(?:that|on|in|at|he|she|they|it|the|his|[A-Z]))|\w+s?)"
)
ACTOR = re.compile(rf"(?:\b(?:{PRONOUNS})|[A-Z][\w’'.]+|[a-z]{{3,}}s)\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Cue:
    """A cue that leads its content: `boundary` is where the clause of its subject begins.

    One that `inherits` has no subject of its own ("…, adding that", "… and said") and takes that of the cue before.
    """

    boundary: int
    source: Span | None
    cue: Span
    content: int
    to_comma: bool = False
    inherits: bool = False


def worded_attributions(masked: str, end: int) -> list[Attribution]:
    """What a sentence attributes, in the order of the cues. `masked` has quoted characters replaced by MASK, and what
    begins at `end` or later is not looked at.

    A trailing or parenthetical cue ("…, she said") takes the whole sentence. Leading cues take what follows up to the
    next cue with a clause of its own; a cue inside another's content is not looked at again.
    """
    whole = trailing(masked, end) or speaker_label(masked, end)
    if whole:
        return [whole]
    leading = list(_leading(masked, end))
    whole = according(masked, end, nearer=bool(leading))
    if whole:
        return [whole]
    out: list[Attribution] = []
    for number, cue in enumerate(leading):
        stop = leading[number + 1].boundary if number + 1 < len(leading) else end
        if cue.to_comma:
            stop = min(stop, clause_end(masked, cue.content, end))
        content = cleaned(masked, cue.content, stop)
        if content:
            out.append(Attribution(cue.source, cue.cue, (content,)))
    return out


def _leading(masked: str, end: int) -> Iterator[_Cue]:
    """Leading cues in order, each with a clause of its own; those within another's content are left out."""
    last: _Cue | None = None
    for cue in sorted(_candidates(masked, end), key=lambda cue: (cue.cue.start, -cue.cue.end)):
        if last is not None:
            lead = masked[: cue.boundary]
            if cue.cue.start < last.content or cue.boundary <= last.content:
                continue
            if not COORDINATOR.search(lead) and lead.rstrip()[-1:] not in STARTS_CLAUSE:
                continue
            if cue.inherits:
                cue = replace(cue, source=last.source)
        elif cue.inherits:
            cue = replace(cue, source=first_subject(masked, cue.boundary))
        last = cue
        yield cue


def _candidates(masked: str, end: int) -> Iterator[_Cue]:
    for found in cue_pattern("seen-as").finditer(masked, 0, end):
        yield _Cue(found.start(), Span(*found.span("source")), _place(found), found.start(), to_comma=True)
    for kind in VERBS:
        for found in verb_cues(kind, masked, end):
            cue = _verb_cue(masked, found, kind, end)
            if cue:
                yield cue
    for found in cue_pattern("evidence").finditer(masked, 0, end):
        if not MAKES_NOUN.search(masked[: found.start("verb")]):
            source = Span(found.start("source"), found.start("source") + len(found["source"].rstrip()))
            yield _Cue(found.start(), source, _place(found), found.end("verb"))
    for found in cue_pattern("noun").finditer(masked, 0, end):
        owner = possessor(masked, found.start()) or first_subject(masked, found.start())
        yield _Cue(found.start(), owner, _place(found), found.end("verb"))
    for found in cue_pattern("adjective").finditer(masked, 0, end):
        who, boundary = subject(masked, found.start()) or (None, found.start())
        yield _Cue(boundary, who, _place(found), found.end("verb"), inherits=who is None)
    for found in cue_pattern("passive").finditer(masked, 0, end):
        yield _Cue(found.start(), None, _place(found), found.end("verb"))


def _place(found: re.Match[str]) -> Span:
    return Span(found.start("verb"), found.end("verb"))


def _verb_cue(masked: str, found: re.Match[str], kind: str, end: int) -> _Cue | None:
    cue, verb = _place(found), found["verb"].lower()
    if not _is_cue(masked, found, kind, end):
        return None
    content = _content_start(masked, cue.end, kind, verb, end)
    if content is None:
        return None
    opens = masked[: found.start()]
    bare = opens.rstrip()
    participle = verb.endswith("ing") and (bare[-1:] in (",", MASK, "—", "–", "-") or bare.endswith((" by", " of")))
    named = None if participle else subject(masked, found.start())
    attached = COORDINATOR.search(opens) or ATTACHED.search(opens)
    if named is None and not verb.endswith("ing") and bare and not attached:
        return None
    source, boundary = named or (None, found.start())
    if verb.endswith("ed") and BEING.search(found["aux"]):
        return _Cue(boundary, None, cue, content, to_comma=kind == "judging")  # passive: the subject is not who speaks
    return _Cue(boundary, source, cue, content, to_comma=kind == "judging", inherits=named is None)


def _is_cue(masked: str, found: re.Match[str], kind: str, end: int) -> bool:
    """Is this form a verb that reports, and not a noun, a participle before a noun, or a phrase of other meaning?"""
    cue, verb, before = _place(found), found["verb"].lower(), masked[: found.start("verb")]
    after = masked[cue.end : end]
    if IMPERSONAL.search(before):
        return False
    if kind == "saying" and ends_here(after) and not THAT.match(after) and not COMMA_QUOTATION.match(after):
        return False
    gerund = verb.endswith("ing") and before.rstrip().endswith((" by", " of"))
    if NOUN_LIKE.fullmatch(verb.split()[0]) and not found["aux"].strip() and not gerund:
        if MAKES_NOUN.search(before):
            return False
        if kind in ("aiming", "judging") and not ACTOR.search(before):
            return False
        if kind not in ("aiming", "judging") and not re.match(rf"\s+(?:that\b|{OPENS_SUBJECT})", after):
            return False
    if kind == "saying" and UNSAID.search(before) and WHAT.match(after):
        return False
    if MEANS_OTHERWISE.fullmatch(verb) and kind == "saying" and not LEADS_CLAUSE.match(after):
        return False
    if ASKED.fullmatch(verb) and before.rstrip()[-1:] == "," and not re.match(r"\s+[A-Z]", after):
        return False  # "Ms Orr, asked about the pier, …": she was asked
    if verb.endswith(("ed", "ing")) and PARTICIPLE_BEFORE_NOUN.search(before):
        return False
    return not (kind == "judging" and (re.search(r"\bto\s+$", before) or BY_OR_AWAY.match(after)))


def _content_start(masked: str, at: int, kind: str, verb: str, end: int) -> int | None:
    """Where the content begins after a cue that ends at `at`; None where nothing that could be a content follows."""
    rest = masked[at:end]
    if not rest.strip(" ,.;:"):
        return None
    if verb.startswith("accus"):
        of = re.search(r"\bof\s+(?:\w+ly\s+|not\s+)?\w+ing\b", rest) or re.search(r"\bof\s", rest)
        return at + of.start() if of else None
    if kind == "aiming" and OF_ITSELF.fullmatch(verb):
        to = re.search(r"\s(?:not\s+)?to\s", rest)
        return at + to.start() if to else at
    if kind != "saying":
        return at
    that = THAT.match(rest)
    if that:
        return at + that.end(1)
    quotation = INTO_QUOTATION.match(rest)
    if quotation and (":" in quotation[0] or "," in quotation[0] or not quotation[0].strip()):
        return at + quotation.end()
    skipped = HEARER.match(rest) if TOLD.fullmatch(verb) else WHEN_AND_WHERE.match(rest)
    return at + (skipped.end() if skipped and rest[skipped.end() :].strip(" ,.") else 0)
