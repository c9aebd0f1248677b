"""The marks of an event as Web Annotations."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from scraper.article import Article
from tests import report_sample as sample
from variorum.annotations import annotation_page
from variorum.excerpts import ExcerptBudget
from variorum.inputs import EventInput
from variorum.pages import event_page
from variorum.sitepaths import FROM_EVENT_FOLDER


def annotations(source: EventInput, words: int = 400) -> tuple[list[dict[str, Any]], ExcerptBudget]:
    report = replace(sample.report(), excerpt_words=words)
    budget = ExcerptBudget(words)
    event_page(source, report, budget)
    page = json.loads(annotation_page(source, report, budget))
    assert page["type"] == "AnnotationPage"
    return page["items"], budget


def by_address(source: EventInput) -> dict[str, Article]:
    report = sample.report()
    held = [one.article for one in source.articles]
    return {f"{FROM_EVENT_FOLDER}{report.label(one.outlet).source_url(one.url)}": one for one in held}


def quote_of(item: dict[str, Any]) -> dict[str, str] | None:
    selectors = item["target"]["selector"]
    return next((one for one in selectors if one["type"] == "TextQuoteSelector"), None)


def test_every_mark_is_found_by_its_words_and_by_its_place() -> None:
    source = sample.pact()
    items, _ = annotations(source)
    articles = by_address(source)
    assert len(items) == len(source.results.flags)
    for item in items:
        quote, place = quote_of(item), item["target"]["selector"][-1]
        text = articles[item["target"]["source"]].text
        assert quote is not None
        around = quote.get("prefix", "") + quote["exact"] + quote.get("suffix", "")
        assert text[place["start"] : place["end"]] == quote["exact"]
        assert around in text
        assert {"reviewed", "not reviewed"} & {body["value"] for body in item["body"]}


def test_no_word_stands_there_that_the_pages_do_not_print() -> None:
    source = sample.pact()
    items, budget = annotations(source, words=8)
    articles = by_address(source)
    for item in items:
        quote, place = quote_of(item), item["target"]["selector"][-1]
        if quote is not None:
            before = quote.get("prefix", "")
            around = before + quote["exact"] + quote.get("suffix", "")
            assert budget.holds(articles[item["target"]["source"]].key, place["start"] - len(before), around)
    unprinted = [item for item in items if quote_of(item) is None]
    assert unprinted
    assert all(body["purpose"] == "tagging" for item in unprinted for body in item["body"])


def test_an_article_without_an_address_to_link_to_is_left_out() -> None:
    source = sample.pact()
    hostile = [replace(one, article=replace(one.article, url="javascript:alert(1)")) for one in source.articles]
    assert annotations(replace(source, articles=tuple(hostile)))[0] == []
