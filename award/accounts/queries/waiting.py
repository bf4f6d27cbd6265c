"""How long somebody has to wait after failures to sign in, or after emails they asked for."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from award.accounts.models import SignInAttempt
from award.accounts.rules import throttle
from award.accounts.rules.throttle import Failures, Slope
from award.foundation import clock
from award.foundation.db import db


def sign_in_wait(account: str, address: str) -> datetime | None:
    """Until when a browser that never signed in to the account has to wait, at this internet
    address."""
    now = clock.now()
    here = SignInAttempt.address == address
    row = db.session.execute(
        select(
            func.count().filter(here),
            func.max(SignInAttempt.at).filter(here),
            func.count(),
            func.max(SignInAttempt.at),
        ).where(SignInAttempt.account == account, SignInAttempt.at > now - throttle.COUNTED)
    ).one()
    lately = db.session.scalar(
        select(func.count()).where(here, SignInAttempt.at > now - throttle.CROWD_WITHIN)
    )
    slope = throttle.IN_A_CROWD if (lately or 0) >= throttle.CROWD else throttle.GUESSES
    waits = (
        Failures(row[0], row[1]).wait_until(slope, now),
        Failures(row[2], row[3]).wait_until(throttle.STRANGERS, now),
    )
    return max(filter(None, waits), default=None)


def key_wait(key: str, slope: Slope) -> datetime | None:
    """Until when what the key stands for has to wait, from whatever address."""
    now = clock.now()
    row = db.session.execute(
        select(func.count(), func.max(SignInAttempt.at)).where(
            SignInAttempt.account == key, SignInAttempt.at > now - throttle.COUNTED
        )
    ).one()
    return Failures(row[0], row[1]).wait_until(slope, now)
