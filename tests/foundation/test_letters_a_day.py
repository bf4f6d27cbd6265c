"""What one person can make us send to others in a day is bounded, whatever is deleted, taken back
or begun anew in between; every notice of the catalogue says so, or why it need not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask

from award.applications.models import Application
from award.applications.rules.states import CollaboratorRole
from award.applications.services import co_applicants
from award.applications.services import team as teams
from award.foundation.db import db, transaction
from award.foundation.errors import Refused, there
from award.foundation.outbox import OutboxMessage, notices
from award.foundation.policy import Actor
from award.own_data.services.drafts import delete_draft
from tests.build import applications, team
from tests.build.accounts import account_of, actor_of, user

STRANGER = "stranger@example.org"
FOLLOWS = {
    "answers one letter, once": {
        "co_applicant.confirmed", "co_applicant.declined", "collaborator.accepted",
        "collaborator.declined", "collaborator.lead_refused", "collaborator.lead_taken",
        "section_request.done", "organisation.joined", "case_study.agreed",
        "case_study.changes_asked", "case_study.withdrawn", "collaborator.left",
        "collaborator.removed", "collaborator.brought", "assignment.declined",
        "assignment.conflict_declared", "reopening.answered",
    },
    "bounded by internet and email address, whoever asks": {
        "complaint.received", "complaint.came_in", "enquiry.received", "enquiry.came_in",
        "share.begun", "share.confirm", "share.received", "share.came_in", "watch.confirm",
        "team_question.confirm", "team_question.received",
    },
    "answers the one question, once": {
        "challenge.answered", "challenge.reminded", "challenge.unanswered",
        "team_question.answered", "team_question.declined",
        "team_question.lapsed", "team_question.reminded", "team_question.removed",
    },
    "to whoever asked for the file, once it is there": {"pack.made", "list_file.made"},
    "to a panel, once for each scenario that staff share with it": {"scenario.shared"},
    "to staff, once for each set of reasons that the service found": {"conflict.to_decide"},
}  # fmt: skip
"""Each of these can be caused only so often as something else was, which is bounded."""
OF_THE_PROGRAMME = ("assignment.", "case_study.", "decision.", "user_account.", "application.",
                    "complaint.", "enquiry.", "challenge.asked", "share.", "adjustment.answered",
                    "message.to_applicants", "study_update.written", "study_update.published",
                    "study_update.set_aside", "study_update.taken_down",
                    "reopening.", "section_request.due", "assessor.chased",
                    "interests.", "moderation.appointed", "pay_claim.approved", "pay_claim.paid",
                    "pay_claim.sent_back", "watch.news", "watch.ending",
                    "watch.round_open")  # fmt: skip
"""By its people or the worker, to those concerned; or to oneself."""


def test_every_notice_has_a_limit_or_needs_none(app: Flask) -> None:
    follows = set().union(*FOLLOWS.values())
    left = [
        one.key
        for one in notices().values()
        if one.limit is None and one.key not in follows and not one.key.startswith(OF_THE_PROGRAMME)
    ]
    assert left == [], "give each a Limit, or say here what it follows"
    assert follows <= set(notices())


def to_stranger() -> int:
    query = sa.select(sa.func.count()).where(OutboxMessage.recipient == STRANGER)
    return db.session.scalar(query) or 0


def partner(draft: Application, actor: Actor) -> None:
    with transaction():
        row = co_applicants.ask_to_confirm(draft, "Some words", STRANGER, actor=actor)
    with transaction():
        co_applicants.take_out(row, actor=actor)


def invitation(draft: Application, actor: Actor) -> None:
    with transaction():
        row = teams.invite(draft, STRANGER, CollaboratorRole.VIEWER, actor=actor)
    with transaction():
        teams.take_off(row, actor=actor)


@pytest.mark.parametrize("asks", [partner, invitation], ids=lambda one: one.__name__)
@pytest.mark.parametrize("leads", [1, 3])
def test_a_stranger_gets_few(
    app: Flask, asks: Callable[[Application, Actor], None], leads: int
) -> None:
    for number in range(leads):
        lead = user(f"Lead {number}", roles=())
        actor = actor_of(lead)
        for _ in range(3):
            draft = applications.draft(lead=account_of(there(actor.user_id, "id")))
            for _ in range(4):
                try:
                    asks(draft, actor)
                except Refused:
                    break
            with transaction():
                delete_draft(draft, actor=actor)
    assert to_stranger() == 5


def test_who_works_on_it_confirms_for_no_other(app: Flask) -> None:
    lead = user("Lea Lead", "lea@lead.example", roles=())
    actor, draft = actor_of(lead), applications.draft(lead=lead)
    team.invited(draft, "bea@lead.example")
    for address in ("lea@lead.example", "bea@lead.example"):
        with pytest.raises(Refused, match="works on the application"), transaction():
            co_applicants.ask_to_confirm(draft, "A Trust", address, actor=actor)
