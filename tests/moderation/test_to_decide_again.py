"""What was left out of a sheet that went back counts when it comes in again: whoever moderates is
told first, in the list and on the page, until somebody has said whether it should."""

from __future__ import annotations

import pytest

from award.accounts.models import User
from award.assessment.services.assigning import return_sheet
from award.assessment.services.scoring import submit_sheet
from award.foundation.db import db, transaction
from award.foundation.errors import Refused
from award.foundation.policy import Role
from award.moderation.queries.decided import exclusions_of
from award.moderation.services import scores
from tests.build import accounts
from tests.build import moderation as build
from tests.build.accounts import actor_of
from tests.client import CheckedClient
from tests.moderation.test_discussion import assessors_of
from tests.page import Page

COUNTS = "What was left out counts again"
OVER = "The sheets have changed since."


@pytest.fixture
def staff(app: object) -> User:
    return accounts.user("Sam Staff", roles=(Role.STAFF,))


def listed(page: Page) -> list[str]:
    """Its rows, as text."""
    return [" ".join(row.itertext()) for body in page.all("tbody") for row in body.iter("tr")]


@pytest.mark.each_database
def test_what_lapsed_is_told_first_until_somebody_says_whether_it_counts(
    staff: User, client: CheckedClient
) -> None:
    build.disagreed(staff=staff, rows=((2, 9, 9), (9, 2, 5)))  # with more to talk about
    application, actor = build.disagreed(staff=staff, rows=((9, 9, 9), (8, 8, 8))), actor_of(staff)
    build.disagreed(staff=staff, rows=((9, 9, 9), (8, 8, 8)))
    here = f"/manage/applications/{application.reference}/moderation"
    every = f"/manage/rounds/{application.round.reference}/moderation"
    (person, sheet), *_ = assessors_of(application)
    item = build.item(application, actor)
    letter, key = sheet.alias[-1], item.round.criteria[0].key
    with transaction():
        scores.leave_out(item, letter, key, "It is about another criterion.", actor=actor)
    build.agreed(application, 70, staff=staff)
    client.sign_in(staff)
    page = client.get(here)
    assert COUNTS not in page.text and OVER not in page.text

    with transaction():
        return_sheet(sheet, actor=actor, reason="Say more, please.")
    assert COUNTS not in client.get(here).text, "it counts nothing while it is away"
    with transaction():
        submit_sheet(sheet, actor=actor_of(person), own_words=True)
    page = client.get(here)
    assert COUNTS in page.text and OVER in page.text
    told = client.get(every, budget=20)
    first, *_ = listed(told)
    assert application.reference in first
    assert "To decide again: what was left out counts again, and the sheets have changed" in first
    (only,) = listed(client.get(f"{every}?settled=again"))
    assert application.reference in only

    again = build.item(application, actor)
    (one,) = exclusions_of(again)
    assert one.lapsed and not one.stands
    where = f"{here}/left-out/{one.id}"
    form = client.get(where)
    assert "Why should it count?" in form.text
    done = client.follow(
        client.post(where, {**form.form_values(), "reason": "What it says now is about this one."})
    )
    assert COUNTS not in done.text and "What was decided before" in done.text
    assert OVER in done.text, "what was agreed rests on other sheets still"
    with transaction():
        scores.take_back(again, "The sheets are others.", actor=actor)
    assert listed(client.get(f"{every}?settled=again")) == []


def test_what_is_left_out_once_more_is_decided(staff: User, client: CheckedClient) -> None:
    application, actor = build.disagreed(staff=staff), actor_of(staff)
    (person, sheet), *_ = assessors_of(application)
    item = build.item(application, actor)
    letter, key = sheet.alias[-1], item.round.criteria[0].key
    with transaction():
        scores.leave_out(item, letter, key, "It is about another criterion.", actor=actor)
    with transaction():
        return_sheet(sheet, actor=actor, reason="Say more, please.")
    with transaction():
        submit_sheet(sheet, actor=actor_of(person), own_words=True)
    assert [one.lapsed for one in exclusions_of(item)] == [True]
    with transaction():
        scores.leave_out(item, letter, "", "Still about another criterion.", actor=actor)
    db.session.expire_all()
    assert [one.lapsed for one in exclusions_of(build.item(application, actor))] == [False, False]
    with pytest.raises(Refused, match="counts again already"), transaction():
        scores.count_again(item, exclusions_of(item)[0].id, "It does.", actor=actor)
    assert [one.stands for one in exclusions_of(item)] == [False, True]


def test_who_follows_an_email_to_a_discussion_reads_when_it_opens(
    staff: User, client: CheckedClient
) -> None:
    application, actor = build.disagreed(staff=staff), actor_of(staff)
    (person, sheet), *_ = assessors_of(application)
    here = f"/assess/{application.reference}/discussion"
    client.sign_in(person)
    client.get(here)
    with transaction():
        return_sheet(sheet, actor=actor, reason="Say more, please.")
    page = client.get(here, status=404)
    assert "went back to you" in page.text and "Go to your sheet" in page.links()
    sent = client.post(here, {"remark": "This is what I meant to say."}, status=404)
    assert "was not saved" in sent.text and "This is what I meant to say." in sent.text
    client.sign_in(accounts.user("Olu Other", roles=(Role.ASSESSOR,)))
    assert "went back" not in client.get(here, status=404).text
