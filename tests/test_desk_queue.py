"""The desk's queues: what comes after a verdict, second opinions, forms that come late or can't be taken."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from db.store import Store, open_store
from tests import report_sample as sample
from tests.desk_sample import Clock, Visitor, desk_app, write_newsroom
from tests.test_desk import flag, in_force, more_marks
from tests.test_desk import leaks as leaks_of
from variorum.reviewing import Item, all_items


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(url: str, tmp_path: Path) -> Iterator[Store]:
    with open_store(write_newsroom(tmp_path, url=url), lock_timeout_s=0.2) as opened:
        yield opened


@pytest.fixture
def app(store: Store, tmp_path: Path, clock: Clock) -> Any:
    return desk_app(store, tmp_path, clock)


@pytest.fixture
def marks(url: str, tmp_path: Path) -> Iterator[Store]:
    """Four marks of one rule, in two outlets and two events."""
    with open_store(write_newsroom(tmp_path, more_marks(), url=url)) as opened:
        yield opened


def item(store: Store, id_: str) -> Item:
    return next(one for one in all_items(store) if one.id == id_)


def links(visitor: Visitor) -> list[str]:
    return [one for one in visitor.page.xpath("//a/@href") if not one.startswith("#")]


# Queues of what is decided


def test_a_queue_of_accepted_marks_goes_on_after_a_verdict(app: Any, store: Store) -> None:
    ann = Visitor(app, "Ann")
    decided = [ann.item]
    ann.decide("accepted")
    decided.append(ann.item)
    ann.decide("accepted")
    ann.get("/?state=accepted")
    seen = [ann.item]
    ann.decide("accepted")
    seen.append(ann.item)
    assert sorted(seen) == sorted(decided)


def test_next_goes_on_in_a_blind_queue_of_what_is_decided(store: Store, tmp_path: Path, clock: Clock) -> None:
    ann = Visitor(desk_app(store, tmp_path, clock, blind=True), "Ann")
    for _ in range(2):
        ann.decide("accepted").get("/")
    ann.get("/?state=accepted")
    seen = []
    for _ in range(2):
        seen.append(ann.item)
        assert "Your verdict is saved" in ann.words
        ann.post("/skip", ann.form("/skip"))
        assert "skipped" not in ann.words.lower().replace("skip, or go on", "")
    assert len(set(seen)) == 2


def test_an_undone_one_comes_again_in_its_place(app: Any) -> None:
    ann = Visitor(app, "Ann")
    first = ann.item
    ann.decide("accepted").undo()
    assert ann.get("/").item == first


def test_two_people_are_rather_given_different_marks(app: Any, clock: Clock) -> None:
    ann = Visitor(app, "Ann")
    bo = Visitor(app, "Bo")
    assert ann.item != bo.item
    assert ann.get("/").item != bo.item
    only = Visitor(app, "Cy").get(f"/item/{ann.item}")
    assert only.item == ann.item  # never a lock
    clock.seconds += 121
    assert Visitor(app, "Di").item == ann.item


# Second opinions


@pytest.mark.parametrize("blind", [False, True])
def test_a_second_opinion_is_asked_without_a_trace_of_the_first(
    store: Store, tmp_path: Path, clock: Clock, blind: bool
) -> None:
    app = desk_app(store, tmp_path, clock)
    Visitor(app, "Ann").get(f"/item/{flag(store, 'claimed')}").decide("accepted")
    bo = Visitor(app, "Bo")
    if blind:
        bo.post("/options", {**bo.form("/options"), "blind": "on"})
    bo.get("/?state=second")
    assert bo.item == flag(store, "claimed")
    assert not bo.page.xpath("//article//*[contains(concat(' ', @class, ' '), ' done ')]")
    assert set(bo.page.xpath("//article//div[starts-with(@class, 'note ')]/p[1]/span/text()")) == {"not reviewed"}
    assert "no flag of it is decided yet" in bo.words
    assert "reviewers accepted" not in bo.words
    bo.decide("accepted")
    bo.get(f"/item/{flag(store, 'claimed')}")
    assert "reviewed" in bo.page.xpath("//article//div[starts-with(@class, 'note ')]/p[1]/span/text()")
    assert "reviewers accepted 1 of 1" in bo.words


def test_a_settled_dispute_stays_settled_when_the_settler_says_it_again(app: Any, store: Store) -> None:
    claimed = flag(store, "claimed")
    ann, bo, cy = (Visitor(app, name) for name in ("Ann", "Bo", "Cy"))
    ann.get(f"/item/{claimed}").decide("accepted")
    bo.get(f"/item/{claimed}").decide("rejected")
    cy.get(f"/item/{claimed}").decide("rejected")
    assert item(store, claimed).review.state == "rejected"
    cy.get(f"/item/{claimed}").decide("rejected", note="as said")
    assert item(store, claimed).review.state == "rejected"
    cy.get(f"/item/{claimed}").decide("accepted")
    assert item(store, claimed).review.state == "accepted"
    assert "Nothing is in dispute" in cy.get("/disputes").words


def test_a_dispute_can_be_left(app: Any, store: Store) -> None:
    claimed = flag(store, "claimed")
    for name, judgement in (("Ann", "accepted"), ("Bo", "rejected")):
        Visitor(app, name).get(f"/item/{claimed}").decide(judgement)
    cy = Visitor(app, "Cy").get(f"/item/{claimed}").skip()
    assert cy.path == "/disputes"
    assert cy.message == "Left as it is; somebody must settle it."


# Late forms


def test_only_what_came_after_the_form_is_late(app: Any, store: Store) -> None:
    claimed = flag(store, "claimed")
    Visitor(app, "Ann").get(f"/item/{claimed}").decide("accepted")
    bo = Visitor(app, "Bo").get(f"/item/{claimed}")
    form = {**bo.form("/decide"), "judgement": "accepted"}
    bo.post("/decide", form)
    assert "by then" not in bo.message
    Visitor(app, "Cy").get(f"/item/{claimed}").decide("accepted")
    bo.post("/decide", {**form, "note": "anew"})
    assert "Somebody else had judged it by then." in bo.message


def test_a_batch_leaves_one_s_own_verdict_as_it_is(marks: Store, tmp_path: Path, clock: Clock) -> None:
    ann = Visitor(desk_app(marks, tmp_path, clock), "Ann")
    first = ann.item
    ann.get(f"/batch?item={first}&by=rule")
    form = {**ann.form("/batch"), "judgement": "rejected"}
    ann.get(f"/item/{first}").decide("accepted", note="looked at closely")
    ann.post("/batch", form)
    assert len(in_force(marks)) == 4
    assert item(marks, first).review.state == "accepted"
    assert "3 marks of naming.regime" in ann.message
    assert "Left out, for there was a verdict by then: “regime” (naming.regime)." in ann.message
    assert ann.get("/?state=accepted").item == first


# Forms that can't be taken


def test_what_proposes_too_much_can_be_sent_another_way(app: Any, store: Store) -> None:
    ann = Visitor(app, "Ann").get(f"/item/{flag(store, 'regime')}?rule=naming.regime")
    ann.decide("accepted", proposes="phrase", note="a thought")
    assert ann.page.xpath("//main//button[@name='answer']/text()") == [
        "Reject and propose it",
        "Accept, propose nothing",
    ]
    reject, accept = ann.page.xpath("//main//button[@name='answer']/@value")
    form = ann.form("/decide")
    assert form["filters"] == "rule=naming.regime"
    ann.post("/decide", {**form, "answer": accept})
    assert [(one.judgement, one.proposes, one.note) for one in in_force(store)] == [("accepted", "", "a thought")]
    ann.undo()
    ann.post("/decide", {**form, "answer": reject})
    assert [(one.judgement, one.proposes, one.note) for one in in_force(store)] == [("rejected", "phrase", "a thought")]


def test_the_page_that_sends_again_has_the_way_on(app: Any, store: Store, tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site/index.html").write_text("x", encoding="utf-8")
    for name, judgement in (("Ann", "accepted"), ("Bo", "rejected")):
        Visitor(app, name).get(f"/item/{flag(store, 'claimed')}").decide(judgement)
    cy = Visitor(app, "Cy")
    cy.decide("accepted", proposes="phrase")
    assert cy.status == 422
    assert "To be settled (1)" in cy.words
    assert "/site/index.html" in links(cy)


@pytest.mark.parametrize("path", ["/decide", "/skip", "/undo", "/options"])
def test_the_address_of_a_form_leads_to_the_queue(app: Any, path: str) -> None:
    ann = Visitor(app, "Ann").get(path)
    assert (ann.status, ann.path) == (200, "/")


# Links, and what is chosen


@pytest.mark.parametrize("blind", [False, True])
def test_every_link_of_the_desk_leads_somewhere(marks: Store, tmp_path: Path, clock: Clock, blind: bool) -> None:
    ann = Visitor(desk_app(marks, tmp_path, clock, blind=blind), "Ann")
    seen: set[str] = set()
    waiting = ["/", "/disputes", "/proposals"]
    while waiting:
        path = waiting.pop()
        seen.add(path)
        assert ann.get(path).status == 200, path
        if path.startswith("/batch"):
            assert ann.path == "/batch", path
        waiting += [one for one in links(ann) if one.startswith("/") and one not in seen and one not in waiting]
        assert all(one.startswith(("/", "https://")) for one in links(ann)), path
    assert sum(one.startswith("/batch") for one in seen) > 2


def test_what_is_chosen_stays_with_batches_and_settings(marks: Store, tmp_path: Path, clock: Clock) -> None:
    ann = Visitor(desk_app(marks, tmp_path, clock), "Ann").get("/?rule=naming.regime")
    batch = next(one for one in links(ann) if one.startswith("/batch"))
    assert "rule=naming.regime" in batch
    ann.get(batch)
    assert ann.form("/batch")["filters"] == "rule=naming.regime"
    assert ann.form("/options")["here"] == batch
    for one in links(ann):
        if one.startswith("/item/"):
            assert one.endswith("?rule=naming.regime")
    ann.get(next(one for one in links(ann) if one.startswith("/item/")))
    assert ann.form("/options")["here"].endswith("?rule=naming.regime")
    assert ann.form("/decide")["filters"] == "rule=naming.regime"


def test_counts_are_of_what_else_is_chosen(app: Any, store: Store) -> None:
    ann = Visitor(app, "Ann").get("/?outlet=daily-bell&kind=intensity")
    here = [one for one in all_items(store) if "daily-bell" in one.outlets]
    labels = ann.page.xpath("//select[@name='kind']/option[@value]/text()")
    assert f"intensity ({sum(one.category == 'intensity' for one in here)})" in labels
    assert len(labels) == 1 + len({one.category for one in here})
    ann.decide("accepted")
    assert "all" in ann.get("/?state=second").page.xpath("//select[@name='kind']/option/text()")
    assert not ann.page.xpath("//select[@name='kind']/option[@value!='']")  # Ann's own needs another's opinion


def test_only_judgements_that_fit_are_offered(app: Any, store: Store) -> None:
    ann = Visitor(app, "Ann")
    for one in all_items(store):
        ann.get(f"/item/{one.id}")
        offered = ann.page.xpath("//button[@name='judgement']/@value")
        assert offered[:2] == ["accepted", "rejected"]
        told = " ".join(ann.page.xpath("//button[@name='judgement']/text()"))
        assert ("they differ so" in told) == (one.subject == "difference")
        assert ("quoted" in offered) == (one.category not in ("absence", "prominence", "number"))
        if one.subject == "flag":
            assert ("other-claim" in offered) == bool(ann.page.xpath("//section[@class='others']"))
        assert "T10:05Z" not in ann.text
    absent = next(one for one in all_items(store) if one.category == "absence")
    ann.get(f"/item/{absent.id}")
    assert ann.status == 200


# Blind batches


def test_a_blind_batch_of_one_outlet_has_one_letter(tmp_path: Path, clock: Clock) -> None:
    outlets = ["daily-bell"] * 6 + ["ledger", "harbour-post", "torvia-today"]
    articles = [
        sample.article(outlet, f"story-{n}", f"2025-03-1{n}T06:00:00Z", f"Story {n}", f"The regime of state {n} fell.")
        for n, outlet in enumerate(outlets)
    ]
    flags = [sample.flag(one, "regime", "naming") for one in articles[:6]]
    claims = [sample.claim(sample.reading(one, one.article.body)) for one in articles]
    with open_store(write_newsroom(tmp_path, [sample.event(articles, flags=flags, claims=claims)])) as store:
        ann = Visitor(desk_app(store, tmp_path, clock, blind=True), "Ann")
        ann.get(f"/batch?item={next(one.id for one in all_items(store) if one.subject == 'flag')}&by=outlet")
    assert leaks_of(ann) == []
    assert len(ann.page.xpath("//ul[@class='batch']/li")) == 6
    (letter,) = set(ann.page.xpath("//ul[@class='batch']//b[@class='who']/text()"))
    assert ann.page.xpath("string(//h1)").endswith(f"in {letter}")


# Who it is, and where one is led


def test_one_name_is_one_person_however_it_is_written(app: Any, store: Store) -> None:
    Visitor(app, "Ann").decide("accepted")
    again = Visitor(app, " ann ")
    assert again.page.xpath("string(//div[@class='me']/span)") == "Ann"
    again.undo()
    assert in_force(store) == []


def test_a_new_name_begins_anew_where_the_old_one_was(app: Any) -> None:
    ann = Visitor(app, "Ann").get("/?kind=number")
    first = ann.item
    ann.skip()
    assert ann.item != first
    ann.get(next(one for one in links(ann) if one.startswith("/me")))
    ann.post("/me", {**ann.form("/me"), "reviewer": "Bo"})
    assert ann.item == first
    assert "kind=number" in ann.form("/decide")["filters"]


@pytest.mark.parametrize(
    "here", ["/\t/evil.example", "/\\evil.example", "//evil.example", "https://evil.example", "/\n"]
)
def test_nobody_is_led_elsewhere(app: Any, here: str) -> None:
    ann = Visitor(app, "Ann")
    form = {**ann.form("/options"), "here": here}
    answer = ann.client.post("/options", base_url="http://127.0.0.1:8642", data=form)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")


@pytest.mark.parametrize("path", ["/%0aX: y", "//evil.example/", "/%5cevil.example", "/a%0d%0ab"])
def test_the_token_leads_nobody_elsewhere(app: Any, path: str) -> None:
    answer = app.test_client().get(f"{path}?token=letmein", base_url="http://127.0.0.1:8642")
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/")
    assert not answer.headers["Location"].startswith(("//", "/\\"))


def test_undo_says_what_it_undoes(app: Any) -> None:
    ann = Visitor(app, "Ann")
    ann.decide("accepted")
    told = ann.message.rstrip(".")
    ann.get("/")
    assert told in ann.page.xpath("string(//form[@action='/undo']//span[@class='undone'])")


def test_proposals_have_the_switch_that_they_speak_of(store: Store, tmp_path: Path, clock: Clock) -> None:
    ann = Visitor(desk_app(store, tmp_path, clock, blind=True), "Ann").get("/proposals")
    assert "Leave blind mode" in ann.words
    ann.post("/options", {**ann.form("/options"), "blind": "off"})
    assert ann.path == "/proposals"
    assert "Leave blind mode" not in ann.words
