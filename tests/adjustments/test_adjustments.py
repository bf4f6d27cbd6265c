"""Somebody asks, staff answer, what is granted applies, and why they asked is nowhere else."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from award.accounts.models import OrganisationMember, User
from award.adjustments.jobs import forget_old_needs
from award.adjustments.models import Adjustment, AdjustmentNeed
from award.adjustments.queries import adjustment_to_answer, own_adjustment
from award.adjustments.services import Asked, Granted, answer, ask, take_back
from award.applications.changing import Extension
from award.applications.queries.drafts import draft_of
from award.applications.services.reopening import ask_changes
from award.foundation import audit, checks, clock
from award.foundation.audit import AuditEvent
from award.foundation.db import Base, db, transaction
from award.foundation.errors import Refused
from award.foundation.outbox import OutboxMessage
from award.foundation.policy import Role
from award.own_data.queries.collecting import collected
from award.own_data.services.drafts import delete_draft
from tests.build import applications, assessment, rounds
from tests.build.accounts import actor_of, organisation, user
from tests.build.adjustments import answered, asked, asked_in
from tests.build.monitoring import afresh, lead_of
from tests.client import CheckedClient

NEED = "Needword: my hands shake"


@pytest.fixture
def staff(app: Flask) -> User:
    return user("Stef Marlowe", "stef@programme.example")


def letters(key: str) -> list[OutboxMessage]:
    query = sa.select(OutboxMessage).where(OutboxMessage.notice == f"adjustment.{key}")
    return list(db.session.scalars(query.order_by(OutboxMessage.id)))


def needs() -> list[str]:
    return list(db.session.scalars(sa.select(AdjustmentNeed.words)))


def test_asked_and_answered_on_the_pages(client: CheckedClient, staff: User) -> None:
    draft = applications.draft(lead=user("Ada Lead", roles=()))
    client.sign_in(draft.lead)
    page = client.get(f"/applications/{draft.reference}")
    path = page.links()["Ask for an adjustment"]
    assert client.post(path, {}, status=200).errors == ["Choose what would help"]
    done = client.follow(
        client.post(path, {"kinds": ["time", "words", "helper"], "need": NEED, "helper": "Hal Per"})
    )
    assert "answer within 5 days" in done.text and "More time, More words" in done.text
    (told,) = letters("asked")
    assert told.recipient == staff.email and "Needword" not in told.body

    client.sign_in(staff)
    index = client.get("/manage/adjustments")
    assert "Needword" not in index.text and "To answer" in index.text
    row = db.session.scalars(sa.select(Adjustment)).one()
    code, closes = row.reference, draft.round.closes_at
    page = client.get(f"/manage/adjustments/{code}")
    assert NEED in page.text
    until = clock.london(closes + timedelta(days=3))
    grant = {
        "until-day": until.day, "until-month": until.month, "until-year": until.year,
        "until-time": "1pm", "more_words": "25", "helper": "Hal Per",
        "agreed": "Three days more, and a quarter more words.",
    }  # fmt: skip
    assert client.post(f"/manage/adjustments/{code}", {}, status=200).errors
    too_soon = client.post(
        f"/manage/adjustments/{code}", {**grant, "until-year": until.year - 1}, status=200
    )
    assert any("later than when it closes" in one for one in too_soon.errors)
    client.follow(client.post(f"/manage/adjustments/{code}", grant))
    (letter,) = letters("answered")
    assert letter.recipient == "ada.lead@example.org" or letter.recipient == draft.lead.email
    assert "quarter more words" in letter.body and "Needword" not in letter.body

    found = afresh(draft)
    assert found.closes_at == clock.london(until).replace(
        hour=13, minute=0, second=0, microsecond=0
    )
    assert (found.more_words, found.helper) == (25, "Hal Per")
    client.sign_in(draft.lead)
    assert "Hal Per" in client.get(f"/applications/{draft.reference}/team").text
    own = client.get("/adjustments")
    assert "25% in long answers" in own.text and "Three days more" in own.text
    assert {says: list(check()) for says, check in checks.CHECKS.all().items()
            if "djustment" in says and list(check())} == {}  # fmt: skip


def test_more_words_raise_the_limits_of_that_application_alone(app: Flask) -> None:
    draft, other = applications.draft(), applications.draft()
    before = {one.key: one.max_words for one in draft_of(draft).question_set}
    long = [one.key for one in draft_of(draft).question_set if one.of_kind.in_own_words]
    answered(asked(draft, "words"), more_words=25)
    wider = {one.key: one.max_words for one in draft_of(afresh(draft)).question_set}
    for key, limit in before.items():
        raised = key in long and limit
        assert wider[key] == (-(-limit * 125 // 100) if raised and limit else limit)
    assert wider != before
    assert {one.key: one.max_words for one in draft_of(afresh(other)).question_set} == before
    key = next(key for key in long if before[key] and before[key] >= 20)  # type: ignore[operator]
    words = " ".join(["word"] * (before[key] or 0) + ["more"] * 4)
    question = draft_of(afresh(draft)).question_set.question(key)
    assert question.problems(words, final=True) == []
    assert draft_of(afresh(other)).question_set.question(key).problems(words, final=True)


def test_an_assessor_is_given_longer(client: CheckedClient, staff: User) -> None:
    round_ = rounds.closed_round()
    application = applications.submitted(round_)
    ash, other = assessment.assessor("Ash Example"), assessment.assessor("Bee Example")
    for one in (ash, other):
        assessment.declared(application, one)
    client.sign_in(ash)
    assert client.get("/assess").links()["Ask for an adjustment in " + round_.title]
    page = client.get(f"/rounds/{round_.reference}/adjustments")
    assert "fair for you to assess" in page.text and "your assessments in this round" in page.text
    assert "your application" not in page.text and "the application" not in page.text
    assert "this application" not in page.text
    client.sign_in(staff).get(f"/rounds/{round_.reference}/adjustments", status=404)
    client.sign_in(ash)
    request = asked_in(round_, ash, "time", "words", need=NEED)
    assert (request.part, request.kinds) == ("assessing", ["time"])
    with pytest.raises(Refused):
        answered(request, until=round_.assessment_due_at)
    later = round_.assessment_due_at + timedelta(days=9)
    answered(request, until=later)
    day = f"{clock.london(later).day} {clock.london(later):%B}"
    for path in ("/assess", f"/assess/{application.reference}"):
        assert day in client.get(path).text, path
    client.sign_in(other)
    for path in ("/assess", f"/assess/{application.reference}"):
        assert day not in client.get(path).text


def test_the_need_is_on_the_page_of_the_request_alone(client: CheckedClient, staff: User) -> None:
    application = applications.submitted(rounds.open_round())
    request = asked(application, "format", need=NEED)
    holding = {
        f"{table.name}.{column}"
        for table in Base.metadata.sorted_tables
        for row in db.session.execute(sa.select(table)).mappings()
        for column, value in row.items()
        if "Needword" in str(value)
    }
    assert holding == {"adjustment_need.words"}
    assert "Needword" not in str(db.session.scalars(sa.select(AuditEvent.changes)).all())
    pages = ("/manage/adjustments", "/manage", f"/manage/applications/{application.reference}",
             f"/manage/rounds/{application.round.reference}/applications")  # fmt: skip
    client.sign_in(staff)
    for path in pages:
        assert "Needword" not in client.get(path, budget=40).text
    assert "Needword" not in client.post("/manage/adjustments.csv", {}, status=200).text
    assert "Needword" in client.get(f"/manage/adjustments/{request.reference}").text
    for role in (Role.AUDITOR, Role.ADMIN, Role.PUBLISHER, Role.ASSESSOR):
        client.sign_in(user(roles=(role,)))
        client.get(f"/manage/adjustments/{request.reference}", status=404)
    lead = db.session.get_one(User, application.lead_id)
    parts = collected(lead_of(application), lead).parts
    assert parts["Adjustments that you asked for"][0]["Why"] == NEED


def test_staff_answer_neither_their_own_nor_what_is_out_of_reach(staff: User) -> None:
    own = user("Both Roles", roles=(Role.STAFF, Role.ASSESSOR))
    me, round_ = actor_of(own), rounds.open_round()
    request = asked_in(round_, own, "format")
    assert adjustment_to_answer(me, request.reference) is None
    with pytest.raises(Refused), transaction():
        answer(request, Granted("Agreed"), actor=me)
    lead = user("Ada Lead", roles=())
    home = organisation(lead, name="Nasturtium Care")
    application = applications.submitted(round_, lead, organisation=home)
    second = asked(application, "time")
    colleague = actor_of(user("Col League", roles=(Role.STAFF,)))
    assert adjustment_to_answer(colleague, second.reference) is not None
    with transaction():
        db.session.add(OrganisationMember(organisation_id=home.id, user_id=own.id))
    assert adjustment_to_answer(me, second.reference) is None
    with pytest.raises(Refused), transaction():
        answer(second, Granted("Agreed"), actor=me)
    stranger = actor_of(user("Stran Ger", roles=()))
    assert own_adjustment(stranger, second.reference) is None
    with pytest.raises(Refused), transaction():
        ask(round_, Asked(["time"]), actor=stranger, application=application)


def test_time_and_words_need_an_application(staff: User) -> None:
    request = asked_in(rounds.open_round(), user("Ada Lead", roles=()), "format")
    with pytest.raises(Refused):
        answered(request, more_words=25)
    answered(request, words="The form on paper, by Friday")
    with pytest.raises(Refused):
        answered(request)
    assert db.session.scalars(sa.select(Extension)).all() == []


def test_the_need_goes_early(client: CheckedClient, staff: User) -> None:
    """When taken back, with a draft, and so many days after the round or the longer time."""
    round_ = rounds.open_round()
    draft = applications.draft(round_, user("Dee Draft", roles=()))
    asked(draft, need=NEED)
    with transaction():
        delete_draft(afresh(draft), actor=lead_of(draft))
    assert needs() == [] and db.session.scalars(sa.select(Adjustment)).all() == []

    kept = applications.draft(round_, user("Ada Lead", roles=()))
    client.sign_in(kept.lead)
    first = asked(kept, need=NEED)
    client.follow(client.post(f"/adjustments/{first.reference}/take-back"))
    assert needs() == []
    db.session.commit()
    with pytest.raises(Refused), transaction():
        take_back(first, actor=lead_of(kept))

    longer = round_.closes_at + timedelta(days=10)
    answered(asked(kept, need=NEED), until=longer)
    asked(applications.draft(round_, user("Oth Er", roles=())), need="Other")
    assert sorted(needs()) == [NEED, "Other"]
    for days, left in ((29, 2), (31, 1), (41, 0)):
        with clock.at(round_.closes_at + timedelta(days=days)):
            forget_old_needs()
            assert len(needs()) == left, days
    assert sum(n for (_, what), n in audit.times_told("adjustment").items()
               if what == "forget_need") == 2  # fmt: skip


def test_staff_see_how_many_wait_where_they_manage_rounds(
    client: CheckedClient, staff: User
) -> None:
    draft = applications.draft(lead=user("Ada Lead", roles=()))
    request = asked(draft, "time")
    page = client.sign_in(staff).get("/manage", budget=12)
    assert "Adjustments : 1 to answer (the next by " in page.text
    with clock.at(clock.now() + timedelta(days=6)):
        assert "Adjustments : 1 late" in client.sign_in(staff).get("/manage", budget=12).text
    answered(request, staff=user("Dee Cider"))
    assert "Adjustments : 1" not in client.sign_in(staff).get("/manage").text


def test_nothing_is_asked_for_where_nothing_can_be_adjusted_any_more(
    client: CheckedClient, staff: User
) -> None:
    lead, ash = user("Ada Lead", roles=()), assessment.assessor("Ash Example")
    open_ = rounds.open_round()
    late = applications.draft(open_, lead)
    done = applications.submitted(rounds.closed_round(), lead, title="Done with")
    asked_in(open_, lead, "format")
    to_score = assessment.declared(done, ash)
    of_round = f"/rounds/{done.round.reference}/adjustments"
    of_open = f"/rounds/{open_.reference}/adjustments"
    of_late = f"/applications/{late.reference}/adjustments"
    client.sign_in(ash)
    assert "Send" in client.get(of_round).buttons()
    assessment.submit(to_score, ash, assessment.sheet_values(done, (8, 7, 6)))
    assert "nothing left to assess" in client.get(of_round).text
    client.post(of_round, {"kinds": ["time"]}, status=409)
    client.sign_in(lead)
    assert "Send" in client.get(of_late).buttons()
    told = len(letters("asked"))
    with clock.at(open_.closes_at + timedelta(hours=1)):
        client.sign_in(lead)
        for path in (of_late, of_open, of_round, f"/applications/{done.reference}/adjustments"):
            page = client.get(path)
            assert "nothing left to adjust" in page.text and "Send" not in page.buttons(), path
            assert "See what you asked for before" in page.text
            kept = client.post(path, {"kinds": ["time"], "need": NEED}, status=409)
            assert NEED in kept.html, "what was typed is not lost"
    assert len(letters("asked")) == told


def test_who_is_asked_for_changes_can_ask_while_they_may_answer(
    client: CheckedClient, staff: User
) -> None:
    lead, until = user("Ada Lead", roles=()), clock.now() + timedelta(days=5)
    application = applications.submitted(rounds.closed_round(), lead)
    assessment.declared(application, assessment.assessor("Ash Example"))
    path = f"/applications/{application.reference}/adjustments"
    client.sign_in(lead).post(path, {"kinds": ["format"]}, status=409)
    with transaction():
        ask_changes(
            afresh(application), ["problem"], asks="Say more", until=until, actor=actor_of(staff)
        )
    assert "Send" in client.get(path).buttons()
    client.post(path, {"kinds": ["format"]})
    code = db.session.scalars(sa.select(Adjustment.reference)).one()
    page = client.sign_in(staff).get(f"/manage/adjustments/{code}")
    assert f"{clock.london(until).day} {clock.london(until):%B %Y}" in page.text
    with clock.at(until):
        client.sign_in(lead).post(path, {"kinds": ["format"]}, status=409)
