"""Guessing is slowed down for an account and for an address; nobody is locked out by others."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from award import create_app
from award.accounts.models import SignInAttempt
from award.accounts.rules import throttle
from award.foundation import clock
from award.foundation.db import db
from tests.accounts.apps import code_for, recovery_codes, set_up
from tests.accounts.letters import letters, link_in
from tests.accounts.test_sign_in import sign_in
from tests.build.accounts import PASSWORD, user
from tests.client import CheckedClient
from tests.conftest import app_of_its_own, make_settings

WRONG = "not the password"


def elsewhere(app: Flask, number: int = 1) -> CheckedClient:
    """A browser at another internet address."""
    client = CheckedClient(app)
    client.browser.environ_base["REMOTE_ADDR"] = f"203.0.{number // 250}.{number % 250}"
    return client


def failures(email: str, count: int, address: str = "", *, at: datetime | None = None) -> None:
    """So many wrong passwords, as the sign-in page counts them."""
    for number in range(count):
        where = address or f"198.51.{number // 250}.{number % 250}"
        db.session.add(
            SignInAttempt(account=throttle.account_key(email), address=where, at=at or clock.now())
        )
    db.session.commit()


def test_waits_grow_and_are_capped() -> None:
    minutes = [throttle.GUESSES.wait(count) / timedelta(minutes=1) for count in range(9, 17)]
    assert minutes == [0, 1, 2, 4, 8, 15, 15, 15]
    assert throttle.GUESSES.wait(10**9) == timedelta(minutes=15)
    assert throttle.STRANGERS.wait(49) == timedelta(0)
    assert throttle.STRANGERS.wait(10**9) == timedelta(minutes=5)


def test_a_limit_of_emails_is_of_the_mailbox_that_they_arrive_in() -> None:
    same = ("ada@example.org", " Ada+one@Example.org", "ada+2+3@example.org")
    assert len({throttle.mail_key("watch", one) for one in same}) == 1
    same = ("ada.okafor@gmail.com", "a.daokafor+x@googlemail.com")
    assert len({throttle.mail_key("watch", one) for one in same}) == 1
    others = (
        "ada@example.org",
        "a.da@example.org",
        "+x@example.org",
        "ada@example.com",
        "ada+",
        "",
    )
    assert len({throttle.mail_key("watch", one) for one in others}) == len(others)


def test_a_hundred_failures_at_an_address_keep_nobody_else_out(client: CheckedClient) -> None:
    for number in range(30):
        failures(f"{number}@example.org", 10, "127.0.0.1")
    person = user(password=PASSWORD, roles=())
    assert sign_in(client, person.email).location == "/start"
    client.post("/sign-out")
    # less is free there, and the right password still comes in after a slip
    other = user(password=PASSWORD, roles=())
    sign_in(client, other.email, WRONG, 200)
    sign_in(client, other.email, WRONG, 200)
    assert sign_in(client, other.email).location == "/start"
    client.post("/sign-out")
    third = user(password=PASSWORD, roles=())
    for _ in range(3):
        sign_in(client, third.email, WRONG, 200)
    sign_in(client, third.email, WRONG, 429)


def test_a_wait_says_when_to_try_again(client: CheckedClient) -> None:
    person = user(password=PASSWORD, roles=())
    start = clock.now().replace(second=30)
    with clock.at(start):
        failures(person.email, 12, "127.0.0.1")
        page = sign_in(client, person.email, status=429)
        assert page.h1 == "Too many tries"
        assert "You can try again in 4 minutes, at" in page.text
        assert page.links()["choose a new one by email"] == "/reset"
        assert page.response.headers["Retry-After"] == "240"
    with clock.at(start + timedelta(minutes=3, seconds=30)):
        assert "in 1 minute, at" in sign_in(client, person.email, status=429).text
    with clock.at(start + timedelta(minutes=4)):
        assert sign_in(client, person.email).location == "/start"


def test_tries_while_waiting_do_not_lengthen_the_wait(client: CheckedClient) -> None:
    person = user(password=PASSWORD, roles=())
    start = clock.now()
    with clock.at(start):
        failures(person.email, 10, "127.0.0.1")
        for _ in range(20):
            sign_in(client, person.email, WRONG, 429)
    with clock.at(start + timedelta(minutes=1)):
        assert sign_in(client, person.email).location == "/start"


def test_the_right_password_clears_the_slips_of_this_address(client: CheckedClient) -> None:
    person = user(password=PASSWORD, roles=())
    failures(person.email, 9, "127.0.0.1")
    failures(person.email, 9, "203.0.113.9")
    sign_in(client, person.email)
    rows = db.session.execute(sa.select(SignInAttempt.address, sa.func.count()).group_by("address"))
    assert [tuple(row) for row in rows] == [("203.0.113.9", 9)]


def test_an_account_under_attack_from_everywhere(app: Flask) -> None:
    """A stranger waits, minutes at most; a browser that is known doesn't; the link by email opens
    at once."""
    person = user(password=PASSWORD, roles=())
    mine = elsewhere(app, 1)
    sign_in(mine, person.email)
    mine.post("/sign-out")
    start = clock.now()
    with clock.at(start):
        failures(person.email, 3000)
        stranger = elsewhere(app, 2)
        sign_in(stranger, person.email, status=429)
        assert sign_in(mine, person.email).location == "/start"
        mine.post("/sign-out")
        # a known browser has failures of its own
        for _ in range(10):
            sign_in(mine, person.email, WRONG, 200)
        sign_in(mine, person.email, status=429)

        borrowed = elsewhere(app, 3)
        borrowed.post("/reset", {"email": person.email}, status=200)
        new = {"password": "a quite different thing", "password_confirm": "a quite different thing"}
        borrowed.post(link_in(letters(person.email)[0], "/reset/"), new)
        assert sign_in(borrowed, person.email, new["password"]).location == "/start"
    failures(person.email, 3000, at=start)
    with clock.at(start + timedelta(minutes=5)):
        assert sign_in(stranger, person.email, new["password"]).location == "/start"


def test_a_browser_is_known_to_its_own_account_only(app: Flask) -> None:
    mine, victim = user(password=PASSWORD, roles=()), user(password=PASSWORD, roles=())
    attacker = elsewhere(app)
    sign_in(attacker, mine.email)
    attacker.post("/sign-out")
    failures(victim.email, 100)
    sign_in(attacker, victim.email, WRONG, 429)
    forged = elsewhere(app, 7)
    forged.browser.set_cookie("award_known", "x.y.z")
    sign_in(forged, victim.email, WRONG, 429)


@pytest.mark.parametrize(
    ("path", "kind"), [("/two-factor/code", "app"), ("/two-factor/recovery", "paper")]
)
def test_codes_are_counted_for_the_account_wherever_they_come_from(
    app: Flask, path: str, kind: str
) -> None:
    person = user(password=PASSWORD, second_factor=False)
    first = elsewhere(app, 200)
    sign_in(first, person.email)
    key = set_up(first)
    codes = recovery_codes(first.follow(first.post("/two-factor/recovery-codes")))
    for number in range(10):
        guesser = elsewhere(app, number)
        sign_in(guesser, person.email)
        guesser.post(path, {"code": "000000" if kind == "app" else "0000-0000-0000"}, status=200)
    last = elsewhere(app, 300)
    sign_in(last, person.email)
    right = code_for(key, 1) if kind == "app" else codes[0]
    page = last.post(path, {"code": right}, status=429)
    assert page.h1 == "Too many tries"
    assert "try again in 1 minute" in page.text
    with clock.at(clock.shifted(minutes=2)):
        assert last.post(path, {"code": right}).location == "/start"
    assert db.session.scalar(sa.select(sa.func.count()).select_from(SignInAttempt)) == 0


def test_a_stranger_cannot_keep_somebodys_link_from_them(client: CheckedClient, app: Flask) -> None:
    person = user(password=PASSWORD, roles=())
    for number in range(40):
        page = elsewhere(app, number).post("/reset", {"email": person.email}, status=200)
    assert len(letters(person.email)) == throttle.MAILS.free
    asked = client.post("/reset", {"email": person.email}, status=200)
    assert asked.text == page.text
    new = {"password": "a quite different thing", "password_confirm": "a quite different thing"}
    client.post(link_in(letters(person.email)[-1], "/reset/"), new)  # what was sent works
    with clock.at(clock.shifted(minutes=6)):
        client.post("/reset", {"email": person.email}, status=200)
    assert letters(person.email)[-1].notice == "accounts.reset_instructions"
    assert throttle.MAILS.longest < app.config["SECURITY_RESET_PASSWORD_WITHIN"]


def test_a_slip_in_the_form_counts_for_no_email(client: CheckedClient) -> None:
    newcomer = {"name": "Ada", "email": "ada@example.org", "password": "short"}
    for _ in range(5):
        client.post("/register", newcomer, status=200)
    client.post("/register", {**newcomer, "password": PASSWORD})
    assert len(letters("ada@example.org")) == 1


def test_the_forms_that_send_email_are_limited_by_address(app: Flask) -> None:
    crowd = elsewhere(app)
    for number in range(60):
        crowd.post("/reset", {"email": f"{number}@example.org"}, status=200)
    page = crowd.post("/confirm", {"email": "one@example.org"}, status=429)
    assert page.h1 == "Too many tries"
    assert "try again in" in page.text
    elsewhere(app, 2).post("/reset", {"email": "one@example.org"}, status=200)


def test_without_redis_the_limits_hold_in_memory(tmp_path: Path) -> None:
    unreachable = "redis://127.0.0.1:1/0"
    with app_of_its_own("sqlite", tmp_path, limits_url=unreachable) as app, app.app_context():
        client = CheckedClient(app)
        for number in range(60):
            client.post("/confirm", {"email": f"{number}@example.org"}, status=200)
        client.post("/confirm", {"email": "one@example.org"}, status=429)


def test_a_proxy_that_nobody_told_us_of_is_remarked_on_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    url = f"sqlite:///{tmp_path}/proxy.sqlite3"
    for proxies, times in ((0, 1), (1, 0)):
        app = create_app(make_settings(tmp_path, url, trusted_proxies=proxies))
        caplog.clear()
        with caplog.at_level(logging.WARNING):
            app.test_client().get("/healthz")
            for _ in range(3):
                app.test_client().get("/healthz", headers={"X-Forwarded-For": "203.0.113.9"})
        told = [record for record in caplog.records if "AWARD_TRUSTED_PROXIES" in record.message]
        assert len(told) == times


def test_an_address_in_code_is_no_address_anywhere(client: CheckedClient) -> None:
    for path in ("/reset", "/confirm", "/sign-in", "/register"):
        page = client.post(path, {"email": "=?utf-8?q?x?=@a.example"}, status=200)
        assert page.errors or page.h1 == "Check your email", path
