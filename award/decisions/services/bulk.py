"""Staging many decisions at once, by rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from award.applications.models import Application
from award.applications.queries.applications import applications_for_update
from award.assessment.queries.scores import summaries_of
from award.decisions.models import Decision
from award.decisions.queries import decisions, staged
from award.decisions.queries.by_rule import plan_of
from award.decisions.rules.by_rule import Planned, Rule
from award.decisions.services import refusals
from award.decisions.services.noting import with_minutes
from award.decisions.services.staging import CODES, told_of, values_of
from award.foundation import audit, kept
from award.foundation.acts import act, part_of
from award.foundation.edits import Marks, still_as_shown
from award.foundation.errors import Refused, Ticks
from award.foundation.policy import Actor
from award.rounds.models import Round

NO_REASONS: Mapping[int, str] = MappingProxyType({})


@act("decision.stage")
def stage_by_rule(
    round_: Round, rule: Rule, *, shown: Marks, answered: Ticks = (), actor: Actor
) -> int:
    """Stage what the rule says of every undecided application; answers how many were staged.

    Changed when the plan is not what the person was shown (`shown`, marks of `Plan.shown`). Refused
    for somebody who may not see all of the round: where its money ends is nothing they know. Asked
    where the money left would do for somebody whom it reserves, unless that was `answered`.
    """
    staged.lock_round(round_)
    refusals.not_being_released(round_)
    refusals.has_closed(round_)
    refusals.sees_all(round_, actor)
    plan = plan_of(round_, rule, actor)
    if not plan.rows:
        raise Refused("Nothing is left to stage, so nothing was changed.", rule="stale")
    still_as_shown(shown, plan.shown, plan.called, "What would be staged")
    refusals.ask_about_money(
        round_, plan.waiting, field="reserve", answered=answered, actor=actor, line=plan.line
    )
    return stage_planned(plan.rows, actor=actor)


@part_of("decision.stage")
def stage_planned(
    rows: Sequence[Planned],
    *,
    note: str = "",
    reasons: Mapping[int, str] = NO_REASONS,
    actor: Actor,
) -> int:
    """Under the round's lock: decisions about applications of which nothing is decided yet, all
    with `note`; `reasons` for exceptions, by application."""
    by_id = {one.place.candidate.key: one for one in rows}
    applications = applications_for_update(by_id)
    found, summaries = decisions.decisions_of(by_id), summaries_of(by_id)
    for application in applications:
        one = by_id[application.id]
        refusals.can_be_decided(application)
        refusals.as_seen(found.get(application.id), refusals.NEW)
        refusals.values(application, one.outcome, one.amount_gbp, one.reserve_position, "")
        summary, reason = summaries.get(application.id), reasons.get(application.id, "")
        refusals.reason_for_departing(application, summary, one.outcome, reason, one.ground)
    every = {key: reasons.get(key, "") for key in by_id}
    return _keep(applications, by_id, note, every, actor)


def _keep(
    applications: Sequence[Application],
    by_id: Mapping[int, Planned],
    note: str,
    reasons: Mapping[int, str],
    actor: Actor,
) -> int:
    """Each as `stage_decision` stages it, all in one statement."""
    person = refusals.person(actor)
    notes = with_minutes(dict.fromkeys(by_id, note))
    values = {
        key: values_of(
            one.outcome,
            amount_gbp=one.amount_gbp,
            reserve_position=one.reserve_position,
            ground=one.ground,
            note=notes[key],
            exception_reason=reasons[key],
        )
        for key, one in by_id.items()
    }
    rows = [
        {"application_id": key, "decided_by_id": person, **value} for key, value in values.items()
    ]
    made = audit.add_rows(Decision, rows, by=("application_id",))
    kept.notice(made)
    about = {one.id: one for one in applications}
    audit.record_many(
        audit.Entry(
            actor,
            "decision.stage",
            decision,
            told_of(about[decision.application_id], decision, values[decision.application_id]),
            CODES,
        )
        for decision in made
    )
    return len(made)
