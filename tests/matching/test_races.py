"""Two of the programme team give one application to two people at the same moment: by hand, and in
a draft. The second is told what the first did before it is done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from award.accounts.models import User
from award.applications.models import Application
from award.assessment.models.assignments import Assignment
from award.assessment.services import assigning
from award.foundation.db import db
from award.foundation.policy import Role
from award.matching.models import Draft, DraftLine
from award.matching.queries.entries import entry_of
from award.matching.services import drafting
from award.rounds.models import Round
from tests.applications.test_races import behind, count, own_app
from tests.build import accounts, applications, assessment, matching, rounds
from tests.build.accounts import actor_of
from tests.client import CheckedClient

pytestmark = pytest.mark.each_database

__all__ = ["own_app"]


def sent(
    app: Flask, staff: User, where: str, path: str, typed: dict[str, Any]
) -> Callable[[], Any]:
    """A form that was opened before; and the browser it is in."""
    client = CheckedClient(app).sign_in(staff)
    form = {**client.get(where).form_values(path), **typed, "csrf_token": client.csrf_token()}
    return lambda: client.post(path, form, status=200)


def test_of_two_who_ask_for_the_last_sheet_the_second_is_told_of_the_first(own_app: Flask) -> None:
    round_ = rounds.closed_round(min_assessments=1)
    application, staff = applications.submitted(round_), accounts.user(roles=(Role.STAFF,))
    first, second = assessment.assessor("Ann First"), assessment.assessor("Bea Second")
    number, whom, actor = application.id, first.id, actor_of(staff)
    here = f"/manage/applications/{application.reference}"
    send = sent(own_app, staff, here, f"{here}/assign", {"assessor": str(second.id)})
    db.session.remove()

    def ask() -> None:
        found = db.session.get_one(Application, number)
        assigning.assign(found, db.session.get_one(User, whom), actor=actor)

    page = behind(own_app, ask, send)
    assert "Tick to ask them all the same" in page.errors[0], page.errors
    assert count(Assignment) == 1


def test_of_two_who_put_somebody_into_a_draft_the_second_is_told_of_the_first(
    own_app: Flask, database_name: str
) -> None:
    """On SQLite the form waits before it reads anything, and finds that a reader is gone."""
    round_ = rounds.closed_round(min_assessments=1)
    application, staff = applications.submitted(round_), accounts.user(roles=(Role.STAFF,))
    people = [assessment.assessor(f"Assessor {name}") for name in "ABC"]
    draft = matching.draft(round_, staff, [(application, people[0])])
    ids, actor, reference = [one.id for one in people], actor_of(staff), application.reference
    number, round_number, of_round = draft.id, draft.number, round_.id
    where = f"/manage/rounds/{round_.reference}/assignment/{round_number}/change"
    where = f"{where}?application={reference}"
    send = sent(own_app, staff, where, where, {"away": [str(ids[0])], "add": str(ids[2])})
    db.session.remove()

    def swap() -> None:
        found = db.session.get_one(Draft, number)
        found.round = db.session.get_one(Round, of_round)
        entry = entry_of(actor, found, reference)
        assert entry is not None
        add = db.session.get_one(User, ids[1])
        drafting.change_readers(found, entry, away={ids[0]}, add=add, actor=actor)

    page = behind(own_app, swap, send)
    on_sqlite = "Somebody you ticked doesn’t read it in this draft any more"
    told = "Tick to put them in all the same" if database_name == "postgresql" else on_sqlite
    assert told in page.errors[0], page.errors
    assert "Assessor B" in page.text
    assert [*db.session.scalars(sa.select(DraftLine.person_id))] == [ids[1]]
