"""All that wait for a declaration in a round, answered on one page."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from award.assessment.forms.declaring import CALLED, SAID, DeclareEachForm, declare_each_form
from award.assessment.models.assignments import Assignment
from award.assessment.queries import agreements, declaring
from award.assessment.rules.declaring import NONE, Declared, asked_about, in_words
from award.assessment.services.declaring import declare_each
from award.design.forms import ErrorLink
from award.foundation.db import transaction
from award.foundation.errors import Refused
from award.foundation.pointers import pointers
from award.foundation.web import attempt, current_actor, not_found, requires
from award.rounds.models import Round

blueprint = Blueprint("declaring", __name__)

NOTHING = "Answer for at least one application"
ELSEWHERE = "You have said in another window that you have no conflict with it."
GONE = (
    "It waits for no answer of yours any more: you answered already, it was taken away from "
    "you, withdrawn or decided."
)


@dataclass(frozen=True)
class Missed:
    """What was said of one that waits for no answer any more; `still`: it is still theirs."""

    reference: str
    typed: Sequence[tuple[str, str]]
    still: bool

    @property
    def why(self) -> str:
        return ELSEWHERE if self.still else GONE


@blueprint.route("/assess/rounds/<reference>/declarations", methods=["GET", "POST"])
@requires("assessment.dashboard", load=agreements.round_of_mine)
def each(round_: Round) -> ResponseReturnValue:
    """Each that is answered is recorded; the others stay, with what was typed. Until the round's
    rules are agreed to nothing is shown here; a conflict or a no that comes complete is taken."""
    actor, reference = current_actor(), round_.reference
    if request.method == "GET" and agreements.must_agree_to(round_, actor.user_id):
        return redirect(url_for("agreeing.rules", reference=reference))
    if request.method == "GET":
        waiting = declaring.waiting_in(actor, round_)
        return _page(round_, waiting, _form(waiting)) if waiting else _onwards()
    sent = asked_about(request.form)
    if not sent:
        return redirect(url_for(".each", reference=reference))
    form, recorded = _answered(declaring.these_of(actor, round_, sent)), dict[str, Declared]()
    valid, answers, not_yet = form.validate(), form.answers(), None
    if answers:
        with attempt(form), transaction():
            recorded, not_yet = declare_each(round_, answers, actor=actor)
            if recorded:
                flash(f"Recorded: {in_words(recorded)}.", "success")
    if form.refused:
        recorded, not_yet = {}, None
        round_ = agreements.round_of_mine(actor, reference) or not_found()
    waiting = declaring.these_of(actor, round_, {*sent} - recorded.keys())
    missed = _missed({*sent} - recorded.keys() - {one.application.reference for one in waiting})
    if recorded and valid and not missed and not not_yet:
        return _onwards(reference if declaring.waiting_in(actor, round_) else "")
    if agreements.must_agree_to(round_, actor.user_id):
        raise Refused(form.first_refusal(agreements.FIRST), rule="round.agree_rules")
    again = _answered(waiting)
    again.validate()
    if not_yet:
        words = not_yet.reason[0].lower() + not_yet.reason[1:]
        for one in again.without_conflict():
            again.add_refusal(f"{one}: {words}", f"answer_{one}")
    for words in form.refused or ([] if recorded or not_yet or missed or not valid else [NOTHING]):
        again.add_refusal(words)
    again.linked += [
        ErrorLink(f"Not recorded: {one.reference}", f"#{one.reference}") for one in missed
    ]
    return _page(round_, waiting, again, missed)


def _onwards(reference: str = "") -> ResponseReturnValue:
    """To what still waits in that round, or to the list."""
    if reference:
        return redirect(url_for(".each", reference=reference))
    return redirect(url_for("assessment.dashboard"))


def _form(waiting: Sequence[Assignment]) -> DeclareEachForm:
    applications = [one.application for one in waiting]
    return declare_each_form({one.reference: one.title for one in applications})()


def _answered(waiting: Sequence[Assignment]) -> DeclareEachForm:
    """As it was sent. What the service noticed something about isn't answered with the rest."""
    form = _form(waiting)
    asked = declaring.asked_about(waiting) if waiting and form.rest.data else []
    return form.answer_rest([one.reference for one in asked if one.noticed])


def _missed(references: Collection[str]) -> list[Missed]:
    """What was said in vain, to be read: not that there is no conflict, said twice."""
    said = {one: _typed(one) for one in sorted(references)}
    said = {one: typed for one, typed in said.items() if typed}
    if not said:
        return []
    still = declaring.answered_elsewhere(current_actor(), said)
    return [
        Missed(one, typed, one in still)
        for one, typed in said.items()
        if not (one in still and request.form.get(f"answer_{one}") == NONE and len(typed) == 1)
    ]


def _typed(reference: str) -> list[tuple[str, str]]:
    """As it was sent, in words."""
    found = ((name, request.form.get(f"{name}_{reference}", "").strip()) for name in CALLED)
    return [
        (CALLED[name].capitalize(), text if name == "detail" else SAID.get(text, text))
        for name, text in found
        if text
    ]


def _page(
    round_: Round,
    waiting: Sequence[Assignment],
    form: DeclareEachForm,
    missed: Sequence[Missed] = (),
) -> str:
    first = [one for one in pointers("assessing in", [round_.id])[round_.id] if one.waiting]
    return render_template(
        "assessment/declarations.html",
        round=round_,
        asked=declaring.asked_about(waiting),
        form=form,
        missed=missed,
        first=first,
    )
