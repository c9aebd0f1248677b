"""What is left of an article when lines of site furniture are masked: its stored text and all offsets stay."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from compare.lineshape import line_shape
from compare.sentences import Sentence
from compare.sitefurniture import SiteLine, body_paragraphs
from compare.spans import HasSpan, Span
from scraper.article import Article, join_text


def masked_paragraphs(article: Article, lines: Iterable[SiteLine]) -> tuple[int, ...]:
    """Numbers, from 1, of the body's paragraphs that are one of the outlet's lines, each at its line's place.

    None where nothing would be left to read, neither a headline nor another paragraph.
    """
    shapes = [(line, line_shape(line.text)) for line in lines if line.outlet == article.outlet]
    if not shapes:
        return ()
    spans = body_paragraphs(article)
    found = tuple(
        number
        for number, span in enumerate(spans, 1)
        if any(
            line.stands_at(number, len(spans)) and shape == line_shape(article.text[span.start : span.end])
            for line, shape in shapes
        )
    )
    return found if len(found) < len(spans) or article.title.strip() else ()


def masked_stretches(article: Article, masked: Collection[int]) -> tuple[Span, ...]:
    """Where these paragraphs stand in the article's text, in order."""
    if not masked:
        return ()
    return tuple(span for number, span in enumerate(body_paragraphs(article), 1) if number in masked)


def visible_sentences(sentences: Sequence[Sentence], masked: Collection[int]) -> list[Sentence]:
    """The sentences of the other paragraphs, unchanged: their indices and offsets are those of the whole text."""
    return [sentence for sentence in sentences if sentence.paragraph not in masked]


def visible_article(article: Article, masked: Collection[int]) -> Article:
    """The article without these paragraphs, for what looks at whole texts; the same object where there are none.

    Offsets into it are not offsets into the stored text.
    """
    if not masked:
        return article
    kept = [span for number, span in enumerate(body_paragraphs(article), 1) if number not in masked]
    return replace(article, text=join_text(article.title, [article.text[span.start : span.end] for span in kept]))


def within(sentences: Sequence[HasSpan], place: HasSpan) -> bool:
    """Do the first and the last character of the place stand in one of these sentences each?"""
    return all(any(s.start <= at < s.end for s in sentences) for at in (place.start, place.end - 1))
