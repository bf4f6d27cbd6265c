"""Whoever has a sheet back sees that, and why, until they submit it again."""

from __future__ import annotations

from award.accounts.models import User
from award.assessment.services import assigning
from award.foundation.db import transaction
from award.foundation.policy import Role
from tests.build import applications, assessment, rounds
from tests.build.accounts import account_of, actor_of, user
from tests.client import CheckedClient

REASON = "planted: say more about the evidence"
TAG = "Given back to you"


def test_a_sheet_that_was_given_back_says_so_and_why(app: object, client: CheckedClient) -> None:
    staff = user("Sam Staff", roles=(Role.STAFF,))
    round_ = rounds.closed_round()
    application = applications.submitted(round_, title="Given back")
    person: User = assessment.assessor()
    assignment = assessment.declared(application, person)
    assessment.submit(assignment, person, assessment.sheet_values(application, [8, 8, 8]))
    desk = f"/assess/{application.reference}"
    assert TAG not in client.sign_in(person).get("/assess").text
    with transaction():
        assigning.return_sheet(assignment, actor=actor_of(staff), reason=REASON)
    person = account_of(person.id)
    begun = applications.submitted(round_, title="Begun since")
    assessment.declared(begun, person)
    page = client.sign_in(person).get("/assess")
    assert TAG in page.text and "Start with" not in page.text
    assert "Next: look again at “Given back”" in page.text, "before what else there is"
    assert "Then: start with “Begun since”" in page.text
    assert "15 min" in page.text and "Given back , given back to you" in page.text
    page = client.get(desk, budget=11)
    assert REASON in page.text
    assert "gave this sheet back to you" in page.text
    other = assessment.declared(application, assessment.assessor("Oth Er"))
    client.sign_in(account_of(other.assessor_id))
    assert REASON not in client.get(desk).text
    assessment.submit(assignment, person, assessment.sheet_values(application, [7, 7, 7]))
    client.sign_in(account_of(person.id))
    assert TAG not in client.get("/assess").text
    assert REASON not in client.get(desk).text
