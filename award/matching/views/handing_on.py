"""Handing on the open work of one silent assessor to those that staff choose, and of several at
once."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from award.assessment.forms.chasing import HandOnForm
from award.assessment.forms.doubts import DoubtsForm
from award.assessment.queries import planning
from award.assessment.queries.chasing import ChaseRow, one_to_chase, to_chase
from award.assessment.queries.handing_on import open_with
from award.assessment.queries.lists import staff_round
from award.assessment.queries.workload import needed_in
from award.assessment.rules.proposals import Handing, Proposal
from award.assessment.rules.sharing import Helper, Pair, Way
from award.assessment.rules.silence import BUSY_WITHIN
from award.assessment.services.asking_many import Done
from award.assessment.services.handing_on import hand_on
from award.assessment.views import proposing
from award.design.formatters import plural
from award.foundation.db import transaction
from award.foundation.errors import Refused
from award.foundation.text import number
from award.foundation.web import attempt, current_actor, not_found, requires
from award.matching.queries.handing_on import Planned, by_knowledge, heirs_of, planned
from award.matching.rules.handing_on import too_many
from award.rounds.models import Round

blueprint = Blueprint("handing_on", __name__)

NO_HEIRS = "None of those that you chose can take it over now. Choose again."
NOBODY = "None of those that you chose has anything to hand on now. Choose again."


@blueprint.route("/manage/rounds/<reference>/chasing/hand-on", methods=["GET", "POST"])
@requires("assessment.assign", load=staff_round)
def several(round_: Round) -> ResponseReturnValue:
    """What would go to whom, and what stays; and hand it on."""
    actor, reference, form, doubts = (
        current_actor(), round_.reference, HandOnForm(), DoubtsForm()
    )  # fmt: skip
    back, silent = url_for("chasing.show", reference=reference), _silent(round_)
    if not silent and form.is_submitted():  # what was typed stands on the page that says so
        raise Refused(form.first_refusal(NOBODY), rule="assessment.assign")
    if not silent:
        return redirect(back)
    if too_much := too_many(sum(one.to_declare + one.to_score for one in silent)):
        if form.is_submitted():
            raise Refused(form.first_refusal(too_much), rule="assessment.assign")
        flash(too_much, "info")
        return redirect(back)

    late_too, beyond = (request.values.get(key) == "y" for key in ("overdue", "beyond"))
    heirs = heirs_of(actor, round_, silent, late_too=late_too)

    def plan(*, offers: bool = False, to_show: bool = False) -> Planned:
        return planned(
            actor, round_, silent, heirs.ids, beyond=beyond, offers=offers, to_show=to_show
        )

    if doubts.decides:
        proposing.decide(doubts, round_)
    elif form.validate_on_submit():
        with attempt(form), transaction():
            people = [one.id for one in silent]
            done = hand_on(
                open_with(actor, round_, people), people, heirs.ids, plan,
                form.reason.data, actor=actor, shown=form.marks, go_on=form.go_on.data,
            )  # fmt: skip
            flash(f"{_told_of(done)}. Everybody was told.", "success")
            return redirect(back)
    if form.is_submitted():
        round_ = staff_round(actor, reference) or not_found()
        silent = _silent(round_)

    def here(**said: str | None) -> str:
        ids = [one.id for one in silent]
        return url_for(".several", reference=reference, person=ids, **said)  # type: ignore[arg-type]

    found = plan(offers=True, to_show=not form.is_submitted())
    form.show(found.proposal.shown, found.proposal.telling)
    return render_template(
        "matching/hand_on.html",
        round=round_,
        silent=silent,
        **proposing.shown(form, doubts, found.proposal),
        **_told(found, silent),
        busy_within=BUSY_WITHIN,
        back=back,
        late=heirs.late,
        late_too=late_too,
        too=here(overdue="y", beyond="y" if beyond else None),
        beyond=beyond,
        more=found.more,
        further=found.further,
        all_of_it=here(overdue="y" if late_too else None, beyond="y"),
        what_fits=here(overdue="y" if late_too else None),
    )


@blueprint.route("/manage/rounds/<reference>/chasing/<int:number>/confirm", methods=["GET", "POST"])
@requires("assessment.assign", load=staff_round)
def one(round_: Round, number: int) -> ResponseReturnValue:
    """Who would get what, of those that were chosen, and what none of them can take over; and hand
    it on."""
    actor, form = current_actor(), HandOnForm()
    silent = one_to_chase(actor, round_, number) or not_found()
    heirs, doubts = _chosen(round_, silent), DoubtsForm()
    to: dict[str, Any] = {"reference": round_.reference, "number": number}
    if not heirs and form.is_submitted():  # what was typed stands on the page that says so
        raise Refused(form.first_refusal(NO_HEIRS), rule="assessment.assign")
    if not heirs:
        return redirect(url_for("chasing.hand_on", **to))
    work, needed = open_with(actor, round_, [silent.id]), needed_in(round_)

    def propose(*, to_show: bool = False) -> Proposal:
        chosen = by_knowledge(
            round_, silent.id, [each.id for each in work], [each.id for each in heirs]
        )
        return planning.shared_out(
            work, heirs, Way.ONE, needed, without=silent.id, plan=chosen, to_show=to_show
        )

    if doubts.decides:
        proposing.decide(doubts, round_)
    elif form.validate_on_submit():
        with attempt(form), transaction():
            done = hand_on(
                work, [silent.id], [each.id for each in heirs],
                lambda: Handing.of(propose(), silent.id), form.reason.data,
                actor=actor, shown=form.marks, go_on=form.go_on.data,
            )  # fmt: skip
            flash(f"{_told_of(done, f' of {silent.name}')}. Everybody was told.", "success")
            return redirect(url_for("chasing.show", reference=round_.reference))
    if form.is_submitted():
        round_ = staff_round(actor, to["reference"]) or not_found()
        work = open_with(actor, round_, [silent.id])
    proposal = propose(to_show=not form.is_submitted())
    form.show(proposal.shown, proposal.telling)
    return render_template(
        "matching/hand_on_one.html",
        round=round_,
        silent=silent,
        **proposing.shown(form, doubts, proposal),
        chosen=[each.id for each in heirs],
    )


def _chosen(round_: Round, silent: ChaseRow) -> list[Helper]:
    wanted = {number(each) for each in request.values.getlist("assessor")} - {silent.id}
    return planning.helpers_among(current_actor(), round_, wanted)


def _told_of(done: Done, whose: str = "") -> str:
    asked = plural(done.assessments, "assessment")
    return f"{asked}{whose} handed on to {plural(done.people, 'person', 'people')}"


def _silent(round_: Round) -> list[ChaseRow]:
    wanted = {number(one) for one in request.values.getlist("person")}
    return [one for one in to_chase(current_actor(), round_) if one.id in wanted]


def _told(found: Planned, silent: list[ChaseRow]) -> dict[str, Any]:
    """By who gets it, each with the name of who has it now; how many lose something; what stays."""
    names = {one.id: one.name for one in silent}
    return {
        "given": [
            (person, [(one, names[found.takes[Pair(one.id, person.id)]]) for one in works])
            for person, works in found.proposal.by_person
        ],
        "losing": len(set(found.takes.values())),
        "stays": found.stays,
    }
