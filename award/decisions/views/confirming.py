"""Confirming what somebody else staged, where a round asks for two people behind a decision."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from award.applications.models import Application
from award.decisions.forms.deciding import ConfirmForm
from award.decisions.queries import decisions
from award.decisions.queries.confirming import Waiting, names_of, waiting_in
from award.decisions.queries.feedback import going_with, looks_of
from award.decisions.queries.telling import shown_in, telling_of
from award.decisions.rules.drafting import WAYS
from award.decisions.rules.grounds import GROUNDS
from award.decisions.rules.releasing import SHOWS
from award.decisions.rules.states import OUTCOME_COLOURS, outcomes_of
from award.decisions.services import confirming
from award.decisions.views.feedback import feedback_to_read, worth_reading
from award.decisions.views.pages import blueprint, errors_of, round_again
from award.design.formatters import plural
from award.design.lists import listing
from award.foundation.db import transaction
from award.foundation.web import attempt, current_actor, not_found, requires
from award.rounds.models import Round


@blueprint.route("/manage/rounds/<reference>/confirm", methods=["GET", "POST"])
@requires("decision.confirm", load=decisions.round_to_decide)
def confirm(round_: Round) -> ResponseReturnValue:
    """All that others staged and nobody confirmed, or one that the address names."""
    form, reference = ConfirmForm(), round_.reference
    if form.validate_on_submit():
        with attempt(form), transaction():
            count = confirming.confirm(
                round_, only=_only(round_), shown=form.marks, actor=current_actor()
            )
            flash(f"{plural(count, 'decision')} confirmed.", "success")
            return redirect(url_for("decisions.shortlist", reference=reference))
        round_ = round_again(reference)
    return _page(form, round_)


def _only(round_: Round) -> Application | None:
    """The one application that the address names; a wrong name is no page."""
    reference = request.args.get("only")
    if reference is None:
        return None
    found = decisions.application_to_decide(current_actor(), reference)
    return found if found is not None and found.round_id == round_.id else not_found()


def _page(form: ConfirmForm, round_: Round) -> ResponseReturnValue:
    actor, only = current_actor(), _only(round_)
    found = waiting_in(round_, actor, only=only) if round_.four_eyes else Waiting((), 0)
    waiting = found.mine_to_confirm
    shown = shown_in(waiting)
    coming = going_with(waiting, round_, actor, only=only)
    looked = looks_of(waiting, coming, round_)
    looks = looked.feedback
    form.show(
        shown, telling_of(SHOWS, round_, shown, form.marks, actor) if form.is_submitted() else None
    )
    where: dict[str, Any] = {"only": only.reference} if only else {}
    return render_template(
        "decisions/confirm.html",
        form=form,
        errors=errors_of(form, shown=bool(waiting)),
        round=round_,
        waiting=waiting,
        own=found.own,
        only=only,
        here=url_for("decisions.confirm", reference=round_.reference, **where),
        names=names_of({one.decision.decided_by_id for one in waiting}) if waiting else {},
        total=sum(one.decision.amount_gbp or 0 for one in waiting),
        grounds=GROUNDS,
        looks=looks,
        asked=looked.words,
        listing=listing(
            feedback_to_read(worth_reading(coming, looks)),
            "decisions.confirm",
            asked=MultiDict() if only else request.args,
            reference=round_.reference,
        )
        if coming
        else None,
        words=WAYS,
        outcomes=outcomes_of(first_stage=round_.followed),
        colours=OUTCOME_COLOURS,
    )
