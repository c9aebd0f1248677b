"""A desk over the invented coverage of `report_sample`: its database, its application, and a person at a browser."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from flask import Flask
from jinja2 import Environment
from lxml import html

from db.records import EventResults
from db.store import Store, open_store
from scraper.article import Article
from tests import report_sample as sample
from tests.toys import keep_events
from variorum.desk.app import DeskOptions, make_app
from variorum.inputs import EventInput, OutletLabel
from variorum.settings import load_settings

PORT: Final = 8642
TOKEN: Final = "letmein"
SETTINGS: Final = """\
# ours
[compare]
embedder = "lexical"
tagger = "none"

[rules]  # of the house
# allow = []
"""
WARDS: Final = ("millers", "dyers", "coopers", "ropemakers", "chandlers", "tanners", "glaziers")
NOON: Final = datetime(2031, 4, 1, 12, tzinfo=UTC)


def fill(store: Store, events: Sequence[EventInput]) -> None:
    """Keep these events as a night would."""
    for source in events:
        for item in source.articles:
            store.put_article(item.article, run=None, at=sample.SEEN)
    keep_events(store, [source.event for source in events])
    for source in events:
        store.save_results(source.event.id, "x", source.results)


def in_section(source: EventInput, section: str) -> EventInput:
    articles = tuple(replace(one, article=replace(one.article, section=section)) for one in source.articles)
    return replace(source, articles=articles)


def coverage() -> list[EventInput]:
    return [in_section(sample.pact(), "Courts"), sample.flood()]


def changed_again(number: int) -> Article:
    """An article of the coverage as its outlet has it after so many changes."""
    item = next(one for one in coverage()[0].articles if one.article.outlet == "torvia-today")
    ward, body = WARDS[number % len(WARDS)], item.article.body
    added = (
        f"A so-called council of {ward} met on the {number}th day, and {number + 40} people were there.",
        f"The regime claimed that the notorious {ward} had boasted of it {number} times.",
    )
    return replace(item.article, text="\n\n".join((item.article.title, body, *added)))


def write_newsroom(folder: Path, events: Sequence[EventInput] | None = None, *, url: str | None = None) -> str:
    """A folder in which `variorum review` runs. Returns the database's URL: the one given, or that of the file which
    the program makes by itself."""
    listed = [
        f'[[outlet]]\nslug = "{slug}"\nname = "{name}"\nhome = "https://{host}/"\nfeeds = ["https://{host}/rss"]\n'
        for slug, (name, host) in sample.HOSTS.items()
    ]
    (folder / "outlets.toml").write_text("\n".join(listed), encoding="utf-8")
    (folder / "variorum.toml").write_text(
        "# ours\n"
        + ("" if url is None else f'database_url = "{url}"\n')
        + '[compare]\nembedder = "lexical"\ntagger = "none"\n\n[rules]  # of the house\n# allow = []\n',
        encoding="utf-8",
    )
    used = url or f"sqlite:///{folder / 'var/variorum.db'}"
    with open_store(used) as store:
        fill(store, coverage() if events is None else events)
    return used


@dataclass
class Clock:
    """A clock that a test moves. Each look at it takes a second of the day."""

    seconds: float = 0.0
    at: datetime = NOON

    def now(self) -> datetime:
        self.at += timedelta(seconds=1)
        return self.at

    def monotonic(self) -> float:
        return self.seconds


def desk_app(store: Store, folder: Path, clock: Clock, *, env: Environment | None = None, **options: Any) -> Flask:
    app = make_app(
        store,
        token=TOKEN,
        labels={slug: OutletLabel(name) for slug, (name, _) in sample.HOSTS.items()},
        homes={slug: (host,) for slug, (_, host) in sample.HOSTS.items()},
        site=folder / "site",
        options=DeskOptions(**options),
        settings=lambda: load_settings(None, cwd=folder),
        now=clock.now,
        clock=clock.monotonic,
        env=env,
    )
    app.config["PORT"] = PORT
    return app


@dataclass
class Visitor:
    """A person at a browser of their own, which follows redirects and fills in forms."""

    app: Flask
    name: str = ""
    client: Any = None
    text: str = ""
    status: int = 0
    path: str = ""
    headers: Any = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.client = self.app.test_client()
        self.get(f"/?token={TOKEN}")
        if self.name:
            self.post("/me", {**self.carried(), "reviewer": self.name})

    @property
    def page(self) -> Any:
        return html.document_fromstring(self.text)

    @property
    def words(self) -> str:
        return " ".join(self.page.text_content().split())

    @property
    def item(self) -> str:
        return str(self.page.xpath("string(//article/@data-item)"))

    @property
    def message(self) -> str:
        return str(self.page.xpath("string(//p[@class='msg'])"))

    def get(self, path: str, **headers: str) -> Visitor:
        return self._follow(self.client.get(path, base_url=BASE, headers=headers))

    def post(self, path: str, data: Any, **headers: str) -> Visitor:
        return self._follow(self.client.post(path, base_url=BASE, data=data, headers=headers))

    def carried(self) -> dict[str, str]:
        """The mark that every form of this browser carries."""
        return {"csrf_token": str(self.page.xpath("string(//input[@name='csrf_token']/@value)"))}

    def form(self, action: str, index: int = 0) -> dict[str, Any]:
        """What a form would send, without any button."""
        (form,) = self.page.xpath(f"//form[@action='{action}']")[index : index + 1]
        found: dict[str, Any] = {}
        for name, value in form.form_values():
            found.setdefault(name, []).append(value)
        return {name: values if len(values) > 1 else values[0] for name, values in found.items()}

    def decide(self, judgement: str, **more: Any) -> Visitor:
        return self.post("/decide", {**self.form("/decide"), "judgement": judgement, **more})

    def skip(self) -> Visitor:
        return self.post("/skip", self.form("/decide"))

    def undo(self) -> Visitor:
        return self.post("/undo", self.form("/undo"))

    def _follow(self, answer: Any) -> Visitor:
        while answer.status_code in (302, 303):
            answer.close()
            answer = self.client.get(answer.headers["Location"], base_url=BASE)
        self.text, self.status = answer.get_data(as_text=True), answer.status_code
        self.path = urlsplit(answer.request.url).path
        self.headers = answer.headers
        answer.close()
        return self


BASE: Final = f"http://127.0.0.1:{PORT}"


def results_without(results: EventResults, keep: Callable[[str], bool]) -> EventResults:
    """The results with those flags alone whose words are kept."""
    return replace(results, flags=tuple(one for one in results.flags if keep(one.flag.match)))
