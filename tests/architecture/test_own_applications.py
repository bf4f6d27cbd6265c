"""One's own application is out of reach in every role: every route that the programme has, asked
by people who hold its roles and lead an application, work on it in any part, did before, or are
invited to, or belong to the organisation that applies, or declared that they work for it. Each
route is asked about each thing in every role and with every tie, not with all pairs of the two."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection

import award
from award.assessment.queries.reach import colleagues
from award.foundation.db import db
from award.foundation.policy import Role
from tests.architecture import asking
from tests.architecture import world as worlds
from tests.architecture.conftest import Peopled
from tests.architecture.showing import CANARY, WITHOUT_A_TIE, Shown, shown_to_each
from tests.architecture.ties import (
    application,
    declared,
    editor,
    former,
    invited,
    lead,
    member,
    viewer,
)
from tests.architecture.world import World
from tests.build import accounts, decisions

pytestmark = [pytest.mark.any_database, pytest.mark.long]

ROLES = ((Role.STAFF, Role.PUBLISHER), (Role.AUDITOR,), (Role.ASSESSOR,))
TIES = (lead, member, editor, viewer, former, invited, declared)
ABOUT_ONE = ("/manage/applications/<reference>", "/manage/case-studies/<slug>",
             "/manage/awards/<reference>", "/manage/conflicts/<reference>",
             "/assess/<reference>")  # fmt: skip
SHOWS = ("/manage", "/manage/assessors", "/shortlist", "/applications", "/release",
         "/shortlist.csv", "/shortlist.json", "/shortlist.xlsx", "/assessors.csv")  # fmt: skip
PROGRAMME = ("/manage", "/assess")


@dataclass(frozen=True)
class Got:
    """What `who` got from one route about one thing."""

    who: str
    route: str
    thing: str
    status: int
    body: str

    def __str__(self) -> str:
        return f"{self.route} of {self.thing} by {self.who}: {self.status}"


@pytest.fixture(autouse=True)
def context() -> None:
    """The answers are plain data: no test here needs a transaction of its own."""


@dataclass(frozen=True)
class Everything:
    """One world for all tests of the module: what was asked by everyone with a tie to what `lead`
    of the world has applied for, and what they were shown."""

    world: World
    answers: list[Got]
    shown: dict[str, Shown]


@pytest.fixture(scope="module")
def all_of_it(peopled: Peopled) -> Everything:
    found: list[Got] = []
    app = peopled.app
    with peopled.undone() as (world, connection):
        for name in ("scored", "their scored"):
            decisions.staged(application(world, name))
        for number, roles in enumerate(ROLES):
            for turn, tie in enumerate(TIES, number):
                savepoint = connection.begin_nested()
                identity = accounts.signed_in(tie(world, *roles))
                db.session.remove()
                who = f"{tie.__name__} with {' and '.join(roles)}"
                found += _ask_as(app, world, connection, identity, who, turn)
                savepoint.rollback()
        return Everything(world, found, shown_to_each(app, world, connection))


@pytest.fixture
def asked(all_of_it: Everything) -> tuple[World, list[Got]]:
    return all_of_it.world, all_of_it.answers


@pytest.fixture
def shown(all_of_it: Everything) -> dict[str, Shown]:
    return all_of_it.shown


def _ask_as(
    app: Flask, world: World, connection: Connection, identity: dict[str, Any], who: str, turn: int
) -> Iterator[Got]:
    """One in as many as there are roles, another in each turn."""
    asked = [
        (method, rule, thing)
        for method, rule in asking.routes(app)
        if rule.rule.startswith(PROGRAMME)
        for thing in asking.things_of(rule)
    ]
    for method, rule, thing in asked[turn % len(ROLES) :: len(ROLES)]:
        path = asking.path_of(app, world, rule, thing, method)
        savepoint = connection.begin_nested()
        try:
            response, _writes = asking.request_as(app, identity, method, path)
        finally:
            savepoint.rollback()
        body = "" if response.status_code == 302 else response.get_data().decode("utf-8", "replace")
        response.close()
        yield Got(who, f"{method} {rule.rule}", thing, response.status_code, body)


def _mine(world: World) -> dict[str, str]:
    """Name -> address of the things that belong to an application of the lead's."""
    lead = world.actors["lead"].user_id
    return {
        name: world.keys[name]
        for name, facts in world.facts.items()
        if hasattr(facts, "application") and facts.application.lead_id == lead
    }


def _words(world: World) -> set[str]:
    """What stands in those only: references, titles, answers, and what assessors wrote."""
    mine = _mine(world)
    marks = {worlds.word(name) for name in mine} | {f"-of-{key}" for key in mine.values()}
    found = {word for word in world.readers if any(mark in word for mark in marks)}
    assert len(found) > 20
    return found | set(mine.values())


def test_no_page_of_the_programme_has_a_word_of_theirs(asked: tuple[World, list[Got]]) -> None:
    world, answers = asked
    words = _words(world)
    assert [f"{one}: {word}" for one in answers for word in words if word in one.body] == []
    # The same pages do show what others have applied for.
    assert sum("Title of Theirscoredword" in one.body for one in answers) > 10


def test_no_act_of_the_programme_reaches_one_of_theirs(asked: tuple[World, list[Got]]) -> None:
    world, answers = asked
    mine = [
        one
        for one in answers
        if one.thing in _mine(world) and one.route.partition(" ")[2].startswith(ABOUT_ONE)
    ]
    assert [str(one) for one in mine if one.status != 404] == []
    assert len(mine) > 200


def test_what_they_may_not_meet_changes_nothing_that_they_see(shown: dict[str, Shown]) -> None:
    """To the last letter, in lists, counts, searches, money, workload and files."""
    assert [
        f"{reader}, {path}: {pages.difference(path)}"
        for reader, pages in shown.items()
        if reader != WITHOUT_A_TIE
        for path in pages.changed
    ] == []
    assert sum(len(pages.before) for pages in shown.values()) > 150


def test_others_see_what_happened(shown: dict[str, Shown]) -> None:
    """So the pages that are compared are those on which it would be seen."""
    pages = shown[WITHOUT_A_TIE]
    changed = {path.partition("?")[0] for path in pages.changed}
    for end in SHOWS:
        assert any(path.endswith(end) for path in changed), end
    assert any(CANARY in body for body in pages.after.values())


def test_emails_to_the_team_pass_over_those_with_a_tie(peopled: Peopled) -> None:
    with peopled.undone() as (world, _connection):
        mine = application(world, "scored")
        insiders = {tie(world, *ROLES[0]).id for tie in TIES}
        for role in (Role.STAFF, Role.PUBLISHER):
            told = {person.id for person in colleagues(role, mine.id)}
            assert world.actors[role.value].user_id in told
            assert insiders.isdisjoint(told)
            elsewhere = application(world, "their scored")
            assert insiders <= {person.id for person in colleagues(role, elsewhere.id)}


def test_every_email_to_a_role_asks_who_may_meet_the_application() -> None:
    """No notice takes everybody with a role: but for accounts, what is asked before there is any
    application, what is shared or told without one, claims of pay, which name none, and who may sit
    in a room, where each is asked, all of them are about something."""
    package = Path(award.__file__).parent
    asking_all = [
        str(path.relative_to(package))
        for path in package.rglob("*.py")
        if "people_with_role(" in path.read_text() and path.parts[-3:-1] != ("accounts", "services")
    ]
    assert sorted(asking_all) == [
        "accounts/queries/people.py", "challenges/queries/told.py", "enquiries/queries.py",
        "meetings/queries/room.py", "moderation/queries/rooms.py", "payments/notices.py",
        "sharing/queries.py",
    ]  # fmt: skip
