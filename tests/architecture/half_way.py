"""Links that are good, and people between two pages of signing in: what most requests never have,
and what stands behind a token is reached by nobody without."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from flask import Flask, session
from flask_security.confirmable import generate_confirmation_token
from flask_security.recoverable import generate_reset_password_token

from award.accounts import carried
from award.accounts.invitations import token_for
from award.accounts.models import User
from award.foundation import audit
from award.foundation.db import db
from award.foundation.policy import SYSTEM
from tests.architecture.asking import RAW, form_token
from tests.architecture.world import World
from tests.build import accounts

Links = dict[str, list[tuple[str, str]]]
"""By the start of a route up to its token: (person, token), the query that goes with it included.
By a whole route: (person, "")."""


def links(app: Flask, world: World) -> Links:
    """Make them, and the people who are on the way, in the world's transaction."""
    joining = accounts.user("Jo Joining", roles=(), confirmed=False)
    invited = accounts.user("Ina Invited", roles=())
    forgetful = accounts.user("Flo Forgetful", roles=(), password=accounts.PASSWORD)
    coded = accounts.user("Cody Coded", roles=(), password=accounts.PASSWORD)
    _be(world, "connecting", _connecting(app, forgetful))
    _connect(app, coded)
    _be(world, "at the code", _after_password(app, coded))
    with app.test_request_context():
        confirm = generate_confirmation_token(joining)  # type: ignore[no-untyped-call]
        reset = generate_reset_password_token(forgetful)  # type: ignore[no-untyped-call]
        invite = token_for(invited)
        taken = _carried(joining)
    return {
        "/confirm/<token>": [("visitor", f"{confirm}{taken}"), ("visitor", str(confirm))],
        "/reset/<token>": [("visitor", str(reset))],
        "/invitation/<token>": [("visitor", invite)],
        "/two-factor/set-up/<token>": [("connecting", "any")],
        "/two-factor/set-up": [("connecting", "")],
        "/two-factor/code": [("at the code", "")],
        "/two-factor/recovery": [("at the code", "")],
    }


def _be(world: World, name: str, held: Mapping[str, Any]) -> None:
    world.identities[name] = {**held}
    world.actors[name] = world.actors["other"]


def _carried(person: User) -> str:
    session[carried.GOING_TO] = "/applications"
    session["eligibility"] = {"phase": 2, "social_care": "yes"}
    return carried.query_for(person.email)


def _connecting(app: Flask, person: User) -> dict[str, Any]:
    """Signed in, with a key on the screen and no code typed yet."""
    browser = app.test_client()
    with browser.session_transaction() as held:
        held.update(accounts.signed_in(person))
    return _sent(app, browser, "/two-factor/set-up", {"setup": "authenticator"})


def _connect(app: Flask, person: User) -> None:
    with app.test_request_context():
        person.tf_totp_secret = app.extensions["security"].totp_factory.generate_totp_secret()
    person.tf_primary_method = "authenticator"
    audit.record(SYSTEM, "user_account.set_second_factor", person)
    db.session.commit()


def _after_password(app: Flask, person: User) -> dict[str, Any]:
    """The password was right, and the code is asked for."""
    values = {"email": person.email, "password": accounts.PASSWORD}
    return _sent(app, app.test_client(), "/sign-in", values)


def _sent(app: Flask, browser: Any, path: str, values: Mapping[str, str]) -> dict[str, Any]:
    """What the cookie holds after a form."""
    with browser.session_transaction() as held:
        held["csrf_token"] = RAW
        held["fs_paa"] = time.time()
    with app.app_context():
        answer = browser.post(path, data={**values, "csrf_token": form_token(app)})
    assert answer.status_code in (200, 302), (path, answer.status_code)
    with browser.session_transaction() as held:
        kept = dict(held)
    assert any(key.startswith("tf_") for key in kept), (path, kept, answer.get_data(as_text=True))
    return kept
