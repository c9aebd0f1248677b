"""Attributions read from a sentence's tree: positives and near misses, by the tagger that the program comes with."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from compare.sentences import split_text
from compare.tagger import Tagger
from compare.voice import VoiceSpan, speech_score, voice_of, voices
from tests.test_voice import ATTRIBUTIONS, NOTHING, TEXTS
from variorum.adapters.taggers import tagger_named


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    found = tagger_named("auto")
    assert found is not None
    return found


def test_a_subject_that_the_tree_misreads_in_the_passive_is_no_source(tagger: Tagger) -> None:
    """A plural with "a" before it looks like a remark's noun and another name; nobody admits anything by it."""
    text = "A few price lists were withdrawn by the pharmacists without admitting the fault."
    assert [span.source for span in voices(text, split_text(text), tagger)] in ([], [None])


def described(text: str, found: tuple[VoiceSpan, ...]) -> list[tuple[str, str | None, str | None]]:
    return [(text[v.start : v.end], v.source, v.cue) for v in found]


ONE_CONTENT = [
    *ATTRIBUTIONS,  # what word lists find, the tree must find too
    # text, content, source, cue
    # leading, trailing and middle
    ("The minister said on Tuesday he would go if it failed.", "he would go if it failed", "The minister", "said"),
    ("Ms Quill told the Harbour Post the vote was stolen.", "the vote was stolen", "Ms Quill", "told"),
    # in an aside
    ("As Ms Orr put it, the pier is a ruin.", "the pier is a ruin", "Ms Orr", "put"),
    ("As engineers have acknowledged, the pier is unsafe.", "the pier is unsafe", "engineers", "acknowledged"),
    ("In the mayor's view, the pier is a ruin.", "the pier is a ruin", "the mayor", "view"),
    ("The pier is a ruin, in the eyes of the mayor.", "The pier is a ruin", "the mayor", "in the eyes of"),
    ("It is the mayor's belief that the pier must go.", "that the pier must go", "the mayor", "belief"),
    ("It was reported that the mayor had fled.", "that the mayor had fled", None, "reported"),
    ("The report makes clear that the pier was unsafe.", "that the pier was unsafe", "The report", "makes"),
    ("As Ms Orr told the jury, the pier was unsafe.", "the pier was unsafe", "Ms Orr", "told"),
    ("As Ms Orr put it on Monday, the plan is dead.", "the plan is dead", "Ms Orr", "put"),
    ("As critics complained about the noise, the festival sold out.", "the noise", "critics", "complained about"),
    ("Prosecutors said the sum went to her account.", "the sum went to her account", "Prosecutors", "said"),
    # what is reckoned, asked for, raised and charged
    ("The ministry put the toll at 12.", "the toll at 12", "The ministry", "put"),
    ("There were calls for the mayor to resign.", "the mayor to resign", None, "calls"),
    ("The mayor called for both sides to stop.", "both sides to stop", "The mayor", "called"),
    ("Fears were raised about the dam.", "the dam", None, "Fears"),
    ("Ms Orr faces charges of stealing a boat.", "stealing a boat", None, "charges of"),
    ("They face accusations he was beaten.", "he was beaten", None, "accusations"),
    ("Concerns were raised by inspectors about the dam.", "the dam", "inspectors", "Concerns"),
    ("The ministry put the cost at $2bn a year.", "the cost at $2bn a year", "The ministry", "put"),
    ("There were calls on Thursday for Mr Quist to resign.", "Mr Quist to resign", None, "calls"),
    ("They face accusations he took bribes.", "he took bribes", None, "accusations"),
    ("She warned against closing the pier.", "closing the pier", "She", "warned against"),
    ("The board blamed the fire on arsonists.", "the fire on arsonists", "The board", "blamed"),
    # by others, or by somebody whom the subject brought to say it
    ("He stands accused of stealing a boat.", "stealing a boat", None, "accused of"),
    ("The deal led Norland to say that the pier was lost.", "that the pier was lost", "Norland", "say"),
    ("The pier closed, a move residents called a disgrace.", "a disgrace", "residents", "called"),
    # the source is a name, without what is said about it
    ("Mr Wang, the ministry's spokesman, said the pier was safe.", "the pier was safe", "Mr Wang", "said"),
    ("Ann Lee and Bo Quist, who run the ferry, said it was late.", "it was late", "Ann Lee and Bo Quist", "said"),
    ("Residents who fled said they had seen smoke.", "they had seen smoke", "Residents", "said"),
    ("A spokesman for the port said the talks failed.", "the talks failed", "A spokesman for the port", "said"),
    ("Ms Orr, who said the pier was safe, has left.", "the pier was safe", "Ms Orr", "said"),
    ("The mayor, after a long meeting, said that the pier was lost.", "that the pier was lost", "The mayor", "said"),
    ("The head warden, Lorna Brisk, said the rise was late.", "the rise was late", "The head warden", "said"),
    ("Orsk's mayor, Ann Lee, promised in May a new pier.", "a new pier", "Orsk's mayor", "promised"),
    ("Ann Lee, the mayor, promised in May to mend the pier.", "to mend the pier", "Ann Lee", "promised"),
    ("Co-founder Ezra Levin said it was late.", "it was late", "Co-founder Ezra Levin", "said"),
    ("President Ilin, a day from his deadline, told reporters he was close.", "he was close", "President Ilin", "told"),
    # an aside between source and verb is the outlet's
    ("Police, in a purported count, spoke of only 3,000 marchers.", "only 3,000 marchers", "Police", "spoke of"),
    # according to
    ("According to a report published by the port, the pier is safe.", "the pier is safe", "a report", "According to"),
    ("It is safe, according to officials familiar with it.", "It is safe", "officials", "according to"),
    ("In the words of the mayor, the pier is a ruin.", "the pier is a ruin", "the mayor", "In the words of"),
    # passives and cues without an agent
    ("Mr Ilin was accused of selling the bell.", "selling the bell", None, "accused of"),
    ("Mr Ilin was accused by the council of selling the bell.", "selling the bell", "the council", "accused"),
    ("The council accused Orsk of stealing the bell.", "stealing the bell", "The council", "accused"),
    ("The mayor is said to have sold the bell.", "to have sold the bell", None, "said"),
    ("The bell is believed to be in Orsk.", "to be in Orsk", None, "believed"),
    ("Ms Orr was told that the bell was gone.", "that the bell was gone", None, "told"),
    # questions, orders, wishes
    ("The council asked whether the pier was safe.", "whether the pier was safe", "The council", "asked"),
    ("The minister wondered how long it would last.", "how long it would last", "The minister", "wondered"),
    ("The minister ordered the crews to leave the port.", "to leave the port", "The minister", "ordered"),
    ("The mayor promised to mend and paint the pier.", "to mend and paint the pier", "The mayor", "promised"),
    ("The union called for talks.", "talks", "The union", "called for"),
    # judgements
    ("Mr Ilin lashed out at the council.", "the council", "Mr Ilin", "lashed out at"),
    ("The court described the raid as a purported rescue.", "the raid as a purported rescue", "The court", "described"),
    ("Villagers slammed the bungling board, which had slept.", "the bungling board", "Villagers", "slammed"),
    # nouns
    ("The claim that the pier was safe was repeated in May.", "that the pier was safe", None, "claim"),
    ("Fears that the dam would break led to protests.", "that the dam would break", None, "Fears"),
    ("The mayor's fears that the dam would break grew.", "that the dam would break", "The mayor", "fears"),
    ("Polls show a close race.", "a close race", "Polls", "show"),
    ("He repeated his false claims that the pier was sold.", "that the pier was sold", "He", "claims"),
    ("His claim that the pier was sold is false.", "that the pier was sold", "His", "claim"),
    ("The ministry rejected the claim that the pier was sold.", "that the pier was sold", None, "claim"),
    ("Officials voiced fears that the dam would break.", "that the dam would break", "Officials", "fears"),
    ("The mayor has faced criticism for selling the bell.", "selling the bell", None, "criticism for"),
    ("There is speculation as to whether the mayor will go.", "whether the mayor will go", None, "speculation"),
    ("The mayor's bet is that the pier will last.", "that the pier will last", "The mayor", "bet"),
    ("The aide's remarks on the bell were brief.", "the bell", "The aide", "remarks on"),
    ("Ms Quill has made the case for a new pier.", "a new pier", "Ms Quill", "case for"),
    ("Ms Orr drove to Holm to warn the town and tell people that it rained.", "that it rained", "Ms Orr", "tell"),
    ("According to the court, Bo Quist, a banker, hid it.", "Bo Quist, a banker, hid it", "the court", "According to"),
    # charges and rulings
    ("Mr Ilin was charged with fraud.", "fraud", None, "charged with"),
    ("The court ruled on Friday against the pier.", "the pier", "The court", "ruled"),
    # who hears it stands between
    ("The man yelled to the officers that he was unarmed.", "that he was unarmed", "The man", "yelled"),
    # headlines
    ("Mayor Questions the Price of the New Harbour Bell", "the Price of the New Harbour Bell", "Mayor", "Questions"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "content", "source", "cue"), ONE_CONTENT)
def test_a_paraphrase_with_source_and_cue(
    tagger: Tagger, text: str, content: str, source: str | None, cue: str
) -> None:
    assert described(text, voices(text, split_text(text), tagger)) == [(content, source, cue)]


SEVERAL = [
    (
        "The council, as the mayor admitted, has run out of money.",
        [("The council", "the mayor", "admitted"), ("has run out of money", "the mayor", "admitted")],
    ),
    ("The crash was blamed on pilot error.", [("The crash", None, "blamed"), ("on pilot error", None, "blamed")]),
    (
        "The pier, the court heard, was never inspected.",
        [("The pier", "the court", "heard"), ("was never inspected", "the court", "heard")],
    ),
    (
        "The pier, she went on, had known better days.",
        [("The pier", "she", "went on"), ("had known better days", "she", "went on")],
    ),
    ("He was called a bully.", [("He", None, "called"), ("a bully", None, "called")]),
    (
        "He was described by colleagues as a bully.",
        [("He", "colleagues", "described"), ("a bully", "colleagues", "described")],
    ),
    (
        "“We go,” Ms Orr said, according to the Post.",
        [("“We go,”", "Ms Orr", "said")],
    ),
    (
        "He called it “a very good night,” and said Bo had come.",
        [("it", "He", "called"), ("“a very good night,”", "He", "called"), ("Bo had come", "He", "said")],
    ),
    (
        "Mr Ilin vowed to end “low wages,” protect the port and defeat the union.",
        [
            ("to end", "Mr Ilin", "vowed"),
            ("“low wages,”", "Mr Ilin", "vowed"),
            ("protect the port and defeat the union", "Mr Ilin", "vowed"),
        ],
    ),
    (
        "Others say it was the weather, and the tide, that doomed him.",
        [("it was the weather, and the tide, that doomed him", "Others", "say")],
    ),
    (
        'Mr Ilin later confirmed in the garden, "Absolutely I said that," while he left.',
        [('"Absolutely I said that,"', "Mr Ilin", "confirmed")],
    ),
    (
        "He accused the mayor of enlisting “his friends and his henchmen.”",
        [("enlisting", "He", "accused"), ("“his friends and his henchmen.”", "He", "accused")],
    ),
    (
        "The pier, Ms Orr said on Monday, is closed.",
        [("The pier", "Ms Orr", "said"), ("is closed", "Ms Orr", "said")],
    ),
    (
        "The harbour board, she told reporters, knew of the leak.",
        [("The harbour board", "she", "told"), ("knew of the leak", "she", "told")],
    ),
    (
        "He wants to rebuild the pier, adding that the town could pay.",
        [("to rebuild the pier", "He", "wants"), ("that the town could pay", "He", "adding")],
    ),
    (
        "He said the plan was 'reckless' and 'late'.",
        [("the plan was", "He", "said"), ("'reckless'", "He", "said"), ("and", "He", "said"), ("'late'", "He", "said")],
    ),
    (
        "“We go,” said Ms Orr, the harbour master, “and we go now.”",
        [("“We go,”", "Ms Orr", "said"), ("“and we go now.”", "Ms Orr", "said")],
    ),
    (
        "He spoke of “meddling” and of “a smear”.",
        [("“meddling”", "He", "spoke of"), ("“a smear”", "He", "spoke of")],
    ),
    (
        "The pier was reportedly closed in May.",
        [("The pier was", None, "reportedly"), ("closed in May", None, "reportedly")],
    ),
    (
        "“He told me ‘never’ twice,” she said.",
        [("“He told me ‘never’ twice,”", "she", "said")],
    ),
    (
        "Ferry strike 'a disgrace', says minister",
        [("Ferry strike", "minister", "says"), ("'a disgrace'", "minister", "says")],
    ),
]


@pytest.mark.parametrize(("text", "expected"), SEVERAL)
def test_several_pieces(tagger: Tagger, text: str, expected: list[tuple[str, str | None, str]]) -> None:
    assert described(text, voices(text, split_text(text), tagger)) == expected


OWN = [
    "As the mayor left, rain fell.",
    "As the trial continued, protesters gathered outside.",
    "As he put it on the table, the vase cracked.",
    "The talks collapsed, as diplomats had warned.",
    "With tears in his eyes, Mr Quist thanked the crowd.",
    "The money was paid to the minister's account.",
    "The tax, a policy economists oppose, was scrapped.",
    "The plan, a scheme ministers announced in May, has been dropped.",
    "Mr Quist, she went on, had never apologised.",
    "It is not suggested that Mr Quist knew of the fraud.",
    "Passengers face charges of up to £200.",
    "The remarks were made on Facebook.",
    "He kept the promise he made her.",
    "He put the tie to bed at 3-0.",
    "The baby was called Archie.",
    "She was called as a witness.",
    "As engineers had warned, the pier broke.",
    "In the mayor's view from the tower, nothing had changed.",
    "She was called on Monday.",
    "The board put its staff at 40 desks.",
    "The claims of the miners are in the archive.",
    "It must be said that the pier is old.",
    "Cod are shrinking, which is a pity.",
    *NOTHING,
    "The union called off the strike.",
    "Ships of the northern navy may call at San Orrin, Pellas and Port Amaro for fuel and repairs.",
    "Torvia has called home its ambassador in Kessaly.",
    "The state's report on the claims is due.",
    "The council will study the plan in May.",
    "The ship carried grain to the port of Orsk.",
    "The band played and the crowd sang.",
    "A court order closed the pier.",
    "Don't blame the mayor.",
    "In the polls on Sunday, Mr Ilin lost his seat.",
    "By bank account, cheque or card, you can pay in June.",
    "Men panned for gold in the Wend.",
    "Doctors treated the burns as an emergency.",
    "His speech on Monday drew a crowd.",
    "The case for the violin was lost.",
    "Imagine that the pier is gone.",
    "Do you know where the mayor is?",
    "The price of bread continued to fall.",
    "Ms Orr assumed office in May.",
    "The road overlooks the harbour.",
    "The rule requires ships to stop at Orsk.",
    "The two men spoke for about five minutes.",
    "Four men were seen gathered around the bell.",
    "Ms Orr did not respond to questions from the Post.",
    "It is worth noting that the pier is old.",
    "It is useful to remember the old pier.",
    "The envoy would not say whether talks had begun.",
    "The fact that the pier is old helps nobody.",
    "The storm meant that the ferry was late.",
    "They signed a pact according to which the islands stay free.",
]


@pytest.mark.parametrize("text", OWN)
def test_what_reports_nothing_is_the_outlets_own(tagger: Tagger, text: str) -> None:
    assert voices(text, split_text(text), tagger) == ()


def test_the_cue_of_an_accusation_is_the_outlets_own_even_after_according_to(tagger: Tagger) -> None:
    text = "According to the statement, the ministers accused Orsk of theft."
    spans = voices(text, split_text(text), tagger)
    place = text.index("accused")
    assert voice_of(place, place + 7, spans) == ("own", None)
    place = text.index("theft")
    assert voice_of(place, place + 5, spans) == ("paraphrase", "the ministers")


def test_a_report_within_a_report_is_the_outer_speakers(tagger: Tagger) -> None:
    text = "Ms Orr said the council believed that the bell was lost."
    assert described(text, voices(text, split_text(text), tagger)) == [
        ("the council believed that the bell was lost", "Ms Orr", "said")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Orsk’s “free press” largely repeated the account of the police.",
        "Friendship needs no rush, nor the pretence that a “centre of excellence” is a shield.",
        "They sell “magic” pills in the port.",
    ],
)
def test_a_scare_quote_is_laid_to_nobody(tagger: Tagger, text: str) -> None:
    place = text.index("“") + 1
    assert voice_of(place, place + 1, voices(text, split_text(text), tagger)) == ("quoted", None)


def test_a_semicolon_keeps_an_own_clause_out(tagger: Tagger) -> None:
    text = "The strike went on; the union said it would last."
    assert described(text, voices(text, split_text(text), tagger)) == [("it would last", "the union", "said")]


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        (
            "The aide said the senator had told reporters that the bill was a sham.",
            [
                ("the senator had told reporters", "The aide", "said"),
                ("that the bill was a sham", "the senator", "told"),
            ],
        ),
        # "he" may be the aide, and who protests does not speak
        (
            "The aide said he had told reporters that it rained.",
            [("he had told reporters that it rained", "The aide", "said")],
        ),
        (
            "The ministry said the crowd had protested against the law.",
            [("the crowd had protested against the law", "The ministry", "said")],
        ),
    ],
)
def test_what_somebody_in_a_paraphrase_says_is_theirs(
    tagger: Tagger, text: str, spans: list[tuple[str, str | None, str | None]]
) -> None:
    assert described(text, voices(text, split_text(text), tagger)) == spans


def test_a_headline_s_clause_of_time_is_nobody_s_content(tagger: Tagger) -> None:
    text = "Minister slams 'so-called' reform as regime tightens grip"
    assert voice_of(text.index("regime"), len(text), voices(text, split_text(text), tagger)) == ("own", None)


@settings(max_examples=60)
@given(TEXTS)
def test_spans_are_in_order_apart_and_slice_what_they_name(tagger: Tagger, text: str) -> None:
    end = 0
    for span in voices(text, split_text(text), tagger):
        assert end <= span.start < span.end <= len(text)
        end = span.end
        if span.source is not None:
            assert span.source_start is not None
            assert text[span.source_start : span.source_start + len(span.source)] == span.source
        if span.cue is not None:
            assert span.cue_start is not None
            assert text[span.cue_start : span.cue_start + len(span.cue)] == span.cue


def test_speech(tagger: Tagger) -> None:
    assert speech_score("We will go, he said.", tagger) >= 0.5
    assert speech_score("The Tern Pact was signed in May.", tagger) < 0.5
