"""Emails to people about their accounts: nobody's account changes without their knowing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from award.accounts.invitations import VALID_DAYS, token_for
from award.accounts.models import User
from award.accounts.rules.roles import label_of
from award.foundation.outbox import Notice, Recipient
from award.foundation.policy import Role


def _person(user: User) -> list[Recipient]:
    return [Recipient(user.email, user.name)]


def _facts(user: User) -> Mapping[str, Any]:
    return {"roles": [label_of(Role(role.name)) for role in user.roles]}


def _invitation(user: User) -> Mapping[str, Any]:
    return {**_facts(user), "token": token_for(user), "days": VALID_DAYS}


NOTICES = (
    Notice(
        "user_account.invited",
        recipients=_person,
        context=_invitation,
        says="Invites somebody to choose a password for the account that was opened for them",
    ),
    *(
        Notice(f"user_account.{event}", recipients=_person, context=_facts, says=says)
        for event, says in (
            ("role_added", "Tells a person that they have one more role, and what it lets them do"),
            ("role_removed", "Tells a person that they no longer have a role"),
            ("suspended", "Tells a person that their account is suspended"),
            ("reinstated", "Tells a person that their account is open again"),
            (
                "second_factor_reset",
                "Tells a person that their authenticator app was disconnected",
            ),
        )
    ),
)
