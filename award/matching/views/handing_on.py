"""Handing on the open work of several silent assessors at once."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from award.assessment.forms.chasing import HandOnForm
from award.assessment.forms.doubts import DoubtsForm
from award.assessment.queries.chasing import ChaseRow, to_chase
from award.assessment.queries.handing_on import open_with
from award.assessment.queries.lists import staff_round
from award.assessment.rules.sharing import Pair
from award.assessment.rules.silence import BUSY_WITHIN
from award.assessment.services.handing_on import hand_on
from award.assessment.views import proposing
from award.design.formatters import plural
from award.foundation.db import transaction
from award.foundation.errors import Refused
from award.foundation.text import number
from award.foundation.web import attempt, current_actor, not_found, requires
from award.matching.queries.handing_on import Planned, heirs_of, planned
from award.matching.rules.handing_on import too_many
from award.rounds.models import Round

blueprint = Blueprint("handing_on", __name__)

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

    def plan(*, to_show: bool = False) -> Planned:
        return planned(actor, round_, silent, heirs.ids, beyond=beyond, to_show=to_show)

    if doubts.decides:
        proposing.decide(doubts, round_)
    elif form.validate_on_submit():
        with attempt(form), transaction():
            people = [one.id for one in silent]
            done = hand_on(
                open_with(actor, round_, people), people, heirs.ids, plan,
                form.reason.data, actor=actor, shown=form.marks, go_on=form.go_on.data,
            )  # fmt: skip
            asked, who = (
                plural(done.assessments, "assessment"),
                plural(done.people, "person", "people"),
            )
            flash(f"{asked} handed on to {who}. Everybody was told.", "success")
            return redirect(back)
    if form.is_submitted():
        round_ = staff_round(actor, reference) or not_found()
        silent = _silent(round_)

    def here(**said: str | None) -> str:
        ids = [one.id for one in silent]
        return url_for(".several", reference=reference, person=ids, **said)  # type: ignore[arg-type]

    found = plan(to_show=not form.is_submitted())
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
