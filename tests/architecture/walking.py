"""Browsers that walk every page of the small world and fill in the forms they find."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from flask import Flask, session
from flask_wtf.csrf import generate_csrf
from sqlalchemy import Connection, select
from sqlalchemy.orm import joinedload

from award.applications.models import Application
from award.foundation.db import db
from tests.architecture.asking import may, path_of, routes, things_of
from tests.architecture.conftest import Peopled
from tests.architecture.world import World
from tests.build.decisions import staged
from tests.page import Page
from tests.statements import Statements, counting

RAW = "0" * 40
WRITERS = ("lead", "assigned", "staff", "publisher", "admin", "other")
# Nothing but secrets and an address is typed there, or nobody can be signed in.
BEFORE_SIGN_IN = ("security.",)


class Browser:
    """One person's; its session can be lost and found."""

    def __init__(self, app: Flask, world: World, person: str) -> None:
        self.app, self.browser = app, app.test_client()
        self.sign_in(world.identities[person])

    def sign_in(self, identity: dict[str, Any] | None, raw: str = RAW) -> None:
        with self.browser.session_transaction() as cookie:
            cookie.clear()
            cookie["csrf_token"] = raw
            if identity is not None:
                cookie.update(identity, fs_paa=time.time())

    def token(self, raw: str = RAW) -> str:
        with self.app.app_context(), self.app.test_request_context():
            session["csrf_token"] = raw
            return str(generate_csrf())

    def get(self, path: str) -> Page:
        with self.app.app_context():
            return Page(self.browser.get(path), Statements())

    def post(self, path: str, values: dict[str, Any]) -> Page:
        """Sent on to where a 307 says, as any browser does."""
        with counting() as statements, self.app.app_context():
            response = self.browser.post(path, data=values)
            if response.status_code == 307:
                response = self.browser.post(response.location, data=values)
            return Page(response, statements)


@dataclass
class Walked:
    """The world, and the connection on which everything happens."""

    app: Flask
    world: World
    connection: Connection

    @contextmanager
    def undone(self) -> Iterator[None]:
        savepoint = self.connection.begin_nested()
        try:
            yield
        finally:
            savepoint.rollback()
            db.session.remove()

    def places(self, *, sent_to: bool = False) -> Iterator[tuple[str, str, str]]:
        """Endpoint, address and person of every page that a writer may ask for; or only of those
        whose address takes a form as well. Whoever may not has no form there (`test_routes.py`)."""
        found = routes(self.app)
        takes = {rule.rule for method, rule in found if method == "POST" or not sent_to}
        access = self.app.extensions["endpoint_access"]
        for method, rule in found:
            if method != "GET" or rule.endpoint.startswith(BEFORE_SIGN_IN):
                continue
            if rule.rule not in takes:
                continue
            for thing in things_of(rule):
                path = path_of(self.app, self.world, rule, thing, method)
                for person in WRITERS:
                    if may(self.world, access[rule.endpoint], rule, thing, person):
                        yield rule.endpoint, path, person

    def page(self, path: str, person: str) -> Page:
        return Browser(self.app, self.world, person).get(path)

    def taken_from_anybody(self, address: str) -> bool:
        """Needs nobody to sign in for what is sent there."""
        endpoint, _parts = self.app.url_map.bind("").match(address, method="POST")
        return bool(self.app.extensions["endpoint_access"][endpoint] == "public")

    def shape(self, address: str) -> str:
        """The address without what names a thing."""
        keys = {key.lower() for key in self.world.keys.values() if not key.isalpha()}
        return "/".join("*" if part.lower() in keys else part for part in address.split("/"))


@contextmanager
def walked(peopled: Peopled) -> Iterator[Walked]:
    """With a decision staged as well."""
    with peopled.undone() as (world, connection):
        wanted = select(Application).where(Application.reference == world.keys["assessed"])
        staged(db.session.scalars(wanted.options(joinedload(Application.round))).one())
        db.session.remove()
        yield Walked(peopled.app, world, connection)
