from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import DatabaseError

from award.accounts.models import User
from award.foundation import audit
from award.foundation.db import db, transaction
from award.foundation.policy import SYSTEM


def someone(email: str = "kim@example.org") -> User:
    return User(email=email, name="Kim Example")


def test_an_event_is_chained_to_the_one_before(app: Flask) -> None:
    with transaction():
        user = someone()
        db.session.add(user)
        audit.record(SYSTEM, "user_account.create", user, {"email": [None, user.email]})
        audit.record(SYSTEM, "export.create", "shortlist ASC-1")
    first, second = db.session.scalars(sa.select(audit.AuditEvent).order_by(audit.AuditEvent.id))
    assert first.previous_hash == audit.GENESIS
    assert second.previous_hash == first.hash
    assert (first.subject_kind, first.subject_id, first.subject_name) == (
        "user_account",
        user.id,
        "kim@example.org",
    )
    assert (second.subject_kind, second.subject_id) == ("export", None)
    assert list(audit.verify_chain()) == []


def test_a_change_without_an_event_is_refused(app: Flask) -> None:
    with pytest.raises(audit.UnauditedChange, match="user_account"), transaction():
        db.session.add(someone())


@pytest.mark.parametrize(
    "statement", ["UPDATE audit_event SET verb = 'x'", "DELETE FROM audit_event"]
)
def test_the_database_refuses_to_change_history(app: Flask, statement: str) -> None:
    with transaction():
        audit.record(SYSTEM, "export.create", "shortlist ASC-1")
    with pytest.raises(DatabaseError, match="never changed"), db.session.begin_nested():
        db.session.execute(sa.text(statement))


def test_the_command_names_the_last_event_to_note_down(app: Flask) -> None:
    run = app.test_cli_runner().invoke
    assert run(args=["audit", "verify"]).output == "The chain is whole.\n"
    with transaction():
        audit.record(SYSTEM, "export.create", "shortlist ASC-1")
    last = db.session.scalars(sa.select(audit.AuditEvent)).one()
    done = run(args=["audit", "verify"])
    assert done.output == f"The chain is whole.\nLast event {last.id}, fingerprint {last.hash}\n"
    db.session.execute(
        sa.text(
            "INSERT INTO audit_event (at, actor_name, verb, subject_kind, subject_name, changes, "
            "previous_hash, hash) SELECT at, actor_name, verb, subject_kind, subject_name, "
            "changes, hash, 'other' FROM audit_event"
        )
    )
    done = run(args=["audit", "verify"])
    assert done.exit_code == 1
    assert "does not follow the chain" in done.output
