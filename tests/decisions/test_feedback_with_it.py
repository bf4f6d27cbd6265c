"""Feedback that goes out with the decision is drafted, edited and read before, as any other is."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from award.accounts.models import User
from award.decisions.models import Decision, Feedback, FeedbackDraft
from award.foundation import audit
from award.foundation.db import db
from tests.build import applications, assessment, decisions, rounds
from tests.client import CheckedClient
from tests.decisions.staged import letters
from tests.decisions.test_feedback_drafts import SAID, drafted
from tests.decisions.test_from_reserve import decide, no_faults

EDITED = "You count visits alone. Say what they change for people."


@pytest.mark.each_database
def test_edited_drawn_up_and_as_written_go_out_with_the_decision(
    staff: User, lead: User, client: CheckedClient
) -> None:
    round_ = rounds.closed_round(budget_gbp=500_000)
    person, second = assessment.assessor("Ina Kin"), assessment.assessor("Bo Th")
    one, other, waits, plain = (
        applications.submitted(round_, lead, title=name)
        for name in ("One", "Other", "Waits", "Plain")
    )
    for about in (one, other, waits, plain):
        said = f"{SAID[0]} That is {about.title}."
        assessment.scored(about, [3, 3, 3], person, for_applicant=said)
    assessment.scored(other, [3, 3, 3], second, for_applicant=SAID[1])
    for about, outcome in ((one, "reject"), (other, "reject"), (waits, "reserve")):
        decisions.staged(about, outcome, staff=staff)
    drafted(round_, staff)
    decisions.staged(plain, "reject", staff=staff)

    client.sign_in(staff)
    mine = f"/manage/applications/{one.reference}/feedback"
    page, release = (
        f"/manage/rounds/{round_.reference}/{what}" for what in ("feedback", "release")
    )
    assert "this goes out with it" in client.get(mine, budget=10).text
    client.post(mine, {**client.get(mine).form_values(), "text": EDITED})
    assert EDITED in client.get(f"/manage/applications/{one.reference}/outcome").text
    told = client.get(page, budget=9).text
    assert "4 decisions are staged" in told and "Release it with the decisions" in told
    before = client.get(release, budget=14)
    for said in ("Edited by staff 1", "as drafted 2", "Each assessor’s comments, as written 1"):
        assert said in before.text, said
    assert "You can read the feedback on it." in before.text
    sent = {**before.form_values("/release"), "confirmation": round_.reference}
    client.post(mine, {**client.get(mine).form_values(), "text": f"{EDITED} Come again."})
    changed = client.post(release, sent, status=200)
    assert "has changed since you opened the page" in changed.errors[0]
    assert f"Feedback on {one.reference} What you were shown You count visits alone" in changed.text
    again = {**client.get(release).form_values("/release"), "confirmation": round_.reference}
    late = client.get(mine).form_values()
    client.post(release, again)
    assert "Too late." in client.post(mine, {**late, "text": "Too late."}, status=409).text
    assert client.get(mine, status=302).location == f"/manage/applications/{one.reference}/decision"

    rows = sa.select(Decision.application_id, Feedback.text).join(
        Decision, Decision.id == Feedback.decision_id
    )
    out = {row.application_id: row.text for row in db.session.execute(rows)}
    assert set(out) == {one.id, other.id, waits.id}
    assert out[one.id] == f"{EDITED} Come again." and SAID[1] in out[other.id]
    assert not db.session.scalars(sa.select(FeedbackDraft)).all()
    bodies = {letter.body for letter in letters()}
    assert sum("the feedback on it" in body for body in bodies) == 3
    assert sum("what the assessor said" in body for body in bodies) == 1

    client.sign_in(lead)
    read = {
        about.title: client.get(f"/applications/{about.reference}/outcome").text
        for about in (one, other, plain)
    }
    assert "Come again." in read["One"] and SAID[0] not in read["One"]
    assert SAID[1] in read["Other"] and "From what assessors said" in read["Other"]
    assert "In the assessor’s own words" in read["Plain"]
    decide(waits, staff, exception_reason="The panel agreed on it.")
    assert "the feedback on it" in letters()[-1].body
    trail = [row.changes for row in db.session.scalars(sa.select(audit.AuditEvent))]
    assert "Come again" not in str(trail)
    no_faults()


@pytest.mark.any_database
def test_what_nobody_drafted_and_nobody_wrote(staff: User, client: CheckedClient) -> None:
    """Staff may write where assessors said nothing; the letter promises no more than there is."""
    round_ = rounds.closed_round()
    one, other = (applications.submitted(round_, title=name) for name in ("One", "Other"))
    for about in (one, other):
        decisions.staged(about, "reject", staff=staff)
    client.sign_in(staff)
    mine = f"/manage/applications/{one.reference}/feedback"
    client.post(mine, {**client.get(mine).form_values(), "text": EDITED})
    decisions.released(round_, staff=staff)
    said = {letter.body.count("the feedback on it") for letter in letters()}
    assert said == {0, 1} and "the assessor" not in "".join(letter.body for letter in letters())
