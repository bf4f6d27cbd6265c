"""The projects that people shared, and what becomes of each. Taking one on makes a case study:
that page belongs to those."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from award.accounts.rules.organisations import TYPES
from award.design.lists import listing
from award.foundation.db import transaction
from award.foundation.web import attempt, current_actor, not_found, requires
from award.sharing import services
from award.sharing.forms import LetterForm
from award.sharing.models import Share
from award.sharing.queries import SHARES, share
from award.sharing.rules.asked import STEPS
from award.sharing.rules.results import as_told

blueprint = Blueprint("sharing_staff", __name__, url_prefix="/manage/shared-projects")


@blueprint.get("")
@requires("share.list")
def index() -> ResponseReturnValue:
    return render_template("sharing/list.html", listing=listing(SHARES))


@blueprint.get("/<reference>")
@requires("share.read", load=share)
def show(found: Share) -> ResponseReturnValue:
    kind = TYPES.get(found.organisation_type, "")
    return render_template(
        "sharing/staff.html",
        share=found,
        steps=STEPS,
        kind=kind,
        measured=as_told(found.results or ()),
    )


@blueprint.route("/<reference>/<any('changes', 'decline'):reply>", methods=["GET", "POST"])
@requires("share.handle", load=share)
def write(found: Share, reply: str) -> ResponseReturnValue:
    reference, form, actor = found.reference, LetterForm(), current_actor()
    if form.validate_on_submit():
        with attempt(form), transaction():
            if reply == "changes":
                services.ask(found, words=form.letter.data or "", actor=actor)
            else:
                services.decline(found, words=form.letter.data or "", actor=actor)
            flash("Your letter is on its way.", "success")
            return redirect(url_for(".show", reference=reference))
    latest = share(actor, reference) or not_found()
    return render_template("sharing/write.html", share=latest, reply=reply, form=form)
