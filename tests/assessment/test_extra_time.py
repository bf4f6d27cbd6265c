"""More time for everyone whom a fault hit near a deadline, in one act, recorded and said."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count

import pytest
import sqlalchemy as sa

from award.accounts.models import User
from award.applications.changing import Extension, TroubledRequest
from award.applications.models import Application
from award.applications.rules.states import ExtensionKind
from award.applications.rules.troubles import TroubleKind
from award.foundation import clock
from award.foundation.audit.models import AuditEvent
from award.foundation.db import db
from award.foundation.outbox import OutboxMessage
from award.foundation.policy import Role
from award.rounds.models import ExtraTime, Round
from tests.applications.test_extension import extend
from tests.applications.test_reopening import reopen, save, send
from tests.build import accounts, applications, many, rounds, team
from tests.build import assessment as build

HOUR = timedelta(hours=1)
_number = count(1)


@pytest.fixture
def round_(app: object) -> Round:
    return rounds.open_round(assess_from="closing", reference="ROUND-1")


@pytest.fixture
def staff(app: object) -> User:
    return accounts.user("Stef Staff", roles=(Role.STAFF,))


def hit(application: Application, person: User | None, at: datetime, *, slow: bool = False) -> None:
    """As the service notes it: see tests/applications/test_trouble.py."""
    db.session.add(
        TroubledRequest(
            request_id=f"made-{next(_number)}", application_id=application.id,
            person_id=person and person.id, at=at,
            kind=TroubleKind.SLOW if slow else TroubleKind.ERROR, status=200 if slow else 503,
            seconds=31.5 if slow else 0.2, saving=not slow,
        )
    )  # fmt: skip
    db.session.commit()


def give(client, *, status=302, **sent):
    page = client.get("/manage/rounds/ROUND-1/trouble", budget=8)
    typed = {"hours": "24", "reason": "Nothing could be saved for a while.", "whom": "all", **sent}
    return client.post(
        "/manage/rounds/ROUND-1/trouble", {**page.form_values(), **typed}, status=status
    )


def until_of(application: Application) -> datetime | None:
    db.session.expire_all()
    return db.session.get_one(Application, application.id).extended_until


def mails() -> list[str]:
    return sorted(
        db.session.scalars(
            sa.select(OutboxMessage.recipient).where(
                OutboxMessage.notice == "application.extra_time"
            )
        )
    )


def test_staff_see_who_was_hit_and_with_what(round_, staff, client):
    draft = applications.draft(round_)
    editor = team.collaborator(draft, team.CollaboratorRole.EDITOR, "Bea Editor")
    other = applications.draft(round_, accounts.user("Nobody Hit", roles=()))
    hit(draft, draft.lead, round_.closes_at - HOUR)
    hit(draft, draft.lead, round_.closes_at - HOUR / 2, slow=True)
    hit(draft, editor, round_.closes_at - 2 * HOUR)
    page = client.sign_in(staff).get("/manage/rounds/ROUND-1/trouble", budget=8)
    assert "1 application," in page.text
    assert draft.reference in page.text and other.reference not in page.text
    assert "Ada Lead 1 error, 1 slow; 1 while saving; 31.5 s at most" in page.text
    assert "Bea Editor 1 error; 1 while saving" in page.text


def test_all_who_were_hit_get_more_time_and_nobody_else(round_, staff, client):
    first, second = (applications.draft(round_, person(n)) for n in (1, 2))
    spared = applications.draft(round_, person(3))
    closes_at, leads = round_.closes_at, [first.lead.email, second.lead.email]
    for one in (first, second):
        hit(one, one.lead, closes_at - HOUR)
    extend(second, staff, closes_at + 5 * HOUR)
    editor = team.collaborator(first, team.CollaboratorRole.EDITOR)
    hit(first, editor, closes_at - 3 * HOUR)
    page = client.follow(give(client.sign_in(staff)))
    assert "2 applications stay open for longer" in page.text
    assert until_of(first) == closes_at + 24 * HOUR
    assert until_of(second) == closes_at + 29 * HOUR
    assert until_of(spared) is None
    assert mails() == sorted([*leads, editor.email])
    kinds = db.session.scalars(
        sa.select(Extension.kind).where(Extension.application_id == first.id)
    )
    assert list(kinds) == [ExtensionKind.FAULT]
    verbs = list(db.session.scalars(sa.select(AuditEvent.verb)))
    assert verbs.count("application.extend") == 3 and verbs.count("round.give_extra_time") == 1


def person(number: int) -> User:
    return accounts.user(f"Lead {number}", roles=())


def test_it_is_said_on_the_rounds_page_without_names(round_, staff, client):
    draft = applications.draft(round_, accounts.user("Quentin Unnamed", roles=()))
    hit(draft, draft.lead, round_.closes_at - HOUR)
    give(client.sign_in(staff))
    page = client.sign_in(None).get("/rounds/ROUND-1", budget=8)
    assert "1 application that was being written then has 24 hours more" in page.text
    assert "Nothing could be saved for a while." in page.text
    assert "Quentin" not in page.text and draft.reference not in page.text


def test_after_closing_a_draft_is_open_again_and_what_was_sent_can_be_sent_again(
    round_, staff, client
):
    draft = applications.complete(round_)
    sent = applications.submitted(round_, person(2))
    late = round_.closes_at + 20 * HOUR
    for one in (draft, sent):
        hit(one, one.lead, round_.closes_at - HOUR)
    build.assigned(sent)  # planned; nobody has read it yet
    with clock.at(late):
        give(client.sign_in(staff))
        assert until_of(draft) == late + 24 * HOUR
        save(draft, problem="Written after all")
        assert send(draft).number == 1
        reopen(sent)
        assert send(sent).number == 2


def test_only_those_that_are_ticked(round_, staff, client):
    first, second = (applications.draft(round_, person(n)) for n in (1, 2))
    for one in (first, second):
        hit(one, one.lead, round_.closes_at - HOUR)
    client.sign_in(staff)
    page = give(client, whom="ticked", status=200)
    assert "Tick at least one application" in page.text
    give(client, whom="ticked", application=first.reference)
    assert until_of(first) is not None and until_of(second) is None


def test_who_was_hit_after_the_page_was_opened_is_not_in_all_of_it(round_, staff, client):
    first, second = (applications.draft(round_, person(n)) for n in (1, 2))
    hit(first, first.lead, round_.closes_at - HOUR)
    page = client.sign_in(staff).get("/manage/rounds/ROUND-1/trouble")
    hit(second, second.lead, round_.closes_at - HOUR)
    typed = {**page.form_values(), "whom": "all", "hours": "2", "reason": "A fault"}
    client.post("/manage/rounds/ROUND-1/trouble", typed)
    assert until_of(first) is not None and until_of(second) is None


def test_refusals_keep_what_was_typed(round_, staff, client, app):
    assessed = applications.submitted(round_)
    hit(assessed, None, round_.closes_at - HOUR)
    days = app.config["SETTINGS"].trouble_days
    client.sign_in(staff)
    page = give(client, status=200, hours="0", reason="")
    assert "Say what happened" in page.text
    with clock.at(round_.closes_at + timedelta(days=days)):
        client.sign_in(staff)
        assert f"more than {days} days ago" in give(client, status=200).text
    with clock.at(round_.closes_at):
        build.declared(assessed)
        page = client.sign_in(staff).get("/manage/rounds/ROUND-1/trouble")
        assert "Somebody who was signed in" in page.text
        page = give(client, status=200, reason="Kept words")
        assert (
            "None of these can be kept open for longer" in page.text and "Kept words" in page.text
        )
    assert db.session.scalar(sa.select(sa.func.count()).select_from(ExtraTime)) == 0


def test_what_staff_have_a_part_in_somebody_else_decides(round_, staff, client):
    own = applications.draft(round_, staff)
    hit(own, staff, round_.closes_at - HOUR)
    page = client.sign_in(staff).get("/manage/rounds/ROUND-1/trouble")
    assert own.reference not in page.text
    assert "Nobody’s request has failed" in page.text
    sent = {"csrf_token": page.csrf_token or client.csrf_token(), "whom": "all", "hours": "3",
            "reason": "Mine", "last": "999"}  # fmt: skip
    client.post("/manage/rounds/ROUND-1/trouble", sent, status=409)
    assert until_of(own) is None


@pytest.mark.any_database
def test_nobody_but_staff(round_, client):
    for roles, status in (((Role.AUDITOR,), 403), ((Role.ASSESSOR,), 404), ((), 404)):
        client.sign_in(accounts.user(roles=roles))
        client.get("/manage/rounds/ROUND-1/trouble", status=status)


def test_pressing_again_gives_nothing_more(round_, staff, client):
    draft = applications.draft(round_)
    hit(draft, draft.lead, round_.closes_at - HOUR)
    with clock.at(round_.closes_at - HOUR / 2):
        page = client.sign_in(staff).get("/manage/rounds/ROUND-1/trouble")
        typed = {**page.form_values(), "whom": "all", "hours": "2", "reason": "A fault"}
        client.post("/manage/rounds/ROUND-1/trouble", typed)
        page = client.post("/manage/rounds/ROUND-1/trouble", typed, status=200)
    assert "None of these can be kept open for longer" in page.text
    assert "Has more time" in page.text
    assert until_of(draft) == round_.closes_at + 2 * HOUR


def test_many_cost_what_one_costs(app, staff, client):
    counts = []
    for number in (1, 2, 40):  # the first writes as well what the trail calls the person
        round_ = rounds.open_round(reference=f"ROUND-{number}")
        for one in many.submitted(round_, number):
            hit(one, None, round_.closes_at - HOUR)
        page = client.sign_in(staff).get(f"/manage/rounds/{round_.reference}/trouble", budget=8)
        typed = {**page.form_values(), "whom": "all", "hours": "2", "reason": "A fault"}
        given = client.post(f"/manage/rounds/{round_.reference}/trouble", typed)
        counts.append((len(page.statements), len(given.statements)))
    assert counts[1] == counts[2]
