"""Closing one's account: what is somebody's goes, what is evidence stays and names nobody."""

from __future__ import annotations

import secrets
from dataclasses import replace

from sqlalchemy import ColumnElement, case, delete, or_, select, update

from award.accounts.models import JoinRequest, OrganisationMember, User
from award.accounts.queries.people import user_with_roles
from award.accounts.services.sign_ins import forget_sign_ins
from award.adjustments.services import forget_needs_of
from award.applications.models import Application, Upload
from award.applications.queries.scopes import led_applications
from award.applications.rules.states import ApplicationState, CollaboratorState
from award.applications.services import team
from award.applications.together import Collaborator, Presence
from award.applications.word_readings import WordReading
from award.assessment.models.gathering import Gathered
from award.assessment.models.people import AssessorProfile
from award.case_studies.services.asking import forget_asked_by
from award.foundation import audit, clock, naming, workflow
from award.foundation.acts import act
from award.foundation.db import db
from award.foundation.errors import Refused, there
from award.foundation.locks import hold
from award.foundation.outbox import OutboxAttachment, OutboxMessage, send_notice
from award.foundation.policy import Actor
from award.foundation.saved_views import SavedView, Sharing
from award.foundation.scopes import everything, within
from award.foundation.unwanted import UnwantedNotice
from award.monitoring.services import forget_person
from award.own_data.queries.own import in_the_way, was_sent_or_handed_over
from award.own_data.rules.closing import CLOSED, FORMER, former_address
from award.own_data.services.copies import forget_all_of
from award.own_data.services.drafts import delete_draft
from award.watching.services.following import forget_address

LETTER = "user_account.closed"


@act("own_data.use")
def close_account(*, actor: Actor) -> None:
    """Delete drafts, and all that is the person's alone; take name and address out of everything
    that stays; sign them out everywhere. Refused while somebody waits for them."""
    hold(User, [there(actor.user_id, "the account")])
    user = there(user_with_roles(there(actor.user_id, "the account")), "the account")
    if obstacles := in_the_way(actor):
        raise Refused(obstacles[0], rule="own_data.use")
    send_notice(LETTER, user, actor)
    db.session.flush()
    _leave_teams(user, actor)
    _delete_drafts(actor)
    forget_all_of(user.id)
    forget_person(user.id)
    forget_needs_of(user.id)
    forget_address(user.email, actor=replace(actor, name=audit.ERASED, email=""))
    forget_asked_by(actor=actor)
    _delete_own_rows(user.id)
    _erase_letters(user)
    nobody = replace(actor, name=audit.ERASED, email="")
    _erase_account(user, nobody)
    workflow.erase_person(user.id)
    audit.erase_person(user.id, actor=nobody)
    db.session.flush()


@within("user")
def _leave_teams(user: User, actor: Actor) -> None:
    """Their leads are told; what is left of the invitation names nobody. Those that wait for an
    answer end too."""
    mine = select(Collaborator).where(Collaborator.person_id == user.id)
    accepted = mine.where(Collaborator.state == CollaboratorState.ACCEPTED)
    for row in db.session.scalars(accepted.order_by(Collaborator.id)).all():
        team.leave(row, actor=actor)
    db.session.flush()
    invited = (Collaborator.email == user.email) & Collaborator.person_id.is_(None)
    over = {"state": CollaboratorState.DECLINED, "ended_at": clock.now()}
    waiting = invited & (Collaborator.state == CollaboratorState.INVITED)
    nobody = {"email": former_address(user.id), "organisation": ""}
    for which, values in (
        (waiting, over),
        (invited | (Collaborator.person_id == user.id), nobody),
    ):
        statement = update(Collaborator).where(which).values(**values)
        db.session.execute(statement.execution_options(synchronize_session=False))


def _delete_drafts(actor: Actor) -> None:
    """All but those about which there is evidence: they stay, and name nobody."""
    drafts = db.session.scalars(
        select(Application)
        .where(led_applications(actor), Application.state == ApplicationState.DRAFT)
        .order_by(Application.id)
    ).all()
    for draft in drafts:
        if not was_sent_or_handed_over(draft):
            delete_draft(draft, actor=replace(actor, name=audit.ERASED, email=""))


def _delete_own_rows(user_id: int) -> None:
    unanswered = JoinRequest.answered_at.is_(None)
    for statement in (
        delete(OrganisationMember).where(OrganisationMember.user_id == user_id),
        delete(SavedView).where(
            SavedView.owner_id == user_id, SavedView.shared_with == Sharing.OWN
        ),
        delete(UnwantedNotice).where(UnwantedNotice.user_id == user_id),
        delete(Gathered).where(Gathered.person_id == user_id),
        delete(AssessorProfile).where(AssessorProfile.user_id == user_id),
        delete(Presence).where(Presence.person_id == user_id),
        delete(Upload).where(Upload.person_id == user_id),
        delete(WordReading).where(WordReading.person_id == user_id),
        delete(JoinRequest).where(JoinRequest.person_id == user_id, unanswered),
    ):
        db.session.execute(statement)


def _erase_letters(user: User) -> None:
    """Their letters are a former user's, and none names them: at the places that it keeps of their
    name, and wherever their address stands by itself. No other word of a letter changes: they are
    evidence, and what people wrote in them is theirs. The letter that says so goes out first:
    `forget_closing_letters`."""
    message = OutboxMessage
    mine = select(message.message_id).where(message.recipient == user.email)
    db.session.execute(delete(OutboxAttachment).where(OutboxAttachment.message_id.in_(mine)))
    _erase_words(user)
    theirs = (message.recipient == user.email) & (message.notice != LETTER)
    db.session.execute(
        update(message)
        .where(theirs)
        .values(recipient=former_address(user.id), recipient_name=FORMER, state=_given_up())
        .execution_options(synchronize_session=False)
    )


def _erase_words(user: User) -> None:
    message = OutboxMessage
    theirs = message.recipient == user.email
    naming_them = [message.names.contains(one) for one in naming.of_person(user.id)]
    address = [
        column.contains(user.email, autoescape=True) for column in (message.subject, message.body)
    ]
    rows = db.session.execute(
        select(message.id, theirs, message.subject, message.body, message.names)
        .where(or_(theirs, *naming_them, *address), message.notice != LETTER)
        .order_by(message.id)
    ).all()
    for number, to_them, subject, body, names in rows:
        was = naming.Told(subject, body, names)
        if to_them:
            was = was.greeting(user.name)
        people = {user.id, naming.THEM} if to_them else {user.id}
        told = was.also(user.id, user.email).without(people, FORMER)
        if told != was:
            statement = update(message).where(message.id == number).values(**vars(told))
            db.session.execute(statement.execution_options(synchronize_session=False))


def _given_up() -> ColumnElement[str]:
    """What was not sent yet is not sent any more."""
    return case((OutboxMessage.state == "sent", "sent"), else_="failed")


def _erase_account(user: User, nobody: Actor) -> None:
    before = sorted(role.name for role in user.roles)
    forget_sign_ins(user.id)
    user.name, user.email = FORMER, former_address(user.id)
    user.password = user.tf_primary_method = user.tf_totp_secret = None
    user.mf_recovery_codes = user.tf_last_counter = None
    user.active, user.roles = False, []
    user.fs_uniquifier = secrets.token_hex(32)
    changes = {"active": [True, False], "roles": [before, []]}
    audit.record(nobody, CLOSED, audit.Thing("user_account", user.id), changes, codes={"roles"})
    db.session.flush()


@act("own_data.make")
@everything("letters to those whose account is closed, by the service itself")
def forget_closing_letters(*, actor: Actor) -> int:
    """Once it has gone out (or been given up), the last letter to somebody doesn't name them
    either; how many."""
    done: list[int] = []
    rows = db.session.execute(
        select(OutboxMessage.id, OutboxMessage.about_id).where(
            OutboxMessage.notice == LETTER,
            OutboxMessage.state.in_(("sent", "failed")),
            OutboxMessage.recipient.not_like("%@erased.invalid"),
        )
    ).all()
    for number, user_id in rows:
        values = {"recipient": former_address(user_id or 0), "recipient_name": FORMER, "body": ""}
        statement = update(OutboxMessage).where(OutboxMessage.id == number).values(**values)
        db.session.execute(statement)
        done.append(number)
    return len(done)
