"""`data.json`: what an event's page shows, for programs. These models are its fields, and make its JSON Schema.

Names agree with those of `variorum export`. A text is null where the excerpt limit keeps it back: its place still
stands. Places are half-open offsets, in characters, into the article's one text: the headline, a blank line, then the
body's paragraphs separated by blank lines.
"""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from compare.difference import DifferenceKind
from compare.eventwhy import Kind as TermKind
from compare.reframing import ReframingKind
from compare.revisions import ChangeKind
from compare.rules import Category, Level
from compare.standings import Standing
from compare.voice import VoiceKind
from scraper.article import Kind, Origin, Precision, storable
from variorum.absences import Order


def _storable(value: Any) -> Any:
    return storable(value) if isinstance(value, str) else value


NOT_FOUND: Final = "not found in the text we hold"
Found = Literal["not found in the text we hold", "close"]
Decided = Literal["", "together", "apart", "both"]
Text = Annotated[str, BeforeValidator(_storable)]  # of outlets, which may hold what no JSON in UTF-8 can
Offset = Annotated[int, Field(ge=0)]
Told = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?Z)?$")]
"""A moment as its source gave it: ISO 8601 in UTC to the minute or the second, or the bare day and no hour of it."""
Share = Annotated[float, Field(ge=0, le=1)]


class _Node(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class OutletData(_Node):
    """An outlet of the event."""

    outlet: Text = Field(description="The outlet's slug, by which everything else names it.")
    name: Text = Field(description="The outlet's name.")
    invented: bool = Field(description="Whether it does not exist: an outlet of the built-in newsroom.")


class ArticleData(_Node):
    """An article as it is held: its newest version."""

    article: Text = Field(description="The article's id.")
    outlet: Text = Field(description="The outlet's slug.")
    url: Text | None = Field(description="Its address as it came in; null where that can't be linked to.")
    href: Text | None = Field(
        description="Where it can be read: an address, or a path from this file's folder; null where there is none."
    )
    title: Text | None = Field(description="The headline; null where the excerpt limit keeps it back.")
    published: Told | None = Field(
        description="ISO 8601, in UTC; the day alone where no hour was given. A bare day orders nothing within it."
    )
    published_precision: Precision | None = Field(description="How exactly its time is known.")
    published_origin: Origin | None = Field(description="Where on the page, or in the input, its time was found.")
    modified: Told | None = Field(description="When it was last changed by its own account, in the same form.")
    language: Text = Field(description="The language of the text, as a code of ISO 639.")
    kind: Kind = Field(description="What kind of article it is; of a stub only the open part of the page is held.")
    revision: int = Field(ge=1, description="The number of the newest version held, from 1.")
    first_seen: str = Field(description="When its first version was read, ISO 8601.")
    revised_at: str = Field(description="When its newest version was read first, ISO 8601.")
    words_held: int = Field(ge=0, description="Words held of the newest version, without site furniture.")
    words_shown: int = Field(ge=0, description="How many of them stand anywhere on the site.")
    earlier_words_shown: int = Field(ge=0, description="Words of earlier versions that stand on the site besides.")


class OriginData(_Node):
    """Whose text it is that an outlet printed."""

    outlet: Text | None = Field(description="The slug of the outlet that had the text first; null where unknown.")
    article: Text | None = Field(description="The id of the article it was taken from; null where that is not held.")
    agency: Text | None = Field(description="The agency's name; null where it is no agency's text.")
    voice: Text = Field(description="What counts as one report: texts with one voice are one text.")


class MarkData(_Node):
    """Marked words of a sentence."""

    flag: Text = Field(description="The id of the flag, found among `flags`.")
    category: Category = Field(description="The kind of the mark.")
    voice: VoiceKind = Field(description="Whose words they are: the outlet's own, in a paraphrase, or quoted.")
    start: Offset = Field(description="Where the words begin in the article's text.")
    end: Offset = Field(description="Where they end.")


class SentenceData(_Node):
    """What one article wrote."""

    article: Text = Field(description="The article's id.")
    outlet: Text = Field(description="The outlet's slug.")
    sentence: Text | None = Field(description="The sentence; null where the excerpt limit keeps it back.")
    start: Offset = Field(description="Where it begins in the article's text.")
    end: Offset = Field(description="Where it ends.")
    paragraph: int = Field(ge=0, description="The number of its paragraph; 0 for the headline.")
    origin: OriginData | None = Field(description="Whose text it is where the outlet shares it; null for house text.")


class ReadingData(SentenceData):
    """What one article wrote for a claim."""

    marks: tuple[MarkData, ...] = Field(description="The words in it that rules mark, in reading order.")
    href: Text | None = Field(
        description="Where it can be read, at the passage where its words are shown; null where there is no address."
    )


class NearestData(SentenceData):
    """The sentence that comes closest to a claim in the text of an outlet that has no reading of it."""

    lowest: Share = Field(description="The lowest probability that it makes one claim with a reading.")
    highest: Share = Field(description="The highest.")


class AbsenceData(_Node):
    """An outlet of the event without a reading of a claim."""

    outlet: Text = Field(description="The outlet's slug.")
    found: Found = Field(
        description="`close`: a sentence among `nearest` is alike enough with one reading at least, and only not with "
        "all or fits another claim better, so that the claim can't be said not to be found."
    )
    published: Told | None = Field(description="When the outlet's first article on the event was published.")
    newest: Told | None = Field(description="When its newest text was published or changed, by its own account.")
    order: Order = Field(
        description="Its newest text against the first publication of the claim, as far as both times tell: `older` "
        "text can't have the claim."
    )
    words_held: int = Field(ge=0, description="Words of the outlet's texts that were searched.")
    stub: bool = Field(description="Whether of one of them only the open part is held.")


class ClaimData(_Node):
    """One assertion as several outlets wrote it, or as one alone did."""

    claim: Text = Field(description="The claim's id.")
    row: int | None = Field(description="Its number on the page, from 1; null for what one outlet alone wrote.")
    readings: tuple[ReadingData, ...] = Field(description="What each article wrote, sorted by outlet, article, place.")
    texts: int = Field(ge=0, description="In how many separate texts it stands, a reprint not counted.")
    first: Told | None = Field(
        description="When it first stood in an article, as far as known; the day alone where no hour of it is known."
    )
    first_precision: Precision | None = Field(description="How exactly that is known.")
    first_sure: bool = Field(description="Whether the times tell that no other article can have had it earlier.")
    similarity: Share = Field(description="The lowest probability, over its pairs, that two make one claim.")
    standings: tuple[Standing, ...] | None = Field(
        description="How each of `readings` stands to the one published first; null where it was not worked out."
    )
    weakest: tuple[int, int] | None = Field(description="The places in `readings` of the pair that is least alike.")
    nearest: tuple[NearestData, ...] = Field(description="What comes closest in outlets without a reading.")
    absences: tuple[AbsenceData, ...] = Field(
        description="The event's outlets without a reading, in order of publication; none for one outlet's claims."
    )


class VariantData(_Node):
    """What one article has at the place of a difference."""

    article: Text = Field(description="The article's id.")
    outlet: Text = Field(description="The outlet's slug.")
    text: Text | None = Field(description="The words; null where the excerpt limit keeps them back.")
    start: Offset = Field(description="Where they begin in the article's text.")
    end: Offset = Field(description="Where they end.")
    side: str = Field(description="Outlets that agree have the same letter; `a` is the side of most.")


class DifferenceData(_Node):
    """How readings of one claim differ."""

    difference: Text = Field(description="The difference's id.")
    claim: Text = Field(description="The id of the claim.")
    kind: DifferenceKind = Field(description="The kind of the difference.")
    rank: int | None = Field(description="Its place among the strongest, from 1; null for those told further down.")
    readings: tuple[VariantData, ...] = Field(description="What each article wrote there.")
    explanation: Text | None = Field(
        description="It as a sentence, with the words themselves; null where the excerpt limit keeps one of them back."
    )
    reviewed: bool = Field(description="Whether a reviewer accepted it.")


class OtherData(_Node):
    """What another outlet wrote for the same claim."""

    outlet: Text = Field(description="The outlet's slug.")
    article: Text = Field(description="The article's id.")
    text: Text | None = Field(description="The whole sentence; null where the excerpt limit keeps it back.")
    start: Offset = Field(description="Where it begins in the article's text.")
    end: Offset = Field(description="Where it ends.")


class FlagData(_Node):
    """Words that a rule marks."""

    flag: Text = Field(description="The flag's id.")
    article: Text = Field(description="The article's id.")
    outlet: Text = Field(description="The outlet's slug.")
    rule: Text = Field(description="The rule's id, as the method page lists it.")
    category: Category = Field(description="The kind of the mark.")
    level: Level = Field(description="`note` for what is often harmless, `mark` otherwise; `contrast` beside others.")
    match: Text | None = Field(description="The words; null where the excerpt limit keeps them back.")
    start: Offset = Field(description="Where they begin in the article's text.")
    end: Offset = Field(description="Where they end.")
    voice: VoiceKind = Field(description="Whose words they are: the outlet's own, in a paraphrase, or quoted.")
    source: Text | None = Field(
        description="Who speaks, where it is not the outlet, as the text has it; null where unnamed or kept back by "
        "the excerpt limit."
    )
    says: Text | None = Field(
        description="What the words say beside neutral ones, which quotes them; null where they are kept back."
    )
    others: tuple[OtherData, ...] = Field(description="What the others wrote for the same claim.")
    shared: OriginData | None = Field(description="Whose text it is, where the outlet took the words over unchanged.")
    repeats: bool = Field(description="Whether the same words of the same text count in another article already.")
    reviewed: bool = Field(description="Whether a reviewer accepted it.")
    href: Text | None = Field(
        description="Where it can be read, at the words where they are shown; null where there is no address."
    )


class ChangeData(_Node):
    """A sentence that is not as it was in the version before."""

    change: ChangeKind = Field(description="What became of it; one that was moved and changed is `changed`.")
    before: Text | None = Field(description="The earlier sentence; null where there is none or it is kept back.")
    before_start: Offset | None = Field(description="Where it begins in the earlier text; null where there is none.")
    before_end: Offset | None = Field(description="Where it ends.")
    after: Text | None = Field(description="The later sentence; null where there is none or it is kept back.")
    after_start: Offset | None = Field(description="Where it begins in the later text; null where there is none.")
    after_end: Offset | None = Field(description="Where it ends.")


class FramingData(_Node):
    """Marked words that came, went or were replaced."""

    change: ReframingKind = Field(description="What was done.")
    rule: Text = Field(description="The id of the rule that marks them.")
    category: Category = Field(description="The kind of the mark.")
    level: Level = Field(description="The rule's level.")
    voice: VoiceKind = Field(description="Whose words they are.")
    before: Text | None = Field(description="The words in the earlier text; null where none, or kept back.")
    before_start: Offset | None = Field(description="Where they begin in it; null where there are none.")
    before_end: Offset | None = Field(description="Where they end.")
    after: Text | None = Field(description="The words in the later text; null where none, or kept back.")
    after_start: Offset | None = Field(description="Where they begin in it; null where there are none.")
    after_end: Offset | None = Field(description="Where they end.")


class RevisionData(_Node):
    """One version of an article's text."""

    article: Text = Field(description="The article's id.")
    outlet: Text = Field(description="The outlet's slug.")
    revision: int = Field(ge=1, description="The number of the version, from 1.")
    seen_at: str = Field(description="When it was read first, ISO 8601.")
    published: Told | None = Field(description="When the page says that it was published.")
    modified: Told | None = Field(description="When the page says that it was last changed.")
    kind: Kind = Field(description="What kind of article it was.")
    extractor: Text = Field(description="What read the page: where its version differs, a change may be our reading.")
    digest: str = Field(description="SHA-256 of the text, in hexadecimal.")
    characters: int = Field(ge=0, description="Characters of the text.")
    noted: bool | None = Field(
        description="Whether the text itself says that it was changed; null for a first version."
    )
    changes: tuple[ChangeData, ...] | None = Field(
        description="What changed from the version before; null for a first version, and before it was looked at."
    )
    framing: tuple[FramingData, ...] | None = Field(description="Marked words that came and went; null likewise.")


class SharedTermData(_Node):
    """A word, name or number that an article shares with the closest other."""

    kind: TermKind = Field(description="What it is.")
    text: Text | None = Field(description="The term; null where the excerpt limit keeps it back.")
    start: Offset = Field(description="Its first place in the article's text.")
    end: Offset = Field(description="Where that ends.")


class ClosestSentencesData(_Node):
    """The sentences of an article and of the closest other that are most alike in meaning."""

    start: Offset = Field(description="Where the article's own begins.")
    end: Offset = Field(description="Where it ends.")
    other_start: Offset = Field(description="Where the other article's begins, in its text.")
    other_end: Offset = Field(description="Where that ends.")
    likeness: float = Field(ge=-1, le=1, description="The cosine of their vectors.")


class PlaceData(_Node):
    """Why an article stands in the event."""

    article: Text = Field(description="The article's id.")
    score: Share | None = Field(description="Its mean probability with the others; null where it stands alone.")
    closest: Text | None = Field(description="The id of the article it is closest to.")
    closest_score: Share | None = Field(description="The probability that these two report one event.")
    shared: tuple[SharedTermData, ...] = Field(description="What the two share, the strongest first.")
    sentences: ClosestSentencesData | None = Field(description="Their closest sentences, by place.")
    decided: Decided = Field(
        description="Whether a person had a part in it: put it together with others, kept it apart from others, both."
    )


class TogetherData(_Node):
    """Why these articles stand together."""

    cohesion: float = Field(description="The probability of the weakest tie between its groups of articles.")
    threshold: Share = Field(description="The mean probability over their pairs from which groups are joined.")
    articles: tuple[PlaceData, ...] = Field(description="Each article's place, in order of publication.")


class EventData(_Node):
    """One event as its page in a Variorum report shows it."""

    model_config = ConfigDict(title="Variorum event", serialize_by_alias=True)

    schema_path: str = Field(
        serialization_alias="$schema", description="Where this schema lies, from the file's folder."
    )
    event: Text = Field(description="The event's id.")
    title: Text | None = Field(description="A headline of the event; null where the excerpt limit keeps it back.")
    outlets: tuple[OutletData, ...] = Field(description="Its outlets, in order of their first publication.")
    articles: tuple[ArticleData, ...] = Field(description="Its articles, in order of publication.")
    claims: tuple[ClaimData, ...] = Field(
        description="What is claimed: by two outlets or more in the order of the page, then by one."
    )
    differences: tuple[DifferenceData, ...] = Field(description="How readings of one claim differ.")
    flags: tuple[FlagData, ...] = Field(description="The words that rules mark, by article and place.")
    revisions: tuple[RevisionData, ...] = Field(description="Every version of its articles, in their order.")
    together: TogetherData = Field(description="Why these articles stand together.")
    excerpt_words: int = Field(ge=0, description="The most words of one article that the whole site may show.")
    claim_threshold: Share = Field(description="The probability that every pair of a claim's readings reaches.")
    versions: dict[str, Text] = Field(description="What made this: versions by name.")
