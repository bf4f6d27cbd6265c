"""Start an application, say who it is for, answer the eligibility check again."""

from __future__ import annotations

from award.accounts.models import Organisation
from award.accounts.queries.organisations import organisations_of
from award.accounts.queries.people import hold_open
from award.applications.models import Application, Eligibility
from award.applications.queries import applications, mine
from award.applications.rules import eligibility as rules
from award.applications.services.locking import draft_for_update
from award.foundation import arrival, audit, earlier
from award.foundation.acts import act, part_of
from award.foundation.db import db
from award.foundation.errors import Refused
from award.foundation.policy import Actor
from award.foundation.references import new_reference
from award.foundation.scopes import within
from award.rounds.models import Round
from award.rounds.rules.stages import Stage, stage_of

BY_INVITATION = "Only applications that its first stage has invited can go on in this round"


@act("application.start")
def start_application(
    round_: Round,
    phase: int,
    *,
    actor: Actor,
    eligibility: rules.Answers | None = None,
    another: bool = True,
) -> Application:
    """Open a draft with the actor as its lead. One person may have several in one round and
    phase; without `another` it is refused beside a first, so that two presses of one button
    don't make two.

    Refused unless the round is open, takes this phase, and the eligibility answers (if given)
    don't come to a "no".
    """
    if actor.user_id is None:
        raise Refused("This account can't start an application", rule="application.start")
    hold_open(actor.user_id)
    if stage_of(round_, arrival.moment()) is not Stage.OPEN:
        raise Refused("This round is not open for applications", rule="application.start")
    if round_.follows_id is not None:
        raise Refused(BY_INVITATION, rule="application.start")
    phases = applications.open_phases(round_.id)
    if phase not in phases:
        raise Refused(f"This round is for {rules.joined(phases)}", field="phase")
    if eligibility is not None and rules.check(eligibility, phases).outcome == rules.NO:
        raise Refused("The eligibility check came to a “no”", rule="application.start")
    if not another and mine.drafts_in(round_.id, phase, actor, locked=True):
        raise Refused("You already have a draft in this round", rule="application.start")
    application = Application(
        reference=new_reference("AIA"), round=round_, phase=phase, lead_id=actor.user_id
    )
    db.session.add(application)
    changes = {"round": round_.reference, "phase": phase}
    audit.record(actor, "application.start", application, changes)
    db.session.flush()
    if eligibility is not None:
        keep_eligibility(application, eligibility, phases)
    return application


@act("application.view")
def answer_eligibility(
    application: Application, answers: rules.Answers, *, actor: Actor
) -> rules.Result:
    """Take new answers to the eligibility check; they may move the draft to another phase."""
    application = draft_for_update(application, actor, None, "application.set_up")
    phases = applications.open_phases(application.round_id)
    if answers.phase not in phases:
        raise Refused(f"This round is for {rules.joined(phases)}", field="phase")
    before = application.phase
    application.phase = answers.phase
    changes = {"phase": [before, answers.phase]} if before != answers.phase else {}
    audit.record(actor, "application.answer_eligibility", application, changes)
    return keep_eligibility(application, answers, phases)


@part_of("application.start", "application.view", "application.continue")
@within("application")
def keep_eligibility(
    application: Application, answers: rules.Answers, phases: list[int]
) -> rules.Result:
    """What the check was told, and what it answers for the round's open `phases`."""
    result = rules.check(answers, phases)
    kept = db.session.get(Eligibility, application.id)
    if kept is None:
        kept = Eligibility(application_id=application.id)
        db.session.add(kept)
    kept.answers = answers.as_data()
    kept.outcome = result.outcome
    kept.reasons = list(result.reasons)
    db.session.flush()
    return result


@act("application.view")
def choose_organisation(
    application: Application, organisation: Organisation, *, actor: Actor
) -> None:
    """Say which organisation leads. The actor must be one of its members."""
    application = draft_for_update(application, actor, None, "application.set_up")
    if organisation.id not in {row.id for row in organisations_of(actor)}:
        raise Refused("Choose one of your organisations", field="organisation")
    if application.organisation_id == organisation.id:
        return
    before = application.organisation
    if before is not None:
        shown = {"organisation": [before.reference, before.version]}
        earlier.keep("application", application.id, shown)
    application.organisation = organisation
    changes = {"organisation": [before and before.reference, organisation.reference]}
    codes = {"organisation"}
    audit.record(actor, "application.choose_organisation", application, changes, codes=codes)
    db.session.flush()
