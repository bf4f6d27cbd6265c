"""Who applies with the lead: read by staff and assessors, in page and document, and by nobody who
may not know who applies."""

from __future__ import annotations

import pytest

from award.applications.models import Application
from award.applications.services import co_applicants, submitting
from award.assessment.services import declaring
from award.foundation import arrival, clock
from award.foundation.db import transaction
from award.foundation.policy import ANONYMOUS, Role
from tests.build import accounts, applications, assessment, rounds
from tests.build.applications import while_open
from tests.client import CheckedClient
from tests.documents.making import text_of

SAID = "Brightwater Care: confirmed by Jo Manager, Owner, on"
KINDS = ("pdf", "docx")


def made(blindness: str) -> Application:
    lead = accounts.user("Ada Lead", roles=())
    round_ = rounds.closed_round(blindness=blindness)
    draft = applications.complete(round_, lead=lead)
    actor = accounts.actor_of(lead)
    with clock.at(while_open(round_)):
        with transaction():
            row = co_applicants.ask_to_confirm(
                draft, "Brightwater Care", "jo@brightwater.example", actor=actor
            )
            co_applicants.answer(row, "Jo Manager", "Owner", confirms=True, actor=ANONYMOUS)
        with transaction():
            submitting.submit(draft, actor=actor, received_at=arrival.moment())
    return draft


@pytest.mark.parametrize(("blindness", "told"), [("none", True), ("double", False)])
def test_who_applies_too(client: CheckedClient, blindness: str, told: bool) -> None:
    application = made(blindness)
    assessor = assessment.assessor()
    assignment = assessment.assigned(application, assessor)
    mine = f"/assess/{application.reference}"
    theirs = f"/manage/applications/{application.reference}"
    client.sign_in(assessor)
    assert (SAID in client.get(mine).text) is told
    with transaction():
        declaring.declare_no_conflict(assignment, actor=accounts.actor_of(assessor))
    page = client.get(mine)
    assert (SAID in page.text) is told
    if not told:
        assert "Brightwater" not in page.text
    for kind in KINDS:
        file = client.post(f"{mine}/application.{kind}", status=200).data
        assert (SAID in text_of(kind, file)) is told
    client.sign_in(accounts.user("Stef Staff", roles=(Role.STAFF,)))
    assert SAID in client.get(theirs).text
    for kind in KINDS:
        assert SAID in text_of(kind, client.post(f"{theirs}/application.{kind}", status=200).data)


def test_its_own_people_have_them_in_their_copy(client: CheckedClient) -> None:
    application = made("none")
    client.sign_in(accounts.account_of(application.lead_id))
    for kind in KINDS:
        told = client.get(f"/applications/{application.reference}/application.{kind}", budget=8)
        assert SAID in text_of(kind, told.data)
