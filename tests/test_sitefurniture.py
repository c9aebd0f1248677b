"""Learned site furniture: what recurs over unrelated events goes, what one running story repeats stays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compare.lineshape import line_shape, line_sketch
from compare.masking import masked_paragraphs, masked_stretches, visible_article, visible_sentences, within
from compare.sentences import split_sentences
from compare.sitefurniture import (
    EVENTS_LOOKED_AT,
    EVENTS_NEEDED,
    FOREIGN,
    NEAR,
    RELATED,
    SHARE_NEEDED,
    SHORT_EVENTS_NEEDED,
    SHORT_SHARE_NEEDED,
    SHORT_WORDS,
    UNRELATED_SHARE,
    Body,
    SiteLine,
    body_of,
    body_paragraphs,
    learn_lines,
    line_id,
    stands_in,
)
from scraper.article import Article, Moment, join_text
from tests.conftest import ROOT

START = datetime(2031, 3, 10, 6, tzinfo=UTC)
PROMO = "Saw something the town should hear about? Ring the lamplighters' desk before midnight."
SUBJECTS = (
    "harbour crane wharf pilot tugboat", "orchard blight apple grower sprayer", "violin contest jury soloist finale",
    "tunnel drill geologist shaft gravel", "vaccine clinic nurse ward dosage", "bakery flour oven strike yeast",
    "comet telescope observer orbit lens", "goalkeeper penalty stadium referee whistle",
    "beekeeper hive swarm honey mite",
    "landlord tenant lease eviction deposit", "glacier meltwater valley ranger crevasse",
    "printer ink ballot recount clerk",
)  # fmt: skip


def body(
    outlet: str, number: int, *, subject: int | None = None, last: Sequence[str] = (PROMO,), middle: str = ""
) -> Body:
    """An article of four paragraphs on a subject of its own, and what stands below them."""
    a, b, c, d, e = SUBJECTS[(number if subject is None else subject) % len(SUBJECTS)].split()
    serial = f"n{number}".translate(str.maketrans("0123456789", "abcdefghij"))
    paragraphs = [
        f"The {a} {serial}{a} was with the {b} and the {c}.",
        f"There was no {d} at the {e} before the {a} was there.",
        middle or f"Another {c} {serial}{c} has been a {e} for some time.",
        f"The {b} will be the {d} of the {serial}{d} again.",
    ]
    return Body(
        f"{outlet}{number:03}", outlet, f"event {number}", START + timedelta(days=number),
        f"The {a} and the {b} of {serial}", (*paragraphs, *last),
    )  # fmt: skip


def article(of: Body) -> Article:
    url = f"http://{of.outlet}.example/{of.article}"
    text = join_text(of.title, list(of.paragraphs))
    return Article(of.outlet, url, url, of.title, text, "toy", published=Moment(of.at, "second", "given"))


def texts(lines: Sequence[SiteLine]) -> list[str]:
    return [line.text for line in lines]


# -- what is learned --


def test_a_line_at_one_place_of_unrelated_events_is_learned() -> None:
    (line,) = learn_lines([body("bell", n) for n in range(EVENTS_NEEDED)])
    assert line == SiteLine("bell", PROMO, "end", 1, 3, 3, START, START + timedelta(days=2))


def test_two_events_are_too_few() -> None:
    assert learn_lines([body("bell", n) for n in range(EVENTS_NEEDED - 1)]) == []


def test_many_articles_of_one_event_are_one() -> None:
    running = [replace(body("bell", n), event="one") for n in range(9)]
    assert learn_lines([*running, body("bell", 10)]) == []


def test_an_outlet_is_known_by_its_own_pages_alone() -> None:
    """Two houses of one publisher print the same line; neither has it on enough events of its own."""
    both = [body("bell", 0), body("bell", 1), body("echo", 2), body("echo", 3)]
    assert learn_lines(both) == []
    lines = learn_lines([*both, body("bell", 4), body("echo", 5)])
    assert [(line.outlet, line.events) for line in lines] == [("bell", 3), ("echo", 3)]
    assert len({line_id(line.outlet, line.text) for line in lines}) == 2


BACKGROUND = "The orchard blight was first found by an apple grower in Wexholm, and no sprayer has stopped it."


def test_the_background_of_a_running_story_stays_although_its_events_were_split() -> None:
    """Nine articles on one subject in nine events: they resemble each other, and the paragraph resembles them."""
    running = [body("bell", n, subject=1, last=(BACKGROUND,)) for n in range(9)]
    assert len({one.event for one in running}) == 9
    assert learn_lines(running) == []
    # Even a line that says nothing of the story is not learned from one story alone.
    assert learn_lines([body("bell", n, subject=1) for n in range(9)]) == []


def test_a_paragraph_that_speaks_of_its_pages_stays_although_they_differ() -> None:
    """Pages that share nothing but what the line itself is about: each has most of its words."""
    topic = "The harbour board of Wexholm rents its quays to the ferry company by the year."
    pages = [
        body("bell", n, middle="The ferry company wants the quays of the harbour board in Wexholm.", last=(topic,))
        for n in range(6)
    ]
    distinct = [replace(one, paragraphs=(*one.paragraphs[:2], f"{one.paragraphs[2]} {n}", *one.paragraphs[3:]))
                for n, one in enumerate(pages)]  # fmt: skip
    assert topic not in texts(learn_lines(distinct))


def test_a_line_of_few_of_the_pages_since_it_appeared_is_not_learned() -> None:
    plain = [body("bell", n, last=()) for n in range(9, 30)]
    assert learn_lines([*(body("bell", n) for n in range(3)), *plain]) == []
    before = [replace(one, at=START - timedelta(days=n)) for n, one in enumerate(plain, 1)]
    assert texts(learn_lines([*(body("bell", n) for n in range(3)), *before])) == [PROMO]


def test_a_short_formula_needs_more_events() -> None:
    formula = ("Stay with us for more.",)
    assert learn_lines([body("bell", n, last=formula) for n in range(SHORT_EVENTS_NEEDED - 1)]) == []
    assert texts(learn_lines([body("bell", n, last=formula) for n in range(SHORT_EVENTS_NEEDED)])) == list(formula)


def test_teasers_with_a_name_that_changes_are_not_learned() -> None:
    names = ("Alder", "Birke", "Corran", "Dravik", "Esker", "Falk")
    pages = [
        body("bell", n, last=(f"Tonight in our studio: {name} on what the week was like for us.",))
        for n, name in enumerate(names)
    ]
    assert learn_lines(pages) == []


def test_a_line_that_stands_at_another_place_each_time_is_not_learned() -> None:
    pages = []
    for n in range(4):
        one = body("bell", n, last=())
        own = [f"{one.title} again, part {k} of {n}{k}." for k in range(12)]
        own.insert(3 * n, PROMO)
        pages.append(replace(one, paragraphs=tuple(own)))
    assert learn_lines(pages) == []


def test_a_correction_below_the_line_moves_it_by_one_and_no_more() -> None:
    note = "An earlier version named the wrong quay."
    pages = [*(body("bell", n) for n in range(3)), body("bell", 3, last=(PROMO, note))]
    pages[1] = replace(pages[1], paragraphs=pages[1].paragraphs[2:])
    (line,) = learn_lines(pages)
    assert (line.side, line.distance, line.articles) == ("end", 1, 4)


def test_a_large_outlet_is_judged_by_events_spread_over_time() -> None:
    pages = [body("bell", n) for n in range(3 * EVENTS_LOOKED_AT)]
    spread = [replace(one, paragraphs=tuple(f"{p} {n}x{k}" if p != PROMO else p for k, p in enumerate(one.paragraphs)))
              for n, one in enumerate(pages)]  # fmt: skip
    (line,) = learn_lines(spread)
    assert line.articles == line.events == len(pages)


def test_nothing_known_is_learned_again() -> None:
    pages = [body("bell", n) for n in range(4)]
    learned = learn_lines(pages)
    assert learn_lines(pages, learned) == []


@given(st.permutations(range(8)))
def test_the_order_of_articles_does_not_matter(order: list[int]) -> None:
    pages = [body("bell" if n % 2 else "echo", n) for n in range(8)]
    assert learn_lines([pages[n] for n in order]) == learn_lines(pages)


@given(st.lists(st.sampled_from(range(12)), min_size=1, max_size=12), st.integers(0, 3))
def test_what_is_counted_is_what_is_masked(numbers: list[int], below: int) -> None:
    notes = tuple(f"A note on the {word}." for word in ("quay", "lamp", "tide"))[:below]
    pages = [body("bell", n, last=(PROMO, *notes) if n % 3 == 0 else (PROMO,)) for n in sorted(set(numbers))]
    for line in learn_lines(pages):
        masked = [one for one in pages if masked_paragraphs(article(one), [line])]
        assert line.articles == len(masked)
        assert line.articles == sum(stands_in(line, one) for one in pages)
        assert line.events >= EVENTS_NEEDED


# -- shapes --


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Updated 12 March 2031 at 14:05", "UPDATED  3 April 2031 at 9:30"),
        ("First posted on Monday, March 3rd", "First posted on Tuesday, April 21st"),
        ("“Ring us”, says the desk – always.", '"Ring us", says the desk - always.'),
        ("Join the 12,400 readers who keep us going.", "Join the 13,001 readers who keep us going."),
        ("It was printed on 2031-03-12.", "It was printed on 3/4/2031."),
    ],
)
def test_lines_that_vary_only_in_case_marks_dates_and_counters_are_one(one: str, other: str) -> None:
    assert line_shape(one) == line_shape(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The index closed at 4,512 points.", "The index closed at 4,498 points."),
        ("Twelve people were hurt, police said.", "Nine people were hurt, police said."),
        ("“Join 12 of us,” she said.", "“Join 14 of us,” she said."),
        ("They may march again.", "They will march again."),
    ],
)
def test_lines_that_say_something_else_are_two(one: str, other: str) -> None:
    assert line_shape(one) != line_shape(other)


@given(st.text(max_size=80))
def test_the_shape_of_any_text_is_stable_under_case_and_white_space(text: str) -> None:
    assert line_shape(text) == line_shape(f"  {text}\n")
    assert line_shape(" ".join(text.split())) == line_shape(text)


DATES = ("12 September 2031", "Wednesday, 3rd of March", "1 May", "2031-03-10", "at 10:30 p.m.", "9am", "Thursday")
WORDS = ("subscribers", "INTERNATIONAL", "the", "“correspondents”", "straße", "announcement’s", "October", "12,400")
GAPS = (" ", "\u00a0", ", ", "", "\n")


@given(st.lists(st.tuples(st.sampled_from((*DATES, *WORDS)), st.sampled_from(GAPS)), max_size=9), st.data())
def test_lines_of_one_shape_have_one_sketch(pieces: list[tuple[str, str]], data: st.DataObject) -> None:
    """So that only lines of one sketch need be asked for their shape."""
    other = []
    for piece, gap in pieces:
        alike = DATES if piece in DATES else (piece, piece.upper())
        other.append((data.draw(st.sampled_from(alike)), gap))
    one, two = ("".join(piece + gap for piece, gap in some) for some in (pieces, other))
    if line_shape(one) == line_shape(two):
        assert line_sketch(one) == line_sketch(two)
    assert line_sketch(one) == line_sketch(line_shape(one))


# -- masks --

LINE = SiteLine("bell", PROMO, "end", 1, 3, 3, START, START)


def test_a_masked_paragraph_is_gone_from_sentences_and_text_and_offsets_hold() -> None:
    whole = article(body("bell", 0))
    masked = masked_paragraphs(whole, [LINE])
    assert masked == (5,)
    sentences = split_sentences(whole)
    seen = visible_sentences(sentences, masked)
    assert PROMO.startswith(sentences[-2].text)
    assert seen == sentences[:-2]
    assert all(whole.text[s.start : s.end] == s.text for s in seen)
    assert PROMO not in visible_article(whole, masked).text
    assert visible_article(whole, masked).key == whole.key
    (stretch,) = masked_stretches(whole, masked)
    assert whole.text[stretch.start : stretch.end] == PROMO
    assert not within(seen, stretch)
    assert within(seen, seen[1])
    assert visible_article(whole, ()) is whole


def test_the_line_is_masked_at_its_place_and_in_its_outlet_only() -> None:
    one = body("bell", 0, last=())
    first, *others = one.paragraphs
    assert masked_paragraphs(article(replace(one, paragraphs=(first, PROMO, *others))), [LINE]) == ()
    assert masked_paragraphs(article(body("echo", 0)), [LINE]) == ()
    assert masked_paragraphs(article(body("bell", 0, last=(PROMO, "A note on the tide."))), [LINE]) == (5,)


def test_a_page_is_never_masked_whole() -> None:
    bare = replace(body("bell", 0), title="", paragraphs=(PROMO,))
    assert masked_paragraphs(article(bare), [LINE]) == ()
    assert masked_paragraphs(article(replace(bare, title="A lamp")), [LINE]) == (1,)


@given(st.lists(st.text(st.characters(codec="utf-8"), min_size=1, max_size=40), max_size=5), st.text(max_size=10))
def test_paragraphs_are_numbered_as_sentences_number_them(paragraphs: list[str], title: str) -> None:
    one = Article("bell", "u", "u", title, join_text(title, paragraphs), "toy")
    by_sentence = {s.paragraph for s in split_sentences(one) if s.paragraph}
    assert by_sentence == set(range(1, len(body_paragraphs(one)) + 1))
    for number, span in enumerate(body_paragraphs(one), 1):
        own = [s for s in split_sentences(one) if s.paragraph == number]
        assert (own[0].start, own[-1].end) == (span.start, span.end)


def test_an_article_without_a_date_counts_from_when_it_was_seen() -> None:
    undated = replace(article(body("bell", 0)), published=None)
    assert body_of(undated, event="e", seen=START).at == START
    assert body_of(undated, event="e", seen=START).paragraphs == body("bell", 0).paragraphs


# -- what is told of it --


def test_the_page_in_the_docs_gives_the_figures_in_force() -> None:
    told = (ROOT / "docs" / "furniture.md").read_text(encoding="utf-8")
    assert (NEAR, SHARE_NEEDED, SHORT_SHARE_NEEDED, FOREIGN, UNRELATED_SHARE) == (1, 1 / 4, 1 / 2, 1 / 4, 1 / 2)
    assert f"| {EVENTS_NEEDED}; {SHORT_EVENTS_NEEDED} for lines of fewer than {SHORT_WORDS} words |" in told
    assert "| a quarter; half for short lines |" in told
    assert f"below {RELATED} |" in told
    assert f"of up to {EVENTS_LOOKED_AT} spread" in told


def test_a_sentence_about_the_world_is_never_learned_however_different_the_stories_look() -> None:
    reports = (
        "The dispute began in 2019, when the ministry cancelled the licence that the mine had held for a decade.",
        "Mr Hale, 61, has led the country since the coalition of four parties collapsed in its second winter.",
        "Nobody else was hurt.",
    )
    for line in reports:
        assert learn_lines([body("bell", n, last=(line,)) for n in range(2 * SHORT_EVENTS_NEEDED)]) == []
