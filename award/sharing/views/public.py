"""Sharing a project without having applied: begin, go on by a link, send, take back."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from award.accounts.rules.organisations import TYPES
from award.accounts.views.limits import slow_guesses, slowed_forms
from award.accounts.views.waiting import may_send, slowed_email
from award.applications.forms.tabled import TabledForm
from award.design.forms import Form
from award.foundation.db import transaction
from award.foundation.errors import Refused
from award.foundation.pointers import pointers
from award.foundation.security import HELD_BY_LINK, by_link
from award.foundation.web import attempt, current_actor, not_found, public
from award.sharing import services
from award.sharing.forms import MAY_SHARE, BeginForm, SendForm, form_of
from award.sharing.models import Share
from award.sharing.queries import OWNER, WRITER, about_words, said_in, share_by, token_of
from award.sharing.rules.asked import (
    CHANGED_WITHIN,
    CONFIRMED_WITHIN,
    FORMS_PER_ADDRESS,
    GUESSES_PER_ADDRESS,
    STEPS,
    after,
)
from award.sharing.rules.machine import missing
from award.sharing.rules.noticed import leads_to_people
from award.sharing.rules.results import as_told
from award.sharing.rules.states import UNSENT, WRITABLE, ShareState

blueprint = Blueprint("sharing", __name__)
_SENT = "share_sent"
_LIMIT = slow_guesses("share links", GUESSES_PER_ADDRESS)


@blueprint.route("/share", methods=["GET", "POST"])
@public
@slowed_forms("shares", FORMS_PER_ADDRESS)
@slowed_email("share")
def begin() -> ResponseReturnValue:
    actor = current_actor()
    form = BeginForm(data=None if actor.is_anonymous else vars(actor))
    if form.validate_on_submit():
        with attempt(form), transaction():
            made = services.begin(form.values, actor=actor, may_send=may_send())
            token = token_of(made, WRITER if made.confirmed_at is None else OWNER)
            first = next(iter(STEPS))
            return redirect(url_for(".step", reference=made.reference, token=token, step=first))
    return render_template(
        "sharing/begin.html", form=form, days=CONFIRMED_WITHIN.days, steps=len(STEPS)
    )


def _loaded(reference: str, token: str) -> tuple[Share, str]:
    """By its link; the one of the browser that began it ends once it was sent."""
    found = share_by(current_actor(), reference, token)
    if found is None or (found[1] == WRITER and found[0].state not in UNSENT):
        not_found()
    return found


@blueprint.route("/share/<reference>/<token>/<step>", methods=["GET", "POST"])
@public
@by_link
@_LIMIT
@slowed_forms("shares", FORMS_PER_ADDRESS)
def step(reference: str, token: str, step: str) -> ResponseReturnValue:
    found, whose = _loaded(reference, token)
    if step not in STEPS:
        not_found()
    blank = {key: value or None for key, value in _stored(found, step).items()}
    form, keys = form_of(step)(data=blank), [box.key for box in STEPS[step].boxes]
    if found.state not in WRITABLE:
        if form.is_submitted():
            raise Refused(services.CLOSED, rule="share.write")  # its page keeps what was typed
        return redirect(url_for(".show", reference=reference, token=token))
    form.over(_stored(found, step))
    if form.is_submitted() and form.acts:
        form.hold()
        return _step(found, form, token, step)
    if form.validate_on_submit():
        with attempt(form), transaction():
            values = {key: form.value_of(key) for key in keys}
            services.save(found, values, whose=whose, actor=current_actor())
            follows = after(step)
            where = url_for(".step", reference=reference, token=token, step=follows) if (
                follows) else url_for(".show", reference=reference, token=token)  # fmt: skip
            return redirect(where)
    latest, _ = _loaded(reference, token)
    form.catch_up(_stored(latest, step))
    return _step(latest, form, token, step)


def _step(share: Share, form: TabledForm, token: str, step: str) -> ResponseReturnValue:
    return render_template(
        "sharing/step.html", form=form, share=share, token=token, step=step, steps=STEPS
    )


def _stored(share: Share, step: str) -> dict[str, Any]:
    return {box.key: getattr(share, box.key) for box in STEPS[step].boxes}


@blueprint.route("/share/<reference>/<token>", methods=["GET", "POST"])
@public
@by_link
@_LIMIT
@slowed_forms("shares", FORMS_PER_ADDRESS)
def show(reference: str, token: str) -> ResponseReturnValue:
    """All of it as it stands, and the button that sends it, or confirms it."""
    found, whose = _loaded(reference, token)
    form = SendForm()
    if found.state == ShareState.UNCONFIRMED:
        form.confirms()
    if form.validate_on_submit():
        with attempt(form), transaction():
            services.send(found, whose=whose, actor=current_actor(), shown=form.marks)
            session[_SENT] = [found.reference, found.state == ShareState.UNCONFIRMED]
            return redirect(url_for(".sent"))
    again, _ = _loaded(reference, token)
    hold(again, whose)
    form.show(said_in(again), about_words(again))
    return render_template(
        "sharing/show.html",
        form=form if again.state in WRITABLE else None,
        share=again,
        token=token,
        owner=whose == OWNER,
        steps=STEPS,
        kind=TYPES.get(again.organisation_type, ""),
        may_share=MAY_SHARE,
        writable=again.state in WRITABLE,
        missing=dict(missing(again)),
        measured=as_told(again.results),
        noticed=leads_to_people(again),
        leads_on=pointers("share", [again.id])[again.id] if whose == OWNER else (),
        until=again.saved_at + CHANGED_WITHIN if again.state == ShareState.CHANGES else None,
    )


def hold(share: Share, whose: str) -> None:
    """Whoever came with the link of its address may read and agree its case study in this
    browser."""
    if whose == OWNER and share.state == ShareState.TAKEN_ON:
        held = session.get(HELD_BY_LINK, [])
        session[HELD_BY_LINK] = list(dict.fromkeys([*held, share.reference]))[-20:]


@blueprint.get("/share/sent")
@public
def sent() -> ResponseReturnValue:
    """Says the reference to the browser that sent it, and to nobody else."""
    if _SENT not in session:
        return redirect(url_for(".begin"))
    reference, waits = session[_SENT]
    days = CONFIRMED_WITHIN.days
    return render_template("sharing/sent.html", code=reference, waits=waits, days=days)


@blueprint.route("/share/<reference>/<token>/take-back", methods=["GET", "POST"])
@public
@by_link
@_LIMIT
def withdraw(reference: str, token: str) -> ResponseReturnValue:
    found, whose = _loaded(reference, token)
    form = Form()
    if form.validate_on_submit():
        with attempt(form), transaction():
            services.withdraw(found, whose=whose, actor=current_actor())
            flash("You have taken your project back. What you wrote is deleted.", "success")
            return redirect(url_for(".begin"))
    again, _ = _loaded(reference, token)
    return render_template("sharing/withdraw.html", form=form, share=again, token=token)
