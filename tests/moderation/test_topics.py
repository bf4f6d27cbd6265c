"""What a remark can be about: a panel's own criteria only where somebody of it has a sheet."""

from __future__ import annotations

import pytest
from flask import Flask

from award.applications.models import Application
from award.foundation.policy import Role
from award.rounds.queries.criteria import lived_start
from tests.assessment.test_own_criteria import lived, scored
from tests.build import applications, assessment, rounds
from tests.build.accounts import user
from tests.client import CheckedClient

pytestmark = pytest.mark.any_database


def test_their_criteria_are_offered_where_one_of_them_has_a_sheet(
    app: Flask, client: CheckedClient
) -> None:
    theirs = lived_start()
    round_ = rounds.closed_round(lived_criteria=theirs)
    client.sign_in(user("Stef Marlowe", roles=(Role.STAFF,)))
    with_them, without = (applications.submitted(round_, title=one) for one in ("With", "Without"))
    for one in (with_them, without):
        assessment.scored(one, (8, 8, 8), assessment.assessor("Pat Professional"))
    scored(with_them, lived(), 3, 3, 3)

    def offered(of: Application) -> list[bool]:
        page = client.get(f"/manage/applications/{of.reference}/moderation/discussion")
        return [one.title in page.text for one in theirs]

    assert offered(with_them) == [True] * len(theirs)
    assert offered(without) == [False] * len(theirs)
    page = client.get(f"/manage/applications/{without.reference}/moderation/discussion")
    assert rounds.whole(round_.id).criteria[0].title in page.text
