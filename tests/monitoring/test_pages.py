"""What is said apart: asked on the pages where people expect it, told to nobody, counted once."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from award.accounts.models import User
from award.applications.models import Application
from award.applications.rules.states import ExtensionKind
from award.applications.services import extending, handing_over
from award.foundation import audit, clock
from award.foundation.db import Base, db, transaction
from award.foundation.errors import Refused
from award.foundation.outbox import OutboxMessage
from award.foundation.policy import Role
from award.monitoring import queries, services
from award.monitoring.models import Effort, EqualityAnswer, EqualityReport
from award.monitoring.rules.asked import ABOUT_YOU, Moment
from award.own_data.services.closing import close_account
from award.own_data.services.drafts import delete_draft
from award.rounds.models import Round
from tests.build import applications, assessment, decisions, rounds
from tests.build.accounts import actor_of, organisation, user
from tests.build.monitoring import about_you, afresh, lead_of, told
from tests.client import CheckedClient
from tests.page import Page

RARE = {"age": "under_25", "sex": "male", "ethnicity": "mixed", "disability": "yes"}


@pytest.fixture
def staff(app: Flask) -> User:
    return user("Stef Marlowe", "stef@programme.example")


def sent(round_: Round, name: str = "Ada Lead") -> Application:
    return applications.submitted(round_, user(name, roles=()), title=f"Bid of {name}")


def ticked(page: Page) -> list[str]:
    return [one.get("value", "") for one in page.all("input") if one.get("checked") is not None]


def rows(model: type[Base]) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0


def test_a_lead_says_changes_and_takes_back(client: CheckedClient) -> None:
    application = sent(rounds.closed_round())
    client.sign_in(application.lead)
    path = f"/applications/{application.reference}/about-you"
    receipt = client.get(f"/applications/{application.reference}/receipt")
    assert {path, f"/applications/{application.reference}/cost"} <= set(receipt.links().values())
    page = client.get(path)
    assert page.text.count("Prefer not to say") == 5
    done = client.follow(client.post(path, {**page.form_values(), **RARE}))
    assert "kept apart" in done.text
    assert "under_25" in ticked(client.get(path))
    client.post(path, {**RARE, "age": "not_said"})
    assert db.session.scalars(sa.select(EqualityAnswer.age)).all() == ["not_said"]
    client.post(f"{path}/take-back")
    assert rows(EqualityAnswer) == 0


def test_nothing_has_to_be_answered_but_an_empty_page_of_costs_says_so(
    client: CheckedClient,
) -> None:
    application = sent(rounds.closed_round())
    client.sign_in(application.lead)
    client.post(f"/applications/{application.reference}/about-you", {}, status=302)
    assert db.session.scalars(sa.select(EqualityAnswer.sex)).all() == ["not_said"]
    path = f"/applications/{application.reference}/cost"
    page = client.post(path, {}, status=200)
    assert page.errors == ["Answer at least one of the questions, or leave this page"]
    page = client.post(path, {"hours": "many", "helped": "word " * 101}, status=200)
    assert len(page.errors) == 2 and "word word" in page.text
    client.follow(client.post(path, {"hours": "40", "again": "yes", "hardest": "problem"}))
    assert "you have told us" in client.get(path).text
    refused = client.post(path, {"hours": "9"}, status=200)
    assert "told us this already" in refused.text


def test_what_it_cost_is_asked_twice_and_by_email(client: CheckedClient) -> None:
    round_ = rounds.closed_round()
    application = sent(round_)
    told(application, hours=30)
    decisions.staged(application, "reject")
    decisions.released(round_)
    told(application, hours=2)
    assert sorted(db.session.scalars(sa.select(Effort.moment))) == ["decided", "submitted"]
    letters = db.session.scalars(sa.select(OutboxMessage.body).where(
        OutboxMessage.recipient == application.lead.email,
        OutboxMessage.notice.in_(["application.submitted", "decision.release"])
        | OutboxMessage.notice.like("decision.%"),
    )).all()  # fmt: skip
    assert len(letters) == 2
    assert all(f"/applications/{application.reference}/cost" in body for body in letters)
    client.sign_in(application.lead)
    outcome = client.get(f"/applications/{application.reference}/outcome")
    assert f"/applications/{application.reference}/about-you" in outcome.links().values()


def test_no_row_says_whose_it_is_or_when_it_came(app: Flask) -> None:
    """No number, no moment, no key; on SQLite no row number either."""
    for model in (EqualityAnswer, Effort):
        for column in model.__table__.columns:
            assert not isinstance(column.type, sa.DateTime), column
            assert {key.column.table.name for key in column.foreign_keys} <= {"round"}
        assert [one.name for one in model.__table__.primary_key] == ["digest"]
    names = {one.name for one in EqualityAnswer.__table__.columns}
    assert names == {"digest", "size", *ABOUT_YOU}
    if db.engine.dialect.name == "sqlite":
        for table in ("equality_answer", "effort"):
            with pytest.raises(sa.exc.OperationalError, match="rowid"):
                db.session.execute(sa.text(f"SELECT rowid FROM {table}"))
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_keys:
            assert key.column.table.name not in ("equality_answer", "effort")


def test_a_digest_needs_the_key(app: Flask) -> None:
    application = sent(rounds.closed_round())
    about_you(application, **RARE)
    (digest,) = db.session.scalars(sa.select(EqualityAnswer.digest)).all()
    assert digest in queries.digests_of("equality", application.id, application.lead_id)
    assert digest not in queries.digests_of("equality", application.id, application.lead_id + 1)
    ring = app.config["SETTINGS"].audit_key
    assert ring not in digest


def test_the_trail_knows_of_counts_and_of_no_answer(app: Flask, staff: User) -> None:
    round_ = rounds.closed_round()
    application = sent(round_)
    mid = audit.times_told("application")
    about_you(application, **RARE)
    told(application, hours=3)
    assert audit.times_told("application") == mid
    with transaction():
        services.count_cost(round_, moment=Moment.SUBMITTED, actor=actor_of(staff))
    assert audit.times_told("round")[round_.id, "count_cost"] == 1


def test_the_lead_who_follows_is_not_told_what_the_one_before_said(
    client: CheckedClient, staff: User
) -> None:
    counting, round_ = actor_of(staff), rounds.closed_round()
    application = sent(round_)
    about_you(application, **RARE)
    new = user("Nia Next", roles=())
    with transaction():
        handing_over.hand_over(application, new, reason="On leave", actor=counting)
    client.sign_in(new)
    page = client.get(f"/applications/{application.reference}/about-you")
    assert not ticked(page) and "Take it back" not in page.text
    assert rows(EqualityAnswer) == 1
    db.session.expire_all()
    again = afresh(application)
    decisions.staged(again, "reject")
    decisions.released(round_)
    with transaction():
        report = services.count_who_applied(round_, actor=counting)
    assert rows(EqualityAnswer) == 0 and report.tables


def test_counted_once_after_the_decisions_and_deleted_then(
    client: CheckedClient, staff: User
) -> None:
    round_ = rounds.closed_round()
    waiting = sent(round_)
    about_you(waiting, **RARE)
    client.sign_in(staff)
    path = f"/manage/rounds/{round_.reference}/who-applied"
    assert "Staff count it once" in client.get(path).text
    assert "once every decision" in client.post(path, {}, status=200).text
    decisions.staged(waiting, "reject")
    decisions.released(round_)
    assert "Count who applied" in client.get(path).text
    done = client.follow(client.post(path, {}))
    assert "is deleted" in done.text and done.text.count("Too few to tell by group") == 7
    assert rows(EqualityAnswer) == 0 and rows(EqualityReport) == 1
    assert "already" in client.post(path, {}, status=200).text
    client.sign_in(waiting.lead)
    own = f"/applications/{waiting.reference}/about-you"
    assert "has been counted" in client.get(own).text
    client.post(own, RARE, status=200)
    assert rows(EqualityAnswer) == 0


def test_costs_are_counted_by_moment_and_medians_published(
    client: CheckedClient, staff: User
) -> None:
    round_ = rounds.closed_round()
    made = [sent(round_, f"Lead {n}") for n in range(6)]
    for n, one in enumerate(made):
        told(one, hours=10 * (n + 1), size="1_9" if n < 5 else "250_over", hardest="problem",
             again="yes", helped=f"Word {n} of mine")  # fmt: skip
    public = f"/rounds/{round_.reference}/cost"
    assert "Not counted yet" in client.get(public).text
    client.sign_in(staff)
    path = f"/manage/rounds/{round_.reference}/cost"
    page = client.get(path)
    assert page.text.count("Count now") == 1
    assert "can’t be counted yet" in client.post(f"{path}/decided", {}, status=200).text
    done = client.follow(client.post(f"{path}/submitted", {}))
    assert "35 hours" in done.text and "Word 3 of mine" in done.text
    assert rows(Effort) == 0
    client.sign_in(None)
    page = client.get(public)
    assert "35 hours" in page.text and "6 people" in page.text
    # One large organisation: neither it nor the rest of it can be told apart.
    assert "of mine" not in page.text and "1 to 9 people" not in page.text
    next_one = rounds.setup_round()
    edit = f"/manage/rounds/{next_one.reference}/edit"
    page = client.sign_in(staff).get(edit, budget=12)
    assert f"Hardest questions in {round_.title}: The problem (6)" in page.text
    assert page.links()["Hardest questions"] == path
    client.sign_in(made[0].lead)
    assert "has been counted" in client.get(f"/applications/{made[0].reference}/cost").text


def test_a_draft_and_an_account_take_what_was_said_along(app: Flask) -> None:
    draft = applications.draft(lead=user("Dee Draft", roles=()))
    about_you(draft, **RARE)
    with transaction():
        delete_draft(afresh(draft), actor=lead_of(draft))
    assert rows(EqualityAnswer) == 0
    lead = user("Clo Sing", roles=())
    organisation(lead)
    (gone,) = rejected_of(lead)
    about_you(gone, **RARE)
    told(gone, hours=4, helped="More time")
    other = sent(rounds.closed_round(), "Stay Ing")
    about_you(other, **RARE)
    with transaction():
        close_account(actor=actor_of(lead))
    assert (rows(EqualityAnswer), rows(Effort)) == (1, 0)


def rejected_of(lead: User) -> list[Application]:
    round_ = rounds.closed_round()
    made = applications.submitted(round_, lead)
    decisions.staged(made, "reject")
    decisions.released(round_)
    return [afresh(made)]


def test_it_is_the_leads_alone(client: CheckedClient, staff: User) -> None:
    round_ = rounds.closed_round()
    application = sent(round_)
    assessor = assessment.assessor("Nia Assessor")
    assessment.assigned(application, assessor)
    others = (
        staff,
        assessor,
        user("Other", roles=()),
        user(roles=(Role.AUDITOR,)),
        user(roles=(Role.ADMIN,)),
        user(roles=(Role.PUBLISHER,)),
    )
    for person in others:
        client.sign_in(person)
        for page in ("about-you", "cost"):
            client.get(f"/applications/{application.reference}/{page}", status=404)
    with pytest.raises(Refused), transaction():
        services.save_about_you(application, RARE, actor=actor_of(staff))
    with pytest.raises(Refused), transaction():
        services.count_who_applied(round_, actor=lead_of(application))


def test_nothing_is_counted_while_somebody_has_longer(app: Flask, staff: User) -> None:
    round_ = rounds.open_round()
    draft = applications.draft(round_)
    longer = round_.closes_at + timedelta(days=30)
    with transaction():
        extending.extend(draft, extending.Grant(longer, ExtensionKind.FAULT, "x"),
                         actor=actor_of(staff))  # fmt: skip
    with clock.at(round_.closes_at + timedelta(days=1)):
        assert queries.may_be_counted(round_) == set()
    with clock.at(longer + timedelta(days=1)):
        assert queries.may_be_counted(round_) == {Moment.SUBMITTED}
