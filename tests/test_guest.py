"""Patience: tries, waits, deadlines and the memory of robots.txt, on a clock that only moves when somebody waits."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.article import UNREACHED, Failure, Listing, Outcome, Page, RobotsCopy
from scraper.errors import FetchError
from scraper.exchange import Reply, Request
from scraper.fetch import Limits, Pacer, fetch_outlet, fetch_page
from scraper.guest import MAX_RETRY_AFTER, MAX_SILENCE, retry_until
from scraper.outlets import Outlet
from scraper.timing import FIRST_PAUSE, Deadline

AGENT = "Variorum/0.1 (+mailto:tests@variorum.example)"
NIGHT = datetime(2025, 3, 12, 3, 0, tzinfo=UTC)
HOST = "http://news.example"
ORIGIN = "http://news.example:80"
EXCHANGE = 1.0  # seconds that each exchange takes on the clock
Answer = Reply | FetchError


@dataclass
class World:
    """A network that reads from a script (the last answer of an address repeats), and the clock it moves.

    `asked` is every exchange, `(seconds since the start, path)`; `slept` every wait, in seconds.
    """

    script: dict[str, list[Answer]] = field(default_factory=dict)
    asked: list[tuple[float, str]] = field(default_factory=list)
    slept: list[float] = field(default_factory=list)
    time: float = 0.0

    def get(self, request: Request) -> Reply:
        path = request.url.removeprefix(ORIGIN).removeprefix(HOST)
        self.asked.append((self.time, path))
        assert request.seconds is not None
        self.time += min(EXCHANGE, request.seconds)
        answers = self.script.get(path, [Reply(404) if path == "/robots.txt" else Reply(200, {}, b"<p>page</p>")])
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        if isinstance(answer, FetchError):
            raise FetchError(answer.reason, answer.detail)
        return answer

    def sleep(self, seconds: float) -> None:
        assert seconds > 0 or seconds == 0.0
        self.slept.append(seconds)
        self.time += seconds

    def now(self) -> datetime:
        return NIGHT + timedelta(seconds=self.time)

    @property
    def paths(self) -> list[str]:
        return [path for _, path in self.asked]

    def page(
        self, path: str = "/a", *, delay: float = 1.0, pacer: Pacer | None = None, **more: float
    ) -> Page | Failure:
        limits = replace(Limits(), **more)  # type: ignore[arg-type]
        return fetch_page(
            f"{HOST}{path}",
            self.get,
            agent=AGENT,
            outlet="news",
            sleep=self.sleep,
            now=self.now,
            clock=lambda: self.time,
            jitter=random.Random(7).random,
            delay=delay,
            limits=limits,
            pacer=pacer,
        )

    def visit(self, whom: Outlet, /, *, ends: float = 1e6, first: tuple[str, ...] = (), **more: float) -> list[Outcome]:
        return list(
            fetch_outlet(
                whom,
                self.get,
                agent=AGENT,
                seen={},
                first=first,
                sleep=self.sleep,
                now=self.now,
                clock=lambda: self.time,
                jitter=lambda: 0.0,
                limits=replace(Limits(), **more),  # type: ignore[arg-type]
                ends=Deadline(lambda: self.time, ends),
            )
        )


def rss(*paths: str) -> Reply:
    items = "".join(f"<item><link>{path}</link></item>" for path in paths)
    return Reply(200, {}, f"<rss version='2.0'><channel>{items}</channel></rss>".encode())


OUTLET = Outlet(slug="news", name="News", home=f"{HOST}/", feeds=(f"{HOST}/feed",), delay=1.0, invented=True)
TIMEOUT, RESET, CUT = FetchError("timeout", "-"), FetchError("unreachable", "-"), FetchError("cut off", "-")


def failures(outcomes: list[Outcome]) -> list[tuple[str, str]]:
    return [(o.url.removeprefix(HOST), o.reason) for o in outcomes if isinstance(o, Failure)]


# -- tries --


@pytest.mark.parametrize("trouble", [TIMEOUT, RESET, CUT, Reply(500), Reply(502), Reply(504)])
def test_passing_trouble_is_tried_again_after_a_growing_pause_and_the_delay(trouble: Answer) -> None:
    world = World({"/a": [trouble, trouble, Reply(200, {}, b"<p>late</p>")]})
    page = world.page(delay=5.0)
    assert isinstance(page, Page)
    assert page.body == b"<p>late</p>"
    assert world.paths == ["/robots.txt", "/a", "/a", "/a"]
    first, second = world.slept[1], world.slept[3]
    assert world.slept == [5.0, first, 5.0, second, 5.0], "the delay lies between tries too"
    assert FIRST_PAUSE / 2 <= first < FIRST_PAUSE
    assert FIRST_PAUSE <= second < 2 * FIRST_PAUSE


@pytest.mark.parametrize(
    "trouble",
    [
        *(Reply(status) for status in (400, 401, 403, 404, 410, 418, 451, 501, 503, 505)),
        *(
            FetchError(reason, "-")
            for reason in ("refused address", "unknown host", "broken answer", "unknown encoding")
        ),
    ],
)
def test_lasting_trouble_is_not_tried_again(trouble: Answer) -> None:
    world = World({"/a": [trouble]})
    assert isinstance(world.page(), Failure)
    assert world.paths == ["/robots.txt", "/a"]


def test_tries_end_and_the_last_trouble_is_told() -> None:
    world = World({"/a": [TIMEOUT, RESET, Reply(502)]})
    page = world.page(tries=3)
    assert isinstance(page, Failure)
    assert page.reason == "status 502"
    assert world.paths.count("/a") == 3
    once = World({"/a": [TIMEOUT]})
    assert isinstance(once.page(tries=1), Failure)
    assert once.paths.count("/a") == 1


def test_a_try_that_does_not_fit_before_the_deadline_is_not_made() -> None:
    world = World({"/a": [RESET]})
    page = world.page(page=4.0, delay=1.0)  # robots 1 s, delay 1 s, exchange 1 s: a second is left, the pause is longer
    assert isinstance(page, Failure)
    assert page.reason == "unreachable"
    assert world.time <= 4.0
    assert world.paths == ["/robots.txt", "/a"]


def test_the_same_seed_waits_the_same() -> None:
    waits = []
    for _ in range(2):
        world = World({"/a": [RESET, RESET, RESET]})
        world.page()
        waits.append(world.slept)
    assert waits[0] == waits[1]


# -- asked to wait --


@pytest.mark.parametrize("status", [429, 503])
def test_a_short_wait_is_kept_once(status: int) -> None:
    world = World({"/a": [Reply(status, {"retry-after": "20"}), Reply(200, {}, b"<p>x</p>")]})
    assert isinstance(world.page(delay=1.0), Page)
    (_, _), (asked, _), (again, _) = world.asked
    assert again - asked >= EXCHANGE + 20
    twice = World({"/feed": [rss("/a", "/b", "/c")], "/a": [Reply(status, {"retry-after": "20"})]})
    outcomes = twice.visit(OUTLET)
    assert failures(outcomes) == [("/a", "asked to wait"), ("/", "asked to wait")]
    assert twice.paths == ["/robots.txt", "/feed", "/a", "/a"]


def test_a_date_is_a_wait_too() -> None:
    world = World({"/a": [Reply(503, {"retry-after": "Wed, 12 Mar 2025 03:00:30 GMT"}), Reply(200, {}, b"<p>x</p>")]})
    assert isinstance(world.page(), Page)
    assert world.asked[2][0] >= 30


@pytest.mark.parametrize("header", ["61", "Wed, 12 Mar 2025 04:00:00 GMT", "soon", "-1", ""])
def test_a_long_or_unreadable_wait_closes_the_host_for_everybody(header: str) -> None:
    world, pacer = World({"/a": [Reply(429, {"retry-after": header})]}), Pacer()
    first, second = world.page("/a", pacer=pacer), world.page("/b", pacer=pacer)
    assert isinstance(first, Failure)
    assert isinstance(second, Failure)
    assert first.reason == second.reason == "asked to wait"
    assert world.paths == ["/robots.txt", "/a"]


def test_a_wait_longer_than_the_page_has_left_is_not_begun() -> None:
    world = World({"/a": [Reply(429, {"retry-after": "50"})]})
    page = world.page(page=40.0)
    assert isinstance(page, Failure)
    assert page.reason == "asked to wait"
    assert world.time < 10


def test_another_host_that_wants_to_be_left_alone_does_not_end_the_visit() -> None:
    world = World(
        {
            "/feed": [rss("/a", "/b")],
            "/a": [Reply(302, {"location": "http://other.example/a"})],
            "http://other.example/a": [Reply(429, {"retry-after": "999"})],
            "http://other.example:80/robots.txt": [Reply(404)],
        }
    )
    outcomes = world.visit(OUTLET)
    assert failures(outcomes) == [("/a", "asked to wait")]
    assert [o.url for o in outcomes if isinstance(o, Page)] == [f"{HOST}/b"]


# -- deadlines --


def test_a_chain_of_slow_hops_has_the_time_of_one_page() -> None:
    hops = {f"/{n}": [Reply(302, {"location": f"/{n + 1}"})] for n in range(5)}
    world = World(hops)
    page = world.page("/0", delay=2.0, page=8.0)
    assert isinstance(page, Failure)
    assert page.reason == "page deadline"
    assert world.time <= 8.0


def test_an_exchange_gets_no_more_time_than_is_left() -> None:
    given: list[float | None] = []

    def get(request: Request) -> Reply:
        given.append(request.seconds)
        return Reply(404)

    fetch_page(
        f"{HOST}/a",
        get,
        agent=AGENT,
        outlet="news",
        sleep=lambda _: None,
        now=lambda: NIGHT,
        clock=lambda: 100.0,
        ends=Deadline(lambda: 100.0, 107.5),
    )
    assert given == [7.5, 7.5]


@pytest.mark.parametrize("which", UNREACHED)
def test_what_the_time_did_not_allow_is_said_of_each_address(which: str) -> None:
    world = World({"/feed": [rss(*(f"/{n}" for n in range(9)))]})
    limits = {"outlet": 10.0} if which == "outlet deadline" else {}
    outcomes = world.visit(OUTLET, ends=10.0 if which == "run deadline" else 1e6, **limits)
    assert world.paths == ["/robots.txt", "/feed", "/0", "/1", "/2"], "each exchange and each delay takes a second"
    assert failures(outcomes) == [(f"/{n}", which) for n in range(3, 9)]
    assert world.time <= 10.0
    listing = outcomes[-1]
    assert isinstance(listing, Listing)
    assert listing.skipped == 6
    assert not listing.validators.usable


def test_what_was_owed_comes_first() -> None:
    world = World({"/feed": [rss("/new", "/owed-2")]})
    world.visit(OUTLET, first=(f"{HOST}/owed-1", f"{HOST}/owed-2", "mailto:nobody"))
    assert world.paths == ["/robots.txt", "/feed", "/owed-1", "/owed-2", "/new"]


def test_an_outlet_that_was_not_reached_is_said_to_be() -> None:
    world = World()
    assert failures(world.visit(OUTLET, ends=0.0)) == [("/", "run deadline")]
    assert world.paths == []


def test_a_listing_that_was_not_reached_is_no_owed_article() -> None:
    world = World({"/feed": [rss("/a")]})
    (failure,) = [o for o in world.visit(OUTLET, ends=1.5) if isinstance(o, Failure)]
    assert (failure.url, failure.stage, failure.reason) == (f"{HOST}/feed", "discover", "run deadline")


def test_an_outlet_that_keeps_breaking_off_is_left_alone() -> None:
    world = World({"/feed": [rss(*(f"/{n}" for n in range(9)))], **{f"/{n}": [Reply(503)] for n in range(9)}})
    outcomes = world.visit(OUTLET)
    assert [reason for _, reason in failures(outcomes)] == ["status 503"] * MAX_SILENCE + ["not answering"]


# -- robots.txt from one run to the next --


def held(text: str, age: timedelta) -> Pacer:
    return Pacer([RobotsCopy(ORIGIN, text, NIGHT - age)])


def test_a_copy_of_today_does_instead_of_asking() -> None:
    world = World()
    pacer = held("User-agent: *\nDisallow: /secret\n", timedelta(hours=23, minutes=59))
    assert isinstance(world.page("/a", pacer=pacer), Page)
    secret = world.page("/secret", pacer=pacer)
    assert isinstance(secret, Failure)
    assert secret.reason == "robots"
    assert world.paths == ["/a"]
    assert pacer.new_robots == ()


@pytest.mark.parametrize("age", [timedelta(hours=24), timedelta(days=3), timedelta(minutes=-5)])
def test_an_older_copy_is_asked_for_anew(age: timedelta) -> None:
    world = World({"/robots.txt": [Reply(200, {}, b"User-agent: *\nDisallow: /a\n")]})
    pacer = held("", age)
    assert isinstance(world.page("/a", pacer=pacer), Failure)
    assert world.paths == ["/robots.txt"]
    assert pacer.new_robots == (RobotsCopy(ORIGIN, "User-agent: *\nDisallow: /a\n", NIGHT),)


@pytest.mark.parametrize("status", [404, 403])
def test_that_there_is_none_is_kept_too(status: int) -> None:
    world, pacer = World({"/robots.txt": [Reply(status)]}), Pacer()
    assert isinstance(world.page(pacer=pacer), Page)
    assert pacer.new_robots == (RobotsCopy(ORIGIN, "", NIGHT),)


@pytest.mark.parametrize("trouble", [Reply(500), Reply(503), TIMEOUT, RESET, FetchError("unknown host", "-")])
def test_an_old_copy_stands_in_where_the_server_gives_none_and_that_is_said(trouble: Answer) -> None:
    world = World({"/robots.txt": [trouble], "/feed": [rss("/a", "/secret")]})
    pacer = held("User-agent: *\nDisallow: /secret\n", timedelta(days=29))
    options = {"agent": AGENT, "seen": {}, "sleep": world.sleep, "now": world.now, "clock": lambda: world.time}
    outcomes = list(fetch_outlet(OUTLET, world.get, pacer=pacer, **options))  # type: ignore[arg-type]
    assert [o.url for o in outcomes if isinstance(o, Page)] == [f"{HOST}/a"]
    (_, stale) = [o for o in outcomes if isinstance(o, Failure)]
    assert (stale.url, stale.stage, stale.reason) == (f"{ORIGIN}/robots.txt", "robots", "robots unreachable")
    assert "2025-02-11" in stale.detail
    assert pacer.new_robots == (), "an old copy does not become new by use"


@pytest.mark.parametrize("trouble", [Reply(500), Reply(503), Reply(429), TIMEOUT, RESET])
def test_without_a_usable_copy_everything_is_forbidden(trouble: Answer) -> None:
    for pacer in (Pacer(), held("", timedelta(days=31))):
        world = World({"/robots.txt": [trouble]})
        page = world.page(pacer=pacer)
        assert isinstance(page, Failure)
        assert (page.reason, page.stage) == ("robots unreachable", "robots")
        assert set(world.paths) == {"/robots.txt"}


def test_a_server_that_wants_to_be_left_alone_is_even_where_a_copy_is_held() -> None:
    world = World({"/robots.txt": [Reply(503, {"retry-after": "3600"})]})
    page = world.page(pacer=held("", timedelta(days=2)))
    assert isinstance(page, Failure)
    assert page.reason == "asked to wait"
    assert world.paths == ["/robots.txt"]


# -- properties --


@given(st.text(max_size=40) | st.integers().map(str) | st.datetimes().map(lambda at: f"{at:%a, %d %b %Y %H:%M:%S GMT}"))
def test_any_retry_after_is_a_moment_or_none(header: str) -> None:
    until = retry_until(header, NIGHT)
    assert until is None or until.utcoffset() == timedelta(0)


@given(st.integers(min_value=0, max_value=10**30))
def test_seconds_are_seconds_up_to_a_year(seconds: int) -> None:
    assert retry_until(f" {seconds} ", NIGHT) == NIGHT + min(timedelta(seconds=min(seconds, 10**9)), MAX_RETRY_AFTER)


def trouble() -> Iterator[Answer]:
    yield from (TIMEOUT, RESET, CUT, Reply(500), Reply(404), Reply(304), Reply(200, {}, b"<p>x</p>"))
    yield from (Reply(302, {"location": f"/{n}"}) for n in range(4))
    yield from (Reply(429, {"retry-after": header}) for header in ("3", "300", "later"))


@given(
    st.dictionaries(st.sampled_from(["/robots.txt", "/feed", "/0", "/1", "/2", "/3"]), st.lists(
        st.sampled_from(list(trouble())), min_size=1, max_size=4)),
    st.floats(0.0, 60.0), st.floats(0.0, 60.0), st.floats(0.0, 20.0), st.sampled_from([0.0, 0.5, 3.0]),
)  # fmt: skip
def test_whatever_servers_answer_no_deadline_passes_and_no_request_is_early(
    script: dict[str, list[Answer]], ends: float, outlet: float, page: float, delay: float
) -> None:
    world = World({"/feed": [rss("/0", "/1", "/2", "/3")], **{path: list(answers) for path, answers in script.items()}})
    outcomes = world.visit(replace(OUTLET, delay=delay), ends=ends, outlet=outlet, page=page)
    assert outcomes
    assert world.time <= min(ends, outlet) + 1e-6
    times = [at for at, _ in world.asked]
    assert all(later - earlier >= delay - 1e-9 for earlier, later in pairwise(times))
    answered = [o.url for o in outcomes if not isinstance(o, Listing)]
    assert len([url for url in answered if url != OUTLET.home]) == len({url for url in answered if url != OUTLET.home})
