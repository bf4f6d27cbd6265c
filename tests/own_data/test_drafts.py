"""A draft is deleted with all that hangs on it; what was sent can't be."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask

from award.applications.models import Application, StoredFile
from award.applications.rules.states import CollaboratorRole
from award.applications.services.team import leave, take_off
from award.applications.together import Collaborator
from award.foundation import checks, clock
from award.foundation.db import Base, db, transaction
from award.foundation.errors import Refused
from award.foundation.outbox import OutboxMessage
from award.own_data.rules.closing import THEIRS_FOR
from award.own_data.services.closing import close_account
from award.own_data.services.drafts import delete_draft
from tests.build import applications, documents, rounds, team
from tests.build.accounts import PASSWORD, actor_of, user
from tests.client import CheckedClient


def rows_about(application_id: int) -> dict[str, int]:
    """How many rows of each table refer to it."""
    found = {}
    key = Application.__table__.c.id
    for table in Base.metadata.sorted_tables:
        for reference in table.foreign_keys:
            if reference.column is key:
                query = sa.select(sa.func.count()).where(reference.parent == application_id)
                if number := db.session.scalar(query):
                    found[table.name] = number
    return found


def test_a_draft_goes_with_answers_and_files(client: CheckedClient) -> None:
    lead = user("Ada Leader", roles=())
    gantt = documents.pdf("Weeks one to nine")
    draft = applications.complete(
        rounds.open_round(), lead, title="Warm kitchens", files={"gantt": ("plan.pdf", gantt)}
    )
    number, reference = draft.id, draft.reference
    lies_at = db.session.scalars(sa.select(StoredFile.lies_at)).all()
    assert lies_at and {"answer", "stored_file"} <= set(rows_about(number))
    client.sign_in(lead)
    assert reference in client.get("/account/data").text
    here = f"/account/data/drafts/{reference}/delete"
    page = client.get(here)
    assert "1 file" in page.text and "Warm kitchens" in page.text
    done = client.follow(client.post(here, page.form_values()))
    assert "Your draft is deleted." in done.text and reference not in done.text
    db.session.expire_all()
    assert db.session.get(Application, number) is None and rows_about(number) == {}
    client.get(f"/applications/{reference}", status=404)
    client.get(here, status=404)
    assert {
        says: list(check()) for says, check in checks.CHECKS.all().items() if list(check())
    } == {}


def test_only_its_lead_and_only_a_draft(client: CheckedClient, app: Flask) -> None:
    lead, other = user("Ada Leader", roles=()), user("Bo Other", roles=())
    draft = applications.draft(lead=lead)
    sent = applications.submitted(rounds.open_round(), lead)
    theirs, others = actor_of(lead), actor_of(other)
    client.sign_in(other)
    client.get(f"/account/data/drafts/{draft.reference}/delete", status=404)
    with pytest.raises(Refused), transaction():
        delete_draft(draft, actor=others)
    client.sign_in(lead)
    client.get(f"/account/data/drafts/{sent.reference}/delete", status=404)
    with pytest.raises(Refused), transaction():
        delete_draft(sent, actor=theirs)
    assert db.session.get(Application, draft.id) is not None


def test_what_others_wrote_is_not_the_leads_to_delete(client: CheckedClient) -> None:
    lead = user("Ada Leader", roles=(), password=PASSWORD)
    draft = applications.draft(lead=lead)
    number, here = draft.id, f"/account/data/drafts/{draft.reference}/delete"
    theirs = actor_of(lead)
    bea = team.collaborator(draft, CollaboratorRole.EDITOR, "Bea Editor")
    editor, row = actor_of(bea), db.session.scalars(sa.select(Collaborator.id)).one()
    client.sign_in(lead)
    said = f"Bea Editor works on {draft.reference}, and what they wrote would be deleted with it"
    page = client.get(here)
    assert said in page.text and "Delete draft" not in page.text
    assert said in client.get("/account/close").text
    refused = client.post(here, {}, status=200)
    assert any(said in one for one in refused.errors)
    with pytest.raises(Refused, match="Bea Editor works on"), transaction():
        close_account(actor=theirs)
    assert db.session.get(Application, number) is not None
    with transaction():
        leave(db.session.get_one(Collaborator, row), actor=editor)
    with transaction():
        close_account(actor=theirs)
    db.session.expire_all()
    assert db.session.get(Application, number) is None


def test_who_was_taken_off_has_two_weeks_to_fetch_what_they_wrote(client: CheckedClient) -> None:
    """Or a lead could delete what others wrote by taking them off first."""
    lead = user("Ada Leader", roles=(), password=PASSWORD)
    draft = applications.draft(lead=lead)
    number, here = draft.id, f"/account/data/drafts/{draft.reference}/delete"
    theirs = actor_of(lead)
    team.collaborator(draft, CollaboratorRole.EDITOR, "Bea Editor")
    row = db.session.scalars(sa.select(Collaborator.id)).one()
    with transaction():
        take_off(db.session.get_one(Collaborator, row), actor=theirs)
    letter = db.session.scalars(
        sa.select(OutboxMessage).where(OutboxMessage.notice == "collaborator.removed")
    ).one()
    assert "/account/data" in letter.body and "14 days" in letter.body
    said = f"Bea Editor was taken off {draft.reference}, and can download what they wrote"
    client.sign_in(lead)
    assert said in client.get(here).text and said in client.get("/account/close").text
    for act in (lambda: delete_draft(draft, actor=theirs),
                lambda: close_account(actor=theirs)):  # fmt: skip
        with pytest.raises(Refused, match="was taken off"), transaction():
            act()
    with clock.at(clock.now() + THEIRS_FOR), transaction():
        delete_draft(db.session.get_one(Application, number), actor=theirs)
    db.session.expire_all()
    assert db.session.get(Application, number) is None
