"""One real article, as a naive scraper stored it, and the table of what a careful reader marks in it.

Both are read from SEED_DIR, so that nothing of them stands here; skipped where they are not at hand.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import pytest

from compare.framing import Flag, flag_text
from compare.heard import Told
from compare.rules import parse_pack
from compare.scarequotes import quoted_fragments
from compare.sentences import split_sentences
from compare.voice import VoiceSpan, voice_of, voices
from scraper.article import Article
from scraper.saved import article_from_text
from variorum.adapters.taggers import tagger_named
from variorum.linting import lint_text
from variorum.rulepacks import built_in_rules

SEED_DIR = Path(os.environ.get("SEED_DIR") or Path(__file__).resolve().parent.parent / "../shared/articles")
TABLE = SEED_DIR / "README.md"
SEEDS = sorted(SEED_DIR.glob("000_*.txt"))

pytestmark = pytest.mark.skipif(
    not (SEEDS and TABLE.is_file()), reason=f"SEED_DIR: no table with an article in {SEED_DIR}"
)


SPEAKERS = {
    "secretary of state": "Secretary of State",
    "two countries": "The two countries",
    "prime minister": "Prime Minister",
    "spokesman": "spokesman",
    "ministers": "the ministers",
}
"""Whom the second and third column name, and how the article names them."""

CATEGORIES = {
    "own": {
        "so-called": {"doubt"},
        "entirely": {"intensity"},
        "record": {"intensity"},
        "potent": {"evaluation"},
        "accused": {"attribution"},
        "angered": {"agency"},
        "prompting": {"agency"},
    },
    "paraphrase": {"purported": {"doubt"}, "what": {"doubt"}, "perceived": {"doubt"}},
    "quoted": {
        "so-called": {"doubt"},
        "interference": {"evaluation"},
        "smear": {"evaluation"},
        "fabrication": {"evaluation"},
        "false": {"evaluation"},
    },
}
"""By voice and word: what the third column says of it."""


@dataclass(frozen=True, slots=True)
class Row:
    """A phrase of the table's first column, up to its first ellipsis, with the voice that the second column states and
    the speaker that it names, "" for none."""

    phrase: str
    voice: str
    speaker: str
    fragment: bool


def table_rows() -> list[Row]:
    rows = []
    for line in TABLE.read_text(encoding="utf-8").splitlines() if TABLE.is_file() else []:
        cells = [cell.strip() for cell in line.strip("| ").split("|")]
        if not line.startswith("|") or len(cells) != 3 or '"' not in cells[0]:
            continue
        voice = "paraphrase" if "paraphrase" in cells[1] else "own" if "own" in cells[1] else "quoted"
        phrases = [phrase.split("…")[0].strip() for phrase in re.findall(r'"([^"]+)"', cells[0])]
        speaker = next((name for named, name in SPEAKERS.items() if named in cells[1]), "")
        rows += [Row(phrase, voice, speaker, "attribution quote" in cells[2]) for phrase in phrases]
    return rows


def place_of(phrase: str, text: str) -> tuple[int, int]:
    found = re.search(r"\s+".join(map(re.escape, phrase.split())), text)
    assert found, f"not in the article: {phrase}"
    return found.start(), found.end()


@pytest.fixture(scope="module")
def article() -> Article:
    return article_from_text(SEEDS[0].read_text(encoding="utf-8"), outlet="seed", url="https://seed.example/0")


@pytest.fixture(scope="module", params=["auto", "none"])
def spans(article: Article, request: pytest.FixtureRequest) -> tuple[VoiceSpan, ...]:
    return voices(article.text, split_sentences(article), tagger_named(request.param))


@pytest.fixture(scope="module")
def flags(article: Article, spans: tuple[VoiceSpan, ...]) -> list[Flag]:
    packs = [e for e in (resources.files("compare") / "rulepacks").iterdir() if e.name.endswith(".toml")]
    rules = [rule for pack in packs for rule in parse_pack(pack.read_text(encoding="utf-8"), name=pack.name)]
    return flag_text(article.text, rules, spans)


def test_the_table_is_read() -> None:
    rows = table_rows()
    assert len(rows) == 15
    assert all(row.speaker for row in rows if row.voice != "own")
    assert {row.voice for row in rows} == {"own", "paraphrase", "quoted"}


@pytest.mark.parametrize("row", table_rows() or [Row("", "own", "", False)], ids=lambda row: row.phrase)
def test_every_row_is_found_with_the_right_voice(
    row: Row, article: Article, spans: tuple[VoiceSpan, ...], flags: list[Flag]
) -> None:
    start, end = place_of(row.phrase, article.text)
    over = [f for f in flags if f.start < end and start < f.end]
    if row.fragment:
        kind, source = voice_of(start, end, spans)
        assert (kind, source is None) == (row.voice, False)
        assert "doubt" not in {f.category for f in over}
        return
    wanted = {word: kinds for word, kinds in CATEGORIES[row.voice].items() if word in row.phrase}
    assert over, "nothing is flagged here"
    assert {f.voice for f in over} == {row.voice}
    assert {f.match.split()[0].lower(): {f.category} for f in over} == wanted
    for flag in over:
        assert article.text[flag.start : flag.end].split() == flag.match.split()
        assert row.speaker in (flag.source or "")
        assert (flag.source is None) == (row.voice == "own")
    assert len({(f.start, f.end) for f in over}) == len(over)


def test_no_fragment_is_a_scare_quote(article: Article, spans: tuple[VoiceSpan, ...]) -> None:
    found = quoted_fragments(Told("seed", article.text, split_sentences(article), spans), [])
    assert {one.marks for one in found} == {"attribution"}
    for row in table_rows():
        if row.fragment:
            start, end = place_of(row.phrase, article.text)
            (over,) = [one for one in found if one.start < end and start < one.end]
            assert over.heard is not None
            assert "ministers" in (over.heard.speaker or "")


def test_lint_tells_the_same_in_the_file_s_own_places(flags: list[Flag]) -> None:
    text = SEEDS[0].read_bytes().decode("utf-8")
    rules = [rule for pack in built_in_rules() for rule in pack.rules]
    found = lint_text("seed", text, rules, tagger_named("auto"))
    lines = text.split("\n")
    assert [one.flag.match for one in found] == [flag.match for flag in flags]
    for one in found:
        assert text[one.flag.start : one.flag.end].split() == one.flag.match.split()
        assert lines[one.line - 1][one.column - 1 :].startswith(one.flag.match.split()[0])
        assert one.weight == "note" or one.flag.voice != "quoted"


def test_furniture_is_no_text(article: Article) -> None:
    told = TABLE.read_text(encoding="utf-8").partition("The last lines (")[2].partition(")")[0]
    furniture = [" ".join(line.split()) for line in re.findall(r'"([^"]+)"', told)]
    assert len(furniture) == 4
    lines = [" ".join(line.split()) for line in SEEDS[0].read_text(encoding="utf-8").splitlines()]
    for line in furniture:
        assert line in lines
        assert line not in " ".join(article.text.split())


def test_one_word_is_flagged_beside_the_table(article: Article, flags: list[Flag]) -> None:
    """The second "prompting", in own voice: the table's reasoning for the first defends it."""
    places = [place_of(row.phrase, article.text) for row in table_rows()]
    rest = [f for f in flags if not any(f.start < end and start < f.end for start, end in places)]
    assert [(f.match, f.rule, f.voice) for f in rest] == [("prompting", "agency.prompting", "own")]
