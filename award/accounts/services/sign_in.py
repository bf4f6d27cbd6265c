"""What is kept of sign-ins that failed and of emails that were asked for."""

from __future__ import annotations

from sqlalchemy import delete

from award.accounts.models import SignInAttempt, User
from award.accounts.rules.throttle import COUNTED
from award.foundation import audit, clock
from award.foundation.db import db
from award.foundation.policy import ANONYMOUS


def note_attempt(key: str, address: str) -> None:
    """Count one more for this key from this internet address; forget old ones."""
    db.session.execute(delete(SignInAttempt).where(SignInAttempt.at < clock.now() - COUNTED))
    db.session.add(SignInAttempt(account=key, address=address[:45]))
    db.session.flush()


def forget_attempts(*keys: str, address: str | None = None) -> None:
    """The right password or code was given: what failed before (from this address) was a slip."""
    mine = delete(SignInAttempt).where(SignInAttempt.account.in_(keys))
    db.session.execute(mine if address is None else mine.where(SignInAttempt.address == address))


def record_failed_sign_in(user: User | None, step: str) -> None:
    """Audit a failure. What was typed for an account that does not exist may be a password in the
    wrong box, and is not kept."""
    subject = "an address without an account" if user is None else user
    audit.record(ANONYMOUS, "user_account.fail_sign_in", subject, {"step": step}, codes={"step"})
