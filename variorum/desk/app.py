"""The desk's web application: its addresses, and what each of them does."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib import resources
from pathlib import Path
from typing import Final, Literal
from urllib.parse import parse_qsl

import rcssmin
from flask import Flask, Response, redirect, request, send_from_directory, session
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf
from jinja2 import Environment
from werkzeug.exceptions import HTTPException

from compare.proposals import Proposal, declined
from compare.verdicts import JUDGEMENTS, PROPOSES, Judgement, Proposes
from db.errors import LockedError, StoreError, UnknownKeyError
from db.store import Store
from scraper.article import storable
from templates import environment, stylesheet
from variorum.desk.addresses import item_path, queue_path
from variorum.desk.choosing import Choice, choice_of, next_item
from variorum.desk.contexts import Contexts
from variorum.desk.desk import Decision, Desk
from variorum.desk.guarding import Refused, guard, own_path
from variorum.desk.pages import Pages, Person
from variorum.desk.tickets import Ticket, Tickets
from variorum.desk.views import ClosedPage
from variorum.desk.words import outcome_words, undone_words
from variorum.errors import InputError, SettingsError, VariorumError
from variorum.inputs import OutletLabel
from variorum.proposing import named_proposal, standing_proposals
from variorum.reviewing import Item
from variorum.ruleexceptions import lines, write_exception
from variorum.rulepacks import load_rules
from variorum.settings import Settings
from variorum.verdictrows import check_reviewer

SITE: Final = "/site/"
MOST_BYTES: Final = 64_000_000  # of a form: a batch of 50,000 marks with their words has about so many
LONGEST_NOTE: Final = 2_000  # characters


@dataclass(frozen=True, slots=True)
class DeskOptions:
    """How a desk starts: `reviewer` and `blind` hold for browsers that have not chosen otherwise."""

    reviewer: str = ""
    blind: bool = False


def make_app(
    store: Store,
    *,
    token: str,
    labels: Mapping[str, OutletLabel],
    homes: Mapping[str, Sequence[str]],
    site: Path,
    options: DeskOptions,
    settings: Callable[[], Settings],
    now: Callable[[], datetime],
    clock: Callable[[], float],
    env: Environment | None = None,
) -> Flask:
    """The application. `homes` are the hosts of each outlet's pages, `site` the report's folder; `settings` reads the
    settings as they are now, for people write to them while the desk is open.

    The port it is served at must be put into its config as PORT before the first request.
    """
    app = Flask("variorum.desk", static_folder=None, template_folder=None)
    app.config.update(MAX_CONTENT_LENGTH=MOST_BYTES, MAX_FORM_MEMORY_SIZE=MOST_BYTES, PORT=0)
    guard(app, token)
    env = env or environment()
    desk = Desk(store, now=now, clock=clock)
    tickets = Tickets(secrets.token_bytes(32))
    contexts = Contexts(store, labels, root=SITE, rules=load_rules(settings()))
    pages = Pages(desk, contexts, tickets, labels, homes, site)
    routes = Routes(env, desk, tickets, pages, options, site, settings)
    routes.add_to(app)
    return app


class Routes:
    """One method an address. Each post ends in a redirect, so that loading a page again sends nothing again."""

    def __init__(
        self,
        env: Environment,
        desk: Desk,
        tickets: Tickets,
        pages: Pages,
        options: DeskOptions,
        site: Path,
        settings: Callable[[], Settings],
    ) -> None:
        self._env, self._desk, self._tickets, self._pages = env, desk, tickets, pages
        self._options, self._site, self._settings = options, site, settings

    def add_to(self, app: Flask) -> None:
        for path, method, view in (
            ("/", "GET", self.queue),
            ("/item/<item_id>", "GET", self.item),
            ("/decide", "POST", self.decide),
            ("/skip", "POST", self.skip),
            ("/undo", "POST", self.undo),
            ("/decide", "GET", self.to_queue),
            ("/skip", "GET", self.to_queue),
            ("/undo", "GET", self.to_queue),
            ("/options", "GET", self.to_queue),
            ("/proposals/accept", "GET", self.proposals),
            ("/proposals/decline", "GET", self.proposals),
            ("/batch", "GET", self.batch),
            ("/batch", "POST", self.decide_batch),
            ("/disputes", "GET", self.disputes),
            ("/proposals", "GET", self.proposals),
            ("/proposals/accept", "POST", self.accept),
            ("/proposals/decline", "POST", self.decline),
            ("/me", "GET", self.name),
            ("/me", "POST", self.take_name),
            ("/options", "POST", self.take_options),
            ("/desk.css", "GET", self.style),
            ("/desk.js", "GET", self.script),
            ("/favicon.ico", "GET", self.no_icon),
            (f"{SITE}<path:path>", "GET", self.report),
        ):
            app.add_url_rule(path, f"{method} {path}", view, methods=[method])
        app.register_error_handler(Refused, self.refused)
        app.register_error_handler(VariorumError, self.unusable)
        app.register_error_handler(StoreError, self.no_answer)
        app.register_error_handler(HTTPException, self.http_error)

    # What is looked at

    def queue(self) -> ResponseReturnValue:
        person = self._person()
        if not person.reviewer:
            return redirect("/me", 303)
        choice = self._choice(person, request.args)
        found = self._pages.fitting(person, choice)
        passed, elsewhere = self._desk.sitting(person.visit).passed, self._desk.shown_elsewhere(person.visit)
        item = next_item(found, passed, elsewhere)
        if item is None:
            return self._render("desk/empty.html", self._pages.empty(person, choice))
        return self._item(person, item, choice, here=queue_path(choice))

    def item(self, item_id: str) -> ResponseReturnValue:
        person = self._person()
        if not person.reviewer:
            return redirect("/me", 303)
        choice = self._choice(person, request.args)
        found = self._desk.stock().items.get(item_id)
        if found is None:
            self._tell(person, GONE)
            return redirect(queue_path(choice), 303)
        here = item_path(item_id, choice)
        return self._item(person, found, choice, here=here, settle=found.review.state == "disputed")

    def batch(self) -> ResponseReturnValue:
        person = self._person()
        choice = self._choice(person, request.args)
        item = self._desk.stock().items.get(request.args.get("item", ""))
        page = None
        if item is not None and person.reviewer:
            page = self._pages.batch(person, item, request.args.get("by", ""), choice)
        if page is None:
            self._tell(person, "There are no marks to decide together there.")
            return redirect(queue_path(choice), 303)
        return self._render("desk/batch.html", page)

    def disputes(self) -> ResponseReturnValue:
        return self._render("desk/disputes.html", self._pages.disputes(self._person()))

    def proposals(self) -> ResponseReturnValue:
        found = standing_proposals(self._desk.store, self._settings())
        return self._render("desk/proposals.html", self._pages.proposals(self._person(), found))

    def name(self) -> ResponseReturnValue:
        here = own_path(request.args.get("here", "/"))
        return self._render("desk/name.html", self._pages.name(self._person(), here=here))

    def to_queue(self) -> ResponseReturnValue:
        """For who loads the address anew that a form was sent to."""
        return redirect("/", 303)

    def report(self, path: str) -> ResponseReturnValue:
        return send_from_directory(self._site.absolute(), path)

    def style(self) -> ResponseReturnValue:
        return Response(desk_stylesheet(), mimetype="text/css")

    def script(self) -> ResponseReturnValue:
        return Response(static_text("desk.js"), mimetype="text/javascript")

    def no_icon(self) -> ResponseReturnValue:
        return Response(status=204)

    # What is changed

    def decide(self) -> ResponseReturnValue:
        person = self._reviewing()
        text = request.form.get("ticket", "")
        ticket, decision, choice = self._tickets.read(text), _decision(), self._choice(person, _filters())
        answer = self._taken(person, [(text, ticket)], decision, choice, action="/decide")
        if answer is not None:
            return answer
        if decision.settles:
            return redirect("/disputes", 303)
        if person.blind and ticket.item in self._desk.stock().items:
            return redirect(item_path(ticket.item, choice), 303)
        return redirect(queue_path(choice), 303)

    def decide_batch(self) -> ResponseReturnValue:
        person = self._reviewing()
        texts = request.form.getlist("ticket")
        chosen = [(text, self._tickets.read(text)) for text in texts]
        decision, choice = _decision(), self._choice(person, _filters())
        if not chosen:
            self._tell(person, "No mark was chosen; nothing was decided.")
            return redirect(queue_path(choice), 303)
        answer = self._taken(person, chosen, decision, choice, action="/batch")
        return redirect(queue_path(choice), 303) if answer is None else answer

    def _taken(
        self,
        person: Person,
        chosen: Sequence[tuple[str, Ticket]],
        decision: Decision,
        choice: Choice,
        *,
        action: Literal["/decide", "/batch"],
    ) -> ResponseReturnValue | None:
        """Keep a decision, and None; or, where it can't be taken, the page on which it is sent again."""
        tickets = [one for _, one in chosen]
        problem, ways = _problem(decision, tickets[0])
        if problem:
            page = self._pages.again(person, chosen, decision, problem, action=action, choice=choice, ways=ways)
            return self._render("desk/again.html", page, 422)
        try:
            outcome = self._desk.decide(tickets, decision, reviewer=person.reviewer, only_unreviewed=action == "/batch")
        except LockedError:
            page = self._pages.again(person, chosen, decision, LOCKED, action=action, choice=choice)
            return self._render("desk/again.html", page, 503)
        sitting = self._desk.sitting(person.visit)
        if not outcome.repeated:
            sitting.decided += len(outcome.made)
        for one in tickets:
            sitting.went_past(one.item, "decided")
        self._tell(person, outcome_words(outcome))
        return None

    def skip(self) -> ResponseReturnValue:
        person = self._reviewing()
        ticket = self._tickets.read(request.form.get("ticket", ""))
        sitting, choice = self._desk.sitting(person.visit), self._choice(person, _filters())
        if request.form.get("settles") == "yes":
            self._tell(person, "Left as it is; somebody must settle it.")
            return redirect("/disputes", 303)
        item = self._desk.stock().items.get(ticket.item)
        if person.blind and item is not None and person.reviewer in {one.reviewer for one in item.review.verdicts}:
            sitting.went_past(ticket.item, "decided")  # it was shown again with names, and no more was asked
        else:
            sitting.went_past(ticket.item, "skipped")
            self._tell(person, "Skipped; it comes again at the end.")
        return redirect(queue_path(choice), 303)

    def undo(self) -> ResponseReturnValue:
        person = self._reviewing()
        choice = self._choice(person, _filters())
        try:
            at = datetime.fromisoformat(request.form.get("at", ""))
        except ValueError as error:
            raise InputError("the form does not say what to undo; load the page anew") from error
        try:
            undone = self._desk.undo(person.reviewer, at)
        except LockedError as error:
            raise Refused(503, "The database is busy", LOCKED, "Go back and undo it again.") from error
        sitting = self._desk.sitting(person.visit)
        sitting.decided = max(0, sitting.decided - len(undone))
        self._tell(person, undone_words(undone))
        stock = self._desk.stock()
        again = [one for verdict in undone if (one := stock.item_of(verdict)) is not None]
        for one in again:
            sitting.passed.pop(one.id, None)
        if len(again) == 1:
            return redirect(item_path(again[0].id, choice), 303)
        return redirect(queue_path(choice), 303)

    def accept(self) -> ResponseReturnValue:
        person, settings = self._reviewing(), self._settings()
        one = self._proposal(settings)
        try:
            path = write_exception(one.exception, settings)
        except SettingsError as error:
            found = standing_proposals(self._desk.store, settings)
            page = self._pages.proposals(person, found, problem=str(error), by_hand=lines(one.exception))
            return self._render("desk/proposals.html", page, 409)
        self._tell(person, f"Written into {path.name}; it holds from the next variorum compare on.")
        return redirect("/proposals", 303)

    def _proposal(self, settings: Settings) -> Proposal:
        given = request.form.get("proposal", "")
        return named_proposal(self._desk.store, settings, given, remedy="go back and load the page anew")

    def decline(self) -> ResponseReturnValue:
        person = self._reviewing()
        one = self._proposal(self._settings())
        no = declined(one.exception, reviewer=person.reviewer, at=self._desk.now())
        self._desk.store.save_declined_proposals([no])
        self._tell(person, "Declined; it comes back if more is rejected from now on than was before.")
        return redirect("/proposals", 303)

    def take_name(self) -> ResponseReturnValue:
        person = self._person()
        given, here = request.form.get("reviewer", "").strip(), own_path(request.form.get("here", "/"))
        try:
            check_reviewer(given)
        except InputError as error:
            page = self._pages.name(person, here=here, problem=str(error), given=given)
            return self._render("desk/name.html", page, 422)
        # Whoever writes their name otherwise than before is the same person still.
        known = sorted({one.reviewer for one in self._desk.stock().verdicts.values()})
        name = given if given in known else next((one for one in known if one.casefold() == given.casefold()), given)
        if name != person.reviewer:
            self._desk.begin_anew(person.visit)
        session["reviewer"] = name
        return redirect(here, 303)

    def take_options(self) -> ResponseReturnValue:
        for name in ("blind", "keys"):
            if request.form.get(name) in ("on", "off"):
                session[name] = request.form[name] == "on"
        return redirect(own_path(request.form.get("here", "/")), 303)

    # What goes wrong

    def refused(self, error: Refused) -> ResponseReturnValue:
        return self._render("desk/closed.html", ClosedPage(error.title, error.told, error.remedy), error.status)

    def unusable(self, error: VariorumError) -> ResponseReturnValue:
        page = ClosedPage("This can't be done", f"{error}.", "Go back, or start from the queue.")
        return self._render("desk/closed.html", page, 400)

    def no_answer(self, error: StoreError) -> ResponseReturnValue:
        page = ClosedPage("The database does not answer", f"{error}.", "Nothing was changed. Load the page again.")
        return self._render("desk/closed.html", page, 503)

    def http_error(self, error: HTTPException) -> ResponseReturnValue:
        title, words = HTTP_WORDS.get(error.code or 500, (error.name, error.description or ""))
        page = ClosedPage(title, words, "Start from the queue.")
        return self._render("desk/closed.html", page, error.code or 500)

    # What they share

    def _person(self) -> Person:
        return Person(
            visit=session["visit"],
            reviewer=session.get("reviewer", self._options.reviewer),
            blind=session.get("blind", self._options.blind),
            keys=session.get("keys", True),
            csrf=generate_csrf(),
        )

    def _reviewing(self) -> Person:
        person = self._person()
        if not person.reviewer:
            raise Refused(403, "Who reviews?", "No name was given yet. Nothing was changed.", "Give it at /me first.")
        return person

    def _choice(self, person: Person, given: Mapping[str, str]) -> Choice:
        choice = choice_of(given)
        return choice.blinded() if person.blind else choice

    def _item(
        self, person: Person, item: Item, choice: Choice, *, here: str, settle: bool = False
    ) -> ResponseReturnValue:
        try:
            page = self._pages.item(person, item, choice, here=here, settle=settle)
        except UnknownKeyError:
            self._desk.stock(anew=True)
            self._tell(person, GONE)
            return redirect(queue_path(choice), 303)
        self._desk.shows(person.visit, item.id)
        return self._render("desk/item.html", page)

    def _tell(self, person: Person, message: str) -> None:
        self._desk.sitting(person.visit).message = message

    def _render(self, template: str, page: object, status: int = 200) -> ResponseReturnValue:
        return Response(self._env.get_template(template).render(page=page), status, mimetype="text/html")


HTTP_WORDS: Final[Mapping[int, tuple[str, str]]] = {
    404: (
        "There is no such page",
        "The desk has no page at this address. The report has none yet where it was not made.",
    ),
    405: ("Not served", "This address takes forms of the desk only."),
    413: ("Too much", f"A form may have up to {MOST_BYTES:,} bytes. Nothing was changed."),
}
GONE: Final = "That mark is no longer there; this is the next one."
LOCKED: Final = (
    "Another program is writing to the database and did not let go in time. Nothing was kept yet and nothing that you"
    " typed is lost: send it again."
)


def _decision() -> Decision:
    """What the form says. Raises InputError for a judgement that is none."""
    asked, proposed = request.form.get("judgement"), request.form.get("proposes", "")
    if "answer" in request.form:  # a button that says both
        asked, _, proposed = request.form["answer"].partition("/")
    judgement = next((one for one in JUDGEMENTS if one == asked), None)
    proposes = next((one for one in PROPOSES if one == proposed), None)
    if judgement is None or proposes is None:
        raise InputError("the form names no judgement, or proposes what there is not; load the page anew")
    note = storable(request.form.get("note", "").strip())
    return Decision(judgement, note, proposes, request.form.get("settles") == "yes")


def _problem(decision: Decision, ticket: Ticket) -> tuple[str, list[tuple[Judgement, Proposes]]]:
    """Why a decision can't be taken as it is, "" where it can; and which others could instead."""
    if decision.proposes and (decision.judgement != "rejected" or ticket.subject != "flag"):
        ways: list[tuple[Judgement, Proposes]] = [("rejected", decision.proposes)] if ticket.subject == "flag" else []
        told = "An exception goes with a rejection of a mark only. Propose nothing, or reject it."
        return told, [*ways, (decision.judgement, "")]
    if len(decision.note) > LONGEST_NOTE:
        return f"The note has {len(decision.note)} characters; up to {LONGEST_NOTE} can be kept. Shorten it.", []
    return "", []


def _filters() -> dict[str, str]:
    """The choice that a form came from."""
    return dict(parse_qsl(request.form.get("filters", "")))


def static_text(name: str) -> str:
    return (resources.files("templates") / "static" / name).read_text(encoding="utf-8")


def desk_stylesheet() -> str:
    """The report's sheet, so that marks look as they do there, with the desk's own on top."""
    return stylesheet() + str(rcssmin.cssmin(static_text("desk.css")))
