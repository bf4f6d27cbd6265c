"""Somebody closes their account: their name and address are nowhere any more, and the trail and
all checks hold."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask

from award.accounts.models import LastSignIn, User
from award.applications.models import Application
from award.applications.together import Collaborator
from award.assessment.models.chairs import RoundChair
from award.foundation import audit, checks
from award.foundation.db import Base, db, transaction
from award.foundation.delivery import deliver_due
from award.foundation.errors import Refused
from award.foundation.outbox import OutboxMessage
from award.foundation.policy import Role
from award.own_data.jobs import sweep_own_data
from award.own_data.rules.closing import FORMER
from award.own_data.rules.fates import FATES
from award.own_data.rules.nothing import NOTHING_OF_ANYBODY
from award.own_data.services.closing import close_account
from tests.build import applications, assessment, decisions, rounds, team
from tests.build.accounts import PASSWORD, actor_of, organisation, user
from tests.client import CheckedClient

NAME, EMAIL = "Adalberta Leaderby", "adalberta@leaderby.example"


def faults() -> dict[str, list[str]]:
    found = {says: list(check()) for says, check in checks.CHECKS.all().items()}
    return {says: lines for says, lines in found.items() if lines}


def named_in() -> set[str]:
    """Table and column of everything that holds the name or the address."""
    found = set()
    for table in Base.metadata.sorted_tables:
        for row in db.session.execute(sa.select(table)).mappings():
            for column, value in row.items():
                text = str(value).lower()
                if any(words.lower() in text for words in (NAME, EMAIL)):
                    found.add(f"{table.name}.{column}")
    return found


def lead_of_a_rejected() -> User:
    """Who applied and wasn't funded, has a draft, and an organisation."""
    lead = user(NAME, EMAIL, roles=(), password=PASSWORD)
    organisation(lead)
    round_ = rounds.closed_round()
    sent = applications.submitted(round_, lead)
    assessment.assessed(sent, scores=([2, 2, 2], [2, 2, 2]))
    decisions.staged(sent, outcome="reject")
    decisions.released(round_)
    applications.draft(lead=lead)
    return lead


def test_the_name_is_nowhere_and_every_check_holds(client: CheckedClient) -> None:
    lead = lead_of_a_rejected()
    number = lead.id
    assert {"user_account.name", "user_account.email", "audit_person.name",
            "outbox_message.body", "outbox_message.recipient"} <= named_in()  # fmt: skip
    client.sign_in(lead)
    page = client.get("/account/close")
    assert "Your drafts, with their answers" in page.text
    wrong = client.post("/account/close", {"understood": "y", "password": "not it"}, status=200)
    assert wrong.errors == ["This is not your password"]
    done = client.follow(client.post("/account/close", {"understood": "y", "password": PASSWORD}))
    assert "Your account is closed" in done.text
    client.get("/account", status=302)
    last = sa.select(OutboxMessage).where(OutboxMessage.notice == "user_account.closed")
    assert db.session.scalars(last).one().recipient == EMAIL
    deliver_due()
    sweep_own_data()
    db.session.expire_all()
    left = named_in()
    assert all(not FATES[place].erased for place in left), left
    assert left <= {"submission.content", "answer.value"}
    assert db.session.get(LastSignIn, number) is None
    closed = db.session.get_one(User, number)
    assert (closed.name, closed.active, closed.password) == (FORMER, False, None)
    assert faults() == {} and list(audit.verify_chain()) == []


def test_others_read_a_former_user(client: CheckedClient) -> None:
    lead = lead_of_a_rejected()
    with transaction():
        close_account(actor=actor_of(lead))
    staff = user(roles=(Role.STAFF, Role.ADMIN, Role.AUDITOR))
    client.sign_in(staff)
    for path in ("/manage/people", "/manage/audit"):
        text = client.get(path).text
        assert NAME not in text and EMAIL not in text
    assert FORMER in client.get("/manage/people").text
    assert NAME not in client.get(f"/manage/people?q={EMAIL}").text.replace(EMAIL, "")
    file = client.post("/manage/people.csv", {}, status=200)
    assert NAME not in file.text and EMAIL not in file.text
    again = user(NAME, EMAIL, roles=())
    assert again.id != lead.id


def test_what_waits_for_somebody_comes_first(client: CheckedClient, app: Flask) -> None:
    lead = user("Ada Leader", roles=(), password=PASSWORD)
    sent = applications.submitted(rounds.closed_round(), lead)
    assessor = assessment.assessor("Nia Assessor")
    assessment.assigned(sent, assessor)
    chair = assessment.assessor("Chi Chair")
    db.session.add(
        RoundChair(
            round_id=sent.round_id, person_id=chair.id, deputy=False, appointed_by_id=chair.id
        )
    )
    db.session.commit()
    staff = user(roles=(Role.STAFF,))
    actors = {one.id: actor_of(one) for one in (lead, assessor, chair, staff)}
    for person, words in (
        (lead, f"You lead {sent.reference}. Withdraw it"),
        (assessor, "You have 1 assessment to do"),
        (chair, "You chair"),
        (staff, "You have the role Staff"),
    ):
        number = person.id
        actor = actors[number]
        client.sign_in(person)
        assert words in client.get("/account/close").text
        with pytest.raises(Refused), transaction():
            close_account(actor=actor)
        assert db.session.get_one(User, number).active


def test_every_column_has_a_fate(app: Flask) -> None:
    """A column that holds text, or names an account, says what becomes of it: in
    `award/own_data/rules/fates.py`."""
    written = (sa.String, sa.JSON)
    account = User.__table__.c.id
    wanted = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        if table.name not in NOTHING_OF_ANYBODY
        for column in table.columns
        if (isinstance(column.type, written) and not isinstance(column.type, sa.Enum))
        or any(reference.column is account for reference in column.foreign_keys)
    }
    assert wanted - set(FATES) == set(), "say what becomes of these"
    assert set(FATES) - wanted == set(), "there is no such column any more"
    assert set(NOTHING_OF_ANYBODY) <= set(Base.metadata.tables)


def test_who_works_with_others_leaves_and_is_named_nowhere(app: Flask) -> None:
    lead = user("Lee Lead", roles=())
    helper = user(NAME, EMAIL, roles=())
    draft = applications.draft(lead=lead)
    number = draft.id
    actor = actor_of(helper)
    team.joined(draft, helper)
    with transaction():
        close_account(actor=actor)
    db.session.expire_all()
    row = db.session.scalars(sa.select(Collaborator)).one()
    assert (row.state, row.organisation) == ("left", "") and EMAIL not in row.email
    assert db.session.get(Application, number) is not None and faults() == {}
    left = sa.select(OutboxMessage.body).where(OutboxMessage.notice == "collaborator.left")
    assert all(NAME not in body for body in db.session.scalars(left))
