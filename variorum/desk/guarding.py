"""Who may see the desk's pages and send to them.

The desk binds to this machine alone, but every page that a browser on it has open can send requests to it. So: the Host
must be ours (a foreign name that was made to point here, DNS rebinding, has another), a random token must have come
once and left a cookie that no other site sends along, and what is posted must come from our own pages, by the
browser's headers and by a token in the form.
"""

from __future__ import annotations

import hmac
import re
import secrets
from typing import Final
from urllib.parse import quote, urlencode

from flask import Flask, Response, current_app, redirect, request, session
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError, CSRFProtect

TOKEN: Final = "token"  # noqa: S105  the name of an argument, not a secret
HOSTS: Final = ("127.0.0.1", "localhost")
#: What serves the pages' looks holds nothing of anybody's; the page that refuses needs it too.
OPEN_PATHS: Final = frozenset({"/desk.css", "/desk.js", "/favicon.ico"})
POLICY: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; form-action 'self';"
    " base-uri 'none'; frame-ancestors 'none'"
)
#: Pages of the site have their own policy in their head; from here they may not send anything.
SITE_POLICY: Final = "connect-src 'none'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"


class Refused(Exception):  # noqa: N818  it is an answer, not a fault of the program
    """A request that is not served: its status, why, and what to do."""

    def __init__(self, status: int, title: str, told: str, remedy: str) -> None:
        super().__init__(told)
        self.status, self.title, self.told, self.remedy = status, title, told, remedy


def guard(app: Flask, token: str) -> None:
    """Let nobody in but who came with the token. The app's config holds PORT, once it is known."""
    app.secret_key = secrets.token_bytes(32)
    app.config.update(
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Strict",
        WTF_CSRF_CHECK_DEFAULT=False,  # asked for below, after the other checks
        WTF_CSRF_TIME_LIMIT=None,  # a page may stay open for a day; its cookie ends with the server
    )
    csrf = CSRFProtect(app)

    @app.before_request
    def check() -> ResponseReturnValue | None:
        _check_host()
        if request.method not in ("GET", "HEAD", "POST"):
            raise Refused(405, "Not served", f"{request.method} is not served here.", "Use the desk's own pages.")
        given = request.args.get(TOKEN)
        if given is not None and request.method == "GET":
            return _let_in(given, token)
        if request.path in OPEN_PATHS:
            return None
        if not session.get("in"):
            raise NOT_LET_IN
        if request.method == "POST":
            _check_origin()
            try:
                csrf.protect()
            except CSRFError as error:
                raise Refused(
                    400,
                    "This form can't be taken",
                    f"It does not carry this browser's own mark: {(error.description or '').rstrip('.')}. Nothing was"
                    " changed.",
                    "Go back, copy your note if you wrote one, load the page anew and send it again.",
                ) from error
        return None

    @app.after_request
    def secure(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = SITE_POLICY if request.path.startswith("/site/") else POLICY
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        response.headers["X-Frame-Options"] = "DENY"
        response.headers["Cache-Control"] = "no-store"
        return response


NOT_LET_IN: Final = Refused(
    403,
    "This desk is closed to this browser",
    "The address with which the desk was opened carries a token, and this browser has not come with it yet.",
    "Open the address that variorum review printed in its terminal; each start of the desk makes a new one. If you"
    " followed a link to it from another page, copy the address into a new window instead.",
)


def cookie_name(port: int) -> str:
    """Cookies of one host are shared by all its ports: two desks at once need two."""
    return f"variorum-desk-{port}"


def _check_host() -> None:
    port = current_app.config["PORT"]
    if request.host not in {f"{host}:{port}" for host in HOSTS}:
        raise Refused(
            421,
            "Not this desk's address",
            "The request names another host than this machine's own.",
            f"Open the desk as http://127.0.0.1:{port}/ with the token that variorum review printed.",
        )


def _let_in(given: str, token: str) -> ResponseReturnValue:
    """Exchange the token for a cookie, and lead to the same place without it, so that it stays in no history."""
    if not hmac.compare_digest(given.encode(), token.encode()):
        raise NOT_LET_IN
    session["in"] = True
    session.setdefault("visit", secrets.token_hex(8))
    rest = {key: value for key, value in request.args.items() if key != TOKEN}
    return redirect(own_path(quote(request.path)) + (f"?{urlencode(rest)}" if rest else ""), 303)


def own_path(given: str) -> str:
    """An address on this desk, to be led to; the queue's for what may lead elsewhere. Browsers drop tabs and line ends
    from an address and take a backslash for a slash."""
    return given if re.fullmatch(r"/(?![/\\])[^\\\x00-\x20\x7f]*", given) else "/"


def _check_origin() -> None:
    """Raises Refused for what another page sends.

    With `no-referrer` browsers may call our own origin "null"; then `Sec-Fetch-Site` tells. A client that sends neither
    header is no browser, and has the cookie and the form's token.
    """
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    own = f"http://{request.host}"
    foreign = site not in (None, "same-origin") or origin not in (None, own, "null")
    if foreign or (origin == "null" and site != "same-origin"):
        raise Refused(403, "Refused", "Another page sent this form. Nothing was changed.", "Use the desk's own pages.")
