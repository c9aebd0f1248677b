"""Whether words were spoken aloud or written in a post: two utterances, however much alike."""

from __future__ import annotations

import re
from typing import Final, Literal

from compare.claims import Reading
from compare.difference import Context
from compare.quotedwords import unquoted
from compare.spans import Span, blanked

Channel = Literal["post", "speech"]

AROUND: Final = 300  # letters on either side of a sentence in which it is told where the words come from
_POST: Final = re.compile(
    r"\b(?:(?:re-?)?tweet(?:s|ed|ing)?|tweetstorm|(?:re)?post(?:ed|ing|s)\b(?=\s+(?:on|to|that|a|:|,))"
    r"|(?:on|via|to|onto)\s+(?:Twitter|Facebook|Instagram|X\b|Threads|TikTok|Telegram|Weibo|Mastodon|Bluesky|Reddit"
    r"|Truth\s+Social|social\s+media|social\s+networks?|his\s+blog|her\s+blog|their\s+blog)"
    r"|(?:Twitter|Facebook|Instagram|blog|Telegram|social[\s-]media|Truth\s+Social)\s+(?:post|message|thread|page|account)"
    r"|in\s+an?\s+(?:\w+\s+){0,2}(?:post|thread))\b"
)
_SPEECH: Final = re.compile(
    r"\b(?:told\s+(?:\w+\s+){0,4}?(?:reporters|journalists|supporters|the\s+crowd|lawmakers|viewers|listeners|an\s+audience)"
    r"|interview(?:ed|s)?|news\s+conference|press\s+conference|briefing|rally|speech|debate|podium|town\s+hall|hearing"
    r"|podcast|broadcast|on\s+(?:CNN|NBC|ABC|CBS|MSNBC|BBC|Fox\s+News|air|television|TV|the\s+radio|stage)"
    r"|testif(?:y|ied|ies)|shouted|asked\s+(?:by|about|whether|if))\b",
    re.IGNORECASE,
)
_SAID: Final = re.compile(r"\b(?:said|says|told|tells|asked|replied|continued)\b")


def channel(reading: Reading, context: Context) -> Channel | None:
    """Where the words that a sentence quotes come from, as far as it tells; None where nothing is sure.

    Words that are plainly "said", with no post named in the sentences around, were spoken.
    """
    own = unquoted(reading.text)
    if _POST.search(own):
        return "post"
    if _SPEECH.search(own):
        return "speech"
    text = context.texts.get(reading.article)
    if text is None or not _SAID.search(own):
        return None
    quoted = [Span(v.start, v.end) for v in context.voices.get(reading.article, ()) if v.kind == "quoted"]
    around = blanked(text, quoted)[max(0, reading.start - AROUND) : reading.end + AROUND]
    return None if _POST.search(around) else "speech"


def two_channels(a: Reading, b: Reading, context: Context) -> bool:
    """Were the words of one sentence spoken and those of the other posted?"""
    return {channel(a, context), channel(b, context)} == {"post", "speech"}
