"""Deciding a round by rule: what it would stage is shown, then staged in one act."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from award.decisions.forms.deciding import RuleForm
from award.decisions.queries import by_rule as plans
from award.decisions.queries import decisions
from award.decisions.rules.by_rule import Rule, in_words
from award.decisions.rules.grounds import GROUNDS
from award.decisions.rules.states import OUTCOME_COLOURS, open_to_decide, outcomes_of
from award.decisions.services import bulk
from award.decisions.views.pages import blueprint, errors_of, round_again
from award.design.formatters import plural
from award.foundation import arrival
from award.foundation.db import transaction
from award.foundation.edits import Telling
from award.foundation.web import attempt, current_actor, requires
from award.rounds.models import Round


@blueprint.route("/manage/rounds/<reference>/shortlist/stage", methods=["GET", "POST"])
@requires("decision.stage", load=decisions.round_to_decide)
def decide_by_rule(round_: Round) -> ResponseReturnValue:
    """Fund to the line, reserve the next, refuse the rest: looked at first."""
    form, reference = RuleForm(), round_.reference
    looks = request.form.get("then") == "look"
    if form.validate_on_submit() and not looks:
        with attempt(form), transaction():
            count = bulk.stage_by_rule(round_, form.rule, shown=form.marks, actor=current_actor())
            flash(
                f"{plural(count, 'decision')} staged. Nobody is told until the release.", "success"
            )
            return redirect(url_for("decisions.shortlist", reference=reference))
        round_ = round_again(reference)
    return _page(form, round_, looks=looks)


def _page(form: RuleForm, round_: Round, *, looks: bool) -> ResponseReturnValue:
    actor = current_actor()
    hidden = decisions.conflicts_in(actor, round_)
    rule = Rule() if form.reserve.errors or form.refuse.errors else form.rule
    plan = None if hidden else plans.plan_of(round_, rule, actor)
    if not form.is_submitted():
        form.reserve.process_data(0)
        form.refuse.process_data("no")
    telling = Telling(plan.called, in_words, plan.before) if plan and not looks else None
    form.show(plan.shown if plan else {}, telling)
    return render_template(
        "decisions/by_rule.html",
        form=form,
        errors=errors_of(form, shown=plan is not None),
        round=round_,
        plan=plan,
        waiting=plans.to_come(round_, plan) if plan else {},
        outcomes=outcomes_of(first_stage=round_.followed),
        colours=OUTCOME_COLOURS,
        grounds=GROUNDS,
        has_closed=open_to_decide(round_, arrival.moment()),
    )
