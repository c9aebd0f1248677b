"""Contrasts between origins: one text printed by several outlets speaks once, and a house answers for its edits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from compare.agencies import agencies
from compare.claims import Claim, Reading
from compare.credits import credits_of, dateline_end
from compare.difference import Context
from compare.framing import Flag, flag_text
from compare.origins import origin_differences, printed_by, repeated_flags
from compare.rules import parse_pack
from compare.sentences import Sentence, split_sentences
from compare.sharedtext import candidates, links, signature, text_of
from compare.voice import voices
from compare.wirecopy import Origin, Shares, Source, trace
from compare.wording import contrast_flags, differences
from scraper.article import Article
from tests.toys import article
from variorum.rulepacks import built_in_packs

KNOWN = agencies({"wire": "Norland Press"})
NAMES = {"wire": "Norland Press", "bell": "The Bell", "post": "The Post", "daily": "The Daily", "state": "State TV"}
RULES = [rule for name, text in built_in_packs() for rule in parse_pack(text, name=name)]

LEAD = "The harbour office said on Tuesday that the new pier at Cold Quay would cost 12 million crowns to build."
REST = (
    "A storm took the old pier two winters ago, and boats have landed at the fish market ever since then.",
    "Lorries of up to 18 tonnes will be able to reach Tarn Island again from the first week of April.",
)


class Event:
    """Articles with everything that is computed of them, and one claim made of their first body sentences."""

    def __init__(self, *articles: Article) -> None:
        self.articles = articles
        self.sentences: dict[str, list[Sentence]] = {one.key: split_sentences(one) for one in articles}
        texts = {one.key: text_of(one, self.sentences[one.key], start=dateline_end(one, KNOWN)) for one in articles}
        signatures = {key: signature(text) for key, text in texts.items()}
        outlets = {one.key: one.outlet for one in articles}
        found = [link for a, b in candidates(signatures, outlets, texts) for link in links(texts[a], texts[b])]
        sources = {one.key: Source(texts[one.key], one.published, tuple(credits_of(one, KNOWN))) for one in articles}
        self.shares = Shares(tuple(trace(sources, found, KNOWN)))
        leads = (self.sentences[one.key][1] for one in articles)
        readings = (Reading(s.article, s.outlet, s.start, s.end, s.text, s.paragraph) for s in leads)
        self.claim = Claim(tuple(sorted(readings, key=lambda r: (r.outlet, r.article, r.start))), 0.9)
        self.flags: dict[str, list[Flag]] = {
            one.key: contrast_flags(
                one.key,
                flag_text(one.text, RULES, voices(one.text, self.sentences[one.key])),
                [self.claim],
                self.shares,
            )
            for one in articles
        }

    def told(self, names: Mapping[str, str] = NAMES) -> list[tuple[str, str]]:
        found = origin_differences(self.claim, self.flags, Context(names), self.shares)
        return [(difference.kind, difference.explanation) for difference in found]

    def flag(self, outlet: str, match: str) -> Flag:
        one = next(one for one in self.articles if one.outlet == outlet)
        return next(flag for flag in self.flags[one.key] if flag.match == match)


def print_of(outlet: str, lead: str = LEAD, rest: Sequence[str] = REST, slug: str = "pier") -> Article:
    return article(outlet, slug, "A headline", lead, *rest)


OWN = article(
    "daily", "own", "Pier to be rebuilt", "The pier will cost 12 million crowns, the harbour office claimed on Tuesday."
)


def test_copies_speak_once_through_their_origin() -> None:
    event = Event(print_of("wire"), print_of("bell"), print_of("post"), OWN)
    agency = "Norland Press (agency text, also printed by The Bell and The Post)"
    assert event.told() == [("attribution", f"The Daily wrote “claimed”; {agency} wrote “said”.")]
    flag = event.flag("daily", "claimed")
    assert [(other.outlet, other.text) for other in flag.others] == [("wire", LEAD)]


def test_a_house_edit_is_the_house_s_and_set_against_the_agency() -> None:
    event = Event(print_of("wire"), print_of("bell", LEAD.replace("said", "claimed")), print_of("post"))
    assert event.told() == [
        (
            "attribution",
            "The Bell (its edit of agency text) wrote “claimed”; "
            "Norland Press (agency text, also printed by The Post) wrote “said”.",
        )
    ]
    flag = event.flag("bell", "claimed")
    bell = next(one for one in event.articles if one.outlet == "bell")
    assert event.shares.charged(bell.key, flag) is None
    assert [other.outlet for other in flag.others] == ["wire"]


def test_an_edit_elsewhere_in_the_sentence_makes_no_side() -> None:
    event = Event(print_of("wire"), print_of("bell", LEAD.replace("new pier", "new stone pier")), OWN)
    assert [kind for kind, _ in event.told()] == ["attribution"]
    found = origin_differences(event.claim, event.flags, Context(NAMES), event.shares)
    assert {variant.outlet for variant in found[0].variants} == {"wire", "daily"}


def test_a_loaded_word_of_the_agency_is_never_a_printer_s() -> None:
    loaded = LEAD.replace("said", "boasted")
    event = Event(print_of("wire", loaded), print_of("bell", loaded), print_of("post", loaded), OWN)
    bell, post = (next(one for one in event.articles if one.outlet == outlet) for outlet in ("bell", "post"))
    for one, outlet in ((bell, "bell"), (post, "post")):
        origin = event.shares.charged(one.key, event.flag(outlet, "boasted"))
        assert origin is not None
        assert origin.agency == "Norland Press"
    repeats = {key for key, _ in repeated_flags(event.flags, event.shares)}
    assert repeats == {bell.key, post.key}, "the agency's own article is where it counts"
    assert [other.outlet for other in event.flag("bell", "boasted").others] == ["daily"]


def test_a_word_that_a_house_took_out_is_a_contrast_too() -> None:
    event = Event(print_of("wire", LEAD.replace("said", "boasted")), print_of("bell"))
    assert event.told() == [
        ("attribution", "Norland Press wrote “boasted”; The Bell (its edit of agency text) wrote “said”.")
    ]
    assert [other.outlet for other in event.flag("wire", "boasted").others] == ["bell"]


def test_a_number_that_a_house_changed_is_its_own() -> None:
    event = Event(print_of("wire"), print_of("bell", LEAD.replace("12 million", "21 million")), print_of("post"))
    found = origin_differences(event.claim, event.flags, Context(NAMES), event.shares)
    assert [d.kind for d in found] == ["number"]
    assert {v.outlet for v in found[0].variants} == {"wire", "bell"}
    assert "its edit of agency text" in found[0].explanation


def test_agency_text_whose_own_page_is_not_held() -> None:
    credit = "(Reuters)"
    loaded = LEAD.replace("said", "boasted")
    event = Event(print_of("bell", loaded, (*REST, credit)), print_of("post", loaded, (*REST, credit)), OWN)
    assert event.shares.voices(event.claim.readings) == 2
    assert len(repeated_flags(event.flags, event.shares)) == 1
    plain = Event(print_of("bell", rest=(*REST, credit)), print_of("post", rest=(*REST, credit)), OWN)
    told = "The Daily wrote “claimed”; agency text of Reuters (printed by The Bell and The Post) wrote “said”."
    assert plain.told() == [("attribution", told)]


def test_a_name_keeps_its_small_letter_at_a_sentence_s_start_and_words_of_ours_take_a_capital() -> None:
    credit = "(Reuters)"
    loaded = LEAD.replace("said", "boasted")
    said = article("daily", "own", "Pier", "The pier will cost 12 million crowns, the harbour office said on Tuesday.")
    event = Event(*(print_of(outlet, loaded, (*REST, credit)) for outlet in ("bell", "post")), said)
    told = "Agency text of Reuters (printed by bell and post) wrote “boasted”; daily wrote “said”."
    assert event.told({}) == [("attribution", told)]
    plain = Event(print_of("wire"), print_of("bell"), OWN)
    told = "daily wrote “claimed”; wire (agency text, also printed by bell) wrote “said”."
    assert plain.told({}) == [("attribution", told)]


def test_one_text_alone_is_no_report_of_two() -> None:
    event = Event(print_of("wire"), print_of("bell"))
    assert event.told() == []
    assert event.shares.voices(event.claim.readings) == 1


def test_without_shared_text_nothing_changes() -> None:
    event = Event(OWN, article("state", "x", "Pier", "The harbour office said the pier will cost 13 million crowns."))
    assert not event.shares.sentences
    assert origin_differences(event.claim, event.flags, Context(NAMES), event.shares) == differences(
        event.claim, event.flags, Context(NAMES)
    )
    assert repeated_flags(event.flags, event.shares) == set()


def test_how_an_origin_is_named() -> None:
    assert printed_by(Origin("agency:AP", None, "Associated Press"), ["A", "B"], {}) == (
        "agency text (Associated Press), printed by A and B"
    )
    assert printed_by(Origin("bell", "bell"), ["B"], NAMES) == "text of The Bell, printed by B"
    assert printed_by(Origin("shared:x:1"), ["A", "B", "C"], {}) == "one text, printed by A, B and C"
