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


def test_assessors_are_not_told_that_one_of_them_is_still_to_submit(
    app: Flask, client: CheckedClient
) -> None:
    theirs, round_ = (
        lived_start(),
        rounds.closed_round(lived_criteria=lived_start(), reveal="after_own"),
    )
    application = applications.submitted(round_)
    reader = assessment.assessor("Pat Professional")
    assessment.scored(application, (8, 8, 8), reader)
    assessment.declared(application, lived())
    desk = f"/assess/{application.reference}/discussion"
    ours = f"/manage/applications/{application.reference}/moderation/discussion"
    assert not any(one.title in client.sign_in(reader).get(desk).text for one in theirs)
    client.sign_in(user("Stef Marlowe", roles=(Role.STAFF,)))
    assert all(one.title in client.get(ours).text for one in theirs)
    scored(application, lived("Lou Lived"), 3, 3, 3)
    assert all(one.title in client.sign_in(reader).get(desk).text for one in theirs)
