"""Which blocks are the body, which are shelves of teasers and captions, and where the standfirst stands."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from scraper.blocks import page_blocks
from scraper.body import below_headline, body_blocks
from scraper.ensemble import Body, PageText, extract_body, page_text
from scraper.structured import parse_html, read_structured
from scraper.teasers import picture_boxes, teaser_cards, words_inside
from scraper.words import share_of, triples

URL = "https://lantern.example/town/quay"
STORY = [
    "The harbour office closed the eastern quay on Monday after two of its supports had moved by a hand.",
    "Ferries to the outer islands leave from the fish market instead, and the first sailed at six o’clock.",
    "The surveyor, who has looked after the quay since it was rebuilt, said that she had measured it three times.",
    "Traders were told of the change late on Sunday evening, when most of their stalls were already set up.",
]
TEXT = "".join(f"<p>{paragraph}</p>" for paragraph in STORY)
CARD = (
    '<div class="shelf-item"><a href="/other/{n}"><h3>Headline of another page, number {n}</h3></a>'
    "<p>The council of a town elsewhere has decided something different, and nobody was surprised.</p></div>"
)


class Greedy:
    """Takes every paragraph of the page."""

    name = "greedy/1"

    def __call__(self, html: str, url: str, language: str) -> Body:
        return Body(None, tuple(part.partition("</p>")[0] for part in html.split("<p>")[1:]))


class Mute:
    """Finds nothing."""

    name = "mute/1"

    def __call__(self, html: str, url: str, language: str) -> Body:
        return Body(None, ())


def read(body: str, *, head: str = "", extractors: tuple[Greedy | Mute, ...] = (Greedy(),)) -> PageText:
    text = f"<html><head><title>Quay closed</title>{head}</head><body>{body}</body></html>"
    tree = parse_html(text)
    return page_text(tree, read_structured(tree, URL), text, URL, extractors, "en")


def cards(body: str) -> list[object]:
    tree = parse_html(body)
    return list(teaser_cards(tree, URL, words_inside(tree)))


def test_a_shelf_of_cards_is_no_text_however_greedy_the_extractor() -> None:
    shelf = "".join(CARD.format(n=n) for n in range(4))
    assert read(f"<article><h1>Quay closed</h1>{TEXT}<section>{shelf}</section></article>").paragraphs == tuple(STORY)


def test_headings_that_link_within_the_page_and_long_entries_are_no_cards() -> None:
    posts = "".join(
        f'<div class="post"><h3><a href="#post-{n}">Report {n} from the quay</a></h3><p>{STORY[n]}</p></div>'
        for n in range(4)
    )
    assert cards(f"<body>{posts}</body>") == []
    long = "".join(CARD.format(n=n).replace("surprised", "surprised " * 80) for n in range(4))
    assert cards(f"<body>{long}</body>") == []
    two = "".join(CARD.format(n=n) for n in range(2))
    assert cards(f"<body>{two}</body>") == []


def test_a_caption_goes_with_its_picture_and_a_paragraph_with_a_picture_stays() -> None:
    caption = '<div class="x1"><img src="/q.jpg"><div>The quay on Monday, as seen from the mill.</div></div>'
    pictured = f'<p><img src="/q.jpg"> {STORY[1]}</p>'
    body = f"<article><h1>Quay closed</h1>{caption}<p>{STORY[0]}</p>{caption}{pictured}<p>{STORY[2]}</p></article>"
    assert read(body).paragraphs == tuple(STORY[:3])
    tree = parse_html(f"<body>{body}</body>")
    boxes = picture_boxes(tree, words_inside(tree))
    assert [str(box.text_content()) for box in boxes] == ["The quay on Monday, as seen from the mill."] * 2


def test_words_inside_a_link_around_them_are_linked() -> None:
    [block] = page_blocks(parse_html('<body><a href="/x"><div><p>Another page</p></div></a></body>'), URL)
    assert block.link_share == 1.0


def test_what_is_printed_twice_stands_once_and_refrains_stay() -> None:
    quote = "She had measured it three times, and said so to everyone who asked her on the quay that day."
    story = [STORY[0], f"{STORY[1]} {quote}", "So it goes.", STORY[2], "So it goes.", STORY[3]]
    text = "".join(f"<p>{paragraph}</p>" for paragraph in story)
    assert read(f"<article>{text}<blockquote>{quote}</blockquote></article>").paragraphs == tuple(story)


def test_the_standfirst_is_found_by_its_name_or_by_the_pages_description_of_itself() -> None:
    deck = "Two supports moved, and the town has money for one of them"
    body = f"<h1>Quay closed</h1><div{{}}>{deck}</div><p>By Ada Quill</p><div>{TEXT}</div>"
    named = read(body.format(' class="article-standfirst"'))
    described = read(body.format(""), head=f'<meta name="description" content="{deck}.">')
    assert named.standfirst == described.standfirst == (deck,)
    assert named.paragraphs == described.paragraphs == tuple(STORY)
    assert read(body.format("")).standfirst == ()
    long_heading = body.format("").replace("div>Two", "h2>Two", 1).replace("them</div>", "them</h2>")
    assert read(long_heading).standfirst == (deck,)


def test_a_standfirst_is_neither_a_dateline_nor_what_the_body_says_already() -> None:
    dated = '<h1>Quay closed</h1><p class="standfirst">Monday, 3 March 2031 at 14:05 in the town</p>'
    assert read(f"{dated}<div>{TEXT}</div>").standfirst == ()
    repeated = f'<h1>Quay closed</h1><p class="standfirst">{STORY[0]}</p>'
    assert read(f"{repeated}<div>{TEXT}</div>").standfirst == ()


def test_nothing_above_the_headline_and_nothing_of_the_next_article_is_the_body() -> None:
    above = "<p>Ferries run on time and the wind is from the west</p>"
    second = f"<article><h1>Games lent</h1><p>{STORY[3]}</p></article>"
    story = "".join(f"<p>{paragraph}</p>" for paragraph in STORY[:3])
    body = f"<main>{above}<article><h1>Quay closed</h1>{story}</article>{second}</main>"
    assert read(body).paragraphs == tuple(STORY[:3])


def test_where_prose_stands_above_the_only_heading_it_is_no_boundary() -> None:
    blocks = page_blocks(parse_html(f"<body>{TEXT}<h1>Contact</h1><p>Write to us.</p></body>"), URL)
    assert [block.text for block in below_headline(blocks, "Quay closed")] == [*STORY, "Write to us."]


def test_others_are_asked_only_while_structure_and_extractor_disagree() -> None:
    page = f"<article><h1>Quay closed</h1>{TEXT}</article>"
    assert read(page, extractors=(Greedy(), Mute())).asked == ("greedy/1",)
    assert read(page, extractors=(Mute(), Greedy())).asked == ("mute/1", "greedy/1")
    assert read(page, extractors=(Mute(), Greedy())).paragraphs == tuple(STORY)


def test_a_page_that_prints_nothing_is_read_from_its_own_description_unless_that_is_for_sale() -> None:
    said = "\\n\\n".join(STORY)
    script = '<script type="application/ld+json">{"@type": "NewsArticle", %s"articleBody": "' + said + '"}</script>'
    assert read('<div id="app"></div>', head=script % "", extractors=(Mute(),)).paragraphs == tuple(STORY)
    locked = script % '"isAccessibleForFree": false, '
    assert read('<div id="app"></div>', head=locked, extractors=(Mute(),)).paragraphs == ()


def test_a_post_of_a_network_that_the_article_prints_is_text() -> None:
    said = "The quay is closed and stays so until the council has met."
    post = f'<blockquote class="twitter-tweet"><p>{said}</p>— Ada</blockquote>'
    body = f"<article><h1>Quay closed</h1><p>{STORY[0]}</p>{post}<p>{STORY[1]}</p></article>"
    assert said in read(body).paragraphs


@settings(max_examples=60)
@given(st.lists(st.sampled_from([*STORY, "Share", "Read more", "", "14:05"]), max_size=8), st.integers(0, 3))
def test_the_body_holds_only_what_the_page_prints_in_its_order(parts: list[str], depth: int) -> None:
    body = "<div>" * depth + "".join(f"<p>{part}</p>" for part in parts) + "</div>" * depth
    found = extract_body(f"<html><body>{body}</body></html>", URL, (Greedy(),))
    rest = iter(parts)
    assert all(paragraph in rest for paragraph in found)


@given(st.text(max_size=200), st.text(max_size=200))
def test_a_text_is_wholly_in_itself_and_shares_lie_between_0_and_1(one: str, other: str) -> None:
    assert share_of(one, triples(one)) in (0.0, 1.0)
    assert 0.0 <= share_of(one, triples(other)) <= 1.0


def test_no_votes_no_body() -> None:
    assert body_blocks(page_blocks(parse_html("<body><p>Menu</p><p>Home</p></body>"), URL), [[]]) == []


def test_a_pull_quote_goes_and_a_quotation_that_stands_nowhere_else_stays() -> None:
    quote, own = " ".join(STORY[2].split()[:12]), "I measured it three times and then I measured it once more."
    text = "".join(f"<p>{paragraph}</p>" for paragraph in STORY[:3])
    body = f"{text}<blockquote>{quote}</blockquote><blockquote>{own}</blockquote><p>{STORY[3]}</p>"
    assert read(f"<article><h1>Quay closed</h1>{body}</article>").paragraphs == (*STORY[:3], own, STORY[3])


def test_a_label_goes_with_the_links_below_it_and_a_heading_with_text_stays() -> None:
    links = '<p>Lue myös:</p><p><a href="/a">The mill pond has its swans back this year</a></p>'
    body = f"<p>{STORY[0]}</p>{links}<h2>The repair</h2><p>{STORY[1]}</p><p>{STORY[2]}</p>"
    assert read(f"<article><h1>Quay closed</h1>{body}</article>").paragraphs == (
        STORY[0],
        "The repair",
        STORY[1],
        STORY[2],
    )


def test_a_box_that_was_never_closed_does_not_swallow_the_page() -> None:
    assert read(f"<button><article><h1>Quay closed</h1>{TEXT}</article>").paragraphs == tuple(STORY)


def test_signs_that_only_break_words_go() -> None:
    broken = STORY[0].replace("harbour", "har\u00adbour")
    assert read(f"<article><h1>Quay closed</h1><p>{broken}</p>{TEXT}</article>").paragraphs[0] == STORY[0]
