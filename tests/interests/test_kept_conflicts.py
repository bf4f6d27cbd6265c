"""Conflicts are kept for each round, are made again when what they rest on changes, and read alike
whether they are kept or not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from award.accounts.models import Organisation
from award.accounts.services import people
from award.applications.models import Application
from award.applications.rules.states import ApplicationState, CollaboratorRole
from award.applications.services import submitting
from award.assessment.queries.reach import beyond
from award.foundation import audit, clock
from award.foundation.db import db, transaction
from award.foundation.kept import Kept, keep_rows, present
from award.foundation.policy import SYSTEM, Role
from award.interests import checks
from award.interests.models import ApplicationNames, InterestConflict
from award.interests.queries.ties import ties_between, ties_of
from award.interests.rules.conflicts import Reason, Tie
from award.interests.rules.declared import InterestKind
from award.interests.services.declaring import Given, declare_interests
from award.interests.services.keeping import keep_conflicts
from tests.build import accounts, applications, assessment, rounds, team
from tests.statements import counting

pytestmark = pytest.mark.each_database


@pytest.fixture
def application(app: object) -> Application:
    return applications.submitted()


def reasons(found: dict[tuple[int, int], Tie]) -> dict[int, list[Reason]]:
    return {pair[1]: [one.reason for one in tie.reasons] for pair, tie in found.items()}


def test_a_team_and_an_organisation_are_found_and_found_again(application: Application) -> None:
    """One world: what is there at first, what comes later, and what goes."""
    stranger = assessment.assessor("Ash Stranger")
    colleague = assessment.assessor("Bo Colleague")
    round_id = application.round_id
    keep_rows()
    assert ties_between(round_id) == {} and list(checks.conflicts_worked_out()) == []

    accounts.organisation(colleague, name="BRIGHTWATER CARE LTD")
    assert round_id not in set(db.session.scalars(present()))
    now = ties_between(round_id)
    assert reasons(now) == {colleague.id: [Reason.SAME_ORGANISATION]}
    keep_rows()
    assert ties_between(round_id) == now == ties_of([application.id], [colleague.id])
    assert ties_of([application.id], [stranger.id]) == {}
    assert list(checks.conflicts_worked_out()) == []

    theirs = db.session.scalars(
        select(Organisation).where(Organisation.name == "BRIGHTWATER CARE LTD")
    ).one()
    with transaction():
        theirs.name = "Something Else"
        audit.record(SYSTEM, "organisation.edit", theirs)
    assert ties_between(round_id) == {}
    keep_rows()
    assert db.session.scalars(select(InterestConflict)).all() == []

    db.session.execute(update(Kept).values(stamp=Kept.stamp, done=Kept.stamp))
    db.session.add(
        InterestConflict(
            application_id=application.id, person_id=stranger.id, round_id=round_id, hard=True,
            reasons=[["part", ""]],
        )
    )  # fmt: skip
    db.session.commit()
    assert len(list(checks.conflicts_worked_out())) == 1


def test_who_wrote_together_before_is_a_soft_conflict(app: object) -> None:
    first = applications.complete()
    writer = team.collaborator(first, CollaboratorRole.EDITOR, "Cai Writer", roles=(Role.ASSESSOR,))
    lead = accounts.account_of(first.lead_id)
    second = applications.submitted(first.round, lead)
    assert ties_between(first.round_id) == {}  # the draft that they share was never sent
    with clock.at(applications.while_open(first.round)), transaction():
        submitting.submit(first, actor=accounts.actor_of(lead), received_at=clock.now())
    found = ties_between(first.round_id)
    assert found[first.id, writer.id].hard
    assert found[second.id, writer.id].open
    assert [one.reason for one in found[second.id, writer.id].reasons] == [Reason.PAST]


def test_what_was_found_stays_after_the_decision_and_whatever_role_they_have_by_then(
    application: Application,
) -> None:
    """Nobody of the programme opens what their employer applied for, decided about or not."""
    chair = assessment.assessor("Cy Chair")
    round_id = application.round_id
    with transaction():
        employer = [Given(InterestKind.EMPLOYMENT, "Brightwater Care Ltd")]
        declare_interests(chair, employer, nothing=False, actor=accounts.actor_of(chair))
        people.remove_role(chair, Role.ASSESSOR, actor=SYSTEM)
        people.add_role(chair, Role.STAFF, actor=SYSTEM)
    keep_rows()
    actor = accounts.actor_of(chair)
    for state in (ApplicationState.REJECTED, ApplicationState.WITHDRAWN):
        with transaction():
            application.state = state
            if state == ApplicationState.WITHDRAWN:
                application.withdrawn_at = clock.now()
            audit.record(SYSTEM, "application.edit", application)
        keep_rows()
        assert beyond(actor, application), state
        assert ties_between(round_id) == {}  # nobody is asked to assess it
        assert list(checks.conflicts_worked_out()) == []


def test_a_role_that_is_taken_away_is_noticed(application: Application) -> None:
    colleague = assessment.assessor("Bo Colleague")
    accounts.organisation(colleague, name="BRIGHTWATER CARE LTD")
    keep_rows()
    with transaction():
        people.remove_role(colleague, Role.ASSESSOR, actor=SYSTEM)
    assert ties_between(application.round_id) == {}
    keep_rows()
    assert list(checks.conflicts_worked_out()) == []


def test_an_application_together_is_noticed_in_every_round(app: object) -> None:
    first = applications.submitted()
    lead = accounts.account_of(first.lead_id)
    later = applications.complete(rounds.open_round(), lead)
    writer = team.collaborator(later, CollaboratorRole.EDITOR, "Cai Writer", roles=(Role.ASSESSOR,))
    keep_rows()
    assert ties_between(first.round_id) == {}
    with clock.at(applications.while_open(later.round)), transaction():
        submitting.submit(later, actor=accounts.actor_of(lead), received_at=clock.now())
    assert ties_between(first.round_id)[first.id, writer.id].open
    keep_rows()
    with clock.at(clock.now() + timedelta(days=6 * 365)):
        assert list(checks.conflicts_worked_out()) == []  # no day that passes changes it


def test_as_many_statements_for_more_applications(application: Application) -> None:
    assessment.assessor("Ash Stranger")
    keep_conflicts(application.round_id)
    with counting() as one:
        keep_conflicts(application.round_id)
    for number in range(3):
        applications.submitted(application.round, accounts.user(f"Lead {number}", roles=()))
        assessment.assessor(f"More {number}")
    keep_conflicts(application.round_id)
    with counting() as more:
        keep_conflicts(application.round_id)
    assert len(more) == len(one)


def test_the_check_finds_names_that_no_answer_has(application: Application) -> None:
    keep_rows()
    assert list(checks.conflicts_worked_out()) == []
    for values in ({"words": ["ash stranger"]}, {"emails": ["a@b.example"]}, {"excluded": "Ash"}):
        with db.session.begin_nested() as undone:
            db.session.execute(update(ApplicationNames).values(**values))
            assert "is kept otherwise" in "".join(checks.conflicts_worked_out()), values
            undone.rollback()
