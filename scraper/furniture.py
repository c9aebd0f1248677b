"""Page furniture: lines that a site prints around its articles, told from the lines themselves (pure).

Conservative on purpose: a line goes only where it is one of a few dozen set phrases, has a shape that prose does not
have, or follows a heading such as "Related Articles" without being a sentence. What goes is returned, never lost.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

PROSE_WORDS: Final = 12
"""Words from which a line that ends like a sentence is prose: teasers and labels in the pages looked at stay below."""
PROSE_SIGNS: Final = 30
"""Signs of Chinese, Japanese or Korean writing that count as much as `PROSE_WORDS`."""
LONGEST: Final = 400
"""Characters. Longer lines are never furniture unless they are about cookies, ad blockers or rights."""


def _phrases(table: str) -> frozenset[str]:
    return frozenset(phrase.strip() for phrase in table.replace("\n", "|").split("|") if phrase.strip())


_HEADINGS: Final = _phrases(
    """
    related articles | related stories | related topics | related content | related news | related posts
    related links | related | more on this story | more on this topic | more stories | more from this section
    more news | more like this | most read | most popular | most viewed | most commented | popular now | trending
    trending now | trending stories | top stories | latest news | latest stories | recommended
    recommended for you | recommended stories | recommended articles | you may also like | you might also like
    you may also be interested in | read next | what to read next | up next | don't miss | editors' picks
    editor's picks | keep reading | in case you missed it | from our partners | around the web | sponsored stories
    also on site | from around the web | must read | must reads | elsewhere on the site | explore more
    read more about | other stories | related coverage | further reading | more to read | more in this section
    more headlines
    """
)
"""Headings of teaser blocks: what stands below them belongs to other pages."""
_SET_PHRASES: Final = _HEADINGS | _phrases(
    """
    back to top | back to top button | adblock detected | ad blocker detected | advertisement | advertisements
    advertising | ad | sponsored | sponsored content | promoted | promoted content | paid content | read more
    read also | also read | see also | see more | continue reading | story continues below advertisement
    story continues | article continues below | read full story | article continues below advertisement
    article continues after advertisement | scroll to continue | skip advertisement | story continues below
    share | share this | share this article | share this story | share article | share this page | tweet | email
    print | copy link | comment | comments | leave a comment | leave a reply | post a comment | view comments
    show comments | join the conversation | log in | login | sign in | sign up | register | subscribe
    subscribe now | subscribe today | newsletter | newsletters | sign up for our newsletter | follow us | follow
    menu | search | home | loading | skip to content | close | skip to main content | play | play video | watch
    watch now | watch live | watch the video | listen | listen now | save | save article | listen to this article
    listen to article | facebook | twitter | x | whatsapp | linkedin | pinterest | reddit | telegram | flipboard
    instagram | youtube | tiktok | email this article | print this article | show more | load more | view all
    see all | next | previous | next article | previous article | next story | previous story | topics | tags
    in this article | in this story | supported by | photo | image | video | file photo | getty images | ap photo
    caption | image caption | media caption | image source | photos | gallery | view gallery | image credit
    photo credit | hide caption | toggle caption | enlarge this image | open image modal | cookie policy
    privacy policy | terms of use | terms of service | contact us | about us | accept | accept all
    accept cookies | manage cookies | report an error | report a typo | get the app | donate | donate now
    support us | support our journalism | breaking news alerts | this video can not be played
    media playback is unsupported on your device | javascript is disabled | most popular | notifications
    get notifications | add as preferred on google | add as a preferred source on google | gift article
    jump to comments | loading comments | your browser does not support the video tag | click to share
    anzeige | werbung | publicité | publicidad | publicidade | pubblicità | advertentie | annons | reklam | reklame
    annonse | mainos | реклама | lesen sie mehr | lesen sie auch | mehr dazu | lire aussi | à lire aussi | leia também
    lea también | leggi anche | lees ook | lue myös | читайте также | teilen | drucken | partager | imprimer | compartir
    back to gallery | advert | adverts | swipe | slideshow | popular | current issue | ad policy | top of page
    this slideshow requires javascript | please enable javascript | view this post on instagram | more on this
    after newsletter promotion | view comments | hide comments | report this ad | about our ads | story timeline
    article timeline
    """
)

_NETWORKS: Final = _phrases(
    "facebook | twitter | x | whatsapp | linkedin | reddit | pinterest | telegram | messenger | flipboard | pocket"
    "| viber | threads | bluesky | instagram | mastodon | email | e-mail | sms"
)
_SHARE_WORDS: Final = _NETWORKS | _phrases(
    "share | shares | tweet | post | pin | print | save | link | copy | on | via | to | this | article | story | page"
    "| with | by | more | a | an | or | and"
)
_AGENCIES: Final = ("getty", "getty images", "shutterstock", "ap photo", "istock", "alamy", "epa", "afp", "reuters")
_AT_ANY_LENGTH: Final = (
    r"please\b.{0,60}\b(?:disabl|turn(?:ing)? off|whitelist|pause|support).{0,80}\bad[\s-]?block.*",
    r"(?:it (?:looks|seems) like|we(?:['’]ve| have)? (?:noticed|detected|see)).{0,80}\bad[\s-]?block.*",
    r"(?:this|our|the) (?:web)?(?:site|page)s? uses? cookies\b.*",
    r"we(?: and our (?:\d+ )?partners)? (?:also )?use cookies\b.*",
    r"by (?:clicking|continuing|using|browsing|signing up|subscribing)\b.{0,200}\b(?:cookie|privacy|terms)\b.*",
    r"this site is protected by recaptcha\b.*",
    r"\(?(?:©|\(c\)\s|copyright\s+(?:©|\(c\)|\d{4}|by\b)).*",
    r"this material may not be (?:published|reproduced).*",
    r"follow (?:us|me|[\w.@'’]+(?: [\w.@'’]+){0,4}) on (?:twitter|x|facebook|instagram|whatsapp|tiktok|youtube|"
    r"linkedin|google news|telegram|threads|bluesky|social media)\b.*",
    r"if you(?:['’]ve)? (?:enjoyed|liked) (?:this|our|reading)\b.*",
    r"\[/?[a-z][\w-]*(?: [\w-]+=[^\]]*)?\].*\[/[a-z][\w-]*\]",  # shortcodes that a template left as they stood
)
_WHERE_SHORT: Final = (
    r"(?:sign up|subscribe|register)\b.{0,120}\b(?:newsletters?|e-?mails?|inbox|alerts?|briefing|updates)\b.*",
    r"(?:get|receive|have)\b.{0,120}\b(?:to|in) your (?:e-?mail )?inbox\b.*",
    r"(?:enter )?your e-?mail(?: address)?\b.{0,60}",
    r"(?:thank you|thanks) for (?:signing up|subscribing)\b.*",
    r"you can unsubscribe\b.*",
    r"By [A-Z].{2,120}\b(?:published|updated|posted)\b[^.!?]{0,20}\d[^.!?]{0,50}",
    r"(?:read|see|watch|find out)\s+(?:more|also|next)\s*[:|»>–—-].{1,250}",
    r"(?:read also|also read|see also|related|recommended|must read|don['’]t miss|more|in pictures|keep reading)"
    r"\s?[:|»>]\s.{1,200}(?<![.])",
    r"(?:watch(?: live| now)?|live updates|opinion|also in this section)\s?[:|»>]\s.{1,200}(?<![.])",
    r"(?:read|see) more(?: (?:here|on|about|at|from)\b.{0,120})?(?<![.])",
    r"(?:click|tap) here (?:to|for)\b.{1,150}",
    r"(?:download|get) (?:the|our)\b.{0,40}\bapp\b.{0,80}",
    r"(?:support|help us protect|help keep) (?:our|independent|quality) (?:\w+ )?journalism\b.{0,150}",
    r"the post .{1,250} (?:first appeared|appeared first) on .{1,100}",
    r"\d+ (?:comments?|shares?|views|likes|min(?:ute)?s?(?: read)?)",
    r"[\d,.]+ (?:comments?|shares?|views|likes)(?: ?[|·•–-] ?[\d,.]+ (?:comments?|shares?|views|likes))+",
    r"(?:By|Von|Par|Por) [A-Z].{2,80} [|·•–-] .{0,20}\b(?:19|20)\d{2}\b.{0,20}",
    r"(?:(?:image|photo|picture|slide|page) )?\d+ ?(?:/|of|of ?/) ?\d+",  # a gallery's counter
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|@\w{2,30}|(?:www\.)?(?:twitter|x|facebook|instagram)\.com/[\w./-]+",
    r"(?:(?:printed|retrieved|reprinted) from:? ?)?https?://\S+",
    r"\d{1,2}[:.h]\d{2}(?: ?[ap]\.?m\.?)?(?: ?[A-Z]{2,4})?",  # the hour above an entry of a live blog
    r"(?:(?:aktualisiert|stand|veröffentlicht|mis à jour|publié|actualizado|publicado|aggiornato|pubblicato|bijgewerkt|"
    r"gepubliceerd|atualizado)(?: (?:am|le|el|il|op|em))?:? )?(?:\d{1,2}[./-]\d{1,2}[./-]\d{4}|\d{4}-\d{2}-\d{2})"
    r"(?:[,|/ –-]{1,3}(?:um |à |às |alle )?\d{1,2}[:.h]\d{2}(?: uhr)?)?",
    r"note: .{0,60}\bmoderat\w+ .{0,40}\bcomments?\b.*",
    r"(?:published|updated|posted|last (?:updated|modified)|first published)\b[^.!?]{0,20}\d[^.!?]{0,50}",
    r"(?:photos?|images?|pictures?|photographs?|credits?|videos?|illustrations?|captions?|file photo|pic|graphic|"
    r"(?:\S+ ){0,2}(?:titel|symbol|archiv)?(?:fotos?|bild(?:er|quelle|nachweis)?|grafik)|kuva|foto de|crédits?|"
    r"créditos?|crediti|obrázek|фото)"
    r"(?: (?:credits?|by|courtesy(?: of)?|source))?\s?[:©]\s?.{1,250}",
)
_FROM_ANYWHERE: Final = {
    "cookie": r"(?=.{0,400}\b(?:web-?\s?(?:site|seite)|site|sito|sitio|siti|p[aá]gina|browser|navigateur)\b)"
    r"(?=.*\b(?:nutzen wir|verwende[nt]|utili[sz]\w+|usa(?:mos|ndo)?|zustimm\w*|einwillig\w*|accept\w*|aceptar)\b)"
    r".*\bcookies?\b.*",
    "rights reserved": r"[^.!?]{0,160}\ball rights reserved\b.*",
}
"""What may begin with any words, behind what stands in each such line: that is looked for first, since going through
all of a line once more for each of these takes longer than all the others together."""
_SHORT_FROM_ANYWHERE: Final = {
    "newsletter": r".{0,120}\b(?:join|get|receive|read) our\b.{0,30}\bnewsletters?\b.{0,80}",
    ":": r".{0,160}\b(?:e-?mail|twitter|instagram) ?: ?[\w.@+-]+\.?",  # where to reach an author
    "javascript": r".{0,80}\b(?:aktivieren|enable|activate|activer|activar|attivare)\b.{0,40}\bjavascript\b.{0,120}",
    "(": r"[^”\"]{0,350}\((?:ap |file |afp |reuters )?(?:photo|image|picture|credit|file|illustration)s?"
    r"(?:\s?[:/]| by | credit\b| courtesy\b|\))[^()]{0,100}\)?\.?",
    **{agency: rf"[^”\"]{{0,350}}(?:/|\bvia |\bcredit: |\| ?)(?:afp(?: via)? )?{agency}\)?" for agency in _AGENCIES},
}


def _compiled(table: Mapping[str, str]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((held, re.compile(pattern, re.IGNORECASE)) for held, pattern in table.items())


_ANY_LENGTH: Final = re.compile("|".join(_AT_ANY_LENGTH), re.IGNORECASE)
_ANYWHERE: Final = _compiled(_FROM_ANYWHERE)
_SHORT: Final = re.compile("|".join(_WHERE_SHORT), re.IGNORECASE)
_SHORT_ANYWHERE: Final = _compiled(_SHORT_FROM_ANYWHERE)
_BYLINE: Final = re.compile(
    r"(?:By|Von|Par|Por|Door|Av)\s+[A-Z][\w.'’-]+(?:\s+(?:and|&|de|van|von|al|bin|[A-Z][\w.'’-]*,?)){1,7}"
)
_SIGN: Final = re.compile("[\u2e81-\U0010ffff]")
_SENTENCE_END: Final = re.compile(r"[.!?…:;。！？][\"'”’»)\]」』]*$")


def is_furniture(line: str) -> bool:
    """True for a line that is furniture by itself, whatever stands around it."""
    line = " ".join(line.split())
    if not line:
        return False
    low = line.casefold()
    bare = low.strip(" .:…!»›>|-–—•·*[]()+").replace("’", "'")
    if bare in _SET_PHRASES or not any(character.isalnum() for character in line):
        return True
    if _ANY_LENGTH.fullmatch(line) or _any_of(_ANYWHERE, line, low):
        return True
    if len(line) > LONGEST:
        return False
    words = re.findall(r"[\w-]+", bare)
    if words and set(words) <= _SHARE_WORDS and (set(words) & _NETWORKS) and len(words) > 1:
        return True
    return bool(_SHORT.fullmatch(line) or _BYLINE.fullmatch(line)) or _any_of(_SHORT_ANYWHERE, line, low)


def _any_of(patterns: Sequence[tuple[str, re.Pattern[str]]], line: str, low: str) -> bool:
    if not low.isascii():
        low = low.replace("i̇", "i").replace("ı", "i")  # a pattern takes both of the Turkish letters for an i
    return any(held in low and pattern.fullmatch(line) for held, pattern in patterns)


def is_prose(line: str) -> bool:
    """True for a line long enough and ended like a sentence."""
    line = line.strip()
    return (len(line.split()) >= PROSE_WORDS or _signs(line) >= PROSE_SIGNS) and ends_like_sentence(line)


def _signs(line: str) -> int:
    """Signs of writing without spaces."""
    return 0 if line.isascii() else len(_SIGN.findall(line))


def ends_like_sentence(line: str) -> bool:
    """True where the last sign, quotation marks and brackets aside, ends a sentence. A line cut short does not."""
    return bool(_SENTENCE_END.search(line)) and not line.endswith(("...", "…"))


def furniture_flags(lines: Sequence[str]) -> list[bool]:
    """For each line: is it furniture? Considers what follows a heading of a teaser block.

    Below such a heading every line goes up to the next line of prose; where none follows, all that is left goes.
    """
    flags = [is_furniture(line) for line in lines]
    inside = False
    for number, line in enumerate(lines):
        if not line.strip():
            continue
        if _is_block_heading(line):
            inside = True
        elif inside and is_prose(line) and not flags[number]:
            inside = False
        elif inside:
            flags[number] = True
    return flags


def split_furniture(lines: Sequence[str]) -> tuple[list[str], list[str]]:
    """Lines or paragraphs to keep and those to leave out, both in order."""
    flags = furniture_flags(lines)
    kept = [line for line, gone in zip(lines, flags, strict=True) if not gone]
    return kept, [line for line, gone in zip(lines, flags, strict=True) if gone]


def furniture_spans(text: str) -> list[tuple[int, int]]:
    """Half-open character offsets of the furniture lines of a text, in order, without their line breaks."""
    lines = text.split("\n")
    spans = []
    start = 0
    for line, gone in zip(lines, furniture_flags(lines), strict=True):
        if gone:
            spans.append((start, start + len(line)))
        start += len(line) + 1
    return spans


def _is_block_heading(line: str) -> bool:
    return line.casefold().strip(" \t\r.:…!»›>|-–—•·*").replace("’", "'") in _HEADINGS
