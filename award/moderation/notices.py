"""Emails about chairing, and that somebody was asked something. What it was stands on its page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from award.accounts.models import User
from award.applications.models import Application
from award.assessment.models.assignments import Assignment
from award.assessment.queries.reach import colleagues
from award.assessment.rules.states import AssignmentState
from award.foundation.db import db
from award.foundation.enough import Limit
from award.foundation.outbox import Notice, Recipient
from award.foundation.policy import Role
from award.foundation.scopes import within
from award.moderation.models import PanelRemark, RoundChair
from award.rounds.models import Round

Asked = tuple[PanelRemark, frozenset[str]]
_REFERENCE = {"reference": "AIA-7K3F9Q"}
_MANY = Limit(in_all=200, to_one=40)


def _appointed(chair: RoundChair) -> list[Recipient]:
    return [Recipient(chair.person.email, chair.person.name)]


@within("chair")
def _of_round(chair: RoundChair) -> Mapping[str, Any]:
    round_ = db.session.get_one(Round, chair.round_id)
    return {
        "round_title": round_.title, "round_reference": round_.reference,
        "part": "deputy chair" if chair.deputy else "chair",
    }  # fmt: skip


@within("asked")
def _assessors(asked: Asked) -> list[Recipient]:
    """Those with these letters whose sheet is in and counts, but for whoever asks."""
    remark, letters = asked
    rows = db.session.execute(
        select(User.email, User.name)
        .join(Assignment, Assignment.assessor_id == User.id)
        .where(
            Assignment.application_id == remark.application_id,
            Assignment.alias.in_([f"Assessor {letter}" for letter in sorted(letters)]),
            Assignment.state == AssignmentState.SUBMITTED,
            Assignment.assessor_id != remark.author_id,
            User.active,
        )
        .order_by(Assignment.alias)
    )
    return [Recipient(email, name) for email, name in rows]


@within("asked")
def _chairs(asked: Asked) -> list[Recipient]:
    """Chairs of the round who may meet the application, but for whoever asks."""
    remark, _letters = asked
    may = {one.id for one in colleagues(Role.ASSESSOR, remark.application_id)}
    rows = db.session.execute(
        select(User.id, User.email, User.name)
        .join(RoundChair, RoundChair.person_id == User.id)
        .join(Application, Application.round_id == RoundChair.round_id)
        .where(
            Application.id == remark.application_id,
            RoundChair.ended_at.is_(None),
            User.id != remark.author_id,
        )
        .order_by(RoundChair.deputy, RoundChair.id)
    )
    return [Recipient(email, name) for number, email, name in rows if number in may]


@within("asked")
def _about(asked: Asked) -> Mapping[str, Any]:
    application = db.session.get_one(Application, asked[0].application_id)
    return {"reference": application.reference}


NOTICES = (
    Notice(
        "moderation.appointed",
        recipients=_appointed,
        context=_of_round,
        says="Tells an assessor that they chair a round",
        roles=frozenset({Role.ASSESSOR}),
        sample={"round_title": "Round 1", "round_reference": "ASC-1", "part": "chair"},
    ),
    Notice(
        "discussion.asked_assessor",
        limit=_MANY,
        recipients=_assessors,
        context=_about,
        says="Tells an assessor that somebody asked them something about an application",
        roles=frozenset({Role.ASSESSOR}),
        optional="Somebody asked me something in a discussion",
        sample=_REFERENCE,
    ),
    Notice(
        "discussion.asked_chair",
        limit=_MANY,
        recipients=_chairs,
        context=_about,
        says="Tells the chair that somebody asked them something about an application",
        roles=frozenset({Role.ASSESSOR}),
        optional="Somebody asked the chair something in a discussion",
        sample=_REFERENCE,
    ),
)
