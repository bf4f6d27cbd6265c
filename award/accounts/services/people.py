"""Accounts and their roles. The pages where people change their own are Flask-Security's."""

from __future__ import annotations

import secrets
from collections.abc import Iterable

from flask_security import hash_password
from sqlalchemy import select

from award.accounts.models import Role, User
from award.accounts.passwords import fault_of
from award.accounts.queries import people
from award.accounts.rules.emails import as_address
from award.accounts.rules.roles import LABELS, label_of
from award.accounts.services.sign_ins import end_sign_ins
from award.foundation import audit, clock, policy
from award.foundation.acts import act, part_of
from award.foundation.db import db
from award.foundation.errors import Refused
from award.foundation.naming import named
from award.foundation.objections import hear
from award.foundation.outbox import send_notice
from award.foundation.policy import SYSTEM, Actor
from award.foundation.text import fault_of_a_line
from award.foundation.unseen import as_typed

_SAYS = {
    policy.Role.APPLICANT: "Applies for the award",
    policy.Role.ASSESSOR: "Assesses the applications assigned to them",
    policy.Role.STAFF: "Runs rounds and sees all applications",
    policy.Role.PUBLISHER: "Edits and publishes case studies",
    policy.Role.AUDITOR: "Reads everything, changes nothing",
    policy.Role.ADMIN: "Manages accounts and roles",
}


@part_of("people.manage")
def sync_roles() -> dict[policy.Role, Role]:
    """Make the table of roles hold every role; may be called again and again."""
    found = {row.name: row for row in db.session.scalars(select(Role))}
    for role, says in _SAYS.items():
        if role.value not in found:
            found[role.value] = Role(name=role.value, description=says)
            db.session.add(found[role.value])
    db.session.flush()
    return {role: found[role.value] for role in policy.Role}


@act("people.manage")
def create_user(
    *,
    email: str,
    name: str,
    password: str | None = None,
    roles: Iterable[policy.Role] = (),
    confirmed: bool = True,
    actor: Actor = SYSTEM,
) -> User:
    """Open an account. Without a password the person sets one through "Forgot your password?".

    Raises Refused on `email` when there is an account already, on `password` when
    the rules refuse it.
    """
    address = as_address(email)
    if address is None:
        raise Refused(f"{email} is not an email address, like name@example.org", field="email")
    if people.user_by_email(address) is not None:
        raise Refused(f"{address} has an account already", field="email")
    if (unfit := fault_of_a_line(name)) is not None:
        raise Refused(f"The name {unfit}", field="name")
    wrong = None if password is None else fault_of(password, email=address, name=name)
    if wrong is not None:
        raise Refused(wrong, field="password")
    table = sync_roles()
    wanted = sorted(set(roles))
    user = User(
        email=address,
        name=as_typed(name) or address.partition("@")[0],
        password=hash_password(password) if password else None,
        confirmed_at=clock.now() if confirmed else None,
        roles=[table[role] for role in wanted],
    )
    db.session.add(user)
    audit.record(
        actor,
        "user_account.create",
        user,
        {"roles": [[], [role.value for role in wanted]]},
        codes={"roles"},
    )
    db.session.flush()
    return user


@act("people.manage")
def invite(*, email: str, name: str, roles: Iterable[policy.Role], actor: Actor) -> User:
    """Open an account and email its person a link to choose a password, which confirms the
    address. Raises Refused as `create_user` does, and when a role is objected to."""
    user = create_user(email=email, name=name, confirmed=False, actor=actor)
    for role in sorted(set(roles)):
        add_role(user, role, actor=actor, tell=False)
    _tell_of_invitation(user, actor)
    return user


@act("people.manage")
def invite_again(user: User, *, actor: Actor) -> None:
    """Send a new link to somebody who has not used theirs."""
    if user.password:
        raise Refused(f"{user.name} has chosen a password already")
    audit.record(actor, "user_account.invite_again", user)
    _tell_of_invitation(user, actor)


def _tell_of_invitation(user: User, actor: Actor) -> None:
    by = named(actor.name, actor.user_id) if actor.user_id else "The programme team"
    event = "invited_to_role" if user.roles else "invited"
    send_notice(f"user_account.{event}", user, actor, {"by": by})


@act("people.manage")
def add_role(user: User, role: policy.Role, *, actor: Actor, tell: bool = True) -> None:
    """Give a role and email the person; Refused when they have it."""
    people.hold_open(user.id, suspended=True)
    if role.value in {held.name for held in user.roles}:
        raise Refused(f"{user.name} has the role {label_of(role)} already", field="role")
    hear("user_account.add_role", user, role=role)
    _set_roles(user, [*user.roles, sync_roles()[role]], "user_account.add_role", actor)
    if tell:
        counts_later = role in policy.SECOND_FACTOR_ROLES
        _tell(user, "role_added_second_factor" if counts_later else "role_added", actor, role)


@act("people.manage")
def remove_role(user: User, role: policy.Role, *, actor: Actor) -> None:
    """Take a role away and email the person; Refused when they lack it, or are the last
    administrator."""
    kept = [held for held in user.roles if held.name != role.value]
    if len(kept) == len(user.roles):
        raise Refused(f"{user.name} does not have the role {label_of(role)}", field="role")
    if role is policy.Role.ADMIN:
        _keep_an_admin(user)
    hear("user_account.remove_role", user, role=role)
    _set_roles(user, kept, "user_account.remove_role", actor)
    _tell(user, "role_removed", actor, role)


def _tell(user: User, event: str, actor: Actor, role: policy.Role) -> None:
    label, does = LABELS.get(role, (label_of(role), "Applies for the award"))
    send_notice(f"user_account.{event}", user, actor, {"label": label, "does": does.lower()})


def _set_roles(user: User, roles: list[Role], verb: str, actor: Actor) -> None:
    before = sorted(role.name for role in user.roles)
    user.roles = roles
    end_sign_ins(user.id)
    after = sorted(role.name for role in roles)
    audit.record(actor, verb, user, {"roles": [before, after]}, codes={"roles"})
    db.session.flush()


@act("people.manage")
def suspend(user: User, *, actor: Actor) -> None:
    """Close the account until it is reinstated, sign it out everywhere, and email its person."""
    if user.id == actor.user_id:
        raise Refused("You can't suspend your own account")
    if not user.active:
        raise Refused("This account is suspended already")
    if policy.Role.ADMIN.value in {role.name for role in user.roles}:
        _keep_an_admin(user)
    user.active = False
    user.fs_uniquifier = secrets.token_hex(32)
    end_sign_ins(user.id)
    audit.record(actor, "user_account.suspend", user, {"active": [True, False]})
    db.session.flush()
    send_notice("user_account.suspended", user, actor)


@act("people.manage")
def reinstate(user: User, *, actor: Actor) -> None:
    """Open a suspended account again; one that its person closed stays closed."""
    people.hold_open(user.id, suspended=True)
    if user.active:
        raise Refused("This account is not suspended")
    user.active = True
    audit.record(actor, "user_account.reinstate", user, {"active": [False, True]})
    db.session.flush()
    send_notice("user_account.reinstated", user, actor)


@act("people.manage")
def reset_second_factor(user: User, *, actor: Actor) -> None:
    """Forget the authenticator app and the recovery codes of someone who lost both."""
    if user.tf_primary_method is None:
        raise Refused("This account has no second factor")
    user.tf_primary_method = None
    user.tf_totp_secret = None
    user.mf_recovery_codes = None
    user.fs_uniquifier = secrets.token_hex(32)
    end_sign_ins(user.id)
    audit.record(actor, "user_account.reset_second_factor", user, {"second_factor": [True, False]})
    db.session.flush()
    send_notice("user_account.second_factor_reset", user, actor)


def _keep_an_admin(user: User) -> None:
    others = [row for row in people.people_with_role(policy.Role.ADMIN) if row.id != user.id]
    if not others:
        raise Refused(
            "This is the only account that can manage accounts. Make someone else an administrator"
            " first"
        )
