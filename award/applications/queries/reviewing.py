"""Links to read a draft without an account, and what was said by them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload
from sqlalchemy.orm.attributes import set_committed_value

from award.applications.models import Application
from award.applications.reviewing import ReviewComment, ReviewLink
from award.applications.rules.reviewing import AT_LATEST, KEPT_FOR, MOST_COMMENTS, QUIET_FOR
from award.foundation.db import db
from award.foundation.links import digest_of
from award.foundation.policy import Actor
from award.foundation.scopes import everything, scope, within


@scope
def link_in_hand(actor: Actor, token: str) -> ColumnElement[bool]:
    """SQL over ReviewLink: the one that somebody holds, whoever they are."""
    return ReviewLink.token_digest == digest_of(token)


@within()
def _whole() -> Select[ReviewLink]:
    return (
        select(ReviewLink)
        .join(ReviewLink.application)
        .options(
            contains_eager(ReviewLink.application).options(
                joinedload(Application.round),
                joinedload(Application.lead),
                joinedload(Application.reopening),
            )
        )
    )


def link_by(actor: Actor, token: str) -> ReviewLink | None:
    """The link that somebody holds, whatever became of it."""
    return db.session.scalar(_whole().where(link_in_hand(actor, token)))


@within("application_id")
def links_of(application_id: int) -> Sequence[ReviewLink]:
    """All that are kept, the newest first."""
    return db.session.scalars(
        select(ReviewLink)
        .where(ReviewLink.application_id == application_id)
        .order_by(ReviewLink.id.desc())
    ).all()


@within("application_id")
def link_of(application_id: int, number: int) -> ReviewLink | None:
    """One of them, with its application."""
    if number >= 2**31:
        return None
    return db.session.scalar(
        _whole().where(ReviewLink.application_id == application_id, ReviewLink.id == number)
    )


@within("application")
def link_afresh(number: int, application: Application) -> ReviewLink:
    """As it is in the database now; its application is held before."""
    row = db.session.get_one(ReviewLink, number, populate_existing=True)
    set_committed_value(row, "application", application)
    return row


@within("link_id")
def said_by(link_id: int) -> Sequence[ReviewComment]:
    """What was said by one link, in its order."""
    return db.session.scalars(
        select(ReviewComment)
        .where(ReviewComment.link_id == link_id)
        .order_by(ReviewComment.id)
        .limit(MOST_COMMENTS)
    ).all()


@within("application_id")
def waiting_in(application_id: int) -> Sequence[ReviewComment]:
    """What nobody has dealt with yet, in its order."""
    return db.session.scalars(
        select(ReviewComment)
        .where(ReviewComment.application_id == application_id, ReviewComment.resolved_at.is_(None))
        .order_by(ReviewComment.id)
    ).all()


@within("application_id")
def dealt_with_in(application_id: int) -> Sequence[ReviewComment]:
    """The latest that somebody has dealt with."""
    return db.session.scalars(
        select(ReviewComment)
        .where(
            ReviewComment.application_id == application_id, ReviewComment.resolved_at.is_not(None)
        )
        .options(joinedload(ReviewComment.resolved_by))
        .order_by(ReviewComment.resolved_at.desc(), ReviewComment.id.desc())
        .limit(MOST_COMMENTS)
    ).all()


@within("application_id")
def comment_of(application_id: int, number: int) -> ReviewComment | None:
    if number >= 2**31:
        return None
    return db.session.scalar(
        select(ReviewComment).where(
            ReviewComment.application_id == application_id, ReviewComment.id == number
        )
    )


@within("application_id")
def untold_in(application_id: int) -> Sequence[ReviewComment]:
    """What the lead was not written to about."""
    return db.session.scalars(
        select(ReviewComment).where(
            ReviewComment.application_id == application_id, ReviewComment.told_at.is_(None)
        )
    ).all()


@everything("the service writes to every lead")
def to_be_told(moment: datetime) -> list[int]:
    """Ids of the applications whose lead is to be told of comments: their reader has paused, or
    has gone on for long."""
    last, first = func.max(ReviewComment.at), func.min(ReviewComment.at)
    return list(
        db.session.scalars(
            select(ReviewComment.application_id)
            .where(ReviewComment.told_at.is_(None))
            .group_by(ReviewComment.application_id)
            .having(or_(last <= moment - QUIET_FOR, first <= moment - AT_LATEST))
            .order_by(ReviewComment.application_id)
        )
    )


@everything("what is over is let go for everybody")
def over_before(moment: datetime) -> Select[int]:
    """SQL: ids of the links that stopped working so long ago that they are let go."""
    before = moment - KEPT_FOR
    taken_back = and_(ReviewLink.ended_at.is_not(None), ReviewLink.ended_at < before)
    return select(ReviewLink.id).where(or_(ReviewLink.expires_at < before, taken_back))
