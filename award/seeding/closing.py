"""The demonstration's accounts, closed before anybody but this machine can reach the service."""

from __future__ import annotations

import secrets

from sqlalchemy import func, or_, select
from sqlalchemy.orm import selectinload

from award.accounts.models import User
from award.foundation import audit
from award.foundation.db import db
from award.foundation.policy import SYSTEM
from award.seeding.demo import files


def open_accounts() -> list[User]:
    """Those that somebody could sign in to."""
    return list(
        db.session.scalars(
            select(User)
            .where(User.email.in_(files.addresses()), or_(User.active, User.password.is_not(None)))
            .options(selectinload(User.roles))
            .order_by(User.id)
        )
    )


def belongs_to_others() -> bool:
    """Has the database accounts, and none of an open demonstration?"""
    return bool(db.session.scalar(select(func.count(User.id)))) and not open_accounts()


def close() -> int:
    """Suspend every account of the demonstration and take its password and roles; how many. The
    rows stay: what they did stands in the trail, and other rows name them. Nobody is written to."""
    found = open_accounts()
    for user in found:
        before = sorted(role.name for role in user.roles)
        changes = {"active": [user.active, False], "roles": [before, []], "password": ["set", None]}
        user.active, user.password, user.roles = False, None, []
        user.fs_uniquifier = secrets.token_hex(32)
        user.tf_primary_method = user.tf_totp_secret = user.mf_recovery_codes = None
        audit.record(SYSTEM, "user_account.close_demonstration", user, changes)
    db.session.flush()
    return len(found)
