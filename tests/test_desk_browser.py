"""The review desk in a real browser: accessible, by keys alone, without script, and two people at once."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from db.store import open_store
from tests import report_sample as sample
from tests.desk_process import a_night_at_work, served
from tests.desk_sample import write_newsroom
from tests.test_desk import in_force
from variorum.reviewing import all_items

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here; on Debian: apt-get install chromium")

WIDTHS = (1440, 768, 360)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


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
def folder(tmp_path: Path) -> Path:
    write_newsroom(tmp_path)
    return tmp_path


@pytest.fixture
def desk(folder: Path) -> Iterator[str]:
    with served(folder, "--reviewer", "Ann") as address:
        yield address


def entered(browser: Any, address: str, **more: Any) -> Any:
    page = browser.new_context(**more).new_page()
    page.goto(address)
    return page


def at(page: Any, path: str) -> str:
    """An address of the desk that a page is open at."""
    return "/".join(page.url.split("/")[:3]) + path


def item(page: Any) -> str:
    return str(page.locator("article").get_attribute("data-item"))


def settle(page: Any) -> None:
    """Wait until a page that just came takes presses: earlier ones were meant for the page before."""
    page.wait_for_timeout(400)


def after(page: Any, key: str) -> str:
    """Press a key, and wait for another item."""
    before = item(page)
    settle(page)
    page.keyboard.press(key)
    page.wait_for_function("before => document.querySelector('article')?.dataset.item !== before", arg=before)
    return item(page)


def test_every_page_is_accessible_and_fits(browser: Any, desk: str, folder: Path) -> None:
    from axe_playwright_python.sync_playwright import Axe

    axe = Axe()
    first = entered(browser, desk)
    with open_store(f"sqlite:///{folder / 'var/variorum.db'}") as store:
        items = list(all_items(store))
    by_rule = {one.about: one.id for one in items}
    number = next(one.id for one in items if one.about == "number")
    regime, claimed = by_rule["naming.regime"], by_rule["attribution.claimed"]
    first.goto(at(first, f"/item/{regime}"))
    first.select_option("select[name=proposes]", "phrase")
    first.keyboard.press("Escape")
    first.get_by_role("button", name="Reject").click()
    first.wait_for_selector("p.msg")
    for name, button in (("Ann", "Accept"), ("Bo", "Reject")):
        page = entered(browser, desk)
        page.goto(at(page, "/me"))
        page.fill("input[name=reviewer]", name)
        page.get_by_role("button", name="Start").click()
        page.wait_for_selector("article")
        page.goto(at(page, f"/item/{claimed}"))
        page.get_by_role("button", name=button).click()
        page.wait_for_selector("p.msg")
        page.context.close()
    batch = f"/batch?item={by_rule['doubt.purported']}&by=rule"
    paths = ("/", f"/item/{number}", f"/item/{claimed}", batch, "/disputes", "/proposals", "/me", "/?kind=x", "/no")
    for scheme in ("light", "dark"):
        page = entered(browser, desk, color_scheme=scheme)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            for path in paths:
                page.goto(at(page, path))
                page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
                found = axe.run(page, options={"runOnly": RULES})
                assert found.violations_count == 0, f"{path} at {width}, {scheme}: {found.generate_report()}"
                assert page.evaluate("document.documentElement.scrollWidth") <= width, (path, width)
                small = page.evaluate(
                    "[...document.querySelectorAll('button, select, textarea, input:not([type=hidden])')]"
                    ".filter(one => one.offsetHeight < 24 || one.offsetWidth < 24).map(one => one.outerHTML)"
                )
                assert small == [], (path, width)
    blind = entered(browser, desk)
    blind.keyboard.press("?")
    blind.get_by_role("button", name="Go into blind mode").click()
    blind.wait_for_selector("text=, blind")
    assert axe.run(blind, options={"runOnly": RULES}).violations_count == 0
    settle(blind)
    blind.keyboard.press("a")
    blind.wait_for_selector(".revealed")
    assert axe.run(blind, options={"runOnly": RULES}).violations_count == 0


def test_one_key_decides_and_the_next_item_has_the_focus(browser: Any, desk: str, folder: Path) -> None:
    page = entered(browser, desk)
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    first = item(page)
    second = after(page, "r")
    assert page.evaluate("document.activeElement.tagName") == "H1"
    assert page.locator("#status").inner_text().startswith("Rejected: “")
    assert page.locator("p.msg").inner_text().startswith("Rejected: “")
    third = after(page, "s")
    assert len({first, second, third}) == 3
    assert after(page, "a") not in (first, second, third)
    assert after(page, "u") == third
    assert after(page, "u") == first
    page.keyboard.press("n")
    assert page.evaluate("document.activeElement.name") == "note"
    page.keyboard.type("a rosco? ")  # letters of keys, in a note
    assert item(page) == first
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.tagName") == "H1"
    page.keyboard.press("Control+a")
    page.keyboard.press("Shift+A")
    page.wait_for_timeout(150)
    assert item(page) == first
    page.keyboard.press("?")
    assert page.locator(".keys").is_visible()
    after(page, "c")
    with open_store(f"sqlite:///{folder / 'var/variorum.db'}") as store:
        assert [(one.judgement, one.note) for one in in_force(store)] == [("other-claim", "a rosco?")]
    assert all(url.startswith(at(page, "/")) for url in asked)
    assert said == []


def test_single_keys_can_be_turned_off(browser: Any, desk: str) -> None:
    page = entered(browser, desk)
    page.locator("#help summary").click()
    page.get_by_role("button", name="Turn single keys off").click()
    page.wait_for_selector("main[data-keys=off]")
    before = item(page)
    page.keyboard.press("a")
    page.wait_for_timeout(200)
    assert item(page) == before
    settle(page)
    page.locator("button[value=accepted]").focus()
    after(page, "Enter")


def test_the_tab_key_alone_reaches_everything(browser: Any, desk: str) -> None:
    page = entered(browser, desk)
    reached = []
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.textContent.trim().slice(0, 8)"))
        visible = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        if page.evaluate("document.activeElement.value") == "accepted":
            break
    assert reached[0] == "Skip to "
    assert visible == "solid"
    after(page, "Enter")


def test_without_script_every_form_works(browser: Any, desk: str, folder: Path) -> None:
    page = entered(browser, desk, java_script_enabled=False)
    order = [item(page)]
    assert not page.locator("button kbd").first.is_visible()
    page.locator("button[value=rejected]").click()
    order.append(item(page))
    page.fill("textarea", "by hand")
    page.locator("button[value=accepted]").click()
    order.append(item(page))
    page.get_by_role("button", name="Undo").click()
    assert item(page) == order[1]
    page.get_by_role("button", name="Skip").click()
    assert len(set(order)) == 3
    page.locator(".filters summary").click()
    page.select_option("select[name=kind]", "number")
    page.get_by_role("button", name="Show", exact=True).click()
    assert "kind=number" in page.url
    with open_store(f"sqlite:///{folder / 'var/variorum.db'}") as store:
        assert [one.judgement for one in in_force(store)] == ["rejected"]
        assert Counter(one.note for one in store.verdicts()) == {"": 1, "by hand": 1}


def test_a_desk_that_was_ended_says_so_and_keeps_what_was_typed(browser: Any, folder: Path) -> None:
    with served(folder, "--reviewer", "Ann") as address:
        page = entered(browser, address)
        page.fill("textarea", "a long thought")
    page.locator("button[value=accepted]").click()
    page.wait_for_selector("#unreached")
    assert "still here" in page.locator("#unreached").inner_text()
    assert page.locator("textarea").input_value() == "a long thought"
    port = address.split(":")[2].split("/")[0]
    with served(folder, "--reviewer", "Ann", "--port", port):  # it knows neither this browser nor its forms
        page.locator("button[value=accepted]").click()
        page.wait_for_selector("#unreached:has-text('variorum review printed')")
        assert page.locator("textarea").input_value() == "a long thought"


def test_an_accepted_mark_is_a_letter_and_the_keys_can_be_seen(browser: Any, desk: str, folder: Path) -> None:
    with open_store(f"sqlite:///{folder / 'var/variorum.db'}") as store:
        found = {one.about: one.id for one in all_items(store)}
    page = entered(browser, desk)
    page.goto(at(page, f"/item/{found['attribution.claimed']}"))
    for key in page.locator("button kbd").all():
        said, behind = key.evaluate("one => [getComputedStyle(one).color, getComputedStyle(one).backgroundColor]")
        assert (said != behind, behind) == (True, "rgba(0, 0, 0, 0)")
        assert key.is_visible()
    page.locator("button[value=accepted]").click()
    page.wait_for_selector("p.msg")
    page.goto(at(page, f"/item/{found['attribution.claimed']}"))
    widths = page.evaluate(
        "[...document.querySelectorAll('sup.done')].map(one =>"
        " one.getBoundingClientRect().width / parseFloat(getComputedStyle(one).fontSize))"
    )
    assert widths
    assert max(widths) < 3


def test_the_ring_is_round_the_words_and_breaks_with_the_line(browser: Any, desk: str, folder: Path) -> None:
    with open_store(f"sqlite:///{folder / 'var/variorum.db'}") as store:
        claimed = next(one.id for one in all_items(store) if one.about == "attribution.claimed")
    page = entered(browser, desk)
    page.goto(at(page, f"/item/{claimed}"))
    shadow = "one => getComputedStyle(one).boxShadow"
    assert page.locator(".passage .now").evaluate(shadow) == "none"
    assert page.locator(".passage .now summary").evaluate(shadow) != "none"
    assert page.locator(".passage .now summary").evaluate("one => getComputedStyle(one).boxDecorationBreak") == "clone"


def test_a_press_that_was_meant_for_the_page_before_decides_nothing(browser: Any, desk: str, folder: Path) -> None:
    page = entered(browser, desk)
    first = item(page)
    page.keyboard.press("a")
    page.wait_for_function("before => document.querySelector('article')?.dataset.item !== before", arg=first)
    second = item(page)
    page.keyboard.press("a")
    page.evaluate("document.querySelector('button[value=accepted]').click()")  # a double click's second
    page.wait_for_timeout(600)
    assert item(page) == second
    with open_store(f"sqlite:///{folder / 'var/variorum.db'}") as store:
        assert len(in_force(store)) == 1
    assert after(page, "a") != second


def test_a_form_that_can_t_be_taken_has_a_way_on(browser: Any, desk: str, folder: Path) -> None:
    page = entered(browser, desk)
    with open_store(f"sqlite:///{folder / 'var/variorum.db'}") as store:
        regime = next(one.id for one in all_items(store) if one.about == "naming.regime")
    page.goto(at(page, f"/item/{regime}"))
    before = page.url
    page.locator("select[name=proposes]").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.tagName") == "H1"
    page.keyboard.press("a")
    page.wait_for_selector("form.again")
    assert page.url == before
    settle(page)
    page.get_by_role("button", name="Reject and propose it").click()
    page.wait_for_selector("p.msg")
    with open_store(f"sqlite:///{folder / 'var/variorum.db'}") as store:
        assert [(one.judgement, one.proposes) for one in in_force(store)] == [("rejected", "phrase")]


def test_a_note_is_not_lost_unasked(browser: Any, desk: str) -> None:
    page = entered(browser, desk)
    first = item(page)
    asked: list[str] = []
    answers = iter([False, False, True])

    def answer(dialog: Any) -> None:
        asked.append(dialog.message)
        if next(answers):
            dialog.accept()
        else:
            dialog.dismiss()

    page.on("dialog", answer)
    page.fill("textarea[name=note]", "a thought")
    page.locator("button[data-key=s]").click()
    page.locator("nav a[href='/disputes']").click()
    assert item(page) == first
    assert page.locator("textarea[name=note]").input_value() == "a thought"
    page.locator("button[data-key=s]").click()
    page.wait_for_function("before => document.querySelector('article')?.dataset.item !== before", arg=first)
    assert len(asked) == 3


def test_narrowing_keeps_the_focus_and_the_way_back(browser: Any, desk: str) -> None:
    page = entered(browser, desk)
    page.locator(".filters summary").click()
    page.select_option("select[name=kind]", "number")
    page.get_by_role("button", name="Show", exact=True).click()
    page.wait_for_url("**/?*kind=number*")
    assert page.evaluate("document.activeElement.tagName") == "H1"
    page.go_back()
    page.wait_for_function("!document.querySelector('.filters summary').textContent.includes('Narrowed')")


@pytest.mark.parametrize(("width", "height"), [(360, 640), (360, 800), (1440, 700)])
def test_the_focus_is_never_behind_the_bar_of_a_batch(browser: Any, tmp_path: Path, width: int, height: int) -> None:
    many = [
        sample.event(
            articles := [
                sample.article(
                    "daily-bell", f"story-{event}-{n}", f"2025-03-1{n}T06:00:00Z", f"Story {event} {n}",
                    f"The regime of state {event} {n} fell.",
                )
                for n in range(1, 5)
            ],
            flags=[sample.flag(one, "regime", "naming") for one in articles],
            claims=[sample.claim(sample.reading(one, one.article.body)) for one in articles],
        )
        for event in range(4)
    ]  # fmt: skip
    write_newsroom(tmp_path, many)
    with served(tmp_path, "--reviewer", "Ann") as address:
        page = entered(browser, address, viewport={"width": width, "height": height})
        page.goto(at(page, f"/batch?item={item(page)}&by=rule"))
        seen = 0
        for _ in range(70):
            page.keyboard.press("Tab")
            hidden = page.evaluate(
                """() => {
                  const one = document.activeElement;
                  if (!one.closest(".batch")) return null;
                  const box = one.getBoundingClientRect();
                  const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
                  return !(top && (one.contains(top) || top.contains(one)) && !top.closest(".sticky"));
                }"""
            )
            seen += hidden is not None
            assert not hidden, page.evaluate("document.activeElement.outerHTML")
        assert seen >= 32


#: Presses keys in a page until nothing is left, and counts what was taken. Not every item has every key: one outlet's
#: own mark can't be "not the same claim".
WORK = """
keys => {
  window.taken = 0;
  window.over = (async () => {
    const pause = ms => new Promise(done => setTimeout(done, ms));
    for (let n = 0; document.querySelector("article, form.again"); n += 1) {
      await pause(360);
      const again = document.querySelector("form.again button");
      const main = document.querySelector("main");
      const key = [...keys.slice(n % keys.length), ...keys].find(one => main.querySelector(`[data-key="${one}"]`));
      if (again) again.click();
      else main.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true}));
      for (const since = performance.now(); document.querySelector("main") === main;) {
        await pause(1);
        const problem = document.querySelector("#unreached");
        if (problem) throw new Error(problem.textContent);
        if (performance.now() > since + 120_000) throw new Error(`nothing came of ${key} at ${document.title}`);
      }
      if (!document.querySelector("form.again")) window.taken += 1;
    }
    return document.querySelector("h1").textContent;
  })();
}
"""


def test_two_browsers_and_a_night_at_once_lose_nothing(browser: Any, folder: Path) -> None:
    url = f"sqlite:///{folder / 'var/variorum.db'}"
    with served(folder) as address:
        pages = []
        for name in ("Ann", "Bo"):
            page = entered(browser, address)
            page.fill("input[name=reviewer]", name)
            page.get_by_role("button", name="Start").click()
            page.wait_for_selector("article")
            pages.append(page)
        with a_night_at_work(url):
            for page, keys in zip(pages, (["a", "r"], ["r", "c"]), strict=True):
                page.evaluate(WORK, keys)
            for page in pages:
                assert page.evaluate("window.over") == "Nothing waits"
        taken = [page.evaluate("window.taken") for page in pages]
    with open_store(url) as store:
        kept, items = in_force(store), list(all_items(store))
    assert Counter(one.reviewer for one in kept) == {"Ann": taken[0], "Bo": taken[1]}
    assert max(Counter((one.reviewer, one.about, one.quotes) for one in kept).values()) == 1
    assert all(one.review.verdicts for one in items)
