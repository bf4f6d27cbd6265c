"""Feedback that goes out with a decision has two people behind it as the decision has."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from award.accounts.models import User
from award.decisions.models import FeedbackDraft
from award.decisions.queries.decisions import decision_of
from award.decisions.services import releasing
from award.foundation.db import db
from award.foundation.errors import Refused, there
from award.foundation.policy import Role
from tests.build import applications, assessment, decisions, rounds
from tests.build.accounts import actor_of, user
from tests.client import CheckedClient
from tests.decisions.test_four_eyes import confirmed, second


def test_feedback_that_goes_out_with_it_is_confirmed_with_it(
    client: CheckedClient, staff: User
) -> None:
    other, round_ = second(), rounds.closed_round(deciders="two")
    bid = applications.submitted(round_)
    decisions.staged(bid, "reject", staff=staff)
    assert confirmed(round_, actor_of(other)) == 1
    page = f"/manage/applications/{bid.reference}/feedback"
    client.sign_in(staff)
    client.post(page, {**client.get(page).form_values(), "text": "Say what it changes for people."})
    again = there(decision_of(bid), "it")
    assert again.confirmed_by_id is None and again.decided_by_id == staff.id
    with pytest.raises(Refused, match="1 decision waits"):
        releasing.release(
            rounds.whole(round_.id), actor=actor_of(other), confirmation=round_.reference
        )
    assert confirmed(round_, actor_of(other)) == 1


@pytest.mark.each_database
def test_who_wrote_the_feedback_does_not_confirm_what_goes_out_with_it(
    client: CheckedClient, staff: User
) -> None:
    writer, apart = second(), rounds.closed_round(deciders="two", feedback_apart=True)
    third = user("Cara Third", roles=(Role.STAFF,))
    text = "Say what it changes for people."
    for round_, person in ((rounds.closed_round(deciders="two"), third), (apart, writer)):
        bid = applications.submitted(round_)
        decisions.staged(bid, "reject", staff=staff)
        page = f"/manage/applications/{bid.reference}/feedback"
        client.sign_in(writer)
        client.post(page, {**client.get(page).form_values(), "text": text})
        if round_ is apart:
            assert confirmed(round_, actor_of(writer)) == 1
            continue
        assert "Confirm this decision" not in client.get(page.replace("feedback", "decision")).text
        mine = client.get(f"/manage/rounds/{round_.reference}/confirm").text
        assert "1 decision waits for somebody else: you staged it, or wrote the feedback." in mine
        for each in (writer, staff):
            with pytest.raises(Refused, match="Nothing waits for you"):
                confirmed(round_, actor_of(each))
        assert confirmed(round_, actor_of(person)) == 1


def test_what_was_confirmed_is_not_drafted_afterwards(client: CheckedClient, staff: User) -> None:
    other, round_ = second(), rounds.closed_round(deciders="two")
    bids = [applications.submitted(round_, title=f"Bid {n}") for n in range(2)]
    for bid in bids:
        assessment.scored(
            bid, [3, 3, 3], assessment.assessor(f"Ann {bid.title}"),
            for_applicant="You count visits, and not what they change.",
        )  # fmt: skip
    decisions.staged(bids[0], "reject", staff=staff)
    assert confirmed(round_, actor_of(other)) == 1
    decisions.staged(bids[1], "reject", staff=staff)
    client.sign_in(other)
    page = f"/manage/rounds/{round_.reference}/feedback"
    assert "Draft 1 from what assessors said" in client.get(page).text
    client.post(f"{page}/draft", {})
    assert list(db.session.scalars(select(FeedbackDraft.application_id))) == [bids[1].id]
    assert there(decision_of(bids[0]), "it").confirmed_by_id == other.id
    assert "Nothing is left to draft" in client.post(f"{page}/draft", {}, status=409).text


@pytest.mark.each_database
def test_who_emptied_the_feedback_does_not_confirm_what_goes_out_with_it(
    client: CheckedClient, staff: User
) -> None:
    """What applicants read instead is theirs as words are: nobody drafts over it, and nothing of
    it is left once it is out."""
    other, round_ = second(), rounds.closed_round(deciders="two")
    third = user("Cara Third", roles=(Role.STAFF,))
    bid = applications.submitted(round_)
    assessment.scored(
        bid, [3, 3, 3], assessment.assessor("Ann Assessor"),
        for_applicant="You count visits, and not what they change.",
    )  # fmt: skip
    decisions.staged(bid, "reject", staff=staff)
    page = f"/manage/applications/{bid.reference}/feedback"
    client.sign_in(third)
    client.post(page, {**client.get(page).form_values(), "text": ""}, status=302)
    assert "It was emptied" in client.get(page).text, "what assessors said stood there, unsaved"
    client.post(page, {**client.get(page).form_values(), "text": "Say what changes for people."})
    client.sign_in(other)
    client.post(page, {**client.get(page).form_values(), "text": ""}, status=302)
    again = client.get(page)
    assert "It was emptied" in again.text and not (again.value_of("text") or "").strip()
    assert "Draft 1 from" not in client.get(f"/manage/rounds/{round_.reference}/feedback").text
    for each in (other, staff):
        with pytest.raises(Refused, match="Nothing waits for you"):
            confirmed(round_, actor_of(each))
    assert confirmed(round_, actor_of(third)) == 1
    decisions.released(round_, staff=staff)
    assert list(db.session.scalars(select(FeedbackDraft.application_id))) == []
