"""Cues that are denied, and verbs that mean something else with a thing."""

from __future__ import annotations

import pytest

from compare.sentences import split_text
from compare.tagger import Tagger
from compare.voice import voices
from compare.whospeaks import speakers
from compare.withheld import is_denied, says_nothing
from variorum.adapters.taggers import tagger_named


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    found = tagger_named("auto")
    assert found is not None
    return found


@pytest.mark.parametrize(
    "text",
    [
        "The ministry did not confirm the report.",
        "The ministry could not immediately confirm the report.",
        "The ministry didn’t confirm the report.",
        "The mayor refused to confirm the report.",
        "The mayor was unable to confirm the report.",
        "The mayor would neither confirm nor deny it.",
        "The mayor stopped short of confirming it.",
        "Nobody at the ministry would confirm it.",
        "Nor did the mayor of Tarn confirm it.",
        "The company has yet to confirm the sale.",
    ],
)
def test_a_denied_cue(text: str) -> None:
    assert is_denied(text, text.index("confirm"))


@pytest.mark.parametrize(
    "text",
    [
        "The ministry confirmed the report.",
        "The mayor, who did not come, confirmed it.",
        "The mayor not only confirmed it.",
        "It was not easy, she confirmed.",
    ],
)
def test_no_denied_cue(text: str) -> None:
    assert not is_denied(text, text.index("confirm"))


@pytest.mark.parametrize("with_tagger", [True, False])
def test_who_declines_to_say_has_said_nothing(tagger: Tagger, *, with_tagger: bool) -> None:
    text = (
        "The harbour board declined to say whether the pier was safe. Ada Quill could not confirm that it was shut."
        " Ola Brun said that it was shut."
    )
    spans = voices(text, split_text(text), tagger if with_tagger else None)
    assert [span.source for span in spans if not says_nothing(text, span)] == ["Ola Brun"]
    assert [one.name for one in speakers({"a": text}, {"a": spans})] == ["Ola Brun"]


@pytest.mark.parametrize("with_tagger", [True, False])
@pytest.mark.parametrize(
    "text",
    [
        "Orn recalls its ambassador over the bridge.",
        "The firm recalled 4,000 kettles after a fire.",
        "The firm recalled the kettles for repairs.",
        "The crew maintained the engine.",
        "He observed a minute of silence.",
    ],
)
def test_a_verb_that_means_otherwise_with_a_thing_is_no_cue(tagger: Tagger, text: str, *, with_tagger: bool) -> None:
    assert voices(text, split_text(text), tagger if with_tagger else None) == ()


@pytest.mark.parametrize("with_tagger", [True, False])
@pytest.mark.parametrize(
    "text",
    [
        "She recalled that the bridge had been closed.",
        "“It was cold,” she recalled.",
        "She recalled how the dam broke.",
        "He recalled seeing the fire.",
    ],
)
def test_with_a_clause_or_a_quotation_it_is_one(tagger: Tagger, text: str, *, with_tagger: bool) -> None:
    assert [span.cue for span in voices(text, split_text(text), tagger if with_tagger else None)] == ["recalled"]
