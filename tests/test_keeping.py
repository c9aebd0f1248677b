"""Retention: what `[keep]` lets go of, and that nothing which anybody is shown changes by it."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compare.spans import Span
from compare.verdicts import judged
from db.keeping import NOTHING
from db.records import ThinnedArticle
from db.store import Store, open_store
from db.thinned import LEAST_CHARS, cut, is_gone, rebuilt, shown
from scraper.article import Article, Failure, Page, Validators
from tests.conftest import Run
from tests.test_correcting import Clock, compared, home, put
from tests.toys import FLOOD, PACT, article
from variorum.correcting import merge_verb
from variorum.errors import InputError, SettingsError
from variorum.eventreading import made_by
from variorum.eventwhys import why_verb
from variorum.exporting import EXPORTS, export
from variorum.keeping import keep_lines, keep_stage, keep_verb
from variorum.namingrows import Row
from variorum.nightly import compare_verb, report_verb, work_one_night
from variorum.patience import Patience
from variorum.progress import Silent
from variorum.reviewing import quoted
from variorum.rulepacks import rule_book
from variorum.settings import CompareSettings, FetchSettings, KeepSettings, ReportSettings, RuleSettings, Settings
from variorum.status import status_of
from variorum.statusrows import status_row
from variorum.statuswords import status_lines
from variorum.summaries import SUMMARIES, summary
from variorum.when import day_words

NIGHT = datetime(2031, 4, 1, 3, tzinfo=UTC)  # when all of the toys are seen, three weeks after they were published
LATER = datetime(2031, 8, 1, 3, tzinfo=UTC)
SETTINGS = Settings(
    compare=CompareSettings(embedder="lexical", tagger="none"),
    report=ReportSettings(excerpt_words=40),
    keep=KeepSettings(bodies_days=60),
)
MORE = {
    "wire": "Harbour crews had painted the quay green. The kitchens served herring until noon, a porter said.",
    "daily": "Two brass bands waited in the rain. “Nobody told us the hour,” a drummer complained to reporters.",
    "statetv": "Schools in Wexholm stayed shut for the day. Trams ran free of charge on every line of the city.",
    "local": "A petition asks for a night bus. Its authors met in the library, where the heating had failed.",
}


PLAIN = {
    "wire": "Someone drew a {} beside the {}, and left the {} to whoever came.",
    "daily": "From under the kitchen window grew {}, {} and {}, all of it planted too early.",
    "statetv": "Nobody has counted {}, {} or {} in those woods for decades.",
    "local": "At dusk the {} drowned out a {} until the {} player went home.",
}
THINGS = {
    "wire": "kettle thimble lantern anvil barrel ladder spindle bucket",
    "daily": "cherry walnut quince parsnip turnip almond barley radish",
    "statetv": "heron badger otter weasel lynx magpie beetle salmon",
    "local": "fiddle trumpet cymbal bassoon zither bagpipe cello harp",
}


def long(one: Article) -> Article:
    """With paragraphs that nobody else has and nothing marks."""
    things = THINGS[one.outlet].split()
    plain = [
        PLAIN[one.outlet].format(*three)
        for three in zip(things, things[1:] + things[:1], things[2:] + things[:2], strict=True)
    ]
    return replace(one, text="\n\n".join([one.text, MORE[one.outlet], *plain]))


PACT_LONG, FLOOD_LONG = [long(one) for one in PACT], [long(one) for one in FLOOD]
TRAM = long(article("local", "tram", "Tram fares to rise", "City Hall plans dearer tickets from April."))
CHANGED = replace(
    PACT_LONG[1], text=PACT_LONG[1].text.replace("signed a research pact", "put their names to a research treaty")
)
EVERYTHING = [*PACT_LONG, *FLOOD_LONG, TRAM, CHANGED]


def fill(store: Store) -> None:
    for one in EVERYTHING:
        put(store, one)
    compare_verb(store, SETTINGS, now=Clock())


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file, for tests to copy."""
    path = tmp_path_factory.mktemp("kept") / "variorum.db"
    with open_store(f"sqlite:///{path}") as made:
        fill(made)
        made.retention().compact()
    return path


@pytest.fixture
def kept(url: str, filled: Path) -> Iterator[Store]:
    if url.startswith("sqlite"):
        path = Path(url.removeprefix("sqlite:///"))
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(filled, path)
    with open_store(url) as opened:
        if not opened.keys():
            fill(opened)
        yield opened


def keep(store: Store, settings: Settings = SETTINGS, *, dry: bool = False, at: datetime = LATER) -> Any:
    versions = next(run.versions for run in store.runs() if "compare" in run.summary)
    return keep_stage(store, settings, (), rule_book(settings).rules, versions, Silent(), now=at, dry=dry)


def site(store: Store, out: Path, settings: Settings = SETTINGS) -> dict[str, bytes]:
    report_verb(store, settings, out=out, now=Clock())
    return {str(path.relative_to(out)): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}


def exports(store: Store, settings: Settings = SETTINGS) -> dict[str, list[Row]]:
    words = settings.report.excerpt_words
    found = {what: list(export(store, what, excerpt_words=words)) for what in EXPORTS if what != "runs"}
    for what in SUMMARIES:
        found[what] = list(summary(store, settings, what, excerpt_words=words, err=StringIO()))
    return found


def whys(store: Store, capsys: pytest.CaptureFixture[str]) -> str:
    capsys.readouterr()
    for key in store.keys():  # noqa: SIM118  no mapping
        why_verb(store, key)
    return capsys.readouterr().out


# What status says of it


def test_status_says_when_texts_were_thinned_and_what_comes_next(kept: Store, tmp_path: Path) -> None:
    settings = SETTINGS.model_copy(update={"folder": tmp_path})

    def told(settings: Settings, at: datetime) -> tuple[str, Mapping[str, Any]]:
        status = status_of(kept, settings, at)
        (found,) = re.findall(r"^keep +(.*(?:\n {10}.*)*)", "\n".join(status_lines(status)), re.MULTILINE)
        return " ".join(found.split()), status_row(status)["keep"]

    words, row = told(settings, NIGHT)
    day = datetime.fromisoformat(row["next_due"])
    assert words == f"next: an event's texts, not before {day_words(day)}"
    assert (row["last_thinned"], row["due_events"], row["due_counted_whole"]) == (None, 0, True)
    assert day - timedelta(days=60) == min(
        closes for _, closes in kept.reaches(datetime.min.replace(tzinfo=UTC), LATER).values()
    )

    words, row = told(settings, LATER)
    assert words == "next night: the texts of 3 events older than 60 days"
    assert (row["bodies_days"], row["vectors_days"], row["due_events"], row["next_due"]) == (60, None, 3, None)
    assert keep(kept).events == 3

    words, row = told(settings, LATER)
    assert words == "texts last thinned 1 August 2031; no others to thin"
    assert (row["last_thinned"], row["due_events"]) == (LATER.isoformat(), 0)

    never = settings.model_copy(update={"keep": KeepSettings(vectors_days=90)})
    words, row = told(never, LATER)
    assert words == "texts last thinned 1 August 2031; texts are kept for good; vectors go after 90 days"
    assert (row["bodies_days"], row["next_due"]) == (None, None)


# Texts with gaps

LINES = st.lists(
    st.lists(st.sampled_from(["The", "envoy", "said.", "“We", "agree,”", "x" * 30, "  ", " "]), max_size=30).map(
        " ".join
    ),
    max_size=6,
).map("\n\n".join)


@given(LINES, st.lists(st.tuples(st.integers(0, 300), st.integers(0, 300)), max_size=5))
def test_a_rebuilt_text_has_the_length_the_words_and_the_lines_of_the_whole(
    text: str, places: list[tuple[int, int]]
) -> None:
    rest, gaps = cut(text, [(min(place), max(place)) for place in places])
    again = rebuilt(rest, gaps)
    assert len(again) == len(text)
    assert [len(line.split()) for line in again.split("\n")] == [len(line.split()) for line in text.split("\n")]
    for start, end in places:
        assert again[start:end] == text[start:end] or start >= end
    assert len(rest) == len(text) - sum(length for _, length, _ in gaps)
    for start, length, _ in gaps:
        assert length >= LEAST_CHARS
        assert is_gone(again[start : start + length])
        assert not is_gone(shown(again[start : start + length]))


def test_nothing_is_cut_where_everything_is_kept() -> None:
    assert cut("One line.\n\nAnd another one.", [(0, 40)]) == ("One line.\n\nAnd another one.", [])
    rest, gaps = cut("Headline\n\nA sentence that goes away altogether. It stays.", [(0, 8), (48, 57)])
    assert (rest, gaps) == ("Headline\n\n It stays.", [(10, 37, 6)])


# What goes, and what stays as it is


def test_nothing_that_is_shown_changes(kept: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before, told, reasons = site(kept, tmp_path / "one"), exports(kept), whys(kept, capsys)
    texts = {one.article.key: one.article.text for one in kept.articles()}
    size = kept.counts()

    done = keep(kept)

    assert (done.events, done.kept_whole) == (3, 0)
    assert done.passages.rows == 7  # every text, the earlier one of the changed article too
    assert site(kept, tmp_path / "two") == before
    assert exports(kept) == told
    assert whys(kept, capsys) == reasons
    after = {one.article.key: one.article for one in kept.articles()}
    assert all(isinstance(one, ThinnedArticle) for one in after.values())
    assert {key: len(one.text) for key, one in after.items()} == {key: len(text) for key, text in texts.items()}
    assert kept.counts() == {**size, "runs": size["runs"] + 1, "sentences": 0, "vectors": 0}
    printed = json.dumps(list(export(kept, "articles", excerpt_words=None)), ensure_ascii=False)
    assert "····" in printed
    assert "trumpet player went home" not in printed
    assert "purported" in printed


def test_a_dry_run_counts_the_same_and_changes_nothing(kept: Store) -> None:
    before, counts = kept.articles(), kept.counts()
    told = keep(kept, dry=True)
    assert (kept.articles(), kept.counts(), kept.thinned_events()) == (before, counts, set())
    assert told == keep(kept)
    assert any("would go" in line for line in keep_lines(told, dry=True))


def test_a_second_run_does_nothing(kept: Store) -> None:
    keep(kept)
    before = kept.articles()
    again = keep(kept)
    assert (again.events, again.passages, again.sentences, again.vectors) == (0, NOTHING, NOTHING, NOTHING)
    assert kept.articles() == before
    assert keep_lines(again, dry=False) == ["keep: nothing is old enough"]


class Stops(Silent):
    """Breaks off after the first event."""

    @contextmanager
    def stage(self, name: str, total: int | None) -> Iterator[Callable[[int], None]]:
        def stop(count: int) -> None:
            raise KeyboardInterrupt

        yield stop


def test_a_run_that_is_stopped_is_taken_up(kept: Store, tmp_path: Path) -> None:
    before = site(kept, tmp_path / "one")
    versions = kept.runs(1)[0].versions
    rules = rule_book(SETTINGS).rules
    with pytest.raises(KeyboardInterrupt):
        keep_stage(kept, SETTINGS, (), rules, versions, Stops(), now=LATER)
    assert len(kept.thinned_events()) == 1
    assert site(kept, tmp_path / "two") == before
    assert keep(kept).events == 2
    assert site(kept, tmp_path / "three") == before


def test_what_is_of_the_last_days_stays(kept: Store) -> None:
    assert keep(kept, at=NIGHT + timedelta(days=59)).events == 0
    changed = replace(FLOOD_LONG[1], text=FLOOD_LONG[1].text.replace("Fourteen people were", "Fifteen people were"))
    kept.put_article(changed, run=None, at=LATER - timedelta(days=59))
    compare_verb(kept, SETTINGS, now=Clock())
    pact, tram = home(kept, PACT[0]), home(kept, TRAM)
    everything = kept.keys()
    assert len(kept.outlines(everything)) == len(kept.text_signatures(everything)) == len(everything)
    keep(kept)
    assert kept.thinned_events() == {pact, tram}
    whole = sorted(one.key for one in FLOOD_LONG)
    assert list(kept.outlines(everything)) == list(kept.text_signatures(everything)) == whole


def test_what_waits_for_a_comparison_stays(kept: Store) -> None:
    pact = home(kept, PACT[0])
    inputs = kept.retention()
    kept.make_all_due({})
    assert inputs.closed_events(LATER, whole_for="", after="", limit=9) == ([], None)
    compare_verb(kept, SETTINGS, now=Clock())
    texts = {f"{one.key}-{one.number}": _whole(one.article.text) for one in kept.revisions() if one.key in _keys(PACT)}
    put(kept, replace(PACT_LONG[0], text=PACT_LONG[0].text.replace("$9.3 billion", "$9.4 billion")))
    assert inputs.thin(pact, texts, at=LATER, made_by={}) is None
    assert kept.thinned_events() == set()


def _whole(text: str) -> Any:
    from db.keeping import Cut

    return Cut(text, [])


def _keys(articles: Sequence[Article]) -> set[str]:
    return {one.key for one in articles}


def test_text_shared_with_a_young_article_keeps_an_event_whole(store: Store) -> None:
    words = "The ferry crossed the sound with ninety passengers and a cargo of late herring on board that morning."
    old = long(article("wire", "ferry", "Ferry crosses", words, published="2031-03-10"))
    put(store, old, article("daily", "boats", "A crossing", words, published="2031-03-10T09:00:00Z"))
    compare_verb(store, SETTINGS, now=Clock())
    assert store.text_links([old.key])
    retention = store.retention()
    everything = retention.closed_events(LATER, whole_for="", after="", limit=9)[0]
    assert everything
    edge = datetime(2031, 3, 10, 1, tzinfo=UTC)  # between the two
    assert home(store, old) not in retention.closed_events(edge, whole_for="", after="", limit=9)[0]


def test_an_article_of_which_all_is_cited_stays_whole_and_is_not_looked_at_again(store: Store) -> None:
    compared(store, *FLOOD)
    done = keep(store)
    assert (done.events, done.kept_whole) == (0, 1)
    assert done.sentences.rows > 0
    assert store.thinned_events() == set()
    assert keep(store).kept_whole == 0
    assert keep(store, SETTINGS.model_copy(update={"report": ReportSettings(excerpt_words=41)})).kept_whole == 1
    assert store.make_all_due({}) is None
    compare_verb(store, SETTINGS, now=Clock())  # its sentences are cut anew
    assert store.counts()["sentences"] > 0


# What comes after


def test_the_same_text_is_known_and_another_is_not_taken_in(kept: Store) -> None:
    keep(kept)
    before = kept.articles()
    assert kept.put_article(CHANGED, run=None, at=LATER) == "same"
    assert kept.put_article(PACT_LONG[1], run=None, at=LATER) == "settled"
    assert kept.put_article(replace(TRAM, kind="opinion"), run=None, at=LATER) == "same"
    assert (kept.articles(), kept.pending()) == (before, {})


def test_a_later_night_computes_nothing_of_it_anew(kept: Store, tmp_path: Path) -> None:
    before = site(kept, tmp_path)
    keep(kept)
    assert compare_verb(kept, SETTINGS, now=Clock()) == 0
    (last,) = kept.runs(1)
    told: dict[str, int] = dict(last.summary["compare"])  # type: ignore[call-overload]
    assert (told["looked_at"], told["embedded"], told["events_computed"], told["findings_touched"]) == (0, 0, 0, 0)
    late = article("local", "late", FLOOD[0].title, *FLOOD[0].body.split("\n\n"), published="2031-03-11T18:00:00Z")
    put(kept, late)
    compare_verb(kept, SETTINGS, now=Clock())
    assert home(kept, late) != home(kept, FLOOD[0])
    after = site(kept, tmp_path)
    for page in (path for path in before if path.startswith("events/")):
        assert after[page] == before[page]


def test_after_a_change_of_the_method_results_stay_and_say_so(kept: Store, tmp_path: Path) -> None:
    keep(kept)
    flood, pact = home(kept, FLOOD[0]), home(kept, PACT[0])
    results, made = {event: kept.results(event) for event in (flood, pact)}, site(kept, tmp_path)
    fresh = article(
        "post", "fares", "Ferry timetable is out", "Boats to Cold Quay leave hourly.", published="2031-07-30"
    )
    put(kept, fresh)
    other = SETTINGS.model_copy(
        update={
            "rules": RuleSettings(disable=("doubt.purported",)),
            "compare": CompareSettings(embedder="lexical", tagger="none", open_days=9),
        }
    )
    assert compare_verb(kept, other, now=Clock()) == 0
    assert kept.due_events() == []
    assert {event: kept.results(event) for event in (flood, pact)} == results
    assert home(kept, fresh) not in (flood, pact)
    assert {home(kept, one) for one in PACT} == {pact}
    pages = site(kept, tmp_path, other)
    for event in (flood, pact):
        page, was = (found[f"events/{event}.html"].decode() for found in (pages, made))
        assert "keeps what an earlier method found" in page
        assert "1 August 2031" in page
        assert "keeps what an earlier method found" not in was
    assert b"keeps what an earlier method" not in pages[f"events/{home(kept, fresh)}.html"]
    (data,) = [json.loads(found) for path, found in pages.items() if pact in path and path.endswith(".json")]
    assert data["versions"]["rules"] != kept.runs(1)[0].versions["rules"]
    assert any("found by an earlier method" in note for note in made_by(kept, other).notes)


def test_verdicts_still_stand(kept: Store, tmp_path: Path) -> None:
    pact = home(kept, PACT[0])
    flag = next(one for one in kept.results(pact).flags if one.flag.match == "purported")
    held = {one.article.key: one.article for one in kept.articles()}
    passage = quoted(held[flag.article], Span(flag.flag.start, flag.flag.end))
    gone_by_now = quoted(held[TRAM.key], Span(TRAM.text.index("night bus"), TRAM.text.index("night bus") + 9))
    kept.save_verdicts(
        [
            judged("flag", flag.flag.rule, [passage], "accepted", reviewer="ada", at=NIGHT),
            judged("flag", "doubt.purported", [gone_by_now], "rejected", reviewer="ada", at=NIGHT),
        ]
    )
    before, told = site(kept, tmp_path / "one"), exports(kept)
    keep(kept)
    assert site(kept, tmp_path / "two") == before
    assert exports(kept) == told
    (row,) = [row for row in exports(kept)["flags"] if row["flag"] == flag.id]
    assert row["verdict"]["judgement"] == "accepted"
    text = next(one.article.text for one in kept.articles([TRAM.key]))
    assert gone_by_now.prefix + gone_by_now.exact + gone_by_now.suffix in text


def test_a_decision_on_a_thinned_event_is_refused(kept: Store) -> None:
    keep(kept)
    with pytest.raises(InputError, match="thinned"):
        merge_verb(kept, SETTINGS, home(kept, PACT[0]), home(kept, FLOOD[0]), now=Clock())
    assert kept.decisions() == []


# Vectors, the fetch log and the history


def test_vectors_of_closed_events_go_and_come_again_where_they_are_needed(kept: Store) -> None:
    young = article("post", "fares", "Ferry timetable is out", "Boats leave hourly.", published="2031-07-30")
    put(kept, young)
    compare_verb(kept, SETTINGS, now=Clock())
    had = kept.counts()["vectors"]
    only = SETTINGS.model_copy(update={"keep": KeepSettings(vectors_days=30)})
    done = keep(kept, only)
    assert kept.counts()["vectors"] == 2  # of the two sentences that are young
    assert done.vectors.rows == had - 2
    assert done.vectors.size > 0
    assert kept.thinned_events() == set()
    before = {event.id: kept.results(event.id) for event in kept.events()}
    kept.make_all_due({})
    other = only.model_copy(update={"rules": RuleSettings(disable=("doubt.purported",))})
    compare_verb(kept, other, now=Clock())
    assert kept.counts()["vectors"] == had
    flood = home(kept, FLOOD[0])
    assert kept.results(flood).claims == before[flood].claims


def page(address: str, at: datetime) -> Page:
    return Page("wire", address, address, b"x", "text/html", at, Validators('"e"', None))


def test_the_fetch_log_keeps_the_last_run_and_what_is_to_be_asked_for_first(store: Store) -> None:
    old, new = (store.start_run("fetch", at, {}) for at in (NIGHT, LATER - timedelta(days=31)))
    late = "http://wire.example/late"
    store.log_fetch(old, page("http://wire.example/a", NIGHT), status="new")
    store.log_fetch(old, Failure("wire", late, "fetch", "outlet deadline", "no time", NIGHT), status="failed")
    store.log_fetch(new, page("http://wire.example/b", LATER - timedelta(days=31)), status="new")
    retention = store.retention()
    assert retention.drop_fetches(LATER - timedelta(days=30)).rows == 1
    assert store.unreached("wire") == [late]
    assert set(store.validators("wire")) == {"http://wire.example/b"}
    assert retention.drop_fetches(LATER - timedelta(days=30)) == NOTHING


def test_the_history_begins_later(kept: Store) -> None:
    pact = home(kept, PACT[0])
    for number in (1, 2):
        disabled = SETTINGS.model_copy(update={"rules": RuleSettings(disable=("doubt.purported",) * (number % 2))})
        compare_verb(kept, disabled, now=Clock())
    first, second, third = (run.id for run in reversed(kept.runs(3)))
    between = kept.findings_between(second, third)
    assert kept.findings_between(first, second).before
    retention = kept.retention()
    assert retention.drop_past_findings(NIGHT - timedelta(days=1)) == NOTHING
    done = retention.drop_past_findings(NIGHT + timedelta(hours=1))  # all three are older: the last one stays
    assert done.rows > 0
    assert kept.history_began() == third
    assert kept.findings_between(third, third).stayed["flag"] == between.stayed["flag"] + 1
    assert kept.results(pact).flags


# The verb and its settings


def test_the_verb_says_what_would_go_and_what_went(kept: Store, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    clock = lambda: LATER  # noqa: E731
    runs = len(kept.runs())
    assert keep_verb(kept, SETTINGS, dry=True, now=clock) == 0
    would = capsys.readouterr().out
    assert "7 passages of texts, in 3 events: " in would
    assert len(kept.runs()) == runs
    assert keep_verb(kept, SETTINGS, dry=False, now=clock) == 0
    assert capsys.readouterr().out == would.replace("would go", "went")
    assert kept.runs(1)[0].summary["keep"]["events"] == 3  # type: ignore[index]


def test_a_night_ends_with_it_where_anything_is_set(kept: Store, tmp_path: Path) -> None:
    here = {"site": str(tmp_path), "fetch": FetchSettings(contact="test@variorum.example")}

    def night(settings: Settings) -> Mapping[str, object]:
        work_one_night(kept, settings, (), verb="nightly", now=lambda: LATER, patience=Patience())
        return kept.runs(1)[0].summary

    assert "keep" not in night(SETTINGS.model_copy(update={**here, "keep": KeepSettings()}))
    assert night(SETTINGS.model_copy(update=here))["keep"]["events"] == 3  # type: ignore[index]


def test_the_verb_asks_for_settings(store: Store) -> None:
    with pytest.raises(SettingsError, match="nothing is set under"):
        keep_verb(store, Settings(), dry=False, now=Clock())
    with pytest.raises(InputError, match="nothing was compared yet"):
        keep_verb(store, SETTINGS, dry=False, now=Clock())


def test_less_than_thirty_days_is_refused(variorum: Run, tmp_path: Path) -> None:
    (tmp_path / "variorum.toml").write_text("[keep]\nbodies_days = 7\n", encoding="utf-8")
    done = variorum("keep")
    assert done.returncode == 2
    assert "bodies_days" in done.stderr
    assert "at least 30 days" in done.stderr


def test_a_file_is_made_smaller_and_stays_usable(kept: Store) -> None:
    keep(kept)
    kept.retention().compact()
    free, _ = kept.retention().free_bytes()
    assert free == 0
    kept.check()
    assert len(kept.articles()) == 6


@pytest.fixture(autouse=True)
def quiet(capsys: pytest.CaptureFixture[str]) -> Iterator[None]:
    yield
    capsys.readouterr()
