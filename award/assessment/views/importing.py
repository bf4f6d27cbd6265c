"""Who assesses what, by spreadsheet: a list to take away, and rows to bring in."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from award.applications.models import Application
from award.assessment.forms.doubts import DoubtsForm
from award.assessment.forms.importing import ImportedForm, ImportForm
from award.assessment.queries import assignments, lists, planning
from award.assessment.queries.workload import needed_in
from award.assessment.rules import assignment_file as read_from
from award.assessment.rules.asking import already_has
from award.assessment.rules.assignment_file import Wanted, Wrong
from award.assessment.rules.proposals import Proposal
from award.assessment.rules.sharing import Helper, Pair
from award.assessment.services import asking_many
from award.assessment.views import proposing
from award.design.lists import listing
from award.foundation import csv_files
from award.foundation.bodies import takes_files
from award.foundation.db import transaction
from award.foundation.errors import Refused
from award.foundation.web import attempt, current_actor, not_found, requires, taken_too
from award.foundation.work import AT_ONCE
from award.rounds.models import Round

blueprint = Blueprint("importing", __name__)
UNDECIDED = "Decide about the possible conflicts first, or take their rows out"


@dataclass(frozen=True)
class Read:
    """What rows come to: what is wrong with them, or what they propose."""

    errors: list[str]
    wanted: Wanted
    applications: list[Application]
    helpers: dict[int, Helper]
    proposal: Proposal | None = None
    already: int = 0


@blueprint.get("/manage/rounds/<reference>/assignments")
@requires("assessment.read_all", load=lists.staff_round)
def show(round_: Round) -> ResponseReturnValue:
    return render_template(
        "assessment/assignments.html",
        round=round_,
        listing=listing(assignments.assignment_list(round_)),
    )


@blueprint.get("/manage/rounds/<reference>/assignments/template")
@requires("assessment.assign", load=lists.staff_round)
def template(round_: Round) -> ResponseReturnValue:
    """The headings, to fill in below."""
    return csv_files.handed_out([read_from.HEADINGS], f"{round_.reference}-assignments")


def _form(round_: Round, form: ImportForm) -> str:
    return render_template("assessment/import.html", round=round_, form=form)


@blueprint.get("/manage/rounds/<reference>/assignments/import")
@requires("assessment.assign", load=lists.staff_round)
def choose(round_: Round) -> ResponseReturnValue:
    return _form(round_, ImportForm())


@blueprint.post("/manage/rounds/<reference>/assignments/import")
@takes_files
@requires("assessment.assign", load=lists.staff_round)
def look(round_: Round) -> ResponseReturnValue:
    """What the rows come to, or everything that is wrong with them; nothing is done yet."""
    form = ImportForm()
    if not form.validate_on_submit():
        return _form(round_, form)
    text = _came(form)
    form.rows.data = text
    if not text.strip():
        form.say(["Choose a file or paste some rows"])
        return _form(round_, form)
    found = _read(round_, text)
    if found.errors or found.proposal is None:
        form.say(found.errors)
        return _form(round_, form)
    return _preview(round_, found, ImportedForm(formdata=None), DoubtsForm(formdata=None), text)


@blueprint.get("/manage/rounds/<reference>/assignments/import/confirm")
@requires("assessment.assign", load=lists.staff_round)
def back(round_: Round) -> ResponseReturnValue:
    """The rows are sent with the form; without them one begins again."""
    return redirect(url_for(".choose", reference=round_.reference))


@blueprint.post("/manage/rounds/<reference>/assignments/import/confirm")
@requires("assessment.assign", load=lists.staff_round)
def bring_in(round_: Round) -> ResponseReturnValue:
    """Do what the page showed, or show it again; or go back to change the rows."""
    form, actor, text = ImportedForm(), current_actor(), request.form.get("rows", "")
    again = ImportForm(formdata=None)
    again.rows.data = text
    doubts = DoubtsForm()
    if doubts.decides:  # whichever button was pressed, so that nothing typed is lost
        proposing.decide(doubts, round_)
    elif request.form.get("change"):
        return _form(round_, again)
    elif form.validate_on_submit():
        with attempt(form), transaction():
            found = _read(round_, text)
            if found.proposal is not None:
                if found.proposal.doubts:
                    raise Refused(UNDECIDED)
                done = asking_many.ask_many(
                    found.applications,
                    round_,
                    list(found.helpers),
                    lambda: _proposed(round_, found),
                    actor=actor,
                    shown=form.marks,
                    go_on=form.go_on.data,
                    because=found.wanted.because,
                    despite=found.wanted.despite,
                )
                taken_too(url_for(".look", reference=round_.reference))
                return proposing.told(done, round_)
    round_ = lists.staff_round(actor, round_.reference) or not_found()
    found = _read(round_, text)
    if found.errors or found.proposal is None:
        again.say(found.errors or ["Choose a file or paste some rows"])
        return _form(round_, again)
    return _preview(round_, found, form, doubts, text)


def _preview(round_: Round, found: Read, form: ImportedForm, doubts: DoubtsForm, text: str) -> str:
    proposal = found.proposal
    if proposal is None:
        raise LookupError("a proposal should be there")
    form.show(proposal.shown, proposal.telling)
    form.rows.data = text
    return render_template(
        "assessment/import_confirm.html",
        round=round_,
        **proposing.shown(form, doubts, proposal),
        despite=found.wanted.despite,
        already=found.already,
        at_once=AT_ONCE,
    )


def _came(form: ImportForm) -> str:
    """What the file says, or else what was pasted."""
    file = request.files.get("document")
    if file is None or not file.filename:
        return str(form.rows.data or "")
    most: int = current_app.config["SETTINGS"].max_file_bytes
    return read_from.decoded(file.stream.read(min(most, 4 * read_from.MOST_CHARACTERS)))


def _read(round_: Round, text: str) -> Read:
    """Six statements, however many rows."""
    actor, lines = current_actor(), read_from.read(text)
    chosen = assignments.applications_named(
        actor, round_, {one.reference for one in lines.lines if one.reference}
    )
    addresses = {one.email for one in lines.lines if one.email}
    addressed = assignments.assessors_addressed(actor, addresses)
    people = addressed.people
    numbers = {one.reference: one.id for one in chosen}
    wanted = read_from.matched(lines.lines, numbers, people, addressed.gone)
    helpers = {one.id: one for one in planning.helpers_among(actor, round_, people.values())}
    wrong = [*lines.errors, *wanted.errors]
    found = Read(read_from.in_order(wrong), wanted, chosen, helpers)
    if not wanted.pairs:
        return found
    proposal = _proposed(round_, found)
    names = {one.id: one.name for one in helpers.values()}
    refused = proposal.plan.refused
    has = {pair for pair, why in refused.items() if why == already_has(names[pair.assessor_id])}
    verdicts = proposal.basis.verdicts
    wrong += [
        Wrong(wanted.row_of[pair], why.rstrip("."))
        for pair, why in refused.items()
        if pair not in has and not verdicts[pair].doubt
    ]
    errors = read_from.in_order(wrong)
    if not errors and not proposal.number and not proposal.doubts:
        errors = ["Everybody in these rows has been asked already, so there is nothing to do"]
    return Read(errors, wanted, chosen, helpers, proposal, len(has))


def _proposed(round_: Round, found: Read) -> Proposal:
    wanted: list[Pair] = list(found.wanted.pairs)
    return planning.as_listed(
        found.applications,
        found.helpers,
        wanted,
        needed_in(round_),
        despite=found.wanted.despite.keys(),
    )
