"""Whose words: the outlet's own, attributed without quotation marks, or quoted."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from compare.attributions import attributions
from compare.clauses import MASK, Attribution
from compare.cues import SPOKEN, any_of
from compare.posts import Post, posts
from compare.quotes import quotations
from compare.sentences import paragraphs
from compare.spans import HasSpan, Span
from compare.tagger import Tagger, parsed

VoiceKind = Literal["own", "paraphrase", "quoted"]


@dataclass(frozen=True, slots=True)
class VoiceSpan:
    """A stretch of somebody else's content: `kind` "quoted" (quotation marks included) or "paraphrase".

    `source` and `cue` are the words as written ("officials", "said"), None where the text does not name them, with
    their places beside them. What no span covers is the outlet's own voice.
    """

    start: int
    end: int
    kind: Literal["paraphrase", "quoted"]
    source: str | None = None
    source_start: int | None = None
    cue: str | None = None
    cue_start: int | None = None


LONGEST_SENTENCE = 3000  # characters; what is longer is a table or a list, and is not searched for attributions


def voices(text: str, sentences: Sequence[HasSpan], tagger: Tagger | None = None) -> tuple[VoiceSpan, ...]:
    """The stretches of `text` that are somebody else's, in reading order, never overlapping.

    A quotation inside a paraphrase cuts it, and so does what somebody in it is said to say: the paraphrase stands as
    pieces around it, with the same source and cue.
    `sentences` must be in reading order, as `split_sentences` or `split_text` give them. With a `tagger` attributions
    are read from each sentence's tree, without one from its words alone.
    """
    printed = posts(text, paragraphs(text))
    marked = _with_posts(quotations(text, paragraphs(text), sentences), printed)
    quoted = {span.start: VoiceSpan(span.start, span.end, "quoted") for span in marked}
    quoted |= {p.start: VoiceSpan(p.start, p.end, "quoted", p.name, p.name_start) for p in printed}
    loose: list[VoiceSpan] = []
    searched = [sentence for sentence in sentences if sentence.end - sentence.start <= LONGEST_SENTENCE]
    masked = [_masked(text, sentence, marked) for sentence in searched]
    for sentence, found in zip(searched, _attributions(text, searched, masked, tagger), strict=True):
        inner_first = sorted(found, key=_extent)
        taken = list(marked)
        for attribution in inner_first:
            pieces = _paraphrases(text, sentence, attribution, taken)
            loose += pieces
            taken = sorted([*taken, *(Span(piece.start, piece.end) for piece in pieces)])
        _name_quotations(text, sentence, inner_first, marked, quoted)
    named = _carry_names(text, sentences, [quoted[key] for key in sorted(quoted)])
    return tuple(sorted([*loose, *named], key=lambda span: span.start))


def _attributions(
    text: str, sentences: Sequence[HasSpan], masked: Sequence[str], tagger: Tagger | None
) -> list[list[Attribution]]:
    """What each sentence attributes. One that is a quotation from end to end has no cue and is not parsed."""
    if tagger is None:
        return [attributions(one) for one in masked]
    open_ = [at for at, one in enumerate(masked) if any(character.isalpha() for character in one)]
    parses = parsed(tagger, [text[sentences[at].start : sentences[at].end] for at in open_])
    trees = dict(zip(open_, parses, strict=True))
    return [attributions(one, trees[at]) if at in trees else [] for at, one in enumerate(masked)]


def voice_of(start: int, end: int, spans: Sequence[VoiceSpan]) -> tuple[VoiceKind, str | None]:
    """Whose words `text[start:end]` are, and who speaks. The voice of the first character decides."""
    at = bisect_right(spans, start, key=lambda span: span.start) - 1
    if at >= 0 and start < spans[at].end:
        return spans[at].kind, spans[at].source
    return "own", None


def reported(spans: Iterable[VoiceSpan]) -> list[Span]:
    """What somebody else is reported to say: all voices but short unattributed quotations (names, scare quotes).

    Pieces of one attribution that only a space parts are one stretch.
    """
    out: list[Span] = []
    for v in spans:
        if not (v.cue or v.source or v.end - v.start >= SAID_CHARACTERS):
            continue
        if out and v.start - out[-1].end <= 1:
            out[-1] = Span(out[-1].start, v.end)
        else:
            out.append(Span(v.start, v.end))
    return out


SAID_CHARACTERS = 30  # a shorter quotation that nobody is named for is more often a name or a title than something said


# Probabilities of the words "this sentence reports speech", by what stands in it: rounded rates of one labelled set
# (NewsDiscourse, development part of 2,820 sentences), eight numbers in all.
SPOKEN_AND_QUOTED = 0.88
SPOKEN_CUE = 0.83
WHOLLY_QUOTED = 0.9
PARTLY_QUOTED = 0.5
OTHER_CUE_AND_QUOTED = 0.3
OTHER_CUE = 0.1
FRAGMENT = 0.2
NOTHING = 0.02

SPOKEN_CUE_FORM = re.compile(rf"\b(?:{any_of(SPOKEN)})\b", re.IGNORECASE)
MOST_OF = 0.5  # share of a sentence that quotation marks must cover for it to count as wholly quoted


def speech_score(sentence: str, tagger: Tagger | None = None) -> float:
    """0 to 1: does this one sentence report that somebody spoke? 0.5 or more means yes."""
    found = voices(sentence, [Span(0, len(sentence))], tagger)
    quoted = [v for v in found if v.kind == "quoted"]
    covered = sum(v.end - v.start for v in quoted) / max(1, len(sentence.strip()))
    cues = " ".join(v.cue for v in found if v.cue)
    if SPOKEN_CUE_FORM.search(cues):
        return SPOKEN_AND_QUOTED if quoted else SPOKEN_CUE
    if SPOKEN_CUE_FORM.fullmatch(_last_word(sentence)):
        return SPOKEN_CUE
    if cues:
        return OTHER_CUE_AND_QUOTED if quoted else OTHER_CUE
    if covered >= MOST_OF:
        return WHOLLY_QUOTED
    if any(v.end - v.start >= SAID_CHARACTERS for v in quoted):
        return PARTLY_QUOTED
    return FRAGMENT if quoted else NOTHING


def _last_word(sentence: str) -> str:
    words = sentence.rstrip(" .").split()
    return words[-1] if words else ""


def _with_posts(marked: Sequence[Span], printed: Sequence[Post]) -> list[Span]:
    """Quotations and posts in order; a post's own quotation marks are part of it."""
    outside = [span for span in marked if not any(p.start < span.end and span.start < p.end for p in printed)]
    return sorted([*outside, *(Span(p.start, p.end) for p in printed)], key=lambda span: span.start)


def _masked(text: str, sentence: HasSpan, marked: Sequence[Span]) -> str:
    characters = list(text[sentence.start : sentence.end])
    for span in marked:
        for place in range(max(span.start, sentence.start), min(span.end, sentence.end)):
            characters[place - sentence.start] = MASK
    return "".join(characters)


def _described(text: str, sentence: HasSpan, attribution: Attribution) -> VoiceSpan:
    """A span that carries the attribution's source and cue, its own place still to be set."""
    source, cue, at = attribution.source, attribution.cue, sentence.start
    return VoiceSpan(
        0, 0, "paraphrase",
        text[at + source.start : at + source.end] if source else None, at + source.start if source else None,
        text[at + cue.start : at + cue.end], at + cue.start,
    )  # fmt: skip


def _paraphrases(text: str, sentence: HasSpan, attribution: Attribution, marked: Sequence[Span]) -> list[VoiceSpan]:
    described = _described(text, sentence, attribution)
    pieces = []
    for content in attribution.contents:
        for span in _outside(Span(sentence.start + content.start, sentence.start + content.end), marked):
            left, right = span.start, span.end
            while left < right and not (text[left].isalnum() or text[left] in "$£€#@("):
                left += 1
            while right > left and text[right - 1].isspace():
                right -= 1
            if any(c.isalnum() for c in text[left:right]):
                pieces.append(replace(described, start=left, end=right))
    return pieces


def _extent(attribution: Attribution) -> int:
    """How much is attributed: of two, one inside the other, the smaller is the inner."""
    return sum(content.end - content.start for content in attribution.contents)


def _outside(span: Span, marked: Sequence[Span]) -> list[Span]:
    pieces, at = [], span.start
    for quotation in marked:
        if quotation.end <= at or quotation.start >= span.end:
            continue
        if quotation.start > at:
            pieces.append(Span(at, quotation.start))
        at = quotation.end
    if at < span.end:
        pieces.append(Span(at, span.end))
    return pieces


def _name_quotations(
    text: str, sentence: HasSpan, found: Sequence[Attribution], marked: Sequence[Span], quoted: dict[int, VoiceSpan]
) -> None:
    """Give each quotation of the sentence that lies in an attribution's content that attribution's source and cue."""
    for attribution in found:
        for content in attribution.contents:
            left, right = sentence.start + content.start, sentence.start + content.end
            for span in marked:
                if span.start < right and span.end > left and quoted[span.start].cue is None:
                    described = _described(text, sentence, attribution)
                    quoted[span.start] = replace(described, start=span.start, end=span.end, kind="quoted")


def _carry_names(text: str, sentences: Sequence[HasSpan], quoted: list[VoiceSpan]) -> list[VoiceSpan]:
    """A quotation that nobody is named for takes the speaker of its neighbour.

    Forward within a paragraph ("…, she said. “And …”"), and backward over paragraphs that one quotation runs through.
    """
    out = list(quoted)
    starts = {s.start for s in sentences}
    for at in range(1, len(out)):
        here, before = out[at], out[at - 1]
        gap = text[before.end : here.start]
        if (
            here.cue is None
            and before.cue is not None
            and here.start in starts
            and "\n" not in gap
            and len(gap) <= NEAR_CHARACTERS
        ):
            out[at] = _with_name_of(here, before)
    for at in range(len(out) - 2, -1, -1):
        here, after = out[at], out[at + 1]
        gap = text[here.end : after.start]
        if here.cue is None and after.cue is not None and not gap.strip():
            out[at] = _with_name_of(here, after)
    return out


NEAR_CHARACTERS = 160  # a reporting clause and its surroundings between two parts of one quotation


def _with_name_of(span: VoiceSpan, other: VoiceSpan) -> VoiceSpan:
    return replace(span, source=other.source, source_start=other.source_start, cue=other.cue, cue_start=other.cue_start)
