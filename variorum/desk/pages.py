"""The desk's pages as view-models, from what is held and who asks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar
from urllib.parse import urlsplit

from compare.difference import Difference
from compare.framing import Flag
from compare.proposals import Proposal
from compare.verdicts import Judgement, Proposes, Verdict
from scraper.article import Moment
from variorum.contrasts import join_words
from variorum.desk import contexts as context
from variorum.desk.acts import acts_of
from variorum.desk.addresses import batch_path, item_path
from variorum.desk.batching import BATCHES, batch_of
from variorum.desk.blinding import Blinder, Known, unlinked
from variorum.desk.choosing import HAS, Choice, disputed, fitting, is_in, misses, section_of
from variorum.desk.contexts import Contexts
from variorum.desk.desk import Decision, Desk
from variorum.desk.inventory import Stock
from variorum.desk.tickets import Ticket, Tickets
from variorum.desk.views import (
    AgainPage,
    Answer,
    BatchLink,
    BatchPage,
    DeskFrame,
    Dispute,
    DisputesPage,
    EmptyPage,
    Evidence,
    Filter,
    ItemPage,
    ItemView,
    NamePage,
    Option,
    ProposalsPage,
    ProposalView,
    Undo,
    VerdictLine,
    Way,
)
from variorum.desk.words import DONE, said, way_words
from variorum.inputs import OutletLabel
from variorum.kinds import KINDS
from variorum.links import safe_href
from variorum.proposing import because
from variorum.reviewing import Item
from variorum.ruleexceptions import lines, told
from variorum.sitepaths import event_path
from variorum.when import long_moment

METHOD: Final = "method.html"  # the site's page that has every rule

Page = TypeVar("Page")


@dataclass(frozen=True, slots=True)
class Person:
    """Who asks, in what way: from the signed cookie. `visit` names the browser's sitting."""

    visit: str
    reviewer: str
    blind: bool
    keys: bool
    csrf: str


class Pages:
    """Makes the pages. `site` is the report's folder, which may not exist."""

    def __init__(
        self,
        desk: Desk,
        contexts: Contexts,
        tickets: Tickets,
        labels: Mapping[str, OutletLabel],
        homes: Mapping[str, Sequence[str]],
        site: Path,
    ) -> None:
        self._desk, self._contexts, self._tickets = desk, contexts, tickets
        self._labels, self._homes, self._site = labels, homes, site
        self._fit: tuple[Stock, tuple[Choice, str], list[Item]] = (Stock(), (Choice(), ""), [])
        self._known: tuple[Mapping[str, str], Mapping[str, set[str]]] = ({}, {})

    def fitting(self, person: Person, choice: Choice) -> list[Item]:
        """The items that fit a choice; the last answer is kept, for one page asks more than once."""
        stock = self._desk.stock()
        kept, asked, found = self._fit
        if kept is not stock or asked != (choice, person.reviewer):
            asked, found = (choice, person.reviewer), fitting(stock, choice, person.reviewer)
            self._fit = (stock, asked, found)
        return found

    def frame(
        self, person: Person, title: str, page: str, *, here: str = "/", choice: Choice | None = None
    ) -> DeskFrame:
        """What stands around a page; it takes the message that waits for this browser."""
        stock = self._desk.stock()
        sitting = self._desk.sitting(person.visit)
        message, sitting.message = sitting.message, ""
        wanted = choice or Choice()
        last = self._desk.last(person.reviewer) if person.reviewer else []
        return DeskFrame(
            title=title,
            page=page,
            here=here,
            filters=wanted.query,
            csrf=person.csrf,
            reviewer=person.reviewer,
            blind=person.blind,
            keys=person.keys,
            waiting=len(self.fitting(person, wanted)),
            undecided=sum(one.review.state == "unreviewed" for one in stock.items.values()),
            decided=sitting.decided,
            skipped=sitting.skipped,
            disputed=len(disputed(stock)),
            unread=stock.unread,
            message=message,
            undo=Undo(last[0].at.isoformat(), said(last)) if last else None,
            has_site=self._has_site(),
        )

    def item(self, person: Person, item: Item, choice: Choice, *, here: str, settle: bool = False) -> ItemPage:
        """One item, with names where blind mode is off, or once this person has judged it. Raises UnknownKeyError where
        it changed in this very moment."""
        stock = self._desk.stock()
        own = [one for one in item.review.verdicts if one.reviewer == person.reviewer]
        mode = "settle" if settle else "revealed" if person.blind and own else "decide"
        hidden = person.blind and mode != "revealed"
        view = self._view(item, stock, choice, tell=bool(own) or settle)
        if not (self._site / METHOD).is_file():
            view = unlinked(view, {"rule_href"})
        heading = f"“{view.words}”" if view.words else f"{view.chip.label}"
        page = ItemPage(
            frame=self.frame(person, heading, "item", here=here, choice=choice),
            filters=self._filters(stock, choice, person),
            item=view,
            mode=mode,
        )
        return self._blinded(page, [item], salt=item.id) if hidden else page

    def empty(self, person: Person, choice: Choice) -> EmptyPage:
        stock = self._desk.stock()
        page = EmptyPage(
            frame=self.frame(person, "Nothing waits", "empty", choice=choice),
            filters=self._filters(stock, choice, person),
            narrowed=choice.narrowed,
        )
        return self._blinded(page, (), salt="") if person.blind else page

    def again(
        self,
        person: Person,
        tickets: Sequence[tuple[str, Ticket]],
        decision: Decision,
        problem: str,
        *,
        action: str,
        choice: Choice,
        ways: Sequence[tuple[Judgement, Proposes]] = (),
    ) -> AgainPage:
        """What could not be taken, to be sent once more. It reads nothing: the database may not answer."""
        page = AgainPage(
            frame=self._bare_frame(person, "Send it again", "again", choice=choice),
            problem=problem,
            action=action,
            tickets=tuple(text for text, _ in tickets),
            passages=tuple(one for _, ticket in tickets for one in context.words_of(ticket.words)),
            answer=Answer(
                decision.judgement, DONE[decision.judgement], decision.note, decision.proposes, decision.settles
            ),
            ways=tuple(Way(f"{judgement}/{proposes}", way_words(judgement, proposes)) for judgement, proposes in ways),
        )
        return self._blinded(page, (), salt="") if person.blind else page

    def name(self, person: Person, *, here: str, problem: str = "", given: str = "") -> NamePage:
        return NamePage(self._bare_frame(person, "Who reviews?", "name", here=here), problem, given)

    def batch(self, person: Person, item: Item, by: str, choice: Choice) -> BatchPage | None:
        """The unreviewed flags that go with this one; None where it is none, or has no such company."""
        stock = self._desk.stock()
        if not isinstance(item.what, Flag):
            return None
        found = batch_of(stock, item, by)
        if not found:
            return None
        articles = self._contexts.articles(one.quotes[0].article for one in found)
        shown = []
        for one in found:
            if isinstance(one.what, Flag) and one.quotes[0].article in articles:
                article = articles[one.quotes[0].article].article
                if article.text[one.what.start : one.what.end] == one.what.match:
                    ticket, event = self._tickets.give(one), stock.titles[one.event]
                    shown.append(context.batch_line(self._contexts, one, one.what, article, ticket=ticket, event=event))
        label = self._batch_label(item, by, stock)
        page = BatchPage(
            frame=self.frame(
                person,
                f"{len(shown)} marks of {item.about}",
                "batch",
                here=batch_path(item.id, by, choice),
                choice=choice,
            ),
            back=item_path(item.id, choice),
            about=item.about,
            label=label,
            message=self._contexts.described(item.what),
            lines=tuple(shown),
            proposes=self._proposes(item, with_words=False),
        )
        # All lines have the same letters, for they are decided together and may be of one outlet.
        return self._blinded(page, found, salt=item.id) if person.blind else page

    def disputes(self, person: Person) -> DisputesPage:
        """Everything that reviewers do not agree on, with what each said."""
        stock = self._desk.stock()
        found = []
        for item in disputed(stock):
            names = [self._contexts.name(one) for one in sorted(item.outlets)]
            one = Dispute(
                id=item.id,
                chip=context.chip_of(item),
                about=item.about,
                outlets=join_words(names),
                passages=context.words_of(item.quotes),
                verdicts=_verdict_lines(item.review.verdicts),
            )
            found.append(self._blinded(one, [item], salt=item.id) if person.blind else one)
        page = DisputesPage(self.frame(person, "To be settled", "disputes", here="/disputes"), tuple(found))
        return self._blinded(page, (), salt="") if person.blind else page

    def proposals(
        self, person: Person, found: Sequence[Proposal], *, problem: str = "", by_hand: str = ""
    ) -> ProposalsPage:
        """Exceptions that rejections speak for. Their lines name outlets, so there are none in blind mode."""
        if person.blind:
            problem, found = "Proposals name outlets. Leave blind mode to see them.", ()
        frame = self.frame(person, "Proposed exceptions", "proposals", here="/proposals")
        return ProposalsPage(frame, tuple(self._proposal(one) for one in found), problem, by_hand)

    def _proposal(self, one: Proposal) -> ProposalView:
        name = self._contexts.name
        return ProposalView(
            id=one.id,
            told=told(one.exception, name(one.exception.outlet) if one.exception.outlet else ""),
            because=f"{one.exception.rule}: {because(one)}"
            + (". Words that are allowed are marked by no rule, not only by this one." if one.exception.phrase else ""),
            lines=lines(one.exception),
            evidence=tuple(
                Evidence(
                    outlet=name(flag.passage.outlet),
                    words=context.words_of([flag.passage])[0],
                    notes=tuple(verdict.note for verdict in flag.review.verdicts if verdict.note),
                    href=safe_href(flag.passage.url, root="/site/"),
                )
                for flag in one.evidence
            ),
        )

    def _view(self, item: Item, stock: Stock, choice: Choice, *, tell: bool) -> ItemView:
        facts = self._contexts.facts(item.event, stock, untold="" if tell else item.id)
        context.check_places(facts, item)
        claim = context.claim_of(facts, item)
        cells, silent = context.others(facts, claim)
        flag = item.what if isinstance(item.what, Flag) else None
        number = context.row_number(facts, claim)
        has_page = (self._site / event_path(item.event)).is_file()
        return ItemView(
            id=item.id,
            ticket=self._tickets.give(item),
            is_flag=flag is not None,
            chip=context.chip_of(item, facts),
            words=flag.match if flag else "",
            about=item.about,
            rule_href=f"/site/{METHOD}#{item.about}" if flag else None,
            level=flag.level if flag else "",
            message=facts.descriptions.of(flag) if flag else KINDS[item.category].difference,
            whose=context.whose_of(facts, item),
            record=context.record_of(stock, item, tell=tell),
            event=facts.source.event.event.title,
            row_href=f"/site/{event_path(item.event)}" + (f"#c{number}" if number else "") if has_page else "",
            passages=context.passages(facts, item, claim),
            contrast=context.contrast_of(facts, item, claim),
            explanation=context.told_times(item.what) if isinstance(item.what, Difference) else "",
            cells=cells,
            silent=silent,
            standing=_standing(item, tell=tell),
            verdicts=_verdict_lines(item.review.verdicts) if tell else (),
            acts=acts_of(item, in_claim=claim is not None),
            proposes=self._proposes(item) if flag else (),
            batches=tuple(self._batch_links(item, stock, choice)),
        )

    def _proposes(self, item: Item, *, with_words: bool = True) -> tuple[Option, ...]:
        words, name = " ".join(item.quotes[0].exact.split()), self._contexts.name(item.quotes[0].outlet)
        phrase = f"“{words}”" if with_words else "its words"
        return (
            Option("", "nothing", chosen=True),
            Option("phrase", f"allow {phrase} everywhere", chosen=False),
            Option("phrase-here", f"allow {phrase} to {name if with_words else 'its outlet'}", chosen=False),
            Option("rule", f"switch {item.about} off everywhere", chosen=False),
            Option("rule-here", f"switch {item.about} off for {name if with_words else 'its outlet'}", chosen=False),
        )

    def _batch_links(self, item: Item, stock: Stock, choice: Choice) -> Iterable[BatchLink]:
        if item.subject != "flag" or item.review.state != "unreviewed":
            return
        seen: set[frozenset[str]] = set()
        for by in ("event", "section", "outlet", "rule"):
            found = batch_of(stock, item, by)
            ids = frozenset(one.id for one in found)
            if len(found) > 1 and ids not in seen:  # of two that hold the same the narrower one
                seen.add(ids)
                yield BatchLink(batch_path(item.id, by, choice), self._batch_label(item, by, stock), len(found))

    def _batch_label(self, item: Item, by: str, stock: Stock) -> str:
        named = {"outlet": self._contexts.name(item.quotes[0].outlet), "section": section_of(item, stock)}
        return BATCHES[by].format(named.get(by, ""))

    def _filters(self, stock: Stock, choice: Choice, person: Person) -> tuple[Filter, ...]:
        """The lists that narrow the queue, each with how many there are of what else is chosen; that of outlets not in
        blind mode, which it would undo."""
        counted: dict[str, Counter[str]] = {name: Counter() for name in HAS}
        for one in stock.items.values():
            if is_in(one, choice.state, person.reviewer):
                missed = misses(one, choice, stock)
                for name in HAS if not missed else missed if len(missed) == 1 else ():
                    counted[name].update(value for value in HAS[name](one, stock) if value)
        states = tuple(Option(value, label, chosen=value == choice.state) for value, label in _STATE_NAMES.items())
        say: Mapping[str, tuple[str, Callable[[str], str]]] = {
            "kind": ("Kind", _kind_label),
            "rule": ("Rule", str),
            "outlet": ("Outlet", self._contexts.name),
            "event": ("Event", lambda id_: stock.titles.get(id_, id_)),
            "section": ("Section", str),
        }
        return (
            Filter("state", "Show", states),
            *(
                _filter(name, label, counted[name], getattr(choice, name), words)
                for name, (label, words) in say.items()
                if not (name == "outlet" and person.blind) and (name != "section" or counted[name] or choice.section)
            ),
        )

    def _bare_frame(
        self, person: Person, title: str, page: str, *, here: str = "/", choice: Choice | None = None
    ) -> DeskFrame:
        """A frame of what was read last: it asks the database nothing, takes no message and offers no undo."""
        return DeskFrame(
            title=title, page=page, here=here, filters=choice.query if choice else "", csrf=person.csrf,
            reviewer=person.reviewer, blind=person.blind, keys=person.keys, waiting=0, undecided=0, decided=0,
            skipped=0, disputed=len(disputed(self._desk.held)), unread=0, message="", undo=None,
            has_site=self._has_site(),
        )  # fmt: skip

    def _has_site(self) -> bool:
        return (self._site / "index.html").is_file()

    def _blinded(self, page: Page, items: Sequence[Item], *, salt: str) -> Page:
        """The page without outlets' names. Those of the items' events get letters of their own."""
        present: dict[str, set[str]] = {}
        if items:
            stock = self._desk.stock()
            for outlet, url in self._desk.articles_of({one.event for one in items}, stock):
                present.setdefault(outlet, set()).update(_hosts(url))
        known = self._everybody()

        def named(slugs: Mapping[str, set[str]]) -> list[Known]:
            return [Known(slug, (self._contexts.name(slug),), tuple(sorted(hosts))) for slug, hosts in slugs.items()]

        rest = {slug: hosts for slug, hosts in known.items() if slug not in present}
        return Blinder(named(present), named(rest), salt=salt).view(page)

    def _everybody(self) -> Mapping[str, set[str]]:
        """The hosts of every outlet that is known, by slug; worked out anew when any event changed."""
        stock = self._desk.stock()
        if self._known[0] is not stock.stamps:
            known = {slug: set(self._homes.get(slug, ())) for slug in self._labels}
            for outlet, url in self._desk.articles_of(None, stock):
                known.setdefault(outlet, set()).update(_hosts(url))
            self._known = (stock.stamps, known)
        return self._known[1]


_STATE_NAMES: Final = {
    "waiting": "not reviewed",
    "second": "waiting for a second opinion",
    "accepted": "accepted",
    "rejected": "rejected",
}


def _kind_label(kind: str) -> str:
    return KINDS[kind].label if kind in KINDS else kind


def _filter(name: str, label: str, counted: Counter[str], chosen: str, say: Callable[[str], str]) -> Filter:
    if chosen:
        counted.setdefault(chosen, 0)
    order = sorted(counted, key=lambda value: (say(value), value))
    options = [Option(value, f"{say(value)} ({counted[value]})", chosen=value == chosen) for value in order]
    return Filter(name, label, (Option("", "all", chosen=not chosen), *options))


def _standing(item: Item, *, tell: bool) -> str:
    people = sorted({one.reviewer for one in item.review.verdicts})
    if not people:
        return "nobody has reviewed it"
    if tell:
        return {"accepted": "accepted", "rejected": "taken off the site", "disputed": "reviewers do not agree"}.get(
            item.review.state, item.review.state
        )
    return f"reviewed by {len(people)}; what they decided is shown after your own verdict"


def _verdict_lines(verdicts: Sequence[Verdict]) -> tuple[VerdictLine, ...]:
    return tuple(
        VerdictLine(
            one.reviewer,
            DONE[one.judgement],
            long_moment(Moment(one.at, "minute", "given")),
            one.note,
            one.settles,
        )
        for one in verdicts
    )


def _hosts(url: str) -> set[str]:
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return set()
    return {host, host.removeprefix("www.")} - {""}
