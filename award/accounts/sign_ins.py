"""Which signed cookies are still good: those that belong to a row of `sign_in`.

The cookie carries a random token beside the account's key; the row, its SHA-256. The row goes at
sign-out, and with whatever changes how the account is signed in to or what it may do.
"""

from __future__ import annotations

import logging
from datetime import datetime
from functools import partial

from flask import Flask, Response, current_app, flash, g, request, session
from flask_security.utils import set_request_attr
from sqlalchemy.exc import SQLAlchemyError

from award.accounts.models import User
from award.accounts.queries import sign_ins
from award.accounts.rules.actors import roles_of
from award.accounts.rules.devices import device
from award.accounts.rules.sign_ins import is_due, why_over
from award.accounts.services.sign_ins import (
    begin_sign_in,
    digest_of,
    end_sign_in,
    end_sign_ins,
    note_seen,
)
from award.foundation import clock
from award.foundation.db import transaction
from award.foundation.security import HELD_BY_LINK

log = logging.getLogger(__name__)

_TOKEN = "sign_in"


def begin(user: User) -> None:
    """This browser is signed in from here on; what it was before is over."""
    end()
    session[_TOKEN] = begin_sign_in(user.id, device(request.headers.get("User-Agent", "")))


def end() -> None:
    """Sign this browser out, and whoever holds a copy of its cookie. What a link gave it goes too:
    whoever signs in next is somebody else."""
    session.pop(HELD_BY_LINK, None)
    token = session.pop(_TOKEN, None)
    if token:
        end_sign_in(token)


def end_others(user: User) -> None:
    """Sign this person out everywhere but here, if they are signed in here."""
    end_sign_ins(user.id, but=here())


def here() -> str | None:
    """This browser's token, if it has one."""
    token: str | None = session.get(_TOKEN)
    return token


def _load(key: str) -> User | None:
    """For Flask-Login. Says once why a sign-in is over; leaves its row to the next sign-in."""
    token = here()
    found = sign_ins.signed_in(key, digest_of(token)) if key and token else None
    if found is None:
        return None
    user, row, g.marks = found
    now = clock.now()
    over = why_over(row.signed_in_at, row.last_seen_at, roles_of(user), now)
    if over:
        for name in ("_user_id", "_fresh", "_id", _TOKEN):
            session.pop(name, None)
        flash(over, "info")
        return None
    if is_due(row.last_seen_at, now):
        g.seen = (row.id, now)
    # What Flask-Security's own loader notes: how, and when last by password.
    set_request_attr("fs_authn_via", "session")
    set_request_attr("fs_paa", session.get("fs_paa", 0))
    return user


def _note_seen_afterwards(response: Response) -> Response:
    """Reading a page writes nothing. That the person was there is noted once the page is sent, in
    a transaction of its own."""
    if "seen" in g:
        app = current_app._get_current_object()  # type: ignore[attr-defined]
        response.call_on_close(partial(_note_seen, app, *g.seen))
    return response


def _note_seen(app: Flask, sign_in_id: int, at: datetime) -> None:
    try:
        with app.app_context(), transaction():
            note_seen(sign_in_id, at)
    except SQLAlchemyError:
        log.warning("that sign-in %s was used could not be noted", sign_in_id, exc_info=True)


def init_app(app: Flask) -> None:
    """Take the place of Flask-Security's loader. Nothing but a cookie signs anybody in."""
    app.login_manager.user_loader(_load)  # type: ignore[attr-defined]
    app.login_manager.request_loader(lambda _request: None)  # type: ignore[attr-defined]
    app.after_request(_note_seen_afterwards)
