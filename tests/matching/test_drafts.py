"""From what is asked to who is asked: drafts of a round, changed by hand, released."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import sqlalchemy as sa

from award.accounts.models import User
from award.assessment.models.assignments import Assignment
from award.assessment.rules.profiles import ProfileValues
from award.assessment.services.profiles import save_profile
from award.foundation import clock, work
from award.foundation.db import db
from award.foundation.outbox import OutboxMessage
from award.foundation.policy import SYSTEM, Role
from award.matching.models import Draft, DraftLine
from award.matching.queries.loads import TOGETHER
from tests.build import accounts, applications, rounds
from tests.build import assessment as build
from tests.build import matching as drafts
from tests.client import CheckedClient

PROFESSIONALS, LIVED, APPLIED = 4, 2, 6


@pytest.fixture
def staff(app: object) -> User:
    return accounts.user("Sam Staff", roles=(Role.STAFF,))


@pytest.fixture
def world(app: object) -> Any:
    """A closed round that wants two sheets by professionals and one by lived experience."""
    round_ = rounds.closed_round(min_assessments=3)
    for number in range(PROFESSIONALS + LIVED):
        person = build.assessor(f"Noor Example{number}")
        values = ProfileValues(
            panel="professional" if number < PROFESSIONALS else "lived_experience",
            settings=["homecare"] if number % 2 else [],
            most=5 if number < PROFESSIONALS else 2,
        )
        save_profile(person, values, actor=SYSTEM)
    for number in range(APPLIED):
        applications.submitted(round_, title=f"Title {number}")
    db.session.commit()
    return round_


def drafted(client: CheckedClient, path: str, **numbers: str) -> Any:
    page = client.get(path)
    form = {**page.form_values("/assignment"), "otherwise": "40", **numbers}
    client.post(path, form)
    work.run_jobs()
    made = db.session.scalars(sa.select(Draft).order_by(Draft.id.desc())).first()
    return SimpleNamespace(id=made.id, number=made.number, facts=made.facts)


def lines(draft: Any) -> list[DraftLine]:
    query = sa.select(DraftLine).where(DraftLine.draft_id == draft.id).order_by(DraftLine.id)
    return list(db.session.scalars(query.execution_options(populate_existing=True)))


def whose(name: str) -> int | None:
    return db.session.scalar(sa.select(User.id).where(User.name == name))


def letters() -> list[OutboxMessage]:
    query = sa.select(OutboxMessage).where(OutboxMessage.notice == "assignment.assigned")
    return list(db.session.scalars(query))


def put_in(client: CheckedClient, where: str, form: dict[str, Any]) -> None:
    """Whatever speaks against it, which is said first and ticked then."""
    answer = client.post(where, form, status=None)
    if answer.status == 200:
        assert "Tick to put them in all the same" in answer.errors[0], answer.errors
        client.post(where, {**form, **answer.form_values(), "go_on": "y"})


def test_a_draft_is_made_read_changed_and_released(world, staff, client):
    path, staff_id = f"/manage/rounds/{world.reference}/assignment", staff.id
    client.sign_in(staff).post(f"{path}/panels", {"lived": "1"})
    draft = drafted(client, path)
    assert len(lines(draft)) == 2 * APPLIED + 2 * LIVED and not letters()
    page = client.get(f"{path}/{draft.number}", budget=14)
    assert "sheets placed of 18 wanted" in page.text and "2 sheets too few" in page.text
    assert "6 applications want 6 more sheets" in page.text
    assert "Noor Example4, Noor Example5" in page.text and "have 4 places left" in page.text
    assert "Noor Example1: Homecare" in page.text
    assert "Assessors see nothing until it is released" in page.text
    short = client.get(f"{path}/{draft.number}?show=short", budget=14)
    assert short.text.count("1 short") == 2
    look = client.get(f"{path}/{draft.number}?show=look", budget=14)
    assert look.text.count("1 short") == 2 and "2 applications found" in look.text
    hers = sum(one.person_id == whose("Noor Example1") for one in lines(draft))
    assert (
        f"{hers} applications found"
        in client.get(f"{path}/{draft.number}?q=noor+example1", budget=14).text
    )
    # a professional, who has places left, is swapped by hand, and asked about as if assigned
    lived = {whose("Noor Example4"), whose("Noor Example5")}
    found = next(one for one in lines(draft) if one.fits and one.person_id not in lived)
    line = SimpleNamespace(application_id=found.application_id, person_id=found.person_id)
    entry = db.session.execute(
        sa.text("SELECT reference FROM application WHERE id = :id"), {"id": line.application_id}
    ).scalar_one()
    where = f"{path}/{draft.number}/change?application={entry}"
    here = {one.person_id for one in lines(draft) if one.application_id == line.application_id}
    other = db.session.scalars(
        sa.select(User).where(User.name.like("Noor%"), User.id.not_in(here)).order_by(User.id)
    ).first()
    other_id, other_name = other.id, other.name
    form = {**client.get(where).form_values(), "away": [str(line.person_id)], "add": str(other_id)}
    put_in(client, where, form)
    now = {one.person_id: one for one in lines(draft) if one.application_id == line.application_id}
    assert other_id in now and line.person_id not in now and now[other_id].by_hand
    again = client.post(where, {**form, "away": []}, status=200)
    assert again.errors == [f"{other_name} reads it already in this draft"]
    # nobody may see it but staff
    client.sign_in(db.session.get(User, other_id))
    assert entry not in client.get("/assess").text
    client.get(f"{path}/{draft.number}", status=404)
    # one email to each, with all that is theirs
    client.sign_in(db.session.get(User, staff_id))
    ask = client.get(f"{path}/{draft.number}/release")
    assert "6 people will be emailed once each, with 16 assessments" in ask.text
    client.post(f"{path}/{draft.number}/release", ask.form_values())
    work.run_jobs()
    assert len(letters()) == 6
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Assignment)) == 16
    page = client.get(f"{path}/{draft.number}", budget=14).text
    assert "16 assessments were asked for" in page and "Noor Example4 ◆, asked:" in page
    for words in ("sheets placed", "too few", "short", "What if"):
        assert words not in page, "of a draft that is not released"
    assert "16 asked for" in client.get(path).text
    put = {"add": "", "away": [str(other_id)], "csrf_token": client.csrf_token()}
    after = client.post(where, put, status=200)
    assert after.errors == ["This draft has been released, so it doesn’t change any more"]
    # the next one fills up what is left, once somebody takes more
    person = db.session.scalars(sa.select(User).where(User.name == "Noor Example4")).one()
    person_id, most = person.id, f"{path}/most?person={person.reference}"
    client.post(most, {**client.get(most).form_values(), "most": "4"})
    second = drafted(client, path)
    assert {one.person_id for one in lines(second)} == {person_id} and len(lines(second)) == 2


def test_those_that_somebody_would_read_stand_first(staff: User, client: CheckedClient) -> None:
    round_ = rounds.closed_round(min_assessments=1)
    several = [applications.submitted(round_, title=f"Title {number}") for number in range(4)]
    several = sorted(several, key=lambda one: one.reference)
    first, second, third, last = (one.reference for one in several)
    for number, one in enumerate((several[0], several[3])):
        build.assigned(one, build.assessor(f"Noor Example{number}"))
    client.sign_in(staff)
    path = f"/manage/rounds/{round_.reference}/assignment"
    draft = drafted(client, path)
    html = client.get(f"{path}/{draft.number}").html.partition('id="drafted"')[2]
    at = {one: html.index(one) for one in (first, second, third, last)}
    assert sorted(at, key=lambda one: at[one]) == [second, third, first, last]


def test_those_that_nobody_reads_are_counted_and_stand_first(
    staff: User, client: CheckedClient
) -> None:
    round_ = rounds.closed_round(min_assessments=2)
    for number in range(4):
        applications.submitted(round_, title=f"Title {number}")
    person = build.assessor("Noor Example")
    values = ProfileValues(panel="professional", settings=[], most=3)
    save_profile(person, values, actor=SYSTEM)
    db.session.commit()
    path = f"/manage/rounds/{round_.reference}/assignment"
    draft = drafted(client.sign_in(staff), path)
    read = {one.application_id for one in lines(draft)}
    query = sa.text("SELECT id, reference FROM application ORDER BY reference")
    rows = db.session.execute(query).all()
    [bare] = [row.reference for row in rows if row.id not in read]
    page = client.get(f"{path}/{draft.number}", budget=14)
    assert "1 application has nobody to read it" in page.text
    html = page.html.partition('id="drafted"')[2]
    assert all(html.index(bare) <= html.index(row.reference) for row in rows)
    only = client.get(f"{path}/{draft.number}?show=nobody", budget=14)
    assert "1 application found" in only.text and bare in only.text


def test_what_can_not_be_any_more_is_left_out_and_said(world, staff, client):
    path = f"/manage/rounds/{world.reference}/assignment"
    draft = drafted(client.sign_in(staff), path)
    first = lines(draft)[0]
    values = client.get(f"{path}/{draft.number}/release").form_values()
    person_id, application_id = first.person_id, first.application_id
    application = db.session.execute(
        sa.text("SELECT reference FROM application WHERE id = :id"), {"id": application_id}
    ).scalar_one()
    staff_path = f"/manage/applications/{application}"
    form = {**client.get(staff_path).form_values(), "assessor": str(person_id)}
    client.post(f"{staff_path}/assign", form)
    again = client.post(f"{path}/{draft.number}/release", values, status=200)
    assert "would be left out: 1 because the assessor has this application already." in again.text
    client.post(f"{path}/{draft.number}/release", again.form_values())
    work.run_jobs()
    refused = [one for one in lines(draft) if one.refused]
    assert [(one.application_id, one.person_id) for one in refused] == [(application_id, person_id)]
    page = client.get(f"{path}/{draft.number}?show=refused", budget=14)
    assert ", not asked: has this application already" in page.text


def test_what_if_uses_the_same_rules_and_becomes_a_draft(world, staff, client):
    path = f"/manage/rounds/{world.reference}/assignment"
    first = drafted(client.sign_in(staff), path)
    what_if = first.facts["what_if"]
    tried = {one["cap"]: one for one in what_if if "cap" in one}
    cap = min(tried)
    assert tried[cap]["short"] == APPLIED * 3 - cap * (PROFESSIONALS + LIVED)
    other = {one["needed"]: (one["placed"], one["short"]) for one in what_if if "needed" in one}
    assert other == {2: (12, 0), 3: (18, 0), 4: (24, 0)}
    second = drafted(client, path, cap=str(cap))
    assert second.number == 2 and len(lines(second)) == cap * (PROFESSIONALS + LIVED)
    assert "In use" in client.get(f"{path}/2", budget=14).text
    thrown = f"{path}/2/throw-away"
    client.post(thrown, client.get(thrown).form_values())
    client.get(f"{path}/2", status=404)
    wrong = client.post(path, {"cap": "0", "otherwise": ""}, status=200)
    assert wrong.errors == [
        "The most for everybody must be 1 or more",
        "Enter a number for those who have said none",
    ]


@pytest.mark.any_database
def test_the_loads_of_many_stand_in_parts(staff: User, client: CheckedClient) -> None:
    round_ = rounds.closed_round(min_assessments=1)
    bid = applications.submitted(round_)
    people = [build.assessor(f"Noor Example{number:02}") for number in range(TOGETHER)]
    made = drafts.draft(round_, staff, [(bid, people[0]), (bid, people[1])])
    values = ProfileValues(panel="professional", settings=[], most=1)
    save_profile(people[0], values, actor=SYSTEM)
    here = f"/manage/rounds/{round_.reference}/assignment/{made.number}"
    page = client.sign_in(staff).get(here)
    assert f"Load by assessor {TOGETHER} people" in page.text
    build.assessor("One More")
    page = client.get(here)
    for part in (": full 1 person", ": with room for more 1 person", ": nothing so far 11 people"):
        assert f"Load by assessor{part}" in page.text


@pytest.mark.any_database
def test_who_has_room_stands_before_the_full_and_it_says_how_many_have(staff, client) -> None:
    """Also where they are silent, and whatever the full know about."""
    round_ = rounds.closed_round(min_assessments=2)
    first, second, third = (applications.submitted(round_, title=title) for title in "ABC")
    full, over, silent, free = (
        build.assessor(name) for name in ("Ann Full", "Bea Over", "Cy Silent", "Dot Free")
    )
    eve = build.assessor("Eve Reader")
    for person, most in ((full, 1), (over, 1), (silent, 9), (free, 9)):
        knows = ["homecare"] if person in (full, over) else []
        values = ProfileValues(panel="professional", settings=knows, most=most)
        save_profile(person, values, actor=SYSTEM)
    with clock.at(clock.now() - timedelta(days=9)):
        build.declared(first, silent, staff=staff)
    pairs = [(first, full), (first, over), (third, over), (second, eve)]
    made = drafts.draft(round_, staff, pairs, short=1)
    path = f"/manage/rounds/{round_.reference}/assignment/{made.number}"
    page = client.sign_in(staff).get(f"{path}/change?application={second.reference}")
    names = ["Dot Free", "Cy Silent", "Ann Full", "Bea Over"]
    assert sorted(names, key=lambda one: page.text.index(f"{one}, ")) == names
    assert "Who fits best stands first. 2 of 4 a sheet is wanted of have room" in page.text
    assert "1 of 1, full in this round" in page.text
