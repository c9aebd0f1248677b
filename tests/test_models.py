"""Any sentence-transformers model by name or folder: its prompts, its dimensions, and the name its vectors go by."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from compare.calibration import MINILM, calibration_for
from compare.embed import Embedder
from db.store import open_store
from tests.conftest import ROOT, Run
from tests.toys import FLOOD, PACT
from variorum.adapters import LateEmbedder, load_embedder
from variorum.adapters.modelname import model_name
from variorum.adapters.transformer_embedder import TransformerEmbedder
from variorum.errors import ModelError, SettingsError
from variorum.nightly import embedder_for
from variorum.settings import load_settings

WORDS = ("query", ":", "passage", "sirens", "sounded", "before", "the", "flood", "fares", "rise", "in", "april")
TEXTS = ("sirens sounded before the flood", "", "fares rise in april", "sirens sounded before the flood")
DIMENSIONS = 8


def tiny_model(folder: Path, *, seed: int = 1, default: str | None = None) -> str:
    """A model of one random row a word, averaged; it defines a prompt named "query"."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

    tokenizer = Tokenizer(models.WordLevel({word: n for n, word in enumerate(("[UNK]", *WORDS))}, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    rows = np.random.default_rng(seed).normal(size=(len(WORDS) + 1, DIMENSIONS)).astype(np.float32)
    embedding = StaticEmbedding(tokenizer, embedding_weights=rows)
    prompts = {"query": "query : "}
    model = SentenceTransformer(modules=[embedding], device="cpu", prompts=prompts, default_prompt_name=default)
    model.save(str(folder), create_model_card=False)
    return str(folder)


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> str:
    return tiny_model(tmp_path_factory.mktemp("models") / "tiny")


def rows(embedder: Embedder, texts: Sequence[str] = TEXTS) -> np.ndarray:
    found = embedder.encode(texts)
    assert found.dtype == np.float32
    return found


def same(a: np.ndarray, b: np.ndarray) -> bool:
    return a.shape == b.shape and bool(np.abs(a - b).max() < 1e-6)


def test_a_folder_is_a_model(tiny: str) -> None:
    found = rows(load_embedder(tiny))
    assert found.shape == (4, DIMENSIONS)
    assert np.round(np.linalg.norm(found, axis=1), 5).tolist() == [1, 0, 1, 1]
    assert np.array_equal(found[0], found[3])
    assert load_embedder(tiny).encode([]).shape == (0, DIMENSIONS)


def test_a_prompt_stands_before_each_sentence_as_text_or_by_the_name_the_model_gives_it(tiny: str) -> None:
    plain = rows(load_embedder(tiny))
    as_text = rows(load_embedder(tiny, prompt="query : "))
    by_name = rows(load_embedder(tiny, prompt="query"))
    written_out = rows(load_embedder(tiny), [f"query : {text}" if text else "" for text in TEXTS])
    assert same(as_text, by_name)
    assert same(as_text, written_out)
    assert not same(plain, as_text)
    assert not as_text[1].any()  # an empty text stays empty


def test_a_model_s_own_default_holds_unless_told_otherwise(tiny: str, tmp_path: Path) -> None:
    folder = tiny_model(tmp_path / "with-default", default="query")
    assert same(rows(load_embedder(folder)), rows(load_embedder(tiny, prompt="query")))
    assert same(rows(load_embedder(folder, prompt="")), rows(load_embedder(tiny)))
    assert same(rows(load_embedder(folder, prompt="passage : ")), rows(load_embedder(tiny, prompt="passage : ")))


def test_dimensions_cut_a_vector_before_it_is_brought_to_length_one(tiny: str) -> None:
    cut = rows(load_embedder(tiny, dimensions=3))
    whole = rows(load_embedder(tiny))[:, :3]
    lengths = np.linalg.norm(whole, axis=1, keepdims=True)
    assert same(cut, np.divide(whole, lengths, out=np.zeros_like(whole), where=lengths > 0))
    assert load_embedder(tiny, dimensions=3).encode([""]).shape == (1, 3)
    with pytest.raises(ModelError, match=r"has 8 dimensions, not 9; lower dimensions"):
        load_embedder(tiny, dimensions=9)


def test_whatever_changes_vectors_changes_the_name(tiny: str, tmp_path: Path) -> None:
    other_weights = tiny_model(tmp_path / "other" / "tiny", seed=2)
    other_default = tiny_model(tmp_path / "default" / "tiny", default="query")
    names = {
        model_name(tiny),
        model_name(other_weights),
        model_name(other_default),
        model_name(tiny, prompt="query"),
        model_name(tiny, prompt=""),
        model_name(tiny, dimensions=4),
        model_name(tiny, "query", 4),
        model_name("some/model"),
        model_name("some/model", "query"),
    }
    assert len(names) == 9
    moved = shutil.copytree(tiny, tmp_path / "elsewhere" / "tiny")
    (moved / "README.md").write_text("A note.", encoding="utf-8")
    assert model_name(str(moved)) == model_name(tiny)


def test_the_name_is_the_same_before_and_after_loading(tiny: str) -> None:
    late = LateEmbedder(tiny, prompt="query", dimensions=4)
    loaded = load_embedder(tiny, prompt="query", dimensions=4)
    assert isinstance(loaded, TransformerEmbedder)
    assert (late.name, late.engine) == (loaded.name, loaded.engine)
    assert loaded.prompt == "query : "
    assert same(rows(late), rows(loaded))


def test_naming_a_folder_s_model_loads_no_torch(tiny: str) -> None:
    program = (
        "import sys\nfrom variorum.adapters import LateEmbedder\n"
        "print(LateEmbedder(sys.argv[1], prompt='query').name)\nprint('torch' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program, tiny], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.splitlines() == [model_name(tiny, "query"), "False"]


def test_the_packaged_model_is_found_in_the_calibrations_by_its_name() -> None:
    name = LateEmbedder("all-MiniLM-L6-v2").name
    assert name == "all-MiniLM-L6-v2"
    assert calibration_for(name) is MINILM


def test_a_folder_without_a_model_names_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"no-such: no such folder; give the path"):
        model_name(str(tmp_path / "no-such"))
    with pytest.raises(ModelError, match="no weights there"):
        model_name(str(tmp_path))


def test_settings_name_model_prompt_and_dimensions(tiny: str, tmp_path: Path) -> None:
    shutil.copytree(tiny, tmp_path / "models" / "tiny")
    config = tmp_path / "variorum.toml"
    for given in ("models/tiny", "./models/tiny", str(tmp_path / "models" / "tiny")):
        config.write_text(f'[compare]\nembedder = "{given}"\nprompt = "query"\ndimensions = 4\n', encoding="utf-8")
        assert embedder_for(load_settings(config, cwd=ROOT)).name == model_name(tiny, "query", 4)
    config.write_text('[compare]\nembedder = "lexical"\ndimensions = 4\n', encoding="utf-8")
    with pytest.raises(SettingsError, match="neither prompt nor dimensions; leave both out"):
        load_settings(config, cwd=ROOT)
    config.write_text("[compare]\ndimensions = 0\n", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"compare\.dimensions"):
        load_settings(config, cwd=ROOT)
    (tmp_path / "lexical").mkdir()
    config.write_text('[compare]\nembedder = "lexical"\n', encoding="utf-8")
    assert embedder_for(load_settings(config, cwd=ROOT)).name == "lexical"


def json_lines(folder: Path) -> None:
    articles = [
        {
            "outlet": one.outlet,
            "url": one.url,
            "title": one.title,
            "published": str(one.published).replace("2031", "2025"),
            "text": one.body,
        }
        for one in (*PACT, *FLOOD)
    ]
    (folder / "in.jsonl").write_text("\n".join(map(json.dumps, articles)), encoding="utf-8")


def test_vectors_of_two_models_lie_side_by_side_and_are_never_mixed(variorum: Run, tiny: str, tmp_path: Path) -> None:
    json_lines(tmp_path)
    assert variorum("add", "in.jsonl").returncode == 0
    counts = []
    for lines in (f'embedder = "{tiny}"', f'embedder = "{tiny}"\nprompt = "query"', f'embedder = "{tiny}"'):
        (tmp_path / "variorum.toml").write_text(f"[compare]\n{lines}\n", encoding="utf-8")
        done = variorum("compare")
        assert done.returncode == 0, done.stderr
        with open_store(f"sqlite:///{tmp_path / 'var/variorum.db'}") as store:
            counts.append(store.counts()["vectors"])
    assert counts[0] > 0
    assert counts == [counts[0], 2 * counts[0], 2 * counts[0]]
    doctor = variorum("doctor").stdout
    assert f"{model_name(tiny)} (torch-fp32) answers, 8 dimensions" in doctor


WITHOUT_TORCH = """
import sys

class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {"torch", "sentence_transformers", "transformers"}:
            raise ImportError(f"{name} is blocked")

sys.meta_path.insert(0, Blocked())
from variorum.cli import main
main(sys.argv[1:])
"""


def test_the_lexical_floor_runs_the_whole_program_without_torch(tmp_path: Path) -> None:
    def run(*arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", WITHOUT_TORCH, *arguments],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def exported(what: str) -> list[dict[str, list[dict[str, str]]]]:
        return [json.loads(line) for line in run("export", what).splitlines()]

    json_lines(tmp_path)
    (tmp_path / "variorum.toml").write_text('[compare]\nembedder = "lexical"\n', encoding="utf-8")
    run("add", "in.jsonl")
    run("compare")
    run("report")
    assert (tmp_path / "site" / "index.html").is_file()
    events = {frozenset(one["url"] for one in event["articles"]) for event in exported("events")}
    assert events == {frozenset(one.url for one in PACT), frozenset(one.url for one in FLOOD)}
    outlets = [{reading["outlet"] for reading in claim["readings"]} for claim in exported("claims")]
    assert {"wire", "daily", "statetv"} in outlets
    assert exported("differences")
    assert exported("flags")


def test_another_model_is_refused_in_plain_words_where_torch_is_missing(tmp_path: Path) -> None:
    json_lines(tmp_path)
    for arguments, status in ((["add", "in.jsonl"], 0), (["compare"], 2)):
        done = subprocess.run(
            [sys.executable, "-c", WITHOUT_TORCH, *arguments],
            cwd=tmp_path,
            env={**os.environ, "XDG_CACHE_HOME": str(tmp_path)},  # where no converted model lies
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == status, done.stderr
    assert 'embedder = "lexical"' in done.stderr
    assert "Traceback" not in done.stderr
