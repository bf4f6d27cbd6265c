"""What is kept of sign-ins that failed and of emails that were asked for."""

from __future__ import annotations

from sqlalchemy import delete

from award.accounts.models import SignInAttempt, User
from award.accounts.rules.throttle import KEPT
from award.foundation import audit, clock
from award.foundation.db import db
from award.foundation.policy import ANONYMOUS


def note_attempt(account: str, address: str) -> None:
    """Count one more for this account key from this internet address; forget old ones."""
    db.session.execute(delete(SignInAttempt).where(SignInAttempt.at < clock.now() - KEPT))
    db.session.add(SignInAttempt(account=account, address=address[:45]))
    db.session.flush()


def record_failed_sign_in(user: User | None, step: str) -> None:
    """Audit a failure for an account that exists. What was typed for one that doesn't may be a
    password in the wrong box, and is not kept."""
    if user is not None:
        audit.record(ANONYMOUS, "user_account.fail_sign_in", user, {"step": step})
