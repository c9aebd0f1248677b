"""An event's stamp changes with whatever its page tells of what is stored, and with nothing else; what reports wrote is
kept by folder."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from compare.background import Background
from compare.events import Event
from compare.eventwhy import Why
from compare.revisions import SentenceChange
from compare.sitefurniture import SiteLine
from compare.spans import Span
from compare.verdicts import Quote, judged
from db.errors import StoreError
from db.records import GroupedNight, Placed, Rendered, RenderedMonth, RenderedPage, StoredChanges, StoredEvent
from db.store import Store
from scraper.article import Moment
from tests.test_store import NEXT_NIGHT, NIGHT, article, results_of
from tests.toys import keep_events

BELL, POST, ECHO = article("bell"), article("post"), article("echo", "storm", title="A storm is over")
BRIDGE = StoredEvent("bridge", Event(tuple(sorted([BELL.key, POST.key])), "A bridge", 0.5), "f")
STORM = StoredEvent("storm", Event((ECHO.key,), "A storm", 1.0), "f")
LINE = SiteLine("bell", "Ring us.", "end", 1, 3, 3, NIGHT, NIGHT)
Changed = Callable[[], set[str]]


def stamps(store: Store) -> dict[str, str]:
    return {event: stamp for some in store.page_stamps(at_once=1) for event, stamp in some.items()}


@pytest.fixture
def changed(store: Store) -> Changed:
    """Tells which events' stamps are others than when it was asked before."""
    for one in (BELL, POST, ECHO):
        store.put_article(one, run=None, at=NIGHT)
    keep_events(store, [BRIDGE, STORM])
    held = stamps(store)
    assert list(held) == ["bridge", "storm"]

    def asked() -> set[str]:
        nonlocal held
        before, held = held, stamps(store)
        return {event for event in before.keys() | held.keys() if before.get(event) != held.get(event)}

    return asked


def grouped(store: Store, *placed: tuple[str, float]) -> None:
    """As a night leaves the same events, with these articles placed by their probability."""
    whys = {key: Placed("x", Why(key, probability, 0.5, (), None, ())) for key, probability in placed}
    reaches = {"bridge": (NIGHT, NIGHT), "storm": (NIGHT, NIGHT)}
    opened = ["bridge", "storm"]
    store.save_grouping(GroupedNight(opened, (BRIDGE, STORM), reaches, whys, Background(), (), anew=False, state={}))


def test_texts_and_what_is_known_of_them(store: Store, changed: Changed) -> None:
    assert store.put_article(BELL, run=None, at=NEXT_NIGHT) == "same"
    assert changed() == set()
    store.put_article(replace(BELL, modified=Moment(NIGHT, "minute", "meta")), run=None, at=NEXT_NIGHT)
    assert changed() == {"bridge"}
    store.put_article(article("echo", "storm", "Nothing stands.", title="A storm was here"), run=None, at=NEXT_NIGHT)
    assert changed() == {"storm"}
    store.settle(store.pending())
    assert changed() == set()


def test_what_is_found(store: Store, changed: Changed) -> None:
    store.save_results("bridge", "f", results_of(BELL, POST))
    assert changed() == {"bridge"}
    found = StoredChanges(ECHO.key, 2, (SentenceChange("removed", Span(0, 3), None),), ())
    store.save_changes(found, fingerprint="a")
    assert changed() == {"storm"}
    store.save_changes(found, fingerprint="b")  # looked at again, and nothing new found
    assert changed() == set()
    store.save_changes(replace(found, changes=()), fingerprint="c")
    assert changed() == {"storm"}


def test_the_grouping(store: Store, changed: Changed) -> None:
    grouped(store, (BELL.key, 0.9))
    assert changed() == {"bridge"}
    grouped(store, (BELL.key, 0.9))
    assert changed() == set()
    grouped(store, (BELL.key, 0.9), (ECHO.key, 0.7))
    assert changed() == {"storm"}
    keep_events(store, [replace(BRIDGE, event=replace(BRIDGE.event, cohesion=0.6)), STORM])
    assert changed() == {"bridge"}
    together = Event(tuple(sorted([BELL.key, POST.key, ECHO.key])), "A bridge", 0.6)
    keep_events(store, [replace(BRIDGE, event=together)])
    assert changed() == {"bridge", "storm"}
    before = stamps(store)
    keep_events(store, [STORM])
    keep_events(store, [replace(BRIDGE, event=together)])
    assert stamps(store)["bridge"] != before["bridge"]  # it vanished, and may have come back as another


def test_site_furniture(store: Store, changed: Changed) -> None:
    store.save_furniture({"l": LINE}, {"l": [BELL.key]})
    assert changed() == {"bridge"}
    store.save_furniture({"l": LINE}, {"l": [ECHO.key]})  # held already
    assert changed() == set()
    store.decide_furniture("l", "released", NIGHT)
    assert changed() == {"bridge"}


def test_verdicts(store: Store, changed: Changed) -> None:
    quote = Quote(ECHO.key, ECHO.outlet, ECHO.url, ECHO.canonical_url, "storm", "A ", " is")
    made = judged("flag", "doubt.storm", [quote], "rejected", reviewer="Ada", at=NIGHT)
    store.save_verdicts([made])
    assert changed() == {"storm"}
    store.undo_verdict(made.id, NEXT_NIGHT)
    assert changed() == {"storm"}
    elsewhere = replace(quote, article="000000000000", canonical_url="http://echo.example/old", exact="storm")
    store.save_verdicts([judged("flag", "doubt.storm", [elsewhere], "rejected", reviewer="Bo", at=NIGHT)])
    assert changed() == set()


def test_no_article_may_be_printed_in_two_events(store: Store, changed: Changed) -> None:
    keep_events(store, [STORM, StoredEvent("other", Event((ECHO.key,), "A storm", 1.0), "f")])
    with pytest.raises(StoreError, match=f"article {ECHO.key} stands in two events"):
        changed()


def test_what_reports_wrote_is_kept_by_folder(store: Store) -> None:
    one = Rendered("2031-03", "s", ("bell",), (("events/a.html", 12, 1_700_000_000_123_456_789),))
    store.keep_rendered("/a", {"e": (one, '{"a": 1}'), "f": (replace(one, outlets=()), "{}")})
    store.keep_rendered("/b", {"e": (replace(one, stamp="t"), "{}")})
    store.keep_rendered("/a", {"f": (replace(one, files=()), "[]")})
    assert store.rendered("/a") == {"e": one, "f": replace(one, files=())}
    assert store.rendered("/a", after="e") == store.rendered("/a", after="e", to="f") == {"f": replace(one, files=())}
    assert list(store.rendered("/a", limit=1)) == ["e"]
    assert list(store.parts("/a", "2031-03", at_once=1)) == [("e", '{"a": 1}'), ("f", "[]")]
    assert list(store.parts("/a", "2031-03", ["f", "g"])) == [("f", "[]")]
    assert (store.rendered_sites(), list(store.rendered_events("/a", at_once=1))) == (["/a", "/b"], ["e", "f"])
    store.forget_rendered("/a", ["e"])
    assert list(store.rendered_events("/a")) == ["f"]
    assert list(store.parts("/a", "2031-03")) == [("f", "[]")]
    store.forget_rendered("/b")
    assert store.rendered_sites() == ["/a"]


def test_what_a_month_adds_up_to_is_forgotten_with_any_change_of_its_events(store: Store) -> None:
    march, april, summed = Rendered("2031-03", "s", (), ()), Rendered("2031-04", "s", (), ()), RenderedMonth("d", "{}")
    store.keep_rendered("/a", {"e": (march, "{}"), "f": (march, "{}"), "g": (april, "{}")})

    def added_up() -> dict[str, RenderedMonth | None]:
        for month in store.rendered_months("/a"):
            store.keep_month("/a", month, summed)
        return store.rendered_months("/a")

    assert store.rendered_months("/a") == {"2031-03": None, "2031-04": None}
    assert added_up() == {"2031-03": summed, "2031-04": summed}
    store.keep_rendered("/a", {"e": (march, "{}")})
    assert store.rendered_months("/a") == {"2031-03": None, "2031-04": summed}
    added_up()
    store.forget_rendered("/a", ["f"])
    assert store.rendered_months("/a") == {"2031-03": None, "2031-04": summed}
    added_up()
    store.keep_rendered("/a", {"e": (april, "{}")})  # it is of another month now
    assert store.rendered_months("/a") == {"2031-04": None}
    assert store.rendered_months("/b") == {}


def test_pages_of_months_are_kept_by_folder(store: Store) -> None:
    page = RenderedPage("s", 12, 1_700_000_000_123_456_789)
    store.keep_pages("/a", {"archive/2031-03.html": page, "archive/2031-04.html": page})
    store.keep_pages("/a", {"archive/2031-04.html": replace(page, size=13)}, ["archive/2031-03.html"])
    assert store.rendered_pages("/a") == {"archive/2031-04.html": replace(page, size=13)}
    assert store.rendered_pages("/b") == {}
