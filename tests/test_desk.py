"""The review desk over HTTP: who is let in, what is decided and undone, blind mode, several people, what changes."""

from __future__ import annotations

import json
import re
import shutil
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx2
import pytest
from click.testing import CliRunner

from compare.verdicts import Verdict
from db.database import Database
from db.store import Store, open_store
from tests import report_sample as sample
from tests.conftest import run_variorum
from tests.desk_process import Reviewer, nights_at_work, served
from tests.desk_sample import (
    BASE,
    PORT,
    TOKEN,
    Clock,
    Visitor,
    changed_again,
    coverage,
    desk_app,
    fill,
    results_without,
    write_newsroom,
)
from tests.test_templates import HOSTILE, hostile
from variorum.cli import main
from variorum.desk.blinding import Blinder, Known
from variorum.desk.inventory import RECHECK_S
from variorum.proposing import NO_LONGER
from variorum.reviewing import all_items


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


def in_force(store: Store) -> list[Verdict]:
    return [one for one in store.verdicts() if one.undone_at is None]


def flag(store: Store, words: str) -> str:
    """The id of the first flag on these words."""
    return next(one.id for one in all_items(store) if one.subject == "flag" and one.quotes[0].exact == words)


# Who is let in


def test_no_page_without_the_token_and_the_token_stays_in_no_address(app: Any) -> None:
    client = app.test_client()
    for path in ("/", "/item/x", "/disputes", "/proposals", "/me", "/site/index.html", f"/?token={TOKEN}x", "/?token="):
        refused = client.get(path, base_url=BASE)
        assert refused.status_code == 403, path
        assert "variorum review printed" in refused.get_data(as_text=True)
    assert client.post("/decide", base_url=BASE, data={}).status_code == 403
    entered = client.get(f"/?kind=naming&token={TOKEN}", base_url=BASE)
    assert (entered.status_code, entered.headers["Location"]) == (303, "/?kind=naming")
    cookie = entered.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert TOKEN not in cookie
    assert client.get("/me", base_url=BASE).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", f"evil.example:{PORT}", "127.0.0.1:1", f"127.0.0.1.evil.example:{PORT}"]
)
def test_another_host_is_refused_before_anything_else(app: Any, host: str) -> None:
    answer = app.test_client().get(f"/?token={TOKEN}", base_url=f"http://{host}")
    assert answer.status_code == 421
    assert "Set-Cookie" not in answer.headers


def test_localhost_is_this_machine_too(app: Any) -> None:
    assert app.test_client().get(f"/?token={TOKEN}", base_url=f"http://localhost:{PORT}").status_code == 303


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": "null"},
        {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": BASE, "Sec-Fetch-Site": "same-site"},
    ],
)
def test_what_another_page_posts_is_refused(app: Any, store: Store, headers: dict[str, str]) -> None:
    ann = Visitor(app, "Ann")
    form = {**ann.form("/decide"), "judgement": "accepted"}
    answer = ann.client.post("/decide", base_url=BASE, data=form, headers=headers)
    assert answer.status_code == 403
    assert in_force(store) == []
    own = ann.client.post(
        "/decide", base_url=BASE, data=form, headers={"Origin": "null", "Sec-Fetch-Site": "same-origin"}
    )
    assert own.status_code == 303
    assert len(in_force(store)) == 1


def test_a_form_without_this_browser_s_mark_is_refused(app: Any, store: Store) -> None:
    ann, bo = Visitor(app, "Ann"), Visitor(app, "Bo")
    form = {**ann.form("/decide"), "judgement": "accepted"}
    for wrong in ({}, {"csrf_token": "x"}, bo.carried()):
        answer = ann.client.post("/decide", base_url=BASE, data={**form, "csrf_token": "", **wrong})
        assert answer.status_code == 400
    forged = {**form, "ticket": form["ticket"][:-2] + "xx"}
    assert ann.client.post("/decide", base_url=BASE, data=forged).status_code == 400
    assert in_force(store) == []


def test_every_answer_has_the_headers_that_keep_it_here(app: Any) -> None:
    ann = Visitor(app, "Ann")
    for path in ("/", "/desk.css", "/desk.js", "/nothing", "/me", "/disputes"):
        ann.get(path)
        assert "frame-ancestors 'none'" in ann.headers["Content-Security-Policy"]
        assert "unsafe" not in ann.headers["Content-Security-Policy"]
        assert ann.headers["X-Content-Type-Options"] == "nosniff"
        assert ann.headers["Referrer-Policy"] == "no-referrer"
        assert ann.headers["Cache-Control"] == "no-store"
    assert ann.get("/nothing").status == 404
    assert app.debug is False
    assert ann.client.put("/", base_url=BASE).status_code == 405


def test_a_name_is_asked_for_and_must_be_one(app: Any) -> None:
    somebody = Visitor(app)
    assert somebody.path == "/me"
    somebody.post("/me", {**somebody.carried(), "reviewer": " "})
    assert somebody.status == 422
    assert "is no name" in somebody.words
    somebody.post("/me", {**somebody.carried(), "reviewer": "Ann Lee"})
    assert somebody.path == "/"
    assert "Ann Lee" in somebody.words


# What is looked at


def test_an_item_stands_in_its_context_beside_what_the_others_wrote(app: Any, store: Store) -> None:
    ann = Visitor(app, "Ann").get(f"/item/{flag(store, 'claimed')}")
    assert ann.page.xpath("string(//h1)") == "“claimed”"
    passage = ann.page.xpath("//div[@class='passage']")[0]
    told = " ".join(passage.text_content().split())
    for part in (
        "Torvia Today", "11 Mar 09:05", "¶2", "Allies ink ‘research’ pact", "Courts",
        "in a purported bid to counter hypersonic weapons.",  # the sentence before
        "Port Auren", "that Kessaly would hand over",  # its own
        "Torvia lodged a", "protest over what it called",  # and the one behind
    ):  # fmt: skip
        assert part in told, part
    assert passage.xpath(".//span[@class='now']//span[@class='k k-attribution']/text()") == ["claimed"]
    assert passage.xpath(".//a[@class='src']/@href")[0].startswith("https://torvia-today.example/world/")
    others = " ".join(ann.page.xpath("string(//section[@class='others'])").split())
    assert "a joint statement." in others
    assert "attribution.claimed" in ann.words
    assert "no flag of it is decided yet" in ann.words


def test_a_difference_is_told_by_its_sides(app: Any) -> None:
    ann = Visitor(app, "Ann").get(f"/?kind=number&event={sample.pact().event.id}")
    assert "Meridian Wire" in ann.words
    assert "10.1 billion" in ann.words
    assert not ann.page.xpath("//select[@name='proposes']")


def test_links_to_the_site_stand_where_there_is_one(app: Any, tmp_path: Path, store: Store) -> None:
    ann = Visitor(app, "Ann").get(f"/item/{flag(store, 'claimed')}")
    assert not ann.page.xpath("//a[starts-with(@href, '/site/')]")
    event = sample.pact().event.id
    (tmp_path / "site/events").mkdir(parents=True)
    (tmp_path / f"site/events/{event}.html").write_text("the page", encoding="utf-8")
    (tmp_path / "site/index.html").write_text("the index", encoding="utf-8")
    ann.get(f"/item/{flag(store, 'claimed')}")
    assert f"/site/events/{event}.html#c2" in ann.page.xpath("//p[@class='ev']/a/@href")
    assert ann.get(f"/site/events/{event}.html").text == "the page"
    assert "form-action 'none'" in ann.headers["Content-Security-Policy"]
    assert ann.get("/site/../variorum.toml").status == 404
    assert ann.get("/site/%2e%2e/variorum.toml").status == 404


def test_filters_narrow_the_queue_and_stay_after_a_decision(app: Any, store: Store) -> None:
    ann = Visitor(app, "Ann").get("/?outlet=daily-bell&kind=intensity")
    assert ann.page.xpath("string(//p[@class='progress']/b)") == "2"
    ann.decide("accepted")
    assert ann.page.xpath("string(//p[@class='progress']/b)") == "1"
    ann.decide("rejected")
    assert "Nothing fits this choice" in ann.words
    assert {one.about for one in in_force(store)} == {"intensity.a-whopping", "intensity.staggering"}
    assert "state=accepted" not in ann.path
    ann.get("/?state=accepted")
    assert ann.page.xpath("string(//p[@class='progress']/b)") == "1"
    ann.get("/?section=courts&event=&kind=nonsense&rule=<b>")
    assert ann.status == 200
    assert not ann.page.xpath("//option/b")


@pytest.mark.parametrize("nasty", HOSTILE)
def test_hostile_texts_are_shown_and_do_nothing(url: str, tmp_path: Path, clock: Clock, nasty: str) -> None:
    if "\0" in nasty:
        nasty = nasty.replace("\0", "")
    with open_store(write_newsroom(tmp_path, [hostile(nasty)], url=url)) as store:
        ann = Visitor(desk_app(store, tmp_path, clock), "Ann")
        assert ann.status == 200
        assert [one.get("src") for one in ann.page.xpath("//script")] == ["/desk.js"]
        assert not ann.page.xpath(
            "//img | //iframe | //svg | //*[@onerror or @onfocus or @onload or @autofocus or @style]"
        )
        assert all(href.startswith(("/", "https://", "#")) for href in ann.page.xpath("//a/@href"))
        ann.decide("rejected", note=nasty)
        ann.get("/?state=rejected")
        assert ann.status == 200
        assert not ann.page.xpath("//img | //iframe | //svg")


# What is decided


def test_a_decision_is_kept_and_the_next_item_comes(app: Any, store: Store) -> None:
    ann = Visitor(app, "Ann")
    first = ann.item
    ann.decide("rejected", note="  fine here ")
    (kept,) = in_force(store)
    assert (kept.judgement, kept.reviewer, kept.note) == ("rejected", "Ann", "fine here")
    assert ann.message.startswith("Rejected: “")
    assert ann.item not in ("", first)
    assert "1 decided in this sitting" in ann.words


def test_one_form_sent_twice_is_one_verdict_and_another_answer_a_later_one(app: Any, store: Store) -> None:
    ann = Visitor(app, "Ann")
    form = {**ann.form("/decide"), "judgement": "accepted"}
    ann.post("/decide", form)
    ann.post("/decide", form)
    assert "it counts once" in ann.message
    assert len(store.verdicts()) == 1
    ann.post("/decide", {**form, "judgement": "rejected"})
    assert [one.judgement for one in in_force(store)] == ["accepted", "rejected"]
    (item,) = [one for one in all_items(store) if one.review.verdicts]
    assert item.review.state == "rejected"


def test_undo_takes_the_last_back_once_and_shows_it_again(app: Any, store: Store) -> None:
    ann = Visitor(app, "Ann")
    first = ann.item
    form = {**ann.form("/decide"), "judgement": "accepted"}
    ann.post("/decide", form)
    undo = ann.form("/undo")
    ann.undo()
    assert ann.item == first
    assert ann.message.startswith("Undone: “")
    assert in_force(store) == []
    ann.post("/undo", undo)
    assert "undone already" in ann.message
    ann.post("/decide", form)  # the very same form, decided again
    assert len(in_force(store)) == 1
    (again,) = in_force(store)
    store.undo_verdict(again.id, again.at)  # as `flags undo` does
    ann.post("/decide", form)
    assert len(in_force(store)) == 1
    bo = Visitor(app, "Bo")
    assert not bo.page.xpath("//form[@action='/undo']")
    bo.post("/undo", {**bo.carried(), "at": undo["at"]})
    assert len(in_force(store)) == 1


def test_undo_outlives_the_desk(app: Any, store: Store, tmp_path: Path) -> None:
    Visitor(app, "Ann").decide("accepted")
    again = Visitor(desk_app(store, tmp_path, Clock()), "Ann")
    again.undo()
    assert in_force(store) == []


def test_skipped_ones_come_at_the_end_of_this_sitting_alone(app: Any, store: Store, clock: Clock) -> None:
    ann = Visitor(app, "Ann").get("/?kind=number")
    order = [ann.item]
    ann.skip()
    order.append(ann.item)
    assert order[0] != order[1]
    ann.skip()
    assert ann.item == order[0]  # all were skipped: the first again
    clock.seconds += 120  # while Ann shows it, Bo would rather get another
    assert Visitor(app, "Bo").get("/?kind=number").item == order[0]
    ann.decide("accepted")
    assert ann.item == order[1]
    assert len(in_force(store)) == 1


def test_a_proposal_goes_with_a_rejection_alone(app: Any, store: Store) -> None:
    ann = Visitor(app, "Ann").get(f"/item/{flag(store, 'regime')}")
    ann.decide("accepted", proposes="phrase", note="typed")
    assert ann.status == 422
    assert "goes with a rejection" in ann.words
    assert ann.page.xpath("string(//textarea)") == "typed"
    assert in_force(store) == []
    ann.post("/decide", {**ann.form("/decide"), "proposes": ""})
    assert [(one.judgement, one.note) for one in in_force(store)] == [("accepted", "typed")]
    bad = ann.client.post("/decide", base_url=BASE, data={**ann.form("/decide"), "judgement": "fine"})
    assert bad.status_code == 400


# Batches


def more_marks() -> list[Any]:
    """Four articles of two outlets in which one word is marked by one rule."""
    where = [("daily-bell", "Courts"), ("daily-bell", "World"), ("ledger", "courts"), ("ledger", "World")]
    articles = [
        sample.article(
            outlet, f"story-{n}", f"2025-03-1{n}T06:00:00Z", f"Story {n} of {outlet}", f"The regime of state {n} fell.",
            section=section,
        )
        for n, (outlet, section) in enumerate(where, 1)
    ]  # fmt: skip
    flags = [sample.flag(one, "regime", "naming") for one in articles]
    claims = [sample.claim(sample.reading(one, one.article.body)) for one in articles]
    return [
        sample.event(articles[:2], flags=flags[:2], claims=claims[:2]),
        sample.event(articles[2:], flags=flags[2:], claims=claims[2:]),
    ]


WAYS = [("rule", 4, ""), ("outlet", 2, "The Daily Bell"), ("event", 2, "in this event"), ("section", 2, "courts")]


@pytest.mark.parametrize(("by", "count", "label"), WAYS)
def test_a_batch_is_decided_and_undone_as_one(
    url: str, tmp_path: Path, clock: Clock, by: str, count: int, label: str
) -> None:
    with open_store(write_newsroom(tmp_path, more_marks(), url=url)) as store:
        first = next(
            one.id for one in all_items(store) if one.quotes[0].article and one.quotes[0].url.endswith("story-1")
        )
        ann = Visitor(desk_app(store, tmp_path, clock), "Ann").get(f"/batch?item={first}&by={by}")
        assert label in ann.page.xpath("string(//h1)")
        boxes = ann.page.xpath("//input[@type='checkbox' and @checked]")
        assert len(boxes) == count
        form = {**ann.form("/batch"), "judgement": "rejected", "note": "all"}
        wanted = count - (count > 2)
        form["ticket"] = form["ticket"][:wanted]  # one of four is taken out
        ann.post("/batch", form)
        assert len(in_force(store)) == wanted
        assert f"{wanted} marks of naming.regime" in ann.message
        ann.post("/batch", form)
        assert len(in_force(store)) == wanted
        ann.undo()
        assert in_force(store) == []
        assert f"{wanted} verdicts" in ann.message


def test_a_batch_leaves_out_what_somebody_judged_meanwhile(url: str, tmp_path: Path, clock: Clock) -> None:
    with open_store(write_newsroom(tmp_path, more_marks(), url=url)) as store:
        app = desk_app(store, tmp_path, clock)
        ann, bo = Visitor(app, "Ann"), Visitor(app, "Bo")
        first = ann.item
        ann.get(f"/batch?item={first}&by=rule")
        bo.get(f"/item/{first}").decide("accepted")
        ann.post("/batch", {**ann.form("/batch"), "judgement": "rejected"})
        assert len(in_force(store)) == 4
        assert [one.reviewer for one in in_force(store)].count("Ann") == 3
        assert "Left out, for there was a verdict by then: “regime” (naming.regime)." in ann.message
        ann.post("/batch", {**ann.carried(), "judgement": "rejected"})
        assert "nothing was decided" in ann.message


# Blind


GIVEAWAYS = [name for one in sample.HOSTS.values() for name in one] + [slug for slug in sample.HOSTS if "-" in slug]


def leaks(visitor: Visitor) -> list[str]:
    return [name for name in GIVEAWAYS if name in visitor.text]


def test_in_blind_mode_no_page_holds_a_name_before_the_verdict(store: Store, tmp_path: Path, clock: Clock) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site/index.html").write_text("x", encoding="utf-8")
    app = desk_app(store, tmp_path, clock, blind=True)
    ann = Visitor(app, "Ann")
    seen = 0
    for item in list(all_items(store)):
        ann.get(f"/item/{item.id}")
        assert ann.item == item.id
        assert leaks(ann) == [], item.about
        assert "Outlet " in ann.words
        seen += item.subject == "difference"
    assert seen
    batch = f"/batch?item={flag(store, 'regime')}&by=rule"
    for path in ("/", "/?kind=number", batch, "/disputes", "/proposals", "/?outlet=daily-bell"):
        assert leaks(ann.get(path)) == [], path
    ann.get(f"/item/{flag(store, 'claimed')}").decide("accepted")
    assert "Torvia Today" in ann.words
    assert "Your verdict is saved" in ann.words
    assert not ann.page.xpath("//form[@action='/decide']")
    assert leaks(ann.get("/")) == []
    bo = Visitor(app, "Bo")
    assert leaks(bo.get(f"/item/{flag(store, 'claimed')}")) == []
    bo.decide("rejected")
    assert leaks(ann.get("/disputes")) == []


def test_in_blind_mode_no_attribute_is_a_slug(store: Store, tmp_path: Path, clock: Clock) -> None:
    ann = Visitor(desk_app(store, tmp_path, clock, blind=True), "Ann")
    for path in ("/", f"/batch?item={flag(store, 'regime')}&by=outlet", f"/item/{flag(store, 'claimed')}"):
        values = {word for value in ann.get(path).page.xpath("//@*") for word in re.split(r"[^a-z-]", value)}
        assert values & set(sample.HOSTS) == set(), path


def test_blind_mode_is_a_switch_on_the_page(app: Any, store: Store) -> None:
    ann = Visitor(app, "Ann").get(f"/item/{flag(store, 'claimed')}")
    assert leaks(ann)
    ann.post("/options", {**ann.form("/options"), "blind": "on"})
    assert ann.path.startswith("/item/")
    assert leaks(ann) == []
    ann.post("/options", {**ann.form("/options"), "blind": "off"})
    assert leaks(ann)
    ann.post("/options", {**ann.form("/options"), "keys": "off", "here": "//evil.example/"})
    assert ann.path == "/"
    assert ann.page.xpath("string(//main/@data-keys)") == "off"


def test_letters_tell_nothing_from_one_item_to_the_next() -> None:
    present = [Known("a-one", ("The Bell",)), Known("b-two", ("Post",), ("post.example",))]
    made = {tuple(Blinder(present, [], salt=str(n)).text(name) for name in ("The Bell", "Post")) for n in range(20)}
    assert made == {("Outlet A", "Outlet B"), ("Outlet B", "Outlet A")}
    blind = Blinder(present, [Known("c", ("Wire",), ("wire.example",))], salt="")
    assert (
        blind.text("Wire told http://wire.example/x, and wires; Posts.")
        == "[outlet] told http://[outlet]/x, and wires; Posts."
    )
    letter = blind.text("The Bell")
    assert blind.parts(["says The ", "Be", "ll today", " and The Bell"]) == [
        f"says {letter}",
        "",
        " today",
        f" and {letter}",
    ]


# Several people


def test_a_second_opinion_a_dispute_and_who_settles_it(app: Any, store: Store) -> None:
    ann, bo, cy = (Visitor(app, name) for name in ("Ann", "Bo", "Cy"))
    claimed = flag(store, "claimed")
    ann.get(f"/item/{claimed}").decide("accepted", note="plain enough")
    bo.get("/?state=second")
    assert bo.item == claimed
    assert "shown after your own verdict" in bo.words
    assert "plain enough" not in bo.words
    assert not ann.get("/?state=second").item
    bo.decide("rejected", note="usual in court")
    cy.get("/disputes")
    for part in ("Ann: Accepted", "plain enough", "Bo: Rejected", "usual in court", "To be settled (1)"):
        assert part in cy.words
    cy.get(cy.page.xpath("//main//a[starts-with(@href, '/item/')]/@href")[0])
    assert "settles it" in cy.words
    assert "plain enough" in cy.words
    cy.decide("rejected")
    assert cy.path == "/disputes"
    assert "Nothing is in dispute" in cy.words
    (item,) = [one for one in all_items(store) if one.id == claimed]
    assert (item.review.state, item.review.decided and item.review.decided.reviewer) == ("rejected", "Cy")


# Proposals


def test_a_proposal_is_accepted_into_the_settings_or_declined(app: Any, store: Store, tmp_path: Path) -> None:
    ann = Visitor(app, "Ann")
    ann.get(f"/item/{flag(store, 'regime')}").decide("rejected", proposes="phrase-here", note="their style")
    ann.get(f"/item/{flag(store, 'claimed')}").decide("rejected", proposes="phrase")
    ann.get("/proposals")
    assert "Allow “regime” for Torvia Today" in ann.words
    assert "their style" in ann.words
    assert "[rules.outlets.torvia-today]" in ann.words
    wanted = ann.page.xpath("//section[contains(h2, 'Allow “regime”')]//input[@name='proposal']/@value")[0]
    ann.post("/proposals/accept", {**ann.carried(), "proposal": wanted})
    text = (tmp_path / "variorum.toml").read_text(encoding="utf-8")
    assert text.startswith("# ours\n")
    assert "[rules]  # of the house" in text
    assert text.endswith('[rules.outlets.torvia-today]\nallow = ["regime"]\n')
    assert "holds from the next variorum compare on" in ann.message
    assert "Allow “regime”" not in ann.words
    ann.post("/proposals/decline", ann.form("/proposals/decline"))
    assert "Nothing is proposed" in ann.words
    assert [one.exception.phrase for one in store.declined_proposals()] == ["claimed"]
    ann.post("/proposals/decline", {**ann.carried(), "proposal": wanted})
    assert f"proposal '{wanted}': there is none" in ann.words, "as the command line says it"
    assert NO_LONGER in ann.words
    assert len(store.declined_proposals()) == 1


def test_where_the_settings_can_t_be_written_the_lines_are_told(app: Any, store: Store, tmp_path: Path) -> None:
    ann = Visitor(app, "Ann")
    ann.get(f"/item/{flag(store, 'regime')}").decide("rejected", proposes="phrase")
    (tmp_path / "variorum.toml").unlink()
    ann.get("/proposals")
    ann.post("/proposals/accept", ann.form("/proposals/accept"))
    assert ann.status == 409
    assert "no such file" in ann.page.xpath("string(//p[@role='alert'])")
    assert ann.page.xpath("string(//pre[@class='byhand'])") == '[rules]\nallow = ["regime"]\n'
    assert "Allow “regime” everywhere" in ann.words


# What changes meanwhile


def test_what_is_gone_when_the_form_comes_is_kept_by_its_words(app: Any, store: Store, clock: Clock) -> None:
    ann = Visitor(app, "Ann").get(f"/item/{flag(store, 'claimed')}")
    source = coverage()[0]
    store.save_results(source.event.id, "y", results_without(source.results, lambda words: words != "claimed"))
    ann.decide("rejected")
    assert "no longer there as you saw it" in ann.message
    (kept,) = in_force(store)
    assert kept.quotes[0].exact == "claimed"
    assert kept.quotes[0].url == "https://torvia-today.example/world/wexholm-bloc-inks-deal"
    store.save_results(source.event.id, "z", source.results)
    (item,) = [one for one in all_items(store) if one.review.verdicts]
    assert (item.quotes[0].exact, item.review.state) == ("claimed", "rejected")


def test_what_is_out_of_date_is_not_shown_at_a_wrong_place(app: Any, store: Store, clock: Clock) -> None:
    ann = Visitor(app, "Ann")
    before = int(ann.page.xpath("string(//p[@class='progress']/b)"))
    torvia = next(one.article for one in coverage()[0].articles if one.article.outlet == "torvia-today")
    changed = replace(torvia, text=torvia.text.replace("Port Auren", "The Port of Auren’s"))
    assert store.put_article(changed, run=None, at=sample.SEEN) == "changed"
    clock.seconds += RECHECK_S
    ann.get("/")
    now = int(ann.page.xpath("string(//p[@class='progress']/b)"))
    assert 0 < now < before
    assert "wait for the next comparison" in ann.words
    for item in ann.page.xpath("//article/@data-item"):
        assert ann.get(f"/item/{item}").status == 200


def test_what_changes_between_two_looks_is_not_shown_at_a_wrong_place(app: Any, store: Store) -> None:
    ann = Visitor(app, "Ann")
    items = {one.id: one for one in all_items(store)}
    # Another event than the one that was just shown, of which the texts are at hand; and words behind a headline.
    elsewhere = [one for one in items.values() if one.event != items[ann.item].event]
    other = next(one for one in elsewhere if "\n" in one.quotes[0].prefix or one.about == "number")
    for stored in store.articles([one.article for one in other.quotes]):
        article = stored.article
        text = f"{article.title}\n\nA word of the editors was put in front of the story.\n\n{article.body}"
        assert store.put_article(replace(article, text=text), run=None, at=sample.SEEN) == "changed"
    ann.get(f"/item/{other.id}")  # the clock stands still: the desk believes what it read
    assert ann.message == "That mark is no longer there; this is the next one."
    assert ann.item not in ("", other.id)


def test_what_others_write_is_seen_in_time(app: Any, store: Store, tmp_path: Path, clock: Clock) -> None:
    ann = Visitor(app, "Ann")
    other = Visitor(desk_app(store, tmp_path, clock), "Bo")  # a second desk on the same database
    other.get(f"/item/{ann.item}").decide("accepted")
    first = ann.item
    assert ann.get("/").item == first
    clock.seconds += RECHECK_S
    assert ann.get("/").item != first
    store.save_results(coverage()[1].event.id, "y", results_without(coverage()[1].results, lambda _: True))
    clock.seconds += RECHECK_S
    assert ann.get("/").status == 200


@contextmanager
def locked(url: str) -> Iterator[None]:
    """The database as it is while another program writes verdicts."""
    database = Database(url, lock_timeout_s=5)
    try:
        with database.writing() as connection:
            if not database.is_sqlite:  # which has one lock for all of it
                connection.exec_driver_sql("LOCK TABLE verdicts IN EXCLUSIVE MODE")  # readers go on
            yield
    finally:
        database.close()


def test_a_locked_database_loses_nothing(app: Any, store: Store, url: str) -> None:
    ann = Visitor(app, "Ann")
    with locked(url):
        ann.decide("rejected", note="a long thought")
    assert ann.status == 503
    assert "send it again" in ann.words
    assert ann.page.xpath("string(//textarea)") == "a long thought"
    assert ann.page.xpath("string(//form[@action='/decide']//input[@name='judgement']/@value)") == "rejected"
    ann.post("/decide", ann.form("/decide"))
    (kept,) = in_force(store)
    assert (kept.judgement, kept.note) == ("rejected", "a long thought")


def test_an_event_that_vanishes_takes_its_items_along(app: Any, store: Store, clock: Clock) -> None:
    ann = Visitor(app, "Ann").get("/?kind=number")
    fill(store, [coverage()[0]])
    clock.seconds += RECHECK_S
    assert ann.get("/?kind=number").page.xpath("string(//p[@class='progress']/b)") == "1"
    assert ann.get("/item/nothing").message == "That mark is no longer there; this is the next one."


# A real server


ROUNDS = 3  # nights that reviewers work through


def test_several_reviewers_and_nights_at_once_lose_nothing(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = write_newsroom(tmp_path, url=url)
    monkeypatch.chdir(tmp_path)
    compared = CliRunner().invoke(main, ["compare"])
    assert compared.exit_code == 0, compared.stderr
    with served(tmp_path) as address:
        people = [Reviewer(address, name) for name in ("Ann", "Bo", "Cy")]
        start, over = threading.Barrier(len(people) + 1), threading.Event()
        threads = [threading.Thread(target=one.work, args=(start, over)) for one in people]
        for thread in threads:
            thread.start()
        with nights_at_work(tmp_path, database) as nights:
            start.wait()
            nights.wait_for(ROUNDS)
            nights.end()
        time.sleep(RECHECK_S)  # until the desk has looked at what the last night left
        over.set()
        for thread in threads:
            thread.join(timeout=60)
    assert [one.problems for one in people] == [[], [], []]
    with open_store(database) as store:
        kept, items = in_force(store), list(all_items(store))
        texts = {one.article.text for one in store.revisions(changed_again(1).key)}
        runs = Counter((run.verb, run.status) for run in store.runs())
    assert Counter(one.reviewer for one in kept) == Counter({one.name: one.taken for one in people})
    about = Counter((one.reviewer, one.about, one.quotes) for one in kept)
    assert set(about.values()) == {1}, "no verdict is doubled"
    assert all(one.review.verdicts for one in items), "every item was judged by somebody"
    assert sum(one.taken for one in people) > len(items), "what a night took away was judged too, and is kept"
    assert {changed_again(number).text for number in range(1, nights.rounds + 1)} < texts
    assert runs == {("compare", "done"): nights.rounds + 1, ("report", "done"): nights.rounds}
    assert any("so-called" in quote.exact for one in items for quote in one.quotes), "found in the last change"
    reported = CliRunner().invoke(main, ["report"])
    assert reported.exit_code == 0, reported.stderr
    pages = [path.read_text(encoding="utf-8") for path in (tmp_path / "site").rglob("*.html")]
    assert pages
    assert not any(re.search(r"\b(Ann|Bo|Cy)\b", page) for page in pages)


def test_a_taken_port_and_a_bad_name_say_what_to_do(tmp_path: Path) -> None:
    write_newsroom(tmp_path)
    with served(tmp_path, "--reviewer", "Ann") as address:
        port = address.split(":")[2].split("/")[0]
        second = run_variorum("review", "--port", port, cwd=tmp_path)
        assert (second.returncode, f"port {port} is taken" in second.stderr) == (2, True)
        assert "--port" in second.stderr
        opened = httpx2.get(address, follow_redirects=False)
        assert opened.status_code == 303
        assert httpx2.get(address.split("?")[0]).status_code == 403
    nobody = run_variorum("review", "--reviewer", "a\nb", cwd=tmp_path)
    assert (nobody.returncode, "is no name" in nobody.stderr) == (2, True)


def test_a_settled_dispute_stays_settled_on_the_command_line_too(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_newsroom(tmp_path, url=url)
    monkeypatch.chdir(tmp_path)
    with open_store(url) as store:
        claimed = flag(store, "claimed")
    for arguments in (
        ("accepted", "--as", "Ann"),
        ("rejected", "--as", "Bo"),
        ("rejected", "--as", "Cy", "--settles"),
        ("accepted", "--as", "Cy", "--note", "once more"),
    ):
        done = CliRunner().invoke(main, ("flags", "decide", claimed, *arguments))
        assert done.exit_code == 0, done.stderr
    with open_store(url) as store:
        (item,) = [one for one in all_items(store) if one.id == claimed]
    assert item.review.decided is not None
    assert (item.review.state, item.review.decided.reviewer, item.review.decided.note) == (
        "accepted", "Cy", "once more",
    )  # fmt: skip


def test_proposals_on_the_command_line(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_newsroom(tmp_path, more_marks(), url=url)

    def run(*arguments: str, cwd: Path = tmp_path) -> Any:
        """In this process: it would take a minute to start the program for each."""
        monkeypatch.chdir(cwd)
        return CliRunner().invoke(main, arguments)

    with open_store(url) as store:
        ids = [one.id for one in all_items(store)]
    for id_ in ids[:3]:
        done = run("flags", "decide", id_, "rejected", "--as", "Ann")
        assert done.exit_code == 0, done.stderr
    wrong = run("flags", "decide", ids[3], "accepted", "--as", "Ann", "--propose", "phrase")
    assert (wrong.exit_code, "only the rejection of a flag" in wrong.stderr) == (2, True)
    listed = run("flags", "proposals", "--format", "jsonl")
    (row,) = [json.loads(line) for line in listed.stdout.splitlines()]
    assert (row["rule"], row["phrase"], row["outlet"], row["rejected"]) == ("naming.regime", "regime", "", 3)
    assert "allow “regime” everywhere" in run("flags", "proposals").stdout
    assert run("flags", "decline", row["proposal"], "--as", "Bo").exit_code == 0
    assert run("flags", "proposals").stdout == "nothing is proposed\n"
    gone = run("flags", "accept", row["proposal"])
    assert (gone.exit_code, NO_LONGER in gone.stderr, "variorum flags proposals" in gone.stderr) == (2, True, True)
    run("flags", "decide", ids[3], "rejected", "--as", "Ann", "--propose", "rule-here")
    (asked,) = [json.loads(line) for line in run("flags", "proposals", "--format", "jsonl").stdout.splitlines()]
    assert asked["asked"] is True
    done = run("flags", "accept", asked["proposal"])
    assert done.exit_code == 0, done.stderr
    text = (tmp_path / "variorum.toml").read_text(encoding="utf-8")
    assert text.endswith(f'[rules.outlets.{asked["outlet"]}]\ndisable = ["naming.regime"]\n')
    assert run("verdicts", "export", "v.jsonl").exit_code == 0
    (tmp_path / "there").mkdir()
    shutil.copy(tmp_path / "v.jsonl", tmp_path / "there")
    taken = run("verdicts", "import", "v.jsonl", cwd=tmp_path / "there")
    assert "taken over 5 new" in taken.stdout, taken.stderr
    again = run("verdicts", "export", "w.jsonl", cwd=tmp_path / "there")
    assert again.exit_code == 0
    assert (tmp_path / "there/w.jsonl").read_bytes() == (tmp_path / "v.jsonl").read_bytes()
