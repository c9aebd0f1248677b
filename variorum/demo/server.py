"""The invented outlets over real HTTP on the loopback interface, told apart by the Host header."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import SHUT_RDWR, socket
from typing import Any, Final

from variorum.demo.press import Document, press
from variorum.demo.stories import Night, Story

LOOPBACK: Final = "127.0.0.1"
IDLE_SECONDS: Final = 30.0  # a kept-alive connection without a request is closed after this

Sites = Mapping[str, Mapping[str, Document]]


@dataclass(frozen=True, slots=True)
class Request:
    """One line of the log. `at`: seconds of the monotonic clock; `conditional`: it asked whether the page changed."""

    at: float
    host: str
    path: str
    status: int
    user_agent: str
    conditional: bool


class Newsroom:
    """The running server: where it listens, what it was asked, and the switch to another night."""

    def __init__(self, server: _Server, stories: Sequence[Story] | None) -> None:
        self._server = server
        self._stories = stories

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def address(self) -> str:
        """'127.0.0.1:PORT'."""
        return f"{LOOPBACK}:{self.port}"

    @property
    def hosts(self) -> dict[str, str]:
        """Invented host name to the address at which it is served."""
        return dict.fromkeys(sorted(self._server.sites), self.address)

    @property
    def log(self) -> tuple[Request, ...]:
        """Every request so far, in the order in which they were answered."""
        return tuple(self._server.log)

    def switch_to(self, night: Night) -> None:
        """From the next request on, serve what stands on that night."""
        self._server.sites = press(night, stories=self._stories)


@contextmanager
def serve(night: Night = 1, *, stories: Sequence[Story] | None = None) -> Iterator[Newsroom]:
    """Serve the invented newsroom on a free port of the loopback interface until the block ends.

    `stories` are as on the first night, the built-in ones by default. Raises NewsroomError where they can't be read.
    """
    with _Server(press(night, stories=stories)) as server:
        thread = threading.Thread(
            target=server.serve_forever, kwargs={"poll_interval": 0.05}, name="newsroom", daemon=True
        )
        thread.start()
        try:
            yield Newsroom(server, stories)
        finally:
            server.shutdown()
            server.hang_up()
            thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = False  # server_close() waits for them, after hang_up() has ended their connections
    request_queue_size = 64

    def __init__(self, sites: Sites) -> None:
        super().__init__((LOOPBACK, 0), _Handler)
        self.sites = sites
        self.log: list[Request] = []  # appending is atomic
        self._connections: set[socket] = set()
        self._connections_lock = threading.Lock()

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._connections_lock:
            self._connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        with self._connections_lock:
            self._connections.discard(request)
        super().shutdown_request(request)

    def hang_up(self) -> None:
        """End the connections that clients keep alive, so that their threads end."""
        with self._connections_lock:
            for connection in self._connections:
                with suppress(OSError):  # the client was faster
                    connection.shutdown(SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(
            sys.exception(), ConnectionError | TimeoutError
        ):  # a client that went away is no error of ours
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    server_version = "InventedNewsroom/1"
    timeout = IDLE_SECONDS

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class names it so
        """Say nothing: the log is in `Newsroom.log`."""

    def _answer(self, *, with_body: bool) -> None:
        host = self.headers.get("Host", "").partition(":")[0].lower()
        path = self.path.partition("?")[0]
        document = self.server.sites.get(host, {}).get(path)
        if document is None:
            status, body, headers = HTTPStatus.NOT_FOUND, b"Not found\n", {"Content-Type": "text/plain; charset=utf-8"}
        elif document.location is not None:
            status, body, headers = HTTPStatus.MOVED_PERMANENTLY, b"", {"Location": document.location}
        elif self._holds(document):
            status, body, headers = HTTPStatus.NOT_MODIFIED, b"", _validators(document)
        else:
            status, body = HTTPStatus.OK, document.body
            headers = {"Content-Type": document.content_type, **_validators(document)}
        self.server.log.append(
            Request(
                at=time.monotonic(),
                host=host,
                path=self.path,
                status=int(status),
                user_agent=self.headers.get("User-Agent", ""),
                conditional="If-None-Match" in self.headers or "If-Modified-Since" in self.headers,
            )
        )
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if with_body:
            self.wfile.write(body)

    def _holds(self, document: Document) -> bool:
        """Whether the client already has the document; an entity tag outweighs a date (RFC 9110, 13.2.2)."""
        tags = self.headers.get("If-None-Match")
        if tags is not None:
            offered = {tag.strip().removeprefix("W/") for tag in tags.split(",")}
            return "*" in offered or document.etag in offered
        since = self.headers.get("If-Modified-Since")
        if since is None or document.changed is None:
            return False
        try:
            asked = parsedate_to_datetime(since)
        except ValueError:  # a date that can't be read is ignored (RFC 9110, 13.1.3)
            return False
        return document.changed.replace(microsecond=0) <= (asked if asked.tzinfo else asked.replace(tzinfo=UTC))


def _validators(document: Document) -> dict[str, str]:
    headers = {"ETag": document.etag}
    if document.changed is not None:
        headers["Last-Modified"] = _http_date(document.changed)
    return headers


def _http_date(at: datetime) -> str:
    return format_datetime(at.astimezone(UTC), usegmt=True)
