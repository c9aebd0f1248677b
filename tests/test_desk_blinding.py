"""Blind mode: in what forms a name is found, and what only looks like one."""

from __future__ import annotations

import time

import pytest

from variorum.desk.blinding import Blinder, Known

BELL = Known("daily-bell", ("The Daily Bell",), ("bell.example", "www.bell.example"))
LEDGER = Known("aldmoor-ledger", ("The Aldmoor Ledger",), ("ledger.example",))
WIRE = Known("wire", ("Wire",), ())


def blinded(text: str) -> str:
    return Blinder([BELL], [LEDGER, WIRE], salt="").text(text)


@pytest.mark.parametrize(
    "form",
    [
        "The Daily Bell", "Daily Bell", "DAILY BELL", "THE DAILY BELL", "the daily bell", "Daily\u00a0Bell",
        "Daily\nBell", "@DailyBell", "@TheDailyBell", "@daily_bell", "#DailyBell", "@DailyBellNews", "WWW.BELL.example",
        "www.bell.example", "Bell.Example", "daily-bell", "the Bell", "The\nBell",
    ],
)  # fmt: skip
def test_a_name_is_found_in_every_form(form: str) -> None:
    assert blinded(f"so says {form}, it is told") == "so says Outlet A, it is told"


@pytest.mark.parametrize("form", ["the Ledger", "The Ledger", "THE LEDGER", "The ALDMOOR ledger", "Wire", "WIRE"])
def test_those_who_do_not_report_the_event_are_somebody(form: str) -> None:
    assert blinded(f"{form} had it") == "[outlet] had it"


@pytest.mark.parametrize(
    "text", ["a bell rang", "Ledger of the house", "the ledger was wired", "daily bells", "one wire", "bell.examples"]
)
def test_what_is_no_name_stays(text: str) -> None:
    assert blinded(text) == text


def test_what_two_are_called_in_short_tells_of_neither() -> None:
    two = [Known("a-b", ("The Northern Ledger",)), LEDGER]
    blind = Blinder(two, [], salt="x")
    assert blind.text("the Ledger") == "[outlet]"
    assert {blind.text("The Northern Ledger"), blind.text("the Aldmoor Ledger")} == {"Outlet A", "Outlet B"}


def test_a_name_that_runs_over_pieces_goes_into_the_first() -> None:
    assert Blinder([BELL], [], salt="").parts(["says the DAILY", "\u00a0", "BELL. The", " Bell"]) == [
        "says Outlet A",
        "",
        ". Outlet A",
        "",
    ]


def test_hundreds_of_outlets_are_looked_for_in_no_time() -> None:
    many = [Known(f"o-{n}", (f"The Norwich{n} Gazette",), (f"o{n}.example",)) for n in range(500)]
    text = "Some words of a story that goes on at length. " * 500
    start = time.perf_counter()
    assert Blinder(many[:6], many[6:], salt="").text(text) == text
    assert time.perf_counter() - start < 2  # seconds; one pattern of all names took ten and more
