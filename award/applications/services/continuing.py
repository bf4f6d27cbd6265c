"""An invited application goes on in the second stage, with what was written in the first."""

from __future__ import annotations

from sqlalchemy.orm.attributes import set_committed_value

from award.accounts.queries.people import hold_open
from award.applications.models import Application, Eligibility, OpeningTold
from award.applications.queries import applications, team
from award.applications.queries.co_applicants import co_applicants_of
from award.applications.queries.continuing import (
    carried_over,
    continuation,
    files_over,
    is_to_be_told,
)
from award.applications.rules import eligibility
from award.applications.rules.states import CoApplicantState, CollaboratorState
from award.applications.services import answering, co_applicants, drafting, filing
from award.applications.together import Collaborator
from award.foundation import arrival, audit, clock
from award.foundation.acts import act
from award.foundation.db import db
from award.foundation.errors import Refused, there
from award.foundation.links import digest_of, new_token
from award.foundation.outbox import send_notice
from award.foundation.policy import Actor
from award.foundation.references import new_reference
from award.foundation.scopes import within
from award.rounds.models import Round
from award.rounds.queries.question_sets import questions_of
from award.rounds.queries.two_stages import next_round
from award.rounds.rules.carrying import added
from award.rounds.rules.stages import Stage, stage_of


@act("application.continue")
def start_next_stage(first: Application, *, actor: Actor) -> Application:
    """Open the draft of the second stage: the same phase, organisation and eligibility, and each
    answer that is one there too. Pressed again, it gives the one that exists.

    Refused when that is somebody else's by now, and while the round that follows is not open.
    """
    hold_open(there(actor.user_id, "a person"), besides=team.members_of(first.id))
    first = applications.application_for_update(first.id)
    if first.lead_id != actor.user_id:
        raise Refused("Somebody else leads this application now", rule="application.continue")
    if (already := continuation(first.id)) is not None:
        if already.lead_id != actor.user_id:
            raise Refused("It has been started, by whoever leads it now", rule="one continuation")
        return already
    following = next_round(first.round_id)
    if following is None or stage_of(following, arrival.moment()) is not Stage.OPEN:
        raise Refused("The second stage is not open", rule="application.continue")
    application = Application(
        reference=new_reference("AIA"),
        round=db.session.get_one(Round, following.id),
        phase=first.phase,
        lead_id=actor.user_id,
        organisation=first.organisation,
        continues_id=first.id,
    )
    db.session.add(application)
    db.session.flush()
    changes = {
        "round": following.reference, "phase": first.phase, "first_stage": first.reference,
    }  # fmt: skip
    audit.record(actor, "application.continue", application, changes, codes={"first_stage"})
    _take_along(first, application)
    _bring_people(first, application, actor)
    return application


@within("first")
def _bring_people(first: Application, application: Application, actor: Actor) -> None:
    """Who worked on the first stage works on this one too, in the same part, and is told so; the
    organisations that apply with the lead's are asked again, since the work is another now."""
    set_committed_value(application, "lead", there(first.lead, "the lead"))
    for row in team.live_rows(first.id):
        if row.state == CollaboratorState.ACCEPTED and row.person_id != application.lead_id:
            _bring(row, application, actor)
    db.session.refresh(application, ["team_text", "names_others"])
    for one in co_applicants_of(first.id):
        if one.state == CoApplicantState.CONFIRMED:
            co_applicants.ask_to_confirm(application, one.organisation, one.email, actor=actor)


def _bring(row: Collaborator, application: Application, actor: Actor) -> None:
    at = application.created_at
    brought = Collaborator(
        application=application, email=row.email, person_id=row.person_id, role=row.role,
        state=CollaboratorState.ACCEPTED, organisation=row.organisation,
        token_digest=digest_of(new_token()),  # of no link: nothing to accept
        invited_by_id=application.lead_id, invited_at=at, sent_at=at, expires_at=at,
        accepted_at=at,
    )  # fmt: skip
    db.session.add(brought)
    db.session.flush()
    audit.record(actor, "application.bring_person", application, {"collaborator": brought.id})
    send_notice("collaborator.brought", team.with_its_people(brought), actor)


@act("application.tell_opening")
def tell_of_opening(application_id: int, *, actor: Actor) -> bool:
    """Write to the lead of an invited application that the second stage is open, once. False when
    somebody else did, or there is nothing to tell any more."""
    application = applications.application_for_update(application_id)
    if not is_to_be_told(application_id, clock.now()):
        return False
    following = there(next_round(application.round_id), "the second stage")
    first = questions_of(application.round)
    asked = added(first, following.questions, application.phase)
    db.session.add(OpeningTold(application_id=application_id))
    audit.record(actor, "application.tell_opening", application, {"round": following.reference})
    says = {**following.about_it, "adds": asked.in_words}
    send_notice("application.second_stage", application, actor, says)
    db.session.flush()
    return True


@within("first")
def _take_along(first: Application, application: Application) -> None:
    """Answers that stand as they were carried over are told by their moment."""
    kept = db.session.get(Eligibility, first.id)
    if kept is not None:
        told = eligibility.Answers.from_data(kept.answers)
        phases = applications.open_phases(application.round_id)
        drafting.keep_eligibility(application, told, phases)
    submission = there(applications.latest_submission(first.id), "the submission")
    full = questions_of(application.round)
    values = carried_over(submission, application.round.question_set_id)
    for key, value in values.items():
        answering.write_answer(
            application, None, key, value, application.lead_id, at=application.created_at
        )
    taken = files_over(first, full)
    filing.carry_over(
        application, [(one.slot, one.row) for one in taken if one.row and not one.why_not]
    )
    answering.repeat_on(application, full, values)
    db.session.flush()
