"""Damaged pages: a short run of `make fuzz` with fixed seeds, and what longer runs have found."""

from __future__ import annotations

import itertools
import time
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.fuzz_extract import Damaged, complaint, damaged_pages, fuzz_extraction, run, seeds
from bench.mutate import MOST, MUTATIONS, Mutation, damaged
from bench.pages import demo_pages, stored_pages
from scraper.structured import parse_html
from variorum.extraction import Extraction
from variorum.pageworker import FAILED

SEED = 20_310_310
COUNT = 80  # damaged pages in the suite; `make fuzz` tries thousands


def test_damaged_pages_end_as_articles_or_refusals(tmp_path: Path) -> None:
    pages = itertools.islice(damaged_pages(seeds(), SEED), COUNT)
    with fuzz_extraction() as extraction:
        endings, broken = run(pages, tmp_path, extraction, until=time.monotonic() + 3600)
    assert not broken, "\n".join(file.with_suffix(".txt").read_text("utf-8") for file in broken)
    assert endings.total() == COUNT
    assert endings["article"] > COUNT // 3  # damage that leaves no article to look at would test nothing


def test_the_undamaged_pages_keep_every_promise() -> None:
    with Extraction(processes=0, seconds=60, max_bytes=1_000_000_000) as extraction:
        wrong = {page.url: complaint(extraction, page)[1] for page in (*stored_pages(), *demo_pages())}
    assert not {url: problem for url, problem in wrong.items() if problem}


def test_a_broken_promise_is_saved_with_its_story(tmp_path: Path) -> None:
    """An extractor with a mistake of its own: the page, how it came about and what happened lie in the folder."""
    page = next(demo_pages())
    found = iter([Damaged(page, "seed 1, number 2: by hand")])

    class Mistaken:
        name = "mistaken/1"

        def __call__(self, html: str, url: str, language: str) -> object:
            raise ZeroDivisionError("a mistake")

    with Extraction(processes=0, seconds=60, max_bytes=1_000_000_000, load=lambda: (Mistaken(),)) as extraction:
        ending, wrong = complaint(extraction, page)
        endings, saved = run(found, tmp_path, extraction, until=time.monotonic() + 60)
    assert ending == FAILED
    assert wrong.endswith(": a mistake")
    assert endings == {FAILED: 1}
    assert [file.read_bytes() for file in saved] == [page.body]
    story = saved[0].with_suffix(".txt").read_text("utf-8")
    assert "seed 1, number 2: by hand" in story
    assert "ZeroDivisionError" in story


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.__name__)
@given(page=st.binary(max_size=300), seed=st.integers(0, 2**32))
def test_damage_depends_on_its_seed_alone(mutation: Mutation, page: bytes, seed: int) -> None:
    others = [page, b"<p>another page</p>"]
    once, twice = (mutation(page, Random(seed), others) for _ in range(2))
    assert once == twice


def test_damage_is_bounded_and_named() -> None:
    names: set[str] = set()
    for seed in range(200):
        page, story = damaged(b"<html><p>2031</p></html>", Random(seed), [b"<p>x</p>"], times=3)
        assert len(page) <= MOST
        assert len(story) == 3
        names |= set(story)
    assert names == {mutation.__name__ for mutation in MUTATIONS}


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("gov\x02ernment", "government"),
        ("one\ftwo", "one two"),
        ("a\ufffeb\uffffc", "abc"),
        ("a&#1;b&#x1F;c&#11;d&#xfffe;e&#65535;f", "abcdef"),
        ("a&#10;b&#160;&#310;&#x1F600;&#x10FFFF;", "a\nb\xa0Ķ\U0001f600\U0010ffff"),
    ],
)
def test_characters_that_no_tree_can_be_written_with(text: str, read: str) -> None:
    paragraph = parse_html(f"<p>{text}</p>").find(".//p")
    assert paragraph is not None
    assert paragraph.text == read
    paragraph.text = paragraph.text  # refused for control characters, which taking elements out of a tree runs into
