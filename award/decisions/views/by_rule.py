"""Deciding a round by rule: what it would stage is shown, then staged in one act."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from award.decisions.forms.deciding import RuleForm
from award.decisions.queries import by_rule as plans
from award.decisions.queries import decisions
from award.decisions.rules.by_rule import Rule, in_words
from award.decisions.rules.grounds import GROUNDS
from award.decisions.rules.reserving import spare
from award.decisions.rules.states import OUTCOME_COLOURS, open_to_decide, outcomes_of
from award.decisions.services import bulk
from award.decisions.views.pages import blueprint, errors_of, round_again
from award.design.asking import put_beside
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
    valid = form.validate_on_submit()
    rule = form.rule if valid else Rule()
    if valid and not looks:
        with attempt(form), transaction():
            count = bulk.stage_by_rule(
                round_,
                rule,
                shown=form.marks,
                answered=form.ticked_beside,
                actor=current_actor(),
            )
            flash(
                f"{plural(count, 'decision')} staged. Nobody is told until the release.", "success"
            )
            return redirect(url_for("decisions.shortlist", reference=reference))
        round_ = round_again(reference)
    return _page(form, round_, rule, looks=looks)


def _page(form: RuleForm, round_: Round, rule: Rule, *, looks: bool) -> ResponseReturnValue:
    actor = current_actor()
    hidden = decisions.conflicts_in(actor, round_)
    plan = None if hidden else plans.plan_of(round_, rule, actor)
    if not form.is_submitted():
        form.reserve.process_data(0)
        form.refuse.process_data("no")
    telling = Telling(plan.called, in_words, plan.before) if plan and not looks else None
    form.show(plan.shown if plan else {}, telling)
    if plan and not round_.followed:
        said = spare(plan.line, plan.waiting).said
        put_beside(form, "reserve", [said] if said else [])
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
