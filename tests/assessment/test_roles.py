"""Workload, and what becomes of it when the people change."""

from __future__ import annotations

import pytest

from award.accounts.queries.people import user_by_email
from award.accounts.services.people import add_role, remove_role, suspend
from award.assessment.queries import people, workload
from award.assessment.services import assigning, declaring
from award.foundation.db import db
from award.foundation.errors import Refused
from award.foundation.kept import keep_rows
from award.foundation.policy import SYSTEM, Role
from tests.build import accounts, applications, rounds
from tests.build import assessment as build
from tests.build.accounts import actor_of


@pytest.fixture
def staff(app):
    return accounts.user("Sam Staff", roles=(Role.STAFF,))


def fresh(person):
    return user_by_email(person.email)


def load_of(person):
    (row,) = [row for row in people.assessors(SYSTEM) if row.id == person.id]
    return row.load, row.done


def out(person):
    """As it is after an account was suspended: no objection is heard."""
    suspend(fresh(person), actor=SYSTEM)
    db.session.commit()


@pytest.mark.parametrize("role", [Role.STAFF, Role.ADMIN, Role.AUDITOR])
def test_whoever_has_applications_to_score_cannot_read_all_scores(staff, role):
    person = build.assessor("Noor Example")
    one = build.assigned(applications.submitted(), person, staff=staff)
    two = build.declared(applications.submitted(), person, staff=staff)
    with pytest.raises(Refused) as refusal:
        add_role(fresh(person), role, actor=SYSTEM)
    assert refusal.value.reason.startswith("Noor Example has 2 applications to assess.")
    assert refusal.value.field == "role"
    for assignment in (one, two):
        assigning.remove(assignment, actor=actor_of(staff), reason="Joins the team")
    add_role(fresh(person), role, actor=SYSTEM)


def test_other_roles_are_given_as_ever(staff):
    person = build.assessor()
    build.assigned(applications.submitted(), person, staff=staff)
    add_role(fresh(person), Role.PUBLISHER, actor=SYSTEM)


def test_an_assessor_with_work_left_stays_one(staff):
    person = build.assessor("Noor Example")
    application = applications.submitted()
    assignment = build.assigned(application, person, staff=staff)
    with pytest.raises(Refused) as refusal:
        remove_role(fresh(person), Role.ASSESSOR, actor=SYSTEM)
    assert "has 1 application to assess. The programme team has to remove it" in (
        refusal.value.reason
    )
    declaring.declare_no_conflict(assignment, actor=actor_of(person))
    build.submit(assignment, person, build.sheet_values(application, [7, 7, 7]))
    remove_role(fresh(person), Role.ASSESSOR, actor=SYSTEM)


def test_work_is_what_waits_on_applications_that_are_not_decided(staff):
    person = build.assessor()
    for make in (build.assigned, build.declared):
        make(applications.submitted(), person, staff=staff)
    build.scored(applications.submitted(), [7, 7, 7], person, staff=staff)
    assert load_of(person) == (2, 1)
    decided = applications.submitted()
    build.assigned(decided, person, staff=staff)
    assert load_of(person) == (3, 1)
    build.decided(decided)
    assert load_of(person) == (2, 1)
    assert (
        workload.open_count(person.id)
        == len(workload.open_assignments(actor_of(staff), person.id))
        == 2
    )


def test_a_suspended_assessor_covers_nothing(staff, client):
    round_ = rounds.open_round()
    application, other = applications.submitted(round_), applications.submitted(round_)
    person = build.assessor("Noor Example")
    assignment = build.assigned(application, person, staff=staff)
    build.scored(other, [7, 7, 7], person, staff=staff)
    out(person)
    client.sign_in(staff)
    page = client.get(f"/manage/applications/{application.reference}")
    assert "No longer an assessor: remove or reassign" in page.text
    page = client.get(f"/manage/applications/{other.reference}")
    assert "No longer an assessor" not in page.text

    path = f"/manage/rounds/{round_.reference}/applications"
    page = client.get(path)
    assert ", and 1 no longer an assessor" in page.text
    assert "Without an assessor (1)" in page.text
    page = client.get(f"{path}?state=to_assign")
    assert application.reference in page.text
    assert other.reference not in page.text
    assert "1 application." in page.text

    page = client.get("/manage/assessors")
    assert "No longer assessors, with applications to assess" in page.text
    page = client.get(page.links()["1 to do: Noor Example"])
    assert (page.h1, "No longer an assessor" in page.text) == ("Noor Example", True)
    assert f"Remove from {application.reference}" in page.links()
    assigning.remove(assignment, actor=actor_of(staff), reason="Suspended")
    db.session.commit()
    assert "No longer assessors" not in client.get("/manage/assessors").text
    assert "Without an assessor (1)" in client.get(path).text


def test_a_sheet_is_not_returned_to_somebody_who_cannot_change_it(staff):
    person = build.assessor()
    assignment = build.scored(applications.submitted(), [7, 7, 7], person, staff=staff)
    out(person)
    with pytest.raises(Refused, match="no longer an assessor"):
        assigning.return_sheet(assignment, actor=actor_of(staff), reason="Say more")


def test_a_sheet_that_cannot_go_back_has_no_form_for_it(staff, client):
    person = build.assessor()
    gone, decided = applications.submitted(), applications.submitted()
    letters = {
        one.reference: build.scored(one, [7, 7, 7], person, staff=staff).alias[-1]
        for one in (gone, decided)
    }
    build.decided(decided)
    out(person)
    client.sign_in(staff)
    for one, why in ((gone, "no longer an assessor"), (decided, "its sheets are final")):
        here = f"/manage/applications/{one.reference}"
        assert [text for text in client.get(here).links() if text.startswith("Return")] == []
        page = client.get(f"{here}/assessors/{letters[one.reference]}/return")
        assert why in page.text
        assert page.value_of("reason") is None


def test_staff_with_a_conflict_are_not_shown_what_it_is_about(staff, client):
    both, person = build.assessor("Bo Both"), build.assessor("Noor Example")
    hidden, other = applications.submitted(title="HIDDEN-TITLE"), applications.submitted()
    conflict = build.assigned(hidden, both, staff=staff)
    declaring.declare_conflict(conflict, "family", actor=actor_of(both))
    for one in (hidden, other):
        build.assigned(one, person, staff=staff)
    remove_role(fresh(both), Role.ASSESSOR, actor=SYSTEM)
    add_role(fresh(both), Role.STAFF, actor=SYSTEM)
    db.session.commit()
    path = f"/manage/assessors?assessor={person.id}"
    page = client.sign_in(fresh(both)).get(path)
    assert other.reference in page.text
    assert "HIDDEN-TITLE" not in page.html
    assert hidden.reference not in page.html
    assert "1 to do, 0 done" in page.text  # or it would tell who assesses the other
    assert "that you have a conflict of interest with, are neither counted nor shown" in page.text
    assert "neither counted" not in client.sign_in(staff).get(path).text


def test_the_page_of_an_assessor(staff, client):
    person = build.assessor("Noor Example", panel="lived_experience")
    path = f"/manage/assessors?assessor={person.id}"
    page = client.sign_in(staff).get(path, budget=8)
    assert "Nothing is waiting for this person" in page.text
    none = len(page.statements)
    for _ in range(3):
        build.assigned(applications.submitted(), person, staff=staff)
    page = client.get(path, budget=8)
    assert len(page.statements) == none
    assert "Lived experience panel. 3 to do, 0 done." in page.text
    for number in (accounts.user(roles=()).id, "x", ""):
        client.get(f"/manage/assessors?assessor={number}", status=404)
    client.sign_in(accounts.user(roles=(Role.AUDITOR,)))
    page = client.get(path)
    assert [text for text in page.links() if text.startswith("Remove")] == []


def test_staff_pages_cost_the_same_at_one_and_at_three(staff, client):
    round_ = rounds.open_round()
    application = applications.submitted(round_)
    build.scored(application, [7, 7, 7], staff=staff)
    build.assessor()  # to be asked: somebody's work is counted
    client.sign_in(staff)
    paths = {
        "/manage/assessors": 8,
        f"/manage/rounds/{round_.reference}/applications": 9,
        # one more for what is pinned, and one for what a panel agreed
        f"/manage/applications/{application.reference}": 12,
    }
    keep_rows()  # until the worker has, one more statement counts what is not kept yet
    before = {path: len(client.get(path, budget=budget).statements)
              for path, budget in paths.items()}  # fmt: skip
    for _ in range(2):
        build.scored(application, [7, 7, 7], staff=staff)
        build.assigned(applications.submitted(round_), staff=staff)
    gone = build.assessor()
    build.assigned(application, gone, staff=staff)
    out(gone)
    keep_rows()
    after = {path: len(client.get(path, budget=budget).statements)
             for path, budget in paths.items()}  # fmt: skip
    assert after == before
