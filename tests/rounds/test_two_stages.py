"""Rounds that follow one another: which can, and what the public reads of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from award.accounts.models import User
from award.foundation import clock
from award.foundation.db import transaction
from award.foundation.errors import Refused
from award.foundation.policy import Role
from award.rounds.models import Round
from award.rounds.queries.rounds import values_of
from award.rounds.services.rounds import update_round
from tests.build import accounts, rounds, two_stages
from tests.client import CheckedClient


@pytest.fixture
def lead(app: Flask) -> User:
    return accounts.user("Ada Lead", roles=())


@pytest.fixture
def staff(app: Flask) -> User:
    return accounts.user("Sally Staff", roles=(Role.STAFF,))


@pytest.fixture
def stages(app: Flask) -> tuple[Round, Round]:
    return two_stages.pair()


def test_rounds_that_can_not_follow(app: Flask, stages: tuple[Round, Round], staff: User) -> None:
    first, second = stages
    actor = accounts.actor_of(staff)

    def refused(field: str, **changes: Any) -> None:
        with pytest.raises(Refused) as caught, transaction():
            rounds.make_round(rounds.round_values(**changes))
        assert caught.value.field == field

    refused("follows_id", follows_id=first.id)  # has one already
    refused("follows_id", follows_id=second.id)  # is a second stage itself
    refused("follows_id", follows_id=987_654)
    open_first = rounds.open_round(question_set_id=two_stages.short_set())
    refused("opens_at", follows_id=open_first.id, opens_at=clock.shifted(days=1))
    late = {"opens_at": open_first.closes_at + timedelta(days=5)}
    late |= {"announced_at": clock.shifted(days=2), "closes_at": late["opens_at"] + timedelta(9)}
    late |= {"assessment_due_at": late["closes_at"] + timedelta(9)}
    good = rounds.round_values(follows_id=open_first.id, **late)
    refused("follows_id", **{**vars(good), "phases": good.phases[:1]})
    following = rounds.make_round(good)
    later = values_of(rounds.whole(open_first.id))
    with pytest.raises(Refused, match="must close before") as caught, transaction():
        moved = replace(
            later, closes_at=late["opens_at"] + timedelta(1),
            assessment_due_at=late["opens_at"] + timedelta(8),
        )  # fmt: skip
        update_round(rounds.whole(open_first.id), moved, reason="Ill", actor=actor)
    assert caught.value.field == "closes_at"
    with transaction():
        apart = replace(values_of(rounds.whole(following.id)), follows_id=None)
        update_round(rounds.whole(following.id), apart, actor=actor)
    assert not rounds.whole(open_first.id).followed


def test_a_round_goes_on_following_once_somebody_is_invited(
    app: Flask, lead: User, staff: User
) -> None:
    first, second = two_stages.pair(
        opens_at=clock.shifted(days=3), closes_at=clock.shifted(days=20)
    )
    two_stages.invited(first, lead)
    with pytest.raises(Refused, match="has to follow it"), transaction():
        apart = replace(values_of(rounds.whole(second.id)), follows_id=None)
        update_round(rounds.whole(second.id), apart, actor=accounts.actor_of(staff))


def test_the_public_pages_tell_both_stages(client: CheckedClient, app: Flask, staff: User) -> None:
    first, second = two_stages.pair()
    page = client.get(f"/rounds/{first.reference}")
    assert "first of two stages, with 3 questions" in page.text and second.title in page.text
    page = client.get(f"/rounds/{second.reference}")
    assert "second of two stages" in page.text and first.title in page.text
    assert "Check if you can apply" not in page.text
    for path, words in (("/", "By invitation: it is"), ("/rounds", "By invitation from its")):
        told = client.get(path).text
        assert words in told.partition(second.title)[2]
        assert words not in told.partition(second.title)[0]

    hidden = two_stages.pair(opens_at=clock.shifted(days=9), closes_at=clock.shifted(days=20),
                             title="Not told yet")[0]  # fmt: skip
    page = client.get(f"/rounds/{hidden.reference}")
    assert "first of two stages" in page.text and "Not told yet" not in page.text
    assert "Not told yet" in client.sign_in(staff).get(f"/rounds/{hidden.reference}").text


def test_set_up_offers_the_first_stages(client: CheckedClient, app: Flask, staff: User) -> None:
    first, _ = two_stages.pair()
    alone = rounds.closed_round(title="Alone")
    page = client.sign_in(staff).get("/manage/rounds/new")
    assert f"{alone.reference}: Alone" in page.text
    assert f"{first.reference}: {first.title}" not in page.text
