"""Possible conflicts and limits on the pages that say what asking people comes to: staff decide and
go on there and then, and on record."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from award.accounts.models import User
from award.accounts.queries.people import user_with_roles
from award.applications.models import Application
from award.applications.services import submitting
from award.assessment.models.assignments import Assignment
from award.assessment.models.people import AssessorLimit
from award.assessment.rules.sharing import Pair
from award.assessment.services.doubts import Decided, decide_many
from award.foundation.db import db, transaction
from award.foundation.edits import mark
from award.foundation.errors import there
from award.foundation.kept import keep_rows
from award.foundation.policy import Role
from award.interests.models import ConflictDecision
from award.interests.queries.ties import ties_of
from award.interests.rules.declared import InterestKind
from tests.build import applications, many, rounds
from tests.build import assessment as build
from tests.build.accounts import actor_of, user
from tests.client import CheckedClient
from tests.interests.test_conflicts_used import declares
from tests.page import Page
from tests.statements import counting


@pytest.fixture
def staff(app: object) -> User:
    return user("Sam Staff", roles=(Role.STAFF,))


def decisions() -> list[tuple[str, str]]:
    rows = db.session.execute(
        sa.select(ConflictDecision.decision, ConflictDecision.reason).order_by(ConflictDecision.id)
    )
    return [(row[0], row[1]) for row in rows]


def asked(person: User) -> int:
    query = sa.select(sa.func.count(Assignment.id)).where(Assignment.assessor_id == person.id)
    return db.session.scalar(query) or 0


def two_of_one_round() -> tuple[list[Application], User]:
    """With a sister of somebody there, who may be in conflict with both."""
    round_ = rounds.open_round()
    bids = [applications.submitted(round_), applications.submitted(round_)]
    sister = build.assessor("Sal Sister")
    declares(sister, InterestKind.FAMILY)
    keep_rows()
    return bids, sister


def decided(page: Page, at: int, decision: str, why: str) -> dict[str, str]:
    """The page's form with a decision about one of those that wait."""
    return {**page.form_values(), f"doubts-{at}-decision": decision, f"doubts-{at}-why": why}


@pytest.mark.each_database
def test_what_may_be_a_conflict_is_decided_on_the_page_that_asks(
    staff: User, client: CheckedClient
) -> None:
    (one, two), sister = two_of_one_round()
    path = f"/manage/rounds/{one.round.reference}/applications/assign"
    query = f"assessor={sister.id}&application={one.reference}&application={two.reference}"
    page = client.sign_in(staff).get(f"{path}?{query}", budget=13)
    assert page.h1 == "Nothing can be assigned yet"
    assert "2 possible conflicts wait for your decision" in page.text
    assert "somebody close to them has an interest in Brightwater Care Ltd" in page.text
    assert not [text for text in page.buttons() if text.startswith("Assign")]

    nothing = client.post(path, {**page.form_values(), "decide": "1"}, status=200)
    assert nothing.errors == ["Decide about at least one of them, or go on without"]
    first = min(one.reference, two.reference)
    half = client.post(path, decided(page, 0, "may_assess", ""), status=200)
    assert (half.errors, decisions()) == ([f"Say why, about {first}"], [])
    assert half.form_values()["doubts-0-decision"] == ["may_assess"]
    other = client.post(path, decided(page, 0, "", "They fell out"), status=200)
    assert other.errors == [f"Say what you decide about {first}"]

    values = decided(page, 0, "may_assess", "They fell out in 2019.")
    page = client.post(path, values, status=200)
    assert "1 decision recorded" in page.text
    assert decisions() == [("may_assess", "They fell out in 2019.")]
    assert page.h1 == "Ask Sal Sister to assess 1 application"
    assert "1 possible conflict waits for your decision" in page.text
    stale = client.post(path, values, status=200)  # sent again from an older page
    assert "has changed since you opened the page" in stale.text
    page = client.post(path, decided(page, 0, "apart", "Too close."), status=200)
    assert decisions()[1:] == [("apart", "Too close.")]
    assert "1 application: Sal Sister has a conflict of interest" in page.text
    assert asked(sister) == 0
    client.post(path, page.form_values())
    assert asked(sister) == 1


def test_many_reasons_cost_as_many_statements_as_a_few(staff: User) -> None:
    """Each with words of its own, about one person and about another."""
    costs = []
    for number in (4, 40):
        bids = many.submitted(rounds.open_round(), number)
        people = [build.assessor(f"Sal Sister {number}{letter}") for letter in "ab"]
        for person in people:
            declares(person, InterestKind.FAMILY)
        keep_rows()
        ties = ties_of([one.id for one in bids], [one.id for one in people])
        said = {
            Pair(*pair): Decided("may_assess", f"They fell out in {at}.", mark(tie.why))
            for at, (pair, tie) in enumerate(sorted(ties.items()))
        }
        assert len(said) == 2 * number
        before = len(decisions())
        with counting() as statements, transaction():
            assert decide_many(bids, said, actor=actor_of(staff)) == len(said)
        assert len(decisions()) == before + len(said)
        costs.append(len(statements))
    assert costs[0] == costs[1] <= 17
    assert not [one for one in ties_of([bids[0].id], [people[0].id]).values() if one.open]


@pytest.mark.each_database
def test_many_of_one_person_for_one_reason_are_decided_at_once(
    staff: User, client: CheckedClient
) -> None:
    round_ = rounds.open_round()
    bids = [applications.submitted(round_, title=f"Bid {at}") for at in range(4)]
    sister = build.assessor("Sal Sister")
    declares(sister, InterestKind.FAMILY)
    keep_rows()
    path = f"/manage/rounds/{round_.reference}/applications/assign"
    query = "&".join(f"application={one.reference}" for one in bids)
    page = client.sign_in(staff).get(f"{path}?assessor={sister.id}&{query}", budget=13)
    assert "4 possible conflicts wait for your decision" in page.text
    assert "Sal Sister and 4 applications" in page.text and "doubts-1-" not in page.html
    assert all(one.title in page.html.partition('id="doubts"')[2] for one in bids)
    halfway = {**page.form_values(), "doubts-0-decision": "may_assess"}
    page = client.post(path, halfway, status=200)
    first = min(one.reference for one in bids)
    assert page.errors == [f"Say why, about {first} and 3 others"] and decisions() == []
    page = client.post(path, decided(page, 0, "may_assess", "They fell out."), status=200)
    assert decisions() == [("may_assess", "They fell out.")] * 4
    assert page.h1 == "Ask Sal Sister to assess 4 applications"


def test_nothing_is_decided_about_what_cannot_be_assessed_any_more(
    staff: User, client: CheckedClient
) -> None:
    (one, two), sister = two_of_one_round()
    path = f"/manage/rounds/{one.round.reference}/applications/assign"
    query = f"assessor={sister.id}&application={one.reference}&application={two.reference}"
    page = client.sign_in(staff).get(f"{path}?{query}", budget=13)
    values = decided(page, 0, "may_assess", "They fell out.")
    unknown = {**values, "doubts-0-application": "NOT-ONE"}
    page = client.post(path, unknown, status=200)
    assert "has changed since you opened the page" in page.text
    gone = one if one.reference < two.reference else two
    with transaction():
        submitting.withdraw(gone, actor=actor_of(there(user_with_roles(gone.lead_id), "them")))
    page = client.post(path, values, status=200)
    assert "has changed since you opened the page" in page.text
    assert decisions() == []


def test_the_same_where_work_is_handed_on(staff: User, client: CheckedClient) -> None:
    (one, two), sister = two_of_one_round()
    silent = build.assessor("Si Lent")
    for bid in (one, two):
        build.assigned(bid, silent, staff=staff)
    path = f"/manage/rounds/{one.round.reference}/chasing/{silent.id}/confirm"
    keep_rows()
    page = client.sign_in(staff).get(f"{path}?assessor={sister.id}", budget=15)
    assert page.h1 == "Nothing can be handed on yet"
    page = client.post(path, decided(page, 1, "may_assess", "Years ago."), status=200)
    assert page.h1 == "Hand on 1 application of Si Lent"
    values = {**decided(page, 0, "may_assess", "Long ago."), "reason": "Nobody hears from them"}
    page = client.post(path, values, status=200)  # the button of the page: it shows what follows
    assert (asked(sister), len(decisions())) == (0, 2)
    assert page.form_values()["reason"] == ["Nobody hears from them"]
    client.post(path, page.form_values())
    assert asked(sister) == 2


@pytest.mark.each_database
def test_the_same_in_a_spreadsheet_which_may_bring_the_reason(
    staff: User, client: CheckedClient
) -> None:
    (one, two), sister = two_of_one_round()
    base = f"/manage/rounds/{one.round.reference}/assignments/import"
    rows = (
        "Reference,Assessor email,Reason,Why despite a possible conflict\n"
        f"{one.reference},{sister.email},Knows homecare,They fell out.\n"
        f"{two.reference},{sister.email},,\n"
    )
    page = client.sign_in(staff).post(base, {"rows": rows}, status=200)
    assert page.h1 == "Assign 1 assessment to 1 person"
    assert "1 possible conflict that your rows decide" in page.text
    assert "Your reason: They fell out." in page.text
    refused = client.post(f"{base}/confirm", page.form_values(), status=200)
    assert refused.errors == ["Decide about the possible conflicts first, or take their rows out"]
    values = {**decided(page, 0, "may_assess", "So what."), "change": "1"}
    page = client.post(f"{base}/confirm", values, status=200)  # the wrong button loses no decision
    assert decisions() == [("may_assess", "So what.")]
    client.post(f"{base}/confirm", page.form_values())
    assert decisions()[1:] == [("may_assess", "They fell out.")]
    assert asked(sister) == 2


def test_whoever_has_as_many_as_they_take_on_is_asked_with_a_tick(
    staff: User, client: CheckedClient
) -> None:
    round_ = rounds.open_round(min_assessments=1)
    bids = [applications.submitted(round_) for _ in range(4)]
    full, free = build.assessor("Fay Full"), build.assessor("Fred Free")
    with transaction():
        db.session.add(AssessorLimit(round_id=round_.id, person_id=full.id, most=1))
    build.assigned(bids[0], full, staff=staff)
    keep_rows()
    path = f"/manage/rounds/{round_.reference}/applications/assign"
    page = client.sign_in(staff).get(
        f"{path}?assessor={full.id}&application={bids[1].reference}", budget=13
    )
    assert "Fay Full has in this round 1 of 1, and would have 2" in page.text
    page = client.post(path, page.form_values(), status=200)
    assert page.errors == ["Tick that you go on all the same, or ask fewer"]
    client.post(path, {**page.form_values(), "go_on": "y"})
    assert asked(full) == 2

    one = f"/manage/applications/{bids[2].reference}/assign"
    page = client.post(one, {"assessor": str(full.id)}, status=200)
    assert page.errors == [
        "Fay Full has in this round 2, 1 more than the 1 they take. Tick to ask them all the same"
    ]
    ticked = {"go_on": "y", "read": page.value_of("read") or ""}
    client.post(one, {"assessor": str(full.id), **ticked})
    # A tick was about whom it was given for.
    page = client.post(one, {"assessor": str(free.id), **ticked}, status=200)
    assert page.errors == ["It has 1 assessor already, and needs 1. Tick to ask them all the same"]
    assert (asked(full), asked(free)) == (3, 0)
