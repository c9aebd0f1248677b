"""`add`: single pages by address, and saved .html, .txt and .jsonl files."""

from __future__ import annotations

import dataclasses
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

import click

from db.store import Store
from scraper.article import Article, Failure, Moment, Page, host_of
from scraper.encoding import decode
from scraper.errors import ExtractError, SavedError
from scraper.extract import extract
from scraper.fetch import fetch_page
from scraper.saved import article_from_text, articles_from_jsonl
from variorum.errors import InputError
from variorum.nightly import client, configured_outlets, ledger, program_versions, user_agent
from variorum.settings import Settings

LOCAL_OUTLET = "unnamed"  # for a file whose outlet nobody named


def add_verb(
    store: Store,
    settings: Settings,
    sources: Sequence[str],
    *,
    outlet: str | None,
    published: str | None,
    now: Callable[[], datetime],
) -> int:
    """Store what each source holds; a bad source or line is reported and the rest goes on. Returns the exit status."""
    given = _given_moment(published)
    counts: Counter[str] = Counter()
    with ledger(store, "add", program_versions(), now) as entry:
        for source in sources:
            for found in _read(source, settings, outlet=outlet, published=given, now=now):
                if isinstance(found, Article):
                    counts[store.put_article(found, run=entry.run, at=now())] += 1
                else:
                    counts["failed"] += 1
                    click.echo(f"variorum: {found}", err=True)
        entry.add("add", dict(counts))
    click.echo(
        f"added {counts['new']} new, {counts['changed']} changed, {counts['same']} known; {counts['failed']} failed"
    )
    return 1 if counts["failed"] else 0


def _given_moment(published: str | None) -> Moment | None:
    if published is None:
        return None
    try:
        return Moment.parse(published, origin="given")
    except ValueError as error:
        raise InputError(
            f"--published {published!r}: not ISO 8601; write 2031-01-07 or 2031-01-07T06:12:00Z"
        ) from error


def _read(
    source: str, settings: Settings, *, outlet: str | None, published: Moment | None, now: Callable[[], datetime]
) -> Iterator[Article | str]:
    """The articles of one source, and a line for each thing in it that could not be used."""
    if source.startswith(("http://", "https://")):
        yield _fetch_one(source, settings, outlet=outlet, now=now)
        return
    path = Path(source)
    try:
        body = path.read_bytes()
    except OSError as error:
        yield f"{source}: can't be read: {error.strerror or error}"
        return
    address = path.resolve().as_uri()
    try:
        match path.suffix.lower():
            case ".jsonl":
                articles, errors = articles_from_jsonl(decode(body, None).splitlines(), outlet=outlet)
                yield from articles
                for found in errors:
                    yield f"{source}, line {found.line}: {found.reason}: {found.detail}"
            case ".txt":
                text = decode(body, None)
                yield article_from_text(text, url=address, outlet=outlet or LOCAL_OUTLET, published=published)
            case ".html" | ".htm":
                page = Page(outlet or LOCAL_OUTLET, address, address, body, None, now())
                article = _extracted(page, now)
                yield dataclasses.replace(article, published=published or article.published)
            case _:
                yield f"{source}: what is {path.suffix or 'a file without an ending'}? .html, .txt or .jsonl is read"
    except (SavedError, ExtractError) as error:
        yield f"{source}: {error}"


def _fetch_one(url: str, settings: Settings, *, outlet: str | None, now: Callable[[], datetime]) -> Article | str:
    known = {host_of(item.home): item for item in configured_outlets(settings)}
    slug = outlet or (known[host_of(url)].slug if host_of(url) in known else host_of(url))
    get, agent = client(settings), user_agent(settings)
    outcome = fetch_page(url, get, agent=agent, outlet=slug, sleep=time.sleep, now=now)
    if isinstance(outcome, Failure):
        return f"{url}: {outcome.reason}: {outcome.detail}"
    try:
        return _extracted(outcome, now)
    except ExtractError as error:
        return f"{url}: {error}"


def _extracted(page: Page, now: Callable[[], datetime]) -> Article:
    from variorum.adapters.newspaper_extractor import NewspaperExtractor

    return extract(page, NewspaperExtractor(), now=now())
