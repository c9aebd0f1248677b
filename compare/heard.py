"""Is a source of a text heard to say these words, in a quotation or in reported speech?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from compare.families import akin, spaced
from compare.phrases import TIME_STEMS
from compare.spans import HasSpan, Span, overlaps
from compare.speaking import inscription, is_apart, is_long, is_spoken
from compare.voice import VoiceSpan
from compare.wordforms import base, one_word, stock
from compare.words import Word, words

_DOUBTING = re.compile(r"\b(?:so.called|alleged|supposed|purported|ostensible|self.\w+)$", re.IGNORECASE)
_POINTING: Final = spaced("this that these those our my such")
_POINTED: Final = spaced("it them this that him her these those")
_SUBJECTS: Final = spaced("it this that these those they he she we i you there")
_ACTING: Final = spaced("they he she we i you")
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
        elif voice.kind == "quoted" and (is_long(voice) or (voice.source and not voice.cue)):
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
    if len(spoken) <= NEGATED_WITHIN or (before and before[-1] in _POINTING | _ACTING):
        return True
    if lower[at + 1 : at + 2] and lower[at + 1] in _POINTED:
        return True
    if any(one in _SUBJECTS and two in _BE for one, two in pairwise(before)):
        return True
    others = {word.stem for place, word in enumerate(spoken) if place != at and word.content} - TIME_STEMS
    return any(akin(one, other) for one in others for other in about)
