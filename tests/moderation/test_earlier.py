"""What sheets said before they went back: what of it is not shown is told all the same."""

from __future__ import annotations

import pytest
from flask import Flask

from award.accounts.models import User
from award.assessment.services.assigning import return_sheet
from award.assessment.services.declaring import declare_conflict
from award.foundation.db import transaction
from award.foundation.policy import Role
from tests.build import accounts
from tests.build import moderation as build
from tests.build.accounts import actor_of
from tests.client import CheckedClient
from tests.moderation.test_discussion import assessors_of


@pytest.fixture
def staff(app: Flask) -> User:
    return accounts.user("Sam Staff", roles=(Role.STAFF,))


def test_what_went_back_to_somebody_with_a_conflict_is_told_and_not_shown(
    staff: User, client: CheckedClient
) -> None:
    application = build.disagreed(staff=staff)
    earlier = f"/manage/applications/{application.reference}/moderation/earlier"
    client.sign_in(staff)
    assert "No sheet of this application went back" in client.get(earlier).text
    (person, sheet), (other, second), *_ = assessors_of(application)
    with transaction():
        declare_conflict(second, "family", actor=actor_of(other))
    # its sheet counts no more, but never went back
    assert "No sheet of this application went back" in client.get(earlier).text
    with transaction():
        return_sheet(sheet, actor=actor_of(staff), reason="Say more, please.")
    with transaction():
        declare_conflict(sheet, "family", actor=actor_of(person))
    page = client.get(earlier).text
    assert "What 1 assessor said before is not shown" in page and "No sheet of this" not in page
    item = client.get(earlier.removesuffix("/earlier"))
    assert "What sheets said before they went back to their assessors" in item.links()
    assert "A clear and honest" not in page and person.name not in page
