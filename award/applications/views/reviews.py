"""Links to read a draft, as its own people see them: made, listed, taken back; and comments."""

from __future__ import annotations

from collections.abc import Iterator

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from award.applications.forms.reviewing import WHOLE, LinkForm
from award.applications.forms.steps import YesForm
from award.applications.models import Application
from award.applications.queries import applications
from award.applications.queries import reviewing as queries
from award.applications.rules import changing
from award.applications.rules.reviewing import USUAL_DAYS, good, is_shown
from award.applications.services import reviewing
from award.applications.views.blueprint import blueprint
from award.foundation import arrival
from award.foundation.db import transaction
from award.foundation.policy import can
from award.foundation.text import number as number_in
from award.foundation.web import attempt, current_actor, not_found, requires
from award.rounds.queries.question_sets import question_set
from award.rounds.rules.questions import QuestionSet, Section

MADE = "review_link"
"""In the session: number and token of a link that was just made."""


def _questions(application: Application) -> QuestionSet:
    return question_set(application.round.question_set_id)


def _to_share(application: Application) -> Iterator[Section]:
    """Sections of which a link shows something."""
    for section in _questions(application).sections:
        if any(is_shown(one) and application.phase in one.phases for one in section.questions):
            yield section


def _form(application: Application) -> LinkForm:
    return LinkForm().offer((one.key, one.title) for one in _to_share(application))


def _draw(reference: str, form: LinkForm) -> str:
    application = applications.own_application(current_actor(), reference) or not_found()
    moment = arrival.moment()
    links = queries.links_of(application.id)
    return render_template(
        "applications/reviews.html",
        application=application,
        form=form,
        links=[(one, good(one, application.lead_id, moment)) for one in links],
        waiting=queries.waiting_in(application.id),
        dealt_with=queries.dealt_with_in(application.id),
        sections=_questions(application).sections,
        shares=can(current_actor(), "application.share", application)
        and changing.open_now(application, moment),
        writes=can(current_actor(), "application.edit", application),
    )


@blueprint.get("/applications/<reference>/review")
@requires("application.view", load=applications.own_application)
def reviews(application: Application) -> str:
    """Who can read it by a link, and what they have said; once, the link that was just made."""
    number, token = session.pop(MADE, (0, ""))
    if number and (row := queries.link_of(application.id, number)):
        return render_template(
            "applications/review_made.html",
            application=application,
            row=row,
            here=url_for(".review", token=token, _external=True),
        )
    return _draw(application.reference, _form(application))


@blueprint.post("/applications/<reference>/review")
@requires("application.share", load=applications.own_application)
def make_review_link(application: Application) -> ResponseReturnValue:
    """The page that follows shows the link, once: until then the lead's own browser has it."""
    form, reference = _form(application), application.reference
    if form.validate_on_submit():
        key = form.section.data
        section = None if key == WHOLE else _questions(application).section(key)
        with attempt(form), transaction():
            row, token = reviewing.make_link(
                application, section, form.reader.data or "",
                number_in(form.days.data) or USUAL_DAYS, actor=current_actor(),
            )  # fmt: skip
            session[MADE] = row.id, token
            return redirect(url_for(".reviews", reference=reference))
    return _draw(reference, form)


@blueprint.post("/applications/<reference>/review/<int:number>")
@requires("application.share", load=applications.own_application)
def end_review_link(application: Application, number: int) -> ResponseReturnValue:
    """Take it back."""
    row, form = queries.link_of(application.id, number) or not_found(), YesForm()
    if form.validate_on_submit():
        with transaction():
            reviewing.end_link(row, actor=current_actor())
        flash(f"The link for {row.called} works no more", "success")
    return _as_it_was(application)


@blueprint.post("/applications/<reference>/review/comments/<int:number>")
@requires("application.edit", load=applications.own_application)
def settle_comment(application: Application, number: int) -> ResponseReturnValue:
    """Dealt with, or not yet after all: the button says which."""
    row, form = queries.comment_of(application.id, number) or not_found(), YesForm()
    if form.validate_on_submit():
        done = "again" not in request.form
        with transaction():
            reviewing.settle(row, done=done, actor=current_actor())
        flash("The comment is dealt with" if done else "The comment waits again", "success")
    return _as_it_was(application)


def _as_it_was(application: Application) -> ResponseReturnValue:
    """The page, after another button than the one that makes a link: with what was typed."""
    form, reference = _form(application), application.reference
    if form.typed_in:
        return _draw(reference, form)
    return redirect(url_for(".reviews", reference=reference))
