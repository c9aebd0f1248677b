"""Engines: which one is chosen, what is converted and kept, and that its vectors are the model's own."""

from __future__ import annotations

import pickle
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from compare.embed import in_parts
from compare.spans import Span
from compare.words import words
from tests.conftest import ROOT
from tests.test_models import WORDS, tiny_model
from tests.toys import WordBag
from variorum import adapters
from variorum.adapters import LateEmbedder, conversion, converted, load_embedder, openvino_embedder
from variorum.adapters.attention import MASK, attending, hide_padding, without_masks
from variorum.adapters.conversion import LEAST_COSINE, PROBES
from variorum.adapters.converted import FACTS, MODEL, WEIGHTS, Conversion, Facts, conversion_of
from variorum.adapters.converted import _sha256 as sha256
from variorum.adapters.eightbit import LEVELS, rounded
from variorum.adapters.engines import (
    OPENVINO_BF16,
    OPENVINO_FP32,
    OPENVINO_INT8_BF16,
    OPENVINO_INT8_FP32,
    TORCH,
    candidates,
    processor_flags,
    settle,
)
from variorum.adapters.openvino_embedder import BUDGET, OpenVinoEmbedder, batches, compile_settings, pieces_of
from variorum.adapters.openvino_library import openvino_module
from variorum.adapters.padding import entered
from variorum.adapters.transformer_embedder import load_embedder as load_torch
from variorum.adapters.wordmodel import WordModel
from variorum.errors import CacheError, ModelError
from variorum.nightly import begin_embedding, comparison_for
from variorum.settings import CompareSettings, EngineChoice, Settings

pytest.importorskip("openvino")
ENGINES: tuple[EngineChoice, ...] = (OPENVINO_FP32, OPENVINO_BF16, OPENVINO_INT8_FP32, OPENVINO_INT8_BF16)
SAME = 1e-4  # of a row, in fp32


def bert(folder: Path, *, include_prompt: bool = True, pooling_mode: str = "mean") -> str:
    """A transformer of two thin layers with random weights and a word for a token."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    marks = ("[PAD]", "[UNK]", "[CLS]", "[SEP]")
    vocabulary = {word: n for n, word in enumerate((*marks, *WORDS))}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.TemplateProcessing("[CLS] $A [SEP]", None, [("[CLS]", 2), ("[SEP]", 3)])
    named = {"pad_token": "[PAD]", "unk_token": "[UNK]", "cls_token": "[CLS]", "sep_token": "[SEP]"}
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, **named).save_pretrained(folder / "inner")
    torch.manual_seed(1)
    shape = {"hidden_size": 16, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 32}
    BertModel(BertConfig(vocab_size=len(vocabulary), max_position_embeddings=64, **shape)).save_pretrained(
        folder / "inner"
    )
    inner = Transformer(str(folder / "inner"), max_seq_length=32)
    pooling = Pooling(inner.get_embedding_dimension(), pooling_mode, include_prompt=include_prompt)
    prompts = {"query": "query : "}
    made = SentenceTransformer(modules=[inner, pooling], device="cpu", prompts=prompts)
    made.save(str(folder / "whole"), create_model_card=False)
    return str(folder / "whole")


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> str:
    return bert(tmp_path_factory.mktemp("bert"))


@pytest.fixture(scope="module")
def kept(model: str, tmp_path_factory: pytest.TempPathFactory) -> Conversion:
    return conversion_of(model, OPENVINO_FP32, tmp_path_factory.mktemp("cache"))


def opened(kept: Conversion, **options: Any) -> OpenVinoEmbedder:
    return OpenVinoEmbedder.open("tiny", kept.folder, kept.facts, **options)


def cosines(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    return (a * b).sum(axis=1)


texts = st.lists(st.lists(st.sampled_from((*WORDS, "elsewhere")), max_size=40).map(" ".join), max_size=8)


@given(texts)
@settings(max_examples=30)
def test_a_row_is_the_same_to_the_bit_alone_together_and_in_another_order(kept: Conversion, some: list[str]) -> None:
    embedder = opened(kept)
    rows = embedder.encode(some)
    assert np.array_equal(embedder.encode(some[::-1]), rows[::-1])
    for text, row in zip(some, rows, strict=True):
        assert np.array_equal(embedder.encode([text])[0], row)


@given(texts, st.integers(1, 9))
@settings(max_examples=30)
def test_in_parts_every_text_comes_once_with_the_same_row(kept: Conversion, some: list[str], size: int) -> None:
    different = sorted(set(some))
    for embedder in (opened(kept), WordBag()):
        rows = embedder.encode(different)
        seen: list[int] = []
        for places, found in in_parts(embedder, different, size):
            seen += places
            assert np.array_equal(found, rows[places])
        assert sorted(seen) == list(range(len(different)))


def test_parts_are_of_some_size_and_whoever_takes_no_more_leaves_the_model_usable(kept: Conversion) -> None:
    some = [" ".join([word] * length) for word in WORDS for length in (1, 5, 9)]
    embedder = opened(kept)
    rows = embedder.encode(some)
    sizes = [len(places) for places, _ in embedder.encode_in_parts(some, 10)]
    assert len(sizes) > 1
    assert all(size >= 10 for size in sizes[:-1])
    for _ in range(30):  # a call may be over before the next begins
        started = embedder.encode_in_parts(some, 1)
        next(started)
        started.close()
        assert np.array_equal(embedder.encode(some), rows)


def test_a_late_embedder_has_the_parts_of_its_model() -> None:
    late, some = LateEmbedder("lexical"), ["fares rise", "the flood", "sirens sounded in april"]
    parts = list(late.encode_in_parts(some, 2))
    assert [len(places) for places, _ in parts] == [2, 1]
    assert np.array_equal(np.vstack([rows for _, rows in parts]), late.encode([some[at] for p, _ in parts for at in p]))


@pytest.mark.parametrize("options", [{}, {"prompt": "query"}, {"prompt": "fares "}, {"dimensions": 5}])
def test_vectors_are_those_of_torch_with_prompt_and_dimensions(
    model: str, kept: Conversion, options: dict[str, Any]
) -> None:
    some = ["sirens sounded before the flood", "", "fares rise in april", "the flood " * 40]
    ours, theirs = opened(kept, **options), load_torch(model, **options)
    assert ours.prompt == theirs.prompt
    assert np.abs(ours.encode(some) - theirs.encode(some)).max() < SAME
    assert ours.encode([]).shape == theirs.encode([]).shape
    assert ours.encode([" "]).any() == theirs.encode([" "]).any()


def test_words_have_the_vectors_of_torch(model: str, kept: Conversion) -> None:
    some = ["Sirens sounded, before the flood.", "", "the flood " * 40]
    theirs = load_torch(model).encode_words(some)
    ours = opened(kept).encode_words(some)
    assert theirs is not None
    assert ours is not None
    for one, other in zip(ours, theirs, strict=True):
        assert one.shape == other.shape
        assert one.size == 0 or np.abs(one - other).max() < SAME


@given(st.lists(st.integers(1, len(WORDS)), min_size=1, max_size=32))
@settings(max_examples=40)
def test_a_padded_text_has_the_rows_that_it_has_as_it_is(kept: Conversion, tokens: list[int]) -> None:
    """Up to the model's own cut, which is no multiple of what texts are padded to."""
    asked = {longest: word_model(kept.folder / MODEL, kept.facts.engine, longest) for longest in (None, 30)}
    assert [asked[None]._longest, asked[30]._longest] == [None, 30]
    entered = np.array(tokens[:30], dtype=np.int64)
    plain, filled = (np.array(one.layer(entered)) for one in asked.values())
    assert plain.shape == filled.shape == (len(entered), 16)
    assert np.abs(plain - filled).max() < SAME
    asked[30].layer(np.array(tokens[:1] * 30, dtype=np.int64))
    assert np.array_equal(asked[30].layer(entered), filled)


def test_a_first_text_of_one_token_changes_no_later_one(kept: Conversion) -> None:
    first, later = np.array([5], dtype=np.int64), np.arange(1, 21, dtype=np.int64) % len(WORDS)
    one, other = (WordModel(kept.folder / MODEL, compile_settings(kept.facts.engine), None) for _ in range(2))
    one.layer(first)
    assert np.abs(np.array(one.layer(later)) - np.array(other.layer(later))).max() < SAME


@cache
def word_model(path: Path, engine: str, longest: int | None) -> WordModel:
    return WordModel(path, compile_settings(engine), longest)


@pytest.mark.parametrize("kind", ["number", "boolean", "unmasked", "none"])
def test_padding_is_hidden_where_a_number_can_be_added_to_every_mask(kind: str) -> None:
    ops = openvino_module().opset13
    tokens, shown = (ops.parameter([-1, -1], np.int64) for _ in range(2))
    heads = ops.convert(ops.unsqueeze(tokens, ops.constant([1, 3])), "f32")
    masks = {"number": [ops.constant(np.float32(0))], "boolean": [ops.constant(np.array(True))], "unmasked": []}
    if kind in masks:
        heads = ops.scaled_dot_product_attention(heads, heads, heads, *masks[kind])
    model = openvino_module().Model([heads], [tokens, shown])
    assert hide_padding(model) == (kind == "number")
    asked = openvino_module().Core().compile_model(model, "CPU")
    rows = [asked(entered([np.array([3, 1])], size))[0][0, 0, :2] for size in (2, 8)]
    assert np.array_equal(*rows) or kind != "number"


@pytest.mark.parametrize("hidden", [False, True])
def test_a_model_in_which_padding_is_seen_is_given_none(
    model: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hidden: bool
) -> None:
    monkeypatch.setattr(conversion, "ALIKE", 1 - 1e-6)  # tokens of a model that learned nothing see little of another
    if not hidden:
        monkeypatch.setattr(conversion, "hide_padding", lambda made: True)
    kept = conversion_of(model, OPENVINO_FP32, tmp_path)
    assert (kept.facts.refused, kept.facts.padded) == (None, hidden)
    some = ["sirens sounded before the flood", "the flood"]
    assert np.abs(opened(kept).encode(some) - load_torch(model).encode(some)).max() < SAME


@pytest.mark.parametrize("pooling_mode", ["cls", "max", "lasttoken"])
def test_models_that_pool_otherwise_are_padded_too(tmp_path: Path, pooling_mode: str) -> None:
    model = bert(tmp_path / "model", pooling_mode=pooling_mode)
    kept = conversion_of(model, OPENVINO_FP32, tmp_path / "cache")
    assert (kept.facts.refused, kept.facts.padded) == (None, True)
    some = ["sirens sounded before the flood", "the flood"]
    assert np.abs(opened(kept).encode(some) - load_torch(model).encode(some)).max() < SAME


def test_a_word_is_made_of_the_pieces_that_reach_into_it() -> None:
    text = "Prorogation ended, said Ms O’Hare."
    offsets = [(0, 0), (0, 3), (3, 7), (7, 11), (12, 17), (17, 18), (19, 23), (24, 26), (27, 30), (30, 33), (33, 34)]
    offsets.append((0, 0))
    assert [word.text for word in words(text)] == ["Prorogation", "ended", "said", "Ms", "O’Hare"]
    assert pieces_of(words(text), offsets) == [[1, 2, 3], [4], [6], [7], [8, 9]]
    assert pieces_of(words(text), offsets[:3]) == [[1, 2], [], [], [], []]  # beyond the model's length
    across = [Span(0, 2), Span(2, 5), Span(5, 6)]
    assert pieces_of(across, [(0, 4), (4, 6)]) == [[0], [0, 1], [1]]


def test_too_many_dimensions_are_refused(kept: Conversion) -> None:
    with pytest.raises(ModelError, match=r"has 16 dimensions, not 17; lower dimensions"):
        opened(kept, dimensions=17)


def test_a_conversion_is_kept_and_made_anew_where_it_is_damaged(model: str, tmp_path: Path) -> None:
    first = conversion_of(model, OPENVINO_FP32, tmp_path)
    before = (first.folder / WEIGHTS).read_bytes()
    written = (first.folder / FACTS).stat().st_mtime_ns
    assert conversion_of(model, OPENVINO_FP32, tmp_path) == first
    assert (first.folder / FACTS).stat().st_mtime_ns == written
    assert first.whole
    (first.folder / WEIGHTS).write_bytes(before[:-1])
    assert not first.whole
    assert conversion_of(model, OPENVINO_FP32, tmp_path, anew=True).whole
    assert (first.folder / WEIGHTS).read_bytes() == before
    (first.folder / FACTS).write_text("{", encoding="utf-8")
    assert conversion_of(model, OPENVINO_FP32, tmp_path).whole
    assert [path for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_other_weights_are_converted_apart(model: str, tmp_path: Path) -> None:
    import shutil

    copy = Path(shutil.copytree(model, tmp_path / "whole"))
    first = conversion_of(model, OPENVINO_FP32, tmp_path / "cache")
    (copy / "modules.json").write_bytes((copy / "modules.json").read_bytes() + b"\n")
    assert conversion_of(str(copy), OPENVINO_FP32, tmp_path / "cache").folder != first.folder


def test_a_model_that_is_no_transformer_is_left_to_torch_and_the_refusal_kept(tmp_path: Path) -> None:
    tiny = tiny_model(tmp_path / "tiny")
    found = settle(tiny, cache=tmp_path / "cache")
    assert found.engine == TORCH
    assert found.notes == tuple(
        f"{tiny!r} is not run by {engine}: it is no transformer with a fast tokenizer" for engine in candidates()[:-1]
    )
    kept = conversion_of(tiny, OPENVINO_FP32, tmp_path / "cache")
    assert sorted(path.name for path in kept.folder.iterdir()) == [FACTS]
    with pytest.raises(ModelError, match=r'openvino-fp32 can.t run .*no transformer.*set engine = "auto"'):
        settle(tiny, choice=OPENVINO_FP32, cache=tmp_path / "cache")


def test_a_model_whose_mean_leaves_the_prompt_out_is_left_to_torch_with_one(tmp_path: Path) -> None:
    model = bert(tmp_path, include_prompt=False)
    assert settle(model, choice=OPENVINO_FP32, cache=tmp_path / "cache").engine == OPENVINO_FP32
    with pytest.raises(ModelError, match="leaves its prompt out of the mean"):
        settle(model, prompt="query", choice=OPENVINO_FP32, cache=tmp_path / "cache")


def test_where_nothing_can_be_kept_torch_runs_the_model_and_it_is_said(model: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    found = settle(model, cache=tmp_path / "file")
    assert found.engine == TORCH
    assert all("can't be kept" in note and "XDG_CACHE_HOME" in note for note in found.notes)
    with pytest.raises(CacheError, match='set engine = "torch-fp32"'):
        settle(model, choice=OPENVINO_FP32, cache=tmp_path / "file")


@pytest.mark.parametrize(
    ("flags", "gaining"),
    [
        ("fpu avx2 avx512f avx512_bf16 fsrm", [OPENVINO_BF16]),
        ("fpu avx512_vnni avx512_bf16", [OPENVINO_INT8_BF16, OPENVINO_BF16]),
        ("fpu avx512_vnni", [OPENVINO_INT8_FP32]),
        ("fpu avx512_vnni avx512_bf16 amx_bf16 amx_tile", [OPENVINO_BF16]),
        ("fpu avx2 avx512f", []),
    ],
)
def test_the_processor_says_what_it_multiplies(flags: str, gaining: list[str], tmp_path: Path) -> None:
    info = tmp_path / "cpuinfo"
    info.write_text(f"processor\t: 0\nmodel name\t: avx512_bf16 made up\nflags\t\t: {flags}\n", encoding="utf-8")
    assert candidates(info) == (*gaining, OPENVINO_FP32, TORCH)
    assert candidates(tmp_path / "none") == (OPENVINO_FP32, TORCH)
    assert processor_flags(tmp_path / "none") == frozenset()


def test_a_call_holds_texts_of_one_length_up_to_the_budget() -> None:
    lengths = [3, BUDGET * 2, 5, 3, *[BUDGET // 4] * 9, 3]
    found = list(batches(lengths))
    assert sorted(at for places in found for at in places) == list(range(len(lengths)))
    for places in found:
        assert len({lengths[at] for at in places}) == 1
        assert len(places) == 1 or sum(lengths[at] for at in places) < BUDGET * 3 / 2
    assert [len(places) for places in found] == [1, 4, 5, 1, 3]


def test_a_converted_model_adds_one_number_a_token_to_its_attention(kept: Conversion) -> None:
    found = attending(openvino_module().Core().read_model(kept.folder / MODEL))
    assert len(found) == 2
    for node in found:
        shape = node.input_value(MASK).get_partial_shape()
        assert [dimension.is_dynamic or dimension.get_length() for dimension in shape] == [True, 1, 1, True]


@pytest.mark.parametrize("boolean", [False, True])
@pytest.mark.parametrize(
    ("window", "longest", "left"), [(0, 7, 1), (20, 22, 1), (20, 21, 0), (20, None, 2), (20, 4096, 2)]
)
def test_a_mask_that_hides_what_is_far_ahead_in_the_longest_text_stays(
    boolean: bool, window: int, longest: int | None, left: int
) -> None:
    openvino = openvino_module()
    ops = openvino.opset13
    length = min(longest or 40, 40)
    ids = ops.parameter([-1, -1], np.int64)
    places = ops.range(
        ops.constant(0), ops.gather(ops.shape_of(ids, "i32"), ops.constant(1), ops.constant(0)), 1, "i32"
    )
    seen = ops.add(ops.unsqueeze(places, ops.constant(1)), ops.constant(np.int32(window)))
    earlier = ops.less_equal(ops.unsqueeze(places, ops.constant(0)), seen)
    all_of_them = ops.greater_equal(ops.unsqueeze(places, ops.constant(0)), ops.constant(np.int32(0)))
    nought, hidden = ops.constant(np.float32(0)), ops.constant(np.float32(-1e9))
    told = ops.unsqueeze(ops.unsqueeze(ops.convert(ids, "f32"), ops.constant(1)), ops.constant(3))
    ends = []
    for shown in (earlier, all_of_them):
        mask = shown if boolean else ops.select(shown, nought, hidden)
        ends.append(ops.scaled_dot_product_attention(told, told, told, mask))
    model = openvino.Model(ends, [ids])
    given = np.arange(2 * length).reshape(2, length)
    run = openvino.Core().compile_model(model, "CPU")
    before = [run([given])[at].copy() for at in (0, 1)]
    without_masks(model, longest)
    kinds = [node.input_value(MASK).get_node().get_type_name() for node in attending(model)]
    assert sum(kind != "Constant" for kind in kinds) == left
    run = openvino.Core().compile_model(model, "CPU")
    after = [run([given])[at] for at in (0, 1)]
    assert np.allclose(before[0], after[0])
    assert np.allclose(before[1], after[1])


def test_a_release_of_openvino_that_does_not_know_a_setting_goes_without(
    kept: Conversion, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = opened(kept).encode(["sirens sounded"])
    monkeypatch.setattr(openvino_embedder, "UNFUSED", {"NO_SUCH_SETTING": "1"})
    assert np.abs(opened(kept).encode(["sirens sounded"]) - rows).max() < SAME


def test_the_facts_name_a_prompt_as_the_model_does() -> None:
    facts = Facts(model="m", engine=TORCH, prompts={"query": "q: ", "other": "o: "}, default_prompt="other")
    assert [facts.prompt_for(given) for given in (None, "", "query", "text ")] == ["o: ", "", "q: ", "text "]


weights = arrays(
    np.float32, array_shapes(min_dims=2, max_dims=2), elements=st.floats(-1e3, 1e3, width=32, allow_subnormal=False)
)


@given(weights, st.sampled_from([0, 1]))
def test_rounded_weights_are_half_a_step_away_at_most_and_nought_stays(matrix: np.ndarray, axis: int) -> None:
    levels, zero, step = rounded(matrix, axis)
    again = (levels.astype(np.float32) - zero.astype(np.float32)) * step
    reach = np.maximum(matrix.max(axis, keepdims=True), 0) - np.minimum(matrix.min(axis, keepdims=True), 0)
    assert (np.abs(again - matrix) <= reach / LEVELS * 1.01 + 1e-6).all()  # half for the row, half for its nought
    assert not again[matrix == 0].any()


def test_the_values_of_attention_stay_and_all_other_weights_are_of_8_bits(model: str, tmp_path: Path) -> None:
    kept = conversion_of(model, OPENVINO_INT8_FP32, tmp_path)
    assert kept.facts.refused is None
    products = {
        node.get_friendly_name().split(".layer.")[1].split("/")[0]: node.input_value(1).get_node().get_type_name()
        for node in openvino_module().Core().read_model(kept.folder / MODEL).get_ordered_ops()
        if node.get_type_name() == "MatMul" and "linear" in node.get_friendly_name()
    }
    assert {name for name, kind in products.items() if kind == "Constant"} == {
        f"{layer}.attention.self.value" for layer in range(2)
    }
    assert {name for name, kind in products.items() if kind == "Multiply"} == {
        f"{layer}.{part}"
        for layer in range(2)
        for part in ("attention.self.query", "attention.self.key", "attention.output.dense", "intermediate.dense",
                     "output.dense")
    }  # fmt: skip


@pytest.mark.parametrize("engine", ENGINES)
def test_the_packaged_model_gives_its_own_vectors_in_every_engine(engine: EngineChoice) -> None:
    theirs, ours = load_torch(), load_embedder("all-MiniLM-L6-v2", engine=engine)
    assert (ours.engine, ours.name) == (engine, theirs.name)
    least = max(LEAST_COSINE, 0.99 if "int8" in engine else 0.999)
    assert cosines(ours.encode(PROBES), theirs.encode(PROBES)).min() > least
    together = ours.encode(PROBES)
    assert np.array_equal(ours.encode(PROBES[::-1]), together[::-1])
    assert np.array_equal(np.vstack([ours.encode([text]) for text in PROBES]), together)


def test_a_kept_model_is_run_without_torch_and_nothing_reports_its_use() -> None:
    LateEmbedder("all-MiniLM-L6-v2", engine=OPENVINO_FP32).encode(["Converted now, if not before."])
    program = (
        "import sys\nfrom variorum.adapters import LateEmbedder\n"
        "embedder = LateEmbedder('all-MiniLM-L6-v2', engine='openvino-fp32')\n"
        "print(embedder.engine, 'openvino' in sys.modules)\n"
        "print(embedder.encode(['Fares rise in April.']).shape, embedder.encode_words(['Fares rise.'])[0].shape)\n"
        "print(sorted({name.split('.')[0] for name in sys.modules} & {'torch', 'transformers', 'openvino_telemetry'}))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.splitlines() == ["openvino-fp32 False", "(1, 384) (2, 384)", "[]"]


def test_a_model_that_rests_is_loaded_again(model: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    embedder = LateEmbedder(model, engine=OPENVINO_FP32)
    embedder.rest()
    before = embedder.encode(["the flood"])
    embedder.rest()
    assert embedder._embedder is None
    assert np.array_equal(embedder.encode(["the flood"]), before)


def test_a_model_that_another_process_found_whole_is_read_again_only_where_it_was_written_to(
    model: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    sender = LateEmbedder(model, engine=OPENVINO_FP32)
    before = sender.encode(["the flood"])
    read: list[str] = []
    monkeypatch.setattr(converted, "_sha256", lambda path: read.append(path.name) or sha256(path))

    def sent() -> LateEmbedder:
        adapters._held_embedder.cache_clear()  # as in a process of its own
        found = pickle.loads(pickle.dumps(sender))
        assert isinstance(found, LateEmbedder)
        return found

    assert np.array_equal(sent().encode(["the flood"]), before)
    assert read == []
    (weights,) = tmp_path.rglob(WEIGHTS)
    weights.write_bytes(weights.read_bytes()[:-1])
    assert np.array_equal(sent().encode(["the flood"]), before)
    assert WEIGHTS in read
    assert np.array_equal(sent().encode(["the flood"]), before)


def test_a_model_is_loaded_while_something_is_waited_for(
    model: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    alone = LateEmbedder(model, engine=OPENVINO_FP32).encode(["the flood"])
    embedder = LateEmbedder(model, engine=OPENVINO_FP32)
    for _ in range(2):
        embedder.begin()
    assert embedder._beginning is not None
    embedder._beginning.join()
    begun = embedder._embedder
    assert begun is not None
    assert np.array_equal(embedder.encode(["the flood"]), alone)
    assert embedder._embedder is begun


@pytest.mark.parametrize("at_once", [False, True])
def test_where_much_is_expected_a_model_waits_for_no_page(at_once: bool) -> None:
    comparison = comparison_for(Settings(compare=CompareSettings(embedder="lexical")), ())
    assert isinstance(comparison.embedder, LateEmbedder)
    arrives = begin_embedding(Settings(), comparison, at_once=at_once)
    assert (comparison.embedder._beginning is not None) is at_once
    arrives()
    assert comparison.embedder._beginning is not None
    comparison.embedder._beginning.join()


def test_what_is_wrong_with_a_model_is_told_where_it_is_needed(tmp_path: Path) -> None:
    embedder = LateEmbedder(str(tmp_path / "no-model"))
    embedder.begin()
    assert embedder._beginning is not None
    embedder._beginning.join()
    with pytest.raises(ModelError, match="no-model"):
        embedder.encode(["the flood"])
