"""What silent assessors have still to do goes to others."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from award.accounts.models import User
from award.assessment.models.assignments import Assignment
from award.assessment.rules.heirs import FREE, FULL, SILENT, Heir, in_order
from award.assessment.rules.sharing import Helper
from award.assessment.rules.states import AssignmentState
from award.assessment.services import profiles
from award.foundation import checks
from award.foundation.db import db
from award.foundation.kept import keep_rows
from award.foundation.outbox import OutboxMessage
from award.foundation.policy import Role
from award.rounds.models import Round
from award.rounds.queries.criteria import lived_start
from tests.build import applications, rounds
from tests.build import assessment as build
from tests.build.accounts import actor_of, organisation, user
from tests.client import CheckedClient


@pytest.fixture
def staff(app: object) -> User:
    return user("Sam Staff", roles=(Role.STAFF,))


def letters(notice: str = "assessor.chased") -> list[OutboxMessage]:
    query = sa.select(OutboxMessage).where(OutboxMessage.notice == notice)
    return list(db.session.scalars(query.order_by(OutboxMessage.id)))


def page_of(round_: Round) -> str:
    return f"/manage/rounds/{round_.reference}/chasing"


def test_who_takes_over_stands_by_what_they_can_take() -> None:
    """And who is silent themselves, or has as many as they take, comes last and says so."""

    def heir(name: str, fits: int, **more: Any) -> Heir:
        return Heir(Helper(1, name, **{"load": 0, **more}), "x@example.org", fits, 9)

    heirs = [
        heir("Sil", 9, silent="has sheets that are overdue", has=2, most=40),
        heir("Full", 9, has=40, most=40),
        heir("Kept", 0, has=1, most=40),
        heir("Nearly", 9, has=38, most=40),
        heir("Busy", 9, load=7, has=7),
        heir("Some", 4, has=0, most=40),
        heir("Free", 9, has=3, most=40),
    ]
    found = in_order(heirs)
    assert [one.helper.name for one in found] == [
        "Free", "Busy", "Some", "Nearly", "Full", "Kept", "Sil",
    ]  # fmt: skip
    assert [one.group for one in found] == [*([FREE] * 4), FULL, FULL, SILENT]
    assert [one.says for one in found[2:]] == [
        "Has 0 of 40 in this round; 4 of the 9 can go to them",
        "Has 38 of 40 in this round; all can go to them",
        "Has 40 of 40 in this round; all can go to them",
        "Has 1 of 40 in this round; none of the 9 can go to them",
        "Has 2 of 40 in this round; all can go to them. Has sheets that are overdue",
    ]


@pytest.mark.each_database
def test_what_a_silent_one_has_goes_to_others_and_what_cannot_is_said(
    staff: User, client: CheckedClient
) -> None:
    round_ = rounds.closed_round(min_assessments=1)
    silent, heir, other = (build.assessor(name) for name in ("Sil Ent", "Hei R", "Oth Er"))
    bids = [applications.submitted(round_, title=f"Bid {at}") for at in range(3)]
    own = applications.submitted(
        round_,
        heir,
        title="Of the heir",
        organisation=organisation(heir, name="Heir Care"),
    )
    ready = applications.submitted(round_, title="Submitted")
    build.scored(ready, [8, 7, 6], silent, staff=staff)
    for bid in (*bids, own):
        build.assigned(bid, silent, staff=staff)
    build.assigned(bids[0], heir, staff=staff)
    client.sign_in(staff)
    start = f"{page_of(round_)}/{silent.id}"
    keep_rows()
    page = client.get(start)
    assert "has 4 applications to assess" in page.text and "has submitted 1 sheet" in page.text
    best, _, then = page.text.partition("Hei R")
    assert "Oth Er" in best and "Has 0 in this round; all can go to them" in best
    assert "Has 1 in this round; 2 of the 4 can go to them" in then
    page = client.follow(client.post(start, {"assessor": [str(heir.id)]}), budget=15)
    assert page.h1 == "Hand on 2 applications of Sil Ent"
    assert "1 application: Hei R has this application already" in page.text
    assert "enough assessors already" not in page.text, "who hands on does not count"
    assert "1 application: Hei R belongs to the applicant" in page.text
    page = client.get(f"{start}/confirm?assessor={heir.id}&assessor={other.id}", budget=15)
    assert page.h1 == "Hand on 4 applications of Sil Ent"
    assert page.text.partition("Who gets which")[2].count("AIA-") >= 4
    again = client.post(f"{start}/confirm", page.form_values(), status=200)
    assert again.errors == ["Say why it is handed on"]
    values = {**page.form_values(), "reason": "No answer since October"}
    gone = client.post(f"{start}/confirm", {**values, "assessor": ["0"]}, status=409)
    assert "None of those that you chose" in gone.text and values["reason"] in gone.html
    before = len(letters("assignment.assigned"))
    after = client.follow(client.post(f"{start}/confirm", {**values, "go_on": "y"}))
    assert "4 assessments of Sil Ent handed on to 2 people." in after.text
    states = dict(
        db.session.execute(
            sa.select(Assignment.application_id, Assignment.state).where(
                Assignment.assessor_id == silent.id
            )
        ).all()
    )
    assert states.pop(ready.id) == AssignmentState.SUBMITTED
    assert set(states.values()) == {AssignmentState.REMOVED}
    (gone,) = letters("assignment.removed")
    assert gone.subject.startswith("You do not need to assess 4 applications")
    assert "Hei R" not in gone.body and "October" not in gone.body
    assert len(letters("assignment.assigned")) - before == 2
    client.get(start, status=404)
    assert [*checks.states(), *checks.moves()] == []


@pytest.mark.each_database
def test_what_is_handed_on_stays_with_its_panel(staff: User, client: CheckedClient) -> None:
    round_ = rounds.closed_round(min_assessments=1, lived_criteria=lived_start())
    bid = applications.submitted(round_, title="Bid")
    begun = build.assessor("Sil Ent", panel="lived_experience")
    heir = build.assessor("Hei R", panel="lived_experience")
    professional = build.assessor("Pro Fess")
    build.assigned(bid, begun, staff=staff)
    build.assigned(bid, professional, staff=staff)
    client.sign_in(staff)
    keep_rows()
    start = f"{page_of(round_)}/{begun.id}"
    page = client.get(start)
    assert heir.email in page.text and professional.email not in page.text
    page = client.get(f"{page_of(round_)}/{professional.id}")
    assert "Nobody else can be asked" in page.text and heir.email not in page.text
    page = client.get(f"{page_of(round_)}/{professional.id}/confirm?assessor={heir.id}", budget=15)
    assert page.h1 == "Nothing can be handed on"
    assert "Hei R is on the lived-experience panel, and the sheet is a professional’s" in page.text
    other = build.assessor("Oth Er")
    keep_rows()
    page = client.get(f"{start}/confirm?assessor={heir.id}&assessor={other.id}", budget=15)
    assert page.h1 == "Hand on 1 application of Sil Ent" and "Oth Er" not in page.text
    profiles.set_profile(heir, panel="professional", actor=actor_of(staff))
    db.session.commit()
    values = {**page.form_values(), "reason": "No answer since October"}
    again = client.post(f"{start}/confirm", values, status=200)
    assert "Hei R is on the professional panel" in again.text
    assert values["reason"] in again.html
