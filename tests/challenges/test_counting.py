"""Counting what applications named as standing in the way."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from award.challenges.jobs import count_challenges
from award.challenges.models import ChallengeRound
from award.challenges.queries.picture import barriers_named
from award.foundation import clock
from award.foundation.db import db
from tests.build import accounts, applications, rounds, two_stages
from tests.statements import counting


@pytest.mark.each_database
def test_applications_count_once_their_round_has_closed(app: Flask) -> None:
    question_set = rounds.with_barriers()
    closed = rounds.closed_round(question_set_id=question_set.id)
    for kinds in (["money"], ["money", "skills"], ["none"]):
        applications.submitted(closed, answers={"barriers": kinds})
    applications.draft(closed, answers={"barriers": ["money"]})
    still = rounds.open_round(question_set_id=question_set.id)
    applications.submitted(still, answers={"barriers": ["money"]})
    count_challenges()
    count_challenges()
    row = db.session.scalars(sa.select(ChallengeRound)).one()
    assert (row.round_id, row.applications) == (closed.id, 3)
    assert row.counts["all"] == {"money": {"all": 2}, "skills": {"all": 1}, "none": {"all": 1}}
    [of] = row.counts["organisation"]["money"]
    assert of == "social_care_provider"


@pytest.mark.each_database
def test_who_is_asked_in_both_stages_is_counted_once(app: Flask) -> None:
    asks = rounds.with_barriers().id
    first, second = two_stages.pair(asks, question_set_id=asks)
    told, silent = (accounts.user(f"Lead {one}", roles=()) for one in "AB")
    for lead, named in ((told, ["money"]), (silent, [])):
        one = two_stages.invited(first, lead, barriers=named)
        two_stages.sent_again(one, lead, barriers=["money", "skills"])
    with clock.at(clock.now() + timedelta(days=40)):
        count_challenges()
    rows = {one.round_id: one for one in db.session.scalars(sa.select(ChallengeRound))}
    assert rows[first.id].counts["all"] == {"money": {"all": 1}}
    assert rows[second.id].counts["all"] == {"money": {"all": 1}, "skills": {"all": 1}}
    assert (rows[first.id].applications, rows[second.id].applications) == (1, 1)


@pytest.mark.each_database
def test_counting_costs_the_same_for_many_and_reads_no_more_than_it_counts(app: Flask) -> None:
    asks = rounds.with_barriers().id
    costs = []
    for number in (1, 4):
        round_ = rounds.closed_round(question_set_id=asks)
        for _ in range(number):
            applications.submitted(round_, answers={"barriers": ["money"]})
        db.session.expire_all()
        with counting() as statements:
            assert len(barriers_named(rounds.whole(round_.id))) == number
        costs.append(len(statements))
        assert not any("submission.content AS" in one for one in statements.texts)
    assert costs[0] == costs[1]
