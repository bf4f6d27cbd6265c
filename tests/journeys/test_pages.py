"""Every page that there is, of everybody and everything, with words too long for any column.

Of pages that are built alike, one is looked at: what is the same page of another application, or
the same refusal, tells nothing new.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser
from sqlalchemy import Connection, update
from werkzeug.routing import Rule

from award.accounts.models import Organisation, User
from award.applications.models import Application
from award.foundation.db import db
from award.rounds.models import Round
from tests.architecture import asking
from tests.architecture import world as worlds
from tests.architecture.world import PEOPLE, World
from tests.journeys import frame
from tests.journeys.visit import Visitor, built

pytestmark = [pytest.mark.journey, pytest.mark.any_database, pytest.mark.long]

PLACE = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"
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


def first_who_may(app: Flask, world: World, rule: Rule, thing: str) -> str:
    access = app.extensions["endpoint_access"][rule.endpoint]
    return next((p for p in PEOPLE if asking.may(world, access, rule, thing, p)), "visitor")


def test_every_page_fits_every_screen_and_breaks_no_rule(app: Flask, browser: Browser) -> None:
    connection = db._app_engines[app][None]
    assert isinstance(connection, Connection)
    shown = dict(pages(app, connection, with_long_words()))
    assert any(PLACE in html for html in shown.values())
    with frame.served(app, shown) as address:
        visitor = Visitor(browser, address, "page").go("/", look=False)
        for name, html in {built(html): (name, html) for name, html in shown.items()}.values():
            visitor.keep(name, html)
            visitor.judge(name, frame.show(visitor.page, name))
        visitor.close()


PLANTED = """<!doctype html><html lang="en"><head><title>Planted</title></head><body>
<main class="planted"><h1>Planted</h1><p style="color: #eee; background: #fff">Pale</p>
<div id="wide" style="min-width: 700px">Wide</div><input></main></body></html>
"""


def test_what_is_wrong_with_a_page_is_found(app: Flask, browser: Browser) -> None:
    with frame.served(app, {"planted": PLANTED}) as address:
        visitor = Visitor(browser, address, "planted").go("/", look=False)
        visitor.judge("In the frame", frame.show(visitor.page, "planted"))
        in_the_frame, visitor.faults = visitor.faults, []
        visitor.go("/planted", look=False).judge("In the window")
        visitor.context.close()
    for faults, screens in ((in_the_frame, ["320", "375", "641"]), (visitor.faults, ["320"])):
        too_wide = [fault for fault in faults if "px wide on" in fault]
        assert [fault.partition(" px wide on ")[2][:3] for fault in too_wide] == screens
        assert all('id="wide"' in fault for fault in too_wide)
        assert any("label: " in fault and "<input>" in fault for fault in faults)
    assert any("color-contrast: " in fault for fault in in_the_frame), "not seen before"
    assert not any("color-contrast: " in fault for fault in visitor.faults), "seen just now"
    assert len(in_the_frame) == len(visitor.faults) + 3
