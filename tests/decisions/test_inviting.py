"""Staff of a first stage: whom they invite, and who has gone on."""

from __future__ import annotations

from typing import Any

import pytest

from award.accounts.models import User
from award.applications.models import Application
from award.applications.rules.states import ApplicationState
from award.decisions.queries.by_rule import plan_of
from award.decisions.queries.decisions import application_to_decide
from award.decisions.rules.by_rule import Rule
from award.decisions.rules.states import Outcome
from award.decisions.services import staging
from award.foundation.db import db, transaction
from award.foundation.errors import Refused
from award.rounds.models import Round
from tests.build import accounts, applications, assessment, rounds, two_stages
from tests.client import CheckedClient


def test_staff_see_who_has_started(
    client: CheckedClient, stages: tuple[Round, Round], lead: User, staff: User
) -> None:
    started = two_stages.invited(stages[0], lead)
    other = accounts.user("Olu Other", roles=())
    waits = two_stages.invited(stages[0], other)
    draft = two_stages.continued(started, lead)
    refused = applications.submitted(stages[0], accounts.user("Ruth Refused", roles=()))
    two_stages.decided(refused, Outcome.REJECT)
    client.sign_in(staff)
    at = f"/manage/rounds/{stages[0].reference}"
    page = client.get(f"{at}/invited", budget=8)
    assert started.reference in page.text and waits.reference in page.text
    assert refused.reference not in page.text
    assert draft.reference in page.text and "Draft" in page.text and "Not started" in page.text
    assert "Who is invited" in client.get(f"{at}/shortlist").text
    client.get(f"/manage/rounds/{stages[1].reference}/invited", status=404)
    client.sign_in(lead).get(f"{at}/invited", status=404)


def test_a_first_stage_invites_and_an_only_stage_awards(
    client: CheckedClient, stages: tuple[Round, Round], lead: User, staff: User
) -> None:
    actor = accounts.actor_of(staff)
    short = applications.submitted(stages[0], lead)
    alone = applications.submitted(rounds.closed_round(), lead)
    for reference, outcome, amount in (
        (short.reference, Outcome.FUND, 5), (alone.reference, Outcome.INVITE, None),
    ):  # fmt: skip
        application = application_to_decide(actor, reference)
        assert application is not None
        with pytest.raises(Refused) as refused, transaction():
            staging.stage_decision(
                application, outcome, amount_gbp=amount, exception_reason="Why", actor=actor
            )
        assert refused.value.field == "outcome"
    client.sign_in(staff)
    page = client.get(f"/manage/applications/{short.reference}/decision", budget=8)
    assert "Invite to the second stage" in page.text and "Amount to award" not in page.text
    assert "Invite" not in client.get(f"/manage/applications/{alone.reference}/decision").text


def test_all_that_meet_the_threshold_are_invited_at_once(
    client: CheckedClient, stages: tuple[Round, Round], staff: User
) -> None:
    first = stages[0]
    found: list[Any] = [
        applications.submitted(first, accounts.user(f"Lead {n}", roles=())) for n in range(3)
    ]
    for application, scores in zip(found, ([9, 9, 9], [8, 8, 8], [1, 1, 1]), strict=True):
        assessment.assessed(application, scores=(scores, scores))
    actor = accounts.actor_of(staff)
    client.sign_in(staff)
    at = f"/manage/rounds/{first.reference}"
    page = client.get(f"{at}/shortlist/stage")
    assert page.h1 == "Decide by rule" and found[2].reference not in page.text
    client.follow(client.post(f"{at}/shortlist/stage", page.form_values()))
    assert not plan_of(rounds.whole(first.id), Rule(), actor).rows
    release = client.get(f"{at}/release")
    sent = {**release.form_values(), "confirmation": first.reference}
    client.follow(client.post(f"{at}/release", sent))
    states = [
        db.session.get_one(Application, one.id, populate_existing=True).state for one in found
    ]
    assert states[:2] == [ApplicationState.INVITED] * 2
    assert "2 to invite" in client.get(f"{at}/release").text
