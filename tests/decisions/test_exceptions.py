"""What departs from a round's rules needs a reason; an open round has no decisions at all."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import select

from award.accounts.models import User
from award.applications.models import Application
from award.assessment.models.assignments import Assignment
from award.assessment.services import assigning
from award.decisions.rules.by_rule import Rule
from award.decisions.rules.exceptions import exceptions
from award.decisions.rules.grounds import Ground
from award.decisions.rules.states import Outcome
from award.decisions.services import bulk, releasing, staging
from award.foundation import clock
from award.foundation.audit import AuditEvent
from award.foundation.db import db, transaction
from award.foundation.errors import Refused
from award.foundation.outbox import OutboxMessage
from award.rounds.models import Round
from tests.build import applications, assessment, decisions, rounds
from tests.build.accounts import actor_of
from tests.client import CheckedClient

CLOSING = clock.now()
SECOND = timedelta(seconds=1)
TERMS = SimpleNamespace(
    min_assessments=2, threshold_pct=70, announced_at=CLOSING - 9 * SECOND,
    opens_at=CLOSING - 9 * SECOND, closes_at=CLOSING,
)  # fmt: skip
GOOD, WEAK = ((8, 8, 8), (9, 9, 9)), ((3, 3, 3), (4, 4, 4))
REASON = "The panel read it themselves on 2 November"


def stage(application: Application, outcome: str, staff: User, reason: str = "") -> None:
    staging.stage_decision(
        application,
        outcome,
        amount_gbp=application.amount_requested_gbp,
        exception_reason=reason,
        actor=actor_of(staff),
    )


def assessed(n: int, mean: float | None, scope: int, votes: int) -> Any:
    return SimpleNamespace(
        submitted=n, excluded=0, mean_pct=mean, moderated_pct=None,
        in_scope_yes=scope, recommend_yes=votes,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("outcome", "facts", "expected"),
    [
        ("fund", assessed(2, 70.0, 2, 2), 0),
        ("fund", assessed(2, 69.9999999999, 2, 2), 0),  # the same sum in another order
        ("fund", assessed(2, 69.99, 2, 2), 1),
        ("reserve", assessed(2, 69.99, 2, 2), 1),
        ("reject", assessed(2, 10.0, 0, 0), 0),
        ("fund", assessed(2, 80.0, 2, 1), 1),
        ("fund", assessed(3, 80.0, 3, 2), 0),
        ("fund", assessed(2, 60.0, 1, 1), 3),
        ("reject", assessed(1, 80.0, 1, 1), 1),
        ("fund", assessed(1, 60.0, 1, 1), 2),
        ("reject", None, 1),
        ("reserve", assessed(0, None, 0, 0), 1),
        (None, assessed(2, 60.0, 2, 2), 1),
    ],
)
def test_what_is_an_exception(outcome: str, facts: Any, expected: int) -> None:
    assert len(exceptions(outcome, facts, TERMS, CLOSING)) == expected
    assert len(exceptions(outcome, facts, TERMS, CLOSING - SECOND)) == expected + 1


@pytest.mark.parametrize("outcome", ["fund", "reserve", "reject"])
def test_too_few_assessments_need_a_reason_whatever_is_decided(staff: User, outcome: str) -> None:
    application = applications.submitted(rounds.closed_round())
    assessment.scored(application, [9, 9, 9])
    with pytest.raises(Refused, match="has 1 of the 2 assessments") as refusal:
        stage(application, outcome, staff, "  ")
    assert refusal.value.field == "exception_reason"
    decision = decisions.staged(application, outcome, staff=staff, exception_reason=REASON)
    assert decision.exception_reason == REASON
    event = db.session.scalars(select(AuditEvent).where(AuditEvent.verb == "decision.stage")).one()
    assert event.changes["exception_reason"]["characters"] == len(REASON)


@pytest.mark.parametrize("ground", Ground)
def test_a_ground_that_asks_for_no_assessments_is_the_reason(ground: Ground) -> None:
    alone = ground in (Ground.SHEETS, Ground.INELIGIBLE, Ground.SUPPORT)
    few = assessed(1, 80.0, 1, 1)
    for facts in (few, None):
        assert len(exceptions(Outcome.REJECT, facts, TERMS, CLOSING, ground)) == 1 - alone
        early = exceptions(Outcome.REJECT, facts, TERMS, CLOSING - SECOND, ground)
        assert len(early) == 2 - alone, "who else applies is not known yet"
    assert len(exceptions(Outcome.FUND, few, TERMS, CLOSING, ground)) == 1


@pytest.mark.any_database
def test_what_cannot_be_ranked_is_refused_for_that_without_another_reason(
    staff: User, client: CheckedClient
) -> None:
    round_ = rounds.closed_round()
    found = [applications.submitted(round_, title=name) for name in ("One", "Two", "Three")]
    for one in found:
        assessment.scored(one, [9, 9, 9])
    client.sign_in(staff)
    grounds = ("sheets", "ineligible", "support")
    for one, ground in zip(found, grounds, strict=True):
        path = f"/manage/applications/{one.reference}/decision"
        page = client.get(path)
        assert "there the ground is the reason" in page.text
        values = {**page.form_values(), "outcome": "reject"}
        again = client.post(path, {**values, "ground": "scope"}, status=200)
        assert "Give the reason for an exception" in again.errors[0]
        client.post(path, {**values, "ground": ground}, status=302)
        assert "None given yet" not in client.get(path).text
    assert "Exceptions 0" in client.get(f"/manage/rounds/{round_.reference}/release").text
    assert decisions.released(round_, staff=staff).reject == 3


def test_below_the_threshold_only_money_and_the_reserve_list_need_one(staff: User) -> None:
    application = applications.submitted(rounds.closed_round())
    assessment.assessed(application, scores=WEAK)
    for outcome in ("fund", "reserve"):
        with pytest.raises(Refused, match="below the round’s threshold of 70%"):
            stage(application, outcome, staff)
    decisions.staged(application, "reject", staff=staff, exception_reason="")


def test_what_meets_the_rules_needs_none(staff: User) -> None:
    application = applications.submitted(rounds.closed_round())
    assessment.assessed(application, scores=GOOD)
    decisions.staged(application, "fund", staff=staff, exception_reason="")
    assert decisions.released(application.round, staff=staff).fund == 1


def test_a_reason_is_asked_for_again_when_assessments_fall_away(
    staff: User, client: CheckedClient
) -> None:
    round_ = rounds.closed_round()
    application = applications.submitted(round_, title="Once assessed")
    assessment.assessed(application, scores=GOOD)
    decisions.staged(application, "fund", staff=staff, exception_reason="")
    path = f"/manage/rounds/{round_.reference}/release"
    seen = client.sign_in(staff).get(path)
    assert "Exceptions 0 Budget" in seen.text
    _return_one(application, staff)
    with pytest.raises(Refused, match=f"{application.reference} is an exception without a reason"):
        releasing.release(round_, actor=actor_of(staff), confirmation=round_.reference)
    assert _letters() == []
    filled = {"shown": seen.value_of("shown"), "confirmation": round_.reference}
    page = client.post(path, filled, status=200)
    assert application.reference in page.errors[0]
    assert "1 exception lacks a reason" in page.text
    assert f"Release {1} decision" not in page.buttons()
    decisions.staged(application, "fund", staff=staff, exception_reason=REASON)
    page = client.get(path, budget=8)
    assert "1 of these is an exception" in page.text
    assert REASON in page.text
    decisions.released(round_, staff=staff)
    event = db.session.scalars(
        select(AuditEvent).where(AuditEvent.verb == "round.release_decisions")
    ).one()
    assert event.changes["exceptions"] == 1
    assert all(REASON not in message.body for message in _letters())


def test_the_form_asks_says_why_and_keeps_what_was_typed(
    staff: User, client: CheckedClient
) -> None:
    application = applications.submitted(rounds.closed_round())
    path = f"/manage/applications/{application.reference}/decision"
    page = client.sign_in(staff).get(path, budget=9)
    assert "has none of the 2 assessments that this round asks for" in page.text
    values = {name: items[0] for name, items in page.form_values().items()}
    values |= {"outcome": "reject", "ground": "scope", "note": "Typed before"}
    page = client.post(path, values, status=200)
    assert page.errors == [
        "Give the reason for an exception: this application has none of the 2 assessments that "
        "this round asks for"
    ]
    assert page.value_of("note") == "Typed before"
    page = client.post(path, {**values, "exception_reason": "word " * 151}, status=200)
    assert page.errors == ["Cut 1 word from “Reason for the exception”: the limit is 150"]
    client.post(path, {**values, "exception_reason": REASON})
    page = client.get(path)
    assert page.value_of("exception_reason") == REASON
    good = applications.submitted(rounds.closed_round())
    assessment.assessed(good, scores=GOOD)
    page = client.get(f"/manage/applications/{good.reference}/decision")
    assert "Before you decide" not in page.text
    assert "exception_reason" not in page.form_values()


def test_an_open_round_is_decided_with_a_reason_only(staff: User, client: CheckedClient) -> None:
    """One application early, if somebody says why; never the line, which nobody can draw yet."""
    round_ = rounds.open_round()
    application = applications.submitted(round_)
    assessment.assessed(application, scores=GOOD)
    with pytest.raises(Refused, match="is in a round that can still receive") as refusal:
        stage(application, "fund", staff)
    assert refusal.value.field == "exception_reason"
    with pytest.raises(Refused, match="no funding line yet"):
        bulk.stage_by_rule(round_, Rule(), shown={}, actor=actor_of(staff))
    page = client.sign_in(staff).get(f"/manage/rounds/{round_.reference}/shortlist/stage")
    assert "The round can still receive applications" in page.text
    page = client.get(f"/manage/applications/{application.reference}/decision")
    assert "is in a round that can still receive applications" in page.text
    assert "Any decision about it now is an exception" in page.text
    stage(application, "fund", staff, REASON)
    db.session.commit()
    page = client.get(f"/manage/rounds/{round_.reference}/release")
    assert "1 of these is an exception" in page.text
    done = releasing.release(round_, actor=actor_of(staff), confirmation=round_.reference)
    assert done.fund == 1


def test_returning_a_sheet_says_what_is_staged_on_it(staff: User, client: CheckedClient) -> None:
    round_: Round = rounds.closed_round()
    application = applications.submitted(round_)
    assessment.assessed(application, scores=GOOD)
    other = assessment.assessed(applications.submitted(round_), scores=GOOD)
    decisions.staged(application, "fund", amount_gbp=90_000, staff=staff, exception_reason="")
    path = _return_page(application)
    page = client.sign_in(staff).get(path)
    said = "A decision is staged about this application: Fund, £90,000."
    assert said in page.text
    assert "without a reason, because the application then has 1 of the 2 assessments" in page.text
    quiet = client.get(_return_page(other))
    assert "is staged about" not in quiet.text
    done = client.post(path, {**page.form_values(), "reason": "A score has no reason"})
    page = client.get(done.location)
    assert said in page.text
    assert "because the application has 1 of the 2 assessments" in page.text


def test_what_was_staged_without_a_reason_waits_for_the_closing(staff: User) -> None:
    """Rows from before the rule: no exception once the round has closed."""
    round_: Round = rounds.open_round()
    application = applications.submitted(round_)
    assessment.assessed(application, scores=GOOD)
    decisions.staged(application, "fund", staff=staff, exception_reason="")
    with pytest.raises(Refused, match="without a reason"):
        releasing.release(round_, actor=actor_of(staff), confirmation=round_.reference)
    assert decisions.released(round_, staff=staff).fund == 1


def _return_page(application: Application) -> str:
    found = select(Assignment.alias).where(Assignment.application_id == application.id).limit(1)
    letter = db.session.scalars(found).one()[-1]
    return f"/manage/applications/{application.reference}/assessors/{letter}/return"


def _return_one(application: Application, staff: User) -> None:
    assignment = db.session.scalars(
        select(Assignment).where(Assignment.application_id == application.id).limit(1)
    ).one()
    with transaction():
        assigning.return_sheet(assignment, actor=actor_of(staff), reason="A score has no reason")


def _letters() -> list[OutboxMessage]:
    query = select(OutboxMessage).where(OutboxMessage.notice.like("decision.%"))
    return list(db.session.scalars(query))
