"""Do the templates say the same words as those of another tree? Every page, to everybody.

    python -m tests.bench.every_page /path/to/the/other/templates

One small world is built; each GET route is asked by each kind of person with these templates and
with the others, and the texts are compared. What the code passes to templates must fit both.
"""

from __future__ import annotations

import difflib
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from flask import Flask
from jinja2 import BaseLoader, ChoiceLoader, FileSystemLoader
from sqlalchemy import Connection

from award import create_app
from award.foundation import clock, migrations, public_pages
from award.foundation.db import db
from tests.architecture import asking
from tests.architecture import world as worlds
from tests.architecture.world import PEOPLE, World
from tests.bench.browser import parsed
from tests.bench.words import words
from tests.conftest import make_settings, rolled_back


def differences(app: Flask, other: Path) -> Iterator[str]:
    """Lines of a unified diff for each page whose words, links or fields differ."""
    ours = app.jinja_env.loader
    assert ours is not None
    loaders: tuple[BaseLoader, ...] = (ChoiceLoader([FileSystemLoader(other), ours]), ours)
    with rolled_back(app) as connection, clock.at(clock.now()):
        world = worlds.build()
        db.session.remove()
        for path, person in _pages(app, world):
            both = []
            for loader in loaders:
                app.jinja_env.loader = loader
                public_pages.init_app(app)
                both.append(_said(app, world, connection, path, person))
            yield from difflib.unified_diff(*both, f"other {path} {person}", path, n=1, lineterm="")


def _pages(app: Flask, world: World) -> Iterator[tuple[str, str]]:
    for method, rule in asking.routes(app):
        if method == "GET":
            for thing in asking.things_of(rule):
                path = asking.path_of(app, world, rule, thing, method)
                yield from ((path, person) for person in PEOPLE)


def _said(app: Flask, world: World, connection: Connection, path: str, person: str) -> list[str]:
    savepoint = connection.begin_nested()
    try:
        answer, _writes = asking.request_as(app, world.identities[person], "GET", path)
        if not answer.mimetype.endswith("html"):
            return [str(answer.status_code)]
        tree = parsed(answer.get_data())
        marks = [
            f"{element.tag} {name}={value}"
            for element in tree.iter()
            for name, value in sorted(element.attrib.items())
            if name in ("href", "action", "name", "id", "for", "role", "aria-label", "src")
        ]
        said = [each for each in words(answer.get_data()) if each != answer.headers["X-Request-Id"]]
        return [str(answer.status_code), *said, *marks]
    finally:
        savepoint.rollback()


def main(other: Path) -> int:
    with tempfile.TemporaryDirectory() as made:
        app = create_app(make_settings(Path(made), f"sqlite:///{made}/every.sqlite3"))
        with app.app_context():
            migrations.upgrade()
        db.session.session_factory.configure(join_transaction_mode="create_savepoint")
        found = list(differences(app, other))
    sys.stdout.writelines(f"{line}\n" for line in found)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
