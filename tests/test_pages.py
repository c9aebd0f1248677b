"""View-models of the report: what they say of records, and what they leave unsaid."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from compare.difference import Context
from compare.spans import Span
from compare.wording import Difference, differences
from db.records import EventResults, StoredDifference
from scraper.article import Moment
from tests import report_sample as sample
from variorum.archive import FiledSum
from variorum.contrasts import join_words, printed
from variorum.drawing import LEFT, RIGHT
from variorum.eventrender import template_of
from variorum.excerpts import ExcerptBudget, word_count
from variorum.facts import with_context
from variorum.inputs import EventInput
from variorum.kinds import KINDS, chip
from variorum.links import passage_href, place_href, safe_href
from variorum.marks import Mark, stretches
from variorum.pages import event_page, filed, index_page, method_page
from variorum.timeline import timeline
from variorum.views import EventPage, Note, ReadingView
from variorum.when import newest, order_key, short_moment


def page_of(source: EventInput, words: int = 400) -> EventPage:
    return event_page(source, sample.report(excerpt_words=words), ExcerptBudget(words))


def text_of(reading: ReadingView) -> str:
    return "".join(piece.text for stretch in reading.stretches for piece in stretch.pieces)


def notes_of(page: EventPage, outlet: str) -> list[Note]:
    return [
        note
        for row in page.rows
        for cell in row.cells
        if cell.outlet == outlet
        for reading in cell.readings
        for stretch in reading.stretches
        for note in stretch.notes
    ]


FIRST, LAST = datetime.fromisoformat("1900-01-01"), datetime.fromisoformat("2199-12-30")
NOTE = Note(chip("doubt"), "own", "in its own voice", "why", "doubt.x", "", (), 0, None)


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=6), st.data())
def test_stretches_joined_are_the_text(text: str, places: list[tuple[int, int]], data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    marks = [Mark(min(a, b), max(a, b), replace(NOTE, rule=str(i))) for i, (a, b) in enumerate(places)]
    cut = stretches(text, start, end, marks)
    assert "".join(piece.text for stretch in cut for piece in stretch.pieces) == text[start:end]
    inside = [m for m in marks if m.start < end and m.end > start and m.start < m.end and start < end]
    assert sorted(note.rule for stretch in cut for note in stretch.notes) == sorted(m.note.rule for m in inside)
    letters = [c for stretch in cut for piece in stretch.pieces for c in piece.chips]
    assert len(letters) == len(inside), "every mark has its letter, once"


def test_a_page_reads_like_its_records() -> None:
    source = sample.pact()
    page = page_of(source)
    texts = {item.article.title for item in source.articles}
    for day in page.days:
        for line in (*day.timed, *day.untimed):
            assert text_of(line.reading) in texts
    claims = [c for c in source.results.claims if len({r.outlet for r in c.claim.readings}) > 1]
    assert len(page.rows) == len(claims)
    for row, stored in zip(page.rows, claims, strict=True):
        shown = sorted(text_of(r) for cell in row.cells for r in cell.readings)
        assert shown == sorted(r.text for r in stored.claim.readings)
        assert [cell.outlet for cell in row.cells] == [column.outlet for column in page.columns]
        assert all(bool(cell.readings) != (cell.absence is not None) for cell in row.cells)


def test_whose_words_and_what_the_others_wrote() -> None:
    note = next(n for n in notes_of(page_of(sample.pact()), "Torvia Today") if n.rule == "doubt.purported")
    assert note.whose == "in its own words for what Aldmoor and Kessaly said"
    assert note.chip.hollow
    assert not note.chip.reviewed
    assert {side.outlets: side.words for side in note.others} == {
        "Meridian Wire and Public Broadcasting Aldmoor": "meant to counter",
        "The Aldmoor Ledger": "designed to counter",
    }
    quoted = next(n for n in notes_of(page_of(sample.pact()), "Torvia Today") if n.chip.kind == "evaluation")
    assert quoted.whose == "quoting Torvia"
    reviewed = [n.rule for n in notes_of(page_of(sample.pact()), "Torvia Today") if n.chip.reviewed]
    assert reviewed == ["attribution.claimed"]


def test_every_outlet_of_a_group_has_the_way_to_its_own_words() -> None:
    page = page_of(sample.pact())
    groups = [side for told in page.contrasts for side in told.sides if side.words and " and " in side.outlets]
    assert groups
    hosts = dict(sample.HOSTS.values())
    for side in groups:
        assert join_words([link.outlet for link in side.links]) == side.outlets
        for link in side.links:
            assert f"../source/{hosts[link.outlet]}/" in (link.href or ""), "no link leads to another outlet's text"
            assert ":~:text=" in (link.href or "")


def words_alone(text: str) -> str:
    """Without the marks and dots by which a passage stands in a sentence of ours."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def test_no_outlet_is_quoted_with_anothers_words() -> None:
    source = sample.pact()
    by_name = {sample.LABELS[i.article.outlet].name: "" for i in source.articles}
    for item in source.articles:
        by_name[sample.LABELS[item.article.outlet].name] += item.article.text + "\n"
    page = page_of(source)
    notes = [note for name in by_name for note in notes_of(page, name)]
    sides = [side for told in page.contrasts for side in told.sides] + [side for n in notes for side in n.others]
    assert len(sides) > 20
    for side in sides:
        said = words_alone(f"{side.before}{side.words}{side.after}")
        for name in by_name:
            if name in side.outlets:
                assert said in words_alone(by_name[name])


def test_words_are_printed_without_their_dateline() -> None:
    sentence = "WEXHOLM, March 10 (Meridian Wire) - Old ferries will go to the yard before the summer."
    item = sample.article("wire", "x", "2025-03-11T06:00Z", "A day", sentence)
    for words, told in (
        ("Old ferries", ("", "Old ferries", " will go to the yard …")),
        ("yard", ("… go to the ", "yard", " before the summer")),
    ):
        place, reading = sample.variant(item, words, "a"), sample.reading(item, sentence)
        cut = with_context(item.article.text, place, reading)
        assert printed(item.article.text, cut, place, reading) == told


def test_bare_days_stand_apart() -> None:
    day = page_of(sample.pact()).days[0]
    assert [line.time for line in day.timed] == ["06:12", "07:40", "09:05", "10:15", "12:30", "14:00"]
    assert [line.outlet for line in day.untimed] == ["Public Broadcasting Aldmoor"]
    assert page_of(sample.ferry()).days[0].label == "Day not known"


def test_absence_gives_times_and_length_and_never_an_order_it_does_not_know() -> None:
    page = page_of(sample.pact())
    absences = {
        (row.number, cell.outlet): cell.absence for row in page.rows for cell in row.cells if cell.absence is not None
    }
    bell = absences[1, "The Daily Bell"]
    assert bell.article == "11 Mar 12:30"
    assert bell.claim == "first known hour 11 Mar 06:12", "an outlet of that day gives no hour"
    assert bell.order == ""
    assert bell.held == "76 words"
    assert absences[5, "Meridian Wire"].order == "which came first is not known"
    assert absences[3, "Torvia Today"].claim == "first known hour 11 Mar 06:12"
    timed = replace(sample.pact(), articles=tuple(i for i in sample.pact().articles if i.article.outlet != "pba"))
    rows = page_of(without(timed, "pba")).rows
    assert rows[0].first == "first 11 Mar 06:12, Meridian Wire"
    lone = next(c.absence for c in rows[2].cells if c.outlet == "Torvia Today")
    assert lone is not None
    assert (lone.claim, lone.order) == ("first 11 Mar 06:12", "")


def test_a_text_older_than_the_claim_is_called_so() -> None:
    early = sample.article("pba", "e", "2025-03-10T05:00:00Z", "Early", "Nothing of it.")
    one, two = (sample.article(o, "x", "2025-03-11", "Late", "It was said.") for o in ("meridian", "ledger"))
    both = sample.claim(sample.reading(one, "It was said."), sample.reading(two, "It was said."))
    row = page_of(sample.event([early, one, two], claims=[both])).rows[0]
    assert row.first == "first 11 Mar, hour not given"
    none = sample.article("pba", "n", None, "Some time", "It was said.")
    three = sample.claim(*both.claim.readings, sample.reading(none, "It was said."))
    late = page_of(sample.event([one, two, none], claims=[three])).rows[0]
    assert late.first == "first known day 11 Mar, hour not given"
    assert row.cells[0].absence is not None
    assert row.cells[0].absence.order == "its text is older than the claim"


def without(source: EventInput, outlet: str) -> EventInput:
    """The same event as if the outlet had never been read."""
    claims = [
        replace(c, claim=replace(c.claim, readings=tuple(r for r in c.claim.readings if r.outlet != outlet)))
        for c in source.results.claims
    ]
    claims = [c for c in claims if c.claim.readings]
    return replace(source, results=EventResults(tuple(claims), (), source.results.flags))


def test_absence_orders_nothing_within_a_bare_day() -> None:
    page = page_of(sample.pact())
    absences = {(row.number, cell.outlet): cell.absence for row in page.rows for cell in row.cells if cell.absence}
    assert absences[4, "Public Broadcasting Aldmoor"].order == "which came first is not known"


def test_the_strongest_difference_names_who_wrote_what() -> None:
    most = page_of(sample.pact()).most
    assert most is not None
    assert most.chip.kind == "doubt"
    assert most.sides[-1].outlets == "Torvia Today"
    assert (
        f"{most.sides[-1].before}{most.sides[-1].words}{most.sides[-1].after}"
        == "… Tuesday in a purported bid to counter …"
    )
    assert most.sides[-1].whose == "in its own words for what Aldmoor and Kessaly said"


def test_a_number_that_rose_with_time_is_said_to_have_risen() -> None:
    early = sample.article("meridian", "a", "2025-03-11T06:00:00Z", "Flood", "The flood killed 11 people in San Orrin.")
    late = sample.article("ledger", "b", "2025-03-11T18:00:00Z", "Flood", "The flood killed 14 people in San Orrin.")
    dead = sample.claim(*(sample.reading(item, item.article.body) for item in (early, late)))
    published = {item.article.key: item.article.published for item in (early, late)}
    found = [StoredDifference(dead.id, d) for d in differences(dead.claim, {}, Context(published=published))]
    told = page_of(sample.event([early, late], claims=[dead], differences=found)).most
    assert told is not None
    assert told.remark == "The number rose while the event unfolded."
    assert [side.words for side in told.sides] == ["11", "14"]
    quietly = page_of(sample.flood()).most
    assert quietly is not None
    assert quietly.remark == ""


def test_a_word_inside_a_quotation_makes_no_side() -> None:
    own = sample.article("torvia-today", "a", "2025-03-11", "Deal", "They signed a so-called pact.")
    quoting = sample.article("pba", "b", "2025-03-11", "Deal", "She spoke of “a so-called pact” they signed.")
    both = sample.claim(*(sample.reading(item, item.article.body) for item in (own, quoting)))
    flags = [sample.flag(own, "so-called", "doubt"), sample.flag(quoting, "so-called", "doubt", voice="quoted")]
    by_article = {item.article: [item.flag] for item in flags}
    found = [StoredDifference(both.id, d) for d in differences(both.claim, by_article, Context())]
    told = page_of(sample.event([own, quoting], claims=[both], differences=found, flags=flags)).most
    assert told is not None
    said = {side.outlets: (side.verb, side.words) for side in told.sides}
    assert said["Torvia Today"] == ("wrote", "so-called")
    assert "“" not in said["Public Broadcasting Aldmoor"][1]


def test_a_side_without_words_leads_to_the_sentence_that_has_none() -> None:
    """What an outlet did not write can be checked where it wrote the rest."""
    own = sample.article("torvia-today", "a", "2025-03-11", "Deal", "They signed a purported pact on the quay.")
    plain = sample.article("pba", "b", "2025-03-11", "Deal", "They signed the pact on the quay at noon.")
    both = sample.claim(*(sample.reading(item, item.article.body) for item in (own, plain)))
    flags = [sample.flag(own, "purported", "doubt")]
    variants = (sample.variant(plain, plain.article.body, "a"), sample.variant(own, "purported", "b"))
    found = [StoredDifference(both.id, Difference("doubt", variants, "One wrote it, one did not."))]
    told = page_of(sample.event([own, plain], claims=[both], differences=found, flags=flags)).most
    assert told is not None
    (silent,) = (side for side in told.sides if side.outlets == "Public Broadcasting Aldmoor")
    assert not silent.words
    assert [link.outlet for link in silent.links] == ["Public Broadcasting Aldmoor"]
    assert "#:~:text=They%20signed%20the,quay%20at%20noon." in (silent.links[0].href or "")


def test_claims_of_which_nothing_may_be_printed_stand_apart() -> None:
    page = page_of(sample.pact(), words=30)
    assert page.rows
    assert page.beyond
    assert {row.number for row in page.rows} | {row.number for row in page.beyond} == set(
        range(1, len(page.rows) + len(page.beyond) + 1)
    )
    assert all(any(r.stretches for cell in row.cells for r in cell.readings) for row in page.rows)
    assert not any(r.stretches for row in page.beyond for cell in row.cells for r in cell.readings)
    printed = template_of("event.html", page).decode()
    many = len(page.beyond)
    assert f"{many} more claim{'' if many == 1 else 's'} whose words are beyond what we may print" in printed
    assert all(printed.count(f'id="c{row.number}"') == 1 for row in (*page.rows, *page.beyond))
    assert "beyond what we may print" not in template_of("event.html", page_of(sample.pact())).decode()


def test_without_room_for_words_the_page_shows_places_and_marks() -> None:
    page = page_of(sample.pact(), words=0)
    assert page.title == "6 outlets, 11 March 2025"
    readings = [r for row in page.beyond for cell in row.cells for r in cell.readings]
    assert not page.rows
    assert all(not r.stretches and r.place for r in readings)
    assert any(r.kept_back for r in readings)
    assert all(":~:" not in (r.href or "") for r in readings)
    assert all(not side.shown or not side.words for told in page.contrasts for side in told.sides)
    assert all(row.topic == "" for row in page.rows)
    assert sum(one.kept_back for one in page.alone) == sum(one.count for one in page.alone) > 0
    assert all(item.printed == 0 for item in page.holdings)


def test_words_shown_never_exceed_words_held() -> None:
    for item in page_of(sample.pact()).holdings:
        assert 0 < item.printed <= item.words


def test_index_counts_and_order() -> None:
    report = sample.report()
    budget = ExcerptBudget(400)
    known = [filed(s, event_page(s, report, budget), f"events/{s.event.id}.html") for s in sample.everything()]
    total = FiledSum()
    for one in known:
        total.add(one)
    page = index_page(total, known, report, sample.fetch_report())
    assert [day.label for day in page.days] == ["11 March 2025", "10 March 2025", "9 March 2025", "9 February 2025"]
    assert [card.title for card in page.single] == ["Ferry timetable changes on Monday"]
    assert (page.events, page.outlets, page.articles) == (5, 7, 15)
    assert page.fetch is not None
    assert (page.fetch.read, page.fetch.asked, page.fetch.failures[0].reason) == (5, 6, "refused")
    assert page == index_page(total, list(reversed(known)), report, sample.fetch_report())


def test_method_page_lists_every_rule_and_every_kind() -> None:
    page = method_page(sample.report(), None)
    rules = [rule for group in page.groups for rule in group.rules]
    assert [rule.id for rule in rules] == ["doubt.purported", "attribution.claim", "naming.rioters"]
    assert [rule.unchecked for rule in rules] == [False, True, False]
    kinds = {group.chip.kind for group in page.groups} | {line.chip.kind for line in page.other_kinds}
    assert kinds == set(KINDS)


def test_events_without_results_have_a_page() -> None:
    bare = replace(sample.pact(), results=EventResults())
    page = page_of(bare)
    assert page.rows == ()
    assert page.most is None
    assert page.title


# ---- excerpts


def test_a_word_counts_once() -> None:
    budget = ExcerptBudget(4)
    assert budget.spend("a", 0, 7, "one two")
    assert budget.spend("a", 0, 13, "one two three")
    assert budget.used("a") == 3
    assert budget.spend("a", 4, 7, "two")
    assert not budget.spend("a", 20, 28, "five six")
    assert budget.used("a") == 3
    assert budget.holds("a", 5, "wo thr")
    assert not budget.holds("a", 20, "five")
    assert budget.spend("b", 20, 28, "five six")


def test_a_stretch_must_fit_its_place() -> None:
    with pytest.raises(ValueError, match="is not the place of"):
        ExcerptBudget(4).spend("a", 0, 5, "one")
    with pytest.raises(ValueError, match="-1 words"):
        ExcerptBudget(-1)


@given(st.text(max_size=40), st.integers(0, 8), st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=8))
def test_the_budget_is_never_passed(text: str, words: int, places: list[tuple[int, int]]) -> None:
    budget = ExcerptBudget(words)
    for a, b in places:
        start, end = min(a, b, len(text)), min(max(a, b), len(text))
        if budget.spend("a", start, end, text[start:end]):
            assert budget.holds("a", start, text[start:end])
        assert budget.used("a") <= words
    assert word_count("  one\ttwo\n") == 2


# ---- links


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)", "JavaScript:alert(1)", " javascript:alert(1)", "java\nscript:alert(1)", "vbscript:x",
        "data:text/html,x", "file:///etc/passwd", "//evil.example/x", "/etc/passwd", "../../x", "source/../../x", "./x",
        "a:b", "\\\\evil\\x", "http://", "https://user:pass@host.example/", "http://[::1", "", None,
        "https://host.example/\u202egpj", 'x"onclick=y', "<script>",
    ],
)  # fmt: skip
def test_what_may_not_be_a_link(url: str | None) -> None:
    assert safe_href(url, root="../") is None


def test_what_may_be_a_link() -> None:
    assert safe_href("https://host.example/a?b=c#d", root="../") == "https://host.example/a?b=c#d"
    assert safe_href("source/host/a.html", root="../") == "../source/host/a.html"


def test_passages() -> None:
    assert passage_href("x.html", "well-known, he said") == "x.html#:~:text=well%2Dknown%2C%20he%20said"
    long = passage_href("x.html#part", "one two three four five six seven eight nine")
    assert long == "x.html#part:~:text=one%20two%20three,seven%20eight%20nine"
    assert passage_href("x.html", " ") == "x.html"


#: One word at two places.
TWICE = "A march\n\nA racist slogan hung there. Some called the well-known “racist” words a joke, on air."


def at_second(**allowed: int) -> str:
    """The link to the second place, where the text may be printed `since` and `until`."""
    start = TWICE.rindex("racist")
    since, until = allowed.get("since", 0), allowed.get("until", len(TWICE))
    return place_href("x.html", TWICE, Span(start, start + 6), lambda left, right: since <= left and right <= until)


def test_a_link_to_a_word_tells_it_from_the_same_word_elsewhere() -> None:
    assert (
        at_second() == "x.html#:~:text=called%20the%20well%2Dknown%20%E2%80%9C-,racist,-%E2%80%9D%20words%20a%20joke%2C"
    )
    first = place_href("x.html", TWICE, Span(11, 17), lambda *_: True)
    assert first == "x.html#:~:text=A-,racist,-slogan%20hung%20there."
    title = place_href("x.html", TWICE, Span(0, 7), lambda *_: True)
    assert title == "x.html#:~:text=A%20march"


def test_a_link_holds_no_word_that_may_not_be_printed() -> None:
    start = TWICE.rindex("racist")
    assert at_second(since=start, until=start + 6) == "x.html", "the first such word would be the wrong one"
    first = place_href("x.html", TWICE, Span(11, 17), lambda left, right: (left, right) == (11, 17))
    assert first == "x.html#:~:text=racist"
    assert at_second(until=start) == "x.html"
    some = at_second(since=TWICE.index("the well"), until=TWICE.index(" words a"))
    assert some == "x.html#:~:text=the%20well%2Dknown%20%E2%80%9C-,racist,-%E2%80%9D"


# ---- moments


def test_moments_are_shown_as_exactly_as_they_are_known() -> None:
    assert short_moment(Moment.parse("2025-03-11", origin="given")) == "11 Mar, hour not given"
    assert short_moment(Moment.parse("2025-03-11T06:12Z", origin="given")) == "11 Mar 06:12"
    assert short_moment(None) == "time not found"
    known = [Moment.parse(t, origin="given") for t in ("2025-03-11", "2025-03-11T23:00Z", "2025-03-10T01:00Z")]
    assert [str(m) for m in sorted(known, key=order_key)] == ["2025-03-10T01:00Z", "2025-03-11T23:00Z", "2025-03-11"]
    assert newest([None, *known]) == known[1]


@given(st.lists(st.tuples(st.datetimes(FIRST, LAST), st.booleans()), min_size=1, max_size=9))
def test_the_timeline_stays_in_its_frame(times: list[tuple[datetime, bool]]) -> None:
    moments = [
        Moment(at.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=UTC), "day", "given")
        if bare else Moment(at.replace(tzinfo=UTC), "second", "given")
        for at, bare in times
    ]  # fmt: skip
    drawn = timeline([("A", [("article", moment) for moment in moments]), ("B", [])])
    if len({(moment.at, moment.precision) for moment in moments}) < 2:
        assert drawn is None
        return
    assert drawn is not None
    picture = html.fragment_fromstring(drawn.drawing)
    ticks = picture.cssselect("text.tick")
    assert 2 <= len(ticks) <= 8
    dots = [(int(dot.get("cx")), 0) for dot in picture.cssselect("circle.dot")]
    dots += [(int(bar.get("x")), int(bar.get("width"))) for bar in picture.cssselect("rect.day")]
    assert len(dots) == len(moments)
    for x, width in dots:
        assert LEFT <= x <= x + width <= RIGHT + 1
    assert [row[0] for row in drawn.rows] == ["A"] * len(moments) + ["B"]
    assert drawn.rows[-1] == ("B", "time not found", "")


def test_headline_readings_keep_their_marks() -> None:
    page = page_of(sample.pact())
    bell = next(line for line in page.days[0].timed if line.outlet == "The Daily Bell")
    marked = [p.text for s in bell.reading.stretches if s.notes for p in s.pieces]
    assert marked == ["a whopping"]
