"""What an outlet has elsewhere in its articles: a sentence that lacks a word proves nothing if the next one has it."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from compare.claims import Claim, Reading
from compare.difference import Context
from compare.spans import Span, blanked
from compare.utterances import spelled
from compare.words import FUNCTION_WORDS, content_stems, words

NEXT_FEW = 3  # content words
MOST_OF_RUN = 0.7  # of the words that are looked for must stand in a row


def texts_of(outlet: str, claim: Claim, context: Context) -> list[tuple[str, str]]:
    """The articles by which an outlet takes part in a claim, as key and text; without those whose text is not known."""
    keys = sorted({reading.article for reading in claim.readings if reading.outlet == outlet})
    return [(key, context.texts[key]) for key in keys if key in context.texts]


def own_stems(outlet: str, claim: Claim, context: Context) -> frozenset[str]:
    """The stems of what an outlet writes outside quotation marks in these articles."""
    found: set[str] = set()
    for key, text in texts_of(outlet, claim, context):
        quoted = tuple(Span(v.start, v.end) for v in context.voices.get(key, ()) if v.kind == "quoted")
        found |= _stems_outside(text, quoted)
    return frozenset(found)


def joins(outlet: str, stems: Sequence[str], thing: str, claim: Claim, context: Context) -> bool:
    """Does an outlet write these words of these articles outside quotation marks, and `thing` among the next few?"""
    for key, text in texts_of(outlet, claim, context):
        quoted = tuple(Span(v.start, v.end) for v in context.voices.get(key, ()) if v.kind == "quoted")
        found = content_stems(blanked(text, quoted))
        for at in range(len(found) - len(stems)):
            if found[at : at + len(stems)] == list(stems) and thing in found[at + len(stems) :][:NEXT_FEW]:
                return True
    return False


def quotes_words(outlet: str, said: str, claim: Claim, context: Context) -> bool:
    """Does an outlet print these words in quotation marks anywhere in these articles?"""
    wanted = _said(said)
    return bool(wanted.strip()) and any(
        wanted in _said(text[voice.start : voice.end])
        for key, text in texts_of(outlet, claim, context)
        for voice in context.voices.get(key, ())
        if voice.kind == "quoted"
    )


def prints(text: str, run: Sequence[str]) -> bool:
    """Do these words stand in the text in a row, in whatever spelling?"""
    return _said(" ".join(run)) in _said(text)


def prints_most(text: str, run: Sequence[str]) -> bool:
    """Do these words stand in the text in a row, but for some words of grammar at an end?"""
    match = SequenceMatcher(None, _said(text).split(), run, autojunk=False).find_longest_match()
    left = (*run[: match.b], *run[match.b + match.size :])
    return match.size >= MOST_OF_RUN * len(run) and all(word in FUNCTION_WORDS for word in left)


def headline(reading: Reading, context: Context) -> str:
    """The headline of a reading's article; "" where its text is not known."""
    return context.texts.get(reading.article, "").split("\n", 1)[0]


@lru_cache(maxsize=256)
def _stems_outside(text: str, quoted: tuple[Span, ...]) -> frozenset[str]:
    return frozenset(content_stems(blanked(text, quoted)))


@lru_cache(maxsize=1024)
def _said(text: str) -> str:
    return " ".join(("", *(spelled((word.text.lower().replace("’", "'"),)) for word in words(text)), ""))
