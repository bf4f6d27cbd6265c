"""`flask users`: open accounts and give roles from the command line."""

from __future__ import annotations

import secrets
from typing import Final

import click
from flask.cli import AppGroup

from award.accounts.queries import people
from award.accounts.services.people import add_role, create_user, remove_role
from award.foundation.db import transaction
from award.foundation.errors import Refused
from award.foundation.policy import SYSTEM, Role

users = AppGroup("users", help="Accounts and their roles.")


def _role(name: str) -> Role:
    try:
        return Role(name.lower())
    except ValueError:
        known = ", ".join(role.value for role in Role)
        raise click.ClickException(f"There is no role {name}; the roles are {known}") from None


LETTERS: Final = "bcdfghjkmnpqrstvwxz"


@users.command("create")
@click.argument("email")
@click.option("--role", "roles", multiple=True, help="A role; may be given several times.")
@click.option("--name", default="", help="Full name; the email's first part when missing.")
@click.option("--password", help="Leave out to have one made and shown once.")
def create(email: str, roles: tuple[str, ...], name: str, password: str | None) -> None:
    """Open a confirmed account."""
    wanted = [_role(role) for role in roles]
    chosen = password or made_up()
    with transaction():
        user = create_user(email=email, name=name, password=chosen, roles=wanted, actor=SYSTEM)
    click.echo(f"Created {user.email}" + (f" ({', '.join(sorted(wanted))})" if wanted else ""))
    if password is None:
        click.echo(f"Password, shown this once: {chosen}")


def made_up() -> str:
    """A password that nobody guesses: 85 bits, in letters that are not taken for one another and
    make no words."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(5))


@users.command("list")
def list_accounts() -> None:
    """Every account: email, name, roles, whether it is suspended."""
    for row in people.every_account():
        marks = "" if row.active else "\tsuspended"
        click.echo(f"{row.email}\t{row.name}\t{', '.join(row.roles) or '-'}{marks}")


@users.command("role")
@click.argument("email")
@click.option("--add", "added", help="Role to give.")
@click.option("--remove", "removed", help="Role to take away.")
def change_role(email: str, added: str | None, removed: str | None) -> None:
    """Give an account a role, or take one away."""
    if not (added or removed):
        raise click.ClickException("Say --add ROLE or --remove ROLE")
    with transaction():
        user = people.user_by_email(email)
        if user is None:
            raise Refused(f"There is no account {email}")
        if added:
            add_role(user, _role(added), actor=SYSTEM)
        if removed:
            remove_role(user, _role(removed), actor=SYSTEM)
        held = ", ".join(sorted(role.name for role in user.roles)) or "no role"
    click.echo(f"{user.email}: {held}")
