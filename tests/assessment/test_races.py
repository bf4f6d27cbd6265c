"""Two people at the same moment: real threads, each with a connection of its own."""

from __future__ import annotations

import threading

import pytest
from flask import Flask

from award.accounts.models import User
from award.accounts.queries.people import user_by_email
from award.accounts.services.people import add_role
from award.applications.models import Application
from award.assessment.models.assignments import Assignment, Sheet
from award.assessment.queries import lists, scores
from award.assessment.rules.chasing import Times
from award.assessment.services import assigning, chasing, declaring
from award.foundation.db import db
from award.foundation.errors import Refused, StaleVersion
from award.foundation.outbox import OutboxMessage
from award.foundation.policy import SYSTEM, Role
from award.rounds.models import Round
from tests.applications.test_races import PEOPLE, at_once, behind, count, own_app
from tests.build import accounts, applications, rounds
from tests.build import assessment as build
from tests.build.accounts import actor_of
from tests.client import CheckedClient
from tests.processes import HANGS

pytestmark = pytest.mark.each_database

__all__ = ["own_app"]


def test_of_several_who_assign_the_same_person_one_does(own_app: Flask) -> None:
    application, person = applications.submitted(), build.assessor()
    actor = actor_of(accounts.user(roles=(Role.STAFF,)))
    number, whom = application.id, person.id
    db.session.remove()

    def act(_who: int) -> str:
        found = db.session.get_one(Application, number)
        return assigning.assign(found, db.session.get_one(User, whom), actor=actor).alias

    results = at_once(own_app, act)
    assert len([result for result in results if isinstance(result, str)]) == 1
    refused = [result.reason for result in results if isinstance(result, Refused)]
    assert len(refused) == PEOPLE - 1
    assert all("has this application already" in reason for reason in refused)
    assert count(Assignment) == 1
    letters = db.select(OutboxMessage).where(OutboxMessage.notice == "assignment.assigned")
    assert len(db.session.scalars(letters).all()) == 1


def test_several_lists_that_overlap_wait_for_each_other_and_none_is_lost(own_app: Flask) -> None:
    round_ = rounds.open_round()
    numbers = [applications.submitted(round_).id for _ in range(3)]
    people = [build.assessor(f"Assessor {name}").id for name in "AB"]
    actor = actor_of(accounts.user(roles=(Role.STAFF,)))
    db.session.remove()

    def act(who: int) -> int:
        mine = numbers if who < 2 else numbers[:0:-1]
        chosen = lists.chosen_applications(actor, round_of(numbers[0]), references(mine))
        person = db.session.get_one(User, people[who % 2])
        try:
            return build.asked(chosen, person, actor=actor).assessments
        except Refused as refused:  # another list asked them for all of these a moment before
            assert str(refused) == "Nobody can be asked for any of these"
            return 0

    results = at_once(own_app, act)
    assert sum(results) == len(numbers) * len(people) == count(Assignment)
    aliases = db.session.execute(db.select(Assignment.application_id, Assignment.alias)).all()
    assert len(set(aliases)) == len(aliases)
    assert [scores.summary_of(number).assigned for number in numbers] == [2, 2, 2]


def test_assigning_beside_a_role_that_reads_everything_leaves_one_of_the_two(
    own_app: Flask,
) -> None:
    application, person = applications.submitted(), build.assessor()
    actor = actor_of(accounts.user(roles=(Role.STAFF,)))
    number, whom, email = application.id, person.id, person.email
    db.session.remove()

    def act(who: int) -> str:
        if who % 2:
            found = user_by_email(email)
            assert found is not None
            add_role(found, Role.AUDITOR, actor=SYSTEM)
            return "role"
        found = db.session.get_one(Application, number)
        assigning.assign(found, db.session.get_one(User, whom), actor=actor)
        return "assigned"

    results = at_once(own_app, act)
    done = {result for result in results if isinstance(result, str)}
    assert len(done) == 1
    holds = {role.name for role in user_by_email(email).roles}
    assert ("auditor" in holds) is not (count(Assignment) == 1)


def test_of_two_who_write_the_first_row_of_its_kind_one_is_told_that_the_other_did(
    own_app: Flask, database_name: str
) -> None:
    """When a round reminds has one row, which nobody could hold before it was there. On SQLite
    whoever writes second finds the row, and changes it."""
    round_, staff = rounds.open_round(), accounts.user(roles=(Role.STAFF,))
    number, actor = round_.id, actor_of(staff)
    client = CheckedClient(own_app).sign_in(staff)
    path = f"/manage/rounds/{round_.reference}/chasing/times"
    form = {**client.get(path).form_values(), "days_before": "5"}
    form["csrf_token"] = client.csrf_token()
    db.session.remove()

    def choose() -> None:
        chasing.choose_times(db.session.get_one(Round, number), Times(3, False, None), actor=actor)

    page = behind(own_app, choose, lambda: client.post(path, form, status=None))
    if database_name == "postgresql":
        assert (page.status, page.errors) == (200, [StaleVersion().reason]), page.errors
        assert page.value_of("days_before") == "5"
    else:
        assert page.status == 302


def test_of_those_who_declare_at_once_none_waits_for_another(
    own_app: Flask, database_name: str
) -> None:
    """Each is through with all of it before any has written it for good."""
    if database_name != "postgresql":
        pytest.skip("on SQLite one writes at a time")
    round_ = rounds.closed_round()
    people = [build.assessor(f"Assessor {name}") for name in "ABCD"]
    waiting = [build.assigned(applications.submitted(round_), person).id for person in people]
    actors, through = [actor_of(person) for person in people], threading.Barrier(PEOPLE)
    db.session.remove()

    def act(who: int) -> None:
        found = db.session.get_one(Assignment, waiting[who])
        declaring.declare_no_conflict(found, actor=actors[who])
        through.wait(HANGS)

    assert at_once(own_app, act) == [None] * PEOPLE
    assert count(Sheet) == PEOPLE


def round_of(number: int) -> Round:
    return db.session.get_one(Round, db.session.get_one(Application, number).round_id)


def references(numbers: list[int]) -> list[str]:
    return [db.session.get_one(Application, number).reference for number in numbers]
