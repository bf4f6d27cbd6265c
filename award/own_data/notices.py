"""Word to people about their own data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from award.accounts.models import User
from award.foundation.outbox import ACCOUNT, Notice, Recipient


def _person(user: User) -> list[Recipient]:
    return [Recipient(user.email, user.name)]


def _nothing(_user: User) -> Mapping[str, Any]:
    return {}


NOTICES = (
    Notice(
        "user_account.data_ready",
        recipients=_person,
        context=_nothing,
        says="Tells somebody that the copy of their data is ready to download",
        because=ACCOUNT,
    ),
    Notice(
        "user_account.closed",
        recipients=_person,
        context=_nothing,
        says="Tells somebody that their account is closed, as they asked; the last email to them",
        because=ACCOUNT,
    ),
)
