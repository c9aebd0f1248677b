"""The plug points for sentence vectors: the packaged model and the model-free floor."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from compare.embed import Embedder, Vectors
from variorum.adapters import load_embedder
from variorum.adapters.engines import candidates
from variorum.adapters.lexical_embedder import LexicalEmbedder
from variorum.adapters.modelname import PACKAGED_NAME
from variorum.adapters.transformer_embedder import check_weights, packaged_folder
from variorum.errors import ModelError

TEXTS = [
    "Sirens sounded in Lowfold before the flood.",
    "",
    "Fares rise in April.",
    "Sirens sounded in Lowfold before the flood.",
    "The allies signed a defence research pact in Wexholm on Monday, officials of both countries said. " * 3,
]


@pytest.fixture(scope="module")
def model() -> Embedder:
    return load_embedder(PACKAGED_NAME)


def lengths(rows: Vectors) -> list[float]:
    return [round(float(length), 4) for length in np.linalg.norm(rows, axis=1)]


def test_the_packaged_model_gives_unit_rows_in_order(model: Embedder) -> None:
    rows = model.encode(TEXTS)
    assert (rows.dtype, rows.shape) == (np.float32, (5, 384))
    assert lengths(rows) == [1.0, 0.0, 1.0, 1.0, 1.0]
    assert np.array_equal(rows[0], rows[3])
    assert (model.name, model.engine) == ("all-MiniLM-L6-v2", candidates()[0])
    assert model.encode([]).shape == (0, 384)


def test_rows_do_not_depend_on_the_batch(model: Embedder) -> None:
    together = model.encode(TEXTS)
    for text, row in zip(TEXTS, together, strict=True):
        assert np.abs(model.encode([text])[0] - row).max() < 1e-4


def test_meaning_is_nearer_than_chance(model: Embedder) -> None:
    a, b, c = model.encode(["The river flooded the village.", "A village was under water.", "Fares rise in April."])
    assert a @ b > 0.5 > a @ c


def test_altered_weights_are_named(tmp_path: Path) -> None:
    weights = tmp_path / "model.safetensors"
    weights.write_bytes(b"not the model")
    with pytest.raises(ModelError, match=r"SHA-256 is .*, expected 00"):
        check_weights(weights, "00")
    with pytest.raises(ModelError, match="cannot be read"):
        check_weights(tmp_path / "missing", "00")


def test_the_installed_weights_are_the_ones_on_record() -> None:
    assert (packaged_folder() / "model.safetensors").is_file()


def test_a_missing_model_names_the_remedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(ModelError, match="give the path of a folder"):
        load_embedder(str(tmp_path / "no-such-model"))
    with pytest.raises(ModelError, match=r"nobody/no-such-model.*give the path of a folder"):
        load_embedder("nobody/no-such-model")


def test_the_lexical_floor_needs_no_torch() -> None:
    program = (
        "import sys\n"
        "sys.modules['torch'] = sys.modules['sklearn'] = sys.modules['sentence_transformers'] = None\n"
        "from variorum.adapters.lexical_embedder import LexicalEmbedder\n"
        "print(LexicalEmbedder().encode(['Sirens sounded.']).shape)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "(1, 512)", done.stderr


def test_the_adapter_of_the_model_loads_no_torch_before_use() -> None:
    program = "import sys, variorum.adapters.transformer_embedder; print('torch' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@given(st.lists(st.text(), max_size=6))
def test_lexical_rows_are_unit_or_zero_and_alone_what_they_are_together(texts: list[str]) -> None:
    embedder = LexicalEmbedder()
    rows = embedder.encode(texts)
    assert rows.dtype == np.float32
    assert set(lengths(rows)) <= {0.0, 1.0}
    for text, row in zip(texts, rows, strict=True):
        assert np.array_equal(embedder.encode([text])[0], row)


def test_lexical_neighbours_share_words() -> None:
    a, b, c = LexicalEmbedder().encode(
        ["Sirens sounded in Lowfold.", "In Lowfold a siren had sounded.", "Fares rise in April."]
    )
    assert a @ b > 0.6 > 0.2 > a @ c
