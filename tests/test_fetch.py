"""The client and the visit, against a server on the loopback interface that behaves as badly as servers do."""

from __future__ import annotations

import gzip
import threading
import time
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from typing import Any

import pytest

from scraper.article import Failure, Listing, Outcome, Page, Unchanged, Validators
from scraper.discover import MAX_LINKS
from scraper.errors import FetchError
from scraper.exchange import Reply, Request
from scraper.fetch import Client, Limits, Pacer, fetch_outlet, fetch_page, is_public
from scraper.guest import MAX_REDIRECTS, MAX_SILENCE, retry_until
from scraper.listings import MAX_SITEMAPS
from scraper.outlets import Outlet
from scraper.robots import MAX_ROBOTS

AGENT = "Variorum/0.1 (+mailto:tests@variorum.example)"
NOW = datetime(2025, 3, 12, 3, 0, tzinfo=UTC)
HOST = "http://news.example"
Route = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Asked:
    """One line of the server's log."""

    at: float
    host: str
    path: str
    agent: str
    etag: str | None


@dataclass
class Server:
    """Routes by path; '*' answers the rest. `log` is written before a route runs."""

    address: str
    routes: dict[str, Route] = field(default_factory=dict)
    log: list[Asked] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)

    @property
    def paths(self) -> list[str]:
        return [asked.path for asked in self.log]

    def client(self, *, timeout: float = 5.0, max_bytes: int = 1_000_000) -> Client:
        hosts = ("news.example", "other.example", "www.news.example")
        return Client(agent=AGENT, timeout=timeout, max_bytes=max_bytes, addresses=dict.fromkeys(hosts, self.address))


def answer(
    body: bytes | str = b"", *, status: int = 200, chunked: bool = False, **headers: str
) -> Callable[[BaseHTTPRequestHandler], None]:
    def route(handler: BaseHTTPRequestHandler) -> None:
        payload = body.encode() if isinstance(body, str) else body
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if "ETag" in named and handler.headers.get("If-None-Match") == named["ETag"]:
            handler.send_response(304)
            handler.send_header("ETag", named["ETag"])
            handler.end_headers()
            return
        handler.send_response(status)
        for name, value in named.items():
            handler.send_header(name, value)
        if not chunked:
            handler.send_header("Content-Length", str(len(payload)))
        handler.end_headers()
        handler.wfile.write(payload)

    return route


@pytest.fixture
def server() -> Iterator[Server]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.0"
        timeout = 20

        def do_GET(self) -> None:
            host = self.headers.get("Host", "")
            here.log.append(
                Asked(time.monotonic(), host, self.path, self.headers["User-Agent"], self.headers.get("If-None-Match"))
            )
            route = here.routes.get(host + self.path) or here.routes.get(self.path) or here.routes.get("*")
            try:
                (route or answer(status=404))(self)
            except ConnectionError:
                self.close_connection = True  # the client had enough

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            """Quiet."""

    with _running(ThreadingHTTPServer(("127.0.0.1", 0), Handler)) as running:
        here = Server(f"127.0.0.1:{running.server_address[1]}")
        here.routes["/robots.txt"] = answer(status=404)
        yield here
        here.stop.set()


@contextmanager
def _running(server: ThreadingHTTPServer) -> Iterator[ThreadingHTTPServer]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def rss(*links: str) -> str:
    items = "".join(f"<item><title>Item {n}</title><link>{link}</link></item>" for n, link in enumerate(links))
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>{items}</channel></rss>'


OUTLET = Outlet(slug="news", name="News", home=f"{HOST}/", feeds=(f"{HOST}/feed",), delay=0.0, invented=True)


def visit(
    server: Server,
    outlet: Outlet = OUTLET,
    *,
    get: Any = None,
    sleep: Callable[[float], None] = lambda seconds: None,
    **options: Any,
) -> list[Outcome]:
    options.setdefault("seen", {})
    return list(fetch_outlet(outlet, get or server.client(), agent=AGENT, sleep=sleep, now=lambda: NOW, **options))


def reasons(outcomes: list[Outcome]) -> list[str]:
    return [outcome.reason for outcome in outcomes if isinstance(outcome, Failure)]


# -- one exchange --


def test_an_answer_comes_with_its_validators_and_we_name_ourselves(server: Server) -> None:
    server.routes["/a"] = answer("hello", ETag='"1"', Last_Modified="Tue, 11 Mar 2025 06:12:00 GMT")
    reply = server.client()(Request(f"{HOST}/a"))
    assert (reply.status, reply.body, reply.cut) == (200, b"hello", False)
    assert reply.validators == Validators('"1"', "Tue, 11 Mar 2025 06:12:00 GMT")
    assert server.log[0].agent == AGENT
    assert server.client()(Request(f"{HOST}/a", reply.validators)).status == 304


def drip(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    for _ in range(400):
        handler.wfile.write(b".")
        handler.wfile.flush()
        time.sleep(0.05)


def drip_headers(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    for number in range(400):
        handler.wfile.write(f"X-{number}: y\r\n".encode())
        handler.wfile.flush()
        time.sleep(0.05)


def silence(handler: BaseHTTPRequestHandler) -> None:
    time.sleep(1.5)


@pytest.mark.parametrize("route", [drip, drip_headers, silence])
def test_the_deadline_is_for_the_whole_exchange_however_the_server_drips(server: Server, route: Route) -> None:
    server.routes["/a"] = route
    began = time.monotonic()
    with pytest.raises(FetchError) as caught:
        server.client(timeout=0.4)(Request(f"{HOST}/a"))
    assert caught.value.reason == "timeout"
    assert time.monotonic() - began < 1.2


def test_an_endless_body_is_cut_at_the_limit(server: Server) -> None:
    def endless(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        while not server.stop.is_set():
            handler.wfile.write(b"x" * 10_000)

    server.routes["/a"] = endless
    reply = server.client(max_bytes=100_000)(Request(f"{HOST}/a"))
    assert reply.cut
    assert len(reply.body) == 100_000


def test_a_gzip_bomb_is_cut_and_never_unpacked_in_memory(server: Server) -> None:
    bomb = gzip.compress(bytes(200_000_000), 9)
    server.routes["/a"] = answer(bomb, Content_Encoding="gzip")
    client = server.client(max_bytes=100_000)
    client(Request(f"{HOST}/a"))  # imports are not counted
    tracemalloc.start()
    try:
        reply = client(Request(f"{HOST}/a"))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert reply.cut
    assert len(reply.body) == 100_000
    assert peak < 5_000_000


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("gzip", gzip.compress(b"hello", mtime=0)),
        ("deflate", zlib.compress(b"hello")),
        ("deflate", zlib.compress(b"hello")[2:-4]),
        ("identity", b"hello"),
    ],
)
def test_packed_bodies_are_unpacked(server: Server, encoding: str, packed: bytes) -> None:
    server.routes["/a"] = answer(packed, Content_Encoding=encoding)
    assert server.client()(Request(f"{HOST}/a")).body == b"hello"


@pytest.mark.parametrize(
    ("route", "reason"),
    [
        (answer(b"??", Content_Encoding="br"), "unknown encoding"),
        (answer(b"??", Content_Encoding="gzip, gzip"), "unknown encoding"),
        (answer(b"not gzip", Content_Encoding="gzip"), "broken answer"),
        (answer(b"5\r\nhel", chunked=True, Transfer_Encoding="chunked"), "cut off"),
        (answer(b"hello", chunked=True, Content_Length="9"), "cut off"),
        (answer(gzip.compress(b"hello")[:-3], Content_Encoding="gzip"), "cut off"),
        (lambda handler: None, "cut off"),
        (lambda handler: handler.wfile.write(b"\x00\x01\x02 nonsense\r\n\r\n"), "broken answer"),
    ],
)
def test_answers_that_cannot_be_read_say_so(server: Server, route: Route, reason: str) -> None:
    server.routes["/a"] = route
    with pytest.raises(FetchError) as caught:
        server.client()(Request(f"{HOST}/a"))
    assert caught.value.reason == reason
    assert "/a" in caught.value.detail


@pytest.mark.parametrize(
    "address",
    [
        *(
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "224.0.0.1",
        ),
        *("255.255.255.255", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1", "::", "::ffff:127.0.0.1"),
        *("::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1"),
    ],
)
def test_addresses_that_are_not_of_the_open_internet(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_addresses_of_the_open_internet(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "0x7f000001", "2130706433", "[::ffff:127.0.0.1]"])
def test_private_addresses_are_refused_after_the_name_is_resolved(server: Server, host: str) -> None:
    port = server.address.rpartition(":")[2]
    with pytest.raises(FetchError) as caught:
        server.client()(Request(f"http://{host}:{port}/a"))
    assert caught.value.reason in ("refused address", "unknown host")
    assert server.log == []


@pytest.mark.parametrize("url", ["ftp://news.example/", "file:///etc/passwd", "javascript:alert(1)", "http://", "news"])
def test_only_web_addresses_are_asked_for(server: Server, url: str) -> None:
    with pytest.raises(FetchError) as caught:
        server.client()(Request(url))
    assert caught.value.reason == "not a web address"


def test_a_user_agent_without_a_contact_is_refused() -> None:
    with pytest.raises(ValueError, match="contact"):
        Client(agent="Variorum/0.1")


def test_an_address_that_is_none_is_refused_with_its_key() -> None:
    with pytest.raises(ValueError, match=r"news\.example"):
        Client(agent=AGENT, addresses={"news.example": "somewhere"})


# -- a visit --


def test_a_visit_reads_robots_then_listings_then_articles_each_once(server: Server) -> None:
    server.routes["/feed"] = answer(rss("/a", f"{HOST}/b?utm_source=rss", "/a#top", "javascript:alert(1)"), ETag='"f"')
    server.routes["*"] = answer("<p>page</p>", ETag='"p"', Content_Type="text/html")
    outcomes = visit(server)
    assert server.paths == ["/robots.txt", "/feed", "/a", "/b?utm_source=rss"]
    pages = [outcome for outcome in outcomes if isinstance(outcome, Page)]
    assert [page.url for page in pages] == [f"{HOST}/a", f"{HOST}/b?utm_source=rss"]
    assert pages[0].validators == Validators('"p"')
    listing = outcomes[-1]
    assert isinstance(listing, Listing)
    assert (listing.links, listing.skipped, listing.validators) == (2, 1, Validators('"f"'))


def test_a_second_visit_asks_only_whether_something_changed(server: Server) -> None:
    server.routes["/feed"] = answer(rss("/a", "/b"), ETag='"f"')
    server.routes["*"] = answer("<p>page</p>", ETag='"p"')
    seen = {o.url: o.validators for o in visit(server) if isinstance(o, Page | Listing)}
    server.log.clear()
    again = visit(server, seen=seen, recheck=[f"{HOST}/a", f"{HOST}/b"])
    assert [type(outcome) for outcome in again] == [Unchanged] * 3
    assert server.paths == ["/robots.txt", "/feed", "/a", "/b"]
    assert [asked.etag for asked in server.log] == [None, '"f"', '"p"', '"p"']


def test_new_articles_come_before_known_ones_and_the_limit_counts_both(server: Server) -> None:
    server.routes["/feed"] = answer(rss("/old", "/new"))
    server.routes["*"] = answer("<p>page</p>")
    outcomes = visit(
        server, replace(OUTLET, max_pages=2), seen={f"{HOST}/old": Validators()}, recheck=[f"{HOST}/older"]
    )
    assert server.paths[2:] == ["/new", "/old"]
    assert reasons(outcomes) == []


def test_robots_txt_is_obeyed_and_nothing_disallowed_is_asked_for(server: Server) -> None:
    rules = "User-agent: *\nDisallow: /members/\nUser-agent: variorum\nDisallow: /secret/\nCrawl-delay: 0.1\n"
    server.routes["/robots.txt"] = answer(rules)
    server.routes["/feed"] = answer(rss("/secret/a", "/members/b", "/c"))
    server.routes["*"] = answer("<p>page</p>")
    slept: list[float] = []
    outcomes = visit(server, sleep=slept.append)
    assert server.paths == [
        "/robots.txt",
        "/feed",
        "/members/b",
        "/c",
    ]  # the group that names us is the one that counts
    assert reasons(outcomes) == ["robots"]
    assert slept == [0.1] * 3


def test_requests_to_a_host_keep_their_distance(server: Server) -> None:
    server.routes["/feed"] = answer(rss("/a", "/b", "/c"))
    server.routes["/a"] = answer(status=302, Location="/d")
    server.routes["*"] = answer("<p>page</p>")
    visit(server, replace(OUTLET, delay=0.1), sleep=time.sleep)
    times = [asked.at for asked in server.log]
    assert server.paths == ["/robots.txt", "/feed", "/a", "/d", "/b", "/c"]
    assert all(later - earlier >= 0.1 for earlier, later in pairwise(times))


@pytest.mark.parametrize("status", [500, 503, 429])
def test_without_robots_txt_nothing_is_fetched(server: Server, status: int) -> None:
    server.routes["/robots.txt"] = answer(status=status)
    outcomes = visit(server)
    assert reasons(outcomes) == ["robots unreachable"]
    assert server.paths == ["/robots.txt"] * (3 if status == 500 else 1)


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_missing_robots_txt_forbids_nothing(server: Server, status: int) -> None:
    server.routes["/robots.txt"] = answer(status=status)
    server.routes["/feed"] = answer(rss())
    assert [type(outcome) for outcome in visit(server)] == [Listing]


def test_a_huge_robots_txt_is_read_up_to_its_limit(server: Server) -> None:
    filler = b"# " + b"x" * 98 + b"\n"
    rules = b"User-agent: *\nDisallow: /early\n" + filler * (5_000_000 // len(filler)) + b"Disallow: /late\n"
    assert len(rules) > MAX_ROBOTS
    server.routes["/robots.txt"] = answer(rules)
    server.routes["/feed"] = answer(rss("/early", "/late"))
    server.routes["*"] = answer("<p>page</p>")
    assert reasons(visit(server)) == ["robots"]
    assert server.paths == ["/robots.txt", "/feed", "/late"]


def test_a_crawl_delay_we_cannot_keep_skips_the_outlet_and_says_so(server: Server) -> None:
    server.routes["/robots.txt"] = answer("User-agent: *\nCrawl-delay: 3600\n")
    outcomes = visit(server)
    assert reasons(outcomes) == ["crawl delay"]
    assert isinstance(outcomes[0], Failure)
    assert "3600" in outcomes[0].detail
    assert server.paths == ["/robots.txt"]


def test_redirects_are_followed_and_bounded(server: Server) -> None:
    server.routes["/feed"] = answer(rss("/loop", "/long/0", "/private", "/data", "/lost", "/moved"))
    server.routes["/loop"] = answer(status=301, Location="/pool")
    server.routes["/pool"] = answer(status=301, Location="/loop")
    for number in range(20):
        server.routes[f"/long/{number}"] = answer(status=307, Location=f"/long/{number + 1}")
    server.routes["/private"] = answer(status=302, Location="http://127.0.0.1:1/")
    server.routes["/data"] = answer(status=302, Location="data:text/html,x")
    server.routes["/lost"] = answer(status=302)
    server.routes["/moved"] = answer(status=308, Location=f"{HOST}/here")
    server.routes["/here"] = answer("<p>page</p>")
    outcomes = visit(server)
    assert reasons(outcomes) == [
        "redirect loop",
        "too many redirects",
        "robots unreachable",  # the private address is refused with the first thing asked of it
        "redirect refused",
        "redirect refused",
    ]
    assert sum(path.startswith("/long/") for path in server.paths) == MAX_REDIRECTS + 1
    page = next(outcome for outcome in outcomes if isinstance(outcome, Page))
    assert (page.url, page.final_url) == (f"{HOST}/moved", f"{HOST}/here")


def test_another_hosts_robots_txt_counts_for_redirects_to_it(server: Server) -> None:
    server.routes["www.news.example/robots.txt"] = answer("User-agent: *\nDisallow: /x\n")
    server.routes["/feed"] = answer(rss("/a", "/b", "/c"))
    server.routes["/a"] = answer(status=302, Location="http://www.news.example/x")
    server.routes["/b"] = answer(status=302, Location="http://www.news.example/y")
    server.routes["/c"] = answer(status=302, Location="http://other.example/z")
    server.routes["*"] = answer("<p>page</p>")
    outcomes = visit(server)
    assert reasons(outcomes) == ["robots", "redirect elsewhere"]
    assert [outcome.final_url for outcome in outcomes if isinstance(outcome, Page)] == ["http://www.news.example/y"]
    assert ("www.news.example", "/x") not in [(asked.host, asked.path) for asked in server.log]


@pytest.mark.parametrize(("status", "header"), [(429, "120"), (503, "Wed, 12 Mar 2025 03:02:00 GMT"), (429, None)])
def test_an_outlet_that_asks_to_wait_is_left_alone(server: Server, status: int, header: str | None) -> None:
    server.routes["/feed"] = answer(rss("/a", "/b", "/c"), ETag='"f"')
    server.routes["/a"] = answer(status=status, **({"Retry_After": header} if header else {}))
    outcomes = visit(server)
    assert server.paths == ["/robots.txt", "/feed", "/a"]
    assert reasons(outcomes) == ["asked to wait", "asked to wait"]
    assert isinstance(outcomes[0], Failure)
    assert header is None or "2025-03-12 03:02:00" in outcomes[0].detail
    listing = outcomes[-1]
    assert isinstance(listing, Listing)
    assert listing.validators == Validators()  # the next run must see the links again
    assert listing.skipped == 3


def test_an_outlet_that_stops_answering_is_left_alone(server: Server) -> None:
    server.routes["/feed"] = answer(rss(*(f"/{n}" for n in range(9))))
    server.routes["*"] = silence
    outcomes = visit(server, get=server.client(timeout=0.2))
    assert reasons(outcomes) == ["timeout"] * MAX_SILENCE + ["not answering"]


def test_one_bad_address_harms_no_other(server: Server) -> None:
    server.routes["/feed"] = answer(rss("/gone", "/broken", "/big", "/fine"), ETag='"f"')
    server.routes["/broken"] = answer(status=500)
    server.routes["/big"] = answer(b"x" * 2_000_000)
    server.routes["/fine"] = answer("<p>page</p>")
    outcomes = visit(server)
    assert reasons(outcomes) == ["gone", "status 500", "too large"]
    assert [outcome.url for outcome in outcomes if isinstance(outcome, Page)] == [f"{HOST}/fine"]
    listing = outcomes[-1]
    assert isinstance(listing, Listing)
    assert listing.validators == Validators()  # /broken may work tomorrow


def test_a_feed_that_is_none_is_a_failure_and_the_other_listings_go_on(server: Server) -> None:
    server.routes["/feed"] = answer("<html><body>Welcome</body></html>", Content_Type="text/html")
    server.routes["/map"] = answer("this is not XML")
    server.routes["/news"] = answer('<a href="/story/1">One</a>', Content_Type="text/html")
    server.routes["*"] = answer("<p>page</p>")
    outlet = replace(OUTLET, sitemaps=(f"{HOST}/map",), front_pages=(f"{HOST}/news",), article_pattern="^/story/")
    outcomes = visit(server, outlet)
    assert reasons(outcomes) == ["not a feed", "not XML"]
    assert [outcome.url for outcome in outcomes if isinstance(outcome, Page)] == [f"{HOST}/story/1"]


def test_ten_thousand_links_are_bounded_and_counted(server: Server) -> None:
    server.routes["/"] = answer("".join(f'<a href="/story/{n}">Story {n}</a>' for n in range(10_000)))
    server.routes["*"] = answer("<p>page</p>")
    outlet = replace(OUTLET, feeds=(), front_pages=(f"{HOST}/",), article_pattern="^/story/", max_pages=3)
    outcomes = visit(server, outlet)
    listing = outcomes[-1]
    assert isinstance(listing, Listing)
    assert (listing.links, listing.skipped) == (MAX_LINKS, 10_000 - MAX_LINKS + MAX_LINKS - 3)
    assert sum(isinstance(outcome, Page) for outcome in outcomes) == 3
    assert len(server.log) == 5


def test_nested_sitemaps_are_followed_two_levels_down_and_each_once(server: Server) -> None:
    def index(*paths: str) -> str:
        return f"<sitemapindex>{''.join(f'<sitemap><loc>{path}</loc></sitemap>' for path in paths)}</sitemapindex>"

    server.routes["/index"] = answer(index("/map0", "/map1", "/index", "https://elsewhere.example/map"), ETag='"i"')
    server.routes["/map0"] = answer(gzip.compress(f"<urlset><url><loc>{HOST}/a</loc></url></urlset>".encode()))
    server.routes["/map1"] = answer(index("/map0", "/map2"))
    server.routes["/map2"] = answer(index("/map3"))
    server.routes["*"] = answer("<p>page</p>")
    outcomes = visit(server, replace(OUTLET, feeds=(), sitemaps=(f"{HOST}/index",)))
    assert server.paths == ["/robots.txt", "/index", "/map0", "/map1", "/map2", "/a"]
    listings = [outcome for outcome in outcomes if isinstance(outcome, Listing)]
    assert [listing.url[len(HOST) :] for listing in listings] == ["/index", "/map0", "/map1", "/map2"]
    assert [listing.skipped for listing in listings] == [1, 0, 0, 1]


def test_no_more_sitemaps_are_read_than_the_limit_at_any_depth(server: Server) -> None:
    def index(handler: BaseHTTPRequestHandler) -> None:
        entries = "".join(f"<sitemap><loc>{handler.path}/{n}</loc></sitemap>" for n in range(9))
        answer(f"<sitemapindex>{entries}</sitemapindex>")(handler)

    server.routes["*"] = index
    outcomes = visit(server, replace(OUTLET, feeds=(), sitemaps=(f"{HOST}/index",)))
    assert len(outcomes) == MAX_SITEMAPS + 1
    assert len(server.log) == MAX_SITEMAPS + 2


def test_a_single_page_obeys_the_same_rules(server: Server) -> None:
    server.routes["/robots.txt"] = answer("User-agent: *\nDisallow: /secret\n")
    server.routes["/a"] = answer("<p>page</p>")

    def fetch(path: str) -> Page | Failure:
        client = server.client()
        return fetch_page(f"{HOST}{path}", client, agent=AGENT, outlet="news", sleep=lambda _: None, now=lambda: NOW)

    assert isinstance(fetch("/a"), Page)
    secret = fetch("/secret")
    assert isinstance(secret, Failure)
    assert (secret.reason, secret.stage) == ("robots", "robots")
    assert "/secret" not in server.paths


def test_any_callable_can_stand_in_for_the_network() -> None:
    def get(request: Request) -> Reply:
        if request.url.endswith("robots.txt"):
            return Reply(404)
        return Reply(200, {"content-type": "text/html"}, b"<p>x</p>")

    page = fetch_page(f"{HOST}/a", get, agent=AGENT, outlet="news", sleep=lambda _: None, now=lambda: NOW)
    assert isinstance(page, Page)
    assert (page.body, page.content_type, page.fetched_at) == (b"<p>x</p>", "text/html", NOW)


@pytest.mark.parametrize(
    ("header", "until"),
    [
        ("120", NOW + timedelta(minutes=2)),
        ("Wed, 12 Mar 2025 04:00:00 GMT", NOW + timedelta(hours=1)),
        ("soon", None),
        (None, None),
        ("9" * 40, NOW + timedelta(days=365)),
    ],
)
def test_retry_after(header: str | None, until: datetime | None) -> None:
    assert retry_until(header, NOW) == until


# -- one pacer for a run --


@dataclass
class Trail:
    """A network that answers everything with a page, and a sleep that only writes down: both in one list, in order."""

    steps: list[str] = field(default_factory=list)
    robots: str = ""
    here: set[str] = field(default_factory=set)
    crowded: bool = False

    def get(self, request: Request) -> Reply:
        host = request.url.split("/")[2]
        self.crowded |= host in self.here
        self.here.add(host)
        time.sleep(0.002)  # long enough for another thread to come in, if it may
        self.here.discard(host)
        self.steps.append(request.url)
        return Reply(200, {}, self.robots.encode() if request.url.endswith("/robots.txt") else b"<p>x</p>")

    def sleep(self, seconds: float) -> None:
        self.steps.append(f"{seconds:g} s")

    def page(self, url: str, pacer: Pacer | None, delay: float = 2.0) -> Page | Failure:
        return fetch_page(
            url, self.get, agent=AGENT, outlet="news", sleep=self.sleep, now=lambda: NOW, delay=delay, pacer=pacer
        )


def test_single_pages_of_one_run_keep_their_distance_and_share_robots_txt() -> None:
    trail, pacer = Trail(), Pacer()
    for path in ("a", "b"):
        assert isinstance(trail.page(f"{HOST}/{path}", pacer), Page)
    assert isinstance(trail.page("http://other.example/c", pacer), Page)
    ours, theirs = f"{HOST}:80/robots.txt", "http://other.example:80/robots.txt"
    there = "http://other.example/c"
    assert trail.steps == [ours, "2 s", f"{HOST}/a", "2 s", f"{HOST}/b", theirs, "2 s", there]
    alone = Trail()
    for path in ("a", "b"):
        alone.page(f"{HOST}/{path}", None)
    assert alone.steps == [ours, "2 s", f"{HOST}/a", ours, "2 s", f"{HOST}/b"]


def test_a_remembered_robots_txt_still_forbids_and_slows_down() -> None:
    trail, pacer = Trail(robots="User-agent: *\nDisallow: /secret\nCrawl-delay: 5\n"), Pacer()
    trail.page(f"{HOST}/a", pacer)
    secret = trail.page(f"{HOST}/secret", pacer)
    trail.page(f"{HOST}/b", pacer)
    assert isinstance(secret, Failure)
    assert secret.reason == "robots"
    assert trail.steps == [f"{HOST}:80/robots.txt", "5 s", f"{HOST}/a", "5 s", f"{HOST}/b"]
    slow = fetch_page(
        f"{HOST}/c",
        trail.get,
        agent=AGENT,
        outlet="news",
        sleep=trail.sleep,
        now=lambda: NOW,
        limits=Limits(crawl_delay=4.0),
        pacer=pacer,
    )
    assert isinstance(slow, Failure)
    assert slow.reason == "crawl delay", "what one visit can keep, another may not"


def test_outlets_that_share_a_host_take_turns() -> None:
    trail, pacer = Trail(), Pacer()
    shared = [replace(OUTLET, slug=f"news-{n}", feeds=(f"{HOST}/feed{n}",), delay=3.0) for n in range(4)]

    def ask(outlet: Outlet) -> None:
        list(
            fetch_outlet(
                outlet, trail.get, agent=AGENT, seen={}, sleep=trail.sleep, now=lambda: NOW, recheck=(), pacer=pacer
            )
        )

    threads = [threading.Thread(target=ask, args=(outlet,)) for outlet in shared]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not trail.crowded, "one request at a time"
    assert trail.steps[0] == f"{HOST}:80/robots.txt"
    assert trail.steps[1::2] == ["3 s"] * 4, "and the delay before each but the first"
    assert sorted(trail.steps[2::2]) == [f"{HOST}/feed{n}" for n in range(4)]


def test_an_unasked_for_304_is_no_answer() -> None:
    def get(request: Request) -> Reply:
        return Reply(404 if request.url.endswith("robots.txt") else 304)

    def ask(seen: dict[str, Validators]) -> list[Outcome]:
        options: dict[str, Any] = {"agent": AGENT, "sleep": lambda _: None, "now": lambda: NOW}
        return list(fetch_outlet(replace(OUTLET, feeds=()), get, seen=seen, recheck=(f"{HOST}/a",), **options))

    assert reasons(ask({})) == reasons(ask({f"{HOST}/a": Validators()})) == ["status 304"]
    assert ask({f"{HOST}/a": Validators(etag='"1"')}) == [Unchanged("news", f"{HOST}/a", NOW)]
