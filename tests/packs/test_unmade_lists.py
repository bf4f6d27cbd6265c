"""Long lists whose maker dies, or whose owner may not have them by the time they are made."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from award.accounts.models import User
from award.accounts.queries.people import user_with_roles
from award.accounts.services.people import add_role, remove_role
from award.foundation import clock, work
from award.foundation.audit import AuditEvent
from award.foundation.db import db, transaction
from award.foundation.errors import there
from award.foundation.outbox import OutboxMessage
from award.foundation.policy import Role
from award.foundation.work import running
from award.packs.jobs import OTHERWISE
from award.packs.models import ListFile
from award.packs.queries.lists import objects
from award.packs.services import lists
from tests.build import accounts
from tests.build.accounts import actor_of
from tests.client import CheckedClient
from tests.packs.test_lists import here, last, staff, taken

__all__ = ["here", "staff"]


@pytest.mark.parametrize("instead", [Role.AUDITOR, None])
def test_who_lost_the_role_before_it_was_made_gets_no_file(
    here: str, staff: User, client: CheckedClient, instead: Role | None
) -> None:
    """Whatever they may read still, or nothing: it was asked for as who they were."""
    client.sign_in(staff)
    client.post(f"{here}/scores.csv")
    by, number = actor_of(accounts.user("Ada Admin", roles=(Role.ADMIN,))), staff.id
    with transaction():
        if instead is not None:
            add_role(there(user_with_roles(number), "the account"), instead, actor=by)
        remove_role(there(user_with_roles(number), "the account"), Role.STAFF, actor=by)
    file = last(client)
    assert (file.made_at, file.lies_at) == (None, "")
    assert not [one for one in objects() if one]
    why = db.session.get_one(work.Job, file.job_id).why
    assert why == (OTHERWISE if instead else running.NOT_ANY_MORE)
    assert not db.session.query(OutboxMessage).filter_by(notice="list_file.made").count()
    client.sign_in(db.session.get_one(User, number))
    taken(client, file, status=404)
    if instead is not None:
        return
    with transaction():
        add_role(there(user_with_roles(number), "the account"), Role.STAFF, actor=by)
    client.sign_in(db.session.get_one(User, number))
    assert "There is no file" in client.get("/exports").text
    client.post(f"/exports/lists/{file.token}/again", client.get("/exports").form_values())
    assert taken(client, last(client))


def test_a_worker_that_dies_at_it_is_followed_by_one_that_makes_it_once(
    here: str, staff: User, client: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After it had written the file, and before it had noted that."""
    client.sign_in(staff)
    client.post(f"{here}/scores.csv")
    with monkeypatch.context() as killed:
        killed.setattr(lists, "note_made", dies)
        with pytest.raises(KeyboardInterrupt):
            work.run_jobs()
    db.session.remove()
    file = db.session.scalars(select(ListFile)).one()
    assert (file.made_at, db.session.get_one(work.Job, file.job_id).state) == (None, "running")
    assert not [one for one in objects() if one], "what it left is swept"
    assert last(client).made_at is None, "it may live still"
    with clock.at(clock.now() + timedelta(hours=1)):
        made = last(client)
    assert made.made_at is not None and taken(client, made)
    assert db.session.query(OutboxMessage).filter_by(notice="list_file.made").count() == 1
    assert db.session.query(AuditEvent).filter_by(verb="round.make_list").count() == 1


def dies(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def test_what_kills_every_worker_is_given_up_and_said(
    here: str, staff: User, client: CheckedClient
) -> None:
    client.sign_in(staff)
    client.post(f"{here}/scores.csv")
    with transaction():
        job = db.session.scalars(select(work.Job)).one()
        job.state, job.tries, job.claim = work.JobState.RUNNING, running.MOST_TRIES, "dead"
        job.seen_at = clock.now() - timedelta(hours=1)
    file = last(client)
    assert db.session.get_one(work.Job, file.job_id).why == running.BROKEN
    page = client.get("/exports")
    assert "There is no file" in page.text
    client.post(f"/exports/lists/{file.token}/remove", page.form_values())
    assert "You have no exports" in client.get("/exports").text
