"""The report's templates and style sheet, and the environment that renders them."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from importlib import resources
from typing import Final

import rcssmin
import rjsmin
from jinja2 import BytecodeCache, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

#: Controls that could reorder or hide what stands around a text, what is no character in XML, and halves of surrogate
#: pairs, which UTF-8 can't hold.
_CONTROLS: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
    "\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)
REPLACEMENT: Final = "\ufffd"
#: What the head of every page leads to: a name, the page, and the kinds of pages (`Frame.page`) that belong there, the
#: page itself first.
SECTIONS: Final = (
    ("Events", "index.html", ("index", "archive", "event")),
    ("Outlets", "outlets.html", ("outlets", "outlet")),
    ("Names", "naming.html", ("naming",)),
    ("Review", "review.html", ("review",)),
    ("Method", "method.html", ("method",)),
    ("Data", "data.html", ("data",)),
)


def environment(kind: type[Environment] = Environment, compiled: BytecodeCache | None = None) -> Environment:
    """The environment of the report: everything is escaped, an unknown name is an error, control characters are shown
    as replacement characters. Globals: `stylesheet` and `script`, `csp`, the policy that allows these two and nothing
    else, and `sections`. `compiled` is where templates are kept that were compiled once."""
    env = kind(
        loader=PackageLoader("templates", ""),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=inert,
        bytecode_cache=compiled,
    )
    env.globals["stylesheet"] = Markup(stylesheet())  # noqa: S704  our own file
    env.globals["script"] = Markup(script())  # noqa: S704  our own file
    env.globals["sections"] = SECTIONS
    env.globals["csp"] = content_security_policy()
    return env


def inert(value: object) -> object:
    """The value as it may be printed: bidirectional and other controls become U+FFFD. Markup was printed once
    already."""
    # Every one of these is unprintable, and most values have no such character at all: the quicker question first.
    if type(value) is str and not value.isprintable() and _CONTROLS.search(value):
        return _CONTROLS.sub(REPLACEMENT, value)
    return value


@cache
def stylesheet() -> str:
    """The style sheet without what only its authors need. It stands in every page, so that a page can be mailed
    alone."""
    written = (resources.files("templates") / "static" / "report.css").read_text(encoding="utf-8")
    return str(rcssmin.cssmin(written))


@cache
def script() -> str:
    """The script of event pages without what only its authors need. It stands in the page, as the style sheet does."""
    return str(rjsmin.jsmin((resources.files("templates") / "static" / "report.js").read_text(encoding="utf-8")))


@cache
def content_security_policy() -> str:
    """No request, no form: only this style sheet and this script, by their hashes."""
    return (
        f"default-src 'none'; style-src '{_source_hash(stylesheet())}'; script-src '{_source_hash(script())}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _source_hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
