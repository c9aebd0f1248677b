"""The templates: they print what the view-models hold, all of it, and nothing they were given can act."""

from __future__ import annotations

import json
import re
from dataclasses import fields, is_dataclass, replace
from importlib import resources
from itertools import pairwise
from typing import Any

import pytest
from jinja2 import Environment, UndefinedError
from lxml import html

from templates import content_security_policy, environment, inert, stylesheet
from tests import report_sample as sample
from variorum import revisionviews, views
from variorum.inputs import EventInput, FetchReport, OutletLabel
from variorum.kinds import KINDS
from variorum.site import render_site

HOSTILE = (
    "<script>document.title='owned'</script>",
    '"><img src=x onerror="document.title=\'owned\'">',
    "' autofocus onfocus='document.title=1' x='",
    "</title></style></details><svg onload=alert(1)>",
    "{{ 7*7 }}{% raw %} &lt;b&gt; &amp;",
    "\u202egnp.exe\u2066 and \u0007\u0000",
)


class Recording(Environment):
    """Notes which field of which type a template asked for."""

    seen: set[tuple[str, str]]

    def getattr(self, obj: Any, attribute: str) -> Any:
        if is_dataclass(obj):
            self.seen.add((type(obj).__name__, attribute))
        return super().getattr(obj, attribute)


def test_templates_print_every_field_and_no_other() -> None:
    env = environment(Recording)
    assert isinstance(env, Recording)
    env.seen = set()
    for name, page in sample.pages():
        env.get_template(name).render(page=page)
    vocabulary = [*vars(views).values(), *vars(revisionviews).values()]
    types = [kind for kind in vocabulary if isinstance(kind, type) and is_dataclass(kind)]
    typed = {(kind.__name__, field.name) for kind in types for field in fields(kind)}
    assert env.seen == typed


def test_an_unknown_name_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        environment().from_string("{{ page.colour }}").render(page=views.Version("a", "b"))


def test_the_policy_allows_the_style_sheet_and_nothing_else() -> None:
    policy = content_security_policy()
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    for _, content in rendered(sample.everything()):
        page = html.document_fromstring(content)
        assert page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content") == [policy]
        assert page.xpath("string(//style)") == stylesheet()
        assert not page.xpath("//script | //img | //iframe | //form | //*[@style] | //@*[starts-with(name(), 'on')]")
        assert page.xpath("//link/@rel") == ["alternate"]


def test_the_style_sheet_reaches_for_nothing() -> None:
    assert not re.search(r"url\(|@import|</|expression", stylesheet())


def test_every_kind_has_its_mark() -> None:
    letters = [kind.letter for kind in KINDS.values()]
    assert len(set(letters)) == len(letters)
    drawn = set(re.findall(r"\.k-([a-z-]+)", stylesheet()))
    assert drawn == set(KINDS)


def test_pages_have_language_title_headings_and_robots() -> None:
    for path, content in rendered(sample.everything()):
        page = html.document_fromstring(content)
        assert page.get("lang") == "en"
        assert len(page.xpath("//h1")) == 1, path
        assert page.xpath("//meta[@name='robots']/@content") == ["noindex, nofollow"]
        levels = [int(tag[1]) for tag in (e.tag for e in page.xpath("//h1|//h2|//h3"))]
        assert all(b - a <= 1 for a, b in pairwise(levels)), (path, levels)
        assert page.xpath("//a[@class='skip']/@href") == ["#main"]
        ids = page.xpath("//@id")
        assert len(ids) == len(set(ids))


def test_foreign_text_says_so() -> None:
    page = rendered_event(sample.flood())
    assert "fr" in page.xpath("//td//div[@class='r']/@lang")
    assert set(page.xpath("//div[@class='r' and @lang='fr']/descendant::text()")) & {"A wall of water killed "}


def test_versions_and_invented_outlets_are_named_on_every_page() -> None:
    for _, content in rendered(sample.everything()):
        text = " ".join(html.document_fromstring(content).text_content().split())
        for name, value in sample.report().versions.items():
            assert f"{name} {value}" in text
        assert "Invented outlets" in text
    real = sample.report(outlets={})
    assert not any(b"Invented outlets" in content for _, content in render_site(sample.everything(), real))


def test_our_words_are_plain() -> None:
    forbidden = re.compile(r"\b(bias\w*|spin|admit\w*|omit\w*|failed to)\b", re.IGNORECASE)
    for file in resources.files("templates").iterdir():
        if file.name.endswith(".html"):
            assert not forbidden.search(file.read_text(encoding="utf-8")), file.name
    for kind in KINDS.values():
        assert not forbidden.search(f"{kind.says} {kind.difference}")


@pytest.mark.parametrize("nasty", HOSTILE)
def test_hostile_text_is_shown_and_does_nothing(nasty: str) -> None:
    harmless = "plain words"
    clean = rendered([hostile(harmless)], hostile_fetch(harmless), harmless)
    for (path, content), (_, same) in zip(rendered([hostile(nasty)], hostile_fetch(nasty), nasty), clean, strict=True):
        assert shape(content) == shape(same), path
        assert not re.search("[\u202a-\u202e\u2066-\u2069\x00-\x08]", content.decode())
    text = html.document_fromstring(dict(rendered([hostile(nasty)]))["index.html"].decode()).text_content()
    assert str(inert(nasty)) in text


def test_controls_and_halves_of_characters_are_replaced() -> None:
    assert inert("a\u202eb\x00c\ud800d\ne") == "a\ufffdb\ufffdc\ufffdd\ne"
    assert inert(7) == 7


def shape(content: bytes) -> list[tuple[str, tuple[str, ...]]]:
    """Every element of a page with the names of its attributes: what a text that is only shown can't change."""
    page = html.document_fromstring(content.decode())
    return [(str(e.tag), tuple(e.attrib)) for e in page.iter()]


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,<script>", "file:///etc/passwd", "//evil.example/", 'x"onclick=y']
)
def test_unsafe_addresses_become_no_link(url: str) -> None:
    labels = {"bad": OutletLabel("Bad", source_url=lambda _: url), "meridian": sample.LABELS["meridian"]}
    one = sample.article("bad", "x", "2025-03-11T06:00:00Z", "A headline", "One sentence here.")
    two = sample.article("meridian", "y", "2025-03-11T07:00:00Z", "Another", "One sentence there.")
    both = sample.event(
        [one, two],
        claims=[sample.claim(sample.reading(one, "One sentence here."), sample.reading(two, "One sentence there."))],
    )
    for path, content in render_site([both], sample.report(outlets=labels)):
        if path.endswith(".jsonld"):
            found = [one["target"]["source"] for one in json.loads(content)["items"]]
        elif path.endswith(".html"):
            found = html.document_fromstring(content).xpath("//@href")
        else:
            continue
        safe = r"https?://|(\.\./)*source/|(\.\./)?(events/|index\.html|method\.html|feed\.xml|#)"
        assert all(re.match(safe, href) for href in found), (path, found)


def rendered(
    events: list[EventInput], fetch: FetchReport | None = None, title: str = "Variorum"
) -> list[tuple[str, bytes]]:
    """The pages alone, without what lies beside them."""
    files = render_site(events, sample.report(title=title), fetch=fetch)
    return [(path, content) for path, content in files if path.endswith(".html")]


def rendered_event(source: EventInput) -> Any:
    path, content = rendered([source])[0]
    assert path.startswith("events/")
    return html.document_fromstring(content)


def hostile(nasty: str) -> EventInput:
    """An event in which every string that comes from outside is `nasty`."""
    one = sample.article(nasty, "x", "2025-03-11T06:00:00Z", nasty, f"{nasty} wrote.", language=nasty, url=nasty)
    two = sample.article("meridian", "y", "2025-03-11", f"Also {nasty}", f"{nasty} said.", revision=2)
    shared = sample.claim(sample.reading(one, one.article.body), sample.reading(two, two.article.body))
    marked = sample.flag(one, nasty, "doubt", voice="quoted", source=nasty, message=nasty)
    marked = replace(marked, flag=replace(marked.flag, rule=nasty))
    return sample.event([one, two], claims=[shared], flags=[marked], title=nasty)


def hostile_fetch(nasty: str) -> FetchReport:
    failures = sample.fetch_report().failures
    return FetchReport(1, 0, (replace(failures[0], outlet=nasty, url=nasty, reason=nasty, detail=nasty),))
