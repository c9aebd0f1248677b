"""The fetch stage and a whole night over the hostile newsroom: everything ends, is recorded, and harms nobody else."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest

from db.store import Store, open_store
from scraper.article import Article, Failure, Page
from scraper.fetch import Client
from scraper.outlets import Outlet
from tests.conftest import ROOT, database_of, run_variorum
from tests.hostile import DATES, DELAY, HONEST, Hostile, outlets, serve_hostile
from variorum.extraction import Extraction
from variorum.fetching import FetchSummary, fetch_stage
from variorum.patience import Patience
from variorum.settings import FetchSettings, Settings

AGENT = "Variorum/0.1 (+mailto:tests@variorum.example)"
MEMORY_MB = 250
"""What all of these visits together may need on top of what the program itself takes; 26 at once, where a run has 8."""
NIGHT = datetime(2025, 3, 12, 3, 0, tzinfo=UTC)
FETCH = FetchSettings(
    contact="tests@variorum.example",
    timeout_seconds=1.5,  # much for a loopback server, so that a busy machine makes no honest one late
    page_seconds=10.0,
    outlet_seconds=60.0,
    run_seconds=120.0,
    tries=2,
    max_bytes=1_000_000,
)


@dataclass(frozen=True)
class Night:
    """One run of the fetch stage over everybody."""

    newsroom: Hostile
    store: Store
    summary: FetchSummary
    seconds: float

    @property
    def failures(self) -> dict[str, list[tuple[str, str, str]]]:
        """By outlet: (path, stage, reason)."""
        found: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
        for failure in self.store.failures():
            found[failure.outlet].append((_path(failure), failure.stage, failure.reason))
        return dict(found)

    @property
    def titles(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for stored in self.store.articles():
            found[stored.article.outlet].append(stored.article.title)
        return {outlet: sorted(titles) for outlet, titles in found.items()}


def _path(failure: Failure) -> str:
    return "/" + failure.url.split("/", 3)[3]


def brief(seconds: float) -> None:
    """Sleeps the delay between requests in full, and pauses between tries no longer than that."""
    time.sleep(min(seconds, DELAY))


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def night(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Night]:
    with serve_hostile() as newsroom, open_store(database_of(request, tmp_path_factory)) as store:
        began = time.monotonic()
        summary = fetch_stage(
            store,
            store.start_run("fetch", NIGHT, {}),
            outlets(),
            settings=Settings(fetch=FETCH),
            get=Client(
                agent=AGENT, timeout=FETCH.timeout_seconds, max_bytes=FETCH.max_bytes, addresses=newsroom.addresses
            ),
            agent=AGENT,
            read=Extraction(processes=0, seconds=20, max_bytes=1_000_000_000),
            now=lambda: NIGHT,
            patience=Patience(sleep=brief),
            jitter=random.Random(3).random,
        )
        yield Night(newsroom, store, summary, time.monotonic() - began)


def test_every_outlet_has_its_outcome(night: Night) -> None:
    counts = night.store.fetch_counts(1)
    assert set(counts) == {outlet.slug for outlet in outlets()}
    assert night.seconds < FETCH.run_seconds


def test_the_honest_are_unharmed(night: Night) -> None:
    for slug in HONEST:
        assert night.titles[slug] == [f"{slug} one", f"{slug} two"]
        assert night.failures[slug] == [("/closed/members", "robots", "robots")]


@pytest.mark.parametrize(
    ("slug", "expected", "titles"),
    [
        ("drip", [("/a", "fetch", "timeout")], ["After the drip"]),
        ("endless", [("/a", "fetch", "too large")], ["After the flood"]),
        ("bomb", [("/a", "fetch", "too large")], ["After the bomb"]),
        ("cut", [("/a", "fetch", "cut off")], ["After the cut"]),
        ("loop", [("/a", "fetch", "redirect loop"), ("/b", "fetch", "redirect loop")], ["After the loop"]),
        ("robots-long", [], ["Behind a long file"]),
        ("charset", [], ["“Café”"]),
    ],
)
def test_one_bad_page_costs_that_page(
    night: Night, slug: str, expected: list[tuple[str, str, str]], titles: list[str]
) -> None:
    assert night.failures[slug] == [*expected, ("/closed/members", "robots", "robots")]
    assert night.titles[slug] == titles


@pytest.mark.parametrize(
    ("slug", "failure"),
    [
        ("drip-feed", ("/feed", "fetch", "timeout")),
        ("endless-feed", ("/feed", "fetch", "too large")),
        ("bomb-feed", ("/feed", "fetch", "too large")),
        ("bomb-map", ("/feed", "discover", "too large")),
        ("drip-robots", ("/", "robots", "robots unreachable")),
        ("robots-broken", ("/", "robots", "robots unreachable")),
        ("robots-slow", ("/", "robots", "crawl delay")),
    ],
)
def test_a_bad_listing_or_robots_txt_costs_the_outlet(night: Night, slug: str, failure: tuple[str, str, str]) -> None:
    assert night.failures[slug] == [failure]
    assert slug not in night.titles


def test_private_addresses_are_never_asked(night: Night) -> None:
    assert {reason for _, _, reason in night.failures["inward"]} == {"robots", "robots unreachable", "redirect refused"}
    assert len(night.failures["inward"]) == 6
    assert not [asked for asked in night.newsroom.log if not asked.host.endswith(".example")]


def test_an_xml_bomb_in_a_feed_does_not_go_off(night: Night) -> None:
    assert night.titles.get("xml-bomb", []) in ([], ["Behind a bomb"])
    assert sum(night.store.fetch_counts(1)["xml-bomb"].values()) >= 1


def test_duplicates_are_asked_for_once(night: Night) -> None:
    assert night.titles["twice"] == ["Once"]
    assert night.newsroom.paths("twice") == ["/robots.txt", "/feed", "/a"]


def test_relative_links_are_resolved(night: Night) -> None:
    assert night.titles["relative"] == ["Relative a", "Relative b", "Relative c"]


def test_ten_thousand_links_are_bounded(night: Night) -> None:
    assert night.titles["crowd"] == ["Story 0", "Story 1", "Story 2"]
    assert len(night.newsroom.paths("crowd")) == 5


def test_dates_in_twelve_formats_and_zones(night: Night) -> None:
    found = [stored.article.published for stored in night.store.articles() if stored.article.outlet == "dates"]
    assert len(found) == len(DATES) == 12
    assert {str(moment)[:10] for moment in found} == {"2025-03-11"}


def test_politeness_by_the_servers_log(night: Night) -> None:
    by_host: dict[str, list[float]] = defaultdict(list)
    for asked in night.newsroom.log:
        assert asked.agent == AGENT
        assert not asked.path.startswith("/closed/"), "robots.txt forbids it"
        by_host[asked.host].append(asked.at)
    for host, times in by_host.items():
        assert night.newsroom.most[host] == 1, f"one connection to {host} at a time"
        assert all(later - earlier >= DELAY for earlier, later in pairwise(times)), f"a request to {host} came early"
    assert len({asked.host for asked in night.newsroom.log}) == len(night.newsroom.addresses)


def test_robots_txt_comes_first_and_once(night: Night) -> None:
    for host in night.newsroom.addresses:
        paths = [asked.path for asked in night.newsroom.log if asked.host == host]
        tries = FETCH.tries if host in ("drip-robots.example", "robots-broken.example") else 1
        assert paths[:tries] == ["/robots.txt"] * tries
        assert "/robots.txt" not in paths[tries:]


def test_outlets_that_share_a_host_or_lead_to_it_stand_in_one_line(night: Night) -> None:
    assert len(night.titles["shared-1"]) == len(night.titles["shared-2"]) == 3
    assert {reason for _, _, reason in night.failures["crossing"]} == {"robots", "redirect elsewhere"}
    asked = night.newsroom.paths("shared")
    assert all(asked.count(f"/s{n}") == 2 for n in range(6)), "once for its outlet, once for the one that leads there"


def test_hosts_are_asked_in_parallel(night: Night) -> None:
    order = [asked.host for asked in night.newsroom.log]
    first, last = order.index("twice.example"), len(order) - 1 - order[::-1].index("twice.example")
    assert set(order[first:last]) - {"twice.example"}, "others were asked between its requests"


def test_the_next_run_asks_no_robots_txt_again_within_a_day_and_starts_with_what_is_owed(url: str) -> None:
    chosen = [outlet for outlet in outlets() if outlet.slug == "honest"]
    moment = 0.0

    def sleep(seconds: float) -> None:
        nonlocal moment
        moment += 1.2  # two waits fit into the short run

    with serve_hostile() as newsroom, open_store(url) as store:

        def run(seconds: float) -> list[str]:
            newsroom.log.clear()
            fetch_stage(
                store,
                store.start_run("fetch", NIGHT, {}),
                chosen,
                settings=Settings(fetch=FETCH.model_copy(update={"run_seconds": seconds})),
                get=Client(agent=AGENT, addresses=newsroom.addresses),
                agent=AGENT,
                read=Extraction(processes=0, seconds=20, max_bytes=1_000_000_000),
                now=lambda: NIGHT,
                patience=Patience(sleep=sleep),
                clock=lambda: moment,
            )
            return newsroom.paths("honest")

        assert run(2.5) == ["/robots.txt", "/feed", "/a"]
        assert [f.url[-2:] for f in store.failures() if f.reason == "run deadline"] == ["/b"]
        assert store.unreached("honest") == ["http://honest.example/b"]
        assert run(60.0) == ["/feed", "/b", "/a"]
        assert store.unreached("honest") == []


def test_an_error_of_ours_ends_the_stage_and_is_raised(url: str) -> None:
    def read(page: Page, /, *, outlet: Outlet | None, now: datetime) -> Article:
        raise RuntimeError("a mistake of the program")

    with serve_hostile() as newsroom, open_store(url) as store:
        with pytest.raises(RuntimeError, match="a mistake"):
            fetch_stage(
                store,
                store.start_run("fetch", NIGHT, {}),
                outlets(),
                settings=Settings(fetch=FETCH),
                get=Client(agent=AGENT, timeout=FETCH.timeout_seconds, addresses=newsroom.addresses),
                agent=AGENT,
                read=read,
                now=lambda: NIGHT,
                patience=Patience(sleep=brief),
            )
        assert {copy.text for copy in store.robots(NIGHT)}, "what was learned of robots.txt is kept all the same"


VISIT_ALL = """
import sys, threading
from datetime import UTC, datetime
from pathlib import Path
import charset_normalizer, feedparser, tenacity, tldextract  # what is imported at first use is not to count
from scraper.fetch import Client, Limits, Pacer, fetch_outlet
from tests.hostile import outlets

agent, port = sys.argv[1:]
addresses = {outlet.home.split("/")[2]: f"127.0.0.1:{port}" for outlet in outlets()}
get = Client(agent=agent, timeout=2.0, max_bytes=8_000_000, addresses=addresses)
pacer = Pacer()

def peak():
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))

def visit(outlet):
    for _ in fetch_outlet(outlet, get, agent=agent, seen={}, sleep=lambda seconds: None, now=lambda: datetime.now(UTC),
                          limits=Limits(tries=1, page=5.0), pacer=pacer):
        pass

before = peak()
threads = [threading.Thread(target=visit, args=(outlet,)) for outlet in outlets()]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print((peak() - before) // 1024)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak of memory is read from /proc")
def test_memory_stays_within_a_bound() -> None:
    """Everybody's worst pages and listings at once, in a process that does nothing else."""
    with serve_hostile() as newsroom:
        command = [sys.executable, "-c", VISIT_ALL, AGENT, str(newsroom.port)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, timeout=120)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) < MEMORY_MB


def test_a_whole_night_over_hostile_and_honest_outlets_is_complete(url: str, tmp_path: Path) -> None:
    chosen = [o for o in outlets() if o.slug in (*HONEST, "bomb", "cut", "drip-feed", "robots-broken", "xml-bomb")]
    tables = "".join(
        f"[[outlet]]\nslug = {o.slug!r}\nname = {o.name!r}\nhome = {o.home!r}\nfeeds = {list(o.feeds)!r}\n"
        f"delay = {DELAY}\ninvented = true\n"
        for o in chosen
    )
    (tmp_path / "outlets.toml").write_text(tables, encoding="utf-8")
    with serve_hostile() as newsroom:
        addresses = "".join(f"{host!r} = {at!r}\n" for host, at in newsroom.addresses.items())
        (tmp_path / "variorum.toml").write_text(
            f'database_url = "{url}"\n'
            "[compare]\nembedder = 'lexical'\n[fetch]\ncontact = 'tests@variorum.example'\ntries = 1\n"
            f"timeout_seconds = 2.0\npage_seconds = 10.0\n[fetch.addresses]\n{addresses}",
            encoding="utf-8",
        )
        done = run_variorum("nightly", cwd=tmp_path)
    assert done.returncode == 1, done.stderr
    assert (tmp_path / "site" / "index.html").is_file()
    with open_store(url) as store:
        (run,) = store.runs()
        titles = {stored.article.title for stored in store.articles()}
    assert run.status == "done"
    assert {"honest one", "honest two", "plain one", "plain two", "After the bomb", "After the cut"} <= titles
