"""The scraper's own exceptions, drawn once.

    ScraperError
    ├── OutletsError     a file of outlets that cannot be used; `problems` holds all of them
    ├── DiscoverError    a feed, sitemap or front page that offers nothing readable
    ├── FetchError       an address that could not be had: refused, unreachable, too slow
    ├── ExtractError     a page that holds no usable article
    └── SavedError       a saved text or line that is not an article

`reason` is a short stable phrase that can be counted and logged; `detail` says what happened and what helps.
"""

from __future__ import annotations


class ScraperError(Exception):
    """Base of everything the scraper raises on purpose."""


class OutletsError(ScraperError):
    """A file of outlets with mistakes. The message names the file, each outlet, key and remedy, one a line."""

    def __init__(self, source: str, problems: tuple[str, ...]) -> None:
        self.source = source
        self.problems = problems
        super().__init__("\n".join(f"{source}: {problem}" for problem in problems))


class _ReasonedError(ScraperError):
    def __init__(self, reason: str, detail: str) -> None:
        self.reason = reason
        self.detail = detail
        super().__init__(f"{reason}: {detail}")


class DiscoverError(_ReasonedError):
    """A listing that cannot be read."""


class FetchError(_ReasonedError):
    """An exchange with a server that ended without a usable answer."""


class ExtractError(_ReasonedError):
    """A page without a usable article."""


class SavedError(_ReasonedError):
    """A saved text, or a line of a JSON Lines file, that is not an article."""
