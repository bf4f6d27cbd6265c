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
from award.moderation.models import PanelRemark, PanelRemarkBefore, RoundChair
from award.moderation.rules.talking import asked
from award.rounds.models import Round

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


@within("remark")
def _asked_now(remark: PanelRemark) -> tuple[frozenset[str], bool]:
    """Whom it asks, and had not asked in what it said before it was changed."""
    letters, chair = asked(remark.words)
    earlier = select(PanelRemarkBefore.words).where(PanelRemarkBefore.remark_id == remark.id)
    for words in db.session.scalars(earlier):
        before, chair_before = asked(words)
        letters, chair = letters - before, chair and not chair_before
    return letters, chair


@within("remark")
def _assessors(remark: PanelRemark) -> list[Recipient]:
    """Those with these letters whose sheet is in and counts, but for whoever asks."""
    letters, _chair = _asked_now(remark)
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


@within("remark")
def _chairs(remark: PanelRemark) -> list[Recipient]:
    """Chairs of the round who may meet the application, but for whoever asks."""
    if not _asked_now(remark)[1]:
        return []
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


@within("remark")
def _about(remark: PanelRemark) -> Mapping[str, Any]:
    application = db.session.get_one(Application, remark.application_id)
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
