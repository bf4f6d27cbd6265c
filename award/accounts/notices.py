"""Emails to people about their accounts: nobody's account changes without their knowing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from award.accounts.invitations import VALID_DAYS, token_for
from award.accounts.models import JoinRequest, User
from award.accounts.queries.joining import people_to_ask
from award.accounts.rules.joining import GOOD_FOR
from award.accounts.rules.roles import LABELS, label_of
from award.foundation.enough import Limit
from award.foundation.naming import named
from award.foundation.outbox import ACCOUNT, Notice, Recipient
from award.foundation.policy import Role


def _person(user: User) -> list[Recipient]:
    return [Recipient(user.email, user.name)]


def _facts(_user: User) -> Mapping[str, Any]:
    return {}


def _roles(user: User) -> str:
    return ", ".join(label_of(Role(role.name)) for role in user.roles)


def _invitation(user: User) -> Mapping[str, Any]:
    return {"token": token_for(user), "days": VALID_DAYS}


def _invitation_to_role(user: User) -> Mapping[str, Any]:
    """With what each role does."""
    does = [
        f"{label_of(role)}: {LABELS[role][1].lower()}" if role in LABELS else label_of(role)
        for role in sorted(Role(one.name) for one in user.roles)
    ]
    return {**_invitation(user), "roles": "; ".join(does)}


def _left(user: User) -> Mapping[str, Any]:
    roles = _roles(user)
    return {"left": f"Roles that you still have: {roles}." if roles else "You can still sign in."}


def _asked(request: JoinRequest) -> list[Recipient]:
    return [Recipient(one.email, one.name) for one in people_to_ask(request)]


def _request(request: JoinRequest) -> Mapping[str, Any]:
    return {
        "organisation": request.organisation.name,
        "person": named(request.person.name, request.person_id),
        "email": request.person.email,
        "code": request.reference,
        "days": GOOD_FOR.days,
    }


def _let_in(request: JoinRequest) -> Mapping[str, Any]:
    return {"organisation": request.organisation.name}


_INVITED = {"by": "Ada Example", "token": "a-long-code", "days": VALID_DAYS}
_ROLE = {"label": "Publisher", "does": "edits and publishes case studies"}

NOTICES = (
    Notice(
        "user_account.invited",
        recipients=_person,
        context=_invitation,
        says="Invites somebody to choose a password for the account that was opened for them",
        because=ACCOUNT,
        sample=_INVITED,
    ),
    Notice(
        "user_account.invited_to_role",
        recipients=_person,
        context=_invitation_to_role,
        says="The same, for an account that has a role already",
        because=ACCOUNT,
        sample={
            **_INVITED,
            "roles": "Assessor: scores the applications assigned to them",
        },
    ),
    Notice(
        "user_account.role_added",
        recipients=_person,
        context=_facts,
        says="Tells a person that they have one more role, and what it lets them do",
        because=ACCOUNT,
        sample=_ROLE,
    ),
    Notice(
        "user_account.role_added_second_factor",
        recipients=_person,
        context=_facts,
        says="The same, for a role that counts once there is an authenticator app",
        because=ACCOUNT,
        sample=_ROLE,
    ),
    Notice(
        "user_account.role_removed",
        recipients=_person,
        context=_left,
        says="Tells a person that they no longer have a role",
        because=ACCOUNT,
        sample={**_ROLE, "left": "You can still sign in."},
    ),
    Notice(
        "organisation.join_asked",
        limit=Limit(in_all=50, to_one=5),
        recipients=_asked,
        context=_request,
        says="Tells an organisation’s people, or staff where none of them can sign in, that "
        "somebody asks to join it",
        sample={
            "organisation": "Brightwater Care",
            "person": "Ada Example",
            "email": "ada@example.org",
            "code": "JOIN-7K3F9Q",
            "days": GOOD_FOR.days,
        },
    ),
    Notice(
        "organisation.joined",
        recipients=lambda request: _person(request.person),
        context=_let_in,
        says="Tells a person that they belong to an organisation that they asked to join",
        sample={"organisation": "Brightwater Care"},
    ),
    Notice(
        "user_account.suspended",
        recipients=_person,
        context=_facts,
        says="Tells a person that their account is suspended",
        because=ACCOUNT,
    ),
    Notice(
        "user_account.reinstated",
        recipients=_person,
        context=_facts,
        says="Tells a person that their account is open again",
        because=ACCOUNT,
    ),
    Notice(
        "user_account.second_factor_reset",
        recipients=_person,
        context=_facts,
        says="Tells a person that their authenticator app was disconnected",
        because=ACCOUNT,
    ),
)
