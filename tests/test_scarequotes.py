"""Words in quotation marks: a source's, candidate scare quotes, or names and words as words."""

import pytest

from compare.heard import Told
from compare.scarequotes import Fragment, quoted_fragments
from compare.sentences import split_text
from compare.speaking import is_spoken
from compare.voice import VoiceSpan, voices
from compare.wordforms import base, one_word


def told(name: str, text: str) -> Told:
    sentences = split_text(text)
    return Told(name, text, sentences, voices(text, sentences))


def fragment(text: str, *others: str) -> Fragment:
    """The first quotation of a text, with the other texts of its event."""
    own = told("own", text)
    found = quoted_fragments(own, [told(f"other {number}", other) for number, other in enumerate(others)])
    assert found, text
    assert own.text[found[0].start] in "“‘\"'"
    assert found[0].searched == 1 + len(others)
    return found[0]


SOURCED = [
    # In the text itself.
    ("The harbour master said the quay was “perfectly dry”.", ()),
    ("Under what the board calls a “calm season”, nobody is hired.", ()),
    ("Critics dismissed the pier as “a bench with a view”.", ()),
    ("The bakers' union described the oven as “dangerous”.", ()),
    ("The rector expressed “deep regret” over the lost books.", ()),
    ("Nobody is paid for the “long night”, as the owner puts it.", ()),
    ("Two lifts were “retired”, to use the landlord's word.", ()),
    ("It was, in the words of one rower, a “tunnel”.", ()),
    ("A “painful” cut lies ahead. “This cut is painful,” the treasurer, Ola Brun, said.", ()),
    # In another text, in the same or another form, in a quotation or in reported speech.
    ("The lake is to be “tidied” in the spring.", ("“We will tidy the lake,” the warden, Per Alm, said.",)),
    ("Tarn's ‘triumph’ was over by ten.", ("“This triumph is for the goats,” the coach of Tarn said.",)),
    ("Its “modernisation” of the baths has begun.", ("The town said that it would modernise the baths by June.",)),
    (
        "The letter was “mislaid” at the town hall.",
        ("“We seem to mislay one letter a year,” the clerk, Mia Oll, said.",),
    ),
    ("Warden ‘cheated’ at the regatta", ("“He cheated, and all of us saw it,” rower Ada Roke said.",)),
    ("The mill was closed over “a smell of mice”.", ("The report speaks of “a smell of mice” in the mill.",)),
    ("Four hundred walked for “bees before bricks”.", ("“Bees before bricks” was painted on a banner.",)),
    # Nobody is named, and yet nobody sets so many words apart.
    ("The stew was “rather better than the one before”.", ()),
]


@pytest.mark.parametrize(("text", "others"), SOURCED, ids=[text for text, _ in SOURCED])
def test_words_of_a_source(text: str, others: tuple[str, ...]) -> None:
    assert fragment(text, *others).marks == "attribution"


SET_APART = [
    ("The island's “parliament” met in a barn on Friday.", ()),
    ("‘Fresh’ fish of Brook Lane was two weeks old", ("The fish on sale in Brook Lane was caught in May.",)),
    # Spoken in the outlet's own voice elsewhere, or beside other words of a source, or in what he does, not says.
    ("Voters will see the “gift” in March.", ("The gift reaches voters in March.", "“I like March,” the mayor said.")),
    ("The board celebrated its “rescue” of the mill.", ("The mill stands empty. “We did our best,” the board said.",)),
    ("The mayor would not discuss the “loan” from the builder.", ("The mayor owes a builder 9,000 crowns.",)),
    ("The club sent two “scouts”, neither of whom, players say, saw a game.", ("Two men of the club came.",)),
    # Said of something else, or denied.
    ("The “race” on the Lim ended after nine strokes.", ("“A race is what we had in my youth,” an oarsman said.",)),
    ("Its “victory” fills the front pages.", ("“There was no victory,” the general of the other side said.",)),
    ("The town's “wardens” wear masks.", ("The so-called wardens were let in, a neighbour said.",)),
    ("Villagers were told in May that a “party” would be held.", ()),
    # The office is not granted, the sources themselves are meant.
    ("The “governor” of the reef, Ola Brun, flew home.", ("Ola Brun, governor of the reef, flew home.",)),
    ("Tarn's “free press” said nothing about the flood.", ()),
    ("He lives in a so-called “quiet” street.", ()),
]


@pytest.mark.parametrize(("text", "others"), SET_APART, ids=[text for text, _ in SET_APART])
def test_words_nobody_is_heard_to_speak(text: str, others: tuple[str, ...]) -> None:
    found = fragment(text, *others)
    assert (found.marks, found.heard) == ("scare", None)


NAMED = [
    ("The film was posted by “HarbourWatch” on Monday.", "nickname"),
    ("On Coast Radio’s “Breakwater” she asked for calm.", "title"),
    ("A copy of “The Last Ferryman” was stolen from the library.", "title"),
    ("The barge “Heron” sank off the pier.", "title"),
    ("She sang “Rain on Tin” at the fair and left.", "title"),
    ("Ada “Thimble” Roke, who sewed the flag, has died.", "nickname"),
    ("Ada “the Thimble” Roke, who sewed the flag, has died.", "nickname"),
    ("The word “reform” appears nine times in the paper.", "mention"),
    ("They replaced the words “shall” and “must” in the draft.", "mention"),
    ("‘Swim’ is a verb and stands on every sign at the lake.", "mention"),
    ("Only one “no” vote was counted in the hall.", "mention"),
    ("The bread is baked twice, a step known as a “second fire”.", "term"),
]


@pytest.mark.parametrize(("text", "why"), NAMED, ids=[text for text, _ in NAMED])
def test_marks_that_only_name(text: str, why: str) -> None:
    found = fragment(text)
    assert (found.marks, found.naming) == ("neither", why)


def test_evidence_is_a_place_and_a_speaker_as_written() -> None:
    other = "The pier is safe again, the warden, Per Alm, said. “We have tidied the lake,” he said."
    found = fragment("The lake was “tidied” in the spring.", "Nothing is told of it.", other)
    assert found.heard is not None
    assert found.heard.article == "other 1"
    assert other[found.heard.start : found.heard.end] == "tidied"
    assert found.heard.speaker == "he"


def test_who_had_the_floor_speaks_what_follows() -> None:
    text = "Ada Roke, who defends the miller, spoke for an hour. Her client was “a patient man in a hurry”."
    found = fragment(text)
    assert found.heard is not None
    assert found.heard.speaker == "Ada Roke"


def test_another_outlets_marks_are_no_evidence() -> None:
    assert fragment("Its “rescue” of the mill is over.", "The “rescue” of the mill has ended.").marks == "scare"


@pytest.mark.parametrize("cue", ["complaint", "objections", "criticism", "vision"])
def test_a_noun_of_speech_lays_words_to_whose_it_is(cue: str) -> None:
    text = f"The rector's {cue} of rules that do not “quite fit”."
    at = text.index("“")
    assert is_spoken(VoiceSpan(at, len(text) - 1, "quoted", "The rector", 0, cue, text.index(cue)), text)


def test_capitals_of_a_headline_make_no_title() -> None:
    assert fragment("Town Hails ‘Quiet Night’ After Nine Fires").marks == "scare"


@pytest.mark.parametrize(
    ("one", "other"),
    [("streamlined", "streamline"), ("modernisation", "modernise"), ("mislaid", "mislay"), ("my", "his"), ("is", "was"),
     ("victory", "victorious"), ("independent", "independence")],
)  # fmt: skip
def test_forms_of_one_word(one: str, other: str) -> None:
    assert one_word(base(one), base(other))


@pytest.mark.parametrize(("one", "other"), [("reform", "refund"), ("station", "state"), ("expert", "export")])
def test_words_that_only_look_alike(one: str, other: str) -> None:
    assert not one_word(base(one), base(other))
