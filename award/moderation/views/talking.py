"""The discussion of an application: the assessors' page of it, and the moderators'."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from award.assessment.queries.own import assignment_for
from award.assessment.queries.submissions import questions_of, submission_of
from award.assessment.rules.states import ACTIVE
from award.design.errors import error_page, failed
from award.foundation.db import transaction
from award.foundation.policy import can
from award.foundation.text import number as number_in
from award.foundation.web import attempt, by_script, current_actor, not_found, requires
from award.moderation.forms import ChangeRemarkForm, RemarkForm
from award.moderation.queries import talks
from award.moderation.queries.asked import who_can_be_asked
from award.moderation.queries.talks import Talk, talk_of_assessor, talk_of_moderator
from award.moderation.rules.talking import ASSESSOR
from award.moderation.services import talking

blueprint = Blueprint("discussion", __name__)
_THEIRS = "/assess/<reference>/discussion"
_FROM_EMAIL = "discussion.of_assessors"
_OURS = "/manage/applications/<reference>/moderation/discussion"


@blueprint.errorhandler(404)
def not_open(error: NotFound) -> ResponseReturnValue:
    """An email led here, and one's sheet went back since: when it opens again, and where to go.
    Whoever has no part in the application reads what everybody reads."""
    actor = current_actor()
    theirs = (request.endpoint or "").endswith("_assessor") or request.endpoint == _FROM_EMAIL
    if not theirs or by_script() or not can(actor, "assessment.dashboard"):
        return failed(error)
    mine = assignment_for(actor, (request.view_args or {}).get("reference", ""))
    if mine is None or mine.state not in ACTIVE or mine.application.round.reveal == "never":
        return failed(error)
    return error_page(404, template="discussion_not_open", mine=mine), 404


@blueprint.get(_THEIRS)
@requires("discussion.read", load=talk_of_assessor)
def of_assessors(talk: Talk) -> ResponseReturnValue:
    return _page(talk, _form(talk))


@blueprint.post(_THEIRS)
@requires("discussion.take_part", load=talk_of_assessor)
def say_as_assessor(talk: Talk) -> ResponseReturnValue:
    return _say(talk)


@blueprint.get(_OURS)
@requires("discussion.read", load=talk_of_moderator)
def of_moderators(talk: Talk) -> ResponseReturnValue:
    return _page(talk, _form(talk))


@blueprint.post(_OURS)
@requires("discussion.take_part", load=talk_of_moderator)
def say_as_moderator(talk: Talk) -> ResponseReturnValue:
    return _say(talk)


@blueprint.route(f"{_THEIRS}/<int:number>", methods=["GET", "POST"])
@requires("discussion.take_part", load=talk_of_assessor)
def change_as_assessor(talk: Talk, number: int) -> ResponseReturnValue:
    return _change(talk, number)


@blueprint.route(f"{_OURS}/<int:number>", methods=["GET", "POST"])
@requires("discussion.take_part", load=talk_of_moderator)
def change_as_moderator(talk: Talk, number: int) -> ResponseReturnValue:
    return _change(talk, number)


def _form(talk: Talk) -> RemarkForm:
    """About the answers that the address, or what was sent, names, if they are of theirs."""
    form = RemarkForm()
    typed = (form.topic.data if form.is_submitted() else request.args.get("about")) or ""
    asked = dict.fromkeys([*request.args.getlist("of"), typed.removeprefix("q:")])
    known = _questions(talk)
    form.offer(talks.criteria_of(talk), {key: known[key] for key in asked if key in known})
    if not form.is_submitted():
        form.topic.data = typed if typed in {c.value for c in form.topic.options()} else ""
        form.answers.data = str(number_in(request.args.get("answers")) or "")
    return form


def _questions(talk: Talk) -> dict[str, str]:
    """What questions are called, by key."""
    return {q.key: q.short for q in questions_of(submission_of(talk.application_id))}


def titles_of(talk: Talk) -> dict[str, str]:
    """Of criteria by number, of questions by key."""
    return {**_questions(talk), **{str(c.id): c.title for c in talk.round.every_criterion}}


def _here(talk: Talk, of: list[str] | None = None) -> str:
    part = "of_assessors" if talk.speaks_as == ASSESSOR else "of_moderators"
    return url_for(f"discussion.{part}", reference=talk.reference, of=of)


def _say(talk: Talk) -> ResponseReturnValue:
    form, here = _form(talk), _here(talk)
    load = talk_of_assessor if talk.speaks_as == ASSESSOR else talk_of_moderator
    reference = talk.reference
    if form.validate_on_submit():
        with attempt(form), transaction():
            made = talking.say(
                talk,
                form.remark.data,
                criterion_id=form.criterion,
                question_key=form.question,
                answers=form.answered,
                about_nobody=form.about_nobody,
                actor=current_actor(),
            )
            return redirect(f"{here}#remark-{made.id}")
    return _page(load(current_actor(), reference) or not_found(), form)


def _page(talk: Talk, form: RemarkForm) -> str:
    actor = current_actor()
    said = talks.remarks_of(talk, actor, titles_of(talk))
    answered = next((one for one in said if one.id == form.answered), None)
    takes_part = can(actor, "discussion.take_part", talk)
    if takes_part:
        form.name(who_can_be_asked(talk.application, actor.user_id))
    return render_template(
        "moderation/discussion.html",
        talk=talk,
        application=talk.application,
        said=said,
        form=form,
        answered=answered,
        here=_here(talk),
        sent_to=_here(talk, request.args.getlist("of")),
        changing="discussion.change_as_assessor"
        if talk.speaks_as == ASSESSOR
        else "discussion.change_as_moderator",
        takes_part=takes_part,
    )


def _change(talk: Talk, number: int) -> ResponseReturnValue:
    actor, here, reference = current_actor(), _here(talk), talk.reference
    load = talk_of_assessor if talk.speaks_as == ASSESSOR else talk_of_moderator
    remark = (talks.own_remark(talk, actor, number) if number < 2**31 else None) or not_found()
    form = ChangeRemarkForm(remark=remark.words)
    if form.validate_on_submit():
        with attempt(form), transaction():
            talking.change(
                talk, number, form.remark.data, about_nobody=form.about_nobody, actor=actor
            )
            flash("Your remark is changed. What it said before is kept.", "success")
            return redirect(f"{here}#remark-{number}")
    again = load(actor, reference) or not_found()
    return render_template(
        "moderation/change_remark.html",
        talk=again,
        application=again.application,
        form=form,
        here=here,
    )
