"""Naming maps: what is surely one thing is joined, nothing else is, and every marked name is counted once."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from io import StringIO
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compare.claims import Claim, Reading
from compare.eventfindings import EventFindings
from compare.framing import flag_text
from compare.namingmap import Referent, VoicesOf, naming_map
from compare.neutralnames import NeutralNames
from compare.rules import Rule
from compare.samereferent import Named, surely_one
from compare.sentences import split_sentences
from compare.sharedtext import Place
from compare.voice import voices
from compare.wirecopy import Origin, SharedSentence, Shares
from db.store import Store
from tests.conftest import ROOT
from tests.test_correcting import LEXICAL, compared
from tests.toys import article
from variorum.rulepacks import load_rules
from variorum.settings import Settings
from variorum.summaries import summary

RULES = [rule for rule in load_rules(Settings()) if rule.category == "naming"]
NEUTRAL = NeutralNames(RULES)


def event(*claims: tuple[str, ...]) -> EventFindings:
    """Outlets "a", "b", … whose paragraphs make these claims; "" where one has nothing of a claim."""
    texts = {
        outlet: [claim[at] for claim in claims if claim[at]] for at, outlet in enumerate("abcdef"[: len(claims[0])])
    }
    articles = {
        one.key: one for one in (article(o, "x", f"News from {o}", *paragraphs) for o, paragraphs in texts.items())
    }
    sentences = {key: split_sentences(one) for key, one in articles.items()}
    readings = [s for key in sorted(sentences) for s in sentences[key]]
    found = {
        str(number): Claim(
            tuple(
                Reading(s.article, s.outlet, s.start, s.end, s.text, s.paragraph)
                for s in sorted(readings, key=lambda s: (s.outlet, s.start))
                if s.text == claim["abcdef".index(s.outlet)]
            ),
            0.9,
        )
        for number, claim in enumerate(claims)
    }
    flags = tuple(
        (key, flag)
        for key, one in articles.items()
        for flag in flag_text(one.text, RULES, voices(one.text, sentences[key]))
    )
    return EventFindings(articles, {}, found, (), flags, Shares())


def voices_in(found: EventFindings) -> VoicesOf:
    """Whose words stand where, as the comparison keeps it with an event, without a tagger."""
    return lambda key: voices(found.articles[key].text, split_sentences(found.articles[key]))


def mapped(found: EventFindings) -> tuple[Referent, ...]:
    referents = naming_map(found, NEUTRAL, voices_in(found))
    for called in (called for referent in referents for called in referent.called):
        for place in called.places:
            assert found.articles[place.article].text[place.start : place.end] == place.text
            assert " ".join(place.text.casefold().split()) == called.name
    marked = Counter(p.outlet for r in referents for c in r.called if c.marked for p in c.places)
    assert marked == Counter(found.articles[key].outlet for key, flag in found.house_flags)
    return referents


def told(found: EventFindings) -> list[tuple[str | None, dict[str, list[str]]]]:
    out = []
    for referent in mapped(found):
        names: dict[str, list[str]] = {}
        for called in referent.called:
            names.setdefault(called.outlet, []).append(called.name)
        out.append((referent.name, names))
    return out


def test_names_followed_by_the_same_word_are_one_thing() -> None:
    found = event(
        ("Rioters threw bottles at trams.", "Some protesters threw bottles.", "A few demonstrators threw stones.")
    )
    assert told(found) == [
        ("demonstrators", {"a": ["rioters"], "b": ["protesters"], "c": ["demonstrators"]}),
    ]


def test_names_between_the_same_words_are_one_thing() -> None:
    found = event(
        (
            "In January the regime boasted that it had tested a gliding missile.",
            "In January the Torvian government announced that it had tested a gliding missile.",
        )
    )
    assert told(found) == [("Torvian government", {"a": ["regime"], "b": ["government"]})]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # Another thing's name at another place.
        (
            "The regime closed two newspapers in Orsk.",
            "Two newspapers in Orsk were closed, the government of Kessaly said.",
        ),
        # Other owners at the same place.
        ("The Torvian regime signed the treaty on Monday.", "The Kessalan government signed the treaty on Monday."),
        # Two that could answer.
        (
            "The regime signed the treaty on Monday.",
            "The government signed the treaty on Monday, a day after another government had left it.",
        ),
        # Two things side by side.
        ("Critics of the regime marched in Orsk.", "Critics of the mayor and the government marched in Orsk."),
        ("The regime marched out of Orsk.", "Critics of the government marched out of Orsk and then went home."),
        # Not what the rule calls neutral for it.
        ("Rioters threw bottles at trams.", "Soldiers threw bottles at trams."),
        # The same word of grammar follows, which half of all names are followed by.
        ("The regime said it would pay.", "Payment was promised; the government said so."),
    ],
)
def test_what_is_not_surely_one_is_not_joined(one: str, other: str) -> None:
    assert [name for name, _ in told(event((one, other)))] == [None]


def test_each_name_is_joined_with_the_neutral_ones_of_its_own_kind() -> None:
    """One rule marks a mob and a ringleader; a crowd is what others call the one, an organiser the other."""
    assert told(event(("The mob spoke to Mr Orla.", "The crowd spoke to Mr Orla."))) == [
        ("crowd", {"a": ["mob"], "b": ["crowd"]})
    ]
    assert told(event(("The ringleader spoke to Mr Orla.", "The organiser spoke to Mr Orla."))) == [
        ("organiser", {"a": ["ringleader"], "b": ["organiser"]})
    ]
    assert told(event(("The ringleader spoke to Mr Orla.", "The crowd spoke to Mr Orla."))) == [
        (None, {"a": ["ringleader"]})
    ]
    (alone,) = mapped(event(("The kingpin spoke to Mr Orla.", "The president spoke to Mr Orla.")))
    assert (alone.name, "president" in alone.neutral) == (None, False)


def test_a_name_of_another_kind_beside_it_is_no_reason_for_doubt() -> None:
    found = event(
        (
            "The mob threw bottles at trams, and the ringleader left.",
            "The crowd threw bottles at trams, and the organiser left.",
        )
    )
    assert told(found) == [
        ("crowd", {"a": ["mob"], "b": ["crowd"]}),
        ("organiser", {"a": ["ringleader"], "b": ["organiser"]}),
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "The board met behind closed doors.",
        "Two ministers were plotting in Orsk.",
        "There was looting in Orsk on Monday.",
        "A hardline bishop spoke in Orsk.",
        "The bill is about illegal immigration.",
    ],
)
def test_a_word_that_names_nobody_is_marked_and_not_on_the_map(sentence: str) -> None:
    found = event((sentence, "The bishop spoke of his plan and of the unrest."))
    assert [flag.category for _, flag in found.house_flags] == ["naming"]
    assert naming_map(found, NEUTRAL, voices_in(found)) == ()


def test_a_verb_is_no_neutral_name() -> None:
    found = event(("The riot lasted until dawn.", "They protested until dawn."))
    assert [name for name, _ in told(found)] == [None]
    found = event(("The riot lasted until dawn.", "The protests lasted until dawn."))
    assert [name for name, _ in told(found)] == ["protests"]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_that_gives_neutral_names_to_some_of_its_words_gives_them_to_most(rule: Rule) -> None:
    """What is left over has none, or those of the whole rule: no word gets another thing's names by oversight."""
    told_apart = {word for one in rule.neutral_for for word in one.words} | set(rule.no_names)
    rest = [word for word in (*rule.lemmas, *rule.phrases) if word not in told_apart]
    assert not rule.neutral or len(rest) <= 15, rest


def test_a_state_s_government_is_one_throughout_the_event() -> None:
    found = event(
        (
            "In January the regime boasted that it had a missile.",
            "In January Torvia’s government announced that it had a missile.",
        ),
        ("The Torvian regime recalled its envoy.", ""),
        ("", "The envoy of the Torvian government left."),
        ("The regime in Kessaly was silent.", ""),
    )
    first, *rest = mapped(found)
    assert {(c.outlet, c.name): c.uses("own") for c in first.called} == {("a", "regime"): 2, ("b", "government"): 2}
    (alone,) = rest
    assert alone.name is None
    assert alone.neutral == ("government", "authorities")
    assert [place.text for called in alone.called for place in called.places] == ["regime"]


def test_niger_is_not_nigeria() -> None:
    niger = Named("The Niger regime fell on Monday.", 10, 16)
    nigeria = Named("The Nigerian government fell on Monday.", 13, 23)
    torvia = Named("Torvia’s regime fell on Monday.", 9, 15)
    torvian = Named("The Torvian government fell on Monday.", 12, 22)
    assert not surely_one(niger, nigeria)
    assert surely_one(torvia, torvian)


def test_a_group_with_two_owners_joins_nothing() -> None:
    found = event(
        (
            "The regime fell on Monday.",
            "The Torvian government fell on Monday.",
            "The Kessalan government fell on Monday.",
        )
    )
    assert [name for name, _ in told(found)] == [None]


def test_voices_are_counted_apart() -> None:
    found = event(
        (
            "Rioters threw bottles at trams.",
            "Police said protesters threw bottles.",
            "“Protesters threw bottles,” Ms Orla said.",
        ),
        ("“The rioters must pay,” Mr Vane said.", "", ""),
    )
    first, second = mapped(found)
    assert {(c.outlet, p.voice) for c in first.called for p in c.places} == {
        ("a", "own"),
        ("b", "paraphrase"),
        ("c", "quoted"),
    }
    assert [(c.uses("own"), c.uses("quoted")) for c in second.called] == [(0, 1)]


def test_agency_text_is_nobody_s_name() -> None:
    found = event(("Rioters threw bottles at trams.", "Some protesters threw bottles."))
    reading = found.claims["0"].readings[0]
    origin = Origin("agency:Norland Press", None, "Norland Press")
    shared = SharedSentence(Place(reading.article, reading.start, reading.end), reading.outlet, "g", origin)
    assert mapped(replace(found, shares=Shares((shared,)))) == ()


def test_without_marked_names_there_is_no_map() -> None:
    assert mapped(event(("Some protesters threw bottles.", "Demonstrators threw bottles."))) == ()


CLAIMS = (
    ("Rioters threw bottles at trams.", "Some protesters threw bottles.", "The mob threw bottles."),
    ("In January the regime boasted that it won.", "In January the Torvian government said that it won.", ""),
    ("The Torvian regime left.", "", "The Torvian government left."),
    ("", "The strongman spoke at noon.", "The president spoke at noon."),
)


@given(st.sampled_from(list(permutations(range(len(CLAIMS))))))
def test_the_order_of_claims_and_articles_does_not_matter(order: tuple[int, ...]) -> None:
    found = event(*CLAIMS)
    turned = replace(
        found,
        claims={str(at): found.claims[str(at)] for at in order},
        articles=dict(reversed(found.articles.items())),
        flags=tuple(reversed(found.flags)),
    )
    assert mapped(turned) == mapped(found)


def test_rows_of_a_database(store: Store) -> None:
    title = "Tram fares protest in Wexholm ends in clashes"
    compared(
        store,
        article("post", "t", title, "Rioters threw bottles and stones at trams in Wexholm.", published="2031-03-10"),
        article("wire", "t", title, "Protesters threw bottles and stones at trams in Wexholm.", published="2031-03-10"),
    )
    rows = list(summary(store, LEXICAL, "naming", excerpt_words=400, err=StringIO()))
    assert [(row["name"], row["outlet"], row["called"], row["marked"], row["own"]) for row in rows] == [
        ("protesters", "post", "rioters", True, 1),
        ("protesters", "wire", "protesters", False, 1),
    ]
    assert all(place["text"].casefold() == row["called"] for row in rows for place in row["places"])
    documented = (ROOT / "docs" / "data.md").read_text(encoding="utf-8")
    (described,) = [line for line in documented.splitlines() if line.startswith("| `naming` |")]
    assert [key for row in rows for key in (*row, *row["places"][0]) if f'"{key}"' not in described] == []
    hidden = list(summary(store, LEXICAL, "naming", excerpt_words=0, err=StringIO()))
    assert {place["text"] for row in hidden for place in row["places"]} == {None}
