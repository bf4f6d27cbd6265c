"""Links in invitations: whoever has one may choose the first password of an account."""

from __future__ import annotations

from datetime import timedelta

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from award.accounts.models import User
from award.accounts.queries import people
from award.foundation import arrival, clock

VALID_DAYS = 7


def token_for(user: User) -> str:
    """Good for a week, and until the account has a password."""
    until = int((clock.now() + timedelta(days=VALID_DAYS)).timestamp())
    token: str | bytes = _serializer().dumps([user.fs_uniquifier, until])
    return str(token)


def invited_by(token: str) -> User | None:
    """Whom the link invites; None when it is old, has been used, or was never made by us."""
    try:
        key, until = _serializer().loads(token)
    except (BadSignature, TypeError, ValueError):
        return None
    user = people.user_by_key(key)
    if user is None or user.password or not user.active or until < arrival.moment().timestamp():
        return None
    return user


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt="invitation")
