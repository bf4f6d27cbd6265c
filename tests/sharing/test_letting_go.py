"""Shared projects that are over: of people nothing stays, and nothing is mixed up with them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from award.case_studies.jobs import forget_old_sharers
from award.case_studies.services import publication
from award.foundation import checks, clock
from award.foundation.db import transaction
from award.foundation.policy import ANONYMOUS, SYSTEM, Role
from award.sharing import services
from award.sharing.queries import WRITER
from award.sharing.rules.asked import CONFIRMED_WITHIN, KEPT_FOR
from tests.accounts.letters import letters
from tests.build import accounts, case_studies
from tests.build import shares as build


@pytest.mark.each_database
def test_who_shared_what_was_taken_down_is_let_go_a_year_later(app: Flask) -> None:
    staff = accounts.actor_of(accounts.user("Pat Publisher", roles=(Role.PUBLISHER,)))
    public, gone = build.public_study(), build.taken_on(email="two@example.org")
    with transaction():
        publication.take_down(case_studies.again(gone), reason="A mistake", actor=staff)
    with clock.at(clock.now() + KEPT_FOR - timedelta(days=1)):
        forget_old_sharers()
        assert case_studies.again(gone).share.email == "two@example.org"
    with clock.at(clock.now() + KEPT_FOR + timedelta(days=1)):
        forget_old_sharers()
        forget_old_sharers()
        assert case_studies.again(public).share.email == "ola@example.org"
        left = case_studies.again(gone).share
        assert (left.name, left.email, left.problem, left.title) == ("",) * 4
        assert left.forgotten_at and letters("two@example.org") == []


def test_another_with_the_number_of_one_that_was_deleted_is_told_from_it(
    app: Flask, database_name: str
) -> None:
    """Only SQLite gives a number again."""
    waits = build.begun()
    with transaction():
        services.save(waits, build.TEXTS, whose=WRITER, actor=ANONYMOUS)
        services.send(waits, whose=WRITER, actor=ANONYMOUS)
    number = waits.id
    with clock.at(clock.now() + CONFIRMED_WITHIN + timedelta(days=1)):
        with transaction():
            assert services.forget_unsent(actor=SYSTEM) == 1
        again = build.begun(email="two@example.org").id
        assert (again == number) is (database_name == "sqlite")
        assert [line for check in checks.CHECKS.all().values() for line in check()] == []
