"""A lived-experience assessor reads the offer before any work, and claims; staff decide."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sqlalchemy as sa
from flask import Flask

from award.accounts.models import User
from award.accounts.queries.people import user_with_roles
from award.accounts.services.people import remove_role
from award.applications.models import Application
from award.assessment.services.declaring import declare_conflict, declare_no_conflict
from award.foundation import checks
from award.foundation.db import db, transaction
from award.foundation.errors import Refused, there
from award.foundation.outbox import OutboxMessage
from award.foundation.policy import SYSTEM, Role
from award.own_data.queries.collecting import collected
from award.payments import services
from award.payments.models import PayAnswer, PayClaim, PaySheet
from award.payments.queries.claims import own_claims
from award.payments.queries.offers import offer_for
from award.payments.rules.offer import Offer, hours_in_words, meeting_pence, pounds
from award.payments.rules.states import Reply
from award.rounds.models import Round
from tests.build import applications, assessment, rounds
from tests.build.accounts import actor_of, user
from tests.build.payments import USUAL, answered, claimed, offered, sent_back
from tests.client import CheckedClient


@pytest.fixture
def staff(app: Flask) -> User:
    return user("Stef Marlowe", "stef@programme.example")


@pytest.fixture
def lived(app: Flask) -> User:
    return assessment.assessor("Lee Lived", panel="lived_experience")


@pytest.fixture
def round_(app: Flask) -> Round:
    return rounds.closed_round()


def letters(key: str) -> list[OutboxMessage]:
    query = sa.select(OutboxMessage).where(OutboxMessage.notice == f"pay_claim.{key}")
    return list(db.session.scalars(query.order_by(OutboxMessage.id)))


def scored(application: Application, person: User) -> None:
    assessment.submit(
        assessment.declared(application, person),
        person,
        assessment.sheet_values(application, (8, 7, 6)),
    )


def test_money_and_hours_in_words() -> None:
    assert [pounds(one) for one in (0, 2_000, 1_380, 123_405)] == [
        "£0", "£20", "£13.80", "£1,234.05",
    ]  # fmt: skip
    assert [hours_in_words(one) for one in (100, 150, 200, 25)] == [
        "1 hour", "1.5 hours", "2 hours", "0.25 hours",
    ]  # fmt: skip
    assert meeting_pence(125, 1_381) == 1_726


@pytest.mark.each_database
def test_nobody_of_the_panel_starts_before_the_offer_was_read(
    client: CheckedClient, staff: User, lived: User, round_: Round
) -> None:
    one, two = applications.submitted(round_), applications.submitted(round_)
    other = assessment.assessor("Pat Professional")
    offered(round_, staff=staff)
    for application in (one, two):
        assessment.assigned(application, lived)
    assessment.declared(one, other)  # another panel is asked nothing

    client.sign_in(lived)
    page = client.get("/assess")
    assert "What you are offered for your time" in page.text
    declare = f"/assess/{one.reference}/declare"
    page = client.post(declare, {"answer": "none"}, status=200)
    assert page.errors == [services.FIRST]
    page = client.get(f"/pay/{round_.reference}")
    assert "£13.80" in page.text
    client.post(f"/pay/{round_.reference}", {**page.form_values(), "answer": "paid"})
    client.post(declare, {"answer": "none"})
    kept = db.session.scalars(sa.select(PayAnswer)).one()
    assert (Offer.read(kept.offered), kept.answer) == (USUAL, Reply.PAID)
    client.sign_in(other)
    client.get(f"/pay/{round_.reference}", status=404)


def test_what_somebody_accepted_stands_when_the_offer_changes(
    client: CheckedClient, staff: User, lived: User, round_: Round
) -> None:
    application = applications.submitted(round_)
    assessment.assigned(application, lived)
    offered(round_, staff=staff)
    actor = actor_of(lived)
    offer = offer_for(actor, round_.reference)
    assert offer is not None
    seen = offer.version
    offered(round_, replace(USUAL, hour_pence=1), staff=staff)
    with pytest.raises(Refused, match="has changed"), transaction():
        services.answer(offer, Reply.PAID, seen=seen, actor=actor)
    offered(round_, staff=staff)
    answered(round_, lived)
    offered(round_, replace(USUAL, sheet_pence=1), staff=staff)
    claim = claimed(round_, lived)
    assert claim.total_pence == 2_760
    client.sign_in(user_with_roles(lived.id))
    page = client.get(f"/pay/{round_.reference}")
    assert "The offer has changed since" in page.text


@pytest.mark.each_database
def test_a_claim_from_making_to_paying(
    client: CheckedClient, staff: User, lived: User, round_: Round
) -> None:
    offered(round_, staff=staff)
    assessment.assigned(applications.submitted(round_), lived)
    answered(round_, lived)
    for _number in range(2):
        scored(applications.submitted(round_), lived)

    client.sign_in(lived)
    page = client.get(f"/pay/{round_.reference}/claim")
    assert "2 submitted sheets not claimed yet: £40" in page.text
    client.post(
        f"/pay/{round_.reference}/claim",
        {**page.form_values(), "sheets": "yes", "meeting_hundredths": "1.5", "meetings": "Panel",
         "expenses_pence": "£4.20", "expenses_note": "Bus"},
    )  # fmt: skip
    (claim,) = own_claims(actor_of(lived))
    assert (claim.sheets, claim.total_pence) == (2, 4_000 + 2_070 + 420)
    assert "stef@programme.example" in {one.recipient for one in letters("made")}
    page = client.get(f"/pay/{round_.reference}/claim")
    assert "no submitted score sheet that is not claimed yet" in page.text

    client.sign_in(staff)
    path = f"/manage/pay/{claim.reference}"
    assert client.post(f"{path}/send-back", {"reason": ""}, status=200).errors
    page = client.get(path)
    client.post(f"{path}/send-back", {**page.form_values(), "reason": "Which bus?"})
    assert "Which bus?" in letters("sent_back")[0].body
    assert db.session.scalars(sa.select(PaySheet)).all() == []
    client.sign_in(lived)
    page = client.get(f"/pay/{round_.reference}/claim?again={claim.reference}")
    assert "Bus" in page.html
    assert f"again={claim.reference}" in client.get("/pay").html

    other = claimed(round_, lived)
    sent_back(other, staff)
    page = client.get(f"/pay/{round_.reference}/claim?again={claim.reference}")
    client.post(f"/pay/{round_.reference}/claim?again={claim.reference}",
                {**page.form_values(), "sheets": "yes"})  # fmt: skip
    again = db.session.scalars(sa.select(PayClaim).order_by(PayClaim.id.desc())).first()
    assert again and again.again_id == claim.id and "Bus" in again.expenses_note
    html = client.get("/pay").html
    assert f"again={claim.reference}" not in html, "once is enough"
    assert f"again={other.reference}" in html, "another that came back is offered still"
    assert "Bus" not in client.get(f"/pay/{round_.reference}/claim?again={claim.reference}").html
    client.sign_in(staff)
    one = f"/manage/pay/{again.reference}"
    first = client.get(one).form_values()
    client.post(f"{one}/approve", first)
    other = {**first, "reason": "Another receipt"}
    stale = client.post(f"{one}/send-back", other, status=200)
    assert "Another receipt" in stale.html and "The claim has changed" in stale.errors[0]
    assert len(letters("sent_back")) == 2, "a window that showed it waiting undoes no approval"
    client.post(f"{one}/send-back", {**stale.form_values(), "reason": "Another receipt"})
    again = claimed(round_, lived, sheets=True)
    one = f"/manage/pay/{again.reference}"
    first = client.get(one).form_values()
    slip = client.post(f"{one}/approve", {**first, "reason": "No receipt"}, status=200)
    assert "No receipt" in slip.html and "remove this to go on" in slip.errors[0]
    assert "has changed" in client.post(f"{one}/approve", {}, status=200).errors[0]
    client.post(f"{one}/approve", first)
    second = client.get(one).form_values()
    slip = client.post(f"{one}/paid", {**second, "reason": "No receipt"}, status=200)
    assert "No receipt" in slip.html
    late = client.post(f"{one}/approve", first, status=409)
    assert "how things stand" in late.text, "whoever is second learns that it was no longer theirs"
    client.sign_in(lived)
    late = client.post(f"/pay/claims/{again.reference}/take-back", {}, status=409)
    assert "how things stand" in late.text, "nor does its own person take back what is approved"
    client.sign_in(staff)
    client.post(f"{one}/paid", client.get(one).form_values())
    assert "£40" in letters("paid")[0].body
    page = client.get("/manage/pay")
    assert (again.reference in page.text, "Paid" in page.text) == (True, True)
    about = [
        check for says, check in checks.CHECKS.all().items() if "pay" in says or "claim" in says
    ]
    assert [line for check in about for line in check()] == []


def test_what_was_accepted_and_done_stays_theirs_without_the_role(
    client: CheckedClient, staff: User, lived: User, round_: Round
) -> None:
    offered(round_, staff=staff)
    application = applications.submitted(round_)
    waiting = assessment.assigned(application, lived)
    answered(round_, lived)
    declare_no_conflict(waiting, actor=actor_of(lived))
    assessment.submit(waiting, lived, assessment.sheet_values(application, (8, 7, 6)))
    with transaction():
        here = there(user_with_roles(lived.id), "the account")
        remove_role(here, Role.ASSESSOR, actor=SYSTEM)
    client.sign_in(here)
    assert "/pay" in client.get("/account").html
    client.get("/pay")
    page = client.get(f"/pay/{round_.reference}")
    assert "your answer stays as it is" in page.text
    late = client.post(f"/pay/{round_.reference}", {"seen": "1", "answer": "unpaid"}, status=409)
    assert services.STANDS_AS_IT_IS in late.text
    claiming = f"/pay/{round_.reference}/claim"
    form = {"sheets": "yes", "meetings": "The panel", "expenses_note": "A train"}
    lost = client.post(claiming, {**client.get(claiming).form_values(), **form}, status=200)
    assert len(lost.errors) == 2 and "A train" in lost.html, "no word without its amount is lost"
    client.post(claiming, {**client.get(claiming).form_values(), "sheets": "yes"})
    (claim,) = own_claims(actor_of(here))
    copy = collected(actor_of(here), here)
    assert copy.parts["What you were offered for assessing"][0]["Answer"] == "paid"
    assert f"We have not paid {claim.reference} yet" in client.get("/account/close").text
    client.post(f"/pay/claims/{claim.reference}/take-back", {})
    assert claim.reference not in client.get("/account/close").text
    client.sign_in(user("Ann Other", roles=(Role.STAFF,)))
    client.get("/pay", status=404)


def test_whoever_has_nothing_left_to_assess_finds_their_claims_where_they_begin(
    client: CheckedClient, staff: User, lived: User, round_: Round
) -> None:
    offered(round_, staff=staff)
    waiting = assessment.assigned(applications.submitted(round_), lived)
    answered(round_, lived)
    assert client.sign_in(lived).get("/assess").html.count('href="/pay"') == 1
    with transaction():
        declare_conflict(waiting, "personal", "", actor=actor_of(lived))
    page = client.get("/assess")
    assert "You have nothing to assess" in page.text and 'href="/pay"' in page.html
    client.sign_in(assessment.assessor("Nobody Pays"))
    assert 'href="/pay"' not in client.get("/assess").html


def test_what_was_typed_in_a_claim_outlives_another_answer_and_another_claim(
    client: CheckedClient, staff: User, lived: User, round_: Round
) -> None:
    offered(round_, staff=staff)
    application = applications.submitted(round_)
    assessment.assigned(application, lived)
    answered(round_, lived)
    scored(applications.submitted(round_), lived)
    path = f"/pay/{round_.reference}/claim"
    client.sign_in(lived)
    form = {**client.get(path).form_values(), "sheets": "yes", "meeting_hundredths": "1.5",
            "meetings": "The panel"}  # fmt: skip
    claimed(round_, lived, sheets=True)
    page = client.post(path, form, status=200)
    assert "Your claims in this round, Your score sheets" in page.errors[0]
    assert page.value_of("meetings") == "The panel" and "sheets" not in page.form_values()
    answered(round_, lived, Reply.UNPAID)
    page = client.post(path, {**page.form_values()}, status=200)
    assert "Your answer" in page.errors[0] and page.value_of("meeting_hundredths") == "1.5"
    page = client.post(path, {**page.form_values()}, status=200)
    assert page.errors == [services.WITHOUT_PAYMENT]
    answered(round_, lived)
    page = client.post(path, {**page.form_values()}, status=200)
    client.post(path, {**page.form_values()})
    assert [one.meeting_hundredths for one in own_claims(actor_of(lived))] == [150, 0]


def test_without_payment_only_what_it_costs_can_be_claimed(
    client: CheckedClient, staff: User, lived: User, round_: Round
) -> None:
    offered(round_, staff=staff)
    assessment.assigned(applications.submitted(round_), lived)
    answered(round_, lived, Reply.UNPAID)
    with pytest.raises(Refused, match="without payment"):
        claimed(round_, lived, meeting_hundredths=100, meetings="Panel")
    claim = claimed(round_, lived, expenses_pence=500, expenses_note="Printing")
    assert claim.total_pence == 500
    account = there(user_with_roles(lived.id), "the account")
    copy = collected(actor_of(account), account)
    assert copy.parts["What you claimed"][0]["What for"] == "Printing"
    assert copy.parts["What you were offered for assessing"][0]["Answer"] == "unpaid"
    client.sign_in(account)
    client.post(f"/pay/claims/{claim.reference}/take-back", {})
    client.sign_in(user("Ann Other", roles=(Role.ASSESSOR,)))
    client.post(f"/pay/claims/{claim.reference}/take-back", {}, status=404)
