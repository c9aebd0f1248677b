"""newspaper3k behind its adapter: what it reads and writes beside the page, and pages that it is not asked to read."""

from __future__ import annotations

import marshal
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from scraper.errors import ExtractError
from variorum.adapters.newspaper_extractor import MOST_PARAGRAPHS, NewspaperExtractor

CHINESE_PAGE = Path(__file__).parent / "pages" / "faults" / "chinese.html"
ADDRESS = "https://lantern.example/a"
LINE = "<p>The harbour board of Wexholm heard that the pier had moved by the width of a hand on Monday.</p>"

READS_CHINESE = """
import sys
from pathlib import Path
touched = []

def note(event, arguments):
    if event in ("open", "os.rename", "os.remove", "os.link", "os.symlink", "os.mkdir"):
        touched.extend(str(argument) for argument in arguments if isinstance(argument, (str, bytes)))

sys.addaudithook(note)
from variorum.adapters.newspaper_extractor import NewspaperExtractor
extractor = NewspaperExtractor()
body = extractor(Path(sys.argv[1]).read_text("utf-8"), "https://lantern.example/a", "zh")
import jieba
assert body.paragraphs, body
assert jieba.initialized
assert any("newspaper" in path for path in touched), "the hook hears nothing"
print(*sorted({path for path in touched if path.startswith(sys.argv[2])}), sep="\\n")
"""
SAME_WORDS = """
import sys
from pathlib import Path
from variorum.adapters.newspaper_extractor import _read_chinese_words
import jieba

text = Path(sys.argv[1]).read_text("utf-8")
_read_chinese_words()
ours = (jieba.pfdict, jieba.FREQ, jieba.total, jieba.min_freq, list(jieba.cut(text, cut_all=True)))
jieba.initialized = False
jieba.initialize()
theirs = (jieba.pfdict, jieba.FREQ, jieba.total, jieba.min_freq, list(jieba.cut(text, cut_all=True)))
assert ours == theirs
assert len(ours[-1]) > 100
"""


def run(code: str, *arguments: str, temporary: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "TMPDIR": str(temporary), "TEMP": str(temporary), "TMP": str(temporary)},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_chinese_is_cut_without_the_cache_in_the_shared_temp_folder(tmp_path: Path) -> None:
    """Somebody has put a cache of their own where jieba looks for one; nobody opens, replaces or removes it."""
    planted = tmp_path / "jieba.cache"
    theirs = marshal.dumps(({"x"}, {"x": 1.0}, 1.0, 0.0))
    planted.write_bytes(theirs)
    later = time.time() + 3600  # newer than the dictionary, as jieba asks of a cache
    os.utime(planted, (later, later))
    touched = run(READS_CHINESE, str(CHINESE_PAGE), str(tmp_path), temporary=tmp_path).splitlines()
    assert str(tmp_path / ".newspaper_scraper") in touched, "the hook hears nothing of this folder"
    assert not [path for path in touched if "jieba" in Path(path).name]
    assert planted.read_bytes() == theirs
    assert {path.name for path in tmp_path.iterdir()} == {"jieba.cache", ".newspaper_scraper"}


def test_jieba_knows_the_words_that_it_would_have_read_itself(tmp_path: Path) -> None:
    run(SAME_WORDS, str(CHINESE_PAGE), temporary=tmp_path)


def test_a_page_of_too_many_paragraphs_is_refused() -> None:
    """newspaper3k takes time by the square of paragraphs that stand beside each other."""
    extractor = NewspaperExtractor()
    assert extractor(f"<html><body>{LINE * 40}</body></html>", ADDRESS, "en").paragraphs
    with pytest.raises(ExtractError) as caught:
        extractor(f"<html><body>{LINE * (MOST_PARAGRAPHS + 1)}</body></html>", ADDRESS, "en")
    assert caught.value.reason == "extractor failed"
    assert str(MOST_PARAGRAPHS + 1) in caught.value.detail
