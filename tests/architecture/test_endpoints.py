from __future__ import annotations

import pytest
from flask import Blueprint, Flask

from award.foundation import web
from award.foundation.policy import PERMISSIONS, permissions


def test_every_endpoint_says_who_may_open_it(app: Flask) -> None:
    declared = app.extensions["endpoint_access"]
    assert set(declared) == set(app.view_functions)
    assert set(declared.values()) <= {"public", *permissions()}


def test_an_endpoint_without_a_rule_stops_the_start() -> None:
    bare = Flask("bare")
    PERMISSIONS.fill(bare, ())
    blueprint = Blueprint("odd", __name__)
    blueprint.add_url_rule("/odd", "page", lambda: "hello")
    bare.register_blueprint(blueprint)
    web.declare_access(bare, {"static": "public"})
    with pytest.raises(RuntimeError, match=r"odd\.page declares no access"):
        web.check_endpoints(bare)


def test_an_endpoint_with_an_unknown_permission_stops_the_start() -> None:
    bare = Flask("bare")
    PERMISSIONS.fill(bare, ())
    bare.add_url_rule("/odd", "odd", web.requires("no.such")(lambda: "hello"))
    web.declare_access(bare, {"static": "public"})
    with pytest.raises(RuntimeError, match=r"odd needs the unknown permission 'no.such'"):
        web.check_endpoints(bare)


def test_every_address_that_is_promised_is_there(app: Flask) -> None:
    promised = {
        "/", "/rounds/<reference>", "/case-studies", "/case-studies/<slug>", "/register",
        "/sign-in", "/applications", "/assess", "/manage", "/healthz", "/readyz",
    }  # fmt: skip
    assert promised <= {rule.rule for rule in app.url_map.iter_rules()}
