"""Is somebody in a text heard to say these words: in a quotation, in reported speech, on a banner?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from compare.cues import SAYING, any_of
from compare.families import akin, spaced
from compare.phrases import TIME_STEMS
from compare.spans import HasSpan, Span, overlaps
from compare.voice import SAID_CHARACTERS, VoiceSpan
from compare.wordforms import base, one_word, stock
from compare.words import Word, words

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
    rf"\b(?:{any_of([*SAYING, *_NAMING])}|according\s+to|in\s+the\s+words\s+of|words?|statement|claims?"
    r"|warnings?|quoted|promises?|accusations?|allegations?|put(?:s|ting)?|lash\w*|speech|remarks?|comments?)\b",
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
    r"|crowds?|chants?|labels?|notices?|boards?"
)
_INSCRIPTION_AFTER = re.compile(
    rf"^,?\s*(?:was|were|is|are|stood|stands|had\s+been|has\s+been)?\s*(?:written|painted|printed|sprayed|scrawled|chanted"
    rf"|shouted|sung|read|daubed|embroidered)?\s*(?:on|by|across|over|along)\s+((?:\w+\s+){{0,3}}?(?:{_INSCRIBED}))\b"
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
_DOUBTING = re.compile(r"\b(?:so.called|alleged|supposed|purported|ostensible|self.\w+)$", re.IGNORECASE)
_POINTING: Final = spaced("this that these those our my such")
_POINTED: Final = spaced("it them this that him her these those")
_SUBJECTS: Final = spaced("it this that these those they he she we i you there")
_BE: Final = spaced("is are was were be been being am isn't wasn't")
_NEGATING: Final = spaced("no not never nor hardly without isn't wasn't aren't")
_LEADING: Final = spaced("a an the its their his her our my")
LOOK_BACK = 4  # words between "it is" and what is said of it
NEGATED_WITHIN = 2  # words between a negation and the word it denies


@dataclass(frozen=True, slots=True)
class Run:
    """What one source says in one go: its words in reading order with their places in the text.

    `pieces` are the voices it is made of; `bases` belong to `words`, one by one.
    """

    pieces: tuple[VoiceSpan, ...]
    speaker: str | None
    quoted: bool
    words: tuple[Word, ...]
    places: tuple[Span, ...]
    bases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """One text with its sentences and its voices, as `split_text` and `voices` give them. `article` names it.

    `runs` are what its sources say, `stocks` how the words in them begin: most texts lack a fragment's words, and are
    passed over by that.
    """

    article: str
    text: str
    sentences: Sequence[HasSpan]
    voices: Sequence[VoiceSpan]
    runs: tuple[Run, ...] = field(init=False)
    stocks: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        runs = tuple(_runs(self.text, self.voices))
        object.__setattr__(self, "runs", runs)
        object.__setattr__(self, "stocks", frozenset(stock(one) for run in runs for one in run.bases))


@dataclass(frozen=True, slots=True)
class Heard:
    """Where the words are spoken: `text[start:end]` of that article, and who speaks them, as written there.

    `speaker` is None where the text leaves it open.
    """

    article: str
    start: int
    end: int
    speaker: str | None


def spoken_words(inner: str) -> tuple[str, ...]:
    """The words of a fragment as they are compared, without a leading article."""
    said = [word.text.lower().replace("’", "'") for word in words(inner)]
    while len(said) > 1 and said[0] in _LEADING:
        del said[0]
    return tuple(map(base, said))


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
    return bare and _GOES_BEFORE.search(text, 0, voice.start) is not None


def is_apart(voice: VoiceSpan, text: str) -> bool:
    """Does a relative clause open between a stretch and the cue after it? Then the cue speaks of that clause only:
    "sent three men, none of whom, residents say, took a sample"."""
    return voice.cue_start is not None and _APART.search(text, voice.end, max(voice.end, voice.cue_start)) is not None


def heard_in(told: Told, said: Sequence[str], about: frozenset[str], without: HasSpan | None = None) -> Heard | None:
    """The first place where a source of this text speaks the words `said` (as `spoken_words` gives them), a quotation
    before reported speech.

    A single word may be said of something else: it counts where it points ("this", "that is"), or where what is said
    has a word in common with `about`, the stems of the sentence the fragment stands in. `without` is left out.
    """
    if not said or not all(stock(one) in told.stocks for one in said):
        return None
    runs = [run for run in told.runs if without is None or not any(overlaps(v, without) for v in run.pieces)]
    for quoted in (True, False):
        for run in runs:
            if run.quoted is quoted and (place := _place_in(run, said, about)):
                return Heard(told.article, place.start, place.end, run.speaker)
    return None


def _runs(text: str, spans: Sequence[VoiceSpan]) -> Iterator[Run]:
    by_cue: dict[int, list[VoiceSpan]] = {}
    last: str | None = None
    for voice in spans:
        last = voice.source or last
        if is_spoken(voice, text) and (voice.kind == "quoted" or voice.source) and not is_apart(voice, text):
            assert voice.cue_start is not None  # a spoken voice has a cue
            by_cue.setdefault(voice.cue_start, []).append(voice)
        elif voice.kind == "quoted" and (written := inscription(text, voice)):
            yield _run(text, (voice,), written, quoted=True)
        elif voice.kind == "quoted" and (
            voice.end - voice.start >= SAID_CHARACTERS or (voice.source and not voice.cue)
        ):
            yield _run(text, (voice,), voice.source or last, quoted=True)
    for pieces in by_cue.values():
        quotes = tuple(piece for piece in pieces if piece.kind == "quoted")
        if quotes:
            yield _run(text, quotes, pieces[0].source, quoted=True)
        yield _run(text, tuple(pieces), pieces[0].source, quoted=False)


def _run(text: str, pieces: tuple[VoiceSpan, ...], speaker: str | None, *, quoted: bool) -> Run:
    found = [(word, piece.start) for piece in pieces for word in words(text[piece.start : piece.end])]
    return Run(
        pieces,
        speaker,
        quoted,
        tuple(word for word, _ in found),
        tuple(Span(start + word.start, start + word.end) for word, start in found),
        tuple(base(word.text.lower().replace("’", "'")) for word, _ in found),
    )


def is_long(voice: VoiceSpan) -> bool:
    """Is a quotation long enough to be something said, whoever said it?"""
    return voice.end - voice.start >= SAID_CHARACTERS


def aside(text: str, place: HasSpan) -> str | None:
    """Who is said to use the words, in an aside after or before them: ", as the owner puts it"."""
    line = text.rfind("\n", 0, place.start) + 1
    found = _ASIDE_AFTER.match(text, place.end) or _ASIDE_BEFORE.search(text, max(line, place.start - 80), place.start)
    return next((who for who in found.groups() if who), None) if found else None


def inscription(text: str, place: HasSpan) -> str | None:
    """What a quotation is written on or who shouts it: "a banner" in "“…” was written on a banner"."""
    line_end = text.find("\n", place.end)
    after = _INSCRIPTION_AFTER.match(text[place.end : line_end if line_end >= 0 else len(text)])
    if after:
        return after[1]
    before = _INSCRIPTION_BEFORE.search(text, max(0, place.start - 80), place.start)
    return before[1] if before else None


def _place_in(run: Run, said: Sequence[str], about: frozenset[str]) -> Span | None:
    for at in range(len(run.bases) - len(said) + 1):
        if not all(one_word(a, b) for a, b in zip(said, run.bases[at : at + len(said)], strict=True)):
            continue
        if _DOUBTING.search(" ".join(word.text for word in run.words[max(0, at - LOOK_BACK) : at])):
            continue
        if len(said) > 1 or _means_it(run.words, at, about):
            return Span(run.places[at].start, run.places[at + len(said) - 1].end)
    return None


def _means_it(spoken: Sequence[Word], at: int, about: frozenset[str]) -> bool:
    """Does the word at this place speak of the thing that `about` tells of, as far as words can show?"""
    lower = [word.text.lower().replace("’", "'") for word in spoken]
    before = lower[max(0, at - LOOK_BACK) : at]
    if _NEGATING & set(before[-NEGATED_WITHIN:]):
        return False
    if len(spoken) <= NEGATED_WITHIN or (before and before[-1] in _POINTING):
        return True
    if lower[at + 1 : at + 2] and lower[at + 1] in _POINTED:
        return True
    if any(one in _SUBJECTS and two in _BE for one, two in pairwise(before)):
        return True
    others = {word.stem for place, word in enumerate(spoken) if place != at and word.content} - TIME_STEMS
    return any(akin(one, other) for one in others for other in about)
