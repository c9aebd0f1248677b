"""Where a story begins behind its dateline."""

from __future__ import annotations

import pytest

from compare.datelines import dateline_length

STORY = "The council will close the yard."


@pytest.mark.parametrize(
    "dateline",
    [
        "WEXHOLM, March 10 (Meridian Wire) - ",
        "WEXHOLM — ",
        "PORT AUREN, Kessaly — ",
        "Dravik (PBA) – ",
        "Port Auren (Meridian Wire) - ",
        "DRAVIK, Torvia -- ",
    ],
)
def test_a_story_begins_behind_its_dateline(dateline: str) -> None:
    assert (dateline + STORY)[dateline_length(dateline + STORY) :] == STORY


@pytest.mark.parametrize(
    "sentence",
    [
        STORY,
        "The council (all nine of them) voted late.",
        "A U.S.-backed plan - the third - failed.",
        "The plan – which nobody has read – failed.",
        "Hanne Leckie (the prosecutor) spoke first.",
    ],
)
def test_a_sentence_has_none(sentence: str) -> None:
    assert dateline_length(sentence) == 0
