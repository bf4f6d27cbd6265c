"""From an account to an actor: which roles count, and who must set up a second factor first."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Protocol

from award.foundation.policy import SECOND_FACTOR_ROLES, Actor, Role


class Account(Protocol):
    """What is asked of an account (roles loaded)."""

    @property
    def id(self) -> Any: ...
    @property
    def name(self) -> Any: ...
    @property
    def email(self) -> Any: ...
    @property
    def confirmed_at(self) -> datetime | None: ...
    @property
    def tf_primary_method(self) -> Any: ...
    @property
    def roles(self) -> Any: ...


def roles_of(account: Account) -> frozenset[Role]:
    """Roles. Whoever confirmed an email address may apply, except auditors, who
    change nothing."""
    held = frozenset(Role(role.name) for role in account.roles)
    if account.confirmed_at is not None and Role.AUDITOR not in held:
        return held | {Role.APPLICANT}
    return held


def needs_second_factor(account: Account) -> bool:
    """Does one of the account's roles ask for a second factor?"""
    return bool(SECOND_FACTOR_ROLES & {Role(role.name) for role in account.roles})


def lacks_second_factor(account: Account) -> bool:
    """Does it need one and have none?"""
    return needs_second_factor(account) and account.tf_primary_method is None


def as_actor(account: Account, *, second_factor_enforced: bool = True) -> Actor:
    """The actor that this account is. Roles that need a second factor don't count without one."""
    roles = roles_of(account)
    if second_factor_enforced and lacks_second_factor(account):
        roles -= SECOND_FACTOR_ROLES
    return Actor(user_id=account.id, name=account.name, email=account.email, roles=roles)
