"""Go on into the second stage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from award.applications.forms.steps import YesForm
from award.applications.models import Application
from award.applications.queries import applications
from award.applications.queries.continuing import (
    CarriedFile,
    Invitation,
    continuation,
    files_over,
    invitations_of,
)
from award.applications.services import continuing
from award.applications.views.blueprint import blueprint
from award.design.formatters import long_datetime
from award.foundation import arrival
from award.foundation.db import transaction
from award.foundation.errors import there
from award.foundation.pointers import Pointer
from award.foundation.web import attempt, current_actor, not_found, requires
from award.rounds.queries.question_sets import question_set, questions_of
from award.rounds.queries.two_stages import next_round
from award.rounds.rules.carrying import added
from award.rounds.rules.stages import stage_of


@blueprint.route("/applications/<reference>/next-stage", methods=["GET", "POST"])
@requires("application.continue", load=applications.own_application)
def next_stage(application: Application) -> ResponseReturnValue:
    """What the second stage adds, and the button that starts it."""
    reference, form = application.reference, YesForm()
    if not form.is_submitted():
        return _page(application, form)
    if form.validate_on_submit():
        with attempt(form), transaction():
            started = continuing.start_next_stage(application, actor=current_actor())
            flash("Your answers of the first stage are carried over.", "success")
            _say_what_stayed(files_over(application, question_set(started.round.question_set_id)))
            return redirect(url_for(".task_list", reference=started.reference))
    fresh = applications.own_application(current_actor(), reference) or not_found()
    return _page(fresh, form)


def _say_what_stayed(files: Sequence[CarriedFile]) -> None:
    stayed = [f"“{one.name}”, since {one.why_not}" for one in files if one.why_not]
    if stayed:
        flash(f"Not carried over: {'; '.join(stayed)}.")


def _page(application: Application, form: YesForm) -> str:
    actor = current_actor()
    following = there(next_round(application.round_id), "the second stage")
    first, started = questions_of(application.round), continuation(application.id)
    return render_template(
        "applications/next_stage.html",
        application=application,
        following=following,
        stage=stage_of(following, arrival.moment()),
        added=added(first, following.questions, application.phase),
        files=files_over(application, following.questions),
        started=started if started and started.lead_id == actor.user_id else None,
        form=form,
    )


def invitations(ids: Sequence[int]) -> Mapping[int, Pointer]:
    """From an application that was invited on to what it is invited to."""
    return {found.application_id: _pointer(found) for found in invitations_of(ids)}


def _pointer(found: Invitation) -> Pointer:
    own = found.continued_by == found.lead_id
    if found.continued_as and own:
        href = url_for("applications.task_list", reference=found.continued_as)
        return Pointer("Go on with the second stage", href, found.continued_as)
    href = url_for("applications.next_stage", reference=found.reference)
    now = arrival.moment()
    if found.continued_as or now >= found.closes_at:
        said = "started by somebody else" if found.continued_as else "it has closed"
        return Pointer("The second stage", href, said)
    invited = f"You are invited to the second stage, {found.round_title}."
    if now < found.opens_at:
        says = f"{invited} It opens {long_datetime(found.opens_at)}."
        return Pointer("See what the second stage asks", href, says, said_in_lists=True)
    says = f"{invited} It closes {long_datetime(found.closes_at)}."
    return Pointer("Start the second stage", href, says, waiting=True, said_in_lists=True)
