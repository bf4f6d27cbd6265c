"""How long somebody has to wait after failures to sign in, or after emails they asked for."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, select

from award.accounts.models import SignInAttempt
from award.accounts.rules import throttle
from award.foundation import clock
from award.foundation.db import db


def sign_in_wait(account: str, address: str) -> datetime | None:
    """Until when this account key from this internet address has to wait, if at all."""
    pair = (SignInAttempt.account == account, SignInAttempt.address == address)
    return _wait_until(throttle.PER_ACCOUNT_AND_ADDRESS, *pair) or _wait_until(
        throttle.PER_ADDRESS, SignInAttempt.address == address
    )


def email_wait(key: str, address: str) -> datetime | None:
    """Until when no more emails are sent to the address that `key` stands for."""
    return _wait_until(throttle.EMAILS_PER_ACCOUNT, SignInAttempt.account == key) or _wait_until(
        throttle.PER_ADDRESS, SignInAttempt.address == address
    )


def _wait_until(limit: int, *conditions: ColumnElement[bool]) -> datetime | None:
    """When the oldest of the last `limit` attempts leaves the window."""
    oldest = db.session.scalar(
        select(SignInAttempt.at)
        .where(*conditions, SignInAttempt.at > clock.now() - throttle.WINDOW)
        .order_by(SignInAttempt.at.desc())
        .offset(limit - 1)
        .limit(1)
    )
    return None if oldest is None else oldest + throttle.WINDOW
