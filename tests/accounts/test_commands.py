"""Accounts from the command line."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from award.accounts.commands.people import made_up
from award.accounts.rules.passwords import fault
from tests.accounts.test_people import roles
from tests.accounts.test_sign_in import sign_in
from tests.build.accounts import user
from tests.client import CheckedClient


def run(app: Flask, *arguments: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["users", *arguments])
    return result.exit_code, result.output


def test_users_from_the_command_line(app: Flask, client: CheckedClient) -> None:
    code, said = run(app, "create", "Ada@example.org", "--role", "staff", "--role", "admin",
                     "--name", "Ada Okafor")  # fmt: skip
    assert code == 0
    shown = re.search(r"shown this once: (\S+)", said)
    assert shown
    assert roles("ada@example.org") == ["admin", "staff"]
    assert sign_in(client, "ada@example.org", shown.group(1)).location == "/start"
    assert run(app, "list") == (0, "ada@example.org\tAda Okafor\tadmin, staff\n")
    assert run(app, "role", "ada@example.org", "--add", "auditor", "--remove", "staff") == (
        0, "ada@example.org: admin, auditor\n",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("create", "ada@example.org"), "ada@example.org has an account already"),
        (("create", "new@example.org", "--role", "emperor"), "There is no role emperor; the roles"
         " are applicant, assessor, staff, publisher, auditor, admin"),
        (("create", "new@example.org", "--password", "short"),
         "The password must have at least 12 characters"),
        (("role", "nobody@example.org", "--add", "staff"),
         "There is no account nobody@example.org"),
        (("role", "ada@example.org"), "Say --add ROLE or --remove ROLE"),
    ],
)  # fmt: skip
def test_a_refusal_is_one_line(app: Flask, arguments: tuple[str, ...], line: str) -> None:
    user(email="ada@example.org", roles=())
    code, said = run(app, *arguments)
    assert (code != 0, said) == (True, f"Error: {line}\n")


def test_a_password_that_is_made_up_is_never_refused(app: Flask) -> None:
    about = ("ada@example.org", "Ada Okafor")
    assert [word for word in (made_up() for _ in range(300)) if fault(word, about)] == []
