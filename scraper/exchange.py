"""One question to a server and its answer: what passes between a visit and the socket."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Protocol

from scraper.article import Validators

MAX_PAGE: Final = 5_000_000
"""Bytes of a decoded body. The largest of the 370 article pages looked at has 2.1 MB."""


@dataclass(frozen=True, slots=True)
class Request:
    """Ask for `url`; with validators, only if it changed.

    At most `max_bytes` of the decoded body are read, and it takes at most `seconds`; None leaves either to the client's
    own limit, which holds in any case.
    """

    url: str
    validators: Validators = field(default_factory=Validators)
    max_bytes: int | None = None
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """A server's answer to one request; redirects are not followed.

    `headers` has lower-case names, repeated ones joined by ", ". `body` is decoded (gzip, deflate) and holds at
    most the bytes that were asked for; `cut` says that there was more.
    """

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    cut: bool = False

    @property
    def validators(self) -> Validators:
        return Validators(self.headers.get("etag"), self.headers.get("last-modified"))


class Get(Protocol):
    """The plug point of the network: one exchange, no redirects, bounded in time and bytes.

    Raises FetchError where there is no answer to speak of.
    """

    def __call__(self, request: Request, /) -> Reply: ...
