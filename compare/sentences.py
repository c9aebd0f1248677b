"""Sentences with exact places in their article's text."""

from __future__ import annotations

from dataclasses import dataclass

from scraper.article import Article


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: `article.text[start:end] == text`.

    `index` counts from 0 in reading order, the headline being sentence 0. `paragraph` is 0 for the headline and
    counts the body's paragraphs from 1.
    """

    article: str
    outlet: str
    index: int
    paragraph: int
    start: int
    end: int
    text: str
