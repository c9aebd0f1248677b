"""What a site's robots.txt allows (RFC 9309), read by Protego (pure)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from protego import Protego

from scraper.article import RobotsCopy

MAX_ROBOTS: Final = 512_000
"""Bytes of robots.txt that are read: RFC 9309, section 2.5, asks for at least 500 kibibytes."""
FRESH: Final = timedelta(hours=24)
"""How long a copy does instead of asking: RFC 9309, section 2.4."""
STALE: Final = timedelta(days=30)
"""How long a copy stands in for a file that can't be reached. Section 2.4 lets it without naming a time; 30 days is
what section 2.3.1.4 calls reasonably long for the same trouble."""


def product_token(agent: str) -> str:
    """The name by which robots.txt addresses us: the User-Agent up to the first slash or space."""
    return agent.split("/", 1)[0].split(maxsplit=1)[0]


def allowed(robots_txt: str, agent: str, url: str) -> bool:
    """May `agent` (a full User-Agent or its product token) fetch `url`? An empty file allows everything."""
    return bool(Protego.parse(robots_txt).can_fetch(url, product_token(agent)))


def crawl_delay(robots_txt: str, agent: str) -> float | None:
    """Seconds between requests that the file asks of `agent`; None where it asks for none.

    A `Request-rate` of n requests in s seconds asks for s / n seconds; the larger of both counts.
    """
    rules = Protego.parse(robots_txt)
    token = product_token(agent)
    delay = rules.crawl_delay(token)
    rate = rules.request_rate(token)
    asked = [float(delay)] if delay is not None else []
    if rate is not None and rate.requests:
        asked.append(rate.seconds / rate.requests)
    return max(asked, default=None)


def is_fresh(copy: RobotsCopy, now: datetime) -> bool:
    """May the copy be used without asking the server? One from the future, by a clock that was wrong, may not."""
    return timedelta(0) <= now - copy.fetched_at < FRESH


def stands_in(copy: RobotsCopy, now: datetime) -> bool:
    """May the copy be used where the server gives no answer?"""
    return now - copy.fetched_at < STALE


def decode_robots(body: bytes) -> str:
    """robots.txt is UTF-8 by its standard. What lies beyond the limit is cut at the last whole line."""
    if len(body) > MAX_ROBOTS:
        body = body[:MAX_ROBOTS].rpartition(b"\n")[0]
    return body.decode("utf-8-sig", errors="replace")
