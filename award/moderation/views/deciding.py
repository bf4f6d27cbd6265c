"""Leaving scores out, counting them again, and recording what a panel agreed."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from award.foundation.db import transaction
from award.foundation.errors import Refused
from award.foundation.web import attempt, current_actor, not_found, requires
from award.moderation.forms import AgreeForm, LeaveOutForm, ReasonForm, TakeBackForm
from award.moderation.queries import decided, sheets
from award.moderation.queries.panels import Item, item_of
from award.moderation.queries.rooms import seats_at
from award.moderation.services import scores
from award.moderation.views.telling import about_score, about_sheet

blueprint = Blueprint("moderation_deciding", __name__)
_ONE = "/manage/applications/<reference>/moderation"


def _back(item_reference: str) -> ResponseReturnValue:
    return redirect(url_for("moderation.item", reference=item_reference))


def _too_late(
    form: ReasonForm | TakeBackForm, item_reference: str, why: str
) -> ResponseReturnValue:
    """A reason that was typed is given back with the words; whoever only looks goes to the page."""
    if form.is_submitted() and form.reason.data:
        raise Refused(why, rule="moderation.decide")
    return _back(item_reference)


@blueprint.route(f"{_ONE}/<letter>/leave-out", methods=["GET", "POST"])
@requires("moderation.decide", load=item_of)
def leave_out(item: Item, letter: str) -> ResponseReturnValue:
    """A sheet or one score of it."""
    reference = item.reference
    found = {one.letter: one for one in sheets.sheets_of(item, current_actor())}
    form, sheet = LeaveOutForm(), found.get(letter.upper())
    if sheet is None:
        if form.is_submitted() and form.marks:  # it went back since its page was opened
            raise Refused(scores.NO_SHEET, rule="moderation.decide")
        not_found()
    form.offer(sheet, item.round.criteria)
    if form.validate_on_submit():
        with attempt(form), transaction():
            scores.leave_out(
                item,
                letter,
                form.key,
                form.reason.data,
                about_nobody=form.about_nobody,
                actor=current_actor(),
                shown=form.marks,
            )
            flash("It doesn’t count in the mean any more. The score itself stays.", "success")
            return _back(reference)
    again = item_of(current_actor(), reference) or not_found()
    now = {one.letter: one for one in sheets.sheets_of(again, current_actor())}
    sheet = now.get(letter.upper())
    if sheet is None:  # it went back just now
        raise Refused(form.first_refusal(scores.NO_SHEET), rule="moderation.decide")
    form.offer(sheet, again.round.criteria)
    form.show(sheets.shown_of(again, sheet), about_sheet(again, sheet.letter, current_actor()))
    return render_template("moderation/leave_out.html", item=again, sheet=sheet, form=form)


@blueprint.route(f"{_ONE}/left-out/<int:number>", methods=["GET", "POST"])
@requires("moderation.decide", load=item_of)
def count_again(item: Item, number: int) -> ResponseReturnValue:
    reference = item.reference
    which = {one.id: one for one in decided.exclusions_of(item)}
    exclusion = which.get(number) or not_found()
    form = ReasonForm()
    if not exclusion.open:  # somebody else let it count, or the sheet is another by now
        return _too_late(form, reference, scores.COUNTS_AGAIN)
    if form.validate_on_submit():
        with attempt(form), transaction():
            scores.count_again(
                item,
                number,
                form.reason.data,
                about_nobody=form.about_nobody,
                actor=current_actor(),
            )
            says = "It goes on counting" if exclusion.lapsed else "It counts again"
            flash(f"{says}.", "success")
            return _back(reference)
    again = item_of(current_actor(), reference) or not_found()
    if form.is_submitted():
        exclusion = {one.id: one for one in decided.exclusions_of(again)}.get(number) or not_found()
        if not exclusion.open:
            return _too_late(form, reference, scores.COUNTS_AGAIN)
    return render_template(
        "moderation/count_again.html", item=again, exclusion=exclusion, form=form
    )


@blueprint.route(f"{_ONE}/score", methods=["GET", "POST"])
@requires("moderation.decide", load=item_of)
def agree(item: Item) -> ResponseReturnValue:
    """What the panel agreed, why, and who was in the room."""
    reference, actor = item.reference, current_actor()
    form = AgreeForm().offer(seats_at(item, actor))
    if form.validate_on_submit():
        with attempt(form), transaction():
            scores.agree(
                item,
                form.score,
                form.rationale.data,
                stayed=[int(one) for one in form.stayed.data],
                left=[int(one) for one in form.left.data],
                left_at=form.moment,
                about_nobody=form.about_nobody,
                actor=actor,
                shown=form.marks,
            )
            ranks = "The ranking uses it instead of the mean."
            if item.unranked:
                ranks = f"The application doesn’t rank yet: {item.unranked}."
            flash(f"The score is recorded. {ranks}", "success")
            return _back(reference)
    again = item_of(actor, reference) or not_found()
    agreed = decided.agreed_on(again)
    standing = decided.standing_of(agreed)
    form.show(decided.shown_of(again, standing), about_score(again, agreed))
    return render_template(
        "moderation/agree.html",
        item=again,
        form=form,
        standing=standing,
        summary=again.summary,
    )


@blueprint.route(f"{_ONE}/score/take-back", methods=["GET", "POST"])
@requires("moderation.decide", load=item_of)
def take_back(item: Item) -> ResponseReturnValue:
    reference = item.reference
    agreed, form = decided.agreed_on(item) or not_found(), TakeBackForm()
    if decided.standing_of(agreed) is None:
        return _too_late(form, reference, scores.TAKEN_BACK)
    if form.validate_on_submit():
        with attempt(form), transaction():
            scores.take_back(
                item,
                form.reason.data,
                about_nobody=form.about_nobody,
                actor=current_actor(),
                shown=form.marks,
            )
            flash("The mean stands again. What was agreed stays on record.", "success")
            return _back(reference)
    again = item_of(current_actor(), reference) or not_found()
    agreed = decided.agreed_on(again)
    standing = decided.standing_of(agreed)
    if standing is None:
        return _too_late(form, reference, scores.TAKEN_BACK)
    form.show(decided.shown_of(again, standing), about_score(again, agreed))
    return render_template(
        "moderation/take_back.html", item=again, standing=standing, form=form, summary=again.summary
    )
