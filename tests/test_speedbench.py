"""What `make bench-speed` measures with: its pages, its counting and its targets."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from bench.embedspeed import multiply_adds
from bench.extractionspeed import figure
from bench.manystories import many_stories
from bench.processes import run_python
from bench.speed import TARGETS, pages_of, with_targets


def test_a_page_holds_its_story() -> None:
    stories = [*many_stories(12), *many_stories(6, night=2, first_event=12)]
    for night, count in ((1, 12), (2, 6)):
        pages = pages_of(stories, 1 if night == 1 else 2)
        assert len(pages) == len({one.page.url for one in pages}) == count
        for one, story in zip(pages, (s for s in stories if s.night == night), strict=True):
            assert one.event == story.event
            assert story.published < one.page.fetched_at
            assert story.slug.encode() in one.page.url.encode()


def test_multiply_adds_of_one_layer_are_those_of_its_matrices() -> None:
    tokens, width, inner = 3, 4, 8
    projections = 4 * tokens * width * width  # of queries, keys, values and the attention's output
    products = 2 * tokens * tokens * width  # queries by keys, weights by values
    feed_forward = 2 * tokens * width * inner
    config = SimpleNamespace(hidden_size=width, intermediate_size=inner, num_hidden_layers=2)
    assert multiply_adds(config, [tokens]) == 2 * (projections + products + feed_forward)
    assert multiply_adds(config, [tokens, tokens]) == 2 * multiply_adds(config, [tokens])


@pytest.mark.parametrize(
    ("name", "value", "met"),
    [("ratio_embedding", 2.5, True), ("ratio_embedding", 2.49, False), ("help_ms", 300, True), ("help_ms", 301, False)],
)
def test_a_figure_with_a_target_says_whether_it_is_met(name: str, value: float, met: bool) -> None:
    judged = with_targets({name: figure([value], "unit"), "other": figure([1], "unit")})
    sign, target = TARGETS[name]
    assert (judged[name]["met"], judged[name]["target"]) == (met, f"{sign} {target:g}")
    assert "met" not in judged["other"]


def test_the_memory_of_a_program_is_that_of_its_processes_too() -> None:
    inner = "held = bytearray(120_000_000); held[::4096] = b'x' * len(held[::4096]); import time; time.sleep(1)"
    done = run_python("-c", f"import subprocess, sys; subprocess.run([sys.executable, '-c', {inner!r}]); print('{{}}')")
    assert done.last_json == {}
    assert 120_000_000 < done.peak_bytes < 240_000_000


def test_a_program_that_fails_ends_the_measuring() -> None:
    with pytest.raises(SystemExit, match="ended with 3"):
        run_python("-c", "raise SystemExit(3)")
    assert run_python("-c", "raise SystemExit(1)", fine=(0, 1)).output == ""
    with pytest.raises(SystemExit, match="ended with 3"):
        run_python("-c", "raise SystemExit(3)", look_s=None)
    assert run_python("-c", "print('[1]')", look_s=None).last_json == [1]
