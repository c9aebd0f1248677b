"""Aligning sentences of one event into claims."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compare.alignment import ARTICLE_SENTENCES, OUTLET_SENTENCES
from compare.calibration import MINILM
from compare.claims import align_claims, same_claim, same_claim_pairs
from compare.numbers import quantities
from compare.signals import Rarity, describe, learn_rarity, number_signal, signals
from tests.toys import FLOOD, PACT, WordBag, article, embedded


def flat(articles):
    sentences, vectors = embedded(articles)
    return [s for group in sentences for s in group], np.concatenate(vectors)


def test_one_row_for_what_three_outlets_wrote() -> None:
    claims = align_claims(*flat(PACT))
    signed = next(c for c in claims if any("officials said" in r.text for r in c.readings))
    assert {r.outlet for r in signed.readings if r.paragraph} == {"wire", "daily", "statetv"}
    money = next(c for c in claims if any("$9.3bn" in r.text for r in c.readings))
    assert {r.outlet for r in money.readings} == {"wire", "daily"}


def test_numbers_that_differ_do_not_keep_a_claim_apart() -> None:
    claims = align_claims(*flat(FLOOD))
    toll = next(c for c in claims if any(r.text.startswith("Nine people") for r in c.readings))
    assert any(r.text.startswith("Fourteen people") for r in toll.readings)


@given(st.data())
@settings(max_examples=30)
def test_order_does_not_matter_and_every_sentence_is_in_one_claim(data: st.DataObject) -> None:
    sentences, vectors = flat([*PACT, *FLOOD])
    order = data.draw(st.permutations(range(len(sentences))))
    claims = align_claims(sentences, vectors)
    assert align_claims([sentences[i] for i in order], vectors[order]) == claims
    places = [(r.article, r.start, r.end, r.text) for c in claims for r in c.readings]
    assert sorted(places) == sorted((s.article, s.start, s.end, s.text) for s in sentences)


@given(
    st.lists(
        st.sampled_from(["flood", "dam", "siren", "river", "village", "toll", "pact", "bridge"]),
        min_size=2,
        max_size=30,
    )
)
@settings(max_examples=40)
def test_no_chains_and_few_readings_each(picked: list[str]) -> None:
    articles = [
        article(
            f"outlet{i % 3}",
            f"a{i}",
            f"Report {i}",
            *[f"The {a} and the {b}." for a, b in zip(picked, picked[i:], strict=False)],
        )
        for i in range(4)
    ]
    sentences, vectors = flat(articles)
    texts = [sentence.text for sentence in sentences]
    vector = {sentence.text: row for sentence, row in zip(sentences, vectors, strict=True)}
    rarity = learn_rarity(texts)
    for claim in align_claims(sentences, vectors):
        pairs = {
            (i, j): same_claim(a.text, b.text, vector[a.text], vector[b.text], rarity)
            for j, b in enumerate(claim.readings)
            for i, a in enumerate(claim.readings[:j])
            if a.article != b.article
        }
        assert all(score >= MINILM.claim_threshold for score in pairs.values())
        assert claim.similarity == min(pairs.values(), default=1.0)
        assert claim.weakest is None or pairs[claim.weakest] == claim.similarity
        assert all(sum(r.article == a.article for r in claim.readings) <= ARTICLE_SENTENCES for a in claim.readings)
        assert all(sum(r.outlet == a.outlet for r in claim.readings) <= OUTLET_SENTENCES for a in claim.readings)
        assert list(claim.readings) == sorted(claim.readings, key=lambda r: (r.outlet, r.article, r.start))


def test_headlines_of_one_event_stand_apart_and_first() -> None:
    articles = [
        article("wire", "a", "Tram fares to rise", "The council met on Monday in Orme Square."),
        article("daily", "b", "Tram fares to rise", "Nobody spoke at length in the chamber."),
    ]
    claims = align_claims(*flat(articles))
    assert [all(r.paragraph == 0 for r in claim.readings) for claim in claims] == [True, False, False]
    assert len(claims[0].readings) == 2


def test_claims_come_in_reading_order() -> None:
    claims = [c for c in align_claims(*flat(PACT)) if any(r.paragraph for r in c.readings)]
    firsts = [c.readings[0].text for c in claims if len({r.outlet for r in c.readings}) > 1]
    assert "signed" in firsts[0]


def test_the_batch_gives_what_the_single_call_gives() -> None:
    texts = ["Sirens sounded in Lowfold.", "No siren sounded in Lowfold.", "Fares rise in April."]
    vectors = WordBag().encode(texts)
    rarity = learn_rarity(texts)
    pairs = [(a, b) for a in texts for b in texts if a < b]
    single = [same_claim(a, b, vectors[texts.index(a)], vectors[texts.index(b)], rarity) for a, b in pairs]
    assert same_claim_pairs(pairs, texts, vectors) == single
    assert all(0 <= score <= 1 for score in single)
    alike, opposite = (same_claim(texts[0], t, vectors[0], vectors[i]) for i, t in ((0, texts[0]), (2, texts[2])))
    assert alike > 0.9 > 0.1 > opposite


def test_wrong_shapes_and_doubles_are_refused() -> None:
    sentences, vectors = flat(FLOOD)
    assert align_claims([], np.zeros((0, 3), np.float32)) == []
    with pytest.raises(ValueError, match="vectors of"):
        align_claims(sentences, vectors[1:])
    with pytest.raises(ValueError, match="stands twice"):
        align_claims([sentences[0], sentences[0]], vectors[:2])


def test_a_note_of_correction_stands_alone() -> None:
    note = "Correction: An earlier version of this article said that nine people were killed at the Corran Dam."
    told = "Nine people were killed at the Corran Dam."
    articles = [article("wire", "a", "Flood", told), article("daily", "b", "Dam", f"{told[:-1]} on Tuesday.", note)]
    claims = align_claims(*flat(articles))
    assert next(len(c.readings) for c in claims if any(r.text == note for r in c.readings)) == 1
    assert next(len(c.readings) for c in claims if any(r.text == told for r in c.readings)) == 2


def test_what_comes_closest_is_told_for_an_outlet_without_a_reading() -> None:
    claims = align_claims(*flat(FLOOD))
    sirens = article("post", "c", "Sirens", "Sirens were silent in Lowfold, residents of the village said.")
    found = align_claims(*flat([*FLOOD, sirens]))
    assert all(not claim.nearest for claim in claims)
    near = [near for claim in found for near in claim.nearest if len(claim.readings) > 1]
    assert {one.reading.outlet for one in near} == {"post"}
    for one in near:
        assert one.reading.text in sirens.text
        assert 0 <= one.lowest <= one.highest < 1
        assert one.lowest < MINILM.claim_threshold


def test_the_numbers_of_pairs_are_those_of_each_pair() -> None:
    texts = ["Nine people died.", "At least 14 people died.", "The pier is shut.", "Nine died, 14 are missing."]
    known = describe(texts, np.eye(len(texts), dtype=np.float32), Rarity())
    first, second = (np.array(side, dtype=np.intp) for side in zip(*combinations(range(len(texts)), 2), strict=True))
    one_by_one = [number_signal(quantities(a), quantities(b)) for a, b in combinations(texts, 2)]
    assert signals(known, first, second).numbers.tolist() == one_by_one
    assert any(one_by_one)
    assert not all(one_by_one)
    assert signals(known, first[:0], second[:0]).numbers.tolist() == []
