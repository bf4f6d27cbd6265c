"""Every address, query and form field of the service, sent what no person would type.

Which names a page reads is not written down anywhere: a request that writes down what its view
asks for tells. Each is spoilt together with all the others, each with a value of its own, and by
itself: every name gets some of the values, dealt by a seed (SWEEP_SEED deals others), and all of
them with SWEEP_THOROUGHLY=1. Each request is undone before the next. The second database is asked
what databases take in ways of their own: values; not what is missing, nor what surrounds a form.
"""

from __future__ import annotations

import logging
import os
import traceback
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from sqlalchemy import Connection
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from award.foundation.db import db
from tests import places
from tests.architecture import asking, half_way, hostile
from tests.architecture.conftest import Peopled
from tests.architecture.half_way import Links
from tests.architecture.hostile import VALUES
from tests.architecture.telling import telling
from tests.architecture.world import PEOPLE, World
from tests.page import Page
from tests.statements import Statements

TOGETHER = 2
"""How often all names of a page or form are spoilt at once in a run."""
SINGLY = 1
"""With how many values each name of a form is spoilt by itself in a run."""
ELSEWHERE = {"csrf_token", "auth_token"}
"""Names that the libraries read on every page."""
Place = tuple[str, Rule, list[tuple[str, str]]]
"""Method, route, and (person, address) of those who may."""
INSIDERS = ("staff", "visitor", "admin", "publisher", "assigned", "lead", *PEOPLE)
"""In which order people are asked where many may: some pages are for visitors alone."""


@dataclass
class Found:
    """What broke, and how much was tried: a sweep that asks little proves nothing."""

    broken: list[str] = field(default_factory=list)
    asked: int = 0
    spoilt: set[tuple[str, str]] = field(default_factory=set)
    """(address, name) of whatever a query or a form may carry."""
    read: set[str] = field(default_factory=set)
    """Pages that answered 200 as they stand."""
    sent: set[str] = field(default_factory=set)
    """Forms that were taken as they stood on their page."""


class Faults(logging.Handler):
    """What is logged as an error: a value that only the database refused came too far, though a
    page says so."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())


class Sweep:
    """Asks as one person after the other, all within one transaction that is undone."""

    def __init__(
        self, app: Flask, world: World, connection: Connection, seed: int, thoroughly: bool = False
    ) -> None:
        self.app, self.world, self.connection = app, world, connection
        self.values_alone = connection.dialect.name != places.FIRST and not thoroughly
        self.found, self.chance, self.thoroughly = Found(), Random(seed), thoroughly
        self.names: set[str] = set()
        self.faults = Faults()
        self.held: dict[tuple[str, str], tuple[dict[str, list[str]], ...]] = {}
        """(person, address the form is sent to) to its fields as a page holds them, and with
        something in those that are blank."""

    def ask(
        self, person: str, method: str, path: str, told: str = "", **options: Any
    ) -> TestResponse | None:
        """The answer, read to its end; None when the service broke."""
        self.found.asked += 1
        where = f"{method} {path[:100]} by {person}, {told}"
        savepoint = self.connection.begin_nested()
        try:
            identity = self.world.identities[person]
            response, _writes = asking.request_as(self.app, identity, method, path, **options)
            response.get_data()
            response.close()
        except Exception as error:
            frames = traceback.extract_tb(error.__traceback__)
            ours = [f"{one.filename}:{one.lineno}" for one in frames if "site-packages" not in
                    one.filename and "/tests/" not in one.filename]  # fmt: skip
            self.found.broken.append(f"{where}: {type(error).__name__} {error!s:.150} {ours[-1:]}")
            return None
        finally:
            savepoint.rollback()
        if response.status_code >= 500 or self.faults.said:
            said, self.faults.said = self.faults.said, []
            self.found.broken.append(f"{where}: {response.status_code} {said!s:.150}")
            return None
        return response

    def around(self, *asked: Any, **options: Any) -> None:
        """What no database changes: the first is asked."""
        if not self.values_alone:
            self.ask(*asked, **options)

    def some(self, number: int, of: Iterable[str] = VALUES) -> list[str]:
        kinds = list(of)
        return self.chance.sample(kinds, len(kinds) if self.thoroughly else number)

    def together(self, names: list[str]) -> Iterator[tuple[str, dict[str, Any]]]:
        """Each name with a value of its own, so that none hides behind another's."""
        kinds = self.chance.sample(list(VALUES), len(VALUES))
        for turn in range(len(kinds) if self.thoroughly else TOGETHER):
            values = {
                name: kinds[(turn * 7 + number) % len(kinds)] for number, name in enumerate(names)
            }
            yield f"{values}", {name: VALUES[kind] for name, kind in values.items()}

    def read(self, person: str, rule: Rule, path: str) -> bool:
        """A page: as it is, and with every name that it reads spoilt. Was there one?"""
        self.names.clear()
        response = self.ask(person, "GET", path)
        if response is None or response.status_code != 200:
            return False
        self._keep_forms(person, path, response)
        if rule.rule in self.found.read:
            return True
        self.found.read.add(rule.rule)
        tried: set[str] = set()
        spoilt = _with(path, hostile.OF_ADDRESSES)
        self.around(person, "GET", spoilt, "what makes addresses", headers=self.headers(person))
        while names := sorted(self.names - tried - ELSEWHERE):
            tried.update(names)
            for told, values in self.together(names):
                self.ask(person, "GET", _with(path, values), told)
            for name in names if len(names) > 1 else ():
                for kind in self.some(1):
                    self.ask(person, "GET", _with(path, {name: VALUES[kind]}), f"{name} {kind}")
        self.found.spoilt.update((rule.rule, name) for name in tried)
        return True

    def headers(self, person: str) -> dict[str, str]:
        """All that a view may read; the session stays, so that the page is reached."""
        return {
            name: value
            for name, value in hostile.HEADERS.items()
            if name not in hostile.OF_THE_SERVER and (name != "Cookie" or person == "visitor")
        }

    def _keep_forms(self, person: str, path: str, response: TestResponse) -> None:
        """What stands in the forms of a page, but for those that stand on every page."""
        if response.mimetype != "text/html" or b'method="post"' not in response.get_data().lower():
            return
        page = Page(response, Statements())
        for form in page.all("form"):
            written = form.get("action") or ""
            key = (person, urlsplit(written or path).path)
            if form.get("method", "").lower() == "post" and key not in self.held:
                self.held[key] = (page.form_values(written), page.filled_values(written))

    def send(self, rule: Rule, asked: list[tuple[str, str]]) -> None:
        """A form: as its page holds it, by whoever gets furthest; spoilt as a whole, and each
        field by itself, since what is refused in one hides what comes after."""
        best: tuple[int, str, str, dict[str, Any]] | None = None
        self.names.clear()
        holding = [one for one in asked if one in self.held]
        for person, path in holding or asked:
            for held in self.held.get((person, path), ({},)):
                filled = {name: values for name, values in held.items() if name not in ELSEWHERE}
                response = self.ask(person, "POST", path, data=filled)
                rank = 0 if response is None else {302: 3, 200: 2}.get(response.status_code, 1)
                if best is None or rank > best[0]:
                    best = (rank, person, path, filled)
                if rank == 3:
                    break
            if best and best[0] == 3:
                self.found.sent.add(rule.rule)
                break
        if best is None:
            return
        _rank, person, path, filled = best
        # Whose session ended while the form was open sends all of it, and what a wrapper reads.
        self.around(
            "visitor", "POST", path, "by nobody", data={"password": "x", "code": "1", **filled}
        )
        self.around(person, "POST", path, "nothing", data={})
        spoilt = _with(path, hostile.OF_ADDRESSES)
        self.around(person, "POST", spoilt, "headers", data=filled, headers=self.headers(person))
        tried: set[str] = set()
        while names := sorted((self.names | set(filled)) - tried - ELSEWHERE):
            tried.update(names)
            self._spoil(person, path, filled, names)
        self.found.spoilt.update((rule.rule, name) for name in tried)
        self.around(person, "POST", path, "JSON", json=self.chance.choice(hostile.BODIES))

    def _spoil(self, person: str, path: str, filled: dict[str, Any], names: list[str]) -> None:
        for told, values in self.together(names):
            self.ask(person, "POST", path, told, data={**filled, **values})
        self.ask(person, "POST", _with(path, values), f"query {told}", data=filled)
        for name in names:
            for kind in self.some(SINGLY):
                data = {**filled, name: VALUES[kind]}
                self.ask(person, "POST", path, f"{name} {kind}", data=data)
            if filled.get(name):
                without = {key: each for key, each in filled.items() if key != name}
                self.around(person, "POST", path, f"{name} missing", data=without)

    def address(self, person: str, method: str, rule: Rule, path: str) -> None:
        """The address with each of its parts spoilt, asked by somebody who may open the right
        one."""
        for part in sorted(rule.arguments):
            for kind in self.some(2, hostile.IN_A_PATH):
                self.ask(person, method, hostile.spoilt(path, rule, part, kind), kind)
        self.ask("visitor", method, f"{path}%00%ff", "a NUL at the end")

    def go(self, places: list[Place]) -> Found:
        """Everything, in the order that lets forms be met on their pages before they are sent."""
        usual = self.app.request_class
        self.app.request_class = telling(self.names)
        log = logging.getLogger("award")
        log.addHandler(self.faults)
        try:
            for method, rule, asked in places:
                if method == "GET":
                    for path in dict.fromkeys(path for _person, path in asked):
                        any(self.read(one, rule, path) for one, open_ in asked if open_ == path)
            for method, rule, asked in places:
                if method == "POST":
                    self.send(rule, asked)
            for method, rule, asked in places:
                for person, path in asked[:1]:
                    self.address(person, method, rule, path)
            return self.found
        finally:
            self.app.request_class = usual
            log.removeHandler(self.faults)


def _with(path: str, values: dict[str, Any]) -> str:
    return f"{path}{'&' if '?' in path else '?'}{hostile.query(values)}"


def sweep(peopled: Peopled, seed: int) -> Found:
    """All that the service has."""
    thoroughly, app = bool(os.environ.get("SWEEP_THOROUGHLY")), peopled.app
    with peopled.undone() as (world, connection):
        links = half_way.links(app, world)
        db.session.remove()
        places = [(*route, list(_able(app, world, links, *route))) for route in asking.routes(app)]
        return Sweep(app, world, connection, seed, thoroughly).go(places)


def _able(
    app: Flask, world: World, links: Links, method: str, rule: Rule
) -> Iterator[tuple[str, str]]:
    """Who may ask about which things there; first those who come with what is good there alone."""
    access = app.extensions["endpoint_access"][rule.endpoint]
    for person, token in links.get(asking.start_of(rule), ()):
        path = asking.path_of(app, world, rule, asking.things_of(rule)[0], method)
        yield person, path.replace(world.keys["no such token"], token)
    for thing in asking.things_of(rule):
        path = asking.path_of(app, world, rule, thing, method)
        for person in dict.fromkeys(INSIDERS):
            if asking.may(world, access, rule, thing, person):
                yield person, path
