"""A pack is made on a database of its own, where others save at the same time."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from award.accounts.models import User
from award.foundation import clock, columns, work
from award.foundation.db import db
from award.foundation.documents import pdf
from award.foundation.documents.parts import Document
from award.foundation.policy import Role
from award.foundation.work import Job, JobState
from award.packs.models import ListFile, Pack
from award.packs.services import lists, making
from tests.build import accounts, applications, rounds
from tests.build import assessment as assessing
from tests.client import CheckedClient
from tests.conftest import app_of_its_own
from tests.packs.test_packs import BOTH


def elsewhere(change: sa.Update) -> None:
    """Saved by somebody who doesn't wait."""
    with Session(db.engine) as apart, apart.begin():
        if db.engine.dialect.name == "sqlite":
            apart.connection().exec_driver_sql("PRAGMA busy_timeout=100")
        apart.execute(change)


@pytest.mark.each_database
def test_others_save_meanwhile_and_who_lost_the_job_notes_nothing(
    database_name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app_of_its_own(database_name, tmp_path) as app, app.app_context():
        staff = accounts.user("Sam Staff", roles=(Role.STAFF,))
        client, round_ = CheckedClient(app).sign_in(staff), rounds.open_round()
        assessing.assessed(applications.submitted(round_), staff=staff)
        here = f"/manage/rounds/{round_.reference}/packs/shortlist"
        client.post(here, {**client.get(here).form_values(), **BOTH})
        renamed = sa.update(User).where(User.name == "Sam Staff").values(name="Sam Saved")
        taken = sa.update(Job).values(claim="another")
        change, numbers = [renamed, taken], list[int]()

        def as_pdf(document: Document) -> bytes:
            """The application, then the front of the whole."""
            numbers.append(len(numbers))
            if change:
                elsewhere(change.pop(0))
            return pdf.as_pdf(document)

        monkeypatch.setattr(making, "as_pdf", as_pdf)
        work.run_jobs()
        pack, job = db.session.query(Pack).one(), db.session.query(Job).one()
        assert (job.state, job.done, pack.made_at) == (JobState.RUNNING, 1, None)
        with clock.at(clock.now() + timedelta(minutes=5)):
            db.session.remove()
            work.run_jobs()
        assert db.session.query(Job).one().state == JobState.DONE and len(numbers) == 3
        assert db.session.query(Pack).one().made_at
        assert db.session.query(User).filter_by(name="Sam Saved").count() == 1


@pytest.mark.each_database
def test_a_list_that_is_stopped_as_it_is_written_leaves_nothing(
    database_name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(columns, "CELLS_AT_ONCE", 1)
    monkeypatch.setattr(lists, "_OFTEN", 1)
    with app_of_its_own(database_name, tmp_path) as app, app.app_context():
        staff = accounts.user("Sam Staff", roles=(Role.STAFF,))
        client, round_ = CheckedClient(app).sign_in(staff), rounds.open_round()
        assessing.assessed(applications.submitted(round_), staff=staff)
        client.post(f"/manage/rounds/{round_.reference}/scores.csv")
        written = lists.written

        def stopped(*values: Any, **named: Any) -> Any:
            elsewhere(sa.update(Job).values(cancel_asked_at=clock.now()))
            return written(*values, **named)

        monkeypatch.setattr(lists, "written", stopped)
        work.run_jobs()
        job, file = db.session.query(Job).one(), db.session.query(ListFile).one()
        assert (job.state, file.made_at, file.lies_at) == (JobState.CANCELLED, None, "")
        assert "There is no file" in client.get("/exports").text
