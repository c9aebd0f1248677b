"""Words in quotation marks: spoken by a source, or set apart by the outlet itself.

A fragment is an attribution quote if a source of this text or of any other on the event speaks the words. Else, if the
marks name nothing either, it is a candidate scare quote: said with how many texts were searched, for a text that nobody
holds may have the speaker.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from compare.heard import Heard, Told, aside, heard_in, inscription, is_apart, is_spoken, spoken_words
from compare.namemarks import Naming, naming
from compare.phrases import TIME_STEMS
from compare.spans import HasSpan, Span
from compare.voice import VoiceSpan
from compare.words import words

Marks = Literal["attribution", "scare", "neither"]

SPEECH_WORDS = 4  # from this many on, a leading article aside, marks hold something said and not a word kept off
FRAGMENT_WORDS = 3  # from this many on, what somebody wants or rejects in marks is put in his words
LOOK_BACK = 3  # sentences in which the speaker of an unattributed stretch may have been named
_FIRST_PERSON = re.compile(r"\b(?:I|we|us|our|my|me|you|your)\b|\w+n[’']t\b|[’'](?:ll|re|ve|m)\b", re.IGNORECASE)
_PRETENCE = re.compile(
    r"(?:preten[cs]es?|myths?|notions?|illusions?|delusions?|fictions?|lies?|fantas(?:y|ies))", re.IGNORECASE
)
_AS = re.compile(r"\bas\s+(?:an?\s+)?$")
_NAME = r"[A-Z][\w’'-]+(?:\s+[A-Z][\w’'-]+){0,3}"
_TAKES_THE_FLOOR = re.compile(
    rf"\b({_NAME})(?:\s+(?:of|for|from)\s+[\w’' -]{{2,40}}?)?(?:,[^,.]*,)?\s+"
    r"(?:spoke|argued|told|addressed|testified)\b"
)


@dataclass(frozen=True, slots=True)
class Fragment:
    """Words in quotation marks at `text[start:end]`, marks included, and what the marks stand for.

    `heard` is where a source speaks them, for "attribution"; None where they are plainly somebody's and nobody is
    named. `naming` says what they name, for "neither". `searched` counts the texts that were looked through, this one
    included.
    """

    start: int
    end: int
    marks: Marks
    searched: int
    heard: Heard | None = None
    naming: Naming | None = None


def quoted_fragments(own: Told, others: Sequence[Told]) -> tuple[Fragment, ...]:
    """Every quotation of a text in reading order, each as one of the three. `others` are the event's other texts."""
    return tuple(
        _fragment(own, voice, others)
        for voice in own.voices
        if voice.kind == "quoted" and any(c.isalpha() for c in own.text[voice.start : voice.end])
    )


def _fragment(own: Told, voice: VoiceSpan, others: Sequence[Told]) -> Fragment:
    searched = 1 + len(others)
    sentence = _sentence_of(own, voice)
    inner = own.text[voice.start : voice.end]
    named = naming(own.text, sentence, voice)
    if named and named != "mention":
        return Fragment(voice.start, voice.end, "neither", searched, naming=named)
    heard = _beside(own, voice) or _elsewhere(own, voice, sentence, others)
    if heard is None and named:
        return Fragment(voice.start, voice.end, "neither", searched, naming=named)
    count = len(spoken_words(inner))
    if heard is None and count >= FRAGMENT_WORDS and _is_laid_to(voice, own.text):
        heard = Heard(own.article, voice.start, voice.end, voice.source)
    if heard is None and not (count >= SPEECH_WORDS or _FIRST_PERSON.search(inner)):
        return Fragment(voice.start, voice.end, "scare", searched)
    return Fragment(voice.start, voice.end, "attribution", searched, heard=heard or _floor(own, voice))


def _is_laid_to(voice: VoiceSpan, text: str) -> bool:
    """Does the text lay the fragment to somebody, be it as what he wants, rejects or expects?"""
    if not voice.cue or not voice.source or _PRETENCE.fullmatch(voice.cue.strip()):
        return False
    return not is_apart(voice, text)


def _beside(own: Told, voice: VoiceSpan) -> Heard | None:
    """The speaker whom the text itself names for the fragment, if what he is said to do is to speak."""
    judged = voice.source and _AS.search(own.text, max(0, voice.start - 8), voice.start)  # "dismissed it as “…”"
    spoken = (is_spoken(voice, own.text) or judged) and not is_apart(voice, own.text)
    if spoken or (voice.source and not voice.cue):
        return Heard(own.article, voice.start, voice.end, voice.source)
    written = aside(own.text, voice) or inscription(own.text, voice)
    return Heard(own.article, voice.start, voice.end, written) if written else None


def _elsewhere(own: Told, voice: VoiceSpan, sentence: HasSpan, others: Sequence[Told]) -> Heard | None:
    said = spoken_words(own.text[voice.start : voice.end])
    around = own.text[sentence.start : voice.start] + " " + own.text[voice.end : sentence.end]
    about = frozenset(word.stem for word in words(around) if word.content) - TIME_STEMS
    for told in others:
        if found := heard_in(told, said, about):
            return found
    return heard_in(own, said, about, without=voice)


def _floor(own: Told, voice: VoiceSpan) -> Heard | None:
    """Who had the floor: the source named last in the sentences before an unattributed stretch of speech."""
    before = [sentence for sentence in own.sentences if sentence.end <= voice.start][-LOOK_BACK:]
    if not before:
        return None
    named = [v for v in own.voices if v.source and before[0].start <= v.start < voice.start and is_spoken(v, own.text)]
    if named:
        return Heard(own.article, named[-1].start, named[-1].end, named[-1].source)
    took = list(_TAKES_THE_FLOOR.finditer(own.text, before[0].start, voice.start))
    return Heard(own.article, took[-1].start(), took[-1].end(), took[-1][1].strip()) if took else None


def _sentence_of(told: Told, place: HasSpan) -> HasSpan:
    for sentence in told.sentences:
        if sentence.start <= place.start < sentence.end:
            return Span(sentence.start, max(sentence.end, place.end))
    return Span(place.start, place.end)
