"""The only socket to outlets: one guarded exchange at a time.

Every exchange opens its own connection, to the very address that passed the guard, and has one deadline for
everything: name, connection, TLS, headers and body. A redirect is an answer like any other; following it is the next
exchange, with a deadline of its own. `fetch_outlet` and `fetch_page` (see `scraper.visit`) decide what
is asked for, and how slowly.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Iterable, Mapping
from contextlib import closing
from typing import Any, Final

import httpcore2
import httpx2

from scraper.errors import FetchError
from scraper.exchange import MAX_PAGE, Get, Reply, Request
from scraper.pacer import Pacer
from scraper.timing import Limits
from scraper.urls import is_web
from scraper.visit import fetch_outlet, fetch_page

__all__ = ["MAX_PAGE", "Client", "Get", "Limits", "Pacer", "Reply", "Request", "fetch_outlet", "fetch_page"]

DEFAULT_TIMEOUT: Final = 30.0
"""Seconds for one whole exchange."""
_CONNECT_SHARE: Final = 0.5
"""Part of the time left that one address may take to connect, so that a host's second address gets a chance."""


class Client:
    """A `Get` over HTTP/1.1. Safe to share between threads: it keeps no connection and no state between exchanges.

    agent: the whole User-Agent, with a contact address. timeout: seconds for one exchange, all told, or less where the
    request says so; an address that redirects takes an exchange for each hop. max_bytes: the most that is read of a
    decoded body; what is longer comes back cut and marked.
    addresses: host name -> "ip:port", for hosts that are served elsewhere (a demo's loopback server); these hosts, and
    no others, may lead to private addresses.
    """

    def __init__(
        self,
        *,
        agent: str,
        timeout: float = DEFAULT_TIMEOUT,
        max_bytes: int = MAX_PAGE,
        addresses: Mapping[str, str] | None = None,
    ) -> None:
        if not ("@" in agent or "://" in agent):
            raise ValueError(f"the User-Agent needs a contact address (an e-mail or a web page): {agent!r}")
        self._agent = agent
        self._timeout = timeout
        self._max_bytes = max_bytes
        self._addresses = {host.lower(): _address(host, value) for host, value in (addresses or {}).items()}
        self._ssl: ssl.SSLContext | None = None

    def __call__(self, request: Request, /) -> Reply:
        """Raises FetchError: "not a web address", "refused address", "unknown host", "timeout", "unreachable",
        "cut off" (the server hung up before the end), "broken answer", "unknown encoding"."""
        if not is_web(request.url):
            raise FetchError("not a web address", f"{request.url!r}: only http and https addresses are fetched")
        seconds = self._timeout if request.seconds is None else min(self._timeout, request.seconds)
        deadline = _Deadline(seconds)
        try:
            with httpcore2.ConnectionPool(
                ssl_context=self._tls() if request.url.lower().startswith("https:") else None,
                network_backend=_GuardedBackend(deadline, self._addresses),
                max_connections=1,
                max_keepalive_connections=0,
            ) as pool:
                return self._exchange(pool, request)
        except httpcore2.TimeoutException as error:
            raise FetchError("timeout", f"{request.url}: no whole answer within {seconds:.3g} s") from error
        except (httpcore2.NetworkError, ssl.SSLError, OSError) as error:
            raise FetchError("unreachable", f"{request.url}: {error or type(error).__name__}") from error
        except (httpcore2.ProtocolError, httpx2.InvalidURL, UnicodeError, ValueError) as error:
            if deadline.ended:
                raise FetchError("cut off", f"{request.url}: {error or type(error).__name__}") from error
            raise FetchError("broken answer", f"{request.url}: {error or type(error).__name__}") from error

    def _exchange(self, pool: httpcore2.ConnectionPool, request: Request) -> Reply:
        url = httpx2.URL(request.url)  # brings host names and paths into the form that goes over the wire
        headers = {
            "Host": url.netloc.decode("ascii"),
            "User-Agent": self._agent,
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "Accept-Encoding": "gzip, deflate",
            "Connection": "close",
        }
        if request.validators.etag:
            headers["If-None-Match"] = request.validators.etag
        if request.validators.last_modified:
            headers["If-Modified-Since"] = request.validators.last_modified
        target = httpcore2.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
        with pool.stream("GET", target, headers=list(headers.items())) as response:
            received = httpx2.Headers(response.headers)
            encodings = [
                name.strip().lower() for name in received.get("content-encoding", "").split(",") if name.strip()
            ]
            limit = request.max_bytes or self._max_bytes
            body, cut = _bounded(response.iter_stream(), encodings, request.url, limit)
            return Reply(response.status, {name.lower(): value for name, value in received.items()}, body, cut)

    def _tls(self) -> ssl.SSLContext:
        if self._ssl is None:
            self._ssl = httpcore2.default_ssl_context()
        return self._ssl


class _Deadline:
    """One exchange's time; and, since each of its steps comes here, whether the server has hung up (`ended`)."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds
        self.ended = False

    def left(self) -> float:
        """Seconds left; raises httpcore2.ReadTimeout where there are none."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise httpcore2.ReadTimeout("deadline passed")
        return left


class _GuardedBackend(httpcore2.NetworkBackend):
    """Resolves a name once, checks every address of it, and connects to an address that was checked.

    A name that resolves differently a moment later (DNS rebinding) changes nothing: it is not asked again.
    """

    def __init__(self, deadline: _Deadline, addresses: Mapping[str, tuple[str, int]]) -> None:
        self._deadline = deadline
        self._addresses = addresses
        self._plain = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        given = self._addresses.get(host.lower())
        targets = (
            [given] if given else [(address, port) for address in public_addresses(host, port, self._deadline.left())]
        )
        for number, (address, at) in enumerate(targets, 1):
            last = number == len(targets)
            patience = self._deadline.left() * (1 if last else _CONNECT_SHARE)
            try:
                stream = self._plain.connect_tcp(address, at, patience, local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout):
                if last:
                    raise
            else:
                return _HurriedStream(stream, self._deadline)
        raise FetchError("unknown host", f"{host} has no address")


class _HurriedStream(httpcore2.NetworkStream):
    """A connection on which every step has only the time that the whole exchange has left: dripping gains nothing."""

    def __init__(self, stream: httpcore2.NetworkStream, deadline: _Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        data = self._stream.read(max_bytes, self._deadline.left())
        self._deadline.ended |= not data
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.left())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore2.NetworkStream:
        return _HurriedStream(
            self._stream.start_tls(ssl_context, server_hostname, self._deadline.left()), self._deadline
        )

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def public_addresses(host: str, port: int, timeout: float) -> list[str]:
    """The addresses of `host`, all of them public. Raises FetchError "refused address", "unknown host" or "timeout".

    One private address among several refuses the host: a name that mixes both is either broken or an attack.
    """
    found = _resolve(host, port, timeout)
    for address in found:
        if not is_public(address):
            raise FetchError(
                "refused address",
                f"{host} leads to {address}, which is not a public address; if it is yours, name it under 'addresses'",
            )
    return found


def is_public(address: str) -> bool:
    """True for an address of the open internet: not private, loopback, link-local, multicast or reserved."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is None and ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFF_FFFF)
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast


_NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")


def _resolve(host: str, port: int, timeout: float) -> list[str]:
    """getaddrinfo knows no timeout, so it runs in a thread that is left behind where it takes too long."""
    outcome: list[list[str] | OSError | UnicodeError] = []

    def ask() -> None:
        try:
            answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            outcome.append(list(dict.fromkeys(str(answer[4][0]) for answer in answers)))
        except (OSError, UnicodeError) as error:
            outcome.append(error)

    thread = threading.Thread(target=ask, name=f"resolve {host}", daemon=True)
    thread.start()
    thread.join(timeout)
    if not outcome:
        raise FetchError("timeout", f"the name {host} was not resolved within {timeout:.0f} s")
    if not isinstance(outcome[0], list):
        raise FetchError("unknown host", f"{host}: {outcome[0]}")
    return outcome[0]


def _address(host: str, value: str) -> tuple[str, int]:
    ip, _, port = value.rpartition(":")
    try:
        return str(ipaddress.ip_address(ip.strip("[]"))), int(port)
    except ValueError as error:
        raise ValueError(
            f"addresses: {host!r} = {value!r}; write an IP address and a port, as in '127.0.0.1:8080'"
        ) from error


def _bounded(chunks: Iterable[bytes], encodings: list[str], url: str, limit: int) -> tuple[bytes, bool]:
    """At most `limit` bytes of the decoded body, and whether there was more. Memory stays within that."""
    encodings = [name for name in encodings if name != "identity"]
    if len(encodings) > 1 or any(name not in ("gzip", "x-gzip", "deflate") for name in encodings):
        raise FetchError("unknown encoding", f"{url} answered with Content-Encoding {', '.join(encodings)}")
    room = limit + 1  # one byte over shows that there is more
    body = bytearray()
    unpacker = None
    with closing(iter(chunks)) as stream:  # type: ignore[type-var]  # httpcore2 hands out generators
        for chunk in stream:
            if encodings and unpacker is None:
                unpacker = _unpacker(encodings[0], chunk)
            try:
                body += unpacker.decompress(chunk, room - len(body)) if unpacker else chunk[: room - len(body)]
            except zlib.error as error:
                raise FetchError("broken answer", f"{url}: body is not {encodings[0]}: {error}") from error
            if len(body) >= room:
                break
    if unpacker is not None and not unpacker.eof and len(body) < room:
        raise FetchError("cut off", f"{url}: the {encodings[0]} body ends in the middle")
    return bytes(body[:limit]), len(body) >= room


def _unpacker(encoding: str, first: bytes) -> Any:
    if encoding == "deflate" and (first[:1] or b"\0")[0] & 0x0F != zlib.DEFLATED:
        return zlib.decompressobj(wbits=-zlib.MAX_WBITS)  # some servers send deflate without the zlib header
    return zlib.decompressobj(wbits=32 + zlib.MAX_WBITS)
