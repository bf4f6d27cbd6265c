"""Rare people are planted in a round, and no page, file or total gives one away."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass

import pytest
import sqlalchemy as sa
from flask import Flask

from award.accounts.models import User
from award.applications.models import Application
from award.foundation import clock
from award.foundation.db import db, transaction
from award.foundation.errors import Refused
from award.foundation.policy import Role
from award.monitoring import queries, services
from award.monitoring.models import EqualityReport
from award.rounds.models import Round
from tests.build import applications, decisions, rounds
from tests.build.accounts import actor_of, user
from tests.build.monitoring import about_you
from tests.client import CheckedClient

RARE = {"age": "under_25", "sex": "male", "ethnicity": "mixed", "disability": "yes"}


@pytest.fixture
def staff(app: Flask) -> User:
    return user("Stef Marlowe", "stef@programme.example")


def sent(round_: Round, name: str) -> Application:
    return applications.submitted(round_, user(name, roles=()), title=f"Bid of {name}")


@dataclass(frozen=True)
class Planted:
    """A round in which everything about one person is rare."""

    round: Round
    rare: Application


def planted() -> Planted:
    chance, round_ = random.Random(4), rounds.closed_round()
    common = {"age": ["35_44", "45_54"], "sex": ["female"], "ethnicity": ["white"],
              "disability": ["no", "not_said"]}  # fmt: skip
    made = [sent(round_, f"Lead {n}") for n in range(14)]
    rare, *others = made
    about_you(rare, **RARE)
    for one in others:
        about_you(one, **{name: chance.choice(values) for name, values in common.items()})
    for one in made:
        decisions.staged(one, "reject")
    decisions.released(round_)
    return Planted(round_, rare)


RARE_WORDS = ("Under 25", "Mixed or multiple", "Male")


def test_no_page_file_or_total_gives_a_rare_person_away(client: CheckedClient, staff: User) -> None:
    """Asked before and after counting, and of every page and file that staff, auditors and the
    public have about the round or the application."""
    it = planted()
    code = it.round.reference
    pages = (
        f"/manage/rounds/{code}", f"/manage/rounds/{code}/who-applied",
        f"/manage/rounds/{code}/cost", f"/manage/rounds/{code}/applications",
        f"/manage/rounds/{code}/shortlist", f"/manage/applications/{it.rare.reference}",
        f"/rounds/{code}", f"/rounds/{code}/cost", "/manage",
    )  # fmt: skip
    files = (f"/manage/rounds/{code}/shortlist.csv", f"/manage/rounds/{code}/applications.csv")
    auditor = user("Audi Tor", roles=(Role.AUDITOR,))

    def nobody_is_given_away() -> None:
        for person in (staff, auditor):
            client.sign_in(person)
            asked = [client.get(path, budget=40).text for path in pages]
            asked += [client.post(path, status=200).text for path in files]
            if person is auditor:
                asked.append(client.get("/manage/audit").text)
            for text in asked:
                assert not any(re.search(rf"\b{words}\b", text) for words in RARE_WORDS)
                assert "under_25" not in text and "mixed" not in text

    nobody_is_given_away()
    client.sign_in(staff)
    client.follow(client.post(f"/manage/rounds/{code}/who-applied", {}))
    nobody_is_given_away()
    (report,) = db.session.scalars(sa.select(EqualityReport)).all()
    told_rows = [row for table in report.tables for row in table["rows"]]
    assert told_rows and all(n == 0 or n >= 5 for row in told_rows for n in row["counts"])


def test_one_more_person_can_not_be_subtracted(staff: User) -> None:
    """After counting, the sums stay whatever else happens."""
    it, counting = planted(), actor_of(staff)
    with transaction():
        first = services.count_who_applied(it.round, actor=counting).tables
    with pytest.raises(Refused):
        about_you(it.rare, **RARE)
    sent(it.round, "Late Comer")
    with pytest.raises(Refused), transaction():
        services.count_who_applied(it.round, actor=counting)
    report = queries.report_of(it.round.id)
    assert report is not None and report.tables == first
    assert clock.now() >= report.made_at
