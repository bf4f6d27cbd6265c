"""Whoever audits reads what is paid, and changes nothing of it."""

from __future__ import annotations

from award.foundation.policy import Role
from tests.build import applications, assessment, rounds
from tests.build.accounts import user
from tests.build.payments import answered, claimed, offered
from tests.client import CheckedClient


def test_whoever_audits_reads_offer_answers_and_claims(app: object, client: CheckedClient) -> None:
    staff = user("Stef Marlowe", "stef@programme.example")
    lived = assessment.assessor("Lee Lived", panel="lived_experience")
    round_ = rounds.closed_round()
    auditor = user("Ada Auditor", roles=(Role.AUDITOR,))
    page_of = f"/manage/rounds/{round_.reference}/pay"
    client.sign_in(auditor)
    assert "Nothing is offered yet" in client.get(page_of).text
    application = applications.submitted(round_)
    assessment.assigned(application, lived)
    offered(round_, staff=staff)
    answered(round_, lived)
    claim = claimed(round_, lived)
    page = client.get(page_of)
    assert "£13.80" in page.text and "Lee Lived" in page.text
    assert "a start, not advice" not in page.text
    listed = client.get("/manage/pay")
    assert claim.reference in listed.text
    one = f"/manage/pay/{claim.reference}"
    page = client.get(one)
    assert "Lee Lived" in page.text and "Approve" not in page.text and "send-back" not in page.html
    for address in (page_of, f"{one}/approve", f"{one}/send-back", f"{one}/paid"):
        client.post(address, {"reason": "No"}, status=403)
