"""Who is in the room of a meeting whose round hides assessors' names."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select

from award.accounts.models import User
from award.assessment.models.assignments import Assignment
from award.foundation import audit
from award.foundation.db import db, transaction
from award.foundation.errors import there
from award.foundation.policy import SYSTEM, Role
from award.meetings.models import LeftTheRoom, MeetingSeat
from award.moderation.queries.panels import panel_of
from award.moderation.services import chairing
from tests.build import accounts, applications, rounds
from tests.build import assessment as assessing
from tests.build import moderation as build
from tests.build.accounts import actor_of
from tests.client import CheckedClient
from tests.meetings.test_meeting import at


def _in_the_room(text: str) -> str:
    """That part of a meeting's page."""
    return text.partition("In the room")[2].partition("What they wrote")[0]


def test_a_blind_round_tells_no_chair_whose_letter_is_whose(
    client: CheckedClient, app: Flask
) -> None:
    staff = accounts.user("Sam Staff", roles=(Role.STAFF,))
    round_ = rounds.open_round(blindness="assessor_hidden")
    apart = applications.submitted(round_, title="All differ")
    assessing.assessed(apart, build.APART, staff=staff)
    panel = panel_of(actor_of(staff), round_.reference)
    assert panel is not None
    query = select(Assignment).where(Assignment.application_id == apart.id)
    rows = sorted(db.session.scalars(query), key=lambda row: str(row.alias))
    letters = [str(row.alias) for row in rows]
    people = [db.session.get_one(User, row.assessor_id) for row in rows]
    with transaction():
        for person, name in zip(people, ("Zoe Last", "Mo Both", "Al First"), strict=True):
            person.name = name
            audit.record(SYSTEM, "user_account.set_second_factor", person)
    chair = assessing.assessor("Cher Chairs")
    with transaction():
        for one in (people[1], chair):
            chairing.appoint(panel, one.email, deputy=one is chair, actor=actor_of(staff))
        chairing.open_to_chairs(panel, actor=actor_of(staff))
    client.sign_in(staff)
    here = f"/manage/rounds/{round_.reference}/meeting"
    led = CheckedClient(app).sign_in(chair)
    those = [str(one.id) for one in people]
    client.post(here, {**client.get(here).form_values(), "here": those})
    said = _in_the_room(led.get(at(apart), budget=20).text)
    assert "Mo Both, chair 2 others of the panel" in said, "who isn't there reads no name"
    assert "Zoe Last" not in said and "Assessor" not in said
    client.post(here, {**client.get(here).form_values(), "here": [*those, str(chair.id)]})

    def room() -> str:
        return _in_the_room(led.get(at(apart), budget=20).text)

    seen = "Al First, assessor Cher Chairs, deputy chair Mo Both, chair Zoe Last, assessor"
    assert seen in room() and not [letter for letter in letters if letter in room()]
    assert f"Mo Both, {letters[1]}" in client.get(at(apart), budget=20).text
    gone = client.get(at(apart, "/room")).form_values()
    client.post(at(apart, "/room"), {**gone, "left": [str(people[2].id), str(chair.id)]})
    assert room().index("Al First left on") < room().index("Cher Chairs left on")
    assert not [letter for letter in letters if letter in room()]
    agree = f"/manage/applications/{apart.reference}/moderation/score"
    offered = led.get(agree).text
    assert "Mo Both" in offered and "Al First" not in offered and "Zoe Last" not in offered
    assert not [letter for letter in letters if letter in offered.partition("Who was in")[2]]

    # A term that ends sends nobody out of the meeting, and brings nobody back into the room.
    with transaction():
        seat = next(
            one
            for one in there(panel_of(actor_of(staff), round_.reference), "it").chairs
            if one.deputy
        )
        chairing.end(panel, seat.id, actor=actor_of(staff))
    page = client.get(here)
    assert "no part in the round any more" in page.text
    client.post(here, {**page.form_values(), "here": [*those, str(chair.id), str(staff.id)]})
    gone = client.get(at(apart, "/room")).form_values()
    assert str(chair.id) in gone["left"]
    client.post(at(apart, "/room"), {**gone, "left": [*gone["left"], str(staff.id)]})
    db.session.expire_all()
    assert db.session.get(LeftTheRoom, (apart.id, chair.id)) is not None
    seats = select(MeetingSeat.person_id).where(MeetingSeat.went_at.is_(None))
    assert {*db.session.scalars(seats)} == {one.id for one in (*people, chair, staff)}
