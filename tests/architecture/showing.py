"""What pages, lists and files of the programme show somebody before and after much has happened to
applications that they may not meet."""

from __future__ import annotations

import difflib
import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import Connection, select
from sqlalchemy.orm import joinedload
from werkzeug.routing import Rule

from award.accounts.models import User
from award.foundation import clock
from award.foundation.db import db
from award.foundation.kept import keep_rows
from award.foundation.policy import Role
from tests.architecture import asking
from tests.architecture.ties import TIED, application, conflicted, lead, member
from tests.architecture.world import World
from tests.build import accounts, assessment, decisions


def without_a_tie(_world: World) -> User:
    """Staff, who may see it all."""
    return _person("Staff Person")


WITHOUT_A_TIE = without_a_tie.__name__
READERS: tuple[tuple[Callable[..., User], tuple[Role, ...]], ...] = (
    (without_a_tie, ()),
    (lead, (Role.STAFF, Role.PUBLISHER)),
    (member, (Role.AUDITOR,)),
    (conflicted, (Role.STAFF, Role.PUBLISHER)),
    (conflicted, (Role.ASSESSOR, Role.PUBLISHER)),
)
QUERIES = {
    "/manage/rounds/<reference>/applications": ("?q=word", "?state=assessed&sort=title"),
    "/manage/rounds/<reference>/shortlist": ("?q=word", "?standing=ranked&decision=none"),
    "/manage/assessors": ("?sort=-load", "?q=person"),
    "/manage/audit": ("?kind=decision",),
    "/manage/case-studies": ("?state=draft",),
}
"""What lists are asked besides."""
FILES = ("csv", "json", "xlsx")
LISTS = {
    "/manage/<key>.<format>": ("assessors", "case-studies", "people"),
    "/manage/rounds/<reference>/<key>.<format>": ("shortlist", "applications"),
}
COUNTS_EVERYTHING = "/manage/audit/check"
"""How many events the trail has: that none is missing is what it is for."""
THINGS = ("closed", "their scored", "lead's account", "-")
CANARY = "Canaryword"
CHANGING = re.compile(r'name="(?:csrf_token|page_heard)"[^>]*>|quote <strong[^>]*>[0-9a-f]{16}<'
                      r"|\b[0-9a-f]{10}\b")  # fmt: skip
"""What differs from one time to the next by itself: a form's token, the number of a request, the
key of a table's new row."""


@dataclass(frozen=True)
class Shown:
    """What each address gave a reader before much happened that they may not meet, and after."""

    before: Mapping[str, str]
    after: Mapping[str, str]

    @property
    def changed(self) -> list[str]:
        return [path for path, body in self.before.items() if body != self.after[path]]

    def difference(self, path: str) -> str:
        """The lines that differ, for who has to find out why."""
        found = difflib.unified_diff(
            self.before[path].splitlines(), self.after[path].splitlines(), lineterm="", n=0
        )
        return " | ".join(line.strip() for line in found if line[:2] not in ("--", "++", "@@"))


def shown_to_each(app: Flask, world: World, connection: Connection) -> dict[str, Shown]:
    """By reader."""
    found = {}
    for tie, roles in READERS:
        savepoint = connection.begin_nested()
        identity = accounts.signed_in(tie(world, *roles))
        with clock.at(clock.now() + timedelta(minutes=1)):
            before = _kept_and_shown(app, world, connection, identity)
            _much_happens(world)
            after = _kept_and_shown(app, world, connection, identity)
        found[f"{tie.__name__} {' and '.join(roles)}".strip()] = Shown(before, after)
        db.session.remove()
        savepoint.rollback()
    return found


def _kept_and_shown(
    app: Flask, world: World, connection: Connection, identity: dict[str, Any]
) -> dict[str, str]:
    keep_rows()
    db.session.commit()
    return dict(_shown(app, world, connection, identity))


def _much_happens(world: World) -> None:
    """To those that are `TIED`, by other people who were there before."""
    to_score, scored, assessed = (application(world, name) for name in TIED)
    staff, busy = _person("Staff Person"), _person("Second Person")
    decisions.staged(scored, "reserve", reserve_position=1, staff=staff)
    decisions.staged(assessed, "fund", amount_gbp=9_000, note=f"{CANARY} in a note", staff=staff)
    assessment.assigned(scored, busy, staff=staff)
    assessment.scored(to_score, (9, 9, 9), busy, staff=staff, for_programme=f"{CANARY} for you")


def _person(name: str) -> User:
    found = select(User).where(User.name == name)
    return db.session.execute(found.options(joinedload(User.roles))).unique().scalar_one()


def _shown(
    app: Flask, world: World, connection: Connection, identity: dict[str, Any]
) -> Iterator[tuple[str, str]]:
    """Address and words of every page, list and file of the programme."""
    for method, path in _addresses(app, world):
        savepoint = connection.begin_nested()
        try:
            response, _writes = asking.request_as(app, identity, method, path)
        finally:
            savepoint.rollback()
        yield f"{method} {path}", CHANGING.sub("", _text(response.get_data()))
        response.close()


def _addresses(app: Flask, world: World) -> Iterator[tuple[str, str]]:
    for method, rule in asking.routes(app):
        if method == "GET" and rule.rule.startswith(("/manage", "/assess")):
            if rule.rule == COUNTS_EVERYTHING:
                continue
            for thing in _things(rule):
                path = asking.path_of(app, world, rule, thing, method)
                yield from ((method, path + asked) for asked in ("", *QUERIES.get(rule.rule, ())))
    for start, keys in LISTS.items():
        round_ = world.keys["closed"]
        for key in keys:
            for kind in FILES:
                path = start.replace("<reference>", round_).replace("<key>", key)
                yield "POST", path.replace("<format>", kind)


def _things(rule: Rule) -> list[str]:
    about = asking.things_of(rule)
    return [name for name in THINGS if name in about or ("applications" in rule.rule
            and "rounds" not in rule.rule and name == "their scored")]  # fmt: skip


def _text(body: bytes) -> str:
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            return "\n".join(
                book.read(name).decode() for name in book.namelist() if "core" not in name
            )
    return body.decode("utf-8", "replace")
