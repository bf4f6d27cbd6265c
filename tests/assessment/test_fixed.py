"""A sheet is fixed when it is submitted, and from when others could read it is noted."""

from __future__ import annotations

from datetime import timedelta

import pytest

from award.assessment.models.fixed import FixedSheet
from award.assessment.services.assigning import remove, return_sheet
from award.assessment.services.declaring import declare_conflict
from award.design.formatters import short_datetime
from award.foundation import clock
from award.foundation.checks import CHECKS
from award.foundation.db import db, transaction
from award.foundation.digests import sha256_of
from award.foundation.policy import Role
from tests.build import accounts, applications, rounds
from tests.build import assessment as build

SCORES = (7, 7, 7)


def kept():
    return db.session.scalars(db.select(FixedSheet).order_by(FixedSheet.id)).all()


@pytest.mark.each_database
def test_each_time_is_kept_and_read_again(app, client):
    staff = accounts.user("Sam Staff", roles=(Role.STAFF,))
    application = applications.submitted(rounds.open_round(reveal="after_own"))
    one, other = build.assessor("One Example"), build.assessor("Other Example")
    first = build.scored(application, SCORES, one, staff=staff)
    build.scored(application, SCORES, other, staff=staff)
    with transaction():
        return_sheet(first, reason="There is a slip", actor=accounts.actor_of(staff))
    again = build.sheet_values(application, (9, 9, 9))
    build.submit(first, one, again)
    assert [row.number for row in kept()] == [1, 1, 2]
    assert all(sha256_of(row.content) == row.sha256 for row in kept())
    assert kept()[2].content["scores"] != kept()[0].content["scores"]
    for says in ("Every submitted sheet is as", "Every time that a sheet was submitted"):
        assert [*next(v for k, v in CHECKS.all().items() if k.startswith(says))()] == []
    # the second time came after its author could read the other's, and the list says so
    client.sign_in(staff)
    page = client.get(f"/manage/rounds/{application.round.reference}/sheets")
    assert all(row.sha256 in page.text for row in kept())
    assert page.text.count(" Yes ") == 2 and page.text.count(" No ") == 1

    run = app.test_cli_runner()
    file = "\n".join(f"{application.reference},Assessor,{row.sha256}" for row in kept())
    good = run.invoke(args=["sheets", "verify", "-"], input=file)
    assert good.exit_code == 0, good.output
    assert good.output.count("fixed before") == 2 and good.output.count("fixed AFTER") == 1
    for bad, code in ((file.replace(kept()[0].sha256, "0" * 64), 1), ("nothing here", 2)):
        assert run.invoke(args=["sheets", "verify", "-"], input=bad).exit_code == code
    moved = file.replace(application.reference, "AIA-222222")
    assert run.invoke(args=["sheets", "verify", "-"], input=moved).exit_code == 1


@pytest.mark.each_database
def test_when_one_was_voided_is_said_where_staff_look(app, client):
    staff = accounts.user("Sam Staff", roles=(Role.STAFF,))
    application = applications.submitted(rounds.open_round())
    person = build.assessor("One Example")
    first = build.scored(application, SCORES, person, staff=staff)
    build.scored(application, SCORES, staff=staff)
    client.sign_in(staff)
    here = f"/manage/rounds/{application.round.reference}/sheets"
    at = clock.now() + timedelta(hours=7)
    told = short_datetime(at)
    assert told not in client.get(here).text
    with clock.at(at), transaction():
        declare_conflict(first, "personal", "", actor=accounts.actor_of(person))
    page = client.get(here).text
    assert page.count(told) == 1 and "Voided, conflict found" in page


@pytest.mark.parametrize(("reveal", "shown"), [("never", 0), ("after_own", 2), ("after_all", 0)])
def test_noted_from_when_the_round_lets_them(app, reveal, shown):
    from award.assessment.models.fixed import SheetShown

    staff = accounts.user("Sam Staff", roles=(Role.STAFF,))
    application = applications.submitted(rounds.open_round(reveal=reveal))
    waits = build.assigned(application, staff=staff)
    for _ in range(2):
        build.scored(application, SCORES, staff=staff)
    assert len(db.session.scalars(db.select(SheetShown)).all()) == shown
    with transaction():
        remove(waits, actor=accounts.actor_of(staff), reason="On leave")
    now = 0 if reveal == "never" else 2
    assert len(db.session.scalars(db.select(SheetShown)).all()) == now
