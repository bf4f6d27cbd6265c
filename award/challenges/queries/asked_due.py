"""Challenges whose question the worker has something to do about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, select

from award.challenges.models import Challenge
from award.challenges.rules.asked import ANSWERED_WITHIN, ON_ITS_WAY, REMINDED_AFTER
from award.challenges.rules.states import ChallengeState
from award.foundation import clock
from award.foundation.db import db
from award.foundation.locks import free
from award.foundation.scopes import everything


def _unanswered(step: str, now: datetime) -> tuple[ColumnElement[bool], ...]:
    """SQL over Challenge: its question waits for so long that the worker asks once more, or lets it
    lapse."""
    asked = (Challenge.state == ChallengeState.ASKED) & (Challenge.email != "")
    if step == "remind":
        waited = Challenge.asked_at <= now - REMINDED_AFTER
        return asked, waited, Challenge.reminded_at.is_(None)
    return asked, Challenge.asked_at <= now - ANSWERED_WITHIN - ON_ITS_WAY


@everything("the worker asks once more, and ends what nobody answers")
def due_keys(step: str, now: datetime) -> Sequence[int]:
    wanted = select(Challenge.id).where(*_unanswered(step, now))
    return db.session.scalars(wanted.order_by(Challenge.id)).all()


@everything("the worker acts on each by itself")
def due_by_key(step: str, key: int) -> Challenge | None:
    """As it is now; None where it isn't due any more, or another worker has it."""
    return free(Challenge, key, *_unanswered(step, clock.now()))
