from __future__ import annotations

from flask import Flask

from award.foundation.policy import Role
from tests.build import applications, assessment, rounds
from tests.build.accounts import user
from tests.client import CheckedClient


def test_what_speaks_against_deciding_now_is_said(app: Flask, client: CheckedClient) -> None:
    client.sign_in(user(roles=(Role.STAFF,)))
    unread = applications.submitted(rounds.open_round())
    page = client.get(f"/manage/applications/{unread.reference}/decision")
    assert "The round is still open" in page.text
    assert "It has 0 assessments, and this round asks for 2." in page.text
    weak = applications.submitted(rounds.closed_round())
    assessment.assessed(weak, scores=((3, 3, 3), (4, 4, 4)))
    page = client.get(f"/manage/applications/{weak.reference}/decision")
    assert "Its mean is below the round’s threshold of 70%." in page.text
    assert "still open" not in page.text
    good = applications.submitted(rounds.closed_round())
    assessment.assessed(good, scores=((9, 9, 9), (9, 9, 9)))
    page = client.get(f"/manage/applications/{good.reference}/decision")
    assert "Before you decide" not in page.text
