"""Feedback that a round releases apart: nothing of it before, all of it after."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from award.accounts.models import User
from award.decisions.models import Decision, Feedback
from award.decisions.queries.decisions import round_to_decide
from award.decisions.services.feedback import release_feedback
from award.foundation import audit, checks, work
from award.foundation.db import db, transaction
from award.foundation.errors import Refused, there
from award.foundation.policy import Role
from award.rounds.models import Round
from award.rounds.services.rounds import update_round
from tests.build import accounts, applications, assessment, decisions, many, rounds
from tests.build.accounts import actor_of
from tests.client import CheckedClient
from tests.decisions.people import conflicted
from tests.decisions.staged import letters
from tests.decisions.test_from_reserve import decide
from tests.statements import Statements, counting


def confirmed(client: CheckedClient, reference: str) -> dict[str, object]:
    page = client.get(f"/manage/rounds/{reference}/feedback")
    return {**page.form_values("/feedback"), "confirmation": reference}


@pytest.mark.any_database
def test_the_decision_comes_first_and_feedback_once_it_is_released(
    staff: User, lead: User, client: CheckedClient
) -> None:
    round_ = rounds.closed_round(budget_gbp=500_000, feedback_apart=True, scores_told="own")
    good, weak = (applications.submitted(round_, lead, title=name) for name in ("Good", "Weak"))
    for one, score in ((good, 8), (weak, 3)):
        assessment.assessed(one, [[score] * 3] * 2)
    decisions.staged(good, "reserve", reserve_position=1, staff=staff)
    decisions.staged(weak, "reject", words_for_applicant="Come again.", staff=staff)
    page = f"/manage/rounds/{round_.reference}/feedback"
    assert "2 decisions are staged" in client.sign_in(staff).get(page, budget=8).text
    decisions.released(round_, staff=staff)
    assert all("Feedback comes later" in one.body for one in letters())
    assert not [one for one in letters() if "assessors said" in one.body]

    outcome = f"/applications/{weak.reference}/outcome"
    client.sign_in(lead)
    before = client.get(outcome, budget=8).text
    assert "Come again." in before and "Feedback comes later" in before
    assert "What the assessors said" not in before and "What the scores came to" not in before
    client.get(page, status=404)

    client.sign_in(staff)
    told = client.get(f"/manage/applications/{weak.reference}/outcome").text
    assert "releases feedback apart" in told and "Its score is 30.0%" in told
    values = confirmed(client, round_.reference)
    wrong = client.post(page, {**values, "confirmation": "no"}, status=200)
    assert wrong.errors == [f"Type {round_.reference} to confirm"]
    assert "2 applicants know the decision and wait for feedback" in wrong.text
    client.post(page, values)
    sent = [one for one in letters() if one.notice == "decision.feedback"]
    assert {one.recipient for one in sent} == {lead.email} and len(sent) == 2
    assert "2 applicants have their feedback" in client.get(page, budget=8).text
    again = client.post(page, values, status=200)
    assert "No feedback waits" in " ".join(again.errors)
    history = client.get(f"/manage/applications/{weak.reference}").text
    assert "Feedback released" in history

    client.sign_in(lead)
    after = client.get(outcome, budget=9).text
    assert "What the assessors said" in after and "Its score is 30.0%" in after
    assert "Feedback comes later" not in after
    mine = client.get(f"/applications/{weak.reference}").text
    assert mine.count("Feedback on your application was ready to read") == 1
    assert mine.count("Your application was not successful") == 1

    decide(good, staff)
    funded = letters()[-1]
    assert funded.notice == "decision.fund" and "Feedback comes later" not in funded.body
    assert "what the assessors said" in funded.body
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Feedback)) == 2
    assert list(checks.states()) == []


def test_whose_decision_comes_later_gets_theirs_with_the_next_release(
    staff: User, lead: User, client: CheckedClient
) -> None:
    round_ = rounds.closed_round(feedback_apart=True)
    first, second = (applications.submitted(round_, lead, title=name) for name in "AB")
    decisions.staged(first, "reserve", reserve_position=1, staff=staff)
    decisions.released(round_, staff=staff)
    given(round_, staff)
    decisions.staged(second, "reserve", reserve_position=2, staff=staff)
    decisions.released(round_, staff=staff)
    decide(second, staff, exception_reason="The panel agreed.")
    assert "Feedback comes later" in letters()[-1].body
    page = client.sign_in(staff).get(f"/manage/rounds/{round_.reference}/feedback")
    assert "1 applicant knows the decision" in page.text and "1 applicant has their" in page.text
    assert "No comments" in page.text
    values = page.form_values("/feedback")
    with transaction():
        db.session.execute(
            sa.update(Decision.__table__).values(state="staged", released_at=None),
            execution_options=audit.AS_TOLD,
        )
    gone = client.post(
        f"/manage/rounds/{round_.reference}/feedback",
        {**values, "confirmation": round_.reference},
        status=200,
    )
    assert "No feedback waits" in " ".join(gone.errors)


def given(round_: Round, staff: User) -> Statements:
    actor = actor_of(accounts.account_of(staff.id))
    found = there(round_to_decide(actor, round_.reference), "the round")
    with counting() as statements, transaction():
        release_feedback(found, actor=actor, confirmation=found.reference)
    return statements


def test_many_cost_as_much_as_a_few_and_more_than_a_request_does_is_a_job(
    staff: User, client: CheckedClient
) -> None:
    costs = []
    for number in (3, 6, work.AT_ONCE + 1):
        round_ = rounds.closed_round(feedback_apart=True)
        many.staged(many.submitted(round_, number), staff)
        decisions.released(round_, staff=staff)
        db.session.expunge_all()
        if number <= work.AT_ONCE:
            costs.append(given(round_, staff).texts)
    few, more = ([text.split()[:3] for text in texts] for texts in costs)
    assert more == few and len(few) <= 20
    reference = round_.reference
    path = f"/manage/rounds/{reference}/feedback"
    values = confirmed(client.sign_in(staff), reference)
    first, again = client.post(path, values), client.post(path, values)
    assert first.location == again.location
    assert "is being released" in client.get(path, budget=10).text
    work.run_jobs()
    page = client.get(first.location)
    assert "Feedback is released on 201 applications." in page.text
    assert "201 emails to applicants are on the way." in page.text
    assert list(audit.verify_chain()) == []


def test_who_may_not_and_when_not(staff: User, client: CheckedClient) -> None:
    whole = rounds.closed_round()
    page = client.sign_in(staff).get(f"/manage/rounds/{whole.reference}/feedback").text
    assert "Feedback goes out with the decision in this round" in page
    with pytest.raises(Refused, match="nothing to release"):
        given(whole, staff)
    staff = accounts.account_of(staff.id)
    round_ = rounds.closed_round(feedback_apart=True)
    bid = applications.submitted(round_)
    tied = conflicted(bid)
    decisions.staged(bid, "reserve", staff=staff)
    decisions.released(round_, staff=staff)
    page = client.sign_in(tied).get(f"/manage/rounds/{round_.reference}/feedback").text
    assert "somebody else has to look through its feedback" in page and bid.title not in page
    with pytest.raises(Refused, match="somebody else has to"):
        given(round_, tied)
    auditor = accounts.user("Au Ditor", roles=(Role.AUDITOR,))
    page = client.sign_in(auditor).get(f"/manage/rounds/{round_.reference}/feedback").text
    assert bid.title in page and "to confirm" not in page
    open_ = rounds.open_round()
    with pytest.raises(Refused, match="feedback goes out apart"), transaction():
        update_round(
            rounds.whole(open_.id),
            rounds.changed(rounds.whole(open_.id), feedback_apart=True),
            actor=actor_of(accounts.account_of(staff.id)),
            reason="It would be kinder.",
        )
