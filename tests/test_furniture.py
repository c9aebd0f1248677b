"""Furniture goes, prose stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.furniture import ends_like_sentence, furniture_spans, is_furniture, is_prose, split_furniture
from scraper.saved import article_from_text


@pytest.mark.parametrize(
    "line",
    [
        "Related Articles",
        "RELATED ARTICLES:",
        "Back to top button",
        "Adblock Detected",
        "Please consider supporting us by disabling your ad blocker",
        "Advertisement",
        "— ADVERTISEMENT —",
        "Share",
        "Facebook Twitter WhatsApp Email",
        "Share on Facebook",
        "Share this article via X",
        "Read more: Harbour dues to rise again",
        "READ MORE: ‘We will not wait’: council turns on builders",
        "Also read: The town that waits",
        "Sign up for our morning newsletter",
        "Early riser? Get our morning newsletter before seven",
        "Reach the author by e-mail: quill@lantern.example",
        "Bitte aktivieren Sie JavaScript, um die Karte zu sehen.",
        "Auf dieser Website nutzen wir Cookies, auch von Dritten.",
        "Liman Gazetesi – ALL RİGHTS RESERVED",
        "A crane at Port Auren. Photo via İSTOCK",
        "Get the day’s stories straight to your inbox",
        "Enter your email address",
        "This site uses cookies to improve your visit.",
        "We and our 812 partners use cookies. By staying you agree.",
        "By signing up, you accept our Terms and Privacy Policy.",
        "© 2025 The Daily Lantern. All rights reserved.",
        "Copyright 2025 Lantern Media",
        "Photo: Ada Quill / Lantern",
        "Image credit: Ada Quill",
        "The minister at the harbour on Monday. (Photo by Ada Quill)",
        "A crane at Port Auren. Ada Quill/Getty Images",
        "Follow us on Facebook and X",
        "12 comments",
        "4 min read",
        "Published 11 March 2025, 06:12",
        "By Ada Quill and Tom Marsh",
        "•••",
    ],
)
def test_furniture(line: str) -> None:
    assert is_furniture(line)


@pytest.mark.parametrize(
    "line",
    [
        "The minister said on Monday that the harbour would close.",
        "“Read more books,” she told the pupils.",
        "Share prices fell by a tenth after the announcement.",
        "By Friday the water had reached the second floor of the town hall.",
        "Published in 2019, the report warned of cracks in the dam.",
        "The bank will lend less to households (credit card debt rose by 4 %).",
        "Photographs of the scene showed three boats aground.",
        "Copyright law was changed in 2021 after a long dispute.",
        "The court ruled that Getty Images had to pay.",
        "Support for investigative journalism has fallen, the survey found.",
        "Police said the march had been peaceful. (Reuters)",
        "The agency contributed to this report. — AFP",
        "No.",
        "“It was over in a minute.”",
        "Sign language interpreters stood beside the minister.",
        "Get well soon, the mayor wrote to the driver.",
        "Correction: an earlier version misstated the year.",
    ],
)
def test_prose_stays(line: str) -> None:
    assert not is_furniture(line)


PROSE = "The minister told parliament on Monday that the harbour would close for a year of repairs."


def test_teasers_below_a_heading_go_up_to_the_next_prose() -> None:
    kept, gone = split_furniture([PROSE, "More on this story", "Harbour dues rise", "Fishers protest", PROSE, "End."])
    assert kept == [PROSE, PROSE, "End."]
    assert gone == ["More on this story", "Harbour dues rise", "Fishers protest"]


def test_a_block_at_the_end_goes_whole() -> None:
    kept, _ = split_furniture([PROSE, "", "Most read", "", "Harbour dues rise", "Anything else at all"])
    assert kept == [PROSE, "", ""]


def test_a_saved_text_with_the_usual_tail() -> None:
    lines = ["Related Articles", "Back to top button", "Adblock Detected"]
    tail = "\n\n".join([*lines, "Please consider supporting us by disabling your ad blocker"])
    text = f"Harbour to close\n\n{PROSE}\n\n{PROSE}\n\n\n\n{tail}\n"
    article = article_from_text(text, outlet="lantern", url="harbour.txt")
    assert article.text == f"Harbour to close\n\n{PROSE}\n\n{PROSE}"
    assert len(article.quarantined) == 4
    assert [text[start:end] for start, end in furniture_spans(text)] == [line for line in tail.split("\n") if line]


@given(st.lists(st.one_of(st.text(max_size=40), st.sampled_from(["Share", "Related", PROSE, ""])), max_size=12))
def test_spans_slice_whole_lines_and_nothing_is_lost(lines: list[str]) -> None:
    text = "\n".join(line.replace("\n", " ") for line in lines)
    kept, gone = split_furniture(text.split("\n"))
    assert [text[start:end] for start, end in furniture_spans(text)] == gone
    assert sorted([*kept, *gone]) == sorted(text.split("\n"))


@given(st.text(max_size=400))
def test_any_line_gets_an_answer(line: str) -> None:
    assert is_furniture(line) == is_furniture(f"  {line}\t"), "the space around a line says nothing"
    assert is_prose(line) == is_prose(f"  {line}\t")
    assert ends_like_sentence(line.strip()) or not is_prose(line)
