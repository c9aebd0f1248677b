"""Stores what the program of a version makes of the invented texts beside this file, as a dump in SQL.

    PYTHONPATH=CHECKOUT python tests/databases/make.py tests/databases/000N.sql.gz

CHECKOUT is the program's source when 000N was its newest schema: for a release that brings a new one, its last commit
before that. The files here were made so at b07e47f, 46ff863, ec1a779, e85b05d, b5341d5 and 524ff6f, and are not made
again: what the program of that day wrote is what has to be read.
"""

from __future__ import annotations

import functools
import gzip
import http.server
import os
import platform
import sqlite3
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

HERE = Path(__file__).parent
SETTINGS = """\
[fetch]
contact = "desk@variorum.example"
addresses = {{ "ferry.example" = "127.0.0.1:{port}" }}
[compare]
embedder = "lexical"
"""
OUTLETS = """\
[[outlet]]
slug = "ferry"
name = "The Ferry"
home = "http://ferry.example/"
feeds = ["http://ferry.example/feed.xml"]
"""
SERVED = {
    "robots.txt": "User-agent: *\nDisallow: /private/\n",
    "feed.xml": """\
<?xml version="1.0"?><rss version="2.0"><channel><title>The Ferry</title>
<item><title>Ferry fares to rise</title><link>http://ferry.example/fares.html</link></item>
<item><title>Gone</title><link>http://ferry.example/gone.html</link></item>
</channel></rss>
""",
    "fares.html": f"""\
<!DOCTYPE html><html lang="en"><head><title>Ferry fares to rise</title>
<meta property="article:published_time" content="2025-03-11T09:30:00Z"></head><body><article>
<h1>Ferry fares to rise</h1><p>{"The ferry to Cold Quay will cost more from April, the harbour board said. " * 3}</p>
<p>{"Regular travellers called the so-called reform a blunder at a meeting on the quay. " * 3}</p></article></body>
</html>
""",
}


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


def make(dump: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        place, served = Path(folder), Path(folder, "served")
        served.mkdir()
        for name, content in SERVED.items():
            (served / name).write_text(content, encoding="utf-8")
        handler = functools.partial(_Quiet, directory=str(served))
        with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            (place / "outlets.toml").write_text(OUTLETS, encoding="utf-8")
            (place / "variorum.toml").write_text(SETTINGS.format(port=server.server_port), encoding="utf-8")
            _work(place)
            server.shutdown()
        connection = sqlite3.connect(place / "var/variorum.db")
        with gzip.GzipFile(dump, "wb", mtime=0) as packed:
            written = "\n".join(connection.iterdump())
            packed.write(written.replace(folder, "/srv/newsdesk").replace(platform.node(), "newsdesk").encode())
        connection.close()


def _work(place: Path) -> None:
    def call(*arguments: str) -> str:
        command = [sys.executable, "-m", "variorum", *arguments]
        done = subprocess.run(command, cwd=place, capture_output=True, text=True, check=False)
        print("variorum", *arguments, "->", done.returncode, done.stderr.strip().rpartition("\n")[2])
        return done.stdout

    known = call("--help")
    if "tagger" in Path(os.environ["PYTHONPATH"], "variorum/settings.py").read_text(encoding="utf-8"):
        with (place / "variorum.toml").open("a", encoding="utf-8") as settings:
            settings.write('tagger = "none"\n')
    call("fetch")
    call("add", str(HERE / "first.jsonl"))
    call("compare")
    call("add", str(HERE / "second.jsonl"))
    call("compare")
    call("report")
    if "  events " in known:
        flood = next(line.split()[0] for line in call("events").splitlines() if "Fourteen killed" in line)
        call("events", "pin", "http://wire.example/flood", flood)
    if "  flags " in known:
        waiting = [line.split() for line in call("flags").splitlines()]
        by_rule = {words[2]: words[0] for words in waiting}
        call("flags", "decide", by_rule["doubt.purported"], "accepted", "--as", "Ada", "--note", "the others do not")
        propose = ["--propose", "phrase"] if "--propose" in call("flags", "decide", "--help") else []
        call("flags", "decide", by_rule["attribution.claim"], "rejected", "--as", "Ben", *propose)


if __name__ == "__main__":
    make(Path(sys.argv[1]).absolute())
