"""How long a sign-in is good for, what ends it, and the page of one's own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from award import create_app
from award.accounts.models import SignIn, User
from award.accounts.rules.devices import device
from award.accounts.rules.sign_ins import limits_for
from award.accounts.services import people, sign_ins
from award.foundation import clock
from award.foundation.db import db
from award.foundation.policy import SYSTEM, Role
from tests.accounts.letters import letters, link_in
from tests.accounts.test_sign_in import sign_in, verbs_about
from tests.build.accounts import PASSWORD, signed_in, user
from tests.client import CheckedClient
from tests.conftest import make_settings

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0"
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
    "Gecko) Version/17.5 Mobile/15E148 Safari/604.1"
)


def copy_of(client: CheckedClient) -> CheckedClient:
    """A browser that holds the same cookie, as a thief would."""
    other = CheckedClient(client.app)
    cookie = client.browser.get_cookie("award_session")
    assert cookie is not None
    other.browser.set_cookie("award_session", cookie.value)
    return other


def out(client: CheckedClient) -> bool:
    return client.get("/account", status=302).location.startswith("/sign-in")


def inside(client: CheckedClient) -> bool:
    return client.get("/account").h1 == "Your account"


def test_signing_out_ends_the_copied_cookie(client: CheckedClient) -> None:
    person = user(password=PASSWORD, roles=())
    sign_in(client, person.email)
    thief = copy_of(client)
    assert inside(thief)
    client.post("/sign-out")
    assert out(thief)
    assert out(client)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(SignIn)) == 0
    assert verbs_about(person.email)[-2:] == ["sign_in", "sign_out"]


def test_the_table_holds_nothing_that_signs_in(client: CheckedClient) -> None:
    sign_in(client, user(password=PASSWORD, roles=()).email)
    with client.browser.session_transaction() as session:
        token = session["sign_in"]
    row = db.session.scalars(sa.select(SignIn)).one()
    assert token not in (row.token_digest, row.device)
    assert row.token_digest == sign_ins.digest_of(token)
    with client.browser.session_transaction() as session:
        session["sign_in"] = row.token_digest
    assert out(client)


def test_signing_in_again_ends_what_was(client: CheckedClient) -> None:
    person = user(password=PASSWORD, roles=())
    sign_in(client, person.email)
    thief = copy_of(client)
    with client.browser.session_transaction() as session:
        session.pop("_user_id")
    sign_in(client, person.email)
    assert inside(client)
    assert out(thief)


def _new_password(client: CheckedClient, person: User) -> None:
    client.post("/reset", {"email": person.email}, status=200)
    new = {"password": "a quite different thing", "password_confirm": "a quite different thing"}
    client.post(link_in(letters(person.email)[-1], "/reset/"), new)


def _served(change: Callable[[User], None]) -> Callable[[CheckedClient, User], None]:
    def make(_client: CheckedClient, person: User) -> None:
        fresh = db.session.scalars(
            sa.select(User).where(User.id == person.id).options(sa.orm.selectinload(User.roles))
        ).one()
        change(fresh)
        db.session.commit()

    return make


ENDS = {
    "a new password by email": _new_password,
    "a role given": _served(lambda p: people.add_role(p, Role.ASSESSOR, actor=SYSTEM)),
    "a role taken": _served(lambda p: people.remove_role(p, Role.STAFF, actor=SYSTEM)),
    "suspension": _served(lambda p: people.suspend(p, actor=SYSTEM)),
    "the second factor reset": _served(lambda p: people.reset_second_factor(p, actor=SYSTEM)),
}


@pytest.mark.parametrize("change", ENDS)
def test_what_changes_the_account_ends_its_sign_ins(app: Flask, change: str) -> None:
    person, somebody_else = user(password=PASSWORD, roles=(Role.STAFF,)), user()
    browsers = [CheckedClient(app).sign_in(person), CheckedClient(app).sign_in(person)]
    bystander = CheckedClient(app).sign_in(somebody_else)
    assert all(inside(browser) for browser in browsers)
    ENDS[change](CheckedClient(app), person)
    assert all(out(browser) for browser in browsers)
    assert inside(bystander)
    rows = db.session.scalars(sa.select(SignIn.user_id)).all()
    assert rows == [somebody_else.id]


def test_changing_the_password_keeps_this_browser_only(client: CheckedClient) -> None:
    person = user(password=PASSWORD, roles=())
    sign_in(client, person.email)
    thief, other = copy_of(client), CheckedClient(client.app).sign_in(person)
    new = "a quite different thing"
    sent = {"password": PASSWORD, "new_password": new, "new_password_confirm": new}
    client.post("/change-password", sent)
    assert inside(client)
    assert out(thief)
    assert out(other)
    assert verbs_about(person.email) == ["create", "sign_in", "change_password"]


@pytest.mark.parametrize(
    ("roles", "idle", "longest"),
    [((), 8, 168), ((Role.ASSESSOR,), 2, 24), ((Role.STAFF,), 1, 12),
     ((Role.ASSESSOR, Role.PUBLISHER), 1, 12), ((Role.AUDITOR,), 1, 12), ((Role.ADMIN,), 1, 12)],
)  # fmt: skip
def test_limits_by_role(
    client: CheckedClient, roles: tuple[Role, ...], idle: int, longest: int
) -> None:
    start = clock.now()
    with clock.at(start):
        cookie = signed_in(user(roles=roles))
    with client.browser.session_transaction() as session:
        session.update(cookie)
    step = timedelta(hours=idle) - timedelta(minutes=1)
    moment, limit = start, start + timedelta(hours=longest)
    while moment + step < limit:  # somebody who is always just in time
        moment += step
        with clock.at(moment):
            assert inside(client)
    with clock.at(limit):
        assert out(client)
        page = client.get("/sign-in")
    assert "You were signed out, because you signed in more than" in page.text


def test_doing_nothing_ends_it_and_says_so(client: CheckedClient) -> None:
    person = user(password=PASSWORD, roles=())
    start = clock.now()
    with clock.at(start):
        sign_in(client, person.email)
        thief = copy_of(client)
    with clock.at(start + timedelta(hours=8)):
        page = client.follow(client.get("/account", status=302))
        assert "You were signed out, because you did nothing here for 8 hours." in page.text
        assert "You were signed out" not in client.get("/sign-in").text
        assert out(thief)
    with clock.at(start + timedelta(days=8)):
        sign_in(client, person.email)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(SignIn)) == 1


def test_that_somebody_was_there_is_noted_after_the_page_and_seldom(client: CheckedClient) -> None:
    person = user(password=PASSWORD, roles=())
    start = clock.now()
    with clock.at(start):
        sign_in(client, person.email)

    def seen() -> timedelta:
        return db.session.scalars(sa.select(SignIn.last_seen_at)).one() - start

    for minutes, noted in ((1, 0), (4, 0), (5, 5), (9, 5), (11, 11)):
        with clock.at(start + timedelta(minutes=minutes)):
            client.get("/account")  # the client refuses a write before the page is complete
        assert seen() == timedelta(minutes=noted)


def test_the_limits_of_the_programme_are_shorter_than_those_of_applicants() -> None:
    applicant = limits_for({Role.APPLICANT})
    for role in set(Role) - {Role.APPLICANT}:
        limits = limits_for({role, Role.APPLICANT})
        assert limits.idle < applicant.idle
        assert limits.longest < applicant.longest


def test_the_page_of_ones_own_sign_ins(client: CheckedClient) -> None:
    person, somebody_else = user(password=PASSWORD, roles=()), user(roles=())
    CheckedClient(client.app).sign_in(somebody_else)
    client.browser.environ_base["HTTP_USER_AGENT"] = FIREFOX
    phone, laptop = CheckedClient(client.app), CheckedClient(client.app)
    phone.browser.environ_base["HTTP_USER_AGENT"] = PHONE
    for browser in (client, phone, laptop):
        sign_in(browser, person.email)
    assert client.get("/account").links()["Where you are signed in"] == "/account/sign-ins"
    page = client.get("/account/sign-ins", budget=3)
    assert page.h1 == "Where you are signed in"
    names = [row.find("th").text for row in page.all("tr")[1:]]  # type: ignore[union-attr]
    assert names[0] == "Firefox on Windows"
    assert sorted(names[1:]) == ["A browser we do not know", "Safari on an iPhone"]
    assert page.text.count("This browser") == 1

    rows = {row.device: row.id for row in db.session.scalars(sa.select(SignIn))}
    done = client.post("/account/sign-ins", {"end": str(rows["Safari on an iPhone"])})
    assert "Safari on an iPhone is signed out." in client.follow(done).text
    assert out(phone)
    assert inside(laptop)
    client.post("/account/sign-ins", {"end": "others"})
    assert out(laptop)
    assert inside(client)
    assert "Sign out everywhere but here" not in client.get("/account/sign-ins").buttons()
    assert verbs_about(person.email).count("end_sign_in") == 2
    assert db.session.scalar(sa.select(sa.func.count()).select_from(SignIn)) == 2


@pytest.mark.parametrize("sent", ["", "0", "x", "99999999999999999999", "²", None])
def test_nobody_signs_out_somebody_else(client: CheckedClient, sent: str | None) -> None:
    mine, theirs = user(roles=()), user(roles=())
    other = CheckedClient(client.app).sign_in(theirs)
    row = db.session.scalars(sa.select(SignIn)).one()
    client.sign_in(mine)
    page = client.post("/account/sign-ins", {"end": sent or str(row.id)}, status=200)
    assert page.errors == ["That browser is signed out already"]
    assert inside(other)


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        (FIREFOX, "Firefox on Windows"),
        (PHONE, "Safari on an iPhone"),
        ("Mozilla/5.0 (X11; CrOS x86_64) Chrome/126.0 Safari/537.36", "Chrome on a Chromebook"),
        ("Mozilla/5.0 (Macintosh) Chrome/126.0 Safari/537.36 Edg/126.0", "Edge on a Mac"),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/126.0 Mobile Safari/537.36", "Chrome on Android"),
        ("curl/8.0", "A browser we do not know"),
        ("Linux <script>", "A browser on Linux"),
        ("", "A browser we do not know"),
    ],
)
def test_a_browser_in_words(sent: str, words: str) -> None:
    assert device(sent) == words


def test_nobody_is_remembered_beyond_their_sign_in(client: CheckedClient) -> None:
    person = user(password=PASSWORD, roles=())
    client.post("/sign-in", {"email": person.email, "password": PASSWORD, "remember": "y"})
    assert client.browser.get_cookie("remember_token") is None
    assert client.get("/sign-in", status=302)


def test_on_https_the_cookie_belongs_to_this_host_alone(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/https.sqlite3"
    app = create_app(make_settings(tmp_path, url, base_url="https://localhost"))
    response = app.test_client().get("/sign-in", base_url="https://localhost")
    (cookie,) = response.headers.getlist("Set-Cookie")
    assert cookie.startswith("__Host-award_session=")
    parts = {part.strip() for part in cookie.split(";")[1:]}
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} == parts
