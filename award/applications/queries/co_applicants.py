"""Organisations that apply together with the lead's."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import contains_eager, joinedload
from sqlalchemy.orm.attributes import set_committed_value

from award.accounts.models import User
from award.applications.models import Application
from award.applications.rules.states import CoApplicantState
from award.applications.together import CoApplicant
from award.foundation.db import db
from award.foundation.links import digest_of
from award.foundation.policy import Actor
from award.foundation.scopes import scope, within


@scope
def confirmation_in_hand(actor: Actor, token: str) -> ColumnElement[bool]:
    """SQL over CoApplicant: the one whose link somebody holds, whoever they are."""
    return CoApplicant.token_digest == digest_of(token)


@within()
def _whole() -> Select[CoApplicant]:
    return (
        select(CoApplicant)
        .join(CoApplicant.application)
        .options(
            contains_eager(CoApplicant.application).options(
                joinedload(Application.round),
                joinedload(Application.lead),
                joinedload(Application.organisation),
            ),
            joinedload(CoApplicant.asked_by),
        )
    )


def confirmation_by(actor: Actor, token: str) -> CoApplicant | None:
    """What a link asks, whatever became of it."""
    return db.session.scalar(_whole().where(confirmation_in_hand(actor, token)))


@within("application_id")
def co_applicants_of(application_id: int) -> Sequence[CoApplicant]:
    """All that count: asked, confirmed or declined, in the order of their coming."""
    return db.session.scalars(
        select(CoApplicant)
        .where(
            CoApplicant.application_id == application_id,
            CoApplicant.state != CoApplicantState.TAKEN_BACK,
        )
        .order_by(CoApplicant.id)
        .execution_options(populate_existing=True)
    ).all()


@within("application_id")
def co_applicant_of(application_id: int, number: int) -> CoApplicant | None:
    """One of them."""
    if number >= 2**31:
        return None
    return db.session.scalar(
        _whole().where(
            CoApplicant.application_id == application_id,
            CoApplicant.id == number,
            CoApplicant.state != CoApplicantState.TAKEN_BACK,
        )
    )


@within("application")
def co_applicant_afresh(number: int, application: Application) -> CoApplicant:
    """As it is in the database now; its application is held before."""
    row = db.session.get_one(CoApplicant, number, populate_existing=True)
    set_committed_value(row, "asked_by", db.session.get_one(User, row.asked_by_id))
    set_committed_value(row, "application", application)
    return row
