"""Accounts and roles: the administrator's pages and the command line."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from award.accounts import queries, services
from award.foundation import policy
from award.foundation.db import db
from award.foundation.errors import Refused
from award.foundation.policy import Role
from tests.accounts.test_sign_in import sign_in, verbs_about
from tests.build.accounts import PASSWORD, actor_of, user
from tests.client import CheckedClient


def roles(email: str) -> list[str]:
    db.session.expire_all()
    found = queries.user_by_email(email)
    assert found is not None
    return sorted(role.name for role in found.roles)


def test_only_an_administrator_sees_people(client: CheckedClient) -> None:
    person = user(email="kim@example.org", roles=())
    for role in Role:
        client.sign_in(user(roles=(role,)))
        status = 200 if role is Role.ADMIN else 404
        client.get("/manage/people", status=status)
        client.get(f"/manage/people/{person.email}", status=status)
        if role is not Role.ADMIN:
            client.post(f"/manage/people/{person.email}", {"role": "staff"}, status=404)
            client.post(f"/manage/people/{person.email}/suspend", status=404)
    client.sign_in(None)
    client.get("/manage/people", status=302)
    assert (roles("kim@example.org"), person.active) == ([], True)


def test_finding_people(client: CheckedClient) -> None:
    client.sign_in(user("Root", "root@example.org", roles=(Role.ADMIN,)))
    user("Ada Okafor", "ada@example.org", roles=(Role.STAFF, Role.PUBLISHER))
    user("Percy 100% Sure", "percy@example.org", roles=(), confirmed=False)
    page = client.get("/manage/people", budget=4)
    assert "3 accounts" in page.text
    assert "Publisher, Programme team" in page.text
    assert "Ada" in client.get("/manage/people?q=OKAF").text
    assert "Percy" not in client.get("/manage/people?q=ada").text
    found = client.get("/manage/people?q=100%25")
    assert "1 account found" in found.text
    assert "Not yet" in found.text
    assert "No account has that" in client.get("/manage/people?q=nobody").text


def test_the_list_is_paged_and_costs_the_same(client: CheckedClient) -> None:
    client.sign_in(user(roles=(Role.ADMIN,)))
    few = len(client.get("/manage/people").statements)
    for number in range(50):
        user(f"Person {number}", f"p{number:02}@example.org", roles=(Role.ASSESSOR,))
    page = client.get("/manage/people")
    assert len(page.statements) == few
    assert len(page.all("tr")) == 51
    assert len(client.get("/manage/people?page=2").all("tr")) == 2


def test_giving_and_taking_a_role(client: CheckedClient) -> None:
    boss = user("Root", roles=(Role.ADMIN,))
    user("Ada Okafor", "ada@example.org", roles=())
    client.sign_in(boss)
    path = "/manage/people/ada@example.org"
    assert client.get(path).h1 == "Ada Okafor"
    assert client.post(path, status=200).errors == ["Select a role to add"]
    client.follow(client.post(path, {"role": "assessor"}))
    assert roles("ada@example.org") == ["assessor"]
    page = client.post(path, {"role": "assessor"}, status=200)
    assert page.errors == ["Select one of the options"]
    client.post(f"{path}/remove-role", {"role": "assessor"})
    assert roles("ada@example.org") == []
    client.post(f"{path}/remove-role", {"role": "assessor"}, status=200)
    client.post(f"{path}/remove-role", {"role": "emperor"}, status=400)
    assert verbs_about("ada@example.org") == ["create", "add_role", "remove_role"]


def test_the_last_administrator_stays(client: CheckedClient) -> None:
    boss = user("Root", "root@example.org", roles=(Role.ADMIN,))
    client.sign_in(boss)
    page = client.post("/manage/people/root@example.org/remove-role", {"role": "admin"}, status=200)
    assert page.errors == [
        "This is the only account that can manage accounts. Make someone else admin first"
    ]
    page = client.post("/manage/people/root@example.org/suspend", status=200)
    assert page.errors == ["You can't suspend your own account"]
    assert roles("root@example.org") == ["admin"]


def test_suspending_ends_sessions_at_once(client: CheckedClient, app: Flask) -> None:
    ada = user("Ada Okafor", "ada@example.org", roles=(), password=PASSWORD)
    hers = CheckedClient(app)
    sign_in(hers, ada.email)
    hers.get("/account")
    client.sign_in(user(roles=(Role.ADMIN,)))
    client.post("/manage/people/ada@example.org/suspend")
    hers.get("/account", status=302)
    assert "Suspended" in client.get("/manage/people").text
    client.post("/manage/people/ada@example.org/reinstate")
    assert sign_in(hers, ada.email).location == "/start"


def test_a_lost_second_factor_is_reset(client: CheckedClient) -> None:
    ada = user("Ada Okafor", "ada@example.org", roles=(Role.STAFF,))
    client.sign_in(user(roles=(Role.ADMIN,)))
    client.post("/manage/people/ada@example.org/reset-second-factor")
    assert ada.tf_primary_method is None
    client.sign_in(ada)
    assert client.get("/start", status=302).location == "/two-factor/set-up"


def test_accounts_are_refused_with_a_reason(app: Flask) -> None:
    user(email="ada@example.org", roles=())
    for email, password, field in (
        ("Ada@Example.org", None, "email"),
        ("ada", None, "email"),
        ("new@example.org", "short", "password"),
    ):
        with pytest.raises(Refused) as refusal:
            services.create_user(email=email, name="Ada", password=password)
        assert refusal.value.field == field


def test_syncing_roles_again_changes_nothing(app: Flask) -> None:
    first = services.sync_roles()
    assert {role: row.id for role, row in services.sync_roles().items()} == {
        role: row.id for role, row in first.items()
    }
    assert set(first) == set(Role)


def test_people_with_a_role(app: Flask) -> None:
    ada = user("Ada Okafor", roles=(Role.ASSESSOR,))
    gone = user("Gone", roles=(Role.ASSESSOR,))
    user("Kim", roles=(Role.STAFF,))
    services.suspend(gone, actor=policy.SYSTEM)
    assert queries.people_with_role(Role.ASSESSOR) == [
        queries.PersonRow(ada.id, "Ada Okafor", ada.email)
    ]


def test_an_auditor_is_no_applicant(app: Flask) -> None:
    assert actor_of(user(roles=(Role.AUDITOR,))).roles == {Role.AUDITOR}
    assert actor_of(user(roles=())).roles == {Role.APPLICANT}
    assert actor_of(user(roles=(), confirmed=False)).roles == frozenset()


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
