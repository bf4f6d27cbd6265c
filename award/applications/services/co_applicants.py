"""Organisations confirm that they apply together: asked by the lead, answered by a person of theirs
who has the link."""

from __future__ import annotations

from award.applications.models import Application
from award.applications.queries import applications, co_applicants, team
from award.applications.queries.asked_about import asked_about
from award.applications.rules import changing
from award.applications.rules.states import ApplicationState, CoApplicantState
from award.applications.rules.team import AGAIN_AFTER, GOOD_FOR, MOST_CO_APPLICANTS, MOST_TIMES
from award.applications.services.locking import CLOSED, draft_for_update
from award.applications.together import CoApplicant
from award.foundation import arrival, audit, clock
from award.foundation.acts import act
from award.foundation.db import db
from award.foundation.errors import Refused, there
from award.foundation.links import digest_of, new_token
from award.foundation.outbox import send_notice
from award.foundation.policy import Actor
from award.foundation.scopes import within

OUR_OWN = (
    "This is the address of somebody who works on the application. Enter that of a person who can "
    "speak for the other organisation"
)
OVER = "This link no longer works"


@within("row")
def _whose(_actor: Actor, row: CoApplicant) -> Application | None:
    return asked_about(row.application_id)


@act("application.set_up")
def ask_to_confirm(
    application: Application, organisation: str, email: str, *, actor: Actor
) -> CoApplicant:
    """Name an organisation that applies with the lead's, and write to a person there. It stands in
    the way of submitting until they have confirmed, or it is taken out."""
    fresh = draft_for_update(application, actor, (), "application.set_up")
    rows = co_applicants.co_applicants_of(fresh.id)
    if organisation.casefold() in {row.organisation.casefold() for row in rows}:
        raise Refused(f"{organisation} is named already", field="organisation")
    ours = {one.email for one in team.people_of(fresh.id)} | {
        one.email for one in team.live_rows(fresh.id)
    }
    if email in ours | {fresh.lead.email, actor.email}:
        raise Refused(OUR_OWN, field="email")
    if len(rows) >= MOST_CO_APPLICANTS:
        raise Refused(f"{MOST_CO_APPLICANTS} organisations is the most", field="organisation")
    token, now = new_token(), clock.now()
    row = CoApplicant(
        application_id=fresh.id, organisation=organisation, email=email,
        token_digest=digest_of(token), asked_by_id=there(actor.user_id, "a person"),
        asked_at=now, sent_at=now, times_sent=1, expires_at=now + GOOD_FOR,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    _record(actor, "application.ask_co_applicant", row, fresh)
    send_notice("co_applicant.asked", co_applicants.co_applicant_afresh(row.id, fresh), actor,
                {"token": token})  # fmt: skip
    return row


@act("application.set_up", about=_whose)
def ask_again(row: CoApplicant, *, actor: Actor) -> None:
    """A new link; the one before stops working. Also after a no."""
    row = _held(row, CoApplicantState.ASKED, CoApplicantState.DECLINED)
    _still_open(row)
    now = clock.now()
    if row.times_sent >= MOST_TIMES:
        raise Refused(f"This was sent {MOST_TIMES} times. Take it out if the address is wrong")
    if now < row.sent_at + AGAIN_AFTER:
        raise Refused("This was sent a moment ago. Wait 5 minutes before you send it again")
    token = new_token()
    row.token_digest, row.sent_at, row.expires_at = digest_of(token), now, now + GOOD_FOR
    row.state, row.times_sent = CoApplicantState.ASKED, row.times_sent + 1
    _record(actor, "application.ask_co_applicant_again", row, row.application)
    send_notice("co_applicant.asked", row, actor, {"token": token})


@act("application.set_up", about=_whose)
def take_out(row: CoApplicant, *, actor: Actor) -> None:
    """It doesn't apply with the lead's any more, and stands in nobody's way."""
    row = _held(row, *CoApplicantState)
    _still_open(row)
    row.state = CoApplicantState.TAKEN_BACK
    _record(actor, "application.take_co_applicant_out", row, row.application)


@act("co_applicant.answer")
def answer(row: CoApplicant, name: str, job_title: str, *, confirms: bool, actor: Actor) -> None:
    """Of the person who has the link; the lead is told. Refused when the link is old, was answered,
    or the application is no draft any more."""
    row = _held(row, CoApplicantState.ASKED)
    if row.expires_at <= arrival.moment() or row.application.state != ApplicationState.DRAFT:
        raise Refused(OVER, rule="co_applicant.answer")
    row.state = CoApplicantState.CONFIRMED if confirms else CoApplicantState.DECLINED
    row.answered_at, row.name, row.job_title = clock.now(), name, job_title
    verb = "confirm_co_applicant" if confirms else "decline_co_applicant"
    _record(actor, f"application.{verb}", row, row.application)
    send_notice("co_applicant.confirmed" if confirms else "co_applicant.declined", row, actor)


def _still_open(row: CoApplicant) -> None:
    if arrival.moment() >= changing.until(row.application):
        raise Refused(CLOSED, rule="application.edit")


def _held(row: CoApplicant, *states: CoApplicantState) -> CoApplicant:
    application = applications.application_for_update(row.application_id)
    row = co_applicants.co_applicant_afresh(row.id, application)
    if row.state not in states:
        raise Refused(OVER, rule="co_applicant")
    return row


def _record(actor: Actor, verb: str, row: CoApplicant, application: Application) -> None:
    audit.record(actor, verb, application, {"co_applicant": row.id})
    db.session.flush()
