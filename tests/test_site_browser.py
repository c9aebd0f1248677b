"""The report in a real browser, from disk: it fits, it is accessible, it asks for nothing, and its marks open
without script."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from itertools import chain, pairwise
from pathlib import Path
from typing import Any

import pytest

from templates import script
from tests import hostile_news
from tests import report_sample as sample
from tests.test_templates import HOSTILE, hostile, hostile_facts, hostile_fetch
from variorum.inputs import OutletLabel
from variorum.site import render_site
from variorum.sitefolder import write_site
from variorum.sitepaths import DATA, NAMING, REVIEW, event_path, outlet_path

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here; on Debian: apt-get install chromium")

WIDTHS = (1440, 768, 360)
PACT = event_path(sample.pact().event.id)
OVER_ALL = ("outlets.html", outlet_path("daily-bell"), outlet_path("harbour-post"), NAMING, REVIEW, DATA)
PAGES = (
    *("index.html", PACT, event_path(sample.flood().event.id), event_path(sample.ferry().event.id), "method.html"),
    *OVER_ALL,
    "archive/2025-03.html",
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("report")
    files = render_site(sample.everything(), sample.report(), fetch=sample.fetch_report(), facts=sample.store_facts())
    write_site(chain(files, sample.archive_files()), out)
    return out


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        yield running
        running.close()


@pytest.fixture
def open_page(browser: Any) -> Iterator[Any]:
    """Opens a file at a width and in a colour scheme; closes what it opened."""
    contexts = []

    def opener(path: Path, width: int = 1440, scheme: str = "light", **more: Any) -> Any:
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, **more)
        contexts.append(context)
        page = context.new_page()
        page.goto(path.as_uri())
        return page

    yield opener
    for context in contexts:
        context.close()


#: Lays out what lies below the window too, which browsers skip until it is near.
LAY_OUT = "document.querySelectorAll('main > section').forEach(one => { one.style.contentVisibility = 'visible' })"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_no_accessibility_violation(site: Path, open_page: Any, width: int, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    axe = Axe()
    for path in PAGES:
        page = open_page(site / path, width, scheme)
        page.evaluate(LAY_OUT)
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        found = axe.run(
            page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
        )
        assert found.violations_count == 0, f"{path} at {width}: {found.generate_report()}"
        page.context.close()


@pytest.mark.parametrize("width", WIDTHS)
def test_the_page_never_scrolls_sideways(site: Path, open_page: Any, width: int) -> None:
    for path in PAGES:
        page = open_page(site / path, width)
        for opened in (False, True):
            page.evaluate(
                "opened => document.querySelectorAll('details').forEach(one => { one.open = opened })", opened
            )
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path


@pytest.mark.parametrize("width", [360, 560])
def test_on_a_phone_the_rules_stand_in_stacks_that_name_what_each_part_is(
    site: Path, open_page: Any, width: int
) -> None:
    page = open_page(site / "method.html", width)
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    for region in page.locator(".fit").all():
        assert region.evaluate("one => one.scrollWidth <= one.clientWidth"), region.get_attribute("aria-label")
        assert region.get_attribute("tabindex") == "0"
        assert region.get_attribute("aria-label")
    rule = page.locator(".rules tbody tr").first
    named = "one => getComputedStyle(one, '::before').content"
    parts = [cell.evaluate(named) for cell in rule.locator("td").all() if cell.inner_text()]
    assert parts == [f'"{part}: "' for part in ("reason given", "marks", "leaves alone", "record", "source")]


def test_it_asks_for_nothing_and_complains_of_nothing(site: Path, browser: Any) -> None:
    context = browser.new_context()
    page = context.new_page()
    asked, said = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    for path in PAGES:
        page.goto((site / path).as_uri())
    context.close()
    assert asked == [(site / path).as_uri() for path in PAGES]
    assert said == []


def note_under(mark: Any) -> Any:
    """What a mark opens: the block under its sentence that has the mark's own number."""
    number = mark.evaluate("one => [...one.parentElement.querySelectorAll(':scope > .m')].indexOf(one) + 1")
    return mark.locator(f"xpath=../following-sibling::*[{number}]")


def test_marks_open_in_place_without_script_by_keyboard_alone(site: Path, open_page: Any) -> None:
    page = open_page(site / PACT, java_script_enabled=False)
    mark = page.locator("td details.m", has_text="purported").first
    note = note_under(mark)
    assert not note.is_visible()
    mark.locator("summary").click()
    assert note.is_visible()
    mark.locator("summary").click()
    assert not note.is_visible()
    page.locator("h1").click()
    mark.evaluate("one => one.querySelector('summary').focus({focusVisible: true})")
    assert note.is_visible(), "it shows while its words have the keyboard's focus"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.note') !== null"), "and stays open for its links with Enter"
    assert "in its own words for what Aldmoor and Kessaly said" in note.inner_text()
    assert "not reviewed" in note.inner_text()
    assert "meant to counter" in note.inner_text()
    link = note.get_by_role("link", name="Read it in the source").get_attribute("href")
    assert link.startswith("../source/torvia-today.example/")
    assert ":~:text=" in link
    above, below = mark.locator("xpath=..").bounding_box(), note.bounding_box()
    assert below["y"] >= above["y"] + above["height"], "the note stands under its whole sentence"
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    page.locator("h1").click()
    assert not note.is_visible()


#: Of every mark: how many marks its sentence has, and whether it opens, alone, what it names and nothing else.
ALONE = """() => {
  const seen = []
  for (const line of document.querySelectorAll("main :is(.r, .pl):has(> .m)")) {
    const marks = [...line.querySelectorAll(":scope > .m")]
    const blocks = [...line.parentElement.querySelectorAll(":scope > :is(.note, .notes)")]
    for (const mark of marks) {
      mark.open = true
      const shown = blocks.filter(one => one.checkVisibility())
      const said = mark.querySelector(".vh").textContent
      const names = shown.flatMap(one => [...one.querySelectorAll("p:first-child b")].map(name => name.textContent))
      seen.push([marks.length, shown.length === 1 && names.every(name => said.includes(name))])
      mark.open = false
    }
  }
  return seen
}"""


def test_every_mark_opens_its_own_note_and_no_other(site: Path, open_page: Any) -> None:
    seen = open_page(site / PACT).evaluate(ALONE)
    assert len(seen) > 10
    assert any(marks > 1 for marks, _ in seen), "a sentence with several marks"
    assert all(alone for _, alone in seen)


def test_escape_closes_a_note_from_its_words_and_from_within(site: Path, open_page: Any) -> None:
    page = open_page(site / PACT)
    mark = page.locator("td details.m", has_text="purported").first
    words, note = mark.locator("summary"), note_under(mark)
    words.click()
    page.keyboard.press("Escape")
    assert not note.is_visible()
    words.evaluate("one => one.focus({focusVisible: true})")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.note') !== null")
    page.keyboard.press("Escape")
    assert not note.is_visible(), "though its words have the keyboard's focus"
    assert words.evaluate("one => one === document.activeElement")
    page.keyboard.press("Enter")
    assert note.is_visible(), "Enter opens it again"
    page.locator("body").evaluate("() => document.activeElement.blur()")
    page.keyboard.press("Escape")
    assert note.is_visible(), "one that has no focus stays"
    page.keyboard.press("j")
    assert page.locator("ol.diffs > li").first.evaluate("one => one === document.activeElement")


def test_the_table_is_narrowed_by_marks_voices_review_and_outlets(site: Path, open_page: Any) -> None:
    page = open_page(site / PACT)
    rows = page.locator(".ct tbody tr")
    everything = rows.count()
    assert page.locator(".found").inner_text() == f"all {everything} claims in the table"
    page.locator(".tools summary").click()
    page.locator("[name=kind][value=doubt]").check()
    seen = [row for row in rows.all() if row.is_visible()]
    assert 0 < len(seen) < everything
    assert all(row.locator(".note.k-doubt").count() for row in seen)
    assert page.locator(".found").inner_text() == f"{len(seen)} of {everything} claims in the table"
    assert not any(
        note_under(mark).locator("xpath=self::*[contains(@class, 'k-doubt')]").count()
        for mark in page.locator("td details.m.off").all()
    )
    page.locator("[name=voice][value=quoted]").check()
    assert page.locator(".found").inner_text() == f"0 of {everything} claims in the table"
    page.get_by_role("button", name="Show everything").click()
    page.locator("[name=state][value=done]").check()
    assert all(row.locator(".note.done").count() for row in rows.all() if row.is_visible())
    page.get_by_role("button", name="Show everything").click()
    page.locator("[name=outlet][value='0']").check()
    page.locator("[name=outlet][value='2']").check()
    assert [head.is_visible() for head in page.locator(".ct thead th").all()][:5] == [True, True, False, True, False]
    page.get_by_role("button", name="Show everything").click()
    assert all(row.is_visible() for row in rows.all())
    assert page.locator(".off").count() == 0
    assert page.locator(".chips .badge").count() == page.locator(".chips .badge:visible").count()


#: The kinds of the badges under a claim's title that are shown, and those of the marks that its cells show.
LEFT = """row => {
  const kinds = (all) => [...new Set(all.flatMap(one => [...one.classList]))].filter(one => one.startsWith("k-")).sort()
  const seen = [...row.cells].slice(1).filter(cell => cell.checkVisibility())
  const under = mark => {
    const before = [...mark.parentElement.querySelectorAll(":scope > .m")]
    let block = mark.parentElement
    for (let step = before.indexOf(mark); step >= 0; step--) block = block.nextElementSibling
    return block.matches(".note") ? [block] : [...block.children]
  }
  const marks = seen.flatMap(cell => [...cell.querySelectorAll("details.m:not(.off)")].flatMap(under))
  const badges = [...row.querySelectorAll(".chips .badge")].filter(one => one.checkVisibility())
  const named = [...row.querySelectorAll(".chips .vh")].filter(one => one.checkVisibility())
  return [kinds(badges), kinds(marks), named.length]
}"""


@pytest.mark.parametrize("chosen", [("outlet", "0"), ("outlet", "3"), ("kind", "naming"), ("state", "done")])
def test_the_badges_of_a_claim_are_those_of_what_the_filter_leaves(
    site: Path, open_page: Any, chosen: tuple[str, str]
) -> None:
    page = open_page(site / PACT)
    rows = page.locator(".ct tbody tr")
    before = sum(len(row.evaluate(LEFT)[0]) for row in rows.all())
    page.locator(".tools summary").click()
    name, value = chosen
    page.locator(f"[name={name}][value='{value}']").check()
    found = [row.evaluate(LEFT) for row in rows.all() if row.is_visible()]
    assert found
    for badges, marks, named in found:
        assert len(badges) == named
        if name == "outlet":
            assert badges == marks
        else:
            assert set(badges) <= set(marks), "of a mark of several kinds those stand that were chosen"
    assert sum(len(badges) for badges, _, _ in found) < before
    if name == "kind":
        assert all(badges == [f"k-{value}"] for badges, _, _ in found)


#: Where the keyboard's focus is: the claim's row, or the sentence; and whether it is in sight, under what sticks.
AT = """() => {
  const one = document.activeElement
  const told = one.matches("th") ? "#" + one.id : one.matches(".diffs > li") ? one.textContent.trim() : null
  const head = document.querySelector(".ct thead").getBoundingClientRect()
  const top = (one.closest("tr") ?? one).getBoundingClientRect().top
  const free = one.matches("th") && getComputedStyle(document.querySelector(".scroll")).overflowX === "visible"
    ? Math.max(0, head.bottom) : 0
  return [told, top >= free - 1 && top < innerHeight / 2]
}"""
SAID = "document.querySelector('main > [role=status]').textContent"


def walked(page: Any, key: str = "j") -> list[str]:
    """Every place that the key leads to, until it leads no further. Each must be in sight."""
    found: list[str] = []
    places: list[int] = []
    for _ in range(200):
        page.keyboard.press(key)
        said, (told, in_sight) = page.evaluate(SAID), page.evaluate(AT)
        if said.startswith("no "):
            assert all(abs(a - b) == 1 for a, b in pairwise(places))
            return found
        assert in_sight, (key, told)
        found.append(told)
        counted = re.fullmatch(r"difference (\d+) of \d+", said)
        assert counted is not None, said
        places.append(int(counted[1]))
    raise AssertionError("the key leads on and on")


@pytest.mark.parametrize("width", WIDTHS)
def test_keys_walk_the_differences(site: Path, open_page: Any, width: int) -> None:
    page = open_page(site / PACT, width)
    strongest = [one.strip() for one in page.locator("ol.diffs > li").all_text_contents()]
    differing = page.locator(".ct tbody tr:has(.chips .badge) > th").evaluate_all("all => all.map(one => '#' + one.id)")
    numbers = [one.strip() for one in page.locator("ul.plainly > li").all_text_contents()]
    assert len(strongest) == 5
    assert len(differing) > 2
    assert numbers
    assert walked(page) == [*strongest, *differing, *numbers]
    assert walked(page, "k") == [*strongest, *differing, *numbers][-2::-1]
    assert page.evaluate(AT)[0] == strongest[0], "the focus stays where it was"
    assert "walk the differences" in page.locator(".tools").inner_text()


def test_keys_lead_into_a_large_table_beneath_its_head(tmp_path: Path, open_page: Any) -> None:
    source = sample.large(3, 40)
    labels = {
        f"outlet-{n}": OutletLabel(f"The very long name of the outlet with the number {n} " * 3) for n in range(3)
    }
    write_site(render_site([source], sample.report(outlets=labels)), tmp_path)
    page = open_page(tmp_path / event_path(source.event.id))
    found = walked(page)
    assert len(found) == 5 + page.locator(".ct tbody tr").count() > 20
    assert page.locator(".ct thead").evaluate("one => one.offsetHeight") > 64, "more than any fixed margin"


def test_keys_pass_over_what_the_filter_hides(site: Path, open_page: Any) -> None:
    page = open_page(site / PACT)
    everything = walked(page)
    page.locator(".tools summary").click()
    page.locator("[name=kind][value=naming]").check()
    page.keyboard.press("j")
    rows = page.locator(".ct tbody tr:visible > th").evaluate_all("all => all.map(one => '#' + one.id)")
    assert page.evaluate(AT)[0] == rows[0], "from the filter on, whose box has the focus still"
    walked(page, "k")
    found = [page.evaluate(AT)[0], *walked(page)]
    assert 0 < len(found) < len(everything)
    assert set(found) < set(everything)
    assert [one for one in found if one.startswith("#")] == rows
    assert all("naming" in one for one in found if not one.startswith("#"))


@pytest.mark.parametrize("words", [0, 30])
def test_a_difference_leads_to_its_claim_also_where_no_word_of_that_is_printed(
    tmp_path: Path, open_page: Any, words: int
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    write_site(render_site([sample.pact()], sample.report(excerpt_words=words)), tmp_path)
    page = open_page(tmp_path / PACT, width=360)
    beyond = page.locator("details.beyond")
    number = beyond.locator("li").first.get_attribute("id")
    if words:
        told = [one.strip() for one in page.locator("ol.diffs > li").all_text_contents()]
        assert walked(page)[: len(told)] == told
    assert not page.locator(f"#{number}").is_visible()
    page.locator(f".diffs a.go[href='#{number}']").first.click()
    assert page.locator(f"#{number}").is_visible(), "the link opens what it leads into"
    assert beyond.locator("a.src").count() > 1
    page.evaluate(LAY_OUT)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert Axe().run(page).violations_count == 0


def test_keys_can_be_turned_off(site: Path, open_page: Any) -> None:
    page = open_page(site / PACT)
    page.keyboard.press("Control+j")
    assert page.evaluate(SAID) == ""
    page.locator("[name=keys]").uncheck()
    page.locator("h1").click()
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement === document.body")


def test_without_script_nothing_is_offered_that_needs_it(site: Path, open_page: Any) -> None:
    page = open_page(site / PACT, java_script_enabled=False)
    assert not page.locator(".tools").is_visible()
    assert page.locator(".ct tbody tr").count() == page.locator(".ct tbody tr:visible").count() > 3


def test_the_one_sentence_leads_to_its_passages(site: Path, open_page: Any) -> None:
    page = open_page(site / PACT)
    links = page.locator(".most .said a.src")
    assert links.count() > 0
    assert all(":~:text=" in link.get_attribute("href") for link in links.all())
    assert "in its own voice" in page.locator("ol.diffs").inner_text()


def test_a_closed_mark_does_not_end_the_line_it_stands_in(site: Path, open_page: Any) -> None:
    page = open_page(site / PACT, width=768)
    mark = page.locator(".hls details.m").first
    height = mark.evaluate("one => one.parentElement.getBoundingClientRect().height")
    line = mark.evaluate("one => parseFloat(getComputedStyle(one.parentElement).lineHeight)")
    assert height < 1.8 * line


@pytest.mark.parametrize(("width", "event"), [(1440, "pact"), (768, "pact"), (1440, "large"), (360, "pact")])
def test_outlet_names_stay_in_view(tmp_path: Path, open_page: Any, width: int, event: str) -> None:
    source = sample.pact() if event == "pact" else sample.large(8, 20)
    write_site(render_site([source], sample.report()), tmp_path)
    page = open_page(tmp_path / event_path(source.event.id), width)
    last = page.locator(".ct tbody tr").nth(-1)
    last.scroll_into_view_if_needed()
    named = page.locator(".ct td > b").evaluate_all("names => names.map(name => name.offsetHeight > 0)")
    assert len(named) > 10
    if width == 1440 and event == "pact":
        head = page.locator(".ct thead th").nth(1).bounding_box()
        assert 0 <= head["y"] <= last.bounding_box()["y"]
        assert not any(named)
    else:
        assert all(named)
    if width > 720:
        page.locator(".scroll").evaluate("one => { one.scrollLeft = 10000 }")
        assert abs(last.locator("th").bounding_box()["x"] - page.locator(".scroll").bounding_box()["x"]) <= 1


def test_first_screen_answers_what_who_and_where_they_differ_most(site: Path, open_page: Any) -> None:
    for width in WIDTHS:
        page = open_page(site / PACT, width)
        for part in ("h1", ".meta", ".most .said"):
            box = page.locator(part).first.bounding_box()
            assert box["y"] + box["height"] < 900, (part, width)


def test_print_shows_every_note(site: Path, open_page: Any) -> None:
    page = open_page(site / PACT)
    page.emulate_media(media="print")
    heights = page.locator("td .note").evaluate_all("notes => notes.map(note => note.getBoundingClientRect().height)")
    assert len(heights) > 10
    assert all(height > 0 for height in heights)
    assert page.pdf().startswith(b"%PDF")


def printed_pages(page: Any) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4")))


def test_print_breaks_tall_rows_instead_of_leaving_pages_half_white(site: Path, open_page: Any) -> None:
    page = open_page(site / PACT)
    page.evaluate(
        "document.querySelectorAll('.ct tbody th').forEach(one => one.append(...Array.from({length: 80}, () => {"
        " const line = document.createElement('div'); line.textContent = 'line'; return line; })))"
    )
    broken = printed_pages(page)
    page.evaluate(
        "const kept = new CSSStyleSheet(); kept.replaceSync('.ct tr { break-inside: avoid }');"
        " document.adoptedStyleSheets = [kept]"
    )
    assert broken < printed_pages(page), "each row, taller than half a page, would take one of its own"


def test_printed_notes_stand_under_their_sentence_without_script(site: Path, open_page: Any) -> None:
    page = open_page(site / PACT, java_script_enabled=False)
    assert page.locator(".r .note").count() == 0
    notes = page.locator(".r + .note")
    assert notes.count() > 10
    assert not any(note.is_visible() for note in notes.all())
    page.emulate_media(media="print")
    assert all(note.is_visible() for note in notes.all())
    page.emulate_media(media="screen")
    assert not any(note.is_visible() for note in notes.all())


def test_what_the_others_wrote_of_a_headline_has_the_width_of_its_note(site: Path, open_page: Any) -> None:
    page = open_page(site / PACT)
    page.emulate_media(media="print")
    words = "<ul><li><b>One outlet</b> wrote <span>“an old and rather long word”</span></li></ul>"
    page.locator(".hls .note").first.evaluate("(note, words) => note.insertAdjacentHTML('beforeend', words)", words)
    assert page.locator(".hls .note li").bounding_box()["height"] < 30, "its words stand in one line"


def test_colour_scheme_and_motion_follow_the_reader(site: Path, open_page: Any) -> None:
    shown = "getComputedStyle(document.documentElement).backgroundColor"
    colours = {name: open_page(site / "index.html", scheme=name).evaluate(shown) for name in ("light", "dark")}
    assert colours["light"] != colours["dark"]
    still = open_page(site / PACT, reduced_motion="reduce")
    assert still.locator(".ct td").first.evaluate("one => getComputedStyle(one).transitionDuration") == "0s"


@pytest.mark.parametrize("path", PAGES)
def test_every_page_leads_to_every_other_kind_of_page(site: Path, open_page: Any, path: str) -> None:
    page = open_page(site / path, width=360)
    links = page.locator("nav[aria-label=Report] a")
    assert links.all_inner_texts() == ["Events", "Outlets", "Names", "Review", "Method", "Data"]
    assert page.locator("nav [aria-current]").count() == 1
    for number in range(links.count()):
        assert links.nth(number).is_visible()
        target = (site / path).parent / links.nth(number).get_attribute("href")
        assert target.is_file(), target


def test_every_month_has_its_table_behind_the_drawing(site: Path, open_page: Any) -> None:
    page = open_page(site / outlet_path("daily-bell"), java_script_enabled=False)
    figures = page.locator("figure.mo")
    assert figures.count() >= 2
    for number in range(figures.count()):
        figure = figures.nth(number)
        said = figure.get_by_role("img").get_attribute("aria-label")
        figure.locator("summary").press("Enter")
        for row in figure.locator("tbody tr").all():
            month, counted = row.locator("th").inner_text(), row.locator("td").inner_text()
            count = re.match(r"\d+ of [\d,]+", counted)
            assert count is not None
            assert f"{month[:3]} {month[-2:]}: {count.group()}" in said


@pytest.mark.parametrize("nasty", HOSTILE)
def test_hostile_text_runs_nothing(tmp_path: Path, open_page: Any, nasty: str) -> None:
    source = hostile(nasty)
    files = render_site([source], sample.report(), fetch=hostile_fetch(nasty), facts=hostile_facts(nasty))
    write_site(files, tmp_path)
    for path in ("index.html", event_path(source.event.id), "outlets.html", outlet_path(nasty), NAMING, "method.html"):
        page = open_page(tmp_path / path, 360)
        assert "owned" not in page.title() or "owned" in nasty
        assert page.title() != "owned"
        ours = [script()] if path.startswith("events/") else []
        assert page.evaluate("Array.from(document.scripts, one => one.textContent)") == ours
        assert page.evaluate("document.images.length") == 0
        assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_hostile_newsroom_runs_nothing(tmp_path: Path, browser: Any) -> None:
    write_site(render_site(hostile_news.events(), hostile_news.report(), fetch=hostile_news.fetch()), tmp_path)
    context = browser.new_context()
    page = context.new_page()
    asked, said = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("dialog", lambda dialog: said.append(dialog.message))
    paths = sorted(tmp_path.rglob("*.html"))
    for path in paths:
        page.goto(path.as_uri())
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        for where in page.locator("main a, main summary, h1, footer").all()[:6]:
            where.hover(force=True)
        assert page.title() != "owned", path
        assert page.evaluate("Array.from(document.scripts, one => one.textContent)") in ([], [script()]), path
        assert page.evaluate("document.images.length") == 0, path
    context.close()
    assert asked == [path.as_uri() for path in paths]
    assert said == []
