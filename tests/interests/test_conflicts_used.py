"""Conflicts that are found: nobody is asked to assess against one, what may be one is decided, and
what comes up later is gone from everything."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from award.accounts.models import User
from award.applications.models import Application
from award.applications.rules.states import ApplicationState
from award.assessment.models.assignments import Assignment
from award.assessment.models.kept import ScoreSummary
from award.assessment.queries.found_later import untold
from award.assessment.queries.reach import beyond
from award.assessment.reminders import look_for_conflicts
from award.assessment.rules.states import AssignmentState
from award.assessment.services import assigning, declaring
from award.assessment.services.conflicts import tell_of_possible
from award.foundation import audit, clock
from award.foundation.db import db, transaction
from award.foundation.errors import Refused
from award.foundation.kept import keep_rows
from award.foundation.outbox import OutboxMessage
from award.foundation.policy import SYSTEM, Role
from award.interests import checks
from award.interests.models import ConflictDecision
from award.interests.rules.conflicts import Found, Reason, Tie
from award.interests.rules.declared import InterestKind
from award.interests.services.declaring import Given, declare_interests
from award.rounds.models import Round
from tests.build import accounts, applications, assessment, rounds
from tests.client import CheckedClient


@pytest.fixture
def application(app: object) -> Application:
    return applications.submitted()


@pytest.fixture
def staff(app: object) -> User:
    return accounts.user("Sam Staff", roles=(Role.STAFF,))


def declares(person: User, kind: InterestKind, name: str = "Brightwater Care Ltd") -> None:
    with transaction():
        declare_interests(
            person, [Given(kind, name)], nothing=False, actor=accounts.actor_of(person)
        )


def declares_more(person: User) -> None:
    partner = [
        Given(InterestKind.FAMILY, "Brightwater Care Limited"),
        Given(InterestKind.EMPLOYMENT, "Other Care"),
    ]
    with transaction():
        declare_interests(person, partner, nothing=False, actor=accounts.actor_of(person))


def letters(notice: str) -> int:
    query = select(func.count()).where(OutboxMessage.notice == notice)
    return db.session.scalar(query) or 0


def test_a_part_is_refused_and_what_may_be_one_needs_a_reason(
    application: Application, staff: User, client: CheckedClient
) -> None:
    works_there, sister = assessment.assessor("Wyn Works"), assessment.assessor("Sal Sister")
    declares(works_there, InterestKind.EMPLOYMENT)
    declares(sister, InterestKind.FAMILY)
    actor = accounts.actor_of(staff)
    why = assessment.refused([application], works_there)
    assert why[application.reference] == "Wyn Works has a conflict of interest"
    with pytest.raises(Refused, match="has a conflict"):
        assigning.assign(application, works_there, actor=actor, despite="We need her")
    with pytest.raises(Refused, match="decide about it first"):
        assigning.assign(application, sister, actor=actor)
    db.session.rollback()

    keep_rows()
    client.sign_in(staff)
    address = f"/manage/applications/{application.reference}"
    page = client.get(address).text
    assert "Wyn Works" not in page and "May be a conflict" in page
    client.post(f"{address}/assign", {"assessor": str(sister.id)}, status=200)
    assert db.session.scalar(select(func.count()).select_from(Assignment)) == 0
    client.post(
        f"{address}/assign", {"assessor": str(sister.id), "despite": "She left them in 2019."}
    )
    (decision,) = db.session.scalars(select(ConflictDecision))
    assert (decision.decision, decision.reason) == ("may_assess", "She left them in 2019.")
    keep_rows()
    look_for_conflicts()
    assert letters("conflict.to_decide") == 0  # decided already


def test_what_comes_up_later_is_gone_at_once_and_counts_no_more(
    application: Application, staff: User, client: CheckedClient
) -> None:
    person = assessment.assessor()
    done = assessment.scored(application, (8, 7, 6), person, staff=staff)
    summary = db.session.get_one(ScoreSummary, application.id)
    assert summary.submitted == 1
    declares(person, InterestKind.EMPLOYMENT)
    keep_rows()
    assert beyond(accounts.actor_of(person), application)
    look_for_conflicts()
    look_for_conflicts()
    db.session.expire_all()
    assert db.session.get_one(Assignment, done.id).state == AssignmentState.VOIDED
    assert db.session.get_one(ScoreSummary, application.id).submitted == 0
    assert (letters("assignment.kept_apart"), letters("assignment.removed")) == (1, 1)
    client.sign_in(person)
    assert application.reference not in client.get("/assess").text
    client.get(f"/assess/{application.reference}", status=404)


def test_what_a_wrong_conflict_took_is_given_back_with_a_reason(
    application: Application, staff: User, client: CheckedClient
) -> None:
    person = assessment.assessor()
    done = assessment.scored(application, (8, 7, 6), person, staff=staff)
    declares(person, InterestKind.EMPLOYMENT)
    keep_rows()
    look_for_conflicts()
    address = f"/manage/conflicts/{application.reference}/{person.reference}"
    client.sign_in(staff)
    page = client.get(f"/manage/applications/{application.reference}", budget=20)
    assert address in page.html
    part = client.get(address)
    assert "Interests that they declared Employer: Brightwater Care Ltd" in part.text
    assert "They say of it" not in part.text, "it was taken from them"
    assert "ask them again" not in part.text
    back = {"decision": "give_back", "reason": "She named the wrong home."}
    client.post(address, {**back, "shown": part.value_of("shown")}, status=200)

    declares(person, InterestKind.EMPLOYMENT, "Somewhere Else")
    keep_rows()
    free = client.get(address)
    assert "There is no conflict of interest" in free.text
    told = letters("assignment.assigned")
    client.post(address, {**back, "shown": free.value_of("shown")})
    db.session.expire_all()
    person, given = accounts.account_of(person.id), db.session.get_one(Assignment, done.id)
    assert (given.state, given.submitted_at) == (AssignmentState.TO_DECLARE, None)
    assert letters("assignment.assigned") == told + 1
    assert application.reference in client.sign_in(person).get("/assess").text
    values = assessment.sheet_values(application, (8, 7, 6))
    with transaction():
        declaring.declare_no_conflict(given, actor=accounts.actor_of(person))
    assessment.submit(given, person, values)
    db.session.expire_all()
    assert db.session.get_one(ScoreSummary, application.id).submitted == 1
    person, staff = accounts.account_of(person.id), accounts.account_of(staff.id)

    # A conflict that somebody declared themselves is theirs to take back, not staff's.
    with transaction():
        again = db.session.get_one(Assignment, done.id)
        declaring.declare_conflict(again, "family", "", actor=accounts.actor_of(person))
    client.sign_in(staff)
    own = client.get(address)
    client.post(address, {**back, "shown": own.value_of("shown") or "{}"}, status=200)


@pytest.mark.parametrize("blindness", ["assessor_hidden", "double"])
def test_whoever_declares_is_asked_about_it_where_they_may_know_who_applies(
    app: object, staff: User, client: CheckedClient, blindness: str
) -> None:
    """Nothing is asked where it would tell whom an applicant doesn't want, or who applies."""
    found = applications.submitted(rounds.open_round(blindness=blindness))
    person = assessment.assessor()
    assessment.assigned(found, person, staff=staff)
    declares(person, InterestKind.FAMILY)
    keep_rows()
    page = client.sign_in(person).get(f"/assess/{found.reference}").text
    assert ("Brightwater Care Ltd, which applies" in page) == (blindness != "double")
    asked_not = Tie(False, (Found(Reason.ASKED_NOT),))
    assert asked_not.to_them == Tie(True, (Found(Reason.DECIDED),)).to_them == []


def test_after_the_decision_about_an_application_nobody_decides_about_its_conflicts(
    application: Application, staff: User, client: CheckedClient
) -> None:
    person = assessment.assessor()
    declares(person, InterestKind.FAMILY)
    keep_rows()
    client.sign_in(staff)
    for round_ in (application.round, rounds.open_round()):
        page = client.get(f"/manage/conflicts?round={round_.reference}", budget=9)
        assert (person.name in page.text) == (round_ is application.round)
    with transaction():
        application.state = ApplicationState.REJECTED
        audit.record(SYSTEM, "application.edit", application)
    assert person.name not in client.get("/manage/conflicts").text
    address = f"/manage/conflicts/{application.reference}/{person.reference}"
    assert "nothing to decide here any more" in client.get(address).text
    refused = client.post(address, {"decision": "apart", "reason": "Too late."}, status=200)
    assert "Too late." in refused.text and "decided about" in refused.text


def test_staff_are_told_once_by_two_workers(application: Application, staff: User) -> None:
    person = assessment.assessor()
    assessment.declared(application, person, staff=staff)
    declares(person, InterestKind.FAMILY)
    keep_rows()
    found = untold()
    for _ in range(2):
        with transaction():
            tell_of_possible(found, actor=SYSTEM)
    assert letters("conflict.to_decide") == 1


def test_staff_hear_of_all_that_were_found_in_one_email_an_hour(
    application: Application, staff: User
) -> None:
    tied = accounts.user("Ti Ed", roles=(Role.STAFF,))
    round_ = db.session.get_one(Round, application.round_id)
    other = applications.submitted(
        round_, tied, organisation=accounts.organisation(tied, name="Brightwater Care Ltd")
    )
    people = [assessment.assessor(name) for name in ("Noor Example", "Sol Example", "Lat Er")]
    for person in people[:2]:
        assessment.declared(application, person, staff=staff)
    assessment.declared(other, people[0], staff=staff)
    for person in people[:2]:
        declares(person, InterestKind.FAMILY)
    keep_rows()
    look_for_conflicts()
    query = select(OutboxMessage).where(OutboxMessage.notice == "conflict.to_decide")
    one, less = db.session.scalars(query.order_by(OutboxMessage.subject.desc()))
    assert (one.recipient, less.recipient) == (staff.email, tied.email)
    assert one.subject == "Decide about 3 possible conflicts of interest"
    assert one.body.count("Noor Example") == 2 and one.body.count("Sol Example") == 1
    assert all(f";{person.id}b" in one.names for person in people[:2]), "they can be erased"
    assert less.subject.startswith("Decide about 2 ") and other.reference not in less.body
    assessment.declared(application, people[2], staff=staff)
    declares(people[2], InterestKind.FAMILY)
    for minutes, many in ((10, 2), (70, 4)):
        with clock.at(clock.now() + timedelta(minutes=minutes)):
            keep_rows()
            look_for_conflicts()
        assert letters("conflict.to_decide") == many


def test_staff_decide_about_what_may_be_one(
    application: Application, staff: User, client: CheckedClient
) -> None:
    person = assessment.assessor()
    given = assessment.declared(application, person, staff=staff)
    declares(person, InterestKind.FAMILY)
    keep_rows()
    look_for_conflicts()
    look_for_conflicts()
    assert letters("conflict.to_decide") == 1
    client.sign_in(staff)
    assert "1 assessment waits for your decision" in client.get("/manage/conflicts").text
    assert "1 to decide, of people who assess" in client.get("/manage").text
    address = f"/manage/conflicts/{application.reference}/{person.reference}"
    seen = client.get(address)
    assert "Brightwater Care Ltd, which applies" in seen.text
    assert "They say of it No conflict of interest, " in seen.text
    may = {"decision": "may_assess", "reason": "She left.", "shown": seen.value_of("shown")}
    client.post(address, {**may, "reason": ""}, status=200)
    declares_more(person)
    changed = client.post(address, may, status=200)  # there is a reason that nobody has read
    assert "What was found" in changed.text and "She left." in changed.text
    assert db.session.scalar(select(func.count()).select_from(ConflictDecision)) == 0
    client.post(address, {**may, "shown": changed.value_of("shown")})
    assert "May assess" in client.get("/manage/conflicts").text  # at once, before the worker
    again = client.get(address)
    assert "You decided that they may assess it" in again.text
    client.post(
        address,
        {"decision": "apart", "reason": "Too close.", "shown": again.value_of("shown")},
    )
    db.session.expire_all()
    assert db.session.get_one(Assignment, given.id).state == AssignmentState.CONFLICTED
    assert "Kept apart" in client.get("/manage/conflicts").text
    keep_rows()
    assert "Kept apart" in client.get("/manage/conflicts").text
    assert list(checks.conflicts_worked_out()) == []
    client.get(f"/manage/conflicts/{application.reference}/{staff.reference}", status=404)
