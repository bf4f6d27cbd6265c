"""Who chairs a round, since when they may read, and who steps back from an application."""

from __future__ import annotations

from sqlalchemy import select

from award.accounts.queries.people import hold_open, user_by_email
from award.applications.queries.applications import application_for_update
from award.assessment.models.assignments import Assignment
from award.assessment.models.chairs import RoundChair, RoundModeration
from award.assessment.models.moderation import Recusal
from award.assessment.queries.workload import SEES_ALL
from award.assessment.rules.machine import CONFLICT_KINDS
from award.assessment.rules.states import ACTIVE
from award.foundation import audit, clock
from award.foundation.acts import act
from award.foundation.db import db
from award.foundation.errors import Refused, there
from award.foundation.locks import hold
from award.foundation.many import inserting
from award.foundation.outbox import send_notice
from award.foundation.policy import Actor, Role, can
from award.foundation.scopes import within
from award.foundation.text import tidy
from award.moderation.queries.panels import Item, Panel
from award.rounds.models import Round

NOBODY = (
    "No assessor has this address. Whoever chairs needs an account with the role of an assessor, "
    "which an administrator gives"
)
NOT_YET = "They have an account, but not the role of an assessor. Give them that role first"


@act("moderation.appoint")
def appoint(panel: Panel, email: str, *, deputy: bool, actor: Actor) -> RoundChair:
    """An assessor becomes chair or deputy of the round, and is told by email. Refused (field
    `email`) for anybody who reads everything already, and who chairs it. An address of nobody and
    that of somebody who doesn't assess are answered alike, but to those who see all accounts."""
    hold(Round, [panel.round.id])
    person = user_by_email(email)
    roles = {role.name for role in person.roles} if person and person.active else set()
    if person is None or Role.ASSESSOR.value not in roles:
        raise Refused(NOT_YET if roles and can(actor, "people.read") else NOBODY, field="email")
    hold_open(person.id)
    if roles & {role.value for role in SEES_ALL}:
        raise Refused("They read everything already", field="email")
    if any(one.person_id == person.id for one in _chairs_now(panel)):
        raise Refused("They chair this round already", field="email")
    row = RoundChair(
        round_id=panel.round.id,
        person_id=person.id,
        deputy=deputy,
        appointed_by_id=there(actor.user_id, "the account"),
    )
    row.person = person
    db.session.add(row)
    changes = {"person": person.id, "deputy": deputy}
    audit.record(actor, "round.appoint_chair", panel.round, changes)
    db.session.flush()
    send_notice("moderation.appointed", row, actor)
    return row


@act("moderation.appoint")
def end(panel: Panel, number: int, *, actor: Actor) -> None:
    """They read nothing as a chair any more. Pressed twice, nothing more happens."""
    hold(Round, [panel.round.id])
    row = next((one for one in _chairs_now(panel) if one.id == number), None)
    if row is None:
        return
    row.ended_at, row.ended_by_id = clock.now(), there(actor.user_id, "the account")
    audit.record(actor, "round.end_chair", panel.round, {"person": row.person_id})
    db.session.flush()


@act("moderation.appoint")
def open_to_chairs(panel: Panel, *, actor: Actor) -> None:
    """From now on the chairs may read what is submitted, though not all is due."""
    hold(Round, [panel.round.id])
    row = {
        "round_id": panel.round.id, "opened_at": clock.now(),
        "opened_by_id": there(actor.user_id, "the account"),
    }  # fmt: skip
    made = db.session.execute(inserting(RoundModeration).values(row).on_conflict_do_nothing())
    if made.rowcount:  # type: ignore[attr-defined]
        audit.record(actor, "round.open_moderation", panel.round, {})
        db.session.flush()


@act("moderation.step_back")
def step_back(item: Item, kind: str, detail: str, *, actor: Actor) -> None:
    """The actor has a conflict of interest: from now on the application is out of their reach. What
    they said and decided about it stays, marked as theirs."""
    if kind not in CONFLICT_KINDS:
        raise Refused("Choose the kind of conflict", field="kind")
    application = application_for_update(item.application_id)
    own = select(Assignment.id).where(
        Assignment.application_id == application.id,
        Assignment.assessor_id == actor.user_id,
        Assignment.state.in_(sorted(ACTIVE)),
    )
    if db.session.scalar(own) is not None:
        raise Refused(
            "You assess this application too: raise the conflict there, so that your sheet no "
            "longer counts"
        )
    row = {
        "application_id": application.id, "person_id": there(actor.user_id, "the account"),
        "kind": kind, "detail": tidy(detail).strip(), "declared_at": clock.now(),
    }  # fmt: skip
    db.session.execute(inserting(Recusal).values(row).on_conflict_do_nothing())
    audit.record(
        actor, "application.step_back", application, {"kind": kind, "detail": row["detail"]},
        codes={"kind"},
    )  # fmt: skip
    db.session.flush()


@within("panel")
def _chairs_now(panel: Panel) -> list[RoundChair]:
    query = select(RoundChair).where(
        RoundChair.round_id == panel.round.id, RoundChair.ended_at.is_(None)
    )
    return [*db.session.scalars(query.execution_options(populate_existing=True))]
