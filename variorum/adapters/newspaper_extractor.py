"""newspaper3k behind the scraper's `BodyExtractor`: offline, on HTML that is already here.

Only `set_html` and `parse` are used, with images and memoisation off: its own downloading asks no robots.txt, knows no
deadline, and its caches unpickle files from the shared temp folder. So does jieba, which cuts Chinese for it.
"""

from __future__ import annotations

import importlib
import math
import re
import warnings
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from typing import Any, Final

from scraper.ensemble import Body
from scraper.errors import ExtractError

FALLBACK_LANGUAGE: Final = "en"
"""Whose stop words newspaper3k counts where it has no list for the page's language."""
CHINESE: Final = "zh"
MOST_PARAGRAPHS: Final = 4_000
"""Elements that newspaper3k weighs as paragraphs; 370 stored pages have 418 at most. It may look at all neighbours of
each, which takes 8 s here for 12,000 beside each other, and a ninth of that for 4,000."""
_PARAGRAPH: Final = re.compile(r"<(?:p|pre|td)(?=[\s/>])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class NewspaperExtractor:
    """A `BodyExtractor`. Stateless; the package is imported at the first page."""

    name: str = "newspaper3k/" + version("newspaper3k")

    def __call__(self, html: str, url: str, language: str) -> Body:
        """Raises ExtractError "extractor failed" where newspaper3k gives up on the page, or the page holds more than
        `MOST_PARAGRAPHS`."""
        count = sum(1 for _ in _PARAGRAPH.finditer(html))
        if count > MOST_PARAGRAPHS:
            why = f"{count} paragraphs and cells, more than {MOST_PARAGRAPHS}"
            raise ExtractError("extractor failed", f"{self.name} on {url}: {why}")
        newspaper = _newspaper()
        config = newspaper.Config()
        config.fetch_images = False
        config.memoize_articles = False
        config.set_language(language if language in _languages() else FALLBACK_LANGUAGE)
        try:
            if language == CHINESE:
                _read_chinese_words()
            with warnings.catch_warnings():
                # It guesses at dates, which we never take from it, and dateutil warns of the zones it doesn't know.
                warnings.filterwarnings("ignore", message="tzname")
                article = newspaper.Article(url, config=config)
                article.set_html(html)
                article.parse()
        except Exception as error:
            raise ExtractError("extractor failed", f"{self.name} on {url}: {type(error).__name__}: {error}") from error
        paragraphs = tuple(text for text in (part.strip() for part in article.text.split("\n\n")) if text)
        return Body(title=article.title or None, paragraphs=paragraphs, authors=tuple(article.authors))


@cache
def _newspaper() -> Any:
    with warnings.catch_warnings():
        # Its sources hold "\d" in plain strings; Python says so whenever it compiles them anew.
        warnings.filterwarnings("ignore", message='invalid escape sequence|"\\\\." is an invalid escape sequence')
        import newspaper
    return newspaper


@cache
def _languages() -> frozenset[str]:
    """Languages for which newspaper3k ships stop words, as two-letter codes."""
    names = [entry.name for entry in (files("newspaper") / "resources" / "text").iterdir()]
    return frozenset(name[len("stopwords-") : -len(".txt")] for name in names if name.startswith("stopwords-"))


@cache
def _read_chinese_words() -> None:
    """Make jieba ready from the dictionary in its own package (.5 s).

    Left to itself it runs `marshal.load` on a file of a fixed name in the shared temp folder, whoever put it there, and
    this release has no setting for another place. A release built otherwise lacks `gen_pfdict`, and raises
    AttributeError here before it reads anything.
    """
    jieba: Any = importlib.import_module("jieba")
    with jieba.DICT_LOCK:
        prefixes, counts, total = jieba.gen_pfdict(str(files("jieba") / jieba.DICTIONARY))
        jieba.pfdict, jieba.total = prefixes, total
        jieba.FREQ = {word: math.log(count / total) for word, count in counts.items()}
        jieba.min_freq = min(jieba.FREQ.values())
        jieba.initialized = True
