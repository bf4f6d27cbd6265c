"""Closing a reserve list for all who wait on it."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from award.decisions.forms.releasing import CloseReserveForm
from award.decisions.models import Decision
from award.decisions.queries.closing import ReserveList, reserve_list
from award.decisions.queries.decisions import round_to_decide
from award.decisions.queries.staged import being_released, left_for
from award.decisions.queries.telling import telling_of
from award.decisions.rules.closing import SHOWS
from award.decisions.rules.grounds import GROUNDS
from award.decisions.rules.questions import QUESTIONS
from award.decisions.services.closing import close_reserve_or_ask
from award.decisions.views.letters import kinds_of, letters
from award.decisions.views.pages import blueprint, by_kind, errors_of, round_again
from award.design.formatters import plural
from award.foundation.db import transaction
from award.foundation.web import attempt, current_actor, requires
from award.foundation.work import Job
from award.rounds.models import Round

__all__ = ["blueprint"]
STOPPED = "Can’t be refused here"


@blueprint.get("/manage/rounds/<reference>/reserve")
@requires("decision.release", load=round_to_decide)
def close_list(round_: Round) -> ResponseReturnValue:
    """Who waits, the letters, and the last step."""
    return _page(CloseReserveForm(formdata=None), round_)


@blueprint.post("/manage/rounds/<reference>/reserve")
@requires("decision.release", load=round_to_decide)
def close_list_now(round_: Round) -> ResponseReturnValue:
    """Refuse all who wait."""
    form, reference = CloseReserveForm(), round_.reference
    if form.confirms(reference):
        with attempt(form), transaction():
            result = close_reserve_or_ask(
                round_,
                actor=current_actor(),
                confirmation=form.confirmation.data,
                shown=form.marks,
                accepted=form.accepted,
            )
            if isinstance(result, Job):
                return redirect(url_for("work.show", reference=result.reference))
            flash(
                f"The reserve list is closed. {plural(result.emailed, 'email')} on the way.",
                "success",
            )
            return redirect(url_for("decisions.release", reference=reference))
    return _page(form, round_again(reference))


def _page(form: CloseReserveForm, round_: Round) -> ResponseReturnValue:
    actor = current_actor()
    found = reserve_list(round_, actor)
    kinds = kinds_of(found.as_refused)
    under_way = being_released(round_) if found.waiting else None
    shown, raised = found.shown, found.raised
    form.ask(raised, shown, SHOWS)
    form.show(
        shown, telling_of(SHOWS, round_, shown, form.marks, actor) if form.is_submitted() else None
    )
    grounds = [found.ground_of(one) for one in found.waiting]
    return render_template(
        "decisions/close.html",
        form=form,
        errors=errors_of(
            form, shown=bool(found.waiting) and not found.faults and under_way is None
        ),
        round=round_,
        found=found,
        raised=raised,
        questions=QUESTIONS,
        groups=by_kind(found.waiting, lambda one: _said_of(found, one)),
        stopped=STOPPED,
        counts=[
            (words, grounds.count(ground)) for ground, words in GROUNDS.items() if ground in grounds
        ],
        grounds=GROUNDS,
        people=len({one.application.lead_id for one in found.waiting}),
        letters=list(zip(letters(one.first for one in kinds), kinds, strict=True)),
        left=left_for(round_, None, actor) if found.waiting else None,
        under_way=under_way,
    )


def _said_of(found: ReserveList, one: Decision) -> str:
    ground = found.ground_of(one)
    return (
        STOPPED if ground is None or one.application.reference in found.faults else GROUNDS[ground]
    )
