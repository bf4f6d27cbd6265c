"""Pages that must not tell whether an address has an account do the same work for both.

Where there is none, it is done in the name of nobody: the same link is signed, the same email
written, the same rows inserted, and those taken back before they are stored.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from flask import g

from award.accounts.models import User
from award.accounts.words import MESSAGES
from award.foundation import audit, clock
from award.foundation.db import db

_GETS_NONE: Final = frozenset(
    MESSAGES[f"SECURITY_MSG_{key}"][0]
    for key in ("USER_DOES_NOT_EXIST", "DISABLED_ACCOUNT", "ALREADY_CONFIRMED")
)


def go_on_with_nobody(form: Any) -> bool:
    """May the form go on, because all that is wrong is that this address gets no link?"""
    if set(form.errors) != {"email"} or not _GETS_NONE.issuperset(form.email.errors):
        return False
    form.email.errors = []
    form.user = _nobody(str(form.email.data))
    g.decoy = True
    return True


def _nobody(email: str) -> User:
    key = secrets.token_hex(32)
    return User(email=email, name=email, active=True, fs_uniquifier=key, password=key)


@contextmanager
def unless_held() -> Iterator[None]:
    """What is written inside is stored, unless the email is for nobody or too many were sent."""
    with db.session.begin_nested() as savepoint:
        yield
        db.session.flush()
        if g.get("decoy", False) or g.get("hold_mail", False):
            savepoint.rollback()


def rehearse_opening() -> None:
    """Insert an account, and who it is for into the audit trail, and take both back."""
    with db.session.begin_nested() as savepoint:
        nobody = _nobody(f"{secrets.token_hex(8)}@nobody.invalid")
        nobody.created_at = nobody.updated_at = clock.now()
        db.session.add(nobody)
        db.session.flush()
        audit.rehearse_somebody_new(db.session())
        savepoint.rollback()
