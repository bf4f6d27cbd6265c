"""An invitation to work on somebody's application: for whoever has the link, with an account or
without. Opening it does nothing; a person presses a button."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from award.accounts.queries.organisations import organisations_of
from award.applications.forms.steps import YesForm
from award.applications.forms.team import JoinForm
from award.applications.queries import team as queries
from award.applications.rules import changing
from award.applications.rules.states import CollaboratorState
from award.applications.rules.team import DOES, GOOD_FOR
from award.applications.services import team
from award.applications.together import Collaborator
from award.applications.views.blueprint import blueprint
from award.foundation import arrival
from award.foundation.db import transaction
from award.foundation.errors import Refused
from award.foundation.policy import can
from award.foundation.security import by_link
from award.foundation.web import attempt, current_actor, public


def _works(row: Collaborator | None) -> bool:
    return (
        row is not None
        and row.state == CollaboratorState.INVITED
        and row.expires_at > arrival.moment()
        and changing.people_join(row.application)
    )


def _over(row: Collaborator | None) -> ResponseReturnValue:
    """Whoever accepted it goes on to the application; of everybody else nobody learns what it
    was."""
    actor = current_actor()
    if row is not None and actor.user_id is not None and row.person_id == actor.user_id:
        return redirect(url_for(".index"))
    if request.method == "POST":
        raise Refused(team.OVER, rule="collaborator.join")  # its page keeps what was typed
    return render_template("applications/taking_part_over.html", days=GOOD_FOR.days), 410


@blueprint.route("/taking-part/<token>", methods=["GET", "POST"])
@public
@by_link
def taking_part(token: str) -> ResponseReturnValue:
    """Who asks, for what; and a yes or no of the person whose address was invited."""
    actor, form = current_actor(), JoinForm()
    row = queries.invitation_by(actor, token)
    if row is None or not _works(row):
        return _over(row)
    if actor.is_anonymous and request.method == "POST":
        return redirect(url_for("security.login", next=request.path))
    if not can(actor, "collaborator.join", row):
        return _draw(token, JoinForm(formdata=None))
    if "no" in request.form and YesForm().validate_on_submit():
        return _no(row)
    if form.validate_on_submit():
        reference = row.application.reference
        with attempt(form), transaction():
            team.accept(row, form.organisation.data or "", actor=actor)
            flash("You now work on this application", "success")
            return redirect(url_for(".task_list", reference=reference))
    return _draw(token, form)


def _no(row: Collaborator) -> ResponseReturnValue:
    with transaction():
        team.decline(row, actor=current_actor())
    flash("You have said no to the invitation")
    return redirect(url_for("rounds.index"))


def _draw(token: str, form: JoinForm) -> ResponseReturnValue:
    actor = current_actor()
    row = queries.invitation_by(actor, token)
    if row is None or not _works(row):
        return _over(row)
    theirs = can(actor, "collaborator.join", row)
    if theirs and not form.is_submitted():
        homes = organisations_of(actor)
        form.organisation.data = homes[0].name if len(homes) == 1 else ""
    return render_template(
        "applications/taking_part.html",
        row=row, does=DOES[row.role], form=form, theirs=theirs, here=request.path,
    )  # fmt: skip
