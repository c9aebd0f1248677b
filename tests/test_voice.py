"""Whose words: quotations, paraphrases, their sources and cues."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compare.cues import VERBS, cue_pattern, head_forms, verb_cues
from compare.sentences import split_text
from compare.voice import VoiceSpan, reported, speech_score, voice_of, voices


def found(text: str) -> tuple[VoiceSpan, ...]:
    return voices(text, split_text(text))


def quoted(text: str) -> list[str]:
    return [text[v.start : v.end] for v in found(text) if v.kind == "quoted"]


QUOTATIONS = [
    ("He called it “late” and left.", ["“late”"]),
    ('He called it "late" and left.', ['"late"']),
    ("He said the plan was 'reckless' and 'late'.", ["'reckless'", "'late'"]),
    ("The '90s were over, and the states' rights with them.", []),
    ("It’s the islanders’ pier, not the mayor’s.", []),
    ("Minister: cuts 'inevitable'", ["'inevitable'"]),
    ("She called it ‘a day’s work’ and left.", ["‘a day’s work’"]),
    ("« Never », the envoy said.", ["« Never »"]),
    ("''We go,'' she said.", ["''We go,''"]),
    ("“He told me ‘never’ twice,” she said.", ["“He told me ‘never’ twice,”"]),
    ('He stood 6\'2" tall and said "no" twice.', ['"no"']),
    ("“One.\n\n“Two.\n\n“Three,” he said.", ["“One.", "“Two.", "“Three,”"]),
]


@pytest.mark.parametrize(("text", "expected"), QUOTATIONS)
def test_quotation_marks(text: str, expected: list[str]) -> None:
    assert quoted(text) == expected


def test_an_opening_mark_without_its_partner_covers_one_sentence_at_most() -> None:
    assert quoted("She called it “great. He did not.\n\nThe vote failed.") == ["“great."]


def test_a_closing_mark_without_its_partner_covers_one_sentence_at_most() -> None:
    assert quoted("The vote failed. It was late.” She left.") == ["It was late.”"]


ATTRIBUTIONS = [
    # text, content, source, cue
    ("Officials said the bridge was safe.", "the bridge was safe", "Officials", "said"),
    ("Officials said that the bridge was safe.", "that the bridge was safe", "Officials", "said"),
    ("The bridge is safe, officials said on Monday.", "The bridge is safe", "officials", "said"),
    ("The bridge is safe, said Ada Quill, who built it.", "The bridge is safe", "Ada Quill", "said"),
    ("According to the ministry, the bridge is safe.", "the bridge is safe", "the ministry", "According to"),
    ("The bridge is safe, according to the ministry.", "The bridge is safe", "the ministry", "according to"),
    ("Ada Quill, head of the dockers, said the bridge was safe.", "the bridge was safe", "Ada Quill", "said"),
    ("On Thursday, Mr Ilin said the bridge was safe.", "the bridge was safe", "Mr Ilin", "said"),
    ("The mayor vowed to rebuild the pier.", "to rebuild the pier", "The mayor", "vowed"),
    ("Minister: cuts are inevitable", "cuts are inevitable", "Minister", ":"),
    ("She told reporters that the bridge was safe.", "that the bridge was safe", "She", "told"),
    ("The siren stayed silent, people there told local media.", "The siren stayed silent", "people there", "told"),
    ("Officials spoke of only 3,000 marchers.", "only 3,000 marchers", "Officials", "spoke of"),
    ("The mayor denied that the bell was stolen.", "that the bell was stolen", "The mayor", "denied"),
    ("In the latest Quay Post poll, taken in May, Ms Orr leads.", "Ms Orr leads", "the latest Quay Post poll", "In"),
    ("By his own account, the mayor had lost the bell.", "the mayor had lost the bell", "his", "account"),
]  # fmt: skip


# The tree begins what is laid to somebody at the verb.
BY_WORDS = ("The council accused Orsk of stealing the bell.", "of stealing the bell", "The council", "accused")


@pytest.mark.parametrize(("text", "content", "source", "cue"), [*ATTRIBUTIONS, BY_WORDS])
def test_paraphrase_with_source_and_cue(text: str, content: str, source: str, cue: str) -> None:
    [span] = found(text)
    assert (span.kind, text[span.start : span.end], span.source, span.cue) == ("paraphrase", content, source, cue)


NOTHING = [
    "The bridge was built in 1901.",
    "The insurance claim was paid in May.",
    "A report on the bridge is due in June.",
    "The alleged plan came to nothing.",
    "Calls to the harbour rose by a third.",
    "Nobody on the council would say what the bell had cost.",
    "The song's refrain was hard to forget.",
    "Orsk and its oldest ally, the United States, are members.",
    "The parade, with the dispatching of 55,000 volunteers, ends on Sunday.",
    "The bell was rung, in an echo of 1901.",
    "By the harbour, a poll was held.",
]


@pytest.mark.parametrize("text", NOTHING)
def test_what_reports_nothing_is_the_outlets_own(text: str) -> None:
    assert found(text) == ()


def test_a_parenthetical_cue_takes_both_sides() -> None:
    text = "The alliance, he said, “must grow”."
    assert [(v.kind, text[v.start : v.end], v.source) for v in found(text)] == [
        ("paraphrase", "The alliance", "he"),
        ("quoted", "“must grow”", "he"),
    ]


def test_a_quoted_fragment_cuts_the_paraphrase_around_it() -> None:
    text = "Mr Ilin said the plan was “reckless” and late."
    assert [(v.kind, text[v.start : v.end], v.source, v.cue) for v in found(text)] == [
        ("paraphrase", "the plan was", "Mr Ilin", "said"),
        ("quoted", "“reckless”", "Mr Ilin", "said"),
        ("paraphrase", "and late", "Mr Ilin", "said"),
    ]


def test_a_second_quotation_takes_the_speaker_of_the_first() -> None:
    text = "“We will go,” Ada Quill said. “It is late.”"
    assert [v.source for v in found(text)] == ["Ada Quill", "Ada Quill"]


def test_a_quotation_over_paragraphs_takes_the_speaker_named_at_its_end() -> None:
    text = "“We will go.\n\n“It is late,” Ada Quill said."
    assert [v.source for v in found(text)] == ["Ada Quill", "Ada Quill"]


def test_the_cue_of_an_accusation_is_the_outlets_own_even_after_according_to() -> None:
    text = "According to the statement, the ministers accused Orsk of theft."
    place = text.index("accused")
    assert voice_of(place, place + 7, found(text)) == ("own", None)


def test_which_is_no_source() -> None:
    text = "They signed a pact according to which the islands stay free."
    assert found(text) == ()


def test_voice_of_a_place() -> None:
    text = "Officials said the pier was “a trap”."
    spans = found(text)
    assert voice_of(0, 9, spans) == ("own", None)
    assert voice_of(text.index("pier"), text.index("pier") + 4, spans) == ("paraphrase", "Officials")
    assert voice_of(text.index("trap"), text.index("trap") + 4, spans) == ("quoted", "Officials")


def test_names_in_quotation_marks_are_not_reported_speech() -> None:
    text = "The “Tern Pact” was signed in May. “We will keep every word of it, and we will pay for it.”"
    assert [text[s.start : s.end] for s in reported(found(text))] == [text[text.index("“We") :]]


TEXTS = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "“",
                "”",
                "‘",
                "’",
                '"',
                "'",
                "«",
                "»",
                "''",
                " said ",
                " he said.",
                ", she said, ",
                "According to ",
                "that ",
                "Officials ",
                "accused Orsk of ",
                "\n\n",
                ". ",
                "The pier",
                " was ",
                "claims ",
                ", ",
                "(",
                ")",
                ": ",
            ]
        ),
        st.text(max_size=6),
    ),
    max_size=20,
).map("".join)


@given(TEXTS)
def test_spans_are_in_order_apart_and_slice_what_they_name(text: str) -> None:
    end = 0
    for span in found(text):
        assert end <= span.start < span.end <= len(text)
        end = span.end
        if span.source is not None:
            assert span.source_start is not None
            assert text[span.source_start : span.source_start + len(span.source)] == span.source
        if span.cue is not None:
            assert span.cue_start is not None
            assert text[span.cue_start : span.cue_start + len(span.cue)] == span.cue


@given(TEXTS)
def test_the_same_text_has_the_same_voices(text: str) -> None:
    assert found(text) == found(text)


@pytest.mark.parametrize(
    "text", ["“We will go.”", "We will go, he said.", "She told the court that it was late.", "“And so it went,"]
)
def test_speech(text: str) -> None:
    assert speech_score(text) >= 0.5


@pytest.mark.parametrize("text", ["The pier was closed.", "The Tern Pact was signed in May.", ""])
def test_no_speech(text: str) -> None:
    assert speech_score(text) < 0.5


def test_a_post_that_the_article_prints_is_the_words_of_who_posted_it() -> None:
    text = (
        "Quay closed\n\nThe town closed the quay.\n\nThis “so-called” repair is a disgrace!\n\n"
        "— Ila Brandt (@ilabrandt) March 3, 2031\n\nThe regime did not answer."
    )
    spans = voices(text, split_text(text))
    post = text.index("This “so-called”")
    assert voice_of(text.index("disgrace"), text.index("disgrace") + 8, spans) == ("quoted", "Ila Brandt")
    assert [(span.start, span.end) for span in spans] == [(post, text.index("\n\n— Ila"))]
    assert text[spans[0].source_start or 0 :].startswith("Ila Brandt (@")
    assert voice_of(text.index("regime"), text.index("regime") + 6, spans) == ("own", None)


def test_turns_of_a_transcript_are_their_speakers_words() -> None:
    text = "MODERATOR: Please go on.\n\nMS ORR: The regime is a trap. It must fall.\n\nThe regime did not answer."
    spans = voices(text, split_text(text))
    assert [(v.kind, text[v.start : v.end], v.source) for v in spans] == [
        ("quoted", "Please go on.", "MODERATOR"),
        ("quoted", "The regime is a trap. It must fall.", "MS ORR"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "WEXHOLM: The pier was closed.\n\nThe council met.",
        "UPDATE: The pier was closed.\n\nCORRECTION: The council met in May.",
        "What the plan holds:\n\nThe pier is to be mended.",
        "The council met at 9:\n\nThe pier is to be mended.",
    ],
)
def test_a_kicker_or_a_list_is_nobodys_turn(text: str) -> None:
    assert not [span for span in voices(text, split_text(text)) if span.kind == "quoted"]


def test_a_block_behind_a_cue_and_a_colon_is_the_speakers() -> None:
    text = "It rained.\n\nThe mayor added:\n\nThe regime must fall. It is late.\n\nThe council met."
    [span] = voices(text, split_text(text))
    assert (span.kind, text[span.start : span.end], span.source) == (
        "quoted",
        "The regime must fall. It is late.",
        "The mayor",
    )


def test_a_block_behind_what_was_handed_out_is_that_outlets() -> None:
    text = "In May, the Quay Post gave Ms Orr a glowing endorsement:\n\nShe knows the harbour.\n\nThe council met."
    [span] = voices(text, split_text(text))
    assert (text[span.start : span.end], span.source) == ("She knows the harbour.", "the Quay Post")


def test_curly_marks_within_straight_ones_do_not_end_the_quotation() -> None:
    text = '"It is like “Shark Week.” But it is serious." The council met.'
    assert quoted(text) == ['"It is like “Shark Week.” But it is serious."']
    running = '"It is like “Shark Week.” It is serious.\n\n"And it is late."'
    assert quoted(running) == ['"It is like “Shark Week.” It is serious.', '"And it is late."']


def test_a_quotation_over_paragraphs_need_not_open_anew() -> None:
    text = "She read:\n\n“The quay is shut. It is our shame.\n\nIt was ours. Nobody is to blame.”\n\nThe council met."
    assert quoted(text) == ["“The quay is shut. It is our shame.", "It was ours. Nobody is to blame.”"]


@pytest.mark.parametrize(
    "text",
    [
        "“The quay is shut. The council met.\n\nShe called it “late” and left.",
        '"The quay is shut. The council met.\n\nIt was late" and wet.',
    ],
)
def test_a_mark_without_partner_covers_its_sentence_alone(text: str) -> None:
    assert quoted(text)[0][1:] == "The quay is shut."


def test_what_announces_a_quotation_is_the_outlets_though_its_speaker_is_named_again() -> None:
    text = "The mayor scolded the bungling board: “You slept,” she said."
    assert [(text[v.start : v.end], v.cue) for v in found(text)] == [("“You slept,”", "said")]


@pytest.mark.parametrize(
    ("headline", "source"),
    [
        ("Tram boss confesses: We knew of it in March", "Tram boss"),
        ("The mayor said: the bridge is safe", "The mayor"),
        ("Annual report: profits rise", None),
        ("Cold snap: schools close", None),
        ("Read more claims: the list", None),
    ],
)
def test_who_leads_what_follows_a_colon(headline: str, source: str | None) -> None:
    spans = voices(headline, split_text(headline))
    assert [span.source for span in spans] == ([] if source is None else [source])


FORMS = sorted({form for verbs in VERBS.values() for verb in verbs for form in head_forms(verb)})
BESIDE = ["GO", "has", "Not", "have been", "went on", "didn’t", "’s", "gravely", "pier", "ſaid", "saİd", "ınsisted"]
MARKS = st.sampled_from(
    [
        " ",
        " ",
        ", ",
        ". ",
        "\n",
        "-",
        "’",
        "“",
        "\x00",
        "s",
        "",
        " on to say ",
        " out ",
        " that ",
        " to go ",
        " she ",
        " for ",
    ]
)
PIECES = st.tuples(st.sampled_from(FORMS) | st.sampled_from(BESIDE), MARKS, st.booleans())


@pytest.mark.parametrize("kind", VERBS)
@given(pieces=st.lists(PIECES, max_size=8), cut=st.integers(0, 20))
def test_cues_of_verbs_are_those_that_searching_all_of_the_text_finds(
    kind: str, pieces: list[tuple[str, str, bool]], cut: int
) -> None:
    text = "".join((form.title() if capital else form) + mark for form, mark, capital in pieces)
    end = max(0, len(text) - cut)
    searched = [(one.span(), one.groupdict()) for one in cue_pattern(kind).finditer(text, 0, end)]
    assert [(one.span(), one.groupdict()) for one in verb_cues(kind, text, end)] == searched
