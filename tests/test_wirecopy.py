"""Shared text between outlets: what links, what does not, who had it first, and which words a house changed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compare.agencies import agencies
from compare.credits import credits_of, dateline_end
from compare.sentences import split_sentences
from compare.sharedtext import Link, Place, Text, candidates, edits, linked, links, signature, text_of
from compare.wirecopy import SharedSentence, Shares, Source, trace
from scraper.article import Article
from tests.toys import article

KNOWN = agencies({"wire": "Norland Press"})

STORY = (
    "The ferry line between Brennick and Tarn Island will run four boats a day from the first week of April.",
    "A new pier at Cold Quay, built with a loan of 12 million crowns, takes the place of the one lost two winters ago.",
    "Fares stay as they are until the autumn, the harbour office said in a notice on Tuesday.",
    "The last boat leaves at nine in the evening.",
    "Islanders had asked for a later one since the school moved to the mainland.",
)  # fmt: skip


def prepared(one: Article) -> Text:
    return text_of(one, split_sentences(one), start=dateline_end(one, KNOWN))


def pairs_of(texts: Mapping[str, Text], fresh: Collection[str]) -> list[tuple[str, str]]:
    signatures = {key: signature(text) for key, text in texts.items()}
    return candidates(signatures, {key: text.outlet for key, text in texts.items()}, fresh)


def shared(*articles: Article) -> Shares:
    texts = {one.key: prepared(one) for one in articles}
    found = [link for a, b in pairs_of(texts, texts) for link in links(texts[a], texts[b])]
    sources = {one.key: Source(texts[one.key], one.published, tuple(credits_of(one, KNOWN))) for one in articles}
    return Shares(tuple(trace(sources, found, KNOWN)))


def texts_of(shares: Shares, one: Article) -> list[str]:
    return [one.text[i.place.start : i.place.end] for i in shares.of([one.key])]


def origins_of(shares: Shares, one: Article) -> set[str]:
    return {item.origin.voice for item in shares.of([one.key])}


def edited_words(shares: Shares, one: Article) -> list[str]:
    return [one.text[e.start : e.end] for item in shares.of([one.key]) for e in item.edits]


WIRE = article("wire", "ferry", "Four boats a day to Tarn Island", *STORY, published="2031-03-04T08:00:00Z")


def test_a_reprint_is_linked_to_the_agency_whenever_it_was_published() -> None:
    late, early = (
        article("bell", "boats", "More boats", *STORY, published=at)
        for at in ("2031-03-04T10:00:00Z", "2031-03-04T07:00:00Z")
    )
    for copy in (late, early):
        shares = shared(WIRE, copy)
        assert texts_of(shares, copy) == list(STORY)
        assert origins_of(shares, copy) == {"wire"}
        assert not shares.of([WIRE.key]), "the origin's own text is house text"


def test_house_edits_are_known_word_for_word() -> None:
    changed = (
        STORY[0].replace("four boats", "a mere four boats"),
        STORY[1].replace(", built with a loan of 12 million crowns,", ""),
        STORY[2].replace("said", "claimed"),
        *STORY[3:],
    )
    copy = article("bell", "boats", "More boats", *changed, published="2031-03-04")
    shares = shared(WIRE, copy)
    assert edited_words(shares, copy) == ["a mere", "", "claimed"]
    cut, put = shares.of([copy.key])[1].edits[0], shares.of([copy.key])[2].edits[0]
    assert WIRE.text[cut.origin_start : cut.origin_end] == "built with a loan of 12 million crowns"
    assert WIRE.text[put.origin_start : put.origin_end] == "said"
    assert shares.charged(copy.key, put) is None, "edited words are the house's"
    whole = shares.of([copy.key])[3]
    origin = shares.charged(copy.key, whole.place)
    assert origin is not None
    assert (origin.voice, origin.agency) == ("wire", "Norland Press")


def test_a_house_s_own_paragraphs_stay_its_own() -> None:
    own = "Edda Marl, who runs the bakery by the slip, means to open an hour earlier on market days."
    copy = article("bell", "boats", "More boats", *STORY, own)
    assert texts_of(shared(WIRE, copy), copy) == list(STORY)


def test_two_copies_of_one_wire_story_are_one_text() -> None:
    a = article("bell", "boats", "More boats", *STORY[:3], published="2031-03-04T09:00:00Z")
    b = article("post", "pier", "New pier", *STORY[1:], published="2031-03-04T08:30:00Z")
    shares = shared(WIRE, a, b)
    assert origins_of(shares, a) == origins_of(shares, b) == {"wire"}
    groups = {shares.group(s) for one in (WIRE, a, b) for s in split_sentences(one) if s.text == STORY[1]}
    assert len(groups) == 1
    assert shares.voices([s for one in (WIRE, a, b) for s in split_sentences(one) if s.text == STORY[1]]) == 1


def test_without_the_agency_the_first_is_the_origin_as_far_as_times_tell() -> None:
    first = article("bell", "boats", "More boats", *STORY, published="2031-03-04T07:00:00Z")
    later = article("post", "pier", "New pier", *STORY, published="2031-03-04T09:00:00Z")
    shares = shared(first, later)
    assert origins_of(shares, later) == {"bell"}
    assert not shares.of([first.key])
    bare = article("post", "pier", "New pier", *STORY, published="2031-03-04")
    both = shared(first, bare)
    assert {item.origin.outlet for item in both.sentences} == {None}, "a bare day orders nothing within the day"
    assert len(origins_of(both, first)) == len(STORY)
    assert origins_of(both, first) == origins_of(both, bare)


def test_without_the_agency_s_page_the_credit_names_the_origin() -> None:
    a = article("bell", "boats", "More boats", *STORY, "(Reuters)", published="2031-03-04T07:00:00Z")
    b = article("post", "pier", "New pier", *STORY, published="2031-03-04T09:00:00Z")
    shares = shared(a, b)
    assert origins_of(shares, a) == origins_of(shares, b) == {"agency:Reuters"}
    assert {item.origin.place for item in shares.sentences} == {None}


def test_an_article_credited_as_a_whole_is_the_agency_s_text() -> None:
    only = article("bell", "boats", "More boats", f"WEXHOLM (AP) — {STORY[0]}", *STORY[1:])
    assert origins_of(shared(only), only) == {"agency:Associated Press"}
    helped = article("bell", "boats", "More boats", *STORY, "AP contributed to this report.")
    assert not shared(helped).sentences, "one hand of several: nobody knows which words"
    own = article("wire", "ferry", "Boats", f"WEXHOLM (Norland Press) - {STORY[0]}", *STORY[1:])
    assert not shared(own).sentences, "an agency's own article is its own"


# -- what links nothing --


def test_one_press_conference_written_up_twice() -> None:
    said = (
        "“The pier will carry lorries of up to 18 tonnes, and it will carry them in any weather we get,” Ms Quill said."
    )
    more = (
        "“I have waited two winters for this day, and so has every islander who ever missed the last boat,” she said."
    )
    one = article(
        "bell", "pier", "Pier opens", "Harbour master Nessa Quill cut a ribbon at Cold Quay at noon.", said, more,
        "About 200 people watched in the rain.", "The investigation is continuing.",
    )  # fmt: skip
    other = article(
        "post", "quay", "Lorries at last", "A band played as the pier at Cold Quay was opened on Tuesday.", said, more,
        "The investigation is continuing.", "Lorries have not reached Tarn Island since the storm.",
    )  # fmt: skip
    assert not shared(one, other).sentences


def test_a_statement_set_off_without_marks() -> None:
    words = (
        "I have asked the harbour office to look at every plank of the old pier before the summer begins.",
        "I will not let a single passenger step on it until my engineers have told me that it holds.",
    )
    one = article("bell", "pier", "Mayor speaks", "The mayor sent this statement to the press.", *words)
    other = article("post", "quay", "Pier shut", "In a letter the mayor explained the closure.", *words)
    assert not shared(one, other).sentences


def test_formulas_and_single_short_sentences() -> None:
    formulas = ("The investigation is continuing.", "Nobody was hurt.", "The trial goes on until Friday of next week.")
    one = article("bell", "a", "A", "A barn burned down in Lowfold on Monday night.", *formulas)
    other = article("post", "b", "B", "Thieves took four bicycles from the school yard.", *formulas)
    assert not shared(one, other).sentences


def test_a_house_s_background_is_not_wire_copy() -> None:
    one = article("bell", "a", "A", "The ferry was late.", *STORY[1:3])
    other = article("bell", "b", "B", "The ferry was early.", *STORY[1:3])
    assert not shared(one, other).sentences


def test_the_same_facts_in_other_words() -> None:
    own = (
        "Four boats will go to Tarn Island from Brennick every day as of early April.",
        "The pier that a storm took two winters ago has been replaced at Cold Quay, with 12 million crowns borrowed.",
        "A notice by the harbour office on Tuesday says that fares are not to rise before the autumn.",
    )
    assert not shared(WIRE, article("bell", "boats", "More boats", *own)).sentences


# -- properties --

WORDS_TEXT = "pier boat harbour storm crowns island ferry notice winter school mayor quay plank evening band lorry"
WORDS = WORDS_TEXT.split()
sentence_texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=24).map(lambda w: " ".join(w).capitalize() + ".")
bodies = st.lists(st.one_of(st.sampled_from(STORY), sentence_texts), min_size=1, max_size=6)
times = st.sampled_from([None, "2031-03-04", "2031-03-04T07:00:00Z", "2031-03-04T09:00:00Z"])
newsrooms = st.lists(
    st.tuples(st.sampled_from(["wire", "bell", "post", "daily"]), bodies, times), min_size=1, max_size=5
).map(
    lambda rows: [
        article(outlet, f"p{n}", "Headline", *body, published=at) for n, (outlet, body, at) in enumerate(rows)
    ]
)


@settings(max_examples=60)
@given(newsrooms, st.randoms(use_true_random=False))
def test_the_order_of_articles_does_not_matter(articles: list[Article], random: Random) -> None:
    mixed = list(articles)
    random.shuffle(mixed)
    assert shared(*articles) == shared(*mixed)


@settings(max_examples=60)
@given(newsrooms)
def test_links_are_symmetric_and_never_within_an_outlet(articles: list[Article]) -> None:
    texts = [prepared(one) for one in articles]
    for a, b in pairwise(texts):
        assert links(a, b) == links(b, a)
        for link in links(a, b):
            assert link.a < link.b
    outlet = {one.key: one.outlet for one in articles}
    for item in shared(*articles).sentences:
        if item.origin.place is not None:
            assert outlet[item.origin.place.article] == item.origin.outlet != item.outlet


@settings(max_examples=60)
@given(newsrooms)
def test_places_and_edits_stand_in_their_texts(articles: list[Article]) -> None:
    by_key = {one.key: one for one in articles}
    sentences = {one.key: {(s.start, s.end) for s in split_sentences(one)} for one in articles}
    for item in shared(*articles).sentences:
        assert (item.place.start, item.place.end) in sentences[item.place.article]
        ends = [(edit.start, edit.end) for edit in item.edits]
        assert ends == sorted(ends)
        for edit in item.edits:
            assert item.place.start <= edit.start <= edit.end <= item.place.end
            assert item.origin.place is not None
            assert item.origin.place.start <= edit.origin_start <= edit.origin_end <= item.origin.place.end
        assert rebuilt(item, by_key) is True


def rebuilt(item: SharedSentence, by_key: dict[str, Article]) -> bool:
    """Putting the origin's words where the edits are gives the origin's words back."""
    if item.origin.place is None:
        return True
    copy, origin = by_key[item.place.article].text, by_key[item.origin.place.article].text
    out, at = [], item.place.start
    for edit in item.edits:
        out += [copy[at : edit.start], " ", origin[edit.origin_start : edit.origin_end], " "]
        at = edit.end
    out.append(copy[at : item.place.end])
    plain = "".join(out).casefold().replace(".", "").replace(",", "").split()
    wanted = (
        origin[item.origin.place.start : item.origin.place.end].casefold().replace(".", "").replace(",", "").split()
    )
    return plain == wanted


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=20))
def test_a_sentence_has_no_edits_against_itself(words: Sequence[str]) -> None:
    one = prepared(article("bell", "x", "X", " ".join(words) + "."))
    other = prepared(article("post", "x", "X", " ".join(words).upper() + "!"))
    assert edits(one.sentences[0], other.sentences[0]) == ()


def test_groups_are_closed_and_apart() -> None:
    places = [text.sentences[0] for text in (prepared(article("bell", str(n), "X", STORY[0])) for n in range(4))]
    a, b, c, d = (Place(str(n), s.start, s.end) for n, s in enumerate(places))
    assert linked([Link(a, b), Link(b, c)]) == [(a, b, c)]
    assert linked([Link(b, c), Link(a, b)]) == [(a, b, c)]
    assert linked([Link(c, d), Link(a, b)]) == [(a, b), (c, d)]


def test_only_fresh_articles_are_looked_up() -> None:
    texts = {
        one.key: prepared(one) for one in (WIRE, article("bell", "a", "A", *STORY), article("post", "b", "B", *STORY))
    }
    keys = sorted(texts)
    assert len(pairs_of(texts, keys)) == 3
    assert pairs_of(texts, keys[:1]) == sorted((keys[0], other) for other in keys[1:])
    assert pairs_of(texts, []) == []


def test_a_link_to_an_unknown_article_is_refused() -> None:
    texts = {one.key: prepared(one) for one in (WIRE, article("bell", "a", "A", *STORY))}
    found = links(*texts.values())
    with pytest.raises(KeyError):
        trace({}, found, KNOWN)
