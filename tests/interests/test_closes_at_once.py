"""What makes a hard conflict closes the application to somebody with it, whatever changed."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from award.accounts.models import Organisation, OrganisationMember, User
from award.accounts.services import people
from award.applications.models import Application, Submission
from award.applications.rules.states import CollaboratorState
from award.applications.together import CoApplicant, Collaborator
from award.assessment.models.assignments import Assignment
from award.assessment.reminders import look_for_conflicts
from award.assessment.rules.states import AssignmentState
from award.foundation import audit, clock
from award.foundation.db import Base, db, transaction
from award.foundation.kept import keep_rows
from award.foundation.policy import SYSTEM, Role
from award.foundation.references import new_reference
from award.interests.models import DeclaredInterest, InterestConflict, InterestDeclaration
from award.interests.queries import facts
from award.interests.rules.declared import InterestKind
from award.interests.services import closing
from award.interests.services.keeping import WATCHES
from award.rounds.models import Round
from tests.build import accounts, applications, assessment
from tests.client import CheckedClient
from tests.interests.test_conflicts_used import application, declares, staff
from tests.statements import counting

__all__ = ["application", "staff"]

OURS, THEIRS = "Brightwater Care Ltd", "Quite Another Ltd"


@dataclass
class World:
    """An application of `OURS`, and somebody who has begun to assess it, declared an interest in
    `THEIRS` and has an address at theirs-made-up.org."""

    application: Application
    person: User

    @property
    def organisation(self) -> Organisation:
        return db.session.get_one(Organisation, self.application.organisation_id)

    @property
    def lead(self) -> User:
        return accounts.account_of(self.application.lead_id)


def _tell(verb: str, thing: Base) -> None:
    audit.record(SYSTEM, verb, thing)


def _another_organisation(world: World) -> None:
    other = Organisation(
        name=THEIRS,
        org_type=world.organisation.org_type,
        reference=new_reference("ORG"),
        created_by_id=world.lead.id,
    )
    for name in ("address_line_1", "town", "postcode", "region"):
        setattr(other, name, getattr(world.organisation, name))
    db.session.add(other)
    db.session.flush()
    _tell("organisation.create", other)
    world.application.organisation_id = other.id
    _tell("application.edit", world.application)


def _submitted_once_more(world: World) -> None:
    """As what happens to an application before it is submitted, which nothing is kept of."""
    unseen = update(Organisation).where(Organisation.id == world.organisation.id)
    db.session.execute(unseen.values(name=THEIRS), execution_options=audit.AS_TOLD)
    last = db.session.scalars(
        select(Submission).where(Submission.application_id == world.application.id)
    ).one()
    again = {
        one.name: getattr(last, one.name)
        for one in Submission.__table__.columns
        if one.name not in ("id", "number")
    }
    db.session.add(Submission(**again, number=last.number + 1))


def _joins_the_team(world: World) -> None:
    now = clock.now()
    lead = world.application.lead_id
    joined = accounts.user("Bea Joins", roles=())
    db.session.add(
        Collaborator(
            application_id=world.application.id, email=joined.email, person_id=joined.id,
            role="editor", state=CollaboratorState.ACCEPTED, organisation=THEIRS,
            token_digest="one", invited_by_id=lead, expires_at=now, accepted_at=now,
        )
    )  # fmt: skip


def _applies_together(world: World) -> None:
    db.session.add(
        CoApplicant(
            application_id=world.application.id, organisation=THEIRS, email="co@example.org",
            token_digest="two", asked_by_id=world.application.lead_id,
            expires_at=clock.now() + timedelta(days=9),
        )
    )  # fmt: skip


def _own_address(world: World) -> None:
    world.person.email = "ash@brightwater-made-up.org"
    _tell("user_account.change_email", world.person)


def _address_of_who_applies(world: World) -> None:
    world.organisation.website = "https://www.theirs-made-up.org"
    _tell("organisation.edit", world.organisation)
    world.lead.email = "lead@theirs-made-up.org"
    _tell("user_account.change_email", world.lead)


def _name(world: World) -> None:
    world.organisation.name = THEIRS
    _tell("organisation.edit", world.organisation)


def _number(world: World) -> None:
    world.organisation.cqc_provider_id = "1-101634585"
    _tell("organisation.edit", world.organisation)


def _belongs(world: World) -> None:
    db.session.add(
        OrganisationMember(organisation_id=world.organisation.id, user_id=world.person.id)
    )


def _declares(world: World) -> None:
    declares(world.person, InterestKind.FINANCIAL, OURS)


KINDS: tuple[tuple[type[Base], Callable[[World], None]], ...] = (
    (Application, _another_organisation),
    (Submission, _submitted_once_more),
    (Collaborator, _joins_the_team),
    (CoApplicant, _applies_together),
    (User, _own_address),
    (User, _address_of_who_applies),
    (Organisation, _name),
    (Organisation, _number),
    (OrganisationMember, _belongs),
    (InterestDeclaration, _declares),
)
"""All that a hard conflict is worked out from, with a change of it that makes one."""


@pytest.fixture
def world(application: Application, staff: User) -> World:
    """Some of it is so that one change more makes a conflict."""
    person = assessment.assessor()
    assessment.declared(application, person, staff=staff)
    found = World(application, person)
    with transaction():
        person.email = "ash@theirs-made-up.org"
        _tell("user_account.change_email", person)
        found.organisation.website = "https://brightwater-made-up.org/about"
        _tell("organisation.edit", found.organisation)
        found.lead.email = "lead@brightwater-made-up.org"
        _tell("user_account.change_email", found.lead)
        interest = DeclaredInterest(
            kind=InterestKind.EMPLOYMENT, organisation=THEIRS, number="1-101634585", position=""
        )
        declaration = InterestDeclaration(
            person_id=person.id, declared_at=clock.now(), expires_on=clock.now().date(),
            nothing_to_declare=False, interests=[interest],
        )  # fmt: skip
        db.session.add(declaration)
        _tell("user_account.declare_interests", person)
    keep_rows()
    assert db.session.scalars(select(InterestConflict)).all() == []
    return found


@pytest.mark.each_database
@pytest.mark.parametrize(("model", "change"), KINDS)
def test_whatever_makes_a_hard_conflict_closes_at_once(
    world: World, client: CheckedClient, model: type[Base], change: Callable[[World], None]
) -> None:
    """No worker comes in between. What it keeps afterwards is no less."""
    there = f"/assess/{world.application.reference}"
    client.sign_in(world.person)
    client.get(there)
    with transaction():
        change(world)
    (kept,) = db.session.scalars(select(InterestConflict))
    assert (kept.application_id, kept.person_id) == (world.application.id, world.person.id)
    assert kept.hard and kept.reasons
    client.get(there, status=404)
    keep_rows()
    db.session.expire_all()
    assert db.session.scalars(select(InterestConflict)).one().hard


def test_each_kind_of_change_is_tried() -> None:
    watched = {watch.model for watch in WATCHES}
    assert {model for model, _ in KINDS} == watched
    assert all(watch.at_once for watch in WATCHES)


def test_conflicts_are_worked_out_from_nothing_else(world: World) -> None:
    """Whatever statement reads, a change of it is watched; or comes with one that is."""
    with counting() as asked:
        facts.assessor_facts()
        facts.applied_facts(facts.was_submitted(), {})
    read = set(re.findall(r"(?:FROM|JOIN) (\w+)", " ".join(asked.texts)))
    read -= {"json_each"}
    along = {"declared_interest", "user_role"}  # with a declaration, and with an account
    assert read == {watch.model.__tablename__ for watch in WATCHES} - {"submission"} | along


@pytest.mark.each_database
def test_who_becomes_one_of_those_who_assess_opens_nothing_of_their_own(
    application: Application,
) -> None:
    colleague = accounts.user("Bo Colleague", roles=())
    accounts.organisation(colleague, name=OURS)
    assert db.session.scalars(select(InterestConflict)).all() == []
    with transaction():
        people.add_role(colleague, Role.ASSESSOR, actor=SYSTEM)
    (kept,) = db.session.scalars(select(InterestConflict))
    assert kept.hard and kept.person_id == colleague.id


@pytest.mark.each_database
def test_as_many_statements_for_many_people_and_applications(application: Application) -> None:
    def closed() -> int:
        with transaction(), counting() as asked:
            everybody = list(db.session.scalars(select(User.id)))
            every = list(db.session.scalars(select(Application.id)))
            closing.of_people(everybody)
            closing.of_applications(every)
            closing.of_organisations(list(db.session.scalars(select(Organisation.id))))
            db.session.rollback()
        return len(asked)

    accounts.organisation(assessment.assessor("Bo Colleague"), name=OURS)
    db.session.execute(InterestConflict.__table__.delete())
    few = closed()
    round_ = db.session.get_one(Round, application.round_id)
    for number in range(3):
        applications.submitted(round_, accounts.user(f"Lead {number}", roles=()))
        accounts.organisation(assessment.assessor(f"Bo {number}"), name=OURS)
    db.session.execute(InterestConflict.__table__.delete())
    assert closed() == few


@pytest.mark.each_database
def test_what_is_declared_closes_at_once_whatever_the_worker_is_at(
    application: Application, staff: User, client: CheckedClient
) -> None:
    """Nothing is kept again in between: the next page is closed, and so is what was under way."""
    person = assessment.assessor()
    begun = assessment.declared(application, person, staff=staff)
    there = f"/assess/{application.reference}"
    client.sign_in(person)
    form = client.get(there).form_values("/assess")
    declares(person, InterestKind.EMPLOYMENT)
    client.get(there, status=404)
    assert application.title not in client.get("/assess").text
    client.post(there, form, status=404)
    client.post(f"{there}/submit", {}, status=404)
    db.session.expire_all()
    assert db.session.get_one(Assignment, begun.id).state == AssignmentState.TO_SCORE
    keep_rows()
    look_for_conflicts()
    db.session.expire_all()
    assert db.session.get_one(Assignment, begun.id).state == AssignmentState.CONFLICTED
