"""Differences that need to know whose words they are and how a sentence is built: attribution, agency, certainty."""

from __future__ import annotations

from dataclasses import replace

import pytest

from compare.absence import Held, absence_shifts
from compare.claims import Claim, Nearest, Reading
from compare.difference import Context, Difference
from compare.framing import flag_text
from compare.ladder import Ladder
from compare.readingtrees import ReadingTrees
from compare.rules import without_contrast
from compare.sentences import split_text
from compare.tagger import Tagger
from compare.voice import voices
from compare.wording import differences
from scraper.article import Moment
from variorum.adapters.taggers import tagger_named
from variorum.rulepacks import load_rules
from variorum.settings import Settings

RULES = load_rules(Settings())


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    found = tagger_named("auto")
    assert found is not None
    return found


def told(tagger: Tagger | None, *texts: str, places: tuple[int, ...] = ()) -> list[Difference]:
    """What sets the outlets "a", "b", … apart that wrote these texts, in order."""
    readings = [
        Reading(outlet, outlet, 0, len(text), text, places[at] if places else 1)
        for at, (outlet, text) in enumerate(zip("abcdef", texts, strict=False))
    ]
    spans = {r.article: voices(r.text, split_text(r.text), tagger) for r in readings}
    flags = {
        r.article: flag_text(r.text, RULES, spans[r.article], split_text(r.text), tagger, beside=True) for r in readings
    }
    trees = ReadingTrees(tagger, [r.text for r in readings]) if tagger else None
    found = differences(
        Claim(tuple(readings), 0.9), flags, Context({}, {}, spans, trees, Ladder(RULES), without_contrast(RULES))
    )
    text = {r.outlet: r.text for r in readings}
    assert all(text[v.outlet][v.start : v.end] == v.text for one in found for v in one.variants)
    return found


def of(kind: str, found: list[Difference]) -> list[Difference]:
    return [one for one in found if one.kind == kind]


def off_side(difference: Difference) -> set[str]:
    """The outlets that are not with most of them."""
    return {variant.outlet for variant in difference.variants if variant.side != "a"}


# -- attribution --


@pytest.mark.parametrize(
    ("charged", "neutral"),
    [
        # what one leads, the other has beside its cue
        (
            "Ada Quill railed against the mayor in Tarn, promising that the harbour would never pay for the wall.",
            "Despite the mayor's promise that the harbour will pay for the wall, Ada Quill said it would never happen.",
        ),
        (
            "“Brun lied and it destroyed his life,” Quill said, before claiming that Orr lied many times.",
            "“Brun lied and they destroyed his life,” Quill said.",
        ),
        # a statement and a request
        (
            "The states of Tarn and Orn sued in the high court, claiming that the harbour law is void.",
            "The states of Tarn and Orn asked the high court to strike down the harbour law.",
        ),
        # a denied cue
        (
            "Ada Quill did not claim that the harbour law is void.",
            "Ada Quill said that the harbour law was void.",
        ),
        (
            "Ada Quill claimed that the harbour law is void.",
            "Ada Quill could not confirm that the harbour law was void.",
        ),
    ],
)
def test_cues_of_two_contents_are_no_difference(tagger: Tagger, charged: str, neutral: str) -> None:
    assert of("attribution", told(tagger, charged, neutral)) == []


def test_cues_of_one_content_differ(tagger: Tagger) -> None:
    (one,) = of(
        "attribution",
        told(
            tagger,
            "Ada Quill claimed that the harbour law is void.",
            "Ada Quill said that the harbour law was void.",
        ),
    )
    assert one.explanation == "a wrote “claimed”; b wrote “said”."


def test_a_charged_cue_is_set_against_neutral_ones(tagger: Tagger) -> None:
    (one,) = of(
        "attribution",
        told(
            tagger,
            "The mill will close in May, the owners said.",
            "The owners admitted that the mill will close in May.",
            "According to the owners, the mill will close in May.",
        ),
    )
    assert off_side(one) == {"b"}
    assert one.explanation == "b wrote “admitted”; a wrote “said”; c wrote “According to”."


def test_where_most_are_charged_the_neutral_one_stands_apart(tagger: Tagger) -> None:
    (one,) = of(
        "attribution",
        told(
            tagger,
            "The mayor conceded that the bridge would be late.",
            "The mayor admitted the bridge would be late.",
            "The bridge would be late, the mayor said.",
        ),
    )
    assert {v.outlet for v in one.variants if v.text == "said"} == {"c"}


@pytest.mark.parametrize(
    "texts",
    [
        # all are charged
        ("The owners claimed that the mill was safe.", "The mill was safe, the owners claimed."),
        # a headline without a cue, and mild cues
        ("Mill is safe", "The owners said the mill was safe.", "The owners announced that the mill was safe."),
        # no cue at all: a verb of the event, and a noun
        ("Wagons jumped the rails at Tarn.", "A train left the rails at Tarn, officials said."),
        ("The rents may be claimed back, the court said.", "Tenants may ask for the rents, the court ruled."),
        # the charged cue is a source's, within a quotation
        ("“He claimed that it was safe,” the officer said.", "The officer said he had called it safe."),
    ],
)
def test_where_no_cue_departs_nothing_is_told(tagger: Tagger, texts: tuple[str, ...]) -> None:
    assert of("attribution", told(tagger, *texts)) == []


# -- agency --


POLICE = (
    "Police shot three dockers at the gate of the port on Tuesday.",
    "Three dockers were shot by police at the gate of the port.",
)


@pytest.mark.parametrize(
    "hiding",
    [
        "Three dockers were shot at the gate of the port on Tuesday.",
        "Clashes at the gate of the port on Tuesday left three dockers dead.",
        "Three dockers lost their lives at the gate of the port.",
    ],
)
def test_who_did_it_is_named_by_some_and_left_open_by_one(tagger: Tagger, hiding: str) -> None:
    (one,) = of("agency", told(tagger, *POLICE, hiding))
    assert off_side(one) == {"c"}
    assert "without saying who did it" in one.explanation


GUARDS = (
    "Guards at Holm prison beat the inmate Tam Orr to death in June.",
    "It was guards who killed Tam Orr at Holm prison in June.",
)


@pytest.mark.parametrize(
    ("naming", "hiding", "words"),
    [
        (GUARDS, "Tam Orr was found dead in his cell at Holm prison in June.", "was found dead"),
        (GUARDS, "Tam Orr met his end at Holm prison in June.", "met his end"),
        (POLICE, "Three dockers suffered gunshot wounds at the gate of the port.", "gunshot wounds"),
        (
            (
                "Staff of the governor deleted 4,000 messages before the inquiry.",
                "The governor's staff deleted 4,000 messages in the week before the inquiry.",
            ),
            "The inquiry's lawyer said that 4,000 messages had gone missing.",
            "had gone missing",
        ),
        (
            ("Voltane cut off the power of 900 homes.", "The homes, 900 in all, were disconnected by Voltane."),
            "The power went out in 900 homes.",
            "went out",
        ),
        # a name that has a word for a thing in it
        (
            ("The White House fired three inspectors on Friday.", "Three inspectors were fired by the White House."),
            "Three inspectors lost their jobs on Friday.",
            "lost their jobs",
        ),
        # a commission acts in all of them; that hides nobody
        (
            (
                "A commission took up on Monday that soldiers shot nine farmers.",
                "Soldiers shot nine farmers; a commission took it up on Monday.",
            ),
            "A commission took up on Monday the case in which nine farmers died.",
            "died",
        ),
    ],
)
def test_what_befell_people_hides_who_did_it(tagger: Tagger, naming: tuple[str, str], hiding: str, words: str) -> None:
    (one,) = of("agency", told(tagger, *naming, hiding))
    assert off_side(one) == {"c"}
    assert any(words in v.text for v in one.variants if v.outlet == "c")


LIMES = (
    "Workmen sent by the council cut down the limes on Friday.",
    "The council had the limes of Quay Street felled on Friday.",
)


@pytest.mark.parametrize(
    ("naming", "hiding", "words"),
    [
        (
            (
                "The council's men let 300 litres of acid into the Wend.",
                "On Monday the council's men let 300 litres of acid out into the Wend.",
            ),
            "On Monday 300 litres of acid found their way into the Wend.",
            "found their way",
        ),
        (
            (
                "A court fined Quay Water for pumping sewage into the Wend.",
                "Quay Water must pay for releasing sewage into the Wend, a court ruled.",
            ),
            "Quay Water was fined after sewage found its way into the Wend.",
            "found its way",
        ),
        (LIMES, "The limes of Quay Street came down on Friday.", "came down"),
        (
            ("Orr Air's planes bombed the market on Monday.", "Planes of Orr bombed the market on Monday."),
            "Explosions shook the market on Monday.",
            "Explosions shook",
        ),
    ],
)
def test_what_seems_to_happen_by_itself_hides_who_did_it(
    tagger: Tagger, naming: tuple[str, str], hiding: str, words: str
) -> None:
    (one,) = of("agency", told(tagger, *naming, hiding))
    assert off_side(one) == {"c"}
    assert any(words in v.text for v in one.variants if v.outlet == "c")


def test_a_noun_made_of_the_deed_hides_who_did_it(tagger: Tagger) -> None:
    (one,) = of(
        "agency",
        told(
            tagger,
            "Varland closed its border to lorries on Monday.",
            "Varland has shut the border, and lorries wait.",
            "Since the closure of the border, lorries have been waiting.",
        ),
    )
    assert {v.outlet: v.text for v in one.variants}["c"] == "the closure of the border"


@pytest.mark.parametrize(
    "texts",
    [
        # the third names them too, in other words of the same stem, or as those who said it
        (*POLICE, "At the gate of the port the police opened fire on dockers and killed three."),
        # one outlet's word alone names the doer
        (POLICE[0], "Three dockers were shot at the gate of the port.", "Three dockers died at the gate of the port."),
        # nobody did it: a ship, a storm
        ("The ferry hit the pier.", "The pier was hit by the ferry.", "The pier was damaged, and people were hurt."),
        ("A storm destroyed the mill.", "The storm has destroyed the mill.", "The mill was destroyed."),
        # a wish is no deed, and a budget no deed of force
        ("The union wants to scrap the index.", "The index should be scrapped, the union said.", "The index stays."),
        ("Parliament passed the budget.", "The budget was passed by parliament.", "The budget was passed."),
        # who did it has another word in the third, and so has the deed
        (*POLICE, "Officers shot three dockers at the gate of the port."),
        (*POLICE, "Cops gunned down three dockers at the port's gate."),
        # a time of day, a thing of which it is told that it burned, and what is no deed
        (
            "The square in Tarn had been cleared by dawn on Monday.",
            "On Monday the square in Tarn was cleared by dawn.",
            "The square in Tarn was cleared early on Monday.",
        ),
        (
            "A barn in Holm has burned to the ground on Monday.",
            "The barn in Holm has burned on Monday, 300 goats died.",
            "A barn in Holm was burned to the ground on Monday.",
        ),
        (
            "The minister sent a letter from Tarn to the union.",
            "On Monday the minister sent the union a letter from Tarn.",
            "A letter was sent from Tarn to the union.",
        ),
        # what somebody had and did not have done, thanks and blame for a deed
        (
            "The museum had a photo of a man hanged in 1910.",
            "The museum had photos of the man hanged in 1910.",
            "A man was hanged in 1910.",
        ),
        (
            "A court thanked villagers for shooting the bear.",
            "The court thanked villagers for shooting the bear.",
            "The bear was shot.",
        ),
        (
            "Mr Hale blamed Ms Quill for poisoning the well.",
            "Ms Quill was blamed by Mr Hale for poisoning the well.",
            "The well was poisoned.",
        ),
        (
            "The council let the hall out to a club.",
            "The hall was let out by the council to a club.",
            "The hall was let out to a club.",
        ),
        # what is released for people to know it
        (
            "The minister released the figures on Monday.",
            "The figures were released by the minister on Monday.",
            "The figures were released on Monday.",
        ),
        # somebody whom nobody knows
        ("Thieves stole twelve spoons.", "Twelve spoons were taken by thieves.", "Twelve spoons were stolen."),
        # the third says who did it, by a pronoun
        (
            "Varland closed the refinery in Tarn on Monday.",
            "The refinery in Tarn was closed by Varland.",
            "Ministers in Orn had said they would close the refinery in Tarn.",
        ),
    ],
)
def test_where_nobody_is_hidden_nothing_is_told(tagger: Tagger, texts: tuple[str, ...]) -> None:
    assert of("agency", told(tagger, *texts)) == []


def test_without_a_tagger_nothing_is_told_of_agents() -> None:
    assert of("agency", told(None, *POLICE, "Three dockers were shot at the gate of the port.")) == []


# -- certainty --


def test_an_accusation_told_as_fact(tagger: Tagger) -> None:
    (one,) = of(
        "doubt",
        told(
            tagger,
            "Prosecutors accuse the clerk of having sold the plans to a rival.",
            "The clerk is suspected of having sold the plans to a rival.",
            "The clerk sold the plans to a rival and bought a boat with the money.",
        ),
    )
    assert off_side(one) == {"c"}
    assert "c states “The clerk sold the plans to a rival and bought a boat with the money” as fact" in one.explanation


def test_what_one_side_of_a_fight_says_told_as_fact(tagger: Tagger) -> None:
    (one,) = of(
        "doubt",
        told(
            tagger,
            "The army said its gunners had destroyed nine boats.",
            "Nine boats were destroyed, according to the army.",
            "Nine boats were destroyed in the night.",
        ),
    )
    assert off_side(one) == {"c"}


def test_hearsay_where_the_others_leave_nothing_open(tagger: Tagger) -> None:
    (one,) = of(
        "doubt",
        told(
            tagger,
            "The navy has reportedly ordered nine boats.",
            "The navy has ordered nine boats, the yard announced.",
            "The yard said the navy had ordered nine boats.",
        ),
    )
    assert {v.outlet: v.text for v in one.variants}["a"] == "reportedly"
    assert one.explanation == "a wrote “reportedly”; b and c did not leave it open."


@pytest.mark.parametrize(
    "texts",
    [
        # what nobody disputes
        ("Two men were hurt, police said.", "Police said two men were hurt.", "Two men were hurt."),
        # all leave it open
        ("He allegedly sold the plans.", "He is accused of selling the plans.", "They allege he sold the plans."),
        # a verb of speech is no hearsay: somebody alleges it
        (
            "The clerk alleged the yard had sold the plans.",
            "The yard had sold the plans, the clerk said.",
            "The yard sold the plans, he wrote.",
        ),
        (
            "The prosecutor alleged fraud at the yard in Tarn.",
            "There was fraud at the yard in Tarn, the prosecutor said.",
            "The prosecutor spoke of fraud at the yard in Tarn.",
        ),
        # what an army buys, or where its ships sail, is no boast
        (
            "The army said it had stopped buying boots in Tarn.",
            "The army has stopped buying boots in Tarn.",
            "It no longer buys boots in Tarn, the army said.",
        ),
        (
            "The navy said it had sent nine ships to the strait.",
            "Nine ships are on their way to the strait, the defence ministry said.",
            "Now the state is sending nine ships to the strait.",
        ),
    ],
)
def test_what_is_routine_is_no_difference(tagger: Tagger, texts: tuple[str, ...]) -> None:
    assert of("doubt", told(tagger, *texts)) == []


# -- prominence --


def test_at_the_top_of_two_and_far_down_in_one() -> None:
    text = "The auditors found leaks that the water firm had kept out of its reports."
    (one,) = of(
        "prominence", told(None, text, text + " It denies that.", text + " Nobody was fined.", places=(0, 1, 12))
    )
    assert off_side(one) == {"c"}
    assert one.explanation == "a has it in the headline, b in paragraph 1; c in paragraph 12."
    assert of("prominence", told(None, text, text + " It denies that.", places=(1, 9))) == []
    assert of("prominence", told(None, text, text + " It denies that.", places=(2, 12))) == []


# -- words --


def test_a_word_of_judgement_that_one_alone_has(tagger: Tagger) -> None:
    (one,) = of(
        "evaluation",
        told(
            tagger,
            "The court in Tarn fined the notorious trader nine talers.",
            "The trader was fined nine talers by the court in Tarn.",
            "A court in Tarn fined the trader.",
        ),
    )
    assert off_side(one) == {"a"}
    assert {v.outlet: v.text for v in one.variants}["a"] == "notorious"


def test_what_most_of_them_judge_is_no_difference(tagger: Tagger) -> None:
    texts = ("The notorious trader was fined.", "The court fined the notorious trader.", "The trader was fined.")
    assert of("evaluation", told(tagger, *texts)) == []


def test_a_record_can_be_looked_up_and_sets_nobody_apart(tagger: Tagger) -> None:
    texts = ("The port had a record year.", "The port had a year of 90 ships.", "The year was good for the port.")
    assert of("intensity", told(tagger, *texts)) == []
    assert any(rule.id == "intensity.record" and not rule.contrast for rule in RULES)


def test_a_source_s_word_in_a_paraphrase_is_the_source_s(tagger: Tagger) -> None:
    texts = (
        "That is shameful, the union said.",
        "The union called it “shameful”.",
        "The union spoke of “shameful” talk.",
    )
    assert of("evaluation", told(tagger, *texts)) == []


# -- absence --


def test_what_three_have_and_one_long_text_lacks() -> None:
    text = "The auditors found leaks that the water firm had kept out of its reports."
    claim = Claim(tuple(Reading(o, o, 0, len(text), text, 1) for o in "abc"), 0.9)
    published = {
        "a": Moment.parse("2031-03-10T08:00Z", origin="given"),
        "d": Moment.parse("2031-03-11", origin="given"),
    }
    context = Context({"a": "The Bell"}, published)
    held = {"a": [Held("a", 300)], "d": [Held("d", 240)], "e": [Held("e", 40)]}
    (one,) = absence_shifts(claim, 3, held, context)
    first = "The Bell, b and c have it, first known hour 2031-03-10T08:00Z"  # of b and c no time is known
    assert one.explanation == f"{first}; not found in the text we hold of d (2031-03-11, 240 words)."
    days = {**published, "b": Moment.parse("2031-03-10", origin="given")}
    (same,) = absence_shifts(claim, 3, held, replace(context, published=days))
    assert same.explanation == one.explanation, "a bare day is no hour of its day, and not its first"
    (bare,) = absence_shifts(claim, 3, held, replace(context, published={"b": days["b"]}))
    assert "have it, first known day 2031-03-10;" in bare.explanation
    assert {variant.outlet for variant in one.variants} == {"a", "b", "c"}
    assert absence_shifts(claim, 2, held, context) == []
    near = Nearest(Reading("d", "d", 0, 4, "Rain", 1), 0.2, 0.3)
    assert absence_shifts(replace(claim, nearest=(near,)), 3, held, context) == []
    assert absence_shifts(claim, 3, {**held, "f": [Held("f", 300)]}, context) == []


@pytest.mark.parametrize("names", [(0, 1, 2, 3), (1, 0, 2, 3), (3, 2, 1, 0)])
def test_what_is_told_does_not_hang_on_outlets_names(tagger: Tagger, names: tuple[int, ...]) -> None:
    texts = (
        "The notorious trader Bram Oke was fined by a court in Tarn on Monday.",
        "He is notorious.",
        "The trader Bram Oke was fined by a court in Tarn on Monday.",
        "A court in Tarn fined the trader Bram Oke on Monday.",
    )
    (one,) = of("evaluation", told(tagger, *(texts[at] for at in names)))
    assert {variant.outlet for variant in one.variants} == {"abcd"[names.index(at)] for at in (0, 2, 3)}


def test_who_has_the_word_elsewhere_in_the_article_does_not_lack_it(tagger: Tagger) -> None:
    marked = "The notorious trader was fined in Tarn on Friday for bribes."
    plain = "The trader was fined in Tarn on Friday for bribes."
    readings = tuple(Reading(o, o, 0, len(t), t, 1) for o, t in zip("ab", (marked, plain), strict=True))
    spans = {r.article: voices(r.text, split_text(r.text), tagger) for r in readings}
    flags = {r.article: flag_text(r.text, RULES, spans[r.article], split_text(r.text), tagger) for r in readings}
    trees = ReadingTrees(tagger, [r.text for r in readings])

    def found(text: str) -> list[Difference]:
        context = Context(voices=spans, trees=trees, ladder=Ladder(RULES), texts={"a": marked, "b": text})
        return of("evaluation", differences(Claim(readings, 0.9), flags, context))

    assert len(found(plain)) == 1
    assert found(f"{plain} He lives in a notorious street.") == []


# Only of those that tell the same

LOOSE = "The port has 90 berths and a notorious past, and its pilots strike next week."


def test_a_word_is_told_against_outlets_that_tell_what_it_stands_with(tagger: Tagger) -> None:
    plain = "The trader Bram Oke was fined in Tarn on Friday, and his licence was withdrawn."
    marked = plain.replace("trader", "notorious trader")
    (one,) = of("evaluation", told(tagger, marked, plain, LOOSE.replace("notorious ", "")))
    assert {variant.outlet for variant in one.variants} == {"a", "b"}
    assert of("evaluation", told(tagger, marked, LOOSE.replace("notorious ", ""), "Pilots want more pay.")) == []


def test_who_has_the_word_in_another_form_is_no_other_side(tagger: Tagger) -> None:
    texts = (
        "The trader was called a racist by the board of Tarn.",
        "The board of Tarn spoke of racist letters by the trader.",
        "The board of Tarn spoke of letters by the trader.",
    )
    assert all(
        "b" not in {v.outlet for v in one.variants if v.side == "a"} for one in of("evaluation", told(tagger, *texts))
    )


def test_words_side_by_side_are_one_difference(tagger: Tagger) -> None:
    texts = (
        "In a stinging blow to the mayor the council of Tarn rejected the pier on Friday.",
        "The council of Tarn rejected the mayor's pier on Friday.",
        "On Friday the council of Tarn rejected the pier of the mayor.",
    )
    found = told(tagger, *texts)
    assert len(of("evaluation", found)) + len(of("intensity", found)) == 1


def test_a_charged_cue_for_another_statement_is_no_difference(tagger: Tagger) -> None:
    texts = (
        "The mayor claimed on Friday that the pier was safe.",
        "The mayor said the budget of the theatre had been cut by a third and that two choirs would go.",
        "The mayor said the harbour pilots would get more pay.",
    )
    assert of("attribution", told(tagger, *texts)) == []


def test_a_detail_far_down_is_not_the_claim_of_a_headline(tagger: Tagger) -> None:
    texts = ("Nell Arne re-elected as leader of the house", "Arne has led the house since 2002.")
    assert of("prominence", told(tagger, *texts, places=(0, 12))) == []
    same = ("Nell Arne re-elected as leader of the house", "Nell Arne was re-elected as the leader of the house.")
    assert len(of("prominence", told(tagger, *same, places=(0, 12)))) == 1


def test_a_number_of_something_else_is_no_other_value(tagger: Tagger) -> None:
    texts = (
        "The party remains in the minority with 194 seats after the vote in May.",
        "The party has lost 60 seats over the past six years under its leader.",
    )
    assert of("number", told(tagger, *texts)) == []


def test_two_numbers_of_one_text_are_not_two_values_between_others(tagger: Tagger) -> None:
    texts = (
        "The tax returns released on Friday show that the Arnes have paid $43 million in taxes since 2007.",
        "The Arnes earned roughly $141 million and paid nearly $44 million in taxes since 2007, tax returns show.",
        "Tax returns released on Friday show that the Arnes earned $139 million in income since 2007.",
    )
    for one in of("number", told(tagger, *texts)):
        values = {v.outlet: v.text for v in one.variants}
        assert not {"$43 million", "$139 million"} <= set(values.values())


# Contradictions


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (
            "Sirens sounded in all four districts below the dam.",
            "No siren sounded in Lowfold, a district below the dam.",
        ),
        ("The surgeon was convicted of negligence by a jury.", "A jury acquitted the surgeon of negligence."),
        ("The pass was reopened to lorries on Thursday.", "On Thursday the pass remained closed to lorries."),
    ],
)
def test_what_one_denies_that_another_asserts(tagger: Tagger, a: str, b: str) -> None:
    assert len(of("contradiction", told(tagger, a, b))) == 1


@pytest.mark.parametrize(
    ("a", "b"),
    [
        # of nobody, and of one
        ("The board said that he is not above the law.", "No one is above the law, the board said."),
        # one remark in two lengths
        (
            "“The principles aren’t written yet,” she said.",
            "“The principles aren't combined, written out yet,” she said.",
        ),
        # two subjects
        ("Amendment 64, which was approved by voters, legalised it.", "The attorney general had opposed Amendment 64."),
        # a condition
        ("The council will close the pier if it is not safe.", "The pier is safe, the council said."),
        # two objects
        ("Democrats will fund security, but not the wall.", "Democrats want funding for the wall to be negotiated."),
    ],
)
def test_what_only_looks_like_a_contradiction(tagger: Tagger, a: str, b: str) -> None:
    assert of("contradiction", told(tagger, a, b)) == []


# Quotations


def quoted_in(*texts: str, articles: dict[str, str] | None = None) -> list[Difference]:
    readings = [Reading(o, o, 0, len(t), t, 1) for o, t in zip("abc", texts, strict=False)]
    whole = {reading.article: reading.text for reading in readings} | (articles or {})
    spans = {key: voices(text, split_text(text)) for key, text in whole.items()}
    return of("quote", differences(Claim(tuple(readings), 0.9), {}, Context(voices=spans, texts=whole)))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        # a sentence from the middle or the end of a quotation, whose first mark stands elsewhere
        ("“A long inquiry found nothing at all.”", "A long inquiry found nothing at all,” he said."),
        ("“They are followers of a false prophet.”", "“They're followers of a false prophet,” she said."),
        ("“But the message is clear,” she said.", "“The message is clear,” she said."),
        ("“The phony theology of the left,” she said.", "“phony theology of the left”, as she put it"),
        ("“Our motto is a hope: Only Rowers Row,” she said.", "They carried banners that read “Only Rowers Row”."),
        ("“We go home,” said Ada Quill, “and we sleep.”", "Ada Quill said: “We go home and we sleep.”"),
    ],
)
def test_one_quotation_printed_alike(a: str, b: str) -> None:
    assert quoted_in(a, b) == []


def test_words_that_stand_in_the_next_sentence_are_not_cut() -> None:
    whole = "“We will bring back our jobs, and we will bring back our dreams,” he said."
    piece = "“And we will bring back our dreams.”"
    other = whole.replace("he said", "said Ada Quill")
    assert len(quoted_in(whole, piece, other)) == 1
    longer = {"b": f"{piece} “We will bring back our jobs,” he said before."}
    assert quoted_in(whole, piece, other, articles=longer) == []


def test_the_outlet_s_own_words_stand_in_no_quotation() -> None:
    (one,) = quoted_in(
        "“I meant the radical rowers,” Quill said, suggesting that they row too much, rather than “steward the river.”",
        "“I meant the radical rower,” Quill said.",
    )
    assert "suggesting" not in one.explanation
    (one,) = quoted_in(
        "“If the mayor is not prepared to pay, the talks in Tarn should not go on,” she said.",
        "The mayor “is not prepared to pay,” and the talks “should not go on,” she said.",
    )
    assert one.explanation.endswith("b quotes of this only “is not prepared to pay” … “should not go on”.")


@pytest.mark.parametrize(
    ("whole", "piece"),
    [
        ("“Not if the pier is safe,” she said.", "“The pier is safe,” she said."),
        ("“Most of the dams are safe,” she said.", "“The dams are safe,” she said."),
        ("“It is almost all over for the harbour,” she said.", "“All over for the harbour,” she said."),
        # in the outlet's own sentence, but its condition is gone
        ("“We will pay every rower if the court says so,” she said.", "She said they “will pay every rower”."),
    ],
)
def test_what_limits_a_statement_is_cut_even_if_it_is_short(whole: str, piece: str) -> None:
    (one,) = quoted_in(whole, piece)
    assert "quotes of this only" in one.explanation


def test_words_in_an_own_sentence_are_no_cut() -> None:
    whole = "“We will pay every rower of Tarn in full on Friday,” she said."
    assert quoted_in(whole, "She said the yard would “pay every rower of Tarn” soon.") == []
    assert quoted_in(whole, "She would “pay every rower”, she said, “in full on Friday”.") == []


def test_words_that_stand_elsewhere_by_chance_are_no_rest_of_a_quotation() -> None:
    whole = "“Perhaps the plan will work for the harbour,” she said."
    piece = "“The plan will work for the harbour,” she said."
    assert len(quoted_in(whole, piece, articles={"b": f"{piece} The council will perhaps vote on Monday."})) == 1


def test_one_small_word_in_a_long_quotation_is_a_slip() -> None:
    whole = "“We are asking the council to open up its books on Monday,” she said."
    assert quoted_in(whole, whole.replace("open up", "open")) == []
    assert len(quoted_in(whole, whole.replace("We are asking", "We are not asking"))) == 1
    assert len(quoted_in(whole, whole.replace("books", "doors"))) == 1


def test_a_quotation_may_go_on_where_its_marks_are_lost() -> None:
    whole = "“He was a good man, a man of character, a man who loved and was loved,” she said."
    piece = "A man who loved and was loved,” she said."
    assert quoted_in(whole, piece, articles={"b": f"{piece}\n\nHe was a good man, a man of character."}) == []


def test_a_part_in_an_own_sentence_with_other_words_is_not_blamed_for_what_it_leaves_out() -> None:
    whole = "“We have never sold a single oar of the old yard to any foreign firm at all,” she said."
    (one,) = quoted_in(whole, "She said it had “never sold a single oar of the new yard”.")
    assert "other words" in one.explanation
    assert "leaves out" not in one.explanation


def test_two_speakers_make_two_quotations() -> None:
    a = "“He undermined good order and discipline in the fleet,” Ray Mabus said."
    b = "“He undermined good order and discipline in the navy,” Dick Spencer said."
    assert quoted_in(a, b) == []
    assert len(quoted_in(a, b.replace("Dick Spencer", "Ray Mabus"))) == 1


@pytest.mark.parametrize("order", [(0, 1, 2), (1, 0, 2), (2, 1, 0)])
def test_versions_do_not_depend_on_the_names_of_outlets(order: tuple[int, ...]) -> None:
    piece = "“And we will bring back our dreams for the town,” he said."
    texts = (
        piece,
        "“We will bring back our jobs, and we will bring back our dreams for the town,” he said.",
        "“We will bring back our jobs, and bring our dreams to the town,” he said.",
    )
    (one,) = quoted_in(
        *(texts[at] for at in order),
        articles={"abc"[order.index(0)]: f"{piece} “We will bring back our jobs,” he said before."},
    )
    assert {variant.outlet for variant in one.variants} == {"abc"[order.index(1)], "abc"[order.index(2)]}


def test_another_quotation_between_two_pieces_parts_them() -> None:
    whole = "“The dam will hold and the town is safe tonight for every family,” the mayor said."
    pieces = (
        "“The dam will hold,” the mayor said, while residents called it “a bad joke”, and added “the town is safe"
        " tonight for every family”."
    )
    assert all("joke" not in one.explanation for one in quoted_in(whole, pieces))


def test_which_name_most_give_does_not_hang_on_outlets_names(tagger: Tagger) -> None:
    texts = (
        "The thugs at the gate of the port threw stones on Monday.",
        "On Monday thugs threw stones at the gate of the port.",
        "At the gate of the port a mob threw stones on Monday.",
        "A mob at the gate of the port threw stones on Monday.",
        "Sixty men at the gate of the port threw stones on Monday.",
    )
    found = set()
    for order in ((0, 1, 2, 3, 4), (4, 3, 2, 1, 0), (2, 0, 4, 1, 3), (3, 4, 0, 2, 1)):
        named = of("naming", told(tagger, *(texts[at] for at in order)))
        found.add(tuple(sorted(v.text for one in named for v in one.variants)))
    assert len(found) == 1


# -- words that count only beside milder ones --


def test_a_word_is_nothing_by_itself_and_a_difference_beside_a_milder_one(tagger: Tagger) -> None:
    loud, *plain = (
        "The director of the yard pocketed 90,000 marks for two weeks.",
        "The director of the yard received 90,000 marks for two weeks.",
        "For two weeks the yard paid its director 90,000 marks.",
    )
    assert flag_text(loud, RULES, ()) == []
    (one,) = of("intensity", told(tagger, loud, *plain))
    assert {v.outlet: v.text for v in one.variants}["a"] == "pocketed"
    assert of("intensity", told(tagger, loud, plain[1], f"On Monday t{loud[1:]}")) == []


@pytest.mark.parametrize(
    ("cue", "sentence"),
    [
        ("grudgingly acknowledged", "The yard had known of the leak in May, the firm grudgingly acknowledged."),
        ("was forced to admit", "The firm was forced to admit that the yard had known of the leak in May."),
        ("shrugged", "The yard had known of the leak in May, shrugged the firm."),
        ("confesses", "Firm confesses: The yard had known of the leak in May"),
    ],
)
def test_how_it_was_said_is_set_against_that_it_was(tagger: Tagger, cue: str, sentence: str) -> None:
    neutral = (
        "The firm said that the yard had known of the leak in May.",
        "The yard had known of the leak in May, according to the firm.",
    )
    (one,) = of("attribution", told(tagger, *neutral, sentence))
    assert off_side(one) == {"c"}
    assert {v.outlet: v.text for v in one.variants}["c"] == cue


def test_who_states_what_somebody_denies(tagger: Tagger) -> None:
    (one,) = of(
        "doubt",
        told(
            tagger,
            "Rosa Quill said that 900 ballots had not been counted in Tarn; the clerk denies it.",
            "According to Rosa Quill, 900 ballots were not counted in Tarn.",
            "In Tarn 900 ballots were not counted.",
        ),
    )
    assert off_side(one) == {"c"}
    assert "as fact" in one.explanation


def test_what_they_call_it_is_nothing_beside_others_who_lay_it_to_them(tagger: Tagger) -> None:
    texts = (
        "Nine people died after what Varland called a rebel drone strike on a ferry.",
        "Varland said that rebel drones had struck a ferry and killed nine people.",
        "Rebel drones struck a ferry and killed nine people, according to Varland.",
    )
    assert of("doubt", told(tagger, *texts)) == []


def test_two_words_of_two_kinds_side_by_side_are_two_differences(tagger: Tagger) -> None:
    found = told(
        tagger,
        "Sixty men threw stones at a hostel in Tarn on Monday.",
        "On Monday sixty men threw stones at a hostel in Tarn.",
        "Sixty thugs pelted a hostel in Tarn with stones on Monday.",
    )
    assert {one.kind for one in found} >= {"naming", "intensity"}


def test_a_term_that_two_call_so_called_is_no_doubt(tagger: Tagger) -> None:
    plain = "All who hold a boat need a harbour pass, a permit to fish."
    so_called = "Holders need the so-called harbour pass, a permit to fish."
    assert of("doubt", told(tagger, so_called, "The so-called harbour pass, a permit to fish, is needed.", plain)) == []
    assert of("doubt", told(tagger, so_called, "Holders need the harbour pass, a permit to fish.", plain))


def test_a_name_is_doubted_whatever_is_left_open_of_a_deed(tagger: Tagger) -> None:
    (one,) = of(
        "doubt",
        told(
            tagger,
            "The self-styled doctor Bo Quist was held on suspicion of fraud.",
            "Doctor Bo Quist was held on suspicion of fraud.",
            "Bo Quist, a doctor, was held. He is suspected of fraud.",
        ),
    )
    assert off_side(one) == {"a"}


def test_what_somebody_says_besides_lays_no_charge_to_anybody(tagger: Tagger) -> None:
    (one,) = of(
        "doubt",
        told(
            tagger,
            "Prosecutors charged Mr Ilin with taking bribes from a firm. He said he had taken nothing.",
            "Mr Ilin is accused of taking bribes from a firm. He told the Post he took nothing.",
            "Mr Ilin is alleged to have taken bribes from a firm. He said he took nothing.",
            "Mr Ilin took bribes from a firm. He said that he was not sorry.",
        ),
    )
    assert off_side(one) == {"d"}


def test_a_sentence_of_one_speaker_in_other_words_is_one_quotation() -> None:
    one = '"We shall not buy a seat, and we shall not sell a seat," Ada Quill said.'
    two = "“We won't buy seats and we won't sell them,” Ada Quill told the hall."
    three = "“We shall not buy a seat, and we shall not sell a seat,” Ada Quill said on Monday."
    (difference,) = of("quote", told(None, one, two, three))
    assert "other words inside the marks" in difference.explanation
    assert of("quote", told(None, one, two)) == []  # which may be two remarks, where nobody bears either out


@pytest.mark.parametrize(
    ("a", "b"),
    [
        # cut where a sentence ends, or within one without a clause of it
        ("“The pier is shut. Nobody may walk on it,” she said.", "“The pier is shut,” she said."),
        ("“I think that the pier is rotten,” she said.", "“The pier is rotten,” she said."),
        # the condition stands outside the marks
        (
            "“If the mayor is not prepared to pay, the talks in Tarn should not go on,” she said.",
            "She wrote that if the mayor “is not prepared to pay,” the talks “should not go on”.",
        ),
        (
            "They wait “until the council takes clear steps,” she said.",
            "Until “the council takes clear steps”, they wait.",
        ),
        (
            "“It is not only a breach of the old rules, but also a shame,” she said.",
            "She called it “a breach of the old rules”.",
        ),
        # house spelling, contractions, titles, and a word that one house masks
        (
            "“I would like to know who those rowers are,” she said.",
            "“I’d like to know who those rowers are,” she said.",
        ),
        ("“I feel badly for General Quill tonight,” he said.", "“I feel badly for Gen. Quill tonight,” he said."),
        ("“We beat Omar al-Qaddun by the river,” he said.", "“We beat Omar Gadhun by the river,” he said."),
        ("“I won’t pay for that f***ing wall,” he said.", "“I won’t pay for that fucking wall,” he said."),
        # a list in another order
        ("They are called “Ollo, Brun and Tarn”, he said.", "They are called “Brun, Ollo and Tarn”, he said."),
    ],
)
def test_a_shorter_quotation_or_another_spelling_is_no_other_wording(a: str, b: str) -> None:
    assert quoted_in(a, b) == []
    assert quoted_in(b, a) == []


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("“I have a spine, and I want to move on,” she said.", "“I have a spine,” she said."),
        ("“We don’t like him, we don’t want him.”", "“We don’t want him.”"),
    ],
)
def test_a_sentence_printed_without_a_clause_of_it_as_if_it_were_whole_is_told(a: str, b: str) -> None:
    (difference,) = quoted_in(a, b)
    assert "of this only" in difference.explanation
    more = f"{b}\n\nLater she said: {a[a.index('“') : a.index('”') + 1]}"
    assert quoted_in(a, b, articles={"b": more}) == []  # its own article has the whole


def test_words_that_the_other_prints_in_another_quotation_are_no_other_words() -> None:
    a = "“My people have been studying it and they cannot believe what they are finding,” Quill said."
    b = "“My people have been studying it and they cannot believe what they are seeing,” Quill said."
    assert len(quoted_in(a, b)) == 1
    more = f"{b}\n\nAsked again, he said: “And they cannot believe what they are finding.”"
    assert quoted_in(a, b, articles={"b": more}) == []
    assert quoted_in(b, a, articles={"a": more.replace(b, a).replace("finding.”", "seeing.”")}) == []


def test_what_is_said_aloud_is_no_version_of_a_post() -> None:
    said = "“We reject his message and his visit,” Ada Quill told reporters."
    posted = "“We reject his message and his tour,” Ada Quill tweeted."
    assert quoted_in(said, posted) == []
    assert len(quoted_in(said, posted.replace("tweeted", "said"))) == 1
    plain = said.replace("told reporters", "said")
    assert quoted_in(plain, posted) == []
    on_a_post = {"a": f"{plain} She had been asked for hours and then put the answer on Facebook."}
    assert len(quoted_in(plain, posted, articles=on_a_post)) == 1


def test_quotations_of_nothing_else_are_separate_texts() -> None:
    visit, message = "“We reject his visit.”", "“We reject his message.”"
    (one,) = quoted_in(visit, visit, message)
    assert "other words" in one.explanation


def test_what_stands_between_two_quoted_pieces_is_told_in_own_words() -> None:
    whole = '"It was a very sad day for the port, but a great day for the town," Ada Quill said.'
    pieces = "Ada Quill called it a “sad day for the port” and a “great day” for the town."
    assert of("quote", told(None, whole, pieces)) == []


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ('"I will never sell the harbour to Orr,"', '"Orr asked to sell us the harbour, never!"'),
        ('"The harbour needs money and the council must pay,"', '"The council has no money to pay for the harbour,"'),
    ],
)
def test_two_remarks_with_words_in_common_are_two_quotations(a: str, b: str) -> None:
    assert of("quote", told(None, f"{a} Ada Quill said.", f"{b} Ada Quill said.")) == []


def test_a_word_that_every_outlet_wrote_is_no_difference(tagger: Tagger) -> None:
    a = "The council voted on Monday to close the so-called jewel of the town after a long debate on the Harbour Fund."
    b = "The council voted on Monday to close the so-called Harbour Fund, which pays for the town, after a long debate."
    c = "On Monday the council voted after a long debate to close the so-called Harbour Fund of the town."
    assert of("doubt", told(tagger, a, b, c)) == []  # though it sets apart a term in two of them
    plain = [text.replace("so-called ", "") for text in (b, c)]
    assert off_side(of("doubt", told(tagger, a, *plain))[0]) == {"a"}


# -- words of another category that do the same, and what stands where no such word is --


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        (
            "doubt",
            "Ada Quill repeated her false claims about the harbour wall in Tarn on Monday.",
            "Ada Quill claimed, falsely, on Monday that the harbour wall in Tarn was rotten.",
        ),
        (
            "evaluation",
            "The baseless story about the harbour wall in Tarn was told again on Monday by Ada Quill.",
            "The supposed story about the harbour wall in Tarn was told again on Monday by Ada Quill.",
        ),
        (
            "intensity",
            "Ada Quill slammed the council of Tarn on Monday for the harbour wall.",
            "Ada Quill shamelessly scolded the council of Tarn on Monday for the harbour wall.",
        ),
        (
            "intensity",
            "Ada Quill slammed the council of Tarn on Monday for the harbour wall.",
            "Ada Quill fumed on Monday that the council of Tarn had let the harbour wall fall.",
        ),
    ],
)
def test_who_writes_a_word_that_does_the_same_does_not_lack_one(
    tagger: Tagger, kind: str, one: str, other: str
) -> None:
    assert of(kind, told(tagger, one, other)) == []


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        (
            "doubt",
            "Ada Quill repeated her claims about the harbour wall in Tarn on Monday.",
            "Ada Quill spoke again on Monday about the harbour wall in Tarn, a massive thing.",
        ),
        (
            "intensity",
            "Ada Quill slammed the council of Tarn on Monday for the harbour wall.",
            "Ada Quill spoke on Monday in the “shameful” council of Tarn for the harbour wall.",
        ),
        (
            "doubt",
            "Ada Quill told of a purported ring of 40 people in Tarn that spreads false reports.",
            "Ada Quill told of a ring of 40 people in Tarn that spreads false reports.",
        ),
        (
            "doubt",
            "The self-styled journalist Ada Quill was held in Tarn for her reports.",
            "The journalist Ada Quill was held in Tarn for her false reports.",
        ),
    ],
)
def test_a_word_that_does_something_else_or_is_quoted_leaves_the_difference(
    tagger: Tagger, kind: str, one: str, other: str
) -> None:
    assert off_side(*of(kind, told(tagger, one, other))) in ({"a"}, {"b"})


def test_of_a_word_that_counts_only_beside_others_no_plain_wording_is_pointed_to(tagger: Tagger) -> None:
    plain = "Rowan Pell, counsel for the defence, put it to the fitter that the chat had never taken place."
    (one,) = of(
        "evaluation",
        told(tagger, "Rowan Pell put it to the humble fitter that the chat had never taken place.", plain),
    )
    assert {v.outlet: v.text for v in one.variants} == {"a": "humble", "b": plain}
