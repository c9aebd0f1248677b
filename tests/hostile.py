"""A newsroom that behaves as badly as servers can, beside honest ones, on the loopback interface: told apart by Host.

`serve_hostile()` runs it; `outlets()` lists what a user would have configured. Every site forbids /closed/ and links to
it. The log has one line for each request, written when it comes in.
"""

from __future__ import annotations

import gzip
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from scraper.outlets import Outlet

DELAY = 0.05  # seconds between two requests to a host
LINGER = 0.01  # seconds before each answer, in which a second request would be noticed
HONEST = ("honest", "plain")
ROBOTS = "User-agent: *\nDisallow: /closed/\n"

Handler = BaseHTTPRequestHandler
Route = Callable[[Handler], None]


@dataclass(frozen=True)
class Asked:
    at: float
    host: str
    path: str
    agent: str


@dataclass
class Hostile:
    """The running newsroom. `most` is, by host, the most requests that were ever being answered at once."""

    port: int
    log: list[Asked] = field(default_factory=list)
    most: Counter[str] = field(default_factory=Counter)
    stop: threading.Event = field(default_factory=threading.Event)

    @property
    def addresses(self) -> dict[str, str]:
        return dict.fromkeys(sorted({host for host, _ in SITES}), f"127.0.0.1:{self.port}")

    def paths(self, slug: str) -> list[str]:
        return [asked.path for asked in self.log if asked.host == f"{slug}.example"]


def story(title: str) -> str:
    """An article's page, long enough to be one."""
    body = "".join(
        f"<p>{title}, paragraph {n}: the council of Wexholm met on Tuesday and put off its vote on the harbour wall,"
        " because two of its members had asked for the engineer's figures, which are due at the end of the month.</p>"
        for n in range(1, 6)
    )
    head = f"<head><title>{title}</title><meta property='article:published_time' content='2025-03-11T06:12:00Z'></head>"
    return f"<!doctype html><html lang='en'>{head}<body><article><h1>{title}</h1>{body}</article></body></html>"


def answer(body: bytes | str, status: int = 200, **headers: str) -> Route:
    payload = body.encode() if isinstance(body, str) else body

    def route(handler: Handler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(payload)))
        handler.end_headers()
        handler.wfile.write(payload)

    return route


def rss(*links: str, extra: str = "") -> Route:
    items = "".join(f"<item><title>Item</title><link>{link}</link>{extra}</item>" for link in links)
    return answer(f"<?xml version='1.0'?><rss version='2.0'><channel><title>N</title>{items}</channel></rss>")


def drip(handler: Handler) -> None:
    handler.send_response(200)
    handler.end_headers()
    while not handler.server.here.stop.is_set():  # type: ignore[attr-defined]
        handler.wfile.write(b".")
        handler.wfile.flush()
        time.sleep(0.01)


def endless(handler: Handler) -> None:
    handler.send_response(200)
    handler.end_headers()
    while not handler.server.here.stop.is_set():  # type: ignore[attr-defined]
        handler.wfile.write(b"<p>more and more</p>" * 1_000)


def truncated(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    handler.wfile.write(b"ffff\r\n" + story("Cut").encode())


def redirect(to: str) -> Route:
    return answer("", 302, Location=to)


GZIP_BOMB = gzip.compress(bytes(100_000_000), 9)
XML_BOMB = (
    '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]><rss version='2.0'><channel><item><title>&j;</title><link>/a</link></item></channel></rss>"
)
DATES = (
    *("Tue, 11 Mar 2025 06:12:00 GMT", "Tue, 11 Mar 2025 01:12:00 EST", "Tue, 11 Mar 2025 07:12:00 +0100"),
    *("11 Mar 2025 06:12 UT", "2025-03-11T06:12:00Z", "2025-03-11T08:12:00+02:00", "2025-03-11T06:12:00.000Z"),
    *(
        "2025-03-10 22:12:00-08:00",
        "20250311T061200Z",
        "Tue, 11 Mar 25 06:12:00 GMT",
        "Tuesday, 11-Mar-25 06:12:00 GMT",
    ),
    "Tue, 11 Mar 2025 11:42:00 +0530",
)
"""Twelve ways to write one minute, 2025-03-11T06:12Z."""

_CLOSED = "/closed/members"

SITES: dict[tuple[str, str], Route] = {}


def _site(slug: str, *, feed: Route | None = None, robots: Route | None = None, **paths: Route) -> None:
    host = f"{slug}.example"
    SITES[host, "/robots.txt"] = robots or answer(ROBOTS)
    SITES[host, "/feed"] = feed or rss(_CLOSED, *(f"/{name}" for name in paths))
    SITES.update({(host, f"/{name}"): route for name, route in paths.items()})


for _slug in HONEST:
    _site(_slug, a=answer(story(f"{_slug} one")), b=answer(story(f"{_slug} two")))
_site("drip", a=drip, b=answer(story("After the drip")))
_site("drip-feed", feed=drip)
_site("drip-robots", robots=drip)
_site("endless", a=endless, b=answer(story("After the flood")))
_site("endless-feed", feed=endless)
_site("bomb", a=answer(GZIP_BOMB, Content_Encoding="gzip"), b=answer(story("After the bomb")))
_site("bomb-feed", feed=answer(GZIP_BOMB, Content_Encoding="gzip"))
_site("bomb-map", feed=answer(GZIP_BOMB))
_site("cut", a=truncated, b=answer(story("After the cut")))
_site("loop", a=redirect("/b"), b=redirect("/a"), c=answer(story("After the loop")))
_site(
    "inward",
    a=redirect("http://127.0.0.1/secret"),
    b=redirect("http://169.254.169.254/latest/meta-data"),
    c=redirect("file:///etc/passwd"),
    d=redirect("http://localhost/secret"),
    e=redirect("//[::1]/secret"),
)
_site("robots-long", robots=answer(ROBOTS + "# padding\n" * 500_000), a=answer(story("Behind a long file")))
_site("robots-broken", robots=answer("", 500), a=answer(story("Never asked for")))
_site("robots-slow", robots=answer(f"{ROBOTS}Crawl-delay: 3600\n"), a=answer(story("Never asked for")))
_site("xml-bomb", feed=answer(XML_BOMB), a=answer(story("Behind a bomb")))
_site(
    "twice",
    feed=rss("/a", "/a", "/a#top", "/a?utm_source=feed", "http://twice.example/a", extra="<guid>1</guid>"),
    a=answer(story("Once")),
)
_site("relative", feed=rss("a", "../b", "//relative.example/c"), **{n: answer(story(f"Relative {n}")) for n in "abc"})
_site(
    "dates",
    feed=answer(
        "<rss version='2.0'><channel>"
        + "".join(f"<item><link>/{n}</link><pubDate>{date}</pubDate></item>" for n, date in enumerate(DATES))
        + "</channel></rss>"
    ),
    **{str(n): answer(story(f"Dated {n}").replace("property='article:published_time'", "")) for n in range(len(DATES))},
)
_site("crowd", feed=answer("".join(f'<a href="/s/{n}">Story {n}</a>' for n in range(10_000))))
SITES.update({("crowd.example", f"/s/{n}"): answer(story(f"Story {n}")) for n in range(3)})
_site(
    "charset",
    a=answer(story("“Caf\xe9”").encode("cp1252", "replace"), Content_Type="text/html; charset=utf-8"),
)
_site("shared", **{f"s{n}": answer(story(f"Shared {n}")) for n in range(6)})
SITES["shared.example", "/feed-1"] = rss("/s0", "/s1", "/s2")
SITES["shared.example", "/feed-2"] = rss("/s3", "/s4", "/s5")
_site("crossing", **{f"x{n}": redirect(f"http://shared.example/s{n}") for n in range(6)})


def outlets() -> tuple[Outlet, ...]:
    """Everybody, hostile ones first."""
    slugs = sorted({host.removesuffix(".example") for host, _ in SITES} - {"shared", *HONEST})
    made = [_outlet(slug) for slug in (*slugs, *HONEST)]
    shared = [_outlet("shared", name=f"shared-{n}", feed=f"/feed-{n}") for n in (1, 2)]
    return (*shared, *made)


def _outlet(slug: str, *, name: str | None = None, feed: str = "/feed") -> Outlet:
    home = f"http://{slug}.example"
    listing: dict[str, Any] = {"feeds": (home + feed,)}
    if slug == "crowd":
        listing = {"front_pages": (home + feed,), "article_pattern": "^/s/", "max_pages": 3}
    elif slug == "bomb-map":
        listing = {"sitemaps": (home + feed,)}
    return Outlet(slug=name or slug, name=slug, home=f"{home}/", delay=DELAY, invented=True, **listing)


@contextmanager
def serve_hostile() -> Iterator[Hostile]:
    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 64
        here: Hostile

    class Answering(Handler):
        protocol_version = "HTTP/1.1"
        timeout = 20

        def do_GET(self) -> None:  # noqa: N802 - the base class names it so
            here: Hostile = self.server.here  # type: ignore[attr-defined]
            host = self.headers.get("Host", "").partition(":")[0]
            self.close_connection = True
            with lock:
                here.log.append(Asked(time.monotonic(), host, self.path, self.headers.get("User-Agent", "")))
                busy[host] += 1
                here.most[host] = max(here.most[host], busy[host])
            time.sleep(LINGER)
            with lock:
                busy[host] -= 1  # before the answer: whoever waits for it can't be back yet
            try:
                SITES.get((host, self.path), answer("not here", 404))(self)
            except OSError:
                """The client had enough."""

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            """Quiet."""

    lock, busy = threading.Lock(), Counter[str]()
    with Server(("127.0.0.1", 0), Answering) as server:
        server.here = Hostile(server.server_address[1])
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server.here
        finally:
            server.here.stop.set()
            server.shutdown()
            thread.join()
