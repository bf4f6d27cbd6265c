"""All that one person can read, in pages, lists and files."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Flask
from sqlalchemy import Connection
from werkzeug.routing import Rule

from award.foundation.db import db
from tests.architecture import asking
from tests.architecture.readable import readable
from tests.architecture.telling import telling_what_searches
from tests.architecture.world import World

SEARCHED = ("/manage", "/assess", "/case-studies")


def answers(
    app: Flask, world: World, connection: Connection, person: str, searched: str
) -> Iterator[tuple[str, str]]:
    """Route and words of whatever the person is answered with 200; lists are asked for the word
    `searched` as well. Routes that are for others, whatever they are asked about, are left out:
    `test_routes.py` asks them."""
    with telling_what_searches(app) as names:
        for method, rule in asking.routes(app):
            for thing in _things_for(app, world, rule, person):
                path = asking.path_of(app, world, rule, thing, method)
                queries = ["", f"?q={searched}"]
                if not (method == "GET" and path.startswith(SEARCHED)):
                    queries.pop()
                while queries:
                    where = path + queries.pop()
                    names.clear()
                    savepoint = connection.begin_nested()
                    try:
                        identity = world.identities[person]
                        response, _ = asking.request_as(app, identity, method, where)
                    finally:
                        savepoint.rollback()
                        db.session.remove()
                    data = response.get_data() if response.status_code == 200 else b""
                    response.close()
                    if queries and "q" not in names:
                        queries.clear()
                    yield f"{method} {where}", readable(data)


def _things_for(app: Flask, world: World, rule: Rule, person: str) -> tuple[str, ...]:
    """All that the route is asked about, if the person may ask it about any: what can be read of
    one may have changed since the world was noted."""
    access, things = app.extensions["endpoint_access"][rule.endpoint], asking.things_of(rule)
    found = any(asking.may(world, access, rule, thing, person) for thing in things)
    return things if found else ()
