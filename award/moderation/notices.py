"""Emails about chairing, and that somebody was asked something. What it was stands on its page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any

from sqlalchemy import select

from award.accounts.queries.people import user_with_roles
from award.accounts.rules.actors import as_actor
from award.applications.models import Application
from award.assessment.models.assignments import Assignment
from award.assessment.models.chairs import RoundChair
from award.assessment.rules.states import AssignmentState
from award.foundation.db import db
from award.foundation.enough import Limit
from award.foundation.errors import NotYet
from award.foundation.outbox import Notice, Recipient
from award.foundation.policy import Actor, Role, can
from award.foundation.scopes import within
from award.moderation.models import PanelRemark, PanelRemarkBefore
from award.moderation.queries.talks import Talk, talk_of_assessor, talk_of_moderator
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
    """Those with these letters who can read the discussion, but for whoever asks."""
    letters, _chair = _asked_now(remark)
    people = db.session.scalars(
        select(Assignment.assessor_id)
        .where(
            Assignment.application_id == remark.application_id,
            Assignment.alias.in_([f"Assessor {letter}" for letter in sorted(letters)]),
            Assignment.state == AssignmentState.SUBMITTED,
        )
        .order_by(Assignment.alias)
    ).all()
    return _who_can_read(remark, people, talk_of_assessor)


@within("remark")
def _chairs(remark: PanelRemark) -> list[Recipient]:
    """Chairs of the round who can read the discussion, but for whoever asks."""
    if not _asked_now(remark)[1]:
        return []
    people = db.session.scalars(
        select(RoundChair.person_id)
        .join(Application, Application.round_id == RoundChair.round_id)
        .where(Application.id == remark.application_id, RoundChair.ended_at.is_(None))
        .order_by(RoundChair.deputy, RoundChair.id)
    ).all()
    return _who_can_read(remark, people, talk_of_moderator)


@within("people")
def _who_can_read(
    remark: PanelRemark, people: Sequence[int], load: Callable[[Actor, str], Talk | None]
) -> list[Recipient]:
    """Those who would find the page that the email leads to: asked of each as the page asks."""
    reference = db.session.get_one(Application, remark.application_id).reference
    found = []
    for person_id in people:
        person = user_with_roles(person_id)
        if person is None or not person.active or person_id == remark.author_id:
            continue
        actor = as_actor(person, second_factor_enforced=False)  # asked for when they sign in
        with suppress(NotYet):
            talk = load(actor, reference)
            if talk is not None and can(actor, "discussion.read", talk):
                found.append(Recipient(person.email, person.name))
    return found


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
