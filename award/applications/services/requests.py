"""Please answer this section, by then: asked by the lead, of somebody who may write."""

from __future__ import annotations

from datetime import date

from award.accounts.models import User
from award.applications.models import Application
from award.applications.queries import applications, requests, team
from award.applications.queries.asked_about import asked_about
from award.applications.queries.drafts import draft_of
from award.applications.rules.states import CollaboratorRole, CollaboratorState, RequestState
from award.applications.services.locking import draft_for_update
from award.applications.together import Collaborator, SectionRequest
from award.foundation import audit, clock
from award.foundation.acts import act
from award.foundation.db import db
from award.foundation.errors import Refused, there
from award.foundation.outbox import send_notice
from award.foundation.policy import Actor
from award.foundation.scopes import within
from award.rounds.queries.question_sets import question_set

DONE = "This has been done already, or is not asked any more"


@within("row")
def _of_collaborator(_actor: Actor, row: Collaborator) -> Application | None:
    return asked_about(row.application_id)


@within("request")
def _of_request(_actor: Actor, request: SectionRequest) -> Application | None:
    return asked_about(request.application_id)


@act("application.invite_people", about=_of_collaborator)
def ask_for_section(
    row: Collaborator, section_key: str, due_on: date, note: str, *, actor: Actor
) -> SectionRequest:
    """Write to a collaborator, and put it among what waits for them. Refused of a viewer, for a
    day that has passed or comes after the round has closed, and twice for the same."""
    application = there(db.session.get(Application, row.application_id), "the application")
    fresh = draft_for_update(application, actor, (), "application.invite_people")
    row = team.collaborator_afresh(row.id)
    if row.state != CollaboratorState.ACCEPTED or row.role != CollaboratorRole.EDITOR:
        raise Refused("Only somebody who may write answers can be asked for a section")
    section = question_set(fresh.round.question_set_id).section(section_key)
    if section is None:
        raise Refused("Select a section", field="section")
    if not clock.today() <= due_on <= clock.london(fresh.closes_at).date():
        raise Refused("The date must be today or later, and before the round closes", field="due")
    person = there(row.person_id, "the person")
    if any(one.person_id == person and one.section_key == section_key
           for one in requests.waiting_in(fresh.id)):  # fmt: skip
        raise Refused("You have asked them for this section already", field="section")
    asked = SectionRequest(
        application=fresh, section_key=section.key, section_title=section.title,
        person=db.session.get(User, person),
        asked_by=db.session.get(User, actor.user_id), due_on=due_on, note=note,
    )  # fmt: skip
    db.session.add(asked)
    _record(actor, "application.ask_for_section", asked, fresh)
    send_notice("section_request.asked", asked, actor)
    return asked


@act("section_request.done")
def finish(request: SectionRequest, *, actor: Actor) -> None:
    """Of the person who was asked; whoever asked is told."""
    application = _end(request, RequestState.DONE, actor, "application.finish_section_request")
    request.application = application
    how_far = _how_far(application, request.section_key)
    send_notice("section_request.done", request, actor, {"how_far": how_far})


@within("application")
def _how_far(application: Application, section_key: str) -> str:
    """What somebody who says that it is done leaves to be seen: that they say so proves nothing."""
    rows = draft_of(application, to_read=True).progress.sections
    row = next((one for one in rows if one.section.key == section_key), None)
    if row is None:
        return "Nothing is asked in it as things stand."
    return f"Questions answered: {row.answered} of {row.asked}."


@act("application.change_people", about=_of_request)
def take_request_back(request: SectionRequest, *, actor: Actor) -> None:
    """It is not asked any more."""
    _end(request, RequestState.TAKEN_BACK, actor, "application.take_section_request_back")


def _end(request: SectionRequest, state: RequestState, actor: Actor, verb: str) -> Application:
    application = applications.application_for_update(request.application_id)
    db.session.refresh(request, ["state"])
    if request.state != RequestState.WAITING:
        raise Refused(DONE, rule="section_request")
    request.state, request.ended_at = state, clock.now()
    _record(actor, verb, request, application)
    return application


def _record(actor: Actor, verb: str, asked: SectionRequest, application: Application) -> None:
    db.session.flush()
    changes = {"request": asked.id, "section": asked.section_key}
    audit.record(actor, verb, application, changes, codes={"section"})
    db.session.flush()
