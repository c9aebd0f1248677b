"""Addresses: which are fetchable, which are the same, and which belong to one site (pure)."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin, urlsplit, urlunsplit

from w3lib.url import canonicalize_url, url_query_cleaner

from scraper.article import host_of, storable

if TYPE_CHECKING:
    from tldextract import TLDExtract

WEB_SCHEMES: Final = ("http", "https")
DEFAULT_PORTS: Final = {"http": 80, "https": 443}
MAX_URL: Final = 2_000
"""Characters. Longer addresses are not articles: servers and the sitemap protocol (2,048) stop about there."""

REMEMBERED: Final = 1_024
"""Addresses whose canonical form is kept: a page names its own in a dozen places."""

_TRACKING: Final = (
    *("utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "utm_id", "utm_name"),
    *("fbclid", "gclid", "dclid", "msclkid", "mc_cid", "mc_eid", "igshid", "ns_mchannel", "ns_source", "ns_campaign"),
    *("at_medium", "at_campaign", "at_custom1", "at_custom2", "ftag", "cmpid", "ncid", "ocid", "smid", "taid"),
)
"""Query keys that say where a reader came from and never what the page is."""


def is_web(url: str) -> bool:
    """True for an http or https address with a host, of bearable length, with a readable port, that can be encoded."""
    if storable(url) != url:
        return False
    try:
        parts = urlsplit(url)
        return parts.scheme in WEB_SCHEMES and bool(parts.hostname) and len(url) <= MAX_URL and parts.port != 0
    except ValueError:
        return False


def resolve(base: str, href: str) -> str | None:
    """The absolute address of a link as a page at `base` means it, without fragment; None where it is not for the web.

    `javascript:`, `data:`, `mailto:` and the like give None, as do blanks and what no URL parser accepts.
    """
    if not href.strip():
        return None
    try:
        parts = urlsplit(urljoin(base, href.strip()))
        absolute = urlunsplit(parts._replace(fragment=""))
    except ValueError:
        return None
    return absolute if is_web(absolute) else None


@lru_cache(maxsize=REMEMBERED)
def canonical_url(url: str) -> str:
    """The form by which two addresses are matched. Raises ValueError for what is not a web address.

    One spelling of escapes, host, port and query order; no tracking keys, fragment, or slash at the end of a path.
    """
    if not is_web(url):
        raise ValueError(f"not an http or https address: {url!r}")
    clean = canonicalize_url(url_query_cleaner(url, _TRACKING, remove=True, unique=False))
    parts = urlsplit(clean)
    host = (parts.hostname or "").rstrip(".")
    netloc = f"[{host}]" if ":" in host else host
    if parts.port is not None and parts.port != DEFAULT_PORTS[parts.scheme]:
        netloc = f"{netloc}:{parts.port}"
    path = parts.path.rstrip("/") or "/"
    return urlunsplit(parts._replace(netloc=netloc, path=path, fragment=""))


def origin_of(url: str) -> str:
    """Scheme, host and port: what one robots.txt speaks for."""
    parts = urlsplit(url)
    port = parts.port or DEFAULT_PORTS.get(parts.scheme, 0)
    host = host_of(url)
    return f"{parts.scheme}://{f'[{host}]' if ':' in host else host}:{port}"  # an IPv6 address stands in brackets


def site_of(url: str) -> str:
    """The registrable domain (`news.co.uk` of `www.news.co.uk`); the last two labels of an unknown suffix."""
    host = host_of(url)
    registrable = _suffixes()(host).top_domain_under_public_suffix
    if registrable or host.replace(".", "").isdigit() or ":" in host:
        return registrable or host
    return ".".join(host.split(".")[-2:])


def same_site(one: str, other: str) -> bool:
    return bool(host_of(one)) and site_of(one) == site_of(other)


@cache
def _suffixes() -> TLDExtract:
    """The public suffix list as tldextract ships it: never fetched, never cached on disk."""
    from tldextract import TLDExtract

    return TLDExtract(suffix_list_urls=(), cache_dir=None)
