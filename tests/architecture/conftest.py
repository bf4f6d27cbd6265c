"""The small world, built once in a process for all that sweep over it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, replace

import pytest
from flask import Flask
from sqlalchemy import Connection, update

from award.accounts.models import SignIn
from award.foundation import clock
from award.foundation.db import db
from tests.architecture import world as worlds
from tests.architecture.world import World
from tests.conftest import app_of_its_own, rolled_back


@dataclass(frozen=True)
class Peopled:
    """An application of its own, in whose database the world is committed."""

    app: Flask
    built: World

    @contextmanager
    def undone(self) -> Iterator[tuple[World, Connection]]:
        """The world, and the connection on which all happens that is undone afterwards. Whoever is
        signed in has signed in just now."""
        for limiter in self.app.extensions.get("limiter", ()):
            limiter.reset()
        with rolled_back(self.app) as connection:
            now = clock.now()
            db.session.execute(update(SignIn).values(signed_in_at=now, last_seen_at=now))
            db.session.commit()
            db.session.remove()
            own = {"actors": dict(self.built.actors), "identities": deepcopy(self.built.identities)}
            yield replace(self.built, **own), connection


@pytest.fixture(scope="session")
def peopled(
    app: Flask, database_name: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Peopled]:
    with app_of_its_own(database_name, tmp_path_factory.mktemp("world")) as own:
        with own.app_context():
            world = worlds.build()
            db.session.remove()
        yield Peopled(own, world)
