"""What grouping has to know of an article: so little that it can be kept, and open articles need not be read again."""

from __future__ import annotations

from dataclasses import dataclass

from compare.terms import Terms, article_terms
from scraper.article import Article, Moment

LETTERS_LOOKED_AT, LAST_LATIN = 500, "\u0250"  # characters of a text, and the letter before which they are Latin
LANGUAGE = "en"  # whose words of grammar and of news are known, so that the others' rarity says something


@dataclass(frozen=True, slots=True)
class Outline:
    """`key`, `title`, `kind` and `published` are the article's, `terms` its words; `foreign` marks a text of another
    language than LANGUAGE."""

    key: str
    title: str
    kind: str
    published: Moment | None
    foreign: bool
    terms: Terms


def outline_of(article: Article) -> Outline:
    return Outline(
        article.key, article.title, article.kind, article.published, is_foreign(article), article_terms(article)
    )


def is_foreign(article: Article) -> bool:
    """Is it in another language than LANGUAGE, by what is known of it or by its letters? A short text has the language
    that it was given, which nobody looked at."""
    letters = [character for character in article.text[:LETTERS_LOOKED_AT] if character.isalpha()]
    latin = sum(character < LAST_LATIN for character in letters)
    return article.language != LANGUAGE or 2 * latin < len(letters)
