"""What is still to come stands below what has happened, with its dates, and says where there is
none."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from award.accounts.models import User
from award.applications.rules.states import ApplicationState as S
from award.applications.rules.timeline import AFTER, OVERDUE, Ahead, ahead
from award.foundation import clock
from award.foundation.clock import LONDON
from tests.applications.walking import url
from tests.build import applications, rounds
from tests.client import CheckedClient

CLOSES = datetime(2026, 12, 4, 12, tzinfo=LONDON)
ASSESSED = datetime(2027, 2, 1, 12, tzinfo=LONDON)
DAY = timedelta(days=1)


def road(state: S, now: datetime, *, begun: bool = False, first: bool = False) -> list[Ahead]:
    return ahead(
        state, begun=begun, closes_at=CLOSES, assessed_by=ASSESSED, first_stage=first, now=now
    )


def test_each_step_that_has_a_date_has_it() -> None:
    found = road(S.DRAFT, CLOSES - DAY)
    assert [one.by for one in found] == [CLOSES, None, ASSESSED, None]
    assert found[-1].otherwise == AFTER
    assert [one.by for one in road(S.SUBMITTED, CLOSES - DAY)] == [CLOSES, None, ASSESSED, None]
    assert [one.by for one in road(S.SUBMITTED, CLOSES)] == [None, ASSESSED, None]
    assert [one.by for one in road(S.IN_ASSESSMENT, CLOSES, begun=True)] == [ASSESSED, None]


def test_a_date_that_has_passed_is_not_promised_again() -> None:
    (decision,) = road(S.ASSESSED, ASSESSED + DAY, begun=True)
    assert (decision.by, decision.otherwise) == (None, OVERDUE)


def test_a_first_stage_invites() -> None:
    assert "invited to the second stage" in road(S.SUBMITTED, CLOSES, first=True)[-1].says


@pytest.mark.parametrize("state", [S.INVITED, S.AWARDED, S.RESERVED, S.REJECTED, S.WITHDRAWN])
def test_nothing_is_ahead_of_what_is_decided(state: S) -> None:
    assert road(state, ASSESSED, begun=True) == []


def test_nor_of_a_draft_that_has_closed() -> None:
    assert road(S.DRAFT, CLOSES) == []


@pytest.mark.any_database
def test_the_page_of_an_application_draws_it(me: CheckedClient, lead: User) -> None:
    round_ = rounds.open_round()
    draft = applications.draft(round_, lead)
    page = me.get(url(draft), budget=9)
    assert "Submit it before it closes" in page.text and AFTER in page.text
    sent = applications.submitted(round_, lead)
    page = me.get(url(sent), budget=10)
    assert "What has happened, and what comes next" in page.text
    assert "Still to come: Applications close" in page.text
    with clock.at(round_.closes_at + timedelta(minutes=1)):
        page = me.get(url(sent), budget=10)
    assert "Applications close" not in page.text and "Assessors finish reading" in page.text
