"""Every page that there is, of everybody and everything, with words too long for any column.

Of pages that are built alike, one is looked at: what is the same page of another application, or
the same refusal, tells nothing new.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Route
from sqlalchemy import Connection, update
from werkzeug.routing import Rule

from award.accounts.models import Organisation, User
from award.applications.models import Application
from award.foundation.db import db
from award.rounds.models import Round
from tests.architecture import asking
from tests.architecture import world as worlds
from tests.architecture.world import PEOPLE, World
from tests.journeys.visit import Visitor

pytestmark = [pytest.mark.journey, pytest.mark.any_database, pytest.mark.long]

PLACE = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"
TAG = re.compile(r'<(/?[a-z][a-z0-9]*)(?:[^>]*? class="([^"]*)")?')
LETTERS = "Antidisestablishmentarianism" * 5


def with_long_words() -> World:
    """What an applicant or the programme may type, at its longest, in place of what reads well."""
    world = worlds.build()
    for column, words in (
        (User.name, LETTERS), (Organisation.name, PLACE), (Organisation.town, PLACE[:50]),
        (Application.title, LETTERS), (Round.title, LETTERS),
    ):  # fmt: skip
        table = column.class_.__table__  # past the trail's guard: nobody did this
        db.session.connection().execute(update(table).values({column.key: words}))
    db.session.commit()
    db.session.remove()
    return world


def pages(app: Flask, connection: Connection, world: World) -> Iterator[tuple[str, str]]:
    """(name, HTML) of what the first who may gets: of GET the page, of POST the form's errors."""
    for method, rule in asking.routes(app):
        for thing in asking.things_of(rule):
            person = first_who_may(app, world, rule, thing)
            path = asking.path_of(app, world, rule, thing, method)
            savepoint = connection.begin_nested()
            try:
                response, _ = asking.request_as(app, world.identities[person], method, path)
            finally:
                savepoint.rollback()
            if response.mimetype == "text/html" and not response.location:
                words = f"{method} {rule.rule} {thing} {response.status_code}"
                yield re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-"), response.text
            response.close()


def built(html: str) -> tuple[str, ...]:
    """What the page's own part is made of: its tags with their classes, in order."""
    own = html[html.index("<main") :]
    return tuple("".join(tag) for tag in TAG.findall(own))


def first_who_may(app: Flask, world: World, rule: Rule, thing: str) -> str:
    access = app.extensions["endpoint_access"][rule.endpoint]
    return next((p for p in PEOPLE if asking.may(world, access, rule, thing, p)), "visitor")


def test_every_page_fits_every_screen_and_breaks_no_rule(app: Flask, browser: Browser) -> None:
    connection = db._app_engines[app][None]
    assert isinstance(connection, Connection)
    shown = dict(pages(app, connection, with_long_words()))
    assert any(PLACE in html for html in shown.values())
    files = app.test_client()
    visitor = Visitor(browser, "http://pages.example", "page")

    def answer(route: Route) -> None:
        """The page itself is at hand; its styles and scripts come from the application."""
        path = route.request.url.removeprefix("http://pages.example")
        if path[1:] in shown:
            route.fulfill(body=shown[path[1:]], content_type="text/html")
        else:
            found = files.get(path)
            route.fulfill(body=found.data, status=found.status_code, content_type=found.mimetype)
            found.close()

    visitor.page.route("**/*", answer)
    for name, html in {built(html): (name, html) for name, html in shown.items()}.values():
        visitor.keep(name, html)
        visitor.page.goto(f"http://pages.example/{name}")
        visitor.judge(name)
    visitor.close()
