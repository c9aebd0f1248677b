"""The marks of an event as W3C Web Annotations, so that other programs can show them over the live pages.

One AnnotationPage for each event (Web Annotation Data Model, W3C Recommendation of 23 February 2017). A mark is found
by a TextQuoteSelector as far as its words and those around it may be printed at all; nothing is printed here that the
pages do not show. Beyond that its place in the text that was read is given alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from compare.verdicts import CONTEXT
from db.records import StoredFlag
from scraper.article import Article
from variorum.describing import Descriptions
from variorum.excerpts import ExcerptBudget
from variorum.inputs import EventInput, Report
from variorum.jsonfiles import json_bytes
from variorum.links import safe_href
from variorum.sitepaths import FROM_EVENT_FOLDER

Node = dict[str, Any]
WHOSE: Final = {
    "own": "in the outlet's own voice",
    "paraphrase": "in the outlet's own words for what somebody said",
    "quoted": "in a quotation",
}
JSON_LD_CONTEXT: Final = "http://www.w3.org/ns/anno.jsonld"


def annotation_page(source: EventInput, report: Report, budget: ExcerptBudget) -> bytes:
    """The event's annotations, in the order of its flags; those whose article has no address that can be linked to are
    left out. `budget` is the one by which the event's page was made."""
    page = {
        "@context": JSON_LD_CONTEXT,
        "id": f"urn:variorum:event:{source.event.id}",
        "type": "AnnotationPage",
        "items": list(_annotations(source, report, budget)),
    }
    return json_bytes(page)


def _annotations(source: EventInput, report: Report, budget: ExcerptBudget) -> Iterator[Node]:
    articles = {item.article.key: item.article for item in source.articles}
    descriptions = Descriptions(report.method.rules, texts=len(source.results.voices))
    for item in source.flags_in_text():
        article = articles[item.article]
        address = safe_href(report.label(article.outlet).source_url(article.url), root=FROM_EVENT_FOLDER)
        if address is not None:
            start, end = item.flag.start, item.flag.end
            printed = budget.holds(article.key, start, article.text[start:end])
            accepted = item.id in source.reviewed
            yield {
                "id": f"urn:variorum:flag:{item.id}",
                "type": "Annotation",
                "motivation": "assessing",
                "body": list(_bodies(item, descriptions.of(item.flag) if printed else "", accepted=accepted)),
                "target": {"source": address, "selector": list(_selectors(article, start, end, budget, printed))},
            }


def _bodies(item: StoredFlag, told: str, *, accepted: bool) -> Iterator[Node]:
    """What is `told` of the words, which repeats them and so is "" where they are not printed, and what it is, as
    tags."""
    flag = item.flag
    if told:
        yield {
            "type": "TextualBody",
            "value": f"{told} ({WHOSE[flag.voice]})",
            "format": "text/plain",
            "language": "en",
            "purpose": "commenting",
        }
    for tag in (flag.category, flag.rule, flag.level, flag.voice, "reviewed" if accepted else "not reviewed"):
        yield {"type": "TextualBody", "value": tag, "format": "text/plain", "purpose": "tagging"}


def _selectors(article: Article, start: int, end: int, budget: ExcerptBudget, printed: bool) -> Iterator[Node]:
    if printed:
        quote = {"type": "TextQuoteSelector", "exact": article.text[start:end]}
        before, behind = _before(article, start, budget), _behind(article, end, budget)
        yield quote | ({"prefix": before} if before else {}) | ({"suffix": behind} if behind else {})
    yield {"type": "TextPositionSelector", "start": start, "end": end}


def _before(article: Article, start: int, budget: ExcerptBudget) -> str:
    """The words before a place that the pages print, from the first whole one in reach."""
    for left in range(max(0, start - CONTEXT), start):
        opens = left == 0 or article.text[left - 1].isspace()
        if opens and budget.holds(article.key, left, article.text[left:start]):
            return article.text[left:start]
    return ""


def _behind(article: Article, end: int, budget: ExcerptBudget) -> str:
    text = article.text
    for right in range(min(len(text), end + CONTEXT), end, -1):
        closes = right == len(text) or text[right].isspace()
        if closes and budget.holds(article.key, end, text[end:right]):
            return text[end:right]
    return ""
