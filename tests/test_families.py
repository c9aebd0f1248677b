"""Words of one family, one by one and looked up among many."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from compare.families import FAMILIES_OF, LEMMA, NOUN_FAMILY, Kin, akin, same_meaning
from compare.opposites import UNDONE, _turned

KNOWN = sorted({*FAMILIES_OF, *NOUN_FAMILY, *LEMMA})
stems = st.one_of(st.sampled_from(KNOWN), st.text("abz", max_size=8), st.sampled_from(KNOWN).map(lambda one: one[:5]))


@given(st.frozensets(stems, max_size=6), stems)
def test_looking_a_stem_up_finds_what_comparing_it_with_each_finds(many: frozenset[str], one: str) -> None:
    assert Kin(many).mean(one) == any(same_meaning(one, other) for other in many)
    assert Kin(many).hold(one) == any(akin(one, other) for other in many)


@given(st.text("uno", max_size=9), st.text("uno", max_size=9))
def test_a_word_and_its_undoing_find_each_other(one: str, other: str) -> None:
    shorter, longer = sorted((one, other), key=len)
    pair = len(shorter) >= UNDONE and longer in (f"un{shorter}", f"non{shorter}")
    assert (other in _turned(one)) == (one in _turned(other)) == pair
