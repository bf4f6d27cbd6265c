"""Feedback is drafted from what assessors said, edited, read, and locked once it is out."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from award.accounts.models import User
from award.assessment.models.assignments import Assignment
from award.assessment.services import assigning
from award.assessment.services.declaring import declare_conflict
from award.decisions.models import Feedback, FeedbackDraft
from award.decisions.queries.decisions import round_to_decide
from award.decisions.services.drafting import draft_feedback
from award.foundation import audit, checks, clock
from award.foundation.db import db, transaction
from award.foundation.errors import Refused, there
from award.foundation.policy import Role
from award.rounds.models import Round
from tests.build import accounts, applications, assessment, decisions, many, rounds
from tests.build.accounts import actor_of
from tests.client import CheckedClient
from tests.decisions.test_feedback_apart import confirmed
from tests.statements import Statements, counting

SAID = (
    "You count visits, and not what they change.",
    "Your costs leave out the training of staff.",
)


def drafted(round_: Round, staff: User) -> Statements:
    actor = actor_of(accounts.account_of(staff.id))
    found = there(round_to_decide(actor, round_.reference), "the round")
    with counting() as statements, transaction():
        draft_feedback(found, actor=actor)
    return statements


@pytest.mark.any_database
def test_from_assessors_words_to_what_the_applicant_reads(
    staff: User, lead: User, client: CheckedClient
) -> None:
    round_ = rounds.closed_round(budget_gbp=500_000, feedback_apart=True)
    people = [assessment.assessor(name) for name in ("Zebedee Quillfeather", "Bo Th")]
    one, other = (applications.submitted(round_, lead, title=name) for name in ("One", "Other"))
    for person, said in zip(people, SAID, strict=True):
        assessment.scored(one, [3, 3, 3], person, for_applicant=said)
    assessment.scored(other, [3, 4, 3], people[0], for_applicant=SAID[0])
    decisions.staged(one, "reject", staff=staff)
    decisions.staged(other, "reject", staff=staff)
    client.sign_in(staff)
    page = f"/manage/rounds/{round_.reference}/feedback"
    mine = f"/manage/applications/{one.reference}/feedback"
    assert "2 decisions are staged" in client.get(page, budget=9).text
    client.post(f"{page}/draft", {})
    drafts = {row.application_id: row.text for row in db.session.scalars(sa.select(FeedbackDraft))}
    assert set(drafts) == {one.id, other.id} and all(said in drafts[one.id] for said in SAID)
    assert "Nothing is left to draft" in client.post(f"{page}/draft", {}, status=409).text

    form = client.get(mine, budget=10)
    assert form.value_of("text").replace("\r", "") == drafts[one.id]
    values = form.form_values()
    named = client.post(mine, {**values, "text": "Zebedee Quillfeather liked it."}, status=200)
    assert "Zebedee Quillfeather" in named.errors[0]
    client.post(mine, {**values, "text": "The applicant counts visits alone. Try again later."})
    second = client.post(mine, {**values, "text": "Another text of mine."}, status=200)
    assert "Another text of mine." in second.text and "counts visits alone" in second.text
    assert "It says “The applicant”" in client.get(mine).text
    read = client.get(page, budget=9).text
    assert "1 application to look at again" in read and "counts visits alone" in read
    assert "counts visits alone" in client.get(f"/manage/applications/{one.reference}/outcome").text

    values = client.get(mine).form_values()
    client.post(mine, {**values, "text": "You count visits alone. Say what they change."})
    decisions.released(round_, staff=staff)
    outcome = f"/applications/{one.reference}/outcome"
    assert "count visits alone" not in client.sign_in(lead).get(outcome).text
    client.get(mine, status=404)
    client.sign_in(staff)
    sent = confirmed(client, round_.reference)
    client.post(
        mine, {**client.get(mine).form_values(), "text": "You count visits alone. Say more."}
    )
    changed = client.post(page, sent, status=200)
    assert "has changed since you opened the page" in changed.errors[0]
    assert "what they change." in changed.text and "more." in changed.text
    values = client.get(mine).form_values()
    client.post(page, confirmed(client, round_.reference))
    late = client.post(mine, {**values, "text": "Too late for this."}, status=409)
    assert "Too late for this." in late.text
    assert client.get(mine, status=302).location == f"/manage/applications/{one.reference}/decision"

    after = client.sign_in(lead).get(outcome, budget=9).text
    assert "You count visits alone. Say more." in after and SAID[1] not in after
    assert SAID[0] in client.get(f"/applications/{other.reference}/outcome").text
    assert not db.session.scalars(sa.select(FeedbackDraft)).all()
    told = [row.changes for row in db.session.scalars(sa.select(audit.AuditEvent))]
    assert "visits" not in str(told)
    assert list(checks.states()) == []


@pytest.mark.any_database
def test_what_a_sheet_said_that_fell_out_reaches_nobody(staff: User, client: CheckedClient) -> None:
    round_ = rounds.closed_round(feedback_apart=True, min_assessments=1)
    one, other = (applications.submitted(round_, title=name) for name in ("One", "Other"))
    people = [assessment.assessor(name) for name in ("Ina Kin", "Bo Th")]
    sheets = [
        assessment.scored(about, [3, 3, 3], person, for_applicant=said)
        for about in (one, other)
        for person, said in zip(people, SAID, strict=True)
    ]
    for about in (one, other):
        decisions.staged(about, "reject", staff=staff)
    drafted(round_, staff)
    client.sign_in(staff)
    mine = f"/manage/applications/{other.reference}/feedback"
    values = client.get(mine).form_values()
    client.post(mine, {**values, "text": "You count visits alone. Say what they change."})
    changed = "What assessors said has changed since this was edited"
    table = Assignment.__table__
    touched = sa.update(table).where(table.c.id == sheets[2].id).values(updated_at=clock.now())
    db.session.execute(touched, execution_options=audit.AS_TOLD)
    db.session.commit()
    assert changed not in client.get(mine).text, "it was touched, and says what it said"
    stale = client.get(mine).form_values()
    with transaction():
        for sheet in sheets[::2]:
            declare_conflict(sheet, "family", actor=actor_of(people[0]))
    said = client.get(f"/manage/applications/{one.reference}/outcome").text
    assert SAID[0] not in said and SAID[1] in said
    assert changed in client.get(mine).text
    client.post(mine, stale)
    assert changed in client.get(mine).text, "who saved it had other comments before them"
    client.post(mine, client.get(mine).form_values())
    assert changed not in client.get(mine).text
    with transaction():
        assigning.return_sheet(sheets[3], actor=actor_of(staff), reason="Say more.")
    assert changed in client.get(mine).text, "its words are read by nobody now"
    again = assessment.sheet_values(other, [3, 3, 3], for_applicant=SAID[1])
    assessment.submit(sheets[3], accounts.account_of(people[1].id), again)
    assert changed not in client.get(mine).text
    decisions.released(round_, staff=staff)
    page = f"/manage/rounds/{round_.reference}/feedback"
    client.post(page, confirmed(client, round_.reference))
    out = {row.decision_id: row.text for row in db.session.scalars(sa.select(Feedback))}
    assert SAID[1] in out.values() and not [text for text in out.values() if SAID[0] in text]


def test_drafting_and_reading_many_cost_as_much_as_a_few(
    staff: User, client: CheckedClient
) -> None:
    costs = []
    for number in (1, 3):
        round_ = rounds.closed_round(feedback_apart=True)
        for at in range(number):
            bid = applications.submitted(round_, title=f"Bid {at}")
            assessment.scored(
                bid, [3, 3, 3], assessment.assessor("A Reader"), for_applicant=SAID[0]
            )
            decisions.staged(bid, "reject", staff=staff)
        costs.append(drafted(round_, staff))
    # PostgreSQL asks one more: for the end of the trail, where SQLite has one lock for all.
    assert len(costs[0]) == len(costs[1]) <= 12
    big = rounds.closed_round(feedback_apart=True)
    bids = many.submitted(big, 60)
    many.staged(bids, staff)
    db.session.add_all(
        FeedbackDraft(application_id=bid.id, text=SAID[0], edited_by_id=staff.id) for bid in bids
    )
    db.session.commit()
    page = client.sign_in(staff).get(f"/manage/rounds/{big.reference}/feedback", budget=9)
    assert "60 applications to look at again" in page.text, "all are alike"
    assert page.text.count("says the same") == 20, "as many as one reads with care"


def test_nothing_is_left_to_draft_where_nothing_is_decided(staff: User) -> None:
    for apart in (False, True):
        with pytest.raises(Refused, match="Nothing is left to draft"):
            drafted(rounds.closed_round(feedback_apart=apart), staff)
    auditor = accounts.user("Au Ditor", roles=(Role.AUDITOR,))
    with pytest.raises(Refused):
        drafted(rounds.closed_round(feedback_apart=True), auditor)
    assert db.session.scalars(sa.select(Feedback)).all() == []
