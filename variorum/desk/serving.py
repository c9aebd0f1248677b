"""`variorum review`: the desk as a server on this machine alone, until it is ended.

Flask, for forms and pages are all there is, the store is not asynchronous, and Flask-WTF guards the forms; waitress,
because it is made to be served from, in pure Python, with few threads and a clean end, which Flask's own server is not.
"""

from __future__ import annotations

import errno
import secrets
import signal
import time
import webbrowser
from collections.abc import Callable
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlsplit

import click
from waitress.server import create_server

from scraper.outlets import Outlet
from variorum.desk.app import DeskOptions, make_app
from variorum.desk.guarding import TOKEN, cookie_name
from variorum.errors import DeskError
from variorum.inputs import OutletLabel
from variorum.newsroom import configured_outlets
from variorum.opening import open_of
from variorum.settings import Settings
from variorum.verdictrows import check_reviewer

HOST: Final = "127.0.0.1"
PORT: Final = 8642
THREADS: Final = 4  # requests at once; a desk has a few browsers, each with one request at a time
LOCK_WAIT_S: Final = 5.0  # seconds that a person waits for another program's writing before being asked to send again


def review_verb(
    read_settings: Callable[[], Settings],
    *,
    port: int,
    reviewer: str,
    blind: bool,
    open_browser: bool,
    now: Callable[[], datetime],
) -> int:
    """Serve the desk until Ctrl-C or SIGTERM. Raises DeskError where the port is taken, InputError for a bad name."""
    reviewer = reviewer.strip()
    if reviewer:
        check_reviewer(reviewer)
    settings = read_settings()
    outlets = configured_outlets(settings)
    token = secrets.token_urlsafe(24)
    with open_of(settings, lock_timeout_s=LOCK_WAIT_S, make=False) as store:
        app = make_app(
            store,
            token=token,
            labels={one.slug: OutletLabel(one.name, invented=one.invented) for one in outlets},
            homes={one.slug: hosts_of(one) for one in outlets},
            site=settings.path(settings.site),
            options=DeskOptions(reviewer, blind),
            settings=read_settings,
            now=now,
            clock=time.monotonic,
        )
        server = listen(app, port)
        app.config.update(PORT=server.effective_port, SESSION_COOKIE_NAME=cookie_name(server.effective_port))
        address = f"http://{HOST}:{server.effective_port}/?{TOKEN}={token}"
        click.echo(f"review desk: {address}")
        click.echo("The address lets in whoever has it, from this machine alone. Ctrl-C ends the desk.")
        if open_browser and not webbrowser.open(address):
            click.echo("no browser could be opened; open the address yourself", err=True)
        before = signal.signal(signal.SIGTERM, _end)
        try:
            server.run()  # until KeyboardInterrupt or SystemExit; requests at work are finished first
        except KeyboardInterrupt:
            pass
        finally:
            signal.signal(signal.SIGTERM, before)
            server.close()
        click.echo("the desk is closed")
    return 0


def listen(app: Any, port: int) -> Any:
    """A server that is bound to the port, or with 0 to a free one, and serves nothing yet. Raises DeskError."""
    try:
        return create_server(app, host=HOST, port=port, threads=THREADS, ident=None)
    except OSError as error:
        remedy = "end what listens there, or give another with --port; --port 0 takes a free one"
        if error.errno == errno.EADDRINUSE:
            raise DeskError(f"port {port} is taken; {remedy}") from error
        raise DeskError(f"port {port} can't be listened at ({error.strerror or error}); {remedy}") from error


def hosts_of(outlet: Outlet) -> tuple[str, ...]:
    """The hosts of an outlet's own addresses, with and without "www."."""
    urls = (outlet.home, *outlet.feeds, *outlet.sitemaps, *outlet.front_pages)
    found = {*outlet.sites, *(urlsplit(url).hostname or "" for url in urls)}
    return tuple(sorted({host for one in found for host in (one, one.removeprefix("www."))} - {""}))


def _end(signum: int, frame: object) -> None:
    raise KeyboardInterrupt
