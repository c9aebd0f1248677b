"""What sort of writing a page is: news, opinion, live blog, video or gallery, and its section (pure).

Asked are the type the page gives itself, its section and address, what stands above its headline, and what the page is
made of. Where nothing speaks, it is news.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final
from urllib.parse import unquote, urlsplit

from lxml import html

from scraper.article import Kind, host_of
from scraper.furniture import is_prose
from scraper.structured import Structured, as_texts, types_of
from scraper.urls import is_web

LIVE_POSTS: Final = 6
"""Posts with a time of their own from which a page is a live blog. A story with updates has fewer."""
POST_SHARE: Final = 0.25
"""Share of the paragraphs that must begin with a time of day: a timetable in a story has fewer."""
POST_LEVELS: Final = 3
"""Elements between a post's time and the box of its text."""
LITTLE: Final = 150
"""Words beside a player below which the page is a video with a description."""
PICTURES: Final = 6
"""Captioned pictures from which a page whose captions have twice the words of its text is a gallery."""
ABOVE: Final = 3
"""Texts before the headline that may be a label."""
LONGEST_LABEL: Final = 40
"""Characters of a label above the headline."""

_OPINION_WORDS: Final = (
    r"opinions?|op-?eds?|comment(?:isfree|ary|aries)?|comment is free|comment ?(?:&|and) (?:analysis|debate)"
    r"|editorials?|"
    r"columns?|columnists?|viewpoints?|leaders|leading articles?|letters(?: to the editor)?|guest (?:column|essay"
    r"|post)|perspectives?|"
    r"(?:opinion|comment|views?) ?(?:&|and|/) ?(?:analysis|editorial|ideas|comment|opinion|columns?)"
    r"|the .{3,20} view|our view|voices|"
    r"meinung(?:en)?|kommentare?|leitartikel|kolumnen?|gastbeitr(?:ag|äge)|gastkommentare?|leserbriefe?|glosse|"
    r"opini[óo]n(?:es)?|columnas?|editoriales|tribunas?|cartas al director|opini[ãa]o|colunas?|colunistas"
    r"|editoriais|opini[óo]|"
    r"tribunes?|chroniques?|éditos?|editos?|éditorial|éditoriaux|id[ée]es|points? de vue|d[ée]bats?|"
    r"opinion[ei]|comment[io]|editorial[ei]|opinie|columnisten|ledare?|ledare|debatt|debat|åsikter?|krönikor?"
    r"|kronikk?(?:er)?|meninger|kommentar(?:er)?|"
    r"mielipi(?:de|teet)|pääkirjoitus|kolumnit|felietony?|komentarz(?:e)?|publicystyka|názory|komentáře|vélemény"
    r"|opinii|"
    r"мнени[ея]|колонк[аи]|колумнисты|авторы|думки|погляди|yazarlar|köşe(?:-| )yazıları|yorum|görüş|"
    r"社论|社論|社説|评论|評論|观点|觀點|オピニオン|コラム|오피니언|사설|칼럼|رأي|آراء|مقالات|یادداشت"
)
_OPINION: Final = re.compile(rf"(?:{_OPINION_WORDS})", re.IGNORECASE)
_LABEL: Final = re.compile(
    rf"(?!comments?$|kommentare?r?$|commenti$|voices$|letters$|авторы$)(?:{_OPINION_WORDS})", re.IGNORECASE
)
"""The same above a headline, without the words that are also a button's: "Comment"."""
_OPINION_TITLE: Final = re.compile(
    r"^(?:opinion|op-ed|editorial|commentary|comment|column|viewpoint|guest (?:column|essay)|meinung|kommentar"
    r"|leitartikel|gastbeitrag|"
    r"opinión|tribuna|opinião|tribune|édito|chronique|opinione|commento|opinie|ledare|мнение|колонка|社论|社論|社説)\s*[:|–—]"
    r"|[|–—]\s*(?:opinion|op-ed|editorial|commentary|comment|column|kommentar|opinión|opinião)$",
    re.IGNORECASE,
)
_LIVE: Final = re.compile(
    r"live|live-?blogs?|live-?(?:updates?|news|coverage|ticker|reporting|stream)|as-it-happen(?:s|ed)"
    r"|(?:news)?ticker|newsblog|"
    r"(?:en-)?direct(?:o)?|en-vivo|ao-vivo|minuto-a-minuto|in-diretta|diretta|liveberichte?|na-zywo|relacja|онлайн"
    r"|online-трансляция",
    re.IGNORECASE,
)
_LIVE_SLUG: Final = re.compile(
    r"(?:^|-)(?:live-?blogs?|live-?updates?|live-?ticker|live-latest(?:-updates)?|live-news|live-coverage"
    r"|as-it-happened|minuto-a-minuto|"
    r"live-(?:score|result)s?)(?=-|$|\.)|-live$|^live-",
    re.IGNORECASE,
)
_LIVE_TITLE: Final = re.compile(
    r"^(?:live|live ?blog|live updates?|live coverage|liveticker|ticker|newsblog|en direct|direct|en vivo"
    r"|última hora en directo|"
    r"directo|diretta|ao vivo|na żywo|онлайн|canlı)\s*[:|–—.-]\s"
    r"|\blive (?:updates|blog|coverage)\b|\bas it happened$|[–—|:-]\s*live$|\b(?:liveticker|liveblog|newsblog"
    r"|minuto a minuto)\b",
    re.IGNORECASE,
)
_LIVE_SECTION: Final = re.compile(
    r"live(?: ?blogs?| updates?| coverage| reporting)?|liveticker|en direct|en vivo|ao vivo", re.IGNORECASE
)
_VIDEO: Final = re.compile(r"videos?|watch|av|tv|mediathek|vidéos?|vídeos?|видео|podcasts?-video", re.IGNORECASE)
_GALLERY: Final = re.compile(
    r"(?:photo|picture|image)?-?galler(?:y|ies)|photos?|pictures|in-pictures|slide-?shows?|fotostrecken?"
    r"|bildergalerien?|bilder|"
    r"diaporamas?|galer[íi]as?|fotogaler(?:ie|[íi]as?|ia)|fotos|galleria|fotogallery|foto|фото(?:галерея)?",
    re.IGNORECASE,
)
_PLAYERS: Final = (
    "//video | //*[contains(@class, 'video-player') or contains(@class, 'jwplayer') or contains(@class, 'brightcove')]"
    " "
    "| //iframe[contains(@src, 'youtube.com/embed') or contains(@src, 'youtube-nocookie.com') or contains(@src,"
    " 'player.')]"
)
_CLOCK: Final = re.compile(r"^\W{0,2}(?:[01]?\d|2[0-3])\s?[:.h]\s?[0-5]\d\b")
_GENERAL: Final = frozenset(
    {
        "all",
        "article",
        "articles",
        "news",
        "home",
        "homepage",
        "top",
        "general",
        "allgemein",
        "uncategorized",
        "slider",
        "à la une",
    }
)
"""Sections that say nothing; named only where the page gives no better one."""


def section_of(structured: Structured) -> str | None:
    """The first section that is a name, not an address; of a list of tags the first one. None where there is none."""
    described = [
        *as_texts(structured.article.get("articleSection")),
        *structured.meta.get("article:section", ()),
        *structured.meta.get("parsely-section", ()),
        *structured.microdata.get("articleSection", ()),
    ]
    names = [name for text in described for name in _listed(text) if not _is_address(name)]
    return next((name for name in names if name.casefold() not in _GENERAL), next(iter(names), None))


def _listed(text: str) -> list[str]:
    """ "Politics,World" is a list, and so is "a, b, c, d"; "Life, Arts & Culture" is one name."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    is_list = bool(re.search(r",\S", text)) or len(parts) > 3 or text.rstrip().endswith(",")
    return parts if is_list else [text.strip()]


def _is_address(text: str) -> bool:
    return is_web(text) or bool(re.fullmatch(r"[\w-]+(?:\.[\w-]+)*\.[a-z]{2,4}", text.casefold()))


def kind_of(
    structured: Structured,
    url: str,
    *,
    tree: html.HtmlElement | None = None,
    title: str = "",
    paragraphs: Sequence[str] = (),
) -> Kind:
    """The kind of a page, "news" where nothing says otherwise.

    Without `tree` and `paragraphs` (those kept for the body) only what the page says of itself and its address count.
    """
    types = set(types_of(structured.article))
    section = section_of(structured) or ""
    folders, slug = _path(url)
    words = sum(len(paragraph.split()) for paragraph in paragraphs)
    if (
        "LiveBlogPosting" in types
        or _LIVE_SECTION.fullmatch(section)
        or any(_LIVE.fullmatch(folder) for folder in folders)
        or _LIVE_SLUG.search(slug)
        or _LIVE_TITLE.search(title)
        or (tree is not None and _has_posts(tree, paragraphs))
    ):
        return "live"
    if _is_video(structured, types, folders, tree, words):
        return "video"
    if _is_gallery(types, folders, tree, words):
        return "gallery"
    if (
        types & {"OpinionNewsArticle", "ReviewNewsArticle"}
        or any(_OPINION.fullmatch(part.strip()) for part in (section, *re.split(r"[/>|,;]", section)))
        or any(_OPINION.fullmatch(folder) for folder in folders)
        or _OPINION_TITLE.search(title)
        or (tree is not None and any(_LABEL.fullmatch(label) for label in _labels(tree)))
    ):
        return "opinion"
    return "news"


def _path(url: str) -> tuple[list[str], str]:
    """Folders of the address and its last part. The host's first label counts as a folder: opinion.lantern.example."""
    parts = [part for part in unquote(urlsplit(url).path).split("/") if part]
    first = host_of(url).partition(".")[0]
    return [first, *parts[:-1]], parts[-1] if parts else ""


def _has_posts(tree: html.HtmlElement, paragraphs: Sequence[str]) -> bool:
    """Enough posts, each with its own time and kept text, or enough paragraphs that begin with a time of day."""
    timed = [
        paragraph
        for paragraph, following in zip(paragraphs, [*paragraphs[1:], ""], strict=False)
        if _CLOCK.match(paragraph) and (is_prose(paragraph) or is_prose(following))
    ]
    if len(timed) >= max(LIVE_POSTS, POST_SHARE * len(paragraphs)):
        return True
    if len(paragraphs) < LIVE_POSTS:
        return False
    kept = {" ".join(paragraph.split()) for paragraph in paragraphs}
    boxes = set()
    for time in tree.iter("time"):
        box = time.getparent()
        for _ in range(POST_LEVELS):
            if box is None or box.tag in ("body", "main"):
                break
            if any(" ".join(str(p.text_content()).split()) in kept for p in box.iter("p")):
                boxes.add(box)
                break
            box = box.getparent()
    return len(boxes) >= LIVE_POSTS


def _is_video(
    structured: Structured, types: set[str], folders: Sequence[str], tree: html.HtmlElement | None, words: int
) -> bool:
    if words >= LITTLE:
        return False
    if (structured.first_meta("og:type") or "").lower().startswith("video"):
        return True
    if "VideoObject" in types_of(structured.page) and not types:
        return True
    if any(_VIDEO.fullmatch(folder) for folder in folders):
        return tree is None or bool(tree.xpath(_PLAYERS)) or bool(structured.first_meta("og:video", "og:video:url"))
    return bool(structured.first_meta("og:video", "og:video:url", "og:video:secure_url")) and (
        tree is not None and bool(tree.xpath(_PLAYERS))
    )


def _is_gallery(types: set[str], folders: Sequence[str], tree: html.HtmlElement | None, words: int) -> bool:
    if types & {"ImageGallery", "MediaGallery"}:
        return True
    named = any(_GALLERY.fullmatch(folder) for folder in folders)
    if tree is None:
        return named
    captions = [str(caption.text_content()) for caption in tree.iter("figcaption")]
    count = len([caption for caption in captions if caption.strip()])
    caption_words = sum(len(caption.split()) for caption in captions)
    return count >= PICTURES and (caption_words > 2 * words or (named and words < LITTLE))


def _labels(tree: html.HtmlElement) -> Iterator[str]:
    """Short texts that stand right above the headline, outside menus."""
    heading = next(iter(tree.iter("h1")), None)
    if heading is None:
        return
    before = heading.xpath(
        "preceding::*[not(*) and normalize-space() and not(self::script or self::style or self::title or"
        " self::noscript)"
        f" and not(ancestor-or-self::nav)][position() <= {ABOVE}]"
    )
    for element in before:
        if any(parent.tag in ("nav", "ul", "ol") for parent in element.iterancestors()):
            continue
        text = " ".join(str(element.text_content()).split()).strip(" :|/")
        if text and len(text) <= LONGEST_LABEL:
            yield text
