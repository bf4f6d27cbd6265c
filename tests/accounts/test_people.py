"""Accounts and roles: the administrator's pages and the command line."""

from __future__ import annotations

import pytest
from flask import Flask

from award.accounts.queries import people
from award.accounts.services.people import create_user, suspend, sync_roles
from award.foundation import clock, objections, policy
from award.foundation.db import db
from award.foundation.errors import Refused
from award.foundation.policy import Role
from tests.accounts.letters import letters, link_in
from tests.accounts.test_sign_in import sign_in, verbs_about
from tests.build.accounts import PASSWORD, actor_of, user
from tests.client import CheckedClient


def roles(email: str) -> list[str]:
    db.session.expire_all()
    found = people.user_by_email(email)
    assert found is not None
    return sorted(role.name for role in found.roles)


def at(email: str, more: str = "") -> str:
    """The address of the page about the account of this email address."""
    found = people.user_by_email(email)
    assert found is not None
    return f"/manage/people/{found.reference}{more}"


def test_administrators_change_people_and_auditors_read_about_them(client: CheckedClient) -> None:
    person = user(email="kim@example.org", roles=(Role.ASSESSOR,))
    path = at(person.email)
    for role in Role:
        client.sign_in(user(roles=(role,)))
        reads, changes = role in (Role.ADMIN, Role.AUDITOR), role is Role.ADMIN
        client.get("/manage/people", status=200 if reads else 404)
        page = client.get(path, status=200 if reads else 404)
        assert ("People" in page.links()) is reads
        assert ("Suspend the account" in page.links(), "Add role" in page.buttons()) == (
            changes,
            changes,
        )
        client.get("/manage/people/new", status=200 if changes else 404)
        client.get(f"{path}/suspend", status=200 if changes else 403 if reads else 404)
        if role is not Role.ADMIN:
            refused = 403 if reads else 404
            client.post(path, {"role": "staff"}, status=refused)
            client.post(f"{path}/suspend", status=refused)
            client.post(f"{path}/give-role", {"role": "staff"}, status=refused)
            client.post("/manage/people/new", {"name": "A", "email": "a@b.uk"}, status=404)
    client.sign_in(None)
    client.get("/manage/people", status=302)
    assert (roles("kim@example.org"), person.active) == (["assessor"], True)


def test_finding_people(client: CheckedClient) -> None:
    client.sign_in(user("Root", "root@example.org", roles=(Role.ADMIN,)))
    user("Ada Okafor", "ada@example.org", roles=(Role.STAFF, Role.PUBLISHER))
    user("Percy 100% Sure", "percy@example.org", roles=(), confirmed=False)
    page = client.get("/manage/people", budget=5)
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
    path = at("ada@example.org")
    assert client.get(path).h1 == "Ada Okafor"
    assert client.post(path, status=200).errors == ["Select a role to add"]
    client.follow(client.post(path, {"role": "assessor"}))
    assert roles("ada@example.org") == ["assessor"]
    page = client.post(path, {"role": "assessor"}, status=200)
    assert page.errors == ["Select one of the options"]
    asks = client.get(f"{path}/remove-role?role=assessor")
    assert asks.h1 == "Remove the role Assessor from Ada Okafor?"
    assert roles("ada@example.org") == ["assessor"]
    done = client.follow(client.post(f"{path}/remove-role", {"role": "assessor"}))
    assert "Ada Okafor no longer has the role Assessor." in done.text
    assert roles("ada@example.org") == []
    page = client.post(f"{path}/remove-role", {"role": "assessor"}, status=200)
    assert page.errors == ["Ada Okafor does not have the role Assessor"]
    client.post(f"{path}/remove-role", {"role": "emperor"}, status=404)
    client.get(f"{path}/give-role", status=404)
    assert verbs_about("ada@example.org") == ["create", "add_role", "remove_role"]


@pytest.mark.parametrize("role", ["staff", "auditor", "admin"])
def test_a_role_that_reads_everything_is_asked_about_first(
    client: CheckedClient, role: str
) -> None:
    user("Ada Okafor", "ada@example.org", roles=())
    client.sign_in(user("Root", roles=(Role.ADMIN,)))
    path = at("ada@example.org")
    asks = client.follow(client.post(path, {"role": role}))
    assert roles("ada@example.org") == []
    assert asks.h1.startswith("Give Ada Okafor the role ")
    assert "authenticator app" in asks.text
    client.follow(client.post(f"{path}/give-role", {"role": role}))
    assert roles("ada@example.org") == [role]


def test_an_objection_to_a_role_stands_on_the_page(
    app: Flask, client: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(
        app.extensions["registers"][objections.OBJECTIONS.what],
        "user_account.add_role",
        (lambda person, role: Refused(f"Not {role} for {person.name}", field="role"),),
    )
    user("Ada Okafor", "ada@example.org", roles=())
    client.sign_in(user("Root", roles=(Role.ADMIN,)))
    path = at("ada@example.org")
    assert client.post(path, {"role": "assessor"}, status=200).errors == [
        "Not assessor for Ada Okafor"
    ]
    page = client.post(f"{path}/give-role", {"role": "staff"}, status=200)
    assert page.errors == ["Not staff for Ada Okafor"]
    values = {"name": "Kit", "email": "kit@example.org", "roles": ["publisher"]}
    page = client.post("/manage/people/new", values, status=200)
    assert page.errors == ["Not publisher for Kit"]
    assert people.user_by_email("kit@example.org") is None


def test_people_are_told_what_changes_about_their_account(client: CheckedClient) -> None:
    ada = user("Ada Okafor", "ada@example.org", roles=(Role.STAFF,))
    client.sign_in(user("Root", roles=(Role.ADMIN,)))
    path = at("ada@example.org")
    client.post(path, {"role": "publisher"})
    client.post(f"{path}/remove-role", {"role": "staff"})
    client.post(f"{path}/reset-second-factor")
    client.post(f"{path}/suspend")
    client.post(f"{path}/reinstate")
    assert [letter.subject for letter in letters(ada.email)] == [
        "You have a further role: Publisher",
        "You no longer have the role Programme team",
        "Your authenticator app was disconnected",
        "Your account is suspended",
        "Your account is open again",
    ]


def test_inviting_somebody(client: CheckedClient, app: Flask) -> None:
    boss = user("Root", "root@example.org", roles=(Role.ADMIN,))
    client.sign_in(boss)
    assert client.post("/manage/people/new", {}, status=200).errors == [
        "Enter their full name",
        "Enter their email address",
    ]
    values = {"name": "Kit Ash", "email": "root@example.org", "roles": ["assessor", "publisher"]}
    page = client.post("/manage/people/new", values, status=200)
    assert page.errors == ["root@example.org has an account already"]
    assert page.value_of("name") == "Kit Ash"
    page = client.post("/manage/people/new", {**values, "email": "kit@"}, status=200)
    assert page.errors == ["kit@ is not an email address, like name@example.org"]
    made = client.follow(client.post("/manage/people/new", {**values, "email": "Kit@Example.org"}))
    assert made.h1 == "Kit Ash" and "Not chosen yet" in made.text
    assert roles("kit@example.org") == ["assessor", "publisher"]
    letter = letters("kit@example.org")[-1]
    assert "Root has opened an account for you" in letter.body
    assert [letter.subject for letter in letters("kit@example.org")] == [
        "An account was opened for you: choose a password"
    ]
    link = link_in(letter, "/invitation/")
    theirs = CheckedClient(app)
    choose = theirs.follow(theirs.get(link, status=302))
    assert choose.h1 == "Choose a password"
    theirs.post(
        theirs.get(link, status=302).location,
        {"password": PASSWORD, "password_confirm": PASSWORD},
    )
    assert theirs.get(link, status=410).h1 == "This invitation no longer works"
    assert sign_in(theirs, "kit@example.org").status == 302
    client.post(at("kit@example.org", "/invite-again"), status=200)


def test_an_invitation_ends_and_can_be_sent_again(client: CheckedClient) -> None:
    client.sign_in(user("Root", roles=(Role.ADMIN,)))
    client.post("/manage/people/new", {"name": "Kit Ash", "email": "kit@example.org"})
    first = link_in(letters("kit@example.org")[-1], "/invitation/")
    with clock.at(clock.shifted(days=8)):
        client.get(first, status=410)
    client.get("/invitation/nonsense", status=410)
    page = client.get(at("kit@example.org"))
    client.get(page.links()["Send the invitation again"])
    client.post(at("kit@example.org", "/invite-again"))
    assert len(letters("kit@example.org")) == 2
    client.post(at("kit@example.org", "/suspend"))
    client.get(first, status=410)


def test_a_page_of_people_beyond_the_last_is_the_last(client: CheckedClient) -> None:
    client.sign_in(user(roles=(Role.ADMIN,)))
    page = client.get("/manage/people?page=99&q=kim", status=302)
    assert page.location == "/manage/people?q=kim"
    client.follow(page)


def test_the_last_administrator_stays(client: CheckedClient) -> None:
    boss = user("Root", "root@example.org", roles=(Role.ADMIN,))
    client.sign_in(boss)
    page = client.post(at("root@example.org", "/remove-role"), {"role": "admin"}, status=200)
    assert page.errors == [
        "This is the only account that can manage accounts."
        " Make someone else an administrator first"
    ]
    page = client.post(at("root@example.org", "/suspend"), status=200)
    assert page.errors == ["You can't suspend your own account"]
    assert roles("root@example.org") == ["admin"]


def test_suspending_ends_sessions_at_once(client: CheckedClient, app: Flask) -> None:
    ada = user("Ada Okafor", "ada@example.org", roles=(), password=PASSWORD)
    hers = CheckedClient(app)
    sign_in(hers, ada.email)
    hers.get("/account")
    client.sign_in(user(roles=(Role.ADMIN,)))
    client.post(at("ada@example.org", "/suspend"))
    hers.get("/account", status=302)
    assert "Suspended" in client.get("/manage/people").text
    client.post(at("ada@example.org", "/reinstate"))
    assert sign_in(hers, ada.email).location == "/start"


def test_a_lost_second_factor_is_reset(client: CheckedClient) -> None:
    ada = user("Ada Okafor", "ada@example.org", roles=(Role.STAFF,))
    client.sign_in(user(roles=(Role.ADMIN,)))
    client.post(at("ada@example.org", "/reset-second-factor"))
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
            create_user(email=email, name="Ada", password=password)
        assert refusal.value.field == field


def test_syncing_roles_again_changes_nothing(app: Flask) -> None:
    first = sync_roles()
    assert {role: row.id for role, row in sync_roles().items()} == {
        role: row.id for role, row in first.items()
    }
    assert set(first) == set(Role)


def test_people_with_a_role(app: Flask) -> None:
    ada = user("Ada Okafor", roles=(Role.ASSESSOR,))
    gone = user("Gone", roles=(Role.ASSESSOR,))
    user("Kim", roles=(Role.STAFF,))
    suspend(gone, actor=policy.SYSTEM)
    assert people.people_with_role(Role.ASSESSOR) == [
        people.PersonRow(ada.id, "Ada Okafor", ada.email)
    ]


def test_an_auditor_is_no_applicant(app: Flask) -> None:
    assert actor_of(user(roles=(Role.AUDITOR,))).roles == {Role.AUDITOR}
    assert actor_of(user(roles=())).roles == {Role.APPLICANT}
    assert actor_of(user(roles=(), confirmed=False)).roles == frozenset()
