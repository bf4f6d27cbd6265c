"""What a draft says and does when things change under it: found conflicts, a release that stopped,
a draft that could not be made, and who must not be told."""

from __future__ import annotations

from collections import Counter
from typing import Any

import sqlalchemy as sa

from award.accounts.models import Organisation, User
from award.accounts.queries.people import user_with_roles
from award.applications.models import Application
from award.assessment.models.assignments import Assignment
from award.assessment.models.people import AssessorLimit
from award.assessment.services.profiles import set_profile
from award.foundation import work
from award.foundation.db import db, transaction
from award.foundation.errors import there
from award.foundation.kept import keep_rows
from award.foundation.policy import SYSTEM
from award.interests.rules.declared import InterestKind
from award.interests.services.declaring import Given, declare_interests
from award.matching.models import Draft, DraftEntry, DraftLine
from award.matching.services import drafting, releasing
from award.rounds.models import Round
from tests.build import assessment as build
from tests.build.accounts import actor_of
from tests.matching.test_drafts import drafted, letters, lines, put_in, staff, world

__all__ = ["staff", "world"]


def behind(statement: str) -> None:
    db.session.execute(sa.text(statement))
    db.session.commit()


def family_of_the_applicant(line: DraftLine) -> User:
    """Whom the line is about declares that somebody close to them has an interest in who applies:
    staff decide about that."""
    person = there(user_with_roles(line.person_id), "whom it is about")
    applied = db.session.get_one(Application, line.application_id)
    name = db.session.get_one(Organisation, applied.organisation_id).name
    given = [Given(InterestKind.FAMILY, name)]
    declare_interests(person, given, nothing=False, actor=actor_of(person))
    db.session.commit()
    keep_rows()
    return person


def test_who_may_be_in_conflict_waits_for_a_decision_and_is_asked_after_it(world, staff, client):
    path = f"/manage/rounds/{world.reference}/assignment"
    draft = drafted(client.sign_in(staff), path)
    person = family_of_the_applicant(lines(draft)[0])
    person_id, reference, name = person.id, person.reference, person.name
    theirs = [one.id for one in lines(draft) if one.person_id == person_id]
    page = client.get(f"{path}/{draft.number}?show=undecided", budget=14)
    assert f"{len(theirs)} assessments wait for a decision" in page.text
    assert f"Decide about {name}" in page.text
    ask = client.get(f"{path}/{draft.number}/release")
    assert f"5 people will be emailed once each, with {18 - len(theirs)} assessments" in ask.text
    client.post(f"{path}/{draft.number}/release", ask.form_values())
    # nothing is changed between the button and the emails
    line = lines(draft)[-1]
    entry = db.session.get_one(Application, line.application_id).reference
    change = {"add": "", "away": [str(line.person_id)], "csrf_token": client.csrf_token()}
    where = f"{path}/{draft.number}/change?application={entry}"
    assert client.post(where, change, status=200).errors == [drafting.BUSY]
    assert "Nothing here can be changed" in client.get(f"{path}/{draft.number}").text
    work.run_jobs()
    assert len(letters()) == 5
    because = set(db.session.scalars(sa.select(Assignment.asked_because)))
    assert because and "" not in because, "as the draft said"
    listed = client.get(path.replace("assignment", "assignments")).text
    assert any(words in listed for words in because)
    left = [one.id for one in lines(draft) if one.released_at is None and not one.refused]
    assert left == theirs
    assert "waits for decisions" in client.get(f"{path}/{draft.number}/release").text
    # one that they are kept apart from, and the rest that they may read
    for at, one in enumerate(theirs):
        row = db.session.get_one(DraftLine, one)
        about = db.session.get_one(Application, row.application_id).reference
        where = f"/manage/conflicts/{about}/{reference}"
        said = {"decision": "may_assess" if at else "apart", "reason": "We asked them."}
        client.post(where, {**client.get(where).form_values(), **said})
    keep_rows()
    accepted = client.get(f"{path}/{draft.number}?show=accepted", budget=14).text
    assert ", which was accepted" in accepted and f"{len(theirs) - 1} application" in accepted
    assert "Go on releasing" in client.get(f"{path}/{draft.number}", budget=14).text
    again = client.get(f"{path}/{draft.number}/release")
    assert f"1 person will be emailed once each, with {len(theirs) - 1}" in again.text
    client.post(f"{path}/{draft.number}/release", again.form_values())
    work.run_jobs()
    assert len(letters()) == 6
    assert [one.id for one in lines(draft) if one.refused] == theirs[:1]


def test_a_release_that_stopped_goes_on_and_a_draft_that_failed_goes_away(
    world, staff, client, monkeypatch
):
    path = f"/manage/rounds/{world.reference}/assignment"
    monkeypatch.setattr(releasing, "AT_A_TIME", 1)
    who, round_id = actor_of(staff), world.id
    draft = drafted(client.sign_in(staff), path)
    with transaction():
        made = db.session.get_one(Draft, draft.id, options=[sa.orm.joinedload(Draft.round)])
        first = releasing.release_some(made, after=0, actor=who)
    page = client.get(f"{path}/{draft.number}", budget=14)
    assert f"Go on releasing: {18 - first.asked} assessments left" in page.text
    # somebody has what was released and what was in the draft once, of the same limit
    assert "3 of 5" in page.text and "of 2, full" in page.text
    client.post(
        f"{path}/{draft.number}/release", client.get(f"{path}/{draft.number}/release").form_values()
    )
    work.run_jobs()
    assert all(one.released_at for one in lines(draft)) and len(letters()) == 6
    with transaction():
        drafting.begin_draft(db.session.get_one(Round, round_id), cap=None, otherwise=40, actor=who)
    assert "Could not be made" in client.get(path).text
    away = f"{path}/2/throw-away"
    client.post(away, client.get(away).form_values())
    assert "Could not be made" not in client.get(path).text


def test_sums_of_the_round_are_for_those_who_may_meet_all_of_it(world, staff, client):
    path, staff_id = f"/manage/rounds/{world.reference}/assignment", staff.id
    client.sign_in(staff).post(f"{path}/panels", {"lived": "1"})
    draft = drafted(client, path)
    assert "What if" in client.get(f"{path}/{draft.number}", budget=14).text
    applied = db.session.scalars(sa.select(Application).order_by(Application.id)).first()
    reference = applied.reference
    behind(f"UPDATE application SET lead_id = {staff_id} WHERE id = {applied.id}")
    told = client.get(f"{path}/{draft.number}", budget=14).text
    for whole in ("What if", "too few of the", "compared with every other"):
        assert whole not in told
    assert "neither counted nor shown" in told and reference not in told
    assert "sheets placed of 15 wanted" in told


def test_a_change_by_hand_counts_by_panel_and_says_what_they_know(world, staff, client):
    path = f"/manage/rounds/{world.reference}/assignment"
    client.sign_in(staff).post(f"{path}/panels", {"lived": "1"})
    draft = drafted(client, path)
    entry = db.session.scalars(
        sa.select(DraftEntry).where(DraftEntry.draft_id == draft.id, DraftEntry.short == 0)
    ).first()
    key = entry.id
    here = {one.person_id for one in lines(draft) if one.application_id == entry.application_id}
    lived = db.session.scalars(
        sa.select(User).where(User.name.in_(("Noor Example4", "Noor Example5")), User.id.in_(here))
    ).one()
    other = db.session.scalars(
        sa.select(User).where(User.name.in_(("Noor Example1", "Noor Example3")), ~User.id.in_(here))
    ).first()
    if other is None:
        other = db.session.scalars(
            sa.select(User).where(User.name.like("Noor%"), ~User.id.in_({*here, lived.id}))
        ).first()
    known, other_id = other.name in ("Noor Example1", "Noor Example3"), other.id
    reference = db.session.get_one(Application, entry.application_id).reference
    where = f"{path}/{draft.number}/change?application={reference}"
    page = client.get(where)
    assert "3 sheets are wanted, 1 of them from the lived-experience panel" in page.text
    form = {**page.form_values(), "away": [str(lived.id)], "add": str(other_id)}
    put_in(client, where, form)
    # three of the professional panel make up for none of the other
    assert db.session.get_one(DraftEntry, key, populate_existing=True).short == 1
    added = next(one for one in lines(draft) if one.by_hand)
    assert (added.fits == ["settings/homecare"]) is known
    facts = db.session.get_one(Draft, draft.id, populate_existing=True).facts
    assert facts["spread"] is None and facts["parts"] == draft.facts["parts"]


def test_a_sheet_stays_when_its_author_leaves_and_agreed_numbers_count(world, staff, client):
    path = f"/manage/rounds/{world.reference}/assignment"
    gone = build.assessor("Gil Gone")
    set_profile(gone, panel="professional", actor=SYSTEM)
    applied = db.session.scalars(sa.select(Application).order_by(Application.id)).first()
    build.scored(applied, [5] * 3, gone, staff=staff)
    behind(f"UPDATE user_account SET active = false WHERE id = {gone.id}")
    round_id, applied_id = world.id, applied.id
    few = db.session.scalars(sa.select(User).where(User.name == "Noor Example0")).one()
    db.session.add(AssessorLimit(round_id=round_id, person_id=few.id, most=1))
    few_id = few.id
    db.session.commit()
    draft = drafted(client.sign_in(staff), path)
    wanted = sa.select(DraftEntry.wanted).where(
        DraftEntry.draft_id == draft.id, DraftEntry.application_id == applied_id
    )
    assert db.session.scalar(wanted) == 2
    # what is told of another limit is what a draft with it comes to
    tried: dict[str, Any] = min(
        (one for one in draft.facts["what_if"] if "cap" in one), key=lambda one: one["cap"]
    )
    other = drafted(client, path, cap=str(tried["cap"]))
    assert len(lines(other)) == tried["placed"]
    assert sum(one.person_id == few_id for one in lines(other)) == 1
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Assignment)) == 1


def test_a_draft_is_released_as_it_was_shown(world, staff, client):
    path = f"/manage/rounds/{world.reference}/assignment"
    draft = drafted(client.sign_in(staff), path)
    ask = f"{path}/{draft.number}/release"
    shown = client.get(ask, budget=14).form_values()
    # in another window somebody takes the place of somebody: the counts are the same
    line = lines(draft)[0]
    away, application_id = line.person_id, line.application_id
    here = {one.person_id for one in lines(draft) if one.application_id == application_id}
    add = min({one.person_id for one in lines(draft)} - here)
    reference = db.session.get_one(Application, application_id).reference
    where = f"{path}/{draft.number}/change?application={reference}"
    form = {**client.get(where).form_values(), "away": [str(away)], "add": str(add)}
    put_in(client, where, form)
    again = client.post(ask, shown, status=200)
    assert again.errors == [
        "The draft has changed since you opened the page: who reads what. Nothing was done. Look "
        "at it as it is now, then confirm again"
    ]
    work.run_jobs()
    assert not letters()
    client.post(ask, again.form_values())
    work.run_jobs()
    assert len(letters()) == 6
    # what other limits would do counts those too who have some already and get nothing new
    has = Counter(one.person_id for one in lines(draft))
    limits = [one for one in drafted(client, path).facts["what_if"] if "cap" in one]
    assert {(one["placed"], one["most"]) for one in limits} == {(0, max(has.values()))}
    assert {one["over"] for one in limits} == {0}


def test_a_draft_is_taken_out_as_a_file_of_what_its_reader_may_meet(world, staff, client):
    path, staff_id = f"/manage/rounds/{world.reference}/assignment", staff.id
    round_path = f"/manage/rounds/{world.reference}"
    draft = drafted(client.sign_in(staff), path)
    drafted(client, path)
    applied = db.session.scalars(sa.select(Application).order_by(Application.id)).first()
    reference = applied.reference
    behind(f"UPDATE application SET title = '=1+1', title_key = '=1+1' WHERE id = {applied.id}")
    asked = {"draft": str(draft.number), "csrf_token": client.csrf_token()}
    assert "Download all 18 lines" in client.get(f"{path}/{draft.number}", budget=14).text
    file = client.post(f"{round_path}/draft-lines.csv", asked, status=200)
    heading, *rows = file.data.decode("utf-8-sig").splitlines()
    assert heading.startswith("Reference,") and len(rows) == 18
    assert sum("'=1+1" in row for row in rows) == 3
    behind(f"UPDATE application SET lead_id = {staff_id} WHERE reference = '{reference}'")
    file = client.post(f"{round_path}/draft-lines.csv", asked, status=200)
    text = file.data.decode("utf-8-sig")
    assert len(text.splitlines()) == 1 + 15 and reference not in text
