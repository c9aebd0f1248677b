"""What reviewers decided: known again by words, kept, carried, and what holds where several decided."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compare.spans import Span
from compare.verdicts import JUDGEMENTS, Quote, Review, Reviews, Verdict, acceptance, judged, quote, same_passage
from compare.wording import Difference, Variant
from tests.conftest import run_variorum
from variorum.errors import InputError
from variorum.reviewing import difference_id
from variorum.verdictrows import verdict_of, verdict_rows

NOON = datetime(2031, 4, 1, 12, tzinfo=UTC)
ARTICLE = ("a1", "bell", "https://bell.example/1?from=feed", "https://bell.example/1")
TEXT = "Talks opened on Monday.\n\nThe regime of Norland claimed the pier was safe. The regime said no more."


def passage(words: str, text: str = TEXT, nth: int = 0) -> Quote:
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return quote(ARTICLE, text, Span(start, start + len(words)))


def verdict(judgement: str = "accepted", *, reviewer: str = "Ann", hours: int = 0, **more: object) -> Verdict:
    return judged(
        "flag", "naming.regime", [passage("regime")], judgement,  # type: ignore[arg-type]
        reviewer=reviewer, at=NOON + timedelta(hours=hours), **more,  # type: ignore[arg-type]
    )  # fmt: skip


def of(*verdicts: Verdict, at: Quote | None = None) -> Review:
    return Reviews(verdicts).of("flag", "naming.regime", [at or passage("regime")])


def test_a_passage_is_known_again_by_its_words_and_what_stands_beside_it() -> None:
    first, second = passage("regime"), passage("regime", nth=1)
    assert not same_passage(first, second)
    moved = TEXT.replace("Talks opened on Monday.", "Talks opened in Orsk on Monday, after a week.")
    assert same_passage(first, passage("regime", moved))
    edited = TEXT.replace("of Norland claimed", "in Orsk claimed")
    assert same_passage(first, passage("regime", edited))  # what stands before it is as it was
    assert not same_passage(first, passage("regime", "A regime in Orsk claimed it."))
    assert not same_passage(first, replace(first, article="a2"))


def test_the_latest_of_each_person_counts_and_two_who_disagree_are_a_dispute() -> None:
    assert of().state == "unreviewed"
    assert of(verdict()).state == "accepted"
    assert of(verdict(), verdict("rejected", hours=1)).state == "rejected"
    assert of(verdict("quoted")).state == "rejected"
    both = verdict(), verdict("rejected", reviewer="Bo", hours=1)
    assert of(*both).state == "disputed"
    assert of(*both).decided is None
    assert of(*both, verdict("rejected", reviewer="Cy", hours=2, settles=True)).state == "rejected"
    assert of(verdict(), verdict(reviewer="Bo", hours=1)).state == "accepted"
    assert of(replace(verdict(), undone_at=NOON)).state == "unreviewed"
    assert of(verdict(), at=passage("regime", nth=1)).state == "unreviewed"


def test_a_difference_is_known_while_all_its_passages_stand() -> None:
    other = quote(
        ("b1", "post", "https://post.example/1", "https://post.example/1"), "The government said so.", Span(4, 14)
    )
    made = judged("difference", "naming", [passage("regime"), other], "rejected", reviewer="Ann", at=NOON)
    third = replace(other, article="c1", outlet="times")
    reviews = Reviews([made])
    assert reviews.of("difference", "naming", [other, passage("regime"), third]).state == "rejected"
    assert reviews.of("difference", "naming", [passage("regime"), third]).state == "unreviewed"
    assert reviews.of("difference", "evaluation", [other, passage("regime")]).state == "unreviewed"


def test_acceptance_counts_a_flag_once_and_no_dispute() -> None:
    second = judged("flag", "naming.regime", [passage("regime", nth=1)], "rejected", reviewer="Ann", at=NOON)
    assert acceptance([verdict(), verdict(reviewer="Bo", hours=1), second]) == {"naming.regime": (1, 2)}
    assert acceptance([verdict(), verdict("rejected", reviewer="Bo", hours=1)]) == {}


def test_two_differences_of_one_claim_are_told_apart() -> None:
    unused = Variant("b1", "post", 0, 30, "The words of the other outlet.", "a")
    first, second = (
        Difference("evaluation", (unused, Variant("a1", "bell", at, at + 5, "words", "b")), "told") for at in (3, 20)
    )
    assert difference_id("c1", first) != difference_id("c1", second)
    assert difference_id("c1", first) != difference_id("c2", first)


WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=20)


@given(
    st.lists(st.tuples(WORDS, WORDS, WORDS), min_size=1, max_size=3), st.sampled_from(JUDGEMENTS), WORDS, st.booleans()
)
def test_a_row_gives_back_what_it_was_made_of(
    quotes: list[tuple[str, str, str]], judgement: str, note: str, settles: bool
) -> None:
    made = judged(
        "difference", "naming",
        [replace(passage("regime"), exact=exact, prefix=prefix, suffix=suffix) for exact, prefix, suffix in quotes],
        judgement,  # type: ignore[arg-type]
        reviewer="Ann", at=NOON, note=note, settles=settles,
    )  # fmt: skip
    (row,) = verdict_rows([made])
    back = verdict_of(json.loads(json.dumps(row)))
    assert [replace(one, article="") for one in back.quotes] == [replace(one, article="") for one in made.quotes]
    assert replace(back, quotes=()) == replace(made, quotes=())


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"judgement": "fine"}, "judgement 'fine' is none of accepted"),
        ({"reviewer": ""}, "reviewer '' is no text"),
        ({"at": "yesterday"}, "no ISO 8601 time"),
        ({"quotes": []}, "quotes is not a list of passages"),
        ({"note": "other"}, "was it edited?"),
        ({"state": "open"}, "state 'open' is none of in force, undone"),
        ({"settles": 1}, "neither true nor false"),
    ],
)
def test_a_row_that_can_t_be_used_says_why(change: dict[str, object], told: str) -> None:
    (row,) = verdict_rows([verdict()])
    with pytest.raises(InputError, match=told.replace("?", r"\?")):
        verdict_of({**row, **change})


ARTICLES = [
    ("a-news", "The government of Norland said on Monday that it would close the harbour wall in Orsk for a month."),
    ("b-post", "The regime of Norland claimed on Monday that it would close the harbour wall in Orsk for a month."),
    (
        "c-times",
        "The government of Norland said on Monday that it would close the harbour wall in Orsk for a month, in May.",
    ),
]
LINES = "\n".join(
    json.dumps({"outlet": o, "url": f"https://{o}.example/1", "title": "Harbour wall in Orsk to close", "text": text})
    for o, text in ARTICLES
)


def test_verdicts_from_the_queue_to_the_site_and_to_another_database(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    for folder in (here, there):
        folder.mkdir()
        (folder / "in.jsonl").write_text(LINES, encoding="utf-8")
        (folder / "variorum.toml").write_text('[compare]\nembedder = "lexical"\ntagger = "none"\n', encoding="utf-8")
        assert run_variorum("add", "in.jsonl", cwd=folder).returncode in (0, 1)
        assert run_variorum("compare", cwd=folder).returncode == 0

    def rows(*arguments: str, cwd: Path = here) -> list[dict[str, object]]:
        done = run_variorum(*arguments, cwd=cwd)
        assert done.returncode == 0, done.stderr
        return [json.loads(line) for line in done.stdout.splitlines()]

    waiting = rows("flags", "--format", "jsonl")
    (flag,) = [row for row in waiting if row["about"] == "naming.regime"]
    assert flag["state"] == "unreviewed"
    nobody = run_variorum("flags", "decide", str(flag["id"]), "rejected", "--as", " ", cwd=here)
    assert (nobody.returncode, "is no name" in nobody.stderr) == (2, True)
    assert "and 2 more" in run_variorum("flags", "--limit", str(len(waiting) - 2), cwd=here).stdout
    decided = run_variorum(
        "flags", "decide", str(flag["id"]), "rejected", "--as", "Ann Lee", "--note", "fine", cwd=here
    )
    assert decided.returncode == 0, decided.stderr
    assert flag["id"] not in [row["id"] for row in rows("flags", "--format", "jsonl")]
    (exported,) = [row for row in rows("export", "flags") if row["rule"] == "naming.regime"]
    assert exported["verdict"]["state"] == "rejected"  # type: ignore[index]
    queue = json.loads(run_variorum("status", "--json", cwd=here).stdout)["review"]
    assert queue["flags"] + queue["differences"] - queue["waiting"] == 1
    assert "reviewers accepted 0 of 1" in run_variorum("rules", cwd=here).stdout

    assert run_variorum("verdicts", "export", "v.jsonl", cwd=here).returncode == 0
    shutil.copy(here / "v.jsonl", there)
    assert "taken over 1 new" in run_variorum("verdicts", "import", "v.jsonl", cwd=there).stdout
    assert "1 known" in run_variorum("verdicts", "import", "v.jsonl", cwd=there).stdout
    for folder in (here, there):
        assert run_variorum("report", cwd=folder).returncode == 0
        page = next((folder / "site/events").glob("*.html")).read_text(encoding="utf-8")
        assert "naming.regime" not in page
        assert "attribution.claim" in page
        assert not any("Ann Lee" in path.read_text(encoding="utf-8") for path in (folder / "site").rglob("*.html"))


def test_two_people_s_lines_merge_in_git(tmp_path: Path) -> None:
    def git(*arguments: str) -> None:
        subprocess.run(["git", "-c", "user.name=x", "-c", "user.email=x@x", *arguments], cwd=tmp_path, check=True)

    def write(*verdicts: Verdict) -> None:
        rows = sorted(verdict_rows(verdicts), key=lambda row: row["verdict"])
        (tmp_path / "v.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        git("add", "-A")
        git("commit", "-qm", "verdicts")

    git("init", "-q", "-b", "main")
    (tmp_path / ".gitattributes").write_text("*.jsonl merge=union\n", encoding="utf-8")
    shared = verdict()
    write(shared)
    git("checkout", "-qb", "bo")
    bos = [verdict("rejected", reviewer="Bo", hours=n) for n in range(5)]
    write(shared, *bos)
    git("checkout", "-q", "main")
    anns = [verdict("quoted", hours=n) for n in range(1, 6)]
    write(shared, *anns)
    git("merge", "-q", "bo", "-m", "both")
    held = {verdict_of(json.loads(line)).id for line in (tmp_path / "v.jsonl").read_text(encoding="utf-8").splitlines()}
    assert held == {one.id for one in (shared, *bos, *anns)}
