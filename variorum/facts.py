"""One event's records, ordered and looked up the ways its page needs, and the words of it that may be printed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import chain

from compare.claims import Reading
from compare.datelines import dateline_length
from compare.framing import Flag
from compare.spans import HasSpan, Span, contains, overlaps
from compare.speakerwords import is_pronoun, own_words_for, speaker_words
from compare.telling import told_at
from compare.wirecopy import Shares
from compare.wording import Difference, Variant
from db.records import StoredArticle, StoredClaim, StoredFlag
from scraper.article import Article, Moment
from variorum.cutting import at_edges
from variorum.describing import Descriptions
from variorum.earlier import Stretch
from variorum.excerpts import ExcerptBudget, word_count
from variorum.inputs import EventInput, Report
from variorum.links import is_address, place_href, safe_href
from variorum.when import newest, order_key

#: Words of context on either side of words that are compared.
CONTEXT_WORDS = 3
#: Compared words that are at least this many stand without context.
LONG_ENOUGH = 5


@dataclass(frozen=True)
class Facts:
    """Records of one event with their look-ups. Outlets are slugs, in order of their first publication.

    `single`: the page is a file of its own, with nothing of the report beside it."""

    source: EventInput
    report: Report
    budget: ExcerptBudget
    root: str
    single: bool = False

    @cached_property
    def articles(self) -> Mapping[str, StoredArticle]:
        """By key, in order of publication."""
        found = sorted(self.source.articles, key=lambda item: (order_key(item.article.published), item.article.key))
        return {item.article.key: item for item in found}

    @cached_property
    def outlets(self) -> Mapping[str, tuple[Article, ...]]:
        """Each outlet's articles, in order of publication; the outlets in order of their first."""
        by_outlet: defaultdict[str, list[Article]] = defaultdict(list)
        for item in self.articles.values():
            by_outlet[item.article.outlet].append(item.article)
        return {outlet: tuple(found) for outlet, found in by_outlet.items()}

    @cached_property
    def shared(self) -> tuple[StoredClaim, ...]:
        """Claims with readings of two or more outlets."""
        return tuple(item for item in self.source.results.claims if len({r.outlet for r in item.claim.readings}) > 1)

    @cached_property
    def of_one_outlet(self) -> tuple[StoredClaim, ...]:
        """Claims with readings of one outlet."""
        return tuple(item for item in self.source.results.claims if len({r.outlet for r in item.claim.readings}) == 1)

    @cached_property
    def alone(self) -> Mapping[str, tuple[Reading, ...]]:
        """What one outlet alone wrote, without headlines, in reading order."""
        found: defaultdict[str, list[Reading]] = defaultdict(list)
        for item in self.of_one_outlet:
            for reading in item.claim.readings:
                if reading.paragraph > 0:
                    found[reading.outlet].append(reading)
        place = {key: index for index, key in enumerate(self.articles)}
        return {
            outlet: tuple(sorted(found[outlet], key=lambda r: (place[r.article], r.start)))
            for outlet in self.outlets
            if outlet in found
        }

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """The number of each shared claim's row, from 1, by the claim's id."""
        return {item.id: number for number, item in enumerate(self.shared, 1)}

    @cached_property
    def rows_of(self) -> Mapping[tuple[str, int], int]:
        """The number of the row in which a sentence stands, by its article and start."""
        return {(r.article, r.start): self.numbers[item.id] for item in self.shared for r in item.claim.readings}

    @cached_property
    def differences(self) -> Mapping[str, tuple[Difference, ...]]:
        """By the claim's id."""
        found: defaultdict[str, list[Difference]] = defaultdict(list)
        for item in self.source.results.differences:
            found[item.claim].append(item.difference)
        return {claim: tuple(items) for claim, items in found.items()}

    @cached_property
    def flags(self) -> Mapping[str, tuple[StoredFlag, ...]]:
        """By article, in reading order; what another article has from the same text is marked there alone."""
        found: defaultdict[str, list[StoredFlag]] = defaultdict(list)
        for item in self.source.results.flags:
            if not item.repeats:
                found[item.article].append(item)
        return {key: tuple(sorted(items, key=lambda f: (f.flag.start, f.flag.rule))) for key, items in found.items()}

    @cached_property
    def sentences(self) -> Mapping[tuple[str, str], Reading]:
        """Every reading, by its outlet and its words."""
        return {(r.outlet, r.text): r for item in self.source.results.claims for r in item.claim.readings}

    @cached_property
    def descriptions(self) -> Descriptions:
        """What readers are told of the flags."""
        return Descriptions(self.report.method.rules, texts=len(self.source.results.voices))

    def text(self, article: str) -> str:
        return self.articles[article].article.text

    @cached_property
    def _word_counts(self) -> Mapping[str, int]:
        masked = self.source.masked
        return {
            key: word_count(item.article.text)
            - sum(word_count(item.article.text[p.start : p.end]) for p in masked.get(key, ()))
            for key, item in self.articles.items()
        }

    def words(self, article: str) -> int:
        """How many words of the article are held, without its site furniture."""
        return self._word_counts[article]

    def name(self, outlet: str) -> str:
        return self.report.label(outlet).name

    @property
    def shares(self) -> Shares:
        return self.source.shares

    def lang(self, article: str) -> str:
        """The language of an article where it is not the page's, else ""."""
        language = self.articles[article].article.language
        return "" if language == "en" else language

    def flags_in(self, place: Reading) -> list[StoredFlag]:
        return [item for item in self.flags.get(place.article, ()) if overlaps(item.flag, place)]

    def holds(self, article: str, start: int, end: int) -> bool:
        """Whether this stretch of an article may be printed."""
        return self.budget.holds(article, start, self.text(article)[start:end])

    def prints(self, article: str, stretches: Iterable[Stretch]) -> bool:
        """Whether all of these stretches, of any version of an article, may be printed."""
        return all(self.budget.holds(article, *stretch) for stretch in stretches)

    def href(self, article: str, start: int, end: int) -> str | None:
        """Where the article can be read, at the passage if its words may be printed. None where it has no safe
        address."""
        href = self.addresses[article]
        if href is None:
            return None
        place = article, start, end
        if place not in self._hrefs:
            may_print = partial(self.holds, article)
            self._hrefs[place] = place_href(href, self.text(article), Span(start, end), may_print)
        return self._hrefs[place]

    @cached_property
    def _hrefs(self) -> dict[tuple[str, int, int], str]:
        """Links made so far: a reading's mark, notes and absences lead to the same place."""
        return {}

    @cached_property
    def addresses(self) -> Mapping[str, str | None]:
        """Where each article can be read; None for one without a safe address."""
        found = {}
        for key, item in self.articles.items():
            source = self.report.label(item.article.outlet).source_url(item.article.url)
            href = safe_href(source, root=self.root)
            # What lies beside the report is not beside a file of its own.
            found[key] = None if self.single and href is not None and not is_address(href) else href
        return found

    def rule_href(self, rule: str) -> str:
        """Where the page or the report tells of a rule. Of one that is no more in force, as in an event that is not
        compared again, the report's page tells nothing."""
        if self.source.event.thinned is not None and rule not in self._in_force:
            return f"{self.root}method.html"
        return f"#{rule}" if self.single else f"{self.root}method.html#{rule}"

    @cached_property
    def _in_force(self) -> frozenset[str]:
        return frozenset(rule.id for rule in self.report.method.rules)

    def moments(self, claim: StoredClaim) -> Mapping[str, Moment | None]:
        """When each article with a reading of the claim told it, by key, in that order."""
        with_it = {reading.article for reading in claim.claim.readings}
        return {key: moment for key, moment in self._told.items() if key in with_it}

    @cached_property
    def _told(self) -> Mapping[str, Moment | None]:
        told = {key: told_at(item.article) for key, item in self.articles.items()}
        return dict(sorted(told.items(), key=lambda pair: order_key(pair[1])))

    def newest_text(self, outlet: str) -> Moment | None:
        """When the newest text of an outlet was published or last changed, by its own account."""
        return self._newest[outlet]

    @cached_property
    def _newest(self) -> Mapping[str, Moment | None]:
        return {
            outlet: newest(chain.from_iterable((a.published, a.modified) for a in held))
            for outlet, held in self.outlets.items()
        }


def reading_of(claim: StoredClaim, place: Variant) -> Reading | None:
    """The reading in which a variant stands, or None where it stands in none."""
    return next((r for r in claim.claim.readings if r.article == place.article and contains(r, place)), None)


def with_context(text: str, place: Variant, reading: Reading | None) -> tuple[int, int]:
    """The variant's place with a few words of its sentence on either side, but none of its dateline, unless it is long
    enough to stand alone; cut inside of no name."""
    start, end = place.start, place.end
    if reading is None:
        return start, end
    if len(place.text.split()) < LONG_ENOUGH:
        before = text[reading.start : start].split(" ")
        after = text[end : reading.end].split(" ")
        wanted = CONTEXT_WORDS + 1  # the first piece is what touches the variant: nothing, or a punctuation mark
        story = reading.start + dateline_length(text[reading.start : reading.end])
        start = min(start, max(story, start - len(" ".join(before[-wanted:]))))
        end += len(" ".join(after[:wanted]).rstrip(".,;:!? "))
    return at_edges(text, start, end, reading) if (start, end) != (reading.start, reading.end) else (start, end)


def whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """The place widened to the ends of the words it touches: a word of which a part is printed counts once, as a
    whole."""
    if start == end:
        return start, end
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return start, end


def source_place(text: str, source: str, near: HasSpan) -> int | None:
    """Where the name of a speaker stands: the last place before the end of the words spoken, else the first after
    them."""
    before = text.rfind(source, 0, near.end)
    after = text.find(source, near.end)
    return before if before >= 0 else after if after >= 0 else None


def printed_source(facts: Facts, article: str, flag: Flag) -> str | None:
    """Who speaks, None where nobody is named or the name may not be printed."""
    place = source_place(facts.text(article), flag.source, flag) if flag.source else None
    if flag.source is None or place is None or not facts.holds(article, place, place + len(flag.source)):
        return None
    return flag.source


def whose_words(facts: Facts, article: str, flag: Flag) -> str:
    """Whose words a flag marks, with the speaker's name where it may be printed."""
    if flag.voice == "own":
        return "in its own voice"
    speaker = _speaker(facts, article, flag)
    if flag.voice == "paraphrase":
        return own_words_for(speaker)
    return f"quoting {speaker}" if speaker else "inside a quotation"


def _speaker(facts: Facts, article: str, flag: Flag) -> str:
    # For a pronoun stand words of ours, which need no share of the article's printed words.
    is_ours = flag.source is not None and is_pronoun(flag.source)
    return speaker_words(flag.source if is_ours else printed_source(facts, article, flag))


def allot(
    facts: Facts,
    strongest: Sequence[tuple[StoredClaim, Difference]],
    changed: Iterable[tuple[str, int, str]] = (),
    names: Iterable[tuple[str, int, int]] = (),
) -> None:
    """Spend every article's share of printed words: the headline, the words of the strongest differences, what was
    `changed` between versions (article, place as the budget counts it, text), the places of the `names` of the naming
    map, which are a word or two each, then readings that differ, then the names of speakers and the verbs that lead
    what they say, then the rest in order."""
    for article, start, end in chain(_headlines(facts), _words(facts, strongest)):
        facts.budget.spend(article, start, end, facts.text(article)[start:end])
    for article, start, text in changed:
        facts.budget.spend(article, start, start + len(text), text)
    for article, start, end in chain(names, _readings(facts)):
        facts.budget.spend(article, start, end, facts.text(article)[start:end])


def _headlines(facts: Facts) -> Iterator[tuple[str, int, int]]:
    for key, item in facts.articles.items():
        yield key, 0, len(item.article.title)


def _words(facts: Facts, strongest: Sequence[tuple[StoredClaim, Difference]]) -> Iterator[tuple[str, int, int]]:
    for claim, difference in strongest:
        for variant in difference.variants:
            start, end = with_context(facts.text(variant.article), variant, reading_of(claim, variant))
            yield variant.article, *whole_words(facts.text(variant.article), start, end)


def _readings(facts: Facts) -> Iterator[tuple[str, int, int]]:
    differing: set[tuple[str, int, int]] = set()
    for claim in facts.shared:
        for reading in claim.claim.readings:
            varies = any(
                variant.article == reading.article and contains(reading, variant)
                for difference in facts.differences.get(claim.id, ())
                for variant in difference.variants
            )
            if varies or facts.flags_in(reading):
                differing.add((reading.article, reading.start, reading.end))
    yield from sorted(differing)
    for key, flags in sorted(facts.flags.items()):
        for item in flags:
            if item.flag.source and (place := source_place(facts.text(key), item.flag.source, item.flag)) is not None:
                yield key, *whole_words(facts.text(key), place, place + len(item.flag.source))
    yield from _speech(facts)
    yield from sorted(
        (r.article, r.start, r.end) for claim in facts.source.results.claims for r in claim.claim.readings
    )


def _speech(facts: Facts) -> Iterator[tuple[str, int, int]]:
    """The names of those who speak, and the words by which they are let speak."""
    for key, spans in sorted(facts.source.results.voices.items()):
        for span in spans:
            for words, start in ((span.source, span.source_start), (span.cue, span.cue_start)):
                if words is not None and start is not None and key in facts.articles:
                    yield key, *whole_words(facts.text(key), start, start + len(words))
