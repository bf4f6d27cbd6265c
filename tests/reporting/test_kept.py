"""Cover, load, tallies and figures that are kept say what their rows say, or nobody reads them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from award.accounts.models import Organisation, User
from award.accounts.services.people import add_role, reinstate, suspend
from award.applications.models import Application
from award.applications.services import submitting
from award.assessment import checks as assessment_checks
from award.assessment.models.kept import Cover, PersonLoad, RoundTally
from award.assessment.queries import people
from award.assessment.queries.keeping import kept_for
from award.assessment.queries.lists import application_list
from award.assessment.services import assigning, declaring
from award.foundation import audit
from award.foundation.db import db, transaction
from award.foundation.kept import Kept, keep_rows
from award.foundation.policy import SYSTEM, Actor, Role
from award.reporting import checks, queries
from award.reporting.models import RoundFigures
from tests.build import applications, assessment, decisions, rounds
from tests.build.accounts import actor_of, user


@pytest.fixture
def staff(app: object) -> User:
    return user("Sam Staff", roles=(Role.STAFF,))


class World:
    """A round with an application of every standing; `busy` has work left to do."""

    def __init__(self, staff: User) -> None:
        self.round = rounds.closed_round()
        self.staff = actor_of(staff)
        self.busy = assessment.assessor("Busy Bee")
        self.one, self.two = (applications.submitted(self.round, title=t) for t in ("One", "Two"))
        self.bare = applications.submitted(self.round, title="Bare")
        applications.draft(self.round)
        assessment.declared(self.one, self.busy, staff=staff)
        assessment.assigned(self.two, self.busy, staff=staff)
        self.done = applications.submitted(self.round, title="Done")
        assessment.assessed(self.done, [[9, 9, 9], [8, 8, 8]], staff=staff)
        decisions.staged(self.done, "fund", staff=staff)
        gone = applications.submitted(self.round, title="Gone")
        submitting.withdraw(gone, actor=Actor(gone.lead_id, "Ada Lead"))
        db.session.commit()

    def seen(self, actor: Actor | None = None) -> dict[str, Any]:
        """All that is read out of kept rows."""
        who = actor or self.staff
        table = application_list(self.round)
        lists = [
            table.rows(who, table.read({"state": [state], "q": [text]}, who))
            for state in ("", "to_assign", "submitted", "assessed", "withdrawn")
            for text in ("", "o", "renamed trust", "nothing has this")
        ]
        lists += [
            table.rows(who, table.read({"sort": [sort], "q": ["one"]}, who))
            for sort in ("-reference", "title", "-organisation", "covered")
        ]
        numbers = queries.in_numbers(self.round, who)
        kept = numbers.kept
        words = {key: value for key, value in vars(numbers).items() if key != "kept"}
        return {
            "lists": lists,
            "overview": queries.rounds_at_work(who),
            "numbers": words,
            "progress": queries.assessor_progress(self.round, who, kept=kept),
            "assessors": people.assessors(who),
            "stranded": people.stranded_assessors(who),
        }


@pytest.fixture
def world(staff: User) -> World:
    return World(staff)


def faults() -> list[str]:
    return [*assessment_checks.kept_rows(), *checks.figures()]


def put_behind() -> None:
    db.session.execute(sa.update(Kept).values(stamp=Kept.stamp + 1))


def acts(world: World, staff: User) -> dict[str, Callable[[], object]]:
    def fresh(application: Application) -> Application:
        return db.session.get_one(Application, application.id)

    person = world.busy
    return {
        "nothing": lambda: None,
        "an assessor is asked": lambda: assigning.assign(
            fresh(world.bare), assessment.assessor(), actor=world.staff
        ),
        "the account is suspended": lambda: suspend(person, actor=SYSTEM),
        "the account is reinstated": lambda: reinstate(person, actor=SYSTEM),
        "the role is taken away": lambda: remove_role_with_work(person),
        "the role is given again": lambda: add_role(person, Role.ASSESSOR, actor=SYSTEM),
        "an organisation is renamed": lambda: rename(fresh(world.bare)),
        "a draft is begun": lambda: applications.draft(world.round),
    }


def rename(application: Application) -> None:
    organisation = db.session.get_one(Organisation, application.organisation_id)
    organisation.name = "The Renamed Trust"
    audit.record(SYSTEM, "organisation.update", organisation)


def remove_role_with_work(person: User) -> None:
    """Whoever has work left keeps the role; as if it had been taken another way."""
    person.roles = [role for role in person.roles if role.name != Role.ASSESSOR.value]
    audit.record(SYSTEM, "user_account.remove_role", person)


def test_what_is_kept_reads_as_what_is_counted_now(world: World, staff: User) -> None:
    for said, act in acts(world, staff).items():
        with transaction():
            act()
        assert said == "nothing" or not kept_for(world.round.id, world.staff), said
        now = world.seen()
        keep_rows()
        assert kept_for(world.round.id, world.staff)
        kept = world.seen()
        for what, value in now.items():
            assert kept[what] == value, (said, what)
        assert faults() == []


def test_pages_read_what_is_kept_and_not_what_is_behind(world: World) -> None:
    keep_rows()
    right = world.seen()
    for model, values in (
        (Cover, {"covered": 7}),
        (Cover, {"words": "words", "joined": "words"}),
        (PersonLoad, {"load": 7}),
        (RoundTally, {"applications": 7}),
        (RoundFigures, {"states": {"submitted": [7] * 7}}),
    ):
        with db.session.begin_nested() as undone:
            db.session.execute(sa.update(model).values(values))
            assert world.seen() != right, model
            assert faults() != [], model
            put_behind()
            assert world.seen() == right, model
            undone.rollback()
    assert faults() == []


def test_whoever_has_a_conflict_is_counted_for_without_it(world: World, staff: User) -> None:
    assignment = assessment.assigned(world.bare, assessment.assessor("Con Flict"), staff=staff)
    person = db.session.get_one(User, assignment.assessor_id)
    assessor = Actor(person.id, person.name, person.email, frozenset({Role.ASSESSOR}))
    with transaction():
        declaring.declare_conflict(assignment, "financial", actor=assessor)
    keep_rows()
    theirs = Actor(person.id, person.name, person.email, frozenset({Role.STAFF}))
    assert kept_for(world.round.id, world.staff)
    assert not kept_for(world.round.id, theirs)
    everything = world.seen()["lists"][0]
    without = world.seen(theirs)["lists"][0]
    assert everything.counts[""] - without.counts[""] == 1
    assert world.bare.reference not in {row.reference for row in without.rows}


def test_a_draft_that_is_written_on_puts_nothing_behind(world: World) -> None:
    draft = applications.draft(world.round)
    keep_rows()
    with transaction():
        draft.title = "Another title"
        audit.record(SYSTEM, "application.save_answers", draft)
    assert kept_for(world.round.id, world.staff)
