"""The pipeline that a user would write instead, with the same packages.

newspaper3k reads the pages, sentence-transformers encodes their sentences with its defaults, `util.cos_sim` compares
all pairs within an event, Jinja2 writes a site. It is told which articles belong to one event, which Variorum has to
find. `python -m bench.rival OUT PAGES NEW` prints the seconds of each stage of its run on PAGES as JSON, imports and
loading included, those of a run on PAGES and NEW, since it begins anew every night and has all articles to read then,
and the most memory that it held.
"""

from __future__ import annotations

import json
import pickle
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

from scraper.article import Page
from variorum.heldmemory import peak_bytes

BOTH_NIGHTS: Final = "whole of both nights"
"""What begins anew would take no less: the second part has modules and the model loaded."""
PEAK: Final = "peak bytes"
LIKE: Final = 0.7
"""Cosine from which two sentences are shown side by side."""
TEMPLATE: Final = """<!doctype html><html lang="en"><meta charset="utf-8"><title>{{ title }}</title><h1>{{ title }}</h1>
{% for article in articles %}<h2><a href="{{ article.url }}">{{ article.title }}</a></h2>
{% for line in article.sentences %}<p>{{ line }}</p>{% endfor %}{% endfor %}
<table>{% for one, other, cosine in pairs %}
<tr><td>{{ one }}</td><td>{{ other }}</td><td>{{ "%.3f"|format(cosine) }}</td></tr>{% endfor %}</table></html>"""
INDEX: Final = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Events</title><ul>
{% for name, title in events %}<li><a href="{{ name }}.html">{{ title }}</a></li>{% endfor %}</ul></html>"""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A page, and the event that its article belongs to."""

    page: Page
    event: str


@dataclass(slots=True)
class Watch:
    """Seconds by stage."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        start = time.perf_counter()
        yield
        self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - start


def read_page(page: Page, text: str) -> Any:
    """newspaper3k's article of a decoded page, images off."""
    import newspaper

    config = newspaper.Config()
    config.fetch_images = False
    config.memoize_articles = False
    article = newspaper.Article(page.url, config=config)
    article.set_html(text)
    article.parse()
    return article


@cache
def load_model() -> Any:
    """The packaged model, as sentence-transformers loads it by itself."""
    from sentence_transformers import SentenceTransformer

    from variorum.adapters.transformer_embedder import packaged_folder

    return SentenceTransformer(str(packaged_folder()), device="cpu", local_files_only=True)


def run(pages: Sequence[Labelled], out: Path) -> dict[str, float]:
    """Everything, from pages to site. Seconds by stage."""
    watch = Watch()
    articles: dict[str, list[dict[str, Any]]] = {}
    with watch.stage("extraction"):
        import sentencex

        from scraper.encoding import decode

        for one in pages:
            read = read_page(one.page, decode(one.page.body, one.page.content_type))
            lines = [line.strip() for line in sentencex.segment("en", read.text) if line.strip()]
            articles.setdefault(one.event, []).append({"url": one.page.url, "title": read.title, "sentences": lines})
    with watch.stage("embedding"):
        model = load_model()
        every = [line for event in articles.values() for article in event for line in article["sentences"]]
        vectors = model.encode(every)
    with watch.stage("pairs"):
        found, at = {}, 0
        for event, members in articles.items():
            count = sum(len(article["sentences"]) for article in members)
            found[event] = list(_alike(members, every[at : at + count], vectors[at : at + count]))
            at += count
    with watch.stage("site"):
        from jinja2 import Environment

        environment = Environment(autoescape=True)
        page, index = environment.from_string(TEMPLATE), environment.from_string(INDEX)
        out.mkdir(parents=True, exist_ok=True)
        for event, members in articles.items():
            text = page.render(title=members[0]["title"], articles=members, pairs=found[event])
            (out / f"{event}.html").write_text(text, encoding="utf-8")
        titles = [(event, members[0]["title"]) for event, members in articles.items()]
        (out / "index.html").write_text(index.render(events=titles), encoding="utf-8")
    return watch.seconds


def _alike(members: Sequence[dict[str, Any]], lines: Sequence[str], vectors: Any) -> Iterator[tuple[str, str, float]]:
    """Pairs of sentences of different articles that are alike."""
    from sentence_transformers import util

    of = [number for number, article in enumerate(members) for _ in article["sentences"]]
    cosines = util.cos_sim(vectors, vectors)
    for one, other in (cosines >= LIKE).nonzero().tolist():
        if of[one] < of[other]:
            yield lines[one], lines[other], float(cosines[one, other])


def main() -> None:
    out, *files = map(Path, sys.argv[1:])
    nights = [pickle.loads(file.read_bytes()) for file in files]
    taken, parts = [], []
    for pages in nights:
        start = time.perf_counter()
        parts.append(run(pages, out))
        taken.append(time.perf_counter() - start)
    print(json.dumps({"whole": taken[0], **parts[0], BOTH_NIGHTS: sum(taken), PEAK: peak_bytes()}))


if __name__ == "__main__":
    main()
