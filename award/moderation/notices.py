"""Emails about chairing, and that somebody was asked something. What it was stands on its page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from award.applications.models import Application
from award.assessment.models.chairs import RoundChair
from award.foundation.db import db
from award.foundation.enough import Limit
from award.foundation.outbox import Notice, Recipient
from award.foundation.policy import Role
from award.foundation.scopes import within
from award.moderation.models import PanelRemark, PanelRemarkBefore
from award.moderation.queries.asked import assessors_who_read, chairs_who_read
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


def _assessors(remark: PanelRemark) -> list[Recipient]:
    """Those with these letters who can read the discussion, but for whoever asks."""
    letters, _chair = _asked_now(remark)
    found = assessors_who_read(_application(remark), remark.author_id, letters)
    return [Recipient(one.email, one.name) for one in found.values()]


def _chairs(remark: PanelRemark) -> list[Recipient]:
    """Chairs of the round who can read the discussion, but for whoever asks."""
    if not _asked_now(remark)[1]:
        return []
    found = chairs_who_read(_application(remark), remark.author_id)
    return [Recipient(one.email, one.name) for one in found]


@within("remark")
def _application(remark: PanelRemark) -> Application:
    return db.session.get_one(Application, remark.application_id)


def _about(remark: PanelRemark) -> Mapping[str, Any]:
    return {"reference": _application(remark).reference}


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
