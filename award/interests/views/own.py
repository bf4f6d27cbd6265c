"""Declaring one's interests."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from award.foundation import clock
from award.foundation.db import transaction
from award.foundation.web import attempt, current_actor, requires
from award.interests.forms.declaring import InterestsForm, as_rows
from award.interests.queries.declarations import declarations_of, own_account
from award.interests.rules.declared import KINDS, standing
from award.interests.services.declaring import declare_interests

blueprint = Blueprint("interests", __name__)


@blueprint.route("/assess/interests", methods=["GET", "POST"])
@requires("interests.declare")
def declare() -> ResponseReturnValue:
    """What was declared, and the form to declare anew, which begins with it."""
    person = own_account(current_actor())
    past = declarations_of(person)
    latest = past[0] if past else None
    form = InterestsForm(data={"interests": as_rows(latest)})
    if not form.acts and form.validate_on_submit():
        with attempt(form), transaction():
            made = declare_interests(
                person, form.given, nothing=bool(form.nothing.data), actor=current_actor()
            )
            until = clock.long_date(made.expires_on)
            flash(f"Thank you. Your declaration holds until {until}.", "success")
            return redirect(url_for("assessment.dashboard"))
    return render_template(
        "interests/declare.html",
        form=form,
        latest=latest,
        past=past,
        kinds=KINDS,
        standing=standing(latest.expires_on if latest else None, clock.today()),
    )
